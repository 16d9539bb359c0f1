//! Features that have few values, in groups: all features of a group hang on one number, its key, and stand summed in one row
//! made when the weights are read. So a token costs a row a group, and none of these features is looked for by hash. Columns
//! in; rows, and the features behind a row, out. What three neighbours say together has most of the keys and few that say
//! anything: [`Triples`]. Nothing here knows weights.

use super::columns::{CLASSES, COARSE, CUES, Columns, MIDDLE};
use super::features::{Sink, bucket};

/// Buckets of distance.
const NEAR: u32 = 8;
/// How much of a sentence is quoted, how many of its words report, and whether the token is quoted.
const FILLS: u32 = 18;
/// What can be told of a sentence beside, and that there is none.
const BESIDE: u32 = 7;
/// Tokens from a cue among which commas are counted.
const COMMAS_WITHIN: usize = 40;
/// Tokens from a cue among which a "that" is looked for.
const THAT_WITHIN: usize = 12;

/// A group of features.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
enum Group {
    /// Coarse word classes of a token and of the one before; of a token and the one behind.
    CoarseBefore,
    CoarseBehind,
    /// The class, and the cue buckets beside it.
    Beside,
    /// The strong cue before: how far, whether "that" and how many commas stand between, and the class.
    Left,
    LeftCoarse,
    LeftMiddle,
    LeftNext,
    /// The strong cue behind.
    Right,
    RightCoarse,
    RightNext,
    /// Whether there is a strong cue on each side.
    Sides,
    /// The comma before: what stands behind it.
    LeftComma,
    LeftCommaCue,
    /// The comma behind: what stands behind it.
    RightComma,
    RightCommaCues,
    /// The end of a marked stretch before, and behind.
    LeftMark,
    RightMark,
    /// How the sentence is filled, the class, and whether the token begins it.
    Fill,
    /// How far the ends of the sentence are.
    Ends,
    /// The paragraph and the sentences beside.
    Around,
}

use Group::{
    Around, Beside, CoarseBefore, CoarseBehind, Ends, Fill, Left, LeftCoarse, LeftComma, LeftCommaCue, LeftMark,
    LeftMiddle, LeftNext, Right, RightCoarse, RightComma, RightCommaCues, RightMark, RightNext, Sides,
};

/// Parts of a key, each below its size; a group that has fewer ends in ones.
type Shape = [u32; 5];

/// The groups and the sizes of their keys' parts.
const SHAPES: &[(Group, Shape)] = &[
    (CoarseBefore, [COARSE, COARSE, 1, 1, 1]),
    (CoarseBehind, [COARSE, COARSE, 1, 1, 1]),
    (Beside, [CLASSES, CUES, CUES, 1, 1]),
    (Left, [NEAR, 2, 3, CLASSES, 1]),
    (LeftCoarse, [COARSE, NEAR, 1, 1, 1]),
    (LeftMiddle, [MIDDLE, NEAR, 1, 1, 1]),
    (LeftNext, [CLASSES, 2, 1, 1, 1]),
    (Right, [NEAR, 3, CLASSES, 1, 1]),
    (RightCoarse, [COARSE, NEAR, 1, 1, 1]),
    (RightNext, [CLASSES, 2, 1, 1, 1]),
    (Sides, [2, 2, 2, 1, 1]),
    (LeftComma, [CLASSES, NEAR, 1, 1, 1]),
    (LeftCommaCue, [CUES, CLASSES, 1, 1, 1]),
    (RightComma, [CLASSES, NEAR, 1, 1, 1]),
    (RightCommaCues, [CUES, CUES, 1, 1, 1]),
    (LeftMark, [NEAR, CLASSES, CUES, 1, 1]),
    (RightMark, [NEAR, CLASSES, CUES, 1, 1]),
    (Fill, [CLASSES, FILLS, 2, 1, 1]),
    (Ends, [NEAR, NEAR, CLASSES, 1, 1]),
    (Around, [4, BESIDE, BESIDE, 6, 2]),
];

/// Where each group's rows begin, and how many rows there are.
const LAYOUT: ([u32; SHAPES.len()], u32) = {
    let (mut starts, mut at, mut k) = ([0; SHAPES.len()], 0, 0);
    while k < SHAPES.len() {
        assert!(SHAPES[k].0 as usize == k);
        starts[k] = at;
        let mut size = 1;
        let mut part = 0;
        while part < 5 {
            size *= SHAPES[k].1[part];
            part += 1;
        }
        at += size;
        k += 1;
    }
    (starts, at)
};

/// The number of rows.
pub const ROWS: usize = LAYOUT.1 as usize;

/// The row of a group for the parts of a key.
#[inline(always)]
fn row<const N: usize>(group: Group, parts: [u32; N]) -> usize {
    let shape = &SHAPES[group as usize].1;
    let mut key = 0;
    let mut k = 0;
    while k < N {
        key = key * shape[k] + parts[k];
        k += 1;
    }
    (LAYOUT.0[group as usize] + key) as usize
}

/// Gives the rows of a token of a paragraph, one a group that says something of it.
#[inline(always)]
pub fn rows_of(c: &Columns, i: usize, mut take: impl FnMut(usize)) {
    neighbours(c, i, &mut take);
    let (class, q) = (c.class(i as isize), c.quoted(i));
    cues(c, i, class, q, &mut take);
    commas(c, i, class, &mut take);
    if q == 0 {
        let here = c.cue(i as isize);
        if let Some(mark) = c.left.mark[i] {
            take(row(LeftMark, [bucket(i - mark as usize), class, here]));
        }
        if let Some(mark) = c.right.mark[i] {
            take(row(RightMark, [bucket(mark as usize - i), class, here]));
        }
    }
    sentence(c, i, class, q, &mut take);
}

#[inline(always)]
fn neighbours(c: &Columns, i: usize, take: &mut impl FnMut(usize)) {
    let i = i as isize;
    let [before, here, behind] = [c.coarse(i - 1), c.coarse(i), c.coarse(i + 1)];
    take(row(CoarseBefore, [before, here]));
    take(row(CoarseBehind, [here, behind]));
    take(row(Beside, [c.class(i), c.cue(i - 1), c.cue(i + 1)]));
}

#[inline(always)]
fn cues(c: &Columns, i: usize, class: u32, q: u32, take: &mut impl FnMut(usize)) {
    let (left, right) = (c.left.cue[i], c.right.cue[i]);
    if let Some(at) = left {
        let cue = at as usize;
        let near = bucket(i - cue);
        let that = c.thats(cue + 1, i.min(cue + 1 + THAT_WITHIN)).min(1);
        let commas = c.commas(cue + 1, i.min(cue + 1 + COMMAS_WITHIN)).min(2);
        take(row(Left, [near, that, commas, class]));
        take(row(LeftCoarse, [c.coarse(i as isize), near]));
        take(row(LeftMiddle, [c.middle(at), near]));
        take(row(LeftNext, [c.class(cue as isize + 1), q]));
    }
    if let Some(at) = right {
        let cue = at as usize;
        let near = bucket(cue - i);
        let commas = c.commas(i + 1, cue.min(i + 1 + COMMAS_WITHIN)).min(2);
        take(row(Right, [near, commas, class]));
        take(row(RightCoarse, [c.coarse(i as isize), near]));
        take(row(RightNext, [c.class(cue as isize - 1), q]));
    }
    take(row(Sides, [u32::from(left.is_some()), u32::from(right.is_some()), q]));
}

#[inline(always)]
fn commas(c: &Columns, i: usize, class: u32, take: &mut impl FnMut(usize)) {
    if let Some(comma) = c.left.comma[i] {
        let next = comma as isize + 1;
        take(row(LeftComma, [c.class(next), bucket(i - comma as usize)]));
        take(row(LeftCommaCue, [c.cue(next), class]));
    }
    if let Some(comma) = c.right.comma[i] {
        let next = comma as isize + 1;
        take(row(RightComma, [c.class(next), bucket(comma as usize - i)]));
        take(row(RightCommaCues, [c.cue(next), c.cue(next + 1)]));
    }
}

#[inline(always)]
fn sentence(c: &Columns, i: usize, class: u32, q: u32, take: &mut impl FnMut(usize)) {
    let number = c.sentence_of(i);
    let facts = &c.sentences[number];
    let (full, strong) = (facts.fullness(), facts.strong.min(2) as u32);
    take(row(Fill, [class, (full * 3 + strong) * 2 + q, u32::from(c.first[i])]));
    take(row(Ends, [bucket(i - facts.start), bucket(facts.end - 1 - i), class]));
    let beside = |number: usize| {
        let facts = c.sentences.get(number);
        facts.map_or(BESIDE - 1, |facts| facts.strong.min(1) as u32 + 2 * facts.fullness())
    };
    let paragraph = u32::from(c.marks) * 2 + u32::from(c.cues);
    let (before, after) = (beside(number.wrapping_sub(1)), beside(number + 1));
    take(row(Around, [paragraph, before, after, full * 2 + strong.min(1), q]));
}

/// Puts the features that a row stands for; a number beyond the rows has none.
pub fn features_of(row: usize, sink: &mut impl Sink) {
    if row >= ROWS {
        return;
    }
    let group = LAYOUT.0.partition_point(|start| *start as usize <= row) - 1;
    let (group, shape) = SHAPES[group];
    let mut key = row as u32 - LAYOUT.0[group as usize];
    let mut parts = [0; 5];
    for (part, size) in parts.iter_mut().zip(shape).rev() {
        *part = key % size;
        key /= size;
    }
    let [a, b, c, d, e] = parts;
    match group {
        CoarseBefore => sink.put(82, a * COARSE + b),
        CoarseBehind => sink.put(83, a * COARSE + b),
        Beside => {
            sink.put(76, a * CUES + b);
            sink.put(75, a * CUES + c);
        }
        Left => {
            sink.put(100, a);
            sink.put(103, d * NEAR + a);
            sink.put(105, (b * 3 + c) * CLASSES + d);
        }
        LeftCoarse => sink.put(104, a * NEAR + b),
        LeftMiddle => sink.put(106, a * NEAR + b),
        LeftNext => sink.put(102, a * 2 + b),
        Right => {
            sink.put(111, a);
            sink.put(114, c * NEAR + a);
            sink.put(116, b * CLASSES + c);
        }
        RightCoarse => sink.put(115, a * NEAR + b),
        RightNext => sink.put(113, a * 2 + b),
        Sides => {
            sink.put(118, (a * 2 + b) * 2 + c);
            if a == 0 {
                sink.put(110, 0);
            }
            if b == 0 {
                sink.put(117, 0);
            }
        }
        LeftComma => sink.put(121, a * NEAR + b),
        LeftCommaCue => sink.put(122, a * CLASSES + b),
        RightComma => sink.put(124, a * NEAR + b),
        RightCommaCues => sink.put(125, a * CUES + b),
        LeftMark | RightMark => {
            let templates = if matches!(group, LeftMark) { [130, 131] } else { [132, 133] };
            sink.put(templates[0], a);
            sink.put(templates[1], (a * CLASSES + b) * CUES + c);
        }
        Fill => {
            sink.put(141, b);
            sink.put(148, a * FILLS + b);
            sink.put(143, c);
        }
        Ends => {
            sink.put(144, a * CLASSES + c);
            sink.put(145, b * CLASSES + c);
        }
        Around => {
            sink.put(5, a * 2 + e);
            sink.put(147, ((b * BESIDE + c) * 6 + d) * 2 + e);
        }
    }
}

/// What three neighbours have together, seen from each of them: classes, or coarse word classes.
#[derive(Clone, Copy, Debug)]
pub struct Triples {
    /// Letters of the alphabet; a key is below its cube.
    pub letters: u32,
    /// Templates by which the first, the middle one and the last see it.
    templates: [u32; 3],
    /// Bits by which a letter is moved in the value of a feature; 0 where values are keys.
    shift: u32,
    letter: fn(&Columns, isize) -> u32,
}

/// The triples of classes.
pub const CLASS_TRIPLES: Triples =
    Triples { letters: CLASSES, templates: [74, 72, 73], shift: 0, letter: Columns::class };

/// The triples of coarse word classes.
pub const COARSE_TRIPLES: Triples =
    Triples { letters: COARSE, templates: [81, 79, 80], shift: 8, letter: Columns::coarse };

impl Triples {
    /// The keys of the triples around each token of a paragraph, from the one before the first to the one behind the last:
    /// token `i` is the last of key `i`, the middle of key `i + 1`, the first of key `i + 2`.
    pub fn keys(&self, c: &Columns, keys: &mut Vec<u32>) {
        keys.clear();
        let letter = |i: isize| (self.letter)(c, i);
        let (mut a, mut b) = (letter(-2), letter(-1));
        for i in 0..=c.len() as isize + 1 {
            let next = letter(i);
            keys.push((a * self.letters + b) * self.letters + next);
            (a, b) = (b, next);
        }
    }

    /// Puts the feature of a key as seen from the first of the three (place 0), the middle one (1) or the last (2).
    pub fn feature_of(&self, key: u32, place: usize, sink: &mut impl Sink) {
        let [a, b, c] = [key / self.letters / self.letters, key / self.letters % self.letters, key % self.letters];
        let value = if self.shift == 0 { key } else { a << (2 * self.shift) | b << self.shift | c };
        sink.put(self.templates[place], value);
    }
}
