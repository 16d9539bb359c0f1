//! What the tagger sees at each token of a paragraph, as hashes. A view and the tags of a first pass in; numbers out, into
//! whatever adds weights (or, while learning, keeps them). Nothing here knows weights.

use std::ops::Range;

use super::small::{BESIDE, CLASSES, COARSE, CUES, FILLS, NEAR, within};
use super::token::{Class, Known, Word};
use super::view::View;

/// Tags: outside, and beginning and inside of source, cue and content.
pub const TAGS: usize = 7;
/// No part of an attribution.
pub const O: u8 = 0;
/// First token of a source; the next tag goes on.
pub const SOURCE: u8 = 1;
/// First token of a cue.
pub const CUE: u8 = 3;
/// First token of a content.
pub const CONTENT: u8 = 5;

/// The kind of a tag: 0 outside, 1 source, 2 cue, 3 content.
#[must_use]
pub fn role(tag: u8) -> u8 {
    tag.div_ceil(2)
}

/// Whether a tag opens a stretch.
#[must_use]
pub fn begins(tag: u8) -> bool {
    tag % 2 == 1
}

/// Stretches of equal role in the tags of a paragraph, `range` counted from `offset`.
#[must_use]
pub fn stretches(tags: &[u8], offset: usize) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        if *tag == O {
            continue;
        }
        let at = offset + i;
        match found.last_mut() {
            Some(open) if !begins(*tag) && open.range.end == at && open.role == role(*tag) => open.range.end += 1,
            _ => found.push(Stretch { role: role(*tag), range: at..at + 1 }),
        }
    }
    found
}

/// Neighbouring tokens of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// 1 source, 2 cue, 3 content.
    pub role: u8,
    /// Its tokens.
    pub range: Range<usize>,
}

/// Takes the features of a paragraph, token by token.
pub trait Sink {
    /// The next features belong to this token of the paragraph (from 0).
    fn token(&mut self, i: usize);
    /// A feature.
    fn put(&mut self, template: u32, value: u32);
    /// A feature of a template of [`super::small::SMALL`]; `value` is below the template's size.
    fn put_small(&mut self, template: u32, value: u32);
}

/// A well-spread hash of a template's number and a value.
#[inline(always)]
#[must_use]
pub fn mix(template: u32, value: u32) -> u32 {
    let mut h = value ^ template.wrapping_mul(0x9E37_79B1);
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 15;
    h = h.wrapping_mul(0xC2B2_AE35);
    h ^ (h >> 16)
}

/// Distance as a bucket: exact up to 3, then 5, 9, 19 and beyond.
#[must_use]
pub fn bucket(distance: usize) -> u32 {
    match distance {
        0..=3 => distance as u32,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

/// Cue buckets from here on are called strong: the word reports in two of five places or more.
const STRONG: u8 = 4;

/// Cue buckets without any of which a paragraph without marks is passed over.
const LIKELY: [u32; 5] = [3, 4, 5, 8, 9];

const NONE: usize = usize::MAX;
/// Tokens on each side of a token whose words are seen.
pub const WINDOW: isize = 4;

/// What a column holds beyond the ends of the paragraph.
const EDGE: u32 = 0xED6E;

/// Columns of one paragraph, made once for all of its tokens.
#[derive(Debug, Default)]
pub struct Columns {
    word: Vec<u32>,
    class: Vec<u32>,
    cue: Vec<u32>,
    coarse: Vec<u32>,
    middle: Vec<u32>,
    quoted: Vec<u32>,
    left_cue: Vec<usize>,
    right_cue: Vec<usize>,
    left_comma: Vec<usize>,
    right_comma: Vec<usize>,
    left_mark: Vec<usize>,
    right_mark: Vec<usize>,
    sentence: Vec<SentenceFacts>,
    of: Vec<usize>,
    marks: bool,
    cues: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct SentenceFacts {
    start: usize,
    end: usize,
    quoted: usize,
    strong: usize,
    likely: bool,
}

impl SentenceFacts {
    /// 0 nothing quoted, 1 some, 2 nearly all.
    fn fullness(self) -> u32 {
        match self.quoted {
            0 => 0,
            q if 10 * q >= 8 * (self.end - self.start) => 2,
            _ => 1,
        }
    }
}

impl Columns {
    /// Reads the tokens of a paragraph.
    pub fn fill(&mut self, view: &View<'_>, range: Range<usize>) {
        let n = range.len();
        for column in [&mut self.word, &mut self.class, &mut self.cue, &mut self.coarse, &mut self.middle] {
            column.clear();
        }
        self.quoted.clear();
        self.sentence.clear();
        self.of.clear();
        for i in range.clone() {
            let known = view.known(i);
            let word = view.word(i);
            self.word.push(name(word, known));
            self.class.push(view.class[i] as u32);
            self.cue.push(u32::from(known.cue));
            self.coarse.push(u32::from(known.clusters[0]));
            self.middle.push(u32::from(known.clusters[1]));
            self.quoted.push(u32::from(view.quoted[i]));
            let at = i - range.start;
            if at == 0 || view.sentence[i] != view.sentence[i - 1] {
                self.sentence.push(SentenceFacts { start: at, end: at, ..SentenceFacts::default() });
            }
            let strong = usize::from(self.strong(at));
            if let Some(facts) = self.sentence.last_mut() {
                facts.end = at + 1;
                facts.quoted += usize::from(view.quoted[i]);
                facts.strong += strong;
                facts.likely |= LIKELY.contains(&self.cue[at]);
            }
            let number = self.sentence.len() - 1;
            self.of.push(number);
        }
        self.marks = self.quoted.contains(&1);
        self.cues = (0..n).any(|i| self.strong(i));
        self.nearest();
    }

    /// For each token the nearest likely cue, comma and mark on each side, in its sentence.
    fn nearest(&mut self) {
        let n = self.word.len();
        for column in [
            &mut self.left_cue,
            &mut self.right_cue,
            &mut self.left_comma,
            &mut self.right_comma,
            &mut self.left_mark,
            &mut self.right_mark,
        ] {
            column.clear();
            column.resize(n, NONE);
        }
        let (mut cue, mut comma, mut mark) = (NONE, NONE, NONE);
        for i in 0..n {
            if self.sentence[self.of[i]].start == i {
                (cue, comma, mark) = (NONE, NONE, NONE);
            }
            (self.left_cue[i], self.left_comma[i], self.left_mark[i]) = (cue, comma, mark);
            if self.strong(i) {
                cue = i;
            }
            if self.class[i] == Class::Comma as u32 {
                comma = i;
            }
            if self.quoted[i] == 1 && self.at(&self.quoted, i as isize + 1) != 1 {
                mark = i;
            }
        }
        for i in (0..n).rev() {
            if self.sentence[self.of[i]].end == i + 1 {
                (cue, comma, mark) = (NONE, NONE, NONE);
            }
            (self.right_cue[i], self.right_comma[i], self.right_mark[i]) = (cue, comma, mark);
            if self.strong(i) {
                cue = i;
            }
            if self.class[i] == Class::Comma as u32 {
                comma = i;
            }
            if self.quoted[i] == 1 && (i == 0 || self.quoted[i - 1] != 1) {
                mark = i;
            }
        }
    }

    /// Whether the paragraph holds neither a marked stretch nor a word that often reports.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        !self.marks && !self.sentence.iter().any(|facts| facts.likely)
    }

    /// Whether the sentence of a token holds neither, so that it is passed over.
    #[must_use]
    pub fn is_still(&self, i: usize) -> bool {
        let facts = self.sentence[self.of[i]];
        facts.quoted == 0 && !facts.likely
    }

    fn strong(&self, i: usize) -> bool {
        (self.cue[i] == u32::from(STRONG) || self.cue[i] == u32::from(STRONG) + 1) && self.quoted[i] == 0
    }

    #[inline]
    fn at(&self, column: &[u32], i: isize) -> u32 {
        if i < 0 { EDGE } else { column.get(i as usize).copied().unwrap_or(EDGE + 1) }
    }
}

/// Places from which a word is seen: four tokens to each side, and its own.
pub const SLOTS: usize = 2 * WINDOW as usize + 1;

/// What a word type says at each place: the features by which token `i` is seen from token `i + WINDOW - slot`. `starts` is
/// whether it is a capital at a sentence's start.
pub fn seen(word: &Word, starts: bool, slot: usize, sink: &mut impl Sink) {
    let known = &word.known[usize::from(starts)];
    let class = if starts { Class::Start } else { word.class };
    let facts = [
        name(word, known),
        class as u32,
        u32::from(known.cue),
        u32::from(known.clusters[0]),
        u32::from(known.clusters[1]),
        u32::from(known.clusters[2]),
    ];
    facts_seen(facts, slot, sink);
    if slot == WINDOW as usize {
        sink.put(1, 0);
        sink.put(2, word.shape);
        sink.put(3, word.suffixes[0]);
        sink.put(4, word.suffixes[1]);
        sink.put(6, u32::from(known.source));
    }
}

/// What stands before the first token (side 0) or behind the last (1), as seen from inside.
pub fn edge(side: u32, slot: usize, sink: &mut impl Sink) {
    facts_seen([EDGE + side; 6], slot, sink);
}

fn facts_seen(facts: [u32; 6], slot: usize, sink: &mut impl Sink) {
    let far = slot.abs_diff(WINDOW as usize);
    let at = slot as u32;
    for (k, fact) in facts.iter().enumerate() {
        let reach = [4, 4, 3, 3, 3, 2][k];
        if far <= reach {
            sink.put(10 * (k as u32 + 1) + at, *fact);
        }
    }
}

/// The number by which a word is known; one too rare to be known is seen by its ending and its case.
fn name(word: &Word, known: &Known) -> u32 {
    if known.word != 0 { known.word } else { word.suffixes[1] ^ (u32::from(word.capital) << 1) ^ 0x5A5A_0000 }
}

/// Puts the features of all tokens of a paragraph.
pub fn paragraph(view: &View<'_>, range: Range<usize>, columns: &Columns, sink: &mut impl Sink) {
    for i in (0..range.len()).filter(|i| !columns.is_still(*i)) {
        sink.token(i);
        for slot in 0..SLOTS {
            // The word in slot 0 stands four tokens ahead: it sees this one from its right.
            match (i + slot).checked_sub(WINDOW as usize) {
                None => edge(0, slot, sink),
                Some(at) if at >= range.len() => edge(1, slot, sink),
                Some(at) => {
                    let at = range.start + at;
                    seen(view.word(at), view.class[at] == Class::Start, slot, sink);
                }
            }
        }
    }
    together(view, range, columns, sink);
}

/// Puts those features of all tokens of a paragraph that hang on more than one word.
pub fn together(view: &View<'_>, range: Range<usize>, columns: &Columns, sink: &mut impl Sink) {
    for i in (0..range.len()).filter(|i| !columns.is_still(*i)) {
        sink.token(i);
        joined(columns, i, sink);
        around(columns, i, sink);
        in_sentence(view, range.start, columns, i, sink);
    }
}

/// Facts of neighbours taken together.
#[inline]
fn joined(c: &Columns, i: usize, sink: &mut impl Sink) {
    let here = i as isize;
    let word = |d: isize| c.at(&c.word, here + d);
    let class = |d: isize| within(&c.class, here + d, CLASSES);
    let cue = |d: isize| within(&c.cue, here + d, CUES);
    let coarse = |d: isize| within(&c.coarse, here + d, COARSE);
    let pair = |a: u32, b: u32| a.wrapping_mul(0x0101_3F2B) ^ b;
    sink.put(70, pair(word(-1), word(0)));
    sink.put(71, pair(word(0), word(1)));
    sink.put_small(72, (class(-1) * CLASSES + class(0)) * CLASSES + class(1));
    sink.put_small(73, (class(-2) * CLASSES + class(-1)) * CLASSES + class(0));
    sink.put_small(74, (class(0) * CLASSES + class(1)) * CLASSES + class(2));
    sink.put_small(75, class(0) * CUES + cue(1));
    sink.put_small(76, class(0) * CUES + cue(-1));
    sink.put(79, coarse(-1) << 16 | coarse(0) << 8 | coarse(1));
    sink.put(80, coarse(-2) << 16 | coarse(-1) << 8 | coarse(0));
    sink.put(81, coarse(0) << 16 | coarse(1) << 8 | coarse(2));
    sink.put_small(82, coarse(-1) * COARSE + coarse(0));
    sink.put_small(83, coarse(0) * COARSE + coarse(1));
}

/// The nearest likely cue, comma and mark on each side.
#[inline]
fn around(c: &Columns, i: usize, sink: &mut impl Sink) {
    let q = c.quoted[i];
    let left = c.left_cue[i];
    let right = c.right_cue[i];
    let class = c.class[i];
    let class_at = |at: usize| within(&c.class, at as isize, CLASSES);
    if left != NONE {
        let near = bucket(i - left);
        let that = (left + 1..i).take(12).any(|k| c.class[k] == Class::That as u32);
        let commas = (left + 1..i).take(40).filter(|k| c.class[*k] == Class::Comma as u32).count().min(2) as u32;
        sink.put_small(100, near);
        sink.put(101, c.word[left]);
        sink.put_small(102, class_at(left + 1) * 2 + q);
        sink.put_small(103, class * NEAR + near);
        sink.put_small(104, c.coarse[i] * NEAR + near);
        sink.put_small(105, (u32::from(that) * 3 + commas) * CLASSES + class);
        sink.put_small(106, c.middle[left] * NEAR + near);
    } else {
        sink.put_small(110, 0);
    }
    if right != NONE {
        let near = bucket(right - i);
        sink.put_small(111, near);
        sink.put(112, c.word[right]);
        sink.put_small(113, class_at(right.saturating_sub(1)) * 2 + q);
        sink.put_small(114, class * NEAR + near);
        sink.put_small(115, c.coarse[i] * NEAR + near);
        let commas = (i + 1..right).take(40).filter(|k| c.class[*k] == Class::Comma as u32).count().min(2) as u32;
        sink.put_small(116, commas * CLASSES + class);
    } else {
        sink.put_small(117, 0);
    }
    sink.put_small(118, (u32::from(left != NONE) * 2 + u32::from(right != NONE)) * 2 + q);
    let cue_at = |at: usize| within(&c.cue, at as isize, CUES);
    if c.left_comma[i] != NONE {
        let comma = c.left_comma[i];
        sink.put(120, c.at(&c.word, comma as isize + 1));
        sink.put_small(121, class_at(comma + 1) * NEAR + bucket(i - comma));
        sink.put_small(122, cue_at(comma + 1) * CLASSES + class);
    }
    if c.right_comma[i] != NONE {
        let comma = c.right_comma[i];
        sink.put(123, c.at(&c.word, comma as isize + 1));
        sink.put_small(124, class_at(comma + 1) * NEAR + bucket(comma - i));
        sink.put_small(125, cue_at(comma + 1) * CUES + cue_at(comma + 2));
    }
    if q == 0 {
        if c.left_mark[i] != NONE {
            let near = bucket(i - c.left_mark[i]);
            sink.put_small(130, near);
            sink.put_small(131, (near * CLASSES + class) * CUES + c.cue[i]);
        }
        if c.right_mark[i] != NONE {
            let near = bucket(c.right_mark[i] - i);
            sink.put_small(132, near);
            sink.put_small(133, (near * CLASSES + class) * CUES + c.cue[i]);
        }
    }
}

/// The sentence, its neighbours and the paragraph.
#[inline]
fn in_sentence(view: &View<'_>, start: usize, c: &Columns, i: usize, sink: &mut impl Sink) {
    let q = c.quoted[i];
    let number = c.of[i];
    let facts = c.sentence[number];
    let full = facts.fullness();
    let strong = facts.strong.min(2) as u32;
    let fill = (full * 3 + strong) * 2 + q;
    sink.put_small(141, fill);
    sink.put_small(5, (u32::from(c.marks) * 2 + u32::from(c.cues)) * 2 + q);
    sink.put_small(143, u32::from(view.first[start + i]));
    sink.put_small(144, bucket(i - facts.start) * CLASSES + c.class[i]);
    sink.put_small(145, bucket(facts.end - 1 - i) * CLASSES + c.class[i]);
    sink.put(146, c.word[facts.start]);
    let strong_of = |n: Option<usize>| {
        let facts = n.and_then(|n| c.sentence.get(n));
        facts.map_or(BESIDE - 1, |facts| facts.strong.min(1) as u32 + 2 * facts.fullness())
    };
    let before = strong_of(number.checked_sub(1));
    let after = strong_of(Some(number + 1));
    sink.put_small(147, ((before * BESIDE + after) * 6 + full * 2 + strong.min(1)) * 2 + q);
    sink.put_small(148, c.class[i] * FILLS + fill);
}

/// Kinds of places between two tokens, for the weights of one tag after another.
pub const PLACES: usize = 144;

/// The kind of place between token `i` of the paragraph and the one before.
#[must_use]
pub fn place(c: &Columns, i: usize) -> usize {
    if i == 0 {
        return 0;
    }
    let sign = |i: usize| match c.class[i] {
        x if x == Class::Comma as u32 => 1,
        x if x == Class::Stop as u32 || x == Class::Question as u32 || x == Class::Bang as u32 => 2,
        x if x >= Class::Mark as u32 && x <= Class::Single as u32 => 3,
        x if x == Class::Dash as u32 || x == Class::Colon as u32 || x == Class::Semicolon as u32 => 4,
        x if x >= Class::Mark as u32 => 5,
        _ => 0,
    };
    let now = match sign(i) {
        0 => 0,
        1 => 1,
        _ => 2,
    };
    let opens = usize::from(c.of[i] != c.of[i - 1]);
    let quoted = (c.quoted[i - 1] * 2 + c.quoted[i]) as usize;
    ((now * 6 + sign(i - 1)) * 4 + quoted) * 2 + opens
}
