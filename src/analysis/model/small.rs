//! Templates of features that have few values. The weights of all their values stand in one row, made when the weights are
//! read, so that none is looked for by hash: that is most of what a token costs. Numbers only; nothing here knows weights.

use super::token::Class;

/// Classes of tokens, and the two ends of the paragraph.
pub const CLASSES: u32 = Class::Sign as u32 + 3;
/// Buckets of cues, and the two ends of the paragraph.
pub const CUES: u32 = 12;
/// Coarse word classes, none, and the two ends of the paragraph.
pub const COARSE: u32 = 51;
/// Word classes of the middle size, and none.
pub const MIDDLE: u32 = 201;
/// Buckets of distance.
pub const NEAR: u32 = 8;
/// How much of a sentence is quoted, how many of its words report, and whether the token is quoted.
pub const FILLS: u32 = 18;
/// What can be told of a sentence beside, and that there is none.
pub const BESIDE: u32 = 7;

/// A value of a column whose alphabet has `size` letters, the last two of which stand for what is before and behind the
/// paragraph.
#[inline]
#[must_use]
pub fn within(column: &[u32], i: isize, size: u32) -> u32 {
    if i < 0 { size - 2 } else { column.get(i as usize).copied().unwrap_or(size - 1) }
}

/// The templates and how many values each has.
pub const SMALL: &[(u32, u32)] = &[
    (5, 8),
    (72, CLASSES * CLASSES * CLASSES),
    (73, CLASSES * CLASSES * CLASSES),
    (74, CLASSES * CLASSES * CLASSES),
    (75, CLASSES * CUES),
    (76, CLASSES * CUES),
    (82, COARSE * COARSE),
    (83, COARSE * COARSE),
    (100, NEAR),
    (102, CLASSES * 2),
    (103, CLASSES * NEAR),
    (104, COARSE * NEAR),
    (105, 6 * CLASSES),
    (106, MIDDLE * NEAR),
    (110, 1),
    (111, NEAR),
    (113, CLASSES * 2),
    (114, CLASSES * NEAR),
    (115, COARSE * NEAR),
    (116, 3 * CLASSES),
    (117, 1),
    (118, 8),
    (121, CLASSES * NEAR),
    (122, CUES * CLASSES),
    (124, CLASSES * NEAR),
    (125, CUES * CUES),
    (130, NEAR),
    (131, NEAR * CLASSES * CUES),
    (132, NEAR),
    (133, NEAR * CLASSES * CUES),
    (141, FILLS),
    (143, 2),
    (144, NEAR * CLASSES),
    (145, NEAR * CLASSES),
    (147, BESIDE * BESIDE * 12),
    (148, CLASSES * FILLS),
];

/// Numbers of templates are below this.
const TEMPLATES: usize = 150;

/// Where each template begins in the row of them all, and the row's length.
const LAYOUT: ([u32; TEMPLATES], u32) = {
    let (mut starts, mut at, mut k) = ([0; TEMPLATES], 0, 0);
    while k < SMALL.len() {
        starts[SMALL[k].0 as usize] = at;
        at += SMALL[k].1;
        k += 1;
    }
    (starts, at)
};

/// Length of the row of them all.
pub const LONG: usize = LAYOUT.1 as usize;

/// The place of a value of a template in the row of them all.
#[inline(always)]
#[must_use]
pub fn place(template: u32, value: u32) -> usize {
    (LAYOUT.0[template as usize] + value) as usize
}
