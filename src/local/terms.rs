//! Counts of all words of what satisfies a query, from the postings: no article is read. Each word is counted by its exact
//! term, which every word has, and forms with one stem are joined.

use rustc_hash::FxHashMap;
use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::EXACT;
use crate::engine::{EngineError, SearchRequest, WordCount};
use crate::query::ast::{Query, Unit};
use crate::text::token;

/// What is known of a stem.
#[derive(Default)]
struct Sum {
    count: u64,
    documents: u64,
    forms: FxHashMap<String, u64>,
}

/// A term of a segment.
struct Form {
    stem: String,
    folded: String,
    /// Which of the fields.
    field: usize,
    info: TermInfo,
}

/// Counts the words.
pub(super) fn words(engine: &LocalEngine, query: &Query, unit: Unit) -> Result<Vec<WordCount>, EngineError> {
    let search = SearchRequest::count(query.clone(), unit);
    let plan = engine.compiler(&search)?.compile(&search.query, unit)?;
    let mut found: Vec<Vec<bool>> =
        engine.segments.iter().map(|segment| vec![false; segment.reader.max_doc() as usize]).collect();
    engine.for_each(&plan, false, &mut |segment, doc, _| {
        if let Some(found) = found[segment.number].get_mut(doc as usize) {
            *found = true;
        }
    })?;
    let mut sums: FxHashMap<String, Sum> = FxHashMap::default();
    for (segment, found) in engine.segments.iter().zip(&found) {
        if found.contains(&true) {
            count(engine, segment, found, unit, &mut sums).map_err(|error| engine.failure(error))?;
        }
    }
    let mut counts: Vec<WordCount> = sums.into_iter().map(|(stem, sum)| word_count(stem, sum)).collect();
    counts.sort_unstable_by(|a, b| a.stem.cmp(&b.stem));
    Ok(counts)
}

/// The commonest form is shown; of two, the first in the alphabet.
fn word_count(stem: String, sum: Sum) -> WordCount {
    let best = sum.forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    WordCount { stem, form: best.map_or_else(String::new, |best| best.0), count: sum.count, documents: sum.documents }
}

/// Adds the counts of a segment.
fn count(
    engine: &LocalEngine,
    segment: &Segment,
    found: &[bool],
    unit: Unit,
    sums: &mut FxHashMap<String, Sum>,
) -> tantivy::Result<()> {
    let fields = match unit {
        Unit::Article => vec![engine.store.fields.title, engine.store.fields.body],
        Unit::Quote => vec![engine.store.fields.said],
    };
    let mut forms = Vec::new();
    let mut lists = Vec::with_capacity(fields.len());
    for (number, field) in fields.into_iter().enumerate() {
        let list = segment.reader.inverted_index(field)?;
        let (from, to) = (EXACT.to_string(), char::from_u32(EXACT as u32 + 1).unwrap_or(char::MAX).to_string());
        let mut terms = list.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream()?;
        while terms.advance() {
            let Some(word) = std::str::from_utf8(terms.key()).ok().and_then(|term| term.strip_prefix(EXACT)) else {
                continue;
            };
            let folded = token::folded(word);
            if !folded.is_empty() {
                forms.push(Form { stem: token::stemmed(&folded), folded, field: number, info: terms.value().clone() });
            }
        }
        lists.push(list);
    }
    forms.sort_unstable_by(|a, b| (&a.stem, &a.folded).cmp(&(&b.stem, &b.folded)));
    let mut counted = vec![u32::MAX; found.len()];
    for (number, same) in (0..).zip(forms.chunk_by(|a, b| a.stem == b.stem)) {
        let (mut count, mut documents) = (0, 0);
        for form in same {
            let mut of_form = 0;
            let option = IndexRecordOption::WithFreqs;
            let mut postings = lists[form.field].read_postings_from_terminfo(&form.info, option)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if found[doc as usize] {
                    of_form += u64::from(postings.term_freq());
                    documents += u64::from(counted[doc as usize] != number);
                    counted[doc as usize] = number;
                }
                doc = postings.advance();
            }
            if of_form > 0 {
                count += of_form;
                *sums.entry(form.stem.clone()).or_default().forms.entry(form.folded.clone()).or_default() += of_form;
            }
        }
        if let Some(sum) = sums.get_mut(&same[0].stem).filter(|_| count > 0) {
            sum.count += count;
            sum.documents += documents;
        }
    }
    Ok(())
}
