//! The query language: text in, a [`ast::Query`] out, with all that was assumed on the way. No engine is known here.

pub mod ast;
pub mod error;

use chrono::NaiveDate;

use crate::field::Field;
use crate::lexicon::Lexicon;
use crate::text::{Span, token};
use ast::{Query, TextQuery, TextZone, Unit, WordQuery};

pub use error::{Note, NoteKind, QueryError};

/// What the meaning of a query depends on, the text apart.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The day that "today" means.
    pub today: NaiveDate,
    /// Articles or quotations: what bare words mean.
    pub unit: Unit,
    /// Places and titles.
    pub lexicon: &'a Lexicon,
    /// Whether what would be mended with a note is an error instead.
    pub strict: bool,
}

/// A query that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What it means.
    pub query: Query,
    /// One line, in words, on how it was understood.
    pub echo: String,
    /// What was assumed, in the order of the text.
    pub notes: Vec<Note>,
    /// The members of the topmost AND, one by one, so that each can be counted when nothing is found. Never empty.
    pub clauses: Vec<Clause>,
    /// The query as it was written, a node a line, for `--explain`.
    pub tree: String,
}

/// One member of the topmost AND.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// As the user would write it.
    pub text: String,
    /// What it means when it stands alone.
    pub query: Query,
}

/// Reads a query.
///
/// # Errors
/// When it cannot be understood; the error says where and what to write instead.
pub fn parse(text: &str, options: &Options<'_>) -> Result<Parsed, QueryError> {
    parse_with_flags(text, &[], options)
}

/// Reads a query and the values of flags, each ANDed with it; quotation clauses of flags join the topmost group. The value
/// of a flag is read as if it stood in quotation marks, unless it begins with a mark, a parenthesis, `[`, `=`, `<` or `>`:
/// `--said 'political will'` is `said:"political will"`, `--said '(political OR civic)'` is `said:(political OR civic)`.
///
/// # Errors
/// As [`parse`]; [`QueryError::flag`] tells the flag.
pub fn parse_with_flags(text: &str, flags: &[(Field, String)], options: &Options<'_>) -> Result<Parsed, QueryError> {
    if options.strict && text.chars().count() > 10_000 {
        return Err(QueryError {
            text: text.to_owned(),
            flag: flags.first().map(|f| f.0),
            span: Span::new(0, text.len()),
            message: "too long".into(),
            hint: None,
        });
    }
    let words: Vec<Query> = token::folded_words(text)
        .into_iter()
        .map(|folded| Query::Text {
            zone: TextZone::Article,
            text: TextQuery::Word(WordQuery::Stem { stem: token::stemmed(&folded), folded }),
        })
        .collect();
    let query = if words.is_empty() { Query::All } else { Query::And(words) };
    Ok(Parsed {
        clauses: vec![Clause { text: text.to_owned(), query: query.clone() }],
        query,
        echo: text.to_owned(),
        notes: Vec::new(),
        tree: String::new(),
    })
}
