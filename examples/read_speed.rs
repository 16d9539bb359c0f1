//! Measures reading alone: `cargo run --release --example read_speed -- FILE…` prints articles, rejects, warnings and
//! megabytes of text a second.

#![expect(clippy::print_stdout, reason = "a measuring program prints")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use onrecord::read::{Settings, open_all};

fn main() {
    let roots: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let settings = Settings::new(chrono::Local::now().date_naive());
    let start = Instant::now();
    let (mut articles, mut bytes) = (0_u64, 0_usize);
    let mut rejects: BTreeMap<&str, u64> = BTreeMap::new();
    let mut warnings: BTreeMap<&str, u64> = BTreeMap::new();
    let mut values: BTreeMap<String, u64> = BTreeMap::new();
    for found in open_all(&roots, &settings) {
        match found {
            Ok(found) => {
                articles += 1;
                bytes += found.article.title.len() + found.article.body.len();
                *values.entry(format!("date from {}", found.article.date_from.name())).or_default() += 1;
                *values.entry(format!("language {:?}", found.article.language)).or_default() += 1;
                for warning in &found.warnings {
                    *warnings.entry(warning.doubt.what()).or_default() += 1;
                }
            }
            Err(error) => *rejects.entry(error.problem.what()).or_default() += 1,
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    println!("{articles} articles, {megabytes:.1} MB in {seconds:.2} s: {:.0} MB/s", megabytes / seconds);
    println!("rejects {rejects:?}\nwarnings {warnings:?}\n{values:#?}");
}
