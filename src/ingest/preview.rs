//! A look at the first articles of the inputs as they would be understood; nothing is written.

use super::complete::complete;
use super::options::Options;
use crate::analysis::analyse;
use crate::document::Record;
use crate::lexicon::Lexicon;
use crate::read::{self, Inputs, ReadError, Warning};

/// Rejects that are kept in a preview.
const MAX_REJECTS: usize = 20;

/// The first articles of the inputs.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Inputs found.
    pub inputs: u64,
    /// Files left out by their kind, and how many.
    pub skipped: Vec<(String, u64)>,
    /// The first articles with what was found in them, and what is doubtful.
    pub articles: Vec<(Record, Vec<Warning>)>,
    /// What could not be read up to there, at most 20.
    pub rejects: Vec<ReadError>,
}

/// Reads and analyses at most `limit` articles from the beginning of the inputs, and stops there.
#[must_use]
pub fn preview(options: &Options, lexicon: &Lexicon, limit: usize) -> Preview {
    let Inputs { inputs, skipped, errors } = read::find(&options.roots, &options.settings);
    let mut preview = Preview { inputs: inputs.len() as u64, skipped, rejects: errors, ..Preview::default() };
    let found = inputs.iter().flat_map(|input| read::open(input, &options.settings));
    for found in found {
        if preview.articles.len() >= limit || preview.rejects.len() >= MAX_REJECTS {
            break;
        }
        match found {
            Ok(read::Found { mut article, mut warnings, .. }) => {
                let analysis = analyse(&article, lexicon);
                let doubts = complete(&mut article, &analysis, options.settings.today);
                let (path, record) = (article.origin.path.clone(), Some(article.origin.record));
                warnings.extend(doubts.into_iter().map(|doubt| Warning { path: path.clone(), record, doubt }));
                preview.articles.push((Record { article, analysis }, warnings));
            }
            Err(error) => preview.rejects.push(error),
        }
    }
    preview
}
