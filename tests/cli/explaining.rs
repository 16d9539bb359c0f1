//! `--explain`: a query as written, as meant and as compiled, with exact counts; and answers that explain why they are empty.

use insta::assert_snapshot;
use serde_json::Value;

use crate::schema::faults;
use crate::{Desk, Ended};

const NEWS: &str = r#"{"id":"1","title":"Tariffs fall","date":"2025-04-11","outlet":"Daily Vitols","text":"RIGA, Latvia, April 11. Tariffs on wheat fell on Friday. A tariff is a tax.\n\n“Tariffs are wrong, and every tariff will go,” Foreign Minister Mara Müllner said.\n\n“The corridor is loud,” lawmaker Ilze Strautina said."}
{"id":"2","title":"A tax on wheat","date":"2025-05-12","outlet":"Odlar Post","text":"BAKU, Azerbaijan, May 12. Wheat was dearer on Monday, long before anybody in Baku or elsewhere spoke of a corridor.\n\n“One tariff stays,” Foreign Minister Mara Muellner said.\n\n“Taxation is no answer to the corridor,” Muellner said. “Taxes are.”"}
{"id":"3","title":"A letter","outlet":"Odlar Post","text":"A reader wrote of the corridor and of Mueller's wheat.\n\n“The corridor is mine,” farmer Karl Mueller said."}
"#;

fn desk() -> Desk {
    Desk::with_news(NEWS)
}

/// The plan that stands before the hits, which keeps to the schema.
fn plan(ended: &Ended) -> Value {
    let first = ended.stdout.lines().next().unwrap_or_else(|| panic!("{}", ended.seen()));
    let value: Value = serde_json::from_str(first).unwrap();
    assert_eq!(faults("query_plan", &value), [""; 0], "{value}");
    value["explain"].clone()
}

/// The part of a plan with that label, wherever it stands.
fn part<'a>(plan: &'a Value, label: &str) -> Option<&'a Value> {
    if plan["label"] == label {
        return Some(plan);
    }
    plan["parts"].as_array()?.iter().find_map(|inner| part(inner, label))
}

#[test]
fn a_query_is_told_as_written_as_meant_and_as_compiled() {
    let desk = desk();
    let query = "{speaker:muellner said:(tariff OR tax*)} wheat NEAR/3 fell since:2025-04 -in:baku";
    let ended = desk.run(&["search", query, "--explain"]);
    let told: Vec<&str> = ended.stderr.lines().take_while(|line| !line.starts_with("score of hit")).collect();
    assert_snapshot!("query_plan", told.join("\n"));
}

/// The count of each clause is what a search for it alone finds, and the whole is what the whole finds.
#[test]
fn counts_of_clauses_are_those_of_searches() {
    let desk = desk();
    for query in [
        "tariff wheat",
        "tariff OR tax",
        "speaker:muellner said:tariff -in:riga",
        "{speaker:muellner} {speaker:strautina} wheat",
        "wheat NEAR/5 dearer \"a tax\" BEFORE/9 wheat",
        "tax* garbage~1 date:2025-05",
        "speaker:none kind:direct conf:high",
        "person:müllner has:dateline words:>3 lang:en",
        "title:tax lead:wheat outlet:\"odlar post\" id:0 act:other",
        "cue:said role:minister about:mueller mention:minister",
        "ATLEAST2(tariff) corridor /s loud wheat /p friday",
        "=Tariffs place:latvia section:none quotes:1.. byline:nobody",
    ] {
        for verb in ["search", "quotes"] {
            let ended = desk.run(&[verb, query, "--explain", "--json"]);
            let plan = plan(&ended);
            let count = |text: &str| desk.run(&[verb, text, "-c"]).stdout.trim().to_owned();
            for clause in plan["clauses"].as_array().unwrap() {
                assert_eq!(
                    clause["count"].to_string(),
                    count(clause["text"].as_str().unwrap()),
                    "{verb} {query}: {clause}"
                );
            }
            assert_eq!(plan["compiled"]["count"].to_string(), count(query), "{verb} {query}");
            assert_eq!(count(plan["query"].as_str().unwrap()), count(query), "{verb} {query}");
        }
    }
}

/// Forms of a word stand in the same articles: they are counted as a union, not added up.
#[test]
fn forms_of_a_word_spellings_of_a_name_and_words_of_a_pattern_are_counted_once() {
    let desk = desk();
    let tariff = plan(&desk.run(&["search", "tariff", "--explain", "--json"]));
    assert_eq!(part(&tariff["compiled"], "tariff").unwrap()["count"], 2);
    let score = tariff["scores"][0]["score"].to_string();
    assert!(score.contains("tariff (2 of the articles)"), "{score}");
    let pattern = plan(&desk.run(&["search", "tax*", "--explain", "--json"]));
    let tax = part(&pattern["compiled"], "tax*").unwrap();
    assert_eq!((&tax["count"], &tax["parts"][0]["words"]), (&Value::from(2), &Value::from(3)), "{tax}");
    let near = plan(&desk.run(&["search", "tax* NEAR/2 wheat", "--explain", "--json"]));
    let words = part(&near["compiled"], "tax*").unwrap();
    assert_eq!((&words["count"], &words["words"]), (&Value::from(2), &Value::from(3)), "{words}");
    let name = plan(&desk.run(&["quotes", "speaker:muellner", "--explain", "--json"]));
    assert_eq!(name["compiled"]["count"], 3, "{name}");
    assert_eq!(part(&name["compiled"], "speaker:muellner").unwrap()["count"], 2, "{name}");
    let exact = plan(&desk.run(&["quotes", "speaker:\"mara müllner\"", "--explain", "--json"]));
    assert!(part(&exact["compiled"], "mara").is_some() && part(&exact["compiled"], "müllner").is_some(), "{exact}");
}

#[test]
fn the_plan_goes_before_json_and_beside_all_else() {
    let desk = desk();
    let json = desk.run(&["search", "tariff", "--explain", "--json"]);
    assert_eq!((json.stdout.lines().count(), json.stderr.contains("as written")), (3, false), "{}", json.seen());
    for form in [&["--csv"][..], &["--format", "{id}"], &["-c"], &["--quiet"]] {
        let told = desk.run(&[&["search", "tariff", "--explain"], form].concat());
        assert!(told.stderr.starts_with("as written:\n  tariff\n"), "{}", told.seen());
        assert!(!told.stdout.contains("as written"), "{}", told.seen());
    }
    let sentence = desk.run(&["search", "wheat tariff corridor letter zebra", "--explain"]);
    assert_eq!(sentence.stderr.matches("as compiled").count(), 1, "{}", sentence.stderr);
}

#[test]
fn what_stands_nowhere_near_is_told_side_by_side() {
    let desk = desk();
    let mut seen = String::new();
    for (verb, query) in [
        ("search", "wheat NEAR/2 corridor"),
        ("search", "friday BEFORE/5 wheat"),
        ("search", "wheat /s zebra"),
        ("search", "tariff /p corridor"),
        ("search", "\"wheat tariff\""),
        ("search", "ATLEAST9(tariff)"),
        ("quotes", "said:(answer NEAR/1 corridor)"),
        ("search", "(wheat NEAR/2 corridor) since:2030 date:2031"),
    ] {
        let ended = desk.run(&[verb, query]);
        assert_eq!(ended.code, 1, "{}", ended.seen());
        seen.push_str(&format!("{verb} {query}\n{}\n", ended.stderr));
    }
    assert_snapshot!("nowhere_near", seen);
}

/// Names that differ only in capitals or accents are one, in the summary of `index` as in `stats` and in the notes.
#[test]
fn names_alike_but_for_capitals_are_one_everywhere() {
    let desk = Desk::new();
    let said =
        |name: &str| format!("{{\"title\":\"Odlar\",\"text\":\"“Wheat is dear,” Foreign Minister {name} said.\"}}\n");
    desk.write("news.jsonl", said("Mara Lind") + &said("MARA LIND") + &said("Mára Lind") + &said("Ilze Strautina"));
    let index = desk.run(&["index", "news.jsonl"]);
    let stats: Value = serde_json::from_str(&desk.run(&["stats", "--json"]).stdout).unwrap();
    assert_eq!(stats["speakers"], 2, "{stats}");
    assert!(index.stderr.contains("2 names") || index.stdout.contains("2 names"), "{}", index.seen());
    let quotes = desk.run(&["quotes", "speaker:lind"]);
    assert!(!quotes.stderr.contains("speaker:lind is"), "{}", quotes.stderr);
}

#[test]
fn what_is_typed_twice_is_noted_once() {
    let ended = desk().run(&["search", "wheat or corn or barley"]);
    assert_eq!(ended.stderr.matches("`or` is a word here").count(), 1, "{}", ended.stderr);
}

/// Each clause is there, but never in one quotation: then it is told in how many articles they stand apart.
#[test]
fn clauses_that_no_quotation_satisfies_together_are_told_apart() {
    let desk = desk();
    let ended = desk.run(&["search", "said:corridor said:tariff"]);
    assert_eq!(ended.code, 1, "{}", ended.seen());
    let braces = desk.run(&["search", "{said:corridor} {said:tariff}", "-c"]);
    assert_eq!(braces.stdout, "2\n");
    let told = "not in one quotation, but in different ones of 2 articles: {said:corridor} {said:tariff}";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
}
