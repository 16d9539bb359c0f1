//! Words glued to names by a site's page or by the order of a sentence: "WATCHED Ada Lund", "Seeing Ada Lund". What comes in
//! are capitalised words in a row; what goes out is where a name may begin among them.

use super::run::opens;
use crate::analysis::token::Token;
use crate::lexicon::words::Class;

/// Words in capitals that sites set before the titles of other pages.
const LABELS: &[&str] = &[
    "ALSO",
    "ANALYSIS",
    "AUDIO",
    "BREAKING",
    "EXCLUSIVE",
    "GALLERY",
    "LISTEN",
    "LIVE",
    "MORE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PODCAST",
    "POLL",
    "READ",
    "RELATED",
    "SEE",
    "SLIDESHOW",
    "TRENDING",
    "UPDATE",
    "UPDATED",
    "VIDEO",
    "VIDEOS",
    "WATCH",
    "WATCHED",
];

/// Whether a word is such a label.
pub(in crate::analysis) fn is_label(word: &str) -> bool {
    LABELS.contains(&word)
}

/// Letters before a capital inside a word, from which on two words are glued; `McRoe` and `DeRoe` have fewer.
const MIN_GLUED: usize = 5;

/// The same where the rest is all capitals: `LundGOP`, not `MacROE`.
const MIN_SHOUTED: usize = 4;

/// Letters of the shortest verb in -ing: `Seeing`; names such as `Ding` and `Ming` have fewer.
const MIN_VERB: usize = 6;

/// The same before a surname alone; `Xiaoying` has fewer.
const MIN_LONG_VERB: usize = 9;

/// Where the run begins behind labels in capitals and a verb that opens the sentence, and where it ends before labels: the
/// "Ada Lund" of "WATCH Ada Lund MORE".
pub(super) fn without_labels(text: &str, tokens: &[Token], start: usize, end: usize) -> (usize, usize) {
    let (mut first, mut end) = (start, end);
    let mixed = tokens[start..end].iter().any(|token| token.span.of(text).chars().any(char::is_lowercase));
    let label = |at: usize| mixed && is_label(tokens[at].span.of(text));
    while first + 1 < end && label(first) {
        first += 1;
    }
    while first + 1 < end && label(end - 1) {
        end -= 1;
    }
    let given = |at: usize| tokens[at].is(Class::GIVEN) && !tokens[at].is(Class::WEAK);
    let verb = is_ing(&tokens[first], text);
    (first + usize::from(verb && first + 2 < end && given(first + 1) && opens(tokens, first)), end)
}

/// Whether a word is a verb in -ing, and no name: the "Seeing" of "Seeing Ada Lund"; not "Sterling Lund", "Ding Lund".
fn is_ing(token: &Token, text: &str) -> bool {
    let word = token.span.of(text);
    word.len() >= MIN_VERB && word.ends_with("ing") && !token.is(Class::GIVEN.or(Class::SURNAME))
}

/// Whether such a verb opens its sentence.
pub(in crate::analysis) fn is_opening_ing(text: &str, tokens: &[Token], at: usize) -> bool {
    is_ing(&tokens[at], text) && opens(tokens, at)
}

/// The same where a surname alone follows: longer than the given names of two syllables that end so.
pub(super) fn is_long_ing(token: &Token, text: &str) -> bool {
    is_ing(token, text) && token.span.len() >= MIN_LONG_VERB
}

/// Where a run ends that holds two words without the blank between them: behind the surname that the glued word repeats, as in
/// "Lund Ada Berit LundGOP" and "Ada Lund Ada Berit LundHouse". Nothing if no name can be told.
pub(super) fn unglued(text: &str, tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let word = |at: usize| tokens[at].span.of(text);
    let repeats = |glued: usize, name: usize| {
        let rest = word(glued).strip_prefix(word(name)).filter(|_| word(name).len() >= MIN_SHOUTED);
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let repeated = |glued: usize| (start..glued).find(|name| repeats(glued, *name));
    if let Some(name) = (start + 1..end).find_map(repeated) {
        return Some(name + 1);
    }
    // "KarinAnne Roe": the first word may be a given name.
    (!(start + 1..end).any(|at| is_two_words(word(at)))).then_some(end)
}

/// Whether a capital follows on a small letter deep inside a word without hyphen or apostrophe.
fn is_two_words(word: &str) -> bool {
    if !word.chars().all(char::is_alphabetic) {
        return false;
    }
    let mut letters = word.chars().zip(word.chars().skip(1)).enumerate();
    let Some((at, _)) = letters.find(|(_, (a, b))| a.is_lowercase() && b.is_uppercase()) else { return false };
    let shouted = word.chars().skip(at + 1).filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().skip(at + 1).all(char::is_uppercase);
    // "VandeRoe", "FitzRoe"
    let particle = ["Van", "Von", "Fitz"].iter().any(|particle| word.starts_with(particle));
    shouted && at + 1 >= MIN_SHOUTED || !particle && at + 1 >= MIN_GLUED
}
