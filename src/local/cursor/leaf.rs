//! Cursors that read postings, or a list made beforehand.

use std::sync::Arc;

use tantivy::DocSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;

use super::{Cursor, DocId, TERMINATED};

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

/// How a term's occurrences are scored.
pub(in crate::local) struct Scoring {
    pub(in crate::local) weight: Bm25Weight,
    pub(in crate::local) norms: FieldNormReader,
}

impl Scoring {
    pub(in crate::local) fn score(&self, doc: DocId, frequency: u32) -> f32 {
        self.weight.score(self.norms.fieldnorm_id(doc), frequency)
    }
}

/// The documents of a term, or of two that are counted as one.
pub(in crate::local) struct TermCursor {
    first: SegmentPostings,
    second: Option<SegmentPostings>,
    scoring: Option<Scoring>,
    doc: DocId,
}

impl TermCursor {
    pub(in crate::local) fn new(
        first: SegmentPostings,
        second: Option<SegmentPostings>,
        scoring: Option<Scoring>,
    ) -> Self {
        let mut cursor = Self { first, second, scoring, doc: 0 };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) -> DocId {
        let second = self.second.as_ref().map_or(TERMINATED, DocSet::doc);
        self.doc = self.first.doc().min(second);
        self.doc
    }

    fn frequency(&self) -> u32 {
        let own = |postings: &SegmentPostings| if postings.doc() == self.doc { postings.term_freq() } else { 0 };
        own(&self.first) + self.second.as_ref().map_or(0, own)
    }
}

impl Cursor for TermCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        let Some(second) = &mut self.second else {
            self.doc = self.first.advance();
            return self.doc;
        };
        if second.doc() == self.doc {
            second.advance();
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
        for postings in [Some(&mut self.first), self.second.as_mut()].into_iter().flatten() {
            if postings.doc() < target {
                postings.seek(target);
            }
        }
        self.settle()
    }

    fn score(&mut self) -> f32 {
        self.scoring.as_ref().map_or(0.0, |scoring| scoring.score(self.doc, self.frequency()))
    }

    fn cost(&self) -> u64 {
        u64::from(self.first.doc_freq()) + self.second.as_ref().map_or(0, |second| u64::from(second.doc_freq()))
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
