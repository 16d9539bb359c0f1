//! `compare`: then and now, counted as the quotations of each period are listed.

use insta::assert_snapshot;
use serde_json::Value;

use crate::schema::faults;
use crate::{Desk, Ended};

const NEWS: &str = r#"{"id":"1","title":"Never, says Lind","date":"2024-01-30","outlet":"Odlar Post","text":"BAKU, Azerbaijan, January 30. The corridor treaty was signed on Tuesday.\n\n“We will never accept tariffs, never,” Foreign Minister Mara Lind said.\n\n“Tariffs are wrong,” Lind said. “Never.”"}
{"id":"2","title":"Treaty debated","date":"2024-02-03","outlet":"Odlar Post","text":"RIGA, Latvia, February 3. Parliament debated the treaty on Saturday.\n\n“Foreign Minister Mara Lind told me that tariffs were a secret price,” lawmaker Ilze Strautina said."}
{"id":"3","title":"Tariffs","date":"2025-04-11","outlet":"Daily Vitols","text":"RIGA, Latvia, April 11. Tariffs fell on Friday.\n\n“Tariffs are a necessary price, and our partners know that they are necessary,” Foreign Minister Mara Lind said.\n\n“Our partners wait,” lawmaker Ilze Strautina said."}
{"id":"4","title":"More tariffs","date":"2025-04-12","outlet":"Daily Vitols","text":"BAKU, Azerbaijan, April 12. Wheat was dearer on Saturday.\n\n“It is necessary, necessary and again necessary, our partners say,” Foreign Minister Mara Lind said."}
{"id":"5","title":"A letter","outlet":"Odlar Post","text":"A reader wrote of the corridor.\n\n“The corridor is loud,” Foreign Minister Mara Lind said."}
"#;

fn desk() -> Desk {
    Desk::with_news(NEWS)
}

/// The lines of JSON by what they are, which keep to the schema.
fn lines(ended: &Ended, of: &str) -> Vec<Value> {
    assert_eq!(ended.code, 0, "{}", ended.seen());
    let values = ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let values: Vec<Value> = values.filter(|value| value["of"] == of).collect();
    for value in &values {
        assert_eq!(faults(&format!("compared_{of}"), value), [""; 0], "{value}");
    }
    values
}

fn ids(ended: &Ended) -> Vec<String> {
    let hits = ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut ids: Vec<String> = hits.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn both_periods_hold_what_quotes_finds_in_them() {
    let desk = desk();
    for more in [&[][..], &["--said", "tariffs"], &["--kind", "direct"], &["--outlet", "odlar post"]] {
        let arguments = [&["compare", "--speaker", "lind", "2024", "2025", "--json", "--second-hand"], more].concat();
        let ended = desk.run(&arguments);
        let (periods, quotations) = (lines(&ended, "period"), lines(&ended, "quotation"));
        assert_eq!(periods.len(), 2);
        for period in &periods {
            let label = period["period"].as_str().unwrap();
            let date = ["quotes", "--speaker", "lind", "--date", label];
            let listed = desk.run(&[&date[..], more, &["--json", "-n", "100"]].concat());
            let mut own: Vec<String> = quotations
                .iter()
                .filter(|quotation| quotation["period"] == label)
                .map(|quotation| quotation["id"].as_str().unwrap().to_owned())
                .collect();
            own.sort();
            assert_eq!(own, ids(&listed), "{more:?} {label}");
            assert_eq!(period["quotes"], own.len(), "{period}");
            let mut articles: Vec<&str> = own.iter().map(|id| &id[..32]).collect();
            articles.dedup();
            assert_eq!(period["articles"], articles.len(), "{period}");
        }
    }
}

#[test]
fn what_others_report_is_left_out_and_counted() {
    let desk = desk();
    let without = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--json"]);
    let with = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--json", "--second-hand"]);
    let (left, all) = (lines(&without, "period"), lines(&with, "period"));
    assert_eq!((&left[0]["second_hand"], &left[1]["second_hand"]), (&Value::from(1), &Value::from(0)), "{left:?}");
    assert_eq!(left[0]["quotes"].as_u64().unwrap() + 1, all[0]["quotes"].as_u64().unwrap());
    assert!(lines(&without, "quotation").iter().all(|quotation| quotation["second_hand"] == false));
    let reported: Vec<Value> =
        lines(&with, "quotation").into_iter().filter(|quotation| quotation["second_hand"] == true).collect();
    assert_eq!(reported.len(), 1);
    assert_eq!(reported[0]["reported_by"], "Ilze Strautina");
    assert!(without.stderr.contains("1 quotation at second hand (1 and 0)"), "{}", without.stderr);
    assert!(without.stderr.contains("1 quotation without a date: in neither period"), "{}", without.stderr);
}

/// With everything taken in, the words are those of `top words … --vs …`, which counts them in the index.
#[test]
fn changed_words_are_those_of_top_words() {
    let desk = desk();
    let ended = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--json", "--second-hand"]);
    let words = lines(&ended, "word");
    assert!(words.iter().any(|word| word["word"] == "never" && word["more_in"] == "2024"), "{words:?}");
    assert!(words.iter().any(|word| word["word"] == "necessary" && word["more_in"] == "2025"), "{words:?}");
    for (one, other) in [("2024", "2025"), ("2025", "2024")] {
        let query = format!("speaker:lind date:{one}");
        let vs = format!("speaker:lind date:{other}");
        let top = desk.run(&["top", "words", &query, "--vs", &vs, "--unit", "quote", "--json", "-n", "100"]);
        let top: Vec<Value> = top.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let wanted: Vec<_> = top
            .iter()
            .filter(|word| word["log_likelihood"].as_f64().unwrap() >= 3.84)
            .filter(|word| !onrecord::lexicon::grammar::is_grammar(word["word"].as_str().unwrap()))
            .map(|word| (&word["word"], &word["count"], &word["other"], &word["log_likelihood"]))
            .collect();
        let own = words.iter().filter(|word| word["more_in"] == one);
        let own: Vec<_> =
            own.map(|word| (&word["word"], &word["count"], &word["other"], &word["log_likelihood"])).collect();
        assert_eq!(own, wanted, "{one}");
    }
}

#[test]
fn a_period_is_read_as_in_queries_and_a_speaker_is_wanted() {
    let desk = desk();
    assert_eq!(desk.run(&["compare", "2024", "2025"]).code, 2);
    assert_snapshot!("no_period", desk.run(&["compare", "--speaker", "lind", "2024", "03/04/2025"]).seen());
    for (one, other, share, hint) in [
        ("2024-01..2025-04", "2025", "2025-01-01..2025-04-30", "2024-01-01..2025-04-30 2025-05-01..2025-12-31"),
        ("2025", "2024-01..2025-04", "2025-01-01..2025-04-30", "2025-05-01..2025-12-31 2024-01-01..2025-04-30"),
        ("2025", "2025-06-03", "2025-06-03", "2025-01-01..2025-06-02 2025-06-03"),
        ("2024..", "2025", "2025-01-01..2025-12-31", "2024-01-01..2024-12-31 2025-01-01..2025-12-31"),
        ("2025-01", "2025", "2025-01-01..2025-01-31", "2025-01-01..2025-01-31 2025-02-01..2025-12-31"),
    ] {
        let shared = desk.run(&["compare", "--speaker", "lind", one, other]);
        assert_eq!((shared.code, shared.stdout.as_str()), (2, ""), "{}", shared.seen());
        let told = format!("the periods {one} and {other} share {share}: what was said then would be counted twice");
        assert!(shared.stderr.contains(&told), "{}", shared.seen());
        assert!(shared.stderr.contains(&format!("periods that share no day: {hint}\n")), "{}", shared.seen());
    }
    let same = desk.run(&["compare", "--speaker", "lind", "2025", "2025-01..2025-12"]);
    assert!(same.code == 2 && same.stderr.contains("2025 and 2025-01..2025-12 are the same days"), "{}", same.seen());
    let none = desk.run(&["compare", "--speaker", "lind", "1999", "2000"]);
    assert_eq!((none.code, none.stdout.as_str()), (1, ""), "{}", none.seen());
    assert!(none.stderr.contains("nothing found"), "{}", none.stderr);
}

#[test]
fn it_is_told_whose_words_they_are() {
    let desk = Desk::new();
    let text = "RIGA, Latvia, May 3. Odlar met.\\n\\n“Tariffs are wrong,” Foreign Minister Mara Lind said.\\n\\n\
                Lind said that the corridor would open in May.\\n\\nLind said that tariffs were “a secret price” for all.";
    let article = |date: &str, text: &str| format!("{{\"title\":\"Odlar\",\"date\":\"{date}\",\"text\":\"{text}\"}}\n");
    let direct = "RIGA, Latvia, May 4. Odlar met.\\n\\n“The corridor is loud,” Foreign Minister Mara Lind said.";
    desk.write("news.jsonl", article("2024-05-03", text) + &article("2025-05-04", direct));
    assert_eq!(desk.run(&["index", "news.jsonl"]).code, 0);
    let both = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--json"]);
    let kinds = |period: &Value| ["direct", "mixed", "indirect"].map(|kind| period[kind].as_u64().unwrap());
    let counts: Vec<_> = lines(&both, "period").iter().map(kinds).collect();
    assert_eq!(counts, [[1, 1, 1], [1, 0, 0]]);
    for (kind, count) in [("direct", 1), ("mixed", 1), ("indirect", 1)] {
        let listed = desk.run(&["quotes", "--speaker", "lind", "--date", "2024", "--kind", kind, "-c"]);
        assert_eq!(listed.stdout, format!("{count}\n"), "{kind}");
    }
    let shown = desk.run(&["compare", "--speaker", "lind", "2024", "2025"]);
    assert!(shown.stdout.contains("\n1 direct, 1 mixed, 1 indirect\n"), "{}", shown.stdout);
    assert!(shown.stderr.contains("in 2024 (1 direct, 1 mixed, 1 indirect), "), "{}", shown.stderr);
    assert!(shown.stderr.contains("those of indirect ones the reporter's"), "{}", shown.stderr);
    let direct = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--kind", "direct"]);
    assert!(direct.stderr.contains("all are direct, the words the speaker's"), "{}", direct.stderr);
}

#[test]
fn a_period_without_quotations_is_not_compared() {
    let desk = desk();
    for more in [&[][..], &["--words-only"]] {
        let one = desk.run(&[&["compare", "--speaker", "lind", "2024", "2030"], more].concat());
        assert!(one.stdout.ends_with("no words were compared: there is no quotation in 2030\n"), "{}", one.seen());
        assert!(!one.stdout.contains("chance"), "{}", one.stdout);
        let none = desk.run(&[&["compare", "--speaker", "lind", "1999", "2030"], more].concat());
        assert_eq!((none.code, none.stdout.as_str()), (1, ""), "{}", none.seen());
        assert!(!none.stderr.contains("judged"), "{}", none.stderr);
    }
}

#[test]
fn two_periods_are_shown_one_below_the_other_or_side_by_side() {
    let desk = desk();
    assert_snapshot!("blocks", desk.run(&["compare", "--speaker", "lind", "2024", "2025"]).seen());
    assert_snapshot!("csv", desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--csv"]).seen());
    assert_snapshot!(
        "words",
        desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--csv", "--words-only"]).seen()
    );
}

/// A query says whose words, and about what, as well as flags do.
#[test]
fn a_query_stands_before_the_periods() {
    let desk = desk();
    let flags = desk.run(&["compare", "--speaker", "lind", "--said", "tariffs", "2024", "2025", "--json"]);
    for query in [&["speaker:lind said:tariffs"][..], &["speaker:lind", "tariffs"], &["--speaker", "lind", "tariffs"]] {
        let ended = desk.run(&[&["compare"], query, &["2024", "2025", "--json"]].concat());
        assert_eq!((ended.code, &ended.stdout), (0, &flags.stdout), "{}", ended.seen());
    }
    let without = desk.run(&["compare", "speaker:lind", "-tariffs", "2024", "2025", "--json"]);
    assert!(lines(&without, "quotation").len() < lines(&flags, "quotation").len() + 2, "{}", without.seen());
    for few in [&["compare", "2024"][..], &["compare", "2024", "2025"], &["compare", "speaker:lind", "2024", "soon"]] {
        assert_eq!(desk.run(few).code, 2, "{few:?}");
    }
}

#[test]
fn several_bearers_of_a_name_are_told_first_and_each_quotation_has_its_own() {
    let desk = Desk::new();
    let said = |date: &str, who: &str| {
        format!(
            "{{\"title\":\"Odlar\",\"date\":\"{date}\",\"text\":\"RIGA, Latvia, May 3. Odlar met.\\n\\n\
             “Tariffs are of the past, and so is the wheat,” {who} said.\"}}\n"
        )
    };
    let news = ["Foreign Minister Mara Lind", "lawmaker Karl Lind", "lawmaker Karl LIND"];
    desk.write(
        "news.jsonl",
        said("2024-05-03", news[0])
            + &said("2024-05-04", news[1])
            + &said("2025-05-03", news[1])
            + &said("2025-05-04", news[2]),
    );
    assert_eq!(desk.run(&["index", "news.jsonl"]).code, 0);
    let ended = desk.run(&["compare", "--speaker", "lind", "2024", "2025"]);
    let first = ended.stdout.lines().next().unwrap();
    assert_eq!(first, "Not one speaker but 2 names: Karl Lind (3), Mara Lind (1)", "{}", ended.seen());
    for name in ["\n  Mara Lind\n", "\n  Karl Lind\n"] {
        assert!(ended.stdout.contains(name), "{name}: {}", ended.stdout);
    }
    let words = desk.run(&["compare", "--speaker", "lind", "2024", "2025", "--words-only"]);
    assert!(words.stdout.starts_with(first), "{}", words.seen());
    let one = desk.run(&["compare", "--speaker", "mara lind", "2024", "2025"]);
    assert!(one.stdout.starts_with("2024\n"), "{}", one.seen());
}

/// Words of grammar tell nothing of a change of mind.
#[test]
fn words_of_grammar_are_no_changed_words() {
    let desk = Desk::new();
    let said = |date: &str, text: &str| {
        let text = format!("RIGA, Latvia, May 3. Odlar met.\\n\\n“{text},” Foreign Minister Mara Lind said.");
        format!("{{\"title\":\"Odlar\",\"date\":\"{date}\",\"text\":\"{text}\"}}\n")
    };
    let then = "Would they have their wheat, would they have their corn, they would have their tariff, tariff, tariff";
    let now = "Peace is a road, peace is a house, peace is a door, peace is a bridge, peace is a day";
    desk.write("news.jsonl", said("2024-05-03", then) + &said("2025-05-03", now));
    assert_eq!(desk.run(&["index", "news.jsonl"]).code, 0);
    let words = lines(&desk.run(&["compare", "speaker:lind", "2024", "2025", "--json"]), "word");
    let told: Vec<&str> = words.iter().map(|word| word["word"].as_str().unwrap()).collect();
    assert!(told.contains(&"tariff") && told.contains(&"peace"), "{told:?}");
    assert!(!told.contains(&"would") && !told.contains(&"their"), "{told:?}");
}
