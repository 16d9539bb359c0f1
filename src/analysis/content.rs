//! Where the words begin that a report reports: behind hearers, times and places. What comes in are tokens and a report;
//! what goes out is the place and how it is marked.

use std::ops::Range;

use super::phrase::View;
use super::report::{Form, Report};
use super::token::Kind;
use crate::lexicon::words::Class;

/// Where content begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Start {
    /// With a quotation mark, at this token.
    Marks(usize),
    /// With a clause.
    Clause {
        /// First token.
        at: usize,
        /// How sure the words are content.
        score: f32,
    },
}

/// Tokens skipped between a cue and what it reports.
const MAX_SKIPPED: usize = 30;

/// Finds where the content behind a report begins; nothing if none stands there.
#[must_use]
pub(super) fn start(view: View<'_>, report: &Report, limit: usize) -> Option<Start> {
    near(view, report, limit).or_else(|| later_marks(view, report, limit))
}

/// `Lund said as she left, "..."`: marks behind a comma or colon, with no other report before them.
fn later_marks(view: View<'_>, report: &Report, limit: usize) -> Option<Start> {
    if matches!(report.form, Form::According | Form::Inverted) || !report.class.has(Class::CUE) {
        return None;
    }
    let end = limit.min(report.right + MAX_SKIPPED);
    for at in report.right..end {
        let token = &view.tokens[at];
        if token.region > 0 || token.is(Class::CUE) && token.is(Class::PAST.or(Class::PRESENT)) && !token.capital {
            return None;
        }
        if matches!(token.kind, Kind::Comma | Kind::Colon)
            && view.kind(at + 1, Kind::Mark)
            && view.tokens.get(at + 2).is_some_and(|token| token.region > 0)
        {
            return Some(Start::Marks(at + 1));
        }
    }
    None
}

fn near(view: View<'_>, report: &Report, limit: usize) -> Option<Start> {
    let mut at = report.right;
    let mut hearer = false;
    let bound = limit.min(report.right + MAX_SKIPPED);
    while at < bound {
        let token = &view.tokens[at];
        match token.kind {
            Kind::Mark => return Some(Start::Marks(at)),
            _ if token.region > 0 => return Some(Start::Marks(at)),
            Kind::Colon => return after_colon(view, at + 1, limit),
            Kind::Comma => {
                let marks = (at + 1..limit.min(at + 3)).any(|next| view.tokens[next].region > 0);
                let according = report.form == Form::According
                    && report.source.as_ref().is_some_and(|source| source.end <= at)
                    && report.left == view.sentence(report.verb).start;
                return match (marks, according) {
                    (true, _) => Some(Start::Marks(at + 1)),
                    (_, true) => Some(Start::Clause { at: at + 1, score: 0.85 }),
                    _ => None,
                };
            }
            Kind::Word | Kind::Number => {}
            _ => return None,
        }
        if view.word(at) == "that" || is_question(view, at, report) {
            let skipped = usize::from(view.word(at) == "that");
            return (report.form != Form::According && takes_that(report))
                .then_some(())
                .and_then(|()| clause_or_marks(view, at + skipped, limit, 0.82));
        }
        if report.form == Form::Inverted || report.form == Form::According {
            return None;
        }
        if view.word(at) == "to" && report.class.has(Class::FRAME_TO) {
            return Some(Start::Clause { at, score: 0.6 });
        }
        match skip(view, report, at, bound, &mut hearer) {
            Some(next) => at = next,
            None => return bare(view, report, at, limit, hearer),
        }
    }
    None
}

fn after_colon(view: View<'_>, at: usize, limit: usize) -> Option<Start> {
    if at >= limit {
        return None;
    }
    if view.kind(at, Kind::Mark) || view.tokens[at].region > 0 {
        return Some(Start::Marks(at));
    }
    Some(Start::Clause { at, score: 0.75 })
}

fn clause_or_marks(view: View<'_>, at: usize, limit: usize, score: f32) -> Option<Start> {
    let at = if view.kind(at, Kind::Comma) { at + 1 } else { at };
    if at >= limit {
        return None;
    }
    let marks = view.kind(at, Kind::Mark) || view.tokens[at].region > 0;
    Some(if marks { Start::Marks(at) } else { Start::Clause { at, score } })
}

fn takes_that(report: &Report) -> bool {
    !report.class.has(Class::FRAME_NAMES) || report.class.has(Class::FRAME_CLAUSE.or(Class::FRAME_THAT))
}

fn is_question(view: View<'_>, at: usize, report: &Report) -> bool {
    matches!(view.word(at), "whether" | "if" | "why" | "how" | "what" | "where" | "when" | "who")
        && report.class.has(
            Class::FRAME_CLAUSE
                .or(Class::FRAME_THAT)
                .or(Class::FRAME_WHETHER)
                .or(Class::FRAME_HEARER)
                .or(Class::FRAME_OUT),
        )
        && !(view.word(at) == "when" || view.word(at) == "if" && report.class.has(Class::FRAME_CLAUSE))
}

/// Skips an adverb, a time, a hearer or a place; nothing if none begins here.
fn skip(view: View<'_>, report: &Report, at: usize, bound: usize, hearer: &mut bool) -> Option<usize> {
    let token = &view.tokens[at];
    let word = view.word(at);
    if token.is(Class::CALENDAR) {
        return Some(if view.kind(at + 1, Kind::Number) { at + 2 } else { at + 1 });
    }
    if is_time(word)
        && view.tokens.get(at + 1).is_some_and(|next| next.is(Class::CALENDAR) || is_time(view.word(at + 1)))
    {
        return Some(at + 2);
    }
    if !token.capital && token.is(Class::ADVERB) && !token.is(Class::DETERMINER.or(Class::CONJUNCTION))
        || word.ends_with("ly") && word.len() > 4 && !token.capital
    {
        return Some(at + 1);
    }
    let prepositions = matches!(
        word,
        "in" | "on"
            | "at"
            | "during"
            | "to"
            | "after"
            | "through"
            | "via"
            | "from"
            | "before"
            | "of"
            | "about"
            | "with"
    );
    if prepositions {
        let names = report.class.has(Class::FRAME_NAMES);
        if matches!(word, "of" | "about" | "with") && !names && !*hearer && word != "with" {
            return None;
        }
        if view.is(at + 1, Class::CALENDAR) {
            return Some(if view.kind(at + 2, Kind::Number) { at + 3 } else { at + 2 });
        }
        if view.kind(at + 1, Kind::Number) {
            return Some(at + 2);
        }
        let phrase = view.phrase_after(at + 1, bound)?;
        return Some(phrase.end);
    }
    if report.class.has(Class::FRAME_HEARER) && !*hearer {
        *hearer = true;
        let object = matches!(word, "him" | "her" | "them" | "us" | "me" | "you" | "it");
        if object
            && view.is(at + 1, Class::DETERMINER.or(Class::SUBJECT_PRONOUN).or(Class::CLAUSE).or(Class::OTHER_PRONOUN))
        {
            return Some(at + 1);
        }
        return view.phrase_after(at, bound).map(|phrase| phrase.end).or_else(|| {
            (!token.capital && !token.is(Class::DETERMINER) && token.is_word() && view.word(at).ends_with('s'))
                .then_some(at + 1)
        });
    }
    None
}

fn is_time(word: &str) -> bool {
    matches!(
        word,
        "last"
            | "this"
            | "earlier"
            | "late"
            | "early"
            | "week"
            | "month"
            | "year"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "weekend"
            | "next"
    )
}

/// Whether a word in marks is more than a part of a title, such as that of a book.
fn is_said(view: View<'_>, at: usize) -> bool {
    let token = &view.tokens[at];
    let small = Class::PREPOSITION.or(Class::DETERMINER).or(Class::CONJUNCTION);
    token.region > 0 && token.is_word() && !token.capital && !token.is(small)
}

/// A clause with no mark at its head: `said the tax would rise`.
fn bare(view: View<'_>, report: &Report, at: usize, limit: usize, hearer: bool) -> Option<Start> {
    let token = &view.tokens[at];
    let in_marks = (at..limit).any(|at| is_said(view, at));
    if report.class.has(Class::FRAME_NAMES) {
        return in_marks.then_some(Start::Clause { at, score: 0.72 });
    }
    let closed = token.is(Class::PREPOSITION.or(Class::AUXILIARY).or(Class::ADVERB)) && !token.is(Class::DETERMINER)
        || matches!(view.word(at), "and" | "or" | "but" | "so" | "nothing" | "as" | "than" | "because");
    if hearer && view.word(at) == "to" {
        return Some(Start::Clause { at, score: 0.6 });
    }
    if in_marks
        && report.class.has(Class::CUE)
        && !report.class.has(Class::FRAME_WHETHER)
        && !matches!(view.word(at), "and" | "but" | "as")
    {
        return Some(Start::Clause { at, score: 0.7 });
    }
    if closed {
        return None;
    }
    if report.class.has(Class::FRAME_NOUN) && token.is(Class::DETERMINER) {
        return Some(Start::Clause { at, score: 0.6 });
    }
    let has_clause = report.class.has(Class::FRAME_CLAUSE) || hearer && report.class.has(Class::FRAME_HEARER);
    if !has_clause {
        return None;
    }
    let say = matches!(view.word(report.verb), "said" | "says" | "say" | "saying");
    let verb = (at + 1..limit.min(at + 25)).any(|at| {
        let token = &view.tokens[at];
        token.is_word()
            && (token.is(Class::AUXILIARY)
                || !token.capital && (view.word(at).ends_with("ed") || token.is(Class::PAST.or(Class::PRESENT))))
    });
    (say || verb).then_some(Start::Clause { at, score: if say { 0.75 } else { 0.62 } })
}

/// Whether the tokens are nothing but time, place and stops: `on Friday.`, `in a statement.`
#[must_use]
pub(super) fn is_adjunct(view: View<'_>, range: Range<usize>) -> bool {
    let mut at = range.start;
    while at < range.end {
        let token = &view.tokens[at];
        let word = view.word(at);
        if token.kind == Kind::Stop && at + 1 >= range.end {
            return true;
        }
        if token.is(Class::CALENDAR.or(Class::ADVERB))
            || is_time(word)
            || token.kind == Kind::Number
            || word.ends_with("ly")
        {
            at += 1;
        } else if token.is(Class::PREPOSITION)
            && let Some(phrase) = view.phrase_after(at + 1, range.end)
        {
            at = phrase.end;
        } else if token.is(Class::PREPOSITION) && (view.is(at + 1, Class::CALENDAR) || view.kind(at + 1, Kind::Number))
        {
            at += 2;
        } else {
            // A hearer: "told reporters".
            match view.phrase_after(at, range.end) {
                Some(phrase) if at == range.start && phrase.end >= at => at = phrase.end,
                _ => return token.kind == Kind::Comma && at > range.start,
            }
        }
    }
    true
}
