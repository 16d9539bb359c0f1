//! The fingerprint of an index: the same for the same articles understood in the same way, whatever the order in which they
//! were indexed and the machine; another as soon as an article, a word, a date or a quotation differs.

use blake3::Hasher;

use crate::engine::{Engine, EngineError, Facet, Fetch, Order, SearchRequest, Tally, TallyRequest, WordsRequest};
use crate::query::ast::{Query, Unit};

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 16;

/// What an index holds, in a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// Sixteen hexadecimal digits.
    pub digits: String,
    /// Articles.
    pub articles: u64,
    /// Quotations, as they are counted everywhere.
    pub quotes: u64,
}

/// Takes the fingerprint: from the ids and dates of all articles, the counts of all words, and who is quoted on which day with
/// how many words. Reads no article.
///
/// # Errors
/// As [`Engine::search`].
pub fn fingerprint(engine: &dyn Engine) -> Result<Fingerprint, EngineError> {
    let stats = engine.stats()?;
    let limit = usize::try_from(stats.articles).unwrap_or(usize::MAX).max(1);
    let request = SearchRequest {
        fetch: Fetch::Ids,
        order: Order::Oldest,
        limit,
        ..SearchRequest::new(Query::All, Unit::Article)
    };
    let mut articles: Vec<String> = engine
        .search(&request)?
        .hits
        .into_iter()
        .map(|hit| format!("{} {}", hit.id, hit.date.map(|day| day.to_string()).unwrap_or_default()))
        .collect();
    articles.sort_unstable();
    let mut hasher = Hasher::new();
    let mut put = |line: &str| {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    };
    articles.iter().for_each(|line| put(line));
    for unit in [Unit::Article, Unit::Quote] {
        let request = WordsRequest { query: Query::All, other: None, unit, limit: None };
        for word in engine.words(&request)?.list {
            put(&format!("{} {} {}", word.stem, word.count, word.documents));
        }
    }
    for Tally { day, value, count, articles, words } in
        engine.tally(&TallyRequest::new(Query::All, Unit::Quote).by_day().by(Facet::Speaker))?
    {
        put(&format!("{day:?} {value:?} {count} {articles} {words}"));
    }
    let digits = hasher.finalize().to_hex()[..DIGITS].to_owned();
    Ok(Fingerprint { digits, articles: stats.articles, quotes: stats.quotes.iter().sum() })
}
