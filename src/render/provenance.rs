//! Where an export comes from: what was asked, of which index, when, with which version. It goes before the export itself: as
//! one JSON object of its own, or as lines that begin with `#`.
//!
//! It is written only where it is asked for. A first object of another kind, and lines that are no table, would break what
//! reads every line as a hit or every row as a row; who asks for them knows to pass them over (`jq 'select(.provenance |
//! not)'`, `comment="#"` in R and pandas).

use std::io::{self, Write};

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::number;
use super::table::{Ending, json_line};
use crate::search::fingerprint::Fingerprint;

/// Where an export comes from.
#[derive(Clone, Debug)]
pub struct Provenance<'a> {
    /// The program and its version.
    pub program: &'a str,
    /// The command and its arguments, as they were given.
    pub arguments: &'a [String],
    /// The query as it was understood, in the query language; none where there are several or none.
    pub query: Option<String>,
    /// The day that "today" was.
    pub today: String,
    /// When it was asked: RFC 3339, in UTC.
    pub time: String,
    /// The index.
    pub index: &'a Fingerprint,
}

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    provenance: Members<'a>,
}

#[derive(Serialize)]
struct Members<'a> {
    program: &'a str,
    arguments: &'a [String],
    query: Option<&'a str>,
    today: &'a str,
    time: &'a str,
    index: IndexView<'a>,
}

#[derive(Serialize)]
struct IndexView<'a> {
    fingerprint: &'a str,
    articles: u64,
    quotes: u64,
}

impl Provenance<'_> {
    /// Writes it as one object.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn json(&self, end: Ending, out: &mut dyn Write) -> io::Result<()> {
        let Fingerprint { digits, articles, quotes } = self.index;
        let view = View {
            schema: SCHEMA,
            provenance: Members {
                program: self.program,
                arguments: self.arguments,
                query: self.query.as_deref(),
                today: &self.today,
                time: &self.time,
                index: IndexView { fingerprint: digits, articles: *articles, quotes: *quotes },
            },
        };
        json_line(&view, end, out)
    }

    /// Writes it as lines that begin with `#`.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn comments(&self, out: &mut dyn Write) -> io::Result<()> {
        let Fingerprint { digits, articles, quotes } = self.index;
        let command = self.arguments.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ");
        let index = format!("{digits} ({} articles, {} quotations)", number(*articles), number(*quotes));
        let rows = [
            ("program", self.program.to_owned()),
            ("command", command),
            ("query", self.query.clone().unwrap_or_default()),
            ("index", index),
            ("today", self.today.clone()),
            ("time", self.time.clone()),
        ];
        for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            writeln!(out, "# {name}: {}", sanitize::line(value))?;
        }
        Ok(())
    }
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,+%@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_given_again() {
        assert_eq!(shell_word("speaker:lind"), "speaker:lind");
        assert_eq!(shell_word("said:\"it's on\""), "'said:\"it'\\''s on\"'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn no_value_leaves_its_line() {
        let index = Fingerprint::default();
        let arguments = ["quotes".to_owned(), "a\nb\u{1b}".to_owned()];
        let (today, time) = (String::new(), String::new());
        let provenance =
            Provenance { program: "onrecord 1", arguments: &arguments, query: None, today, time, index: &index };
        let mut out = Vec::new();
        provenance.comments(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.starts_with("# ")) && !text.contains('\u{1b}'), "{text}");
    }
}
