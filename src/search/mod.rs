//! Asking an index: hits from an engine become answers with passages. Nothing here knows which engine it is, and nothing
//! is printed.

pub mod answer;
pub mod batch;
pub mod bearers;
pub mod concordance;
pub mod empty;
pub mod first;
pub mod passage;
pub mod show;
pub mod speaker;
pub mod speakers;
pub mod suggest;
pub mod timeline;
pub mod top;
mod window;
pub mod wording;

use std::sync::Arc;

use crate::engine::{Engine, EngineError, Fetch, Hit, SearchRequest};
use crate::matching::{Matcher, Scope};

use answer::{Answer, AnswerHit};
use passage::PassageOptions;

/// Searches, and gives each hit its passages. Records are fetched whatever the request says.
///
/// # Errors
/// As [`Engine::search`].
pub fn search(engine: &dyn Engine, request: &SearchRequest, options: &PassageOptions) -> Result<Answer, EngineError> {
    let found = engine.search(&SearchRequest { fetch: Fetch::Records, ..request.clone() })?;
    let matcher = Matcher::new(&request.query);
    let mut hits = Vec::with_capacity(found.hits.len());
    for (rank, hit) in (request.offset + 1..).zip(found.hits) {
        hits.push(answer_hit(engine, rank, hit, &matcher, options)?);
    }
    Ok(Answer { total: found.total, articles: found.articles, hits })
}

fn answer_hit(
    engine: &dyn Engine,
    rank: usize,
    hit: Hit,
    matcher: &Matcher,
    options: &PassageOptions,
) -> Result<AnswerHit, EngineError> {
    let record = match hit.record {
        Some(record) => record,
        None => engine.get(hit.id)?.ok_or_else(|| EngineError::Other(format!("article {} has no record", hit.id)))?,
    };
    let scope = hit.quote.map_or(Scope::Article, Scope::Quote);
    let matches = matcher.find(&record.article, &record.analysis, scope);
    let passages = match hit.quote {
        None => passage::of_article(&record, &matches, options),
        Some(number) => passage::of_quote(&record, number, &matches, options),
    };
    Ok(AnswerHit {
        rank,
        score: hit.score,
        short_id: show::short_id(engine, hit.id)?,
        quote: hit.quote,
        title_marks: passage::title_marks(&matches),
        passages,
        record: Arc::new(record),
    })
}
