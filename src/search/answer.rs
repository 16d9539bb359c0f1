//! What a search answers: hits with their records, the passages that match, and what was matched in them. Spans only:
//! marking them is rendering.

use std::sync::Arc;

use crate::annotation::Zone;
use crate::document::Record;
use crate::text::Span;

/// The answer to a search.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// All articles or quotations that satisfy the query, whatever the limit.
    pub total: u64,
    /// In the unit of quotations: how many articles they stand in. In the unit of articles: the same as `total`.
    pub articles: u64,
    /// The hits wanted.
    pub hits: Vec<AnswerHit>,
}

/// One article or one quotation, with the passages to show of it.
#[derive(Clone, Debug)]
pub struct AnswerHit {
    /// Place in the whole answer, from 1.
    pub rank: usize,
    /// Comparable only inside one answer; no unit.
    pub score: f32,
    /// The article with all that was found in it.
    pub record: Arc<Record>,
    /// Shortest beginning of the article's id that no other article of the index shares, at least 8 hex digits.
    pub short_id: String,
    /// The quotation's number, from 0, in the unit of quotations.
    pub quote: Option<u32>,
    /// How many copies that were found too are folded into it.
    pub copies: u64,
    /// Set where all words were asked for, nothing had them all, and this has some of them.
    pub any: bool,
    /// What was matched in the title: bytes into it, sorted, apart.
    pub title_marks: Vec<Span>,
    /// The best stretches, in the order of the text.
    pub passages: Vec<Passage>,
}

/// A stretch of an article to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Whether it stands in the body or the title.
    pub zone: Zone,
    /// Where: bytes into the body or the title, whole sentences where they fit.
    pub span: Span,
    /// What was matched: bytes as those of `span`, inside it, sorted, apart; a phrase is one mark.
    pub marks: Vec<Span>,
    /// The quotation in which the matches of the passage lie, by its number from 0.
    pub quote: Option<u32>,
    /// Whether words of the sentence or quotation were left out before it.
    pub cut_before: bool,
    /// Whether words of the sentence or quotation were left out after it.
    pub cut_after: bool,
}
