//! How well spellings of names are told from different names, on two lists of ours: `tests/names/meet.tsv` has spellings
//! of one name, `tests/names/apart.tsv` names that look alike and are not the same. Floors only rise.
//!
//! `cargo test --test names -- --nocapture` prints the figures and every pair that is judged wrongly.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test or a measurement may panic, and prints for people"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use onrecord::annotation::{Act, Analysis, Person, Quote, QuoteKind, Resolved, Zone};
use onrecord::article::{Article, ArticleId};
use onrecord::document::{Record, block};
use onrecord::engine::{Engine, Order, SearchRequest, Writer};
use onrecord::lexicon::Lexicon;
use onrecord::local::LocalWriter;
use onrecord::query::ast::{Query, Unit};
use onrecord::query::{Options, parse};
use onrecord::scan::Scan;
use onrecord::search::bearers;
use onrecord::text::Span;
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

/// Two spellings.
type Pair = (String, String);

/// The pairs that meet, and those that do not.
fn parted(pairs: &[Pair]) -> (Vec<&Pair>, Vec<&Pair>) {
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

/// One article a speaker, each with one quotation; later ones are newer.
fn records() -> Vec<Record> {
    const SPEAKERS: [&str; 7] =
        ["Rashad Aliyev", "Rəşad Əliyev", "Рашад Алиев", "Rashad Alishev", "Sabina Aliyeva", "Jo Mueller", "Jo Muller"];
    let record = |(day, speaker): (u32, &&str)| {
        let body = "The port will open in May.";
        let quote = Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: vec![Span::new(0, body.len())].into(),
            cue: None,
            mention: None,
            speaker: Some(0),
            others: Default::default(),
            resolved: Resolved::Named,
            via: None,
            confidence: 90,
        };
        let person = Person { name: (*speaker).to_owned(), ..Person::default() };
        Record {
            article: Article {
                id: ArticleId::of(&[speaker.as_bytes()]),
                body: body.to_owned(),
                date: chrono::NaiveDate::from_ymd_opt(2025, 10, day),
                ..Article::default()
            },
            analysis: Analysis { people: vec![person], quotes: vec![quote], ..Analysis::default() },
        }
    };
    (1..).zip(&SPEAKERS).map(record).collect()
}

fn index() -> Box<dyn Engine> {
    let mut writer = LocalWriter::create_in_ram().unwrap();
    for record in records() {
        writer.put(block(&record, "test", 1)).unwrap();
    }
    writer.commit("").unwrap();
    Box::new(writer.engine().unwrap())
}

fn read(query: &str) -> Query {
    let today = chrono::NaiveDate::from_ymd_opt(2025, 10, 20).unwrap();
    parse(query, &Options { today, unit: Unit::Quote, lexicon: Lexicon::builtin(), strict: false }).unwrap().query
}

/// The speakers of what is found, in order.
fn speakers(engine: &dyn Engine, query: &str, order: Order) -> Vec<String> {
    let request = SearchRequest { order, ..SearchRequest::new(read(query), Unit::Quote) };
    let hits = engine.search(&request).unwrap().hits;
    hits.into_iter().map(|hit| hit.record.unwrap().analysis.people[0].name.clone()).collect()
}

#[test]
fn a_query_in_any_spelling_finds_all_and_the_exact_one_only_itself() {
    let (local, scan) = (index(), Scan::new(records()));
    for engine in [&*local, &scan as &dyn Engine] {
        for query in ["speaker:aliyev", "speaker:Əliyev", "speaker:АЛИЕВ", "person:aliyev", "speaker:\"rəşad aliyev\""]
        {
            assert_eq!(
                speakers(engine, query, Order::Oldest),
                ["Rashad Aliyev", "Rəşad Əliyev", "Рашад Алиев"],
                "{query}"
            );
        }
        assert_eq!(speakers(engine, "speaker:=Aliyev", Order::Oldest), ["Rashad Aliyev"]);
        assert_eq!(speakers(engine, "speaker:=Əliyev", Order::Oldest), ["Rəşad Əliyev"]);
        assert_eq!(speakers(engine, "speaker:müller", Order::Oldest), ["Jo Mueller", "Jo Muller"]);
        assert_eq!(speakers(engine, "speaker:mueller", Order::Oldest), ["Jo Mueller"]);
        // Words of a text are no names.
        assert!(speakers(engine, "said:порт", Order::Oldest).is_empty());
    }
}

#[test]
fn the_spelling_that_was_typed_comes_before_others() {
    let local = index();
    assert_eq!(speakers(&*local, "speaker:əliyev", Order::Relevance), ["Rəşad Əliyev", "Рашад Алиев", "Rashad Aliyev"]);
    assert_eq!(speakers(&*local, "speaker:aliyev", Order::Relevance)[0], "Rashad Aliyev");
}

#[test]
fn the_spellings_that_were_found_are_listed() {
    let local = index();
    let notes = |query: &str| bearers::notes(&*local, &read(query), 5).unwrap();
    let also = "speaker:aliyev also found as Əliyev (1), Алиев (1): quotations in the index; \
                `=` takes one spelling, speaker:=Əliyev";
    assert!(notes("speaker:aliyev").contains(&also.to_owned()), "{:?}", notes("speaker:aliyev"));
    assert_eq!(notes("speaker:=Aliyev"), Vec::<String>::new());
    assert_eq!(notes("speaker:alishev"), Vec::<String>::new());
    assert_eq!(notes("person:алиева").len(), 1);
}
