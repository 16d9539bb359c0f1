//! Spellings of one name: a word of a name in any script comes in, a few short keys go out. Two words are variants of
//! each other if they share a key: Əliyev, Aliyev and Алиев, Müller and Mueller, Zelensky and Зеленський.
//!
//! First the word is romanised, in every way that is in use (`script`: ə is `a` or `e`, г is `g` or `h`, ü is `u` or
//! `ue`), then the spelling is made plain (`latin`: `-sky`, `-skiy` and `-skyj` are one, `tsch` is `ch`, `q` is `g` or
//! `k`). What no rule reaches, a list does (`classes`: Mohammed, Muhammad). Where a spelling may be meant in two ways a
//! word has several keys, so that Qasımov meets Gasimov and Kasimov, but these two do not meet.
//!
//! This is for words of people's names only: to other words it would do harm. Forms that name different people stay
//! apart, such as Ivanov and Ivanova, Petrov and Petrović. Scripts that write no vowels (Arabic, Hebrew) and those of
//! words (Chinese) are compared with themselves only.

mod classes;
mod latin;
mod script;

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::token;

/// Keys that a word has at most. Rarely more than two are needed.
pub const MAX_KEYS: usize = 16;

/// Longest word that has keys, in characters.
pub const MAX_LETTERS: usize = 40;

/// The keys of a word: sorted, each once. Letters and digits of ASCII, other scripts as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Arc<[Box<str>]>);

impl Keys {
    /// The keys, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| &**key)
    }

    /// The key of a number, from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        self.0.get(number).map(|key| &**key)
    }

    /// Whether there is none: the word is compared as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the two have a key in common.
    #[must_use]
    pub fn meet(&self, other: &Self) -> bool {
        self.0.iter().any(|key| other.0.binary_search(key).is_ok())
    }
}

/// The keys of one word of a name, as printed or in lower case. A word of one letter has none, nor has one with digits.
#[must_use]
pub fn keys(word: &str) -> Keys {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<Box<str>, Keys>> = RefCell::new(FxHashMap::default());
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(keys) = known.get(word) {
            return keys.clone();
        }
        let keys = make(word);
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        known.insert(word.into(), keys.clone());
        keys
    })
}

/// Words remembered by a thread before it begins anew: bounds the memory that hostile text can take.
const MAX_KNOWN: usize = 1 << 16;

/// The form in which a word of a name is kept in a query: lower case, composed, without possessive, but with its accents,
/// since these tell how it is romanised. Folding it gives the folded term of the word.
#[must_use]
pub fn spelled(word: &str) -> String {
    let mut exact = String::new();
    token::exact(word, &mut exact);
    if exact.is_ascii() {
        exact.make_ascii_lowercase();
        return exact;
    }
    // A dotted capital I becomes an i and a dot above it.
    exact.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').nfc().collect()
}

fn make(word: &str) -> Keys {
    let spelled = spelled(word);
    let letters = spelled.chars().count();
    if !(2..=MAX_LETTERS).contains(&letters) {
        return Keys::default();
    }
    let mut found: Vec<String> = Vec::new();
    match script::readings(&spelled) {
        script::Reading::Latin { readings, turkic } => {
            for reading in &readings {
                latin::plain(reading, turkic, &mut found);
            }
            found.truncate(MAX_KEYS - 1);
            let class = found.iter().find_map(|key| classes::of(key));
            found.extend(class.map(str::to_owned));
        }
        script::Reading::Own(word) => found.push(word),
        script::Reading::None => {}
    }
    // Of apostrophes alone nothing is left.
    found.retain(|key| !key.is_empty());
    found.sort_unstable();
    found.dedup();
    Keys(found.into_iter().map(String::into_boxed_str).collect())
}

/// Alternatives that grow together, letter by letter.
#[derive(Clone, Debug)]
struct Alternatives(Vec<String>);

impl Alternatives {
    /// Most alternatives; beyond it only the first choice is taken.
    const MAX: usize = 8;

    fn new() -> Self {
        Self(vec![String::new()])
    }

    /// Adds one of the choices to each.
    fn push(&mut self, choices: &[&str]) {
        let Some((first, others)) = choices.split_first() else { return };
        let grown = self.0.len();
        for choice in others {
            for at in 0..grown {
                if self.0.len() < Self::MAX {
                    let other = format!("{}{choice}", self.0[at]);
                    self.0.push(other);
                }
            }
        }
        self.0[..grown].iter_mut().for_each(|one| one.push_str(first));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meet(a: &str, b: &str) -> bool {
        keys(a).meet(&keys(b))
    }

    #[test]
    fn spellings_and_scripts_of_a_name_meet() {
        for spellings in [
            &["Aliyev", "Əliyev", "Алиев", "Aliev", "ALIYEV"][..],
            &["Garayev", "Qarayev", "Гараев", "Garaev"],
            &["Müller", "Mueller"],
            &["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi", "Зеленский", "Зеленський"],
        ] {
            for a in spellings {
                for b in spellings {
                    assert!(meet(a, b), "{a} {:?} and {b} {:?}", keys(a), keys(b));
                }
            }
        }
    }

    #[test]
    fn a_spelling_between_two_others_meets_both_and_joins_them_not() {
        assert!(meet("Qasımov", "Gasimov") && meet("Qasımov", "Kasimov") && !meet("Gasimov", "Kasimov"));
        assert!(meet("Müller", "Muller") && meet("Müller", "Mueller") && !meet("Muller", "Mueller"));
    }

    #[test]
    fn words_without_keys_are_single_letters_marks_numbers_and_overlong_ones() {
        for word in ["", "A", "Я", "''", "x1", "1600", &"ab".repeat(21)] {
            assert!(keys(word).is_empty(), "{word}");
        }
        assert!(!keys("Li").is_empty());
    }

    proptest! {
        #[test]
        fn keys_are_few_sorted_and_independent_of_case(word in "\\PC{0,48}") {
            let found: Vec<String> = keys(&word).iter().map(str::to_owned).collect();
            prop_assert!(found.len() <= MAX_KEYS);
            prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(found.iter().all(|key| key.len() <= 4 * MAX_LETTERS && !key.is_empty()));
            prop_assert_eq!(keys(&spelled(&word)), keys(&word));
        }

        #[test]
        fn a_spelled_word_stays_as_it_is_and_folds_alike(word in "[a-zA-ZəƏıİşçğüöéßŁА-яёй.'’\u{301}-]{0,12}") {
            let once = spelled(&word);
            prop_assert_eq!(&spelled(&once), &once);
            prop_assert_eq!(token::folded(&once), token::folded(&word));
        }

        #[test]
        fn letters_of_every_script_are_read_without_loss_of_bounds(word in "[a-zəıışçğüöäåæøß'qxyjcа-яёіїєґўәғқңөұүһα-ωა-ჰա-և]{2,40}") {
            prop_assert!(keys(&word).len() <= MAX_KEYS);
        }
    }
}
