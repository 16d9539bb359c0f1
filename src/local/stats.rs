//! Sizes of a whole index.

use std::fs;

use rustc_hash::FxHashSet;
use tantivy::columnar::StrColumn;

use super::cursor::DocId;
use super::manifest::io_error;
use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::{column, shape};
use super::values::{self, Values};
use crate::annotation::QuoteKind;
use crate::date::day_of_number;
use crate::document::folded_value;
use crate::engine::{EngineError, Stats};
use crate::query::ast::Has;

/// What is counted in a segment.
struct Counted {
    stats: Stats,
    days: Option<(i64, i64)>,
    speakers: Values,
    outlets: Values,
}

pub(super) fn stats(engine: &LocalEngine) -> Result<Stats, EngineError> {
    let mut stats = Stats { segments: engine.segments.len() as u64, ..Stats::default() };
    let mut days: Option<(i64, i64)> = None;
    let (mut speakers, mut outlets) = (Vec::new(), Vec::new());
    for counted in engine.in_each(engine.searcher.num_docs(), |segment| in_segment(engine, segment)) {
        let counted = counted?;
        add(&mut stats, &counted.stats);
        if let Some((first, last)) = counted.days {
            days = Some(days.map_or((first, last), |known| (known.0.min(first), known.1.max(last))));
        }
        speakers.push(counted.speakers);
        outlets.push(counted.outlets);
    }
    // Names that differ in case and accents alone are one speaker's.
    let mut names: FxHashSet<String> = FxHashSet::default();
    values::each(&speakers, |name, _| names.extend(folded_value(name)));
    stats.speakers = names.len() as u64;
    values::each(&outlets, |_, _| stats.outlets += 1);
    stats.first_date = days.and_then(|(first, _)| day_of_number(first));
    stats.last_date = days.and_then(|(_, last)| day_of_number(last));
    stats.bytes = bytes(engine)?;
    Ok(stats)
}

fn add(whole: &mut Stats, own: &Stats) {
    whole.articles += own.articles;
    whole.dated += own.dated;
    whole.datelined += own.datelined;
    whole.quotes.iter_mut().zip(own.quotes).for_each(|(whole, own)| *whole += own);
    whole.other_acts += own.other_acts;
    whole.attributed += own.attributed;
    whole.inputs += own.inputs;
}

fn in_segment(engine: &LocalEngine, segment: &Segment) -> Result<Counted, EngineError> {
    let mut shapes = vec![0; segment.reader.max_doc() as usize];
    segment.shapes.get_range(0, &mut shapes);
    let mut stats = Stats::default();
    let mut days: Option<(i64, i64)> = None;
    let mut speakers = Seen::open(engine, segment, column::SPEAKERS)?;
    let mut outlets = Seen::open(engine, segment, column::OUTLET)?;
    for (doc, own) in (0..).zip(shapes).filter(|(doc, _)| !segment.reader.is_deleted(*doc)) {
        if own & shape::ARTICLE != 0 {
            stats.articles += 1;
            stats.dated += u64::from(own & shape::has(Has::Date) != 0);
            stats.datelined += u64::from(own & shape::has(Has::Dateline) != 0);
            if let Some(day) = segment.days.first(doc) {
                days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            }
            outlets.add(doc);
        } else if own & shape::QUOTE == 0 {
            stats.inputs += 1;
        } else if own & shape::SPEECH == 0 {
            stats.other_acts += 1;
        } else {
            for (count, kind) in stats.quotes.iter_mut().zip(QuoteKind::ALL) {
                *count += u64::from(own & shape::KIND == shape::kind(kind));
            }
            if own & shape::SPEAKER_KNOWN != 0 {
                stats.attributed += 1;
                speakers.add(doc);
            }
        }
    }
    Ok(Counted { stats, days, speakers: speakers.values(engine)?, outlets: outlets.values(engine)? })
}

/// Values of a column that were met.
struct Seen {
    column: Option<StrColumn>,
    seen: Vec<bool>,
}

impl Seen {
    fn open(engine: &LocalEngine, segment: &Segment, name: &str) -> Result<Self, EngineError> {
        let column = segment.reader.fast_fields().str(name).map_err(|error| engine.failure(error))?;
        Ok(Self { seen: vec![false; column.as_ref().map_or(0, |values| values.num_terms())], column })
    }

    fn add(&mut self, doc: DocId) {
        for value in self.column.iter().flat_map(|column| column.term_ords(doc)) {
            if let Some(seen) = self.seen.get_mut(value as usize) {
                *seen = true;
            }
        }
    }

    fn values(self, engine: &LocalEngine) -> Result<Values, EngineError> {
        let numbers: Vec<u64> = (0..).zip(self.seen).filter(|(_, seen)| *seen).map(|(number, _)| number).collect();
        self.column.map_or(Ok(Values::default()), |column| Values::read(engine, &column, &numbers))
    }
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
