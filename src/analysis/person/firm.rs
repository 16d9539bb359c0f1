//! Firms that are called without the word that tells them: "Lund Strand Inc" and later "Lund Strand said". What comes in are
//! the runs of a text; what goes out are the same, those of firms no person's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::run::Run;
use crate::analysis::token::{Kind, Token};
use crate::lexicon::words::Class;
use crate::text::token::fold_char;

/// Words of a firm's name that are looked at.
const MAX_WORDS: usize = 4;

/// Evidence of a run that is no person's.
const NONE: i32 = -9;

/// Takes the evidence from runs without a title that a firm's name was before, and nobody's: "Lund Strand Inc", "Lund and Co".
pub(super) fn refuse(text: &str, tokens: &[Token], runs: &mut [Run]) {
    let firms = firms(text, tokens);
    if firms.is_empty() {
        return;
    }
    let full = runs.iter().filter(|run| run.words >= 2);
    let mut people: FxHashSet<String> = full.map(|run| run.surname(text, tokens)).collect();
    for run in runs {
        let mut key = String::new();
        let words = tokens[run.first..run.last].iter().rev().filter(|token| token.is_word());
        words.for_each(|token| push_word(text, token, &mut key));
        let named = firms.get(&key).is_some_and(|ending| *ending <= run.last + 1);
        if named && run.outer == run.first && !people.contains(&key) {
            run.evidence = NONE;
        } else {
            people.insert(key);
        }
    }
}

/// The last words of firms' names, the last first, and where their ending stands first.
fn firms(text: &str, tokens: &[Token]) -> FxHashMap<String, usize> {
    let mut found = FxHashMap::default();
    let is_ending = |at: &usize| tokens[*at].is_capital() && tokens[*at].is(Class::FIRM);
    for ending in (0..tokens.len()).filter(is_ending) {
        let same = |at: &usize| tokens[*at].sentence == tokens[ending].sentence;
        let small = |at: usize| matches!(tokens[at].span.of(text), "and" | "&");
        let before = (0..ending).rev().take_while(same).skip_while(|at| small(*at));
        let row = before.take_while(|at| tokens[*at].is_capital() || tokens[*at].kind == Kind::Stop);
        let mut key = String::new();
        for at in row.filter(|at| tokens[*at].is_word()).take(MAX_WORDS) {
            push_word(text, &tokens[at], &mut key);
            found.entry(key.clone()).or_insert(ending);
        }
    }
    found
}

/// Adds a folded word to the end of a key.
fn push_word(text: &str, token: &Token, key: &mut String) {
    if !key.is_empty() {
        key.push(' ');
    }
    token.span.of(text).chars().for_each(|c| fold_char(c, key));
}
