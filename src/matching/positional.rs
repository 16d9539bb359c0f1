//! Where words stand to each other: positions of single words come in, matches of phrases and proximity come out. The same
//! code serves an engine that reads positions from postings and the evaluator that reads them from a text. No text, no
//! article and no index is known here.
//!
//! Every list is merged in one pass, and no operator yields more matches than its value has positions (a choice: than its
//! branches have together), so the cost of a query is its size times the words it finds, times their logarithm.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::loose;
use crate::query::ast::{TextQuery, Within, WordQuery};

pub use super::loose::MAX_LOOSE_WORDS;

/// Positions at which paragraphs and sentences begin, both sorted. The first word of a paragraph need not be listed as a
/// sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'a> {
    /// Positions of the words that begin a paragraph.
    pub paragraphs: &'a [u32],
    /// Positions of the words that begin a sentence.
    pub sentences: &'a [u32],
}

/// What is to be found out about matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Where they begin and end.
    Spans,
    /// Which words they are made of, too.
    Words,
}

/// A match: positions from `start` to `end`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Position of its first word.
    pub start: u32,
    /// Position of its last word.
    pub end: u32,
    part: u32,
}

/// The matches of a text query in one value, and of which words each is made.
#[derive(Clone, Debug, Default)]
pub struct Matches {
    /// Sorted by start, then end; each once.
    pub list: Vec<Match>,
    parts: Vec<Part>,
}

/// What a match is made of: a run of words, or two other parts.
#[derive(Clone, Copy, Debug)]
enum Part {
    Run(u32, u32),
    Two(u32, u32),
}

impl Matches {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds the runs of words that make up a match, as first and last position, from left to right: one for a word or an
    /// exact phrase, one a word for a loose phrase, those of both sides for proximity. None if words were not wanted.
    pub fn add_runs(&self, found: Match, runs: &mut Vec<(u32, u32)>) {
        let known = runs.len();
        self.add_part(found.part, runs);
        runs[known..].sort_unstable();
    }

    fn add_part(&self, part: u32, runs: &mut Vec<(u32, u32)>) {
        match self.parts.get(part as usize) {
            Some(Part::Run(start, end)) => runs.push((*start, *end)),
            Some(Part::Two(left, right)) => [left, right].into_iter().for_each(|part| self.add_part(*part, runs)),
            None => {}
        }
    }
}

/// The words of a text query, in the order in which [`matches()`] wants their positions.
#[must_use]
pub fn words(text: &TextQuery) -> Vec<&WordQuery> {
    fn collect<'a>(text: &'a TextQuery, found: &mut Vec<&'a WordQuery>) {
        match text {
            TextQuery::Word(word) => found.push(word),
            TextQuery::Phrase { words, .. } => found.extend(words),
            TextQuery::Near { left, right, .. } => {
                collect(left, found);
                collect(right, found);
            }
            TextQuery::Any(branches) => branches.iter().for_each(|branch| collect(branch, found)),
            TextQuery::AtLeast { text, .. } => collect(text, found),
        }
    }
    let mut found = Vec::new();
    collect(text, &mut found);
    found
}

/// The matches of a text query in one value. `positions` has, for each word of [`words`], the positions on which it
/// stands, sorted, each once.
#[must_use]
pub fn matches<P: AsRef<[u32]>>(text: &TextQuery, positions: &[P], bounds: Bounds<'_>, wanted: Wanted) -> Matches {
    let mut finder = Finder { rest: positions, bounds, parts: Vec::new(), track: wanted == Wanted::Words };
    let list = finder.find(text);
    Matches { list, parts: finder.parts }
}

/// How many matches [`matches()`] finds. Of two words they are mostly counted without a list of them.
#[must_use]
pub fn count<P: AsRef<[u32]>>(text: &TextQuery, positions: &[P], bounds: Bounds<'_>) -> usize {
    if let (TextQuery::Near { left, right, within, ordered }, [first, second]) = (text, positions)
        && let (TextQuery::Word(_), TextQuery::Word(_)) = (&**left, &**right)
    {
        return count_near([first.as_ref(), second.as_ref()], bounds, *within, *ordered);
    }
    if let (TextQuery::Phrase { slop: slop @ 1.., .. }, [first, second]) = (text, positions)
        && let Some(count) = loose::count_of_two([first.as_ref(), second.as_ref()], *slop, bounds.paragraphs)
    {
        return count;
    }
    matches(text, positions, bounds, Wanted::Spans).len()
}

/// Of two words the shortest matches are made of neighbours: one of each, with none of both between them.
fn count_near(words: [&[u32]; 2], bounds: Bounds<'_>, within: Within, ordered: bool) -> usize {
    let [mut left, mut right] = words;
    let reach = if let Within::Words(words) = within { words } else { u32::MAX };
    let mut paragraphs = bounds.paragraphs;
    let mut sentences = if within == Within::Sentence { bounds.sentences } else { &[] };
    let mut count = 0;
    let mut before: Option<(u32, [bool; 2])> = None;
    while let Some(place) = [left.first(), right.first()].into_iter().flatten().min().copied() {
        let here = [&mut left, &mut right].map(|list| {
            let here = list.first() == Some(&place);
            *list = &list[usize::from(here)..];
            here
        });
        if let Some((last, there)) = before.replace((place, here))
            && (there[0] && here[1] || !ordered && there[1] && here[0])
            && place - last <= reach
        {
            let parts = [&mut paragraphs, &mut sentences].into_iter().any(|starts| {
                *starts = &starts[starts.iter().take_while(|start| **start <= last).count()..];
                starts.first().is_some_and(|start| *start <= place)
            });
            count += usize::from(!parts);
        }
    }
    count
}

struct Finder<'a, P> {
    /// Positions of the words not yet come to.
    rest: &'a [P],
    bounds: Bounds<'a>,
    parts: Vec<Part>,
    track: bool,
}

impl<'a, P: AsRef<[u32]>> Finder<'a, P> {
    fn take(&mut self, count: usize) -> Vec<&'a [u32]> {
        let (own, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        own.iter().map(AsRef::as_ref).collect()
    }

    fn part(&mut self, part: Part) -> u32 {
        if !self.track {
            return 0;
        }
        self.parts.push(part);
        (self.parts.len() - 1) as u32
    }

    fn find(&mut self, text: &TextQuery) -> Vec<Match> {
        match text {
            TextQuery::Word(_) => {
                let list = self.take(1).first().copied().unwrap_or(&[]);
                self.parts.reserve(if self.track { list.len() } else { 0 });
                list.iter().map(|at| Match { start: *at, end: *at, part: self.part(Part::Run(*at, *at)) }).collect()
            }
            TextQuery::Phrase { words, slop } => {
                let lists = self.take(words.len());
                self.phrase(&lists, *slop)
            }
            TextQuery::Near { left, right, within, ordered } => {
                let left = self.find(left);
                let right = self.find(right);
                self.near(&left, &right, *within, *ordered)
            }
            TextQuery::Any(branches) => {
                let mut all: Vec<Match> = branches.iter().flat_map(|branch| self.find(branch)).collect();
                all.sort_by_key(|found| (found.start, found.end));
                all.dedup_by_key(|found| (found.start, found.end));
                all
            }
            TextQuery::AtLeast { text, count } => {
                let all = self.find(text);
                if count_apart(&all) >= *count as usize { all } else { Vec::new() }
            }
        }
    }

    fn phrase(&mut self, lists: &[&[u32]], slop: u32) -> Vec<Match> {
        if lists.is_empty() || lists.iter().any(|list| list.is_empty()) {
            return Vec::new();
        }
        if slop == 0 {
            let last = lists.len() as u32 - 1;
            let starts = exact_phrase(lists);
            return starts
                .into_iter()
                .map(|start| {
                    let end = start.saturating_add(last);
                    Match { start, end, part: self.part(Part::Run(start, end)) }
                })
                .collect();
        }
        let mut all = Vec::new();
        let mut sorted = Vec::new();
        loose::find(lists, slop, self.bounds.paragraphs, |places| {
            sorted.clear();
            sorted.extend_from_slice(places);
            sorted.sort_unstable();
            let [first, rest @ ..] = &sorted[..] else { return };
            let mut part = self.part(Part::Run(*first, *first));
            for place in rest {
                let next = self.part(Part::Run(*place, *place));
                part = self.part(Part::Two(part, next));
            }
            all.push(Match { start: *first, end: rest.last().copied().unwrap_or(*first), part });
        });
        shortest(all)
    }

    fn near(&mut self, left: &[Match], right: &[Match], within: Within, ordered: bool) -> Vec<Match> {
        let mut all = self.pairs(left, right, within);
        if !ordered {
            all.extend(self.pairs(right, left, within));
        }
        shortest(all)
    }

    /// For each of `left`, the match of `right` behind it, near enough, that ends first.
    fn pairs(&mut self, left: &[Match], right: &[Match], within: Within) -> Vec<Match> {
        let bounds = self.bounds;
        let unit = |position: u32| {
            let begun = |starts: &[u32]| starts.partition_point(|start| *start <= position);
            let sentences = if within == Within::Sentence { begun(bounds.sentences) } else { 0 };
            (begun(bounds.paragraphs), sentences)
        };
        let reach = if let Within::Words(words) = within { words } else { u32::MAX };
        let mut by_end: Vec<&Match> = left.iter().collect();
        by_end.sort_by_key(|found| (found.end, found.start));
        let mut behind = right.iter().peekable();
        // Candidates behind the match at hand: their starts rise, and so do their ends.
        let mut window: VecDeque<&Match> = VecDeque::new();
        let mut all = Vec::new();
        for found in by_end {
            let limit = found.end.saturating_add(reach);
            while let Some(next) = behind.next_if(|next| next.start <= limit) {
                while window.back().is_some_and(|last| last.end >= next.end) {
                    window.pop_back();
                }
                window.push_back(next);
            }
            while window.front().is_some_and(|first| first.start <= found.end) {
                window.pop_front();
            }
            if let Some(next) = window.front().filter(|next| unit(found.start) == unit(next.end)) {
                all.push(Match {
                    start: found.start,
                    end: next.end,
                    part: self.part(Part::Two(found.part, next.part)),
                });
            }
        }
        all
    }
}

/// How many of the matches can be taken without overlap: what is counted by `AtLeast`.
#[must_use]
pub fn count_apart(matches: &[Match]) -> usize {
    let mut spans: Vec<(u32, u32)> = matches.iter().map(|found| (found.end, found.start)).collect();
    spans.sort_unstable();
    let mut count = 0;
    let mut taken = None;
    for (end, start) in spans {
        if taken.is_none_or(|taken| taken < start) {
            count += 1;
            taken = Some(end);
        }
    }
    count
}

/// Leaves out every match that holds another.
fn shortest(mut all: Vec<Match>) -> Vec<Match> {
    all.sort_by_key(|found| (found.start, Reverse(found.end)));
    let mut least = u32::MAX;
    let mut first = true;
    let mut kept: Vec<Match> = Vec::with_capacity(all.len());
    for found in all.into_iter().rev() {
        if first || found.end < least {
            kept.push(found);
            least = found.end;
            first = false;
        }
    }
    kept.reverse();
    kept
}

/// Starts of the places where word after word stands next to each other.
fn exact_phrase(lists: &[&[u32]]) -> Vec<u32> {
    let Some((rarest, rare)) = lists.iter().enumerate().min_by_key(|(_, list)| list.len()) else { return Vec::new() };
    let mut cursors: Vec<usize> = vec![0; lists.len()];
    let mut starts = Vec::new();
    'places: for place in rare.iter() {
        let Some(start) = place.checked_sub(rarest as u32) else { continue };
        for (i, list) in lists.iter().enumerate().filter(|(i, _)| *i != rarest) {
            let wanted = start.saturating_add(i as u32);
            cursors[i] = advance(list, cursors[i], wanted);
            match list.get(cursors[i]) {
                None => break 'places,
                Some(found) if *found == wanted => {}
                Some(_) => continue 'places,
            }
        }
        starts.push(start);
    }
    starts
}

/// The first index from `from` on whose position is at least `wanted`: in steps that double, then by halving.
fn advance(list: &[u32], from: usize, wanted: u32) -> usize {
    let mut step = 1;
    let mut low = from;
    let mut high = from;
    while high < list.len() && list[high] < wanted {
        low = high + 1;
        high += step;
        step *= 2;
    }
    let high = high.min(list.len());
    low + list[low..high].partition_point(|position| *position < wanted)
}

#[cfg(test)]
mod tests;
