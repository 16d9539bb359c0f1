//! How a query was taken, from its text to what the engine runs. A query that was understood and the hits that are to be
//! explained come in; all its forms, each with exact counts, go out. Nothing is printed.

use super::answer::AnswerHit;
use crate::engine::{Compiled, Engine, EngineError, Explanation, SearchRequest};
use crate::query::Parsed;
use crate::query::ast::Unit;

/// A query in all its forms.
#[derive(Clone, Debug)]
pub struct QueryPlan {
    /// What is counted.
    pub unit: Unit,
    /// As it was written: a node a line, children two blanks further in.
    pub written: String,
    /// As it was meant, in words.
    pub meant: String,
    /// The same in the query language.
    pub query: String,
    /// The members of the topmost AND, each with how many satisfy it alone.
    pub clauses: Vec<(String, u64)>,
    /// As the engine runs it.
    pub compiled: Compiled,
    /// What the scores of hits are made of.
    pub scores: Vec<HitScore>,
}

/// What the score of a hit is made of.
#[derive(Clone, Debug)]
pub struct HitScore {
    /// Its place in the whole answer, from 1.
    pub rank: usize,
    /// The shortest id of its article.
    pub short_id: String,
    /// The parts of its score.
    pub parts: Explanation,
}

/// The plan of a query that was understood; `request` is what was asked of the engine, `hits` are those whose scores are
/// taken apart.
///
/// # Errors
/// As [`Engine::search`].
pub fn query_plan(
    engine: &dyn Engine,
    parsed: &Parsed,
    request: &SearchRequest,
    hits: &[AnswerHit],
) -> Result<QueryPlan, EngineError> {
    let unit = request.unit;
    let mut clauses = Vec::with_capacity(parsed.clauses.len());
    for clause in &parsed.clauses {
        let found = engine.search(&SearchRequest::count(clause.query.clone(), unit))?;
        clauses.push((clause.text.clone(), found.total));
    }
    let mut scores = Vec::with_capacity(hits.len());
    for hit in hits {
        let parts = engine.explain(request, hit.record.article.id)?;
        scores.push(HitScore { rank: hit.rank, short_id: hit.short_id.clone(), parts });
    }
    Ok(QueryPlan {
        unit,
        written: parsed.tree.clone(),
        meant: parsed.echo.clone(),
        query: parsed.query.display(unit).to_string(),
        clauses,
        compiled: engine.compiled(&parsed.query, unit)?,
        scores,
    })
}
