//! What stands out in what is found: people, places and outlets by the number of articles, and the words that are
//! commoner there than elsewhere. A query comes in, a ranked list goes out.

use crate::engine::{Engine, EngineError, Facet, FacetRequest, Fetch, SearchRequest, WordCount, Words, WordsRequest};
use crate::query::ast::{Query, Unit};

/// A value and the articles that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopValue {
    /// For people. "Baku", "Mara Lind", "Odlar".
    pub name: String,
    /// As a query has it: a key of the gazetteer, or the name.
    pub value: String,
    /// Articles that satisfy the query and have it.
    pub articles: u64,
}

/// The commonest values, and how many different ones there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopValues {
    /// The commonest first, ties by value.
    pub list: Vec<TopValue>,
    /// Different values.
    pub distinct: u64,
    /// All articles that satisfy the query.
    pub articles: u64,
}

/// Counts the values of a facet among the articles that satisfy the query.
///
/// # Errors
/// As [`Engine::search`].
pub fn values(engine: &dyn Engine, query: &Query, facet: Facet, limit: usize) -> Result<TopValues, EngineError> {
    let facets = engine.facet(&FacetRequest { query: query.clone(), facet, limit })?;
    let articles = engine.search(&SearchRequest::count(query.clone(), Unit::Article))?.total;
    let mut list = Vec::with_capacity(facets.counts.len());
    for count in facets.counts {
        let name = match facet {
            Facet::Outlet => printed_outlet(engine, query, &count.value)?,
            Facet::Place | Facet::In => place_name(&count.value),
            _ => count.value.clone(),
        };
        list.push(TopValue { name, value: count.value, articles: count.articles });
    }
    Ok(TopValues { list, distinct: facets.distinct, articles })
}

/// An outlet as an article prints it: the index keeps folded words.
///
/// # Errors
/// As [`Engine::search`].
pub fn printed_outlet(engine: &dyn Engine, query: &Query, outlet: &str) -> Result<String, EngineError> {
    let query = Query::And(vec![query.clone(), Query::Outlet(outlet.to_owned())]);
    let request = SearchRequest {
        limit: 1,
        fetch: Fetch::Records,
        order: crate::engine::Order::Newest,
        ..SearchRequest::new(query, Unit::Article)
    };
    let found = engine.search(&request)?.hits.into_iter().next().and_then(|hit| hit.record);
    Ok(found.and_then(|record| record.article.outlet).unwrap_or_else(|| outlet.to_owned()))
}

/// The name of a gazetteer key or printed place; of a country, its English name.
#[must_use]
pub fn place_name(value: &str) -> String {
    let value = value.strip_prefix('=').unwrap_or(value);
    crate::lexicon::Lexicon::builtin().place_name(value).to_owned()
}

/// A word that is commoner in one set than in another.
#[derive(Clone, Debug, PartialEq)]
pub struct TopWord {
    /// The commonest form of the word.
    pub word: String,
    /// Occurrences in what was found.
    pub count: u64,
    /// Articles or quotations in which it occurs.
    pub documents: u64,
    /// Occurrences in what it is compared with.
    pub other: u64,
    /// Log-likelihood (G²) of the difference: 10.83 is a chance of one in a thousand.
    pub score: f64,
}

/// Words that stand out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopWords {
    /// The most telling first, ties by word.
    pub list: Vec<TopWord>,
    /// Words in what was found.
    pub words: u64,
    /// Words in what it is compared with.
    pub other_words: u64,
    /// Articles or quotations that were found.
    pub documents: u64,
}

/// Words that are commoner in what satisfies the query than in the rest of the index, or than in what satisfies `other`
/// (which may overlap). The measure is [`WordCount::telling`].
///
/// # Errors
/// As [`Engine::search`].
pub fn words(
    engine: &dyn Engine,
    query: &Query,
    other: Option<&Query>,
    unit: Unit,
    limit: usize,
) -> Result<TopWords, EngineError> {
    let request = WordsRequest { query: query.clone(), other: other.cloned(), unit, limit: Some(limit) };
    let found = engine.words(&request)?;
    let mut list = commoner(&found);
    list.truncate(limit);
    let documents = engine.search(&SearchRequest::count(query.clone(), unit))?.total;
    Ok(TopWords { list, words: found.words, other_words: found.other_words, documents })
}

/// The words that are commoner in what was found than in the other, as [`words`] ranks them.
pub(super) fn commoner(found: &Words) -> Vec<TopWord> {
    let judged = |word: &WordCount| {
        let score = word.telling(found.words, found.other_words);
        TopWord { word: word.form.clone(), count: word.count, documents: word.documents, other: word.other, score }
    };
    let mut list: Vec<TopWord> = found.list.iter().map(judged).filter(|word| word.score > 0.0).collect();
    list.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.word.cmp(&b.word)));
    list
}
