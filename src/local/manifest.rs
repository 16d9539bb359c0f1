//! Where the generations of an index lie, and which versions wrote them. `CURRENT` holds the name of the generation in
//! use; a generation is a folder with tantivy's files and `manifest.json`.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::directory::{UNFINISHED, replace, sweep, sync_folder};
use super::schema::SCHEMA_VERSION;
use crate::analysis::ANALYSIS_VERSION;
use crate::engine::EngineError;
use crate::text::token::TOKEN_RULE_VERSION;

/// Version of the stemmer crate: the one that `Cargo.toml` pins.
const STEMMER_VERSION: &str = "frostem 2.20261016.1";

/// Version of the records and states of inputs that are stored: any change of `Article`, `Analysis` or `InputState` changes
/// it. A rebuild reads them, so it cannot mend an index of another version of them.
const RECORD_VERSION: u32 = 2;
/// What [`EngineError::Version`] calls it.
const RECORD: &str = "record format";

const CURRENT: &str = "CURRENT";
const MANIFEST: &str = "manifest.json";
const LOCK: &str = ".writer.lock";
const GENERATION: &str = "gen-";

/// The versions that an index was written with. Nothing else belongs here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    #[serde(default)]
    record: u32,
    schema: u32,
    token_rule: u32,
    stemmer: String,
    analysis: u32,
}

impl Manifest {
    /// The versions of this program.
    pub(super) fn own() -> Self {
        Self {
            record: RECORD_VERSION,
            schema: SCHEMA_VERSION,
            token_rule: TOKEN_RULE_VERSION,
            stemmer: STEMMER_VERSION.to_owned(),
            analysis: ANALYSIS_VERSION,
        }
    }

    /// The first version that differs from the program's, as an error.
    fn compare(&self, path: &Path) -> Result<(), EngineError> {
        let own = Self::own();
        let pairs = [
            (RECORD, self.record.to_string(), own.record.to_string()),
            ("schema", self.schema.to_string(), own.schema.to_string()),
            ("token rule", self.token_rule.to_string(), own.token_rule.to_string()),
            ("stemmer", self.stemmer.clone(), own.stemmer),
            ("analysis", self.analysis.to_string(), own.analysis.to_string()),
        ];
        match pairs.into_iter().find(|(_, found, expected)| found != expected) {
            Some((what, found, expected)) => Err(EngineError::Version { path: path.to_owned(), what, found, expected }),
            None => Ok(()),
        }
    }
}

/// Whether versions must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Versions {
    /// They must.
    Agree,
    /// Only that of the stored records must: the index is taken apart.
    Records,
}

/// The folder of the generation in use.
pub(super) fn current(path: &Path, versions: Versions) -> Result<PathBuf, EngineError> {
    let Some(name) = current_name(path)? else { return Err(EngineError::Missing(path.to_owned())) };
    let generation = path.join(name);
    let manifest = generation.join(MANIFEST);
    let bytes = fs::read(&manifest).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => damaged(path, format!("{} is missing", manifest.display())),
        _ => io_error(&manifest, error),
    })?;
    let found: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| damaged(path, format!("{} cannot be read: {error}", manifest.display())))?;
    match versions {
        Versions::Agree => found.compare(path)?,
        Versions::Records => Manifest { record: found.record, ..Manifest::own() }.compare(path)?,
    }
    Ok(generation)
}

/// The name in `CURRENT`; nothing if there is no such file.
fn current_name(path: &Path) -> Result<Option<String>, EngineError> {
    let file = path.join(CURRENT);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
        Err(error) => return Err(io_error(&file, error)),
    };
    let name = text.trim();
    if generation_number(name).is_none() {
        let why = "its file CURRENT does not name a generation".to_owned();
        return Err(EngineError::NotAnIndex { path: path.to_owned(), why });
    }
    Ok(Some(name.to_owned()))
}

fn generation_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(GENERATION)?;
    (digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The lock of the one writer; it is given back when this is dropped, also by the death of the process.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

/// Makes the folder, if need be, and takes the writer's lock; then removes what a killed writer left.
pub(super) fn lock(path: &Path) -> Result<WriterLock, EngineError> {
    let exists = path.try_exists().map_err(|error| io_error(path, error))?;
    if exists {
        refuse_foreign(path)?;
    } else {
        fs::create_dir_all(path).map_err(|error| io_error(path, error))?;
    }
    let file = path.join(LOCK);
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&file)
        .map_err(|error| io_error(&file, error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(EngineError::Locked(path.to_owned())),
        Err(fs::TryLockError::Error(error)) => return Err(io_error(path, error)),
    }
    sweep(path).map_err(|error| io_error(path, error))?;
    sweep_generations(path)?;
    Ok(WriterLock { _file: file })
}

/// Refuses a folder that holds something else: nothing is ever written beside a user's documents.
fn refuse_foreign(path: &Path) -> Result<(), EngineError> {
    let not_an_index = |why: String| EngineError::NotAnIndex { path: path.to_owned(), why };
    if !path.is_dir() {
        return Err(not_an_index("it is a file".to_owned()));
    }
    if current_name(path)?.is_some() {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| io_error(path, error))? {
        let name = entry.map_err(|error| io_error(path, error))?.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with('.')
            || name == "README.md"
            || generation_number(&name).is_some()
                && is_bare(&path.join(&*name)).map_err(|error| io_error(path, error))?;
        if !ours {
            return Err(not_an_index(format!("it holds {name}, but no CURRENT")));
        }
    }
    Ok(())
}

/// Whether a generation holds nothing yet: its making was broken off.
fn is_bare(generation: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(generation)? {
        let name = entry?.file_name();
        if !is_housekeeping(&name.to_string_lossy()) && name != "meta.json" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes generations that are not in use. What cannot be removed (an open file on Windows) waits for the next writer.
pub(super) fn sweep_generations(path: &Path) -> Result<(), EngineError> {
    let current = current_name(path)?;
    for (_, name) in generations(path)? {
        if current.as_deref() != Some(name.as_str()) {
            let _ = fs::remove_dir_all(path.join(name));
        }
    }
    Ok(())
}

fn generations(path: &Path) -> Result<Vec<(u64, String)>, EngineError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| io_error(path, error))? {
        let name = entry.map_err(|error| io_error(path, error))?.file_name().to_string_lossy().into_owned();
        if let Some(number) = generation_number(&name) {
            found.push((number, name));
        }
    }
    Ok(found)
}

/// Makes the folder of the next generation, with its manifest; it is not in use before [`switch_to`].
pub(super) fn next_generation(path: &Path) -> Result<PathBuf, EngineError> {
    let highest = generations(path)?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
    let folder = path.join(format!("{GENERATION}{:04}", highest + 1));
    let manifest = folder.join(MANIFEST);
    let make = || -> io::Result<()> {
        fs::create_dir(&folder)?;
        let mut text = serde_json::to_string_pretty(&Manifest::own()).map_err(io::Error::other)?;
        text.push('\n');
        replace(&manifest, text.as_bytes())?;
        sync_folder(&folder)
    };
    make().map_err(|error| io_error(&folder, error))?;
    Ok(folder)
}

/// Puts a generation into use, durably, all or nothing.
pub(super) fn switch_to(path: &Path, generation: &Path) -> Result<(), EngineError> {
    let name = generation.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = path.join(CURRENT);
    sync_folder(path)
        .and_then(|()| replace(&file, format!("{name}\n").as_bytes()))
        .and_then(|()| sync_folder(path))
        .map_err(|error| io_error(&file, error))
}

/// Whether there is an index in the folder at all.
pub(super) fn exists(path: &Path) -> Result<bool, EngineError> {
    Ok(current_name(path)?.is_some())
}

/// Whether a file of a generation is one that no commit knows: half written, a lock, or the manifest.
pub(super) fn is_housekeeping(name: &str) -> bool {
    name.starts_with(UNFINISHED) || name.starts_with('.') || name == MANIFEST
}

pub(super) fn io_error(path: &Path, source: io::Error) -> EngineError {
    EngineError::Io { path: path.to_owned(), source }
}

pub(super) fn damaged(path: &Path, why: impl Into<String>) -> EngineError {
    EngineError::Damaged { path: path.to_owned(), why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stemmer_is_the_one_that_is_pinned() {
        let cargo = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
        let version = STEMMER_VERSION.strip_prefix("frostem ").unwrap();
        assert!(cargo.contains(&format!("frostem = {{ version = \"={version}\"")));
    }

    #[test]
    fn every_version_that_differs_is_named() {
        let path = Path::new("index");
        assert!(Manifest::own().compare(path).is_ok());
        let others = [
            (RECORD, Manifest { record: 0, ..Manifest::own() }),
            ("schema", Manifest { schema: 0, ..Manifest::own() }),
            ("token rule", Manifest { token_rule: 0, ..Manifest::own() }),
            ("stemmer", Manifest { stemmer: String::new(), ..Manifest::own() }),
            ("analysis", Manifest { analysis: 0, ..Manifest::own() }),
        ];
        for (name, other) in others {
            match other.compare(path) {
                Err(EngineError::Version { what, .. }) => assert_eq!(what, name),
                other => panic!("{other:?}"),
            }
        }
    }
}
