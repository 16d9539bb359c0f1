//! Documents gathered a stretch at a time: where many are read, it is cheaper to read list after list through a window
//! that stays near than document after document across all lists.

use std::cell::RefCell;

use super::super::score::{MOST_LANES, Weights};
use super::{DocId, Found};

/// Documents of a window.
pub(in crate::local) const SIZE: usize = 8192;

/// A bit for each document of a window.
type Bits = [u64; SIZE / 64];

/// Sums of a window, lane by lane for each document.
type Sums = Box<[f32; SIZE * MOST_LANES]>;

/// Which documents of a stretch were found, and what was added up for each in some lanes.
pub(in crate::local) struct Window {
    first: DocId,
    /// Documents added since it began or was narrowed.
    there: Bits,
    /// Documents that may be added.
    wanted: Bits,
    /// Documents that may have sums.
    touched: Bits,
    is_narrowed: bool,
    lanes: usize,
    lane: usize,
    sums: Sums,
}

thread_local! {
    /// Sums of windows that are not in use, all 0: to make them costs as much as reading hundreds of documents.
    static SPARE: RefCell<Vec<Sums>> = const { RefCell::new(Vec::new()) };
}

impl Window {
    /// An empty one with so many lanes, at most [`MOST_LANES`].
    pub(in crate::local) fn new(lanes: usize) -> Self {
        let sums = SPARE.with_borrow_mut(Vec::pop).unwrap_or_else(|| Box::new([0.0; SIZE * MOST_LANES]));
        let [there, wanted, touched] = [[0; SIZE / 64], [!0; SIZE / 64], [0; SIZE / 64]];
        let lanes = lanes.clamp(1, MOST_LANES).next_power_of_two();
        Self { first: 0, there, wanted, touched, is_narrowed: false, lanes, lane: 0, sums }
    }

    /// Keeps what it is made of for the next one. The window must have been drained.
    pub(in crate::local) fn put_away(self) {
        SPARE.with_borrow_mut(|spare| spare.push(self.sums));
    }

    /// Begins at a document. The window must have been drained.
    pub(in crate::local) fn begin(&mut self, first: DocId) {
        self.first = first;
        if self.is_narrowed {
            self.wanted = [!0; SIZE / 64];
            self.is_narrowed = false;
        }
    }

    /// Where it begins.
    pub(in crate::local) fn first(&self) -> DocId {
        self.first
    }

    /// The first document behind it.
    pub(in crate::local) fn end(&self) -> DocId {
        self.first.saturating_add(SIZE as DocId).min(super::TERMINATED)
    }

    /// From here on scores are added in this lane.
    pub(in crate::local) fn go_to(&mut self, lane: usize) {
        self.lane = lane % self.lanes;
    }

    /// Adds a document of the stretch, if it is wanted.
    #[inline]
    pub(in crate::local) fn add(&mut self, doc: DocId, score: f32) {
        let at = (doc - self.first) as usize % SIZE;
        let bit = self.wanted[at / 64] & (1 << (at % 64));
        if bit != 0 {
            self.there[at / 64] |= bit;
            self.sums[(at * self.lanes + self.lane) % (SIZE * MOST_LANES)] += score;
        }
    }

    /// From here on only what was added since it began, or was narrowed before, is wanted. Whether that is anything.
    pub(in crate::local) fn narrow(&mut self) -> bool {
        if !self.is_narrowed {
            self.touched = self.there;
            self.is_narrowed = true;
        }
        self.wanted = std::mem::replace(&mut self.there, [0; SIZE / 64]);
        self.wanted.iter().any(|bits| *bits != 0)
    }

    /// The same for what passes a test.
    pub(in crate::local) fn keep(&mut self, mut passes: impl FnMut(DocId) -> bool) {
        for (number, bits) in self.wanted.iter_mut().enumerate() {
            let mut left = *bits;
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                if !passes(self.first + number as DocId * 64 + at) {
                    *bits &= !(1 << at);
                }
            }
        }
    }

    /// Shows all documents of a window of one lane that was not narrowed, and forgets them.
    #[inline]
    pub(in crate::local) fn drain(&mut self, mut found: impl FnMut(DocId, f32)) {
        for (number, bits) in self.there.iter_mut().enumerate() {
            while *bits != 0 {
                let at = number * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                found(self.first + at as DocId, std::mem::take(&mut self.sums[at]));
            }
        }
    }

    /// Shows all documents of a narrowed window that are wanted, and forgets all. The scores are what the sums are worth.
    pub(in crate::local) fn drain_weighed(&mut self, weights: &Weights, found: &mut dyn Found) {
        match self.lanes {
            1 => self.drain_lanes::<1>(weights, found),
            2 => self.drain_lanes::<2>(weights, found),
            4 => self.drain_lanes::<4>(weights, found),
            8 => self.drain_lanes::<8>(weights, found),
            _ => self.drain_lanes::<MOST_LANES>(weights, found),
        }
    }

    fn drain_lanes<const LANES: usize>(&mut self, weights: &Weights, found: &mut dyn Found) {
        let (sums, _) = self.sums.as_chunks_mut::<LANES>();
        for (number, touched) in self.touched.iter_mut().enumerate() {
            let mut left = std::mem::take(touched);
            let (mut passed, least) = (0, if left == 0 { 0.0 } else { found.least() });
            while left != 0 {
                let bit = left & left.wrapping_neg();
                left ^= bit;
                let at = number * 64 + bit.trailing_zeros() as usize;
                let shares = std::mem::replace(&mut sums[at], [0.0; LANES]);
                if self.wanted[number] & bit == 0 {
                    continue;
                }
                let score = weights.score(&shares);
                if score < least {
                    passed += 1;
                } else {
                    found.show(self.first + at as DocId, score);
                }
            }
            if passed > 0 {
                found.pass_over(passed);
            }
        }
    }
}
