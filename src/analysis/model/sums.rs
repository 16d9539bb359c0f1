//! Sums of weights, as far as they can be made beforehand: rows of features that hang together, and what a word type says to
//! its neighbours. A view and its columns in; a sum for each tag of each token out.

use std::ops::Range;

use super::columns::Columns;
use super::features::{
    LANDMARKS, LETTERS, O, SLOTS, Sink, WINDOW, edge, landmark_seen, landmarks, letter_seen, letters, mix, name_seen,
    pairs,
};
use super::groups::{CLASS_TRIPLES, COARSE_TRIPLES, ROWS, Triples, features_of, rows_of};
use super::table::{LANES, Packed, Sums, Weights, unpacked};
use super::token::{Class, Word};
use super::view::View;

/// What a word says to its neighbours, by the slot from which it is seen.
type Row = [Sums; SLOTS];

/// The weights, summed as far as they can be before a text is seen.
#[derive(Debug)]
pub struct Rows<'a> {
    /// Weights of features that hang on a word.
    words: Weights<'a>,
    groups: Box<[Sums]>,
    triples: [TripleRows; 2],
    /// What each letter of each kind says.
    letters: [Box<[Row]>; LETTERS.len()],
    /// What the ends of a paragraph say.
    edges: [Row; 2],
}

/// Sums of those triples that say anything, as seen from each of the three: at most 65,535.
#[derive(Debug)]
struct TripleRows {
    triples: Triples,
    /// The row of each key; 0 says nothing.
    numbers: Box<[u16]>,
    rows: Vec<[Sums; 3]>,
}

impl TripleRows {
    fn new(weights: Weights<'_>, triples: Triples) -> Self {
        let mut rows = vec![[Sums::ZERO; 3]];
        let numbers = (0..triples.letters.pow(3)).map(|key| {
            let mut row = [Sums::ZERO; 3];
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
    /// The rows; the first two are those of the ends of a paragraph.
    rows: Vec<Row>,
}

/// Sums of a paragraph, and what is needed to make them.
#[derive(Debug, Default)]
pub struct Summing {
    /// The sums of each token.
    pub sums: Vec<Sums>,
    /// The rows of the triples around each token.
    triples: [Vec<u32>; 2],
    /// The rows of the words of a sentence, four more on each side.
    words: Vec<u32>,
    /// The weights of the pairs of each token of a sentence.
    pairs: Vec<[Packed; 2]>,
}

/// What a landmark says to tokens, while they share it.
#[derive(Clone, Copy, Default)]
struct Shared {
    at: Option<u32>,
    sums: Sums,
}

/// How far no tag is preferred in sentences that are passed over.
const STILL: Sums = {
    let mut sums = [0; LANES];
    sums[O as usize] = 30_000;
    Sums::new(sums)
};

impl<'a> Rows<'a> {
    /// Sums what can be summed of the features with few values, by hash: some 150,000, in a few milliseconds. `words` are the
    /// weights of the others.
    #[must_use]
    pub fn new(few: Weights<'_>, words: Weights<'a>) -> Self {
        let mut groups = vec![Sums::ZERO; ROWS].into_boxed_slice();
        for (number, sums) in groups.iter_mut().enumerate() {
            features_of(number, &mut Adder { weights: few, sums });
        }
        let letters = std::array::from_fn(|kind| {
            let row = |letter| by_slot(|slot, sums| letter_seen(kind, letter, slot, &mut Adder { weights: few, sums }));
            (0..LETTERS[kind]).map(row).collect()
        });
        Self {
            words,
            groups,
            triples: [CLASS_TRIPLES, COARSE_TRIPLES].map(|triples| TripleRows::new(few, triples)),
            letters,
            edges: [0, 1].map(|side| by_slot(|slot, sums| edge(side, slot, &mut Adder { weights: words, sums }))),
        }
    }

    /// Sums the features of all tokens of a paragraph.
    pub fn sum(&self, view: &View<'_>, range: Range<usize>, columns: &Columns, said: &mut Said, into: &mut Summing) {
        into.sums.clear();
        into.sums.resize(range.len(), Sums::ZERO);
        for (rows, found) in self.triples.iter().zip(&mut into.triples) {
            rows.triples.keys(columns, found);
            found.iter_mut().for_each(|key| *key = u32::from(rows.numbers[*key as usize]));
        }
        said.begin(self);
        for sentence in &columns.sentences {
            let tokens = sentence.start..sentence.end;
            if sentence.is_still() {
                into.sums[tokens].fill(STILL);
                continue;
            }
            self.look_up(view, range.clone(), columns, tokens.clone(), said, into);
            self.add(columns, tokens, said, into);
        }
    }

    /// Looks up what words and pairs of a sentence say, before any of it is used: so that the looks into memory overlap.
    fn look_up(
        &self,
        view: &View<'_>,
        range: Range<usize>,
        columns: &Columns,
        tokens: Range<usize>,
        said: &mut Said,
        into: &mut Summing,
    ) {
        let reach = WINDOW as usize;
        into.words.clear();
        into.words.extend((0..reach.saturating_sub(tokens.start)).map(|_| 0));
        for i in tokens.start.saturating_sub(reach)..(tokens.end + reach).min(range.len()) {
            let at = range.start + i;
            into.words.push(said.row(self, view.words, view.tokens[at].word, view.class[at] == Class::Start));
        }
        into.words.resize(tokens.len() + 2 * reach, 1);
        into.pairs.clear();
        let find = |(template, value)| self.words.find(mix(template, value));
        into.pairs.extend(tokens.map(|i| {
            let [before, behind] = pairs(columns, i);
            [find(before), find(behind)]
        }));
    }

    /// Adds all features of the tokens of a sentence.
    fn add(&self, columns: &Columns, tokens: Range<usize>, said: &Said, into: &mut Summing) {
        let mut shared = [Shared::default(); LANDMARKS];
        for ((i, words), pairs) in tokens.zip(into.words.windows(SLOTS)).zip(&into.pairs) {
            let mut sum = Sums::ZERO;
            for (slot, word) in words.iter().enumerate() {
                sum += said.rows[*word as usize][slot];
            }
            for pair in pairs {
                sum += unpacked(*pair);
            }
            for (kind, (kept, now)) in shared.iter_mut().zip(landmarks(columns, i)).enumerate() {
                if kept.at != now {
                    *kept = self.shared(columns, kind, now);
                }
                sum += kept.sums;
            }
            for (triples, found) in self.triples.iter().zip(&into.triples) {
                for place in 0..3 {
                    sum += triples.rows[found[i + 2 - place] as usize][place];
                }
            }
            rows_of(columns, i, |row| sum += self.groups[row]);
            into.sums[i] = sum;
        }
    }

    /// What a landmark says.
    fn shared(&self, columns: &Columns, kind: usize, at: Option<u32>) -> Shared {
        let mut sums = Sums::ZERO;
        let adder = &mut Adder { weights: self.words, sums: &mut sums };
        at.into_iter().for_each(|place| landmark_seen(columns, kind, place, adder));
        Shared { at, sums }
    }
}

impl Said {
    fn begin(&mut self, rows: &Rows<'_>) {
        if self.rows.is_empty() {
            self.rows.extend(rows.edges);
        }
    }

    /// The row of what a word type says.
    fn row(&mut self, rows: &Rows<'_>, words: &[Word], number: u32, starts: bool) -> u32 {
        if self.numbers.len() < words.len() {
            self.numbers.resize(words.len(), [0; 2]);
        }
        let kept = &mut self.numbers[number as usize][usize::from(starts)];
        if *kept == 0 {
            let word = &words[number as usize];
            let mut row = by_slot(|slot, sums| name_seen(word, starts, slot, &mut Adder { weights: rows.words, sums }));
            for (letters, letter) in rows.letters.iter().zip(letters(word, starts)) {
                let Some(said) = letters.get(letter as usize) else { continue };
                row.iter_mut().zip(said).for_each(|(sums, said)| *sums += *said);
            }
            *kept = self.rows.len() as u32;
            self.rows.push(row);
        }
        *kept
    }
}

/// Makes a row slot by slot.
fn by_slot(put: impl Fn(usize, &mut Sums)) -> Row {
    let mut row = [Sums::ZERO; SLOTS];
    row.iter_mut().enumerate().for_each(|(slot, sums)| put(slot, sums));
    row
}

/// Adds the weights of features, all of one table, to one sum.
struct Adder<'a, 'b> {
    weights: Weights<'a>,
    sums: &'b mut Sums,
}

impl Sink for Adder<'_, '_> {
    fn token(&mut self, _: usize) {}

    #[inline(always)]
    fn put(&mut self, template: u32, value: u32) {
        *self.sums += unpacked(self.weights.find(mix(template, value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::model::features::paragraph;
    use crate::analysis::model::table::Words;
    use crate::analysis::model::tagger::{BUILTIN_BYTES, sections};
    use crate::analysis::model::token::Types;
    use crate::analysis::{marks, model, sentence};
    use crate::lexicon::Lexicon;

    /// Adds the features one by one, as the trainer sees them.
    struct OneByOne<'a> {
        few: Weights<'a>,
        words: Weights<'a>,
        sums: Vec<Sums>,
        at: usize,
    }

    impl Sink for OneByOne<'_> {
        fn token(&mut self, i: usize) {
            self.at = i;
        }

        fn put(&mut self, template: u32, value: u32) {
            self.sums[self.at] += unpacked(self.few.find(mix(template, value)));
        }

        fn word(&mut self, template: u32, value: u32) {
            self.sums[self.at] += unpacked(self.words.find(mix(template, value)));
        }
    }

    #[test]
    fn sums_are_those_of_the_features_that_were_learned() {
        let sections = sections(BUILTIN_BYTES).unwrap();
        let (table, few, words) = (Words::new(sections[0]), Weights::new(sections[6]), Weights::new(sections[7]));
        let rows = Rows::new(few, words);
        let (mut types, mut said, mut columns) = (Types::default(), Said::default(), Columns::default());
        let mut compared = 0;
        for text in [
            "Ada Lund, the mayor of Vik, said on Monday that the bridge, which is old, would be closed. It rained.\n\n\"We will \
             pay for it,\" she told reporters, \"and the road -- all of it -- stays.\" Per Holt denied that.\n\nNobody spoke.",
            "said",
            "\"",
            "“Ja”, « oui »; 'no'?! — said: that that , , ,",
        ] {
            let sentences = sentence::find(text, &sentence::paragraphs(text), None, Lexicon::builtin());
            let regions = marks::find(text, &sentence::paragraphs(text));
            let view = View::new(text, &sentences, &model::marked(&regions), &table, &mut types);
            for range in &view.paragraphs {
                columns.fill(&view, range.clone());
                let mut made = Summing::default();
                rows.sum(&view, range.clone(), &columns, &mut said, &mut made);
                let mut one = OneByOne { few, words, sums: vec![Sums::ZERO; range.len()], at: 0 };
                paragraph(&view, range.clone(), &columns, &mut one);
                for i in (0..range.len()).filter(|i| !columns.is_still(*i)) {
                    let lanes = |sums: Sums| sums.to_array()[..LANES - 1].to_vec();
                    assert_eq!(lanes(made.sums[i]), lanes(one.sums[i]), "{text}: token {i}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 60, "{compared}");
    }
}
