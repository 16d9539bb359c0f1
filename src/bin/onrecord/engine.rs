//! Chooses and opens an engine: the one file of the binary that knows which engine there is.

use std::path::Path;

use onrecord::article::Article;
use onrecord::engine::{Engine, Writer};
use onrecord::ingest::{self, IngestError};
use onrecord::lexicon::Lexicon;
use onrecord::local::{self, CheckReport, LocalEngine, LocalWriter, WriterOptions};

use crate::context::Context;
use crate::failure::Failure;

/// Opens the index for reading.
pub(crate) fn open(context: &Context) -> Result<Box<dyn Engine>, Failure> {
    open_at(&context.index)
}

/// Opens the index of a folder for reading.
pub(crate) fn open_at(path: &Path) -> Result<Box<dyn Engine>, Failure> {
    Ok(Box::new(LocalEngine::open(path)?))
}

/// Fills the index of a folder, which is made if there is none, and lets its last merges end.
pub(crate) fn fill<T>(path: &Path, job: impl FnOnce(&mut dyn Writer) -> Result<T, IngestError>) -> Result<T, Failure> {
    let mut writer = LocalWriter::open_or_create(path, &WriterOptions::default())?;
    let done = job(&mut writer)?;
    writer.finish()?;
    Ok(done)
}

/// Inspects the index.
pub(crate) fn check(context: &Context) -> Result<CheckReport, Failure> {
    Ok(local::check(&context.index)?)
}

/// Makes the index anew from the articles stored in it; gives their number.
pub(crate) fn rebuild(context: &Context) -> Result<u64, Failure> {
    let mut failed = None;
    let mut analyse = |articles: &[Article]| {
        ingest::analyse_all(articles, Lexicon::builtin(), 0).unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        })
    };
    let made = local::rebuild(&context.index, &WriterOptions::default(), &mut analyse);
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(made?),
    }
}
