//! Then and now: what someone said in one period beside what the same one said in another. A query about quotations and two
//! periods come in; the quotations of each, dated, and the words that are commoner in one than in the other go out. Nothing
//! is judged: whether a change of words is a change of mind is for the reader.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::answer::AnswerHit;
use super::marking::matcher;
use super::passage::{self, PassageOptions};
use super::show;
use super::top::{self, TopWord};
use crate::annotation::{Quote, QuoteKind, Zone};
use crate::article::ArticleId;
use crate::date::DateRange;
use crate::document::Record;
use crate::engine::{self, Engine, EngineError, Fetch, Order, SearchRequest, WordCount};
use crate::lexicon::grammar::is_grammar;
use crate::matching::{Matcher, Scope};
use crate::query::ast::{Has, Query, Unit};
use crate::text::token;

/// Least log-likelihood of a word that is told: a difference that chance alone makes in one case of twenty (3.84).
pub const LEAST_SCORE: f64 = 3.84;

/// What is done with quotations that somebody else reports, one inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondHand {
    /// They are counted, and left out of everything else.
    LeftOut,
    /// They are taken in.
    TakenIn,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    /// Whose quotations, and about what.
    pub query: Query,
    /// The two periods, in the order in which they are shown.
    pub periods: [DateRange; 2],
    /// Whether quotations at second hand are taken in.
    pub second_hand: SecondHand,
    /// Quotations to list of each period.
    pub limit: usize,
    /// Words to list of each period.
    pub words: usize,
}

/// Two periods beside each other.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// In the order of the periods.
    pub sides: [Side; 2],
    /// Quotations without a date: they are in neither.
    pub undated: u64,
}

/// One period.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its days.
    pub period: DateRange,
    /// Quotations.
    pub quotes: u64,
    /// How many of them are direct, indirect, mixed, in the order of `QuoteKind::ALL`.
    pub kinds: [u64; 3],
    /// Articles they stand in.
    pub articles: u64,
    /// Words of the quotations.
    pub words: u64,
    /// Quotations that somebody else reports, whether they are taken in or not.
    pub second_hand: u64,
    /// Names of those who speak, as the articles have them, and how many of the quotations are theirs.
    pub speakers: BTreeMap<String, u64>,
    /// The first quotations, oldest first.
    pub list: Vec<AnswerHit>,
    /// Words, those of grammar apart, that are commoner here than in the other period: `count` here, `other` there.
    pub more: Vec<TopWord>,
}

/// Compares two periods. Every quotation of both is read, so that those at second hand can be told apart.
///
/// # Errors
/// As [`Engine::search`].
pub fn compare(engine: &dyn Engine, request: &CompareRequest) -> Result<Comparison, EngineError> {
    let matcher = matcher(engine, &request.query)?;
    let [(first, first_words), (second, second_words)] =
        [side(engine, request, &matcher, 0)?, side(engine, request, &matcher, 1)?];
    let mut sides = [first, second];
    let more = |own: &[WordCount], other: &[WordCount]| {
        let mut list = top::commoner(&beside(own, other));
        list.retain(|word| word.score >= LEAST_SCORE && !is_grammar(&word.word));
        list.truncate(request.words);
        list
    };
    sides[0].more = more(&first_words, &second_words);
    sides[1].more = more(&second_words, &first_words);
    let undated = Query::And(vec![request.query.clone(), Query::Not(Box::new(Query::Has(Has::Date)))]);
    Ok(Comparison { undated: engine.search(&SearchRequest::count(undated, Unit::Quote))?.total, sides })
}

/// The days that lie in both of two periods.
#[must_use]
pub fn shared_days([a, b]: [DateRange; 2]) -> Option<DateRange> {
    let shared = DateRange { from: a.from.max(b.from), to: [a.to, b.to].into_iter().flatten().min() };
    (!shared.is_empty()).then_some(shared)
}

/// One period, and how often each word is said in it.
fn side(
    engine: &dyn Engine,
    request: &CompareRequest,
    matcher: &Matcher,
    at: usize,
) -> Result<(Side, Vec<WordCount>), EngineError> {
    let period = request.periods[at];
    let mut side = Side { period, ..Side::default() };
    let mut words = Words::default();
    for id in articles(engine, &request.query, period)? {
        let record =
            engine.get(id)?.ok_or_else(|| EngineError::Other(format!("article {id} was found, but has no record")))?;
        let record = Arc::new(record);
        let before = side.quotes;
        for number in matcher.quotes(&record.article, &record.analysis) {
            let Some(quote) = record.analysis.quotes.get(number as usize) else { continue };
            if is_second_hand(&record, quote) {
                side.second_hand += 1;
                if request.second_hand == SecondHand::LeftOut {
                    continue;
                }
            }
            side.quotes += 1;
            for (count, kind) in side.kinds.iter_mut().zip(QuoteKind::ALL) {
                *count += u64::from(quote.kind == kind);
            }
            side.words += words.add(text_of(&record, quote), quote);
            for person in record.analysis.speakers(quote) {
                *side.speakers.entry(person.name.clone()).or_default() += 1;
            }
            if side.list.len() < request.limit {
                side.list.push(listed(engine, &record, number, matcher, side.list.len() + 1)?);
            }
        }
        side.articles += u64::from(side.quotes > before);
    }
    Ok((side, words.counts()))
}

/// The counts of one period beside those of the other.
fn beside(own: &[WordCount], other: &[WordCount]) -> engine::Words {
    let known: HashMap<&str, u64> = other.iter().map(|word| (word.stem.as_str(), word.count)).collect();
    let with =
        |word: &WordCount| WordCount { other: known.get(word.stem.as_str()).copied().unwrap_or(0), ..word.clone() };
    let sum = |words: &[WordCount]| words.iter().map(|word| word.count).sum();
    engine::Words { list: own.iter().map(with).collect(), words: sum(own), other_words: sum(other) }
}

/// Whether somebody else reports it: who quotes an earlier word of his own is no second hand.
#[must_use]
pub fn is_second_hand(record: &Record, quote: &Quote) -> bool {
    let outer = quote.via.and_then(|outer| record.analysis.quotes.get(outer as usize));
    outer.is_some_and(|outer| outer.speaker.is_none() || outer.speaker != quote.speaker)
}

/// The articles of a period with such quotations, oldest first.
fn articles(engine: &dyn Engine, query: &Query, period: DateRange) -> Result<Vec<ArticleId>, EngineError> {
    // a period that is open on both sides still asks for a date
    let query = Query::And(vec![query.clone(), Query::Date(period), Query::Has(Has::Date)]);
    let count = engine.search(&SearchRequest::count(query.clone(), Unit::Article))?.total;
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    if limit == 0 {
        return Ok(Vec::new());
    }
    let request =
        SearchRequest { fetch: Fetch::Ids, order: Order::Oldest, limit, ..SearchRequest::new(query, Unit::Article) };
    Ok(engine.search(&request)?.hits.into_iter().map(|hit| hit.id).collect())
}

fn listed(
    engine: &dyn Engine,
    record: &Arc<Record>,
    number: u32,
    matcher: &Matcher,
    rank: usize,
) -> Result<AnswerHit, EngineError> {
    let matches = matcher.find(&record.article, &record.analysis, Scope::Quote(number));
    Ok(AnswerHit {
        rank,
        score: 0.0,
        short_id: show::short_id(engine, record.article.id)?,
        quote: Some(number),
        copies: 0,
        any: false,
        title_marks: passage::title_marks(&matches),
        passages: passage::of_quote(record, number, &matches, &PassageOptions::default()),
        record: Arc::clone(record),
    })
}

fn text_of<'a>(record: &'a Record, quote: &Quote) -> &'a str {
    match quote.zone {
        Zone::Body => &record.article.body,
        Zone::Title => &record.article.title,
    }
}

/// Counts of words by their stems.
#[derive(Default)]
struct Words(BTreeMap<String, Counted>);

/// How often a stem was said.
#[derive(Default)]
struct Counted {
    count: u64,
    quotations: u64,
    /// Its forms, each with how often it was said.
    forms: BTreeMap<String, u64>,
}

impl Words {
    /// Counts the words of a quotation, by the one rule for words; gives their number.
    fn add(&mut self, text: &str, quote: &Quote) -> u64 {
        let mut seen = BTreeSet::new();
        let mut number = 0;
        for part in quote.content.iter().filter_map(|span| span.get(text)) {
            for word in token::words(part) {
                number += 1;
                let folded = token::folded(word.of(part));
                if folded.is_empty() {
                    continue;
                }
                let stem = token::stemmed(&folded);
                let counted = self.0.entry(stem.clone()).or_default();
                counted.count += 1;
                counted.quotations += u64::from(seen.insert(stem));
                *counted.forms.entry(folded).or_default() += 1;
            }
        }
        number
    }

    fn counts(self) -> Vec<WordCount> {
        let count = |(stem, Counted { count, quotations, forms }): (String, Counted)| {
            let commonest = forms.into_iter().rev().max_by_key(|(_, count)| *count);
            let form = commonest.map(|(form, _)| form).unwrap_or_default();
            WordCount { stem, form, count, documents: quotations, other: 0 }
        };
        self.0.into_iter().map(count).collect()
    }
}
