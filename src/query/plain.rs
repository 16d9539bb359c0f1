//! A text that is no query: a sentence, a claim, a headline. All its words are asked for, and any of them will do; no sign
//! in it is an operator. What comes in is text, what goes out is a query for engines that put the best first.

use rustc_hash::FxHashSet;

use super::ast::{Query, QuoteClause, TextQuery, TextZone, Unit, WordQuery};
use super::group::Mean;
use super::limits::{MAX_CHARS, MAX_TERMS};
use super::named::Names;
use super::notes::{Notes, Problem};
use super::{Clause, Options, Parsed, QueryError, Reading, echo, resolve, words};
use crate::field::Field;
use crate::lexicon::grammar::is_grammar;

/// Words that the echo names.
const NAMED: usize = 12;

/// A text as a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// What is asked for: any of the words; words of grammar only where there are no others.
    pub parsed: Parsed,
    /// All words in the order of the text, for [`crate::engine::SearchRequest::wording`].
    pub wording: Vec<WordQuery>,
}

/// Reads a text whose words are all wanted, but of which any will do. Flags are ANDed with it, as in
/// [`super::parse_with_names`]. In [`Unit::Quote`] the words are those of a quotation.
///
/// # Errors
/// When there is no word in the text, when it is longer than a query may be, or when a flag cannot be understood.
pub fn parse_plain(
    text: &str,
    flags: &[(Field, String)],
    names: &Names,
    options: &Options<'_>,
) -> Result<Plain, QueryError> {
    let mut notes = Notes::new(None);
    let fail = |notes: &Notes, message: String, hint: &str| {
        Err(notes.fail(text, Problem::new(resolve::whole(text), message).hint(hint)))
    };
    if text.chars().count() > MAX_CHARS {
        return fail(&notes, format!("a query has at most {MAX_CHARS} characters"), "one paragraph tells as much");
    }
    let mut wording: Vec<WordQuery> = words::folded(text).into_iter().map(words::stem).collect();
    if wording.is_empty() {
        return fail(&notes, "there is no word in this text".to_owned(), "any of its words will do, but one is needed");
    }
    if wording.len() > MAX_TERMS {
        notes.mended(resolve::whole(text), format!("only the first {MAX_TERMS} words are asked for"));
        wording.truncate(MAX_TERMS);
    }
    let asked = asked(&wording);
    let mut reading = Reading::default();
    let members: Vec<Mean> = asked.iter().map(|word| mean(word, options.unit)).collect();
    let any = if members.len() > 1 { Mean::Or(members) } else { Mean::And(members) };
    let query = super::group::query(any.clone(), options.unit).map_err(|problem| notes.fail(text, problem))?;
    reading.clauses.push(Clause { text: text.trim().to_owned(), query });
    reading.members.push(any);
    reading.outlines.push(super::error::clean(text.trim()));
    reading.notes.extend(notes.finish(text, options.strict)?);
    for (field, value) in flags {
        reading.flag(*field, value, names, options)?;
    }
    let mut parsed = reading.finish(text, options)?;
    if flags.is_empty() && asked.len() > NAMED {
        let named: Vec<&str> = asked.iter().take(NAMED).map(folded).collect();
        parsed.echo = echo::any_of(options.unit, asked.len(), &named);
    }
    Ok(Plain { parsed, wording })
}

/// Whether a query asks for nothing but words of the text, so many at least, all of them: perhaps it is a sentence that
/// was pasted.
#[must_use]
pub fn is_sentence(query: &Query, at_least: usize) -> bool {
    match query {
        Query::And(members) => {
            let is_text =
                |member: &Query| matches!(member, Query::Text { zone: TextZone::Article, text } if is_plain(text));
            members.len() >= at_least && members.iter().all(is_text)
        }
        Query::Quote(quote) => match &quote.clause {
            QuoteClause::And(members) => {
                let is_said = |member: &QuoteClause| matches!(member, QuoteClause::Said(text) if is_plain(text));
                members.len() >= at_least && members.iter().all(is_said)
            }
            _ => false,
        },
        _ => false,
    }
}

/// How many words of the text, or in [`Unit::Quote`] of the quotation, a query wants all of, whatever else it wants.
#[must_use]
pub fn bare_words(query: &Query, unit: Unit) -> usize {
    fn said(clause: &QuoteClause) -> usize {
        match clause {
            QuoteClause::And(members) => members.iter().map(said).sum(),
            QuoteClause::Said(text) => usize::from(is_plain(text)),
            _ => 0,
        }
    }
    match query {
        Query::And(members) => members.iter().map(|member| bare_words(member, unit)).sum(),
        Query::Text { zone: TextZone::Article, text } if unit == Unit::Article => usize::from(is_plain(text)),
        Query::Quote(quote) if unit == Unit::Quote => said(&quote.clause),
        _ => 0,
    }
}

/// A word, or what is typed as one: `well-known`, `10:30`.
fn is_plain(text: &TextQuery) -> bool {
    let is_word = |text: &TextQuery| matches!(text, TextQuery::Word(WordQuery::Stem { .. }));
    match text {
        TextQuery::Phrase { words, slop: 0 } => words.iter().all(|word| matches!(word, WordQuery::Stem { .. })),
        TextQuery::Any(forms) => forms.iter().all(|form| matches!(form, TextQuery::Phrase { .. }) || is_word(form)),
        text => is_word(text),
    }
}

fn mean(word: &WordQuery, unit: Unit) -> Mean {
    let text = TextQuery::Word(word.clone());
    match unit {
        Unit::Article => Mean::Article(Query::Text { zone: TextZone::Article, text }),
        Unit::Quote => Mean::Clause(QuoteClause::Said(text)),
    }
}

/// Each word once, those of grammar only where there are no others.
fn asked(wording: &[WordQuery]) -> Vec<WordQuery> {
    let stem_of = |word: &WordQuery| match word {
        WordQuery::Stem { stem, .. } => Some(stem.clone()),
        _ => None,
    };
    let distinct = |keep: &dyn Fn(&WordQuery) -> bool| {
        let mut seen = FxHashSet::default();
        wording.iter().filter(|word| keep(word) && seen.insert(stem_of(word))).cloned().collect::<Vec<_>>()
    };
    let telling = distinct(&|word| !is_grammar(folded(word)));
    if telling.is_empty() { distinct(&|_| true) } else { telling }
}

fn folded(word: &WordQuery) -> &str {
    match word {
        WordQuery::Stem { folded, .. } | WordQuery::Fuzzy { folded, .. } => folded,
        WordQuery::Exact(word) | WordQuery::Wildcard(word) => word,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::lexicon::Lexicon;
    use crate::query::parse;

    fn options(unit: Unit) -> Options<'static> {
        let today = NaiveDate::from_ymd_opt(2025, 10, 10).unwrap();
        Options { today, unit, lexicon: Lexicon::builtin(), strict: false }
    }

    fn plain(text: &str, unit: Unit) -> Plain {
        parse_plain(text, &[], &Names::default(), &options(unit)).unwrap()
    }

    #[test]
    fn each_word_is_asked_for_once_and_grammar_only_alone() {
        let found = plain("The treaty, -not the treaties OR said: tariff (\"again", Unit::Article);
        assert_eq!(found.parsed.query, parse("treaty OR said OR tariff", &options(Unit::Article)).unwrap().query);
        assert_eq!(found.wording.len(), 9);
        assert_eq!(
            plain("of the", Unit::Article).parsed.query,
            parse("of OR the", &options(Unit::Article)).unwrap().query
        );
        assert_eq!(plain("tariff", Unit::Quote).parsed.query, parse("tariff", &options(Unit::Quote)).unwrap().query);
    }

    #[test]
    fn flags_are_anded_and_quotation_flags_join_the_words_of_a_quotation() {
        let flags = [(Field::Speaker, "lind".to_owned())];
        let found =
            parse_plain("treaty tariff", &flags, &Names::default(), &options(Unit::Quote)).unwrap().parsed.query;
        assert_eq!(found, parse("(treaty OR tariff) speaker:lind", &options(Unit::Quote)).unwrap().query);
    }

    #[test]
    fn long_texts_are_cut_with_a_note_and_longer_ones_refused() {
        let text = "treaty tariff ".repeat(600);
        let found = plain(&text, Unit::Article);
        assert_eq!((found.wording.len(), found.parsed.notes.len()), (MAX_TERMS, 1));
        assert!(parse_plain(&"treaty ".repeat(MAX_CHARS), &[], &Names::default(), &options(Unit::Article)).is_err());
        assert!(parse_plain(" ?!", &[], &Names::default(), &options(Unit::Article)).is_err());
        let named: String = ('a'..='z').map(|letter| format!("{letter}{letter}{letter} ")).collect();
        assert!(plain(&named, Unit::Article).parsed.echo.starts_with("articles with any of 26 words: aaa OR bbb OR"));
    }

    #[test]
    fn only_words_make_a_sentence() {
        let sentence = |text: &str, unit| is_sentence(&parse(text, &options(unit)).unwrap().query, 4);
        assert!(sentence("She told the well-known commission, at 10:30, to wait", Unit::Article));
        assert!(sentence("nobody will close the corridor", Unit::Quote));
        for other in
            ["close the corridor", "nobody will close -corridor now", "a OR b OR c OR d", "one two three in:baku"]
        {
            assert!(!sentence(other, Unit::Article), "{other}");
        }
        assert!(!sentence("nobod* will close the corridor", Unit::Quote));
    }
}
