//! Names stand for what their texts mean in parentheses, wherever they stand.

use chrono::NaiveDate;

use super::*;
use crate::lexicon::Lexicon;
use crate::query::ast::Unit;
use crate::query::{Options, Parsed, QueryError, parse, parse_with_names};

fn options(unit: Unit) -> Options<'static> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    Options { today, unit, lexicon: Lexicon::builtin(), strict: false }
}

fn names(pairs: &[(&str, &str)]) -> Names {
    let mut names = Names::default();
    pairs.iter().for_each(|(name, text)| names.define(name, text).unwrap());
    names
}

fn read(text: &str, pairs: &[(&str, &str)]) -> Result<Parsed, QueryError> {
    parse_with_names(text, &[], &names(pairs), &options(Unit::Article))
}

const NAMES: &[(&str, &str)] = &[
    ("eu", "\"European Union\" OR EU"),
    ("Trade", "tariff* OR query:eu"),
    ("lind", "speaker:lind -kind:indirect"),
    ("mixed", "speaker:lind in:baku"),
    ("who", "lind OR müller"),
    ("autumn", "2025-09..2025-11"),
];

#[test]
fn a_name_is_what_it_stands_for_in_parentheses() {
    for unit in [Unit::Article, Unit::Quote] {
        for (named, written) in [
            ("query:eu", "(\"European Union\" OR EU)"),
            ("query:EU steel", "(\"European Union\" OR EU) steel"),
            ("-query:eu steel", "-(\"European Union\" OR EU) steel"),
            ("(query:\"eu\")", "((\"European Union\" OR EU))"),
            ("query:trade", "(tariff* OR (\"European Union\" OR EU))"),
            ("query:eu NEAR/5 steel", "(\"European Union\" OR EU) NEAR/5 steel"),
            ("said:query:eu", "said:(\"European Union\" OR EU)"),
            ("title:(query:eu steel)", "title:((\"European Union\" OR EU) steel)"),
            ("query:lind said:trust", "(speaker:lind -kind:indirect) said:trust"),
            ("{query:lind said:trust}", "{(speaker:lind -kind:indirect) said:trust}"),
            ("steel query:mixed", "steel (speaker:lind in:baku)"),
            ("speaker:query:who", "speaker:(lind OR müller)"),
            ("date:query:autumn steel", "date:(2025-09..2025-11) steel"),
            ("ATLEAST2(query:eu)", "ATLEAST2(\"European Union\" OR EU)"),
        ] {
            let found = parse_with_names(named, &[], &names(NAMES), &options(unit)).map_err(|e| e.render()).unwrap();
            let wanted = parse(written, &options(unit)).map_err(|e| e.render()).unwrap();
            assert_eq!(found.query, wanted.query, "{named}");
            assert_eq!(found.echo, wanted.echo, "{named}");
            let printed = found.query.display(unit).to_string();
            assert_eq!(parse(&printed, &options(unit)).unwrap().query, found.query, "{printed}");
        }
    }
}

#[test]
fn what_a_name_stands_for_is_told_and_drawn() {
    let read = read("steel query:trade", NAMES).unwrap();
    let told: Vec<&str> = read.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(told, ["query:trade is tariff* OR query:eu", "query:eu is \"European Union\" OR EU"]);
    assert_eq!(
        read.tree,
        "AND\n  steel\n  query:trade\n    OR\n      tariff*\n      query:eu\n        OR\n          \"European Union\"\n          EU"
    );
    assert_eq!(read.clauses[1].text, "query:trade");
}

#[test]
fn errors_name_the_query_they_stand_in() {
    let bad: &[(&str, &str)] = &[
        ("one", "steel query:two"),
        ("two", "query:three OR x"),
        ("three", "query:One"),
        ("self", "query:self"),
        ("broken", "steel speeker:lind"),
        ("nothing", "  "),
        ("empty", "..."),
        ("acts", "act:any act:other"),
        ("outer", "query:broken"),
    ];
    for (text, message, hint) in [
        ("query:oen", "no query is called `oen`", "did you mean query:one?"),
        ("query:zebra", "no query is called `zebra`", "known are query:acts, query:broken, "),
        (
            "query:one",
            "in query:three: query:One stands for itself: query:one → query:two → query:three → query:One",
            "",
        ),
        ("query:self", "in query:self: query:self stands for itself: query:self → query:self", ""),
        ("query:broken", "in query:broken: no field is called `speeker`", "did you mean speaker:"),
        ("query:outer", "in query:broken: no field is called `speeker`", ""),
        ("query:nothing", "query:nothing stands for nothing", ""),
        ("querry:one", "no field is called `querry`", "did you mean query:?"),
        ("query:acts", "act: is asked for twice", ""),
    ] {
        let error = read(text, bad).unwrap_err();
        assert!(error.message.contains(message), "{text}: {}", error.render());
        assert!(error.hint.as_deref().unwrap_or("").contains(hint), "{text}: {}", error.render());
        assert!(!error.render().is_empty());
    }
    let none = read("query:eu", &[]).unwrap_err();
    assert!(none.hint.unwrap().contains("[queries]"));
}

#[test]
fn the_caret_stands_in_the_text_of_the_name() {
    let error = read("a b c query:broken", &[("broken", "steel speeker:lind")]).unwrap_err();
    assert_eq!((error.text.as_str(), error.span.get(&error.text)), ("steel speeker:lind", Some("speeker:")));
}

#[test]
fn names_that_multiply_stop_at_a_limit() {
    let mut pairs: Vec<(String, String)> = vec![("q0".into(), "a OR b OR c".into())];
    for at in 1..15 {
        pairs.push((format!("q{at}"), format!("query:q{} OR query:q{}", at - 1, at - 1)));
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(read("query:q3", &pairs).is_ok());
    let error = read("query:q14", &pairs).unwrap_err();
    assert!(error.message.contains("at most 1024"), "{}", error.render());
    let deep: Vec<(String, String)> = (0..14)
        .map(|at| (format!("d{at}"), format!("{}query:d{}{}", "(".repeat(40), at + 1, ")".repeat(40))))
        .collect();
    let deep: Vec<(&str, &str)> = deep.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(read("query:d0", &deep).unwrap_err().message.contains("deep"));
}

#[test]
fn a_name_stands_right_behind_the_colon_and_is_well_formed() {
    for text in ["query:", "query: steel", "steel (query:)", "said:query:", "Query:\"\""] {
        assert_eq!(read(text, NAMES).unwrap_err().message, "query: needs the name of a query", "{text}");
    }
    let quoted = read("\"query: steel\"", NAMES).unwrap();
    assert_eq!(quoted.query, parse("\"query steel\"", &options(Unit::Article)).unwrap().query);
    assert!(Names::default().define("a b", "x").is_err());
    assert!(Names::default().define("", "x").is_err());
}
