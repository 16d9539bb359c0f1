//! Sums by day and value over the columns of what satisfies a query.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};

use super::facet::{article_of, column_of, names};
use super::plan::{Segment, numbers};
use super::reader::LocalEngine;
use super::schema::column;
use crate::date::day_of_number;
use crate::engine::{Days, EngineError, Facet, SearchRequest, Tally, TallyRequest};

/// Numbers from here on are those of names that others are counted as.
const HEADS: u64 = 1 << 48;

/// The number of "no value".
const NO_VALUE: u64 = u64::MAX;

/// A day, if days are apart and there is one, and the number of a value.
type Key = (Option<i64>, u64);

/// A sum.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u64,
    articles: u64,
    words: u64,
    /// The last article that was counted.
    last: Option<u32>,
}

/// What is looked up in a segment.
struct Columns {
    values: Option<StrColumn>,
    words: Column<u64>,
    /// Values that are counted as another one.
    aliases: FxHashMap<u64, u64>,
}

/// Counts.
pub(super) fn tally(engine: &LocalEngine, request: &TallyRequest) -> Result<Vec<Tally>, EngineError> {
    let search = SearchRequest::count(request.query.clone(), request.unit);
    let plan = engine.compiler(&search).compile(&search.query, request.unit)?;
    let heads: Vec<&String> = request.aliases.values().collect();
    let mut columns = Vec::with_capacity(engine.segments.len());
    for segment in &engine.segments {
        columns.push(Columns::open(engine, segment, request, &heads)?);
    }
    let mut sums: Vec<FxHashMap<Key, Sum>> = columns.iter().map(|_| FxHashMap::default()).collect();
    let mut found: Vec<u64> = Vec::new();
    engine.for_each(&plan, false, &mut |segment, doc, _| {
        let columns = &columns[segment.number];
        let article = article_of(segment, doc, request.unit);
        let day = if request.days == Days::Apart { segment.days.first(doc) } else { None };
        let holder = if request.facet == Some(Facet::Speaker) { doc } else { article };
        columns.values_of(holder, &mut found);
        let words = columns.words.first(doc).unwrap_or(0);
        for value in &found {
            let sum = sums[segment.number].entry((day, *value)).or_default();
            sum.count += 1;
            sum.words += words;
            sum.articles += u64::from(sum.last != Some(article));
            sum.last = Some(article);
        }
    })?;
    let mut whole: BTreeMap<(Option<i64>, Option<String>), Sum> = BTreeMap::new();
    for (columns, sums) in columns.iter().zip(sums) {
        let names = columns.names(engine, sums.keys().map(|(_, value)| *value), &heads)?;
        for ((day, value), sum) in sums {
            let value = names.get(&value).cloned();
            let whole = whole.entry((day, value)).or_default();
            whole.count += sum.count;
            whole.articles += sum.articles;
            whole.words += sum.words;
        }
    }
    let tally = |((day, value), sum): ((Option<i64>, Option<String>), Sum)| Tally {
        day: day.and_then(day_of_number),
        value,
        count: sum.count,
        articles: sum.articles,
        words: sum.words,
    };
    Ok(whole.into_iter().map(tally).collect())
}

impl Columns {
    fn open(
        engine: &LocalEngine,
        segment: &Segment,
        request: &TallyRequest,
        heads: &[&String],
    ) -> Result<Self, EngineError> {
        let values = match request.facet {
            Some(facet) => segment.reader.fast_fields().str(column_of(facet)).map_err(|error| engine.failure(error))?,
            None => None,
        };
        let mut aliases = FxHashMap::default();
        if let Some(values) = &values {
            for (alias, head) in &request.aliases {
                let number = heads.iter().position(|other| *other == head).unwrap_or(0) as u64;
                for name in [alias, head] {
                    let known = values.dictionary().term_ord(name.as_bytes());
                    if let Some(known) = known.map_err(|error| engine.failure(error.into()))? {
                        aliases.insert(known, HEADS + number);
                    }
                }
            }
        }
        let words = numbers(&segment.reader, column::WORDS).map_err(|error| engine.failure(error))?;
        Ok(Self { values, words, aliases })
    }

    /// The values of a document, each once; [`NO_VALUE`] where there is none.
    fn values_of(&self, doc: u32, found: &mut Vec<u64>) {
        found.clear();
        if let Some(values) = &self.values {
            found.extend(values.term_ords(doc));
        }
        if !self.aliases.is_empty() {
            for value in found.iter_mut() {
                *value = self.aliases.get(value).copied().unwrap_or(*value);
            }
            found.sort_unstable();
            found.dedup();
        }
        if found.is_empty() {
            found.push(NO_VALUE);
        }
    }

    /// The names of values; those that are none have none.
    fn names(
        &self,
        engine: &LocalEngine,
        values: impl Iterator<Item = u64>,
        heads: &[&String],
    ) -> Result<FxHashMap<u64, String>, EngineError> {
        let mut numbers: Vec<u64> = values.filter(|value| *value != NO_VALUE).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let own = numbers.partition_point(|number| *number < HEADS);
        let head = |number: &u64| Some((*number, (*heads.get((number - HEADS) as usize)?).clone()));
        let mut found: FxHashMap<u64, String> = numbers[own..].iter().filter_map(head).collect();
        if let Some(column) = &self.values {
            found.extend(numbers[..own].iter().copied().zip(names(engine, column, &numbers[..own])?));
        }
        Ok(found)
    }
}
