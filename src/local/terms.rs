//! Counts of all words of what satisfies a query, from the postings: no article is read. Each word is counted by its exact
//! term, which every word has, and forms with one stem are joined.

use rustc_hash::FxHashMap;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::EXACT;
use crate::engine::{EngineError, SearchRequest, WordCount, Words};
use crate::query::ast::{Query, Unit};
use crate::text::token;

/// What is known of a stem.
#[derive(Default)]
struct Sum {
    count: u64,
    documents: u64,
    other: u64,
}

/// Marks a document that satisfies the query.
const FOUND: u8 = 1;
/// Marks one that satisfies the other query.
const OTHER: u8 = 2;

/// Folded forms and stems by their numbers: most forms come again in every segment and field.
#[derive(Default)]
struct Forms {
    numbers: FxHashMap<Box<str>, u32>,
    /// Of each form its letters, its stem, and how often it was found.
    forms: Vec<(Box<str>, u32, u64)>,
    stems: FxHashMap<Box<str>, u32>,
}

impl Forms {
    /// The number of a form, which is given one where it is new.
    fn number(&mut self, folded: &str) -> u32 {
        if let Some(number) = self.numbers.get(folded) {
            return *number;
        }
        let stem = token::stemmed(folded);
        let next = self.stems.len() as u32;
        let stem = *self.stems.entry(stem.into()).or_insert(next);
        let number = self.forms.len() as u32;
        self.forms.push((folded.into(), stem, 0));
        self.numbers.insert(folded.into(), number);
        number
    }
}

/// A term of a segment.
struct Term {
    stem: u32,
    form: u32,
    /// Which of the fields.
    field: usize,
    info: TermInfo,
}

/// Counts the words.
pub(super) fn words(engine: &LocalEngine, query: &Query, other: &Query, unit: Unit) -> Result<Words, EngineError> {
    let mut marks: Vec<Vec<u8>> =
        engine.segments.iter().map(|segment| vec![0; segment.reader.max_doc() as usize]).collect();
    for (query, mark) in [(query, FOUND), (other, OTHER)] {
        let search = SearchRequest::count(query.clone(), unit);
        let plan = engine.compiler(&search).compile(&search.query, unit)?;
        engine.for_each(&plan, false, &mut |segment, doc, _| {
            if let Some(marks) = marks[segment.number].get_mut(doc as usize) {
                *marks |= mark;
            }
        })?;
    }
    let mut forms = Forms::default();
    let mut sums: Vec<Sum> = Vec::new();
    for (segment, marks) in engine.segments.iter().zip(&marks) {
        if marks.iter().any(|mark| *mark != 0) {
            count(engine, segment, marks, unit, &mut forms, &mut sums).map_err(|error| engine.failure(error))?;
        }
    }
    Ok(Words {
        list: word_counts(&forms, &sums),
        words: sums.iter().map(|sum| sum.count).sum(),
        other_words: sums.iter().map(|sum| sum.other).sum(),
    })
}

/// The stems that were found. The commonest form of each is shown; of two, the first in the alphabet.
fn word_counts(forms: &Forms, sums: &[Sum]) -> Vec<WordCount> {
    let mut best: Vec<Option<(u64, &str)>> = vec![None; sums.len()];
    for (folded, stem, count) in forms.forms.iter().filter(|(_, _, count)| *count > 0) {
        let Some(best) = best.get_mut(*stem as usize) else { continue };
        if best.is_none_or(|(most, form)| (*count, form) > (most, folded)) {
            *best = Some((*count, folded));
        }
    }
    let mut counts: Vec<WordCount> = forms
        .stems
        .iter()
        .filter_map(|(stem, number)| {
            let sum = sums.get(*number as usize).filter(|sum| sum.count > 0)?;
            let (_, form) = best.get(*number as usize).copied().flatten()?;
            let (stem, form) = (stem.to_string(), form.to_owned());
            Some(WordCount { stem, form, count: sum.count, documents: sum.documents, other: sum.other })
        })
        .collect();
    counts.sort_unstable_by(|a, b| a.stem.cmp(&b.stem));
    counts
}

/// Adds the counts of a segment.
fn count(
    engine: &LocalEngine,
    segment: &Segment,
    marks: &[u8],
    unit: Unit,
    forms: &mut Forms,
    sums: &mut Vec<Sum>,
) -> tantivy::Result<()> {
    let fields = match unit {
        Unit::Article => vec![engine.store.fields.title, engine.store.fields.body],
        Unit::Quote => vec![engine.store.fields.said],
    };
    let mut all = Vec::new();
    let mut lists = Vec::with_capacity(fields.len());
    let mut folded = String::new();
    for (number, field) in fields.into_iter().enumerate() {
        let list = segment.reader.inverted_index(field)?;
        let (from, to) = (EXACT.to_string(), char::from_u32(EXACT as u32 + 1).unwrap_or(char::MAX).to_string());
        let mut terms = list.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream()?;
        while terms.advance() {
            let Some(word) = std::str::from_utf8(terms.key()).ok().and_then(|term| term.strip_prefix(EXACT)) else {
                continue;
            };
            token::fold(word, &mut folded);
            if !folded.is_empty() {
                let form = forms.number(&folded);
                let stem = forms.forms[form as usize].1;
                all.push(Term { stem, form, field: number, info: terms.value().clone() });
            }
        }
        lists.push((list, BlockSegmentPostings::empty()));
    }
    sums.resize_with(forms.stems.len(), Sum::default);
    all.sort_unstable_by_key(|term| (term.stem, term.field, term.info.postings_range.start));
    let mut counted = vec![u32::MAX; marks.len()];
    for term in all {
        let (list, postings) = &mut lists[term.field];
        if postings.doc_freq() == 0 {
            *postings = list.read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
        } else {
            list.reset_block_postings_from_terminfo(&term.info, postings)?;
        }
        let sum = &mut sums[term.stem as usize];
        let before = sum.count;
        while postings.block_len() > 0 {
            for (doc, frequency) in postings.docs().iter().zip(postings.freqs()) {
                let mark = marks.get(*doc as usize).copied().unwrap_or(0);
                if mark & OTHER != 0 {
                    sum.other += u64::from(*frequency);
                }
                if mark & FOUND != 0 {
                    sum.count += u64::from(*frequency);
                    sum.documents += u64::from(counted[*doc as usize] != term.stem);
                    counted[*doc as usize] = term.stem;
                }
            }
            postings.advance();
        }
        forms.forms[term.form as usize].2 += sum.count - before;
    }
    Ok(())
}
