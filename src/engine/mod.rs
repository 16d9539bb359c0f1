//! The contract between those who ask and those who hold an index. Nobody above this room knows what stands behind it:
//! tantivy on one machine (`local`), a plain reader of everything (`scan`), later a cluster.

pub mod error;
pub mod hit;
pub mod request;
pub mod tally;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::article::ArticleId;
use crate::document::{Block, Record};
use crate::query::ast::{Query, Unit};

pub use error::EngineError;
pub use hit::{Compiled, Explanation, FacetCount, Facets, Hit, Hits, Stats};
pub use request::{Facet, FacetRequest, Fetch, Order, Ranking, SearchRequest};
pub use tally::{Days, MatchCount, Tally, TallyRequest, WordCount, Words, WordsRequest};

/// Answers queries. Cheap to share between threads; what it answers is one state of the index, that of its opening.
pub trait Engine: Send + Sync {
    /// Finds what satisfies the query.
    ///
    /// # Errors
    /// When the index cannot be read, is damaged, or a limit on expansions is hit.
    fn search(&self, request: &SearchRequest) -> Result<Hits, EngineError>;

    /// Counts the values of a field among what satisfies a query.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn facet(&self, request: &FacetRequest) -> Result<Facets, EngineError>;

    /// The record of an article, or nothing if there is none by that id.
    ///
    /// # Errors
    /// When the index cannot be read or is damaged.
    fn get(&self, id: ArticleId) -> Result<Option<Record>, EngineError>;

    /// Shows the record of every article that satisfies a query, one after the other, in whatever order they are quickest
    /// to read. A method of its own, since reading them in an order that means something takes several times as long.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn visit(&self, query: &Query, show: &mut (dyn FnMut(&Record) + Send)) -> Result<(), EngineError>;

    /// The parts of an article's score for a query.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn explain(&self, request: &SearchRequest, id: ArticleId) -> Result<Explanation, EngineError>;

    /// What the engine makes of a query: its parts, each with how many satisfy it by itself. A method of its own, since
    /// only the engine knows for which words of the index a pattern or a name stands.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn compiled(&self, query: &Query, unit: Unit) -> Result<Compiled, EngineError>;

    /// Counts by day and value, with the words of what is counted, sorted by both. A method of its own beside
    /// [`Engine::facet`], since timelines need two keys at once, and names need their spellings counted as one.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn tally(&self, request: &TallyRequest) -> Result<Vec<Tally>, EngineError>;

    /// Counts the matches of a query in the texts of all articles that satisfy it: the stretches that
    /// [`crate::matching::places`] gives. A method of its own, since an index tells most of them without reading articles.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn matches(&self, query: &Query) -> Result<MatchCount, EngineError>;

    /// Counts the words of what satisfies a query (title and body of articles, the content of quotations), and how often
    /// each occurs in something else. A method of its own, since only an index can count all words without reading all
    /// articles.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn words(&self, request: &WordsRequest) -> Result<Words, EngineError>;

    /// The articles that are copies of earlier ones (see [`Query::Copy`]). A method of its own, since one article does not tell
    /// it.
    ///
    /// # Errors
    /// When the index cannot be read or is damaged.
    fn copies(&self) -> Result<Arc<FxHashSet<ArticleId>>, EngineError>;

    /// Sizes of the whole index.
    ///
    /// # Errors
    /// When the index cannot be read or is damaged.
    fn stats(&self) -> Result<Stats, EngineError>;
}

/// What is known of an input that was indexed: enough to skip it when nothing changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InputState {
    /// The source key: path relative to the indexed root, or `--source`.
    pub source: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Modification time, nanoseconds since 1970.
    pub modified_ns: i64,
    /// Digest of the bytes.
    pub digest: [u8; 16],
    /// Digest of the settings that change what is read (field map, given dates).
    pub settings: u64,
    /// Articles read.
    pub articles: u64,
    /// Records rejected.
    pub rejected: u64,
    /// Records left out because another input, earlier in the order, holds the same article.
    pub duplicates: u64,
    /// Whether it was read to its end.
    pub complete: bool,
    /// The absolute path of the file when it was read; empty for standard input. Tells a moved root from another file of
    /// the same name, and an input that is gone from one that was not asked for.
    pub location: String,
}

/// Changes an index; nothing is seen by readers before [`Writer::commit`]. There is one at a time.
pub trait Writer: Send {
    /// The states of all inputs, as of the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn inputs(&self) -> Result<Vec<InputState>, EngineError>;

    /// Ids and content hashes of the articles of an input, as of the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn known(&self, source: &str) -> Result<Vec<(ArticleId, u64)>, EngineError>;

    /// Writes an article with its quotations, in place of any of the same id.
    ///
    /// # Errors
    /// When the index cannot be written; the writer is then good only for [`Writer::rollback`].
    fn put(&mut self, block: Block) -> Result<(), EngineError>;

    /// Writes the state of an input, in place of any of the same source.
    ///
    /// # Errors
    /// As [`Writer::put`].
    fn put_input(&mut self, state: &InputState) -> Result<(), EngineError>;

    /// Removes an article with its quotations.
    ///
    /// # Errors
    /// As [`Writer::put`].
    fn delete(&mut self, id: ArticleId) -> Result<(), EngineError>;

    /// Removes the state of an input (its articles are removed one by one).
    ///
    /// # Errors
    /// As [`Writer::put`].
    fn delete_input(&mut self, source: &str) -> Result<(), EngineError>;

    /// Makes all changes durable and visible, all of them or none. `position` is kept with the commit.
    ///
    /// # Errors
    /// As [`Writer::put`]; then nothing of the changes since the last commit is visible.
    fn commit(&mut self, position: &str) -> Result<(), EngineError>;

    /// Forgets all changes since the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn rollback(&mut self) -> Result<(), EngineError>;
}
