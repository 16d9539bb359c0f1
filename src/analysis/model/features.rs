//! What the tagger sees at each token of a paragraph, as hashes. A view and its columns in; numbers out, into
//! whatever adds weights (or, while learning, keeps them). Nothing here knows weights.

use std::ops::Range;

use super::columns::{CLASSES, COARSE, CUES, Columns, EDGE, MIDDLE, name};
use super::groups::{CLASS_TRIPLES, COARSE_TRIPLES, features_of, rows_of};
use super::token::{Class, Word};
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
    /// A feature with few values: its weights are summed before a text is seen.
    fn put(&mut self, template: u32, value: u32);
    /// A feature that hangs on a word.
    fn word(&mut self, template: u32, value: u32) {
        self.put(template, value);
    }
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

/// Tokens on each side of a token whose words are seen.
pub const WINDOW: isize = 4;

/// Places from which a word is seen: four tokens to each side, and its own.
pub const SLOTS: usize = 2 * WINDOW as usize + 1;

/// What a word type says at each place: the features by which token `i` is seen from token `i + WINDOW - slot`. `starts` is
/// whether it is a capital at a sentence's start.
pub fn seen(word: &Word, starts: bool, slot: usize, sink: &mut impl Sink) {
    name_seen(word, starts, slot, sink);
    for (kind, letter) in letters(word, starts).into_iter().enumerate() {
        letter_seen(kind, letter, slot, sink);
    }
}

/// The part of [`seen`] that hangs on the word itself.
pub fn name_seen(word: &Word, starts: bool, slot: usize, sink: &mut impl Sink) {
    let known = &word.known[usize::from(starts)];
    sink.word(10 + slot as u32, name(word, known));
    if slot == WINDOW as usize {
        sink.word(1, 0);
        sink.word(2, word.shape);
        sink.word(3, word.suffixes[0]);
        sink.word(4, word.suffixes[1]);
        sink.word(6, u32::from(known.source));
    }
}

/// What many words share: the class, the cue bucket and the word classes, coarse to fine.
#[must_use]
pub fn letters(word: &Word, starts: bool) -> [u32; LETTERS.len()] {
    let known = &word.known[usize::from(starts)];
    let class = if starts { Class::Start } else { word.class };
    let [coarse, middle, fine] = known.clusters.map(u32::from);
    [class as u32, u32::from(known.cue), coarse, middle, fine]
}

/// How many [`letters`] there are of each kind.
pub const LETTERS: [u32; 5] = [CLASSES, CUES, COARSE, MIDDLE, 801];

/// Tokens to each side from which a letter of each kind is seen.
const REACH: [usize; LETTERS.len()] = [4, 3, 3, 3, 2];

/// The part of [`seen`] that hangs on a letter.
pub fn letter_seen(kind: usize, letter: u32, slot: usize, sink: &mut impl Sink) {
    if slot.abs_diff(WINDOW as usize) <= REACH[kind] {
        sink.put(10 * (kind as u32 + 2) + slot as u32, letter);
    }
}

/// What stands before the first token (side 0) or behind the last (1), as seen from inside.
pub fn edge(side: u32, slot: usize, sink: &mut impl Sink) {
    sink.word(10 + slot as u32, EDGE + side);
}

/// Puts the features of all tokens of a paragraph.
pub fn paragraph(view: &View<'_>, range: Range<usize>, columns: &Columns, sink: &mut impl Sink) {
    let mut triples = [CLASS_TRIPLES, COARSE_TRIPLES].map(|triples| (triples, Vec::new()));
    for (triples, keys) in &mut triples {
        triples.keys(columns, keys);
    }
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
        for (template, value) in pairs(columns, i) {
            sink.word(template, value);
        }
        for (kind, place) in landmarks(columns, i).into_iter().enumerate() {
            place.into_iter().for_each(|place| landmark_seen(columns, kind, place, sink));
        }
        rows_of(columns, i, |row| features_of(row, sink));
        for (triples, keys) in &triples {
            for (place, behind) in [2, 1, 0].into_iter().enumerate() {
                triples.feature_of(keys[i + behind], place, sink);
            }
        }
    }
}

/// Two numbers as one.
#[inline(always)]
fn pair(a: u32, b: u32) -> u32 {
    a.wrapping_mul(0x0101_3F2B) ^ b
}

/// A token's word with the one before and the one behind: template and value.
#[inline(always)]
#[must_use]
pub fn pairs(columns: &Columns, i: usize) -> [(u32, u32); 2] {
    let [before, here, behind] = [-1, 0, 1].map(|k| columns.word(i as isize + k));
    [(70, pair(before, here)), (71, pair(here, behind))]
}

/// Tokens that speak to others of their sentence: the strong cue before, the strong cue behind, the comma on each side, and the
/// first token of the sentence.
#[inline(always)]
#[must_use]
pub fn landmarks(columns: &Columns, i: usize) -> [Option<u32>; LANDMARKS] {
    let start = columns.sentences[columns.sentence_of(i)].start as u32;
    let (left, right) = (&columns.left, &columns.right);
    [left.cue[i], right.cue[i], left.comma[i], right.comma[i], Some(start)]
}

/// Number of [`landmarks`].
pub const LANDMARKS: usize = 5;

/// What a landmark says to all for which it is one.
pub fn landmark_seen(columns: &Columns, kind: usize, place: u32, sink: &mut impl Sink) {
    let at = place as isize;
    let [before, here, behind] = [-1, 0, 1].map(|k| columns.word(at + k));
    match kind {
        0 => {
            sink.word(101, here);
            sink.word(107, pair(here, behind));
            sink.word(108, pair(here, columns.class(at - 1)));
            let second = columns.left.cue[place as usize].map_or(EDGE, |second| columns.word(second as isize));
            sink.word(109, pair(here, second));
        }
        1 => {
            sink.word(112, here);
            sink.word(119, pair(here, before));
        }
        2 => sink.word(120, behind),
        3 => sink.word(123, behind),
        _ => sink.word(146, here),
    }
}

/// Kinds of places between two tokens, for the weights of one tag after another.
pub const PLACES: usize = 144;

/// The kind of place between token `i` of the paragraph and the one before.
#[must_use]
pub fn place(c: &Columns, i: usize) -> usize {
    if i == 0 {
        return 0;
    }
    let sign = |i: usize| match c.class(i as isize) {
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
    let opens = usize::from(c.sentence_of(i) != c.sentence_of(i - 1));
    let quoted = (c.quoted(i - 1) * 2 + c.quoted(i)) as usize;
    ((now * 6 + sign(i - 1)) * 4 + quoted) * 2 + opens
}
