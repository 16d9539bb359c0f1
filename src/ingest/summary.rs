//! What an ingest did, as numbers.

use std::collections::BTreeMap;

use crate::article::{ArticleId, DateFrom};
use crate::read::{ReadError, Warning};

/// Rejects, warnings and duplicates that a summary lists; more are only counted.
pub(super) const MAX_LISTED: usize = 20;

/// How far an ingest has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the inputs that were read, as they lie on disk.
    pub bytes: u64,
    /// Articles looked at: written or unchanged.
    pub articles: u64,
    /// Speech quotations found.
    pub quotes: u64,
}

/// An article that was left out, because another with the same identity stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The identity of both.
    pub id: ArticleId,
    /// The input of the one that was left out.
    pub source: String,
    /// Its record.
    pub record: u64,
    /// The input of the one that was kept.
    pub kept_source: String,
}

/// What was done. Numbers of dates, datelines and quotations are about the articles written in this run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Inputs found.
    pub inputs: u64,
    /// Inputs skipped, because nothing in them has changed.
    pub inputs_unchanged: u64,
    /// Inputs that could not be read, or not to their end.
    pub inputs_failed: u64,
    /// Inputs that are gone and were removed from the index.
    pub inputs_pruned: u64,
    /// Inputs in the index that are gone, and stay in it for want of `prune`.
    pub gone: Vec<String>,
    /// Inputs of which nothing can be read any more: their articles stay in the index.
    pub kept: Vec<String>,
    /// Inputs that are gone, with a new one of the same bytes.
    pub renamed: Vec<(String, String)>,
    /// Files left out by their kind, and how many.
    pub skipped: Vec<(String, u64)>,
    /// Articles written that were not in the index.
    pub added: u64,
    /// Articles written in place of an older state.
    pub replaced: u64,
    /// Articles that did not change.
    pub unchanged: u64,
    /// Articles removed.
    pub deleted: u64,
    /// Articles by where their date was found; undated ones under `None`.
    pub dates: BTreeMap<DateFrom, u64>,
    /// Articles with a dateline.
    pub datelines: u64,
    /// Speech quotations: direct, indirect, mixed, in the order of `QuoteKind::ALL`.
    pub quotes: [u64; 3],
    /// Speech quotations whose speaker is known.
    pub attributed: u64,
    /// Different names of speakers.
    pub speakers: u64,
    /// Inputs and records that could not be read.
    pub rejected: u64,
    /// Records of skipped inputs that could not be read in an earlier run.
    pub rejected_before: u64,
    /// The first of the rejects.
    pub rejects: Vec<ReadError>,
    /// Warnings by their kind.
    pub warned: BTreeMap<&'static str, u64>,
    /// The first of the warnings.
    pub warnings: Vec<Warning>,
    /// Articles left out, because they were read before.
    pub duplicates: u64,
    /// The first of them.
    pub duplicates_listed: Vec<Duplicate>,
    /// Bytes of the inputs that were read, as they lie on disk.
    pub bytes: u64,
    /// Wall time.
    pub seconds: f64,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

impl Summary {
    /// Articles written.
    #[must_use]
    pub fn put(&self) -> u64 {
        self.added + self.replaced
    }

    /// Articles of the inputs of this run that are in the index now.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.put() + self.unchanged
    }
}
