//! Random queries with all fields and operators, in the words of a vocabulary.

use onrecord::annotation::{Level, QuoteKind};
use onrecord::date::DateRange;
use onrecord::query::ast::{
    Acts, CountRange, Counted, Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Within,
    WordQuery,
};
use onrecord::text::token::{exact, folded, stemmed};

use super::Random;

/// A query of any kind, `depth` operators deep at most.
pub(crate) fn query(random: &mut Random, depth: usize) -> Query {
    if depth > 0 && random.chance(55) {
        let members = |random: &mut Random| (0..1 + random.below(3)).map(|_| query(random, depth - 1)).collect();
        return match random.below(5) {
            0 | 1 => Query::And(members(random)),
            2 | 3 => Query::Or(members(random)),
            _ => Query::Not(Box::new(query(random, depth - 1))),
        };
    }
    match random.below(25) {
        0 => Query::All,
        1 => Query::Person(name(random)),
        2 => Query::In(place(random)),
        3 => Query::Place(place(random)),
        4 => Query::Outlet(random.of(&random.vocabulary.outlets).to_owned()),
        5 => Query::Section(random.of(&random.vocabulary.sections).to_owned()),
        6 => Query::Language(random.of(&random.vocabulary.languages).to_owned()),
        7 => Query::Id(random.of(&random.vocabulary.ids).to_owned()),
        8 | 9 => {
            let day = |random: &mut Random| random.of(&random.vocabulary.days);
            let (from, to) = (random.maybe(70, day), random.maybe(70, day));
            Query::Date(DateRange { from, to })
        }
        10 => Query::Has(random.of(&[
            Has::Quote,
            Has::Date,
            Has::Dateline,
            Has::Title,
            Has::Outlet,
            Has::Byline,
            Has::Place,
            Has::Speaker,
        ])),
        11 => {
            let what = random.of(&[Counted::Words, Counted::Quotes]);
            let from = random.of(if what == Counted::Words { &random.vocabulary.lengths } else { &[0, 1, 2, 3, 5, 9] });
            let range = random.of(&[
                CountRange { from: Some(from), to: None },
                CountRange { from: None, to: Some(from) },
                CountRange { from: Some(from), to: Some(from + 3 + from / 2) },
            ]);
            Query::Count { what, range }
        }
        12 => Query::Copy,
        13..=18 => {
            let zone = random.of(&[
                TextZone::Article,
                TextZone::Article,
                TextZone::Article,
                TextZone::Title,
                TextZone::Lead,
                TextZone::Byline,
            ]);
            Query::Text { zone, text: text(random, 2) }
        }
        _ => Query::Quote(QuoteQuery {
            clause: quote_clause(random, 2),
            acts: random.of(&[Acts::Speech, Acts::Speech, Acts::Other, Acts::Any]),
        }),
    }
}

fn quote_clause(random: &mut Random, depth: usize) -> QuoteClause {
    if depth > 0 && random.chance(50) {
        let members = |random: &mut Random| (0..1 + random.below(3)).map(|_| quote_clause(random, depth - 1)).collect();
        return match random.below(5) {
            0..=2 => QuoteClause::And(members(random)),
            3 => QuoteClause::Or(members(random)),
            _ => QuoteClause::Not(Box::new(quote_clause(random, depth - 1))),
        };
    }
    match random.below(14) {
        0 => QuoteClause::All,
        1..=4 => QuoteClause::Said(text(random, 2)),
        5 => QuoteClause::Cue(text(random, 1)),
        6 => QuoteClause::Mention(text(random, 1)),
        7 => QuoteClause::Role(phrase(random.of(&random.vocabulary.roles))),
        8 | 9 => QuoteClause::Speaker(name(random)),
        10 => QuoteClause::SpeakerUnknown,
        11 => QuoteClause::About(name(random)),
        12 => QuoteClause::Via(name(random)),
        _ if random.chance(50) => QuoteClause::Kind(random.of(&QuoteKind::ALL)),
        _ => QuoteClause::Confidence(random.of(&Level::ALL)),
    }
}

fn phrase(words: &str) -> TextQuery {
    let words: Vec<WordQuery> = words.split(' ').map(stem).collect();
    match words.as_slice() {
        [one] => TextQuery::Word(one.clone()),
        _ => TextQuery::Phrase { words, slop: 0 },
    }
}

/// A text query, `depth` operators deep at most.
pub(crate) fn text(random: &mut Random, depth: usize) -> TextQuery {
    if depth > 0 && random.chance(45) {
        let side = |word: Option<&WordQuery>, random: &mut Random| {
            Box::new(word.map_or_else(|| text(random, depth - 1), |word| TextQuery::Word(word.clone())))
        };
        return match random.below(6) {
            0..=2 => {
                let count = 2 + random.below(4);
                let near = stretch(random, count).unwrap_or_default();
                TextQuery::Near {
                    left: side(near.first(), random),
                    right: side(near.last(), random),
                    within: match random.below(4) {
                        0 => Within::Sentence,
                        1 => Within::Paragraph,
                        _ => Within::Words(1 + random.below(5) as u32),
                    },
                    ordered: random.chance(40),
                }
            }
            3 | 4 => TextQuery::Any((0..1 + random.below(3)).map(|_| text(random, depth - 1)).collect()),
            _ => TextQuery::AtLeast { text: Box::new(text(random, depth - 1)), count: 1 + random.below(3) as u32 },
        };
    }
    if random.chance(40) {
        let slop = random.of(&[0, 0, 0, 1, 2, 5]);
        let count = 2 + random.below(2);
        let words = match stretch(random, count) {
            Some(words) => words,
            None => (0..2 + random.below(2)).map(|_| word(random)).collect(),
        };
        return TextQuery::Phrase { words, slop };
    }
    TextQuery::Word(word(random))
}

/// Words that stand side by side in some article, where the vocabulary knows such; sometimes in another order.
fn stretch(random: &mut Random, count: usize) -> Option<Vec<WordQuery>> {
    let stretches = &random.vocabulary.stretches;
    if stretches.is_empty() || random.chance(25) {
        return None;
    }
    let stretch = random.of(stretches);
    let mut words: Vec<WordQuery> = stretch.split(' ').take(count).map(|printed| compared(random, printed)).collect();
    if random.chance(15) {
        words.reverse();
    }
    Some(words)
}

fn stem(word: &str) -> WordQuery {
    let folded = folded(word);
    WordQuery::Stem { stem: stemmed(&folded), folded }
}

fn word(random: &mut Random) -> WordQuery {
    // One word as the token rule sees it: what is printed with a hyphen or colon is two.
    let printed = loop {
        let printed = random.of(&random.vocabulary.words);
        if onrecord::text::token::words(printed).count() == 1 {
            break onrecord::text::token::words(printed).next().map_or(printed, |span| span.of(printed));
        }
    };
    compared(random, printed)
}

/// A printed word in one of the ways of comparing.
fn compared(random: &mut Random, printed: &str) -> WordQuery {
    match random.below(10) {
        0 => {
            let mut term = String::new();
            exact(printed, &mut term);
            WordQuery::Exact(term)
        }
        1 => WordQuery::Wildcard(random.of(&random.vocabulary.patterns).to_owned()),
        2 => WordQuery::Fuzzy { folded: folded(printed), distance: 1 + random.below(2) as u8 },
        _ => stem(printed),
    }
}

fn name(random: &mut Random) -> NameQuery {
    let exact = random.chance(20);
    let tokens = random.of(if exact { &random.vocabulary.exact_names } else { &random.vocabulary.names });
    NameQuery { tokens: tokens.split(' ').map(str::to_owned).collect(), adjacent: random.chance(40), exact }
}

fn place(random: &mut Random) -> PlaceQuery {
    let (typed, ids) = (random.of(&random.vocabulary.places), random.of(&random.vocabulary.place_ids));
    PlaceQuery { typed: typed.to_owned(), ids: ids.iter().map(|&id| id.to_owned()).collect() }
}

/// An AND of what asks for quotations: two to four groups, ORs of them, groups with conditions.
pub(crate) fn groups(random: &mut Random) -> Query {
    let group = |random: &mut Random| {
        let acts = random.of(&[Acts::Speech, Acts::Any]);
        // Broad ones too, for which quotations compete.
        let clause = match random.below(5) {
            0 => QuoteClause::Kind(random.of(&QuoteKind::ALL)),
            1 => QuoteClause::Confidence(random.of(&Level::ALL)),
            2 => QuoteClause::Not(Box::new(quote_clause(random, 0))),
            _ => {
                let depth = random.below(2);
                quote_clause(random, depth)
            }
        };
        Query::Quote(QuoteQuery { clause, acts })
    };
    let members = (0..2 + random.below(3)).map(|_| match random.below(6) {
        0..=2 => group(random),
        3 => Query::Or((0..2 + random.below(2)).map(|_| group(random)).collect()),
        4 => Query::Or(vec![Query::And(vec![group(random), group(random)]), query(random, 0), group(random)]),
        _ => query(random, 1),
    });
    Query::And(members.collect())
}
