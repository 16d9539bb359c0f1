//! Measures ranking: `measure_ranking FOLDER [SET…]`, where FOLDER holds a folder a collection with `docs.jsonl.zst`,
//! `queries.jsonl` (`id`, `text`) and `qrels.tsv` (query, 0, document, 1). The articles go through the whole of `ingest` into
//! an index in a temporary folder; each text is asked as `onrecord search --any` asks it, and the first 1,000 hits are
//! scored: MAP and nDCG@10, for the whole, and MAP for the two halves of the queries (every other one), so that what helps
//! only one of them is seen. A document that is not judged is taken for not relevant.
//!
//! The first row is the ranking as it is, each other row changes one number of it: a number that another row beats on all
//! collections and both halves is wrong.

#![expect(clippy::print_stdout, reason = "it is a program that prints figures")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use onrecord::article::ArticleId;
use onrecord::engine::{Engine, Fetch, Ranking, SearchRequest};
use onrecord::ingest::{Options, Silent, run};
use onrecord::lexicon::Lexicon;
use onrecord::local::{LocalWriter, WriterOptions};
use onrecord::query::ast::{Query, Unit};
use onrecord::query::named::Names;
use onrecord::query::plain::{Plain, parse_plain};

type Failure = Box<dyn std::error::Error>;

/// Sets a number of a ranking to that of another.
type Change = fn(&mut Ranking, &Ranking);

/// Hits that are scored.
const DEPTH: usize = 1000;

/// A collection: an index, its texts as queries, and what is relevant to each.
struct Collection {
    name: String,
    engine: Box<dyn Engine>,
    names: HashMap<ArticleId, String>,
    /// Nothing for a text without a word, which finds nothing.
    queries: Vec<(Option<Plain>, BTreeSet<String>)>,
}

/// Mean average precision and nDCG@10 of some queries.
#[derive(Clone, Copy, Default)]
struct Figures {
    map: f64,
    ndcg: f64,
    queries: usize,
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("usage: measure_ranking FOLDER [SET…]")?);
    let mut names: Vec<String> = args.collect();
    if names.is_empty() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.path().join("qrels.tsv").exists() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
    }
    let mut collections = Vec::with_capacity(names.len());
    for name in &names {
        collections.push(read(&folder.join(name), name)?);
    }
    print!("{:38}", "");
    collections.iter().for_each(|collection| print!(" | {:^27}", collection.name));
    print!("\n{:38}", "");
    collections.iter().for_each(|_| print!(" | {:>6} {:>6} {:>6} {:>6}", "MAP", "nDCG", "half 1", "half 2"));
    println!();
    for (name, ranking) in rows() {
        print!("{name:38}");
        for collection in &collections {
            let [whole, first, second] = measure(collection, &ranking)?;
            print!(" | {:.4} {:.4} {:.4} {:.4}", whole.map, whole.ndcg, first.map, second.map);
        }
        println!();
    }
    Ok(())
}

/// The ranking as it is, and with one number changed.
fn rows() -> Vec<(String, Ranking)> {
    let own = Ranking::default();
    let mut rows = vec![("as it is".to_owned(), own.clone())];
    let mut row = |name: &str, values: &[f32], set: fn(&mut Ranking, f32)| {
        for value in values {
            let mut changed = own.clone();
            set(&mut changed, *value);
            rows.push((format!("{name} {value}"), changed));
        }
    };
    row("title boost", &[1.0, 2.0, 3.0], |ranking, value| ranking.title_boost = value);
    row("saturation", &[1.2, 1.6, 2.5], |ranking, value| ranking.saturation = value);
    row("length", &[0.5, 0.9], |ranking, value| ranking.length = value);
    row("grammar boost", &[0.0, 0.1, 0.5, 1.0], |ranking, value| ranking.grammar_boost = value);
    row("form boost", &[0.0, 0.1, 0.5], |ranking, value| ranking.form_boost = value);
    row("near boost", &[0.0, 0.1, 0.4], |ranking, value| ranking.near_boost = value);
    row("near words", &[2.0, 4.0, 16.0], |ranking, value| ranking.near_words = value as u32);
    row("looked at", &[10.0, 100.0], |ranking, value| ranking.looked_at = value as usize);
    let mut steps = Ranking {
        title_boost: 1.0,
        saturation: 1.2,
        grammar_boost: 1.0,
        form_boost: 0.0,
        near_boost: 0.0,
        ..own.clone()
    };
    rows.push(("BM25F, title as body, each word once".to_owned(), steps.clone()));
    let changes: [(&str, Change); 5] = [
        ("and words of grammar count less", |steps, own| steps.grammar_boost = own.grammar_boost),
        ("and repeated words count more", |steps, own| steps.saturation = own.saturation),
        ("and the title counts more", |steps, own| steps.title_boost = own.title_boost),
        ("and words in the form asked for", |steps, own| steps.form_boost = own.form_boost),
        ("and neighbours near each other", |steps, own| steps.near_boost = own.near_boost),
    ];
    for (name, change) in changes {
        change(&mut steps, &own);
        rows.push((name.to_owned(), steps.clone()));
    }
    rows
}

fn read(folder: &Path, name: &str) -> Result<Collection, Failure> {
    let index = tempfile::tempdir()?;
    let options = Options::new(vec![folder.join("docs.jsonl.zst")], chrono::Local::now().date_naive());
    let mut writer = LocalWriter::open_or_create(&index.path().join("index"), &WriterOptions::default())?;
    run(&options, &mut writer, Lexicon::builtin(), &Silent, &AtomicBool::new(false))?;
    let engine = writer.finish()?;
    let everything = SearchRequest { limit: usize::MAX >> 1, ..SearchRequest::new(Query::All, Unit::Article) };
    let mut names = HashMap::new();
    for hit in engine.search(&everything)?.hits {
        let own =
            hit.record.and_then(|record| record.article.source_id).ok_or("an article without an id of its own")?;
        names.insert(hit.id, own);
    }
    let mut relevant: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("qrels.tsv"))?.lines() {
        let mut columns = line.split_whitespace();
        if let (Some(query), Some(_), Some(document)) = (columns.next(), columns.next(), columns.next()) {
            relevant.entry(query.to_owned()).or_default().insert(document.to_owned());
        }
    }
    let options = onrecord::query::Options {
        today: chrono::Local::now().date_naive(),
        unit: Unit::Article,
        lexicon: Lexicon::builtin(),
        strict: false,
    };
    let mut queries = Vec::new();
    for line in text(&folder.join("queries.jsonl"))?.lines() {
        let query: serde_json::Value = serde_json::from_str(line)?;
        let (Some(id), Some(text)) = (query["id"].as_str(), query["text"].as_str()) else { continue };
        queries
            .push((parse_plain(text, &[], &Names::default(), &options).ok(), relevant.remove(id).unwrap_or_default()));
    }
    println!("{name}: {} articles, {} queries", names.len(), queries.len());
    Ok(Collection { name: name.to_owned(), engine: Box::new(engine), names, queries })
}

fn text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    std::fs::File::open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Of all queries, and of every other one.
fn measure(collection: &Collection, ranking: &Ranking) -> Result<[Figures; 3], Failure> {
    let mut figures = [Figures::default(); 3];
    for (number, (plain, relevant)) in collection.queries.iter().enumerate() {
        let request = plain.as_ref().map(|plain| SearchRequest {
            ranking: ranking.clone(),
            wording: plain.wording.clone(),
            limit: DEPTH,
            fetch: Fetch::Ids,
            ..SearchRequest::new(plain.parsed.query.clone(), Unit::Article)
        });
        let hits = request.map(|request| collection.engine.search(&request)).transpose()?.unwrap_or_default().hits;
        let found: Vec<bool> =
            hits.iter().map(|hit| collection.names.get(&hit.id).is_some_and(|name| relevant.contains(name))).collect();
        for at in [0, 1 + number % 2] {
            figures[at].map += average_precision(&found, relevant.len());
            figures[at].ndcg += ndcg(&found, relevant.len());
            figures[at].queries += 1;
        }
    }
    Ok(figures.map(|sum| {
        let count = sum.queries.max(1) as f64;
        Figures { map: sum.map / count, ndcg: sum.ndcg / count, ..sum }
    }))
}

fn average_precision(found: &[bool], relevant: usize) -> f64 {
    let (mut seen, mut sum) = (0.0, 0.0);
    for (rank, _) in (1..).zip(found).filter(|(_, found)| **found) {
        seen += 1.0;
        sum += seen / f64::from(rank);
    }
    sum / relevant.max(1) as f64
}

fn ndcg(found: &[bool], relevant: usize) -> f64 {
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ideal: f64 = (0..relevant.min(10)).map(gain).sum();
    let own: f64 = found.iter().take(10).enumerate().filter(|(_, found)| **found).map(|(rank, _)| gain(rank)).sum();
    if ideal > 0.0 { own / ideal } else { 0.0 }
}
