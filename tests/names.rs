//! How well spellings of names are told from different names, on two lists of ours: `tests/names/meet.tsv` has spellings
//! of one name, `tests/names/apart.tsv` names that look alike and are not the same. Floors only rise.
//!
//! `cargo test --test names -- --nocapture` prints the figures and every pair that is judged wrongly.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use onrecord::text::name::{Keys, keys};

/// Pairs a list has at least.
const LEAST_PAIRS: usize = 220;

/// Hundredths of the pairs of one name that must meet.
const RECALL_FLOOR: f64 = 98.0;

/// Hundredths of the pairs that meet that must be of one name.
const PRECISION_FLOOR: f64 = 98.0;

fn pairs(file: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names").join(file);
    let text = fs::read_to_string(&path).unwrap();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split('\t');
            let pair = (cells.next().unwrap().to_owned(), cells.next().unwrap_or_else(|| panic!("{line}")).to_owned());
            assert!(cells.next().is_none(), "{file}: {line}");
            pair
        })
        .collect()
}

/// The pairs that meet, and those that do not.
fn parted(pairs: &[(String, String)]) -> (Vec<&(String, String)>, Vec<&(String, String)>) {
    pairs.iter().partition(|(a, b)| keys(a).meet(&keys(b)))
}

fn shown(keys: &Keys) -> String {
    keys.iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn spellings_of_one_name_meet_and_different_names_stay_apart() {
    let (same, different) = (pairs("meet.tsv"), pairs("apart.tsv"));
    let (found, missed) = parted(&same);
    let (wrong, apart) = parted(&different);
    for (what, list) in [("missed", &missed), ("merged", &wrong)] {
        for (a, b) in list {
            println!("{what}: {a} [{}] {b} [{}]", shown(&keys(a)), shown(&keys(b)));
        }
    }
    let recall = 100.0 * found.len() as f64 / same.len() as f64;
    let precision = 100.0 * found.len() as f64 / (found.len() + wrong.len()) as f64;
    println!(
        "of one name: {} of {} meet ({recall:.1}); of two names: {} of {} stay apart; precision {precision:.1}",
        found.len(),
        same.len(),
        apart.len(),
        different.len()
    );
    assert!(same.len() >= LEAST_PAIRS && different.len() >= LEAST_PAIRS);
    assert!(recall >= RECALL_FLOOR, "recall {recall:.1}");
    assert!(precision >= PRECISION_FLOOR, "precision {precision:.1}");
}

#[test]
fn no_pair_stands_twice() {
    let mut seen = BTreeSet::new();
    for (a, b) in pairs("meet.tsv").into_iter().chain(pairs("apart.tsv")) {
        assert_ne!(a, b);
        let pair = if a < b { (a, b) } else { (b, a) };
        assert!(seen.insert(pair.clone()), "{pair:?}");
    }
}

#[test]
fn a_name_has_few_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/given_names.tsv");
    let text = fs::read_to_string(path).unwrap();
    let names: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
    let started = Instant::now();
    let count: usize = names.iter().map(|name| keys(name).len()).sum();
    let first = started.elapsed();
    let started = Instant::now();
    let again: usize = names.iter().map(|name| keys(name).len()).sum();
    println!(
        "{} names: {:.2} keys a name, {:.0} ns a name when first met, {:.0} ns after",
        names.len(),
        count as f64 / names.len() as f64,
        first.as_nanos() as f64 / names.len() as f64,
        started.elapsed().as_nanos() as f64 / names.len() as f64
    );
    assert_eq!(count, again);
    assert!(names.len() > 10_000);
    assert!(count < 2 * names.len(), "{count} keys for {} names", names.len());
}
