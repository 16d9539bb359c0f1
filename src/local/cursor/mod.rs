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

    /// What makes scores of the sums that [`Cursor::fill_unweighed`] adds; nothing if they are scores.
    fn weight(&self) -> Option<Weight> {
        None
    }

    /// Like [`Cursor::fill`] with scores, but these are still to be weighed.
    fn fill_unweighed(&mut self, window: &mut Window) {
        self.fill(window, true);
    }

    /// Calls `found` for every document from here on, with its score if one is wanted, or 0.
    fn for_each(&mut self, scored: bool, found: &mut dyn FnMut(DocId, f32)) {
        let mut doc = self.doc();
        while doc != TERMINATED {
            let score = if scored { self.score() } else { 0.0 };
            found(doc, score);
            doc = self.advance();
        }
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

    fn for_each(&mut self, scored: bool, found: &mut dyn FnMut(DocId, f32)) {
        (**self).for_each(scored, found);
    }
}
