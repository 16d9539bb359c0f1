//! Lines over time in a picture: one for each series, told apart by colour, by the form of its points and by its dashes.

use std::fmt::Write;

use super::super::axis::{Scale, Ticks, most, stretches, values};
use super::super::sanitize;
use super::super::stats::number;
use super::super::style::{shortened, visible_width};
use super::super::timeline::and_undated;
use super::{LEFT, Panel, RIGHT, TALL, TOP, WIDTH, escaped, ground, step_of, told};
use crate::search::timeline::{Series, Timeline};

/// Colours that are told apart whatever somebody sees of colours (Okabe and Ito, 2008), the palest left out.
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

/// Colours of what has no series of its own.
const GREYS: [&str; 2] = ["#555", "#999"];

/// Dashes: another kind once all colours were used.
const DASHES: [&str; 3] = ["", "7 3", "2 3"];

/// Height of a line of the legend, columns of a name in it, and the room of a character.
const ROW: f64 = 20.0;
const NAME: usize = 40;
const LETTER: f64 = 7.2;

/// Points that lie nearer than this are not all marked.
const APART: f64 = 14.0;

/// How a series is told from the others.
#[derive(Clone, Copy)]
struct Style {
    colour: &'static str,
    dash: &'static str,
    /// The form of its points, one of [`FORMS`].
    form: usize,
}

const FORMS: usize = 5;

impl Style {
    /// The styles of all series.
    fn of(timeline: &Timeline) -> Vec<Self> {
        let (mut own, mut rest) = (0, 0);
        let style = |series: &Series| {
            let (at, colours, dash) = if series.is_rest {
                rest += 1;
                (rest - 1, &GREYS[..], DASHES[1])
            } else {
                own += 1;
                (own - 1, &COLOURS[..], DASHES[(own - 1) / COLOURS.len() % DASHES.len()])
            };
            Self { colour: colours[at % colours.len()], dash, form: at % FORMS }
        };
        timeline.series.iter().map(style).collect()
    }

    /// A point of a line, and what it tells where it is pointed at.
    fn point(self, (x, y): (f64, f64), told: &str, out: &mut String) {
        let polygon = |points: &[(f64, f64)]| {
            let list: Vec<String> = points.iter().map(|(dx, dy)| format!("{:.2},{:.2}", x + dx, y + dy)).collect();
            format!("polygon points=\"{}\"", list.join(" "))
        };
        let form = match self.form {
            0 => format!("circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"3\""),
            1 => polygon(&[(-2.7, -2.7), (2.7, -2.7), (2.7, 2.7), (-2.7, 2.7)]),
            2 => polygon(&[(0.0, -3.6), (3.4, 2.6), (-3.4, 2.6)]),
            3 => polygon(&[(0.0, -4.0), (4.0, 0.0), (0.0, 4.0), (-4.0, 0.0)]),
            _ => polygon(&[(0.0, 3.6), (3.4, -2.6), (-3.4, -2.6)]),
        };
        let element = form.split(' ').next().unwrap_or("circle");
        let told = if told.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(told)) };
        let _ = writeln!(out, "<{form} fill=\"{}\">{told}</{element}>", self.colour);
    }

    fn line(self, points: &[(f64, f64)], out: &mut String) {
        let list: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let dash = if self.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", self.dash) };
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{dash}/>",
            list.join(" "),
            self.colour
        );
    }
}

/// Draws legend, scale and lines; gives where the time axis lies.
pub(super) fn draw(timeline: &Timeline, scale: Scale, out: &mut String) -> f64 {
    let styles = Style::of(timeline);
    let top = legend(timeline, &styles, out);
    let panel = Panel { top, tall: TALL, ticks: Ticks::new(most(timeline, scale), 6, scale) };
    ground(timeline, panel, out);
    // the first series, mostly the largest, lies above the others
    for (at, (series, style)) in timeline.series.iter().zip(&styles).enumerate().rev() {
        line(timeline, (series, at), *style, scale, panel, out);
    }
    panel.bottom()
}

/// One line, broken where nothing is plotted.
fn line(
    timeline: &Timeline,
    (series, at): (&Series, usize),
    style: Style,
    scale: Scale,
    panel: Panel,
    out: &mut String,
) {
    let step = step_of(timeline);
    let values = values(timeline, series, scale);
    let place = |at: usize| {
        let value = values[at].unwrap_or(0.0);
        (LEFT + step * (at as f64 + 0.5), panel.bottom() - panel.high(value))
    };
    let every = (APART / step).ceil().max(1.0) as usize;
    for stretch in stretches(&values) {
        let points: Vec<(f64, f64)> = stretch.clone().map(place).collect();
        if points.len() > 1 {
            style.line(&points, out);
        }
        for period in stretch.filter(|period| points.len() == 1 || period % every == at % every) {
            let name = series.name.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
            style.point(place(period), &format!("{name}{}", told(timeline, series, period)), out);
        }
    }
}

/// The names of the series, as many on a line as there is room for; gives where it ends.
fn legend(timeline: &Timeline, styles: &[Style], out: &mut String) -> f64 {
    let mut at = (LEFT, TOP + 6.0);
    let mut is_there = false;
    for (series, style) in timeline.series.iter().zip(styles) {
        let Some(name) = &series.name else { continue };
        let counts = format!("{}{}", number(series.total()), and_undated(series));
        let label = format!("{} · {counts}", shortened(&sanitize::line(name), NAME));
        let wide = 40.0 + LETTER * visible_width(&label) as f64;
        if is_there && at.0 + wide > WIDTH - RIGHT {
            at = (LEFT, at.1 + ROW);
        }
        let (x, y) = at;
        style.line(&[(x, y), (x + 24.0, y)], out);
        style.point((x + 12.0, y), "", out);
        let _ = writeln!(out, "<text x=\"{:.2}\" y=\"{:.2}\">{}</text>", x + 30.0, y + 4.0, escaped(&label));
        at.0 += wide;
        is_there = true;
    }
    if is_there { at.1 + ROW } else { TOP + 8.0 }
}
