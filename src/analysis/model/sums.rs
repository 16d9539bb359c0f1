//! Sums of weights, as far as they can be made beforehand: rows of features that hang together, and what a word type says to
//! its neighbours. A view and its columns in; a sum for each tag of each token out.

use std::ops::Range;

use super::columns::Columns;
use super::features::{
    LANDMARKS, LETTERS, O, SLOTS, Sink, WINDOW, edge, landmarks, letter_seen, letters, mix, name_seen, pairs,
};
use super::groups::{CLASS_TRIPLES, COARSE_TRIPLES, ROWS, Triples, features_of, rows_of};
use super::table::{LANES, Sums, Weights};
use super::token::{Class, Word};
use super::view::View;

/// What a word says, by the slot from which it is seen.
type Row = [Sums; SLOTS];

/// The weights, summed as far as they can be before a text is seen.
#[derive(Debug)]
pub struct Rows<'a> {
    weights: Weights<'a>,
    groups: Box<[Sums]>,
    triples: [TripleRows; 2],
    /// What each letter of each kind says.
    letters: [Box<[Row]>; LETTERS.len()],
    /// What the ends of a paragraph say.
    edges: [Row; 2],
}

/// Sums of those triples that say anything, as seen from each of the three.
#[derive(Debug)]
struct TripleRows {
    triples: Triples,
    /// The row of each key; 0 says nothing.
    numbers: Box<[u16]>,
    rows: Vec<[Sums; 3]>,
}

impl TripleRows {
    fn new(weights: Weights<'_>, triples: Triples) -> Self {
        let mut rows = vec![[[0; LANES]; 3]];
        let numbers = (0..triples.letters.pow(3)).map(|key| {
            let mut row = [[0; LANES]; 3];
            for (place, sums) in row.iter_mut().enumerate() {
                triples.feature_of(key, place, &mut Adder { weights, sums });
            }
            if row == rows[0] || rows.len() > usize::from(u16::MAX) {
                return 0;
            }
            rows.push(row);
            (rows.len() - 1) as u16
        });
        Self { triples, numbers: numbers.collect(), rows }
    }
}

/// What the word types met so far say to their neighbours.
#[derive(Debug, Default)]
pub struct Said {
    /// The row of each type, as itself and as the start of a sentence; 0 where it was not needed so far.
    numbers: Vec<[u32; 2]>,
    rows: Vec<Row>,
}

/// Sums of a paragraph, and what is needed to make them.
#[derive(Debug, Default)]
pub struct Summing {
    /// The sums of each token.
    pub sums: Vec<Sums>,
    keys: [Vec<u32>; 2],
}

/// The sums of the words that tokens share with their neighbours, while they share them.
#[derive(Default)]
struct Shared {
    at: Option<(u32, isize)>,
    sums: Sums,
}

/// How far no tag is preferred in sentences that are passed over.
const STILL: Sums = {
    let mut sums = [0; LANES];
    sums[O as usize] = 16_000;
    sums
};

impl<'a> Rows<'a> {
    /// Sums what can be summed: some 150,000 features, most of them by hash, in a few milliseconds.
    #[must_use]
    pub fn new(weights: Weights<'a>) -> Self {
        let mut groups = vec![[0; LANES]; ROWS].into_boxed_slice();
        for (number, sums) in groups.iter_mut().enumerate() {
            features_of(number, &mut Adder { weights, sums });
        }
        let letters = std::array::from_fn(|kind| {
            let row = |letter| by_slot(|slot, sums| letter_seen(kind, letter, slot, &mut Adder { weights, sums }));
            (0..LETTERS[kind]).map(row).collect()
        });
        Self {
            weights,
            groups,
            triples: [CLASS_TRIPLES, COARSE_TRIPLES].map(|triples| TripleRows::new(weights, triples)),
            letters,
            edges: [0, 1].map(|side| by_slot(|slot, sums| edge(side, slot, &mut Adder { weights, sums }))),
        }
    }

    /// Sums the features of all tokens of a paragraph.
    pub fn sum(&self, view: &View<'_>, range: Range<usize>, columns: &Columns, said: &mut Said, into: &mut Summing) {
        let Summing { sums, keys } = into;
        sums.clear();
        sums.resize(range.len(), [0; LANES]);
        for (rows, keys) in self.triples.iter().zip(&mut *keys) {
            rows.triples.keys(columns, keys);
        }
        for sentence in &columns.sentences {
            let tokens = sentence.start..sentence.end;
            if sentence.is_still() {
                sums[tokens].fill(STILL);
                continue;
            }
            self.add_words(view, range.clone(), tokens.clone(), said, sums);
            self.add_together(columns, tokens, keys, sums);
        }
    }

    /// Adds what words say to the tokens of a sentence, four to each side.
    fn add_words(
        &self,
        view: &View<'_>,
        range: Range<usize>,
        tokens: Range<usize>,
        said: &mut Said,
        sums: &mut [Sums],
    ) {
        let (n, reach) = (range.len(), WINDOW as usize);
        for i in tokens.start.saturating_sub(reach)..(tokens.end + reach).min(n) {
            let at = range.start + i;
            let row = said.row(self, view.words, view.tokens[at].word, view.class[at] == Class::Start);
            // Token `i` stands in slot `i - j + reach` of token `j`.
            for j in i.saturating_sub(reach).max(tokens.start)..(i + reach + 1).min(tokens.end) {
                add(&mut sums[j], &row[i + reach - j]);
            }
        }
        for i in tokens {
            for slot in 0..reach.saturating_sub(i) {
                add(&mut sums[i], &self.edges[0][slot]);
            }
            for slot in (n - i + reach).min(SLOTS)..SLOTS {
                add(&mut sums[i], &self.edges[1][slot]);
            }
        }
    }

    /// Adds the features that hang on more than one word.
    fn add_together(&self, columns: &Columns, tokens: Range<usize>, keys: &[Vec<u32>; 2], sums: &mut [Sums]) {
        let mut shared: [Shared; LANDMARKS] = Default::default();
        for i in tokens {
            let mut sum = sums[i];
            for (kept, now) in shared.iter_mut().zip(landmarks(columns, i)) {
                if kept.at != now {
                    *kept = Shared { at: now, sums: [0; LANES] };
                    if let Some((template, word)) = now {
                        self.weights.add(mix(template, columns.word(word)), &mut kept.sums);
                    }
                }
                add(&mut sum, &kept.sums);
            }
            for (template, value) in pairs(columns, i) {
                self.weights.add(mix(template, value), &mut sum);
            }
            for (triples, keys) in self.triples.iter().zip(keys) {
                for place in 0..3 {
                    let number = triples.numbers[keys[i + 2 - place] as usize];
                    add(&mut sum, &triples.rows[usize::from(number)][place]);
                }
            }
            rows_of(columns, i, |row| add(&mut sum, &self.groups[row]));
            sums[i] = sum;
        }
    }
}

impl Said {
    /// What a word type says.
    fn row(&mut self, rows: &Rows<'_>, words: &[Word], number: u32, starts: bool) -> &Row {
        if self.numbers.len() < words.len() {
            self.numbers.resize(words.len(), [0; 2]);
        }
        let kept = &mut self.numbers[number as usize][usize::from(starts)];
        if *kept == 0 {
            let word = &words[number as usize];
            let mut row =
                by_slot(|slot, sums| name_seen(word, starts, slot, &mut Adder { weights: rows.weights, sums }));
            for (letters, letter) in rows.letters.iter().zip(letters(word, starts)) {
                let Some(said) = letters.get(letter as usize) else { continue };
                row.iter_mut().zip(said).for_each(|(sums, said)| add(sums, said));
            }
            self.rows.push(row);
            *kept = self.rows.len() as u32;
        }
        &self.rows[*kept as usize - 1]
    }
}

/// Makes a row slot by slot.
fn by_slot(put: impl Fn(usize, &mut Sums)) -> Row {
    let mut row = [[0; LANES]; SLOTS];
    row.iter_mut().enumerate().for_each(|(slot, sums)| put(slot, sums));
    row
}

/// Adds the weights of features to one sum.
struct Adder<'a, 'b> {
    weights: Weights<'a>,
    sums: &'b mut Sums,
}

impl Sink for Adder<'_, '_> {
    fn token(&mut self, _: usize) {}

    #[inline(always)]
    fn put(&mut self, template: u32, value: u32) {
        self.weights.add(mix(template, value), self.sums);
    }
}

#[inline(always)]
fn add(sums: &mut Sums, row: &Sums) {
    for lane in 0..LANES {
        sums[lane] = sums[lane].wrapping_add(row[lane]);
    }
}
