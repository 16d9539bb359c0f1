//! Cursors that read postings, or a list made beforehand.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;

use super::super::score::{Shares, Weight};
use super::window::Window;
use super::{Cursor, DocId, TERMINATED};

/// Documents of a block of postings; the last block may have fewer.
const BLOCK: usize = 128;

/// No document.
pub(in crate::local) struct Nothing;

impl Cursor for Nothing {
    fn doc(&self) -> DocId {
        TERMINATED
    }

    fn advance(&mut self) -> DocId {
        TERMINATED
    }

    fn seek(&mut self, _target: DocId) -> DocId {
        TERMINATED
    }

    fn score(&mut self) -> f32 {
        0.0
    }

    fn cost(&self) -> u64 {
        0
    }
}

/// How a term's occurrences in one field are scored.
pub(in crate::local) struct Scoring {
    pub(in crate::local) shares: Shares,
    pub(in crate::local) norms: FieldNormReader,
}

impl Scoring {
    pub(in crate::local) fn score(&self, doc: DocId, frequency: u32) -> f32 {
        self.shares.of(self.norms.fieldnorm_id(doc), frequency)
    }
}

/// The postings of a term without positions, read block by block.
pub(in crate::local) struct Documents {
    blocks: BlockSegmentPostings,
    /// Where in the block it stands.
    at: usize,
}

impl Documents {
    /// Of postings that stand on their first block.
    pub(in crate::local) fn new(blocks: BlockSegmentPostings) -> Self {
        Self { blocks, at: 0 }
    }

    #[inline]
    fn doc(&self) -> DocId {
        self.blocks.doc(self.at)
    }

    /// How often the term stands in the document.
    #[inline]
    fn frequency(&self) -> u32 {
        self.blocks.freq(self.at)
    }

    #[inline]
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at == BLOCK {
            self.blocks.advance();
            self.at = 0;
        }
        self.doc()
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        // The next one often is the one.
        if self.doc() < target {
            self.at = (self.at + 1).min(BLOCK - 1);
            if self.doc() < target {
                self.at = self.blocks.seek(target);
            }
        }
        self.doc()
    }

    /// Shows the documents before `end`, from here on, with how often the term stands in each, and goes to the next.
    #[inline]
    fn each_before(&mut self, end: DocId, mut show: impl FnMut(DocId, u32)) {
        while self.doc() < end {
            let (docs, frequencies) = (&self.blocks.docs()[self.at..], self.blocks.freqs().get(self.at..));
            let before = if docs.last().is_some_and(|last| *last < end) {
                docs.len()
            } else {
                docs.partition_point(|doc| *doc < end)
            };
            match frequencies.filter(|frequencies| !frequencies.is_empty()) {
                Some(frequencies) => {
                    docs[..before].iter().zip(frequencies).for_each(|(doc, frequency)| show(*doc, *frequency));
                }
                None => docs[..before].iter().for_each(|doc| show(*doc, 1)),
            }
            self.at += before;
            if self.at == BLOCK {
                self.blocks.advance();
                self.at = 0;
            }
        }
    }

    fn count(&self) -> u32 {
        self.blocks.doc_freq()
    }
}

/// The documents of a term, or of two that are counted as one.
pub(in crate::local) struct TermCursor {
    first: Documents,
    second: Option<Documents>,
    scoring: Option<Scoring>,
    doc: DocId,
}

impl TermCursor {
    pub(in crate::local) fn new(first: Documents, second: Option<Documents>, scoring: Option<Scoring>) -> Self {
        // The longer list is the first: where it has a document, the other need not be sought.
        let (first, second) = match second {
            Some(second) if second.count() > first.count() => (second, Some(first)),
            second => (first, second),
        };
        let mut cursor = Self { first, second, scoring, doc: 0 };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) -> DocId {
        let second = self.second.as_ref().map_or(TERMINATED, Documents::doc);
        self.doc = self.first.doc().min(second);
        self.doc
    }

    fn frequency(&mut self) -> u32 {
        self.bring_second(self.doc);
        let own = |postings: &Documents| if postings.doc() == self.doc { postings.frequency() } else { 0 };
        own(&self.first) + self.second.as_ref().map_or(0, own)
    }

    /// Brings the second list, which may lie behind, to a document.
    fn bring_second(&mut self, target: DocId) {
        if let Some(second) = self.second.as_mut().filter(|second| second.doc() < target) {
            second.seek(target);
        }
    }
}

impl Cursor for TermCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let Some(second) = &mut self.second else {
            self.doc = self.first.advance();
            return self.doc;
        };
        match second.doc() {
            doc if doc == self.doc => {
                second.advance();
            }
            doc if doc < self.doc => {
                second.seek(self.doc + 1);
            }
            _ => {}
        }
        if self.first.doc() == self.doc {
            self.first.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if self.first.doc() < target {
            self.first.seek(target);
        }
        if self.first.doc() == target {
            self.doc = target;
            return target;
        }
        self.bring_second(target);
        self.settle()
    }

    fn score(&mut self) -> f32 {
        if self.scoring.is_none() {
            return 0.0;
        }
        let frequency = self.frequency();
        self.scoring.as_ref().map_or(0.0, |scoring| scoring.score(self.doc, frequency))
    }

    fn weights(&self, into: &mut Vec<Weight>) -> bool {
        into.push(Weight::NOTHING);
        self.scoring.is_none()
    }

    fn fill(&mut self, window: &mut Window, scored: bool) {
        let end = window.end();
        self.bring_second(self.doc);
        for documents in [Some(&mut self.first), self.second.as_mut()].into_iter().flatten() {
            match self.scoring.as_ref().filter(|_| scored) {
                Some(scoring) => {
                    documents.each_before(end, |doc, frequency| window.add(doc, scoring.score(doc, frequency)));
                }
                None => documents.each_before(end, |doc, _| window.add(doc, 0.0)),
            }
        }
        self.settle();
    }

    fn cost(&self) -> u64 {
        u64::from(self.first.count()) + self.second.as_ref().map_or(0, |second| u64::from(second.count()))
    }
}

/// Shapes that are read at once: few where the cursor jumps, more the longer it goes on.
const STRETCH: [usize; 2] = [8, 512];

/// Documents by their shapes alone.
pub(in crate::local) struct ShapeCursor {
    shapes: Arc<dyn ColumnValues<u64>>,
    /// Masks, and the bits that a shape has under them.
    tests: Vec<(u64, u64)>,
    /// Shapes that were read, the first of them that of the document `first`.
    read: Vec<u64>,
    first: DocId,
    doc: DocId,
}

impl ShapeCursor {
    pub(in crate::local) fn new(shapes: Arc<dyn ColumnValues<u64>>, tests: Vec<(u64, u64)>) -> Self {
        let mut cursor = Self { shapes, tests, read: Vec::new(), first: 0, doc: 0 };
        cursor.find(0);
        cursor
    }

    fn find(&mut self, mut from: DocId) -> DocId {
        let end = self.shapes.num_vals();
        while from < end {
            let behind = self.first + self.read.len() as DocId;
            if !(self.first..behind).contains(&from) {
                let size =
                    if from == behind { (self.read.len() * 2).clamp(STRETCH[0], STRETCH[1]) } else { STRETCH[0] };
                self.first = from;
                self.read.resize(size.min((end - from) as usize), 0);
                self.shapes.get_range(u64::from(from), &mut self.read);
            }
            let rest = &self.read[(from - self.first) as usize..];
            let fits = |shape: &u64| self.tests.iter().all(|(mask, bits)| shape & mask == *bits);
            match rest.iter().position(fits) {
                Some(further) => {
                    self.doc = from + further as DocId;
                    return self.doc;
                }
                None => from += rest.len() as DocId,
            }
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

impl Cursor for ShapeCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.find(target) }
    }

    fn score(&mut self) -> f32 {
        0.0
    }

    fn cost(&self) -> u64 {
        u64::from(self.shapes.num_vals())
    }
}

/// A list of documents with their scores, made beforehand.
pub(in crate::local) struct ListCursor {
    list: Arc<[(DocId, f32)]>,
    at: usize,
}

impl ListCursor {
    pub(in crate::local) fn new(list: Arc<[(DocId, f32)]>) -> Self {
        Self { list, at: 0 }
    }
}

impl Cursor for ListCursor {
    fn doc(&self) -> DocId {
        self.list.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.list.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at += self.list[self.at..].partition_point(|(doc, _)| *doc < target);
        }
        self.doc()
    }

    fn score(&mut self) -> f32 {
        self.list.get(self.at).map_or(0.0, |(_, score)| *score)
    }

    fn cost(&self) -> u64 {
        self.list.len() as u64
    }
}
