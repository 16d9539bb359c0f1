//! The writing side: takes finished jobs in their order and changes the index, with a commit from time to time and at the
//! end. Runs on the thread that called `run`.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

use super::gate::Gate;
use super::options::Options;
use super::produce::Item;
use super::tally::Tally;
use super::work::{Done, Put, Step};
use crate::article::ArticleId;
use crate::engine::{EngineError, InputState, Writer};

/// Changes an index, and keeps the book of it.
pub(super) struct Writing<'a> {
    pub(super) writer: &'a mut dyn Writer,
    pub(super) tally: Tally<'a>,
    pub(super) commit_bytes: u64,
    /// The input that is being read: its state as long as it is not read to its end.
    pub(super) current: Option<InputState>,
    /// Digests of the inputs that were read, for finding renamed ones.
    pub(super) read: Vec<([u8; 16], String)>,
    pub(super) uncommitted_bytes: u64,
    pub(super) changed: bool,
}

impl<'a> Writing<'a> {
    pub(super) fn new(writer: &'a mut dyn Writer, tally: Tally<'a>, options: &Options) -> Self {
        Self {
            writer,
            tally,
            commit_bytes: options.commit_bytes.max(1),
            current: None,
            read: Vec::new(),
            uncommitted_bytes: 0,
            changed: false,
        }
    }

    /// Removes inputs that are gone, or lists them.
    pub(super) fn prune(&mut self, gone: &[InputState], prune: bool) -> Result<(), EngineError> {
        for state in gone {
            if !prune {
                self.tally.summary.gone.push(state.source.clone());
                continue;
            }
            for (id, _) in self.writer.known(&state.source)? {
                self.delete(id)?;
            }
            self.writer.delete_input(&state.source)?;
            self.tally.summary.inputs_pruned += 1;
            self.changed = true;
        }
        Ok(())
    }

    /// Writes jobs in the order of their numbers, from 0 on without a gap, in whatever order they come.
    pub(super) fn drain(&mut self, done: &Receiver<Done>, gate: &Gate) -> Result<(), EngineError> {
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut next = 0;
        for job in done {
            waiting.insert(job.number, job);
            while let Some(job) = waiting.remove(&next) {
                next += 1;
                for step in job.steps {
                    self.step(step)?;
                }
                gate.leave(job.bytes);
                self.tally.tell_progress(job.bytes_read);
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), EngineError> {
        let item = match step {
            Step::Put(put) => return self.put(*put),
            Step::Other(item) => item,
        };
        match item {
            Item::Begin(state) => self.current = Some(state),
            Item::Unchanged(warnings) => {
                self.tally.summary.unchanged += 1;
                self.tally.progress.articles += 1;
                self.tally.warned(warnings);
            }
            Item::Rejected(error) => self.tally.rejected(error),
            Item::Duplicate(duplicate) => self.tally.duplicate(duplicate),
            Item::Delete(id) => self.delete(id)?,
            Item::Kept(source) => self.tally.summary.kept.push(source),
            Item::End(state) => self.end(state)?,
            Item::Skipped(state) => self.skipped(&state),
            Item::Touched(state) => {
                self.writer.put_input(&state)?;
                self.changed = true;
                self.skipped(&state);
            }
            // Articles come as `Step::Put`.
            Item::Article { .. } => {}
        }
        Ok(())
    }

    fn put(&mut self, put: Put) -> Result<(), EngineError> {
        self.tally.put(&put.counts, put.replaces);
        self.tally.warned(put.warnings);
        self.writer.put(put.block)?;
        self.changed = true;
        self.uncommitted_bytes += put.bytes;
        if self.uncommitted_bytes >= self.commit_bytes {
            self.commit()?;
        }
        Ok(())
    }

    fn delete(&mut self, id: ArticleId) -> Result<(), EngineError> {
        self.writer.delete(id)?;
        self.tally.summary.deleted += 1;
        self.changed = true;
        Ok(())
    }

    fn skipped(&mut self, state: &InputState) {
        let summary = &mut self.tally.summary;
        summary.inputs_unchanged += 1;
        summary.unchanged += state.articles;
        summary.rejected_before += state.rejected;
    }

    fn end(&mut self, state: InputState) -> Result<(), EngineError> {
        self.current = None;
        if state.complete {
            self.read.push((state.digest, state.source.clone()));
        } else {
            self.tally.summary.inputs_failed += 1;
        }
        self.writer.put_input(&state)?;
        self.changed = true;
        Ok(())
    }

    /// Makes what was written so far durable. An input that is not read to its end is marked so: the next run goes on.
    pub(super) fn commit(&mut self) -> Result<(), EngineError> {
        if let Some(state) = &self.current {
            self.writer.put_input(state)?;
            self.changed = true;
        }
        if self.changed {
            let position = self.current.as_ref().map_or("", |state| state.source.as_str());
            self.writer.commit(position)?;
        }
        self.changed = false;
        self.uncommitted_bytes = 0;
        Ok(())
    }

    /// Inputs that are gone, with a new one of the same bytes.
    pub(super) fn find_renamed(&mut self, gone_states: &[InputState]) {
        for gone in gone_states.iter().filter(|state| state.complete) {
            let same = self.read.iter().find(|(digest, source)| *digest == gone.digest && *source != gone.source);
            if let Some((_, now)) = same {
                self.tally.summary.renamed.push((gone.source.clone(), now.clone()));
            }
        }
    }
}
