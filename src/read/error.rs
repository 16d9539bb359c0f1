//! What can be wrong with an input or a record, and what was doubtful in one that was read. Plain data with plain words;
//! nothing here reads anything.

use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::SerializeStruct;
use thiserror::Error;

use crate::article::DateFrom;

/// An input or one of its records that could not be read. Reading goes on after it wherever it can.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{}: {problem}", self.place())]
pub struct ReadError {
    /// The source key of the input, or the path as it was given.
    pub path: String,
    /// Number of the record in the input, from 1; none if the whole input is meant.
    pub record: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

impl ReadError {
    /// A problem of a whole input.
    #[must_use]
    pub fn input(path: &str, problem: Problem) -> Self {
        Self { path: path.to_owned(), record: None, problem }
    }

    /// A problem of one record.
    #[must_use]
    pub fn record(path: &str, record: u64, problem: Problem) -> Self {
        Self { path: path.to_owned(), record: Some(record), problem }
    }

    /// `path`, or `path, record 3`.
    #[must_use]
    pub fn place(&self) -> String {
        place(&self.path, self.record)
    }
}

/// In JSON: `path record what why hint`.
impl Serialize for ReadError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ReadError", 5)?;
        out.serialize_field("path", &self.path)?;
        out.serialize_field("record", &self.record)?;
        out.serialize_field("what", self.problem.what())?;
        out.serialize_field("why", &self.problem.to_string())?;
        out.serialize_field("hint", &self.problem.hint())?;
        out.end()
    }
}

fn place(path: &str, record: Option<u64>) -> String {
    match record {
        Some(record) => format!("{path}, record {record}"),
        None => path.to_owned(),
    }
}

/// What is wrong with an input or a record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// There is no such file or folder.
    #[error("no such file or folder")]
    NotFound,
    /// The system refuses to open or read it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It holds no bytes but white space.
    #[error("empty")]
    Empty,
    /// It is no text.
    #[error("not text: {0}")]
    Binary(&'static str),
    /// It is packed in a way that is not read.
    #[error("packed with {0}, which is not read")]
    Packed(&'static str),
    /// Packed data ends in the middle, or is broken.
    #[error("{format} data cut off or damaged: {why}")]
    Damaged {
        /// `gzip` or `zstd`.
        format: &'static str,
        /// What the decoder says.
        why: String,
    },
    /// It unpacks to more than is accepted.
    #[error("unpacks to more than {0}")]
    Bomb(String),
    /// A record is longer than is accepted.
    #[error("longer than {} MB", .0 / (1 << 20))]
    TooLong(u64),
    /// Not valid JSON.
    #[error("not valid JSON: {0}")]
    Json(String),
    /// JSON, but no object.
    #[error("{0}, where an object with the fields of an article is needed")]
    NotAnObject(&'static str),
    /// A row with more or fewer fields than the header.
    #[error("{found} field{}, the header has {expected}", if *.found == 1 { "" } else { "s" })]
    RowLength {
        /// Fields of the row.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A table that cannot be read.
    #[error("not a valid table: {0}")]
    Table(String),
    /// The header of a table has no column for the text.
    #[error("no column for the body; the columns are {0}")]
    NoBodyColumn(String),
    /// There is no text.
    #[error("no body{}", fields_seen(.0))]
    NoBody(Vec<String>),
    /// The text is there, but empty.
    #[error("empty body")]
    EmptyBody,
    /// The text holds NUL characters.
    #[error("the body holds NUL characters: it is no text")]
    BinaryBody,
    /// A fault of the program: the record was left out.
    #[error("the program failed on it; it was left out")]
    Fault,
    /// Two inputs would go by one name.
    #[error("{0} would be known as the same input")]
    SameName(String),
    /// A folder, or all that was given, holds nothing that can be read.
    #[error("no articles{}", skipped_kinds(.0))]
    NoArticles(Vec<(String, u64)>),
}

impl Problem {
    /// One or two words for the kind of problem, for lists and counts.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self {
            Self::NotFound => "not found",
            Self::Unreadable(_) => "unreadable",
            Self::Empty => "empty",
            Self::Binary(_) | Self::BinaryBody => "not text",
            Self::Packed(_) => "packed",
            Self::Damaged { .. } => "damaged",
            Self::Bomb(_) | Self::TooLong(_) => "too large",
            Self::Json(_) | Self::NotAnObject(_) => "bad JSON",
            Self::RowLength { .. } | Self::Table(_) | Self::NoBodyColumn(_) => "bad table",
            Self::NoBody(_) | Self::EmptyBody => "no body",
            Self::Fault => "fault",
            Self::SameName(_) => "same name",
            Self::NoArticles(_) => "no articles",
        }
    }

    /// What to do about it, if there is something that helps.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Binary("a PDF file") => "take its text out first, for instance with pdftotext",
            Self::Binary("an HTML page") => "take its text out first, for instance with pandoc -t plain",
            Self::Binary("an XML document") => "take the articles out of it first, as text or as JSON lines",
            Self::Binary("a zip archive or an office document") => "unpack it, or save it as plain text",
            Self::Binary(_) | Self::BinaryBody => "UTF-16 is read if it begins with a byte order mark",
            Self::Packed(_) => "unpack it first; .gz and .zst are read as they are",
            Self::Damaged { .. } => "copy it again; the records before the break were read",
            Self::Bomb(_) => "unpack it by hand if it is what you expect",
            Self::TooLong(_) => "split it: one record is one article",
            Self::Json(_) => "one JSON object a line (.jsonl), or one object, a list, or {\"articles\": [...]} (.json)",
            Self::RowLength { .. } => "put fields that hold the separator or a line break in quotation marks",
            Self::NoBodyColumn(_) | Self::NoBody(_) => "name the field that holds the text: --map body=FIELD",
            Self::Fault => "please report it with the record, if you can",
            Self::SameName(_) => "index the folder that holds both, or one after the other with --source NAME",
            Self::NoArticles(_) => {
                "text (.txt), .jsonl, .json, .csv and .tsv are read, also as .gz and .zst; hidden files and what \
                 .gitignore, .ignore or .onrecordignore name are left out"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

fn fields_seen(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; the fields are {}", names.join(", ")) }
}

fn skipped_kinds(kinds: &[(String, u64)]) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let list: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    format!("; left out by their kind: {}", list.join(", "))
}

/// Something doubtful in a record that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {doubt}", place(path, *record))]
pub struct Warning {
    /// The source key of the input.
    pub path: String,
    /// Number of the record in the input, from 1; none if the whole input is meant.
    pub record: Option<u64>,
    /// What is doubtful.
    pub doubt: Doubt,
}

/// What is doubtful in a record that was read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Doubt {
    /// A date that is in no known form.
    #[error("date `{0}` is not understood; the article is undated")]
    UnknownDate(String),
    /// A date that can be read in two ways.
    #[error("date `{text}` can be {first} or {second}; the article is undated")]
    AmbiguousDate {
        /// As it stands.
        text: String,
        /// Day first.
        first: NaiveDate,
        /// Month first.
        second: NaiveDate,
    },
    /// A date that cannot be that of a news article.
    #[error("date `{0}` is before 1600 or in the future; it was dropped")]
    ImplausibleDate(String),
    /// Two dates that disagree.
    #[error("{} says {used}, {} says {other}; the first was taken", .used_from.name(), .other_from.name())]
    DateConflict {
        /// The date that was taken.
        used: NaiveDate,
        /// Where it stands.
        used_from: DateFrom,
        /// The other, as far as it says.
        other: String,
        /// Where that stands.
        other_from: DateFrom,
    },
    /// Text that was not UTF-8.
    #[error("read as {0}, because it is not valid UTF-8")]
    Encoding(&'static str),
    /// Bytes that are no characters.
    #[error("{0} characters could not be decoded and were replaced by U+FFFD")]
    Replaced(u64),
}

impl Doubt {
    /// One or two words for the kind of doubt, for counts.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self {
            Self::UnknownDate(_) => "date not understood",
            Self::AmbiguousDate { .. } => "ambiguous date",
            Self::ImplausibleDate(_) => "implausible date",
            Self::DateConflict { .. } => "dates disagree",
            Self::Encoding(_) => "not UTF-8",
            Self::Replaced(_) => "characters replaced",
        }
    }
}
