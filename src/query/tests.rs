//! Tests of the whole way from text to query: pairs of text and meaning (`pairs`), what is said about it, errors.

mod pairs;
mod quotations;

use chrono::NaiveDate;
use insta::assert_snapshot;

use super::ast::Unit;
use super::*;

fn options(unit: Unit) -> Options<'static> {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    Options { today, unit, lexicon: Lexicon::builtin(), strict: false }
}

/// The query as meant, printed for the unit; or the error's message.
fn shown(text: &str, unit: Unit) -> String {
    match parse(text, &options(unit)) {
        Ok(parsed) => parsed.query.display(unit).to_string(),
        Err(error) => format!("error: {}", error.message),
    }
}

fn rendered(text: &str) -> String {
    parse(text, &options(Unit::Article)).unwrap_err().render()
}

/// The notes on a query, each behind the text that it is about.
fn notes(text: &str) -> Vec<String> {
    let parsed = parse(text, &options(Unit::Article)).unwrap();
    parsed.notes.iter().map(|note| format!("{}: {}", note.span.of(text), note.message)).collect()
}

fn echo(text: &str, unit: Unit) -> String {
    parse(text, &options(unit)).unwrap().echo
}

#[test]
fn every_assumption_has_its_note() {
    for (text, noted) in [
        ("\"political will", "\": this mark is never closed: the phrase runs to the end"),
        ("trust (growth", "(: this bracket is never closed: it runs to the end"),
        ("trust ) growth", "): nothing is open here: this bracket is left out"),
        ("trust ()", "(): there is nothing in these brackets: they are left out"),
        ("trust OR", "OR: `OR` joins nothing here: it is read as a word"),
        ("AND trust", "AND: `AND` joins nothing here: it is read as a word"),
        ("trust or growth", "or: `or` is a word here: the operator is OR"),
        ("trust and growth", "and: `and` is a word here: the operator is AND"),
        ("not trust", "not: `not` is a word here: the operator is NOT"),
        ("trust OR\\ growth", "OR\\: `OR\\` is a word here: the operator is OR"),
        ("speaker:(lind or moreau)", "or: `or` is a word here: the operator is OR"),
        ("trust growth OR war", "trust growth: AND binds before OR: put parentheses where you mean otherwise"),
        ("NOT -trust", "NOT -trust: two negations cancel each other"),
        ("trust &", "&: there is no word in `&`: it is left out"),
        ("trust!", "trust!: `!` is read as punctuation here: words that begin so are written econom*"),
        ("won?", "won?: `?` is read as punctuation here: one letter is ? inside a word, as in wom?n"),
        ("garaev~", "garaev~: `~` is read as punctuation here: within an edit is written garaev~1"),
        ("trust/", "trust/: `/` is read as punctuation here: within five words is written a NEAR/5 b"),
        ("trust^", "trust^: `^` is read as punctuation here: words have no weights"),
        ("trust^2", "trust^2: words have no weights here: `^2` is left out"),
        (
            "--said",
            "--said: `-` is read as punctuation here: one minus leaves a word out, before it and without a blank",
        ),
        ("\"a b\"~", "~: `~` needs a number, as in \"a b\"~5: it is left out"),
        ("said: trust", "said:: said: is read as a field, though a blank follows"),
        ("speeker: lind", "speeker:: `speeker:` is text: did you mean speaker:?"),
        ("note:this", "note:: `note:` is text: no field is called so"),
        ("date:10 Oct 2025", "10 Oct 2025: read as date:\"10 Oct 2025\""),
        ("speaker:mara lind", "mara: speaker: takes `mara` only; with what follows it is speaker:\"mara lind\""),
        ("speaker:m", "m: `m` stands for every name that begins with it"),
        ("speaker:\"president lind\"", "\"president lind\": `president` is a title, not part of the name"),
        ("in:xyzzy", "xyzzy: no place called `xyzzy` is known: only what prints it matches"),
        ("in:XX/Nowhere", "XX/Nowhere: no place has the key XX/Nowhere: nothing matches"),
        ("in:georgia", "georgia: `georgia` is 2 places (US/Georgia, GE), all are taken: in:US/Georgia takes one"),
        (
            "speaker:lind \"political will\"",
            "\"political will\": this phrase may stand anywhere in the article: said:\"political will\" looks in the quotation",
        ),
        (
            "speaker:lind (said:tax OR in:baku)",
            "(said:tax OR in:baku): these parentheses mix quotation and article fields: their quotation is another than that beside them",
        ),
        (
            "title:nuclear deal talks",
            "nuclear: only `nuclear` is asked for in title: all of it is written title:(nuclear deal talks)",
        ),
        (
            "\"political * will\"",
            "\"political * will\": a lone * in a phrase is left out: political BEFORE/2 will leaves a gap",
        ),
        (
            "\"political ? will\"",
            "\"political ? will\": a lone ? in a phrase is left out: political BEFORE/2 will leaves a gap",
        ),
        (
            "\"the political * * will * of\"",
            "\"the political * * will * of\": a lone * in a phrase is left out: \"the political\" BEFORE/3 will BEFORE/2 of leaves a gap",
        ),
        ("\"* will\"", "\"* will\": a lone * in a phrase is left out"),
        (
            "CAPS(us)",
            "CAPS: `CAPS` is a word here: a word as it is spelled, with its case, is asked for with =, as in =US",
        ),
        ("trust SAME growth", "SAME: `SAME` is a word here: in one paragraph is written a /p b"),
        (
            "trust W/SEG growth",
            "W/SEG: `W/SEG` is a word here: words in one field are asked for as title:(a b), in one paragraph as a /p b",
        ),
        ("near5:\"a b\"", "near5:: `near5:` is text: nearness is written a NEAR/5 b"),
        ("since:2025-10 until:2025-09", "since:2025-10 until:2025-09: no day satisfies all of these dates"),
    ] {
        assert!(notes(text).contains(&noted.to_owned()), "{text}: {:?}", notes(text));
    }
}

#[test]
fn plain_queries_have_no_notes() {
    for text in [
        "trust growth",
        "\"political will\" OR growth",
        "speaker:lind said:trust",
        "don't Putin’s U.S. 1,600 10:30 fox-it, really.",
        "https://example.org/a?b=c",
        "in:baku date:2025-10",
        "C-17: A bill",
        "speaker:(mara lind) -in:az",
        "title:(nuclear deal) talks",
        "title:\"nuclear deal\" talks",
        "title:nuclear AND deal",
        "title:nuclear said:deal",
        "\"who said it ?\"",
        "the same day",
    ] {
        assert_eq!(notes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_sign_before_a_word_and_before_a_phrase_has_one_note() {
    let parsed = parse("+iran +\"nuclear deal\"", &options(Unit::Article)).unwrap();
    let said: std::collections::BTreeSet<&str> = parsed.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(Vec::from_iter(said), ["`+` is read as punctuation here: every word is wanted anyway"]);
}

#[test]
fn strictness_makes_errors_of_what_was_mended() {
    let strict = Options { strict: true, ..options(Unit::Article) };
    let mended = [
        "\"political will",
        "(trust",
        "trust)",
        "trust OR",
        "trust ()",
        "trust^2",
        "xyzzy:tax",
        "speeker: lind",
        "trust or growth",
        "speaker:(lind or moreau)",
        "econom!",
        "won?",
        "+iran",
        "said: trust",
        "date:10 Oct 2025",
        "\"a ? b\"",
        "CAPS(us)",
    ];
    for text in mended {
        assert!(parse(text, &strict).is_err(), "{text}");
    }
    // However many notes stand before it.
    assert!(parse(&("a or b ".repeat(80) + "\"open"), &strict).is_err());
    for text in ["Re: talks", "10:30", "https://example.org", "C-17: A bill"] {
        assert!(parse(text, &strict).is_ok(), "{text}");
    }
    for text in ["trust growth OR war", "in:xyzzy", "speaker:m", "title:nuclear deal"] {
        assert!(parse(text, &strict).is_ok(), "{text}");
    }
}

#[test]
fn the_echo_says_what_was_understood() {
    for (text, unit, line) in [
        ("", Unit::Article, "all articles"),
        ("", Unit::Quote, "all quotations"),
        ("trust restore", Unit::Article, "articles: trust AND restore"),
        ("trust", Unit::Quote, "quotations saying trust"),
        ("speaker:lind tax", Unit::Quote, "quotations [by lind AND saying tax]"),
        ("speaker:lind tax", Unit::Article, "articles: one quotation by lind AND tax"),
        ("speaker:lind act:any", Unit::Quote, "quotations by lind (speech, belief, wish or finding)"),
        ("words:>20000", Unit::Article, "articles: at least 20,001 words"),
        ("-speaker:lind", Unit::Article, "articles: no quotation by lind"),
        ("-speaker:lind", Unit::Quote, "quotations NOT by lind"),
        ("speaker:lind in:baku", Unit::Quote, "quotations by lind in articles: dateline baku (AZ/Baku)"),
        (
            "date:last-week tax",
            Unit::Article,
            "articles: date 2025-10-06..2025-10-12 AND tax · civil dates, as printed",
        ),
        (
            "since:2025-10 words:>500",
            Unit::Article,
            "articles: date from 2025-10-01 on AND at least 501 words · civil dates, as printed",
        ),
        ("a NEAR/5 b", Unit::Article, "articles: (a within 5 words of b)"),
        ("a BEFORE/5 b", Unit::Article, "articles: (a before and within 5 words of b)"),
        ("=Putin garaev~1", Unit::Article, "articles: exactly Putin AND garaev (or one letter off)"),
        (
            "{speaker:lind} {said:tax}",
            Unit::Article,
            "articles: one quotation by lind AND another quotation saying tax",
        ),
        (
            "{speaker:lind} ({said:tax} OR in:oslo) -{speaker:berg}",
            Unit::Article,
            "articles: one quotation by lind AND (another quotation saying tax OR dateline oslo (NO/Oslo)) AND no quotation by berg",
        ),
        (
            "speaker:lind ({said:tax} OR in:oslo)",
            Unit::Quote,
            "quotations by lind in articles: (another quotation saying tax OR dateline oslo (NO/Oslo))",
        ),
        ("trust (growth OR war)", Unit::Article, "articles: trust AND (growth OR war)"),
    ] {
        assert_eq!(echo(text, unit), line, "{text}");
    }
}

#[test]
fn clauses_are_the_members_of_the_topmost_and_each_alone() {
    let parsed = parse("speaker:lind said:\"political will\" in:baku -said:war (tax OR levy)", &options(Unit::Article));
    let shown: Vec<(String, String)> =
        parsed.unwrap().clauses.into_iter().map(|clause| (clause.text, clause.query.to_string())).collect();
    let pairs: Vec<(&str, &str)> = shown.iter().map(|(text, query)| (text.as_str(), query.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("speaker:lind", "speaker:lind"),
            ("said:\"political will\"", "said:\"political will\""),
            ("in:baku", "in:baku"),
            ("-said:war", "-{said:war}"),
            ("(tax OR levy)", "tax OR levy"),
        ]
    );
    assert_eq!(parse("a OR b", &options(Unit::Article)).unwrap().clauses.len(), 1);
    assert_eq!(parse("", &options(Unit::Article)).unwrap().clauses.len(), 1);
}

#[test]
fn flags_join_the_topmost_and() {
    for (text, field, value, meant) in [
        ("tax", Field::Said, "political will", "tax said:\"political will\""),
        ("tax", Field::Said, "(political OR civic)", "tax (said:political OR said:civic)"),
        ("tax", Field::Said, "\"political will\"", "tax said:\"political will\""),
        ("tax", Field::Said, "=Will", "tax said:=Will"),
        ("tax", Field::Said, "econom*", "tax said:econom*"),
        ("tax", Field::Speaker, "mara lind", "tax speaker:\"mara lind\""),
        ("tax", Field::Speaker, "none", "tax speaker:none"),
        ("tax OR levy", Field::Speaker, "lind", "(tax OR levy) speaker:lind"),
        ("said:tax in:baku", Field::Speaker, "lind", "said:tax speaker:lind in:baku"),
        ("said:tax OR said:levy", Field::Speaker, "lind", "(said:tax OR said:levy) speaker:lind"),
        ("", Field::Speaker, "lind", "speaker:lind"),
        ("", Field::Date, "2025-09..2025-10", "date:2025-09-01..2025-10-31"),
        ("", Field::Date, ">=2025-09", "date:2025-09-01.."),
        ("", Field::Date, "[2025-09 TO 2025-10]", "date:2025-09-01..2025-10-31"),
        ("", Field::Since, "10 Oct 2025", "date:2025-10-10.."),
        ("", Field::Since, "last week", "date:2025-10-06.."),
        ("", Field::In, "New York", "in:\"new york\""),
        ("", Field::In, "US/Texas", "in:\"US/Texas\""),
        ("", Field::Words, ">500", "words:501.."),
        ("", Field::Kind, "direct", "kind:direct"),
        ("", Field::Title, "who said: \"yes\"?", "title:\"who said yes\""),
    ] {
        let parsed = parse_with_flags(text, &[(field, value.to_owned())], &options(Unit::Article));
        let shown = parsed.map(|parsed| parsed.query.to_string()).map_err(|error| error.render());
        assert_eq!(shown.as_deref(), Ok(meant), "{text} --{} {value}", field.name());
    }
}

#[test]
fn what_the_value_of_a_flag_would_drop_is_an_error_or_a_note() {
    let read = |field, value: &str, strict| {
        let options = Options { strict, ..options(Unit::Article) };
        parse_with_flags("", &[(field, value.to_owned())], &options)
    };
    for (field, value, hint) in [
        (Field::Said, "-war", "-said:war in the query leaves out what has that value"),
        (Field::Title, "-war crimes", "-title:\"war crimes\" in the query leaves out what has that value"),
        (Field::Speaker, "-(lind OR moreau)", "-speaker:(lind OR moreau) in the query leaves out what has that value"),
        (Field::Speaker, "speaker:lind", "the name alone: lind"),
        (Field::Person, "by: mara lind", "the name alone: mara lind"),
    ] {
        assert_eq!(read(field, value, false).unwrap_err().hint.as_deref(), Some(hint), "{value}");
    }
    for value in ["lind OR moreau", "mara AND lind", "mara NOT lind"] {
        let parsed = read(Field::Speaker, value, false).unwrap();
        let hint = format!("speaker:({value}) in the query, --speaker '({value})' as a flag");
        assert!(parsed.notes.iter().any(|note| note.message.contains(&hint)), "{:?}", parsed.notes);
        assert!(read(Field::Speaker, value, true).is_err(), "{value}");
    }
    for (field, value) in
        [(Field::Speaker, "(lind OR moreau)"), (Field::Title, "WAR AND PEACE"), (Field::Title, "Minister: no deal")]
    {
        assert_eq!(read(field, value, true).unwrap().notes, [], "{value}");
    }
}

#[test]
fn a_wrong_flag_is_shown_as_the_flag() {
    let flags = [(Field::Speaker, "lind".to_owned()), (Field::Since, "03/04/2025".to_owned())];
    let error = parse_with_flags("tax", &flags, &options(Unit::Article)).unwrap_err();
    assert_eq!(error.flag, Some(Field::Since));
    assert_snapshot!(error.render(), @r"
    `03/04/2025` can be 2025-04-03 or 2025-03-04
      --since 03/04/2025
              ^^^^^^^^^^
    hint: write 2025-04-03 or 2025-03-04
    ");
}

#[test]
fn the_tree_is_shown_as_written() {
    let parsed = parse("speaker:lind (tax OR \"political will\"~3) -in:baku", &options(Unit::Article)).unwrap();
    assert_snapshot!(parsed.tree, @r#"
    AND
      speaker:
        lind
      ( )
        OR
          tax
          "political will"~3
      NOT
        in:
          baku
    "#);
}

#[test]
fn errors_point_at_the_place() {
    assert_snapshot!(rendered("tax speeker:lind"), @r"
    no field is called `speeker`
      tax speeker:lind
          ^^^^^^^^
    hint: did you mean speaker:? For the text itself, put it in quotation marks
    ");
    assert_snapshot!(rendered("date:03/04/2025 tax"), @r"
    `03/04/2025` can be 2025-04-03 or 2025-03-04
      date:03/04/2025 tax
           ^^^^^^^^^^
    hint: write 2025-04-03 or 2025-03-04
    ");
    assert_snapshot!(rendered("since:soon"), @r#"
    `soon` is no date or period
      since:soon
            ^^^^
    hint: dates are written 2025-10-10, 2025-10, 2025-Q3, "10 Oct 2025", last-week, 7d.., 2025-09..2025-10
    "#);
    assert_snapshot!(rendered("tax NEAR/3"), @r"
    `NEAR/3` needs something on either side
      tax NEAR/3
          ^^^^^^
    hint: a NEAR/5 b: a within five words of b
    ");
    assert_snapshot!(rendered("tax NOT NEAR/5 growth"), @r"
    NOT cannot stand before an operator of nearness
      tax NOT NEAR/5 growth
          ^^^^^^^^^^
    hint: tax -(tax NEAR/5 growth) leaves out what has both near each other
    ");
    assert_snapshot!(rendered("date:2016-W53"), @r"
    there is no 2016-W53
      date:2016-W53
           ^^^^^^^^
    ");
    assert_snapshot!(rendered("said:tax NEAR/3 levy"), @r"
    both sides must stand in one field
      said:tax NEAR/3 levy
      ^^^^^^^^^^^^^^^^^^^^
    hint: said:(a NEAR/5 b)
    ");
    assert_snapshot!(rendered("kind:dirct"), @r"
    kind: does not know `dirct`
      kind:dirct
           ^^^^^
    hint: did you mean kind:direct? It takes direct, indirect, mixed
    ");
    assert_snapshot!(rendered("said:-tax"), @r"
    a minus stands before the field, not before its value
      said:-tax
           ^
    hint: -said:value leaves out what has that value
    ");
    assert_snapshot!(rendered("speaker:lin*"), @r"
    speaker: takes whole words, no wildcards and no `~`
      speaker:lin*
              ^^^^
    hint: mention:lind* looks in the source as printed
    ");
    assert_snapshot!(rendered("{in:baku}"), @r"
    in: is about the article, braces are about one quotation
      {in:baku}
       ^^^^^^^
    hint: put it outside the braces
    ");
    assert_snapshot!(rendered("«müde» Əliyev said:"), @r#"
    said: needs a value
      «müde» Əliyev said:
                    ^^^^^
    hint: for example said:"political will"
    "#);
    assert_snapshot!(rendered("?!"), @r"
    there is no word in this query
      ?!
      ^^
    hint: * finds everything
    ");
}

#[test]
fn a_pattern_is_no_operator() {
    for text in ["trust or* growth", "trust OR* growth", "not* trust", "trust ?or growth"] {
        assert_eq!(notes(text), [""; 0], "{text}");
    }
}

#[test]
fn an_error_in_a_long_query_shows_what_is_near() {
    let text = format!("{} speeker:lind {}", "tax ".repeat(300), "levy ".repeat(300));
    let shown = rendered(&text);
    assert!(shown.lines().all(|line| line.chars().count() < 130), "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines[2].find('^').unwrap();
    assert!(lines[1].chars().skip(at).collect::<String>().starts_with("speeker:"), "{shown}");
}

#[test]
fn an_error_plays_no_tricks_on_the_terminal() {
    let shown = rendered("\u{1b}[2J\u{202e} speeker:lind\u{7} tax");
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{shown:?}");
}

#[test]
fn a_pattern_cut_for_its_length_prints_as_it_is_read() {
    for letters in 30..42 {
        let printed = shown(&format!("{}rom:Aa?d", "?".repeat(letters)), Unit::Article);
        assert_eq!(shown(&printed, Unit::Article), printed);
        assert!(!printed.contains(":\""), "{printed}");
    }
}
