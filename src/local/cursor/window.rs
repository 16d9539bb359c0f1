//! Documents gathered a stretch at a time: where many are read, it is cheaper to read list after list through a window
//! that stays near than document after document across all lists.

use std::cell::RefCell;

use super::super::score::{MOST_LANES, Weights};
use super::{DocId, Found};

/// Documents of a window.
pub(in crate::local) const SIZE: usize = 8192;

/// A bit for each document of a window.
type Bits = [u64; SIZE / 64];

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
    /// The twos whose product is the number of lanes.
    twos: u32,
    lane: usize,
    /// Lane by lane for each document.
    sums: Vec<f32>,
}

/// Sums of windows that a thread keeps at most.
const MOST_SPARE: usize = 8;

thread_local! {
    /// Sums of windows that are not in use, all 0: to make them costs as much as reading hundreds of documents.
    static SPARE: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

impl Window {
    /// An empty one with so many lanes, at most [`MOST_LANES`].
    pub(in crate::local) fn new(lanes: usize) -> Self {
        let lanes = lanes.clamp(1, MOST_LANES).next_power_of_two();
        let fits = |sums: &Vec<f32>| sums.len() == SIZE * lanes;
        let spare = SPARE.with_borrow_mut(|spare| spare.iter().rposition(fits).map(|at| spare.swap_remove(at)));
        let sums = spare.unwrap_or_else(|| vec![0.0; SIZE * lanes]);
        let [there, wanted, touched] = [[0; SIZE / 64], [!0; SIZE / 64], [0; SIZE / 64]];
        Self { first: 0, there, wanted, touched, is_narrowed: false, twos: lanes.trailing_zeros(), lane: 0, sums }
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
        debug_assert!(lane < 1 << self.twos, "the window has a lane for each word");
        self.lane = lane;
    }

    /// Adds a document of the stretch, if it is wanted.
    #[inline]
    pub(in crate::local) fn add(&mut self, doc: DocId, score: f32) {
        let at = (doc - self.first) as usize % SIZE;
        let bit = self.wanted[at / 64] & (1 << (at % 64));
        if bit != 0 {
            self.there[at / 64] |= bit;
            if let Some(sum) = self.sums.get_mut((at << self.twos) + self.lane) {
                *sum += score;
            }
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
        match self.twos {
            0 => self.drain_lanes::<1>(weights, found),
            1 => self.drain_lanes::<2>(weights, found),
            2 => self.drain_lanes::<4>(weights, found),
            3 => self.drain_lanes::<8>(weights, found),
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

impl Drop for Window {
    /// Keeps the sums of a window that was drained for the next one.
    fn drop(&mut self) {
        let is_drained = self.there.iter().chain(&self.touched).all(|bits| *bits == 0);
        let sums = std::mem::take(&mut self.sums);
        // Where the thread ends there is no next one.
        let _ = SPARE.try_with(|spare| {
            if let Ok(mut spare) = spare.try_borrow_mut()
                && is_drained
                && spare.len() < MOST_SPARE
            {
                spare.push(sums);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::score::{Weight, Weights};

    /// Shows scores above a least one, and counts the others.
    struct Above(f32, Vec<DocId>, u64);

    impl Found for Above {
        fn show(&mut self, doc: DocId, _score: f32) {
            self.1.push(doc);
        }

        fn least(&self) -> f32 {
            self.0
        }

        fn pass_over(&mut self, count: u64) {
            self.2 += count;
        }
    }

    #[test]
    fn a_narrowed_window_shows_what_all_parts_have_and_leaves_no_sums_behind() {
        let weights = Weights::new(&[Weight::new(2.0, 1.0), Weight::new(1.0, 1.0)], vec![1, 1]).unwrap();
        let parts = [vec![100, 101, 164, 300], vec![101, 164, 170, 300]];
        let mut found = Above(2.0, Vec::new(), 0);
        let mut window = Window::new(2);
        for _ in 0..2 {
            window.begin(100);
            for (lane, part) in parts.iter().enumerate() {
                window.go_to(lane);
                part.iter().for_each(|doc| window.add(*doc, if *doc == 300 { 0.1 } else { 1.0 }));
                assert!(window.narrow());
            }
            window.keep(|doc| doc != 164);
            window.drain_weighed(&weights, &mut found);
            assert!(window.sums.iter().all(|sum| *sum == 0.0));
        }
        assert_eq!((found.1, found.2), (vec![101, 101], 2));
    }
}
