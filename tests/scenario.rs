//! Whole articles and queries as people type them, through analysis, parser and every engine. The cases stand in
//! `tests/scenario/*.txt`, whose first lines say how they are written.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use onrecord::analysis::analyse;
use onrecord::article::{Article, ArticleId};
use onrecord::document::{self, Record};
use onrecord::engine::{Engine, SearchRequest, Writer};
use onrecord::lexicon::Lexicon;
use onrecord::local::LocalWriter;
use onrecord::query::{self, ast::Unit};
use onrecord::scan::Scan;
use onrecord::search::{self, passage::PassageOptions};

struct Case {
    unit: Unit,
    query: String,
    finds: Vec<String>,
}

#[derive(Default)]
struct Scenario {
    records: Vec<(String, Record)>,
    cases: Vec<Case>,
}

#[test]
fn every_engine_finds_what_the_scenarios_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let scenario = read(&fs::read_to_string(&path).unwrap());
        let records: Vec<Record> = scenario.records.iter().map(|(_, record)| record.clone()).collect();
        let mut writer = LocalWriter::create_in_ram().unwrap();
        for record in &records {
            writer.put(document::block(record, "scenario", 0)).unwrap();
        }
        writer.commit("1").unwrap();
        let (scan, local) = (Scan::new(records), writer.engine().unwrap());
        for case in &scenario.cases {
            count += 1;
            for (name, engine) in [("scan", &scan as &dyn Engine), ("local", &local)] {
                let found = find(engine, &scenario, case);
                assert_eq!(found, case.finds, "{name}: {} ({:?}) in {}", case.query, case.unit, path.display());
            }
        }
    }
    assert!(count >= 20, "only {count} cases: is the path right?");
}

fn find(engine: &dyn Engine, scenario: &Scenario, case: &Case) -> Vec<String> {
    let today = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
    let options = query::Options { today, unit: case.unit, lexicon: Lexicon::builtin(), strict: false };
    let parsed = query::parse(&case.query, &options).unwrap_or_else(|error| panic!("{}", error.render()));
    let request = SearchRequest { limit: 100, ..SearchRequest::new(parsed.query, case.unit) };
    let answer = search::search(engine, &request, &PassageOptions::default()).unwrap();
    assert_eq!(answer.total, answer.hits.len() as u64);
    let mut found = Vec::new();
    for hit in answer.hits {
        let name = &scenario.records.iter().find(|(_, record)| record.article.id == hit.record.article.id).unwrap().0;
        assert!(!hit.passages.is_empty(), "{name} has no passage for {}", case.query);
        found.push(hit.quote.map_or_else(|| name.clone(), |number| format!("{name}#q{}", number + 1)));
    }
    found.sort();
    found
}

fn read(text: &str) -> Scenario {
    let mut scenario = Scenario::default();
    let mut open: Option<(String, Article)> = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (keyword, rest) = line.split_once(':').map_or(("", line), |(keyword, rest)| (keyword, rest.trim()));
        match keyword {
            "article" | "search" | "quotes" | "finds" => close(&mut open, &mut scenario),
            _ => {}
        }
        match keyword {
            "article" => open = Some(article(rest, scenario.records.len())),
            "search" => scenario.cases.push(Case { unit: Unit::Article, query: rest.to_owned(), finds: Vec::new() }),
            "quotes" => scenario.cases.push(Case { unit: Unit::Quote, query: rest.to_owned(), finds: Vec::new() }),
            "finds" => {
                let mut finds: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
                finds.sort();
                scenario.cases.last_mut().unwrap().finds = finds;
            }
            _ => {
                if let Some((_, article)) = &mut open {
                    article.body.push_str(line);
                    article.body.push('\n');
                }
            }
        }
    }
    scenario
}

fn article(line: &str, number: usize) -> (String, Article) {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, date, outlet, title] = parts[..] else { panic!("{line}") };
    let article = Article {
        id: ArticleId([number as u8 + 1; 16]),
        title: title.to_owned(),
        outlet: Some(outlet.to_owned()),
        date: (date != "-").then(|| date.parse().unwrap()),
        language: Some("en".to_owned()),
        ..Article::default()
    };
    (name.to_owned(), article)
}

fn close(open: &mut Option<(String, Article)>, scenario: &mut Scenario) {
    if let Some((name, mut article)) = open.take() {
        article.body = article.body.trim().to_owned();
        let analysis = analyse(&article, Lexicon::builtin());
        scenario.records.push((name, Record { article, analysis }));
    }
}
