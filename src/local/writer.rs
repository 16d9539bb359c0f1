//! The one writer: blocks become tantivy documents, a quotation's directly before its article's.

use std::path::Path;

use rustc_hash::FxHashSet;
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocSet, IndexReader, IndexWriter, Searcher, TERMINATED, TantivyDocument, Term};

use super::WriterOptions;
use super::directory::Access;
use super::failure::{convert, from_io, guarded};
use super::manifest::{self, Versions, WriterLock, damaged};
use super::merging::{self, BySize};
use super::reader::LocalEngine;
use super::schema::{Fields, Kind, column, shape};
use super::store::Store;
use super::tokens::names;
use crate::article::ArticleId;
use crate::date::day_number;
use crate::document::{ArticleDocument, Block, QuoteDocument};
use crate::engine::{EngineError, InputState, Writer};

/// Bytes that tantivy wants for a thread at least.
const LEAST_MEMORY: usize = 16 << 20;
/// Bytes that tantivy takes for a thread at most.
const MOST_MEMORY: usize = 4000 << 20;

/// The one writer of an index.
pub struct LocalWriter {
    store: Store,
    options: IndexWriterOptions,
    writer: IndexWriter,
    reader: IndexReader,
    /// Articles put since the last commit.
    pending: FxHashSet<ArticleId>,
    /// Given back when the writer is dropped, after all else.
    _lock: Option<WriterLock>,
}

impl LocalWriter {
    /// Opens the index in a folder for writing; makes it, with its folder, if there is none.
    ///
    /// # Errors
    /// `Locked` if another process writes to it, `NotAnIndex` if the folder holds something else, `Version` if another
    /// version wrote it, `Damaged` or `Io` if it cannot be read or written.
    pub fn open_or_create(path: &Path, options: &WriterOptions) -> Result<Self, EngineError> {
        guarded(path, || {
            let lock = manifest::lock(path)?;
            let store = if manifest::exists(path)? {
                Store::open(path, &manifest::current(path, Versions::Agree)?, Access::Write)?
            } else {
                let generation = manifest::next_generation(path)?;
                let store = Store::create(path, &generation)?;
                manifest::switch_to(path, &generation)?;
                store
            };
            Self::with(store, options, Some(lock))
        })
    }

    /// Makes an index that lives in memory, as long as its writer or an engine of it lives. For tests and small jobs.
    ///
    /// # Errors
    /// When threads cannot be started.
    pub fn create_in_ram() -> Result<Self, EngineError> {
        Self::with(Store::create_in_ram()?, &WriterOptions { threads: 1, memory_bytes: LEAST_MEMORY }, None)
    }

    /// A writer of an open generation. The lock of the index is held by the caller where `lock` is none.
    pub(super) fn with(store: Store, options: &WriterOptions, lock: Option<WriterLock>) -> Result<Self, EngineError> {
        let threads = options.threads.clamp(1, 64);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((options.memory_bytes / threads).clamp(LEAST_MEMORY, MOST_MEMORY))
            .num_merge_threads(threads.min(2))
            .build();
        let writer = open_writer(&store, &options)?;
        let reader = store.reader()?;
        Ok(Self { store, options, writer, reader, pending: FxHashSet::default(), _lock: lock })
    }

    /// An engine on the state of the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn engine(&self) -> Result<LocalEngine, EngineError> {
        LocalEngine::with(self.store.clone())
    }

    /// The position that was given with the last commit, if there was one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self) -> Result<Option<String>, EngineError> {
        self.store.position()
    }

    /// Waits until segments that are being merged are merged, merges what else is worth it, and ends. Changes since the
    /// last commit are forgotten. A writer that is only dropped breaks merging off, which loses nothing but leaves more
    /// segments. Gives an engine on what is there then.
    ///
    /// # Errors
    /// When the index cannot be written or read.
    pub fn finish(self) -> Result<LocalEngine, EngineError> {
        let Self { store, options, writer, reader, _lock, .. } = self;
        drop(reader);
        writer.wait_merging_threads().map_err(|error| convert(&store.path, error))?;
        // A merge that fails, as on a disk that is nearly full, loses nothing: all is committed, and the next run tries again.
        let _ = merging::merge(&store, &options);
        LocalEngine::with(store)
    }

    /// Whether a committed article has the id.
    fn is_committed(&self, id: &Term) -> Result<bool, EngineError> {
        let found = self.reader.searcher().doc_freq(id).map_err(|error| self.failure(error))?;
        Ok(found > 0)
    }

    fn failure(&self, error: tantivy::TantivyError) -> EngineError {
        convert(&self.store.path, error)
    }

    fn run(&self, operations: Vec<UserOperation>) -> Result<(), EngineError> {
        self.writer.run(operations).map(|_| ()).map_err(|error| self.failure(error))
    }
}

impl Writer for LocalWriter {
    fn inputs(&self) -> Result<Vec<InputState>, EngineError> {
        guarded(&self.store.path, || {
            let mut states = Vec::new();
            let searcher = self.reader.searcher();
            for address in alive(&searcher, &self.store.fields.kind_term(Kind::State), &self.store.path)? {
                let document: TantivyDocument = searcher.doc(address).map_err(|error| self.failure(error))?;
                let bytes = document.get_first(self.store.fields.stored).and_then(|value| value.as_bytes());
                let state = bytes.and_then(|bytes| postcard::from_bytes(bytes).ok());
                states.push(state.ok_or_else(|| damaged(&self.store.path, "the state of an input cannot be read"))?);
            }
            states.sort_by(|a: &InputState, b| a.source.cmp(&b.source));
            Ok(states)
        })
    }

    fn known(&self, source: &str) -> Result<Vec<(ArticleId, u64)>, EngineError> {
        guarded(&self.store.path, || {
            let searcher = self.reader.searcher();
            let term = Term::from_field_text(self.store.fields.source, source);
            let mut known = Vec::new();
            for address in alive(&searcher, &term, &self.store.path)? {
                let columns = searcher.segment_reader(address.segment_ord).fast_fields();
                let value = |name: &str| -> Result<Option<u64>, EngineError> {
                    Ok(columns.u64(name).map_err(|error| self.failure(error))?.first(address.doc_id))
                };
                // States of inputs have no id.
                let (Some(high), Some(low)) = (value(column::ID_HIGH)?, value(column::ID_LOW)?) else { continue };
                known.push((id_of(high, low), value(column::CONTENT_HASH)?.unwrap_or_default()));
            }
            known.sort_unstable();
            Ok(known)
        })
    }

    fn put(&mut self, block: Block) -> Result<(), EngineError> {
        let fields = &self.store.fields;
        let id = id_term(fields, block.article.id);
        let mut operations = Vec::with_capacity(block.quotes.len() + 2);
        if self.pending.contains(&block.article.id) || self.is_committed(&id)? {
            operations.push(UserOperation::Delete(id));
        }
        self.pending.insert(block.article.id);
        let count = block.quotes.len();
        for (number, quote) in block.quotes.iter().enumerate() {
            operations.push(UserOperation::Add(quote_document(fields, block.article.id, quote, count - number)));
        }
        operations.push(UserOperation::Add(article_document(fields, &block.article, count)));
        self.run(operations)
    }

    fn put_input(&mut self, state: &InputState) -> Result<(), EngineError> {
        let fields = &self.store.fields;
        let stored = postcard::to_stdvec(state).map_err(|error| EngineError::Other(error.to_string()))?;
        let mut document = TantivyDocument::new();
        document.add_text(fields.kind, Kind::State.term());
        document.add_bytes(fields.id, state_id(&state.source).as_slice());
        document.add_u64(fields.shape, 0);
        document.add_bytes(fields.stored, &stored);
        self.run(vec![UserOperation::Delete(state_term(fields, &state.source)), UserOperation::Add(document)])
    }

    fn delete(&mut self, id: ArticleId) -> Result<(), EngineError> {
        self.run(vec![UserOperation::Delete(id_term(&self.store.fields, id))])
    }

    fn delete_input(&mut self, source: &str) -> Result<(), EngineError> {
        self.run(vec![UserOperation::Delete(state_term(&self.store.fields, source))])
    }

    fn commit(&mut self, position: &str) -> Result<(), EngineError> {
        let path = &self.store.path;
        let mut prepared = self.writer.prepare_commit().map_err(|error| convert(path, error))?;
        prepared.set_payload(position);
        prepared.commit().map_err(|error| convert(path, error))?;
        self.pending.clear();
        self.reader.reload().map_err(|error| convert(path, error))
    }

    fn rollback(&mut self) -> Result<(), EngineError> {
        let path = &self.store.path;
        self.pending.clear();
        let rolled_back = guarded(path, || {
            self.writer.rollback().map_err(|error| convert(path, error))?;
            self.writer.set_merge_policy(Box::new(BySize::meanwhile(&self.store)));
            Ok(())
        });
        if rolled_back.is_err() {
            // The old writer is past help; what it has not committed goes with it.
            self.writer = open_writer(&self.store, &self.options)?;
        }
        self.reader.reload().map_err(|error| convert(&self.store.path, error))
    }
}

fn open_writer(store: &Store, options: &IndexWriterOptions) -> Result<IndexWriter, EngineError> {
    let writer: IndexWriter =
        store.index.writer_with_options(options.clone()).map_err(|error| convert(&store.path, error))?;
    writer.set_merge_policy(Box::new(BySize::meanwhile(store)));
    Ok(writer)
}

/// The documents with a term that are not deleted, in the order of the index.
fn alive(searcher: &Searcher, term: &Term, path: &Path) -> Result<Vec<tantivy::DocAddress>, EngineError> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let index = reader.inverted_index(term.field()).map_err(|error| convert(path, error))?;
        let postings =
            index.read_postings(term, IndexRecordOption::Basic).map_err(|error| from_io(path, error, path))?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            if !reader.is_deleted(postings.doc()) {
                found.push(tantivy::DocAddress::new(segment, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// The term that an article and its quotations share.
pub(super) fn id_term(fields: &Fields, id: ArticleId) -> Term {
    Term::from_field_bytes(fields.id, &id.0)
}

/// An input's identity in the field of ids: longer than any article's.
fn state_id(source: &str) -> Vec<u8> {
    [b"input ".as_slice(), blake3::hash(source.as_bytes()).as_bytes()].concat()
}

fn state_term(fields: &Fields, source: &str) -> Term {
    Term::from_field_bytes(fields.id, &state_id(source))
}

/// The two numbers in which columns hold an id, in its order.
pub(super) fn id_parts(id: ArticleId) -> (u64, u64) {
    let number = u128::from_be_bytes(id.0);
    ((number >> 64) as u64, number as u64)
}

/// The id of two numbers as [`id_parts`] gives them.
pub(super) fn id_of(high: u64, low: u64) -> ArticleId {
    ArticleId((u128::from(high) << 64 | u128::from(low)).to_be_bytes())
}

fn article_document(fields: &Fields, article: &ArticleDocument, quotes: usize) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, Kind::Article.term());
    document.add_bytes(fields.id, article.id.0.as_slice());
    document.add_text(fields.source, &article.source);
    let texts = [(fields.title, &article.title), (fields.body, &article.body)];
    for (field, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        document.add_text(field, text);
    }
    let values = [
        (fields.byline, &article.byline),
        (fields.outlet, &article.outlet),
        (fields.section, &article.section),
        (fields.language, &article.language),
    ];
    for (field, value) in values {
        if let Some(value) = value {
            document.add_text(field, value);
        }
    }
    if !article.people.is_empty() {
        document.add_text(fields.person, names(article.people.iter().map(String::as_str)));
    }
    for (field, values) in
        [(fields.dateline, &article.dateline_places), (fields.place, &article.places), (fields.people, &article.people)]
    {
        for value in values {
            document.add_text(field, value);
        }
    }
    document.add_u64(fields.shape, shape::of_article(article, quotes));
    if let Some(date) = article.date {
        document.add_i64(fields.day, day_number(date));
    }
    let (high, low) = id_parts(article.id);
    document.add_u64(fields.id_high, high);
    document.add_u64(fields.id_low, low);
    document.add_u64(fields.content_hash, article.content_hash);
    if let Some(key) = article.copy {
        document.add_u64(fields.copy, key);
        document.add_bytes(fields.alike, fields.alike_term(key).serialized_value_bytes());
    }
    document.add_u64(fields.words, u64::from(article.word_count));
    document.add_u64(fields.speech, u64::from(article.speech_count));
    document.add_bytes(fields.stored, &article.stored);
    document
}

fn quote_document(fields: &Fields, id: ArticleId, quote: &QuoteDocument, distance: usize) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, Kind::Quote.term());
    document.add_bytes(fields.id, id.0.as_slice());
    document.add_text(fields.said, &quote.said);
    for (field, text) in [(fields.cue, &quote.cue), (fields.mention, &quote.mention)] {
        if let Some(text) = text {
            document.add_text(field, text);
        }
    }
    for name in &quote.speakers {
        document.add_text(fields.speakers, name);
    }
    let lists = [
        (fields.role, &quote.roles),
        (fields.speaker, &quote.speakers),
        (fields.via, &quote.via),
        (fields.about, &quote.about),
    ];
    for (field, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        document.add_text(field, names(list.iter().map(String::as_str)));
    }
    document.add_u64(fields.shape, shape::of_quote(quote, distance));
    document.add_u64(fields.words, u64::from(quote.word_count));
    if let Some(date) = quote.date {
        document.add_i64(fields.day, day_number(date));
    }
    document
}
