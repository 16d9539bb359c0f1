//! People whom the text brings in without a name: "a senator who asked not to be named", "another spokesman". What comes in are
//! tokens and names; what goes out are the nouns that stand for them. Who is meant later is not decided here.

use std::ops::Range;

use crate::analysis::person::{Mention, People};
use crate::analysis::phrase::View;
use crate::analysis::token::Kind;
use crate::lexicon::words::Class;

/// Tokens of a noun phrase that are looked at, its article not counted.
const MAX_PHRASE: usize = 6;

/// Tokens looked at for the name that stands beside the phrase.
const MAX_BESIDE: usize = 16;

/// Somebody without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unnamed {
    /// The article, or what stands in its place: "His", the mark of an owner.
    pub(super) first: usize,
    /// The noun.
    pub(super) head: usize,
}

/// What ends a noun phrase before its head can come.
const CLOSING: Class = Class::PREPOSITION
    .or(Class::RELATIVE)
    .or(Class::AUXILIARY)
    .or(Class::CONJUNCTION)
    .or(Class::DETERMINER)
    .or(Class::SUBJECT_PRONOUN)
    .or(Class::CALENDAR);

/// Finds them outside of quotations, in order: all who are brought in by an article, and those who act in a sentence that
/// they open, "A nurse pulled a reporter aside", "Her mother identified her", "Lund's brother stood up", or speak elsewhere in
/// it, "He will win, a diplomat said".
pub(super) fn find(view: View<'_>, people: &People) -> (Vec<Unnamed>, Vec<Unnamed>) {
    let (mut all, mut subjects) = (Vec::new(), Vec::new());
    for at in (0..view.tokens.len()).filter(|at| view.tokens[*at].region == 0) {
        let is_indefinite = is_indefinite(view, at);
        let opens = at.checked_sub(1).is_none_or(|before| !is_same(view, at, before));
        let first = match (is_indefinite, opens) {
            (true, _) => Some(at),
            (false, true) if is_of_another(view, at) => Some(at),
            (false, true) => behind_owner(view, people, at),
            (false, false) => None,
        };
        let Some(unnamed) = first.and_then(|first| Some(Unnamed { first, head: head(view, first)? })) else { continue };
        if is_any(view, unnamed) {
            continue;
        }
        if is_indefinite && !is_of_a_name(view, people, unnamed) {
            all.push(unnamed);
        }
        if is_subject(view, unnamed, opens) && !is_before_name(view, people, unnamed) {
            subjects.push(unnamed);
        }
    }
    (all, subjects)
}

/// Whether somebody acts at the head of the sentence, or speaks elsewhere behind a comma.
fn is_subject(view: View<'_>, Unnamed { first, head }: Unnamed, opens: bool) -> bool {
    let next = head + 1;
    let acts = is_same(view, first, next) && view.kind(next, Kind::Word) && !view.tokens[next].capital;
    let speaks = || view.is(next, Class::CUE) && view.is(next, Class::PAST);
    let behind_comma = || first.checked_sub(1).is_some_and(|before| view.kind(before, Kind::Comma));
    acts && !is_question(view, next) && (opens || behind_comma() && speaks())
}

/// Whether a verb asks something: who asks is not meant by what follows. "Asked not to be named" is no question.
pub(super) fn is_question(view: View<'_>, at: usize) -> bool {
    matches!(view.word(at), "asked" | "asks") && !matches!(view.word(at + 1), "not" | "for" | "to" | "that")
}

/// `Lund's brother`, `Sen. Lund's lawyer`: the mark of the owner.
fn behind_owner(view: View<'_>, people: &People, at: usize) -> Option<usize> {
    let from = people.mentions.partition_point(|mention| mention.first < at);
    let owner = people.mentions.get(from).filter(|mention| mention.first <= at + 2)?;
    view.kind(owner.last, Kind::Possessive).then_some(owner.last)
}

/// "His mother", "their lawyer".
fn is_of_another(view: View<'_>, at: usize) -> bool {
    matches!(view.word(at), "His" | "Her" | "Their" | "My" | "Our")
}

/// Words that bring in somebody new.
pub(super) fn is_indefinite(view: View<'_>, at: usize) -> bool {
    matches!(view.word(at), "a" | "A" | "an" | "An" | "one" | "One" | "another" | "Another" | "some" | "Some")
}

/// Whether two tokens stand in one sentence.
fn is_same(view: View<'_>, a: usize, b: usize) -> bool {
    view.tokens.get(b).is_some_and(|token| token.sentence == view.tokens[a].sentence)
}

/// The noun of the phrase that an article opens, if it is one for a person.
fn head(view: View<'_>, first: usize) -> Option<usize> {
    let verb = |at: usize| view.is(at, Class::CUE) && view.is(at, Class::PAST.or(Class::PRESENT));
    let inner = |at: &usize| {
        is_same(view, first, *at)
            && view.tokens[*at].is_word()
            && !view.is(*at, CLOSING)
            && (!verb(*at) || view.is(*at, Class::ROLE))
    };
    let words = (first + 1..first + 1 + MAX_PHRASE).take_while(inner);
    let head = words.filter(|at| view.is(*at, Class::ROLE)).last()?;
    let next = head + 1;
    let acts = |at: usize| {
        matches!(
            view.word(at),
            "came"
                | "left"
                | "went"
                | "ran"
                | "stood"
                | "sat"
                | "took"
                | "gave"
                | "held"
                | "met"
                | "rose"
                | "wept"
                | "spoke"
        )
    };
    let participle = |at: usize| view.word(at).ends_with("ed") || view.word(at).ends_with("ing");
    let ends = !inner(&next) || view.is(next, Class::ADVERB) || participle(next) || acts(next);
    (ends && !view.kind(next, Kind::Possessive)).then_some(head)
}

/// Whether the phrase tells what somebody with a name is: "Lund, a senator from Ohio,", "Lund is a senator", "a senator, Ada
/// Lund,".
fn is_of_a_name(view: View<'_>, people: &People, unnamed: Unnamed) -> bool {
    is_predicate(view, unnamed.first) || is_behind_name(view, people, unnamed) || is_before_name(view, people, unnamed)
}

/// `is a senator`, `as a senator`, `became a senator`.
fn is_predicate(view: View<'_>, first: usize) -> bool {
    let before = |at: &usize| is_same(view, first, *at) && view.tokens[*at].is_word();
    let mut words = (0..first).rev().take(4).take_while(before);
    let verb = words.find(|at| !view.is(*at, Class::ADVERB) && !matches!(view.word(*at), "once" | "still" | "not"));
    verb.is_some_and(|at| {
        let there = at.checked_sub(1).is_some_and(|at| matches!(view.word(at), "there" | "There"));
        let tells = matches!(
            view.word(at),
            "is" | "was"
                | "be"
                | "been"
                | "being"
                | "are"
                | "were"
                | "as"
                | "As"
                | "like"
                | "become"
                | "becomes"
                | "became"
                | "remains"
                | "remained"
                | "named"
                | "appointed"
                | "elected"
        );
        tells && !there
    })
}

/// `Lund, a senator from Ohio,`, `Lund, a lawyer and a senator,`; not `Near Lund's house, a senator said`.
fn is_behind_name(view: View<'_>, people: &People, unnamed: Unnamed) -> bool {
    if view.is(unnamed.head + 1, Class::CUE.or(Class::AUXILIARY)) {
        return false;
    }
    let Some(name) = last_before(people, unnamed.first) else { return false };
    let between = name.last..unnamed.first;
    let sets_off = matches!(view.tokens[name.last].kind, Kind::Comma | Kind::Dash | Kind::Open);
    let verb = Class::CUE.or(Class::AUXILIARY).or(Class::RELATIVE).or(Class::SUBJECT_PRONOUN);
    is_same(view, unnamed.first, name.first)
        && between.len() <= MAX_BESIDE
        && sets_off
        && !between.clone().any(|at| view.is(at, verb) && !view.tokens[at].capital)
}

/// The last name that ends before a token.
fn last_before(people: &People, at: usize) -> Option<Mention> {
    let after = people.mentions.partition_point(|mention| mention.last <= at);
    after.checked_sub(1).map(|before| people.mentions[before]).filter(|name| name.last < at)
}

/// `a senator, Ada Lund,`, `a senator named Ada Lund`, `a spokesman for the ministry, Ada Lund,`.
fn is_before_name(view: View<'_>, people: &People, unnamed: Unnamed) -> bool {
    let from = people.mentions.partition_point(|mention| mention.first <= unnamed.first);
    let Some(name) = people.mentions.get(from) else { return false };
    if !is_same(view, unnamed.first, name.first) || name.first > unnamed.head + MAX_BESIDE {
        return false;
    }
    if name.first <= unnamed.head + 1 {
        return true;
    }
    let between = unnamed.head + 1..name.first;
    let title = Class::TITLE.or(Class::ROLE).or(Class::MODIFIER).or(Class::NOT_NAME);
    let before = between.clone().rev().find(|at| !view.is(*at, title) && !view.kind(*at, Kind::Stop));
    let set_off = before.is_none_or(|at| {
        matches!(view.tokens[at].kind, Kind::Comma | Kind::Dash | Kind::Colon)
            || matches!(view.word(at), "named" | "called")
    });
    let verb = Class::CUE.or(Class::AUXILIARY).or(Class::RELATIVE);
    set_off && !between.clone().any(|at| view.is(at, verb) && !matches!(view.word(at), "named" | "called"))
}

/// `for a president to`: of an office that one person holds at a time, any holder of it, unless he asks not to be named.
fn is_any(view: View<'_>, unnamed: Unnamed) -> bool {
    let office = matches!(
        view.word(unnamed.head),
        "president" | "President" | "premier" | "chancellor" | "pope" | "king" | "queen" | "governor" | "mayor"
    );
    office && !asks_not_to_be_named(view, unnamed.head..unnamed.head + 1 + 2 * MAX_BESIDE)
}

/// `who asked not to be named`, `on condition of anonymity`: as far as the sentence goes, and outside of other marks.
pub(super) fn asks_not_to_be_named(view: View<'_>, range: Range<usize>) -> bool {
    let Some(first) = view.tokens.get(range.start) else { return false };
    let together = |at: &usize| {
        view.tokens.get(*at).is_some_and(|token| token.sentence == first.sentence && token.region == first.region)
    };
    range.take_while(together).any(|at| {
        let named = matches!(view.word(at), "named" | "identified")
            && (at.saturating_sub(4)..at).any(|at| view.word(at) == "be");
        named || matches!(view.word(at), "anonymity" | "anonymously" | "unnamed" | "anonymous")
    })
}
