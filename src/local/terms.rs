//! Counts of all words of what satisfies a query, from the postings: no article is read. Each word is counted by its exact
//! term, which every word has, and forms with one stem are joined.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;

use super::plan::{Plan, Segment};
use super::reader::LocalEngine;
use super::schema::EXACT;
use crate::engine::{EngineError, SearchRequest, WordCount, Words};
use crate::query::ast::{Query, Unit};
use crate::text::token;

/// What is known of a stem.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u64,
    documents: u64,
    other: u64,
}

/// Marks a document that satisfies the query.
const FOUND: u8 = 1;
/// Marks one that satisfies the other query.
const OTHER: u8 = 2;

/// Folded forms and stems by their numbers.
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

/// What of the words of a segment was found.
#[derive(Default)]
struct Counted {
    /// By stem.
    sums: Vec<(u32, Sum)>,
    /// Occurrences by form.
    forms: Vec<(u32, u64)>,
}

/// Counts the words.
pub(super) fn words(engine: &LocalEngine, query: &Query, other: &Query, unit: Unit) -> Result<Words, EngineError> {
    let plan = |query: &Query| {
        let search = SearchRequest::count(query.clone(), unit);
        engine.compiler(&search).compile(&search.query, unit)
    };
    let plans = [(plan(query)?, FOUND), (plan(other)?, OTHER)];
    let marks = engine.in_each(engine.searcher.num_docs(), |segment| marks(engine, segment, &plans));
    let marks: Vec<Vec<u8>> = marks.into_iter().collect::<Result<_, _>>()?;
    let fields = match unit {
        Unit::Article => vec![engine.store.fields.title, engine.store.fields.body],
        Unit::Quote => vec![engine.store.fields.said],
    };
    let failure = |error| engine.failure(error);
    let mut lists = Vec::with_capacity(engine.segments.len());
    for segment in &engine.segments {
        let is_marked = marks[segment.number].iter().any(|mark| *mark != 0);
        let fields = fields.iter().filter(|_| is_marked).map(|field| segment.reader.inverted_index(*field));
        lists.push(fields.collect::<tantivy::Result<Vec<_>>>().map_err(failure)?);
    }
    let (mut forms, terms) = forms(&lists).map_err(|error| failure(error.into()))?;
    let terms: Vec<Mutex<Vec<Term>>> = terms.into_iter().map(Mutex::new).collect();
    let counted = engine.in_each(engine.searcher.num_docs(), |segment| {
        let terms = std::mem::take(&mut *terms[segment.number].lock().unwrap_or_else(PoisonError::into_inner));
        count(&lists[segment.number], terms, &marks[segment.number])
    });
    let mut sums = vec![Sum::default(); forms.stems.len()];
    for counted in counted {
        let counted = counted.map_err(failure)?;
        for (stem, own) in counted.sums {
            let sum = &mut sums[stem as usize];
            sum.count += own.count;
            sum.documents += own.documents;
            sum.other += own.other;
        }
        counted.forms.into_iter().for_each(|(form, count)| forms.forms[form as usize].2 += count);
    }
    Ok(Words {
        list: word_counts(&forms, &sums),
        words: sums.iter().map(|sum| sum.count).sum(),
        other_words: sums.iter().map(|sum| sum.other).sum(),
    })
}

/// Which documents satisfy which query.
fn marks(engine: &LocalEngine, segment: &Segment, plans: &[(Plan, u8)]) -> Result<Vec<u8>, EngineError> {
    let mut marks = vec![0; segment.reader.max_doc() as usize];
    for (plan, mark) in plans {
        engine.for_each_in(segment, plan, false, &mut |doc, _| {
            if let Some(marks) = marks.get_mut(doc as usize) {
                *marks |= mark;
            }
        })?;
    }
    Ok(marks)
}

/// The exact terms of a field of a segment, one at a time.
struct Source<'a> {
    segment: usize,
    field: usize,
    terms: TermStreamer<'a>,
    /// The first bytes of the term at hand, as a number of the same order.
    start: u64,
}

impl Source<'_> {
    fn advance(&mut self) -> bool {
        let more = self.terms.advance();
        let mut start = [0; 8];
        let word = self.terms.key().get(EXACT.len_utf8()..).unwrap_or_default();
        start.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
        self.start = u64::from_be_bytes(start);
        more
    }
}

/// Reads the exact terms of all fields and segments side by side, so that each word is folded and stemmed once. For each
/// segment its terms.
fn forms(lists: &[Vec<Arc<InvertedIndexReader>>]) -> std::io::Result<(Forms, Vec<Vec<Term>>)> {
    let (from, to) = (EXACT.to_string(), char::from_u32(EXACT as u32 + 1).unwrap_or(char::MAX).to_string());
    let mut sources = Vec::new();
    for (segment, fields) in lists.iter().enumerate() {
        for (field, list) in fields.iter().enumerate() {
            let terms = list.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream()?;
            let mut source = Source { segment, field, terms, start: 0 };
            if source.advance() {
                sources.push(source);
            }
        }
    }
    let mut forms = Forms::default();
    let mut terms: Vec<Vec<Term>> = lists.iter().map(|_| Vec::new()).collect();
    let (mut key, mut folded) = (Vec::new(), String::new());
    while let Some(least) =
        sources.iter().min_by(|a, b| a.start.cmp(&b.start).then_with(|| a.terms.key().cmp(b.terms.key())))
    {
        let start = least.start;
        key.clear();
        key.extend_from_slice(least.terms.key());
        let word = std::str::from_utf8(&key).ok().and_then(|term| term.strip_prefix(EXACT)).unwrap_or_default();
        token::fold(word, &mut folded);
        let form = if folded.is_empty() { None } else { Some(forms.number(&folded)) };
        sources.retain_mut(|source| {
            if source.start != start || source.terms.key() != key {
                return true;
            }
            if let Some(form) = form {
                let (stem, info) = (forms.forms[form as usize].1, source.terms.value().clone());
                terms[source.segment].push(Term { stem, form, field: source.field, info });
            }
            source.advance()
        });
    }
    Ok((forms, terms))
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

/// Counts the terms of a segment in the documents that are marked.
fn count(lists: &[Arc<InvertedIndexReader>], mut terms: Vec<Term>, marks: &[u8]) -> tantivy::Result<Counted> {
    // Forms of one stem come together, so that a document is counted once for it.
    terms.sort_unstable_by_key(|term| (term.stem, term.field, term.info.postings_range.start));
    let mut postings: Vec<BlockSegmentPostings> = lists.iter().map(|_| BlockSegmentPostings::empty()).collect();
    let mut last = vec![u32::MAX; marks.len()];
    let mut counted = Counted::default();
    for term in terms {
        let (list, postings) = (&lists[term.field], &mut postings[term.field]);
        if postings.doc_freq() == 0 {
            *postings = list.read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
        } else {
            list.reset_block_postings_from_terminfo(&term.info, postings)?;
        }
        let mut sum = Sum::default();
        while postings.block_len() > 0 {
            for (doc, frequency) in postings.docs().iter().zip(postings.freqs()) {
                let mark = marks.get(*doc as usize).copied().unwrap_or(0);
                if mark & OTHER != 0 {
                    sum.other += u64::from(*frequency);
                }
                if mark & FOUND != 0 {
                    sum.count += u64::from(*frequency);
                    sum.documents += u64::from(last[*doc as usize] != term.stem);
                    last[*doc as usize] = term.stem;
                }
            }
            postings.advance();
        }
        counted.sums.push((term.stem, sum));
        if sum.count > 0 {
            counted.forms.push((term.form, sum.count));
        }
    }
    Ok(counted)
}
