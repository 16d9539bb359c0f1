//! What bars and lines over time have in common, on a terminal and in a picture: what is plotted of a series, round numbers
//! for the scale, and which periods bear their names.

use std::ops::Range;

use chrono::Datelike;

use super::stats::number;
use crate::search::timeline::{Grain, Series, Timeline};

/// What a period must hold for its share to be more than chance: others do not set the scale.
pub(super) const ENOUGH: u64 = 30;

/// What is plotted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// How many.
    Count,
    /// Which share of all that the index holds of the period, in percent.
    Share,
}

/// What is plotted of a series, for each period: nothing where the index has no articles, and no share of nothing.
pub(super) fn values(timeline: &Timeline, series: &Series, scale: Scale) -> Vec<Option<f64>> {
    let pairs = series.counts.iter().zip(&timeline.periods);
    pairs
        .map(|(count, period)| match scale {
            _ if period.is_gap => None,
            Scale::Count => Some(*count as f64),
            Scale::Share => (period.whole > 0).then(|| *count as f64 / period.whole as f64 * 100.0),
        })
        .collect()
}

/// The periods of which something is plotted, one stretch after the other: between them a line is broken.
pub(super) fn stretches(values: &[Option<f64>]) -> Vec<Range<usize>> {
    let mut at = 0;
    let chunks = values.chunk_by(|a, b| a.is_some() == b.is_some()).map(|chunk| {
        at += chunk.len();
        (chunk[0].is_some(), at - chunk.len()..at)
    });
    chunks.filter(|(is_there, _)| *is_there).map(|(_, stretch)| stretch).collect()
}

/// The period and value of a series that reach highest, the first of several. A share of too little does not count, unless
/// all that was found is in such periods.
pub(super) fn highest(timeline: &Timeline, series: &Series, scale: Scale) -> Option<(usize, f64)> {
    let values = values(timeline, series, scale);
    let highest_of = |least: u64| {
        let enough = timeline.periods.iter().map(|period| period.whole >= least);
        let pairs = values.iter().zip(enough).enumerate();
        let counted = pairs.filter_map(|(at, (value, is_enough))| Some((at, (*value).filter(|_| is_enough)?)));
        counted.filter(|(_, value)| *value > 0.0).rev().max_by(|a, b| a.1.total_cmp(&b.1))
    };
    highest_of(if scale == Scale::Share { ENOUGH } else { 0 }).or_else(|| highest_of(0))
}

/// The value that fills the scale of all series together.
pub(super) fn most(timeline: &Timeline, scale: Scale) -> f64 {
    let is_sure = |at: usize| scale == Scale::Count || timeline.periods[at].whole >= ENOUGH;
    let all: Vec<(usize, f64)> = timeline.series.iter().filter_map(|series| highest(timeline, series, scale)).collect();
    let most_of = |all: &mut dyn Iterator<Item = &(usize, f64)>| all.map(|(_, value)| *value).fold(0.0, f64::max);
    let sure = most_of(&mut all.iter().filter(|(at, _)| is_sure(*at)));
    if sure > 0.0 { sure } else { most_of(&mut all.iter()) }
}

/// Round numbers of a scale, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ticks {
    /// From one to the next.
    step: f64,
    /// How many lie above 0.
    count: usize,
    scale: Scale,
}

impl Ticks {
    /// The scale that ends soonest after `most`, with at most so many numbers above 0.
    pub(super) fn new(most: f64, at_most: usize, scale: Scale) -> Self {
        // the simplest first: it is taken where several end at the same number
        const STEPS: [f64; 5] = [1.0, 2.0, 5.0, 4.0, 2.5];
        let most = if most > 0.0 { most } else { 1.0 };
        let at_most = at_most.max(1);
        let power = 10f64.powi((most / at_most as f64).log10().floor() as i32);
        let mut best: Option<Self> = None;
        for step in [power, power * 10.0].into_iter().flat_map(|power| STEPS.map(|step| step * power)) {
            let is_whole = scale == Scale::Share || (step >= 1.0 && step.fract() == 0.0);
            let count = (most / step - 1e-9).ceil().max(1.0) as usize;
            let ticks = Self { step, count, scale };
            if is_whole && count <= at_most && best.is_none_or(|best| ticks.reach() < best.reach() * (1.0 - 1e-9)) {
                best = Some(ticks);
            }
        }
        best.unwrap_or(Self { step: most, count: 1, scale })
    }

    /// The last number.
    pub(super) fn reach(&self) -> f64 {
        self.step * self.count as f64
    }

    /// The numbers, each as it is written.
    pub(super) fn list(self) -> impl Iterator<Item = (f64, String)> {
        (0..=self.count).map(move |at| (self.step * at as f64, self.written(self.step * at as f64)))
    }

    fn written(&self, value: f64) -> String {
        match self.scale {
            Scale::Count => number(value.round() as u64),
            Scale::Share => {
                let digits = (1.0 - self.step.log10().floor()).max(0.0) as usize;
                let digits = format!("{value:.digits$}");
                let digits =
                    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
                format!("{digits} %")
            }
        }
    }
}

/// The first period that bears its name, and how many lie from one to the next, at least `least`: whole years, halves and
/// quarters of months, tens of years.
pub(super) fn labelled(timeline: &Timeline, least: usize) -> (usize, usize) {
    let Some(first) = timeline.periods.first().map(|period| period.first) else { return (0, 1) };
    let (steps, number): (&[usize], i64) = match timeline.grain {
        Grain::Day => (&[1, 7, 14, 28, 91, 182, 364], 0),
        Grain::Week => (&[1, 2, 4, 13, 26, 52], 0),
        Grain::Month => (&[1, 3, 6, 12, 24, 60, 120], i64::from(first.year()) * 12 + i64::from(first.month0())),
        Grain::Quarter => (&[1, 2, 4, 8, 20, 40], i64::from(first.year()) * 4 + i64::from(first.month0() / 3)),
        Grain::Year => (&[1, 2, 5, 10, 20, 50, 100], i64::from(first.year())),
    };
    let every = steps.iter().copied().find(|step| *step >= least).unwrap_or(least);
    let skipped = (-number).rem_euclid(every as i64) as usize;
    (if skipped < timeline.periods.len() { skipped } else { 0 }, every)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_soon_after_the_most_with_a_round_number() {
        for (most, at_most, reach, written) in [
            (118.0, 4, 120.0, "0 40 80 120"),
            (118.0, 6, 120.0, "0 20 40 60 80 100 120"),
            (56.0, 4, 60.0, "0 20 40 60"),
            (17.0, 2, 20.0, "0 10 20"),
            (3.0, 4, 3.0, "0 1 2 3"),
            (1.0, 5, 1.0, "0 1"),
            (0.0, 5, 1.0, "0 1"),
            (7.0, 1, 10.0, "0 10"),
            (24_100.0, 5, 25_000.0, "0 5,000 10,000 15,000 20,000 25,000"),
        ] {
            let ticks = Ticks::new(most, at_most, Scale::Count);
            let all: Vec<String> = ticks.list().map(|(_, written)| written).collect();
            assert_eq!((ticks.reach(), all.join(" ").as_str()), (reach, written), "{most} {at_most}");
        }
        let shares = [(0.3, "0 % 0.1 % 0.2 % 0.3 %"), (6.1, "0 % 2.5 % 5 % 7.5 %"), (0.0093, "0 % 0.005 % 0.01 %")];
        for (most, written) in shares {
            let all: Vec<String> = Ticks::new(most, 4, Scale::Share).list().map(|(_, written)| written).collect();
            assert_eq!(all.join(" "), written, "{most}");
        }
    }

    #[test]
    fn a_line_is_broken_where_nothing_is_plotted() {
        let values = [None, Some(0.0), Some(2.0), None, None, Some(1.0)];
        assert_eq!(stretches(&values), [1..3, 5..6]);
        assert!(stretches(&[]).is_empty() && stretches(&[None]).is_empty());
    }
}
