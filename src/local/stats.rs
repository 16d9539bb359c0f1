//! Sizes of a whole index.

use std::fs;

use rustc_hash::FxHashSet;

use super::manifest::io_error;
use super::plan::Plan;
use super::reader::LocalEngine;
use super::schema::{Kind, column, shape};
use crate::annotation::QuoteKind;
use crate::date::day_of_number;
use crate::engine::{EngineError, Stats};
use crate::query::ast::Has;

pub(super) fn stats(engine: &LocalEngine) -> Result<Stats, EngineError> {
    let mut stats = Stats { segments: engine.segments.len() as u64, ..Stats::default() };
    let (mut first, mut last) = (None::<i64>, None::<i64>);
    engine.for_each(&Plan::Every(Kind::Article), false, &mut |segment, doc, _| {
        let own = segment.shapes.get_val(doc);
        stats.articles += 1;
        stats.dated += u64::from(own & shape::has(Has::Date) != 0);
        stats.datelined += u64::from(own & shape::has(Has::Dateline) != 0);
        if let Some(day) = segment.days.first(doc) {
            first = Some(first.map_or(day, |first| first.min(day)));
            last = Some(last.map_or(day, |last| last.max(day)));
        }
    })?;
    engine.for_each(&Plan::Every(Kind::Quote), false, &mut |segment, doc, _| {
        let own = segment.shapes.get_val(doc);
        if own & shape::SPEECH == 0 {
            stats.other_acts += 1;
            return;
        }
        for (count, kind) in stats.quotes.iter_mut().zip(QuoteKind::ALL) {
            *count += u64::from(own & shape::KIND == shape::kind(kind));
        }
        stats.attributed += u64::from(own & shape::SPEAKER_KNOWN != 0);
    })?;
    engine.for_each(&Plan::Every(Kind::State), false, &mut |_, _, _| stats.inputs += 1)?;
    stats.speakers = distinct(engine, Kind::Quote, column::SPEAKERS)?;
    stats.outlets = distinct(engine, Kind::Article, column::OUTLET)?;
    stats.first_date = first.and_then(day_of_number);
    stats.last_date = last.and_then(day_of_number);
    stats.bytes = bytes(engine)?;
    Ok(stats)
}

/// Different values of a column in documents that are not deleted; of quotations, in speech only.
fn distinct(engine: &LocalEngine, kind: Kind, column: &str) -> Result<u64, EngineError> {
    let mut columns = Vec::with_capacity(engine.segments.len());
    for segment in &engine.segments {
        columns.push(segment.reader.fast_fields().str(column).map_err(|error| engine.failure(error))?);
    }
    let mut seen: Vec<Vec<bool>> =
        columns.iter().map(|values| vec![false; values.as_ref().map_or(0, |values| values.num_terms())]).collect();
    engine.for_each(&Plan::Every(kind), false, &mut |segment, doc, _| {
        if kind == Kind::Quote && segment.shapes.get_val(doc) & shape::SPEECH == 0 {
            return;
        }
        let Some(values) = &columns[segment.number] else { return };
        for value in values.term_ords(doc) {
            if let Some(seen) = seen[segment.number].get_mut(value as usize) {
                *seen = true;
            }
        }
    })?;
    let mut names: FxHashSet<String> = FxHashSet::default();
    for (values, seen) in columns.iter().zip(seen) {
        let Some(values) = values else { continue };
        let numbers: Vec<u64> = (0..).zip(seen).filter(|(_, seen)| *seen).map(|(number, _)| number).collect();
        names.extend(super::facet::names(engine, values, &numbers)?);
    }
    Ok(names.len() as u64)
}

/// Bytes of the generation in use; 0 for an index in memory.
fn bytes(engine: &LocalEngine) -> Result<u64, EngineError> {
    let Some(generation) = &engine.store.generation else { return Ok(0) };
    let mut sum = 0;
    for entry in fs::read_dir(generation).map_err(|error| io_error(generation, error))? {
        // A file may go while it is looked at: a merge has ended.
        sum += entry.and_then(|entry| entry.metadata()).map_or(0, |metadata| metadata.len());
    }
    Ok(sum)
}
