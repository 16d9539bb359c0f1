//! What people type and expect, row by row: curly and lone marks, operators out of place, colons, hyphens, apostrophes,
//! names in several scripts, numbers, invisible characters. Each row is an article and queries that must find it or must
//! not, on every engine.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;
use onrecord::analysis::analyse;
use onrecord::article::{Article, ArticleId};
use onrecord::document::{self, Record};
use onrecord::engine::{Engine, SearchRequest, Writer};
use onrecord::lexicon::Lexicon;
use onrecord::local::LocalWriter;
use onrecord::query::ast::Unit;
use onrecord::query::{NoteKind, Options, Parsed, QueryError, parse};
use onrecord::scan::Scan;

fn read(text: &str, strict: bool) -> Result<Parsed, QueryError> {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    parse(text, &Options { today, unit: Unit::Article, lexicon: Lexicon::builtin(), strict })
}

/// Both engines over one article with this body.
fn engines(body: &str) -> [Box<dyn Engine>; 2] {
    let article = Article { id: ArticleId([7; 16]), body: body.to_owned(), ..Article::default() };
    let record = Record { analysis: analyse(&article, Lexicon::builtin()), article };
    let mut writer = LocalWriter::create_in_ram().unwrap();
    writer.put(document::block(&record, "pitfalls", 0)).unwrap();
    writer.commit("1").unwrap();
    [Box::new(Scan::new(vec![record])), Box::new(writer.engine().unwrap())]
}

/// What must be found in a body, and what must not.
fn check(body: &str, found: &[&str], not_found: &[&str]) {
    let engines = engines(body);
    for (queries, wanted) in [(found, 1), (not_found, 0)] {
        for text in queries {
            let parsed = read(text, false).unwrap_or_else(|error| panic!("{}", error.render()));
            for engine in &engines {
                let total = engine.search(&SearchRequest::count(parsed.query.clone(), Unit::Article)).unwrap().total;
                assert_eq!(total, wanted, "{text:?} in {body:?}: {}", parsed.query);
            }
        }
    }
}

#[test]
fn marks_of_every_style_open_and_close_a_phrase() {
    let phrases = [
        "\"political will\"",
        "“political will”",
        "”political will“",
        "„political will“",
        "«political will»",
        "»political will«",
        "\"political will”",
        "“political will\"",
        "«political will\"",
        "＂political will＂",
        "「political will」",
        "said:“political will”",
        "“political will",
        "\"political will",
        "„political will",
    ];
    check("“We have the political will,” Mara Lind said.", &phrases, &["\"will political\"", "“political”“nothing”"]);
    // In the article any style may stand too, and none is part of a word.
    for body in ["The “political will” of all.", "The «political» will of all.", "The political \"will\" of all."]
    {
        check(body, &["\"political will\"", "political", "=will"], &[]);
    }
}

#[test]
fn a_lone_mark_is_mended_with_a_note_and_an_error_where_strictness_is_asked_for() {
    for text in ["\"political will", "“political will", "tax \"", "tax “political"] {
        let parsed = read(text, false);
        if let Ok(parsed) = parsed {
            assert!(parsed.notes.iter().any(|note| note.kind == NoteKind::Mended), "{text}");
        }
        assert!(read(text, true).is_err(), "{text}");
    }
}

#[test]
fn signs_that_cannot_be_operators_are_text() {
    let signs = [
        "(crew",
        "crew)",
        "(crew harbour",
        "AND crew",
        "OR crew",
        "crew AND",
        "crew!",
        "crew?",
        "crew^",
        "crew/",
        "crew~",
        "crew & harbour",
        "crew, harbour.",
        "crew; harbour:",
        "+crew",
        "[crew]",
        "crew…",
        "— crew",
        "#crew",
        "crew ()",
        "harbour @crew",
        "'crew'",
        "crew:)",
    ];
    check("The crew and the harbour. Or not.", &signs, &[]);
}

#[test]
fn a_colon_makes_a_field_only_behind_a_known_name() {
    check(
        "At 10:30 the page https://example.org/a said: C-17: A bill on trust. Note: nothing.",
        &["10:30", "https://example.org/a", "C-17: A bill", "note: nothing", "\"C-17: A bill\"", "Note: trust", "17:A"],
        &["10:31", "https://example.com", "title: bill"],
    );
    check("“We trust them,” Mara Lind said.", &["said: \"trust\"", "said:trust", "speaker: lind"], &["said: \"lind\""]);
    for (text, near) in [("speeker:lind", "speaker"), ("siad:\"x\"", "said"), ("outlt:x", "outlet")] {
        let error = read(text, false).unwrap_err();
        assert!(error.hint.unwrap().contains(near), "{text}");
    }
    // A name that is near none is text, with a note; under strictness it is an error.
    assert!(read("xyzzy:tax", false).unwrap().notes.iter().any(|note| note.kind == NoteKind::Mended));
    assert!(read("xyzzy:tax", true).is_err());
    assert!(read("https://example.org 10:30 C-17: A bill", true).is_ok());
}

#[test]
fn a_hyphen_inside_a_word_negates_nothing() {
    check(
        "The Moscow-Baku line and the firm Fox-IT met in 2024-10.",
        &[
            "fox-it",
            "Moscow-Baku",
            "2024-10",
            "\"fox it\"",
            "moscow baku",
            "\"moscow baku\"",
            "firm -ship",
            "firm - line",
        ],
        &["-fox", "firm -fox", "moscow -baku", "fox-trot"],
    );
    check("Foxit and Moscow Baku.", &["fox-it", "moscow-baku"], &["fox"]);
}

#[test]
fn apostrophes_possessives_and_dots_of_acronyms_do_not_count() {
    check(
        "Putin’s aide and AZAL's crew in the U.S. don't know; the NATO's men can’t.",
        &[
            "Putin's",
            "Putin’s",
            "Putin",
            "putinʼs",
            "AZAL",
            "AZAL’s",
            "U.S.",
            "US",
            "u.s",
            "don't",
            "don’t",
            "can't",
            "NATO",
            "\"Putin's aide\"",
            "N.A.T.O.",
        ],
        &["dont", "putin''s aides gone"],
    );
    check("The US and the UN met.", &["U.S.", "U.N.", "U.S", "\"the U.S. and\""], &["U.S.A."]);
}

#[test]
fn names_meet_across_spellings_and_scripts_and_exactness_switches_it_off() {
    for (printed, typed) in [
        ("İlham Əliyev", &["Aliyev", "Əliyev", "Алиев", "Aliev", "ALIYEV", "aliyev", "əliyev", "\"ilham aliyev\""][..]),
        ("Ильхам Алиев", &["Aliyev", "Əliyev", "Алиев"]),
        ("Azer Garayev", &["Qarayev", "Гараев", "Garayev"]),
        ("Anna Müller", &["Mueller", "Muller", "MÜLLER", "müller"]),
    ] {
        let body = format!("{printed} spoke in Oslo. “We trust them,” {printed} said.");
        let found: Vec<String> = typed.iter().map(|name| format!("person:{name}")).collect();
        check(&body, &found.iter().map(String::as_str).collect::<Vec<_>>(), &["person:=Alijew", "person:ivanov"]);
    }
    check("Ilham Aliyev spoke in Oslo.", &["person:=Aliyev", "person:aliyev"], &["person:=Əliyev", "person:=aliyev"]);
}

#[test]
fn numbers_and_dates_are_found_as_they_are_written_elsewhere() {
    check(
        "They paid 1,600 dollars on 2021/10/25.",
        &["1600", "1,600", "2021/10/25", "2021-10-25", "\"1600 dollars\""],
        &["160", "16", "2021/10/26"],
    );
    check("They paid 1600 dollars on 2021-10-25.", &["1600", "1,600", "2021/10/25"], &["600"]);
}

#[test]
fn operators_in_small_letters_are_words_with_a_note() {
    check(
        "Do or die, and not today.",
        &["do or die", "\"do or die\"", "die and not"],
        &["do or harbour", "not harbour"],
    );
    for text in ["tax or levy", "tax and levy", "not tax"] {
        assert!(read(text, false).unwrap().notes.iter().any(|note| note.message.contains("the operator is")), "{text}");
    }
}

#[test]
fn invisible_differences_of_letters_do_not_count_on_either_side() {
    let forms =
        ["élan", "e\u{301}lan", "ELAN", "e\u{301}la\u{ad}n", "é\u{200d}l\u{200c}an", "\u{feff}élan", "\u{2060}élan"];
    for body in forms {
        check(&format!("The\u{a0}{body}\u{a0}vital of all."), &forms, &["elans vital x"]);
        check(
            &format!("The\u{a0}{body}\u{a0}vital of all."),
            &["\"élan vital\"", "\"elan\u{a0}vital\"", "élan\u{a0}vital"],
            &[],
        );
    }
    // A space of no width inside a word is none.
    check(
        "The Wahl\u{200b}programm of all.",
        &[
            "wahl\u{200b}programm",
            "w\u{200b}ahlprogramm",
            "wahlprogramm",
            "=Wahlprogramm",
            "wahl-programm",
            "\"the wahlprogramm of\"",
        ],
        &["\"wahl programm\"", "wahl"],
    );
    check("We have the will.", &["w\u{200b}ill", "\"the w\u{200b}ill\"", "=w\u{200b}ill", "w\u{200b}il*"], &[]);
    check("Trust\u{202e} is\u{2028}all.", &["trust", "tr\u{ad}ust", "trust\u{202e}"], &[]);
}

#[test]
fn what_is_too_large_names_the_limit() {
    for (text, limit) in [
        ("tax ".repeat(2_501), "10000 characters"),
        ("x".repeat(10_001), "10000 characters"),
        (format!("{}tax{}", "(".repeat(500), ")".repeat(500)), "64 deep"),
        (format!("{}tax{}", "-(".repeat(500), ")".repeat(500)), "64 deep"),
        ("tax ".repeat(1_100), "1024"),
    ] {
        assert!(read(&text, false).unwrap_err().message.contains(limit), "{limit}");
    }
    assert!(read(&"x".repeat(10_000), false).is_ok());
}
