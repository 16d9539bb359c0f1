//! The writing side's book: numbers and lists for the summary, and what the reporter is told.

use rustc_hash::FxHashSet;

use super::options::Reporter;
use super::summary::{Duplicate, MAX_LISTED, Progress, Summary};
use super::work::Counts;
use crate::read::{ReadError, Warning};

/// Keeps the numbers of a run.
pub(super) struct Tally<'a> {
    pub(super) summary: Summary,
    pub(super) progress: Progress,
    reporter: &'a dyn Reporter,
    speakers: FxHashSet<u64>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(reporter: &'a dyn Reporter) -> Self {
        Self { summary: Summary::default(), progress: Progress::default(), reporter, speakers: FxHashSet::default() }
    }

    pub(super) fn rejected(&mut self, error: ReadError) {
        self.reporter.rejected(&error);
        self.summary.rejected += 1;
        if self.summary.rejects.len() < MAX_LISTED {
            self.summary.rejects.push(error);
        }
    }

    pub(super) fn warned(&mut self, warnings: Vec<Warning>) {
        for warning in warnings {
            self.reporter.warned(&warning);
            *self.summary.warned.entry(warning.doubt.what()).or_insert(0) += 1;
            if self.summary.warnings.len() < MAX_LISTED {
                self.summary.warnings.push(warning);
            }
        }
    }

    pub(super) fn duplicate(&mut self, duplicate: Duplicate) {
        self.reporter.duplicate(&duplicate);
        self.summary.duplicates += 1;
        if self.summary.duplicates_listed.len() < MAX_LISTED {
            self.summary.duplicates_listed.push(duplicate);
        }
    }

    pub(super) fn put(&mut self, counts: &Counts, replaces: bool) {
        let summary = &mut self.summary;
        *(if replaces { &mut summary.replaced } else { &mut summary.added }) += 1;
        *summary.dates.entry(counts.date_from).or_insert(0) += 1;
        summary.datelines += u64::from(counts.dateline);
        for (sum, count) in summary.quotes.iter_mut().zip(counts.quotes) {
            *sum += count;
        }
        summary.attributed += counts.attributed;
        self.speakers.extend(&counts.speakers);
        self.progress.articles += 1;
        self.progress.quotes += counts.quotes.iter().sum::<u64>();
    }

    pub(super) fn tell_progress(&mut self, bytes_read: u64) {
        self.progress.bytes = bytes_read;
        self.reporter.progress(&self.progress);
    }

    pub(super) fn finish(mut self) -> Summary {
        self.summary.speakers = self.speakers.len() as u64;
        self.summary.bytes = self.progress.bytes;
        self.summary
    }
}
