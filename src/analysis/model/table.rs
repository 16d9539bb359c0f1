//! The weights file: what words are known and how much each feature speaks for each tag. Bytes in, look-ups out; the bytes
//! are used where they lie. How they were learned stands in `README.md`.

use wide::i16x8;

use super::token::Known;

/// A table of word types by hash: open addressing, entries of 12 bytes (hash, cue, source, flags, coarse, middle, fine).
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    rows: &'a [[u8; 12]],
}

/// Set in the flags of a word that is known as itself.
const FREQUENT: u8 = 1;

impl<'a> Words<'a> {
    /// Reads the rows; their number is a power of two, or none.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let rows = bytes.as_chunks().0;
        Self { rows: if rows.len().is_power_of_two() { rows } else { &[] } }
    }

    /// Builds the bytes of a table.
    #[must_use]
    pub fn build(entries: &[(u32, Known)]) -> Vec<u8> {
        let size = (entries.len() * 5 / 3 + 1).next_power_of_two();
        let mut rows = vec![[0u8; 12]; size];
        for (hash, known) in entries {
            let mut at = *hash as usize & (size - 1);
            while rows[at] != [0; 12] {
                at = (at + 1) & (size - 1);
            }
            let row = &mut rows[at];
            row[..4].copy_from_slice(&hash.to_le_bytes());
            row[4] = known.cue;
            row[5] = known.source;
            row[6] = (u8::from(known.word != 0) * FREQUENT) | 128;
            row[7] = known.clusters[0] as u8;
            row[8..10].copy_from_slice(&known.clusters[1].to_le_bytes());
            row[10..12].copy_from_slice(&known.clusters[2].to_le_bytes());
        }
        rows.concat()
    }

    /// What is known of the word with this hash.
    #[must_use]
    pub fn find(&self, hash: u32) -> Known {
        if self.rows.is_empty() {
            return Known::default();
        }
        let mask = self.rows.len() - 1;
        let mut at = hash as usize & mask;
        for _ in 0..self.rows.len() {
            let row = &self.rows[at];
            if row[6] == 0 {
                break;
            }
            if row[..4] == hash.to_le_bytes() {
                return Known {
                    word: if row[6] & FREQUENT != 0 { hash | 1 } else { 0 },
                    cue: row[4],
                    source: row[5],
                    clusters: [
                        u16::from(row[7]),
                        u16::from_le_bytes([row[8], row[9]]),
                        u16::from_le_bytes([row[10], row[11]]),
                    ],
                };
            }
            at = (at + 1) & mask;
        }
        Known::default()
    }

    /// What is known of a capitalised word: its own classes, and the rest of its lower-case form.
    #[must_use]
    pub fn find_classes(&self, hash: u32, lower: Known) -> Known {
        let own = self.find(hash);
        Known { clusters: if own.clusters[0] == 0 { lower.clusters } else { own.clusters }, ..lower }
    }
}

/// Tags of the model, eight lanes with one to spare.
pub const LANES: usize = 8;

/// Sums of weights, a lane a tag; the last lane means nothing.
pub type Sums = i16x8;

/// Weights of features by hash: buckets of one line of the cache. A bucket holds 16 bits of the hash of each of its eight
/// features, and then of each six weights of 8 bits, one for each tag but the first, whose weight is 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weights<'a> {
    buckets: &'a [[u8; 64]],
    shift: u32,
}

/// Bytes of a bucket before its weights.
const PRINTS: usize = 16;

impl<'a> Weights<'a> {
    /// Reads the buckets; their number is a power of two, or none.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let buckets: &[[u8; 64]] = bytes.as_chunks().0;
        let buckets = if buckets.len().is_power_of_two() { buckets } else { &[] };
        Self { buckets, shift: 32 - buckets.len().max(1).trailing_zeros() }
    }

    /// Builds a table of `1 << bits` buckets from rows, the weightiest first, weights up to [`MOST`]; says how many found no
    /// room.
    #[must_use]
    pub fn build(rows: &[(u32, [i16; 6])], bits: u32) -> (Vec<u8>, usize) {
        let mut buckets = vec![[0u8; 64]; 1 << bits];
        let mut lost = 0;
        for (hash, weights) in rows {
            let (prints, rows) = buckets[(hash >> (32 - bits)) as usize].split_at_mut(PRINTS);
            let (prints, rows) = (prints.as_chunks_mut::<2>().0, rows.as_chunks_mut::<6>().0);
            match prints.iter().position(|print| *print == [0; 2]) {
                Some(free) => {
                    prints[free] = fingerprint(*hash).to_le_bytes();
                    rows[free] = weights.map(|weight| narrowed(weight) as u8);
                }
                None => lost += 1,
            }
        }
        (buckets.concat(), lost)
    }

    /// The weights of a feature; zeros if it is not known.
    #[inline]
    #[must_use]
    pub fn find(&self, hash: u32) -> Packed {
        let Some(bucket) = self.buckets.get((u64::from(hash) >> self.shift) as usize) else { return 0 };
        let (prints, rows) = bucket.split_at(PRINTS);
        let prints = i16x8::new(std::array::from_fn(|k| i16::from_le_bytes([prints[2 * k], prints[2 * k + 1]])));
        let found = prints.simd_eq(i16x8::splat(fingerprint(hash).cast_signed())).to_bitmask();
        // No branch: whether there is a row, and which, cannot be foreseen.
        let (rows, _) = rows.as_chunks::<6>();
        let [b, c, d, e, f, g] = rows[found.trailing_zeros() as usize & 7];
        u64::from_le_bytes([0, b, c, d, e, f, g, 0]) & u64::from(found != 0).wrapping_neg()
    }
}

/// Weights of 8 bits, the lowest byte the first tag.
pub type Packed = u64;

/// Packed weights as sums of one feature.
#[inline(always)]
#[must_use]
pub fn unpacked(row: Packed) -> Sums {
    let [a, b, c, d, e, f, g, h] = row.to_le_bytes();
    let wide = |weight: u8| i16::from(weight as i8);
    let narrow = i16x8::new([wide(a), wide(b), wide(c), wide(d), wide(e), wide(f), wide(g), wide(h)]);
    narrow + ((narrow * narrow.abs()) >> 4)
}

/// The largest weight.
pub const MOST: i16 = widened(i8::MAX);

/// What 8 bits stand for: the larger, the coarser. [`unpacked`] does it eight at once.
const fn widened(narrow: i8) -> i16 {
    let narrow = narrow as i16;
    narrow + ((narrow * narrow.abs()) >> 4)
}

/// The 8 bits that stand for what is nearest to a weight.
fn narrowed(weight: i16) -> i8 {
    (-i8::MAX..=i8::MAX).min_by_key(|narrow| weight.abs_diff(widened(*narrow))).unwrap_or(0)
}

/// The low bits of a hash, never 0, which marks a free row.
#[inline]
fn fingerprint(hash: u32) -> u16 {
    (hash as u16).max(1)
}
