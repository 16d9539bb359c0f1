//! The engine on tantivy: blocks come in and are kept in a folder, queries come in and hits go out. All that knows
//! tantivy stands here; nothing of it may leave this room.

mod compile;
mod cursor;
mod directory;
mod explain;
mod facet;
mod failure;
mod manifest;
mod plan;
mod reader;
mod schema;
mod stats;
mod store;
mod tokens;
mod top;
mod words;
mod writer;

use std::path::Path;

use crate::annotation::Analysis;
use crate::article::Article;
use crate::engine::EngineError;

pub use reader::LocalEngine;
pub use writer::LocalWriter;

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

#[cfg(test)]
mod tests;
