//! Bytes → articles. What comes in are paths, standard input or any stream of bytes; what goes out is one [`Article`]
//! after the other, verbatim, with its identity and date, and an error for each record that is none. A format is a file of
//! this room and an arm of one `match`. Nothing here analyses a text or knows of an index.
//!
//! Everything is a stream: an input of any size is read with a bounded amount of memory (see the limits below).

mod error;
mod fields;
mod find;
mod format;

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::article::Article;

pub use error::{Doubt, Problem, ReadError, Warning};
pub use fields::{FieldMap, MapError, Target};
pub use find::{Input, Inputs, STDIN, find};
pub use format::Format;

/// Longest record, in bytes, before and after decoding.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// Most bytes that one packed input may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 256 << 30;

/// Most bytes that one byte of a packed input may unpack to, counted from [`RATIO_FREE_BYTES`] on.
pub const MAX_UNPACK_RATIO: u64 = 250;

/// Bytes that may be unpacked before the ratio counts.
pub const RATIO_FREE_BYTES: u64 = 64 << 20;

/// How inputs are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which fields of records are meant.
    pub map: FieldMap,
    /// The format of all inputs, if it is not to be told from names and first bytes.
    pub format: Option<Format>,
    /// The name that stands in place of the root in source keys (`--source`).
    pub source: Option<String>,
    /// The day from which dates are seen as future.
    pub today: NaiveDate,
}

impl Settings {
    /// Everything guessed.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self { map: FieldMap::default(), format: None, source: None, today }
    }
}

/// An article as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The article, with its identity.
    pub article: Article,
    /// First 8 bytes of the digest of all that was read into the article but its place in the file: equal for a record
    /// that did not change.
    pub content_hash: u64,
    /// What was doubtful.
    pub warnings: Vec<Warning>,
}

/// The articles of one input, in the order of the input.
pub struct Articles {}

impl Iterator for Articles {
    type Item = Result<Found, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        None
    }
}

/// Opens an input. What is wrong with it as a whole is the iterator's first item.
#[must_use]
pub fn open(_input: &Input, _settings: &Settings) -> Articles {
    Articles {}
}

/// Reads all inputs under the given paths, one after the other: [`find`], then [`open`]. Errors of the search come first.
pub fn open_all<'a>(
    roots: &[PathBuf],
    settings: &'a Settings,
) -> impl Iterator<Item = Result<Found, ReadError>> + use<'a> {
    let Inputs { inputs, errors, .. } = find(roots, settings);
    errors.into_iter().map(Err).chain(inputs.into_iter().flat_map(move |input| open(&input, settings)))
}
