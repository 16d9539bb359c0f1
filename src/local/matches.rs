//! How often a query matches: from postings where these tell it, in the articles themselves where only they do, and only in
//! those. What is marked of a query is the same as in `matching`: nothing under a NOT, and of an OR what the article
//! satisfies.

use super::compile::Compiler;
use super::cursor::positional::{Judge, Positional};
use super::cursor::{Cursor, DocId};
use super::occurrences;
use super::plan::{Plan, PositionalPlan, Segment};
use super::reader::{ARTICLE_COST, LocalEngine};
use crate::engine::{Engine, EngineError, MatchCount, SearchRequest};
use crate::matching::{Matcher, Scope, places};
use crate::query::ast::{Query, QuoteClause, TextQuery, TextZone, Unit, WordQuery};
use crate::query::ways::{ask_for_several, holds_quote};

/// What it costs to read the positions in an article, in documents that are looked at.
const POSITIONS_COST: u64 = 20;

/// What is marked of a query in an article that satisfies it.
enum Marks<'q> {
    /// Nothing.
    Nothing,
    /// A text.
    Text { zone: TextZone, text: &'q TextQuery },
    /// All of these.
    All(Vec<Marks<'q>>),
    /// Those that the article satisfies.
    Any(Vec<(&'q Query, Marks<'q>)>),
    /// What postings do not tell: spans of names, places and quotations, which overlap in the text.
    InArticle,
}

/// The same, compiled.
enum Told {
    Nothing,
    /// The parts of title and body that have all the words.
    Text(Vec<PositionalPlan>),
    All(Vec<Told>),
    Any(Vec<(Plan, Told)>),
    InArticle,
}

/// The same in a segment.
enum Reader {
    Text(Vec<(usize, Positional)>),
    All(Vec<Reader>),
    Any(Vec<(Box<dyn Cursor>, Reader)>),
    InArticle,
}

/// Counts the matches in all articles.
pub(super) fn count(engine: &LocalEngine, query: &Query) -> Result<MatchCount, EngineError> {
    let marks = Marks::of(query);
    let mut words = Vec::new();
    let only_words = marks.words(true, &mut words);
    let request = SearchRequest::count(query.clone(), Unit::Article);
    let mut compiler = engine.compiler(&request);
    let plan = if only_words && marks.is_satisfied_by_each() { None } else { Some(compiler.article(query)?) };
    let cost = plan.as_ref().map_or(u64::MAX, |plan| engine.cost(plan));
    let found = plan.map(|plan| engine.documents(&plan)).transpose()?;
    if only_words {
        let counted = engine.in_each(cost, |segment| {
            let docs = found.as_ref().and_then(|found| found.get(segment.number)).map(Vec::as_slice);
            occurrences::count(segment, &engine.store.fields, &words, docs)
        });
        return counted.into_iter().map(|count| count.map_err(|error| engine.failure(error))).sum();
    }
    let told = marks.told(&mut compiler)?;
    let matcher = Matcher::with_copies(query, || engine.copies())?;
    let found = found.unwrap_or_default();
    let articles: u64 = found.iter().map(|docs| docs.len() as u64).sum();
    let cost = articles.saturating_mul(if told.is_in_article() { ARTICLE_COST } else { POSITIONS_COST });
    let counted = engine.in_each(cost, |segment| {
        let docs = found.get(segment.number).map_or(&[][..], Vec::as_slice);
        in_segment(engine, segment, docs, &told, &matcher)
    });
    counted.into_iter().sum()
}

fn in_segment(
    engine: &LocalEngine,
    segment: &Segment,
    docs: &[DocId],
    told: &Told,
    matcher: &Matcher,
) -> Result<MatchCount, EngineError> {
    let mut count = MatchCount::default();
    if docs.is_empty() {
        return Ok(count);
    }
    let mut reader = told.reader(engine, segment).map_err(|error| engine.failure(error))?;
    let mut runs = [Vec::new(), Vec::new()];
    for doc in docs {
        runs.iter_mut().for_each(Vec::clear);
        if reader.read(*doc, &mut runs) {
            count.add(runs.iter_mut().map(|runs| apart(runs)).sum());
        } else {
            let record = engine.record(segment.number, *doc)?;
            count.add(places(&matcher.find(&record.article, &record.analysis, Scope::Article)).len() as u64);
        }
    }
    Ok(count)
}

/// How many stretches runs of words make up: those with a word in common are one.
fn apart(runs: &mut [(u32, u32)]) -> u64 {
    runs.sort_unstable();
    let mut count = 0;
    let mut last = None;
    for (start, end) in runs.iter() {
        if last.is_none_or(|last| last < *start) {
            count += 1;
        }
        last = last.max(Some(*end));
    }
    count
}

impl<'q> Marks<'q> {
    fn of(query: &'q Query) -> Self {
        match query {
            Query::Text { zone: TextZone::Byline, .. } => Self::Nothing,
            Query::Text { zone, text } => Self::Text { zone: *zone, text },
            Query::And(members) => {
                let several = ask_for_several(members);
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    match Self::of(member) {
                        Self::Nothing => {}
                        Self::InArticle => return Self::InArticle,
                        // Only the article tells which quotations can differ, and so which branches are marked.
                        _ if several && holds_quote(member) => return Self::InArticle,
                        marks => all.push(marks),
                    }
                }
                if all.is_empty() { Self::Nothing } else { Self::All(all) }
            }
            Query::Or(branches) => {
                let any: Vec<(&Query, Self)> = branches.iter().map(|branch| (branch, Self::of(branch))).collect();
                if any.iter().all(|(_, branch)| matches!(branch, Self::Nothing)) {
                    Self::Nothing
                } else {
                    Self::Any(any)
                }
            }
            Query::Quote(quote) if is_marked(&quote.clause) => Self::InArticle,
            Query::Person(_) | Query::Place(_) => Self::InArticle,
            _ => Self::Nothing,
        }
    }

    /// Collects the words, if every occurrence of each of them is marked in every article that satisfies the query; false
    /// if not.
    fn words(&self, outermost: bool, found: &mut Vec<(TextZone, &'q WordQuery)>) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text { zone: TextZone::Lead, .. } | Self::InArticle => false,
            Self::Text { zone, text } => words_of(*zone, text, found),
            Self::All(members) => outermost && members.iter().all(|member| member.words(false, found)),
            Self::Any(branches) => branches.iter().all(|(_, branch)| branch.words(false, found)),
        }
    }

    /// Whether each of its words is enough to satisfy the query.
    fn is_satisfied_by_each(&self) -> bool {
        match self {
            Self::Text { .. } => true,
            Self::Any(branches) => branches.iter().all(|(_, branch)| branch.is_satisfied_by_each()),
            _ => false,
        }
    }

    fn told(&self, compiler: &mut Compiler<'_>) -> Result<Told, EngineError> {
        Ok(match self {
            Self::Nothing => Told::Nothing,
            Self::InArticle => Told::InArticle,
            Self::Text { zone, text } => text_told(*zone, text, compiler)?,
            Self::All(members) => {
                Told::All(members.iter().map(|member| member.told(compiler)).collect::<Result<_, _>>()?)
            }
            Self::Any(branches) => {
                let marked = branches.iter().filter(|(_, branch)| !matches!(branch, Self::Nothing));
                let told = marked.map(|(query, branch)| Ok((compiler.article(query)?, branch.told(compiler)?)));
                Told::Any(told.collect::<Result<_, EngineError>>()?)
            }
        })
    }
}

/// Collects the words of a text that is matched by each of them.
fn words_of<'q>(zone: TextZone, text: &'q TextQuery, found: &mut Vec<(TextZone, &'q WordQuery)>) -> bool {
    match text {
        TextQuery::Word(word) => {
            found.push((zone, word));
            true
        }
        TextQuery::Any(branches) => branches.iter().all(|branch| words_of(zone, branch, found)),
        _ => false,
    }
}

/// Whether something of a quotation clause is marked in the text.
fn is_marked(clause: &QuoteClause) -> bool {
    match clause {
        QuoteClause::And(members) | QuoteClause::Or(members) => members.iter().any(is_marked),
        QuoteClause::Said(_)
        | QuoteClause::Cue(_)
        | QuoteClause::Mention(_)
        | QuoteClause::Speaker(_)
        | QuoteClause::About(_) => true,
        _ => false,
    }
}

fn text_told(zone: TextZone, text: &TextQuery, compiler: &mut Compiler<'_>) -> Result<Told, EngineError> {
    let [body, title] = compiler.of_article();
    let parts = match zone {
        TextZone::Title => compiler.positional_parts(&[title], text, Judge::text),
        TextZone::Lead => compiler.positional_parts(&[body], text, Judge::Lead),
        TextZone::Article | TextZone::Byline => compiler.positional_parts(&[title, body], text, Judge::text),
    };
    match parts {
        Ok((parts, _)) => {
            let positional = |part| if let Plan::Positional(plan) = part { Some(plan) } else { None };
            Ok(Told::Text(parts.into_iter().filter_map(positional).collect()))
        }
        // A word alone is looked for whatever it stands for.
        Err(EngineError::TooManyWords { .. }) => Ok(Told::InArticle),
        Err(error) => Err(error),
    }
}

impl Told {
    fn is_in_article(&self) -> bool {
        match self {
            Self::InArticle => true,
            Self::All(members) => members.iter().any(Self::is_in_article),
            Self::Any(branches) => branches.iter().any(|(_, branch)| branch.is_in_article()),
            Self::Nothing | Self::Text(_) => false,
        }
    }

    fn reader(&self, engine: &LocalEngine, segment: &Segment) -> tantivy::Result<Reader> {
        let fields = &engine.store.fields;
        Ok(match self {
            Self::Nothing => Reader::All(Vec::new()),
            Self::InArticle => Reader::InArticle,
            Self::Text(parts) => {
                let mut found = Vec::with_capacity(parts.len());
                for part in parts {
                    let zone = usize::from(part.field != fields.title);
                    found.extend(part.positional(segment)?.map(|cursor| (zone, cursor)));
                }
                Reader::Text(found)
            }
            Self::All(members) => {
                Reader::All(members.iter().map(|member| member.reader(engine, segment)).collect::<Result<_, _>>()?)
            }
            Self::Any(branches) => {
                let reader = |(plan, branch): &(Plan, Self)| -> tantivy::Result<_> {
                    Ok((plan.cursor(segment, fields)?, branch.reader(engine, segment)?))
                };
                Reader::Any(branches.iter().map(reader).collect::<Result<_, _>>()?)
            }
        })
    }
}

impl Reader {
    /// Adds the runs of words that are marked in title and body of a document; false if only the article tells them.
    /// Documents are asked for in their order.
    fn read(&mut self, doc: DocId, runs: &mut [Vec<(u32, u32)>; 2]) -> bool {
        match self {
            Self::InArticle => false,
            Self::Text(cursors) => {
                cursors.iter_mut().for_each(|(zone, cursor)| cursor.runs(doc, &mut runs[*zone]));
                true
            }
            Self::All(members) => members.iter_mut().all(|member| member.read(doc, runs)),
            Self::Any(branches) => {
                branches.iter_mut().all(|(cursor, branch)| cursor.seek(doc) != doc || branch.read(doc, runs))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_with_a_word_in_common_are_one() {
        assert_eq!(apart(&mut []), 0);
        assert_eq!(apart(&mut [(4, 6), (0, 0), (1, 2), (2, 3)]), 3);
        assert_eq!(apart(&mut [(0, 9), (2, 3), (5, 5)]), 1);
    }
}
