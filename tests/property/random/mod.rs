//! Random articles with their analysis, and random queries about them. Everything comes from a seed. The words, names and
//! places of a vocabulary are few, so that queries find something and near misses are common.

mod articles;
mod queries;
mod vocabulary;

pub(crate) use articles::record;
pub(crate) use queries::{groups, query, text};
pub(crate) use vocabulary::Vocabulary;

/// A small generator (SplitMix64): the same numbers for the same seed, everywhere.
pub(crate) struct Random {
    state: u64,
    pub(crate) vocabulary: &'static Vocabulary,
}

impl Random {
    /// With the words of invented articles.
    pub(crate) fn new(seed: u64) -> Self {
        Self::over(seed, Vocabulary::invented())
    }

    pub(crate) fn over(seed: u64, vocabulary: &'static Vocabulary) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d, vocabulary }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A word as a text prints it.
    pub(crate) fn printed_word(&mut self) -> String {
        self.of(&self.vocabulary.words).to_owned()
    }

    /// Two to four words as a text prints them, side by side where the vocabulary knows such.
    pub(crate) fn printed_words(&mut self) -> String {
        let count = 2 + self.below(3);
        match self.vocabulary.stretches.is_empty() {
            true => (0..2).map(|_| self.of(&self.vocabulary.words)).collect::<Vec<_>>().join(" "),
            false => self.of(&self.vocabulary.stretches).split(' ').take(count).collect::<Vec<_>>().join(" "),
        }
    }

    fn maybe<T>(&mut self, percent: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(percent).then(|| make(self))
    }
}
