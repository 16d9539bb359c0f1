//! One article for people: its head, its text with the quotations between numbered brackets and their speakers in the
//! margin, or the list of its quotations.

use std::collections::VecDeque;

use crate::annotation::{Act, Quote, Zone};
use crate::document::Record;
use crate::render::extract::{dateline_text, text_of};
use crate::render::hits::{evidence, speaker_with_role, unknown};
use crate::render::sanitize;
use crate::render::style::{Look, Role, shortened, visible_width};
use crate::text::Span;

/// Columns of the margin, its gap included.
const MARGIN: usize = 20;

/// The head of an article: title, date and where it came from, dateline, outlet, identity.
#[must_use]
pub fn head(record: &Record, look: Look) -> String {
    let article = &record.article;
    let mut out = String::new();
    if !article.title.is_empty() {
        out.push_str(&look.wrapped(&look.paint(Role::Title, &sanitize::line(&article.title)), 0));
        out.push('\n');
    }
    let date = match article.date {
        Some(day) => format!("{day} ({})", article.date_from.name()),
        None => "no date".to_owned(),
    };
    let dateline = record.analysis.dateline.as_ref().map(|dateline| dateline_text(dateline, article).to_owned());
    let parts = [Some(date), dateline, article.outlet.clone(), article.byline.clone(), article.section.clone()];
    let line = parts.into_iter().flatten().map(|part| sanitize::line(&part)).collect::<Vec<_>>().join(" · ");
    push(&mut out, look, &line);
    push(&mut out, look, &format!("{} · {}", article.id, sanitize::line(&origin(record))));
    if let Some(url) = &article.url {
        push(&mut out, look, &sanitize::line(url));
    }
    out
}

fn push(out: &mut String, look: Look, line: &str) {
    out.push_str(&look.wrapped(&look.paint(Role::Dim, line), 0));
    out.push('\n');
}

fn origin(record: &Record) -> String {
    let origin = &record.article.origin;
    match &record.article.source_id {
        Some(id) => format!("{}, record {} ({id})", origin.path, origin.record),
        None => format!("{}, record {}", origin.path, origin.record),
    }
}

/// The text of an article, its speech quotations between brackets `[n …]`, their speakers in the margin.
#[must_use]
pub fn text(record: &Record, look: Look) -> String {
    let mut out = String::new();
    for paragraph in paragraphs(record) {
        if !out.is_empty() {
            out.push('\n');
        }
        lay_out(&words_of(record, paragraph), record, look, &mut out);
    }
    let other = record.analysis.quotes.iter().filter(|quote| quote.act == Act::Other).count();
    if other > 0 {
        let what = if other == 1 { "belief, wish or finding is" } else { "beliefs, wishes or findings are" };
        out.push('\n');
        push(&mut out, look, &format!("{other} attributed {what} not marked"));
    }
    out
}

/// The quotations of an article, a block each; those of the given number (from 0) only, if there is one.
#[must_use]
pub fn quotes(record: &Record, only: Option<usize>, look: Look) -> String {
    let analysis = &record.analysis;
    let mut out = String::new();
    for (number, quote) in analysis.quotes.iter().enumerate() {
        if only.map_or(quote.act == Act::Other, |only| only != number) {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let who = speaker_with_role(record, quote, look).unwrap_or_else(|| unknown(record, quote, look));
        out.push_str(&format!("q{:<3} {}\n", number + 1, look.wrapped(&who, 5).trim_start()));
        for paragraph in quote.text(text_of(&record.article, quote)).split("\n\n") {
            out.push_str(&look.wrapped(&sanitize::line(paragraph), 5));
            out.push('\n');
        }
        out.push_str(&look.wrapped(&look.paint(Role::Dim, &evidence(record, number as u32)), 5));
        out.push('\n');
    }
    out
}

/// The paragraph of that number, from 1, if there is one.
#[must_use]
pub fn paragraph(record: &Record, number: usize, look: Look) -> Option<String> {
    let span = *paragraphs(record).get(number.checked_sub(1)?)?;
    let mut out = String::new();
    lay_out(&words_of(record, span), record, look, &mut out);
    Some(out)
}

/// Paragraphs of the body, from the first word of each to its last.
fn paragraphs(record: &Record) -> Vec<Span> {
    let mut found: Vec<(u32, Span)> = Vec::new();
    for sentence in &record.analysis.sentences {
        match found.last_mut() {
            Some((paragraph, span)) if *paragraph == sentence.paragraph => *span = span.join(sentence.span),
            _ => found.push((sentence.paragraph, sentence.span)),
        }
    }
    found.into_iter().map(|(_, span)| span).collect()
}

/// A word as it is printed, and the quotations that begin with it.
struct Word {
    text: String,
    quoted: bool,
    begins: Vec<usize>,
}

/// The words of a paragraph, brackets put in where quotations begin and end.
fn words_of(record: &Record, paragraph: Span) -> Vec<Word> {
    let body = &record.article.body;
    let quotes = &record.analysis.quotes;
    let pieces: Vec<(usize, Span, bool)> = quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| quote.zone == Zone::Body && quote.act == Act::Speech)
        .flat_map(|(number, quote)| quote.content.iter().enumerate().map(move |(at, span)| (number, *span, at == 0)))
        .filter(|(_, span, _)| paragraph.overlaps(*span))
        .collect();
    let mut cuts: Vec<u32> = pieces.iter().flat_map(|(_, span, _)| [span.start, span.end]).collect();
    cuts.extend([paragraph.start, paragraph.end]);
    cuts.retain(|cut| (paragraph.start..=paragraph.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut words: Vec<Word> = Vec::new();
    let mut joined = false;
    for pair in cuts.windows(2) {
        let span = Span { start: pair[0], end: pair[1] };
        let text = span.get(body).unwrap_or("");
        let inside = pieces.iter().any(|(_, piece, _)| piece.contains(span));
        let begins: Vec<(usize, bool)> = pieces
            .iter()
            .filter(|(_, piece, _)| piece.start == span.start)
            .map(|(number, _, first)| (*number, *first))
            .collect();
        let ends = pieces.iter().filter(|(_, piece, _)| piece.end == span.end).count();
        let mut text_with_marks: String = begins.iter().map(|(number, _)| format!("[{}\u{a0}", number + 1)).collect();
        text_with_marks.push_str(&sanitize::terminal(text));
        let trailing = text.ends_with(char::is_whitespace);
        if ends > 0 {
            text_with_marks.truncate(text_with_marks.trim_end().len());
            text_with_marks.push_str(&"]".repeat(ends));
        }
        let leading = text.starts_with(char::is_whitespace) && begins.is_empty();
        let mut begins: Vec<usize> = begins.into_iter().filter(|(_, first)| *first).map(|(number, _)| number).collect();
        for (at, piece) in text_with_marks.split([' ', '\n', '\t', '\r']).filter(|piece| !piece.is_empty()).enumerate()
        {
            match words.last_mut() {
                Some(word) if at == 0 && joined && !leading => {
                    word.text.push_str(piece);
                    word.begins.append(&mut begins);
                }
                _ => words.push(Word { text: piece.to_owned(), quoted: inside, begins: std::mem::take(&mut begins) }),
            }
        }
        joined = !trailing;
    }
    words
}

/// Prints words in lines beside the margin.
fn lay_out(words: &[Word], record: &Record, look: Look, out: &mut String) {
    let room = look.width.saturating_sub(MARGIN).max(30);
    let mut waiting: VecDeque<String> = VecDeque::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words {
        let wide = visible_width(&word.text);
        if used > 0 && used + 1 + wide > room {
            flush(&mut line, &mut waiting, look, out);
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        waiting.extend(word.begins.iter().filter_map(|number| label(record, *number)));
        line.push_str(&if word.quoted { look.paint(Role::Match, &word.text) } else { word.text.clone() });
        used += wide;
    }
    flush(&mut line, &mut waiting, look, out);
    while !waiting.is_empty() {
        flush(&mut line, &mut waiting, look, out);
    }
}

fn flush(line: &mut String, waiting: &mut VecDeque<String>, look: Look, out: &mut String) {
    let margin = shortened(&waiting.pop_front().unwrap_or_default(), MARGIN - 2);
    let gap = " ".repeat(MARGIN - visible_width(&margin));
    let printed = format!("{}{gap}{line}", look.paint(Role::Speaker, &margin));
    out.push_str(printed.trim_end());
    out.push('\n');
    line.clear();
}

/// "3 Garayev": what the margin says of a quotation.
fn label(record: &Record, number: usize) -> Option<String> {
    let quote: &Quote = record.analysis.quotes.get(number)?;
    let surname = |name: &str| sanitize::line(name.split_whitespace().last().unwrap_or(name));
    let names: Vec<String> = record.analysis.speakers(quote).map(|person| surname(&person.name)).collect();
    let who = if names.is_empty() { "unknown".to_owned() } else { names.join(", ") };
    Some(format!("{} {who}", number + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Person, QuoteKind, Resolved, Sentence};

    fn record() -> Record {
        let body = "“We will sign,” Mara Lind said.\n\nHer deputy was silent.".to_owned();
        let at = |text: &str| {
            let start = body.find(text).unwrap();
            Span::new(start, start + text.len())
        };
        let mut record = Record::default();
        record.analysis.sentences = vec![
            Sentence { span: at("“We will sign,” Mara Lind said."), paragraph: 0 },
            Sentence { span: at("Her deputy was silent."), paragraph: 1 },
        ];
        record.analysis.people.push(Person { name: "Mara Lind".into(), ..Person::default() });
        record.analysis.quotes.push(Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: vec![at("We will sign,")].into(),
            cue: Some(at("said")),
            mention: Some(at("Mara Lind")),
            speaker: Some(0),
            others: Default::default(),
            resolved: Resolved::Named,
            via: None,
            confidence: 90,
        });
        record.article.body = body;
        record
    }

    #[test]
    fn the_margin_names_the_speaker_where_a_quotation_begins() {
        let printed = text(&record(), Look::PLAIN);
        assert_eq!(
            printed.replace('\u{a0}', " "),
            "1 Lind              “[1 We will sign,]” Mara Lind said.\n\n                    Her deputy was silent.\n"
        );
    }

    #[test]
    fn a_quotation_is_listed_with_its_evidence() {
        let printed = quotes(&record(), None, Look::PLAIN);
        assert_eq!(
            printed,
            "q1   Mara Lind\n     We will sign,\n     direct · “Mara Lind” … “said” · confidence high\n"
        );
    }

    #[test]
    fn a_paragraph_is_found_by_its_number() {
        assert!(paragraph(&record(), 2, Look::PLAIN).unwrap().contains("silent"));
        assert!(paragraph(&record(), 0, Look::PLAIN).is_none() && paragraph(&record(), 3, Look::PLAIN).is_none());
    }
}
