//! The reading side: walks through the plan in order, decides for each article whether it is new, changed, unchanged or a
//! duplicate, and packs what is to be done into jobs. Runs on one thread; decides everything that depends on order.

use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::plan::{Action, Plan};
use super::summary::Duplicate;
use crate::article::ArticleId;
use crate::engine::InputState;
use crate::read::{self, Articles, Found, ReadError, Settings, Warning};

/// Bytes of text after which a job is handed on.
const JOB_BYTES: u64 = 512 << 10;

/// Things to do after which a job is handed on.
const JOB_ITEMS: usize = 512;

/// What every article costs beside its text, in bytes: a bound for many short ones.
const ITEM_BYTES: u64 = 512;

/// A stretch of the run, to be analysed on any thread and written in its turn.
pub(super) struct Job {
    pub(super) number: u64,
    pub(super) items: Vec<Item>,
    /// Bytes of text in it.
    pub(super) bytes: u64,
    /// Bytes of all inputs that were read when it was packed.
    pub(super) bytes_read: u64,
}

/// One thing to do or to tell, in the order of the input.
pub(super) enum Item {
    /// An input begins; its state while it is not read to its end.
    Begin(InputState),
    /// An article to be analysed and written.
    Article {
        found: Box<Found>,
        source: String,
        replaces: bool,
    },
    /// An article that is in the index already.
    Unchanged(Vec<Warning>),
    Rejected(ReadError),
    Duplicate(Duplicate),
    /// An article that vanished from its input.
    Delete(ArticleId),
    /// An input of which nothing can be read any more keeps the articles that it had.
    Kept(String),
    /// An input is done: its state.
    End(InputState),
    /// An input was left as it is.
    Skipped(InputState),
    /// An input was left as it is, but its state has changed.
    Touched(InputState),
}

/// What makes the reading end early.
#[derive(Clone, Copy)]
pub(super) struct Stops<'a> {
    /// The user wants it.
    pub(super) stop: &'a AtomicBool,
    /// The index cannot be written.
    pub(super) broken: &'a AtomicBool,
}

impl Stops<'_> {
    fn now(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.broken.load(Ordering::Relaxed)
    }
}

/// Reads the inputs of a plan.
pub(super) struct Producer<'a, F: FnMut(Job)> {
    plan: Plan,
    settings: &'a Settings,
    /// Whether articles that vanish from a stream, which cannot be read again, are removed.
    prune: bool,
    stops: Stops<'a>,
    hand_on: F,
    /// Articles accepted in this run, and their input.
    seen: FxHashMap<ArticleId, u32>,
    job: Job,
    bytes_done: u64,
}

impl<'a, F: FnMut(Job)> Producer<'a, F> {
    pub(super) fn new(plan: Plan, settings: &'a Settings, prune: bool, stops: Stops<'a>, hand_on: F) -> Self {
        let job = Job { number: 0, items: Vec::new(), bytes: 0, bytes_read: 0 };
        Self { plan, settings, prune, stops, hand_on, seen: FxHashMap::default(), job, bytes_done: 0 }
    }

    /// Reads everything, or until it is told to stop.
    pub(super) fn run(mut self) {
        for number in 0..self.plan.inputs.len() {
            if self.stops.now() {
                break;
            }
            let planned = &self.plan.inputs[number];
            match (&planned.action, &planned.state) {
                (Action::Skip, Some(state)) => self.add(Item::Skipped(state.clone()), 0),
                (Action::Touch, Some(state)) => {
                    let input = &planned.input;
                    let state =
                        InputState { modified_ns: input.modified_ns, location: input.location(), ..state.clone() };
                    self.add(Item::Touched(state), 0);
                }
                _ => self.read(number),
            }
        }
        self.hand_on();
    }

    fn read(&mut self, number: usize) {
        let input = self.plan.inputs[number].input.clone();
        let mut state = InputState {
            source: input.source.clone(),
            bytes: input.bytes,
            modified_ns: input.modified_ns,
            settings: self.plan.settings,
            location: input.location(),
            ..InputState::default()
        };
        self.add(Item::Begin(state.clone()), 0);
        let mut articles = read::open(&input, self.settings);
        while let Some(found) = articles.next() {
            if self.stops.now() {
                return;
            }
            self.job.bytes_read = self.bytes_done + articles.bytes_read();
            match found {
                Ok(found) => self.article(number, found, &mut state),
                Err(error) => {
                    state.rejected += 1;
                    self.add(Item::Rejected(error), 0);
                }
            }
        }
        self.end(number, &articles, state, input.regular);
    }

    fn article(&mut self, number: usize, found: Found, state: &mut InputState) {
        let id = found.article.id;
        let this = u32::try_from(number).unwrap_or(u32::MAX);
        let owner = self.plan.owners.get(&id).copied();
        // An input that is skipped holds what it has; one that was read again holds only what was seen in it.
        let kept_unread = owner
            .map(|(owner, _)| owner)
            .filter(|owner| *owner < this && self.plan.inputs[*owner as usize].action != Action::Read);
        if let Some(kept) = self.seen.get(&id).copied().or(kept_unread) {
            state.duplicates += 1;
            let duplicate = Duplicate {
                id,
                source: state.source.clone(),
                record: found.article.origin.record,
                kept_source: self.plan.inputs[kept as usize].input.source.clone(),
            };
            return self.add(Item::Duplicate(duplicate), 0);
        }
        self.seen.insert(id, this);
        state.articles += 1;
        match owner {
            Some((owner, hash)) if owner == this && hash == found.content_hash => {
                self.add(Item::Unchanged(found.warnings), 0);
            }
            _ => {
                if let Some((owner, _)) = owner.filter(|(owner, _)| *owner > this) {
                    // A later input loses an article to this one: it must count it as left out.
                    self.plan.inputs[owner as usize].action = Action::Read;
                }
                let bytes = (found.article.body.len() + found.article.title.len()) as u64;
                let source = state.source.clone();
                self.add(Item::Article { found: Box::new(found), source, replaces: owner.is_some() }, bytes);
            }
        }
    }

    fn end(&mut self, number: usize, articles: &Articles, mut state: InputState, regular: bool) {
        self.bytes_done += articles.bytes_read();
        let digest = articles.digest();
        // What was not read to its end loses nothing, even where articles are to be removed.
        if self.is_lost(number, &state) && !(self.prune && digest.is_some()) {
            self.add(Item::Kept(state.source.clone()), 0);
        } else if let Some(digest) = digest {
            state.digest = digest;
            state.complete = true;
            if regular || self.prune {
                for id in std::mem::take(&mut self.plan.inputs[number].known) {
                    let holds = self.plan.owners.get(&id).is_some_and(|(owner, _)| *owner as usize == number);
                    if holds && !self.seen.contains_key(&id) {
                        self.add(Item::Delete(id), 0);
                    }
                }
            }
        }
        self.add(Item::End(state), 0);
    }

    /// Whether nothing of an input can be read that had articles: a flag was forgotten or a file broke, and more often than
    /// not they are still wanted.
    fn is_lost(&self, number: usize, state: &InputState) -> bool {
        let had_articles = !self.plan.inputs[number].known.is_empty();
        had_articles && state.rejected > 0 && state.articles + state.duplicates == 0
    }

    fn add(&mut self, item: Item, bytes: u64) {
        self.job.items.push(item);
        self.job.bytes += bytes + ITEM_BYTES;
        if self.job.bytes >= JOB_BYTES || self.job.items.len() >= JOB_ITEMS {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        let next = Job { number: self.job.number + 1, items: Vec::new(), bytes: 0, bytes_read: self.job.bytes_read };
        let job = std::mem::replace(&mut self.job, next);
        if !job.items.is_empty() {
            (self.hand_on)(job);
        } else {
            self.job.number -= 1;
        }
    }
}
