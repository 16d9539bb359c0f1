//! Patterns over folded words: wildcards and edit distance, as a small state machine that takes one character at a time.
//! Who walks a dictionary can so leave out whole branches; who has a word asks [`Pattern::matches`]. Nothing here knows
//! fields or engines.

/// Longest pattern, in characters, stars not counted. A longer one matches nothing.
pub const MAX_PATTERN_CHARS: usize = 63;

/// A wildcard pattern, or a word with the edits that it may be away.
///
/// One bit stands for each place in the pattern (Wu and Manber's bit-parallel automaton); for edit distance there is a row
/// of bits for each number of edits, and one for transpositions begun (optimal string alignment: no part is edited twice).
#[derive(Clone, Debug)]
pub struct Pattern {
    /// For each ASCII character, the places that it may fill.
    ascii: Box<[u64; 128]>,
    /// The same for other characters of the pattern, sorted.
    others: Vec<(char, u64)>,
    /// Places that any character may fill (`?`).
    any: u64,
    /// Places that stay when a character is read (`*`).
    stay: u64,
    /// Bit of the end of the pattern; 0 for a pattern that matches nothing.
    end: u64,
    /// Edits allowed; 0 for a wildcard pattern.
    edits: usize,
    /// Characters before the first wildcard; empty for edit distance.
    prefix: String,
    /// Characters behind the last wildcard, if they are ASCII; else, and for edit distance, empty.
    tail: String,
}

/// Where the reading of a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Places reached with so many edits.
    rows: [u64; 3],
    /// Places where a transposition was begun that makes 1 or 2 edits.
    swaps: [u64; 2],
}

impl Pattern {
    /// A pattern in which `*` stands for any characters or none and `?` for one. All others stand for themselves: fold
    /// the pattern as words are folded.
    #[must_use]
    pub fn wildcard(pattern: &str) -> Self {
        let mut places: Vec<Option<char>> = Vec::new();
        let mut stay = 0u64;
        for c in pattern.chars() {
            match c {
                '*' => stay |= 1u64.checked_shl(places.len() as u32).unwrap_or(0),
                '?' => places.push(None),
                c => places.push(Some(c)),
            }
        }
        let prefix = pattern.chars().take_while(|c| !matches!(c, '*' | '?')).collect();
        let tail = pattern.rsplit(['*', '?']).next().filter(|tail| tail.is_ascii() && tail.len() < pattern.len());
        Self { tail: tail.unwrap_or_default().to_owned(), ..Self::of(&places, stay, 0, prefix) }
    }

    /// Words at most `distance` edits (0 to 2; more are taken as 2) from `word`. An edit is a character more, less or
    /// other, or two neighbours in reverse order.
    #[must_use]
    pub fn fuzzy(word: &str, distance: u8) -> Self {
        let places: Vec<Option<char>> = word.chars().map(Some).collect();
        Self::of(&places, 0, usize::from(distance.min(2)), String::new())
    }

    fn of(places: &[Option<char>], stay: u64, edits: usize, prefix: String) -> Self {
        let fits = places.len() <= MAX_PATTERN_CHARS;
        let end = if fits { 1u64 << places.len() } else { 0 };
        let mut pattern = Self {
            ascii: Box::new([0; 128]),
            others: Vec::new(),
            any: 0,
            stay,
            end,
            edits,
            prefix,
            tail: String::new(),
        };
        for (bit, place) in (0..MAX_PATTERN_CHARS).map(|i| 1u64 << i).zip(places) {
            match place {
                None => pattern.any |= bit,
                Some(c) if c.is_ascii() => pattern.ascii[*c as usize] |= bit,
                Some(c) => match pattern.others.binary_search_by_key(c, |(other, _)| *other) {
                    Ok(at) => pattern.others[at].1 |= bit,
                    Err(at) => pattern.others.insert(at, (*c, bit)),
                },
            }
        }
        pattern
    }

    /// The characters that every word that matches begins with; empty for edit distance.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether any characters may come first: then no beginning of a word rules it out.
    #[must_use]
    pub fn opens_with_star(&self) -> bool {
        self.edits == 0 && self.stay & 1 != 0
    }

    /// Whether a word as written, in bytes, can match by its end once it is folded. What folding may change but for case
    /// is let through.
    #[must_use]
    pub fn may_end(&self, word: &[u8]) -> bool {
        match word.len().checked_sub(self.tail.len()) {
            Some(at) if word[at..].eq_ignore_ascii_case(self.tail.as_bytes()) => true,
            _ => word.iter().any(|byte| !byte.is_ascii_alphanumeric()),
        }
    }

    /// The state before the first character.
    #[must_use]
    pub fn start(&self) -> State {
        let first = u64::from(self.end != 0);
        let mut rows = [first, 0, 0];
        for k in 1..=self.edits {
            rows[k] = (rows[k - 1] | rows[k - 1] << 1) & self.within();
        }
        State { rows, swaps: [0; 2] }
    }

    /// The state after one more character.
    #[must_use]
    pub fn step(&self, state: &State, c: char) -> State {
        let fits = self.places_of(c);
        let within = self.within();
        let mut next = State { rows: [0; 3], swaps: [0; 2] };
        next.rows[0] = ((state.rows[0] & fits) << 1 | state.rows[0] & self.stay) & within;
        for k in 1..=self.edits {
            let matched = (state.rows[k] & fits) << 1;
            let swapped = (state.swaps[k - 1] & fits) << 2;
            let more = state.rows[k - 1];
            let other = state.rows[k - 1] << 1;
            let less = next.rows[k - 1] << 1;
            next.rows[k] = (matched | swapped | more | other | less) & within;
            next.swaps[k - 1] = state.rows[k - 1] & fits >> 1;
        }
        next
    }

    /// Whether the characters read so far match.
    #[must_use]
    pub fn is_match(&self, state: &State) -> bool {
        (state.rows[0] | state.rows[1] | state.rows[2]) & self.end != 0
    }

    /// Whether some further characters, or none, can lead to a match.
    #[must_use]
    pub fn can_match(&self, state: &State) -> bool {
        state.rows != [0; 3] || state.swaps != [0; 2]
    }

    /// Whether a whole word matches.
    #[must_use]
    pub fn matches(&self, word: &str) -> bool {
        let mut state = self.start();
        for c in word.chars() {
            state = self.step(&state, c);
            if !self.can_match(&state) {
                return false;
            }
        }
        self.is_match(&state)
    }

    fn places_of(&self, c: char) -> u64 {
        let own = if c.is_ascii() {
            self.ascii[c as usize]
        } else {
            self.others.binary_search_by_key(&c, |(other, _)| *other).map_or(0, |at| self.others[at].1)
        };
        own | self.any
    }

    /// All bits up to the end of the pattern.
    fn within(&self) -> u64 {
        self.end | self.end.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive_wildcard(pattern: &[char], word: &[char]) -> bool {
        match pattern.split_first() {
            None => word.is_empty(),
            Some(('*', rest)) => (0..=word.len()).any(|n| naive_wildcard(rest, &word[n..])),
            Some((c, rest)) => {
                word.split_first().is_some_and(|(w, word)| (*c == '?' || c == w) && naive_wildcard(rest, word))
            }
        }
    }

    #[test]
    fn stars_and_question_marks_stand_for_letters() {
        for (pattern, word, wanted) in [
            ("econom*", "economy", true),
            ("econom*", "econom", true),
            ("econom*", "ecology", false),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("*", "", true),
            ("?", "é", true),
            ("*ism", "populism", true),
            ("*ism", "populist", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Pattern::wildcard(pattern).matches(word), wanted, "{pattern} {word}");
        }
        assert_eq!(Pattern::wildcard("tar?ff*").prefix(), "tar");
    }

    #[test]
    fn a_transposition_is_one_edit() {
        assert!(Pattern::fuzzy("garayev", 1).matches("gaaryev"));
        assert!(!Pattern::fuzzy("garayev", 1).matches("gaaryve"));
        assert!(Pattern::fuzzy("garayev", 2).matches("gaaryve"));
        assert!(Pattern::fuzzy("a", 1).matches(""));
        assert!(Pattern::fuzzy("ab", 0).matches("ab"));
        assert!(!Pattern::fuzzy("ab", 0).matches("ba"));
    }

    #[test]
    fn the_longest_pattern_matches_and_a_longer_one_does_not() {
        let longest = "a".repeat(MAX_PATTERN_CHARS);
        for distance in 0..=2 {
            assert!(Pattern::fuzzy(&longest, distance).matches(&longest));
        }
        assert!(Pattern::wildcard(&format!("*{longest}*")).matches(&format!("b{longest}b")));
        let longer = "a".repeat(MAX_PATTERN_CHARS + 1);
        assert!(!Pattern::fuzzy(&longer, 2).matches(&longer));
        assert!(!Pattern::wildcard(&longer).matches(&longer));
        assert!(!Pattern::wildcard(&format!("{longer}*")).matches(&longer));
    }

    proptest! {
        #[test]
        fn no_word_that_matches_is_ruled_out_by_its_end(
            pattern in "[abs*?é]{0,6}", word in "[abAB.,'sé1]{1,6}", distance in 0u8..3
        ) {
            for pattern in [Pattern::wildcard(&pattern), Pattern::fuzzy(&pattern, distance)] {
                let matches = pattern.matches(&crate::text::token::folded(&word));
                prop_assert!(!matches || pattern.may_end(word.as_bytes()), "{pattern:?}");
            }
            prop_assert!(!Pattern::wildcard("*ab").may_end(b"ba"));
        }

        #[test]
        fn wildcards_are_as_their_definition(pattern in "[ab*?é]{0,8}", word in "[abé]{0,9}") {
            let (p, w): (Vec<char>, Vec<char>) = (pattern.chars().collect(), word.chars().collect());
            prop_assert_eq!(Pattern::wildcard(&pattern).matches(&word), naive_wildcard(&p, &w));
        }

        #[test]
        fn edits_are_counted_as_by_the_table(a in "[abcé]{0,8}", b in "[abcé]{0,8}", distance in 0u8..=2) {
            let wanted = strsim::osa_distance(&a, &b) <= usize::from(distance);
            prop_assert_eq!(Pattern::fuzzy(&a, distance).matches(&b), wanted);
        }

        #[test]
        fn a_dead_state_has_no_match_behind_it(pattern in "[ab?]{0,5}", start in "[abc]{0,6}", more in "[abc]{0,4}") {
            for pattern in [Pattern::wildcard(&pattern), Pattern::fuzzy(&pattern, 2)] {
                let mut state = pattern.start();
                for c in start.chars() {
                    state = pattern.step(&state, c);
                }
                if !pattern.can_match(&state) {
                    let full = format!("{start}{more}");
                    let mut state = pattern.start();
                    for c in full.chars() {
                        state = pattern.step(&state, c);
                    }
                    prop_assert!(!pattern.is_match(&state));
                }
            }
        }
    }
}
