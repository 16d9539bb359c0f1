//! Documents gathered a stretch at a time: where many are read, it is cheaper to read list after list through a window
//! that stays near than document after document across all lists.

use super::DocId;

/// Documents of a window.
pub(in crate::local) const SIZE: usize = 4096;

/// Which documents of a stretch were found, and their scores, added up.
pub(in crate::local) struct Window {
    first: DocId,
    there: [u64; SIZE / 64],
    scores: Box<[f32; SIZE]>,
}

impl Window {
    /// An empty one.
    pub(in crate::local) fn new() -> Self {
        Self { first: 0, there: [0; SIZE / 64], scores: Box::new([0.0; SIZE]) }
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
