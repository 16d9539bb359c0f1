//! From paths as a user gives them to the list of inputs: files of folders in a fixed order, each with the key by which
//! an index knows it. Names and sizes only; no file is opened.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;
use rustc_hash::FxHashMap;

use super::error::{Problem, ReadError};
use super::format::Format;
use super::settings::Settings;

/// The path that means standard input.
pub const STDIN: &str = "-";

/// A file of ignore rules of our own, beside `.gitignore` and `.ignore`.
const IGNORE_FILE: &str = ".onrecordignore";

/// A file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The source key: the path relative to the root, with `/` between its parts; `-` for standard input; `--source`, if
    /// given, stands in place of the root.
    pub source: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its format, if it was given or its name tells it; otherwise its first bytes decide.
    pub format: Option<Format>,
    /// Size in bytes; 0 for what is no regular file.
    pub bytes: u64,
    /// Modification time, nanoseconds since 1970; 0 if it is not known.
    pub modified_ns: i64,
    /// Whether it is a regular file, which can be read again.
    pub regular: bool,
}

impl Input {
    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == STDIN
    }

    /// The absolute path, as text; empty for what is no regular file.
    #[must_use]
    pub fn location(&self) -> String {
        if !self.regular {
            return String::new();
        }
        std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone()).to_string_lossy().into_owned()
    }
}

/// What was found under the given paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Inputs, in the order of the roots, those of a folder sorted by source key; keys are unique.
    pub inputs: Vec<Input>,
    /// Files of folders that were left out, because their kind is not read: extension (`.pdf`, or `no extension`) and how
    /// many, sorted by extension.
    pub skipped: Vec<(String, u64)>,
    /// Roots and files that could not be looked at, names that clash, folders without articles.
    pub errors: Vec<ReadError>,
}

/// Finds the inputs under files, folders and `-`. Folders are walked to any depth; hidden files, files of unknown kind
/// and what ignore files name are left out.
#[must_use]
pub fn find(roots: &[PathBuf], settings: &Settings) -> Inputs {
    let mut found = Inputs::default();
    let mut skipped = BTreeMap::new();
    for root in roots {
        if root.as_os_str() == STDIN {
            let source = settings.source.clone().unwrap_or_else(|| STDIN.to_owned());
            found.inputs.push(Input {
                source,
                path: root.clone(),
                format: settings.format,
                bytes: 0,
                modified_ns: 0,
                regular: false,
            });
            continue;
        }
        match std::fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => walk(root, settings, &mut found, &mut skipped),
            Ok(metadata) => {
                let name = root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned();
                let source = settings.source.clone().unwrap_or(name);
                found.inputs.push(input(source, root.clone(), &metadata, settings.format.or(Format::of_path(root))));
            }
            Err(error) => found.errors.push(ReadError::input(&root.to_string_lossy(), io_problem(&error))),
        }
    }
    found.skipped = skipped.into_iter().collect();
    refuse_equal_names(&mut found);
    found
}

fn walk(root: &Path, settings: &Settings, found: &mut Inputs, skipped: &mut BTreeMap<String, u64>) {
    let mut inputs = Vec::new();
    let mut kinds = BTreeMap::new();
    let walk = WalkBuilder::new(root)
        .follow_links(true)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.errors.push(walk_error(root, &error));
                continue;
            }
        };
        if entry.file_type().is_none_or(|kind| !kind.is_file()) {
            continue;
        }
        let Some(format) = Format::of_path(entry.path()) else {
            *kinds.entry(kind_of(entry.path())).or_insert(0) += 1;
            continue;
        };
        match entry.metadata() {
            Ok(metadata) => {
                let source = key(root, entry.path(), settings.source.as_deref());
                let format = settings.format.unwrap_or(format);
                inputs.push(input(source, entry.into_path(), &metadata, Some(format)));
            }
            Err(error) => found.errors.push(walk_error(root, &error)),
        }
    }
    if inputs.is_empty() {
        let problem = Problem::NoArticles(kinds.clone().into_iter().collect());
        found.errors.push(ReadError::input(&root.to_string_lossy(), problem));
    }
    inputs.sort_by(|a, b| a.source.cmp(&b.source));
    found.inputs.append(&mut inputs);
    for (kind, count) in kinds {
        *skipped.entry(kind).or_insert(0) += count;
    }
}

fn input(source: String, path: PathBuf, metadata: &Metadata, format: Option<Format>) -> Input {
    let regular = metadata.is_file();
    let since_1970 = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = since_1970.and_then(|time| i64::try_from(time.as_nanos()).ok()).filter(|_| regular).unwrap_or(0);
    Input { source, path, format, bytes: if regular { metadata.len() } else { 0 }, modified_ns, regular }
}

/// The path below the root, its parts joined by `/`, behind the given name if there is one.
fn key(root: &Path, path: &Path, name: Option<&str>) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
    name.map(std::borrow::Cow::Borrowed).into_iter().chain(parts).collect::<Vec<_>>().join("/")
}

fn kind_of(path: &Path) -> String {
    match path.extension() {
        Some(extension) => format!(".{}", extension.to_string_lossy().to_lowercase()),
        None => "without extension".to_owned(),
    }
}

/// Of inputs with the same key, the first is kept and the others are errors. The same file given twice is no error.
fn refuse_equal_names(found: &mut Inputs) {
    let mut first: FxHashMap<String, PathBuf> = FxHashMap::default();
    let errors = &mut found.errors;
    found.inputs.retain(|input| match first.get(&input.source) {
        None => {
            first.insert(input.source.clone(), input.path.clone());
            true
        }
        Some(kept) => {
            if !is_same_file(kept, &input.path) {
                let problem = Problem::SameName(kept.to_string_lossy().into_owned());
                errors.push(ReadError::input(&input.path.to_string_lossy(), problem));
            }
            false
        }
    });
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn walk_error(root: &Path, error: &ignore::Error) -> ReadError {
    let problem = error.io_error().map_or_else(|| Problem::Unreadable(error.to_string()), io_problem);
    ReadError::input(&path_of(error).unwrap_or(root).to_string_lossy(), problem)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

pub(super) fn io_problem(error: &std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::NotFound => Problem::NotFound,
        std::io::ErrorKind::PermissionDenied => Problem::Unreadable("permission denied".to_owned()),
        _ => Problem::Unreadable(error.to_string()),
    }
}
