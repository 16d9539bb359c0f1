//! The reader: one state of an index, and the answers it gives.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashSet;
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::compile::Compiler;
use super::copies::Copies;
use super::cursor::{DocId, Found};
use super::directory::Access;
use super::failure::{convert, guarded};
use super::manifest::{self, Versions, damaged};
use super::plan::{Plan, Segment};
use super::schema::shape;
use super::store::Store;
use super::top::{Decay, Place, Top};
use super::words::in_each;
use super::writer::{id_of, id_term};
use super::{explain, facet, matches, outline, stats, tally, terms};
use crate::article::ArticleId;
use crate::date::day_of_number;
use crate::document::Record;
use crate::engine::{
    Compiled, Engine, EngineError, Explanation, FacetRequest, Facets, Fetch, Hit, Hits, MatchCount, Order,
    SearchRequest, Stats, Tally, TallyRequest, Words, WordsRequest,
};
use crate::query::ast::{Query, Unit};

/// Documents, weighed by what they cost, from which on a search is worth a thread for each segment. Tests of this room
/// have few documents, and threads for all.
const WORTH_THREADS: u64 = if cfg!(test) { 1 } else { 100_000 };

/// What it costs to read a stored article, in documents that are looked at.
pub(super) const ARTICLE_COST: u64 = 1000;

/// How many times as many hits are kept where copies took too many places.
const MORE_PLACES: usize = 4;

/// How often opening is tried again when a writer removed a file under our eyes.
const OPENING_TRIES: u32 = 5;

/// An open index, in the state of its last commit before it was opened.
pub struct LocalEngine {
    pub(super) store: Store,
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<Segment>,
    pub(super) copies: Copies,
}

impl LocalEngine {
    /// Opens the index in a folder for reading. Nothing is written, so the folder may be read-only.
    ///
    /// # Errors
    /// `Missing` if there is no index, `Version` if another version wrote it, `Damaged` or `Io` if it cannot be read.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        Self::open_with(path, Versions::Agree)
    }

    pub(super) fn open_with(path: &Path, versions: Versions) -> Result<Self, EngineError> {
        let open = || {
            guarded(path, || {
                let generation = manifest::current(path, versions)?;
                Self::with(Store::open(path, &generation, Access::Read)?)
            })
        };
        let mut opened = open();
        for attempt in 1..OPENING_TRIES {
            // A merge or a rebuild may have ended between the reading of its list and the opening of a file in it.
            if !matches!(opened, Err(EngineError::Damaged { .. } | EngineError::Io { .. })) {
                break;
            }
            std::thread::sleep(Duration::from_millis(u64::from(attempt) * 10));
            opened = open();
        }
        opened
    }

    pub(super) fn with(store: Store) -> Result<Self, EngineError> {
        let searcher = store.reader()?.searcher();
        let segments = searcher.segment_readers().iter().enumerate();
        let segments = segments
            .map(|(number, reader)| Segment::open(number, reader))
            .collect::<tantivy::Result<_>>()
            .map_err(|error| convert(&store.path, error))?;
        Ok(Self { store, searcher, segments, copies: Copies::default() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.store.path
    }

    pub(super) fn failure(&self, error: tantivy::TantivyError) -> EngineError {
        convert(self.path(), error)
    }

    pub(super) fn compiler<'a>(&'a self, request: &'a SearchRequest) -> Compiler<'a> {
        Compiler::new(
            self.path(),
            &self.segments,
            &self.store.fields,
            &request.ranking,
            &self.copies,
            request.limit > 0,
        )
    }

    /// Shows every document of a plan in a segment that is not deleted.
    pub(super) fn for_each_in(
        &self,
        segment: &Segment,
        plan: &Plan,
        scored: bool,
        found: &mut dyn Found,
    ) -> Result<(), EngineError> {
        let mut cursor = plan.cursor(segment, &self.store.fields).map_err(|error| self.failure(error))?;
        match segment.reader.alive_bitset() {
            None => cursor.for_each(scored, found),
            Some(alive) => cursor.for_each(scored, &mut |doc, score| {
                if alive.is_alive(doc) {
                    found.show(doc, score);
                }
            }),
        }
        Ok(())
    }

    /// The best documents of a segment, and how many there are.
    fn best_in(&self, segment: &Segment, plan: &Plan, unit: Unit, top: Top) -> Result<Top, EngineError> {
        let scored = top.needs_scores();
        let mut best = Best { segment, top, unit, article: None };
        self.for_each_in(segment, plan, scored, &mut best)?;
        Ok(best.top)
    }

    /// About how many documents a plan looks at.
    pub(super) fn cost(&self, plan: &Plan) -> u64 {
        match plan {
            Plan::Nothing => 0,
            // Nothing leads it but a kind: all are looked at.
            plan if plan.cost() == 0 => self.searcher.num_docs(),
            plan => plan.cost(),
        }
    }

    /// Does something in each segment: one after the other, or, where there is much to read, at the same time.
    pub(super) fn in_each<T: Send>(&self, cost: u64, work: impl Fn(&Segment) -> T + Sync) -> Vec<T> {
        if cost < WORTH_THREADS { self.segments.iter().map(work).collect() } else { in_each(&self.segments, work) }
    }

    /// The best documents of all segments.
    fn best(&self, plan: &Plan, unit: Unit, top: impl Fn() -> Top + Sync) -> Result<Top, EngineError> {
        let mut whole = top();
        for top in self.in_each(plan.cost(), |segment| self.best_in(segment, plan, unit, top())) {
            whole.join(top?);
        }
        Ok(whole)
    }

    fn run(&self, request: &SearchRequest) -> Result<Hits, EngineError> {
        let mut compiler = self.compiler(request);
        let plan = compiler.compile(&request.query, request.unit)?;
        let second = if request.order == Order::Relevance { compiler.second_look(request)? } else { Vec::new() };
        let looked_at = if second.is_empty() { 0 } else { request.ranking.looked_at };
        let wanted = if request.limit == 0 { 0 } else { request.limit.saturating_add(request.offset) };
        let decay = Decay::of(&request.ranking, &self.segments);
        let mut kept = if wanted == 0 { 0 } else { wanted.max(looked_at) };
        let (total, articles, mut places) = loop {
            let top = self.best(&plan, request.unit, || Top::new(request.order, decay, kept))?;
            let total = top.total;
            let articles = if request.unit == Unit::Quote { top.articles } else { total };
            let mut places = top.hits();
            let is_all = places.len() as u64 == total;
            let looked_at = looked_at.min(places.len());
            self.look_again(&second, decay, &mut places[..looked_at])?;
            if request.fold {
                self.fold(&mut places, request.unit)?;
            }
            if places.len() >= wanted || is_all {
                break (total, articles, places);
            }
            // Copies took the places of others, which come up where more are kept.
            kept = kept.saturating_mul(MORE_PLACES);
        };
        places.truncate(wanted);
        places.drain(..request.offset.min(places.len()));
        let scores = match request.order {
            Order::Relevance => places.iter().map(Place::score).collect(),
            Order::Oldest | Order::Newest => self.scores(&plan, &places)?,
        };
        let copies = if request.fold {
            self.count_copies(&compiler, &plan, &places, request.unit)?
        } else {
            vec![0; places.len()]
        };
        let mut hits = Vec::with_capacity(places.len());
        for ((place, score), copies) in places.iter().zip(scores).zip(copies) {
            hits.push(Hit { copies, ..self.hit(place, score, request)? });
        }
        Ok(Hits { total, articles, hits })
    }

    /// The scores of a few documents, where the order did not ask for them.
    fn scores(&self, plan: &Plan, places: &[Place]) -> Result<Vec<f32>, EngineError> {
        let mut scores = vec![0.0; places.len()];
        for segment in &self.segments {
            let mut here: Vec<(DocId, usize)> = (0..)
                .zip(places)
                .filter(|(_, place)| place.segment == segment.number)
                .map(|(number, place)| (place.doc, number))
                .collect();
            if here.is_empty() {
                continue;
            }
            here.sort_unstable();
            let mut cursor = plan.cursor(segment, &self.store.fields).map_err(|error| self.failure(error))?;
            for (doc, number) in here {
                if cursor.seek(doc) == doc {
                    scores[number] = cursor.score();
                }
            }
        }
        Ok(scores)
    }

    fn hit(&self, place: &Place, score: f32, request: &SearchRequest) -> Result<Hit, EngineError> {
        let segment = &self.segments[place.segment];
        let own = segment.shapes.get_val(place.doc);
        let article = match request.unit {
            Unit::Article => place.doc,
            Unit::Quote => place.doc.saturating_add(shape::distance(own)),
        };
        let (high, low) = place.id();
        let record = match request.fetch {
            Fetch::Ids => None,
            Fetch::Records => Some(self.record(segment.number, article)?),
        };
        Ok(Hit {
            id: id_of(high, low),
            quote: (request.unit == Unit::Quote).then(|| place.quote()),
            score,
            date: place.day().and_then(day_of_number),
            copies: 0,
            record,
        })
    }

    /// The record stored with an article.
    pub(super) fn record(&self, segment: usize, doc: DocId) -> Result<Record, EngineError> {
        let own = &self.segments[segment];
        let read = own.stored.read(&own.reader, doc, self.store.fields.stored, |bytes| self.decoded(bytes));
        if let Some(record) = read.map_err(|error| self.failure(error))? {
            return record;
        }
        let address = DocAddress::new(u32::try_from(segment).unwrap_or(u32::MAX), doc);
        let document: TantivyDocument = self.searcher.doc(address).map_err(|error| self.failure(error))?;
        let bytes = document.get_first(self.store.fields.stored).and_then(|value| value.as_bytes());
        let bytes = bytes.ok_or_else(|| damaged(self.path(), "an article has no stored record"))?;
        self.decoded(bytes)
    }

    fn decoded(&self, bytes: &[u8]) -> Result<Record, EngineError> {
        postcard::from_bytes(bytes)
            .map_err(|error| damaged(self.path(), format!("a stored record cannot be read: {error}")))
    }

    /// The documents of a plan that are not deleted, by segment, in their order.
    pub(super) fn documents(&self, plan: &Plan) -> Result<Vec<Vec<DocId>>, EngineError> {
        let found = self.in_each(self.cost(plan), |segment| {
            let mut docs = Vec::new();
            self.for_each_in(segment, plan, false, &mut |doc, _| docs.push(doc)).map(|()| docs)
        });
        found.into_iter().collect()
    }

    /// Shows the records of a query's articles, in the order in which they are stored.
    fn visit(&self, query: &Query, show: &mut (dyn FnMut(&Record) + Send)) -> Result<(), EngineError> {
        let request = SearchRequest::count(query.clone(), Unit::Article);
        let docs = self.documents(&self.compiler(&request).article(query)?)?;
        let articles: u64 = docs.iter().map(|docs| docs.len() as u64).sum();
        let show = Mutex::new(show);
        let shown = self.in_each(articles.saturating_mul(ARTICLE_COST), |segment| {
            for doc in &docs[segment.number] {
                let record = self.record(segment.number, *doc)?;
                (show.lock().unwrap_or_else(PoisonError::into_inner))(&record);
            }
            Ok(())
        });
        shown.into_iter().collect()
    }

    /// Where the article of an id lies, if there is one that is not deleted.
    pub(super) fn locate(&self, id: ArticleId) -> Result<Option<(usize, DocId)>, EngineError> {
        use tantivy::schema::IndexRecordOption;
        use tantivy::{DocSet, TERMINATED};
        let term = id_term(&self.store.fields, id);
        for segment in &self.segments {
            let postings = segment.postings(&term, IndexRecordOption::Basic).map_err(|error| self.failure(error))?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if segment.shapes.get_val(doc) & shape::ARTICLE != 0 && !segment.reader.is_deleted(doc) {
                    return Ok(Some((segment.number, doc)));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

/// The best documents of a segment.
struct Best<'a> {
    segment: &'a Segment,
    top: Top,
    unit: Unit,
    /// Of the last quotation.
    article: Option<DocId>,
}

impl Found for Best<'_> {
    fn show(&mut self, doc: DocId, score: f32) {
        self.top.add(self.segment, doc, score);
        // Quotations lie before their article.
        if self.unit == Unit::Quote && self.article.is_none_or(|article| article < doc) {
            self.top.articles += 1;
            self.article = Some(facet::article_of(self.segment, doc, self.unit));
        }
    }

    fn least(&self) -> f32 {
        // All quotations are shown: their articles are counted.
        if self.unit == Unit::Article { self.top.least_score() } else { f32::NEG_INFINITY }
    }

    fn pass_over(&mut self, count: u64) {
        self.top.total += count;
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &SearchRequest) -> Result<Hits, EngineError> {
        guarded(self.path(), || self.run(request))
    }

    fn facet(&self, request: &FacetRequest) -> Result<Facets, EngineError> {
        guarded(self.path(), || facet::count(self, request))
    }

    fn get(&self, id: ArticleId) -> Result<Option<Record>, EngineError> {
        guarded(self.path(), || match self.locate(id)? {
            Some((segment, doc)) => self.record(segment, doc).map(Some),
            None => Ok(None),
        })
    }

    fn visit(&self, query: &Query, show: &mut (dyn FnMut(&Record) + Send)) -> Result<(), EngineError> {
        guarded(self.path(), || self.visit(query, show))
    }

    fn explain(&self, request: &SearchRequest, id: ArticleId) -> Result<Explanation, EngineError> {
        guarded(self.path(), || explain::explain(self, request, id))
    }

    fn compiled(&self, query: &Query, unit: Unit) -> Result<Compiled, EngineError> {
        guarded(self.path(), || outline::outline(self, query, unit))
    }

    fn tally(&self, request: &TallyRequest) -> Result<Vec<Tally>, EngineError> {
        guarded(self.path(), || tally::tally(self, request))
    }

    fn matches(&self, query: &Query) -> Result<MatchCount, EngineError> {
        guarded(self.path(), || matches::count(self, query))
    }

    fn words(&self, request: &WordsRequest) -> Result<Words, EngineError> {
        guarded(self.path(), || terms::words(self, request))
    }

    fn copies(&self) -> Result<Arc<FxHashSet<ArticleId>>, EngineError> {
        guarded(self.path(), || self.copied_articles())
    }

    fn stats(&self) -> Result<Stats, EngineError> {
        guarded(self.path(), || stats::stats(self))
    }
}
