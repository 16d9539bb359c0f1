//! Sets the program beside tantivy alone, in one run: indexing, size, and queries. `peer ARTICLES.jsonl[.zst] [ROUNDS]`;
//! each line has `text` or `body`, and may have `title` and `date`. Tantivy gets title and body, cut at what is no letter
//! or digit, with positions, both stored, and two index threads; its hits carry its own snippets. Ours is the whole run of
//! `ingest`: reading, analysis, quotations, all fields; its hits carry records and passages.

#![expect(clippy::print_stdout, reason = "it is a program that prints figures")]

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use onrecord::engine::SearchRequest;
use onrecord::ingest::{Options, Silent, run};
use onrecord::lexicon::Lexicon;
use onrecord::local::{LocalEngine, LocalWriter, WriterOptions};
use onrecord::query;
use onrecord::query::ast::Unit;
use onrecord::search::passage::PassageOptions;
use onrecord::search::search;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::schema::{STORED, STRING, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, TantivyDocument};

type Failure = Box<dyn std::error::Error>;

/// The queries, in our words and in tantivy's; empty where it has none such.
const QUERIES: &[(&str, &str, &str)] = &[
    ("rare word", "referendum", "referendum"),
    ("common word", "president", "president"),
    ("two words", "president russia", "+president +russia"),
    ("or", "treaty OR russia OR tariff", "treaty russia tariff"),
    ("not", "russia -president", "+russia -president"),
    ("phrase", "\"prime minister\"", "\"prime minister\""),
    ("common phrase", "\"secretary of state\"", "\"secretary of state\""),
    ("phrase of common words", "\"of the\"", "\"of the\""),
    ("slop", "\"foreign minister said\"~3", "\"foreign minister said\"~3"),
    ("near", "president NEAR/8 war", ""),
    ("sentence", "president /s war", ""),
    ("wildcard", "econom*", ""),
    ("leading wildcard", "*ism", ""),
    ("fuzzy", "presidant~1", ""),
    ("exact", "=President", ""),
    ("said", "said:president", ""),
    ("speaker", "speaker:obama", ""),
    ("speaker and said", "speaker:obama said:russia", ""),
    ("place", "in:US", ""),
    ("date", "president date:2016", ""),
];

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let path = PathBuf::from(args.next().ok_or("usage: peer ARTICLES.jsonl[.zst] [ROUNDS]")?);
    let rounds: usize = args.next().map_or(Ok(1), |rounds| rounds.parse())?;
    let folder = tempfile::tempdir()?;
    let (theirs, ours) = (folder.path().join("tantivy"), folder.path().join("onrecord"));
    println!(
        "{:10} {:>8} {:>8} {:>9} {:>9} {:>7} {:>10}",
        "", "wall s", "cpu s", "cpu ms/MB", "MB/s", "size", "index/text"
    );
    for _ in 0..rounds {
        let peer = measured("tantivy", &theirs, || index_theirs(&path, &theirs))?;
        let own = measured("onrecord", &ours, || index_ours(&path, &ours))?;
        println!("{:10} {:>7.2}x {:>7.2}x", "ratio", own.0 / peer.0, own.1 / peer.1);
    }
    ask(&theirs, &ours)
}

/// Asks both sides each query, ten hits with what a reader sees of them, and prints the medians in microseconds.
fn ask(theirs: &Path, ours: &Path) -> Result<(), Failure> {
    let engine = LocalEngine::open(&ours.join("index"))?;
    let index = Index::open_in_dir(theirs)?;
    let (title, body) = (index.schema().get_field("title")?, index.schema().get_field("body")?);
    let parser = QueryParser::for_index(&index, vec![title, body]);
    let searcher = index.reader()?.searcher();
    let mut ratios = Vec::new();
    println!("{:24} {:>8} {:>9} {:>9} {:>7}", "query", "hits", "ours us", "their us", "ratio");
    for (name, own, peer) in QUERIES {
        let options = query::Options {
            today: chrono::Local::now().date_naive(),
            unit: Unit::Article,
            lexicon: Lexicon::builtin(),
            strict: false,
        };
        let request = SearchRequest::new(query::parse(own, &options)?.query, Unit::Article);
        let (hits, took) = median(|| Ok(search(&engine, &request, &PassageOptions::default())?.total as usize))?;
        if peer.is_empty() {
            println!("{name:24} {hits:8} {took:9.0}");
            continue;
        }
        let (_, theirs) = median(|| {
            let query = parser.parse_query(peer)?;
            let (best, total) = searcher.search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
            let snippets = SnippetGenerator::create(&searcher, &*query as &dyn Query, body)?;
            for (_, address) in best {
                std::hint::black_box(snippets.snippet_from_doc(&searcher.doc::<TantivyDocument>(address)?));
            }
            Ok(total)
        })?;
        println!("{name:24} {hits:8} {took:9.0} {theirs:9.0} {:6.2}x", took / theirs);
        ratios.push(took / theirs);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}x, worst {:.2}x", ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
    Ok(())
}

/// What a query finds, and the median time it takes.
fn median(mut work: impl FnMut() -> Result<usize, Failure>) -> Result<(usize, f64), Failure> {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..31 {
        let start = Instant::now();
        found = work()?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    Ok((found, times[times.len() / 2]))
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Runs one side and prints what it took; gives wall and CPU seconds.
fn measured(name: &str, folder: &Path, work: impl FnOnce() -> Result<u64, Failure>) -> Result<(f64, f64), Failure> {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let bytes = work()? as f64;
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let size = size_of(folder)? as f64;
    println!(
        "{name:10} {wall:8.2} {cpu:8.2} {:9.1} {:9.1} {:6.1}M {:9.2}x",
        cpu * 1e9 / bytes,
        bytes / 1e6 / wall,
        size / 1e6,
        size / bytes
    );
    Ok((wall, cpu))
}

fn index_theirs(path: &Path, folder: &Path) -> Result<u64, Failure> {
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT | STORED);
    let id = schema.add_text_field("id", STRING | STORED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 500 << 20)?;
    let mut bytes = 0;
    for (number, line) in lines(path)?.enumerate() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |names: &[&str]| names.iter().find_map(|name| value[*name].as_str()).unwrap_or_default().to_owned();
        let mut document = TantivyDocument::new();
        let (heading, words) = (text(&["title"]), text(&["body", "text", "content"]));
        bytes += (heading.len() + words.len()) as u64;
        document.add_text(title, heading);
        document.add_text(body, words);
        document.add_text(id, number.to_string());
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(bytes)
}

fn index_ours(path: &Path, folder: &Path) -> Result<u64, Failure> {
    let options = Options::new(vec![path.to_owned()], chrono::Local::now().date_naive());
    let mut writer = LocalWriter::open_or_create(&folder.join("index"), &WriterOptions::default())?;
    run(&options, &mut writer, Lexicon::builtin(), &Silent, &AtomicBool::new(false))?;
    writer.finish()?;
    let mut bytes = 0;
    for line in lines(path)? {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let len = |names: &[&str]| names.iter().find_map(|name| value[*name].as_str()).map_or(0, str::len) as u64;
        bytes += len(&["title"]) + len(&["body", "text", "content"]);
    }
    Ok(bytes)
}

fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>> + use<>, Failure> {
    let file = std::fs::File::open(path)?;
    let reader: Box<dyn Read> = match path.extension() {
        Some(extension) if extension == "zst" => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    Ok(BufReader::with_capacity(1 << 20, reader).lines())
}

fn size_of(folder: &Path) -> std::io::Result<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
