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

/// Letters before a capital inside a word, from which on two words are glued; `McRoe` and `DeRoe` have fewer.
const MIN_GLUED: usize = 5;

/// The same where the rest is all capitals: `LundGOP`, not `MacROE`.
const MIN_SHOUTED: usize = 4;

/// Letters of the shortest verb in -ing: `Seeing`; names such as `Ding` and `Ming` have fewer.
const MIN_VERB: usize = 6;

/// Where the run begins behind labels in capitals and a verb that opens the sentence.
pub(super) fn behind(text: &str, tokens: &[Token], start: usize, end: usize) -> usize {
    let mut first = start;
    let mixed = tokens[start..end].iter().any(|token| token.span.of(text).chars().any(char::is_lowercase));
    while mixed && first + 1 < end && LABELS.contains(&tokens[first].span.of(text)) {
        first += 1;
    }
    let given = |at: usize| tokens[at].is(Class::GIVEN) && !tokens[at].is(Class::WEAK);
    let word = tokens[first].span.of(text);
    // "Seeing Ada Lund"; but "Sterling Lund", "Ding Lund".
    let verb = word.len() >= MIN_VERB && word.ends_with("ing") && !tokens[first].is(Class::GIVEN.or(Class::SURNAME));
    if verb && first + 2 < end && given(first + 1) && opens(tokens, first) { first + 1 } else { first }
}

/// Whether a word of the run is two that lost the blank between them: "Lund Ada Berit LundGOP".
pub(super) fn is_glued(text: &str, run: &[Token]) -> bool {
    run.len() >= 2 && run.iter().any(|token| is_two_words(token.span.of(text)))
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
