//! Measures a run of ingest: `cargo run --release --example ingest_speed -- INDEX FILE…` fills the index in the folder
//! INDEX and prints what was done, in how many seconds, and the peak of memory.

#![expect(clippy::print_stdout, reason = "a measuring program prints")]

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use onrecord::ingest::{Options, Silent, run};
use onrecord::lexicon::Lexicon;
use onrecord::local::{LocalWriter, WriterOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let index = arguments.next().ok_or("usage: ingest_speed INDEX FILE…")?;
    let options = Options::new(arguments.collect(), chrono::Local::now().date_naive());
    let mut writer = LocalWriter::open_or_create(&index, &WriterOptions::default())?;
    let summary = run(&options, &mut writer, Lexicon::builtin(), &Silent, &AtomicBool::new(false))?;
    let seconds = summary.seconds;
    writer.finish()?;
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!(
        "added {} replaced {} unchanged {} deleted {}",
        summary.added, summary.replaced, summary.unchanged, summary.deleted
    );
    println!("rejected {} warned {:?} duplicates {}", summary.rejected, summary.warned, summary.duplicates);
    println!(
        "dates {:?} datelines {} quotes {:?} speakers {}",
        summary.dates, summary.datelines, summary.quotes, summary.speakers
    );
    println!("{seconds:.3} s  {peak}");
    Ok(())
}
