//! The terms of words for an index, remembered from word to word: a text uses few words often. A word comes in as it is
//! written; what goes out is what `text::token` makes of it. Nothing here knows a rule of its own.

use super::token;

/// Bytes of the longest word that is remembered; longer ones are rare.
const MAX_BYTES: usize = 24;

/// Words that can be remembered at once, a power of two: with its words a table takes a megabyte.
const SLOTS: usize = 1 << 14;

/// The exact term and the stem of words, the last words kept. Every word has one place, so that a new word takes the
/// place of another and memory stays bounded.
pub struct Terms {
    slots: Box<[Slot]>,
    folded: String,
}

/// A word of ASCII and its terms, each at the beginning of its bytes; all else is zero.
#[derive(Clone, Copy)]
struct Slot {
    word: [u8; MAX_BYTES],
    stem: [u8; MAX_BYTES],
    /// Bytes of the exact term, which is the beginning of the word.
    exact: u8,
    /// Bytes of the stem.
    stemmed: u8,
    /// Whether stem and exact term are the same.
    same: bool,
}

const EMPTY: Slot = Slot { word: [0; MAX_BYTES], stem: [0; MAX_BYTES], exact: 0, stemmed: 0, same: false };

impl Terms {
    /// Makes an empty memory.
    #[must_use]
    pub fn new() -> Self {
        Self { slots: vec![EMPTY; SLOTS].into_boxed_slice(), folded: String::new() }
    }

    /// Appends the exact term of `word` to `exact`, and writes its stem to `stem` (cleared first). Returns whether the two
    /// are the same.
    pub fn write(&mut self, word: &str, exact: &mut String, stem: &mut String) -> bool {
        let bytes = word.as_bytes();
        let mut key = [0u8; MAX_BYTES];
        match key.get_mut(..bytes.len()) {
            // A zero byte would be taken for the end of the word.
            Some(place) if word.is_ascii() && !bytes.contains(&0) && !bytes.is_empty() => place.copy_from_slice(bytes),
            _ => return self.make(word, exact, stem),
        }
        let at = place_of(&key);
        let slot = &self.slots[at];
        if slot.word == key {
            exact.push_str(&word[..usize::from(slot.exact)]);
            stem.clear();
            stem.push_str(std::str::from_utf8(&slot.stem[..usize::from(slot.stemmed)]).unwrap_or_default());
            return slot.same;
        }
        let start = exact.len();
        let same = self.make(word, exact, stem);
        let len = exact.len() - start;
        // A stem may be longer than its word, and the exact term of ASCII is always its beginning.
        if let (Ok(exact_len), Some(stem_len)) = (u8::try_from(len), short(stem)) {
            let mut slot = Slot { word: key, exact: exact_len, stemmed: stem_len, same, ..EMPTY };
            slot.stem[..stem.len()].copy_from_slice(stem.as_bytes());
            self.slots[at] = slot;
        }
        same
    }

    fn make(&mut self, word: &str, exact: &mut String, stem: &mut String) -> bool {
        token::exact(word, &mut self.folded);
        let start = exact.len();
        exact.push_str(&self.folded);
        token::fold(word, &mut self.folded);
        token::stem(&self.folded, stem);
        exact[start..] == **stem
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self::new()
    }
}

/// The bytes of a stem, if it is remembered.
fn short(stem: &str) -> Option<u8> {
    u8::try_from(stem.len()).ok().filter(|len| usize::from(*len) <= MAX_BYTES)
}

/// Where a word has its place.
fn place_of(key: &[u8; MAX_BYTES]) -> usize {
    let (parts, _) = key.as_chunks::<8>();
    let mixed = parts
        .iter()
        .fold(0u64, |hash, part| (hash.rotate_left(5) ^ u64::from_le_bytes(*part)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (mixed >> 40) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn expected(word: &str) -> (String, String) {
        let mut exact = String::new();
        token::exact(word, &mut exact);
        (exact, token::stemmed(&token::folded(word)))
    }

    fn written(terms: &mut Terms, word: &str) -> (String, String, bool) {
        let (mut exact, mut stem) = ("=".to_owned(), "old".to_owned());
        let same = terms.write(word, &mut exact, &mut stem);
        (exact.split_off(1), stem, same)
    }

    proptest! {
        #[test]
        fn remembered_terms_are_those_of_the_token_rule(words in prop::collection::vec("[a-cA-C0-2.,'sé’\0]{0,5}|[a-z]{20,30}(ing|'s)?", 1..40)) {
            let mut terms = Terms::new();
            for word in words.iter().chain(&words) {
                let (exact, stem) = expected(word);
                let same = exact == stem;
                prop_assert_eq!(written(&mut terms, word), (exact, stem, same), "{}", word);
            }
        }
    }

    #[test]
    fn words_that_share_a_place_do_not_mix() {
        let mut terms = Terms::new();
        let words: Vec<String> = (0..3 * SLOTS).map(|number| format!("Walked{number}'s")).collect();
        for word in words.iter().chain(words.iter().rev()) {
            let (exact, stem) = expected(word);
            assert_eq!(written(&mut terms, word), (exact, stem, false));
        }
    }
}
