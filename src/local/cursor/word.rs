//! Where a word of a query stands: the postings of all terms that it stands for, as if they were one list.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::DocSet;
use tantivy::postings::{Postings, SegmentPostings};

use super::{DocId, TERMINATED};

/// The postings, with positions, of the terms that a word stands for.
pub(in crate::local) enum WordPostings {
    /// One term.
    One(Box<SegmentPostings>),
    /// Two: a stem and the exact term that is the same word.
    Two(Box<[SegmentPostings; 2]>),
    /// None, or more.
    Many {
        postings: Vec<SegmentPostings>,
        /// Their documents, the first on top.
        heads: BinaryHeap<Reverse<(DocId, usize)>>,
    },
}

impl WordPostings {
    pub(in crate::local) fn new(mut postings: Vec<SegmentPostings>) -> Self {
        if postings.len() == 1
            && let Some(one) = postings.pop()
        {
            return Self::One(Box::new(one));
        }
        let postings = match <[SegmentPostings; 2]>::try_from(postings) {
            Ok(mut two) => {
                // The longer list first: where it has a document, the other need not be sought.
                two.sort_by_key(|own| Reverse(own.doc_freq()));
                return Self::Two(Box::new(two));
            }
            Err(postings) => postings,
        };
        let heads = postings.iter().enumerate().map(|(number, own)| Reverse((own.doc(), number))).collect();
        Self::Many { postings, heads }
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::One(postings) => postings.doc(),
            Self::Two(two) => two[0].doc().min(two[1].doc()),
            Self::Many { heads, .. } => heads.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc),
        }
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::One(postings) => {
                if postings.doc() < target {
                    postings.seek(target);
                }
            }
            Self::Two(two) => {
                for postings in two.iter_mut() {
                    if postings.doc() < target {
                        postings.seek(target);
                    }
                    if postings.doc() == target {
                        return target;
                    }
                }
            }
            Self::Many { postings, heads } => {
                while let Some(mut head) = heads.peek_mut() {
                    let Reverse((doc, number)) = *head;
                    if doc >= target {
                        break;
                    }
                    *head = Reverse((postings[number].seek(target), number));
                }
            }
        }
        self.doc()
    }

    /// Writes the positions in `doc`, sorted, each once.
    pub(super) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        if self.seek(doc) != doc {
            return;
        }
        match self {
            Self::One(postings) => postings.append_positions_with_offset(0, out),
            Self::Two(two) => {
                for postings in two.iter_mut() {
                    if postings.doc() < doc {
                        postings.seek(doc);
                    }
                    if postings.doc() != doc {
                        continue;
                    }
                    let before = out.len();
                    postings.append_positions_with_offset(0, out);
                    if before > 0 {
                        merge(out, before);
                    }
                }
            }
            Self::Many { postings, heads } => {
                let mut here = Vec::new();
                while let Some(Reverse((at, number))) = heads.peek().copied() {
                    if at != doc {
                        break;
                    }
                    heads.pop();
                    here.push(number);
                }
                for number in here {
                    postings[number].append_positions_with_offset(0, out);
                    heads.push(Reverse((doc, number)));
                }
                out.sort_unstable();
                out.dedup();
            }
        }
    }

    /// Keeps those places on which the word stands, `offset` positions further.
    pub(super) fn keep(&mut self, doc: DocId, offset: u32, begins: &mut Begins) {
        let Begins { places, kept, positions } = begins;
        kept.clear();
        if let Self::Two(two) = self {
            // The lists need not be made one: what stands in either is kept.
            for postings in two.iter_mut() {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    positions.clear();
                    postings.append_positions_with_offset(0, positions);
                    let before = kept.len();
                    add_common(places, positions, offset, kept);
                    if before > 0 {
                        merge(kept, before);
                    }
                }
            }
        } else {
            self.positions(doc, positions);
            add_common(places, positions, offset, kept);
        }
        std::mem::swap(places, kept);
    }

    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::One(postings) => u64::from(postings.doc_freq()),
            Self::Two(two) => two.iter().map(|own| u64::from(own.doc_freq())).sum(),
            Self::Many { postings, .. } => postings.iter().map(|own| u64::from(own.doc_freq())).sum(),
        }
    }
}

/// Where the words of a phrase may begin in a document.
#[derive(Default)]
pub(super) struct Begins {
    /// Sorted, each once.
    pub(super) places: Vec<u32>,
    /// Those of them on which the next word stands too.
    kept: Vec<u32>,
    /// Of a word.
    pub(super) positions: Vec<u32>,
}

/// A list so many times as long as another is much longer.
const MUCH_LONGER: usize = 4;

/// Adds the places from which a position is `offset` further. Both lists are sorted, each once. Few places are each looked
/// for in the whole of a long list, many numbers at a time; else which of the two lists is behind cannot be foretold, so
/// nothing hangs on a branch.
fn add_common(places: &[u32], positions: &[u32], offset: u32, out: &mut Vec<u32>) {
    if places.len().saturating_mul(MUCH_LONGER) <= positions.len() {
        out.extend(places.iter().filter(|place| positions.contains(&place.saturating_add(offset))));
        return;
    }
    let (mut at, mut other, mut end) = (0, 0, out.len());
    out.resize(end + places.len().min(positions.len()) + 1, 0);
    while let (Some(place), Some(position)) = (places.get(at), positions.get(other)) {
        let wanted = place.saturating_add(offset);
        out[end] = *place;
        end += usize::from(wanted == *position);
        at += usize::from(wanted <= *position);
        other += usize::from(*position <= wanted);
    }
    out.truncate(end);
}

/// Sorts a list of which the positions from `second` on are sorted, and those before; each is there once then.
fn merge(list: &mut Vec<u32>, second: usize) {
    // One of the two is nearly always short: a word at the beginning of a sentence.
    let both = list.len();
    // The second is copied behind, and its place filled from the end.
    list.extend_from_within(second..);
    let (mut left, mut right, mut at) = (second, list.len(), both);
    while right > both {
        at -= 1;
        if left > 0 && list[left - 1] > list[right - 1] {
            left -= 1;
            list[at] = list[left];
        } else {
            right -= 1;
            list[at] = list[right];
        }
    }
    list.truncate(both);
    list.dedup();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::merge;

    proptest! {
        #[test]
        fn two_sorted_lists_are_merged(mut first in prop::collection::vec(0u32..50, 0..12), mut second in prop::collection::vec(0u32..50, 0..12)) {
            first.sort_unstable();
            second.sort_unstable();
            let mut wanted = [first.clone(), second.clone()].concat();
            wanted.sort_unstable();
            wanted.dedup();
            let mut list = [first.clone(), second].concat();
            merge(&mut list, first.len());
            prop_assert_eq!(list, wanted);
        }
    }
}
