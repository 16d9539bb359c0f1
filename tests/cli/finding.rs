//! `search`, `quotes`, `show`, `stats`, `fields`, `check`: answers from a small index of two invented articles.

use insta::assert_snapshot;
use serde_json::Value;

use crate::schema::faults;
use crate::{Desk, Ended};

const SIGNED: &str =
    " date 2025-10-10 TBILISI, Georgia, October 10. The corridor treaty was signed on Friday, Odlar reports.

“We have waited nine years for the corridor,” Foreign Minister Mara Lind said. “Nobody will close it again.”

Lind added that trade would double by 2028.

Her adviser Emin Qarali denied that tariffs had been discussed.
";

const DELAYED: &str = " date 2025-11-02 RIGA, Latvia, November 2. The budget vote was put off by a week, a traveller from Dushanbe told reporters.

“The corridor is not my concern,” lawmaker Ilze Strautina said. “The budget is.”
";

/// A desk with an index of the two articles.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news/signed.txt", SIGNED).write("news/delayed.txt", DELAYED);
    let ended = desk.run(&["index", "news"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk
}

fn json_lines(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_search_shows_who_speaks_in_a_passage() {
    let ended = desk().run(&["search", "corridor", "speaker:lind"]);
    assert_eq!(ended.code, 0);
    for part in ["2025-10-10 · Tbilisi", "[corridor]", "Mara Lind"] {
        assert!(ended.stdout.contains(part), "{part}: {}", ended.seen());
    }
    assert!(!ended.stdout.contains("Strautina"), "{}", ended.stdout);
    assert!(ended.stderr.contains("1 article"), "{}", ended.stderr);
}

#[test]
fn quotations_are_found_by_speaker_and_words_together() {
    let desk = desk();
    let found = json_lines(&desk.run(&["quotes", "speaker:lind said:corridor", "--json"]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["quote"]["speaker"]["name"], "Mara Lind");
    assert_eq!(found[0]["unit"], "quote");
    let none = desk.run(&["quotes", "speaker:strautina said:nobody"]);
    assert_eq!(none.code, 1, "words of one speaker are not another's: {}", none.seen());
}

#[test]
fn the_place_of_the_dateline_is_not_any_place() {
    let desk = desk();
    assert_eq!(desk.run(&["search", "in:tbilisi", "-c"]).stdout, "1\n");
    assert_eq!(desk.run(&["search", "in:georgia", "-c"]).stdout, "1\n");
    assert_eq!(desk.run(&["search", "in:baku"]).code, 1);
}

#[test]
fn flags_are_twins_of_fields() {
    let desk = desk();
    let by_field = desk.run(&["search", "speaker:lind since:2025-10", "--json"]);
    let by_flag = desk.run(&["search", "--speaker", "lind", "--since", "2025-10", "--json"]);
    assert_eq!(by_field.stdout, by_flag.stdout);
    assert_eq!(json_lines(&by_flag).len(), 1);
}

#[test]
fn all_json_keeps_to_the_schema() {
    let desk = desk();
    let cases: [(&[&str], &str); 5] = [
        (&["search", "corridor", "--json"], "hit"),
        (&["quotes", "corridor", "--json"], "hit"),
        (&["extract", "news", "--body"], "article"),
        (&["stats", "--json"], "stats"),
        (&["fields", "--json"], "field"),
    ];
    for (arguments, definition) in cases {
        let ended = desk.run(arguments);
        let lines = json_lines(&ended);
        assert!(!lines.is_empty(), "{arguments:?}: {}", ended.seen());
        for line in &lines {
            let faults = faults(definition, line);
            assert!(faults.is_empty(), "{arguments:?}: {faults:?}\n{line}");
        }
    }
}

#[test]
fn every_count_and_example_of_a_field_is_what_the_query_finds() {
    let desk = desk();
    let rows = json_lines(&desk.run(&["fields", "--json"]));
    let mut named = 0;
    for row in &rows {
        let verb = if row["of"] == "quotation" { "quotes" } else { "search" };
        let count = |query: &str| -> u64 { desk.run(&[verb, "-c", query]).stdout.trim().parse().unwrap() };
        let example = row["example"].as_str().unwrap();
        assert_eq!(row["count"], count(example), "{example}");
        let field = row["field"].as_str().unwrap();
        let choices = row["choices"].as_array().unwrap();
        assert!(choices.is_empty() || choices.len() == row["common"].as_array().unwrap().len(), "{row}");
        for common in row["common"].as_array().unwrap() {
            // names are counted as they are printed, which no query asks for
            if !["speaker", "person"].contains(&field) {
                let value = common["value"].as_str().unwrap();
                assert_eq!(common["count"], count(&format!("{field}:\"{value}\"")), "{field} {value}");
                named += 1;
            }
        }
        if ["speaker", "person", "outlet", "in", "date", "id"].contains(&field) {
            assert!(row["count"].as_u64().unwrap() > 0, "{row}");
        }
    }
    assert!(named > 20, "{named}");
    let speaker = rows[0]["example"].as_str().unwrap();
    assert!(speaker.starts_with("speaker:\"") && speaker.ends_with('"'), "{speaker}");
    let text = desk.run(&["fields"]).stdout;
    assert!(text.contains(&format!("{speaker} · ")) && text.contains("as printed"), "{text}");
    let without = Desk::new().run(&["fields"]);
    assert!(without.stdout.contains("speaker:lind\n"), "{}", without.seen());
}

#[test]
fn spans_in_json_are_those_of_the_body() {
    for article in json_lines(&desk().run(&["extract", "news", "--body"])) {
        let body = article["body"].as_str().unwrap();
        let quotes = article["quotes"].as_array().unwrap();
        assert!(!quotes.is_empty());
        for quote in quotes.iter().filter(|quote| quote["in"] == "body") {
            let pieces: Vec<&str> = quote["spans"]
                .as_array()
                .unwrap()
                .iter()
                .map(|span| &body[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize])
                .collect();
            assert_eq!(
                quote["text"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" "),
                pieces.join(" ")
            );
        }
    }
}

#[test]
fn show_puts_speakers_in_the_margin() {
    let desk = desk();
    let id = json_lines(&desk.run(&["search", "lind", "--json"]))[0]["id"].as_str().unwrap().to_owned();
    let page = desk.run(&["show", &id[..8]]);
    assert_eq!(page.code, 0, "{}", page.seen());
    assert!(page.stdout.lines().any(|line| line.contains(" Lind ") && line.contains("“[")), "{}", page.stdout);
    let quote = desk.run(&["show", &format!("{}#q1", &id[..8])]);
    assert!(quote.stdout.contains("waited nine years") && quote.stdout.contains("Mara Lind"), "{}", quote.stdout);
    let paragraph = desk.run(&["show", &format!("{}#p2", &id[..8])]);
    assert!(
        paragraph.stdout.contains("waited nine years") && !paragraph.stdout.contains("double"),
        "{}",
        paragraph.stdout
    );
    let missing = desk.run(&["show", "00000000"]);
    assert_eq!(missing.code, 2);
    assert_snapshot!("show_missing", missing.seen());
}

#[test]
fn a_table_has_a_head_and_no_formulas() {
    let ended = desk().run(&["quotes", "corridor", "--csv"]);
    assert!(ended.stdout.starts_with("rank,score,unit,id"), "{}", ended.stdout);
    assert_eq!(ended.stdout.lines().count(), 3);
    let lines = desk().run(&["quotes", "corridor", "--sort", "date", "--format", r"{date}\t{speaker}"]).stdout;
    assert_eq!(lines, "2025-10-10\tMara Lind\n2025-11-02\tIlze Strautina\n");
}

#[test]
fn the_number_of_hits_is_that_of_the_list() {
    let desk = desk();
    for query in ["corridor", "corridor OR budget", "-corridor", "-speaker:lind", "has:quote", "speaker:none"] {
        for verb in ["search", "quotes"] {
            let count: usize = desk.run(&[verb, query, "-c"]).stdout.trim().parse().unwrap();
            let listed = desk.run(&[verb, query, "--json", "-n", "100"]).stdout.lines().count();
            assert_eq!(count, listed, "{verb} {query}");
        }
    }
}

#[test]
fn typing_mistakes_are_answered_with_what_was_meant() {
    let desk = desk();
    assert_snapshot!("mistake_field", desk.run(&["search", "speeker:lind"]).seen());
    assert_snapshot!("mistake_name", desk.run(&["search", "speaker:lindt"]).seen());
    assert_snapshot!("mistake_date", desk.run(&["search", "date:03/04/2025"]).seen());
    assert_snapshot!("mistake_mark", desk.run(&["search", "\"nine years corridor"]).seen());
    assert_snapshot!("mistake_operator", desk.run(&["search", "corridor or budget"]).seen());
    assert_snapshot!("mistake_place", desk.run(&["search", "in:dushanbe"]).seen());
    assert_snapshot!("mistake_choice", desk.run(&["quotes", "kind:dirct"]).seen());
    assert_snapshot!("mistake_flag", desk.run(&["quotes", "--speeker", "lind"]).seen());
    assert_snapshot!("mistake_together", desk.run(&["search", "speaker:lind", "said:budget", "in:riga"]).seen());
}

#[test]
fn a_word_may_begin_with_a_hyphen() {
    let desk = desk();
    assert_eq!(desk.run(&["search", "corridor", "-budget", "-c"]).stdout, "1\n");
    assert_eq!(desk.run(&["search", "-n", "1", "--json", "-budget", "corridor"]).stdout.lines().count(), 1);
    assert_eq!(
        desk.run(&["search", "corridor", "--sort", "-date", "-n1", "--format", "{date}"]).stdout,
        "2025-11-02\n"
    );
}

#[test]
fn stats_and_check_agree() {
    let desk = desk();
    let stats = &json_lines(&desk.run(&["stats", "--json"]))[0];
    let check = &json_lines(&desk.run(&["check", "--json"]))[0];
    assert_eq!(stats["articles"], 2);
    assert_eq!(check["articles"], 2);
    assert_eq!(check["whole"], true);
    assert_eq!(
        stats["quotes"].as_u64().unwrap() + stats["other_acts"].as_u64().unwrap(),
        check["quotes"].as_u64().unwrap()
    );
}

#[test]
fn a_missing_or_foreign_index_is_an_error_that_says_what_to_do() {
    let desk = Desk::new();
    assert_snapshot!("index_missing", desk.run(&["search", "x"]).seen());
    desk.write("papers/letter.doc", "not ours");
    assert_snapshot!("index_foreign", desk.run(&["index", "--index", "papers", "papers"]).seen());
    assert_eq!(desk.run(&["check"]).code, 2);
}

#[test]
fn an_offset_behind_the_last_hit_is_told() {
    let desk = desk();
    for (verb, count) in [("search", "2 articles"), ("quotes", "2 quotations in 2 articles")] {
        let behind = desk.run(&[verb, "corridor", "--offset", "2"]);
        let wanted = format!("{count} · none shown: --offset 2 lies behind the last · ");
        assert!(behind.stdout.is_empty() && behind.stderr.starts_with(&wanted), "{}", behind.seen());
        let last = desk.run(&[verb, "corridor", "--offset", "1"]);
        assert!(last.stderr.starts_with(&format!("{count} · shown 2 to 2 · ")), "{}", last.seen());
        let counted = desk.run(&[verb, "corridor", "--offset", "2", "-c"]);
        assert!(!counted.stderr.contains("--offset"), "a count shows none anyway: {}", counted.seen());
    }
}

#[test]
fn the_language_is_printed_by_the_program() {
    let ended = Desk::new().run(&["search", "--syntax"]);
    assert_eq!(ended.code, 0);
    assert!(ended.stdout.contains("speaker:") && ended.stdout.contains("NEAR/"));
}

const SENTENCE: &str = "A traveller said that nobody (not even -the minister) will close the corridor: never again!";

#[test]
fn a_sentence_is_asked_for_whole_and_any_of_its_words_will_do() {
    let desk = desk();
    let found = json_lines(&desk.run(&["search", "--any", SENTENCE, "--json"]));
    assert_eq!(found.len(), 2);
    assert!(found[0]["score"].as_f64().unwrap() > found[1]["score"].as_f64().unwrap());
    assert!(found[0]["passages"].to_string().contains("Nobody will close it again"), "{}", found[0]["passages"]);
    assert_eq!(found[0].get("words"), None, "what was asked for needs no excuse");
    let one = desk.run(&["search", "--any", "budget or tariff", "--until", "2025-10"]);
    assert!(one.stdout.contains("2025-10-10") && !one.stdout.contains("2025-11-02"), "{}", one.seen());
    let quotes = json_lines(&desk.run(&["quotes", "--any", "we waited for the budget", "--json"]));
    let told = |hit: &Value| {
        hit["quote"]["text"].as_str().is_some_and(|text| text.contains("waited") || text.contains("budget"))
    };
    assert!(quotes.len() >= 2 && quotes.iter().all(|hit| hit["unit"] == "quote" && told(hit)), "{quotes:#?}");
    assert_eq!(desk.run(&["search", "--any", "zeppelin harbour"]).code, 1);
    assert_eq!(desk.run(&["search", "--any", "?!"]).code, 2);
    assert_eq!(desk.run(&["search", "--any", "of the", "--json"]).stdout.lines().count(), 2, "there are no others");
}

#[test]
fn a_sentence_that_nothing_has_all_words_of_is_said_to_be_taken_for_any_of_them() {
    let desk = desk();
    let sentence = "The minister said that nobody will close the corridor by zeppelin";
    let ended = desk.run(&["search", sentence, "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    assert!(
        ended.stderr.contains("no article has all of these words") && ended.stderr.contains("--any"),
        "{}",
        ended.seen()
    );
    let found = json_lines(&ended);
    assert!(found.len() == 2 && found.iter().all(|hit| hit["words"] == "any"));
    found.iter().for_each(|hit| assert_eq!(faults("hit", hit), [""; 0]));
    for alone in
        [&["search", sentence, "--strict"][..], &["search", "corridor zeppelin"], &["search", sentence, "speaker:lind"]]
    {
        let ended = desk.run(alone);
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""), "{}", ended.seen());
    }
    assert_eq!(desk.run(&["search", sentence, "--count"]).stdout, "0\n");
}

#[test]
fn where_any_of_many_words_is_not_tried_it_is_suggested() {
    let desk = desk();
    let words = "nobody will close the corridor by zeppelin";
    let names_any = |arguments: &[&str]| {
        let ended = desk.run(arguments);
        assert_eq!(ended.code, 1, "{}", ended.seen());
        ended.stderr.lines().filter(|line| line.contains("--any")).count()
    };
    for more in [&["speaker:lind"][..], &["--since", "2025"], &["--strict"], &["--count"], &["--speaker", "lind"]] {
        for verb in ["search", "quotes"] {
            assert_eq!(names_any(&[&[verb, words], more].concat()), 1, "{verb} {more:?}");
        }
    }
    assert!(desk.run(&["search", words, "--any", "--since", "2025"]).stdout.contains("corridor"));
    // too few words, words of a phrase, words of a field, and where any of the words was tried
    for other in [
        &["search", "will close by zeppelin", "--since", "2025"][..],
        &["search", "\"nobody will close the corridor by zeppelin\"", "--since", "2025"],
        &["search", "title:(nobody will close the corridor by zeppelin)"],
        &["search", "zeppelins dirigibles airships balloons gliders"],
        &["search", "zeppelins dirigibles airships balloons gliders", "--any"],
    ] {
        assert_eq!(names_any(other), 0, "{other:?}");
    }
}

#[test]
fn old_articles_count_less_if_that_is_asked_for() {
    let desk = desk();
    let first = |args: &[&str]| {
        let hits = json_lines(&desk.run(&[&["search", "corridor", "--json"], args].concat()));
        hits[0]["date"].as_str().unwrap().to_owned()
    };
    assert_eq!(first(&[]), "2025-10-10");
    assert_eq!(first(&["--recency", "3"]), "2025-11-02");
    assert_eq!(desk.run(&["search", "corridor", "--recency", "0"]).code, 2);
}

#[test]
fn a_score_is_taken_apart() {
    let desk = desk();
    let score = json_lines(&desk.run(&["search", "trade double", "--json"]))[0]["score"].as_f64().unwrap();
    let ended = desk.run(&["search", "trade double", "--explain"]);
    for part in ["score of hit 1", "trade (1 of the articles)", "near each other: trade double", "in the body"] {
        assert!(ended.stderr.contains(part), "{part}: {}", ended.seen());
    }
    let line = ended.stderr.lines().skip_while(|line| !line.starts_with("score of hit 1")).nth(1).unwrap();
    let whole: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
    assert!((whole - score).abs() < 0.001, "{whole} is not {score}");
}

#[test]
fn words_rank_higher_near_each_other_and_in_the_form_that_was_typed() {
    let desk = Desk::new();
    let filler = "the ministers met again and spoke of other things for a long while ".repeat(3);
    let article = |words: &str| format!(" date 2025-10-10 RIGA, Latvia, October 10. {words}\n");
    desk.write("far.txt", article(&format!("A harbour is old. Nobody, {filler}, restored a tariff.")))
        .write("near.txt", article(&format!("A harbour tariff is old. Nobody, {filler}, restored a bridge.")))
        .write("form.txt", article(&format!("A bridge is old. Nobody, {filler}, will restore a bridge now.")));
    assert_eq!(desk.run(&["index", "far.txt", "near.txt", "form.txt"]).code, 0);
    let paths = |args: &[&str]| {
        let hits = json_lines(&desk.run(&[&["search", "--json"], args].concat()));
        hits.iter().map(|hit| hit["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&["harbour tariff"]), ["near.txt", "far.txt"]);
    assert_eq!(paths(&["tariff harbour", "-n", "1", "--offset", "1"]), ["far.txt"]);
    assert_eq!(paths(&["restore"])[0], "form.txt");
    assert_eq!(paths(&["restored"])[2], "form.txt");
}

#[test]
fn a_mistyped_word_is_answered_with_the_nearest_of_the_index() {
    let desk = desk();
    for (arguments, meant) in
        [(["search", "traety"], "did you mean treaty?"), (["quotes", "traede"], "did you mean said:trade?")]
    {
        let answer = desk.run(&arguments);
        assert!(answer.stderr.contains(meant) && answer.code == 1, "{arguments:?}: {}", answer.stderr);
    }
    assert!(!desk.run(&["search", "zzzzqqqq"]).stderr.contains("did you mean"));
    let name = desk.run(&["search", "линд"]);
    assert!(name.stderr.contains("it is a name in 1 article → person:линд"), "{}", name.stderr);
    let about = Desk::with_news(r#"{"text":"“I trust Emin Qarali,” Foreign Minister Mara Lind said."}"#);
    let name = about.run(&["quotes", "Гарали"]);
    assert!(name.stderr.contains("it is a name in 1 quotation → about:гарали"), "{}", name.stderr);
    for query in ["title:lind", "(lind AND kangaroo)"] {
        let there = about.run(&["search", query]);
        assert!(there.code == 1 && !there.stderr.contains("lind?"), "{}", there.seen());
        assert!(!there.stderr.contains("it is a name"), "{}", there.seen());
    }
}

/// Where nothing has all words of a sentence, each form of output says that these are hits for any of them.
#[test]
fn hits_for_any_of_the_words_are_known_in_every_form() {
    let desk = desk();
    let sentence = "corridor trade zebra wombat giraffe";
    let csv = desk.run(&["search", sentence, "--csv"]);
    assert!(csv.stdout.lines().next().unwrap().ends_with(",path,words,copies"), "{}", csv.stdout);
    assert!(csv.stdout.lines().skip(1).all(|line| line.ends_with(",any,0")), "{}", csv.stdout);
    let format = desk.run(&["search", sentence, "--format", "{id} {words}"]);
    assert!(format.stdout.lines().all(|line| line.ends_with(" any")), "{}", format.stdout);
    for ended in [&csv, &format] {
        assert!(ended.code == 0 && ended.stderr.contains("shown is what has any of them"), "{}", ended.seen());
    }
    let all = desk.run(&["search", "corridor", "--csv"]);
    assert!(all.stdout.lines().skip(1).all(|line| line.ends_with(",,0")), "{}", all.stdout);
}

#[test]
fn numbers_that_are_none_are_told_in_words() {
    let desk = desk();
    for (arguments, told) in [
        (&["--recency", "1e99"][..], "that is no number of days: 365 is a year"),
        (&["--recency", "nan"], "that is no number of days: 365 is a year"),
        (&["--recency", "-3"], "more than 0 days are wanted"),
        (&["--limit", "-5"], "a whole number from 0 on is wanted"),
        (&["-n", "-5"], "a whole number from 0 on is wanted"),
        (&["--offset", "x"], "a whole number from 0 on is wanted"),
    ] {
        let ended = desk.run(&[&["search", "corridor"], arguments].concat());
        assert!(ended.code == 2 && ended.stderr.contains(told), "{arguments:?}: {}", ended.seen());
    }
    let id = desk.run(&["search", "corridor", "-n", "1", "--format", "{id}"]).stdout;
    let part = desk.run(&["show", &format!("{}#q999", id.trim())]);
    assert!(part.code == 2 && part.stderr.contains("onrecord show ID --quotes"), "{}", part.seen());
}

/// Controls, escape sequences and marks of direction inside a name hide it from nobody, and steer nothing.
#[test]
fn what_steers_inside_a_word_is_taken_out_as_it_is_read() {
    let desk = Desk::new();
    let text =
        "RIGA, Latvia, May 3. Odlar met.\n\n“Wheat is de\u{202e}ar,” Foreign Minister Ma\u{1b}[31mra Li\u{8}nd said.";
    desk.write("a.txt", format!(" date 2025-05-03 {text}\n"));
    let escaped =
        r#"{"title":"Odl\u001b[0mar","text":"“Cor\u202en is cheap,” Foreign Minister Ma\u0008ra Lind said."}"#;
    desk.write("b.jsonl", format!("{escaped}\n"));
    assert_eq!(desk.run(&["index", "a.txt", "b.jsonl"]).code, 0);
    for query in ["speaker:\"mara lind\"", "said:dear OR said:corn"] {
        assert_eq!(desk.run(&["quotes", query, "-c"]).stdout, "2\n", "{query}");
    }
    assert_eq!(desk.run(&["search", "title:odlar", "-c"]).stdout, "1\n");
    let shown = desk.run(&["quotes", "speaker:lind"]);
    assert!(
        shown.stdout.contains("Mara Lind") && !shown.stdout.contains(['\u{1b}', '\u{202e}', '\u{8}']),
        "{}",
        shown.stdout
    );
}
