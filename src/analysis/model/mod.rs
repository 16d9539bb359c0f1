//! The sequence model: tells sources, cues and contents of attributions, token by token, and links them. Text, sentences
//! and marked regions in; attributions out. How its weights were learned stands in `README.md`; nothing is learned here.

pub mod candidates;
pub mod columns;
pub mod decode;
pub mod features;
pub mod groups;
pub mod judge;
pub mod link;
pub mod rank;
pub mod sums;
pub mod table;
pub mod tagger;
pub mod token;
pub mod view;

use std::ops::{Range, RangeInclusive};

use super::attribution::Attribution;
use super::marks::Region;
use super::phrase::is_nobody;
use crate::annotation::Act;
use crate::text::Span;
use link::{Group, Linker, shortened, trimmed};
use sums::Said;
use tagger::{Found, Tagger};
use token::Class;
use view::View;

/// Attributions less sure than this are left out: below it more are lost for wrong ones than are won.
const LEAST_SURE: f32 = 0.25;

/// Acts other than speech need this chance: below it as many are lost as are won, and few read like a statement.
const LEAST_OTHER: f32 = 0.35;

/// What is not told by its cue needs this chance: acts other than speech whose cue is not known as one, speech of a word or
/// two, and names of things.
const SURE: f32 = 0.8;

/// Acts other than speech of a word or two, such as "endorsed Lund", need this chance.
const SURE_TOPIC: f32 = 0.75;

/// Speech of which no more than the matter is told needs this chance.
const SURE_MATTER: f32 = 0.65;

/// Acts other than speech whose cue only unlabelled articles know as one need this chance.
const SURE_GUESSED: f32 = 0.5;

/// The stretches between marks, as the model sees them.
#[must_use]
pub fn marked(regions: &[Region]) -> Vec<Span> {
    regions.iter().map(|region| region.outer).collect()
}

/// Finds the attributions of an article, sorted by content: direct, mixed and indirect speech, and attributed beliefs,
/// wishes and findings. `score` is the chance that content and source are right.
#[must_use]
pub fn find(tagger: &Tagger<'_>, view: &View<'_>, said: &mut Said) -> Vec<Attribution> {
    attributions(&tagger.linker, view, &tagger.tags(view, said))
}

fn attributions(linker: &Linker<'_>, view: &View<'_>, found: &Found) -> Vec<Attribution> {
    let mut features = Vec::new();
    let mut made: Vec<Attribution> = linker
        .link(view, &found.tags, &found.margins)
        .iter()
        .filter(|group| !NO_QUOTATION.iter().any(|is| is(view, group)))
        .filter_map(|group| {
            judge::trust_features(view, &found.margins, group, &mut features);
            let score = rank::chance(linker.trust.score(&features));
            if score < LEAST_SURE {
                return None;
            }
            judge::act_features(view, group, &mut features);
            let act = if linker.acts.score(&features) >= 0.0 { Act::Speech } else { Act::Other };
            if score < least_sure(view, group, act) {
                return None;
            }
            attribution(view, group, score, act)
        })
        .collect();
    made.sort_by_key(|attribution| attribution.content.first().map(|span| span.start));
    made
}

/// The chance that an attribution needs.
fn least_sure(view: &View<'_>, group: &Group, act: Act) -> f32 {
    let topic = is_topic(view, group);
    if is_byname(view, group) || topic && act == Act::Speech {
        return SURE;
    }
    let least = if topic { SURE_TOPIC } else { LEAST_OTHER };
    match act {
        Act::Speech if is_matter(view, group) => SURE_MATTER,
        Act::Speech => LEAST_SURE,
        Act::Other if is_announced(view, group) => SURE,
        Act::Other if is_cue(view, group, KNOWN) => least,
        Act::Other if is_cue(view, group, GUESSED) => least.max(SURE_GUESSED),
        Act::Other => SURE,
    }
}

/// Buckets of words that report in 15 of 100 places or more.
const KNOWN: RangeInclusive<u8> = 3..=5;

/// The bucket of words that the labelled articles do not tell, and that report in 30 of 100 places of unlabelled ones.
const GUESSED: RangeInclusive<u8> = 9..=9;

/// Whether a word of the cue reports so often. What others seem to report by their place alone is no speech, and too often
/// no belief either.
fn is_cue(view: &View<'_>, group: &Group, buckets: RangeInclusive<u8>) -> bool {
    group.cue.iter().flat_map(|cue| cue.clone()).any(|i| buckets.contains(&view.known(i).cue))
}

/// Whether the words are said not to have been said: "did not say that".
fn is_denied(view: &View<'_>, group: &Group) -> bool {
    let negated = |i: usize| view.class[i] == Class::Negation;
    let Some(cue) = group.cue.as_ref().filter(|_| !is_marked(view, group)) else { return false };
    cue.clone().any(negated) || cue.start.checked_sub(1).is_some_and(negated)
}

/// Whether nobody says it.
fn is_nobodys(view: &View<'_>, group: &Group) -> bool {
    let source = group.source.as_ref().filter(|_| !is_marked(view, group));
    source.is_some_and(|source| is_nobody(source, |at, words| words.iter().any(|word| is_word(view, at, word))))
}

/// Whether no more is told than whom somebody spoke to, or asked of what: "spoke to the chiefs", "asked Lund about taxes".
fn is_hearer(view: &View<'_>, group: &Group) -> bool {
    let (Some(cue), Some(piece)) = (&group.cue, group.content.first()) else { return false };
    let is_cue = |words: [&str; 3]| words.iter().any(|word| is_word(view, cue.end - 1, word));
    let hearer = |i: usize| {
        matches!(view.class[i], Class::Name | Class::Start | Class::Title | Class::Oblique | Class::Determiner)
    };
    let named = piece.clone().take_while(|i| hearer(*i)).count();
    let of_what = named > 0 && named < piece.len() && is_word(view, piece.start + named, "about");
    let spoke = view.class[piece.start] == Class::To && is_cue(["spoke", "speaks", "speaking"]);
    group.content.len() == 1 && !is_marked(view, group) && (spoke || of_what && is_cue(["asked", "asks", "asking"]))
}

/// Whether a word of the content stands in marks.
fn is_marked(view: &View<'_>, group: &Group) -> bool {
    group.content.iter().flat_map(|piece| piece.clone()).any(|i| view.quoted[i])
}

/// Whether there are no more than two words, none of them in marks: "spoke about the bridge".
fn is_topic(view: &View<'_>, group: &Group) -> bool {
    let tokens = || group.content.iter().flat_map(|piece| piece.clone());
    !tokens().any(|i| view.quoted[i]) && tokens().filter(|i| !view.class[*i].is_sign()).count() <= 2
}

/// Whether a preposition tells what was spoken of, in words without marks or a sign of a verb: "spoke of the bridge and the
/// road beside it".
fn is_matter(view: &View<'_>, group: &Group) -> bool {
    let verb = |i: usize| match view.class[i] {
        Class::Be | Class::Have | Class::Auxiliary | Class::Negation | Class::Pronoun | Class::To => true,
        _ => is_ing(view, i),
    };
    let behind = group.cue.as_ref().is_some_and(|cue| view.class[cue.end - 1] == Class::Preposition);
    behind && !is_marked(view, group) && !group.content.iter().flat_map(|piece| piece.clone()).any(verb)
}

/// Forms of reports that report no words.
const NO_QUOTATION: [fn(&View<'_>, &Group) -> bool; 10] = [
    is_denied,
    is_nobodys,
    is_passive,
    is_title,
    is_sourceless,
    is_refusal,
    is_nameless,
    is_pronoun,
    is_of_other,
    is_hearer,
];

/// Whether the sentence of the report says no more than "it", and what is added stands in others: "Lund doubts it. "We paid.""
fn is_pronoun(view: &View<'_>, group: &Group) -> bool {
    let [piece, next, ..] = &group.content[..] else { return false };
    let pronoun = |i: usize| matches!(view.class[i], Class::Pronoun | Class::Oblique) && !view.quoted[i];
    let alone = pronoun(piece.start) && (piece.start + 1..piece.end).all(|i| view.class[i].is_sign());
    alone && view.sentence[piece.start] != view.sentence[next.start]
}

/// Whether the report is a sentence behind words that end with a full stop, and tells something else: ""We paid." Lund said the
/// bridge was safe."
fn is_of_other(view: &View<'_>, group: &Group) -> bool {
    let (Some(cue), Some(source)) = (&group.cue, &group.source) else { return false };
    let (start, end) = (cue.start.min(source.start), cue.end.max(source.end));
    let Some(words) = group.content.last().and_then(|piece| trimmed(view, piece)) else { return false };
    let ends = words.end <= start && view.class[words.end - 1] == Class::Stop && view.quoted[words.end - 1];
    let goes_on = match view.class.get(end) {
        Some(Class::Comma) => cue.start < source.start && view.first[cue.start],
        Some(class) => matches!(class, Class::That | Class::Determiner | Class::Pronoun | Class::Name),
        None => false,
    };
    ends && goes_on && view.sentence[words.end - 1] != view.sentence[start]
}

/// Whether all that is asked is to stay without a name: "who asked not to be named".
fn is_nameless(view: &View<'_>, group: &Group) -> bool {
    let Some(piece) = group.content.first() else { return false };
    let classes: Vec<Class> = piece.clone().take(3).map(|i| view.class[i]).collect();
    classes == [Class::Negation, Class::To, Class::Be] && !piece.clone().any(|i| view.quoted[i])
}

/// Whether all that is said is that something will not be: "declined to comment".
fn is_refusal(view: &View<'_>, group: &Group) -> bool {
    let [piece] = &group.content[..] else { return false };
    view.class[piece.start] == Class::To && piece.len() <= 3 && !piece.clone().any(|i| view.quoted[i])
}

/// Whether a token is this common word.
fn is_word(view: &View<'_>, i: usize, word: &str) -> bool {
    view.known(i).word == token::word_hash(word) | 1
}

/// Whether what is said is announced, and stands elsewhere: "issued the following statement on the vote".
fn is_announced(view: &View<'_>, group: &Group) -> bool {
    let Some(piece) = group.content.first() else { return false };
    piece.clone().take(2).any(|i| is_word(view, i, "following")) && !is_marked(view, group)
}

/// Whether a few words in marks are what a thing is called by people without a name: "builders call it "the ring"", or by
/// anyone: "live by what they call "the ring"".
fn is_byname(view: &View<'_>, group: &Group) -> bool {
    let tokens = || group.content.iter().flat_map(|piece| piece.clone());
    let quoted = tokens().filter(|i| view.quoted[*i] && !view.class[*i].is_sign()).count();
    let what = |i: usize| i > 0 && view.class[i - 1] == Class::Relative;
    let someone = |i: usize| match view.class[i] {
        Class::Name | Class::Start | Class::Title => true,
        Class::Pronoun => !what(i),
        _ => false,
    };
    let called = group.content.first().is_some_and(|piece| is_word(view, piece.start, "what"));
    let named = group.source.iter().flat_map(|source| source.clone()).any(someone);
    (1..=3).contains(&quoted) && (called || !named)
}

/// Whether nobody is named who says it, and it is the report of a question: "Asked about the bridge, ...".
fn is_sourceless(view: &View<'_>, group: &Group) -> bool {
    let Some(cue) = group.cue.as_ref().filter(|_| group.source.is_none()) else { return false };
    let tokens = || group.content.iter().flat_map(|piece| piece.clone());
    let quoted = tokens().filter(|i| view.quoted[*i] && !view.class[*i].is_sign()).count();
    let participle = view.first[cue.start] && view.word(cue.start).suffixes[0] == token::hash("ed".bytes());
    quoted == 0 && participle
}

/// Whether the source is the hearer: "Lund was told to wait".
fn is_passive(view: &View<'_>, group: &Group) -> bool {
    let (Some(cue), Some(source)) = (&group.cue, &group.source) else { return false };
    let sure = |i: usize| view.known(i).cue == 5;
    let passive = |i: usize| view.class[i] == Class::Be && sure(i + 1) && !is_ing(view, i + 1);
    source.end <= cue.start && (cue.start..cue.end - 1).any(passive)
}

fn is_ing(view: &View<'_>, i: usize) -> bool {
    view.word(i).suffixes[1] == token::hash("ing".bytes())
}

/// Whether the marks hold the title of a work, and no words of the source: "wrote the book "Bridges of the North"".
fn is_title(view: &View<'_>, group: &Group) -> bool {
    let tokens = || group.content.iter().flat_map(|piece| piece.clone());
    let quoted = || tokens().filter(|i| view.quoted[*i]);
    let plain = tokens().any(|i| !view.quoted[i] && !view.class[i].is_sign());
    let proper = |i: usize| match view.class[i] {
        Class::Name | Class::Start | Class::Mark | Class::Opening | Class::Closing => true,
        Class::Determiner | Class::Preposition | Class::To | Class::Conjunction => true,
        _ => view.word(i).capital,
    };
    let names = quoted().filter(|i| view.word(*i).capital).count();
    plain && names >= 2 && quoted().all(proper)
}

/// Whether a piece without marks stands on the other side of the report than the words, and only tells how or of whom they
/// were said: ""We paid," Lund said of the bridge", "Speaking in Vik, Lund said it was paid".
fn is_aside(view: &View<'_>, group: &Group, piece: &Range<usize>) -> bool {
    let Some(cue) = &group.cue else { return false };
    if piece.clone().any(|i| view.quoted[i] || view.class[i] == Class::Single) {
        return false;
    }
    let goes_on =
        |class: Class| matches!(class, Class::That | Class::Be | Class::Have | Class::Auxiliary | Class::Single);
    let marked = |piece: &Range<usize>| piece.clone().all(|i| view.quoted[i] || view.class[i].is_sign());
    if piece.start >= cue.end {
        let mut before = group.content.iter().take_while(|piece| piece.end <= cue.start).peekable();
        let is_told = before.peek().is_some() && before.all(marked);
        let one = view.sentence[piece.start] == view.sentence[cue.start];
        return is_told && !(one && [piece.start - 1, piece.start].iter().any(|i| goes_on(view.class[*i])));
    }
    let next = group.content.iter().find(|piece| piece.start >= cue.end);
    let is_apart = |next: &Range<usize>| !(cue.end..next.start).any(|i| view.class[i] == Class::Comma);
    view.first[piece.start] && is_ing(view, piece.start) && next.is_some_and(is_apart)
}

fn attribution(view: &View<'_>, group: &Group, score: f32, act: Act) -> Option<Attribution> {
    let told = group.content.iter().filter(|piece| !is_aside(view, group, piece));
    let content: Vec<Span> = told.filter_map(|piece| trimmed(view, piece)).map(|piece| view.span(piece)).collect();
    (!content.is_empty()).then(|| Attribution {
        content,
        cue: group.cue.as_ref().map(|cue| view.span(link::cue(view, cue))),
        source: group.source.as_ref().map(|source| view.span(shortened(view, source))),
        score,
        act: Some(act),
    })
}
