//! Copies of one report: listed once, counted each, and left out where `-is:copy` asks for it.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{Desk, Ended};

/// A report in three outlets under titles, datelines and marks of their own, one that is cut, and one of other words.
const NEWS: &str = r#"{"title":"Ferry line to close","outlet":"Odlar","date":"2025-03-04","body":"BATUMI, Georgia, March 4 (Odlar) -- The ferry line to Varna will close in May because no ship can be repaired in time, the port of Batumi announced.\n\n\"We have three ferries and one engine between them,\" said Nino Kvartskhali, director of the port. She added that the line might open again in a year."}
{"title":"Batumi ferries stop: port","outlet":"Stepnova","date":"2025-03-05","body":"BATUMI, March 4 - The ferry line to Varna will close in May because no ship can be repaired in time, the port of Batumi announced. “We have three ferries and one engine between them,” said Nino Kvartskhali, director of the port. She added that the line might open again in a year."}
{"title":"No ferry","outlet":"Corran","body":"The ferry line to Varna will close in May because no ship can be repaired in time, the port of Batumi announced.\n\n“We have three ferries and one engine between them,” said Nino Kvartskhali, director of the port.\n\nShe added that the line might open again in a year."}
{"title":"Ferry line to close","outlet":"Amberline","date":"2025-03-06","body":"The ferry line to Varna will close in May because no ship can be repaired in time, the port of Batumi announced."}
{"title":"Varna waits","outlet":"Odlar","date":"2025-03-07","body":"Shopkeepers in Varna asked for a ferry from another port. “The ferry fed this street,” said the baker Ivo Stanchulov, who had sold bread to travellers for thirty years."}
"#;

fn desk() -> Desk {
    Desk::with_news(NEWS)
}

fn hits(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn outlets(ended: &Ended) -> Vec<String> {
    hits(ended).iter().map(|hit| hit["outlet"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn of_copies_the_first_is_listed_and_all_are_counted() {
    let desk = desk();
    assert_snapshot!("folded", desk.run(&["search", "ferry", "--sort", "date"]).seen());
    let json = desk.run(&["search", "ferry", "--sort", "date", "--json"]);
    assert_eq!(outlets(&json), ["Odlar", "Amberline", "Odlar"]);
    assert_eq!(hits(&json).iter().map(|hit| hit["copies"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 0, 0]);
    let newest = desk.run(&["search", "ferry", "--sort", "-date", "--json"]);
    assert_eq!(outlets(&newest), ["Odlar", "Amberline", "Stepnova"]);
    assert_eq!(desk.run(&["search", "ferry", "--count"]).stdout, "5\n");
    assert_eq!(desk.run(&["count", "ferry", "--csv"]).stdout.lines().count(), 2);
    let page = desk.run(&["search", "ferry", "--sort", "date", "-n", "1", "--offset", "1"]);
    assert!(page.stdout.contains("Amberline") && page.stderr.contains("5 articles · shown 2 to 2"), "{}", page.seen());
    let csv = desk.run(&["search", "ferry", "--sort", "date", "--csv"]).stdout;
    assert!(csv.lines().next().unwrap().ends_with(",copies") && csv.lines().nth(1).unwrap().ends_with(",2"), "{csv}");
}

#[test]
fn copies_that_do_not_satisfy_the_query_are_not_folded() {
    let desk = desk();
    let found = desk.run(&["search", "ferry outlet:stepnova", "--json"]);
    assert_eq!(hits(&found)[0]["copies"], 0);
    let found = desk.run(&["search", "ferry -outlet:stepnova title:ferry", "--sort", "date", "--json"]);
    assert_eq!(hits(&found)[0]["copies"], 1);
}

#[test]
fn without_folding_each_is_listed() {
    let desk = desk();
    let found = desk.run(&["search", "ferry", "--sort", "date", "--no-fold"]);
    assert!(!found.stdout.contains("cop") && found.stderr.starts_with("5 articles · articles"), "{}", found.seen());
    assert_eq!(outlets(&desk.run(&["search", "ferry", "--no-fold", "--json"])).len(), 5);
}

#[test]
fn quotations_of_copies_are_listed_once() {
    let desk = desk();
    let found = desk.run(&["quotes", "engine", "--sort", "date"]);
    assert!(found.stdout.contains(" · +2 copies\n"), "{}", found.seen());
    assert!(found.stderr.starts_with("3 quotations in 3 articles · 2 copies folded"), "{}", found.seen());
    assert_eq!(hits(&desk.run(&["quotes", "engine", "--no-fold", "--json"])).len(), 3);
}

#[test]
fn copies_are_asked_for_and_left_out() {
    let desk = desk();
    assert_snapshot!("is_copy", desk.run(&["search", "is:copy", "--no-fold", "--sort", "date"]).seen());
    assert_eq!(
        outlets(&desk.run(&["search", "ferry -is:copy", "--sort", "date", "--json"])),
        ["Odlar", "Amberline", "Odlar"]
    );
    assert_eq!(desk.run(&["search", "ferry -is:copy", "--count"]).stdout, "3\n");
    assert_eq!(desk.run(&["quotes", "engine", "--count"]).stdout, "3\n");
    assert_eq!(desk.run(&["quotes", "engine -is:copy", "--count"]).stdout, "1\n");
    let speakers = desk.run(&["speakers", "kvartskhali OR engine OR year -is:copy", "--csv"]);
    assert!(speakers.code == 0, "{}", speakers.seen());
    // what is marked is found in the articles, which do not tell by themselves whether they are copies
    assert_eq!(desk.run(&["kwic", "(engine is:copy)", "--csv"]).stdout.lines().count(), 3);
    let wrong = desk.run(&["search", "is:old"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("copy"), "{}", wrong.seen());
}
