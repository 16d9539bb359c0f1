//! Copies of one report among the hits of a search: of each the first is kept, and the others are counted. They are known
//! by the key that `document::copy_key` gives an article. And which of all articles are copies of earlier ones.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::compile::Compiler;
use super::cursor::DocId;
use super::facet;
use super::plan::{Plan, Scored, Segment, Spread};
use super::reader::LocalEngine;
use super::schema::{Kind, shape};
use super::top::Place;
use super::writer::id_of;
use crate::article::ArticleId;
use crate::engine::{EngineError, SearchRequest};
use crate::query::ast::{Query, Unit};

/// What a hit has in common with its copies.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Likeness {
    key: u64,
    /// Number and words of a quotation.
    quote: Option<(u32, u64)>,
}

impl LocalEngine {
    fn likeness(&self, place: &Place, unit: Unit) -> Result<Option<Likeness>, EngineError> {
        let segment = &self.segments[place.segment];
        let Some(key) = segment.copies.first(facet::article_of(segment, place.doc, unit)) else { return Ok(None) };
        let quote = match unit {
            Unit::Article => None,
            Unit::Quote if segment.shapes.get_val(place.doc) & shape::IN_TITLE != 0 => return Ok(None),
            Unit::Quote => Some((place.quote(), segment.words(place.doc).map_err(|error| self.failure(error))?)),
        };
        Ok(Some(Likeness { key, quote }))
    }

    /// The ids of all articles that are copies of earlier ones.
    pub(super) fn copied_articles(&self) -> Result<Arc<FxHashSet<ArticleId>>, EngineError> {
        let request = SearchRequest::count(Query::Copy, Unit::Article);
        let copies = self.compiler(&request).all_copies()?;
        let id = |segment: &Segment, doc| {
            id_of(segment.id_high.first(doc).unwrap_or(0), segment.id_low.first(doc).unwrap_or(0))
        };
        let of_segment =
            |(segment, docs): (&Segment, &Scored)| docs.iter().map(|(doc, _)| id(segment, *doc)).collect::<Vec<_>>();
        Ok(Arc::new(self.segments.iter().zip(&copies.segments).flat_map(of_segment).collect()))
    }

    /// Leaves of hits that are copies of each other the first.
    pub(super) fn fold(&self, places: &mut Vec<Place>, unit: Unit) -> Result<(), EngineError> {
        let mut seen = FxHashSet::default();
        let mut kept = Vec::with_capacity(places.len());
        for place in places.iter() {
            if self.likeness(place, unit)?.is_none_or(|own| seen.insert(own)) {
                kept.push(*place);
            }
        }
        *places = kept;
        Ok(())
    }

    /// How many copies of each of these hits the plan has beside it.
    pub(super) fn count_copies(
        &self,
        compiler: &Compiler<'_>,
        plan: &Plan,
        places: &[Place],
        unit: Unit,
    ) -> Result<Vec<u64>, EngineError> {
        let mut others: Vec<Vec<(DocId, usize)>> = vec![Vec::new(); self.segments.len()];
        for (number, place) in places.iter().enumerate() {
            let Some(own) = self.likeness(place, unit)? else { continue };
            let (known, articles) = compiler.look_up(self.store.fields.alike_term(own.key))?;
            if articles < 2 {
                continue;
            }
            for segment in &self.segments {
                let postings = segment.postings_of(&known, IndexRecordOption::Basic);
                let Some(mut postings) = postings.map_err(|error| self.failure(error))? else { continue };
                while postings.doc() != TERMINATED {
                    let doc = own.document(segment, postings.doc()).map_err(|error| self.failure(error))?;
                    if let Some(doc) = doc
                        && (segment.number, doc) != (place.segment, place.doc)
                        && !segment.reader.is_deleted(doc)
                    {
                        others[segment.number].push((doc, number));
                    }
                    postings.advance();
                }
            }
        }
        let mut copies = vec![0; places.len()];
        for (segment, mut others) in self.segments.iter().zip(others) {
            if others.is_empty() {
                continue;
            }
            others.sort_unstable();
            let mut cursor = plan.cursor(segment, &self.store.fields).map_err(|error| self.failure(error))?;
            for (doc, number) in others {
                copies[number] += u64::from(cursor.seek(doc) == doc);
            }
        }
        Ok(copies)
    }
}

/// The articles that are copies of earlier ones, by segment, looked for when they are first asked for.
pub(super) type Copies = OnceLock<Vec<Scored>>;

impl Compiler<'_> {
    /// All articles that are copies of earlier ones.
    pub(super) fn all_copies(&self) -> Result<Spread, EngineError> {
        let segments = match self.copies.get() {
            Some(segments) => segments,
            None => {
                let found = self.find_copies().map_err(|error| self.failure(error))?;
                self.copies.get_or_init(|| found)
            }
        };
        Ok(Spread { segments: segments.clone(), label: Query::Copy.display(Unit::Article).to_string(), pattern: None })
    }

    fn find_copies(&self) -> tantivy::Result<Vec<Scored>> {
        let mut keyed: Vec<(u64, usize, DocId)> = Vec::new();
        for segment in self.segments {
            let mut articles = Plan::Every(Kind::Article).cursor(segment, self.fields)?;
            articles.for_each(false, &mut |doc, _| {
                if let Some(key) = segment.copies.first(doc).filter(|_| !segment.reader.is_deleted(doc)) {
                    keyed.push((key, segment.number, doc));
                }
            });
        }
        keyed.sort_unstable();
        let mut copies: Vec<Vec<(DocId, f32)>> = vec![Vec::new(); self.segments.len()];
        for alike in keyed.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1) {
            let place = |(_, number, doc): &(u64, usize, DocId)| {
                let segment = &self.segments[*number];
                let day = segment.days.first(*doc);
                (day.is_none(), day, segment.id_high.first(*doc), segment.id_low.first(*doc))
            };
            let first = alike.iter().min_by_key(|one| place(one));
            for own in alike.iter().filter(|own| Some(*own) != first) {
                copies[own.1].push((own.2, 0.0));
            }
        }
        Ok(copies
            .into_iter()
            .map(|mut docs| {
                docs.sort_unstable_by_key(|(doc, _)| *doc);
                docs.into()
            })
            .collect())
    }
}

impl Likeness {
    /// What stands for a hit in an article with the same key; nothing if the article has no such quotation.
    fn document(&self, segment: &Segment, article: DocId) -> tantivy::Result<Option<DocId>> {
        if segment.copies.first(article) != Some(self.key) {
            return Ok(None);
        }
        let Some((number, words)) = self.quote else { return Ok(Some(article)) };
        let quotes = shape::distance(segment.shapes.get_val(article));
        let Some(distance) = quotes.checked_sub(number).filter(|distance| *distance > 0) else { return Ok(None) };
        let doc = article.saturating_sub(distance);
        let is_same = segment.shapes.get_val(doc) & shape::IN_TITLE == 0 && segment.words(doc)? == words;
        Ok(is_same.then_some(doc))
    }
}
