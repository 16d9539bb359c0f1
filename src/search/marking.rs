//! What tells where an article matches a query. An article alone does not tell whether it is a copy: that is asked of the
//! engine.

use crate::engine::{Engine, EngineError};
use crate::matching::Matcher;
use crate::query::ast::Query;

/// The matcher of a query for articles of the engine.
///
/// # Errors
/// When the query asks for copies, and the engine cannot tell them.
pub fn matcher(engine: &dyn Engine, query: &Query) -> Result<Matcher, EngineError> {
    Matcher::with_copies(query, || engine.copies())
}
