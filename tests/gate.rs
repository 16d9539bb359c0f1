//! The quality gate: what is found in the sample articles, measured against their marked quotations, must not fall below
//! the floors of `gate.toml`. The floors hold for just this gold, so its digest stands beside them.
//!
//! A quotation is found if the words of its content and those of a found one overlap by at least half (Jaccard), one to
//! one, best first; as in PolNeAR's partial match. `cargo test --test gate -- --nocapture` prints the figures; with
//! `ONRECORD_LIST=1` also what is missed or wrong.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test or a measurement may panic, and prints for people"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use onrecord::analysis::analyse;
use onrecord::annotation::{Act, MonthDay, Quote, QuoteKind, Zone};
use onrecord::document::Record;
use onrecord::lexicon::Lexicon;
use onrecord::read::{self, Settings};
use onrecord::text::token::folded_words;
use serde::Deserialize;

#[derive(Deserialize)]
struct GoldArticle {
    file: String,
    record: u64,
    quotes: Vec<GoldQuote>,
    dateline: Option<GoldDateline>,
    date: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct GoldQuote {
    content: Vec<String>,
    mention: Option<String>,
    speaker: Option<String>,
    kind: QuoteKind,
    act: Act,
    via: Option<String>,
}

#[derive(Deserialize)]
struct GoldDateline {
    place: Option<String>,
    country: Option<String>,
    date: Option<String>,
}

/// Counts of right answers, of answers, and of what was to be answered.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Tally {
    fn add(&mut self, right: bool, given: bool, wanted: bool) {
        self.right += usize::from(right);
        self.given += usize::from(given);
        self.wanted += usize::from(wanted);
    }

    fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.given.max(1) as f64
    }

    fn recall(self) -> f64 {
        100.0 * self.right as f64 / self.wanted.max(1) as f64
    }

    fn f1(self) -> f64 {
        100.0 * 2.0 * self.right as f64 / (self.given + self.wanted).max(1) as f64
    }
}

#[test]
fn what_is_found_in_the_sample_keeps_above_the_floors() {
    let gold_path = root().join("corpus/gold/quotes.jsonl");
    let gold_text = fs::read_to_string(&gold_path).unwrap();
    let digest = blake3::hash(gold_text.as_bytes()).to_hex()[..16].to_owned();
    let records = records();
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for line in gold_text.lines() {
        let gold: GoldArticle = serde_json::from_str(line).unwrap();
        let record =
            records.get(&(gold.file.clone(), gold.record)).unwrap_or_else(|| panic!("{} is not read", gold.file));
        judge(&gold, record, &mut tallies);
    }
    let figures = figures(&tallies);
    let (floor_digest, floors) = floors();
    for (name, figure) in &figures {
        println!("{name:<24} {figure:5.1}   floor {:5.1}", floors.get(*name).copied().unwrap_or(f64::NAN));
    }
    assert_eq!(
        digest, floor_digest,
        "the gold has changed: measure anew and set `gold` and the floors in tests/gate.toml"
    );
    let fallen: Vec<String> = figures
        .iter()
        .filter(|(name, figure)| floors.get(**name).is_none_or(|floor| *figure < floor))
        .map(|(name, figure)| format!("{name} is {figure:.1}"))
        .collect();
    assert!(fallen.is_empty(), "below the floor, or without one: {fallen:?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The floors, and the digest of the gold that they hold for. The file has lines `name = value`.
fn floors() -> (String, BTreeMap<String, f64>) {
    let text = fs::read_to_string(root().join("tests/gate.toml")).unwrap();
    let mut digest = String::new();
    let mut floors = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (name, value) = line.split_once('=').unwrap();
        let (name, value) = (name.trim(), value.trim());
        match name {
            "gold" => digest = value.trim_matches('"').to_owned(),
            name => assert!(floors.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{name} stands twice"),
        }
    }
    (digest, floors)
}

/// All articles of the corpus by file and record, analysed.
fn records() -> BTreeMap<(String, u64), Record> {
    let settings = Settings::new(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap());
    let lexicon = Lexicon::builtin();
    ["text", "jsonl", "csv"]
        .iter()
        .flat_map(|folder| {
            read::open_all(&[root().join("corpus").join(folder)], &settings).map(move |found| (folder, found))
        })
        .map(|(folder, found)| {
            let article = found.unwrap().article;
            let key = (format!("{folder}/{}", article.origin.path), article.origin.record);
            let analysis = analyse(&article, lexicon);
            (key, Record { article, analysis })
        })
        .collect()
}

fn judge(gold: &GoldArticle, record: &Record, tallies: &mut BTreeMap<&'static str, Tally>) {
    let mut tally = |name, right, given, wanted| tallies.entry(name).or_default().add(right, given, wanted);
    let date_right = record.article.date == gold.date;
    tally("dates", date_right, true, true);
    let dateline = record.analysis.dateline.as_ref();
    let found = dateline.map(|dateline| {
        let year = dateline.year.map_or_else(String::new, |year| format!("{year}-"));
        let date = dateline.date.map(|MonthDay { month, day }| format!("{year}{month:02}-{day:02}"));
        (dateline.place.clone(), dateline.country.clone(), date)
    });
    let wanted = gold.dateline.as_ref().map(|gold| (gold.place.clone(), gold.country.clone(), gold.date.clone()));
    if found != wanted && std::env::var_os("ONRECORD_LIST").is_some() {
        println!("dateline: {} {}: wanted {wanted:?}, found {found:?}", gold.file, gold.record);
    }
    tally("datelines", found.is_some() && found == wanted, found.is_some(), wanted.is_some());
    let quotes: Vec<&Quote> = record.analysis.quotes.iter().filter(|quote| quote.act == Act::Speech).collect();
    let golds: Vec<&GoldQuote> = gold.quotes.iter().filter(|quote| quote.act == Act::Speech).collect();
    let pairs = paired(&golds, &quotes, record);
    for (at, wanted) in golds.iter().enumerate() {
        let found = pairs.get(&at).map(|at| quotes[*at]);
        let kind = match wanted.kind {
            QuoteKind::Direct => "content direct",
            QuoteKind::Indirect => "content indirect",
            QuoteKind::Mixed => "content mixed",
        };
        tally("content", found.is_some(), false, true);
        tally(kind, found.is_some(), false, true);
        let to_end = found.is_some_and(|found| source_is_right(wanted, found, record));
        tally("end to end", to_end, false, true);
        let Some(found) = found else {
            tally("nested", false, false, wanted.via.is_some());
            list(if wanted.via.is_some() { "nested" } else { "missed" }, gold, wanted, "-");
            continue;
        };
        let name = speaker_name(found, record);
        let speaker = name.as_deref();
        let right = speaker.is_some() && same_name(speaker, wanted.speaker.as_deref());
        if !right && (speaker.is_some() || wanted.speaker.is_some()) {
            list("speaker", gold, wanted, speaker.unwrap_or("-"));
        }
        tally("speaker", right, speaker.is_some(), wanted.speaker.is_some());
        let via = found.via.and_then(|outer| speaker_name(&record.analysis.quotes[outer as usize], record));
        let via = via.as_deref();
        let via_right = wanted.via.is_some() && same_name(via, wanted.via.as_deref());
        tally("nested", via_right, found.via.is_some(), wanted.via.is_some());
        if wanted.via.is_some() && !via_right {
            list("not nested", gold, wanted, via.unwrap_or("-"));
        }
        tally("kind", found.kind == wanted.kind, true, true);
    }
    for quote in quotes {
        let kind = match quote.kind {
            QuoteKind::Direct => "content direct",
            QuoteKind::Indirect => "content indirect",
            QuoteKind::Mixed => "content mixed",
        };
        for name in ["content", "end to end", kind] {
            tally(name, false, true, false);
        }
    }
}

/// Prints what went wrong, if asked.
fn list(what: &str, gold: &GoldArticle, wanted: &GoldQuote, found: &str) {
    if std::env::var_os("ONRECORD_LIST").is_some() {
        let (speaker, mention) = (wanted.speaker.as_deref(), wanted.mention.as_deref());
        let names = format!("wanted {} ({})", speaker.unwrap_or("-"), mention.unwrap_or("-"));
        println!("{what}: {} {}: {names}, found {found}: {}", gold.file, gold.record, wanted.content.join(" / "));
    }
}

/// Which found quotation belongs to which wanted one: overlap of at least a half, best first.
fn paired(golds: &[&GoldQuote], quotes: &[&Quote], record: &Record) -> BTreeMap<usize, usize> {
    let words = |text: &str| folded_words(text).into_iter().collect::<BTreeSet<_>>();
    let wanted: Vec<BTreeSet<String>> = golds.iter().map(|gold| words(&gold.content.join(" "))).collect();
    let found: Vec<BTreeSet<String>> = quotes.iter().map(|quote| words(&quote.text(text_of(quote, record)))).collect();
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (at, wanted) in wanted.iter().enumerate() {
        for (other, found) in found.iter().enumerate() {
            let both = wanted.intersection(found).count() as f64;
            let share = both / wanted.union(found).count().max(1) as f64;
            if share >= 0.5 {
                scored.push((share, at, other));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut pairs, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, at, other) in scored {
        if !pairs.contains_key(&at) && used.insert(other) {
            pairs.insert(at, other);
        }
    }
    pairs
}

fn text_of<'a>(quote: &Quote, record: &'a Record) -> &'a str {
    if quote.zone == Zone::Title { &record.article.title } else { &record.article.body }
}

/// Whether the source as printed shares a word with the wanted one, or both have none.
fn source_is_right(wanted: &GoldQuote, found: &Quote, record: &Record) -> bool {
    let mention = found.mention.and_then(|span| span.get(text_of(found, record)));
    match (&wanted.mention, mention) {
        (None, None) => true,
        (Some(wanted), Some(mention)) => {
            let wanted = folded_words(wanted);
            folded_words(mention).iter().any(|word| wanted.contains(word))
        }
        _ => false,
    }
}

/// The name of the speaker, or those of several joined by ` & `.
fn speaker_name(quote: &Quote, record: &Record) -> Option<String> {
    let names: Vec<&str> = record.analysis.speakers(quote).map(|person| person.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" & "))
}

fn same_name(found: Option<&str>, wanted: Option<&str>) -> bool {
    match (found, wanted) {
        (Some(found), Some(wanted)) => folded_words(found) == folded_words(wanted),
        (found, wanted) => found == wanted,
    }
}

fn figures(tallies: &BTreeMap<&'static str, Tally>) -> BTreeMap<&'static str, f64> {
    let tally = |name| tallies.get(name).copied().unwrap_or_default();
    BTreeMap::from([
        ("dates_right", tally("dates").recall()),
        ("datelines_f1", tally("datelines").f1()),
        ("content_f1", tally("content").f1()),
        ("content_direct_f1", tally("content direct").f1()),
        ("content_indirect_f1", tally("content indirect").f1()),
        ("content_mixed_f1", tally("content mixed").f1()),
        ("end_to_end_f1", tally("end to end").f1()),
        ("speaker_precision", tally("speaker").precision()),
        ("speaker_recall", tally("speaker").recall()),
        ("nested_recall", tally("nested").recall()),
        ("kind_right", tally("kind").precision()),
    ])
}
