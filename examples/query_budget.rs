//! Holds the speed of queries against that of tantivy alone: `query_budget INDEX QUERIES [PROGRAM]`, such as
//! `query_budget INDEX bench/queries.tsv target/release/onrecord`. QUERIES has a query a line: kind, unit (`article`,
//! `quote`, `command`), query, and the same for tantivy, where it has such a query.
//!
//! The peer is made anew from the articles of the index: title and body, cut at what is no letter or digit, with
//! positions, both stored, and asked for ten hits with its own snippets and the exact count. Ours answers with ten hits,
//! records, passages and the exact count. Both are asked in turn in one process, the shortest of some rounds counts. With
//! PROGRAM each query is also a fresh command, whose answer is thrown away. Queries of the unit `command` are only that.
//!
//! A query is over its budget if it takes more than 1.25 times (about quotations: 2 times) what the same query takes
//! there, and more than the median there; if there is no such query, what the slowest of a hundred takes there. A fresh
//! command has 12 ms. Those over it are named.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that prints figures")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use onrecord::engine::{Engine, Fetch, Order, SearchRequest};
use onrecord::lexicon::Lexicon;
use onrecord::local::LocalEngine;
use onrecord::query::ast::{Query as Own, Unit};
use onrecord::query::named::Names;
use onrecord::query::{self, plain};
use onrecord::search::passage::PassageOptions;
use onrecord::search::search;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::schema::{Field, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

type Failure = Box<dyn std::error::Error>;

/// Rounds of a warm query and of a fresh command.
const ROUNDS: usize = 7;
/// Rounds of what takes longer than a tenth of a second.
const SLOW_ROUNDS: usize = 3;
/// Articles that are read at once for the peer.
const PAGE: usize = 4000;
/// What a fresh command may take, in milliseconds: the median, and the slowest of a hundred.
const FRESH: [f64; 2] = [5.0, 12.0];

/// A line of the list.
struct Asked {
    kind: String,
    unit: String,
    text: String,
    peer: String,
}

/// What it took: microseconds, milliseconds for a fresh command.
#[derive(Default)]
struct Took {
    warm: Option<f64>,
    peer: Option<f64>,
    fresh: Option<f64>,
}

/// Tantivy alone.
struct Peer {
    searcher: Searcher,
    parser: QueryParser,
    body: Field,
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let usage = "usage: query_budget INDEX QUERIES [PROGRAM]";
    let (index, list, program) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?, args.next());
    let asked = read(&list)?;
    let engine = LocalEngine::open(&index)?;
    let folder = tempfile::tempdir()?;
    let is_compared = asked.iter().any(|asked| !asked.peer.is_empty());
    let peer = if is_compared { Some(peer(&engine, folder.path())?) } else { None };
    let mut all = Vec::with_capacity(asked.len());
    for (number, one) in asked.iter().enumerate() {
        if number % 25 == 0 {
            eprintln!("{number} of {}", asked.len());
        }
        all.push(measure(&engine, peer.as_ref(), &index, program.as_deref(), one)?);
    }
    report(&asked, &all);
    Ok(())
}

fn read(list: &Path) -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for line in std::fs::read_to_string(list)?.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, unit, text, ..] = columns[..] else { return Err(format!("not a query: {line}").into()) };
        let peer = columns.get(3).copied().unwrap_or_default().to_owned();
        asked.push(Asked { kind: kind.to_owned(), unit: unit.to_owned(), text: text.to_owned(), peer });
    }
    Ok(asked)
}

/// Writes the articles of an index into one of tantivy's own.
fn peer(engine: &LocalEngine, folder: &Path) -> Result<Peer, Failure> {
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 400 << 20)?;
    let mut written = 0;
    loop {
        let page = SearchRequest {
            limit: PAGE,
            offset: written,
            order: Order::Newest,
            fetch: Fetch::Records,
            ..SearchRequest::new(Own::All, Unit::Article)
        };
        let hits = engine.search(&page)?.hits;
        if hits.is_empty() {
            break;
        }
        written += hits.len();
        for article in hits.into_iter().filter_map(|hit| hit.record).map(|record| record.article) {
            let mut document = TantivyDocument::new();
            document.add_text(title, article.title);
            document.add_text(body, article.body);
            writer.add_document(document)?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let searcher = index.reader()?.searcher();
    println!("{written} articles; tantivy has {} segments", searcher.segment_readers().len());
    let parser = QueryParser::for_index(&index, vec![title, body]);
    Ok(Peer { searcher, parser, body })
}

fn measure(
    engine: &LocalEngine,
    peer: Option<&Peer>,
    index: &Path,
    program: Option<&Path>,
    asked: &Asked,
) -> Result<Took, Failure> {
    let mut took = Took::default();
    if asked.unit != "command" {
        let request = request(asked)?;
        took.warm = Some(shortest(|| {
            search(engine, &request, &PassageOptions::default())?;
            Ok(())
        })?);
    }
    if let Some(peer) = peer.filter(|_| !asked.peer.is_empty()) {
        took.peer = Some(shortest(|| theirs(peer, &asked.peer))?);
    }
    if let Some(program) = program {
        let words = command(asked);
        took.fresh = Some(
            shortest(|| {
                let mut command = Command::new(program);
                command.args(["--index"]).arg(index).args(["--today", "2026-11-01"]).args(&words);
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                if command.status()?.code().is_none_or(|code| code > 1) {
                    return Err(format!("{words:?} fails").into());
                }
                Ok(())
            })? / 1000.0,
        );
    }
    Ok(took)
}

/// What the command line asks for.
fn request(asked: &Asked) -> Result<SearchRequest, Failure> {
    let unit = if asked.unit == "quote" { Unit::Quote } else { Unit::Article };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
    let options = query::Options { today, unit, lexicon: Lexicon::builtin(), strict: false };
    if is_any(asked) {
        let plain = plain::parse_plain(&asked.text, &[], &Names::default(), &options)?;
        return Ok(SearchRequest {
            wording: plain.wording,
            fold: true,
            ..SearchRequest::new(plain.parsed.query, unit)
        });
    }
    Ok(SearchRequest { fold: true, ..SearchRequest::new(query::parse(&asked.text, &options)?.query, unit) })
}

fn is_any(asked: &Asked) -> bool {
    asked.kind.split(", ").any(|part| part == "any")
}

fn command(asked: &Asked) -> Vec<String> {
    if asked.unit == "command" {
        return words(&asked.text);
    }
    let verb = if asked.unit == "quote" { "quotes" } else { "search" };
    let mut words = vec![verb.to_owned()];
    words.extend(is_any(asked).then(|| "--any".to_owned()));
    words.extend(["--".to_owned(), asked.text.clone()]);
    words
}

/// A command line as a shell cuts it, quotation marks apart.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut inside = false;
    for c in line.chars() {
        match c {
            '"' => inside = !inside,
            ' ' if !inside => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words
}

fn theirs(peer: &Peer, text: &str) -> Result<(), Failure> {
    let query = peer.parser.parse_query(text)?;
    let (best, _) = peer.searcher.search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
    let snippets = SnippetGenerator::create(&peer.searcher, &*query as &dyn Query, peer.body)?;
    for (_, address) in best {
        std::hint::black_box(snippets.snippet_from_doc(&peer.searcher.doc::<TantivyDocument>(address)?));
    }
    Ok(())
}

/// The shortest time in microseconds: what else runs on the machine only adds to it.
fn shortest(mut work: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(ROUNDS);
    while times.len() < ROUNDS && !(times.len() >= SLOW_ROUNDS && times.iter().all(|time| *time > 1e5)) {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok(at(&mut times, 0.0))
}

/// The value below which that part of all lies.
fn at(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * part).round() as usize).copied().unwrap_or(f64::NAN)
}

fn report(asked: &[Asked], all: &[Took]) {
    let times = |pick: &dyn Fn(&Took) -> Option<f64>, kind: Option<&str>| -> Vec<f64> {
        let rows = asked.iter().zip(all).filter(|(asked, _)| kind.is_none_or(|kind| asked.kind == kind));
        rows.filter_map(|(_, took)| pick(took)).collect()
    };
    let ratio = |took: &Took| took.warm.zip(took.peer).map(|(own, peer)| own / peer);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    asked.iter().for_each(|one| *kinds.entry(&one.kind).or_default() += 1);
    println!(
        "{:26} {:>4} | {:>8} {:>8} | {:>8} {:>8} {:>6} {:>6} | {:>7} {:>7}",
        "kind", "n", "p50 us", "p99 us", "peer p50", "p99", "ratio", "worst", "p50 ms", "p99 ms"
    );
    for (kind, count) in kinds.iter().map(|(kind, count)| (Some(*kind), *count)).chain([(None, asked.len())]) {
        let mut warm = times(&|took| took.warm, kind);
        let mut peer = times(&|took| took.peer, kind);
        let mut fresh = times(&|took| took.fresh, kind);
        let mut ratios = times(&ratio, kind);
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        println!(
            "{:26} {count:4} | {:8.0} {:8.0} | {:8.0} {:8.0} {mean:6.2} {:6.2} | {:7.1} {:7.1}",
            kind.unwrap_or("all"),
            at(&mut warm, 0.5),
            at(&mut warm, 0.99),
            at(&mut peer, 0.5),
            at(&mut peer, 0.99),
            at(&mut ratios, 1.0),
            at(&mut fresh, 0.5),
            at(&mut fresh, 0.99)
        );
    }
    let mut peer = times(&|took| took.peer, None);
    let (usual, slowest) = (at(&mut peer, 0.5), at(&mut peer, 0.99));
    let mut fresh = times(&|took| took.fresh, None);
    println!("fresh commands: budget {FRESH:?} ms, median {:.1} ms", at(&mut fresh, 0.5));
    for (asked, took) in asked.iter().zip(all) {
        let factor = if asked.unit == "quote" || asked.text.contains("said:") || asked.text.contains("speaker:") {
            2.0
        } else {
            1.25
        };
        let budget = factor * took.peer.map_or(slowest, |peer| peer.max(usual));
        if let Some(warm) = took.warm.filter(|warm| *warm > budget) {
            println!("over: {:7.0} us for {budget:6.0}  {} | {}", warm, asked.kind, asked.text);
        }
        if let Some(fresh) = took.fresh.filter(|fresh| *fresh > FRESH[1]) {
            println!("over: {fresh:7.1} ms for {:6.1}  {} | {}", FRESH[1], asked.kind, asked.text);
        }
    }
}
