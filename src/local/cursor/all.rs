//! The intersection of cursors, less others, with checks that look into a column.

use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues};

use super::super::score::Weights;
use super::window::Window;
use super::{Cursor, DocId, Found, TERMINATED, one_by_one};

/// A condition on a document's columns.
#[derive(Clone)]
pub(in crate::local) enum Check {
    /// The shape has exactly these bits of those under the mask.
    Shape { shapes: Arc<dyn ColumnValues<u64>>, mask: u64, bits: u64 },
    /// The day lies in the range, both ends included.
    Days { days: Column<i64>, first: i64, last: i64 },
    /// The number lies in the range, both ends included.
    Number { numbers: Column<u64>, first: u64, last: u64 },
}

impl Check {
    fn holds(&self, doc: DocId) -> bool {
        match self {
            Self::Shape { shapes, mask, bits } => shapes.get_val(doc) & mask == *bits,
            Self::Days { days, first, last } => days.first(doc).is_some_and(|day| (*first..=*last).contains(&day)),
            Self::Number { numbers, first, last } => {
                numbers.first(doc).is_some_and(|number| (*first..=*last).contains(&number))
            }
        }
    }
}

/// Lists are read to the end if they are together at most so many times as long as the shortest of them: to seek each of its
/// documents in the others costs more then.
const MUCH_ALIKE: u64 = 4;

/// Documents of all parts for which all checks hold, and that are in none of the others.
pub(in crate::local) struct All<C> {
    parts: Vec<C>,
    /// Numbers of parts, the rarest first.
    order: Vec<usize>,
    /// Numbers of parts that must confirm what they found roughly, in the same order.
    rough: Vec<usize>,
    not: Vec<Box<dyn Cursor>>,
    checks: Vec<Check>,
    doc: DocId,
    started: bool,
}

impl<C: Cursor> All<C> {
    /// `parts` must not be empty. Stands nowhere before the first [`Cursor::seek`].
    pub(in crate::local) fn new(parts: Vec<C>, not: Vec<Box<dyn Cursor>>, checks: Vec<Check>) -> Self {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|part| parts[*part].cost());
        let rough = order.iter().copied().filter(|part| parts[*part].is_rough()).collect();
        Self { parts, order, rough, not, checks, doc: 0, started: false }
    }

    /// Goes to the first document from `candidate` on on which all agree.
    fn settle(&mut self, mut candidate: DocId) -> DocId {
        while candidate < TERMINATED {
            let agreed = self.align(candidate);
            if agreed == TERMINATED || self.is_right(agreed) {
                candidate = agreed;
                break;
            }
            candidate = agreed + 1;
        }
        self.doc = candidate.min(TERMINATED);
        self.doc
    }

    /// Brings all parts to one document, the first from `candidate` on.
    fn align(&mut self, mut candidate: DocId) -> DocId {
        'again: loop {
            for part in &self.order {
                let doc = self.parts[*part].seek_roughly(candidate);
                if doc > candidate {
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    candidate = doc;
                    continue 'again;
                }
            }
            return candidate;
        }
    }

    fn is_right(&mut self, doc: DocId) -> bool {
        passes(&self.checks, &mut self.not, doc) && self.rough.iter().all(|part| self.parts[*part].confirm())
    }
}

impl<C: Cursor> All<C> {
    /// The weights of the words of all parts, if their lists are better read to the end.
    fn gathered(&self, scored: bool) -> Option<Weights> {
        let cost: u64 = self.parts.iter().map(C::cost).sum();
        if self.parts.len() < 2 || !self.rough.is_empty() || cost > self.cost().saturating_mul(MUCH_ALIKE) {
            return None;
        }
        let (mut words, mut groups) = (Vec::new(), Vec::with_capacity(self.parts.len()));
        for part in &self.parts {
            let before = words.len();
            if !part.weights(&mut words) {
                return None;
            }
            groups.push(words.len() - before);
        }
        if scored { Weights::new(&words, groups) } else { Weights::new(&[], Vec::new()) }
    }

    /// Brings all parts to a document, or behind it. The first document that all may have.
    fn meet(&mut self, from: DocId) -> DocId {
        self.parts.iter_mut().map(|part| part.seek(from)).max().unwrap_or(TERMINATED)
    }

    /// Fills a window with what all parts have.
    fn fill_narrowed(&mut self, window: &mut Window, lanes: &[usize], scored: bool) {
        for number in &self.order {
            let part = &mut self.parts[*number];
            part.seek(window.first());
            if scored {
                part.fill_lanes(window, lanes[*number]);
            } else {
                part.fill(window, false);
            }
            if !window.narrow() {
                return;
            }
        }
        if !self.checks.is_empty() || !self.not.is_empty() {
            window.keep(|doc| passes(&self.checks, &mut self.not, doc));
        }
    }
}

fn passes(checks: &[Check], not: &mut [Box<dyn Cursor>], doc: DocId) -> bool {
    checks.iter().all(|check| check.holds(doc)) && not.iter_mut().all(|part| part.seek(doc) != doc)
}

impl<C: Cursor> Cursor for All<C> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.started && self.doc >= target {
            return self.doc;
        }
        self.started = true;
        self.settle(target)
    }

    fn score(&mut self) -> f32 {
        self.parts.iter_mut().map(|part| part.score()).sum()
    }

    fn for_each(&mut self, scored: bool, found: &mut dyn Found) {
        let Some(weights) = self.gathered(scored) else { return one_by_one(self, scored, found) };
        let lanes = weights.first_lanes();
        let mut window = Window::new(weights.lanes());
        let mut first = self.doc;
        while first != TERMINATED {
            window.begin(first);
            self.fill_narrowed(&mut window, &lanes, scored);
            window.drain_weighed(&weights, found);
            first = self.meet(window.end());
        }
        self.doc = TERMINATED;
    }

    fn cost(&self) -> u64 {
        self.order.first().map_or(0, |part| self.parts[*part].cost())
    }
}
