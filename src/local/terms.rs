//! Counts of the words of what satisfies a query, from the postings: no article is read. Which words there are, and in which
//! forms, is told by their exact terms, which every word has; forms of one stem are joined. The terms of a stem, which are
//! two at most, then tell the rest of the few words that are wanted.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::plan::{Plan, Segment};
use super::reader::LocalEngine;
use super::schema::EXACT;
use super::words::stem_terms;
use crate::engine::{EngineError, SearchRequest, WordCount, Words, WordsRequest};
use crate::query::ast::{Query, Unit};
use crate::text::token;

/// Marks a document that satisfies the query.
const FOUND: u8 = 1;
/// Marks one of those with which they are compared.
const OTHER: u8 = 2;

/// Words that are counted beyond those that are wanted, in hope that no others are needed.
const SPARE: usize = 20;

/// What rounding may do to a measure.
const ROUNDING: f64 = 1e-9;

/// Occurrences in documents of either mark.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u64,
    other: u64,
}

/// Of a segment the fields whose words are counted, and the marks of its documents.
struct Marked {
    fields: Vec<Arc<InvertedIndexReader>>,
    marks: Vec<u8>,
}

/// What stands in a segment.
struct Counted {
    /// By folded form, of those that were found.
    forms: FxHashMap<String, Sum>,
    /// All words that are in the other.
    other_words: u64,
}

/// Counts the words.
pub(super) fn words(engine: &LocalEngine, request: &WordsRequest) -> Result<Words, EngineError> {
    let plan = |query: &Query| {
        let search = SearchRequest::count(query.clone(), request.unit);
        engine.compiler(&search).compile(&search.query, request.unit)
    };
    let plans = [(plan(&request.query)?, FOUND), (plan(request.other.as_ref().unwrap_or(&Query::All))?, OTHER)];
    let marked = engine.in_each(engine.searcher.num_docs(), |segment| Marked::new(engine, segment, request, &plans));
    let marked: Vec<Marked> = marked.into_iter().collect::<Result<_, _>>()?;
    let mut forms: FxHashMap<String, Sum> = FxHashMap::default();
    let mut other_words = 0;
    for counted in engine.in_each(engine.searcher.num_docs(), |segment| marked[segment.number].forms()) {
        let counted = counted.map_err(|error| engine.failure(error))?;
        other_words += counted.other_words;
        if forms.is_empty() {
            forms = counted.forms;
        } else {
            counted.forms.into_iter().for_each(|(form, sum)| forms.entry(form).or_default().add(sum));
        }
    }
    let words = forms.values().map(|sum| sum.count).sum();
    let mut list = stems(forms);
    let by_stem = |a: &WordCount, b: &WordCount| a.stem.cmp(&b.stem);
    match request.limit {
        None => {
            // in the order of the dictionary, and so of the postings
            list.sort_unstable_by(by_stem);
            complete(engine, &marked, &mut list)?;
        }
        Some(limit) => {
            keep_telling(&mut list, limit, [words, other_words], |some| complete(engine, &marked, some))?;
            list.sort_unstable_by(by_stem);
        }
    }
    Ok(Words { list, words, other_words })
}

/// Joins forms of one stem. The commonest is shown; of two, the first in the alphabet. What is known of its occurrences in
/// the other are those of the forms that were found, so that there may be more.
fn stems(forms: FxHashMap<String, Sum>) -> Vec<WordCount> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    // Of each stem its word, and how often the form occurs that is shown.
    let mut list: Vec<(WordCount, u64)> = Vec::new();
    let mut stem = String::new();
    for (form, Sum { count, other }) in forms {
        token::stem_once(&form, &mut stem);
        let Some(at) = places.get(&stem) else {
            places.insert(stem.clone(), list.len());
            list.push((WordCount { stem: stem.clone(), form, count, documents: 0, other }, count));
            continue;
        };
        let (word, shown) = &mut list[*at];
        word.count += count;
        word.other += other;
        if (*shown, Reverse(&word.form)) < (count, Reverse(&form)) {
            (*shown, word.form) = (count, form);
        }
    }
    list.into_iter().map(|(word, _)| word).collect()
}

/// Keeps the words that may be among the most telling, and completes them. As long as occurrences in the other are
/// missing, a word is taken for more telling than it is, so those below the last that is wanted can be left out.
fn keep_telling(
    list: &mut Vec<WordCount>,
    limit: usize,
    [words, other_words]: [u64; 2],
    complete: impl Fn(&mut [WordCount]) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let telling = |word: &WordCount| word.telling(words, other_words);
    let mut hopeful: Vec<(f64, WordCount)> =
        std::mem::take(list).into_iter().map(|word| (telling(&word), word)).filter(|(most, _)| *most > 0.0).collect();
    hopeful.sort_unstable_by(|(a, _), (b, _)| b.total_cmp(a));
    let others = hopeful.split_off(hopeful.len().min(limit.saturating_add(SPARE)));
    *list = hopeful.into_iter().map(|(_, word)| word).collect();
    complete(list)?;
    let mut found: Vec<f64> = list.iter().map(telling).collect();
    found.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = limit.checked_sub(1).map_or(f64::INFINITY, |last| found.get(last).copied().unwrap_or(0.0));
    let known = list.len();
    let may_be = |(most, _): &(f64, WordCount)| *most >= least * (1.0 - ROUNDING);
    list.extend(others.into_iter().take_while(may_be).map(|(_, word)| word));
    complete(&mut list[known..])
}

/// Counts the documents of words, and all their occurrences in the other.
fn complete(engine: &LocalEngine, marked: &[Marked], list: &mut [WordCount]) -> Result<(), EngineError> {
    let terms: Vec<Vec<String>> = list.iter().map(|word| stem_terms(&word.stem)).collect();
    let counted = engine.in_each(engine.searcher.num_docs(), |segment| marked[segment.number].stems(&terms));
    list.iter_mut().for_each(|word| (word.documents, word.other) = (0, 0));
    for counted in counted {
        let counted = counted.map_err(|error| engine.failure(error))?;
        for (word, (documents, other)) in list.iter_mut().zip(counted) {
            word.documents += documents;
            word.other += other;
        }
    }
    Ok(())
}

impl Sum {
    fn add(&mut self, own: Self) {
        self.count += own.count;
        self.other += own.other;
    }
}

impl Marked {
    fn new(
        engine: &LocalEngine,
        segment: &Segment,
        request: &WordsRequest,
        plans: &[(Plan, u8)],
    ) -> Result<Self, EngineError> {
        let mut marks = vec![0; segment.reader.max_doc() as usize];
        for (plan, mark) in plans {
            engine.for_each_in(segment, plan, false, &mut |doc, _| {
                if let Some(marks) = marks.get_mut(doc as usize) {
                    *marks |= mark;
                }
            })?;
        }
        if request.other.is_none() {
            marks.iter_mut().filter(|mark| **mark & FOUND != 0).for_each(|mark| *mark = FOUND);
        }
        let fields = match request.unit {
            Unit::Article => vec![engine.store.fields.title, engine.store.fields.body],
            Unit::Quote => vec![engine.store.fields.said],
        };
        let is_marked = marks.iter().any(|mark| *mark != 0);
        let fields = fields.iter().filter(|_| is_marked).map(|field| segment.reader.inverted_index(*field));
        let fields = fields.collect::<tantivy::Result<_>>().map_err(|error| engine.failure(error))?;
        Ok(Self { fields, marks })
    }

    /// Counts all words by their exact terms.
    fn forms(&self) -> tantivy::Result<Counted> {
        let (from, to) = (EXACT.to_string(), char::from_u32(EXACT as u32 + 1).unwrap_or(char::MAX).to_string());
        let mut counted = Counted { forms: FxHashMap::default(), other_words: 0 };
        let mut folded = String::new();
        for field in &self.fields {
            let mut reader = Reader::new(field);
            let mut terms = field.terms().range().ge(&from).lt(&to).into_stream()?;
            while let Some((key, info)) = terms.next() {
                let sum = self.sum(&mut reader, info)?;
                if sum.count + sum.other == 0 {
                    continue;
                }
                let word = std::str::from_utf8(key).ok().and_then(|term| term.strip_prefix(EXACT)).unwrap_or_default();
                token::fold(word, &mut folded);
                if folded.is_empty() {
                    continue;
                }
                counted.other_words += sum.other;
                if sum.count > 0 {
                    match counted.forms.get_mut(&folded) {
                        Some(known) => known.add(sum),
                        None => drop(counted.forms.insert(folded.clone(), sum)),
                    }
                }
            }
        }
        Ok(counted)
    }

    fn sum(&self, reader: &mut Reader<'_>, info: &TermInfo) -> tantivy::Result<Sum> {
        let mut sum = Sum::default();
        reader.each(info, |doc, frequency| {
            let mark = self.marks.get(doc as usize).copied().unwrap_or(0);
            sum.count += u64::from(frequency) * u64::from(mark & FOUND);
            sum.other += u64::from(frequency) * u64::from(mark & OTHER) / u64::from(OTHER);
        })?;
        Ok(sum)
    }

    /// For the terms of each word the documents in which it was found, and its occurrences in the other.
    fn stems(&self, words: &[Vec<String>]) -> tantivy::Result<Vec<(u64, u64)>> {
        let mut last = vec![0; self.marks.len()];
        let mut counted = Vec::with_capacity(words.len());
        let mut readers: Vec<Reader<'_>> = self.fields.iter().map(|field| Reader::new(field)).collect();
        for (number, terms) in (1u32..).zip(words) {
            let (mut documents, mut other) = (0, 0);
            for term in terms {
                for reader in &mut readers {
                    let Some(info) = reader.field.terms().get(term)? else { continue };
                    reader.each(&info, |doc, frequency| {
                        let Some((mark, last)) = self.marks.get(doc as usize).zip(last.get_mut(doc as usize)) else {
                            return;
                        };
                        if mark & OTHER != 0 {
                            other += u64::from(frequency);
                        }
                        if mark & FOUND != 0 && *last != number {
                            documents += 1;
                            *last = number;
                        }
                    })?;
                }
            }
            counted.push((documents, other));
        }
        Ok(counted)
    }
}

/// Reads postings of a field, one list after the other: most have few documents, and a reader has room for many.
struct Reader<'a> {
    field: &'a InvertedIndexReader,
    postings: BlockSegmentPostings,
}

impl<'a> Reader<'a> {
    fn new(field: &'a InvertedIndexReader) -> Self {
        Self { field, postings: BlockSegmentPostings::empty() }
    }

    /// Shows the documents of a term and how often it occurs in each.
    fn each(&mut self, info: &TermInfo, mut show: impl FnMut(u32, u32)) -> tantivy::Result<()> {
        if self.postings.doc_freq() == 0 {
            self.postings = self.field.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        } else {
            self.field.reset_block_postings_from_terminfo(info, &mut self.postings)?;
        }
        while self.postings.block_len() > 0 {
            self.postings.docs().iter().zip(self.postings.freqs()).for_each(|(doc, frequency)| show(*doc, *frequency));
            self.postings.advance();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_most_telling_are_kept_while_the_other_is_known_in_part(
            sums in prop::collection::vec((2u64..40, 0u64..60, 0u64..60), 0..120),
            limit in 0usize..30,
        ) {
            let all = [1 + sums.iter().map(|sum| sum.0).sum::<u64>(), 1 + sums.iter().map(|sum| sum.1 + sum.2).sum::<u64>()];
            let word = |(number, (count, other, _)): (usize, &(u64, u64, u64))| {
                let stem = number.to_string();
                WordCount { form: format!("word{stem}"), stem, count: *count, documents: 0, other: *other }
            };
            let complete = |list: &mut [WordCount]| {
                for word in list {
                    let (_, known, more) = sums[word.stem.parse::<usize>().unwrap()];
                    word.other = known + more;
                }
                Ok(())
            };
            let most_telling = |list: &[WordCount]| {
                let mut found: Vec<f64> = list.iter().map(|word| word.telling(all[0], all[1])).collect();
                found.retain(|telling| *telling > 0.0);
                found.sort_unstable_by(|a, b| b.total_cmp(a));
                found.truncate(limit);
                found
            };
            let mut whole: Vec<WordCount> = sums.iter().enumerate().map(word).collect();
            let mut kept = whole.clone();
            complete(&mut whole).unwrap();
            keep_telling(&mut kept, limit, all, complete).unwrap();
            prop_assert_eq!(most_telling(&kept), most_telling(&whole));
        }
    }
}
