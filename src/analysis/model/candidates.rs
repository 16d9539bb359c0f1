//! Candidates for the links between the stretches of a paragraph, and what speaks for each. A view and its stretches in,
//! candidates and hashes of features out. Nothing here decides.

use std::ops::Range;

use super::features::{Stretch, bucket, mix};
use super::token::Class;
use super::view::View;

/// The stretches of a paragraph, and how far the tagger preferred each token's tag to the next best.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The article.
    pub view: &'a View<'a>,
    /// All stretches of the paragraph, in order.
    pub found: &'a [Stretch],
    /// Preference for the tag of each token of the article, in units of the logarithm of odds.
    pub margins: &'a [f32],
    /// The paragraph's tokens.
    pub paragraph: &'a Range<usize>,
}

/// What may be the source of a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// There is none.
    None,
    /// A stretch that was tagged as a source.
    Tagged(Range<usize>),
    /// Tokens that were not: a name, a pronoun or a description.
    Bare(Range<usize>, Bare),
}

/// What an untagged candidate looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// "he", "who".
    Pronoun,
    /// A run of names and titles.
    Name,
    /// A determiner and the words behind it.
    Nominal,
}

impl Source {
    /// Its tokens.
    #[must_use]
    pub fn range(&self) -> Option<&Range<usize>> {
        match self {
            Self::None => None,
            Self::Tagged(range) | Self::Bare(range, _) => Some(range),
        }
    }
}

/// Stretches on each side of one that are looked at: keeps the time linear, whatever the text.
pub const REACH: usize = 24;

/// Tokens on each side of a cue among which untagged sources are looked for.
const MOST_TOKENS: usize = 80;

/// Most untagged candidates of a sentence.
const MOST_BARE: usize = 10;

impl<'a> Scene<'a> {
    /// The same with no more stretches than those near stretch `at`.
    #[must_use]
    pub fn near(&self, at: usize) -> Scene<'a> {
        let from = at.saturating_sub(REACH);
        Scene { found: &self.found[from..(at + REACH + 1).min(self.found.len())], ..*self }
    }

    /// The first token of the stretches, and one past the last.
    #[must_use]
    pub fn bounds(&self) -> (usize, usize) {
        let first = self.found.first().map_or(0, |s| s.range.start);
        (first, self.found.last().map_or(0, |s| s.range.end))
    }

    fn of(&self, role: u8) -> impl Iterator<Item = &Range<usize>> {
        self.found.iter().filter(move |s| s.role == role).map(|s| &s.range)
    }

    fn sentence(&self, i: usize) -> u32 {
        self.view.sentence[i]
    }

    fn word(&self, i: usize) -> u32 {
        let known = self.view.known(i);
        if known.word != 0 { known.word } else { self.view.word(i).suffixes[1] }
    }

    fn class(&self, i: Option<usize>) -> u32 {
        i.filter(|i| self.paragraph.contains(i)).map_or(0, |i| self.view.class[i] as u32)
    }

    fn between(&self, a: &Range<usize>, b: &Range<usize>) -> impl Iterator<Item = &Stretch> {
        let (low, high) = (a.end.min(b.end), a.start.max(b.start));
        self.found.iter().filter(move |s| s.range.start >= low && s.range.end <= high)
    }

    /// The roles of the stretches between two, in order, at most four of them.
    fn chain(&self, a: &Range<usize>, b: &Range<usize>) -> u32 {
        self.between(a, b).take(4).fold(1, |chain, s| chain << 2 | u32::from(s.role))
    }

    fn commas(&self, a: &Range<usize>, b: &Range<usize>) -> u32 {
        let (low, high) = (a.end.min(b.end), a.start.max(b.start));
        (low..high).take(60).filter(|i| self.view.class[*i] == Class::Comma).count().min(3) as u32
    }

    /// Whether nine words in ten stand between marks.
    #[must_use]
    pub fn quoted(&self, range: &Range<usize>) -> bool {
        range.clone().filter(|i| self.view.quoted[*i]).count() * 10 >= range.len() * 9
    }

    fn margin(&self, range: &Range<usize>) -> u32 {
        let least = range.clone().take(8).map(|i| self.margins[i]).fold(f32::MAX, f32::min);
        (least.clamp(-4.0, 8.0) + 4.0) as u32
    }

    /// What may be the source of a cue: no source first.
    #[must_use]
    pub fn sources(&self, cue: &Range<usize>) -> Vec<Source> {
        let mut found = vec![Source::None];
        let near = |range: &Range<usize>| {
            self.sentence(range.start)
                .abs_diff(self.sentence(cue.start))
                .min(self.sentence(range.end - 1).abs_diff(self.sentence(cue.start)))
                <= 1
        };
        found.extend(self.of(1).filter(|range| near(range)).cloned().map(Source::Tagged));
        self.bare(cue, &mut found);
        found
    }

    /// Untagged names, pronouns and descriptions in the sentence of a cue, outside marks and contents.
    fn bare(&self, cue: &Range<usize>, found: &mut Vec<Source>) {
        let own = self.sentence(cue.start);
        let mut from = cue.start;
        while from > self.paragraph.start.max(cue.start.saturating_sub(MOST_TOKENS)) && self.sentence(from - 1) == own {
            from -= 1;
        }
        let mut to = cue.end;
        while to < self.paragraph.end.min(cue.end + MOST_TOKENS) && self.sentence(to) == own {
            to += 1;
        }
        let taken = |i: usize| self.view.quoted[i] || self.found.iter().any(|s| s.range.contains(&i));
        let proper = |i: usize| {
            i < to && !taken(i) && (self.view.class[i] == Class::Name || (self.view.class[i] == Class::Title))
                || (i < to && !taken(i) && self.view.class[i] == Class::Start && self.view.known(i).word == 0)
        };
        let mut i = from;
        let mut count = 0;
        while i < to && count < MOST_BARE {
            let class = self.view.class[i];
            let start = i;
            i += 1;
            if taken(start) {
                continue;
            }
            let made = if matches!(class, Class::Pronoun | Class::Relative) {
                Some(Bare::Pronoun)
            } else if proper(start) {
                while proper(i) {
                    i += 1;
                }
                Some(Bare::Name)
            } else if matches!(class, Class::Determiner | Class::Oblique) {
                let fits = |i: usize| {
                    i < to
                        && !taken(i)
                        && matches!(self.view.class[i], Class::Word | Class::Title | Class::Name | Class::Number)
                };
                while i < start + 4 && fits(i) && self.view.known(i).cue != 5 {
                    i += 1;
                }
                (i > start + 1).then_some(Bare::Nominal)
            } else {
                None
            };
            if let Some(kind) = made {
                found.push(Source::Bare(start..i, kind));
                count += 1;
            }
        }
    }

    /// What speaks for a source of a cue.
    pub fn source_features(&self, cue: &Range<usize>, source: &Source, out: &mut Vec<u32>) {
        out.clear();
        let head = self.word(self.strongest(cue));
        let kind = match source {
            Source::None => 0,
            Source::Tagged(_) => 1,
            Source::Bare(_, Bare::Pronoun) => 2,
            Source::Bare(_, Bare::Name) => 3,
            Source::Bare(_, Bare::Nominal) => 4,
        };
        let before = self.class(cue.start.checked_sub(1));
        let after = self.class(Some(cue.end));
        let mut put = |template: u32, value: u32| out.push(mix(template, value << 3 | kind));
        put(300, 0);
        put(301, head);
        put(302, before);
        put(303, after);
        put(304, cue.len().min(4) as u32);
        put(305, self.class(Some(cue.start)) << 8 | before);
        let Some(range) = source.range() else {
            let own = self.sentence(cue.start);
            let tagged = self.of(1).filter(|s| self.sentence(s.start) == own).count().min(3) as u32;
            put(306, tagged);
            put(307, tagged << 8 | self.of(2).filter(|s| self.sentence(s.start) == own).count().min(3) as u32);
            if let Some(i) = cue.start.checked_sub(1).filter(|i| self.paragraph.contains(i)) {
                put(308, self.word(i));
            }
            return;
        };
        let order = u32::from(range.start > cue.start);
        let gap = bucket(range.start.max(cue.start).saturating_sub(range.end.min(cue.end)));
        let chain = self.chain(range, cue);
        let commas = self.commas(range, cue);
        let same = u32::from(self.sentence(range.start) == self.sentence(cue.start));
        put(310, order << 1 | same);
        put(311, gap << 1 | order);
        put(312, chain << 1 | order);
        put(313, commas << 1 | order);
        put(314, chain << 8 | gap << 1 | order);
        put(315, head.rotate_left(3) ^ order);
        put(316, u32::from(self.view.known(range.end - 1).source) << 1 | order);
        put(317, self.class(range.start.checked_sub(1)) << 1 | order);
        put(318, self.class(Some(range.end)) << 1 | order);
        put(319, self.margin(range));
        put(320, range.len().min(12) as u32);
        put(321, self.word(range.end - 1));
        put(322, self.word(range.start));
        put(323, u32::from(self.view.known(range.start).clusters[0]) << 1 | order);
        let rivals =
            self.of(2).filter(|other| *other != cue && gap_of(other, range) < gap_of(cue, range)).count().min(2);
        put(324, (rivals as u32) << 4 | commas << 1 | order);
        let nearer =
            self.of(1).filter(|other| *other != range && gap_of(other, cue) < gap_of(range, cue)).count().min(2);
        put(325, (nearer as u32) << 4 | same << 1 | order);
        put(326, chain << 16 | self.class(Some(range.end)) << 8 | before << 1 | order);
        put(327, self.wider(cue, range));
    }

    /// The token of a cue that reports most often.
    fn strongest(&self, cue: &Range<usize>) -> usize {
        let weight = |i: usize| match self.view.known(i).cue {
            bucket @ 0..=5 => bucket,
            6 => 1,
            other => other - 5,
        };
        cue.clone().max_by_key(|i| (weight(*i), usize::MAX - i)).unwrap_or(cue.start)
    }

    /// The stretches on both sides of a pair.
    fn wider(&self, a: &Range<usize>, b: &Range<usize>) -> u32 {
        let low = a.start.min(b.start);
        let high = a.end.max(b.end);
        let left = self.found.iter().rev().find(|s| s.range.end <= low).map_or(0, |s| u32::from(s.role));
        let right = self.found.iter().find(|s| s.range.start >= high).map_or(0, |s| u32::from(s.role));
        (left << 2 | right) << 12 | self.chain(a, b) << 1 | u32::from(a.start < b.start)
    }

    /// What speaks for a cue (or none, or the attribution before) as that of a piece of content.
    pub fn piece_features(&self, piece: &Range<usize>, to: &Owner<'_>, out: &mut Vec<u32>) {
        out.clear();
        let quoted = u32::from(self.quoted(piece));
        let whole = u32::from(piece.len() * 10 >= self.paragraph.len() * 9);
        let kind = match to {
            Owner::None => 0,
            Owner::Before { .. } => 1,
            Owner::Cue { .. } => 2,
        };
        let base = (quoted << 1 | whole) << 2 | kind;
        let mut put = |template: u32, value: u32| out.push(mix(template, value << 4 | base));
        put(340, 0);
        put(341, self.class(Some(piece.start)));
        put(342, self.class(piece.start.checked_sub(1)));
        put(343, self.class(Some(piece.end)));
        put(344, self.of(2).count().min(3) as u32);
        let own = self.sentence(piece.start);
        let inside = self.of(2).filter(|c| self.sentence(c.start) == own).count().min(3) as u32;
        put(345, inside);
        put(346, bucket(piece.len()));
        match to {
            Owner::None => {}
            Owner::Before { paragraphs, open } => {
                put(350, (*paragraphs).min(4) << 1 | u32::from(*open));
                put(351, (*paragraphs).min(4) << 4 | inside);
            }
            Owner::Cue { cue, source, last } => {
                let order = u32::from(piece.start > cue.start);
                let near = source.map_or(usize::MAX, |s| gap_of(piece, s)).min(gap_of(piece, cue));
                let gap = bucket(near);
                let sentences = (self.sentence(piece.start).abs_diff(self.sentence(cue.start)))
                    .min(self.sentence(piece.end - 1).abs_diff(self.sentence(cue.start)))
                    .min(4);
                let chain = self.chain(piece, cue);
                put(360, order << 8 | sentences << 4 | gap);
                put(361, chain << 1 | order);
                put(362, chain << 8 | sentences << 4 | order);
                put(363, gap << 1 | order);
                put(364, self.word(self.strongest(cue)).rotate_left(1) ^ order);
                put(365, u32::from(*last) << 8 | sentences << 1 | order);
                let cues = self.between(piece, cue).filter(|s| s.role == 2).count().min(3) as u32;
                put(366, cues << 8 | u32::from(*last) << 4 | sentences << 1 | order);
                let rivals = self.of(3).filter(|o| *o != piece && gap_of(o, cue) < gap_of(piece, cue)).count().min(2);
                put(367, (rivals as u32) << 8 | u32::from(*last) << 4 | sentences << 1 | order);
                let nearer = self.of(2).filter(|o| *o != *cue && gap_of(o, piece) < gap_of(piece, cue)).count().min(2);
                put(368, (nearer as u32) << 8 | sentences << 1 | order);
                put(369, self.wider(piece, cue));
                put(370, self.commas(piece, cue) << 4 | sentences << 1 | order);
                put(371, self.class(Some(cue.end)) << 8 | self.class(piece.end.checked_sub(1)) << 1 | order);
            }
        }
    }
}

/// What a piece of content may belong to.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// Nothing: it stands alone.
    None,
    /// The last attribution of an earlier paragraph.
    Before {
        /// How many paragraphs back it ends.
        paragraphs: u32,
        /// Whether it ends between marks.
        open: bool,
    },
    /// A cue of the paragraph.
    Cue {
        /// The cue.
        cue: &'a Range<usize>,
        /// Its source.
        source: Option<&'a Range<usize>>,
        /// Whether the quoted piece before belongs to it.
        last: bool,
    },
}

/// Tokens between two ranges.
#[must_use]
pub fn gap_of(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.max(b.start).saturating_sub(a.end.min(b.end))
}
