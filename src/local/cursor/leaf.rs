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

/// The documents of one term.
pub(in crate::local) struct TermCursor {
    pub(in crate::local) postings: SegmentPostings,
    pub(in crate::local) scoring: Option<Scoring>,
}

impl Cursor for TermCursor {
    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() < target { self.postings.seek(target) } else { self.postings.doc() }
    }

    fn score(&mut self) -> f32 {
        match &self.scoring {
            Some(scoring) => scoring.score(self.postings.doc(), self.postings.term_freq()),
            None => 0.0,
        }
    }

    fn cost(&self) -> u64 {
        u64::from(self.postings.doc_freq())
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
