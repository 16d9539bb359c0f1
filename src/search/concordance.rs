//! Every place where a query matches, with the words around it. A match is what is highlighted, and what an engine counts
//! as one: so the number of matches, the lines of a concordance and the highlights of whole texts are the same number.

use std::ops::ControlFlow;

use super::marking::matcher;
use crate::document::Record;
use crate::engine::{Engine, EngineError, Fetch, Order, SearchRequest};
use crate::matching::{Place, Scope, places};
use crate::query::ast::{Query, Unit};
use crate::text::Span;
use crate::text::token::words;

/// Articles that are looked up at first, and how many times more the next time.
const PAGE: usize = 32;
const GROWTH: usize = 16;

/// Hands each article that satisfies the query to `visit`, with its matches, until that breaks. One record is held at a
/// time.
///
/// # Errors
/// As [`Engine::search`].
pub fn walk(
    engine: &dyn Engine,
    query: &Query,
    order: Order,
    visit: &mut dyn FnMut(&Record, &[Place]) -> ControlFlow<()>,
) -> Result<(), EngineError> {
    let matcher = matcher(engine, query)?;
    let mut request =
        SearchRequest { fetch: Fetch::Ids, order, limit: PAGE, ..SearchRequest::new(query.clone(), Unit::Article) };
    loop {
        let page = engine.search(&request)?.hits;
        for id in page.iter().map(|hit| hit.id) {
            let missing = || EngineError::Other(format!("article {id} was found, but has no record"));
            let record = engine.get(id)?.ok_or_else(missing)?;
            let found = places(&matcher.find(&record.article, &record.analysis, Scope::Article));
            if visit(&record, &found).is_break() {
                return Ok(());
            }
        }
        if page.len() < request.limit {
            return Ok(());
        }
        request.offset += page.len();
        request.limit = request.limit.saturating_mul(GROWTH);
    }
}

/// The text around a span: as many words before and after it as wanted, without the white space at the outer ends.
#[must_use]
pub fn context(text: &str, span: Span, window: usize) -> (Span, Span) {
    let span = if span.get(text).is_some() { span } else { Span::default() };
    let (start, end) = (span.start as usize, span.end as usize);
    // no word is so long that its window reaches further back
    let mut floor = start.saturating_sub(window.saturating_mul(MAX_BYTES_A_WORD));
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let before: Vec<Span> = words(&text[floor..start]).collect();
    let left = match before.len().checked_sub(window) {
        Some(skipped) => before.get(skipped).map_or(start, |word| floor + word.start as usize),
        None => floor,
    };
    let right = words(&text[end..]).take(window).last().map_or(end, |word| end + word.end as usize);
    let closing = text[right..].chars().take_while(|c| !c.is_whitespace() && !c.is_alphanumeric());
    let right = if right > end { right + closing.map(char::len_utf8).sum::<usize>() } else { right };
    (Span::new(left, start).trimmed(text), Span::new(end, right).trimmed(text))
}

/// Bytes that a word and the signs around it take at most, for the window before a match.
const MAX_BYTES_A_WORD: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_words_and_stays_inside_the_text() {
        let text = "One two, three “four” five.";
        let at = text.find("three").unwrap();
        let span = Span::new(at, at + 5);
        let around = |window| {
            let (left, right) = context(text, span, window);
            (left.of(text), right.of(text))
        };
        assert_eq!(around(1), ("two,", "“four”"));
        assert_eq!(around(9), ("One two,", "“four” five."));
        assert_eq!(around(0), ("", ""));
    }
}
