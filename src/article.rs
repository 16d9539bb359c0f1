//! An article as it was read: its text, what its source says about it, and where it came from. What analysis adds stands
//! in `annotation`.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A news article. `body` is verbatim, so that spans into it can be checked against the source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Identity, stable over runs and machines.
    pub id: ArticleId,
    /// The record's own id, as its source gives it.
    pub source_id: Option<String>,
    /// Headline; empty where there is none.
    pub title: String,
    /// The text, paragraphs parted by line breaks as the source has them.
    pub body: String,
    /// Civil day of publication, as printed.
    pub date: Option<NaiveDate>,
    /// Where `date` was found.
    pub date_from: DateFrom,
    /// Moment of publication, if a clock time is known.
    pub timestamp: Option<DateTime<Utc>>,
    /// Who published it: "Trend", "Reuters".
    pub outlet: Option<String>,
    /// Its authors, as printed.
    pub byline: Option<String>,
    /// Dateline, as the record gives it apart from the body.
    pub dateline: Option<String>,
    /// ISO 639-1 code of its language, if known.
    pub language: Option<String>,
    /// Section or topic, as the source names it.
    pub section: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Which file and record it was read from.
    pub origin: Origin,
}

/// Where an article was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file, relative to the indexed root with `/` between parts, or as given with `--source`; `-` for standard input.
    pub path: String,
    /// Name of the format: `text`, `jsonl`, `json`, `csv`.
    pub format: String,
    /// Number of the record in its file, from 1.
    pub record: u64,
    /// Where the body begins in the decoded input, in bytes, if it stands there as such.
    pub body_offset: Option<u64>,
}

/// What told the date of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateFrom {
    /// A header of the text, ` date 2025-10-10`.
    Header,
    /// The dateline, with the year printed in it.
    Dateline,
    /// A field of the record.
    Metadata,
    /// The feed.
    Feed,
    /// The address.
    Url,
    /// The name of the file.
    File,
    /// Nothing: there is no date.
    #[default]
    None,
}

impl DateFrom {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Dateline => "dateline",
            Self::Metadata => "metadata",
            Self::Feed => "feed",
            Self::Url => "url",
            Self::File => "file",
            Self::None => "none",
        }
    }
}

/// Identity of an article: the first 16 bytes of a BLAKE3 digest, written as 32 hex digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// The digest of several parts, each closed by its length so that no two lists of parts meet.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part);
            hasher.update(&(part.len() as u64).to_le_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(id)
    }

    /// Reads 32 hex digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 32 || !hex.is_ascii() {
            return None;
        }
        let mut id = [0; 16];
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Self(id))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Serialize for ArticleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let hex = String::deserialize(deserializer)?;
            Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("an article id has 32 hex digits"))
        } else {
            Ok(Self(<[u8; 16]>::deserialize(deserializer)?))
        }
    }
}
