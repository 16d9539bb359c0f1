//! Notes and errors while one text (the query, or the value of a flag) is read.

use super::error::{Note, NoteKind, QueryError};
use crate::field::Field;
use crate::text::Span;

/// Why reading stops; [`Notes::fail`] makes the error of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The named query whose text `span` points into, and that text; none for the text that is read.
    pub(super) inside: Option<(String, String)>,
}

impl Problem {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), hint: None, inside: None }
    }

    /// The same problem, which stands in the text of a named query.
    pub(super) fn inside(self, name: &str, text: &str) -> Self {
        let inside = self.inside.unwrap_or_else(|| (name.to_owned(), text.to_owned()));
        Self { inside: Some(inside), ..self }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Collects the notes on one text.
#[derive(Debug)]
pub(super) struct Notes {
    flag: Option<Field>,
    notes: Vec<Note>,
}

impl Notes {
    pub(super) fn new(flag: Option<Field>) -> Self {
        Self { flag, notes: Vec::new() }
    }

    pub(super) fn add(&mut self, kind: NoteKind, span: Span, message: impl Into<String>) {
        let note = Note { flag: self.flag, span, message: message.into(), kind };
        // The first mended place is kept whatever came before: under strictness it is the error.
        let is_first_mended = || kind == NoteKind::Mended && self.notes.iter().all(|note| note.kind != kind);
        if (self.notes.len() < MAX_NOTES && !self.notes.contains(&note)) || is_first_mended() {
            self.notes.push(note);
        }
    }

    pub(super) fn mended(&mut self, span: Span, message: impl Into<String>) {
        self.add(NoteKind::Mended, span, message);
    }

    pub(super) fn assumed(&mut self, span: Span, message: impl Into<String>) {
        self.add(NoteKind::Assumed, span, message);
    }

    pub(super) fn advise(&mut self, span: Span, message: impl Into<String>) {
        self.add(NoteKind::Advice, span, message);
    }

    /// Takes over the notes on the text of a named query, which is written at `span`.
    pub(super) fn take_from(&mut self, inner: Self, name: &str, span: Span) {
        for note in inner.notes {
            self.add(note.kind, span, format!("in query:{name}: {}", note.message));
        }
    }

    /// The error of a problem in `text`.
    pub(super) fn fail(&self, text: &str, problem: Problem) -> QueryError {
        let Problem { span, message, hint, inside } = problem;
        match inside {
            None => QueryError { text: text.to_owned(), flag: self.flag, span, message, hint },
            Some((name, text)) => {
                QueryError { text, flag: None, span, message: format!("in query:{name}: {message}"), hint }
            }
        }
    }

    /// The notes in the order of the text; under strictness the first mended place is an error.
    pub(super) fn finish(mut self, text: &str, strict: bool) -> Result<Vec<Note>, QueryError> {
        self.notes.sort_by_key(|note| (note.span.start, note.span.end));
        let mended = self.notes.iter().find(|note| strict && note.kind == NoteKind::Mended);
        match mended.cloned() {
            Some(note) => Err(self.fail(text, Problem::new(note.span, note.message))),
            None => Ok(self.notes),
        }
    }
}

/// Notes that are kept: nobody reads more.
const MAX_NOTES: usize = 50;
