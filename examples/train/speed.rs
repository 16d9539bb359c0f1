//! How fast the model reads plain text.

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use onrecord::analysis::model::tagger::Tagger;
use onrecord::analysis::model::token::Types;
use onrecord::analysis::model::view::View;
use serde_json::Value;

use crate::gold::prepare;

/// Reads `limit` articles and says the speed of each step.
pub(crate) fn measure(weights: &Path, articles: &Path, limit: usize) {
    let bytes = std::fs::read(weights).expect("the weights");
    let start = Instant::now();
    let tagger = Tagger::read(&bytes).expect("a weights file");
    println!("{} bytes of weights, read in {:.2} ms", bytes.len(), start.elapsed().as_secs_f64() * 1e3);
    let file = std::io::BufReader::new(std::fs::File::open(articles).expect("articles"));
    let texts: Vec<String> = file
        .lines()
        .take(limit)
        .map(|line| {
            serde_json::from_str::<Value>(&line.expect("text")).expect("JSON")["body"].as_str().unwrap_or("").to_owned()
        })
        .collect();
    let size: usize = texts.iter().map(String::len).sum();
    let rate = |seconds: f64| size as f64 / 1e6 / seconds;
    let start = Instant::now();
    let prepared: Vec<_> = texts.iter().map(|text| prepare(text)).collect();
    println!("sentences and marks: {:.1} MB/s", rate(start.elapsed().as_secs_f64()));
    let start = Instant::now();
    let mut types = Types::default();
    for (text, (sentences, marked)) in texts.iter().zip(&prepared) {
        std::hint::black_box(View::new(text, sentences, marked, &tagger.words, &mut types));
    }
    println!("views: {:.1} MB/s", rate(start.elapsed().as_secs_f64()));
    let start = Instant::now();
    let mut groups = 0;
    for (text, (sentences, marked)) in texts.iter().zip(&prepared) {
        tagger.with(text, sentences, marked, |view, found| {
            groups += tagger.linker.link(view, &found.tags, &found.margins).len();
        });
    }
    println!("views, tags and links: {:.1} MB/s, {groups} attributions", rate(start.elapsed().as_secs_f64()));
}
