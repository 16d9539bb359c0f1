//! One generation, open: tantivy's index with our schema and tokenizers.

use std::path::{Path, PathBuf};

use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy};

use super::directory::{Access, Folder, sweep, sync_folder};
use super::failure::convert;
use super::manifest::io_error;
use super::schema::{Fields, schema};
use super::tokens::tokenizers;
use crate::engine::EngineError;

/// Blocks of the document store (16 KiB each) that a reader keeps unpacked.
pub(super) const CACHED_BLOCKS: usize = 64;

/// An open generation.
#[derive(Clone, Debug)]
pub(super) struct Store {
    /// The index's folder, for messages.
    pub(super) path: PathBuf,
    /// The folder of the generation; none for an index in memory.
    pub(super) generation: Option<PathBuf>,
    pub(super) index: Index,
    pub(super) fields: Fields,
}

impl Store {
    pub(super) fn open(path: &Path, generation: &Path, access: Access) -> Result<Self, EngineError> {
        if access == Access::Write {
            sweep(generation).map_err(|error| io_error(generation, error))?;
        }
        let folder = Folder::open(generation, access).map_err(|error| io_error(generation, error))?;
        let index = Index::open(folder).map_err(|error| convert(path, error))?;
        Self::with(path, Some(generation), index)
    }

    pub(super) fn create(path: &Path, generation: &Path) -> Result<Self, EngineError> {
        let folder = Folder::open(generation, Access::Write).map_err(|error| io_error(generation, error))?;
        let index =
            Index::create(folder, schema().0, IndexSettings::default()).map_err(|error| convert(path, error))?;
        sync_folder(generation).map_err(|error| io_error(generation, error))?;
        Self::with(path, Some(generation), index)
    }

    pub(super) fn create_in_ram() -> Result<Self, EngineError> {
        let path = Path::new("memory");
        let index = Index::create(RamDirectory::create(), schema().0, IndexSettings::default());
        Self::with(path, None, index.map_err(|error| convert(path, error))?)
    }

    fn with(path: &Path, generation: Option<&Path>, mut index: Index) -> Result<Self, EngineError> {
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(super::manifest::damaged(path, "its fields are not those of its version"));
        }
        index.set_tokenizers(tokenizers());
        Ok(Self { path: path.to_owned(), generation: generation.map(Path::to_owned), index, fields })
    }

    /// A reader on the state of the last commit.
    pub(super) fn reader(&self) -> Result<IndexReader, EngineError> {
        reader_of(&self.index, &self.path)
    }

    /// The position given with the last commit.
    pub(super) fn position(&self) -> Result<Option<String>, EngineError> {
        Ok(self.index.load_metas().map_err(|error| convert(&self.path, error))?.payload)
    }
}

/// A reader that changes only when it is told to.
pub(super) fn reader_of(index: &Index, path: &Path) -> Result<IndexReader, EngineError> {
    index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(CACHED_BLOCKS)
        .try_into()
        .map_err(|error| convert(path, error))
}
