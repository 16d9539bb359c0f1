//! The outlet that a text names as its own: `..., Trend reports.` What comes in are tokens; what goes out is the name and the
//! cue, which reports no one's speech.

use super::phrase::View;
use super::token::Kind;
use crate::lexicon::words::Class;
use crate::text::Span;

/// The outlet's report of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own {
    /// The name.
    pub name: Span,
    /// The verb.
    pub cue: Span,
}

/// Sentences looked at: an outlet names itself early.
const SENTENCES: u32 = 6;

/// Longest name, in tokens.
const MAX_NAME: usize = 4;

/// Finds `, Trend reports.`, `, Trend reports citing the ministry.` among the first sentences.
#[must_use]
pub(super) fn find(view: View<'_>) -> Option<Own> {
    let end = view.tokens.partition_point(|token| token.sentence < SENTENCES);
    (1..end).find_map(|verb| at_verb(view, verb))
}

fn at_verb(view: View<'_>, verb: usize) -> Option<Own> {
    let token = &view.tokens[verb];
    if token.region > 0 || !token.is_word() || !matches!(view.word(verb), "reports" | "informs") {
        return None;
    }
    let start = (0..verb).rev().take(MAX_NAME).take_while(|at| view.tokens[*at].is_capital()).last()?;
    let comma = start.checked_sub(1).is_some_and(|at| view.kind(at, Kind::Comma));
    let known = (start..verb).any(|at| view.is(at, Class::CALENDAR.or(Class::SUBJECT_PRONOUN).or(Class::DETERMINER)));
    let closed =
        view.tokens.get(verb + 1).is_none_or(|next| next.sentence != token.sentence || next.kind == Kind::Stop)
            || matches!(view.word(verb + 1), "citing" | "referring" | "via" | "quoting")
            || view.word(verb + 1) == "with"
                && matches!(view.tokens.get(verb + 2).map(|_| view.word(verb + 2)), Some("reference"));
    (comma && !known && closed).then(|| Own { name: view.span(&(start..verb)), cue: token.span })
}
