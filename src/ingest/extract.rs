//! Reading and analysing without an index: articles as they are understood, in the order of the input, in parallel. What
//! `extract` prints and `index --dry-run` shows, and the analysis of articles that are stored already.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::complete::complete;
use super::options::{IngestError, Options};
use crate::analysis::analyse;
use crate::annotation::Analysis;
use crate::article::Article;
use crate::document::Record;
use crate::lexicon::Lexicon;
use crate::read::{self, Found, Inputs, Problem, ReadError, Warning};

/// Articles that are analysed together.
const BATCH_ARTICLES: usize = 256;

/// Bytes of text that are analysed together.
const BATCH_BYTES: usize = 8 << 20;

/// An article with what was found in it.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The article, its outlet and date completed from its text, and the analysis.
    pub record: Record,
    /// What is doubtful.
    pub warnings: Vec<Warning>,
}

/// Reads and analyses all articles of the inputs and hands them on, one by one and in order, until told to stop.
///
/// # Errors
/// When there is no input at all, or threads cannot be started.
pub fn extract(
    options: &Options,
    lexicon: &Lexicon,
    mut sink: impl FnMut(Result<Understood, ReadError>) -> ControlFlow<()>,
) -> Result<(), IngestError> {
    let Inputs { inputs, errors, .. } = read::find(&options.roots, &options.settings);
    if inputs.is_empty() {
        return Err(IngestError::Nothing(errors));
    }
    let pool = pool(options.threads)?;
    let found = inputs.iter().flat_map(|input| read::open(input, &options.settings));
    let mut found = errors.into_iter().map(Err).chain(found).peekable();
    while found.peek().is_some() {
        let mut bytes = 0;
        let mut batch = Vec::new();
        while let Some(item) = found.next_if(|_| batch.len() < BATCH_ARTICLES && bytes < BATCH_BYTES) {
            bytes += item.as_ref().map_or(0, |found| found.article.body.len());
            batch.push(item);
        }
        let understood: Vec<_> = pool.install(|| {
            batch.into_par_iter().map(|item| item.and_then(|found| guarded(found, options, lexicon))).collect()
        });
        for item in understood {
            if sink(item).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A fault of the analysis costs one article, not the run.
fn guarded(found: Found, options: &Options, lexicon: &Lexicon) -> Result<Understood, ReadError> {
    let (path, record) = (found.article.origin.path.clone(), found.article.origin.record);
    catch_unwind(AssertUnwindSafe(|| understand(found, lexicon, options.settings.today)))
        .map_err(|_| ReadError::record(&path, record, Problem::Fault))
}

/// Analyses an article and completes it from what was found.
pub(super) fn understand(found: Found, lexicon: &Lexicon, today: NaiveDate) -> Understood {
    let Found { mut article, mut warnings, .. } = found;
    let analysis = analyse(&article, lexicon);
    let doubts = complete(&mut article, &analysis, today);
    let (path, record) = (article.origin.path.clone(), Some(article.origin.record));
    warnings.extend(doubts.into_iter().map(|doubt| Warning { path: path.clone(), record, doubt }));
    Understood { record: Record { article, analysis }, warnings }
}

/// The analyses of articles, in order.
///
/// # Errors
/// When threads cannot be started.
pub fn analyse_all(articles: &[Article], lexicon: &Lexicon, threads: usize) -> Result<Vec<Analysis>, IngestError> {
    Ok(pool(threads)?.install(|| articles.par_iter().map(|article| analyse(article, lexicon)).collect()))
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, IngestError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| IngestError::Threads(error.to_string()))
}
