//! Words of the articles that are spelled nearly like one that stands in none. A word and what is asked of it come in; its
//! neighbours go out, the commonest first.

use std::collections::BTreeSet;

use super::marking::matcher;
use crate::annotation::Zone;
use crate::engine::{Engine, EngineError, Order, SearchRequest};
use crate::matching::Scope;
use crate::query::ast::{Query, Unit, WordQuery};
use crate::text::token::{folded, folded_words, stemmed};

/// Articles or quotations in which neighbours are looked for.
const LOOKED_AT: usize = 40;

/// Letters that a word has at least for each edit: shorter words are all like each other.
const LEAST_LETTERS: [(u8, usize); 2] = [(1, 4), (2, 7)];

/// The words nearest to a folded word, at most `limit`; `asked` makes the query for a word. None where a word is too short,
/// or nothing is near.
///
/// # Errors
/// As [`Engine::search`].
pub(super) fn nearest(
    engine: &dyn Engine,
    word: &str,
    unit: Unit,
    asked: impl Fn(WordQuery) -> Query,
    limit: usize,
) -> Result<Vec<String>, EngineError> {
    for (distance, least) in LEAST_LETTERS {
        if word.chars().count() < least {
            break;
        }
        let query = asked(WordQuery::Fuzzy { folded: word.to_owned(), distance });
        let mut counted = Vec::new();
        for near in found(engine, &query, unit, (word, distance))? {
            let own = asked(WordQuery::Stem { stem: stemmed(&near), folded: near.clone() });
            counted.push((engine.search(&SearchRequest::count(own, unit))?.total, near));
        }
        // What is near may stand in another field than the one that is asked.
        counted.retain(|(total, _)| *total > 0);
        counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        if !counted.is_empty() {
            return Ok(counted.into_iter().take(limit).map(|(_, near)| near).collect());
        }
    }
    Ok(Vec::new())
}

/// The words that satisfy the query in what is newest; `near` is the word whose neighbours they are, and how far off.
fn found(engine: &dyn Engine, query: &Query, unit: Unit, near: (&str, u8)) -> Result<BTreeSet<String>, EngineError> {
    let request = SearchRequest { order: Order::Newest, limit: LOOKED_AT, ..SearchRequest::new(query.clone(), unit) };
    let matcher = matcher(engine, query)?;
    let mut words = BTreeSet::new();
    for hit in engine.search(&request)?.hits {
        let Some(record) = &hit.record else { continue };
        let scope = hit.quote.map_or(Scope::Article, Scope::Quote);
        let mut own = BTreeSet::new();
        for one in matcher.find(&record.article, &record.analysis, scope) {
            let text = if one.zone == Zone::Title { &record.article.title } else { &record.article.body };
            own.extend(one.marks.iter().filter_map(|mark| mark.get(text)).map(folded));
        }
        if own.is_empty() {
            // bylines and roles are not marked in the text
            let quote = hit.quote.and_then(|at| record.analysis.quotes.get(at as usize));
            let speakers = quote.into_iter().flat_map(|quote| record.analysis.speakers(quote));
            let roles = speakers.filter_map(|person| person.role.as_ref());
            let values = record.article.byline.iter().chain(roles).flat_map(|value| folded_words(value));
            own.extend(values.filter(|word| strsim::osa_distance(word, near.0) <= usize::from(near.1)));
        }
        words.append(&mut own);
    }
    Ok(words)
}
