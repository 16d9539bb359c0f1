//! Counts of values among what satisfies a query.

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;

use super::manifest::damaged;
use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::{column, shape};
use crate::engine::{EngineError, Facet, FacetCount, FacetRequest, Facets, SearchRequest};
use crate::query::ast::Unit;

/// Occurrences of a value in all segments.
#[derive(Clone, Copy, Default)]
struct Count {
    documents: u64,
    articles: u64,
}

/// Occurrences of the values of a segment, by their numbers.
struct Counts {
    documents: Vec<u32>,
    articles: Vec<u32>,
    /// The last article in which each was counted, and one more.
    last: Vec<u32>,
    /// Values that occur.
    found: Vec<u64>,
}

impl Counts {
    fn new(values: Option<&StrColumn>) -> Self {
        let size = values.map_or(0, |values| values.num_terms());
        Self { documents: vec![0; size], articles: vec![0; size], last: vec![0; size], found: Vec::new() }
    }

    fn add(&mut self, value: u64, article: u32) {
        let at = value as usize;
        let Some(documents) = self.documents.get_mut(at) else { return };
        if *documents == 0 {
            self.found.push(value);
        }
        *documents += 1;
        let next = article.saturating_add(1);
        if self.last[at] != next {
            self.last[at] = next;
            self.articles[at] += 1;
        }
    }
}

/// Counts the values of a facet.
pub(super) fn count(engine: &LocalEngine, request: &FacetRequest) -> Result<Facets, EngineError> {
    let column = column_of(request.facet);
    let unit = if request.facet == Facet::Speaker { Unit::Quote } else { Unit::Article };
    let search = SearchRequest::count(request.query.clone(), unit);
    let plan = engine.compiler(&search).compile(&search.query, unit)?;
    let mut columns = Vec::with_capacity(engine.segments.len());
    for segment in &engine.segments {
        columns.push(segment.reader.fast_fields().str(column).map_err(|error| engine.failure(error))?);
    }
    let mut counts: Vec<Counts> = columns.iter().map(|values| Counts::new(values.as_ref())).collect();
    engine.for_each(&plan, false, &mut |segment, doc, _| {
        let Some(values) = &columns[segment.number] else { return };
        let article = article_of(segment, doc, unit);
        let counts = &mut counts[segment.number];
        values.term_ords(doc).for_each(|value| counts.add(value, article));
    })?;
    let mut named: FxHashMap<String, Count> = FxHashMap::default();
    for (values, mut counts) in columns.iter().zip(counts) {
        let Some(values) = values else { continue };
        counts.found.sort_unstable();
        for (name, number) in names(engine, values, &counts.found)?.into_iter().zip(&counts.found) {
            let whole = named.entry(name).or_default();
            whole.documents += u64::from(counts.documents[*number as usize]);
            whole.articles += u64::from(counts.articles[*number as usize]);
        }
    }
    Ok(sorted(named, request.limit))
}

/// The column that holds the values of a facet.
pub(super) fn column_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => column::OUTLET,
        Facet::Section => column::SECTION,
        Facet::Language => column::LANGUAGE,
        Facet::In => column::IN,
        Facet::Place => column::PLACE,
        Facet::Person => column::PEOPLE,
        Facet::Speaker => column::SPEAKERS,
    }
}

/// The article of a document.
pub(super) fn article_of(segment: &Segment, doc: u32, unit: Unit) -> u32 {
    match unit {
        Unit::Article => doc,
        Unit::Quote => doc.saturating_add(shape::distance(segment.shapes.get_val(doc))),
    }
}

/// The values of these numbers, which are sorted and each there once.
pub(super) fn names(engine: &LocalEngine, values: &StrColumn, numbers: &[u64]) -> Result<Vec<String>, EngineError> {
    let mut names = Vec::with_capacity(numbers.len());
    let read = values
        .dictionary()
        .sorted_ords_to_term_cb(numbers, |name| names.push(String::from_utf8_lossy(name).into_owned()));
    read.map_err(|error| engine.failure(error.into()))?;
    if names.len() != numbers.len() {
        return Err(damaged(engine.path(), "a column has a value that is in no list"));
    }
    Ok(names)
}

fn sorted(named: FxHashMap<String, Count>, limit: usize) -> Facets {
    let distinct = named.len() as u64;
    let mut counts: Vec<FacetCount> = named
        .into_iter()
        .map(|(value, count)| FacetCount { value, count: count.documents, articles: count.articles })
        .collect();
    counts.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts.truncate(limit);
    Facets { counts, distinct }
}
