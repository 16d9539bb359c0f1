//! Counts over time as lines on a terminal: a chart for each series, drawn in dots of braille or, where only ASCII is
//! written, in asterisks. All have one scale and one time axis; a line and the axis below it are broken where the index has
//! no articles.

use super::axis::{Scale, Ticks, highest, labelled, most, stretches, values};
use super::stats::number;
use super::style::Look;
use super::timeline::heading;
use crate::search::timeline::{Series, Timeline};

/// Lines of the highest chart.
const ROWS: usize = 12;

/// The lines, each series under its name and its highest value.
#[must_use]
pub fn lines(timeline: &Timeline, look: Look, scale: Scale) -> String {
    let most = most(timeline, scale);
    let reach = Ticks::new(most, ROWS / 2, scale).reach();
    let charts: Vec<String> = timeline
        .series
        .iter()
        .map(|series| {
            let top = highest(timeline, series, scale);
            let maximum = top.map(|(at, value)| {
                let value = if scale == Scale::Share { format!("{value:.2} %") } else { number(series.counts[at]) };
                format!(", maximum {value} in {}", timeline.periods[at].label)
            });
            let heading = heading(timeline, series, &maximum.unwrap_or_default(), look);
            let own = top.map_or(0.0, |(_, value)| value.min(most));
            format!("{heading}\n{}", Chart::new(timeline, look, (own, reach), scale).drawn(series))
        })
        .collect();
    charts.join("\n")
}

/// One chart.
struct Chart<'a> {
    timeline: &'a Timeline,
    scale: Scale,
    ascii: bool,
    /// Columns of the scale's numbers, and of the lines.
    gutter: usize,
    columns: usize,
    rows: usize,
    ticks: Ticks,
    /// Dots for one of the scale.
    unit: f64,
}

impl<'a> Chart<'a> {
    /// A chart that is as high as `own` needs, where `reach` takes all lines.
    fn new(timeline: &'a Timeline, look: Look, (own, reach): (f64, f64), scale: Scale) -> Self {
        let (_, high) = dots(look.ascii);
        let unit = (ROWS * high - 1) as f64 / reach;
        // two lines at least, so that two numbers of the scale can stand beside them
        let own = own.max(high as f64 / unit);
        let rows = (own * unit) as usize / high + 1;
        let ticks = Ticks::new(own, rows / 2, scale);
        let rows = (ticks.reach() * unit).round() as usize / high + 1;
        // numbers of all charts are as wide, so that the time axes lie below each other
        let widest = Ticks::new(reach, ROWS / 2, scale).list().map(|(_, written)| written.len()).max();
        let gutter = ticks.list().map(|(_, written)| written.len()).max().max(widest).unwrap_or(0) + 1;
        let columns = look.width.saturating_sub(gutter + 1).max(8);
        Self { timeline, scale, ascii: look.ascii, gutter, columns, rows, ticks, unit }
    }

    fn drawn(&self, series: &Series) -> String {
        let canvas = self.canvas(series);
        let high = dots(self.ascii).1;
        let mut numbers = vec![None; self.rows];
        for (value, written) in self.ticks.list() {
            let row = (value * self.unit).round() as usize / high;
            if let Some(number) = numbers.get_mut(row).filter(|number| number.is_none()) {
                *number = Some(written);
            }
        }
        let (plain, tick) = if self.ascii { ('|', '+') } else { ('│', '┤') };
        let mut out = String::new();
        for row in (0..self.rows).rev() {
            let number = numbers[row].as_deref();
            let side = if number.is_some() { tick } else { plain };
            let line: String = canvas.row(row).collect();
            out.push_str(&format!("{:>1$}{side}{2}", number.unwrap_or(""), self.gutter, line));
            out.truncate(out.trim_end_matches([' ', '\u{2800}']).len());
            out.push('\n');
        }
        out.push_str(&self.time_axis());
        out
    }

    /// The line of a series: broken where nothing is plotted.
    fn canvas(&self, series: &Series) -> Canvas {
        let mut canvas = Canvas::new(self.columns, self.rows, self.ascii);
        let values = values(self.timeline, series, self.scale);
        let top = self.rows * dots(self.ascii).1 - 1;
        let place = |at: usize| (self.dot(at), ((values[at].unwrap_or(0.0) * self.unit).round() as usize).min(top));
        for stretch in stretches(&values) {
            stretch.clone().skip(1).for_each(|at| canvas.line(place(at - 1), place(at)));
            stretch.for_each(|at| canvas.point(place(at)));
        }
        canvas
    }

    /// The column of dots of a period.
    fn dot(&self, at: usize) -> usize {
        let (last, periods) = (self.columns * dots(self.ascii).0 - 1, self.timeline.periods.len());
        if periods < 2 { last / 2 } else { (at as f64 / (periods - 1) as f64 * last as f64).round() as usize }
    }

    /// The period that lies nearest to a column of dots.
    fn period(&self, dot: usize) -> usize {
        let (last, periods) = (self.columns * dots(self.ascii).0 - 1, self.timeline.periods.len());
        (dot as f64 / last.max(1) as f64 * periods.saturating_sub(1) as f64).round() as usize
    }

    /// The axis, which has holes where the index has no articles, and below it the names of as many periods as there is
    /// room for.
    fn time_axis(&self) -> String {
        let (corner, flat, tick) = if self.ascii { ('+', '-', '+') } else { ('└', '─', '┬') };
        let wide = dots(self.ascii).0;
        let periods = &self.timeline.periods;
        let is_gap = |column: usize| {
            let (first, last) = (self.period(column * wide), self.period(column * wide + wide - 1));
            periods.get(first..=last).is_some_and(|list| list.iter().all(|period| period.is_gap))
        };
        let mut axis: Vec<char> = (0..self.columns).map(|column| if is_gap(column) { ' ' } else { flat }).collect();
        let mut names = String::new();
        let longest = periods.iter().map(|period| period.label.len()).max().unwrap_or(0);
        let (first, every) = labelled(self.timeline, ((longest + 2) * periods.len()).div_ceil(self.columns).max(1));
        for at in (first..periods.len()).step_by(every) {
            let (column, label) = (self.dot(at) / wide, &periods[at].label);
            let last = (self.gutter + 1 + self.columns).saturating_sub(label.len());
            let from = (self.gutter + 1 + column).saturating_sub(label.len() / 2).min(last);
            if names.is_empty() || from > names.len() + 1 {
                names.push_str(&" ".repeat(from - names.len()));
                names.push_str(label);
                axis[column] = tick;
            }
        }
        let axis: String = axis.into_iter().collect();
        format!("{:>1$}{2}\n{names}\n", corner, self.gutter + 1, axis.trim_end())
    }
}

/// Dots of a character, beside and above each other.
fn dots(ascii: bool) -> (usize, usize) {
    if ascii { (1, 1) } else { (2, 4) }
}

/// Characters to draw in; dots are counted from the lower left.
struct Canvas {
    columns: usize,
    ascii: bool,
    /// The dots of each character as braille numbers them, row by row from below.
    cells: Vec<u8>,
}

impl Canvas {
    fn new(columns: usize, rows: usize, ascii: bool) -> Self {
        Self { columns, ascii, cells: vec![0; columns * rows] }
    }

    /// Sets a dot between periods.
    fn dot(&mut self, (x, y): (usize, usize)) {
        // dots of a character from below, those on the left and on the right
        const BRAILLE: [[u8; 2]; 4] = [[0x40, 0x80], [0x04, 0x20], [0x02, 0x10], [0x01, 0x08]];
        let (wide, high) = dots(self.ascii);
        let mask = if self.ascii { 1 } else { BRAILLE[y % 4][x % 2] };
        if let Some(cell) = self.cells.get_mut(y / high * self.columns + x / wide) {
            *cell |= mask;
        }
    }

    /// Sets the dot of a period.
    fn point(&mut self, (x, y): (usize, usize)) {
        self.dot((x, y));
        if self.ascii
            && let Some(cell) = self.cells.get_mut(y * self.columns + x)
        {
            *cell |= 2;
        }
    }

    /// A straight line.
    fn line(&mut self, from: (usize, usize), to: (usize, usize)) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        let between = |a: usize, b: usize, at: usize| {
            (a as f64 + (b as f64 - a as f64) * at as f64 / steps.max(1) as f64).round() as usize
        };
        (0..=steps).for_each(|at| self.dot((between(from.0, to.0, at), between(from.1, to.1, at))));
    }

    /// The characters of a row, counted from below.
    fn row(&self, row: usize) -> impl Iterator<Item = char> {
        let cells = &self.cells[row * self.columns..(row + 1) * self.columns];
        cells.iter().map(|cell| match cell {
            0 => ' ',
            1 if self.ascii => '.',
            _ if self.ascii => '*',
            dots => char::from_u32(0x2800 + u32::from(*dots)).unwrap_or('*'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_point_to_point() {
        let mut canvas = Canvas::new(4, 3, true);
        canvas.line((0, 0), (3, 2));
        canvas.point((0, 0));
        canvas.point((3, 2));
        let rows: Vec<String> = (0..3).map(|row| canvas.row(row).collect()).collect();
        assert_eq!(rows, ["*   ", " .. ", "   *"]);
        let mut canvas = Canvas::new(2, 1, false);
        canvas.line((0, 0), (3, 3));
        assert_eq!(canvas.row(0).collect::<String>(), "⡠⠊");
    }
}
