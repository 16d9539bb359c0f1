//! Counts by day and value, and counts of words: what is asked and what is answered. Engines count, nobody above them
//! adds up hits one by one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::request::Facet;
use crate::query::ast::{Query, Unit};

/// A count by day, by the values of a field, or by both.
#[derive(Clone, Debug)]
pub struct TallyRequest {
    /// Among what satisfies this.
    pub query: Query,
    /// What is counted.
    pub unit: Unit,
    /// Whether each day is counted apart.
    pub days: Days,
    /// Whose values are counted apart. [`Facet::Speaker`] has values in [`Unit::Quote`] only, there the speaker's own; all
    /// others are those of the article.
    pub facet: Option<Facet>,
    /// Values that are counted as another one: spellings of one name, by what they are counted as. What two of them have
    /// in common is counted once.
    pub aliases: BTreeMap<String, String>,
}

impl TallyRequest {
    /// A count of all that satisfies a query.
    #[must_use]
    pub fn new(query: Query, unit: Unit) -> Self {
        Self { query, unit, days: Days::Together, facet: None, aliases: BTreeMap::new() }
    }

    /// The same by days.
    #[must_use]
    pub fn by_day(self) -> Self {
        Self { days: Days::Apart, ..self }
    }

    /// The same by the values of a field.
    #[must_use]
    pub fn by(self, facet: Facet) -> Self {
        Self { facet: Some(facet), ..self }
    }
}

/// Whether days are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Each by itself, and what has no date.
    Apart,
    /// All in one.
    Together,
}

/// One sum of a tally.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// The day, where days are apart; none for what has no date.
    pub day: Option<NaiveDate>,
    /// The value, where values are counted; none for what has none.
    pub value: Option<String>,
    /// Articles or quotations, as the unit has it.
    pub count: u64,
    /// Articles they stand in.
    pub articles: u64,
    /// Words: of title and body, or of the quotations.
    pub words: u64,
}

/// A count of words.
#[derive(Clone, Debug)]
pub struct WordsRequest {
    /// In what satisfies this.
    pub query: Query,
    /// Beside what satisfies this, which may overlap; beside the rest of the index if there is none.
    pub other: Option<Query>,
    /// Whose words are counted.
    pub unit: Unit,
    /// So many of the most telling words are wanted, as [`WordCount::telling`] has it, and others may be left out; without
    /// it, all.
    pub limit: Option<usize>,
}

/// The words of what satisfies a query, beside those of something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Those that occur in the first, sorted by stem.
    pub list: Vec<WordCount>,
    /// All occurrences in the first.
    pub words: u64,
    /// All occurrences in the other, also of words that do not occur in the first.
    pub other_words: u64,
}

/// How often a word occurs in what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCount {
    /// The stem: what a query for the word compares.
    pub stem: String,
    /// Its commonest folded form.
    pub form: String,
    /// Occurrences.
    pub count: u64,
    /// Articles or quotations in which it occurs.
    pub documents: u64,
    /// Occurrences in the other.
    pub other: u64,
}

impl WordCount {
    /// By how much it is commoner among the words of the first than among those of the other: Dunning's log-likelihood
    /// ("Accurate Methods for the Statistics of Surprise and Coincidence", 1993), in the form for two corpora of Rayson and
    /// Garside (2000). 0 if it is not commoner, and for what tells nothing: words of fewer than three letters, and those
    /// that occur once. It falls as `other` grows.
    #[must_use]
    pub fn telling(&self, words: u64, other_words: u64) -> f64 {
        if self.count < 2 || self.form.chars().filter(|letter| letter.is_alphabetic()).count() < 3 {
            return 0.0;
        }
        log_likelihood(self.count, words, self.other, other_words)
    }
}

/// G² of a word that occurs `count` times among `words`, and `other` times among `other_words`; 0 where it is not commoner
/// in the first.
fn log_likelihood(count: u64, words: u64, other: u64, other_words: u64) -> f64 {
    if words == 0 || other_words == 0 {
        return 0.0;
    }
    let [count, words, other, other_words] = [count, words, other, other_words].map(|number| number as f64);
    if count / words <= other / other_words {
        return 0.0;
    }
    let rate = (count + other) / (words + other_words);
    let part = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    2.0 * (part(count, words * rate) + part(other, other_words * rate))
}

/// How often a query matches in the texts of articles. A match is a stretch that is highlighted: a word, a phrase in one
/// piece, overlapping stretches joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchCount {
    /// Matches, in titles and bodies.
    pub matches: u64,
    /// Articles that satisfy the query and have a match.
    pub articles: u64,
    /// Articles that satisfy it by what is not marked in the text: dates, outlets, pronouns.
    pub silent: u64,
}

impl MatchCount {
    /// Adds an article that satisfies the query, with its matches.
    pub fn add(&mut self, matches: u64) {
        self.matches += matches;
        self.articles += u64::from(matches > 0);
        self.silent += u64::from(matches == 0);
    }
}

impl std::iter::Sum for MatchCount {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, own| Self {
            matches: sum.matches + own.matches,
            articles: sum.articles + own.articles,
            silent: sum.silent + own.silent,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_likelihood_is_that_of_the_published_formula() {
        // by hand: expected 10 and 10; 2 * (15 ln 1.5 + 5 ln 0.5)
        let wanted = 2.0 * (15.0 * 1.5f64.ln() + 5.0 * 0.5f64.ln());
        assert!((log_likelihood(15, 1000, 5, 1000) - wanted).abs() < 1e-9);
        assert_eq!(log_likelihood(5, 1000, 15, 1000), 0.0);
        assert_eq!(log_likelihood(5, 1000, 0, 0), 0.0);
        assert!(log_likelihood(5, 1000, 0, 1000) > 0.0);
    }
}
