//! A new generation from the records stored in the old one.

use std::path::Path;

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{Index, SegmentReader, TantivyDocument};

use super::WriterOptions;
use super::directory::{Access, Folder};
use super::failure::{convert, guarded};
use super::manifest::{self, Versions, damaged, io_error};
use super::schema::{column, shape};
use super::store::{Store, reader_of};
use super::writer::LocalWriter;
use crate::annotation::Analysis;
use crate::article::Article;
use crate::document::{Record, block};
use crate::engine::{EngineError, InputState, Writer};

/// Articles handed out for analysis at once.
const BATCH: usize = 256;

/// Makes the index anew from the records stored in it and puts the new one in the place of the old, all or nothing.
/// Also mends an index of other versions, but of the record format.
///
/// `analyse` gets articles in batches and gives an analysis for each, in order; it may use many threads. Gives the number
/// of articles.
///
/// # Errors
/// `Missing` if there is no index, `Version` if its records are of another format, otherwise as [`LocalWriter::open_or_create`], and `Damaged` if a record cannot be read.
pub fn rebuild(
    path: &Path,
    options: &WriterOptions,
    analyse: &mut dyn FnMut(&[Article]) -> Vec<Analysis>,
) -> Result<u64, EngineError> {
    guarded(path, || {
        if !manifest::exists(path)? {
            return Err(EngineError::Missing(path.to_owned()));
        }
        let lock = manifest::lock(path)?;
        let old = Old::open(path)?;
        let generation = manifest::next_generation(path)?;
        let store = Store::create(path, &generation)?;
        let mut writer = LocalWriter::with(store, options, None)?;
        let mut count = 0;
        for segment in old.reader.searcher().segment_readers() {
            count += copy(&old, segment, &mut writer, analyse)?;
        }
        writer.commit(old.position.as_deref().unwrap_or_default())?;
        writer.finish()?;
        manifest::switch_to(path, &generation)?;
        manifest::sweep_generations(path)?;
        drop(lock);
        Ok(count)
    })
}

/// The generation in use, of whatever version but that of its records: only the names of what is read are taken for granted.
struct Old {
    path: std::path::PathBuf,
    reader: tantivy::IndexReader,
    stored: Field,
    position: Option<String>,
}

impl Old {
    fn open(path: &Path) -> Result<Self, EngineError> {
        let generation = manifest::current(path, Versions::Records)?;
        let folder = Folder::open(&generation, Access::Read).map_err(|error| io_error(&generation, error))?;
        let index = Index::open(folder).map_err(|error| convert(path, error))?;
        let stored = index.schema().get_field("stored").map_err(|error| convert(path, error))?;
        let position = index.load_metas().map_err(|error| convert(path, error))?.payload;
        Ok(Self { path: path.to_owned(), reader: reader_of(&index, path)?, stored, position })
    }

    fn bytes(&self, store: &StoreReader, doc: u32) -> Result<Vec<u8>, EngineError> {
        let document: TantivyDocument = store.get(doc).map_err(|error| convert(&self.path, error))?;
        let bytes = document.get_first(self.stored).and_then(|value| value.as_bytes());
        bytes.map(<[u8]>::to_vec).ok_or_else(|| damaged(&self.path, "an article has no stored record"))
    }
}

/// Columns of the old generation.
struct Columns {
    shapes: Column<u64>,
    hashes: Column<u64>,
    sources: Option<StrColumn>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let numbers = |name: &str| -> tantivy::Result<Column<u64>> {
            let found: Option<Column<u64>> = columns.column_opt(name)?;
            Ok(found.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        Ok(Self {
            shapes: numbers(column::SHAPE)?,
            hashes: numbers(column::CONTENT_HASH)?,
            sources: columns.str(column::SOURCE)?,
        })
    }

    fn source(&self, doc: u32) -> tantivy::Result<String> {
        let mut source = String::new();
        if let Some(sources) = &self.sources
            && let Some(number) = sources.term_ords(doc).next()
        {
            sources.ord_to_str(number, &mut source)?;
        }
        Ok(source)
    }
}

/// Puts the articles and the states of inputs of a segment; gives the number of articles.
fn copy(
    old: &Old,
    segment: &SegmentReader,
    writer: &mut LocalWriter,
    analyse: &mut dyn FnMut(&[Article]) -> Vec<Analysis>,
) -> Result<u64, EngineError> {
    let failure = |error| convert(&old.path, error);
    let columns = Columns::open(segment).map_err(failure)?;
    let store = segment.get_store_reader(1).map_err(|error| failure(error.into()))?;
    let mut count = 0;
    let mut batch: Vec<Article> = Vec::with_capacity(BATCH);
    let mut origins: Vec<(String, u64)> = Vec::with_capacity(BATCH);
    for doc in segment.doc_ids_alive() {
        let own = columns.shapes.first(doc).unwrap_or(0);
        if own & shape::ARTICLE != 0 {
            let record: Record = decode(old, &old.bytes(&store, doc)?)?;
            batch.push(record.article);
            origins.push((columns.source(doc).map_err(failure)?, columns.hashes.first(doc).unwrap_or(0)));
            count += 1;
        } else if own & shape::QUOTE == 0 {
            let state: InputState = decode(old, &old.bytes(&store, doc)?)?;
            writer.put_input(&state)?;
        }
        if batch.len() == BATCH {
            put(&mut batch, &mut origins, writer, analyse)?;
        }
    }
    put(&mut batch, &mut origins, writer, analyse)?;
    Ok(count)
}

fn decode<T: serde::de::DeserializeOwned>(old: &Old, bytes: &[u8]) -> Result<T, EngineError> {
    postcard::from_bytes(bytes).map_err(|error| damaged(&old.path, format!("a stored record cannot be read: {error}")))
}

fn put(
    batch: &mut Vec<Article>,
    origins: &mut Vec<(String, u64)>,
    writer: &mut LocalWriter,
    analyse: &mut dyn FnMut(&[Article]) -> Vec<Analysis>,
) -> Result<(), EngineError> {
    if batch.is_empty() {
        return Ok(());
    }
    let analyses = analyse(batch);
    if analyses.len() != batch.len() {
        return Err(EngineError::Other("the analysis gave another number of articles than it got".to_owned()));
    }
    for ((article, analysis), (source, hash)) in batch.drain(..).zip(analyses).zip(origins.drain(..)) {
        writer.put(block(&Record { article, analysis }, &source, hash))?;
    }
    Ok(())
}
