//! `index` and `extract`: what is read, what is refused, and what is said about it.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use insta::assert_snapshot;
use onrecord::local::{LocalWriter, WriterOptions};
use serde_json::Value;

use crate::Desk;

const ARTICLE: &str = " date 2025-10-10 BAKU, Azerbaijan, October 10. \"The road is open,\" Minister Mara Lind said.\n";

fn summary(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    let ended = desk.run(&[&["index", "--json"], arguments].concat());
    (ended.code, serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{}", ended.seen())))
}

#[test]
fn a_second_run_reads_only_what_has_changed() {
    let desk = Desk::new();
    desk.write("in/a.txt", ARTICLE).write("in/b.txt", ARTICLE.replace("road", "bridge"));
    let (code, first) = summary(&desk, &["in"]);
    assert_eq!((code, &first["added"]), (0, &Value::from(2)));
    let (code, second) = summary(&desk, &["in"]);
    assert_eq!((code, &second["added"], &second["unchanged"]), (0, &Value::from(0), &Value::from(2)));
    desk.write("in/b.txt", ARTICLE.replace("road", "tunnel under the river"));
    let (_, third) = summary(&desk, &["in"]);
    assert_eq!(third["unchanged"], 1);
    assert_eq!(desk.run(&["search", "tunnel", "-c"]).stdout, "1\n");
    assert_eq!(desk.run(&["search", "bridge", "-c"]).stdout, "0\n");
    fs::remove_file(desk.path("in/a.txt")).unwrap();
    assert_eq!(summary(&desk, &["in"]).1["gone"].as_array().unwrap().len(), 1);
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "1\n");
    assert_eq!(summary(&desk, &["--prune", "in"]).1["inputs_pruned"], 1);
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "0\n");
}

#[test]
fn a_forgotten_flag_or_a_broken_file_removes_no_article() {
    let desk = Desk::new();
    desk.write("in/a.jsonl", r#"{"inhalt":"The road is open."}"#).write("in/b.txt", "The bridge is shut.");
    let mapped = ["in", "--map", "body=inhalt"];
    assert_eq!(summary(&desk, &mapped).1["added"], 2);
    let (code, forgotten) = summary(&desk, &["in"]);
    assert_eq!(
        (code, &forgotten["deleted"], &forgotten["kept"]),
        (0, &Value::from(0), &serde_json::json!(["a.jsonl"]))
    );
    assert!(desk.run(&["index", "in"]).stdout.contains("kept        a.jsonl (nothing in it can be read any more"));
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "1\n");
    let (_, again) = summary(&desk, &mapped);
    assert_eq!((&again["unchanged"], &again["kept"]), (&Value::from(2), &serde_json::json!([])));
    desk.write("in/b.txt", b"\x00".as_slice());
    assert_eq!(summary(&desk, &mapped).1["kept"], serde_json::json!(["b.txt"]));
    assert_eq!(desk.run(&["search", "bridge", "-c"]).stdout, "1\n");
    let (_, pruned) = summary(&desk, &["in", "--prune"]);
    assert_eq!((&pruned["deleted"], &pruned["kept"]), (&Value::from(1), &serde_json::json!(["b.txt"])));
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "0\n");
}

#[test]
fn a_bad_record_is_reported_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.write(
        "in/good.jsonl",
        "{\"id\":1,\"text\":\"The road is open.\"}\nno json\n{\"id\":2}\n{\"id\":3,\"text\":\"It is shut.\"}\n",
    );
    desk.write("in/rows.csv", "title,body\nOne,The road is open.\nTwo\n");
    desk.write("in/empty.txt", "").write("in/binary.txt", b"\x00\x01\x02\x03".as_slice());
    let ended = desk.run(&["index", "in", "--rejects", "rejects.jsonl"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    assert!(ended.stdout.contains("3 articles, 5 rejected"), "{}", ended.stdout);
    let rejects = fs::read_to_string(desk.path("rejects.jsonl")).unwrap();
    assert_eq!(rejects.lines().count(), 5, "{rejects}");
    for line in rejects.lines() {
        let reject: Value = serde_json::from_str(line).unwrap();
        assert!(reject["path"].is_string() && reject["why"].is_string(), "{line}");
    }
    assert_snapshot!(ended.stderr);
    assert_eq!(Desk::new().write("in/a.txt", ARTICLE).write("in/b.txt", "").run(&["index", "--strict", "in"]).code, 3);
}

#[test]
fn nothing_to_index_is_an_error_that_says_why() {
    let desk = Desk::new();
    desk.write("in/photo.jpg", "x");
    assert_snapshot!("no_articles", desk.run(&["index", "in"]).seen());
    assert_snapshot!("no_such_path", desk.run(&["index", "nowhere"]).seen());
    assert_snapshot!("bad_map", desk.run(&["index", "--map", "headlin=title", "in"]).seen());
}

#[test]
fn standard_input_is_read_and_named() {
    let desk = Desk::new();
    let ended = desk.run_with(
        &["index", "--source", "feed", "-"],
        b"{\"id\":7,\"headline\":\"Road\",\"text\":\"The road is open.\"}\n",
    );
    assert_eq!(ended.code, 0, "{}", ended.seen());
    let hit: Value = serde_json::from_str(&desk.run(&["search", "road", "--json"]).stdout).unwrap();
    assert_eq!((&hit["title"], &hit["source_id"]), (&Value::from("Road"), &Value::from("7")));
}

#[test]
fn a_dry_run_shows_the_fields_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("in/x.csv", "head,when,story\nRoad,2025-10-10,The road is open.\n");
    let ended = desk.run(&["index", "--dry-run", "--map", "title=head,date=when,body=story", "in"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    for part in ["title       Road", "2025-10-10", "The road is open."] {
        assert!(ended.stdout.contains(part), "{part}: {}", ended.stdout);
    }
    assert!(!desk.path("index").exists());
}

#[test]
fn extract_needs_no_index_and_keeps_the_order() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE).write("b.txt", ARTICLE.replace("road", "bridge"));
    let ended = desk.run(&["extract", "b.txt", "a.txt"]);
    let paths: Vec<Value> =
        ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].clone()).collect();
    assert_eq!(paths, ["b.txt", "a.txt"]);
    assert!(!desk.path("index").exists());
    assert_eq!(desk.run(&["extract", "missing.txt"]).code, 2);

    desk.write("page.xhtml", "<?xml version=\"1.0\"?>\n<html><p>Open.</p></html>");
    let refused = desk.run(&["extract", "page.xhtml"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("page.xhtml: not text: an HTML page (take its text out first"),
        "{}",
        refused.stderr
    );
}

#[test]
fn control_characters_of_an_article_never_reach_the_terminal() {
    let desk = Desk::new();
    desk.write("in/evil.txt", "Head\u{1b}[31mline\n\nThe \u{1b}]0;owned\u{7} road \u{202e}is open.\n");
    desk.run(&["index", "in"]);
    for arguments in [&["search", "road"][..], &["search", "road", "--json"], &["search", "road", "--csv"]] {
        let ended = desk.run(arguments);
        assert_eq!(ended.code, 0, "{}", ended.seen());
        let steering = |c: char| c == '\u{1b}' || c == '\u{7}' || c == '\u{202e}';
        assert!(!ended.stdout.contains(steering), "{arguments:?}: {:?}", ended.stdout);
    }
}

#[test]
fn an_interrupted_run_keeps_what_it_committed_and_the_next_goes_on() {
    let desk = Desk::new();
    let line = |n: usize| format!("{{\"id\":{n},\"text\":\"Report {n}. {}\"}}\n", "The road is open. ".repeat(200));
    desk.write("in/many.jsonl", (0..4000).map(line).collect::<String>());
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["index", "in"])
        .current_dir(desk.folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success() || child.try_wait().unwrap().is_some());
    let code = child.wait().unwrap().code();
    assert!(code == Some(130) || code == Some(0), "{code:?}");
    let ended = desk.run(&["index", "in"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "4000\n");
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn two_writers_do_not_meet_and_readers_go_on() {
    let desk = Desk::new();
    desk.write("in/a.txt", ARTICLE).write("more/b.txt", ARTICLE.replace("road", "bridge"));
    assert_eq!(desk.run(&["index", "in"]).code, 0);
    let first = LocalWriter::open_or_create(&desk.path("index"), &WriterOptions::default()).unwrap();
    let second = desk.run(&["index", "more"]);
    assert_eq!(second.code, 2, "{}", second.seen());
    assert_snapshot!("locked", second.stderr);
    assert_eq!(desk.run(&["search", "road", "-c"]).stdout, "1\n");
    drop(first);
    assert_eq!(desk.run(&["index", "more"]).code, 0);
}

#[test]
fn stored_articles_of_another_format_are_told_apart_from_damage() {
    let desk = Desk::new();
    desk.write("in/a.txt", ARTICLE);
    assert_eq!(desk.run(&["index", "in"]).code, 0);
    let manifest = desk.path("index/gen-0001/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"record\": ", "\"record\": 9")).unwrap();
    for arguments in [&["search", "road"][..], &["index", "in"], &["index", "--rebuild"], &["check"]] {
        let ended = desk.run(arguments);
        assert_eq!(ended.code, 2, "{}", ended.seen());
        assert!(ended.stderr.contains("record format"), "{}", ended.seen());
        assert!(ended.stderr.contains("hint: the articles stored in it cannot be read"), "{}", ended.seen());
    }
}

#[test]
fn damage_is_told_in_words_and_never_as_a_panic() {
    let desk = Desk::new();
    desk.write("in/a.txt", ARTICLE);
    assert_eq!(desk.run(&["index", "in"]).code, 0);
    let mut refused = 0;
    for entry in fs::read_dir(desk.path("index/gen-0001")).unwrap() {
        let path = entry.unwrap().path();
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).rev().step_by(7).take(6) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            fs::remove_file(&path).unwrap();
            fs::write(&path, &bytes).unwrap();
            let ended = desk.run(&["search", "road"]);
            assert!((0..=2).contains(&ended.code), "{} {at}: {}", path.display(), ended.seen());
            assert!(!ended.stderr.contains("panicked"), "{} {at}: {}", path.display(), ended.seen());
            refused += i32::from(ended.code == 2);
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(refused > 5, "{refused}");
    assert_eq!(desk.run(&["search", "road"]).code, 0);
}
