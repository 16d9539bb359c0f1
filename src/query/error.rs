//! What the parser has to say: an error that stops it, or a note on what it assumed. Both know where in which text. What
//! comes out is plain text for people; colours and streams are not known here.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::field::Field;
use crate::text::{Span, is_unsafe};

/// A query that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The text that `span` points into: the query, or the value of a flag.
    pub text: String,
    /// The flag whose value `text` is; none for the query itself.
    pub flag: Option<Field>,
    /// Where, in bytes of `text`.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Something the parser assumed, and says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The flag whose value `span` points into; none for the query itself.
    pub flag: Option<Field>,
    /// Where, in bytes.
    pub span: Span,
    /// What was assumed: lower case, no full stop.
    pub message: String,
    /// What sort of note it is.
    pub kind: NoteKind,
}

/// What sort of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// The query was mended to be understood (a lone mark, an operator without its words): an error where strictness is
    /// asked for.
    Mended,
    /// One of several possible meanings was taken.
    Assumed,
    /// Another query may be what was wanted: worth saying where little or nothing is found.
    Advice,
}

/// Characters of the query that are shown on either side of an error.
const CONTEXT_CHARS: usize = 50;

impl QueryError {
    /// The error for people: the message, the query with the place marked beneath, the hint; lines parted by line feeds,
    /// none at the end. Characters that could play tricks on a terminal are replaced.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = clean(&self.message);
        let (before, marked, after) = self.around();
        let lead = self.flag.map_or_else(String::new, |flag| format!("--{} ", flag.name()));
        let (before, marked, after) = (format!("{lead}{}", clean(&before)), clean(&marked), clean(&after));
        out.push_str(&format!(
            "\n  {before}{marked}{after}\n  {}{}",
            " ".repeat(width(&before)),
            "^".repeat(width(&marked).max(1))
        ));
        if let Some(hint) = &self.hint {
            out.push_str("\nhint: ");
            out.push_str(&clean(hint));
        }
        out
    }

    /// The text before, in and after the span, each cut to what fits in a line.
    fn around(&self) -> (String, String, String) {
        let start = floor(&self.text, self.span.start as usize);
        let end = floor(&self.text, self.span.end as usize).max(start);
        let (before, rest) = self.text.split_at(start);
        let (marked, after) = rest.split_at(end - start);
        let cut = before.chars().rev().nth(CONTEXT_CHARS).is_some();
        let tail: String = before.chars().rev().take(CONTEXT_CHARS).collect();
        let before = format!("{}{}", if cut { "…" } else { "" }, tail.chars().rev().collect::<String>());
        (before, shorten(marked), shorten(after))
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.message))
    }
}

impl std::error::Error for QueryError {}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(CONTEXT_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Without control characters, and without those that turn the direction of writing.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            c if is_unsafe(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}
