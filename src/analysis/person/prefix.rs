//! Words before a name in its row of capitals that only the rest of the text tells from a name: "Read Ada Lund", "Will Lund
//! go?". What comes in are the runs of a text; what goes out are the same without those words.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cluster::MAX_BEARERS;
use super::run::{Run, opens};
use super::{furniture, gender_of};
use crate::analysis::token::Token;
use crate::lexicon::words::{Class, Words};
use crate::text::token::folded;

/// Tokens behind a name among which the mark of a question is looked for.
const MAX_QUESTION: usize = 60;

/// Takes off names what stands before them, where the text has a full name without it: the `Read` of `Read Ada Lund` and of
/// `Read Lund`.
pub(super) fn take_off(text: &str, tokens: &[Token], words: &Words, runs: &mut [Run]) {
    let names = Names::new(text, tokens, words, runs);
    for run in runs.iter_mut().filter(|run| run.words >= 2 && run.evidence >= 0) {
        let Some(begin) = names.begin(*run) else { continue };
        if run.outer == run.first {
            run.outer = begin;
        }
        let dropped = tokens[run.first..begin].iter().filter(|token| token.is_capital()).count();
        run.words = run.words.saturating_sub(dropped).max(1);
        run.first = begin;
        let given = gender_of(tokens[begin].class).filter(|_| run.words >= 2);
        run.gender = given.unwrap_or_default();
    }
}

/// The full names of a text.
struct Names<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: &'a Words,
    /// Their first words by surname.
    firsts: FxHashMap<String, Vec<String>>,
    /// Words that stand without a capital; gathered when first asked for.
    small: OnceCell<FxHashSet<&'a str>>,
}

impl<'a> Names<'a> {
    fn new(text: &'a str, tokens: &'a [Token], words: &'a Words, runs: &[Run]) -> Self {
        let mut firsts: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let names = |run: &&Run| run.words >= 2 && run.evidence >= 2 && !is_participle(text, tokens, **run);
        for run in runs.iter().filter(names) {
            let first = folded(tokens[run.first].span.of(text));
            let known = firsts.entry(run.surname(text, tokens)).or_default();
            if known.len() < MAX_BEARERS && !known.contains(&first) {
                known.push(first);
            }
        }
        Self { text, tokens, words, firsts, small: OnceCell::new() }
    }

    /// Where the name begins, if words stand before it: behind them is a full name of the text, or the surname of one, and
    /// nothing tells that the row as a whole is a person's name.
    fn begin(&self, run: Run) -> Option<usize> {
        let token = &self.tokens[run.first];
        let given = token.is(Class::GIVEN);
        // "Governor Ada Lund", "Will Ada Lund go?"; but "Mark Ada Lund".
        let other = token.is(Class::CUE.or(Class::TITLE).or(Class::ROLE)) || self.asks(run);
        if given && !(token.is(Class::WEAK) && other) {
            return None;
        }
        let bearers = self.firsts.get(&run.surname(self.text, self.tokens));
        if is_participle(self.text, self.tokens, run) && (bearers.is_some() || furniture::is_long_ing(token, self.text))
        {
            return Some(run.first + 1);
        }
        let firsts = bearers?;
        let inner = (run.first + 1..run.last - 1)
            .filter(|at| self.tokens[*at].is_capital() && self.tokens[*at].span.len() > 1)
            .find(|at| firsts.contains(&folded(self.tokens[*at].span.of(self.text))));
        if inner.is_some() {
            return inner;
        }
        // "Leaving Lund", "Sometimes Lund", where Ada Lund is the bearer.
        let others = || firsts.iter().any(|first| self.words.class(first).has(Class::GIVEN));
        if run.first + 2 != run.last || !opens(self.tokens, run.first) || !others() {
            return None;
        }
        let named = run.evidence >= 2 || firsts.contains(&folded(token.span.of(self.text)));
        let glued = if named {
            // "De Lund", for Ada de Lund; but "Van Lund".
            !given && token.is(Class::PARTICLE) && self.is_small(token)
        } else if given {
            self.asks(run)
        } else {
            token.is(Class::CUE.or(Class::BELIEF).or(Class::AUXILIARY))
                || furniture::is_long_ing(token, self.text)
                || self.is_small(token)
        };
        glued.then_some(run.first + 1)
    }

    /// Whether the first word of a run is the verb that opens a question: "Will Lund go?"
    fn asks(&self, run: Run) -> bool {
        let token = &self.tokens[run.first];
        let rest = || self.tokens[run.last..].iter().take_while(|other| other.sentence == token.sentence);
        token.is(Class::AUXILIARY)
            && opens(self.tokens, run.first)
            && rest().take(MAX_QUESTION).any(|other| other.span.of(self.text) == "?")
    }

    /// Whether the text has a word without a capital too.
    fn is_small(&self, token: &Token) -> bool {
        let small = || {
            let words = self.tokens.iter().filter(|token| token.is_word() && !token.capital);
            words.map(|token| token.span.of(self.text)).collect()
        };
        self.small.get_or_init(small).contains(token.span.of(self.text).to_lowercase().as_str())
    }
}

/// Whether a run is a surname behind a verb in -ing that opens the sentence, whatever role follows: "Contradicting Lund, the
/// mayor said"; not "Wenjing Lund said", "Wenjing Lund (R-Ohio)", "Sliding Stone singer".
fn is_participle(text: &str, tokens: &[Token], run: Run) -> bool {
    let small = Class::PREPOSITION.or(Class::CONJUNCTION).or(Class::DETERMINER).or(Class::ADVERB);
    let closed = tokens.get(run.last).is_none_or(|next| !next.is_word() || next.is(small));
    run.first + 2 == run.last && run.evidence <= 2 && closed && furniture::is_opening_ing(text, tokens, run.first)
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse;
    use crate::article::Article;
    use crate::lexicon::Lexicon;

    /// Names of the people of a text and how often each is named.
    fn people(body: &str) -> Vec<(String, usize)> {
        let article = Article { body: body.to_owned(), ..Article::default() };
        let people = analyse(&article, Lexicon::builtin()).people;
        people.into_iter().map(|person| (person.name, person.mentions.len())).collect()
    }

    #[test]
    fn words_before_a_name_are_no_part_of_it() {
        let known = "Olav Lund came to Bergen. Lund said that the hall was sometimes full.";
        for more in [
            "CLOSE Olav Lund said he was glad.",
            "Governor Olav Lund said he was glad.",
            "Will Lund meet the mayor?",
            "Contradicting Lund was no plan.",
            "Contradicting Lund, the mayor said he was glad.",
            "Echoing Lund, the mayor said he was glad.",
            "Following Lund's speech, the mayor said he was glad.",
            "Sometimes Lund was glad.",
        ] {
            assert_eq!(people(&format!("{known}\n\n{more}\n")), [("Olav Lund".to_owned(), 3)], "{more}");
        }
    }

    #[test]
    fn names_of_others_stay_whole() {
        let known = "Olav Lund came to Bergen. Lund said that the hall was full.";
        for (more, name) in [
            ("Will Lund said that he was glad.", "Will Lund"),
            ("Wenjing Lund said that she was glad.", "Wenjing Lund"),
            ("At last Wenjing Lund, a senator, was glad.", "Wenjing Lund"),
            ("Mark Olav Lund said that he was glad.", "Mark Olav Lund"),
            ("Vera Lund, a senator, was there.", "Vera Lund"),
        ] {
            let found = people(&format!("{known}\n\n{more}\n"));
            assert_eq!(found, [("Olav Lund".to_owned(), 2), (name.to_owned(), 1)], "{more}");
        }
    }

    #[test]
    fn a_verb_before_a_surname_is_no_given_name() {
        for (more, found) in [
            ("Contradicting Lund, the mayor said he was glad.", &[("Lund".to_owned(), 1)][..]),
            ("Following Lund, a senator, was no plan.", &[]),
            ("Olav Lund came. Sliding Lund singers were glad.", &[("Olav Lund".to_owned(), 1)]),
        ] {
            assert_eq!(people(more), found, "{more}");
        }
    }
}
