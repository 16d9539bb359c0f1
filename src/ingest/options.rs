//! What an ingest is asked to do, who is told of its course, and how it can fail.

use std::path::PathBuf;

use chrono::NaiveDate;
use thiserror::Error;

use super::summary::{Duplicate, Progress};
use crate::engine::EngineError;
use crate::read::{ReadError, Settings, Warning};

/// What is to be indexed, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, or `-` for standard input.
    pub roots: Vec<PathBuf>,
    /// How they are read.
    pub settings: Settings,
    /// Threads that analyse; 0 for one per core.
    pub threads: usize,
    /// Whether inputs whose files are gone are removed from the index.
    pub prune: bool,
    /// Bytes of text after which changes are committed.
    pub commit_bytes: u64,
    /// Bytes of text that are in work at most, from reading to writing. Bounds the memory.
    pub work_bytes: u64,
}

impl Options {
    /// The usual: all cores, a commit every 256 MB of text.
    #[must_use]
    pub fn new(roots: Vec<PathBuf>, today: NaiveDate) -> Self {
        Self {
            roots,
            settings: Settings::new(today),
            threads: 0,
            prune: false,
            commit_bytes: 256 << 20,
            work_bytes: 24 << 20,
        }
    }
}

/// Is told of the course of an ingest. Rejects, warnings and duplicates come in the order of the input, whatever the number
/// of threads. Everything is called on the thread that called `run`.
pub trait Reporter {
    /// The inputs to be read are known: how many, and their bytes (of standard input, 0).
    fn planned(&self, _inputs: u64, _bytes: u64) {}
    /// Something was written.
    fn progress(&self, _progress: &Progress) {}
    /// An input or a record could not be read.
    fn rejected(&self, _error: &ReadError) {}
    /// Something in a record is doubtful.
    fn warned(&self, _warning: &Warning) {}
    /// An article was left out, because it was read before.
    fn duplicate(&self, _duplicate: &Duplicate) {}
}

/// A reporter that keeps silent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {}

/// Why an ingest ended before its end.
#[derive(Debug, Error)]
pub enum IngestError {
    /// None of the given paths leads to an input.
    #[error("nothing to index")]
    Nothing(Vec<ReadError>),
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
    /// The index cannot be read or written. What was committed before stays.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
