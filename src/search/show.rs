//! One article by its id, or a quotation or paragraph of it: `9f3a61c2`, `9f3a61c2#q3`, `9f3a61c2#p5`.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::article::ArticleId;
use crate::document::Record;
use crate::engine::{Engine, EngineError, Fetch, SearchRequest};
use crate::query::ast::{Query, Unit};

/// Fewest hex digits that are looked up.
pub const MIN_DIGITS: usize = 4;

/// Fewest hex digits that are shown of an id.
pub const SHOWN_DIGITS: usize = 8;

/// Articles that an ambiguous id lists.
const MAX_CANDIDATES: usize = 5;

/// Which part of an article is meant, numbers from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A quotation.
    Quote(u32),
    /// A paragraph.
    Paragraph(u32),
}

/// Why an id leads nowhere.
#[derive(Debug, Error)]
pub enum ShowError {
    /// It is no id.
    #[error("`{0}` is no id: an id is {MIN_DIGITS} to 32 hex digits, with #q3 for a quotation or #p5 for a paragraph")]
    Form(String),
    /// No article has it.
    #[error("no article has an id that begins with `{0}`")]
    Unknown(String),
    /// Several articles have it.
    #[error("{total} articles have ids that begin with `{prefix}`: {}", candidates.join(", "))]
    Ambiguous {
        /// As typed.
        prefix: String,
        /// How many.
        total: u64,
        /// The first of them, each as the shortest beginning of its id that is its own.
        candidates: Vec<String>,
    },
    /// The article has no such quotation or paragraph.
    #[error("the article has no {what} {number}; it has {count}")]
    NoPart {
        /// "quotation" or "paragraph".
        what: &'static str,
        /// As typed, from 1.
        number: u32,
        /// How many it has.
        count: u32,
    },
    /// The index could not answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Finds the article, and which part of it is meant.
///
/// # Errors
/// When the id is none, leads nowhere or to several articles, or the part does not exist.
pub fn find(engine: &dyn Engine, reference: &str) -> Result<(Record, Part), ShowError> {
    let (prefix, part) = parse(reference).ok_or_else(|| ShowError::Form(reference.to_owned()))?;
    let request =
        SearchRequest { limit: MAX_CANDIDATES, ..SearchRequest::new(Query::Id(prefix.clone()), Unit::Article) };
    let found = engine.search(&request)?;
    if found.total > 1 {
        let candidates = found.hits.iter().map(|hit| short_id(engine, hit.id)).collect::<Result<_, _>>()?;
        return Err(ShowError::Ambiguous { prefix, total: found.total, candidates });
    }
    let record = found.hits.into_iter().next().and_then(|hit| hit.record).ok_or(ShowError::Unknown(prefix))?;
    let (what, number, count) = match part {
        Part::Whole => return Ok((record, part)),
        Part::Quote(number) => ("quotation", number, record.analysis.quotes.len() as u32),
        Part::Paragraph(number) => {
            ("paragraph", number, record.analysis.sentences.last().map_or(0, |sentence| sentence.paragraph + 1))
        }
    };
    if number < count { Ok((record, part)) } else { Err(ShowError::NoPart { what, number: number + 1, count }) }
}

/// The shortest beginning of an id that no other article shares, at least [`SHOWN_DIGITS`] long.
///
/// # Errors
/// When the index cannot be read.
pub fn short_id(engine: &dyn Engine, id: ArticleId) -> Result<String, EngineError> {
    let whole = id.to_string();
    for digits in SHOWN_DIGITS..whole.len() {
        let query = Query::Id(whole[..digits].to_owned());
        let count = SearchRequest { fetch: Fetch::Ids, ..SearchRequest::count(query, Unit::Article) };
        if engine.search(&count)?.total <= 1 {
            return Ok(whole[..digits].to_owned());
        }
    }
    Ok(whole)
}

/// The same for the articles of several hits, each of which may be there more than once: mostly one look tells that no
/// other article shares any of the beginnings.
///
/// # Errors
/// When the index cannot be read.
pub fn short_ids(engine: &dyn Engine, ids: &[ArticleId]) -> Result<Vec<String>, EngineError> {
    let shown = |id: &ArticleId| id.to_string()[..SHOWN_DIGITS].to_owned();
    let distinct: BTreeSet<ArticleId> = ids.iter().copied().collect();
    let beginnings: BTreeSet<String> = distinct.iter().map(shown).collect();
    if distinct.len() > 1 && distinct.len() == beginnings.len() {
        let any = Query::Or(beginnings.into_iter().map(Query::Id).collect());
        let count = engine.search(&SearchRequest::count(any, Unit::Article))?.total;
        if count == distinct.len() as u64 {
            return Ok(ids.iter().map(shown).collect());
        }
    }
    ids.iter().map(|id| short_id(engine, *id)).collect()
}

fn parse(reference: &str) -> Option<(String, Part)> {
    let (id, part) = reference.trim().split_once('#').map_or((reference.trim(), None), |(id, part)| (id, Some(part)));
    let id = id.to_ascii_lowercase();
    let is_id = (MIN_DIGITS..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let part = match part {
        None => Part::Whole,
        Some(part) => {
            let number = |digits: &str| digits.parse::<u32>().ok()?.checked_sub(1);
            match part.strip_prefix('q') {
                Some(digits) => Part::Quote(number(digits)?),
                None => Part::Paragraph(number(part.strip_prefix('p')?)?),
            }
        }
    };
    is_id.then_some((id, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_an_article_a_quotation_or_a_paragraph() {
        assert_eq!(parse("9F3A61c2"), Some(("9f3a61c2".into(), Part::Whole)));
        assert_eq!(parse("9f3a#q3"), Some(("9f3a".into(), Part::Quote(2))));
        assert_eq!(parse("9f3a#p1"), Some(("9f3a".into(), Part::Paragraph(0))));
        for wrong in ["9f3", "9f3g", "9f3a#", "9f3a#q0", "9f3a#q", "9f3a#x1", "", "#q1"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
