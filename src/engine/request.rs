//! What can be asked of an engine.

use crate::query::ast::{Query, Unit, WordQuery};

/// A search.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What must hold.
    pub query: Query,
    /// Articles or quotations.
    pub unit: Unit,
    /// How scores are made.
    pub ranking: Ranking,
    /// The words of a text that was asked for whole, in its order and with those of grammar, which the query leaves out:
    /// they tell which of the hits are nearest. Empty for a query in the language: then its own words tell.
    pub wording: Vec<WordQuery>,
    /// In which order hits come.
    pub order: Order,
    /// Whether of copies only the first in that order is listed: of articles that have one `document::copy_key`, or, in the
    /// unit of quotations, of those for which `document::copied_quote` is the same too. Totals count all of them.
    pub fold: bool,
    /// Hits wanted at most, copies that are folded not among them; 0 only counts.
    pub limit: usize,
    /// Hits left out before the first, copies that are folded not among them.
    pub offset: usize,
    /// What each hit carries.
    pub fetch: Fetch,
}

impl SearchRequest {
    /// The first ten hits by relevance, copies each for itself, with their records.
    #[must_use]
    pub fn new(query: Query, unit: Unit) -> Self {
        Self {
            query,
            unit,
            ranking: Ranking::default(),
            wording: Vec::new(),
            order: Order::default(),
            fold: false,
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

/// How scores are made: data, not code. A word's score is BM25F: what it has in title and body is added before it is
/// weighed. `examples/measure_ranking.rs` tells what each number is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What a word in the title counts, where one in the body counts `body_boost`.
    pub title_boost: f32,
    /// What a word in the body counts.
    pub body_boost: f32,
    /// BM25's k1: the larger, the more a word counts that stands there often.
    pub saturation: f32,
    /// BM25's b: how much the length of a text counts against its words, 0 to 1.
    pub length: f32,
    /// Factor of the scores of words of grammar ("the", "would", "their").
    pub grammar_boost: f32,
    /// What a word adds that stands there in the form asked for, not only in another form of it: a factor of its score.
    pub form_boost: f32,
    /// What two words add that stand near each other in the text as in the query: a factor of the score of the commoner.
    pub near_boost: f32,
    /// How many words apart is near.
    pub near_words: u32,
    /// Hits, the best by their words, in which forms and nearness are looked at. The others keep their places behind them.
    pub looked_at: usize,
    /// Factor of the scores of quotation clauses.
    pub quote_boost: f32,
    /// What a word of a name adds that is spelled as in the query, beside other spellings of the name.
    pub spelling_boost: f32,
    /// Days after which an article counts half; none for no decay.
    pub half_life_days: Option<f32>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            title_boost: 1.5,
            body_boost: 1.0,
            saturation: 2.0,
            length: 0.75,
            grammar_boost: 0.25,
            form_boost: 0.25,
            near_boost: 0.2,
            near_words: 8,
            looked_at: 20,
            quote_boost: 1.0,
            spelling_boost: 0.25,
            half_life_days: None,
        }
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
