//! Before anything is read: which inputs are unchanged, which must be read, which are gone. Compares what an index knows
//! with what lies on disk; nothing is written.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::options::Options;
use crate::article::ArticleId;
use crate::engine::{EngineError, InputState, Writer};
use crate::read::{self, Input, Inputs, Problem, ReadError};

/// What is to be done with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing: it is as it was.
    Skip,
    /// Its bytes are as they were, but its time or place is another.
    Touch,
    /// It is new or has changed.
    Read,
}

/// An input with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) input: Input,
    pub(super) action: Action,
    pub(super) state: Option<InputState>,
    /// Ids of its articles in the index; filled only if anything is to be read.
    pub(super) known: Vec<ArticleId>,
}

/// The plan of a run.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) inputs: Vec<Planned>,
    /// The input (by its place in `inputs`) and content hash of every article that the inputs have in the index.
    pub(super) owners: FxHashMap<ArticleId, (u32, u64)>,
    /// States of inputs whose files are gone.
    pub(super) gone: Vec<InputState>,
    pub(super) skipped: Vec<(String, u64)>,
    pub(super) errors: Vec<ReadError>,
    pub(super) settings: u64,
}

impl Plan {
    /// Makes the plan.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn make(options: &Options, writer: &dyn Writer) -> Result<Self, EngineError> {
        let Inputs { inputs, skipped, errors } = read::find(&options.roots, &options.settings);
        let mut states: FxHashMap<String, InputState> =
            writer.inputs()?.into_iter().map(|state| (state.source.clone(), state)).collect();
        let settings = settings_digest(options);
        let mut plan = Self { skipped, errors, settings, ..Self::default() };
        for input in inputs {
            let state = states.remove(&input.source);
            match action(&input, state.as_ref(), settings) {
                Ok(action) => plan.inputs.push(Planned { input, action, state, known: Vec::new() }),
                Err(error) => plan.errors.push(error),
            }
        }
        plan.gone = states.into_values().filter(|state| is_gone(&state.location)).collect();
        plan.gone.sort_by(|a, b| a.source.cmp(&b.source));
        plan.reread_after_duplicates(options.prune);
        if plan.inputs.iter().any(|planned| planned.action == Action::Read) {
            plan.find_owners(writer)?;
        }
        Ok(plan)
    }

    /// An input that had to leave out articles, because an earlier one holds them, is read again when an earlier one has
    /// changed: it may have let go of them.
    fn reread_after_duplicates(&mut self, prune: bool) {
        let mut changed = prune && !self.gone.is_empty();
        for planned in &mut self.inputs {
            let left_out = planned.state.as_ref().is_some_and(|state| state.duplicates > 0);
            if changed && left_out {
                planned.action = Action::Read;
            }
            changed |= planned.action == Action::Read;
        }
    }

    fn find_owners(&mut self, writer: &dyn Writer) -> Result<(), EngineError> {
        for (number, planned) in self.inputs.iter_mut().enumerate() {
            if planned.state.is_none() {
                continue;
            }
            for (id, hash) in writer.known(&planned.input.source)? {
                planned.known.push(id);
                self.owners.insert(id, (u32::try_from(number).unwrap_or(u32::MAX), hash));
            }
        }
        Ok(())
    }
}

fn action(input: &Input, state: Option<&InputState>, settings: u64) -> Result<Action, ReadError> {
    let Some(state) = state.filter(|_| input.regular) else { return Ok(Action::Read) };
    let location = input.location();
    let moved = state.location != location;
    let as_before = state.complete && state.settings == settings && state.bytes == input.bytes;
    if as_before && !moved && state.modified_ns == input.modified_ns {
        return Ok(Action::Skip);
    }
    if as_before && read::digest(&input.path).is_ok_and(|digest| digest == state.digest) {
        return Ok(Action::Touch);
    }
    if moved && !state.location.is_empty() && is_other_file(Path::new(&state.location), &input.path) {
        let problem = Problem::SameName(state.location.clone());
        return Err(ReadError::input(&input.path.to_string_lossy(), problem));
    }
    Ok(Action::Read)
}

fn is_other_file(known: &Path, now: &Path) -> bool {
    match (known.canonicalize(), now.canonicalize()) {
        (Ok(known), Ok(now)) => known != now,
        _ => false,
    }
}

/// Whether a file was there, and is no more.
fn is_gone(location: &str) -> bool {
    let missing = |error: std::io::Error| {
        matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
    };
    !location.is_empty() && std::fs::symlink_metadata(location).is_err_and(missing)
}

/// A digest of all settings that change what is read from the same bytes.
fn settings_digest(options: &Options) -> u64 {
    let settings = &options.settings;
    let pairs: Vec<String> = settings.map.pairs().map(|(target, path)| format!("{}={path}", target.name())).collect();
    let format = settings.format.map_or("", read::Format::name);
    let id = ArticleId::of(&[b"settings", pairs.join("\n").as_bytes(), format.as_bytes()]);
    id.0.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
