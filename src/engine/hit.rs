//! What an engine answers.

use chrono::NaiveDate;

use crate::article::ArticleId;
use crate::document::Record;
use crate::query::ast::Unit;

/// The answer to a search.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// All articles or quotations that satisfy the query, exact, whatever the limit.
    pub total: u64,
    /// In the unit of quotations: how many articles they stand in. In the unit of articles: the same as `total`.
    pub articles: u64,
    /// The hits wanted.
    pub hits: Vec<Hit>,
}

/// One article, or one quotation.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// The quotation's number, from 0, in the unit of quotations.
    pub quote: Option<u32>,
    /// Comparable only inside one answer; no unit.
    pub score: f32,
    /// Civil date of the article.
    pub date: Option<NaiveDate>,
    /// How many other hits are folded into this one, since they are copies of it; 0 where folding was not asked for.
    pub copies: u64,
    /// The record, if it was asked for.
    pub record: Option<Record>,
}

/// The answer to a count of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Values and their counts, commonest first.
    pub counts: Vec<FacetCount>,
    /// How many different values there are.
    pub distinct: u64,
}

/// One value and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Quotations, for speakers; otherwise the same as `articles`.
    pub count: u64,
    /// Articles.
    pub articles: u64,
}

/// The parts of a score.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// What this part is.
    pub label: String,
    /// Its value.
    pub value: f32,
    /// What it is made of.
    pub parts: Vec<Explanation>,
}

/// What an engine makes of a query, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// What this part is, in the words of the query where it has any.
    pub label: String,
    /// What is counted.
    pub unit: Unit,
    /// How many satisfy this part by itself, exact.
    pub count: u64,
    /// For a pattern, how many different words of the index it stands for.
    pub words: Option<u64>,
    /// What it is made of.
    pub parts: Vec<Compiled>,
}

/// Sizes of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Articles with a date.
    pub dated: u64,
    /// Articles with a dateline.
    pub datelined: u64,
    /// Speech quotations: direct, indirect, mixed, in the order of `QuoteKind::ALL`.
    pub quotes: [u64; 3],
    /// Attributed beliefs, wishes and findings.
    pub other_acts: u64,
    /// Speech quotations whose speaker is known.
    pub attributed: u64,
    /// Different names of speakers of speech quotations; those alike but for case and accents are one.
    pub speakers: u64,
    /// Different outlets.
    pub outlets: u64,
    /// Earliest date.
    pub first_date: Option<NaiveDate>,
    /// Latest date.
    pub last_date: Option<NaiveDate>,
    /// Inputs.
    pub inputs: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Segments of the index.
    pub segments: u64,
}
