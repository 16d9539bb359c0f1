//! A plan for people: its parts, each with how many documents it finds by itself. Every part is run for it, so this is for
//! those who ask how a query was taken, and no part of a search.

use std::collections::BTreeSet;

use super::compile::{Compiler, acts_test, has_test, quote_test};
use super::plan::{Known, Plan, PositionalPlan, Segment, TermPlan, Test};
use super::reader::LocalEngine;
use super::schema::{EXACT, EXACT_INITIAL, INITIAL, KEY, Kind, column};
use super::text::printed;
use super::words::folded_term;
use crate::annotation::{Level, QuoteKind};
use crate::date::{DateRange, day_of_number};
use crate::engine::{Compiled, EngineError, SearchRequest};
use crate::matching::positional::words as words_of;
use crate::query::ast::{Acts, CountRange, Counted, Has, Query, QuoteClause, QuoteQuery, Unit, WordQuery};

/// Parts that are told: a query may ask for a thousand words.
const MAX_PARTS: usize = 512;

/// What is made of a query.
pub(super) fn outline(engine: &LocalEngine, query: &Query, unit: Unit) -> Result<Compiled, EngineError> {
    let request = SearchRequest::new(query.clone(), unit);
    let mut compiler = engine.compiler(&request);
    let plan = compiler.compile(query, unit)?;
    Outline { engine, compiler, left: MAX_PARTS }.part(&plan, unit)
}

/// How many documents a plan finds.
pub(super) fn count(engine: &LocalEngine, plan: &Plan) -> Result<u64, EngineError> {
    let in_segment = |segment: &Segment| {
        let mut count = 0;
        engine.for_each_in(segment, plan, false, &mut |_, _| count += 1).map(|()| count)
    };
    engine.in_each(engine.cost(plan), in_segment).into_iter().sum()
}

struct Outline<'a> {
    engine: &'a LocalEngine,
    compiler: Compiler<'a>,
    /// Parts that may still be told.
    left: usize,
}

impl Outline<'_> {
    /// A part whose documents are of the unit.
    fn part(&mut self, plan: &Plan, unit: Unit) -> Result<Compiled, EngineError> {
        let mut own = Compiled { label: String::new(), unit, count: 0, words: None, parts: Vec::new() };
        own.label = match plan {
            Plan::Unscored(inner) | Plan::Fixed(inner, _) => return self.part(inner, unit),
            Plan::Nothing => "nothing of the index".to_owned(),
            Plan::Every(_) => "everything".to_owned(),
            Plan::Term(plan) => term_label(plan),
            Plan::Spread(plan) => {
                own.words = match &plan.pattern {
                    Some((field, pattern)) => Some(self.compiler.distinct_words(*field, pattern)?),
                    None => None,
                };
                plan.label.clone()
            }
            Plan::Positional(plan) => {
                own.parts = self.words(plan, unit)?;
                plan.label.clone()
            }
            Plan::Weighed(plan) => {
                own.parts = self.list(&plan.parts, unit)?;
                if let [only] = &own.parts[..] {
                    own.words = only.words;
                    own.parts = own.parts.remove(0).parts;
                }
                plan.label.clone()
            }
            Plan::All { kind, parts, not, tests } => {
                own.parts = self.list(parts, unit)?;
                for test in tests {
                    let alone = Plan::All { kind: *kind, parts: Vec::new(), not: Vec::new(), tests: vec![*test] };
                    let count = count(self.engine, &alone)?;
                    own.parts.push(Compiled { label: told(*test, *kind), unit, count, words: None, parts: Vec::new() });
                }
                for part in self.list(not, unit)? {
                    own.parts.push(Compiled { label: format!("without {}", part.label), ..part });
                }
                match (own.parts.len(), parts.len()) {
                    (1, 1) | (1, 0) if not.is_empty() => return Ok(own.parts.remove(0)),
                    _ => "all of".to_owned(),
                }
            }
            Plan::Any(parts) => {
                own.parts = self.list(parts, unit)?;
                "any of".to_owned()
            }
            Plan::ToArticle(quotes) => {
                own.parts = vec![self.part(quotes, Unit::Quote)?];
                "articles of the quotations".to_owned()
            }
            Plan::ToQuotes(articles) => {
                own.parts = vec![self.part(articles, Unit::Article)?];
                "quotations of the articles".to_owned()
            }
            Plan::Distinct { slots } => {
                own.parts = self.list(slots, Unit::Quote)?;
                "articles with a different quotation for each of".to_owned()
            }
            Plan::DistinctQuotes { slots, .. } => {
                own.parts = self.list(slots, Unit::Quote)?;
                "quotations, a different one for each of".to_owned()
            }
        };
        // Counted last: a part that is told as another is not run for itself.
        own.count = count(self.engine, plan)?;
        Ok(own)
    }

    /// The parts, until there are too many.
    fn list(&mut self, plans: &[Plan], unit: Unit) -> Result<Vec<Compiled>, EngineError> {
        let told = plans.len().min(self.left);
        self.left -= told;
        let mut list = plans[..told].iter().map(|plan| self.part(plan, unit)).collect::<Result<Vec<_>, _>>()?;
        if told < plans.len() {
            let label = format!("{} more parts, not told", plans.len() - told);
            let rest = Compiled { label, unit, count: 0, words: None, parts: Vec::new() };
            list.push(rest);
        }
        Ok(list)
    }

    /// The words of a text, each with the documents of all the terms it stands for.
    fn words(&mut self, plan: &PositionalPlan, unit: Unit) -> Result<Vec<Compiled>, EngineError> {
        let mut words = Vec::with_capacity(plan.words.len());
        for (word, terms) in words_of(&plan.text).into_iter().zip(&plan.words) {
            let alone = |known: &Known| {
                let label = String::new();
                Plan::Term(TermPlan { terms: vec![known.clone()], shares: None, label })
            };
            let any = Plan::Any(terms.iter().map(alone).collect());
            let is_pattern = matches!(word, WordQuery::Wildcard(_) | WordQuery::Fuzzy { .. });
            let distinct = || terms.iter().filter_map(text_of).map(folded_term).collect::<BTreeSet<String>>().len();
            let label = match word {
                // a token of a name, which is no exact term
                WordQuery::Exact(token) if !terms.iter().filter_map(text_of).all(|text| text.starts_with(EXACT)) => {
                    token.clone()
                }
                word => printed(word),
            };
            words.push(Compiled {
                label,
                unit,
                count: count(self.engine, &any)?,
                words: is_pattern.then(|| distinct() as u64),
                parts: Vec::new(),
            });
        }
        Ok(words)
    }
}

/// The text of a term, with its mark.
fn text_of(known: &Known) -> Option<&str> {
    std::str::from_utf8(known.term.serialized_value_bytes()).ok()
}

/// A term of a name tells by what it was found.
fn term_label(plan: &TermPlan) -> String {
    let text = plan.terms.first().and_then(text_of).unwrap_or("");
    if let Some(key) = text.strip_prefix(KEY) {
        return format!("{} in all spellings (key {key})", plan.label);
    }
    match text.strip_prefix([INITIAL, EXACT_INITIAL]) {
        Some(letter) => format!("{} (words that begin with {letter})", plan.label),
        None => plan.label.clone(),
    }
}

/// A test as text of the query language.
fn told(test: Test, kind: Kind) -> String {
    let query = match test {
        Test::Days { first, last } => {
            Some(Query::Date(DateRange { from: day_of_number(first), to: day_of_number(last) }))
        }
        Test::Number { column, first, last } => {
            let what = if column == column::WORDS { Counted::Words } else { Counted::Quotes };
            let [from, to] = [first, last].map(|number| u32::try_from(number).ok());
            Some(Query::Count { what, range: CountRange { from: from.filter(|from| *from > 0), to } })
        }
        Test::Shape { .. } if kind == Kind::Article => {
            Has::ALL.iter().find(|(has, _)| has_test(*has) == test).map(|(has, _)| Query::Has(*has))
        }
        Test::Shape { .. } if test == acts_test(Acts::Speech) => return "speech".to_owned(),
        Test::Shape { .. } => {
            let kinds = QuoteKind::ALL.map(QuoteClause::Kind).into_iter();
            let mut clauses = kinds.chain(Level::ALL.map(QuoteClause::Confidence)).chain([QuoteClause::SpeakerUnknown]);
            let found = clauses.find(|clause| quote_test(clause) == Some(test));
            // what is tested and is no clause is the act
            let acts = if found.is_some() { Acts::Speech } else { Acts::Other };
            Some(Query::Quote(QuoteQuery { clause: found.unwrap_or(QuoteClause::All), acts }))
        }
    };
    query.map_or_else(String::new, |query| query.display(Unit::Quote).to_string())
}
