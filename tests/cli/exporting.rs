//! Exports: the byte order mark, where an export comes from, ASCII signs and widths.

use serde_json::Value;

use crate::Desk;
use crate::schema::faults;

const NEWS: &str = r#"{"id":"1","title":"Treaty signed","date":"2025-01-30","outlet":"Odlar Post","text":"BAKU, Azerbaijan, January 30. The corridor treaty was signed on Thursday.\n\n“We have waited nine years for the corridor — and nobody, nobody at all in any of the four capitals, is going to close it again,” Foreign Minister Mara Lind said.\n\n“Nobody will close it again…” Lind said."}
{"id":"2","title":"Treaty debated","date":"2025-06-03","outlet":"Daily Vitols","text":"RIGA, Latvia, June 3. Parliament debated the corridor treaty on Tuesday.\n\n“The corridor costs too much,” lawmaker Ilze Strautina said.\n\n“It is a bargain,” Foreign Minister Mara Lind told lawmakers."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", NEWS);
    let ended = desk.run(&["index", "news.jsonl"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk
}

/// Every command that exports, asked for something.
const EXPORTS: [&[&str]; 13] = [
    &["search", "corridor"],
    &["quotes", "corridor"],
    &["kwic", "corridor"],
    &["count", "corridor"],
    &["match", "the corridor costs too much"],
    &["speakers", "corridor"],
    &["top", "people", "corridor"],
    &["top", "places", "corridor"],
    &["top", "outlets", "corridor"],
    &["top", "words", "bargain", "--unit", "quote"],
    &["timeline", "corridor"],
    &["first", "corridor"],
    &["compare", "--speaker", "lind", "2025-01", "2025-06"],
];

#[test]
fn a_table_may_begin_with_a_byte_order_mark() {
    let desk = desk();
    for export in EXPORTS {
        let plain = desk.run(&[export, &["--csv"]].concat()).stdout;
        let marked = desk.run(&[export, &["--csv", "--bom"]].concat()).stdout;
        assert_eq!(marked.strip_prefix('\u{feff}'), Some(plain.as_str()), "{export:?}");
        assert!(!plain.starts_with('\u{feff}') && !plain.is_empty(), "{export:?}");
        assert_eq!(desk.run(&[export, &["--json", "--bom"]].concat()).code, 2, "{export:?}");
    }
}

#[test]
fn an_export_says_where_it_comes_from_where_that_is_wanted() {
    let desk = desk();
    for export in EXPORTS {
        let ended = desk.run(&[export, &["--json", "--provenance"]].concat());
        let (first, rest) = ended.stdout.split_once('\n').unwrap();
        let first: Value = serde_json::from_str(first).unwrap();
        assert_eq!(faults("provenance", &first), [""; 0], "{first}");
        assert_eq!(rest, desk.run(&[export, &["--json"]].concat()).stdout, "{export:?}");
        let ended = desk.run(&[export, &["--csv", "--bom", "--provenance"]].concat());
        let text = ended.stdout.strip_prefix('\u{feff}').unwrap();
        let table: String =
            text.lines().filter(|line| !line.starts_with("# ")).map(|line| format!("{line}\n")).collect();
        assert_eq!(table, desk.run(&[export, &["--csv"]].concat()).stdout, "{export:?}");
        let fingerprint = first["provenance"]["index"]["fingerprint"].as_str().unwrap();
        assert!(text.contains(&format!("# index: {fingerprint} (2 articles, 4 quotations)")), "{text}");
        assert!(text.contains("# command: ") && text.contains("# time: 20"), "{text}");
    }
    let first = desk.run(&["quotes", "corridor", "--speaker", "lind", "--json", "--provenance"]).stdout;
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let members = &first["provenance"];
    assert_eq!(members["query"], "said:corridor speaker:lind");
    assert_eq!(members["arguments"][0], "quotes");
    assert_eq!(members["today"], "2026-11-20");
}

#[test]
fn a_fingerprint_is_that_of_what_was_read() {
    let print = |desk: &Desk| {
        let text = desk.run(&["count", "x", "--json", "--provenance", "--no-matches"]).stdout;
        let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        first["provenance"]["index"]["fingerprint"].as_str().unwrap().to_owned()
    };
    let lines: Vec<&str> = NEWS.lines().collect();
    let one = desk();
    let turned = Desk::new();
    // the same in two runs, in the other order
    turned.write("news.jsonl", format!("{}\n", lines[1]));
    turned.run(&["index", "news.jsonl"]);
    assert_ne!(print(&one), print(&turned), "an article less");
    turned.write("news.jsonl", format!("{}\n{}\n", lines[1], lines[0]));
    turned.run(&["index", "news.jsonl"]);
    assert_eq!(print(&one), print(&turned));
    let changed = Desk::new();
    changed.write("news.jsonl", NEWS.replace("a bargain", "a burden"));
    changed.run(&["index", "news.jsonl"]);
    assert_ne!(print(&one), print(&changed), "a word changed");
}

#[test]
fn ascii_is_for_people_and_leaves_data_alone() {
    let desk = desk();
    for export in EXPORTS.iter().copied().chain([&["speaker", "lind"][..], &["search", "corridor", "--explain"]]) {
        let ended = desk.run(&[export, &["--ascii"]].concat());
        assert_eq!(ended.code, 0, "{}", ended.seen());
        assert!(ended.stdout.is_ascii() && ended.stderr.is_ascii(), "{}", ended.seen());
    }
    let id = desk.run(&["search", "debated", "--format", "{id}"]).stdout;
    for arguments in [&["show"][..], &["show", "--quotes"], &["cite"]] {
        let ended = desk.run(&[arguments, &[id.trim(), "--ascii"]].concat());
        assert!(ended.code == 0 && ended.stdout.is_ascii(), "{}", ended.seen());
    }
    let data = desk.run(&["quotes", "nobody", "--json", "--ascii"]).stdout;
    assert!(data.contains('“') || data.contains('…') || data.contains('—'), "{data}");
}

#[test]
fn lines_for_people_fit_the_width() {
    let desk = desk();
    for width in ["60", "80", "120"] {
        for signs in [&[][..], &["--ascii"]] {
            for export in EXPORTS.iter().copied().chain([&["speaker", "lind"][..]]) {
                let ended = desk.run(&[export, &["--width", width], signs].concat());
                let limit: usize = width.parse().unwrap();
                let long = ended.stdout.lines().find(|line| line.chars().count() > limit);
                assert_eq!(long, None, "{export:?} {width}: {}", ended.stdout);
            }
        }
    }
    let wide = desk.run(&["compare", "--speaker", "lind", "2025-01", "2025-06", "--width", "120"]);
    insta::assert_snapshot!("side_by_side", wide.seen());
}
