//! Occurrences of words, added up from the frequencies that postings have beside each document: no position is read. Several
//! terms may stand on one position; here no position is counted twice.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Term};

use super::cursor::DocId;
use super::plan::Segment;
use super::schema::{EXACT, Fields};
use super::words::{self, Found};
use crate::engine::MatchCount;
use crate::query::ast::{TextZone, WordQuery};
use crate::text::token::{folded, stemmed};

/// Marks a document that counts.
const WANTED: u8 = 1;
/// Marks one that has an occurrence.
const SEEN: u8 = 2;
/// So many times as many documents as are wanted make it worth to seek each in a list.
const WORTH_SEEKING: usize = 32;

/// Counts the occurrences of words, in titles alone or in bodies too, in these documents of a segment, which are sorted;
/// in all that have one and are not deleted, where none are given.
pub(super) fn count(
    segment: &Segment,
    fields: &Fields,
    asked: &[(TextZone, &WordQuery)],
    docs: Option<&[DocId]>,
) -> tantivy::Result<MatchCount> {
    let mut marks = match (docs, segment.reader.alive_bitset()) {
        (Some(docs), _) => marked(segment, docs.iter().copied()),
        (None, Some(alive)) => marked(segment, alive.iter_alive()),
        (None, None) => vec![WANTED; segment.reader.max_doc() as usize],
    };
    let mut matches = 0;
    for field in [fields.title, fields.body] {
        let here = |(zone, _): &&(TextZone, &WordQuery)| field == fields.title || *zone != TextZone::Title;
        let words: Vec<&WordQuery> = asked.iter().filter(here).map(|(_, word)| *word).collect();
        if words.is_empty() {
            continue;
        }
        let index = segment.reader.inverted_index(field)?;
        for info in terms(&index, field, &words)? {
            matches += match docs {
                Some(docs) if docs.len().saturating_mul(WORTH_SEEKING) < info.doc_freq as usize => {
                    sought(&index, &info, docs, &mut marks)?
                }
                _ => read(&index, &info, &mut marks)?,
            };
        }
    }
    let articles = marks.iter().filter(|mark| **mark & SEEN != 0).count() as u64;
    Ok(MatchCount { matches, articles, silent: docs.map_or(0, |docs| docs.len() as u64 - articles) })
}

fn marked(segment: &Segment, docs: impl Iterator<Item = DocId>) -> Vec<u8> {
    let mut marks = vec![0; segment.reader.max_doc() as usize];
    for doc in docs {
        if let Some(mark) = marks.get_mut(doc as usize) {
            *mark = WANTED;
        }
    }
    marks
}

/// The terms that the words stand for, no two on one position. A word has one exact term at each position, and the term of
/// its stem unless that is the same; so an exact term goes where its stem is counted already.
fn terms(index: &InvertedIndexReader, field: Field, asked: &[&WordQuery]) -> tantivy::Result<Vec<TermInfo>> {
    let mut found: BTreeMap<String, TermInfo> = BTreeMap::new();
    let mut stems: FxHashSet<&str> = FxHashSet::default();
    for word in asked {
        if let WordQuery::Stem { stem, .. } = word {
            stems.insert(stem);
        }
        match words::terms(word) {
            Found::Terms(texts) => {
                for text in texts {
                    let info = index.get_term_info(&Term::from_field_text(field, &text))?;
                    found.extend(info.map(|info| (text, info)));
                }
            }
            Found::Pattern(pattern) => {
                words::walk(index.terms(), &pattern.pattern, |term, info| {
                    found.insert(term.to_owned(), info.clone());
                    true
                })?;
            }
        }
    }
    let is_apart = |term: &str| match term.strip_prefix(EXACT) {
        Some(word) if !stems.is_empty() => {
            let stem = stemmed(&folded(word));
            stem == word || !stems.contains(stem.as_str())
        }
        _ => true,
    };
    found.retain(|term, _| is_apart(term));
    Ok(found.into_values().collect())
}

/// Occurrences in documents that count, each of which is sought.
fn sought(index: &InvertedIndexReader, info: &TermInfo, docs: &[DocId], marks: &mut [u8]) -> tantivy::Result<u64> {
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
    let mut sum = 0;
    for doc in docs {
        if postings.doc() < *doc {
            postings.seek(*doc);
        }
        if postings.doc() == *doc {
            sum += u64::from(postings.term_freq());
            if let Some(mark) = marks.get_mut(*doc as usize) {
                *mark |= SEEN;
            }
        }
    }
    Ok(sum)
}

/// Occurrences in documents that count: the whole list is read.
fn read(index: &InvertedIndexReader, info: &TermInfo, marks: &mut [u8]) -> tantivy::Result<u64> {
    let mut postings: BlockSegmentPostings =
        index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
    let mut sum = 0;
    while postings.block_len() > 0 {
        for (doc, frequency) in postings.docs().iter().zip(postings.freqs()) {
            if let Some(mark) = marks.get_mut(*doc as usize).filter(|mark| **mark & WANTED != 0) {
                *mark |= SEEN;
                sum += u64::from(*frequency);
            }
        }
        postings.advance();
    }
    Ok(sum)
}
