//! An AND finds as many different quotations as it asks for: what the evaluator says is what trying all choices says.

use std::cell::Cell;

use onrecord::annotation::Act;
use onrecord::document::Record;
use onrecord::matching::{Matcher, Scope};
use onrecord::query::ast::Query;

use crate::random::{self, Random};
use crate::{assert_telling, for_seeds, number};

/// A choice: the quotation of each group that was gone through, and whether it answers; and whether all speech answers.
#[derive(Clone, Default)]
struct Choice {
    taken: Vec<(u32, bool)>,
    all_speech: bool,
}

/// Whether a quotation is asked for outside of every NOT.
fn asks(query: &Query) -> bool {
    match query {
        Query::Quote(_) => true,
        Query::And(members) | Query::Or(members) => members.iter().any(asks),
        _ => false,
    }
}

/// The choices of `begun` with every choice for the query that takes no quotation twice.
fn extend(query: &Query, record: &Record, answers: bool, begun: &[Choice]) -> Vec<Choice> {
    let with = |choice: &Choice, number: u32| {
        let mut choice = choice.clone();
        choice.taken.push((number, answers));
        choice
    };
    match query {
        Query::Quote(_) => {
            let numbers = Matcher::new(query).quotes(&record.article, &record.analysis);
            let free = |choice: &Choice, number: u32| choice.taken.iter().all(|(taken, _)| *taken != number);
            let of = |choice| numbers.iter().filter(move |n| free(choice, **n)).map(move |n| with(choice, *n));
            begun.iter().flat_map(of).collect()
        }
        Query::And(members) if asks(query) => {
            let own = members.iter().any(|member| matches!(member, Query::Quote(_)));
            let answer = |member: &Query| answers && asks(member) && (!own || matches!(member, Query::Quote(_)));
            members.iter().fold(begun.to_vec(), |begun, member| extend(member, record, answer(member), &begun))
        }
        Query::Or(branches) if asks(query) => {
            branches.iter().flat_map(|branch| extend(branch, record, answers, begun)).collect()
        }
        plain if Matcher::new(plain).matches(&record.article, &record.analysis) => {
            let beside = |choice: &Choice| Choice { all_speech: choice.all_speech || answers, ..choice.clone() };
            begun.iter().map(beside).collect()
        }
        _ => Vec::new(),
    }
}

/// The quotations that answer in some choice, and those that are taken in one.
fn by_brute_force(query: &Query, record: &Record) -> Option<(Vec<u32>, Vec<u32>)> {
    let choices = extend(query, record, true, &[Choice::default()]);
    let speech = || (0u32..).zip(&record.analysis.quotes).filter(|(_, quote)| quote.act == Act::Speech);
    let (mut answers, mut taken) = (Vec::new(), Vec::new());
    for choice in &choices {
        taken.extend(choice.taken.iter().map(|(number, _)| *number));
        answers.extend(choice.taken.iter().filter(|(_, answers)| *answers).map(|(number, _)| *number));
        if choice.all_speech {
            answers.extend(speech().map(|(number, _)| number));
        }
    }
    for list in [&mut answers, &mut taken] {
        list.sort_unstable();
        list.dedup();
    }
    (!choices.is_empty()).then_some((answers, taken))
}

#[test]
fn braces_are_satisfied_by_different_quotations() {
    let (cases, telling) = (number("ONRECORD_CASES", 2_000), Cell::new(0));
    for_seeds(cases, |seed| {
        let random = &mut Random::new(seed);
        let record = random::record(random, seed);
        let query = random::groups(random);
        let matcher = Matcher::new(&query);
        let found = matcher.quotes(&record.article, &record.analysis);
        let wanted = by_brute_force(&query, &record);
        let matches = matcher.matches(&record.article, &record.analysis);
        assert_eq!(matches, wanted.is_some(), "{query:#?}\n{record:#?}");
        let (answers, taken) = wanted.unwrap_or_default();
        assert_eq!(found, answers, "{query:#?}\n{record:#?}");
        for found in matcher.find(&record.article, &record.analysis, Scope::Article) {
            assert!(found.quote.is_none_or(|number| taken.contains(&number)), "{found:?} {query:#?}\n{record:#?}");
        }
        telling.set(telling.get() + u64::from(!taken.is_empty()));
    });
    assert_telling(telling.get(), cases, 5);
}
