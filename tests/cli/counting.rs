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
    Desk::with_news(NEWS)
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
fn a_list_says_how_much_of_it_is_shown() {
    let desk = desk();
    for (arguments, whole) in [
        (&["speakers", "has:quote"][..], "4 speakers"),
        (&["top", "outlets"], "2 different outlets"),
        (&["speaker", "lind"], "1 speaker"),
        (&["kwic", "tariffs"], "6 lines in 2 articles"),
    ] {
        let part = desk.run(&[arguments, &["-n", "1"]].concat()).stderr;
        assert_eq!(part.contains(" · shown 1 to 1 · "), whole != "1 speaker", "{part}");
        assert!(part.contains(whole), "{part}");
        assert!(!desk.run(arguments).stderr.contains("shown"), "{arguments:?}");
    }
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

#[test]
fn a_timeline_is_counted_as_the_hits_of_each_period_are() {
    let desk = desk();
    for (unit, verb) in [("article", "search"), ("quote", "quotes")] {
        for by in ["day", "week", "month", "quarter", "year"] {
            for query in QUERIES {
                let group = format!("({})", query.join(" "));
                let rows = lines(&desk.run(&["timeline", &group, "--by", by, "--unit", unit, "--json"]), "period");
                let (mut sum, mut dated) = (0, 0);
                for row in &rows {
                    let found = row["count"].as_u64().unwrap();
                    sum += found;
                    let clause = match row["period"].as_str() {
                        Some(period) => format!("date:{period}"),
                        None => "-has:date".to_owned(),
                    };
                    dated += u64::from(row["period"].is_string());
                    if by != "day" || found > 0 {
                        assert_eq!(count(&desk, verb, &[&group, &clause]), found, "{by} {query:?} {row}");
                    }
                }
                assert_eq!(sum, count(&desk, verb, &[&group]), "{query:?}");
                let periods = [("day", 73), ("week", 11), ("month", 4), ("quarter", 2), ("year", 1)];
                assert!(periods.contains(&(by, dated)), "{by} {dated}");
            }
        }
    }
}

#[test]
fn series_add_up_to_the_whole() {
    let desk = desk();
    for (unit, split) in [("article", "outlet"), ("quote", "outlet"), ("quote", "speaker")] {
        let plain = lines(&desk.run(&["timeline", "corridor", "--unit", unit, "--json"]), "period");
        for n in ["0", "1", "9"] {
            let arguments = ["timeline", "corridor", "--unit", unit, "--split", split, "-n", n, "--json"];
            let rows = lines(&desk.run(&arguments), "period");
            for whole in &plain {
                let parts = rows.iter().filter(|row| row["period"] == whole["period"]);
                let sum: u64 = parts.map(|row| row["count"].as_u64().unwrap()).sum();
                assert_eq!(sum, whole["count"].as_u64().unwrap(), "{split} {n} {whole}");
            }
        }
    }
}

#[test]
fn the_share_of_a_period_with_few_articles_does_not_dwarf_the_others() {
    let article = |id: usize| {
        let (day, word) = if id < 40 { ("2025-01-10", "road") } else { ("2025-02-10", "treaty") };
        let word = if id.is_multiple_of(4) { "treaty" } else { word };
        format!("{{\"id\":\"{id}\",\"date\":\"{day}\",\"text\":\"The {word} number {id} is old.\"}}\n")
    };
    let desk = Desk::with_news(&(0..41).map(article).collect::<String>());
    let ended = desk.run(&["timeline", "treaty", "--share", "--ascii"]);
    let bars: Vec<usize> = ended.stdout.lines().map(|line| line.matches('#').count()).collect();
    assert!(bars.len() == 2 && bars[0] == bars[1] && bars[0] > 20, "{}", ended.seen());
    assert!(ended.stderr.contains("fewer than 30 articles in 1 period: its share is chance"), "{}", ended.stderr);
    desk.run(&["timeline", "treaty", "--share", "--svg", "treaty.svg"]);
    let picture = std::fs::read_to_string(desk.path("treaty.svg")).unwrap();
    let bars = picture.lines().filter(|line| line.contains("fill=\"#2f6db5\""));
    // The axis ends with a round number, 25 percent; what is more than that fills the panel.
    let high: Vec<f64> =
        bars.map(|bar| bar.split(" height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect();
    assert!(high == [280.0, 280.0], "{high:?}");
    assert!(!desk.run(&["timeline", "treaty"]).stderr.contains("chance"));
    let nowhere_else = desk.run(&["timeline", "\"number 40\"", "--share", "--ascii"]);
    assert!(nowhere_else.stdout.contains("##########"), "{}", nowhere_else.seen());
}

#[test]
fn bars_fit_every_width_and_name_gaps_and_what_has_no_date() {
    let desk = desk();
    for width in ["60", "80", "120"] {
        let forms = [&[][..], &["--share"], &["--ascii"], &["--split", "speaker"], &["--by", "day"], &["--by", "year"]];
        for (more, lines) in forms.iter().flat_map(|more| [(*more, &[][..]), (*more, &["--lines"])]) {
            let ended = desk.run(&[&["timeline", "corridor", "--width", width], more, lines].concat());
            assert_eq!(ended.code, 0, "{}", ended.seen());
            let limit = width.parse().unwrap();
            assert!(ended.stdout.lines().all(|line| line.chars().count() <= limit), "{}", ended.stdout);
            assert!(more != ["--ascii"] || ended.stdout.is_ascii(), "{}", ended.stdout);
        }
    }
    let ended = desk.run(&["timeline", "corridor", "--width", "60", "--share"]);
    assert!(ended.stderr.contains("no articles: 2025-03") && ended.stderr.contains("undated, not plotted: 1 article"));
    assert_snapshot!("timeline", ended.seen());
    assert_snapshot!(
        "timeline_split",
        desk.run(&["timeline", "corridor", "--unit", "quote", "--split", "speaker", "-n", "1", "--ascii"]).seen()
    );
    assert_snapshot!("timeline_csv", desk.run(&["timeline", "corridor", "--csv"]).seen());
    assert_eq!(desk.run(&["timeline", "zeppelin"]).code, 1);
}

#[test]
fn lines_have_one_scale_and_break_where_there_are_no_articles() {
    let desk = desk();
    assert_snapshot!("timeline_lines", desk.run(&["timeline", "corridor", "--width", "60", "--lines"]).seen());
    let split = ["timeline", "corridor", "--unit", "quote", "--split", "speaker", "-n", "1", "--lines", "--by", "week"];
    assert_snapshot!("timeline_lines_ascii", desk.run(&[&split[..], &["--ascii", "--share"]].concat()).seen());
    // data are what they are without it
    let csv = desk.run(&["timeline", "corridor", "--csv"]).stdout;
    assert_eq!(desk.run(&["timeline", "corridor", "--csv", "--lines"]).stdout, csv);
    desk.run(&[&split[..], &["--svg", "corridor.svg"]].concat());
    let picture = std::fs::read_to_string(desk.path("corridor.svg")).unwrap();
    for colour in ["#0072b2", "#555"] {
        // a line in the legend and one in the chart, which the gap breaks before the last point
        let lines = picture.lines().filter(|line| line.starts_with("<polyline") && line.contains(colour)).count();
        let points = picture.lines().filter(|line| line.contains("<title>") && line.contains(colour)).count();
        assert!(lines == 2 && points == 3, "{colour} {lines} {points}: {picture}");
    }
    assert!(picture.contains("no articles in the index") && picture.contains("undated, not plotted"), "{picture}");
}

#[test]
fn gaps_that_lie_beside_each_other_are_one_and_their_list_is_cut_between_them() {
    let days: String = (1..=9)
        .map(|day| format!("{{\"date\":\"2025-01-{:02}\",\"text\":\"The road number {day} is old.\"}}\n", day * 3))
        .collect();
    let desk = Desk::with_news(&days);
    let ended = desk.run(&["timeline", "road", "--by", "day", "--svg", "road.svg"]);
    let list = "2025-01-04..2025-01-05, 2025-01-07..2025-01-08, 2025-01-10..2025-01-11 and 5 more";
    assert!(ended.stderr.contains(&format!("has no articles: {list}\n")), "{}", ended.stderr);
    let picture = std::fs::read_to_string(desk.path("road.svg")).unwrap();
    assert!(picture.contains(&format!("{list}</text>")), "{picture}");
    assert_eq!(picture.matches("fill=\"#eee\"").count(), 8, "{picture}");
}

#[test]
fn a_picture_shows_every_bar_and_gap_and_needs_nothing_else() {
    let desk = desk();
    let ended = desk.run(&["timeline", "corridor", "OR", "\"<b>&\"", "--svg", "corridor.svg"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    let picture = std::fs::read_to_string(desk.path("corridor.svg")).unwrap();
    assert_eq!(picture.matches("fill=\"#2f6db5\"").count(), 3, "{picture}");
    assert_eq!(picture.matches("no articles in the index").count(), 1, "{picture}");
    assert!(picture.contains("undated, not plotted: 1 article") && picture.ends_with("</svg>\n"));
    let outside = picture.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http") && !outside.contains("<script") && !outside.contains("<b>"), "{picture}");
}

#[test]
fn a_profile_counts_what_the_quotations_list() {
    let desk = desk();
    for name in ["lind", "Rəşad Əliyev", "qarali"] {
        let profile = &lines(&desk.run(&["speaker", name, "--json"]), "profile")[0];
        let hits = lines(&desk.run(&["quotes", "--speaker", name, "--json", "-n", "100"]), "hit");
        assert_eq!(profile["quotes"], hits.len(), "{profile}");
        let kinds = ["direct", "indirect", "mixed"].map(|kind| {
            assert_eq!(profile[kind], hits.iter().filter(|hit| hit["quote"]["kind"] == kind).count(), "{profile}");
            profile[kind].as_u64().unwrap()
        });
        assert_eq!(kinds.iter().sum::<u64>(), hits.len() as u64);
        let dates = hits.iter().filter_map(|hit| hit["date"].as_str());
        assert_eq!(profile["first"].as_str(), dates.clone().min());
        assert_eq!(profile["last"].as_str(), dates.max());
    }
    let both = &lines(&desk.run(&["speaker", "aliyev", "--json"]), "profile")[0];
    assert_eq!(both["spellings"].as_array().unwrap().len(), 2, "{both}");
    assert_snapshot!("speaker", desk.run(&["speaker", "mara", "lind"]).seen());
    assert_eq!(desk.run(&["speaker", "zeppelin"]).code, 1);
}
