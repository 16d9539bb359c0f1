//! Measures the engine alone: indexing of ready blocks, and queries. `engine_speed ARTICLES.jsonl[.zst] [FOLDER]`; each
//! line has `text` or `body`, and may have `title` and `date`. No analysis is made: every fourth sentence (or as the
//! variable EVERY says) is taken for a quotation. With NOQ set, nothing is asked.

#![expect(clippy::print_stdout, reason = "it is a program that prints figures")]

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::time::Instant;

use onrecord::annotation::{Act, Analysis, Person, Quote, QuoteKind, Resolved, Sentence, Zone};
use onrecord::article::{Article, ArticleId};
use onrecord::document::{Record, block};
use onrecord::engine::{Engine, Fetch, SearchRequest, Writer};
use onrecord::local::{LocalEngine, LocalWriter, WriterOptions};
use onrecord::query::ast::{
    Acts, NameQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit, Within, WordQuery,
};
use onrecord::text::Span;
use onrecord::text::token::{folded_words, stemmed};

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a file of articles");
    let folder = args.next().map(PathBuf::from);
    let kept = folder.is_some();
    let folder = folder.unwrap_or_else(|| std::env::temp_dir().join(format!("onrecord-speed-{}", std::process::id())));
    let _ = std::fs::remove_dir_all(&folder);
    let records = read(&path);
    let bytes: usize = records.iter().map(|record| record.article.body.len() + record.article.title.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    let start = Instant::now();
    let blocks: Vec<_> = records.iter().map(|record| block(record, &path, 0)).collect();
    let took = start.elapsed().as_secs_f64();
    println!("{} articles, {megabytes:.1} MB; blocks made in {took:.2} s, {:.0} MB/s", records.len(), megabytes / took);
    let cpu = cpu_seconds();
    let start = Instant::now();
    let mut writer = LocalWriter::open_or_create(&folder, &WriterOptions::default()).expect("a writer");
    for block in blocks {
        writer.put(block).expect("an article is written");
    }
    let fed = start.elapsed().as_secs_f64();
    writer.commit("").expect("a commit");
    let committed = start.elapsed().as_secs_f64();
    writer.finish().expect("merged");
    let took = start.elapsed().as_secs_f64();
    let used = cpu_seconds() - cpu;
    println!(
        "indexed in {took:.2} s ({fed:.2} fed, {committed:.2} committed), {:.1} MB/s; cpu {used:.2} s, {:.1} ms/MB",
        megabytes / took,
        used * 1000.0 / megabytes
    );
    let start = Instant::now();
    let engine = LocalEngine::open(&folder).expect("an engine");
    println!("opened in {:.2} ms", start.elapsed().as_secs_f64() * 1000.0);
    println!("{:?}", engine.stats().expect("sizes"));
    for (name, query, unit) in queries().into_iter().filter(|_| std::env::var("NOQ").is_err()) {
        time(&engine, name, &query, unit);
    }
    if !kept {
        let _ = std::fs::remove_dir_all(&folder);
    }
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn read(path: &str) -> Vec<Record> {
    let file = std::fs::File::open(path).expect("the file");
    let reader: Box<dyn Read> =
        if path.ends_with(".zst") { Box::new(zstd::Decoder::new(file).expect("zstd")) } else { Box::new(file) };
    let mut records = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let value: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let text = |names: &[&str]| names.iter().find_map(|name| value[*name].as_str()).unwrap_or_default().to_owned();
        let article = Article {
            id: ArticleId::of(&[number.to_string().as_bytes()]),
            title: text(&["title"]),
            body: text(&["body", "text", "content"]),
            date: text(&["date"]).get(..10).and_then(|date| date.parse().ok()),
            outlet: Some(text(&["outlet", "source"])),
            ..Article::default()
        };
        let analysis = analyse(&article.body);
        records.push(Record { article, analysis });
    }
    records
}

fn analyse(body: &str) -> Analysis {
    let mut analysis = Analysis::default();
    let mut start = 0;
    for (paragraph, line) in body.split_inclusive('\n').enumerate() {
        for sentence in line.split_inclusive(". ") {
            let span = Span::new(start, start + sentence.len()).trimmed(body);
            start += sentence.len();
            if !span.is_empty() {
                analysis.sentences.push(Sentence { span, paragraph: paragraph as u32 });
            }
        }
    }
    let every: usize = std::env::var("EVERY").ok().and_then(|v| v.parse().ok()).unwrap_or(4);
    for (number, sentence) in analysis.sentences.iter().enumerate().filter(|(number, _)| number % every == every - 1) {
        let first = sentence.span.of(body).split(' ').next().unwrap_or("x").to_owned();
        analysis.people.push(Person { name: first, ..Person::default() });
        analysis.quotes.push(Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: vec![sentence.span].into(),
            cue: None,
            mention: None,
            speaker: Some((number / every) as u32),
            others: Default::default(),
            resolved: Resolved::Named,
            via: None,
            confidence: 90,
        });
    }
    analysis
}

fn word(text: &str) -> WordQuery {
    let folded = folded_words(text).concat();
    WordQuery::Stem { stem: stemmed(&folded), folded }
}

fn phrase(text: &str, slop: u32) -> TextQuery {
    TextQuery::Phrase { words: text.split(' ').map(word).collect(), slop }
}

fn queries() -> Vec<(&'static str, Query, Unit)> {
    let of = |text| Query::Text { zone: TextZone::Article, text };
    let one = |name: &str| of(TextQuery::Word(word(name)));
    let said = |text| Query::Quote(QuoteQuery { clause: QuoteClause::Said(text), acts: Acts::Speech });
    let near = |left: &str, right: &str, within| {
        of(TextQuery::Near {
            left: Box::new(TextQuery::Word(word(left))),
            right: Box::new(TextQuery::Word(word(right))),
            within,
            ordered: false,
        })
    };
    let speaker = QuoteClause::Speaker(NameQuery { tokens: vec!["the".to_owned()], adjacent: false, exact: false });
    let both = QuoteClause::And(vec![speaker, QuoteClause::Said(TextQuery::Word(word("president")))]);
    vec![
        ("rare word", one("referendum"), Unit::Article),
        ("common word", one("president"), Unit::Article),
        ("two words", Query::And(vec![one("president"), one("russia")]), Unit::Article),
        ("or", Query::Or(vec![one("treaty"), one("russia"), one("tariff")]), Unit::Article),
        ("not", Query::And(vec![one("russia"), Query::Not(Box::new(one("president")))]), Unit::Article),
        ("phrase", of(phrase("prime minister", 0)), Unit::Article),
        ("common phrase", of(phrase("secretary of state", 0)), Unit::Article),
        ("phrase, slop 3", of(phrase("foreign minister said", 3)), Unit::Article),
        ("near 8", near("president", "war", Within::Words(8)), Unit::Article),
        ("same sentence", near("president", "war", Within::Sentence), Unit::Article),
        ("wildcard", of(TextQuery::Word(WordQuery::Wildcard("econom*".to_owned()))), Unit::Article),
        ("leading wildcard", of(TextQuery::Word(WordQuery::Wildcard("*ism".to_owned()))), Unit::Article),
        ("fuzzy", of(TextQuery::Word(WordQuery::Fuzzy { folded: "presidant".to_owned(), distance: 1 })), Unit::Article),
        ("said", said(TextQuery::Word(word("president"))), Unit::Article),
        ("said, quotes", said(TextQuery::Word(word("president"))), Unit::Quote),
        ("said phrase, quotes", said(phrase("united states", 0)), Unit::Quote),
        ("speaker and said", Query::Quote(QuoteQuery { clause: both, acts: Acts::Speech }), Unit::Quote),
        ("everything", Query::All, Unit::Article),
    ]
}

fn time(engine: &LocalEngine, name: &str, query: &Query, unit: Unit) {
    let median = |request: &SearchRequest| {
        let mut times: Vec<f64> = (0..41)
            .map(|_| {
                let start = Instant::now();
                engine.search(request).expect("hits");
                start.elapsed().as_secs_f64() * 1e6
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[20]
    };
    let request = SearchRequest::new(query.clone(), unit);
    let hits = engine.search(&request).expect("hits");
    let whole = median(&request);
    let ids = median(&SearchRequest { fetch: Fetch::Ids, ..request.clone() });
    let count = median(&SearchRequest::count(query.clone(), unit));
    println!("{name:22} {:8} hits  {whole:8.0} us with records {ids:8.0} us ids {count:8.0} us count", hits.total);
}
