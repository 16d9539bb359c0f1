//! A query as it is run: terms are looked up, patterns spread out, scores weighed. A plan is for one searcher; for each
//! of its segments it gives a cursor.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, ColumnIndex, ColumnValues};
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::cursor::all::{All, Check};
use super::cursor::any::Any;
use super::cursor::distinct::{Distinct, DistinctQuotes};
use super::cursor::join::{ToArticle, ToQuotes};
use super::cursor::leaf::{Documents, ListCursor, Nothing, Scoring, ShapeCursor, TermCursor};
use super::cursor::positional::{Judge, Parts, Positional};
use super::cursor::word::WordPostings;
use super::cursor::{Cursor, DocId};
use super::schema::{Fields, Kind, column};
use super::score::{Shares, Weighed, Weight};
use super::stored::Stored;
use super::words::WordPattern;
use crate::query::ast::TextQuery;
use crate::text::token::{PARAGRAPH_MARK, SENTENCE_MARK};

/// A segment with the columns that searches need.
pub(super) struct Segment {
    pub(super) number: usize,
    pub(super) reader: SegmentReader,
    pub(super) shapes: Arc<dyn ColumnValues<u64>>,
    pub(super) days: Column<i64>,
    pub(super) id_high: Column<u64>,
    pub(super) id_low: Column<u64>,
    pub(super) copies: Column<u64>,
    pub(super) stored: Stored,
    words: OnceLock<Column<u64>>,
}

impl Segment {
    pub(super) fn open(number: usize, reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let days: Option<Column<i64>> = columns.column_opt(column::DAY)?;
        let shapes = numbers(reader, column::SHAPE)?;
        Ok(Self {
            number,
            reader: reader.clone(),
            // Every document has one, so that nothing need be looked up between.
            shapes: match shapes.index {
                ColumnIndex::Full => shapes.values,
                _ => shapes.first_or_default_col(0),
            },
            days: days.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
            id_high: numbers(reader, column::ID_HIGH)?,
            id_low: numbers(reader, column::ID_LOW)?,
            copies: numbers(reader, column::COPY)?,
            stored: Stored::default(),
            words: OnceLock::new(),
        })
    }

    /// How many words a document has.
    pub(super) fn words(&self, doc: DocId) -> tantivy::Result<u64> {
        let words = match self.words.get() {
            Some(words) => words,
            None => {
                let opened = numbers(&self.reader, column::WORDS)?;
                self.words.get_or_init(|| opened)
            }
        };
        Ok(words.first(doc).unwrap_or(0))
    }

    /// The postings of a term, if the segment has it.
    pub(super) fn postings(&self, term: &Term, option: IndexRecordOption) -> tantivy::Result<Option<SegmentPostings>> {
        Ok(self.reader.inverted_index(term.field())?.read_postings(term, option)?)
    }

    /// The same for a term that may have been looked up before.
    pub(super) fn postings_of(
        &self,
        known: &Known,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(infos) = &known.infos else { return self.postings(&known.term, option) };
        let Some(info) = infos.get(self.number).and_then(Option::as_ref) else { return Ok(None) };
        Ok(Some(self.reader.inverted_index(known.term.field())?.read_postings_from_terminfo(info, option)?))
    }

    /// The same without positions.
    fn documents_of(&self, known: &Known, option: IndexRecordOption) -> tantivy::Result<Option<Documents>> {
        let index = self.reader.inverted_index(known.term.field())?;
        let blocks = match &known.infos {
            None => index.read_block_postings(&known.term, option)?,
            Some(infos) => match infos.get(self.number).and_then(Option::as_ref) {
                Some(info) => Some(index.read_block_postings_from_terminfo(info, option)?),
                None => None,
            },
        };
        Ok(blocks.map(Documents::new))
    }

    fn scoring(&self, field: Field, shares: Option<&Shares>) -> tantivy::Result<Option<Scoring>> {
        let Some(shares) = shares else { return Ok(None) };
        Ok(Some(Scoring { shares: shares.clone(), norms: self.reader.get_fieldnorms_reader(field)? }))
    }
}

pub(super) fn numbers(reader: &SegmentReader, name: &str) -> tantivy::Result<Column<u64>> {
    let found: Option<Column<u64>> = reader.fast_fields().column_opt(name)?;
    Ok(found.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
}

/// A term, and where its postings lie in each segment, if that was looked up.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) term: Term,
    pub(super) infos: Option<Arc<[Option<TermInfo>]>>,
}

impl Known {
    /// In how many documents the term is; 0 if that was not looked up.
    fn documents(&self) -> u64 {
        let infos = self.infos.iter().flat_map(|infos| infos.iter()).flatten();
        infos.map(|info| u64::from(info.doc_freq)).sum()
    }
}

impl From<Term> for Known {
    fn from(term: Term) -> Self {
        Self { term, infos: None }
    }
}

/// A condition on columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// The shape has exactly these bits of those under the mask.
    Shape { mask: u64, bits: u64 },
    /// The day lies in the range, both ends included.
    Days { first: i64, last: i64 },
    /// The number in the column lies in the range, both ends included.
    Number { column: &'static str, first: u64, last: u64 },
}

impl Test {
    fn check(self, segment: &Segment) -> tantivy::Result<Check> {
        Ok(match self {
            Self::Shape { mask, bits } => Check::Shape { shapes: Arc::clone(&segment.shapes), mask, bits },
            Self::Days { first, last } => Check::Days { days: segment.days.clone(), first, last },
            Self::Number { column, first, last } => {
                Check::Number { numbers: numbers(&segment.reader, column)?, first, last }
            }
        })
    }
}

/// Documents with their shares; see `score`.
pub(super) type Scored = Arc<[(DocId, f32)]>;

/// A part of a query.
pub(super) enum Plan {
    /// No document.
    Nothing,
    /// All documents of a kind.
    Every(Kind),
    /// The documents of a term.
    Term(TermPlan),
    /// The documents of a pattern's words, by segment.
    Spread(Spread),
    /// Words that must stand in a certain way.
    Positional(PositionalPlan),
    /// What a word, or a text, finds in one field or in several, weighed.
    Weighed(WeighedPlan),
    /// All parts, none of the others, and tests. Where there are no parts, all documents of the kind are meant.
    All { kind: Kind, parts: Vec<Plan>, not: Vec<Plan>, tests: Vec<Test> },
    /// One of the parts at least.
    Any(Vec<Plan>),
    /// Articles of the quotations.
    ToArticle(Box<Plan>),
    /// Quotations of the articles.
    ToQuotes(Box<Plan>),
    /// Articles that have a different quotation for each slot.
    Distinct { slots: Vec<Plan> },
    /// The quotations that stand for a slot that answers, while others stand for the others.
    DistinctQuotes { slots: Vec<Plan>, answers: Vec<bool> },
    /// The same without a score.
    Unscored(Box<Plan>),
    /// The same, all with one score.
    Fixed(Box<Plan>, f32),
}

/// The terms of a word, at most two and never both on one position, and how they are scored, as if they were one.
pub(super) struct TermPlan {
    pub(super) terms: Vec<Known>,
    pub(super) shares: Option<Shares>,
    pub(super) label: String,
}

/// One condition in each of several fields: their shares are added and then weighed.
pub(super) struct WeighedPlan {
    pub(super) parts: Vec<Plan>,
    pub(super) weight: Weight,
    pub(super) label: String,
}

/// What a pattern found.
pub(super) struct Spread {
    pub(super) segments: Vec<Scored>,
    pub(super) label: String,
    /// The pattern and its field; none where no words were looked for.
    pub(super) pattern: Option<(Field, WordPattern)>,
}

impl Spread {
    /// Documents of all segments.
    pub(super) fn documents(&self) -> u64 {
        self.segments.iter().map(|found| found.len() as u64).sum()
    }
}

/// Words of one field and how they must stand.
pub(super) struct PositionalPlan {
    pub(super) field: Field,
    /// The words that were asked for, and how: for people.
    pub(super) text: Arc<TextQuery>,
    /// For each word the terms it stands for.
    pub(super) words: Vec<Vec<Known>>,
    pub(super) groups: Arc<[Vec<usize>]>,
    pub(super) judge: Judge,
    pub(super) shares: Option<Shares>,
    pub(super) label: String,
}

/// Whether a cursor must stand on its first document from the beginning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Now,
    /// It is sought first.
    Later,
}

impl Plan {
    /// About how much is to be read: documents, those whose positions are read counted several times.
    pub(super) fn cost(&self) -> u64 {
        const POSITIONS: u64 = 8;
        /// A test alone: a column is read from end to end, however many documents there are.
        const WHOLE: u64 = 1 << 20;
        /// What it takes to look for a document in other parts.
        const SOUGHT: u64 = 2;
        let all = |plans: &[Self]| plans.iter().map(Self::cost).sum();
        match self {
            Self::Nothing | Self::Every(_) => 0,
            Self::Term(plan) => plan.terms.iter().map(Known::documents).sum(),
            Self::Spread(spread) => spread.documents(),
            Self::Positional(plan) => {
                let word = |word: &usize| plan.words[*word].iter().map(Known::documents).sum::<u64>();
                let group = |group: &Vec<usize>| group.iter().map(word).sum::<u64>();
                plan.groups.iter().map(group).min().unwrap_or(0).saturating_mul(POSITIONS)
            }
            Self::Weighed(plan) => all(&plan.parts),
            Self::Any(parts) => all(parts),
            Self::Distinct { slots } | Self::DistinctQuotes { slots, .. } => all(slots),
            Self::All { parts, .. } if parts.is_empty() => WHOLE,
            Self::All { parts, .. } => parts.iter().map(Self::cost).min().unwrap_or(0).saturating_mul(SOUGHT),
            Self::ToArticle(plan) | Self::ToQuotes(plan) | Self::Unscored(plan) | Self::Fixed(plan, _) => plan.cost(),
        }
    }

    /// A cursor that is sought first, roughly.
    pub(super) fn later(&self, segment: &Segment, fields: &Fields) -> tantivy::Result<Box<dyn Cursor>> {
        self.started(segment, fields, Start::Later)
    }

    /// A cursor over the documents of a segment.
    pub(super) fn cursor(&self, segment: &Segment, fields: &Fields) -> tantivy::Result<Box<dyn Cursor>> {
        self.started(segment, fields, Start::Now)
    }

    fn started(&self, segment: &Segment, fields: &Fields, start: Start) -> tantivy::Result<Box<dyn Cursor>> {
        Ok(match self {
            Self::Nothing => Box::new(Nothing),
            Self::Every(kind) => every(*kind, segment, fields)?,
            Self::Term(plan) => match plan.cursor(segment)? {
                Some(cursor) => Box::new(cursor),
                None => Box::new(Nothing),
            },
            Self::Spread(spread) => Box::new(ListCursor::new(Arc::clone(&spread.segments[segment.number]))),
            Self::Positional(plan) => plan.cursor(segment, start)?,
            Self::Weighed(plan) => plan.cursor(segment, fields, start)?,
            Self::All { kind, parts, not, tests } => {
                let started = |plans: &[Self], start| -> tantivy::Result<Vec<Box<dyn Cursor>>> {
                    plans.iter().map(|plan| plan.started(segment, fields, start)).collect()
                };
                let is_whole = parts.is_empty();
                // Articles are few among the documents: their list is shorter than the column of shapes.
                let by_shape = is_whole && *kind != Kind::Article;
                let column_tests = tests.iter().filter(|test| !(by_shape && matches!(test, Test::Shape { .. })));
                let checks: Vec<Check> =
                    column_tests.map(|test| test.check(segment)).collect::<tantivy::Result<_>>()?;
                let others = started(not, Start::Now)?;
                if is_whole {
                    let whole: Box<dyn Cursor> = if by_shape {
                        Box::new(of_shape(*kind, tests, segment))
                    } else {
                        every(*kind, segment, fields)?
                    };
                    let is_alone = others.is_empty() && checks.is_empty();
                    return Ok(if is_alone { whole } else { all(vec![whole], 1, others, checks, start) });
                }
                if let Some(words) = words(parts, segment)? {
                    return Ok(all(words, parts.len(), others, checks, start));
                }
                if let Some(choices) = choices(parts, segment)? {
                    return Ok(all(choices, parts.len(), others, checks, start));
                }
                all(started(parts, Start::Later)?, parts.len(), others, checks, start)
            }
            Self::Any(parts) => any(parts, segment, fields)?,
            Self::ToArticle(quotes) => {
                Box::new(ToArticle::new(quotes.cursor(segment, fields)?, Arc::clone(&segment.shapes)))
            }
            Self::ToQuotes(articles) => {
                Box::new(ToQuotes::new(articles.cursor(segment, fields)?, Arc::clone(&segment.shapes)))
            }
            Self::Distinct { slots } => Box::new(distinct(slots, segment, fields)?),
            Self::DistinctQuotes { slots, answers } => {
                Box::new(DistinctQuotes::new(distinct(slots, segment, fields)?, answers.clone()))
            }
            Self::Unscored(plan) => Box::new(Fixed(plan.started(segment, fields, start)?, 0.0)),
            Self::Fixed(plan, score) => Box::new(Fixed(plan.started(segment, fields, start)?, *score)),
        })
    }
}

fn every(kind: Kind, segment: &Segment, fields: &Fields) -> tantivy::Result<Box<dyn Cursor>> {
    Ok(match segment.documents_of(&fields.kind_term(kind).into(), IndexRecordOption::Basic)? {
        Some(documents) => Box::new(TermCursor::new(documents, None, None)),
        None => Box::new(Nothing),
    })
}

/// All documents of a kind whose shapes pass the tests of shapes.
fn of_shape(kind: Kind, tests: &[Test], segment: &Segment) -> ShapeCursor {
    let asked = tests.iter().filter_map(|test| match test {
        Test::Shape { mask, bits } => Some((*mask, *bits)),
        _ => None,
    });
    ShapeCursor::new(Arc::clone(&segment.shapes), std::iter::once(kind.shape()).chain(asked).collect())
}

fn distinct(slots: &[Plan], segment: &Segment, fields: &Fields) -> tantivy::Result<Distinct> {
    let slots: tantivy::Result<Vec<Box<dyn Cursor>>> = slots.iter().map(|plan| plan.cursor(segment, fields)).collect();
    Ok(Distinct::new(slots?, Arc::clone(&segment.shapes)))
}

/// The intersection of so many parts, less others; nothing if the segment does not have all of them.
fn all<C: Cursor + 'static>(
    parts: Vec<C>,
    wanted: usize,
    not: Vec<Box<dyn Cursor>>,
    checks: Vec<Check>,
    start: Start,
) -> Box<dyn Cursor> {
    if parts.len() < wanted {
        return Box::new(Nothing);
    }
    let mut all = All::new(parts, not, checks);
    if start == Start::Now {
        all.seek(0);
    }
    Box::new(all)
}

/// The union; of words alone without a call through a pointer for each.
fn any(parts: &[Plan], segment: &Segment, fields: &Fields) -> tantivy::Result<Box<dyn Cursor>> {
    if let Some(mut cursors) = terms(parts, segment)? {
        return Ok(match cursors.len() {
            1 => Box::new(cursors.swap_remove(0)),
            _ => Box::new(Any::new(cursors)),
        });
    }
    if let Some(words) = words(parts, segment)? {
        return Ok(Box::new(Any::new(words)));
    }
    let cursors: tantivy::Result<Vec<Box<dyn Cursor>>> =
        parts.iter().map(|part| part.cursor(segment, fields)).collect();
    Ok(Box::new(Any::new(cursors?)))
}

/// A word in one field or in several.
type Word = Weighed<Any<TermCursor>>;

/// The cursors of parts that are all terms; those that the segment does not have are left out.
fn terms(parts: &[Plan], segment: &Segment) -> tantivy::Result<Option<Vec<TermCursor>>> {
    let mut cursors = Vec::with_capacity(parts.len());
    for part in parts {
        let Plan::Term(plan) = part else { return Ok(None) };
        cursors.extend(plan.cursor(segment)?);
    }
    Ok(Some(cursors))
}

/// The same of parts that are all words in one field or in several; those that the segment does not have are left out.
fn words(parts: &[Plan], segment: &Segment) -> tantivy::Result<Option<Vec<Word>>> {
    let mut cursors = Vec::with_capacity(parts.len());
    for part in parts {
        let Plan::Weighed(plan) = part else { return Ok(None) };
        let Some(terms) = terms(&plan.parts, segment)? else { return Ok(None) };
        if !terms.is_empty() {
            cursors.push(Weighed::new(Any::new(terms), plan.weight));
        }
    }
    Ok(Some(cursors))
}

/// The same of parts that are all words or choices of words.
fn choices(parts: &[Plan], segment: &Segment) -> tantivy::Result<Option<Vec<Any<Word>>>> {
    let mut cursors = Vec::with_capacity(parts.len());
    for part in parts {
        let branches = if let Plan::Any(branches) = part { branches } else { std::slice::from_ref(part) };
        let Some(words) = words(branches, segment)? else { return Ok(None) };
        if !words.is_empty() {
            cursors.push(Any::new(words));
        }
    }
    Ok(Some(cursors))
}

impl WeighedPlan {
    fn cursor(&self, segment: &Segment, fields: &Fields, start: Start) -> tantivy::Result<Box<dyn Cursor>> {
        if let Some(mut cursors) = terms(&self.parts, segment)? {
            return Ok(match cursors.len() {
                0 => Box::new(Nothing),
                1 => Box::new(Weighed::new(cursors.swap_remove(0), self.weight)),
                _ => Box::new(Weighed::new(Any::new(cursors), self.weight)),
            });
        }
        let started = self.parts.iter().map(|part| part.started(segment, fields, start));
        let mut cursors = started.collect::<tantivy::Result<Vec<Box<dyn Cursor>>>>()?;
        Ok(match (cursors.len(), start) {
            (1, _) => Box::new(Weighed::new(cursors.swap_remove(0), self.weight)),
            (_, Start::Now) => Box::new(Weighed::new(Any::new(cursors), self.weight)),
            (_, Start::Later) => Box::new(Weighed::new(Any::later(cursors), self.weight)),
        })
    }
}

impl TermPlan {
    fn cursor(&self, segment: &Segment) -> tantivy::Result<Option<TermCursor>> {
        let option = if self.shares.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut lists = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            lists.extend(segment.documents_of(term, option)?);
        }
        let mut lists = lists.into_iter();
        let (Some(first), Some(field)) = (lists.next(), self.terms.first().map(|known| known.term.field())) else {
            return Ok(None);
        };
        Ok(Some(TermCursor::new(first, lists.next(), segment.scoring(field, self.shares.as_ref())?)))
    }
}

impl PositionalPlan {
    fn cursor(&self, segment: &Segment, start: Start) -> tantivy::Result<Box<dyn Cursor>> {
        let Some(mut cursor) = self.positional(segment)? else { return Ok(Box::new(Nothing)) };
        if start == Start::Now {
            cursor.seek(0);
        }
        Ok(Box::new(cursor))
    }

    /// The cursor itself, which stands nowhere yet; none where a word is missing.
    pub(super) fn positional(&self, segment: &Segment) -> tantivy::Result<Option<Positional>> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut words = Vec::with_capacity(self.words.len());
        let mut found = Vec::with_capacity(self.words.len());
        for terms in &self.words {
            let mut postings = Vec::with_capacity(terms.len());
            for term in terms {
                postings.extend(segment.postings_of(term, option)?);
            }
            found.push(!postings.is_empty());
            words.push(WordPostings::new(postings));
        }
        if !self.groups.iter().all(|group| group.iter().any(|word| found[*word])) {
            return Ok(None);
        }
        let mark =
            |mark: char| segment.postings(&Term::from_field_text(self.field, mark.encode_utf8(&mut [0; 4])), option);
        Ok(Some(Positional::new(Parts {
            words,
            groups: Arc::clone(&self.groups),
            judge: self.judge.clone(),
            paragraphs: if self.judge.needs_paragraphs() { mark(PARAGRAPH_MARK)? } else { None },
            sentences: if self.judge.needs_sentences() { mark(SENTENCE_MARK)? } else { None },
            scoring: segment.scoring(self.field, self.shares.as_ref())?,
        })))
    }
}

/// A cursor whose own scores do not count.
struct Fixed(Box<dyn Cursor>, f32);

impl Cursor for Fixed {
    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn score(&mut self) -> f32 {
        self.1
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }

    fn is_rough(&self) -> bool {
        self.0.is_rough()
    }

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        self.0.seek_roughly(target)
    }

    fn confirm(&mut self) -> bool {
        self.0.confirm()
    }
}
