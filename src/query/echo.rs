//! How a query was understood, in words and in one line.

use super::ast::{
    Acts, CountRange, Counted, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit,
    WordQuery,
};
use super::error::clean;
use super::print::{PrintedCount, PrintedDates, within_words};
use super::ways::holds_quote;
use crate::text::number;

/// One line on what the query asks for.
pub(super) fn line(query: &Query, unit: Unit) -> String {
    let what = match unit {
        Unit::Article => "articles",
        Unit::Quote => "quotations",
    };
    let line = match query {
        Query::All => format!("all {what}"),
        Query::Quote(quote) if unit == Unit::Quote => format!("{what} {}", group(quote)),
        Query::And(members) if unit == Unit::Quote => match only_group(members) {
            Some((quote, rest)) => {
                format!(
                    "{what} {} in articles: {}",
                    group(quote),
                    list(&rest, " AND ", false, |one| article(one, true, true))
                )
            }
            None => format!("{what} in articles: {}", article(query, false, false)),
        },
        query if unit == Unit::Quote => format!("{what} in articles: {}", article(query, false, false)),
        query => format!("{what}: {}", article(query, false, false)),
    };
    let zone = if has_date(query) { " · civil dates, as printed" } else { "" };
    clean(&format!("{line}{zone}"))
}

/// The same for a text of which any word will do.
pub(super) fn any_of(unit: Unit, count: usize, named: &[&str]) -> String {
    let what = if unit == Unit::Quote { "quotations saying" } else { "articles with" };
    clean(&format!("{what} any of {count} words: {}, …", named.join(" OR ")))
}

/// The only group among the members of an AND, and the other members.
fn only_group(members: &[Query]) -> Option<(&QuoteQuery, Vec<&Query>)> {
    let mut groups = members.iter().filter_map(|member| match member {
        Query::Quote(quote) => Some(quote),
        _ => None,
    });
    let (first, None) = (groups.next()?, groups.next()) else { return None };
    Some((first, members.iter().filter(|member| !matches!(member, Query::Quote(_))).collect()))
}

fn has_date(query: &Query) -> bool {
    match query {
        Query::Date(_) => true,
        Query::And(inner) | Query::Or(inner) => inner.iter().any(has_date),
        Query::Not(inner) => has_date(inner),
        _ => false,
    }
}

/// `another`: a quotation is asked for already, so that a further one is another.
fn article(query: &Query, inside: bool, another: bool) -> String {
    match query {
        Query::All => "anything".into(),
        Query::And(members) => {
            let mut another = another;
            list(members, " AND ", inside, |member| {
                let shown = article(member, true, another);
                another |= holds_quote(member);
                shown
            })
        }
        Query::Or(branches) => list(branches, " OR ", inside, |branch| article(branch, true, another)),
        Query::Not(inner) => match &**inner {
            Query::Quote(quote) => format!("no quotation {}", group(quote)),
            inner => format!("NOT {}", article(inner, true, false)),
        },
        Query::Text { zone: TextZone::Article, text } => words(text),
        Query::Text { zone: TextZone::Title, text } => format!("{} in the title", words(text)),
        Query::Text { zone: TextZone::Lead, text } => format!("{} in the first paragraph", words(text)),
        Query::Text { zone: TextZone::Byline, text } => format!("{} in the byline", words(text)),
        Query::Person(query) => format!("{} named or speaking", name(query)),
        Query::In(query) => format!("dateline {}", place(query)),
        Query::Place(query) => format!("place {}", place(query)),
        Query::Outlet(value) => format!("outlet {value}"),
        Query::Section(value) => format!("section {value}"),
        Query::Language(value) => format!("language {value}"),
        Query::Id(value) => format!("id {value}…"),
        Query::Date(range) => match (range.from, range.to) {
            (None, None) => "any date".into(),
            (Some(from), None) => format!("date from {from} on"),
            (None, Some(to)) => format!("date up to {to}"),
            _ => format!("date {}", PrintedDates(range)),
        },
        Query::Copy => "copies of earlier articles".into(),
        Query::Has(has) => format!("with a {}", has.name()),
        Query::Count { what: Counted::Words, range } => format!("{} words", count(range)),
        Query::Count { what: Counted::Quotes, range } => format!("{} quotations", count(range)),
        Query::Quote(quote) => format!("{} quotation {}", if another { "another" } else { "one" }, group(quote)),
    }
}

fn count(range: &CountRange) -> String {
    match (range.from, range.to) {
        (Some(from), None) => format!("at least {}", number(from.into())),
        (None, Some(to)) => format!("at most {}", number(to.into())),
        _ => PrintedCount(range).to_string(),
    }
}

/// What one quotation must be: `[by lind AND saying trust]`.
fn group(quote: &QuoteQuery) -> String {
    let acts = match quote.acts {
        Acts::Speech => "",
        Acts::Other => " of belief, wish or finding",
        Acts::Any => " (speech, belief, wish or finding)",
    };
    let clause = match &quote.clause {
        QuoteClause::All => "of any kind".into(),
        clause @ (QuoteClause::And(_) | QuoteClause::Or(_)) => format!("[{}]", self::clause(clause, false)),
        clause => self::clause(clause, false),
    };
    format!("{clause}{acts}")
}

fn clause(query: &QuoteClause, inside: bool) -> String {
    match query {
        QuoteClause::All => "anything".into(),
        QuoteClause::And(members) => list(members, " AND ", inside, |member| clause(member, true)),
        QuoteClause::Or(branches) => list(branches, " OR ", inside, |branch| clause(branch, true)),
        QuoteClause::Not(inner) => format!("NOT {}", clause(inner, true)),
        QuoteClause::Said(text) => format!("saying {}", words(text)),
        QuoteClause::Cue(text) => format!("reported by the word {}", words(text)),
        QuoteClause::Mention(text) => format!("whose source is printed as {}", words(text)),
        QuoteClause::Role(text) => format!("by someone who is {}", words(text)),
        QuoteClause::Speaker(query) => format!("by {}", name(query)),
        QuoteClause::SpeakerUnknown => "by an unknown speaker".into(),
        QuoteClause::About(query) => format!("naming {}", name(query)),
        QuoteClause::Via(query) => format!("reported by {}", name(query)),
        QuoteClause::Kind(kind) => format!("{} in kind", kind.name()),
        QuoteClause::Confidence(level) => format!("attributed with confidence {} or more", level.name()),
    }
}

fn words(text: &TextQuery) -> String {
    match text {
        TextQuery::Word(one) => word(one),
        TextQuery::Phrase { words, slop } => {
            let is_exact = words.iter().all(|word| matches!(word, WordQuery::Exact(_)));
            let inner: Vec<String> = words.iter().map(|one| if is_exact { bare(one) } else { word(one) }).collect();
            let sign = if is_exact { "exactly " } else { "" };
            let reach = if *slop > 0 { format!(" (moved by up to {slop})") } else { String::new() };
            format!("{sign}\"{}\"{reach}", inner.join(" "))
        }
        TextQuery::Near { left, right, within, ordered } => {
            let order = if *ordered { "before and " } else { "" };
            format!("({} {order}{} {})", words(left), within_words(*within), words(right))
        }
        TextQuery::Any(any) => list(any, " or ", true, words),
        TextQuery::AtLeast { text, count } => format!("{} at least {count} times", words(text)),
    }
}

fn word(word: &WordQuery) -> String {
    match word {
        WordQuery::Exact(word) => format!("exactly {word}"),
        WordQuery::Fuzzy { folded, distance: 1 } => format!("{folded} (or one letter off)"),
        WordQuery::Fuzzy { folded, distance } => format!("{folded} (or up to {distance} letters off)"),
        word => bare(word),
    }
}

fn bare(word: &WordQuery) -> String {
    match word {
        WordQuery::Stem { folded, .. } | WordQuery::Fuzzy { folded, .. } => folded.clone(),
        WordQuery::Exact(word) | WordQuery::Wildcard(word) => word.clone(),
    }
}

fn name(query: &NameQuery) -> String {
    let joined = query.tokens.join(" ");
    let name = if query.adjacent { format!("\"{joined}\"") } else { joined };
    if query.exact { format!("exactly {name}") } else { name }
}

fn place(query: &PlaceQuery) -> String {
    /// Keys that are shown: a name can have dozens.
    const SHOWN: usize = 3;
    let keys = query.ids.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if query.ids.len() > SHOWN { ", …" } else { "" };
    match (query.typed.is_empty(), query.ids.is_empty()) {
        (true, _) => keys,
        (false, true) => format!("{} (as printed)", query.typed),
        (false, false) => format!("{} ({keys}{more})", query.typed),
    }
}

fn list<T>(items: &[T], by: &str, inside: bool, each: impl FnMut(&T) -> String) -> String {
    let joined = items.iter().map(each).collect::<Vec<_>>().join(by);
    if inside && items.len() > 1 { format!("({joined})") } else { joined }
}
