//! Counts over time for people (bars on a terminal), as JSON and as CSV; `chart` draws them as SVG. Periods of which the
//! index has no articles are named as gaps, and what has no date is named and never plotted.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::{counted, number};
use super::style::{Look, Role, shortened, visible_width};
use super::table::{Ending, json_line};
use crate::query::ast::Unit;
use crate::search::timeline::{Series, Timeline};

/// Periods without a match that stand one after the other are one line from here on.
const RUN: usize = 4;

/// What a period must hold for its share to be more than chance: others do not set the scale of the bars.
const ENOUGH: u64 = 30;

/// How bars are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarLook {
    /// Colour and width.
    pub look: Look,
    /// Whether only ASCII is written.
    pub ascii: bool,
    /// Whether shares of all that the index holds of the period are shown, and bars are as long as they say.
    pub share: bool,
}

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    unit: &'static str,
    grain: &'static str,
    series: Option<&'a str>,
    period: Option<&'a str>,
    first: Option<String>,
    last: Option<String>,
    count: u64,
    whole: Option<u64>,
    share: Option<f64>,
    gap: bool,
}

/// Rows of a timeline as others read them: each period of each series, then what has no date.
fn views(timeline: &Timeline) -> impl Iterator<Item = View<'_>> {
    let unit = if timeline.unit == Unit::Quote { "quote" } else { "article" };
    let grain = timeline.grain.name();
    timeline.series.iter().flat_map(move |series| {
        let name = series.name.as_deref();
        let dated = timeline.periods.iter().zip(&series.counts).map(move |(period, count)| View {
            schema: SCHEMA,
            unit,
            grain,
            series: name,
            period: Some(&period.label),
            first: Some(period.first.to_string()),
            last: Some(period.last.to_string()),
            count: *count,
            whole: Some(period.whole),
            share: share(*count, period.whole),
            gap: period.is_gap,
        });
        let undated = View {
            schema: SCHEMA,
            unit,
            grain,
            series: name,
            period: None,
            first: None,
            last: None,
            count: series.undated,
            whole: None,
            share: None,
            gap: false,
        };
        dated.chain(std::iter::once(undated))
    })
}

/// Writes one object for each period and series, and one without a period for what has no date.
///
/// # Errors
/// When the writer fails.
pub fn json(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    views(timeline).try_for_each(|view| json_line(&view, Ending::Line, out))
}

/// Writes a table with a row for each period and series, and one named `undated`.
///
/// # Errors
/// When the writer fails.
pub fn csv(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let unit = if timeline.unit == Unit::Quote { "quotations" } else { "articles" };
    table.write_record(["period", "first", "last", "series", unit, "whole", "share", "gap"])?;
    for view in views(timeline) {
        let text = |value: Option<String>| value.unwrap_or_default();
        let series = sanitize::line(view.series.unwrap_or(""));
        table.write_record([
            view.period.unwrap_or("undated").to_owned(),
            text(view.first),
            text(view.last),
            sanitize::cell(&series).into_owned(),
            view.count.to_string(),
            text(view.whole.map(|whole| whole.to_string())),
            text(view.share.map(|share| share.to_string())),
            if view.gap { "yes" } else { "no" }.to_owned(),
        ])?;
    }
    table.flush()
}

/// The share of the whole, between 0 and 1, to six digits; none of nothing.
#[must_use]
pub fn share(count: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| (count as f64 / whole as f64 * 1e6).round() / 1e6)
}

/// What the bars of a series stand for: counts, or shares of 1.
pub(super) fn values(timeline: &Timeline, series: &Series, share: bool) -> Vec<f64> {
    let pairs = series.counts.iter().zip(&timeline.periods);
    pairs.map(|(count, period)| if share { of(*count, period.whole) } else { *count as f64 }).collect()
}

/// The value that fills a bar. A share of too little sets no scale, unless all that was found is in such periods; a bar may be
/// worth more than this, then.
pub(super) fn most(timeline: &Timeline, share: bool) -> f64 {
    let most_of = |least: u64| -> f64 {
        let of = |series: &Series| values(timeline, series, share).into_iter().zip(&timeline.periods);
        let pairs = timeline.series.iter().flat_map(of);
        pairs.filter(|(_, period)| period.whole >= least).map(|(value, _)| value).fold(0.0, f64::max)
    };
    Some(most_of(if share { ENOUGH } else { 0 })).filter(|most| *most > 0.0).unwrap_or_else(|| most_of(0))
}

/// The bars, one line a period, each series under its name. All series have one scale.
#[must_use]
pub fn bars(timeline: &Timeline, bar: BarLook) -> String {
    let most = most(timeline, bar.share);
    let mut out = String::new();
    for series in &timeline.series {
        if let Some(name) = &series.name {
            let unit = if timeline.unit == Unit::Quote { "quotation" } else { "article" };
            let name = shortened(&sanitize::line(name), bar.look.width.saturating_sub(24));
            let name = if bar.ascii { name.replace('…', "...") } else { name };
            let dot = if bar.ascii { "-" } else { "·" };
            let counts = format!("{}{}", counted(series.total(), unit), and_undated(series));
            out.push_str(&format!("{} {dot} {counts}\n", bar.look.paint(Role::Title, &name)));
        }
        rows(timeline, series, &values(timeline, series, bar.share), most, bar, &mut out);
    }
    out
}

/// What of a series is in no period, and so in none of its bars.
pub(super) fn and_undated(series: &Series) -> String {
    if series.undated > 0 { format!(", and {} undated", number(series.undated)) } else { String::new() }
}

fn rows(timeline: &Timeline, series: &Series, values: &[f64], most: f64, bar: BarLook, out: &mut String) {
    let label = timeline.periods.iter().map(|period| period.label.len()).max().unwrap_or(0);
    let figure = |at: usize| {
        let (count, whole) = (series.counts[at], timeline.periods[at].whole);
        if bar.share {
            format!("{:>6.2} %  {}/{}", of(count, whole) * 100.0, number(count), number(whole))
        } else {
            number(count)
        }
    };
    let figures: Vec<String> = (0..values.len()).map(figure).collect();
    let wide = figures.iter().map(String::len).max().unwrap_or(0);
    let room = bar.look.width.saturating_sub(label + wide + 4).max(8);
    let mut at = 0;
    while at < values.len() {
        let is_gap = timeline.periods[at].is_gap;
        let same = |at: &usize| series.counts[*at] == 0 && timeline.periods[*at].is_gap == is_gap;
        let run = (at..values.len()).take_while(same).count();
        let first = &timeline.periods[at].label;
        if run >= RUN || (run > 0 && is_gap) {
            let last = &timeline.periods[at + run - 1].label;
            let which = if run == 1 { first.clone() } else { format!("{first}..{last}") };
            let what = if is_gap { "no articles in the index" } else { "none" };
            out.push_str(&bar.look.paint(Role::Dim, &format!("{which}  {what}")));
            at += run;
        } else {
            let drawn = drawn(values[at], most, room, bar.ascii);
            let blanks = " ".repeat(room.saturating_sub(visible_width(&drawn)));
            let line = format!("{first:<label$}  {drawn}{blanks}  {:>wide$}", figures[at]);
            out.push_str(&line);
            at += 1;
        }
        out.push('\n');
    }
}

fn of(count: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { count as f64 / whole as f64 }
}

/// A bar; what is more than nothing is seen.
fn drawn(value: f64, most: f64, room: usize, ascii: bool) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if value <= 0.0 || most <= 0.0 {
        return String::new();
    }
    let share = (value / most).min(1.0);
    if ascii {
        return "#".repeat(((share * room as f64).round() as usize).max(1));
    }
    let eighths = ((share * room as f64 * 8.0).round() as usize).max(1);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Lines on what is not in the bars, gaps and what has no date, and on shares that tell little.
#[must_use]
pub fn notes(timeline: &Timeline, share: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let unit = if timeline.unit == Unit::Quote { "quotation" } else { "article" };
    let gaps: Vec<String> = timeline
        .periods
        .chunk_by(|a, b| a.is_gap == b.is_gap)
        .filter(|run| run[0].is_gap)
        .map(|run| match run {
            [one] => one.label.clone(),
            _ => format!("{}..{}", run[0].label, run[run.len() - 1].label),
        })
        .collect();
    if !gaps.is_empty() {
        let more = if gaps.len() > 6 { format!(" and {} more", gaps.len() - 6) } else { String::new() };
        let shown = gaps[..gaps.len().min(6)].join(", ");
        lines.push(format!("gaps, of which the index has no articles: {shown}{more}"));
    }
    let few = timeline.periods.iter().filter(|period| (1..ENOUGH).contains(&period.whole)).count() as u64;
    if share && few > 0 {
        let what = if few == 1 { "its share is" } else { "their shares are" };
        lines.push(format!("fewer than {ENOUGH} {unit}s in {}: {what} chance", counted(few, "period")));
    }
    if timeline.undated > 0 {
        lines.push(format!("undated, not plotted: {}", counted(timeline.undated, unit)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_hides_a_match() {
        assert_eq!(drawn(5.0, 10.0, 10, true), "#####");
        assert_eq!(drawn(10.0, 10.0, 4, false), "████");
        assert_eq!(drawn(1.0, 16.0, 8, false), "▌");
        assert_eq!(drawn(1.0, 1e9, 8, false), "▏");
        assert_eq!(drawn(1.0, 1e9, 8, true), "#");
        assert_eq!(drawn(0.0, 10.0, 8, false), "");
    }
}
