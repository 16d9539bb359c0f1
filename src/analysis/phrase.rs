//! Noun phrases, read off word classes with no parser: the phrase that ends or begins at a token. What comes in are tokens;
//! what goes out are ranges of tokens.

use std::ops::Range;

use super::marks::Region;
use super::token::{Kind, Token};
use crate::lexicon::words::Class;
use crate::text::Span;

/// What the finders of an article look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its regions between marks.
    pub regions: &'a [Region],
    /// Whether it is in another language than English.
    pub foreign: bool,
}

/// Whether nobody is the source: "No one said", "Neither Lund nor Holt said". `is` tells whether a token is one of some words.
pub(super) fn is_nobody(source: &Range<usize>, is: impl Fn(usize, &[&str]) -> bool) -> bool {
    is(source.start, &["nobody", "Nobody", "neither", "Neither", "none", "None"])
        || source.len() > 1 && is(source.start, &["no", "No"])
        || source.start.checked_sub(1).is_some_and(|at| is(at, &["nor", "neither", "Neither", "no", "No"]))
}

/// Words that stand in no noun phrase.
const OUTSIDE: Class = Class::CONJUNCTION
    .or(Class::AUXILIARY)
    .or(Class::RELATIVE)
    .or(Class::SUBJECT_PRONOUN)
    .or(Class::CALENDAR)
    .or(Class::CLAUSE);

/// Nouns that stand for a source.
pub(super) const HEADS: Class =
    Class::ROLE.or(Class::ROLES).or(Class::SOURCE_PEOPLE).or(Class::SOURCE_BODY).or(Class::SOURCE_DOCUMENT);

/// Longest noun phrase, in tokens.
const MAX_TOKENS: usize = 16;

/// Tokens looked at on each side in one sentence: keeps the time linear, whatever the text.
const MAX_SENTENCE: usize = 400;

impl View<'_> {
    /// The words of a token; none behind the last.
    #[must_use]
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Whether the token exists and is of one of the classes.
    #[must_use]
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(class))
    }

    /// Whether the token exists and is of this kind.
    #[must_use]
    pub(super) fn kind(&self, at: usize, kind: Kind) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == kind)
    }

    /// Bytes of a range of tokens.
    #[must_use]
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.tokens[range.start].span.join(self.tokens[range.end - 1].span)
    }

    /// Tokens of the sentence that holds `at`; of a very long one, those near by.
    #[must_use]
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let number = self.tokens[at].sentence;
        let start = self.tokens.partition_point(|token| token.sentence < number);
        let end = self.tokens.partition_point(|token| token.sentence <= number);
        start.max(at.saturating_sub(MAX_SENTENCE))..end.min(at + MAX_SENTENCE)
    }

    /// The noun phrase that ends before `end`, not reaching over `floor`; empty phrases are none.
    #[must_use]
    pub(super) fn phrase_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let last = end.checked_sub(1).filter(|last| *last >= floor)?;
        let head = &self.tokens[last];
        if head.is_word() && head.is(Class::SUBJECT_PRONOUN)
            || head.is_word() && matches!(self.word(last), "who" | "which" | "that")
        {
            return Some(last..end);
        }
        let mut start = end;
        while start > floor.max(end.saturating_sub(MAX_TOKENS)) {
            let at = start - 1;
            if self.is_phrase_word(at) {
                start = at;
            } else if self.is_article(at) {
                start = at;
                if !self.links(at, floor) {
                    break;
                }
            } else if start < end && self.links(start, floor) {
                start = at - 1;
            } else if start < end && self.joins(at, floor) {
                start = at;
            } else {
                break;
            }
        }
        self.trimmed(start..end)
    }

    /// Whether a preposition before `at` ties it to a noun: `head of the bank`.
    fn links(&self, at: usize, floor: usize) -> bool {
        at >= floor + 2
            && matches!(self.word(at - 1), "of" | "for" | "from" | "at" | "in" | "with" | "on" | "to" | "de")
            && self.is_phrase_word(at - 2)
            && (self.is(at - 2, HEADS) || self.tokens[at - 2].capital || self.word(at - 1) == "of")
    }

    /// `Lund and Roe`
    fn joins(&self, at: usize, floor: usize) -> bool {
        at > floor
            && matches!(self.word(at), "and" | "or" | "&")
            && self.tokens[at - 1].is_capital()
            && self.tokens.get(at + 1).is_some_and(|next| next.is_capital() || next.is(Class::DETERMINER))
    }

    fn is_article(&self, at: usize) -> bool {
        self.tokens[at].is_word() && self.is(at, Class::DETERMINER) && !matches!(self.word(at), "that" | "That")
            || self.tokens[at].is_word()
                && matches!(
                    self.word(at),
                    "his"
                        | "her"
                        | "its"
                        | "their"
                        | "my"
                        | "our"
                        | "your"
                        | "His"
                        | "Her"
                        | "Their"
                        | "Its"
                        | "My"
                        | "Our"
                )
    }

    fn is_phrase_word(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            Kind::Word => {
                let verb = token.is(Class::CUE)
                    && !token.is(HEADS)
                    && !token.capital
                    && !token.is(Class::BASE.or(Class::PRESENT));
                let grammar = token.is(OUTSIDE.or(Class::PREPOSITION).or(Class::ADVERB)) && !token.is(Class::MODIFIER);
                !verb
                    && (!grammar || token.capital && token.is(Class::PARTICLE.or(Class::GIVEN)))
                    && !self.is_article(at)
            }
            Kind::Possessive => true,
            Kind::Number => true,
            Kind::Stop => {
                token.span.len() == 1
                    && at + 1 < self.tokens.len()
                    && self.tokens[at + 1].sentence == token.sentence
                    && self.tokens[at + 1].capital
                    && at > 0
                    && (self.is(at - 1, Class::ABBREVIATION_TITLE.or(Class::HONOUR))
                        || self.tokens[at - 1].span.len() == 1)
            }
            _ => false,
        }
    }

    /// Takes off the left edge what opens no phrase, and refuses what has no head.
    fn trimmed(&self, mut range: Range<usize>) -> Option<Range<usize>> {
        while range.start < range.end {
            let token = &self.tokens[range.start];
            let empty = !matches!(token.kind, Kind::Word | Kind::Number)
                || self.word(range.start).ends_with("ly") && !token.capital;
            if !empty {
                break;
            }
            range.start += 1;
        }
        // "reports Lund": a noun before a name that is no role of it.
        let loose = |at: usize| {
            let token = &self.tokens[at];
            token.is_word()
                && !token.capital
                && token.is(Class::CUE.or(Class::SOURCE_DOCUMENT))
                && !token.is(Class::ROLE.or(Class::MODIFIER))
        };
        if range.len() >= 2 && loose(range.start) && self.tokens[range.start + 1].is_capital() {
            range.start += 1;
        }
        if range.is_empty() {
            return None;
        }
        let words = &self.tokens[range.clone()];
        let named = words.iter().any(|token| token.is_capital() && !token.is(Class::DETERMINER.or(Class::STARTER)));
        let headed = words.iter().any(|token| token.is(HEADS));
        let article = words.len() > 1 && self.is_article(range.start);
        let possessive_end = words.last().is_some_and(|token| token.kind == Kind::Possessive);
        ((named || headed || article) && !possessive_end && words.iter().any(Token::is_word)).then_some(range)
    }

    /// The noun phrase that begins at `start`, not reaching over `ceiling`.
    #[must_use]
    pub(super) fn phrase_after(&self, start: usize, ceiling: usize) -> Option<Range<usize>> {
        let first = self.tokens.get(start).filter(|_| start < ceiling)?;
        if first.is_word()
            && first
                .is(Class::MALE_PRONOUN.or(Class::FEMALE_PRONOUN).or(Class::PLURAL_PRONOUN).or(Class::OTHER_PRONOUN))
            && !self.is_article(start)
        {
            return Some(start..start + 1);
        }
        let mut end = start;
        while end < ceiling.min(start + MAX_TOKENS) {
            let first_word = end == start;
            if self.is_phrase_word(end) && !self.is_verb_after_name(end, start) || first_word && self.is_article(end) {
                end += 1;
            } else if !first_word && self.continues(end, ceiling) {
                end += 2;
            } else {
                break;
            }
        }
        let mut range = start..end;
        while range.end > range.start
            && matches!(self.tokens[range.end - 1].kind, Kind::Possessive | Kind::Stop | Kind::Number)
        {
            range.end -= 1;
        }
        self.trimmed(range)
    }

    /// A lower-case word behind a name is no part of it.
    fn is_verb_after_name(&self, at: usize, start: usize) -> bool {
        at > start
            && !self.tokens[at].capital
            && self.tokens[at].is_word()
            && self.tokens[at - 1].is_capital()
            && !self.is(at, HEADS)
    }

    /// `of the`, `for Lund`, `and Lund` behind a noun.
    fn continues(&self, at: usize, ceiling: usize) -> bool {
        at + 1 < ceiling
            && (matches!(self.word(at), "of" | "for" | "at" | "from")
                && (self.is_phrase_word(at + 1) || self.is_article(at + 1))
                || matches!(self.word(at), "and" | "&")
                    && self.tokens[at + 1].is_capital()
                    && self.tokens[at - 1].is_capital())
    }
}
