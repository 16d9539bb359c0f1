//! Counts over time as a picture: one SVG file that needs nothing else. Each series is a panel of bars over one time axis
//! and one scale; gaps of the index are shaded, and what has no date is named below.

use std::fmt::Write;

use chrono::Datelike;

use super::sanitize;
use super::stats::{counted, number};
use super::style::shortened;
use super::timeline::{and_undated, most, notes, values};
use crate::query::ast::Unit;
use crate::search::timeline::{Grain, Series, Timeline};

/// What the height of a bar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// How many.
    Count,
    /// Which share of all that the index holds of the period.
    Share,
}

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 56.0;
/// Height of the only panel, and of each of several.
const TALL: f64 = 280.0;
const LOW: f64 = 96.0;
/// Room for the name of a series above its panel.
const HEAD: f64 = 24.0;
const NOTE: f64 = 18.0;

/// Draws a timeline. `title` says what was asked.
#[must_use]
pub fn svg(timeline: &Timeline, title: &str, scale: Scale) -> String {
    let split = timeline.series.len() > 1 || timeline.series.iter().any(|series| series.name.is_some());
    let tall = if split { LOW } else { TALL };
    let head = if split { HEAD } else { 0.0 };
    let notes = notes(timeline, scale == Scale::Share);
    let axis = TOP + (tall + head) * timeline.series.len() as f64;
    let height = axis + 40.0 + NOTE * notes.len() as f64 + 12.0;
    let most = most(timeline, scale == Scale::Share) * factor(scale);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"#333\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    let unit = if timeline.unit == Unit::Quote { "quotation" } else { "article" };
    let what = match scale {
        Scale::Count => format!("{}s per {}", unit, timeline.grain.name()),
        Scale::Share => format!("share of all {unit}s of the {}, in percent", timeline.grain.name()),
    };
    let _ = writeln!(out, "<title>{}</title>", escaped(title));
    let _ = writeln!(
        out,
        "<text x=\"16\" y=\"24\" font-size=\"16\" font-weight=\"600\">{}</text>",
        escaped(&shortened(title, 100))
    );
    let total = counted(timeline.total, unit);
    let _ = writeln!(out, "<text x=\"16\" y=\"42\" fill=\"#666\">{}; {}</text>", escaped(&what), escaped(&total));
    for (at, series) in timeline.series.iter().enumerate() {
        let top = TOP + (tall + head) * at as f64 + head;
        panel(timeline, series, scale, most, (top, tall), &mut out);
    }
    time_axis(timeline, axis, &mut out);
    for (at, note) in notes.iter().enumerate() {
        let y = axis + 46.0 + NOTE * at as f64;
        let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y}\" fill=\"#666\">{}</text>", escaped(&shortened(note, 130)));
    }
    out.push_str("</svg>\n");
    out
}

/// What one stands for on the axis: shares are told in percent.
fn factor(scale: Scale) -> f64 {
    if scale == Scale::Share { 100.0 } else { 1.0 }
}

/// One series: its name, lines of the scale, gaps and bars.
fn panel(timeline: &Timeline, series: &Series, scale: Scale, most: f64, (top, tall): (f64, f64), out: &mut String) {
    let step = step_of(timeline);
    let room = tall - 12.0;
    let bottom = top + tall;
    let reach = nice(most);
    if let Some(name) = &series.name {
        let counts = format!("{}{}", number(series.total()), and_undated(series));
        let name = format!("{} · {counts}", shortened(&sanitize::line(name), 80));
        let y = top - 4.0;
        let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y}\" font-weight=\"600\">{}</text>", escaped(&name));
    }
    for (at, period) in timeline.periods.iter().enumerate().filter(|(_, period)| period.is_gap) {
        let x = LEFT + step * at as f64;
        let _ = writeln!(
            out,
            "<rect x=\"{x:.2}\" y=\"{top:.2}\" width=\"{step:.2}\" height=\"{tall:.2}\" fill=\"#eee\"><title>{}: no articles in \
             the index</title></rect>",
            escaped(&period.label)
        );
    }
    for part in [0.0, 0.5, 1.0] {
        let y = bottom - room * part;
        let (right, label) = (WIDTH - RIGHT, tick(reach * part, scale));
        let _ = writeln!(out, "<line x1=\"{LEFT}\" y1=\"{y:.2}\" x2=\"{right}\" y2=\"{y:.2}\" stroke=\"#ccc\"/>");
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{:.2}\" text-anchor=\"end\" fill=\"#666\">{label}</text>",
            LEFT - 6.0,
            y + 4.0
        );
    }
    let wide = (step * 0.8).max(0.5);
    let values = values(timeline, series, scale == Scale::Share);
    for (at, value) in values.into_iter().enumerate().filter(|(_, value)| *value > 0.0) {
        let period = &timeline.periods[at];
        let high = (room * value * factor(scale) / reach).clamp(1.0, room);
        let (x, y) = (LEFT + step * at as f64 + (step - wide) / 2.0, bottom - high);
        let label = format!("{}: {} of {}", period.label, number(series.counts[at]), number(period.whole));
        let _ = writeln!(
            out,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"#2f6db5\"><title>{}</title></rect>",
            escaped(&label)
        );
    }
}

/// The names of as many periods as there is room for.
fn time_axis(timeline: &Timeline, axis: f64, out: &mut String) {
    let step = step_of(timeline);
    let (first, every) = labelled(timeline, (84.0 / step).ceil().max(1.0) as i64);
    for (at, period) in timeline.periods.iter().enumerate().skip(first).step_by(every) {
        let x = LEFT + step * (at as f64 + 0.5);
        let _ =
            writeln!(out, "<line x1=\"{x:.2}\" y1=\"{axis}\" x2=\"{x:.2}\" y2=\"{}\" stroke=\"#999\"/>", axis + 4.0);
        let anchor = if x > WIDTH - 48.0 { "end" } else { "middle" };
        let _ = writeln!(
            out,
            "<text x=\"{x:.2}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"#666\">{}</text>",
            axis + 18.0,
            escaped(&period.label)
        );
    }
}

/// The first period that bears its name, and how many lie from one to the next, at least `least`: whole years, halves and
/// quarters of months, tens of years.
fn labelled(timeline: &Timeline, least: i64) -> (usize, usize) {
    let Some(first) = timeline.periods.first().map(|period| period.first) else { return (0, 1) };
    let (steps, number): (&[i64], i64) = match timeline.grain {
        Grain::Day => (&[1, 7, 14, 28, 91, 182, 364], 0),
        Grain::Week => (&[1, 2, 4, 13, 26, 52], 0),
        Grain::Month => (&[1, 3, 6, 12, 24, 60, 120], i64::from(first.year()) * 12 + i64::from(first.month0())),
        Grain::Quarter => (&[1, 2, 4, 8, 20, 40], i64::from(first.year()) * 4 + i64::from(first.month0() / 3)),
        Grain::Year => (&[1, 2, 5, 10, 20, 50, 100], i64::from(first.year())),
    };
    let every = steps.iter().copied().find(|step| *step >= least).unwrap_or(least);
    let skipped = (every - number.rem_euclid(every)) % every;
    let is_inside = skipped < timeline.periods.len() as i64;
    (if is_inside { skipped as usize } else { 0 }, every as usize)
}

/// Width of a period.
fn step_of(timeline: &Timeline) -> f64 {
    (WIDTH - LEFT - RIGHT) / timeline.periods.len().max(1) as f64
}

/// A round number that is at least as large: 1, 2 or 5 times a power of ten.
fn nice(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|round| *round >= most)
        .unwrap_or(most)
}

fn tick(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Share => format!("{value} %"),
        Scale::Count if value.fract() == 0.0 => number(value as u64),
        Scale::Count => value.to_string(),
    }
}

/// Text that is safe in XML.
fn escaped(text: &str) -> String {
    let text = sanitize::line(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_with_a_round_number() {
        let ends = [0.0, 1.0, 3.0, 17.0, 81.0, 0.3].map(nice);
        for (end, wanted) in ends.into_iter().zip([1.0, 1.0, 4.0, 20.0, 100.0, 0.4]) {
            assert!((end - wanted).abs() < 1e-9, "{end} {wanted}");
        }
    }

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escaped("a<b>&\"\u{1b}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }
}
