//! The type in which attributions are handed from whoever finds them (rules, or the sequence model) to assembly.

use crate::annotation::Act;
use crate::text::Span;

/// A candidate: what is said, the words that report it, and the source as it stands in the text. Spans are bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// The content, without its outer marks: at least one span, sorted, not overlapping.
    pub content: Vec<Span>,
    /// The words that report it.
    pub cue: Option<Span>,
    /// The source as it stands in the text.
    pub source: Option<Span>,
    /// How sure the finder is, 0 to 1.
    pub score: f32,
    /// Speech or not, where the finder can tell.
    pub act: Option<Act>,
}
