//! What an article says of itself: sentences, dateline, people, places, quotations and who speaks them. Text in, spans
//! out; nothing is read or written, and nothing is known of queries or indexes.

pub mod attribution;
pub mod marks;
pub mod sentence;

use crate::annotation::Analysis;
use crate::article::Article;
use crate::lexicon::Lexicon;

/// Version of the analysis, written into the manifest of an index: any change of what is found changes it.
pub const ANALYSIS_VERSION: u32 = 1;

/// Analyses an article.
#[must_use]
pub fn analyse(_article: &Article, _lexicon: &Lexicon) -> Analysis {
    Analysis::default()
}
