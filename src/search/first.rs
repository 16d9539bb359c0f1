//! The earliest of what is found: a query comes in, the hits of the first day go out. What has no date has no place here.

use crate::date::DateRange;
use crate::engine::{Engine, EngineError, Order, SearchRequest};
use crate::query::ast::{Has, Query, Unit};

use super::answer::Answer;
use super::passage::PassageOptions;

/// The hits of the first day.
#[derive(Clone, Debug, Default)]
pub struct First {
    /// The first ones, by their moment where one is known; ranks count from 1. `total` are all of that day.
    pub answer: Answer,
    /// All dated articles or quotations that satisfy the query.
    pub dated: u64,
    /// Those without a date.
    pub undated: u64,
    /// Whether the moments of all hits of the day are known, so that their order is.
    pub is_ordered: bool,
}

/// Hits of one day that are put in order by their moments; of more, the order is that of the engine.
const MAX_OF_DAY: usize = 200;

/// Finds the earliest dated quotations or articles; at most `limit`, all of one day.
///
/// # Errors
/// As [`Engine::search`].
pub fn first(engine: &dyn Engine, query: &Query, unit: Unit, limit: usize) -> Result<First, EngineError> {
    let all = engine.search(&SearchRequest::count(query.clone(), unit))?.total;
    let dated = Query::And(vec![query.clone(), Query::Has(Has::Date)]);
    let dated_count = engine.search(&SearchRequest::count(dated.clone(), unit))?.total;
    let undated = all - dated_count.min(all);
    let oldest = SearchRequest { order: Order::Oldest, limit: 1, ..SearchRequest::new(dated.clone(), unit) };
    let Some(day) = engine.search(&oldest)?.hits.first().and_then(|hit| hit.date) else {
        return Ok(First { undated, ..First::default() });
    };
    let query = Query::And(vec![dated, Query::Date(DateRange::day(day))]);
    let request = SearchRequest { limit: MAX_OF_DAY, ..SearchRequest { query, ..oldest } };
    let mut answer = super::search(engine, &request, &PassageOptions::default())?;
    let moment = |hit: &super::answer::AnswerHit| hit.record.article.timestamp;
    let is_ordered = answer.total <= answer.hits.len() as u64 && answer.hits.iter().all(|hit| moment(hit).is_some());
    if is_ordered {
        answer.hits.sort_by_key(moment);
    }
    answer.hits.truncate(limit);
    for (rank, hit) in (1..).zip(&mut answer.hits) {
        hit.rank = rank;
    }
    Ok(First { answer, dated: dated_count, undated, is_ordered })
}
