//! The union of cursors. Scores are added in the order of the parts, so that equal documents get equal scores.

use super::{Cursor, DocId, TERMINATED};

/// Documents of at least one part.
pub(in crate::local) struct Any<C> {
    parts: Vec<C>,
    doc: DocId,
}

impl<C: Cursor> Any<C> {
    pub(in crate::local) fn new(parts: Vec<C>) -> Self {
        let mut any = Self { parts, doc: 0 };
        any.settle();
        any
    }

    fn settle(&mut self) -> DocId {
        self.doc = self.parts.iter().map(C::doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl<C: Cursor> Cursor for Any<C> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for part in &mut self.parts {
            let doc = part.doc();
            next = next.min(if doc == self.doc { part.advance() } else { doc });
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for part in &mut self.parts {
            part.seek(target);
        }
        self.settle()
    }

    fn score(&mut self) -> f32 {
        let mut sum = 0.0;
        for part in &mut self.parts {
            if part.doc() == self.doc {
                sum += part.score();
            }
        }
        sum
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(C::cost).sum()
    }
}
