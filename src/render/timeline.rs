//! Counts over time for people (bars on a terminal), as JSON and as CSV; `plot` draws them as lines, `chart` as SVG. Periods
//! of which the index has no articles are named as gaps, and what has no date is named and never plotted.

use std::io::{self, Write};

use serde::Serialize;

use super::axis::{ENOUGH, Scale, most, values};
use super::extract::SCHEMA;
use super::sanitize;
use super::stats::{counted, number};
use super::style::{Look, Role, shortened, visible_width};
use super::table::{Ending, json_line};
use crate::query::ast::Unit;
use crate::search::timeline::{Series, Timeline};

/// Periods without a match that stand one after the other are one line from here on.
const RUN: usize = 4;

/// Characters of the list of gaps at most.
const GAPS: usize = 80;

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

/// The bars, one line a period, each series under its name. All series have one scale.
#[must_use]
pub fn bars(timeline: &Timeline, look: Look, scale: Scale) -> String {
    let most = most(timeline, scale);
    let mut out = String::new();
    for series in &timeline.series {
        if series.name.is_some() {
            out.push_str(&format!("{}\n", heading(timeline, series, "", look)));
        }
        rows(timeline, series, (most, scale), look, &mut out);
    }
    out
}

/// The name of a series, how much it holds, and what more is told of it.
pub(super) fn heading(timeline: &Timeline, series: &Series, more: &str, look: Look) -> String {
    let unit = if timeline.unit == Unit::Quote { "quotation" } else { "article" };
    let counts = format!("{}{}{more}", counted(series.total(), unit), and_undated(series));
    let Some(name) = &series.name else { return look.wrapped(&counts, 0) };
    let name = shortened(&sanitize::line(name), look.width.saturating_sub(counts.len() + 3).max(16));
    let name = if look.ascii { name.replace('…', "...") } else { name };
    let dot = if look.ascii { "-" } else { "·" };
    look.wrapped(&format!("{} {dot} {counts}", look.paint(Role::Title, &name)), 0)
}

/// What of a series is in no period, and so in none of its bars.
pub(super) fn and_undated(series: &Series) -> String {
    if series.undated > 0 { format!(", and {} undated", number(series.undated)) } else { String::new() }
}

fn rows(timeline: &Timeline, series: &Series, (most, scale): (f64, Scale), look: Look, out: &mut String) {
    let values = values(timeline, series, scale);
    let label = timeline.periods.iter().map(|period| period.label.len()).max().unwrap_or(0);
    let figure = |at: usize| {
        let (count, whole) = (number(series.counts[at]), number(timeline.periods[at].whole));
        match scale {
            Scale::Count => count,
            Scale::Share => format!("{:>6.2} %  {count}/{whole}", values[at].unwrap_or(0.0)),
        }
    };
    let figures: Vec<String> = (0..values.len()).map(figure).collect();
    let wide = figures.iter().map(String::len).max().unwrap_or(0);
    let room = look.width.saturating_sub(label + wide + 4).max(8);
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
            out.push_str(&look.paint(Role::Dim, &format!("{which}  {what}")));
            at += run;
        } else {
            let drawn = drawn(values[at].unwrap_or(0.0), most, room, look.ascii);
            let blanks = " ".repeat(room.saturating_sub(visible_width(&drawn)));
            let line = format!("{first:<label$}  {drawn}{blanks}  {:>wide$}", figures[at]);
            out.push_str(&line);
            at += 1;
        }
        out.push('\n');
    }
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
pub fn notes(timeline: &Timeline, scale: Scale) -> Vec<String> {
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
        let mut room = GAPS;
        let fits = |gap: &&String| {
            room = room.saturating_sub(gap.len() + 2);
            room > 0
        };
        let shown = gaps.iter().take_while(fits).count();
        let more = if gaps.len() > shown { format!(" and {} more", gaps.len() - shown) } else { String::new() };
        lines.push(format!("gaps, of which the index has no articles: {}{more}", gaps[..shown].join(", ")));
    }
    let few = timeline.periods.iter().filter(|period| (1..ENOUGH).contains(&period.whole)).count() as u64;
    if scale == Scale::Share && few > 0 {
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
