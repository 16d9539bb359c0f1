//! Counts over time as a picture: one SVG file that needs nothing else. Each series is a panel of bars, or all are lines in
//! one, over one time axis and on one scale; gaps of the index are shaded, and what has no date is named below.

mod lines;

use std::fmt::Write;

use super::axis::{Scale, Ticks, highest, labelled, most, values};
use super::sanitize;
use super::stats::{counted, number};
use super::style::shortened;
use super::timeline::{and_undated, notes};
use crate::query::ast::Unit;
use crate::search::timeline::{Series, Timeline};

/// How counts are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A panel of bars for each series.
    Bars,
    /// One chart with a line for each series.
    Lines,
}

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 56.0;
/// Height of the only panel, of the highest of several, and of the lowest.
const TALL: f64 = 280.0;
const HIGH: f64 = 200.0;
const LOW: f64 = 26.0;
/// Room for the name of a series above its panel.
const HEAD: f64 = 26.0;
const NOTE: f64 = 18.0;
/// Room of a number of the scale.
const TICK: f64 = 24.0;

/// Where a panel lies, and what a value is in it.
#[derive(Clone, Copy)]
struct Panel {
    top: f64,
    tall: f64,
    ticks: Ticks,
}

impl Panel {
    fn bottom(&self) -> f64 {
        self.top + self.tall
    }

    /// Height of a value; what is more than the scale fills it.
    fn high(&self, value: f64) -> f64 {
        (self.tall * value / self.ticks.reach()).min(self.tall)
    }
}

/// Draws a timeline. `title` says what was asked.
#[must_use]
pub fn svg(timeline: &Timeline, title: &str, scale: Scale, form: Form) -> String {
    let mut drawn = String::new();
    let axis = match form {
        Form::Bars => bars(timeline, scale, &mut drawn),
        Form::Lines => lines::draw(timeline, scale, &mut drawn),
    };
    time_axis(timeline, axis, &mut drawn);
    let notes = notes(timeline, scale);
    let height = axis + 40.0 + NOTE * notes.len() as f64 + 12.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.2}\" width=\"{WIDTH}\" height=\"{height:.2}\" \
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
    out.push_str(&drawn);
    for (at, note) in notes.iter().enumerate() {
        let y = axis + 46.0 + NOTE * at as f64;
        let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y:.2}\" fill=\"#666\">{}</text>", escaped(note));
    }
    out.push_str("</svg>\n");
    out
}

/// A panel for each series, and where the last ends. One is as high in one as in the other, so that a bar of one is as long as the same
/// in another, but a panel is no higher than its own highest bar needs.
fn bars(timeline: &Timeline, scale: Scale, out: &mut String) -> f64 {
    let most = most(timeline, scale);
    let is_split = timeline.series.iter().any(|series| series.name.is_some());
    let (high, head) = if is_split { (HIGH, HEAD) } else { (TALL, 0.0) };
    let reach = Ticks::new(most, (high / TICK / 2.0) as usize, scale).reach();
    let mut y = TOP;
    for series in &timeline.series {
        let own = highest(timeline, series, scale).map_or(0.0, |(_, value)| value.min(most));
        let own = own.max(reach * LOW / high);
        let ticks = Ticks::new(own, (high * own / reach / TICK) as usize, scale);
        let panel = Panel { top: y + head, tall: high * ticks.reach() / reach, ticks };
        if let Some(name) = &series.name {
            let counts = format!("{}{}", number(series.total()), and_undated(series));
            let name = format!("{} · {counts}", shortened(&sanitize::line(name), 80));
            let y = panel.top - 8.0;
            let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y:.2}\" font-weight=\"600\">{}</text>", escaped(&name));
        }
        ground(timeline, panel, out);
        panel_bars(timeline, series, scale, panel, out);
        y = panel.bottom();
    }
    y
}

/// The gaps, each one rectangle, and the lines of the scale.
fn ground(timeline: &Timeline, panel: Panel, out: &mut String) {
    let step = step_of(timeline);
    let mut at = 0;
    for run in timeline.periods.chunk_by(|a, b| a.is_gap == b.is_gap) {
        let (x, wide) = (LEFT + step * at as f64, step * run.len() as f64);
        at += run.len();
        if run[0].is_gap {
            let (first, last) = (&run[0].label, &run[run.len() - 1].label);
            let which = if run.len() == 1 { first.clone() } else { format!("{first}..{last}") };
            let _ = writeln!(
                out,
                "<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{wide:.2}\" height=\"{:.2}\" fill=\"#eee\"><title>{}: no \
                 articles in the index</title></rect>",
                panel.top,
                panel.tall,
                escaped(&which)
            );
        }
    }
    for (value, label) in panel.ticks.list() {
        let (y, right) = (panel.bottom() - panel.high(value), WIDTH - RIGHT);
        let _ = writeln!(out, "<line x1=\"{LEFT}\" y1=\"{y:.2}\" x2=\"{right}\" y2=\"{y:.2}\" stroke=\"#ccc\"/>");
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{:.2}\" text-anchor=\"end\" fill=\"#666\">{label}</text>",
            LEFT - 6.0,
            y + 4.0
        );
    }
}

/// The bars of one series.
fn panel_bars(timeline: &Timeline, series: &Series, scale: Scale, panel: Panel, out: &mut String) {
    let step = step_of(timeline);
    let wide = (step * 0.8).max(0.5);
    for (at, value) in values(timeline, series, scale).into_iter().enumerate() {
        let Some(value) = value.filter(|value| *value > 0.0) else { continue };
        let high = panel.high(value).max(1.0);
        let (x, y) = (LEFT + step * at as f64 + (step - wide) / 2.0, panel.bottom() - high);
        let _ = writeln!(
            out,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"#2f6db5\"><title>{}</title></rect>",
            escaped(&told(timeline, series, at))
        );
    }
}

/// What is told of a period where it is pointed at.
fn told(timeline: &Timeline, series: &Series, at: usize) -> String {
    let period = &timeline.periods[at];
    format!("{}: {} of {}", period.label, number(series.counts[at]), number(period.whole))
}

/// The names of as many periods as there is room for.
fn time_axis(timeline: &Timeline, axis: f64, out: &mut String) {
    let step = step_of(timeline);
    let (first, every) = labelled(timeline, (84.0 / step).ceil().max(1.0) as usize);
    for (at, period) in timeline.periods.iter().enumerate().skip(first).step_by(every) {
        let x = LEFT + step * (at as f64 + 0.5);
        let _ = writeln!(
            out,
            "<line x1=\"{x:.2}\" y1=\"{axis:.2}\" x2=\"{x:.2}\" y2=\"{:.2}\" stroke=\"#999\"/>",
            axis + 4.0
        );
        let anchor = if x > WIDTH - 48.0 { "end" } else { "middle" };
        let _ = writeln!(
            out,
            "<text x=\"{x:.2}\" y=\"{:.2}\" text-anchor=\"{anchor}\" fill=\"#666\">{}</text>",
            axis + 18.0,
            escaped(&period.label)
        );
    }
}

/// Width of a period.
fn step_of(timeline: &Timeline) -> f64 {
    (WIDTH - LEFT - RIGHT) / timeline.periods.len().max(1) as f64
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
    fn text_cannot_leave_its_element() {
        assert_eq!(escaped("a<b>&\"\u{1b}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }
}
