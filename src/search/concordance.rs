//! Every place where a query matches, with the words around it, and how many there are. A match is what is highlighted: a
//! stretch of text, a phrase in one piece, overlapping stretches joined; so the number of matches, the lines of a
//! concordance and the highlights of whole texts are the same number.

use std::ops::ControlFlow;

use super::passage::merged;
use crate::annotation::Zone;
use crate::article::ArticleId;
use crate::document::Record;
use crate::engine::{Engine, EngineError, Fetch, Order, SearchRequest};
use crate::matching::{ClauseMatch, Matcher, Scope};
use crate::query::ast::{Query, Unit};
use crate::text::Span;
use crate::text::token::words;

/// A match and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the body or the title.
    pub zone: Zone,
    /// Bytes into it.
    pub span: Span,
}

/// The matches of a query in one article, the title's first, then in the order of the text.
#[must_use]
pub fn places(matches: &[ClauseMatch]) -> Vec<Place> {
    let in_zone = |zone: Zone| {
        let marks = matches.iter().filter(|found| found.zone == zone).flat_map(|found| found.marks.iter().copied());
        merged(marks.collect()).into_iter().map(move |span| Place { zone, span })
    };
    in_zone(Zone::Title).chain(in_zone(Zone::Body)).collect()
}

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
    let count = engine.search(&SearchRequest::count(query.clone(), Unit::Article))?.total;
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    if limit == 0 {
        return Ok(());
    }
    let request = SearchRequest { fetch: Fetch::Ids, order, limit, ..SearchRequest::new(query.clone(), Unit::Article) };
    let ids: Vec<ArticleId> = engine.search(&request)?.hits.into_iter().map(|hit| hit.id).collect();
    let matcher = Matcher::new(query);
    for id in ids {
        let record =
            engine.get(id)?.ok_or_else(|| EngineError::Other(format!("article {id} was found, but has no record")))?;
        let found = places(&matcher.find(&record.article, &record.analysis, Scope::Article));
        if visit(&record, &found).is_break() {
            break;
        }
    }
    Ok(())
}

/// How many matches the query has in all articles.
///
/// # Errors
/// As [`Engine::search`].
pub fn count(engine: &dyn Engine, query: &Query) -> Result<u64, EngineError> {
    let mut total = 0;
    walk(engine, query, Order::Oldest, &mut |_, places| {
        total += places.len() as u64;
        ControlFlow::Continue(())
    })?;
    Ok(total)
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

    #[test]
    fn what_overlaps_is_one_match_and_titles_come_first() {
        let found = |zone, marks: &[(u32, u32)]| ClauseMatch {
            clause: 0,
            zone,
            extent: Span::from(marks[0]),
            marks: marks.iter().map(|mark| Span::from(*mark)).collect(),
            quote: None,
        };
        let list =
            [found(Zone::Body, &[(0, 9)]), found(Zone::Body, &[(4, 12), (20, 24)]), found(Zone::Title, &[(3, 5)])];
        let spans: Vec<(Zone, (u32, u32))> = places(&list).iter().map(|p| (p.zone, p.span.into())).collect();
        assert_eq!(spans, [(Zone::Title, (3, 5)), (Zone::Body, (0, 12)), (Zone::Body, (20, 24))]);
    }
}
