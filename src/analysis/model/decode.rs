//! The best tags of a paragraph. Sums of weights in, tags out.

use super::features::{PLACES, TAGS};
use super::table::{LANES, Sums};

/// Weights of one tag after another, by kind of place: `[place][before][after]`.
pub type Steps = [[[i16; LANES]; TAGS]; PLACES];

/// What may never be: a stretch that goes on without having begun.
pub const NEVER: i16 = i16::MIN / 2;

/// Whether `after` may follow `before` (nothing, at the start of a paragraph).
#[must_use]
pub fn may_follow(before: Option<usize>, after: usize) -> bool {
    after == 0 || after % 2 == 1 || before.is_some_and(|before| before == after || before + 1 == after)
}

/// What no path may score.
const LOST: i32 = i32::MIN / 4;

/// Finds the best tags (Viterbi). `places` says the kind of place before each token; `scores` is a buffer.
pub fn best(sums: &[Sums], places: &[u8], steps: &Steps, tags: &mut Vec<u8>, scores: &mut Vec<[i32; LANES]>) {
    tags.clear();
    scores.clear();
    let Some(first) = sums.first().map(|sums| sums.to_array()) else { return };
    let mut score: [i32; LANES] =
        std::array::from_fn(|tag| if tag < TAGS && may_follow(None, tag) { i32::from(first[tag]) } else { LOST });
    scores.push(score);
    for (sum, place) in sums.iter().zip(places).skip(1) {
        let step = &steps[usize::from(*place)];
        let sum = sum.to_array();
        let mut next = [LOST; LANES];
        for before in 0..TAGS {
            for tag in 0..LANES {
                next[tag] = next[tag].max(score[before] + i32::from(step[before][tag]));
            }
        }
        for tag in 0..LANES {
            score[tag] = next[tag] + i32::from(sum[tag]);
        }
        score[TAGS] = LOST;
        scores.push(score);
    }
    let mut tag = (0..TAGS).rev().max_by_key(|tag| score[*tag]).unwrap_or(0);
    tags.resize(sums.len(), 0);
    for i in (0..sums.len()).rev() {
        tags[i] = tag as u8;
        if i > 0 {
            let step = &steps[usize::from(places[i])];
            let reach = |before: usize| scores[i - 1][before] + i32::from(step[before][tag]);
            tag = (0..TAGS).rev().max_by_key(|before| reach(*before)).unwrap_or(0);
        }
    }
}
