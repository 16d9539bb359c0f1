//! The naive counts by day, value and word.

use std::collections::{BTreeMap, BTreeSet};

use super::all_values;
use crate::document::{self, Record};
use crate::engine::{Days, Facet, Tally, TallyRequest, WordCount, Words, WordsRequest};
use crate::matching::Matcher;
use crate::query::ast::Unit;
use crate::text::token;

pub(super) fn tally(records: &[Record], request: &TallyRequest, matcher: &Matcher) -> Vec<Tally> {
    let mut sums: BTreeMap<_, Tally> = BTreeMap::new();
    for record in records {
        let day = record.article.date.filter(|_| request.days == Days::Apart);
        let mut seen = BTreeSet::new();
        for found in answers(record, matcher, request.unit) {
            for value in values(record, found.quote, request) {
                let sum = sums.entry((day, value.clone())).or_default();
                (sum.day, sum.value) = (day, value.clone());
                sum.count += 1;
                sum.words += found.words;
                sum.articles += u64::from(seen.insert(value));
            }
        }
    }
    sums.into_values().collect()
}

pub(super) fn words(records: &[Record], request: &WordsRequest, matcher: &Matcher, other: &Matcher) -> Words {
    let unit = request.unit;
    let found = |record: &Record| answers(record, matcher, unit);
    let beside = |record: &Record| {
        let mut beside = answers(record, other, unit);
        if request.other.is_none() {
            let found = found(record);
            beside.retain(|one| found.iter().all(|own| own.quote != one.quote));
        }
        beside
    };
    let mut sums: BTreeMap<String, (u64, u64, BTreeMap<String, u64>)> = BTreeMap::new();
    each_word(records.iter().flat_map(found), &mut |stem, folded, first| {
        let sum = sums.entry(stem).or_default();
        sum.0 += 1;
        sum.1 += u64::from(first);
        *sum.2.entry(folded).or_default() += 1;
    });
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    each_word(records.iter().flat_map(beside), &mut |stem, _, _| *others.entry(stem).or_default() += 1);
    let count = |(stem, (count, documents, forms)): (String, (u64, u64, BTreeMap<String, u64>))| {
        let form = forms.into_iter().rev().max_by_key(|(_, count)| *count).map(|(form, _)| form).unwrap_or_default();
        let other = others.get(&stem).copied().unwrap_or(0);
        WordCount { stem, form, count, documents, other }
    };
    let list: Vec<WordCount> = sums.into_iter().map(count).collect();
    let words = list.iter().map(|word| word.count).sum();
    Words { list, words, other_words: others.values().sum() }
}

/// Shows every word of answers: its stem, its folded form, and whether it is the first of its stem there.
fn each_word(answers: impl Iterator<Item = Found>, show: &mut dyn FnMut(String, String, bool)) {
    for found in answers {
        let mut seen = BTreeSet::new();
        for text in &found.texts {
            for span in token::words(text) {
                let mut exact = String::new();
                token::exact(span.of(text), &mut exact);
                let folded = token::folded(&exact);
                if exact.is_empty() || folded.is_empty() {
                    continue;
                }
                let stem = token::stemmed(&folded);
                let first = seen.insert(stem.clone());
                show(stem, folded, first);
            }
        }
    }
}

/// An article or a quotation with which a record answers.
struct Found {
    quote: Option<u32>,
    words: u64,
    texts: Vec<String>,
}

fn answers(record: &Record, matcher: &Matcher, unit: Unit) -> Vec<Found> {
    let block = document::block(record, "", 0);
    match unit {
        Unit::Article if matcher.matches(&record.article, &record.analysis) => {
            let article = block.article;
            vec![Found { quote: None, words: u64::from(article.word_count), texts: vec![article.title, article.body] }]
        }
        Unit::Article => Vec::new(),
        Unit::Quote => {
            let numbers = matcher.quotes(&record.article, &record.analysis).into_iter();
            let found = numbers.filter_map(|number| block.quotes.get(number as usize)).map(|quote| Found {
                quote: Some(quote.number),
                words: u64::from(quote.word_count),
                texts: vec![quote.said.clone()],
            });
            found.collect()
        }
    }
}

/// The values of an answer, each once; nothing, once, where there is none.
fn values(record: &Record, quote: Option<u32>, request: &TallyRequest) -> Vec<Option<String>> {
    let found = match request.facet {
        None => Vec::new(),
        Some(Facet::Speaker) => {
            let quote = quote.and_then(|number| record.analysis.quotes.get(number as usize));
            quote
                .into_iter()
                .flat_map(|quote| record.analysis.speakers(quote))
                .map(|person| person.name.clone())
                .collect()
        }
        Some(facet) => all_values(record, facet),
    };
    let known = |value: String| request.aliases.get(&value).cloned().unwrap_or(value);
    let values: BTreeSet<Option<String>> = found.into_iter().map(|value| Some(known(value))).collect();
    if values.is_empty() { vec![None] } else { values.into_iter().collect() }
}
