//! An article and its analysis as documents: the engine-neutral form in which they are indexed. What comes in is a
//! [`Record`], what goes out a [`Block`]: the quotations' documents, then the article's own. No engine is named here.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::annotation::{Act, Analysis, Level, QuoteKind};
use crate::article::{Article, ArticleId};

/// An article with what was found in it; stored whole in the index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// What was found in it.
    pub analysis: Analysis,
}

/// What is written for one article, in one piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The article's document.
    pub article: ArticleDocument,
    /// One document a quotation, in the order of `Analysis::quotes`.
    pub quotes: Vec<QuoteDocument>,
}

/// Fields of an article. Texts that are "prepared" carry the marks of `text::token`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleDocument {
    /// Identity.
    pub id: ArticleId,
    /// The input it came from: the key of ingest's state.
    pub source: String,
    /// First 8 bytes of the digest of what was read: tells a changed record from an unchanged one.
    pub content_hash: u64,
    /// Prepared title; empty if there is none.
    pub title: String,
    /// Prepared body.
    pub body: String,
    /// Byline.
    pub byline: Option<String>,
    /// Outlet, folded words joined by a blank.
    pub outlet: Option<String>,
    /// Section, in the same form.
    pub section: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Civil date.
    pub date: Option<NaiveDate>,
    /// Moment, if known.
    pub timestamp: Option<DateTime<Utc>>,
    /// Dateline places: keys with all ancestors, and `=name` (folded) for each printed place.
    pub dateline_places: Vec<String>,
    /// Places of dateline and text, in the same form.
    pub places: Vec<String>,
    /// Names of the people, each a value of its own.
    pub people: Vec<String>,
    /// What it has, by `query::ast::Has`: `quote date dateline title outlet byline place speaker`.
    pub has: Vec<&'static str>,
    /// Speech quotations.
    pub speech_count: u32,
    /// Words of title and body.
    pub word_count: u32,
    /// The serialised [`Record`].
    pub stored: Vec<u8>,
}

/// Fields of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteDocument {
    /// Number in `Analysis::quotes`, from 0.
    pub number: u32,
    /// Prepared content.
    pub said: String,
    /// Words of the cue.
    pub cue: Option<String>,
    /// The source as printed.
    pub mention: Option<String>,
    /// Name of the speaker; none if unknown.
    pub speaker: Option<String>,
    /// Role of the speaker.
    pub role: Option<String>,
    /// Names of people inside the content.
    pub about: Vec<String>,
    /// Name of the speaker of the outer quotation.
    pub via: Option<String>,
    /// Kind.
    pub kind: QuoteKind,
    /// Act.
    pub act: Act,
    /// Confidence in one word.
    pub level: Level,
    /// Civil date of the article, for sorting.
    pub date: Option<NaiveDate>,
}
