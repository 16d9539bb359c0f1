//! Counts of values among what satisfies a query.

use std::cmp::Reverse;
use std::ops::Range;

use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::{column, shape};
use super::tally;
use crate::engine::{EngineError, Facet, FacetCount, FacetRequest, Facets, TallyRequest};
use crate::query::ast::Unit;

/// Counts the values of a facet.
pub(super) fn count(engine: &LocalEngine, request: &FacetRequest) -> Result<Facets, EngineError> {
    let unit = if request.facet == Facet::Speaker { Unit::Quote } else { Unit::Article };
    let mut text = String::new();
    let mut found = Vec::new();
    tally::by_value(engine, &TallyRequest::new(request.query.clone(), unit).by(request.facet), |value, sum| {
        let start = text.len();
        text.push_str(value);
        found.push((sum.count, start..text.len(), sum.articles));
    })?;
    let distinct = found.len() as u64;
    // Values come in their order, which is that of their places in the text.
    let commonest = |(count, place, _): &(u64, Range<usize>, u64)| (Reverse(*count), place.start);
    if request.limit < found.len() {
        found.select_nth_unstable_by_key(request.limit, commonest);
        found.truncate(request.limit);
    }
    found.sort_unstable_by_key(commonest);
    let count = |(count, place, articles): (u64, Range<usize>, u64)| FacetCount {
        value: text[place].to_owned(),
        count,
        articles,
    };
    Ok(Facets { counts: found.into_iter().map(count).collect(), distinct })
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
