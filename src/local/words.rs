//! Words of a query as terms of the index. Patterns are walked through the dictionary of exact terms, each folded on the
//! way, so that a wildcard sees what a reader sees and not what the stemmer left.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::thread;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocId, InvertedIndexReader, Term};
use tantivy_fst::Automaton;

use super::compile::Compiler;
use super::plan::{Plan, Segment, Spread};
use super::schema::{EXACT, Kind, shape};
use super::text::TextField;
use crate::engine::EngineError;
use crate::query::ast::WordQuery;
use crate::text::pattern::{self, Pattern};
use crate::text::token::{fold_char, folded, stem_once};

/// Words that a pattern may stand for where it is part of something longer than a word.
pub(super) const MAX_EXPANSIONS: usize = 4096;

/// Where to look for a word.
pub(super) enum Found {
    /// These terms, one at a position.
    Terms(Vec<String>),
    /// It stands for all words that fit.
    Pattern(WordPattern),
}

/// A pattern, with what the user typed.
pub(super) struct WordPattern {
    pub(super) pattern: Pattern,
    typed: String,
}

/// How a word is looked up.
pub(super) fn terms(word: &WordQuery) -> Found {
    match word {
        WordQuery::Stem { stem, .. } => Found::Terms(stem_terms(stem)),
        WordQuery::Exact(exact) => Found::Terms(vec![format!("{EXACT}{exact}")]),
        WordQuery::Wildcard(pattern) => {
            Found::Pattern(WordPattern { pattern: Pattern::wildcard(pattern), typed: pattern.clone() })
        }
        WordQuery::Fuzzy { folded, distance } => Found::Pattern(WordPattern {
            pattern: Pattern::fuzzy(folded, *distance),
            typed: format!("{folded}~{distance}"),
        }),
    }
}

/// The terms of the words of a stem, one at a position: a word that is its own stem as it is written has only its exact term.
pub(super) fn stem_terms(stem: &str) -> Vec<String> {
    let mut own = String::new();
    stem_once(&folded(stem), &mut own);
    let mut terms = vec![stem.to_owned()];
    terms.extend((own == stem).then(|| format!("{EXACT}{stem}")));
    terms
}

impl Compiler<'_> {
    /// The terms that a pattern stands for.
    pub(super) fn expand(&self, field: Field, pattern: &WordPattern) -> Result<Vec<Term>, EngineError> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for segment in self.segments {
            let index = segment.reader.inverted_index(field).map_err(|error| self.failure(error))?;
            let whole = walk(index.terms(), &pattern.pattern, |term, _| {
                found.insert(term.to_owned());
                found.len() <= MAX_EXPANSIONS
            });
            if !whole.map_err(|error| self.failure(error.into()))? {
                return Err(EngineError::TooManyWords { pattern: pattern.typed.clone(), limit: MAX_EXPANSIONS });
            }
        }
        Ok(found.iter().map(|term| Term::from_field_text(field, term)).collect())
    }

    /// How many different words, folded, a pattern stands for.
    pub(super) fn distinct_words(&self, field: Field, pattern: &WordPattern) -> Result<u64, EngineError> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for segment in self.segments {
            let index = segment.reader.inverted_index(field).map_err(|error| self.failure(error))?;
            let walked = walk(index.terms(), &pattern.pattern, |term, _| {
                found.insert(folded_term(term));
                true
            });
            walked.map_err(|error| self.failure(error.into()))?;
        }
        Ok(found.len() as u64)
    }

    /// The documents of all words that a pattern stands for, scored as if these were one word.
    pub(super) fn spread(
        &mut self,
        field: TextField,
        pattern: WordPattern,
        label: String,
    ) -> Result<Spread, EngineError> {
        let counted: Result<Vec<_>, _> =
            in_each(self.segments, |segment| frequencies(segment, field.field, &pattern.pattern)).into_iter().collect();
        let counted = counted.map_err(|error| self.failure(error))?;
        let shares = self.shares(field)?;
        let mut segments = Vec::with_capacity(counted.len());
        for (segment, counted) in self.segments.iter().zip(counted) {
            let norms = segment.reader.get_fieldnorms_reader(field.field).map_err(|error| self.failure(error))?;
            let share =
                |doc, frequency| shares.as_ref().map_or(0.0, |shares| shares.of(norms.fieldnorm_id(doc), frequency));
            segments.push(counted.into_iter().map(|(doc, frequency)| (doc, share(doc, frequency))).collect());
        }
        Ok(Spread { segments, label, pattern: Some((field.field, pattern)) })
    }

    /// Articles whose id begins with one of these strings of hex digits.
    pub(super) fn ids(&self, prefixes: &[&str]) -> Result<Plan, EngineError> {
        let ranges: Vec<[[u8; 16]; 2]> = prefixes.iter().filter_map(|prefix| id_range(prefix)).collect();
        if ranges.is_empty() {
            return Ok(Plan::Nothing);
        }
        let mut segments = Vec::with_capacity(self.segments.len());
        for segment in self.segments {
            let docs = articles_of_ids(segment, self.fields.id, &ranges).map_err(|error| self.failure(error))?;
            segments.push(docs.into_iter().map(|doc| (doc, 0.0)).collect());
        }
        let label: Vec<String> = prefixes.iter().map(|prefix| format!("id:{prefix}")).collect();
        let spread = Plan::Spread(Spread { segments, label: label.join(" OR "), pattern: None });
        Ok(Plan::All { kind: Kind::Article, parts: vec![spread], not: Vec::new(), tests: Vec::new() })
    }
}

/// The folded word of an exact term.
pub(super) fn folded_term(term: &str) -> String {
    folded(term.strip_prefix(EXACT).unwrap_or(term))
}

/// Does something in each segment, at the same time.
pub(super) fn in_each<T: Send>(segments: &[Segment], work: impl Fn(&Segment) -> T + Sync) -> Vec<T> {
    let Some((first, others)) = segments.split_first() else { return Vec::new() };
    thread::scope(|scope| {
        let started: Vec<_> = others.iter().map(|segment| scope.spawn(|| work(segment))).collect();
        let others = started.into_iter().map(|one| one.join().unwrap_or_else(|cause| resume_unwind(cause)));
        std::iter::once(work(first)).chain(others).collect()
    })
}

/// How often words that fit stand in each document that has one.
fn frequencies(segment: &Segment, field: Field, pattern: &Pattern) -> tantivy::Result<Vec<(DocId, u32)>> {
    let index = segment.reader.inverted_index(field)?;
    let mut infos = Vec::new();
    walk(index.terms(), pattern, |_, info| {
        infos.push(info.clone());
        true
    })?;
    let mut found: Vec<(DocId, u32)> = Vec::new();
    let total: usize = infos.iter().map(|info| info.doc_freq as usize).sum();
    // Few documents are sorted; many are counted in an array.
    let mut counts = if total > segment.reader.max_doc() as usize / 4 {
        vec![0u32; segment.reader.max_doc() as usize]
    } else {
        found.reserve_exact(total);
        Vec::new()
    };
    let mut postings = BlockSegmentPostings::empty();
    for info in &infos {
        start(&mut postings, info, &index, IndexRecordOption::WithFreqs)?;
        while postings.block_len() > 0 {
            let block = postings.docs().iter().copied().zip(postings.freqs().iter().copied());
            if counts.is_empty() {
                found.extend(block);
            } else {
                for (doc, frequency) in block {
                    if let Some(count) = counts.get_mut(doc as usize) {
                        *count = count.saturating_add(frequency);
                    }
                }
            }
            postings.advance();
        }
    }
    if counts.is_empty() {
        found.sort_unstable();
        found.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 = earlier.1.saturating_add(later.1);
            }
            same
        });
        return Ok(found);
    }
    Ok((0..).zip(counts).filter(|(_, count)| *count > 0).collect())
}

/// Shows all exact terms that fit, with where their postings lie, until `each` says that it is enough; false then.
pub(super) fn walk(
    dictionary: &TermDictionary,
    pattern: &Pattern,
    mut each: impl FnMut(&str, &TermInfo) -> bool,
) -> std::io::Result<bool> {
    // Dots of acronyms and commas of numbers are told only at the end of a word.
    let fits = |key: &[u8]| -> Option<String> {
        let term = std::str::from_utf8(key).ok()?;
        pattern.matches(&folded(term.strip_prefix(EXACT)?)).then(|| term.to_owned())
    };
    if pattern.opens_with_star() {
        // No branch can be left out: the end tells most words apart, and costs less than an automaton.
        let mut stream = dictionary.range().ge(EXACT.to_string()).into_stream()?;
        while let Some((key, info)) = stream.next() {
            let Some(word) = key.strip_prefix(&[EXACT as u8]) else { break };
            if pattern.may_end(word) && fits(key).is_some_and(|term| !each(&term, info)) {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let mut stream = dictionary.search(Folding { pattern }).into_stream()?;
    while let Some((key, info)) = stream.next() {
        if fits(key).is_some_and(|term| !each(&term, info)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A pattern that reads bytes of exact terms: decodes characters, folds each, and lets through a little too much.
struct Folding<'a> {
    pattern: &'a Pattern,
}

#[derive(Clone)]
struct FoldingState {
    /// Bytes of a character that is not whole yet.
    bytes: [u8; 4],
    len: u8,
    /// Whether the mark of exact terms has been read.
    marked: bool,
    dead: bool,
    /// As written.
    plain: pattern::State,
    /// With dots and commas left out.
    bare: pattern::State,
}

impl Folding<'_> {
    fn step(&self, mut state: FoldingState, c: char) -> FoldingState {
        if !state.marked {
            state.marked = true;
            state.dead = c != EXACT;
            return state;
        }
        if c.is_ascii() {
            self.read(&mut state, c.to_ascii_lowercase());
        } else {
            let mut letters = String::new();
            fold_char(c, &mut letters);
            letters.chars().for_each(|letter| self.read(&mut state, letter));
        }
        state.dead = !self.pattern.can_match(&state.plain) && !self.pattern.can_match(&state.bare);
        state
    }

    fn read(&self, state: &mut FoldingState, letter: char) {
        let same = state.plain == state.bare;
        let skipped = matches!(letter, '.' | ',');
        state.plain = self.pattern.step(&state.plain, letter);
        if same && !skipped {
            state.bare = state.plain;
        } else if !skipped {
            state.bare = self.pattern.step(&state.bare, letter);
        }
    }
}

impl Automaton for Folding<'_> {
    type State = FoldingState;

    fn start(&self) -> FoldingState {
        let start = self.pattern.start();
        FoldingState { bytes: [0; 4], len: 0, marked: false, dead: false, plain: start, bare: start }
    }

    fn is_match(&self, state: &FoldingState) -> bool {
        let whole = state.marked && !state.dead && state.len == 0;
        whole && (self.pattern.is_match(&state.plain) || self.pattern.is_match(&state.bare))
    }

    fn can_match(&self, state: &FoldingState) -> bool {
        !state.dead
    }

    fn accept(&self, state: &FoldingState, byte: u8) -> FoldingState {
        let mut state = state.clone();
        if state.len == 0 && byte.is_ascii() {
            return self.step(state, char::from(byte));
        }
        let Some(place) = state.bytes.get_mut(usize::from(state.len)) else {
            state.dead = true;
            return state;
        };
        *place = byte;
        state.len += 1;
        let bytes = state.bytes;
        match std::str::from_utf8(&bytes[..usize::from(state.len)]) {
            Ok(text) => {
                state.len = 0;
                match text.chars().next() {
                    Some(c) => self.step(state, c),
                    None => state,
                }
            }
            Err(_) => {
                state.dead = state.len == 4;
                state
            }
        }
    }
}

/// The first and the last id that begins with these hex digits.
fn id_range(prefix: &str) -> Option<[[u8; 16]; 2]> {
    if prefix.len() > 32 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bound = |fill: char| -> Option<[u8; 16]> {
        let text: String = prefix.chars().chain(std::iter::repeat(fill)).take(32).collect();
        Some(crate::article::ArticleId::parse(&text)?.0)
    };
    Some([bound('0')?, bound('f')?])
}

fn articles_of_ids(segment: &Segment, field: Field, ranges: &[[[u8; 16]; 2]]) -> tantivy::Result<Vec<DocId>> {
    let index = segment.reader.inverted_index(field)?;
    let is_article = |doc: &DocId| segment.shapes.get_val(*doc) & shape::ARTICLE != 0;
    let mut found = Vec::new();
    let mut postings = BlockSegmentPostings::empty();
    for [first, last] in ranges {
        let mut stream = index.terms().range().ge(first).le(last).into_stream()?;
        while let Some((key, info)) = stream.next() {
            // States of inputs have longer keys.
            if key.len() == 16 {
                start(&mut postings, info, &index, IndexRecordOption::Basic)?;
                while postings.block_len() > 0 {
                    found.extend(postings.docs().iter().copied().filter(is_article));
                    postings.advance();
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Brings one reader to the postings of a term: most terms have few documents, and a reader has room for many.
fn start(
    postings: &mut BlockSegmentPostings,
    info: &TermInfo,
    index: &InvertedIndexReader,
    option: IndexRecordOption,
) -> tantivy::Result<()> {
    if postings.doc_freq() == 0 {
        *postings = index.read_block_postings_from_terminfo(info, option)?;
    } else {
        index.reset_block_postings_from_terminfo(info, postings)?;
    }
    Ok(())
}
