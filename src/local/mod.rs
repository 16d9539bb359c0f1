//! The engine on tantivy: blocks come in and are kept in a folder, queries come in and hits go out. All that knows
//! tantivy stands here; nothing of it may leave this room.

mod check;
mod compile;
mod copies;
mod cursor;
mod directory;
mod explain;
mod facet;
mod failure;
mod manifest;
mod matches;
mod merging;
mod occurrences;
mod outline;
mod plan;
mod reader;
mod rebuild;
mod schema;
mod score;
mod second;
mod several;
mod stats;
mod store;
mod stored;
mod tally;
mod terms;
mod text;
mod tokens;
mod top;
mod values;
mod words;
mod writer;

pub use check::{CheckReport, check};
pub use reader::LocalEngine;
pub use rebuild::rebuild;
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

#[cfg(test)]
mod tests;
