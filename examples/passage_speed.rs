//! How long the passages of ten hits take: bodies of 2.4 KB, already fetched, with their sentences. Prints microseconds for
//! ten, median of many rounds, for several kinds of query, and the time of cutting the bodies into words alone.
//!
//! `cargo run --release --example passage_speed`

#![expect(clippy::print_stdout, reason = "a test or a measurement may panic, and prints for people")]

use std::hint::black_box;
use std::time::Instant;

use onrecord::analysis::analyse;
use onrecord::article::Article;
use onrecord::document::Record;
use onrecord::lexicon::Lexicon;
use onrecord::matching::{Matcher, Scope};
use onrecord::query::ast::{Query, TextQuery, TextZone, WordQuery};
use onrecord::search::passage::{self, PassageOptions};
use onrecord::text::token::{folded, stemmed, words};

const BODY_BYTES: usize = 2_400;
const ROUNDS: usize = 400;
const SENTENCES: &[&str] = &[
    "The council of the northern ports met on Tuesday to speak about the transit of grain and steel.",
    "Its members had asked for more time, and the secretary of state agreed to wait until the end of the month.",
    "“We trust the crews, and we trust the people who pay them,” Lind told reporters after the meeting.",
    "Nobody in the hall expected that the talks would end so early, she added.",
    "Prices rose by 1,600 crowns a ton in a year, according to the ministry’s own figures.",
    "The opposition said that political will was missing, and that a treaty signed in haste would not last.",
    "Trade with the region has grown since the border was opened again two years ago.",
    "A spokesman for the harbour declined to comment on the plans.",
];

fn main() {
    let records: Vec<Record> = (0..10).map(record).collect();
    let bytes: usize = records.iter().map(|record| record.article.body.len()).sum();
    println!("ten bodies, {bytes} bytes");
    let count = || records.iter().map(|record| words(&record.article.body).count()).sum::<usize>();
    println!("{:>8.1} us  words alone", median(|| black_box(count())));
    for (name, query) in [
        ("a word", query(&["trust"])),
        ("two words", query(&["political", "treaty"])),
        ("four words", query(&["transit", "steel", "prices", "harbour"])),
        ("common words", query(&["the", "of"])),
        ("a phrase", query(&["secretary of state"])),
        ("a wildcard", text(TextQuery::Word(WordQuery::Wildcard("report*".into())))),
        ("an edit", text(TextQuery::Word(WordQuery::Fuzzy { folded: "harbor".into(), distance: 1 }))),
    ] {
        let matcher = Matcher::new(&query);
        let time = median(|| {
            for record in &records {
                let matches = matcher.find(&record.article, &record.analysis, Scope::Article);
                black_box(passage::of_article(record, &matches, &PassageOptions::default()));
            }
        });
        println!("{time:>8.1} us  {name}");
    }
}

/// Median time of a round, in microseconds.
fn median<T>(mut round: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(round());
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn record(number: usize) -> Record {
    let mut body = String::new();
    let mut next = number;
    while body.len() < BODY_BYTES {
        body.push_str(SENTENCES[next % SENTENCES.len()]);
        body.push_str(if next.is_multiple_of(2) { "\n\n" } else { " " });
        next += 1 + number % 3 * 2;
    }
    let article = Article { title: "Ports and treaties".into(), body: body.trim().into(), ..Article::default() };
    let analysis = analyse(&article, Lexicon::builtin());
    Record { article, analysis }
}

fn query(clauses: &[&str]) -> Query {
    let clause = |clause: &&str| {
        let words: Vec<WordQuery> = clause
            .split(' ')
            .map(|word| {
                let folded = folded(word);
                WordQuery::Stem { stem: stemmed(&folded), folded }
            })
            .collect();
        match words.as_slice() {
            [one] => text(TextQuery::Word(one.clone())),
            _ => text(TextQuery::Phrase { words, slop: 0 }),
        }
    };
    Query::And(clauses.iter().map(clause).collect())
}

fn text(text: TextQuery) -> Query {
    Query::Text { zone: TextZone::Article, text }
}
