//! `speakers`, `speaker`, `top`, `timeline`, `first`: every number is that of the list behind it.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use serde_json::Value;

use crate::schema::faults;
use crate::{Desk, Ended};

const NEWS: &str = r#"{"id":"1","title":"Treaty signed","date":"2025-01-30","outlet":"Odlar Post","text":"BAKU, Azerbaijan, January 30. The corridor treaty was signed on Thursday.\n\n“We have waited nine years for the corridor,” Foreign Minister Mara Lind said.\n\n“Nobody will close it again,” Lind said."}
{"id":"2","title":"Treaty debated","date":"2025-02-03","outlet":"Odlar Post","text":"RIGA, Latvia, February 3. Parliament debated the corridor treaty on Monday.\n\n“The corridor costs too much,” lawmaker Ilze Strautina said.\n\n“It is a bargain,” Foreign Minister Mara Lind told lawmakers."}
{"id":"3","title":"Tariffs","date":"2025-04-11","outlet":"Daily Vitols","text":"RIGA, Latvia, April 11. Tariffs fell on Friday.\n\n“Tariffs on wheat will fall again, and tariffs on steel with them,” trade envoy Rəşad Əliyev said."}
{"id":"4","title":"More tariffs","date":"2025-04-12","outlet":"Daily Vitols","text":"BAKU, Azerbaijan, April 12. Wheat was dearer on Saturday.\n\n“The corridor is open for wheat,” trade envoy Rashad Aliyev said. “The tariffs are gone.”"}
{"id":"5","title":"A letter","outlet":"Odlar Post","text":"A reader wrote of the corridor.\n\n“The corridor is loud,” mayor Emin Qarali said."}
"#;

/// A desk with an index of five invented articles: three months of four have some, and one article has no date.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", NEWS);
    let ended = desk.run(&["index", "news.jsonl"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk
}

/// The lines of JSON, which keep to the schema.
fn lines(ended: &Ended, definition: &str) -> Vec<Value> {
    assert_eq!(ended.code, 0, "{}", ended.seen());
    let values: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for value in &values {
        assert_eq!(faults(definition, value), [""; 0], "{value}");
    }
    values
}

fn count(desk: &Desk, verb: &str, words: &[&str]) -> u64 {
    desk.run(&[&[verb], words, &["-c"]].concat()).stdout.trim().parse().unwrap()
}

const QUERIES: [&[&str]; 6] =
    [&["corridor"], &["tariffs"], &["-speaker:lind"], &["has:quote"], &["in:baku"], &["corridor", "OR", "kind:direct"]];

#[test]
fn speakers_are_counted_as_the_quotations_list_them() {
    let desk = desk();
    for query in QUERIES {
        let mut wanted: BTreeMap<String, (u64, BTreeMap<String, u64>, u64)> = BTreeMap::new();
        for hit in lines(&desk.run(&[&["quotes"], query, &["--json", "-n", "100"]].concat()), "hit") {
            let Some(name) = hit["quote"]["speaker"]["name"].as_str() else { continue };
            let name = if name == "Rəşad Əliyev" { "Rashad Aliyev" } else { name };
            let sums = wanted.entry(name.to_owned()).or_default();
            sums.0 += 1;
            *sums.1.entry(hit["id"].as_str().unwrap()[..32].to_owned()).or_default() += 1;
            sums.2 += hit["quote"]["text"].as_str().unwrap().split_whitespace().count() as u64;
        }
        let found = lines(&desk.run(&[&["speakers"], query, &["--json", "-n", "100"]].concat()), "speaker_count");
        assert_eq!(found.len(), wanted.len(), "{query:?}");
        for row in found {
            let name = row["speaker"].as_str().unwrap().replace("Rəşad Əliyev", "Rashad Aliyev");
            let (quotes, articles, words) = &wanted[&name];
            let seen = [&row["quotes"], &row["articles"], &row["words"]].map(|value| value.as_u64().unwrap());
            assert_eq!(seen, [*quotes, articles.len() as u64, *words], "{query:?} {row}");
        }
    }
}

#[test]
fn spellings_of_one_speaker_are_one_row() {
    let found = lines(&desk().run(&["speakers", "tariffs", "--json"]), "speaker_count");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["quotes"], &found[0]["articles"]), (&2.into(), &2.into()));
    assert_eq!(found[0]["spellings"].as_array().unwrap().len(), 1);
}

#[test]
fn values_are_counted_as_articles_that_search_finds() {
    let desk = desk();
    for (what, field) in [("people", "person"), ("places", "place"), ("outlets", "outlet")] {
        for query in QUERIES {
            let rows = lines(&desk.run(&[&["top", what], query, &["--json", "-n", "100"]].concat()), "top_value");
            assert!(!rows.is_empty(), "{what} {query:?}");
            for row in rows {
                let value = format!("{field}:\"{}\"", row["value"].as_str().unwrap().trim_start_matches('='));
                let group = format!("({})", query.join(" "));
                let plain = if field == "person" { value.replace(":\"", ":=\"") } else { value };
                assert_eq!(count(&desk, "search", &[&group, &plain]), row["articles"], "{query:?} {row}");
            }
        }
    }
}

#[test]
fn telling_words_are_counted_as_search_finds_them() {
    let desk = desk();
    for (unit, verb, query) in [("article", "search", "tariffs"), ("quote", "quotes", "tariffs")] {
        let rows = lines(&desk.run(&["top", "words", query, "--unit", unit, "--json"]), "top_word");
        assert_eq!(rows[0]["word"], "tariffs", "{rows:?}");
        for row in &rows {
            assert_eq!(count(&desk, verb, &[query, row["word"].as_str().unwrap()]), row["documents"], "{row}");
        }
    }
    let rows = lines(&desk.run(&["top", "words", "tariffs", "--vs", "treaty", "--json"]), "top_word");
    assert!(rows.iter().all(|row| row["word"] != "corridor"), "{rows:?}");
}

#[test]
fn the_first_is_the_earliest_with_a_date() {
    let desk = desk();
    let first = lines(&desk.run(&["first", "corridor", "--json"]), "hit");
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["date"], "2025-01-30");
    let article = lines(&desk.run(&["first", "wheat", "--unit", "article", "--json"]), "hit");
    assert_eq!((&article[0]["date"], &article[0]["unit"]), (&"2025-04-11".into(), &"article".into()));
    assert_snapshot!("first", desk.run(&["first", "corridor"]).seen());
    let undated = desk.run(&["first", "loud"]);
    assert_eq!(undated.code, 1, "{}", undated.seen());
    assert!(undated.stderr.contains("1 quotation without a date"), "{}", undated.stderr);
}

#[test]
fn lists_for_people_and_tables_are_kept_as_they_are() {
    let desk = desk();
    assert_snapshot!("speakers", desk.run(&["speakers", "has:quote"]).seen());
    assert_snapshot!("speakers_csv", desk.run(&["speakers", "has:quote", "--csv"]).seen());
    assert_snapshot!("top_places", desk.run(&["top", "places", "corridor"]).seen());
    assert_snapshot!("top_outlets", desk.run(&["top", "outlets", "corridor"]).seen());
    assert_snapshot!("top_words", desk.run(&["top", "words", "tariffs", "-n", "5"]).seen());
    assert_snapshot!("top_unit", desk.run(&["top", "people", "x", "--unit", "quote"]).seen());
    let none = desk.run(&["speakers", "zeppelin"]);
    assert_eq!(none.code, 1);
    assert!(none.stdout.is_empty() && none.stderr.contains("nothing found"), "{}", none.seen());
}
