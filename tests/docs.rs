//! The sessions in the documentation are run, not trusted: every `console` block is executed command by command in the
//! root of the project, with an index of its own, and must print what it shows. `ONRECORD_WRITE_DOCS=1 cargo test --test
//! docs` writes what is printed into the documents.

#![expect(clippy::unwrap_used, reason = "a test or a measurement may panic, and prints for people")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Documents with sessions.
const DOCUMENTS: [&str; 1] = ["README.md"];

#[test]
fn sessions_print_what_they_show() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sessions = 0;
    for name in DOCUMENTS {
        let path = root.join(name);
        let shown = fs::read_to_string(&path).unwrap();
        let index = tempfile::tempdir().unwrap();
        let mut printed = String::new();
        let mut block: Option<String> = None;
        for line in shown.lines() {
            match &mut block {
                Some(commands) if line == "```" => {
                    sessions += 1;
                    printed.push_str(&run_all(commands, root, index.path()));
                    printed.push_str("```\n");
                    block = None;
                }
                Some(commands) => commands.push_str(&format!("{line}\n")),
                None => {
                    printed.push_str(line);
                    printed.push('\n');
                    block = (line == "```console").then(String::new);
                }
            }
        }
        if std::env::var_os("ONRECORD_WRITE_DOCS").is_some() {
            fs::write(&path, &printed).unwrap();
        } else {
            assert_eq!(without_times(&shown), without_times(&printed), "{name} shows something else than is printed");
        }
    }
    assert!(sessions > 0, "no session was found: has the form of the documents changed?");
}

/// Runs the lines that begin with `$ onrecord`; gives them with what they print, both streams, and blank lines between.
fn run_all(block: &str, root: &Path, index: &Path) -> String {
    let mut out = String::new();
    for line in block.lines().filter(|line| line.starts_with("$ ")) {
        let words = words(line.trim_start_matches("$ "));
        assert_eq!(words[0], "onrecord", "only the program itself is run: {line}");
        let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(&words[1..])
            .current_dir(root)
            .env_clear()
            .env("ONRECORD_INDEX", index)
            .env("ONRECORD_TODAY", "2026-11-20")
            .output()
            .unwrap();
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        out.push_str(&String::from_utf8(output.stdout).unwrap());
        out.push_str(&String::from_utf8(output.stderr).unwrap());
    }
    out
}

/// Splits a command at blanks, single quotation marks observed.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A text with its durations taken out: they differ from run to run.
fn without_times(text: &str) -> String {
    text.lines()
        .map(|line| line.split(' ').map(|word| if is_seconds(word) { "N" } else { word }).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_seconds(word: &str) -> bool {
    word.split_once('.').is_some_and(|(whole, part)| {
        part.len() == 2
            && [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}
