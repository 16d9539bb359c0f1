//! How words are scored: BM25F. Each field adds to a word its *share*, its occurrences by the length of the field; the
//! shares of all fields are added before they are weighed, so that title and body are one text in which the title counts
//! more (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, 2004).

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;

use super::cursor::window::Window;
use super::cursor::{Cursor, DocId, Found, TERMINATED};

/// The parts of 1 in which shares are counted.
const FRACTIONS: f32 = 65536.0;

/// What one occurrence of a word adds to its share, by the code that the index keeps for the length of a field.
#[derive(Clone, Debug)]
pub(super) struct Shares(Arc<[f32; 256]>);

impl Shares {
    /// For a field of this mean length, in tokens; `length` is BM25's b. Shares are rounded so that sums of them have no
    /// error up to 256: those of two lists of a word are the same in whatever order they are added.
    pub(super) fn new(boost: f32, length: f32, mean: f32) -> Self {
        let share = |code: usize| {
            let tokens = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX)) as f32;
            let share = boost / (1.0 - length + length * tokens / mean);
            (share * FRACTIONS).round() / FRACTIONS
        };
        Self(Arc::new(std::array::from_fn(share)))
    }

    pub(super) fn of(&self, code: u8, occurrences: u32) -> f32 {
        self.0[usize::from(code)] * occurrences as f32
    }
}

/// What a share is worth: much for a rare word; each further occurrence adds less.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weight {
    /// The score of endless occurrences.
    most: f32,
    /// BM25's k1.
    saturation: f32,
}

impl Weight {
    /// Of what adds nothing to the score.
    pub(super) const NOTHING: Self = Self { most: 0.0, saturation: 1.0 };

    /// Of something so rare; see [`rarity`].
    pub(super) fn new(rarity: f32, saturation: f32) -> Self {
        // With no saturation at all a share of 0 still is worth 0, and any other the same.
        Self { most: rarity * (1.0 + saturation), saturation: saturation.max(f32::MIN_POSITIVE) }
    }

    pub(super) fn times(self, boost: f32) -> Self {
        Self { most: self.most * boost, ..self }
    }

    pub(super) fn score(self, share: f32) -> f32 {
        self.most * share / (share + self.saturation)
    }
}

/// Words that are weighed together at most: each is asked for each document.
pub(super) const MOST_LANES: usize = 16;

/// The weights of some words, whose scores are added: in groups first, as the cursors do, so that equal documents get equal
/// scores however they are met.
pub(super) struct Weights {
    most: [f32; MOST_LANES],
    saturation: [f32; MOST_LANES],
    /// How many words each group has.
    groups: Vec<usize>,
    /// Whether the groups make no difference.
    is_flat: bool,
}

impl Weights {
    /// Of words in groups; none if they are more than [`MOST_LANES`].
    pub(super) fn new(words: &[Weight], groups: Vec<usize>) -> Option<Self> {
        let [mut most, mut saturation] = [[0.0; MOST_LANES], [1.0; MOST_LANES]];
        for (number, word) in words.iter().enumerate() {
            *most.get_mut(number)? = word.most;
            saturation[number] = word.saturation;
        }
        let is_flat = groups.len() < 2 || groups.iter().all(|words| *words == 1);
        Some(Self { most, saturation, groups, is_flat })
    }

    /// How many lanes the words take.
    pub(super) fn lanes(&self) -> usize {
        self.groups.iter().sum()
    }

    /// The first lane of each group.
    pub(super) fn first_lanes(&self) -> Vec<usize> {
        let first = |lane: &mut usize, words: &usize| Some(std::mem::replace(lane, *lane + words));
        self.groups.iter().scan(0, first).collect()
    }

    /// What the shares of all words are worth; those of which there are none are 0.
    #[inline]
    pub(super) fn score<const LANES: usize>(&self, shares: &[f32; LANES]) -> f32 {
        let worth: [f32; LANES] =
            std::array::from_fn(|lane| self.most[lane] * shares[lane] / (shares[lane] + self.saturation[lane]));
        if self.is_flat {
            return worth.iter().fold(0.0, |sum, own| sum + own);
        }
        let mut rest = &worth[..];
        let group = |words: &usize| {
            let (own, behind) = rest.split_at(*words);
            rest = behind;
            own.iter().fold(0.0, |sum, own| sum + own)
        };
        self.groups.iter().map(group).fold(0.0, |sum, own| sum + own)
    }
}

/// BM25's measure of how rare something is that so many of all documents have.
pub(super) fn rarity(frequency: u64, documents: u64) -> f32 {
    let (frequency, documents) = (frequency.min(documents) as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}

/// A cursor whose scores are shares, weighed.
pub(super) struct Weighed<C> {
    inner: C,
    weight: Weight,
    /// For shares on their way into the window of a whole query.
    shares: Option<Box<Window>>,
}

impl<C> Weighed<C> {
    pub(super) fn new(inner: C, weight: Weight) -> Self {
        Self { inner, weight, shares: None }
    }
}

impl<C: Cursor> Cursor for Weighed<C> {
    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn score(&mut self) -> f32 {
        self.weight.score(self.inner.score())
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        self.inner.seek_roughly(target)
    }

    fn confirm(&mut self) -> bool {
        self.inner.confirm()
    }

    fn is_rough(&self) -> bool {
        self.inner.is_rough()
    }

    fn weights(&self, into: &mut Vec<Weight>) -> bool {
        into.push(self.weight);
        true
    }

    fn fill_lanes(&mut self, window: &mut Window, lane: usize) -> usize {
        window.go_to(lane);
        self.inner.fill(window, true);
        lane + 1
    }

    fn fill(&mut self, window: &mut Window, scored: bool) {
        if !scored {
            return self.inner.fill(window, false);
        }
        let shares = self.shares.get_or_insert_with(|| Box::new(Window::new(1)));
        shares.begin(window.first());
        self.inner.fill(shares, true);
        shares.drain(|doc, share| window.add(doc, self.weight.score(share)));
    }

    fn for_each(&mut self, scored: bool, found: &mut dyn Found) {
        let Some(weights) = Weights::new(&[self.weight], Vec::new()) else { return };
        let mut window = Window::new(1);
        while self.doc() != TERMINATED {
            window.begin(self.doc());
            self.inner.fill(&mut window, scored);
            window.narrow();
            window.drain_weighed(&weights, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_an_occurrence_in_a_field_of_mean_length() {
        let shares = Shares::new(1.5, 0.75, 16.0);
        let code = FieldNormReader::fieldnorm_to_id(16);
        assert!((shares.of(code, 2) - 3.0).abs() < 1e-6);
        assert!(shares.of(FieldNormReader::fieldnorm_to_id(160), 1) < 0.5);
    }

    #[test]
    fn shares_of_two_lists_add_up_to_those_of_one() {
        let shares = Shares::new(1.0, 0.3, 397.7);
        for code in 0..=u8::MAX {
            assert_eq!((shares.of(code, 1) + shares.of(code, 2)).to_bits(), shares.of(code, 3).to_bits(), "{code}");
            assert!(shares.of(code, 1) >= 0.0);
        }
    }

    #[test]
    fn words_weighed_at_once_score_as_one_by_one_in_their_groups() {
        let words = [(0.3, 0.7), (2.9, 1.3), (1.1, 0.0), (0.7, 2.1), (5.3, 0.9)];
        let weights: Vec<Weight> = words.iter().map(|(rarity, _)| Weight::new(*rarity, 2.0)).collect();
        let mut shares = [0.0; 8];
        shares.iter_mut().zip(words).for_each(|(share, (_, own))| *share = own);
        let scores: Vec<f32> = weights.iter().zip(words).map(|(weight, (_, share))| weight.score(share)).collect();
        let sum = |scores: &[f32]| scores.iter().fold(0.0f32, |sum, score| sum + score);
        for groups in [vec![5], vec![1; 5], vec![2, 1, 2]] {
            let mut rest = &scores[..];
            let each: Vec<f32> = groups.iter().map(|words| sum(rest.split_off(..*words).unwrap())).collect();
            let at_once = Weights::new(&weights, groups).unwrap().score(&shares);
            assert_eq!(at_once.to_bits(), sum(&each).to_bits());
        }
        assert!(Weights::new(&[weights[0]; MOST_LANES + 1], Vec::new()).is_none());
    }

    #[test]
    fn more_occurrences_add_less_and_rare_words_more() {
        let weight = Weight::new(rarity(10, 1000), 1.2);
        let [one, two, four] = [1.0, 2.0, 4.0].map(|share| weight.score(share));
        assert!(one < two && two < four && four - two < two && two - one < one);
        assert!((one - rarity(10, 1000)).abs() < 1e-5);
        assert!(rarity(900, 1000) < rarity(10, 1000) && rarity(1000, 1000) > 0.0);
        assert_eq!([0.0, 0.5, 4.0].map(|share| Weight::new(3.0, 0.0).score(share)), [0.0, 3.0, 3.0]);
    }
}
