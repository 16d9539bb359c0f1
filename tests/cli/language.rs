//! The language through the program: numbers that agree for every operator, and the codes with which strictness and limits
//! end.

use serde_json::Value;

use crate::Desk;
use crate::schema::faults;

const NEWS: &str = r#"{"id":"1","title":"Levy debated","date":"2025-03-03","outlet":"Port Post","text":"OSLO, March 3. The council debated the harbour levy on Monday.\n\n“The levy will be paid, and the harbour stays open,” Mayor Mara Lind said.\n\nNothing was decided on the levy."}
{"id":"2","title":"Levy passed","date":"2025-03-09","outlet":"Port Post","section":"Politics","text":"BAKU, Azerbaijan, March 9. The council passed the levy.\n\n“The levy will be paid,” Mayor Mara Lind said.\n\n“The harbour stays open,” lawmaker Tor Berg told reporters, adding that 1,600 crews would pay."}
{"id":"3","title":"Storm","outlet":"Daily Quay","text":"A storm closed the harbour. Crews waited for the council.\n\n“We wait,” crews said."}
"#;

/// One of each operator and field.
const QUERIES: &[&str] = &[
    "levy",
    "levy harbour",
    "levy OR storm",
    "levy -storm",
    "NOT storm",
    "(levy OR storm) council",
    "\"harbour levy\"",
    "“will be paid”",
    "\"paid levy\"~4",
    "harb*",
    "le?y",
    "*ouncil",
    "lavy~1",
    "=Levy",
    "=\"The levy\"",
    "levy{2,}",
    "ATLEAST2(levy OR harbour)",
    "levy NEAR/5 harbour",
    "levy BEFORE/5 paid",
    "levy W/4 paid",
    "levy /s harbour",
    "council /p levy",
    "fox-it OR harbour",
    "title:levy",
    "lead:council",
    "HLEAD(levy)",
    "byline:nobody OR crews",
    "speaker:lind",
    "speaker:\"tor berg\" levy",
    "-speaker:lind",
    "speaker:none",
    "said:levy",
    "said:\"stays open\"",
    "said:(levy NEAR/9 harbour)",
    "speaker:lind said:levy",
    "speaker:lind -said:harbour",
    "cue:told",
    "mention:lawmaker",
    "role:mayor",
    "kind:direct",
    "conf:low",
    "act:any",
    "about:lind OR levy",
    "{said:levy} {said:harbour}",
    "{kind:direct} ({said:harbour} OR {said:nothing})",
    "-({said:levy} {said:harbour})",
    "speaker:lind {speaker:berg}",
    "person:lind",
    "in:baku",
    "in:azerbaijan",
    "place:oslo",
    "outlet:\"port post\"",
    "section:politics",
    "lang:en",
    "date:2025-03",
    "since:2025-03-04",
    "before:2025-03-09",
    "date:2025-03-03..2025-03-09 levy",
    "has:quote",
    "-has:date",
    "words:>20",
    "words:5..20",
    "quotes:>=2",
    "1600",
    "1,600",
    "*",
];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", NEWS);
    assert_eq!(desk.run(&["index", "news.jsonl"]).code, 0);
    desk
}

fn number(text: &str) -> u64 {
    text.trim().parse().unwrap_or_else(|_| panic!("{text:?}"))
}

#[test]
fn what_is_counted_is_what_is_listed_and_marked_for_every_operator() {
    let desk = desk();
    let counts = desk.run(&[&["count", "--json", "--"], QUERIES].concat());
    let counts: Vec<Value> = counts.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(counts.len(), QUERIES.len());
    let mut found = 0;
    for (query, count) in QUERIES.iter().zip(&counts) {
        assert_eq!(count["query"], *query);
        for (verb, unit) in [("search", "articles"), ("quotes", "quotations")] {
            let listed = desk.run(&[verb, "--json", "-n", "100", "--", query]).stdout.lines().count() as u64;
            assert_eq!(number(&desk.run(&[verb, "-c", "--", query]).stdout), listed, "{verb} {query}");
            // `count` asks for the quotations of the articles' query; bare words mean `said:` in `quotes`.
            if verb == "search" || query.contains(':') && !query.contains(' ') {
                assert_eq!(count[unit], listed, "{verb} {query}");
            }
        }
        let lines = desk.run(&["kwic", "--json", "--", query]).stdout.lines().count() as u64;
        assert_eq!(count["matches"], lines, "{query}");
        found += u64::from(count["articles"].as_u64().unwrap() > 0);
    }
    assert!(found + 3 >= QUERIES.len() as u64, "only {found} of {} queries find anything", QUERIES.len());
}

#[test]
fn braces_ask_for_different_quotations() {
    let desk = desk();
    let dates = |query: &str| desk.run(&["search", query, "--sort", "date", "--format", "{date}"]).stdout;
    assert_eq!(dates("said:levy said:harbour"), "2025-03-03\n");
    assert_eq!(dates("{said:levy} {said:harbour}"), "2025-03-09\n");
    let echo = desk.run(&["search", "{said:levy} {said:harbour}"]).stderr;
    assert!(echo.contains("one quotation saying levy AND another quotation saying harbour"), "{echo}");
    let flag = desk.run(&["search", "{said:harbour}", "--speaker", "lind", "--format", "{date}"]);
    assert_eq!(flag.stdout, "2025-03-09\n", "{}", flag.seen());
    assert_eq!(desk.run(&["quotes", "{said:levy} {said:harbour}", "-c"]).stdout, "2\n");
}

#[test]
fn strictness_makes_an_error_of_what_would_be_mended() {
    let desk = desk();
    for query in [
        "\"harbour levy",
        "“harbour",
        "(levy",
        "levy)",
        "levy OR",
        "AND levy",
        "levy ()",
        "xyzzy:levy",
        "speeker: x",
        "levy or storm",
        "storm!",
        "said: levy",
    ] {
        let mended = desk.run(&["search", query]);
        assert!([0, 1].contains(&mended.code), "{query}: {}", mended.seen());
        let strict = desk.run(&["search", "--strict", query]);
        assert_eq!((strict.code, strict.stdout.as_str()), (2, ""), "{query}: {}", strict.seen());
    }
    for query in ["levy", "10:30 OR levy", "C-17: A bill"] {
        assert!([0, 1].contains(&desk.run(&["search", "--strict", query]).code), "{query}");
    }
}

#[test]
fn a_query_that_is_too_large_ends_with_the_limit_and_code_2() {
    let desk = desk();
    for (query, limit) in [
        ("levy ".repeat(2_100), "at most 10000 characters"),
        (format!("{}levy{}", "(".repeat(500), ")".repeat(500)), "at most 64 deep"),
        ("levy ".repeat(1_100), "at most 1024 words"),
        ("{levy} ".repeat(9), "at most 8 different quotations"),
    ] {
        let ended = desk.run(&["search", &query]);
        assert_eq!(ended.code, 2, "{limit}");
        assert!(ended.stderr.contains(limit) && ended.stderr.len() < 1_000, "{}", ended.stderr);
    }
}

#[test]
fn a_mistyped_short_flag_is_an_error_and_no_negation() {
    let desk = desk();
    for (words, letter) in [
        (&["count", "levy", "-n", "3"][..], "n"),
        (&["search", "levy", "-l", "5"], "l"),
        (&["search", "levy", "-v"], "v"),
        (&["search", "levy", "-5"], "5"),
        (&["top", "words", "levy", "-k", "3"], "k"),
    ] {
        let ended = desk.run(words);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.seen());
        for part in [format!("unexpected argument '-{letter}'"), format!("`-- -{letter}`"), format!("'NOT {letter}'")] {
            assert!(ended.stderr.contains(&part), "{part}: {}", ended.seen());
        }
    }
    let without = desk.run(&["search", "levy -x", "-c"]);
    assert_eq!((without.code, without.stdout.as_str()), (0, "2\n"), "{}", without.seen());
    for words in [
        &["search", "-c", "levy", "--", "-x"][..],
        &["search", "-c", "levy", "NOT x"],
        &["search", "-c", "levy", "-xx"],
        &["search", "-c", "levy", "-storm"],
        &["search", "-c", "--", "levy", "--said", "-x"],
    ] {
        let ended = desk.run(words);
        assert!([0, 1].contains(&ended.code), "{words:?}: {}", ended.seen());
    }
}

#[test]
fn what_finds_nothing_names_the_field_that_does() {
    let desk = desk();
    for (words, part) in [
        (&["quotes", "about:harbour"][..], "it is said in 2 quotations → said:harbour"),
        (&["compare", "--about", "harbour", "2025-02", "2025-03"], "→ said:harbour"),
        (&["quotes", "role:mayer"], "did you mean role:mayor?"),
        (&["search", "title:stom"], "did you mean title:storm?"),
        (&["search", "\"harbor levy\""], "did you mean \"harbour levy\"?"),
    ] {
        let ended = desk.run(words);
        assert_eq!(ended.code, 1, "{}", ended.seen());
        assert!(ended.stderr.contains(part), "{words:?}: {part}: {}", ended.seen());
    }
    let board = Desk::with_news(
        r#"{"id":"1","title":"Storm","text":"OSLO, March 3. A storm came.\n\n“Ships may pass,” the Harbour Board said on Monday."}"#,
    );
    for words in [
        &["quotes", "speaker:\"harbour board\""][..],
        &["search", "--speaker", "harbour board"],
        &["speaker", "harbour", "board"],
    ] {
        let ended = board.run(words);
        assert_eq!(ended.code, 1, "{}", ended.seen());
        let part = "the source as printed has it in 1 quotation → mention:\"harbour board\"";
        assert!(ended.stderr.contains(part) && !ended.stderr.contains("did you mean"), "{words:?}: {}", ended.seen());
    }
    let none = desk.run(&["speaker", "none"]);
    assert_eq!(none.code, 2, "{}", none.seen());
    assert!(none.stderr.contains("onrecord quotes speaker:none"), "{}", none.stderr);
    let query = desk.run(&["speaker", "speaker:lind"]);
    assert_eq!(query.code, 2, "{}", query.seen());
    assert!(
        query.stderr.contains("a name is wanted here") && query.stderr.contains("the name alone: lind"),
        "{}",
        query.stderr
    );
}

#[test]
fn roles_and_bylines_are_suggested_from_the_index_and_no_person_in_two_cases() {
    let desk = Desk::with_news(
        r#"{"id":"1","title":"A vote","byline":"Ilva Moreau","text":"OSLO, March 3. The vote is near.\n\n“We will win,” Prime Minister Mara Lind said."}
{"id":"2","title":"VOTE","text":"OSLO, March 3. The vote is near.\n\n“We will lose,” lawmaker MARA LIND said."}
"#,
    );
    for (query, part) in [
        ("role:minster", "did you mean role:minister?"),
        ("role:\"prime minster\"", "did you mean role:\"prime minister\"?"),
        ("byline:morreau", "did you mean byline:moreau?"),
        ("byline:\"ilva morreau\"", "did you mean byline:\"ilva moreau\"?"),
    ] {
        let ended = desk.run(&["search", query]);
        assert!(ended.code == 1 && ended.stderr.contains(part), "{query}: {}", ended.seen());
    }
    let ended = desk.run(&["quotes", "speaker:\"mara lint\""]);
    assert!(ended.stderr.contains("did you mean speaker:\"Mara Lind\"?"), "{}", ended.seen());
}

#[test]
fn a_bad_line_leaves_its_trace_and_the_rest_is_counted() {
    let desk = desk();
    desk.write("list.txt", b"levy\ncaf\xe9: storm\nspeeker:x\nstorm\n");
    let csv = desk.run(&["count", "--queries", "list.txt", "--csv"]);
    assert_eq!(csv.code, 3, "{}", csv.seen());
    assert_eq!(csv.stdout.lines().count(), 5, "{}", csv.stdout);
    assert!(csv.stdout.contains("\nspeeker:x,speeker:x,,,\n"), "{}", csv.stdout);
    assert!(csv.stderr.contains("list.txt, line 2: this line is not UTF-8"), "{}", csv.stderr);
    assert!(csv.stderr.contains("2 of 4 queries are not understood"), "{}", csv.stderr);
    let json = desk.run(&["count", "--queries", "list.txt", "--json"]);
    let rows: Vec<Value> = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.iter().all(|row| faults("count", row).is_empty()), "{rows:?}");
    assert_eq!((rows.len(), &rows[0]["articles"], &rows[3]["articles"]), (4, &Value::from(2), &Value::from(1)));
    assert_eq!((&rows[1]["error"], &rows[2]["articles"]), (&Value::from("this line is not UTF-8"), &Value::Null));
    let people = desk.run(&["count", "--queries", "list.txt"]);
    assert_eq!((people.code, people.stdout.lines().count()), (3, 3), "{}", people.seen());
    assert_eq!(desk.run(&["count", "--queries", "list.txt", "--strict"]).code, 2);
}

#[test]
fn a_number_of_hits_comes_with_its_query_where_programs_read_it() {
    let desk = desk();
    for (verb, row) in [("search", "levy,levy,2"), ("quotes", "levy,levy,2,2")] {
        let head = if verb == "search" { "name,query,articles" } else { "name,query,articles,quotations" };
        assert_eq!(desk.run(&[verb, "levy", "-c", "--csv"]).stdout, format!("{head}\n{row}\n"));
        let json: Value = serde_json::from_str(&desk.run(&[verb, "levy", "-c", "--json"]).stdout).unwrap();
        assert_eq!(faults("count", &json), [""; 0], "{json}");
        assert_eq!((&json["query"], &json["articles"]), (&Value::from("levy"), &Value::from(2)));
        assert_eq!(json["quotations"], if verb == "quotes" { Value::from(2) } else { Value::Null });
    }
    let flags: Value =
        serde_json::from_str(&desk.run(&["search", "levy", "--in", "oslo", "-c", "--json"]).stdout).unwrap();
    assert_eq!((&flags["query"], &flags["articles"]), (&Value::from("levy in:oslo"), &Value::from(1)));
    let none = desk.run(&["search", "zeppelin", "-c", "--csv"]);
    assert_eq!((none.code, none.stdout.as_str()), (1, "name,query,articles\nzeppelin,zeppelin,0\n"));
}

#[test]
fn a_zero_width_space_inside_a_word_hides_it_from_nobody() {
    let desk = Desk::with_news(
        r#"{"id":"1","title":"A vote","text":"OSLO, March 3. They wi\u200bll vote for the political will."}"#,
    );
    for query in ["\"they will vote\"", "wi\u{200b}ll", "po\u{200b}litical", "\"political w\u{200b}ill\""] {
        assert_eq!(desk.run(&["search", query, "-c"]).stdout, "1\n", "{query}");
    }
}
