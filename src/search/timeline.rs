//! Attention over time: a query comes in, a count for every period goes out, with what the index holds of that period, so
//! that a period without a match is told from one without articles. What has no date stands apart.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::top::printed_outlet;
use crate::date::DateRange;
use crate::engine::{Engine, EngineError, Facet, Tally, TallyRequest};
use crate::query::ast::{Acts, Query, QuoteClause, QuoteQuery, Unit};

/// Periods of a timeline at most.
pub const MAX_PERIODS: usize = 200_000;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A day.
    Day,
    /// Monday to Sunday, numbered by ISO 8601.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Grain {
    /// Its name, for "per …".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The first day of the period of a day.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => day.with_day(1),
            Self::Quarter => NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        };
        start.unwrap_or(day)
    }

    /// The first day of the period after the one that begins with `start`; nothing at the end of the calendar.
    #[must_use]
    pub fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(chrono::Months::new(1)),
            Self::Quarter => start.checked_add_months(chrono::Months::new(3)),
            Self::Year => start.checked_add_months(chrono::Months::new(12)),
        }
    }

    /// The period as it is written in queries: `2025-10-10`, `2025-W41`, `2025-10`, `2025-Q4`, `2025`.
    #[must_use]
    pub fn label(self, start: NaiveDate) -> String {
        match self {
            Self::Day => start.to_string(),
            Self::Week => format!("{:04}-W{:02}", start.iso_week().year(), start.iso_week().week()),
            Self::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Self::Quarter => format!("{:04}-Q{}", start.year(), start.month0() / 3 + 1),
            Self::Year => format!("{:04}", start.year()),
        }
    }
}

/// What bars are split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// The outlet of the article.
    Outlet,
    /// The speaker of the quotation.
    Speaker,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct TimelineRequest {
    /// What must hold.
    pub query: Query,
    /// What is counted.
    pub unit: Unit,
    /// By what.
    pub grain: Grain,
    /// One series for each of the commonest values, and one for all others.
    pub split: Option<Split>,
    /// Values that have a series of their own.
    pub series: usize,
}

/// Counts over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// What is counted.
    pub unit: Unit,
    /// By what.
    pub grain: Grain,
    /// The periods, none left out between the first and the last.
    pub periods: Vec<Period>,
    /// One series without a name, or one for each value.
    pub series: Vec<Series>,
    /// All that satisfies the query, undated too.
    pub total: u64,
    /// What has no date.
    pub undated: u64,
}

/// A period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its name, as a query takes it.
    pub label: String,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// All that the index holds of it, in the unit that is counted.
    pub whole: u64,
    /// Whether the index has no article of it at all.
    pub is_gap: bool,
}

/// A count for each period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The value; none where nothing is split.
    pub name: Option<String>,
    /// Whether it is what has no series of its own: other values, or none.
    pub is_rest: bool,
    /// For each period.
    pub counts: Vec<u64>,
    /// Of these without a date.
    pub undated: u64,
}

impl Series {
    /// All of it that has a date.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// Counts over time. The periods run from the first to the last dated article of the index, within the dates that the
/// query asks for.
///
/// # Errors
/// As [`Engine::search`].
pub fn timeline(engine: &dyn Engine, request: &TimelineRequest) -> Result<Timeline, EngineError> {
    let asked = asked(&request.query);
    let mut whole = days(engine.tally(&TallyRequest::new(whole_of(&request.query), request.unit).by_day())?);
    let mut articles = match request.unit {
        Unit::Article => whole.clone(),
        Unit::Quote => days(engine.tally(&TallyRequest::new(Query::All, Unit::Article).by_day())?),
    };
    whole.retain(|day, _| asked.contains(*day));
    articles.retain(|day, _| asked.contains(*day));
    let periods = periods(&articles, &whole, request.grain);
    let found = engine.tally(&TallyRequest::new(request.query.clone(), request.unit).by_day())?;
    let plain = series(None, &found, |sum| sum.count, &periods, request.grain);
    let mut timeline = Timeline {
        unit: request.unit,
        grain: request.grain,
        total: plain.total() + plain.undated,
        undated: plain.undated,
        series: vec![plain],
        periods,
    };
    if let Some(split) = request.split {
        timeline.series = split_series(engine, request, split, &timeline)?;
    }
    Ok(timeline)
}

/// One series for each of the commonest values. Articles are counted once for each speaker in them, so that their series
/// may add up to more than all articles.
fn split_series(
    engine: &dyn Engine,
    request: &TimelineRequest,
    split: Split,
    timeline: &Timeline,
) -> Result<Vec<Series>, EngineError> {
    let (facet, unit) = match split {
        Split::Outlet => (Facet::Outlet, request.unit),
        Split::Speaker => (Facet::Speaker, Unit::Quote),
    };
    let sums = engine.tally(&TallyRequest::new(request.query.clone(), unit).by_day().by(facet))?;
    let count = |sum: &Tally| if request.unit == unit { sum.count } else { sum.articles };
    let mut values: BTreeMap<Option<&str>, (u64, Vec<Tally>)> = BTreeMap::new();
    for sum in &sums {
        let value = values.entry(sum.value.as_deref()).or_default();
        value.0 += count(sum);
        value.1.push(sum.clone());
    }
    let mut named: Vec<(&str, (u64, Vec<Tally>))> = Vec::new();
    let mut rest: Vec<(String, Vec<Tally>)> = Vec::new();
    for (value, sums) in values {
        match value {
            Some(value) => named.push((value, sums)),
            None => rest.push((if split == Split::Outlet { "no outlet" } else { "unknown" }.to_owned(), sums.1)),
        }
    }
    named.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
    let others = named.split_off(named.len().min(request.series));
    if !others.is_empty() {
        let name = format!("{} others", others.len());
        rest.insert(0, (name, others.into_iter().flat_map(|(_, (_, sums))| sums).collect()));
    }
    let mut list = Vec::new();
    for (value, (_, sums)) in named {
        let name = match split {
            Split::Outlet => printed_outlet(engine, &request.query, value)?,
            Split::Speaker => value.to_owned(),
        };
        list.push(series(Some(name), &sums, count, &timeline.periods, request.grain));
    }
    list.extend(rest.into_iter().map(|(name, sums)| Series {
        is_rest: true,
        ..series(Some(name), &sums, count, &timeline.periods, request.grain)
    }));
    Ok(list)
}

/// Counts by day.
fn days(sums: Vec<Tally>) -> BTreeMap<NaiveDate, u64> {
    sums.into_iter().filter_map(|sum| Some((sum.day?, sum.count))).collect()
}

/// What a share is a share of: everything in the unit, and beliefs and wishes too where the query asks for them.
fn whole_of(query: &Query) -> Query {
    fn acts(query: &Query) -> bool {
        match query {
            Query::And(members) | Query::Or(members) => members.iter().any(acts),
            Query::Quote(quote) => quote.acts != Acts::Speech,
            _ => false,
        }
    }
    if acts(query) {
        Query::Or(vec![Query::Quote(QuoteQuery { clause: QuoteClause::All, acts: Acts::Any }), Query::All])
    } else {
        Query::All
    }
}

/// The days that the topmost AND asks for.
fn asked(query: &Query) -> DateRange {
    let narrowed = |range: DateRange, other: DateRange| DateRange {
        from: range.from.max(other.from),
        to: match (range.to, other.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        },
    };
    match query {
        Query::Date(range) => *range,
        Query::And(members) => members.iter().map(asked).fold(DateRange::default(), narrowed),
        _ => DateRange::default(),
    }
}

fn periods(articles: &BTreeMap<NaiveDate, u64>, whole: &BTreeMap<NaiveDate, u64>, grain: Grain) -> Vec<Period> {
    let (Some((first, _)), Some((last, _))) = (articles.first_key_value(), articles.last_key_value()) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    let mut start = grain.start(*first);
    while start <= *last && list.len() < MAX_PERIODS {
        let Some(next) = grain.next(start) else { break };
        list.push(Period {
            label: grain.label(start),
            first: start,
            last: next.pred_opt().unwrap_or(start),
            whole: whole.range(start..next).map(|(_, count)| count).sum(),
            is_gap: articles.range(start..next).next().is_none(),
        });
        start = next;
    }
    list
}

fn series(
    name: Option<String>,
    sums: &[Tally],
    count: impl Fn(&Tally) -> u64,
    periods: &[Period],
    grain: Grain,
) -> Series {
    let mut series = Series { name, is_rest: false, counts: vec![0; periods.len()], undated: 0 };
    for sum in sums {
        let Some(day) = sum.day else {
            series.undated += count(sum);
            continue;
        };
        let start = grain.start(day);
        if let Ok(at) = periods.binary_search_by_key(&start, |period| period.first) {
            series.counts[at] += count(sum);
        }
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_begin_where_the_calendar_says() {
        let at = day("2025-01-01");
        let labels = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year]
            .map(|grain| (grain.label(grain.start(at)), grain.start(at).to_string()));
        let wanted = [
            ("2025-01-01", "2025-01-01"),
            ("2025-W01", "2024-12-30"),
            ("2025-01", "2025-01-01"),
            ("2025-Q1", "2025-01-01"),
            ("2025", "2025-01-01"),
        ];
        assert_eq!(labels, wanted.map(|(label, start)| (label.to_owned(), start.to_owned())));
        assert_eq!(Grain::Quarter.next(day("2025-10-01")), Some(day("2026-01-01")));
        assert_eq!(Grain::Month.next(day("2024-02-01")), Some(day("2024-03-01")));
    }

    #[test]
    fn every_period_between_the_first_and_the_last_is_there_and_gaps_are_known() {
        let articles = [(day("2025-01-31"), 2), (day("2025-04-01"), 1)].into();
        let list = periods(&articles, &articles, Grain::Month);
        let seen: Vec<(&str, u64, bool)> =
            list.iter().map(|period| (period.label.as_str(), period.whole, period.is_gap)).collect();
        assert_eq!(seen, [("2025-01", 2, false), ("2025-02", 0, true), ("2025-03", 0, true), ("2025-04", 1, false)]);
    }
}
