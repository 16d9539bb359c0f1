//! Cursors over the documents of one segment, in the order of their numbers: what satisfies a part of a query, and how
//! well. They are combined by `all`, `any` and `join`.

pub(super) mod all;
pub(super) mod any;
pub(super) mod distinct;
pub(super) mod join;
pub(super) mod leaf;
pub(super) mod positional;
pub(super) mod window;
pub(super) mod word;

pub(super) use tantivy::{DocId, TERMINATED};

use super::score::Weight;
use window::Window;

/// A cursor. It stands on its first document, or on [`TERMINATED`], from the beginning.
pub(super) trait Cursor {
    /// Where it stands.
    fn doc(&self) -> DocId;

    /// Goes to the next document.
    fn advance(&mut self) -> DocId;

    /// Goes to the first document from `target` on; stays where it is if that lies behind.
    fn seek(&mut self, target: DocId) -> DocId;

    /// The score of the document on which it stands.
    fn score(&mut self) -> f32;

    /// Adds the score of the document to a sum: that of a union part by part, as [`Cursor::fill`] does, so that equal documents
    /// get equal scores however they are met.
    fn add_score(&mut self, sum: f32) -> f32 {
        sum + self.score()
    }

    /// About how many documents will be looked at.
    fn cost(&self) -> u64;

    /// Like [`Cursor::seek`], but it may stop on a document that only looks right; [`Cursor::confirm`] tells. Until
    /// then only these two may be called.
    fn seek_roughly(&mut self, target: DocId) -> DocId {
        self.seek(target)
    }

    /// Whether the document found by [`Cursor::seek_roughly`] is right.
    fn confirm(&mut self) -> bool {
        true
    }

    /// Whether [`Cursor::seek_roughly`] may stop on a document that only looks right.
    fn is_rough(&self) -> bool {
        false
    }

    /// Adds all documents from here on that lie in the window, which does not begin behind the first of them, and goes
    /// to the first behind it. Not on a cursor that was sought roughly.
    fn fill(&mut self, window: &mut Window, scored: bool) {
        let end = window.end();
        let mut doc = self.doc();
        while doc < end {
            let score = if scored { self.score() } else { 0.0 };
            window.add(doc, score);
            doc = self.advance();
        }
    }

    /// Adds the weight of each word of whose documents it is the union, and tells whether it is nothing but such lists,
    /// which are cheaper filled into a window than sought.
    fn weights(&self, into: &mut Vec<Weight>) -> bool {
        let _ = into;
        false
    }

    /// Like [`Cursor::fill`], but each of the words of [`Cursor::weights`] adds shares that are still to be weighed, in a
    /// lane of its own from `lane` on. The first lane behind them.
    fn fill_lanes(&mut self, window: &mut Window, lane: usize) -> usize {
        window.go_to(lane);
        self.fill(window, true);
        lane + 1
    }

    /// Shows every document from here on, with its score if one is wanted, or 0.
    fn for_each(&mut self, scored: bool, found: &mut dyn Found) {
        one_by_one(self, scored, found);
    }
}

fn one_by_one<C: Cursor + ?Sized>(cursor: &mut C, scored: bool, found: &mut dyn Found) {
    let mut doc = cursor.doc();
    while doc != TERMINATED {
        let score = if scored { cursor.score() } else { 0.0 };
        found.show(doc, score);
        doc = cursor.advance();
    }
}

/// Takes the documents of a cursor in their order.
pub(super) trait Found {
    /// Takes a document with its score.
    fn show(&mut self, doc: DocId, score: f32);

    /// Documents with a lower score need only be counted.
    fn least(&self) -> f32 {
        f32::NEG_INFINITY
    }

    /// Counts documents with lower scores than [`Found::least`].
    fn pass_over(&mut self, count: u64) {
        let _ = count;
    }
}

impl<F: FnMut(DocId, f32)> Found for F {
    fn show(&mut self, doc: DocId, score: f32) {
        self(doc, score);
    }
}

impl Cursor for Box<dyn Cursor> {
    fn doc(&self) -> DocId {
        (**self).doc()
    }

    fn advance(&mut self) -> DocId {
        (**self).advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        (**self).seek(target)
    }

    fn score(&mut self) -> f32 {
        (**self).score()
    }

    fn add_score(&mut self, sum: f32) -> f32 {
        (**self).add_score(sum)
    }

    fn cost(&self) -> u64 {
        (**self).cost()
    }

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        (**self).seek_roughly(target)
    }

    fn confirm(&mut self) -> bool {
        (**self).confirm()
    }

    fn is_rough(&self) -> bool {
        (**self).is_rough()
    }

    fn fill(&mut self, window: &mut Window, scored: bool) {
        (**self).fill(window, scored);
    }

    fn weights(&self, into: &mut Vec<Weight>) -> bool {
        (**self).weights(into)
    }

    fn fill_lanes(&mut self, window: &mut Window, lane: usize) -> usize {
        (**self).fill_lanes(window, lane)
    }

    fn for_each(&mut self, scored: bool, found: &mut dyn Found) {
        (**self).for_each(scored, found);
    }
}
