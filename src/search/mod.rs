//! Asking an index: hits from an engine become answers with passages. Nothing here knows which engine it is, and nothing
//! is printed.

pub mod answer;
pub mod batch;
pub mod bearers;
pub mod compare;
pub mod completion;
pub mod concordance;
pub mod empty;
pub mod fingerprint;
pub mod first;
pub mod marking;
pub mod passage;
pub mod query_plan;
pub mod show;
pub mod speaker;
pub mod speakers;
mod spelling;
pub mod suggest;
pub mod timeline;
pub mod top;
mod window;
pub mod wording;

use std::sync::Arc;

use crate::article::ArticleId;
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
    let matcher = marking::matcher(engine, &request.query)?;
    let ids: Vec<ArticleId> = found.hits.iter().map(|hit| hit.id).collect();
    let mut hits = Vec::with_capacity(found.hits.len());
    for ((rank, hit), short_id) in (request.offset + 1..).zip(found.hits).zip(show::short_ids(engine, &ids)?) {
        hits.push(answer_hit(engine, rank, hit, short_id, &matcher, options)?);
    }
    Ok(Answer { total: found.total, articles: found.articles, hits })
}

fn answer_hit(
    engine: &dyn Engine,
    rank: usize,
    hit: Hit,
    short_id: String,
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
        short_id,
        quote: hit.quote,
        copies: hit.copies,
        any: false,
        title_marks: passage::title_marks(&matches),
        passages,
        record: Arc::new(record),
    })
}
