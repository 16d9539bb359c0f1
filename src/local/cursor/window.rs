//! Documents gathered a stretch at a time: where many are read, it is cheaper to read list after list through a window
//! that stays near than document after document across all lists.

use std::cell::RefCell;

use super::super::score::Weight;
use super::DocId;

/// Documents of a window.
pub(in crate::local) const SIZE: usize = 8192;

/// Which documents of a stretch were found, and their scores, added up.
pub(in crate::local) struct Window {
    first: DocId,
    there: [u64; SIZE / 64],
    scores: Box<[f32; SIZE]>,
}

thread_local! {
    /// Sums of windows that are not in use, all 0: to make them costs as much as reading hundreds of documents.
    static SPARE: RefCell<Vec<Box<[f32; SIZE]>>> = const { RefCell::new(Vec::new()) };
}

impl Window {
    /// An empty one.
    pub(in crate::local) fn new() -> Self {
        let scores = SPARE.with_borrow_mut(Vec::pop).unwrap_or_else(|| Box::new([0.0; SIZE]));
        Self { first: 0, there: [0; SIZE / 64], scores }
    }

    /// Keeps what it is made of for the next one. The window must have been drained.
    pub(in crate::local) fn put_away(self) {
        SPARE.with_borrow_mut(|spare| spare.push(self.scores));
    }

    /// Begins at a document. The window must have been drained.
    pub(in crate::local) fn begin(&mut self, first: DocId) {
        self.first = first;
    }

    /// Where it begins.
    pub(in crate::local) fn first(&self) -> DocId {
        self.first
    }

    /// The first document behind it.
    pub(in crate::local) fn end(&self) -> DocId {
        self.first.saturating_add(SIZE as DocId).min(super::TERMINATED)
    }

    /// Adds a document of the stretch.
    #[inline]
    pub(in crate::local) fn add(&mut self, doc: DocId, score: f32) {
        let at = (doc - self.first) as usize % SIZE;
        self.there[at / 64] |= 1 << (at % 64);
        self.scores[at] += score;
    }

    /// Shows all documents and forgets them.
    #[inline]
    pub(in crate::local) fn drain(&mut self, mut found: impl FnMut(DocId, f32)) {
        for (number, bits) in self.there.iter_mut().enumerate() {
            while *bits != 0 {
                let at = number * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                found(self.first + at as DocId, std::mem::take(&mut self.scores[at]));
            }
        }
    }
}

/// Shows all documents of windows of one stretch and forgets them. The score is what the sum in each window is worth by its
/// weight, added up.
#[inline]
pub(in crate::local) fn drain_weighed(layers: &mut [Window], weights: &[Weight], mut found: impl FnMut(DocId, f32)) {
    let first = layers.first().map_or(0, Window::first);
    for number in 0..SIZE / 64 {
        let mut bits = layers.iter_mut().fold(0, |bits, layer| bits | std::mem::take(&mut layer.there[number]));
        while bits != 0 {
            let at = number * 64 + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let mut score = 0.0;
            for (layer, weight) in layers.iter_mut().zip(weights) {
                let sum = std::mem::take(&mut layer.scores[at]);
                score += if sum == 0.0 { 0.0 } else { weight.score(sum) };
            }
            found(first + at as DocId, score);
        }
    }
}
