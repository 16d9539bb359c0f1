//! An AND that asks for several different quotations: which of the article's can stand for which group.

use std::cell::OnceCell;

use super::compiled::Node;
use super::distinct;
use super::reading::Reading;
use super::{ClauseMatch, Scope};
use crate::query::ways::{Leaf, Slot, Way};

/// What is known of the parts of an AND in one article; asked once, when it is needed.
struct Facts<'r, 'a> {
    reading: &'r Reading<'a>,
    parts: &'r [Node],
    hold: Vec<OnceCell<bool>>,
    quotes: Vec<OnceCell<Vec<u32>>>,
}

impl<'r, 'a> Facts<'r, 'a> {
    fn new(reading: &'r Reading<'a>, parts: &'r [Node]) -> Self {
        Self { reading, parts, hold: vec![OnceCell::new(); parts.len()], quotes: vec![OnceCell::new(); parts.len()] }
    }

    fn all_hold(&self, conditions: &[usize]) -> bool {
        conditions.iter().all(|part| *self.hold[*part].get_or_init(|| self.reading.matches(&self.parts[*part])))
    }

    /// The quotations that satisfy a part.
    fn quotes(&self, part: usize) -> &[u32] {
        self.quotes[part].get_or_init(|| self.reading.quotes_of(&self.parts[part]))
    }

    fn leaves<'w>(&self, slot: &'w Slot) -> impl Iterator<Item = &'w Leaf> {
        slot.leaves.iter().filter(|leaf| self.all_hold(&leaf.conditions))
    }

    /// For each slot of a way the quotations that may fill it; nothing if a condition fails.
    fn candidates(&self, way: &Way) -> Option<Vec<Vec<u32>>> {
        if !self.all_hold(&way.conditions) {
            return None;
        }
        let mut slots = Vec::with_capacity(way.slots.len());
        for slot in &way.slots {
            let mut all: Vec<u32> = self.leaves(slot).flat_map(|leaf| self.quotes(leaf.quote)).copied().collect();
            if all.is_empty() {
                return None;
            }
            all.sort_unstable();
            all.dedup();
            slots.push(all);
        }
        Some(slots)
    }

    /// The same with those that stand for the slot in some choice; nothing if the way cannot be gone.
    fn cast(&self, way: &Way) -> Option<Vec<Vec<u32>>> {
        distinct::taking_part(&self.candidates(way)?)
    }
}

impl Reading<'_> {
    pub(super) fn several_match(&self, parts: &[Node], ways: &[Way]) -> bool {
        let facts = Facts::new(self, parts);
        ways.iter().any(|way| facts.candidates(way).is_some_and(|slots| distinct::can_differ(&slots)))
    }

    /// Adds the quotations that answer.
    pub(super) fn several_answers(&self, parts: &[Node], ways: &[Way], numbers: &mut Vec<usize>) {
        let facts = Facts::new(self, parts);
        for way in ways {
            let Some(cast) = facts.cast(way) else { continue };
            let answering = way.slots.iter().zip(cast).filter(|(slot, _)| slot.answers);
            numbers.extend(answering.flat_map(|(_, part)| part).map(|number| number as usize));
            if way.all_speech {
                numbers.extend(self.speech().map(|(number, _)| number));
            }
        }
    }

    /// Adds the matches of all ways that can be gone: of their conditions, and in the quotations that stand for a group.
    pub(super) fn mark_several(&self, parts: &[Node], ways: &[Way], scope: Scope, out: &mut Vec<ClauseMatch>) {
        let facts = Facts::new(self, parts);
        let mut conditions: Vec<usize> = Vec::new();
        let mut marked: Vec<(usize, u32)> = Vec::new();
        for way in ways {
            let Some(cast) = facts.cast(way) else { continue };
            conditions.extend(&way.conditions);
            for (slot, part) in way.slots.iter().zip(&cast) {
                for leaf in facts.leaves(slot) {
                    let own = facts.quotes(leaf.quote).iter().filter(|number| part.binary_search(number).is_ok());
                    let before = marked.len();
                    marked.extend(own.map(|number| (leaf.quote, *number)));
                    if marked.len() > before {
                        conditions.extend(&leaf.conditions);
                    }
                }
            }
        }
        conditions.sort_unstable();
        conditions.dedup();
        conditions.iter().for_each(|part| self.mark(&parts[*part], scope, out));
        marked.sort_unstable();
        marked.dedup();
        for (part, number) in marked {
            if let (Node::Quote { node, .. }, true) = (&parts[part], scope.takes(number)) {
                self.mark_quote(node, number as usize, out);
            }
        }
    }

    /// The quotations that satisfy a `Quote`, by number.
    fn quotes_of(&self, node: &Node) -> Vec<u32> {
        let Node::Quote { node, acts } = node else { return Vec::new() };
        let numbers = (0..self.analysis.quotes.len()).filter(|number| self.answers(node, *acts, *number));
        numbers.map(|number| number as u32).collect()
    }
}
