//! The engine on tantivy: blocks come in and are kept in a folder, queries come in and hits go out. All that knows
//! tantivy stands here; nothing of it may leave this room.

mod manifest;

use std::path::Path;

use crate::annotation::Analysis;
use crate::article::{Article, ArticleId};
use crate::document::{Block, Record};
use crate::engine::{
    Engine, EngineError, Explanation, FacetRequest, Facets, Hits, InputState, SearchRequest, Stats, Writer,
};

/// How much of the machine a writer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriterOptions {
    /// Threads that index, at least 1; each writes segments of its own.
    pub threads: usize,
    /// Bytes that all threads together may hold before they write a segment; at least 15 MB a thread.
    pub memory_bytes: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self { threads: 2, memory_bytes: 400 << 20 }
    }
}

/// An open index, in the state of its last commit before it was opened.
pub struct LocalEngine {}

impl LocalEngine {
    /// Opens the index in a folder for reading. Nothing is written, so the folder may be read-only.
    ///
    /// # Errors
    /// `Missing` if there is no index, `Version` if another version wrote it, `Damaged` or `Io` if it cannot be read.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        Err(EngineError::Missing(path.to_owned()))
    }
}

impl Engine for LocalEngine {
    fn search(&self, _request: &SearchRequest) -> Result<Hits, EngineError> {
        Ok(Hits::default())
    }

    fn facet(&self, _request: &FacetRequest) -> Result<Facets, EngineError> {
        Ok(Facets::default())
    }

    fn get(&self, _id: ArticleId) -> Result<Option<Record>, EngineError> {
        Ok(None)
    }

    fn explain(&self, _request: &SearchRequest, _id: ArticleId) -> Result<Explanation, EngineError> {
        Ok(Explanation::default())
    }

    fn stats(&self) -> Result<Stats, EngineError> {
        Ok(Stats::default())
    }
}

/// The one writer of an index.
pub struct LocalWriter {}

impl LocalWriter {
    /// Opens the index in a folder for writing; makes it, with its folder, if there is none.
    ///
    /// # Errors
    /// `Locked` if another process writes to it, `NotAnIndex` if the folder holds something else, `Version` if another
    /// version wrote it, `Damaged` or `Io` if it cannot be read or written.
    pub fn open_or_create(path: &Path, _options: &WriterOptions) -> Result<Self, EngineError> {
        Err(EngineError::Missing(path.to_owned()))
    }

    /// Makes an index that lives in memory, as long as its writer or an engine of it lives. For tests and small jobs.
    ///
    /// # Errors
    /// When threads cannot be started.
    pub fn create_in_ram() -> Result<Self, EngineError> {
        Ok(Self {})
    }

    /// An engine on the state of the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn engine(&self) -> Result<LocalEngine, EngineError> {
        Ok(LocalEngine {})
    }

    /// The position that was given with the last commit, if there was one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self) -> Result<Option<String>, EngineError> {
        Ok(None)
    }
}

impl Writer for LocalWriter {
    fn inputs(&self) -> Result<Vec<InputState>, EngineError> {
        Ok(Vec::new())
    }

    fn known(&self, _source: &str) -> Result<Vec<(ArticleId, u64)>, EngineError> {
        Ok(Vec::new())
    }

    fn put(&mut self, _block: Block) -> Result<(), EngineError> {
        Ok(())
    }

    fn put_input(&mut self, _state: &InputState) -> Result<(), EngineError> {
        Ok(())
    }

    fn delete(&mut self, _id: ArticleId) -> Result<(), EngineError> {
        Ok(())
    }

    fn delete_input(&mut self, _source: &str) -> Result<(), EngineError> {
        Ok(())
    }

    fn commit(&mut self, _position: &str) -> Result<(), EngineError> {
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), EngineError> {
        Ok(())
    }
}

/// What an inspection found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotes: u64,
    /// Inputs.
    pub inputs: u64,
    /// Files whose checksums were compared.
    pub files: u64,
    /// What does not fit, one line each; empty if the index is whole.
    pub damage: Vec<String>,
}

/// Inspects an index: checksums of all files, every quotation followed by its article, sizes of blocks, stored records.
/// Reads everything; writes nothing.
///
/// # Errors
/// When there is no index, or it cannot be read at all. Damage is no error here, but is in the report.
pub fn check(path: &Path) -> Result<CheckReport, EngineError> {
    Err(EngineError::Missing(path.to_owned()))
}

/// Makes the index anew from the records stored in it and puts the new one in the place of the old, all or nothing.
/// Also mends an index of other versions, as long as its stored records can be read.
///
/// `analyse` gets articles in batches and gives an analysis for each, in order; it may use many threads. Gives the number
/// of articles.
///
/// # Errors
/// As [`LocalWriter::open_or_create`], and `Damaged` if a record cannot be read.
pub fn rebuild(
    path: &Path,
    _options: &WriterOptions,
    _analyse: &mut dyn FnMut(&[Article]) -> Vec<Analysis>,
) -> Result<u64, EngineError> {
    Err(EngineError::Missing(path.to_owned()))
}
