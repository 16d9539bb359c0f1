//! Text as bytes with bounds: spans, words and terms. What comes in is any text; nothing here knows articles or fields.

pub mod name;
pub mod pattern;
pub mod terms;
pub mod token;

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

/// A stretch of a text: bytes, half-open, always on character boundaries of the text it belongs to.
///
/// It is written `[start, end]` in JSON. In compact formats it is its start and its length, which takes fewer bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A few spans of one text, sorted, apart.
pub type Spans = SmallVec<[Span; 2]>;

impl Span {
    /// Makes a span from byte offsets. Texts are shorter than 4 GiB: readers refuse longer ones.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The bytes as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span.
    ///
    /// # Panics
    /// If the span does not belong to `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The text of the span, or nothing where it does not belong to `text`.
    #[must_use]
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, counted from `offset` bytes further left.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset as u32, end: self.end + offset as u32 }
    }

    /// The span without the white space at its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start as usize + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end: end.max(start) }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let second = if serializer.is_human_readable() { self.end } else { self.end.saturating_sub(self.start) };
        (self.start, second).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let readable = deserializer.is_human_readable();
        let (start, second) = <(u32, u32)>::deserialize(deserializer)?;
        Ok(Self::from((start, if readable { second } else { start.saturating_add(second) })))
    }
}

/// Whether a character could steer a terminal or hide text: C0 and C1 controls but the line break and the tab, marks of
/// direction (UAX #9), zero-width and other invisible format characters.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

/// A number with commas between groups of three digits.
#[must_use]
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_it_was_written_in_json_and_in_bytes() {
        for span in [Span::new(0, 0), Span::new(70_000, 70_005), Span { start: 9, end: u32::MAX }] {
            let json = serde_json::to_string(&span).unwrap();
            assert_eq!(json, format!("[{},{}]", span.start, span.end));
            assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
            let bytes = postcard::to_stdvec(&span).unwrap();
            assert_eq!(postcard::from_bytes::<Span>(&bytes).unwrap(), span);
        }
        assert_eq!(postcard::to_stdvec(&Span::new(70_000, 70_005)).unwrap().len(), 4);
    }

    #[test]
    fn a_span_that_ends_before_its_start_is_read_as_an_empty_one() {
        assert_eq!(serde_json::from_str::<Span>("[5,2]").unwrap(), Span::new(5, 5));
        let far = postcard::to_stdvec(&(u32::MAX, 7u32)).unwrap();
        assert_eq!(postcard::from_bytes::<Span>(&far).unwrap(), Span { start: u32::MAX, end: u32::MAX });
    }
}
