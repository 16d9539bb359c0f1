//! Data flows one way: a room names only rooms on lower floors, every file says what it is for, and what belongs to one
//! room (tantivy, clap, rayon, output) stays in it.

#![expect(clippy::unwrap_used, reason = "a test or a measurement may panic, and prints for people")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the ground up. Rooms of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["text", "date"],
    &["article", "annotation", "field", "lexicon"],
    &["read", "analysis", "query"],
    &["document", "matching"],
    &["engine"],
    &["local", "scan", "cluster", "ingest", "search"],
    &["render"],
    &["serve"],
];

/// A word and the places (room, or file of the binary) that may use it.
const KEPT: &[(&str, &[&str])] = &[
    ("tantivy", &["local"]),
    ("clap", &["bin"]),
    ("rayon", &["ingest", "scan"]),
    ("print!", &["render", "bin"]),
    ("println!", &["render", "bin"]),
    ("eprintln!", &["render", "bin"]),
];

struct Source {
    path: PathBuf,
    room: String,
    code: String,
    lines: Vec<String>,
}

#[test]
fn rooms_name_only_lower_floors() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.room == "bin" || source.room == "lib" {
            continue;
        }
        let Some(own) = floor(&source.room) else {
            wrong.push(format!("{}: room `{}` has no floor", source.path.display(), source.room));
            continue;
        };
        for other in rooms_named(&source.code) {
            if other != source.room && floor(&other).is_some_and(|floor| floor >= own) {
                wrong.push(format!(
                    "{}: `{}` names `{other}`, which is not on a lower floor",
                    source.path.display(),
                    source.room
                ));
            }
        }
        if source.code.contains("super::super::super") {
            wrong.push(format!("{}: climbs out of its room", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|s| !s.lines[0].starts_with("//!")).map(|s| s.path).collect();
    assert!(silent.is_empty(), "no module doc on line 1: {silent:?}");
}

#[test]
fn what_belongs_to_one_room_stays_there() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (word, rooms) in KEPT {
            if !rooms.contains(&source.room.as_str()) && has_word(&source.code, word) {
                wrong.push(format!("{}: `{word}` belongs to {rooms:?}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_names_sees_groups_and_plain_paths() {
    assert_eq!(rooms_named("use crate::text::Span; let x = crate::date::day();"), ["text", "date"]);
    assert_eq!(rooms_named("use crate::{article::{A, B}, query};"), ["article", "query"]);
    assert!(rooms_named("my_crate::text").is_empty());
    assert!(has_word("use tantivy::schema", "tantivy") && !has_word("use tantivy_fst::Automaton", "tantivy"));
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// All Rust files below `src`, comments taken out.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 10, "too few files: is the path right?");
    found
}

fn walk(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let inner = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
            let first = inner.components().next().unwrap().as_os_str().to_string_lossy();
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let code = lines
                .iter()
                .filter(|line| !line.trim_start().starts_with("//"))
                .cloned()
                .collect::<Vec<_>>()
                .join("\n");
            found.push(Source { room: first.trim_end_matches(".rs").to_owned(), path, code, lines });
        }
    }
}

/// The first names behind `crate::`, groups taken apart.
fn rooms_named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_members(group)),
            None => names.push(first_name(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn group_members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 1;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => members.push(String::new()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if let Some(last) = members.last_mut().filter(|_| c != ',' || depth > 1) {
            last.push(c);
        }
    }
    members.iter().map(|member| first_name(member.trim())).collect()
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        edge(code[..at].chars().next_back()) && (word.ends_with('!') || edge(code[at + word.len()..].chars().next()))
    })
}
