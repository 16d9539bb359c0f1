//! Counts of values among what satisfies a query.

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;

use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::{column, shape};
use crate::engine::{EngineError, Facet, FacetCount, FacetRequest, Facets, SearchRequest};
use crate::query::ast::Unit;

/// Occurrences of a value in a segment, or in all.
#[derive(Clone, Copy, Default)]
struct Count {
    documents: u64,
    articles: u64,
    /// The last article in which it was counted.
    last: Option<u32>,
}

/// Counts the values of a facet.
pub(super) fn count(engine: &LocalEngine, request: &FacetRequest) -> Result<Facets, EngineError> {
    let column = column_of(request.facet);
    let unit = if request.facet == Facet::Speaker { Unit::Quote } else { Unit::Article };
    let search = SearchRequest::count(request.query.clone(), unit);
    let plan = engine.compiler(&search)?.compile(&search.query, unit)?;
    let mut columns = Vec::with_capacity(engine.segments.len());
    for segment in &engine.segments {
        columns.push(segment.reader.fast_fields().str(column).map_err(|error| engine.failure(error))?);
    }
    let mut counts: Vec<FxHashMap<u64, Count>> = columns.iter().map(|_| FxHashMap::default()).collect();
    engine.for_each(&plan, false, &mut |segment, doc, _| {
        let Some(values) = &columns[segment.number] else { return };
        let article = article_of(segment, doc, unit);
        for value in values.term_ords(doc) {
            let count = counts[segment.number].entry(value).or_default();
            count.documents += 1;
            count.articles += u64::from(count.last != Some(article));
            count.last = Some(article);
        }
    })?;
    let mut named: FxHashMap<String, Count> = FxHashMap::default();
    for (values, counts) in columns.iter().zip(counts) {
        let Some(values) = values else { continue };
        for (number, count) in counts {
            let whole = named.entry(name(engine, values, number)?).or_default();
            whole.documents += count.documents;
            whole.articles += count.articles;
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

/// The value of that number.
pub(super) fn name(engine: &LocalEngine, values: &StrColumn, number: u64) -> Result<String, EngineError> {
    let mut name = String::new();
    values.ord_to_str(number, &mut name).map_err(|error| engine.failure(error.into()))?;
    Ok(name)
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
