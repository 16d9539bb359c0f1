//! A query as it is run: terms are looked up, patterns spread out, scores weighed. A plan is for one searcher; for each
//! of its segments it gives a cursor.

use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues};
use tantivy::postings::SegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::cursor::all::{All, Check};
use super::cursor::any::Any;
use super::cursor::distinct::{Distinct, DistinctQuotes};
use super::cursor::join::{ToArticle, ToQuotes};
use super::cursor::leaf::{ListCursor, Nothing, Scoring, TermCursor};
use super::cursor::positional::{Judge, Parts, Positional, WordPostings};
use super::cursor::{Cursor, DocId};
use super::schema::{Fields, Kind, column};
use crate::text::token::{PARAGRAPH_MARK, SENTENCE_MARK};

/// A segment with the columns that every search needs.
pub(super) struct Segment {
    pub(super) number: usize,
    pub(super) reader: SegmentReader,
    pub(super) shapes: Arc<dyn ColumnValues<u64>>,
    pub(super) days: Column<i64>,
    pub(super) id_high: Column<u64>,
    pub(super) id_low: Column<u64>,
}

impl Segment {
    pub(super) fn open(number: usize, reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let days: Option<Column<i64>> = columns.column_opt(column::DAY)?;
        Ok(Self {
            number,
            reader: reader.clone(),
            shapes: numbers(reader, column::SHAPE)?.first_or_default_col(0),
            days: days.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
            id_high: numbers(reader, column::ID_HIGH)?,
            id_low: numbers(reader, column::ID_LOW)?,
        })
    }

    /// The postings of a term, if the segment has it.
    pub(super) fn postings(&self, term: &Term, option: IndexRecordOption) -> tantivy::Result<Option<SegmentPostings>> {
        Ok(self.reader.inverted_index(term.field())?.read_postings(term, option)?)
    }

    fn scoring(&self, field: Field, weight: Option<&Bm25Weight>) -> tantivy::Result<Option<Scoring>> {
        let Some(weight) = weight else { return Ok(None) };
        Ok(Some(Scoring { weight: weight.clone(), norms: self.reader.get_fieldnorms_reader(field)? }))
    }
}

pub(super) fn numbers(reader: &SegmentReader, name: &str) -> tantivy::Result<Column<u64>> {
    let found: Option<Column<u64>> = reader.fast_fields().column_opt(name)?;
    Ok(found.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
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

/// Documents with their scores.
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
    pub(super) terms: Vec<Term>,
    pub(super) weight: Option<Bm25Weight>,
    pub(super) label: String,
}

/// What a pattern found.
pub(super) struct Spread {
    pub(super) segments: Vec<Scored>,
    pub(super) label: String,
}

/// Words of one field and how they must stand.
pub(super) struct PositionalPlan {
    pub(super) field: Field,
    /// For each word the terms it stands for.
    pub(super) words: Vec<Vec<Term>>,
    pub(super) groups: Arc<[Vec<usize>]>,
    pub(super) judge: Judge,
    pub(super) weight: Option<Bm25Weight>,
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
            Self::All { kind, parts, not, tests } => {
                let later = |plans: &[Self], start| -> tantivy::Result<Vec<Box<dyn Cursor>>> {
                    plans.iter().map(|plan| plan.started(segment, fields, start)).collect()
                };
                let mut parts = later(parts, Start::Later)?;
                if parts.is_empty() {
                    parts.push(every(*kind, segment, fields)?);
                }
                let checks: Vec<Check> =
                    tests.iter().map(|test| test.check(segment)).collect::<tantivy::Result<_>>()?;
                let mut all = All::new(parts, later(not, Start::Now)?, checks);
                if start == Start::Now {
                    all.seek(0);
                }
                Box::new(all)
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
    Ok(match segment.postings(&fields.kind_term(kind), IndexRecordOption::Basic)? {
        Some(postings) => Box::new(TermCursor::new(postings, None, None)),
        None => Box::new(Nothing),
    })
}

fn distinct(slots: &[Plan], segment: &Segment, fields: &Fields) -> tantivy::Result<Distinct> {
    let slots: tantivy::Result<Vec<Box<dyn Cursor>>> = slots.iter().map(|plan| plan.cursor(segment, fields)).collect();
    Ok(Distinct::new(slots?, Arc::clone(&segment.shapes)))
}

/// The union; of terms alone without a call through a pointer for each.
fn any(parts: &[Plan], segment: &Segment, fields: &Fields) -> tantivy::Result<Box<dyn Cursor>> {
    let terms: Option<Vec<&TermPlan>> = parts
        .iter()
        .map(|part| match part {
            Plan::Term(plan) => Some(plan),
            _ => None,
        })
        .collect();
    if let Some(terms) = terms {
        let mut cursors = Vec::with_capacity(terms.len());
        for plan in terms {
            cursors.extend(plan.cursor(segment)?);
        }
        return Ok(match cursors.len() {
            1 => Box::new(cursors.swap_remove(0)),
            _ => Box::new(Any::new(cursors)),
        });
    }
    let cursors: tantivy::Result<Vec<Box<dyn Cursor>>> =
        parts.iter().map(|part| part.cursor(segment, fields)).collect();
    Ok(Box::new(Any::new(cursors?)))
}

impl TermPlan {
    fn cursor(&self, segment: &Segment) -> tantivy::Result<Option<TermCursor>> {
        let option = if self.weight.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut postings = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            postings.extend(segment.postings(term, option)?);
        }
        let mut postings = postings.into_iter();
        let (Some(first), Some(field)) = (postings.next(), self.terms.first().map(Term::field)) else {
            return Ok(None);
        };
        Ok(Some(TermCursor::new(first, postings.next(), segment.scoring(field, self.weight.as_ref())?)))
    }
}

impl PositionalPlan {
    fn cursor(&self, segment: &Segment, start: Start) -> tantivy::Result<Box<dyn Cursor>> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut words = Vec::with_capacity(self.words.len());
        let mut found = Vec::with_capacity(self.words.len());
        for terms in &self.words {
            let mut postings = Vec::with_capacity(terms.len());
            for term in terms {
                postings.extend(segment.postings(term, option)?);
            }
            found.push(!postings.is_empty());
            words.push(WordPostings::new(postings));
        }
        if !self.groups.iter().all(|group| group.iter().any(|word| found[*word])) {
            return Ok(Box::new(Nothing));
        }
        let mark =
            |mark: char| segment.postings(&Term::from_field_text(self.field, mark.encode_utf8(&mut [0; 4])), option);
        let mut cursor = Positional::new(Parts {
            words,
            groups: Arc::clone(&self.groups),
            judge: self.judge.clone(),
            paragraphs: if self.judge.needs_paragraphs() { mark(PARAGRAPH_MARK)? } else { None },
            sentences: if self.judge.needs_sentences() { mark(SENTENCE_MARK)? } else { None },
            scoring: segment.scoring(self.field, self.weight.as_ref())?,
        });
        if start == Start::Now {
            cursor.seek(0);
        }
        Ok(Box::new(cursor))
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

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        self.0.seek_roughly(target)
    }

    fn confirm(&mut self) -> bool {
        self.0.confirm()
    }
}
