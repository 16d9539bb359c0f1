//! The engine against what its contract says, on invented articles.

use chrono::NaiveDate;

use super::*;
use crate::annotation::{Act, Analysis, Person, Quote, QuoteKind, Resolved, Sentence, Zone};
use crate::article::{Article, ArticleId};
use crate::document::{Record, block};
use crate::engine::{Engine, Hits, Order, SearchRequest, Writer};
use crate::query::ast::{
    Acts, NameQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit, Within, WordQuery,
};
use crate::text::Span;
use crate::text::token::{folded, folded_words, stemmed};

/// An article of one paragraph; each quotation is a speaker and words of the body.
pub(super) fn record(name: &str, title: &str, body: &str, date: Option<&str>, quotes: &[(&str, &str)]) -> Record {
    let mut analysis =
        Analysis { sentences: vec![Sentence { span: Span::new(0, body.len()), paragraph: 0 }], ..Analysis::default() };
    for (speaker, words) in quotes {
        let person = match analysis.people.iter().position(|person| person.name == *speaker) {
            Some(number) => number,
            None => {
                analysis.people.push(Person { name: (*speaker).to_owned(), ..Person::default() });
                analysis.people.len() - 1
            }
        };
        let start = body.find(words).unwrap();
        analysis.quotes.push(Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: vec![Span::new(start, start + words.len())].into(),
            cue: None,
            mention: None,
            speaker: (!speaker.is_empty()).then_some(person as u32),
            others: Default::default(),
            resolved: Resolved::Named,
            via: None,
            confidence: 90,
        });
    }
    let article = Article {
        id: ArticleId::of(&[name.as_bytes()]),
        title: title.to_owned(),
        body: body.to_owned(),
        date: date.map(|date| date.parse::<NaiveDate>().unwrap()),
        ..Article::default()
    };
    Record { article, analysis }
}

pub(super) fn engine_of(records: &[Record]) -> LocalEngine {
    let mut writer = LocalWriter::create_in_ram().unwrap();
    for record in records {
        writer.put(block(record, "test", 1)).unwrap();
    }
    writer.commit("").unwrap();
    writer.engine().unwrap()
}

pub(super) fn word(text: &str) -> WordQuery {
    let folded = folded(text);
    WordQuery::Stem { stem: stemmed(&folded), folded }
}

pub(super) fn text(zone: TextZone, text: TextQuery) -> Query {
    Query::Text { zone, text }
}

fn said(words: &str) -> QuoteClause {
    QuoteClause::Said(TextQuery::Word(word(words)))
}

fn speaker(name: &str) -> QuoteClause {
    QuoteClause::Speaker(NameQuery { tokens: folded_words(name), adjacent: false, exact: false })
}

fn quote(clause: QuoteClause) -> Query {
    Query::Quote(QuoteQuery { clause, acts: Acts::Speech })
}

fn search(engine: &LocalEngine, query: Query, unit: Unit) -> Hits {
    engine.search(&SearchRequest::new(query, unit)).unwrap()
}

/// Bodies of the hits, in order; of quotations with their number.
fn found(engine: &LocalEngine, query: Query) -> Vec<String> {
    search(engine, query, Unit::Article).hits.into_iter().map(|hit| hit.record.unwrap().article.title).collect()
}

#[test]
fn words_are_found_in_title_and_body_by_their_stems() {
    let engine = engine_of(&[
        record("1", "Treaties signed", "Nothing here.", None, &[]),
        record("2", "B", "They sign a treaty in Oslo.", None, &[]),
        record("3", "C", "Rain in Oslo.", None, &[]),
    ]);
    let query = |name: &str| text(TextZone::Article, TextQuery::Word(word(name)));
    assert_eq!(found(&engine, query("treaty")), ["Treaties signed", "B"]);
    assert_eq!(found(&engine, Query::And(vec![query("treaty"), query("oslo")])), ["B"]);
    assert_eq!(found(&engine, Query::And(vec![query("oslo"), Query::Not(Box::new(query("treaty")))])), ["C"]);
    assert_eq!(search(&engine, Query::All, Unit::Article).total, 3);
}

#[test]
fn speaker_and_words_are_matched_inside_one_quotation() {
    let engine = engine_of(&[
        record("1", "A", "We pay. We wait. said", None, &[("Anna Lind", "We pay"), ("Bo Falk", "We wait")]),
        record("2", "B", "We wait. said", None, &[("Anna Lind", "We wait")]),
    ]);
    let both = quote(QuoteClause::And(vec![speaker("lind"), said("waiting")]));
    assert_eq!(found(&engine, both.clone()), ["B"]);
    let apart = Query::And(vec![quote(speaker("lind")), quote(said("wait"))]);
    // Two groups are two quotations: the one of B does not serve for both.
    assert_eq!(found(&engine, apart.clone()), ["A"]);
    let answers = search(&engine, apart, Unit::Quote);
    assert_eq!((answers.total, answers.articles), (2, 1));
    assert_eq!(search(&engine, both, Unit::Quote).hits[0].quote, Some(0));
}

#[test]
fn patterns_are_matched_against_what_is_written() {
    let engine = engine_of(&[
        record("1", "A", "The economy of U.S. towns.", None, &[]),
        record("2", "B", "Economists met Əliyev.", None, &[]),
    ]);
    let query = |word: WordQuery| text(TextZone::Article, TextQuery::Word(word));
    let wildcard = |pattern: &str| query(WordQuery::Wildcard(pattern.to_owned()));
    assert_eq!(found(&engine, wildcard("econom*")).len(), 2);
    assert_eq!(found(&engine, wildcard("*omy")), ["A"]);
    assert_eq!(found(&engine, wildcard("u?")), ["A"]);
    assert_eq!(found(&engine, query(WordQuery::Fuzzy { folded: "aliyev".to_owned(), distance: 1 })), ["B"]);
    assert_eq!(found(&engine, query(WordQuery::Exact("Economists".to_owned()))), ["B"]);
    assert_eq!(found(&engine, query(WordQuery::Exact("economists".to_owned()))), [""; 0]);
    let near = TextQuery::Near {
        left: Box::new(TextQuery::Word(WordQuery::Wildcard("econom*".to_owned()))),
        right: Box::new(TextQuery::Word(word("town"))),
        within: Within::Words(3),
        ordered: true,
    };
    assert_eq!(found(&engine, text(TextZone::Article, near)), ["A"]);
}

#[test]
fn ties_are_broken_by_date_and_undated_articles_come_last() {
    let engine = engine_of(&[
        record("1", "old", "x", Some("2020-01-01"), &[]),
        record("2", "none", "x", None, &[]),
        record("3", "new", "x", Some("2024-01-01"), &[]),
    ]);
    assert_eq!(found(&engine, Query::All), ["new", "old", "none"]);
    let by = |order| {
        let request = SearchRequest { order, ..SearchRequest::new(Query::All, Unit::Article) };
        let hits = engine.search(&request).unwrap().hits;
        hits.into_iter().map(|hit| hit.record.unwrap().article.title).collect::<Vec<_>>()
    };
    assert_eq!(by(Order::Oldest), ["old", "new", "none"]);
    assert_eq!(by(Order::Newest), ["new", "old", "none"]);
}

#[test]
fn segments_read_at_the_same_time_give_one_answer() {
    let mut writer = LocalWriter::create_in_ram().unwrap();
    for (number, times) in [3usize, 1, 4, 2, 5].into_iter().enumerate() {
        // Filled up, so that all are of one length.
        let body = format!("{}{}", "harbour ".repeat(times), "other ".repeat(9 - times));
        let said = [("Ann", "harbour"), ("Bob", "other")];
        writer.put(block(&record(&number.to_string(), &times.to_string(), &body, None, &said), "test", 1)).unwrap();
        writer.commit("").unwrap();
    }
    let engine = writer.engine().unwrap();
    assert!(engine.segments.len() > 1);
    let query = || text(TextZone::Article, TextQuery::Word(word("harbour")));
    assert_eq!(found(&engine, query()), ["5", "4", "3", "2", "1"]);
    let page = SearchRequest { limit: 2, offset: 1, ..SearchRequest::new(query(), Unit::Article) };
    let hits = engine.search(&page).unwrap();
    let titles: Vec<_> = hits.hits.into_iter().map(|hit| hit.record.unwrap().article.title).collect();
    assert_eq!((hits.total, titles), (5, vec!["4".to_owned(), "3".to_owned()]));
    let quotes = search(&engine, quote(said("harbour")), Unit::Quote);
    assert_eq!((quotes.total, quotes.articles, quotes.hits.len()), (5, 5, 5));
}
