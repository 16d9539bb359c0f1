//! Passages of small articles.

use super::*;
use crate::annotation::{Dateline, QuoteKind, Resolved, Sentence as Found};
use crate::article::Article;
use crate::matching::{Matcher, Scope};
use crate::query::ast::{Acts, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, WordQuery};
use crate::text::token::{folded, stemmed};

/// An article whose sentences end with `|`, paragraphs with `||`; neither stands in the body.
fn record(text: &str) -> Record {
    let (mut body, mut sentences) = (String::new(), Vec::new());
    for (paragraph, lines) in text.split("||").enumerate() {
        if paragraph > 0 {
            body.push_str("\n\n");
        }
        for (number, line) in lines.split('|').enumerate() {
            body.push_str(if number > 0 { " " } else { "" });
            let start = body.len();
            body.push_str(line.trim());
            sentences.push(Found { span: Span::new(start, body.len()), paragraph: paragraph as u32 });
        }
    }
    let analysis = Analysis { sentences, ..Analysis::default() };
    Record { article: Article { body, ..Article::default() }, analysis }
}

fn words(words: &str) -> TextQuery {
    let word = |name: &str| {
        let folded = folded(name);
        WordQuery::Stem { stem: stemmed(&folded), folded }
    };
    match words.split(' ').collect::<Vec<_>>().as_slice() {
        [one] => TextQuery::Word(word(one)),
        all => TextQuery::Phrase { words: all.iter().map(|name| word(name)).collect(), slop: 0 },
    }
}

fn query(clauses: &[&str]) -> Query {
    let clause = |text: &&str| Query::Text { zone: TextZone::Article, text: words(text) };
    Query::And(clauses.iter().map(clause).collect())
}

/// Passages with their marks in brackets and dots where they were cut.
fn shown(record: &Record, passages: &[Passage]) -> Vec<String> {
    let text = |passage: &Passage| {
        let mut out = passage.span.of(&record.article.body).to_owned();
        for mark in passage.marks.iter().rev() {
            out.insert(mark.end as usize - passage.span.start as usize, ']');
            out.insert(mark.start as usize - passage.span.start as usize, '[');
        }
        let dots = |cut| if cut { "…" } else { "" };
        format!("{}{out}{}", dots(passage.cut_before), dots(passage.cut_after))
    };
    passages.iter().map(text).collect()
}

fn passages(record: &Record, query: &Query, max_bytes: usize, max_passages: usize) -> Vec<String> {
    let matches = Matcher::new(query).find(&record.article, &record.analysis, Scope::Article);
    shown(record, &of_article(record, &matches, &PassageOptions { max_bytes, max_passages }))
}

#[test]
fn more_clauses_win_over_an_earlier_place_and_tighter_over_wider() {
    let record = record(
        "The port is old. || Trust was spoken of at length before the port came up. || \
         They trust the port. || The port waits.",
    );
    assert_eq!(passages(&record, &query(&["trust", "port"]), 80, 1), ["They [trust] the [port]."]);
    let two = passages(&record, &query(&["trust", "port"]), 80, 2);
    assert_eq!(two, ["[Trust] was spoken of at length before the [port] came up.", "They [trust] the [port]."]);
}

#[test]
fn a_second_passage_shows_what_the_first_does_not() {
    let record = record("The port pays. || The port waits. || The crews left.");
    assert_eq!(passages(&record, &query(&["port", "crews"]), 80, 2), ["The [port] pays.", "The [crews] left."]);
}

#[test]
fn whole_sentences_of_one_paragraph_are_taken_as_far_as_they_fit() {
    let record = record("One old ship. | The port pays. | It is late. | Nobody is here to tell. || Next one.");
    assert_eq!(passages(&record, &query(&["port"]), 40, 2), ["The [port] pays. It is late."]);
    assert_eq!(passages(&record, &query(&["port"]), 999, 2), ["The [port] pays. It is late. Nobody is here to tell."]);
}

#[test]
fn a_phrase_is_one_mark_and_its_words_alone_are_none() {
    let record = record("The will is there. || Political people have the political will.");
    assert_eq!(passages(&record, &query(&["political will"]), 80, 2), ["Political people have the [political will]."]);
}

#[test]
fn a_passage_never_opens_on_the_dateline() {
    let mut record = record("BAKU, May 3. | The port pays. || Crews in Baku left.");
    record.analysis.dateline = Some(Dateline { span: Span::new(0, 12), ..Dateline::default() });
    assert_eq!(passages(&record, &query(&["baku"]), 80, 2), ["Crews in [Baku] left."]);
    assert_eq!(passages(&record, &query(&["may"]), 80, 2), ["The port pays."]);
    assert_eq!(passages(&record, &Query::All, 80, 2), ["The port pays."]);
    // A dateline that is no sentence of its own.
    record.analysis.sentences.remove(1);
    record.analysis.sentences[0].span = Span::new(0, 27);
    assert_eq!(passages(&record, &Query::All, 80, 2), ["The port pays."]);
}

#[test]
fn a_sentence_that_is_too_long_is_cut_between_words_around_the_match() {
    let record = record("Ärzte und Gäste und Könige warten am alten Hafen auf späte Boote aus Übersee und Öl.");
    let cut = passages(&record, &query(&["hafen"]), 40, 1);
    assert_eq!(cut, ["…alten [Hafen] auf späte Boote aus…"]);
    let lead = passages(&record, &Query::All, 30, 1);
    assert_eq!(lead, ["Ärzte und Gäste und Könige…"]);
}

#[test]
fn nothing_breaks_on_texts_without_words_or_room() {
    for text in ["", "ééééééééééé", "a b", "……"] {
        for max_bytes in [0, 1, 3, 9] {
            passages(&record(text), &query(&["a"]), max_bytes, 2);
            passages(&record(text), &Query::All, max_bytes, 2);
        }
    }
    assert!(passages(&record(""), &Query::All, 280, 2).is_empty());
}

fn quoted(record: &mut Record, parts: &[&str]) {
    let span = |part: &&str| {
        let start = record.article.body.find(*part).unwrap();
        Span::new(start, start + part.len())
    };
    let quote = Quote {
        kind: QuoteKind::Direct,
        act: Act::Speech,
        zone: Zone::Body,
        content: parts.iter().map(span).collect(),
        cue: None,
        mention: None,
        speaker: None,
        others: Default::default(),
        resolved: Resolved::None,
        via: None,
        confidence: 50,
    };
    record.analysis.quotes.push(quote);
}

fn quote_passages(record: &Record, said: &str, max_bytes: usize) -> Vec<String> {
    let query = Query::Quote(QuoteQuery { clause: QuoteClause::Said(words(said)), acts: Acts::Speech });
    let matches = Matcher::new(&query).find(&record.article, &record.analysis, Scope::Quote(0));
    shown(record, &of_quote(record, 0, &matches, &PassageOptions { max_bytes, max_passages: 2 }))
}

#[test]
fn a_quotation_is_shown_with_its_sentence_or_alone_or_in_part() {
    let mut record = record("“We pay the crews,” Lind said in the old port. || He left.");
    quoted(&mut record, &["We pay the crews,"]);
    assert_eq!(quote_passages(&record, "crews", 280), ["“We pay the [crews],” Lind said in the old port."]);
    assert_eq!(quote_passages(&record, "crews", 30), ["“We pay the [crews],”"]);
    assert_eq!(quote_passages(&record, "port", 30), ["“We pay the crews,”"]);
}

#[test]
fn a_long_quotation_is_cut_at_sentences_around_what_matched() {
    let mut record = record("“We wait here. | We pay the crews. | We go home,” Lind said. || He left.");
    quoted(&mut record, &["We wait here. We pay the crews. We go home,"]);
    assert_eq!(quote_passages(&record, "crews", 20), ["…We pay the [crews].…"]);
    assert_eq!(quote_passages(&record, "wait", 20), ["“We [wait] here.…"]);
    assert_eq!(quote_passages(&record, "zebra", 20), ["“We wait here.…"]);
}

#[test]
fn a_passage_knows_the_innermost_quotation_of_its_marks() {
    let mut record = record("“We wait, and Berg says the crews go,” Lind said of the port.");
    quoted(&mut record, &["We wait, and Berg says the crews go,"]);
    quoted(&mut record, &["the crews go"]);
    let quote = |text: &[&str]| {
        let matches = Matcher::new(&query(text)).find(&record.article, &record.analysis, Scope::Article);
        of_article(&record, &matches, &PassageOptions::default())[0].quote
    };
    assert_eq!(quote(&["wait"]), Some(0));
    assert_eq!(quote(&["crews"]), Some(1));
    assert_eq!(quote(&["wait", "crews"]), Some(0));
    assert_eq!(quote(&["wait", "port"]), None);
}
