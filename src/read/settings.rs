//! How inputs are read, within which limits, and what comes of it. Data only.

use chrono::NaiveDate;

use super::error::Warning;
use super::fields::FieldMap;
use super::format::Format;
use crate::article::Article;

/// Longest record, in bytes, before and after decoding.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// Most bytes that one packed input may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 256 << 30;

/// Most bytes that one byte of a packed input may unpack to, counted from [`RATIO_FREE_BYTES`] on.
pub const MAX_UNPACK_RATIO: u64 = 250;

/// Bytes that may be unpacked before the ratio counts.
pub const RATIO_FREE_BYTES: u64 = 64 << 20;

/// Bytes at the beginning of an input that are looked at before it is read.
pub(super) const SNIFF_BYTES: u64 = 1 << 20;

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
