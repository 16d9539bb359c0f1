//! What goes wrong in tantivy, in the terms of the engine's contract.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

use super::manifest::{damaged, io_error};
use crate::engine::EngineError;

/// Turns tantivy's error into ours.
pub(super) fn convert(path: &Path, error: TantivyError) -> EngineError {
    let copy = |error: &io::Error| io::Error::new(error.kind(), error.to_string());
    match error {
        TantivyError::DataCorruption(cause) => damaged(path, format!("{cause:?}")),
        TantivyError::IncompatibleIndex(cause) => damaged(path, format!("{cause:?}")),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            damaged(path, format!("{} is missing", file.display()))
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(cause)) => damaged(path, format!("{cause:?}")),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error: cause, filepath }) => {
            from_io(&path.join(filepath), copy(&cause), path)
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: cause, filepath }) => {
            io_error(&path.join(filepath), copy(&cause))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: cause, directory_path }) => {
            io_error(&directory_path, copy(&cause))
        }
        TantivyError::LockFailure(..) => EngineError::Locked(path.to_owned()),
        // A thread of tantivy's tells only that it failed, not why.
        TantivyError::ErrorInThread(_) => EngineError::Other(format!(
            "the index in {} could not be written: is the disk full? What was committed stays",
            path.display()
        )),
        TantivyError::IoError(cause) => from_io(path, copy(&cause), path),
        other => EngineError::Other(other.to_string()),
    }
}

/// An error of reading: bytes that make no sense are damage, the rest is a matter of the disk.
pub(super) fn from_io(file: &Path, error: io::Error, index: &Path) -> EngineError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
            damaged(index, error.to_string())
        }
        _ => io_error(file, error),
    }
}

/// Runs what reads an index; a panic in it means that the index is damaged, for tantivy trusts its files.
pub(super) fn guarded<T>(path: &Path, run: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|cause| Err(damaged(path, panic_text(cause.as_ref()))))
}

fn panic_text(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it could not be read".to_owned())
}
