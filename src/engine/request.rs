//! What can be asked of an engine.

use crate::query::ast::{Query, Unit};

/// A search.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What must hold.
    pub query: Query,
    /// Articles or quotations.
    pub unit: Unit,
    /// How scores are made.
    pub ranking: Ranking,
    /// In which order hits come.
    pub order: Order,
    /// Hits wanted at most; 0 only counts.
    pub limit: usize,
    /// Hits left out before the first.
    pub offset: usize,
    /// What each hit carries.
    pub fetch: Fetch,
}

impl SearchRequest {
    /// The first ten hits by relevance, with their records.
    #[must_use]
    pub fn new(query: Query, unit: Unit) -> Self {
        Self {
            query,
            unit,
            ranking: Ranking::default(),
            order: Order::default(),
            limit: 10,
            offset: 0,
            fetch: Fetch::Records,
        }
    }

    /// Counts only.
    #[must_use]
    pub fn count(query: Query, unit: Unit) -> Self {
        Self { limit: 0, fetch: Fetch::Ids, ..Self::new(query, unit) }
    }
}

/// What each hit carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetch {
    /// Its id, score and date.
    Ids,
    /// Its record too.
    Records,
}

/// The order of hits. Ties are broken by date, newest first and undated last, then by id, then by number of the quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best score first.
    #[default]
    Relevance,
    /// Oldest first, undated last.
    Oldest,
    /// Newest first, undated last.
    Newest,
}

/// How scores are made: data, not code.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Factor of a word's BM25 score in the title.
    pub title_boost: f32,
    /// Factor of a word's BM25 score in the body.
    pub body_boost: f32,
    /// Factor of the scores of quotation clauses.
    pub quote_boost: f32,
    /// What a word of a name adds that is spelled as in the query, beside other spellings of the name.
    pub spelling_boost: f32,
    /// Days after which an article counts half; none for no decay.
    pub half_life_days: Option<f32>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { title_boost: 2.0, body_boost: 1.0, quote_boost: 1.0, spelling_boost: 0.25, half_life_days: None }
    }
}

/// A count of values.
#[derive(Clone, Debug)]
pub struct FacetRequest {
    /// Among what satisfies this.
    pub query: Query,
    /// Which quotations count, for [`Facet::Speaker`]: those that answer the query in `Unit::Quote`.
    pub facet: Facet,
    /// Values wanted at most, the commonest first, ties by value.
    pub limit: usize,
}

/// What can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Outlets of articles, folded.
    Outlet,
    /// Sections of articles, folded.
    Section,
    /// Languages of articles.
    Language,
    /// Dateline places of articles: gazetteer keys with their ancestors, and `=name` for printed places.
    In,
    /// All places of articles, in the same form.
    Place,
    /// People named or speaking in articles: names as the articles have them.
    Person,
    /// Speakers of quotations: names as the articles have them.
    Speaker,
}
