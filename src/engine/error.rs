//! What can go wrong between a question and its answer.

use std::path::PathBuf;

use thiserror::Error;

/// An index could not do what was asked. Each variant says where and why; hints for people are made in the binary.
#[derive(Debug, Error)]
pub enum EngineError {
    /// There is no index in the folder.
    #[error("no index in {}", .0.display())]
    Missing(PathBuf),
    /// The folder holds something else.
    #[error("{} is not an index of onrecord: {why}", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
        /// What was found instead.
        why: String,
    },
    /// The index was written by another version.
    #[error("the index in {} has {what} {found}, this program has {expected}", path.display())]
    Version {
        /// The folder.
        path: PathBuf,
        /// Which version differs: "record format" (then a rebuild cannot mend it), "schema", "token rule", "stemmer", "analysis".
        what: &'static str,
        /// The index's.
        found: String,
        /// The program's.
        expected: String,
    },
    /// Another process writes to the index.
    #[error("the index in {} is being written by another process", .0.display())]
    Locked(PathBuf),
    /// The index is damaged.
    #[error("the index in {} is damaged: {why}", path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A pattern stands for more words than are looked up.
    #[error("`{pattern}` stands for more than {limit} different words")]
    TooManyWords {
        /// The pattern, as typed.
        pattern: String,
        /// The limit.
        limit: usize,
    },
    /// The engine beneath failed in a way that has no better name.
    #[error("{0}")]
    Other(String),
}
