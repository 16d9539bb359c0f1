//! From tags to attributions: which source and which contents belong to which cue. A view and its tags in, groups of tokens
//! out.

use std::ops::Range;

use super::candidates::{Owner, Scene};
use super::features::stretches;
use super::judge::is_mark;
use super::rank::{Ranker, choose};
use super::token::Class;
use super::view::View;

/// An attribution as ranges of tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Pieces of the content, in order.
    pub content: Vec<Range<usize>>,
    /// The cue.
    pub cue: Option<Range<usize>>,
    /// The source.
    pub source: Option<Range<usize>>,
    /// Chance of the source among its rivals.
    pub source_chance: f32,
    /// Least chance of a piece of the content among its rivals.
    pub piece_chance: f32,
}

/// The rankers of links.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linker<'a> {
    /// Ranks sources of a cue.
    pub sources: Ranker<'a>,
    /// Ranks cues of a piece of content.
    pub pieces: Ranker<'a>,
    /// Says how sure an attribution is.
    pub trust: Ranker<'a>,
    /// Tells speech from other acts.
    pub acts: Ranker<'a>,
}

/// The attribution that an earlier paragraph ended with.
#[derive(Clone, Copy, Debug)]
struct Last {
    group: usize,
    paragraph: usize,
    open: bool,
}

/// Where a piece went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Alone,
    Before,
    Cue(usize),
}

impl Linker<'_> {
    /// Links the stretches of an article. `margins` are the tagger's preferences, token by token.
    #[must_use]
    pub fn link(&self, view: &View<'_>, tags: &[u8], margins: &[f32]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last: Option<Last> = None;
        for (number, range) in view.paragraphs.iter().enumerate() {
            let found = stretches(&tags[range.clone()], range.start);
            if found.is_empty() {
                continue;
            }
            let scene = Scene { view, found: &found, margins, paragraph: range };
            self.paragraph(&scene, number, &mut last, &mut groups);
        }
        groups
    }

    fn paragraph(&self, scene: &Scene<'_>, number: usize, last: &mut Option<Last>, groups: &mut Vec<Group>) {
        let mut own: Vec<Group> = Vec::new();
        for (at, cue) in scene.found.iter().enumerate().filter(|(_, s)| s.role == 2) {
            let (source, chance) = self.source(&scene.near(at), &cue.range);
            own.push(Group {
                cue: Some(cue.range.clone()),
                source,
                source_chance: chance,
                piece_chance: 1.0,
                ..Group::default()
            });
        }
        let mut before: Option<usize> = None;
        let mut alone: Vec<Group> = Vec::new();
        for (at, piece) in scene.found.iter().enumerate().filter(|(_, s)| s.role == 3).map(|(at, s)| (at, &s.range)) {
            let (home, chance) = self.home(&scene.near(at), piece, &own, before, *last, number);
            let group = match home {
                Home::Cue(k) => {
                    if scene.quoted(piece) {
                        before = Some(k);
                    }
                    own.get_mut(k)
                }
                Home::Before => last.and_then(|last| groups.get_mut(last.group)),
                Home::Alone => None,
            };
            match group {
                Some(group) => {
                    group.content.push(piece.clone());
                    group.piece_chance = group.piece_chance.min(chance);
                }
                None => alone.push(Group {
                    content: vec![piece.clone()],
                    source_chance: 1.0,
                    piece_chance: chance,
                    ..Group::default()
                }),
            }
        }
        own.retain(|group| !group.content.is_empty());
        own.append(&mut alone);
        own.sort_by_key(|group| group.content.first().map(|piece| piece.start));
        groups.append(&mut own);
        let ends = scene.found.iter().rev().find(|s| s.role == 3).map(|s| s.range.end - 1);
        let at = ends.and_then(|end| groups.iter().rposition(|g| g.content.iter().any(|p| p.contains(&end))));
        if let (Some(group), Some(end)) = (at, ends) {
            *last = Some(Last { group, paragraph: number, open: scene.view.quoted[end] });
        }
    }

    /// The best source of a cue, and its chance.
    fn source(&self, scene: &Scene<'_>, cue: &Range<usize>) -> (Option<Range<usize>>, f32) {
        let candidates = scene.sources(cue);
        let mut features = Vec::new();
        let scores: Vec<f32> = candidates
            .iter()
            .map(|source| {
                scene.source_features(cue, source, &mut features);
                self.sources.score(&features)
            })
            .collect();
        let Some((best, chance)) = choose(&scores) else { return (None, 0.0) };
        (candidates[best].range().cloned(), chance)
    }

    fn home(
        &self,
        scene: &Scene<'_>,
        piece: &Range<usize>,
        own: &[Group],
        before: Option<usize>,
        last: Option<Last>,
        number: usize,
    ) -> (Home, f32) {
        let mut homes = Vec::with_capacity(own.len() + 2);
        let mut scores = Vec::with_capacity(own.len() + 2);
        let mut features = Vec::new();
        let mut add = |home: Home, owner: Owner<'_>| {
            scene.piece_features(piece, &owner, &mut features);
            homes.push(home);
            scores.push(self.pieces.score(&features));
        };
        add(Home::Alone, Owner::None);
        if let Some(last) = last {
            let paragraphs = (number - last.paragraph).min(9) as u32;
            add(Home::Before, Owner::Before { paragraphs, open: last.open });
        }
        let (from, to) = scene.bounds();
        let first = own.partition_point(|group| group.cue.as_ref().is_some_and(|cue| cue.start < from));
        for (k, group) in own.iter().enumerate().skip(first) {
            if let Some(cue) = group.cue.as_ref().filter(|cue| cue.start < to) {
                add(Home::Cue(k), Owner::Cue { cue, source: group.source.as_ref(), last: before == Some(k) });
            } else {
                break;
            }
        }
        choose(&scores).map_or((Home::Alone, 0.0), |(best, chance)| (homes[best], chance))
    }
}

/// A piece of content without commas, marks and an opening "that" at its ends, and with the stop that its marks hold. A mark
/// stays where its partner stands inside: `"a gift" to all`.
#[must_use]
pub fn trimmed(view: &View<'_>, piece: &Range<usize>) -> Option<Range<usize>> {
    let loose = |i: usize| matches!(view.class[i], Class::Comma | Class::Colon | Class::Dash);
    let mark = |i: usize| is_mark(view.class[i]);
    let mut piece = piece.clone();
    while !piece.is_empty() && loose(piece.start) {
        piece.start += 1;
    }
    while piece.len() > 1 && loose(piece.end - 1) && !view.quoted[piece.end - 1] {
        piece.end -= 1;
    }
    let marks: Vec<usize> = piece.clone().filter(|i| mark(*i)).take(3).collect();
    let ends = |i: usize| i == piece.start || i + 1 == piece.end;
    if marks.len() < 3 && marks.iter().all(|i| ends(*i)) {
        piece.start += usize::from(!piece.is_empty() && mark(piece.start));
        piece.end -= usize::from(!piece.is_empty() && mark(piece.end - 1));
    }
    if piece.len() > 1 && view.class[piece.start] == Class::That && !view.quoted[piece.start] {
        piece.start += 1;
    }
    let stop = |i: usize| {
        matches!(view.class.get(i), Some(Class::Stop | Class::Question | Class::Bang | Class::Comma))
            && view.quoted[i]
            && view.quoted[i - 1]
    };
    if !piece.is_empty() && !mark(piece.end - 1) && stop(piece.end) && !stop(piece.end - 1) {
        piece.end += 1;
    }
    (!piece.is_empty()).then_some(piece)
}

/// A cue or source without signs at its ends, unless it is nothing else.
#[must_use]
pub fn bare(view: &View<'_>, range: &Range<usize>) -> Range<usize> {
    let sign = |i: usize| view.class[i].is_sign();
    let (mut start, mut end) = (range.start, range.end);
    while start < end && sign(start) {
        start += 1;
    }
    while start < end && sign(end - 1) {
        end -= 1;
    }
    if start < end { start..end } else { range.clone() }
}

/// The bucket of words that nearly always report.
const SURE_CUE: u8 = 5;

/// A cue as it is shown: "said in a statement" and "said as" are "said".
#[must_use]
pub fn cue(view: &View<'_>, range: &Range<usize>) -> Range<usize> {
    let range = bare(view, range);
    let ends = |i: usize| matches!(view.class[i], Class::Preposition | Class::Conjunction | Class::Comma);
    let verb = range.clone().find(|i| view.known(*i).cue == SURE_CUE);
    let end = verb.and_then(|verb| (verb + 1..range.end).next().filter(|i| ends(*i)));
    range.start..end.unwrap_or(range.end)
}

/// Sources longer than this are cut before what only describes them.
const LONG_SOURCE: usize = 8;

/// A source as it is shown: a long one without its relative clause, and one that is longer still without what follows its
/// first comma.
#[must_use]
pub fn shortened(view: &View<'_>, source: &Range<usize>) -> Range<usize> {
    let source = &bare(view, source);
    if source.len() <= LONG_SOURCE {
        return source.clone();
    }
    let comma = |i: usize| matches!(view.class[i], Class::Comma | Class::Dash | Class::Bracket);
    let relative = |i: usize| view.class.get(i + 1).is_some_and(|c| *c == Class::Relative);
    let clause = source.clone().skip(1).find(|i| comma(*i) && relative(*i));
    let end = clause.unwrap_or(source.end);
    let any = (end - source.start > 2 * LONG_SOURCE).then(|| (source.start + 1..end).find(|i| comma(*i))).flatten();
    source.start..any.unwrap_or(end)
}
