//! A [`Query`] as text of the language: the canonical form. Parsing it in the same unit gives the same query.
//!
//! Quotation clauses of a group stand bare where they are the only group of their AND, and in braces elsewhere.

use std::fmt::{self, Display, Formatter};

use super::ast::{
    Acts, CountRange, Counted, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit,
    Within, WordQuery,
};
use super::group::is_positive;
use super::tree::Proximity;
use super::{lexer, words};
use crate::date::DateRange;
use crate::field::Field;

impl Query {
    /// The query as text, to be read in that unit.
    pub fn display(&self, unit: Unit) -> impl Display + '_ {
        Printed { query: self, unit }
    }
}

impl Display for Query {
    /// As text to be read in the unit of articles.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.display(Unit::Article).fmt(f)
    }
}

struct Printed<'a> {
    query: &'a Query,
    unit: Unit,
}

impl Display for Printed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.query {
            Query::Quote(quote) if is_positive(&quote.clause) => top_group(quote, f),
            query => article(query, self.unit, f),
        }
    }
}

/// A group that is the whole query: an OR needs no parentheses.
fn top_group(quote: &QuoteQuery, f: &mut Formatter<'_>) -> fmt::Result {
    match &quote.clause {
        QuoteClause::Or(branches) if quote.acts == Acts::Speech => or_clauses(branches, f),
        _ => group(quote, f),
    }
}

fn article(query: &Query, unit: Unit, f: &mut Formatter<'_>) -> fmt::Result {
    match query {
        Query::All => f.write_str("*"),
        Query::And(members) => and(members, unit, f),
        Query::Or(branches) => separated(branches, " OR ", f, |branch, f| match branch {
            Query::And(_) | Query::Or(_) => parenthesised(f, |f| article(branch, unit, f)),
            branch => article(branch, unit, f),
        }),
        Query::Not(inner) => {
            f.write_str("-")?;
            match &**inner {
                Query::And(_) | Query::Or(_) | Query::Not(_) => parenthesised(f, |f| article(inner, unit, f)),
                Query::Text { zone: TextZone::Article, text: TextQuery::Near { .. } } if unit == Unit::Article => {
                    parenthesised(f, |f| article(inner, unit, f))
                }
                inner => article(inner, unit, f),
            }
        }
        Query::Quote(quote) => {
            f.write_str("{")?;
            match &quote.clause {
                QuoteClause::Or(branches) if quote.acts == Acts::Speech => or_clauses(branches, f)?,
                _ => group(quote, f)?,
            }
            f.write_str("}")
        }
        Query::Text { zone: TextZone::Article, text: words } if unit == Unit::Article => text(words, f),
        Query::Text { zone, text } => in_field(zone_field(*zone), text, f),
        Query::Person(query) => name(Field::Person, query, f),
        Query::In(query) => place(Field::In, query, f),
        Query::Place(query) => place(Field::Place, query, f),
        Query::Outlet(value) => whole(Field::Outlet, value, f),
        Query::Section(value) => whole(Field::Section, value, f),
        Query::Language(value) => whole(Field::Lang, value, f),
        Query::Id(value) => whole(Field::Id, value, f),
        Query::Date(range) => write!(f, "{}:{}", Field::Date.name(), PrintedDates(range)),
        Query::Copy => write!(f, "{}:copy", Field::Is.name()),
        Query::Has(has) => write!(f, "{}:{}", Field::Has.name(), has.name()),
        Query::Count { what, range } => {
            let field = match what {
                Counted::Words => Field::Words,
                Counted::Quotes => Field::Quotes,
            };
            write!(f, "{}:{}", field.name(), PrintedCount(range))
        }
    }
}

/// Members of an AND. A single group stands bare.
fn and(members: &[Query], unit: Unit, f: &mut Formatter<'_>) -> fmt::Result {
    let groups = members.iter().filter(|member| matches!(member, Query::Quote(_))).count();
    separated(members, " ", f, |member, f| match member {
        Query::Quote(quote) if groups == 1 && is_positive(&quote.clause) => group(quote, f),
        Query::And(_) | Query::Or(_) => parenthesised(f, |f| article(member, unit, f)),
        member => article(member, unit, f),
    })
}

/// A group without braces.
fn group(quote: &QuoteQuery, f: &mut Formatter<'_>) -> fmt::Result {
    match quote.acts {
        Acts::Speech => {}
        Acts::Other => f.write_str("act:other ")?,
        Acts::Any => f.write_str("act:any ")?,
    }
    match &quote.clause {
        QuoteClause::And(clauses) => separated(clauses, " ", f, member),
        single => member(single, f),
    }
}

fn member(clause: &QuoteClause, f: &mut Formatter<'_>) -> fmt::Result {
    match clause {
        QuoteClause::And(_) | QuoteClause::Or(_) => parenthesised(f, |f| quote_clause(clause, f)),
        clause => quote_clause(clause, f),
    }
}

fn or_clauses(branches: &[QuoteClause], f: &mut Formatter<'_>) -> fmt::Result {
    separated(branches, " OR ", f, member)
}

fn quote_clause(clause: &QuoteClause, f: &mut Formatter<'_>) -> fmt::Result {
    match clause {
        QuoteClause::All => f.write_str("said:*"),
        QuoteClause::And(clauses) => separated(clauses, " ", f, member),
        QuoteClause::Or(branches) => or_clauses(branches, f),
        QuoteClause::Not(inner) => {
            f.write_str("-")?;
            match &**inner {
                QuoteClause::Not(_) => parenthesised(f, |f| quote_clause(inner, f)),
                inner => member(inner, f),
            }
        }
        QuoteClause::Said(words) => in_field(Field::Said, words, f),
        QuoteClause::Cue(words) => in_field(Field::Cue, words, f),
        QuoteClause::Mention(words) => in_field(Field::Mention, words, f),
        QuoteClause::Role(words) => in_field(Field::Role, words, f),
        QuoteClause::Speaker(query) => name(Field::Speaker, query, f),
        QuoteClause::SpeakerUnknown => f.write_str("speaker:none"),
        QuoteClause::About(query) => name(Field::About, query, f),
        QuoteClause::Via(query) => name(Field::Via, query, f),
        QuoteClause::Kind(kind) => write!(f, "kind:{}", kind.name()),
        QuoteClause::Confidence(level) => write!(f, "conf:{}", level.name()),
    }
}

fn zone_field(zone: TextZone) -> Field {
    match zone {
        TextZone::Article => Field::Text,
        TextZone::Title => Field::Title,
        TextZone::Lead => Field::Lead,
        TextZone::Byline => Field::Byline,
    }
}

fn in_field(field: Field, words: &TextQuery, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    match words {
        TextQuery::Word(_) | TextQuery::Phrase { .. } | TextQuery::AtLeast { .. } => text(words, f),
        TextQuery::Any(any) if hyphenated(any).is_some() => text(words, f),
        _ => parenthesised(f, |f| text(words, f)),
    }
}

fn text(query: &TextQuery, f: &mut Formatter<'_>) -> fmt::Result {
    match query {
        TextQuery::Word(one) => match (one, is_bare(one)) {
            (WordQuery::Exact(word), true) => write!(f, "={word}"),
            (WordQuery::Exact(word), false) => write!(f, "=\"{word}\""),
            (_, true) => word(one, f),
            (_, false) => {
                f.write_str("\"")?;
                word(one, f)?;
                f.write_str("\"")
            }
        },
        TextQuery::Phrase { words, slop } => phrase(words, *slop, f),
        TextQuery::Near { left, right, within, ordered } => {
            operand(left, true, f)?;
            write!(f, " {} ", Proximity { within: *within, ordered: *ordered }.sign())?;
            operand(right, false, f)
        }
        TextQuery::Any(any) => match hyphenated(any) {
            Some(parts) => f.write_str(&parts.join("-")),
            None => parenthesised(f, |f| {
                separated(any, " OR ", f, |one, f| match one {
                    TextQuery::Near { .. } => parenthesised(f, |f| text(one, f)),
                    one => text(one, f),
                })
            }),
        },
        TextQuery::AtLeast { text: inner, count } => {
            write!(f, "ATLEAST{count}")?;
            match &**inner {
                TextQuery::Any(any) if hyphenated(any).is_none() => text(inner, f),
                inner => parenthesised(f, |f| text(inner, f)),
            }
        }
    }
}

/// One side of a pair of near things: chains lean to the left.
fn operand(query: &TextQuery, is_left: bool, f: &mut Formatter<'_>) -> fmt::Result {
    match query {
        TextQuery::Near { .. } if !is_left => parenthesised(f, |f| text(query, f)),
        query => text(query, f),
    }
}

fn phrase(words: &[WordQuery], slop: u32, f: &mut Formatter<'_>) -> fmt::Result {
    let is_exact = words.iter().all(|word| matches!(word, WordQuery::Exact(_)));
    f.write_str(if is_exact { "=\"" } else { "\"" })?;
    for (i, one) in words.iter().enumerate() {
        if i > 0 {
            f.write_str(" ")?;
        }
        if matches!(one, WordQuery::Exact(_)) && !is_exact {
            f.write_str("=")?;
        }
        word(one, f)?;
    }
    f.write_str("\"")?;
    if slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
}

fn word(word: &WordQuery, f: &mut Formatter<'_>) -> fmt::Result {
    match word {
        WordQuery::Stem { folded, .. } => f.write_str(folded),
        WordQuery::Exact(word) => f.write_str(word),
        WordQuery::Wildcard(pattern) => f.write_str(pattern),
        WordQuery::Fuzzy { folded, distance } => write!(f, "{folded}~{distance}"),
    }
}

/// Whether a word needs no marks around it.
fn is_bare(word: &WordQuery) -> bool {
    match word {
        WordQuery::Stem { folded, .. } => lexer::is_plain(folded),
        WordQuery::Exact(word) => {
            word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '.'))
                && word.starts_with(char::is_alphanumeric)
        }
        WordQuery::Wildcard(pattern) => pattern.chars().all(|c| c.is_alphanumeric() || matches!(c, '*' | '?')),
        WordQuery::Fuzzy { folded, .. } => folded.chars().all(char::is_alphanumeric),
    }
}

/// The parts of a word with hyphens: their phrase, or the joined word.
fn hyphenated(any: &[TextQuery]) -> Option<Vec<&str>> {
    let [TextQuery::Phrase { words, slop: 0 }, TextQuery::Word(joined)] = any else { return None };
    let parts: Vec<&str> = words
        .iter()
        .map(|word| match word {
            WordQuery::Stem { folded, .. } => Some(folded.as_str()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (words::join_parts(&parts).as_ref() == Some(joined)).then_some(parts)
}

impl NameQuery {
    /// The name behind a field, as text of the language.
    pub fn in_field(&self, field: Field) -> impl Display + '_ {
        InField { name: self, field }
    }
}

struct InField<'a> {
    name: &'a NameQuery,
    field: Field,
}

impl Display for InField<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        name(self.field, self.name, f)
    }
}

fn name(field: Field, query: &NameQuery, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    let sign = if query.exact { "=" } else { "" };
    match &query.tokens[..] {
        [token] if is_name_token(token) && (field != Field::Speaker || token != "none") => write!(f, "{sign}{token}"),
        tokens if tokens.len() == 1 || query.adjacent => write!(f, "{sign}\"{}\"", tokens.join(" ")),
        tokens => parenthesised(f, |f| {
            separated(tokens, " ", f, |token, f| match is_name_token(token) {
                true => write!(f, "{sign}{token}"),
                false => write!(f, "{sign}\"{token}\""),
            })
        }),
    }
}

/// Whether a word of a name needs no marks around it.
pub(super) fn is_name_token(token: &str) -> bool {
    token.chars().all(|c| c.is_alphanumeric() || c == '\'')
}

fn place(field: Field, query: &PlaceQuery, f: &mut Formatter<'_>) -> fmt::Result {
    match (query.typed.is_empty(), query.ids.first()) {
        (true, Some(key)) => write!(f, "{}:\"{key}\"", field.name()),
        _ => whole(field, &query.typed, f),
    }
}

fn whole(field: Field, value: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if !value.is_empty() && value.chars().all(char::is_alphanumeric) {
        write!(f, "{}:{value}", field.name())
    } else {
        write!(f, "{}:\"{value}\"", field.name())
    }
}

/// A range of dates: one day, `a..b`, `a..`, `..b`; all dates are `*`.
pub(super) struct PrintedDates<'a>(pub(super) &'a DateRange);

impl Display for PrintedDates<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0.from, self.0.to) {
            (None, None) => f.write_str("*"),
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                from.iter().try_for_each(|day| write!(f, "{day}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|day| write!(f, "{day}"))
            }
        }
    }
}

/// A range of numbers, in the same way.
pub(super) struct PrintedCount<'a>(pub(super) &'a CountRange);

impl Display for PrintedCount<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0.from, self.0.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                from.iter().try_for_each(|n| write!(f, "{n}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|n| write!(f, "{n}"))
            }
        }
    }
}

fn parenthesised(f: &mut Formatter<'_>, inner: impl FnOnce(&mut Formatter<'_>) -> fmt::Result) -> fmt::Result {
    f.write_str("(")?;
    inner(f)?;
    f.write_str(")")
}

fn separated<T>(
    items: &[T],
    by: &str,
    f: &mut Formatter<'_>,
    each: impl Fn(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(by)?;
        }
        each(item, f)?;
    }
    Ok(())
}

/// How near, in words.
pub(super) fn within_words(within: Within) -> String {
    match within {
        Within::Words(1) => "next to".into(),
        Within::Words(n) => format!("within {n} words of"),
        Within::Sentence => "in one sentence with".into(),
        Within::Paragraph => "in one paragraph with".into(),
    }
}
