//! Sums by day and value over the columns of what satisfies a query.

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};

use super::facet::{article_of, column_of};
use super::plan::{Plan, Segment, numbers};
use super::reader::LocalEngine;
use super::schema::column;
use super::values::{self, Values};
use crate::date::day_of_number;
use crate::engine::{Days, EngineError, Facet, SearchRequest, Tally, TallyRequest};

/// So many sums of a segment stand in arrays; more are kept in a map.
const MAX_CELLS: u64 = 1 << 20;

/// A day, if days are apart and there is one, and the number of a value.
type Key = (Option<i64>, Option<usize>);

/// A sum.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) count: u64,
    pub(super) articles: u64,
    words: u64,
}

impl Sum {
    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.articles += other.articles;
        self.words += other.words;
    }
}

/// What a sum is of, besides its day.
#[derive(Clone, Copy)]
enum Of {
    /// What has no value.
    Nothing,
    /// A value of the segment, by its place in the list of those that were found.
    Own(usize),
    /// A value that others are counted as, by its place in the list of these.
    Head(usize),
}

/// The sums of a segment.
pub(super) struct Sums {
    values: Values,
    list: Vec<(Option<i64>, Of, Sum)>,
}

/// Counts.
pub(super) fn tally(engine: &LocalEngine, request: &TallyRequest) -> Result<Vec<Tally>, EngineError> {
    let mut heads: Vec<&str> = request.aliases.values().map(String::as_str).collect();
    heads.sort_unstable();
    heads.dedup();
    let (mut lists, sums): (Vec<Values>, Vec<_>) =
        sums(engine, request, &heads, Words::Counted)?.into_iter().map(|sums| (sums.values, sums.list)).unzip();
    let mut own = Values::default();
    heads.iter().for_each(|head| own.push(head));
    lists.push(own);
    // Numbers of the values in the order of all of them.
    let mut names: Vec<&str> = Vec::new();
    let mut places: Vec<Vec<usize>> = lists.iter().map(|values| vec![0; values.len()]).collect();
    values::each(&lists, |value, met| {
        met.iter().for_each(|(list, at)| places[*list][*at] = names.len());
        names.push(value);
    });
    let mut whole: Vec<(Key, Sum)> = Vec::new();
    for (places_here, sums) in places.iter().zip(&sums) {
        for (day, of, sum) in sums {
            let value = match of {
                Of::Nothing => None,
                Of::Own(at) => Some(places_here[*at]),
                Of::Head(at) => Some(places[lists.len() - 1][*at]),
            };
            whole.push(((*day, value), *sum));
        }
    }
    whole.sort_unstable_by_key(|(key, _)| *key);
    whole.dedup_by(|(later, sum), (earlier, whole)| {
        let is_same = later == earlier;
        if is_same {
            whole.add(sum);
        }
        is_same
    });
    let tally = |((day, value), sum): (Key, Sum)| Tally {
        day: day.and_then(day_of_number),
        value: value.map(|value| names[value].to_owned()),
        count: sum.count,
        articles: sum.articles,
        words: sum.words,
    };
    Ok(whole.into_iter().map(tally).collect())
}

/// The sums of each value in all segments, in the order of the values, where days are together and none is counted as
/// another. What has no value is left out, and words are not counted.
pub(super) fn by_value(
    engine: &LocalEngine,
    request: &TallyRequest,
    mut show: impl FnMut(&str, Sum),
) -> Result<(), EngineError> {
    let (lists, mut sums): (Vec<Values>, Vec<_>) =
        sums(engine, request, &[], Words::LeftOut)?.into_iter().map(|sums| (sums.values, sums.list)).unzip();
    sums.iter_mut().for_each(|sums| sums.retain(|(_, of, _)| matches!(of, Of::Own(_))));
    values::each(&lists, |value, met| {
        let mut whole = Sum::default();
        met.iter().filter_map(|(list, at)| sums[*list].get(*at)).for_each(|(_, _, sum)| whole.add(sum));
        show(value, whole);
    });
    Ok(())
}

/// The sums of all segments.
fn sums(engine: &LocalEngine, request: &TallyRequest, heads: &[&str], words: Words) -> Result<Vec<Sums>, EngineError> {
    let search = SearchRequest::count(request.query.clone(), request.unit);
    let plan = engine.compiler(&search).compile(&search.query, request.unit)?;
    let counted = engine.in_each(engine.cost(&plan), |segment| {
        let columns = Columns::open(engine, segment, request, heads, words)?;
        in_segment(engine, segment, &plan, request, &columns)
    });
    counted.into_iter().collect()
}

fn in_segment(
    engine: &LocalEngine,
    segment: &Segment,
    plan: &Plan,
    request: &TallyRequest,
    columns: &Columns,
) -> Result<Sums, EngineError> {
    let grid = Grid::new(segment, request.days, columns.width());
    let mut cells = Cells::new(grid.cells());
    let mut slots: Vec<u64> = Vec::new();
    let (mut article, mut day) = (None, 0);
    engine.for_each_in(segment, plan, false, &mut |doc, _| {
        // Quotations lie before their article, and have its day.
        if article.is_none_or(|article| article < doc) {
            article = Some(article_of(segment, doc, request.unit));
            day = grid.day(segment, doc);
        }
        let holder = if request.facet == Some(Facet::Speaker) { doc } else { article.unwrap_or(doc) };
        columns.slots_of(holder, &mut slots);
        let words = columns.words.as_ref().and_then(|words| words.first(doc)).unwrap_or(0);
        let row = day * grid.width;
        slots.iter().for_each(|slot| cells.add(row + slot, article.unwrap_or(doc), words));
    })?;
    columns.named(engine, &grid, cells.found())
}

/// Sums in rows, one a day, of which the first is for what has none; a row has a cell for each value.
struct Grid {
    first_day: i64,
    days: u64,
    width: u64,
}

impl Grid {
    fn new(segment: &Segment, days: Days, width: u64) -> Self {
        let (first_day, days) = match days {
            Days::Apart if segment.days.values.num_vals() > 0 => {
                let (first, last) = (segment.days.min_value(), segment.days.max_value());
                (first, last.abs_diff(first).saturating_add(2))
            }
            _ => (0, 1),
        };
        Self { first_day, days, width }
    }

    fn cells(&self) -> u64 {
        self.days.saturating_mul(self.width)
    }

    fn day(&self, segment: &Segment, doc: u32) -> u64 {
        let day = if self.days > 1 { segment.days.first(doc) } else { None };
        day.map_or(0, |day| day.abs_diff(self.first_day).saturating_add(1))
    }

    fn day_of(&self, cell: u64) -> Option<i64> {
        (cell / self.width).checked_sub(1).map(|day| self.first_day.saturating_add_unsigned(day))
    }
}

/// The cells of a grid.
enum Cells {
    All(Arrays),
    Few(FxHashMap<u64, (Sum, u32)>),
}

/// What was counted, cell by cell. An array takes no memory where nothing is written.
struct Arrays {
    counts: Vec<u32>,
    articles: Vec<u32>,
    words: Vec<u64>,
    /// The last article that was counted, from 1.
    last: Vec<u32>,
}

impl Cells {
    fn new(cells: u64) -> Self {
        match usize::try_from(cells) {
            Ok(size) if cells <= MAX_CELLS => Self::All(Arrays {
                counts: vec![0; size],
                articles: vec![0; size],
                words: vec![0; size],
                last: vec![0; size],
            }),
            _ => Self::Few(FxHashMap::default()),
        }
    }

    /// Counts something of an article, with so many words.
    fn add(&mut self, cell: u64, article: u32, words: u64) {
        let article = article.wrapping_add(1);
        match self {
            Self::All(arrays) => arrays.add(cell as usize, article, words),
            Self::Few(cells) => {
                let (sum, last) = cells.entry(cell).or_default();
                sum.add(&Sum { count: 1, articles: u64::from(*last != article), words });
                *last = article;
            }
        }
    }

    /// Those in which something was counted, in their order.
    fn found(self) -> Vec<(u64, Sum)> {
        match self {
            Self::All(arrays) => arrays.found(),
            Self::Few(cells) => {
                let mut found: Vec<(u64, Sum)> = cells.into_iter().map(|(cell, (sum, _))| (cell, sum)).collect();
                found.sort_unstable_by_key(|(cell, _)| *cell);
                found
            }
        }
    }
}

impl Arrays {
    fn add(&mut self, cell: usize, article: u32, words: u64) {
        let (Some(count), Some(last)) = (self.counts.get_mut(cell), self.last.get_mut(cell)) else { return };
        *count += 1;
        if *last != article {
            *last = article;
            self.articles[cell] += 1;
        }
        if words > 0 {
            self.words[cell] += words;
        }
    }

    fn found(self) -> Vec<(u64, Sum)> {
        let found = (0..).zip(&self.counts).filter(|(_, count)| **count > 0);
        let sum = |(cell, count): (usize, &u32)| {
            let articles = u64::from(self.articles[cell]);
            (cell as u64, Sum { count: u64::from(*count), articles, words: self.words[cell] })
        };
        found.map(sum).collect()
    }
}

/// Whether words are counted too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Counted,
    LeftOut,
}

/// What is looked up in a segment.
struct Columns {
    values: Option<StrColumn>,
    words: Option<Column<u64>>,
    /// Values of the segment; the slot behind them is for what has none, and then come those that others are counted as.
    own: u64,
    heads: u64,
    /// Slots of values that are counted as another one.
    aliases: FxHashMap<u64, u64>,
}

impl Columns {
    fn open(
        engine: &LocalEngine,
        segment: &Segment,
        request: &TallyRequest,
        heads: &[&str],
        words: Words,
    ) -> Result<Self, EngineError> {
        let values = match request.facet {
            Some(facet) => segment.reader.fast_fields().str(column_of(facet)).map_err(|error| engine.failure(error))?,
            None => None,
        };
        let own = values.as_ref().map_or(0, |values| values.num_terms() as u64);
        let mut aliases = FxHashMap::default();
        if let Some(values) = &values {
            let with_head = |head: &str| heads.binary_search(&head).map_or(own, |at| own + 1 + at as u64);
            let joined = request.aliases.iter().map(|(alias, head)| (alias.as_str(), with_head(head)));
            for (name, slot) in joined.chain(heads.iter().map(|head| (*head, with_head(head)))) {
                let known = values.dictionary().term_ord(name.as_bytes());
                if let Some(known) = known.map_err(|error| engine.failure(error.into()))? {
                    aliases.insert(known, slot);
                }
            }
        }
        let words = (words == Words::Counted).then(|| numbers(&segment.reader, column::WORDS));
        let words = words.transpose().map_err(|error| engine.failure(error))?;
        Ok(Self { values, words, own, heads: heads.len() as u64, aliases })
    }

    fn width(&self) -> u64 {
        self.own + 1 + self.heads
    }

    /// The slots of a document, each once: one at least.
    fn slots_of(&self, doc: u32, found: &mut Vec<u64>) {
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
            found.push(self.own);
        }
    }

    /// Reads the values of cells.
    fn named(&self, engine: &LocalEngine, grid: &Grid, cells: Vec<(u64, Sum)>) -> Result<Sums, EngineError> {
        let slot = |cell: u64| cell % grid.width;
        let mut numbers: Vec<u64> = cells.iter().map(|(cell, _)| slot(*cell)).filter(|slot| *slot < self.own).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // Mostly a cell has the value behind that of the last one.
        let mut next = 0;
        let mut place = |slot: u64| {
            let at = if numbers.get(next) == Some(&slot) { next } else { numbers.binary_search(&slot).unwrap_or(0) };
            next = at + 1;
            at
        };
        let list = cells.into_iter().map(|(cell, sum)| {
            let of = match slot(cell).checked_sub(self.own) {
                None => Of::Own(place(slot(cell))),
                Some(0) => Of::Nothing,
                Some(head) => Of::Head(usize::try_from(head - 1).unwrap_or(usize::MAX)),
            };
            (grid.day_of(cell), of, sum)
        });
        let list = list.collect();
        let values = match &self.values {
            Some(column) => Values::read(engine, column, &numbers)?,
            None => Values::default(),
        };
        Ok(Sums { values, list })
    }
}
