//! The step that takes the time: an article is analysed, completed and made into documents. Pure; runs on any thread.

use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use rustc_hash::FxHasher;

use super::extract::{Understood, understand};
use super::produce::{Item, Job};
use crate::annotation::{Act, Analysis, QuoteKind};
use crate::article::DateFrom;
use crate::document::{Block, block, folded_value};
use crate::lexicon::Lexicon;
use crate::read::{Found, Problem, ReadError, Warning};

/// A job of which all articles are analysed.
pub(super) struct Done {
    pub(super) number: u64,
    pub(super) steps: Vec<Step>,
    pub(super) bytes: u64,
    pub(super) bytes_read: u64,
}

/// One thing to write or to tell.
pub(super) enum Step {
    /// An article to be written.
    Put(Box<Put>),
    /// Anything else.
    Other(Item),
}

/// An article with what is told of it.
pub(super) struct Put {
    pub(super) block: Block,
    pub(super) replaces: bool,
    pub(super) bytes: u64,
    pub(super) warnings: Vec<Warning>,
    pub(super) counts: Counts,
}

/// What was found in one article, as numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) date_from: DateFrom,
    pub(super) dateline: bool,
    pub(super) quotes: [u64; 3],
    pub(super) attributed: u64,
    /// Hashes of the names of speakers.
    pub(super) speakers: Vec<u64>,
}

/// Does the work of a job.
pub(super) fn work(job: Job, lexicon: &Lexicon, today: NaiveDate) -> Done {
    let Job { number, items, bytes, bytes_read } = job;
    let steps = items.into_iter().map(|item| step(item, lexicon, today)).collect();
    Done { number, steps, bytes, bytes_read }
}

fn step(item: Item, lexicon: &Lexicon, today: NaiveDate) -> Step {
    let Item::Article { found, source, replaces } = item else { return Step::Other(item) };
    let record = found.article.origin.record;
    // A fault of the analysis costs one article, not the run.
    match catch_unwind(AssertUnwindSafe(|| put(*found, &source, replaces, lexicon, today))) {
        Ok(put) => Step::Put(Box::new(put)),
        Err(_) => Step::Other(Item::Rejected(ReadError::record(&source, record, Problem::Fault))),
    }
}

fn put(found: Found, source: &str, replaces: bool, lexicon: &Lexicon, today: NaiveDate) -> Put {
    let content_hash = found.content_hash;
    let Understood { record, warnings } = understand(found, lexicon, today);
    let (article, analysis) = (&record.article, &record.analysis);
    let counts = counts(article.date_from, analysis);
    let bytes = (article.body.len() + article.title.len()) as u64;
    let block = block(&record, source, content_hash);
    Put { block, replaces, bytes, warnings, counts }
}

fn counts(date_from: DateFrom, analysis: &Analysis) -> Counts {
    let mut counts = Counts { date_from, dateline: analysis.dateline.is_some(), ..Counts::default() };
    for quote in analysis.quotes.iter().filter(|quote| quote.act == Act::Speech) {
        let kind = QuoteKind::ALL.iter().position(|kind| *kind == quote.kind).unwrap_or(0);
        counts.quotes[kind] += 1;
        counts.attributed += u64::from(quote.speaker.is_some());
        for person in analysis.speakers(quote) {
            let mut hasher = FxHasher::default();
            folded_value(&person.name).hash(&mut hasher);
            counts.speakers.push(hasher.finish());
        }
    }
    counts
}
