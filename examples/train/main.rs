//! Learns the weights of the sequence model, and measures it by cross-validation. Never run by the build; how to run it
//! stands in `src/analysis/model/README.md`.
#![expect(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a tool run by hand")]
#![expect(clippy::needless_range_loop, reason = "lanes of several rows are walked together")]

mod clusters;
mod fit;
mod gold;
mod learn;
mod links;
mod lore;
mod measure;
mod pronouns;
mod speed;
mod syntax;
mod teach;

use std::path::PathBuf;

fn main() {
    let mut args = std::env::args().skip(1);
    let task = args.next().unwrap_or_default();
    let data = PathBuf::from(args.next().expect("a folder with gold.jsonl, allsides.jsonl and senate.jsonl"));
    if task == "speed" {
        speed::measure(&data, &PathBuf::from(args.next().expect("articles in JSON Lines")), 3000);
        return;
    }
    if task == "pronouns" {
        pronouns::learn(&data.join("gold.jsonl"));
        return;
    }
    let clusters =
        clusters::load(&data.join("clusters.bin"), &[data.join("allsides.jsonl"), data.join("senate.jsonl")]);
    eprintln!("{} words with classes", clusters.len());
    let articles = gold::read(&data.join("gold.jsonl"));
    let settings = fit::Settings::from_env();
    let mut course = fit::Course::new(&articles, &clusters, &settings, &data);
    match task.as_str() {
        "folds" => {
            let folds: Vec<usize> = args.map(|fold| fold.parse().expect("number of a fold")).collect();
            fit::folds(&mut course, &folds, &data.join("system.jsonl"));
        }
        "ship" => {
            let bytes = fit::ship(&mut course);
            std::fs::write(args.next().expect("where to write"), bytes).expect("writing the weights");
        }
        other => eprintln!("no task {other:?}: say folds, ship, pronouns or speed"),
    }
}
