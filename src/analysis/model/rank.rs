//! A linear ranker: which of several candidates is the right one. Features as hashes in; scores and chances out. Used to
//! link sources and contents to cues, and to say how sure an attribution is.

/// Weights by hash, two bytes each; no two features of a ranker are told apart that share a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ranker<'a> {
    rows: &'a [[u8; 2]],
}

/// One unit of a weight, as a logarithm of odds.
pub const UNIT: f32 = 1.0 / 512.0;

impl<'a> Ranker<'a> {
    /// Reads the rows; their number is a power of two, or none.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let rows = bytes.as_chunks().0;
        Self { rows: if rows.len().is_power_of_two() { rows } else { &[] } }
    }

    /// The sum of the features' weights.
    #[must_use]
    pub fn score(&self, features: &[u32]) -> f32 {
        if self.rows.is_empty() {
            return 0.0;
        }
        let mask = self.rows.len() - 1;
        let sum: i32 = features.iter().map(|f| i32::from(i16::from_le_bytes(self.rows[*f as usize & mask]))).sum();
        sum as f32 * UNIT
    }
}

/// The number of the best score, and its chance among all.
#[must_use]
pub fn choose(scores: &[f32]) -> Option<(usize, f32)> {
    let (best, top) = scores.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    Some((best, 1.0 / total))
}

/// The chance that belongs to a score of a yes-or-no question.
#[must_use]
pub fn chance(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
