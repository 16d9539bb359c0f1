//! The union of cursors. Scores are added in the order of the parts, so that equal documents get equal scores.

use super::super::score::{Weight, Weights};
use super::window::Window;
use super::{Cursor, DocId, Found, TERMINATED};

/// Documents of at least one part.
pub(in crate::local) struct Any<C> {
    parts: Vec<C>,
    doc: DocId,
    state: State,
}

/// How far the parts can be relied on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// They were not sought yet.
    New,
    /// Some may stand on a document that only looks right, or lie behind.
    Rough,
    /// All stand where they say.
    Firm,
}

impl<C: Cursor> Any<C> {
    /// Of parts that stand on their first document.
    pub(in crate::local) fn new(parts: Vec<C>) -> Self {
        let mut any = Self { parts, doc: 0, state: State::Firm };
        any.settle();
        any
    }

    /// Of parts that are sought first. Stands nowhere before [`Cursor::seek`] or [`Cursor::seek_roughly`].
    pub(in crate::local) fn later(parts: Vec<C>) -> Self {
        Self { parts, doc: 0, state: State::New }
    }

    fn settle(&mut self) -> DocId {
        self.doc = self.parts.iter().map(C::doc).min().unwrap_or(TERMINATED);
        self.doc
    }

    /// Brings every part to a document of its own from `target` on.
    fn firm(&mut self, target: DocId) {
        for part in &mut self.parts {
            let mut doc = part.seek_roughly(target);
            while doc != TERMINATED && !part.confirm() {
                doc = part.seek(doc + 1);
            }
        }
        self.state = State::Firm;
    }
}

impl<C: Cursor> Cursor for Any<C> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        if self.state != State::Firm {
            self.firm(self.doc + 1);
            return self.settle();
        }
        let mut next = TERMINATED;
        for part in &mut self.parts {
            let doc = part.doc();
            next = next.min(if doc == self.doc { part.advance() } else { doc });
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.state != State::Firm {
            self.firm(target);
            return self.settle();
        }
        if self.doc >= target {
            return self.doc;
        }
        for part in &mut self.parts {
            part.seek(target);
        }
        self.settle()
    }

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        if self.state != State::New && self.doc >= target {
            return self.doc;
        }
        self.state = State::Rough;
        let mut next = TERMINATED;
        for part in &mut self.parts {
            next = next.min(part.seek_roughly(target));
            if next == target {
                // The others are sought when it is known that they are needed.
                break;
            }
        }
        self.doc = next;
        next
    }

    fn confirm(&mut self) -> bool {
        if self.state == State::Firm || !self.is_rough() {
            return true;
        }
        let mut is_right = false;
        for part in &mut self.parts {
            // All are asked: what a part adds is known only then.
            is_right |= part.seek_roughly(self.doc) == self.doc && part.confirm();
        }
        is_right
    }

    fn score(&mut self) -> f32 {
        self.add_score(0.0)
    }

    fn add_score(&mut self, mut sum: f32) -> f32 {
        for part in &mut self.parts {
            let here = part.doc() == self.doc;
            if here || self.state == State::Rough && part.seek_roughly(self.doc) == self.doc && part.confirm() {
                sum = part.add_score(sum);
            }
        }
        sum
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(C::cost).sum()
    }

    fn is_rough(&self) -> bool {
        self.parts.iter().any(C::is_rough)
    }

    fn fill(&mut self, window: &mut Window, scored: bool) {
        if self.state != State::Firm {
            self.firm(self.doc);
        }
        self.parts.iter_mut().for_each(|part| part.fill(window, scored));
        self.settle();
    }

    fn weights(&self, into: &mut Vec<Weight>) -> bool {
        self.parts.iter().all(|part| part.weights(into))
    }

    fn fill_lanes(&mut self, window: &mut Window, lane: usize) -> usize {
        if self.state != State::Firm {
            self.firm(self.doc);
        }
        let behind = self.parts.iter_mut().fold(lane, |lane, part| part.fill_lanes(window, lane));
        self.settle();
        behind
    }

    fn for_each(&mut self, scored: bool, found: &mut dyn Found) {
        if self.state != State::Firm {
            self.firm(self.doc);
        }
        let mut words = Vec::new();
        let weighed = scored && self.weights(&mut words);
        let weights = if weighed { Weights::new(&words, vec![words.len()]) } else { None };
        let mut window = Window::new(if weights.is_some() { words.len() } else { 1 });
        while self.settle() != TERMINATED {
            window.begin(self.doc);
            if let Some(weights) = &weights {
                self.fill_lanes(&mut window, 0);
                window.narrow();
                window.drain_weighed(weights, found);
            } else {
                self.fill(&mut window, scored);
                window.drain(|doc, score| found.show(doc, score));
            }
        }
    }
}
