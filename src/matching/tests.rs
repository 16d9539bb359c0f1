//! Queries put to one small article.

use super::*;
use crate::annotation::{Act, Dateline, Person, Place, Quote, QuoteKind, Resolved, Sentence};
use crate::query::ast::{Acts, NameQuery, PlaceQuery, QuoteClause, QuoteQuery, TextQuery, TextZone, Within, WordQuery};
use crate::text::token::{folded, stemmed};

const BODY: &str = "BAKU, May 3. Mara Lind said the port will open.\n\n\
“We trust the crews,” Lind told reporters in Oslo, “and the pilots.”\n\n\
Tor Berg said Lind had promised that the port would pay. Nobody trusts the pilots.";

fn at(part: &str) -> Span {
    let start = BODY.find(part).unwrap_or_else(|| panic!("{part}"));
    Span::new(start, start + part.len())
}

fn after(lead: &str, part: &str) -> Span {
    let start = at(lead).end as usize;
    let found = start + BODY[start..].find(part).unwrap();
    Span::new(found, found + part.len())
}

fn quote(content: Vec<Span>, cue: Span, mention: Span, speaker: u32, via: Option<u32>) -> Quote {
    Quote {
        kind: QuoteKind::Indirect,
        act: Act::Speech,
        zone: Zone::Body,
        content: content.into(),
        cue: Some(cue),
        mention: Some(mention),
        speaker: Some(speaker),
        others: Default::default(),
        resolved: Resolved::Named,
        via,
        confidence: 90,
    }
}

fn sample() -> (Article, Analysis) {
    let article = Article { title: "Port of Oslo trusted".into(), body: BODY.into(), ..Article::default() };
    let sentences = [
        (at("BAKU, May 3."), 0),
        (at("Mara Lind said the port will open."), 0),
        (at("“We trust the crews,” Lind told reporters in Oslo, “and the pilots.”"), 1),
        (at("Tor Berg said Lind had promised that the port would pay."), 2),
        (at("Nobody trusts the pilots."), 2),
    ];
    let lind = Person {
        name: "Mara Lind".into(),
        role: Some("harbour minister".into()),
        mentions: vec![at("Mara Lind"), after("crews,” ", "Lind"), after("Berg said ", "Lind")].into(),
        ..Person::default()
    };
    let berg = Person { name: "Tor Berg".into(), mentions: vec![at("Tor Berg")].into(), ..Person::default() };
    let mut other = quote(vec![at("the port will open")], after("Mara Lind ", "said"), at("Mara Lind"), 0, None);
    other.act = Act::Other;
    let analysis = Analysis {
        sentences: sentences.map(|(span, paragraph)| Sentence { span, paragraph }).to_vec(),
        dateline: Some(Dateline {
            span: at("BAKU, May 3."),
            place: Some("Baku".into()),
            place_id: Some("AZ/Baku".into()),
            ..Dateline::default()
        }),
        people: vec![lind, berg],
        places: vec![Place { id: "NO/Oslo".into(), mentions: vec![at("Oslo")].into() }],
        quotes: vec![
            other,
            quote(
                vec![at("We trust the crews,"), at("and the pilots.")],
                at("told"),
                after("crews,” ", "Lind"),
                0,
                None,
            ),
            quote(
                vec![at("Lind had promised that the port would pay")],
                after("Tor Berg ", "said"),
                at("Tor Berg"),
                1,
                None,
            ),
            quote(vec![at("that the port would pay")], at("promised"), after("Berg said ", "Lind"), 0, Some(2)),
        ],
        ..Analysis::default()
    };
    (article, analysis)
}

fn word(word: &str) -> WordQuery {
    let folded = folded(word);
    WordQuery::Stem { stem: stemmed(&folded), folded }
}

fn words(text: &str) -> TextQuery {
    match text.split(' ').collect::<Vec<_>>().as_slice() {
        [one] => TextQuery::Word(word(one)),
        all => TextQuery::Phrase { words: all.iter().map(|name| word(name)).collect(), slop: 0 },
    }
}

fn text(zone: TextZone, words_: &str) -> Query {
    Query::Text { zone, text: words(words_) }
}

fn name(tokens: &str) -> NameQuery {
    NameQuery { tokens: tokens.split(' ').map(str::to_owned).collect(), adjacent: false, exact: false }
}

fn speech(clause: QuoteClause) -> Query {
    Query::Quote(QuoteQuery { clause, acts: Acts::Speech })
}

fn said(words_: &str) -> QuoteClause {
    QuoteClause::Said(words(words_))
}

fn holds(query: &Query) -> bool {
    let (article, analysis) = sample();
    Matcher::new(query).matches(&article, &analysis)
}

fn answers(query: &Query) -> Vec<u32> {
    let (article, analysis) = sample();
    Matcher::new(query).quotes(&article, &analysis)
}

fn marked(query: &Query, scope: Scope) -> Vec<&'static str> {
    let (article, analysis) = sample();
    let found = Matcher::new(query).find(&article, &analysis, scope);
    found
        .iter()
        .filter(|found| found.zone == Zone::Body)
        .flat_map(|found| &found.marks)
        .map(|mark| mark.of(BODY))
        .collect()
}

#[test]
fn a_phrase_lies_in_one_zone_and_one_paragraph() {
    assert!(holds(&text(TextZone::Article, "the port")));
    assert!(holds(&text(TextZone::Title, "oslo")));
    assert!(!holds(&text(TextZone::Title, "pilots")));
    assert!(!holds(&text(TextZone::Article, "open we")));
    assert!(holds(&text(TextZone::Lead, "open")));
    assert!(!holds(&text(TextZone::Lead, "crews")));
    // A sentence is no bar to a phrase, a dateline is text like any other.
    assert!(holds(&text(TextZone::Article, "3 mara")));
}

#[test]
fn clauses_of_a_group_hold_of_one_quotation() {
    let both = |a: QuoteClause, b: QuoteClause| speech(QuoteClause::And(vec![a, b]));
    assert_eq!(answers(&both(said("pilots"), said("crews"))), [1]);
    assert_eq!(answers(&both(QuoteClause::Speaker(name("lind")), said("port"))), [3]);
    assert_eq!(answers(&both(QuoteClause::Speaker(name("lind")), QuoteClause::Via(name("berg")))), [3]);
    assert!(!holds(&both(said("crews"), said("pay"))));
    assert_eq!(answers(&speech(QuoteClause::About(name("lind")))), [2]);
    assert_eq!(answers(&speech(QuoteClause::Role(words("harbour")))), [1, 3]);
    assert_eq!(answers(&speech(QuoteClause::Not(Box::new(QuoteClause::Speaker(name("lind")))))), [2]);
}

#[test]
fn a_phrase_goes_on_over_the_cue_but_the_cue_is_not_marked() {
    let query = speech(said("crews and the pilots"));
    assert_eq!(answers(&query), [1]);
    assert_eq!(marked(&query, Scope::Article), ["crews", "and the pilots"]);
}

#[test]
fn quotations_that_answer_follow_the_branches_that_match() {
    assert_eq!(answers(&Query::All), [1, 2, 3]);
    assert_eq!(answers(&text(TextZone::Article, "zebra")), [0; 0]);
    let lind = speech(QuoteClause::Speaker(name("lind")));
    let pay = speech(said("pay"));
    assert_eq!(answers(&Query::And(vec![lind.clone(), pay.clone()])), [1, 2, 3]);
    assert_eq!(answers(&Query::And(vec![lind.clone(), Query::Not(Box::new(speech(said("zebra"))))])), [1, 3]);
    assert_eq!(answers(&Query::And(vec![lind.clone(), Query::Or(vec![pay.clone(), Query::All])])), [1, 3]);
    assert_eq!(answers(&Query::Or(vec![pay.clone(), text(TextZone::Article, "zebra")])), [2, 3]);
    assert_eq!(answers(&Query::Or(vec![pay.clone(), text(TextZone::Article, "port")])), [1, 2, 3]);
    let either = Query::Or(vec![text(TextZone::Article, "port"), text(TextZone::Article, "crews")]);
    let deeper = Query::Or(vec![pay, text(TextZone::Article, "zebra")]);
    assert_eq!(answers(&Query::And(vec![either, deeper])), [2, 3]);
}

#[test]
fn only_what_satisfied_a_clause_is_marked() {
    assert_eq!(marked(&text(TextZone::Article, "the pilots"), Scope::Article), ["the pilots", "the pilots"]);
    let not =
        Query::And(vec![text(TextZone::Article, "crews"), Query::Not(Box::new(text(TextZone::Article, "zebra")))]);
    assert_eq!(marked(&not, Scope::Article), ["crews"]);
    let or = Query::Or(vec![
        text(TextZone::Article, "crews"),
        Query::And(vec![text(TextZone::Article, "port"), text(TextZone::Article, "zebra")]),
    ]);
    assert_eq!(marked(&or, Scope::Article), ["crews"]);
    let near = Query::Text {
        zone: TextZone::Article,
        text: TextQuery::Near {
            left: Box::new(words("trust")),
            right: Box::new(words("the pilots")),
            within: Within::Sentence,
            ordered: false,
        },
    };
    assert_eq!(marked(&near, Scope::Article), ["trust", "the pilots", "trusts", "the pilots"]);
    assert_eq!(marked(&text(TextZone::Article, "zebra"), Scope::Article), [""; 0]);
}

#[test]
fn quotation_clauses_mark_inside_quotations_that_satisfy_their_group() {
    let group = speech(QuoteClause::And(vec![QuoteClause::Speaker(name("lind")), said("port")]));
    assert_eq!(marked(&group, Scope::Article), ["Lind", "port"]);
    let port = speech(said("port"));
    assert_eq!(marked(&port, Scope::Article), ["port", "port"]);
    assert_eq!(marked(&port, Scope::Quote(2)), ["port"]);
    assert_eq!(marked(&port, Scope::Quote(1)), [""; 0]);
}

#[test]
fn places_are_filed_in_or_named() {
    let place = |ids: &[&str]| PlaceQuery { typed: String::new(), ids: ids.iter().map(|&id| id.into()).collect() };
    assert!(holds(&Query::In(place(&["AZ"]))) && !holds(&Query::In(place(&["NO"]))));
    assert!(holds(&Query::Place(place(&["NO"]))) && holds(&Query::Place(place(&["AZ/Baku"]))));
    assert_eq!(marked(&Query::Place(place(&["NO"])), Scope::Article), ["Oslo"]);
}
