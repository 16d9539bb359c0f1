//! Hits for people: a headline, a line on when, where and by whom, and the passages that match, each with who is speaking.

use crate::annotation::{Quote, Zone};
use crate::document::Record;
use crate::render::extract::{speakers, text_of};
use crate::render::sanitize;
use crate::render::stats::number;
use crate::render::style::{Look, Role, shortened};
use crate::search::answer::{Answer, AnswerHit, Passage};
use crate::text::Span;

/// Columns before the text of a hit.
const INDENT: usize = 4;

/// Columns of a source as printed, at most.
const SOURCE: usize = 40;

/// The hits of an answer; nothing for none.
#[must_use]
pub fn hits(answer: &Answer, look: Look) -> String {
    let mut out = String::new();
    for hit in &answer.hits {
        if !out.is_empty() {
            out.push('\n');
        }
        match hit.quote {
            None => article(hit, look, &mut out),
            Some(number) => quotation(hit, number, look, &mut out),
        }
    }
    out
}

fn article(hit: &AnswerHit, look: Look, out: &mut String) {
    let article = &hit.record.article;
    let rank = format!("{:<INDENT$}", hit.rank);
    let title = if article.title.is_empty() {
        look.paint(Role::Dim, "(no title)")
    } else {
        look.paint(Role::Title, &look.marked(&article.title, &hit.title_marks))
    };
    push_line(out, &format!("{}{}", look.paint(Role::Dim, &rank), look.wrapped(&title, INDENT).trim_start()));
    push_line(out, &facts(hit, &hit.short_id, look));
    for passage in &hit.passages {
        push_line(out, &look.wrapped(&passage_text(&hit.record, passage, look), INDENT));
        if let Some(line) = passage.quote.and_then(|number| attribution(&hit.record, number, look)) {
            push_line(out, &look.wrapped(&line, INDENT + 2));
        }
    }
}

fn quotation(hit: &AnswerHit, number: u32, look: Look, out: &mut String) {
    let record = &hit.record;
    let Some(quote) = record.analysis.quotes.get(number as usize) else { return };
    let who = speaker_with_role(record, quote, look).unwrap_or_else(|| unknown(record, quote, look));
    let rank = look.paint(Role::Dim, &format!("{:<INDENT$}", hit.rank));
    push_line(out, &format!("{rank}{}", look.wrapped(&who, INDENT).trim_start()));
    let reference = format!("{}#q{}", hit.short_id, number + 1);
    push_line(out, &facts(hit, &reference, look));
    for passage in &hit.passages {
        push_line(out, &look.wrapped(&passage_text(record, passage, look), INDENT));
    }
    push_line(out, &look.wrapped(&look.paint(Role::Dim, &evidence(record, number)), INDENT + 2));
}

/// When, where and by whom, and how many copies are not listed.
fn facts(hit: &AnswerHit, reference: &str, look: Look) -> String {
    let copies = match hit.copies {
        0 => String::new(),
        1 => " · +1 copy".to_owned(),
        copies => format!(" · +{} copies", number(copies)),
    };
    look.wrapped(&look.paint(Role::Dim, &format!("{}{copies}", provenance(&hit.record, reference))), INDENT)
}

/// "2025-10-10 · Baku · Trend · 9f3a61c2": what is known of when, where and by whom.
pub(super) fn provenance(record: &Record, reference: &str) -> String {
    let article = &record.article;
    let date = article.date.map_or_else(|| "no date".to_owned(), |day| day.to_string());
    let place = record.analysis.dateline.as_ref().and_then(|dateline| dateline.place.clone());
    [Some(date), place, article.outlet.clone(), Some(reference.to_owned())]
        .into_iter()
        .flatten()
        .map(|part| sanitize::line(&part))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// "Mara Lind, foreign minister", if the speaker is known.
pub(super) fn speaker_with_role(record: &Record, quote: &Quote, look: Look) -> Option<String> {
    let name = speakers(&record.analysis, quote)?;
    let person = record.analysis.speaker(quote).filter(|_| quote.others.is_empty());
    let role = person.and_then(|person| person.role.as_deref());
    let role = role.map(|role| format!(", {}", sanitize::line(role))).unwrap_or_default();
    Some(format!("{}{role}", look.paint(Role::Speaker, &sanitize::line(&name))))
}

/// "unknown (US officials)": who speaks where no name is known, with the source as printed.
pub(super) fn unknown(record: &Record, quote: &Quote, look: Look) -> String {
    let printed = printed_source(record, quote).map(|source| format!(" ({source})"));
    format!("{}{}", look.paint(Role::Speaker, "unknown"), printed.unwrap_or_default())
}

/// The words that name the source of a quotation, on one line.
pub(super) fn printed_source(record: &Record, quote: &Quote) -> Option<String> {
    Some(sanitize::line(quote.mention?.get(text_of(&record.article, quote))?))
}

/// "— Mara Lind, foreign minister (direct, high) #q3": who speaks in a passage.
fn attribution(record: &Record, number: u32, look: Look) -> Option<String> {
    let quote = record.analysis.quotes.get(number as usize)?;
    let who = speaker_with_role(record, quote, look).unwrap_or_else(|| {
        let printed = printed_source(record, quote).map(|source| format!(", “{}”", shortened(&source, SOURCE)));
        format!("{}{}", look.paint(Role::Speaker, "speaker unknown"), printed.unwrap_or_default())
    });
    let how = format!("({}, {}) #q{}", quote.kind.name(), quote.level().name(), number + 1);
    Some(format!("— {who} {}", look.paint(Role::Dim, &how)))
}

/// The chain from the words to the speaker, in one line.
#[must_use]
pub fn evidence(record: &Record, number: u32) -> String {
    let Some(quote) = record.analysis.quotes.get(number as usize) else { return String::new() };
    let text = text_of(&record.article, quote);
    let piece = |span: Option<Span>| span.and_then(|span| span.get(text)).map(sanitize::line);
    let mut parts = vec![quote.kind.name().to_owned()];
    if quote.zone == Zone::Title {
        parts.push("in the headline".to_owned());
    }
    match (piece(quote.mention), piece(quote.cue)) {
        (Some(mention), Some(cue)) => {
            parts.push(format!("“{}” … “{}”", shortened(&mention, SOURCE), shortened(&cue, 24)))
        }
        (Some(mention), None) => parts.push(format!("“{}”", shortened(&mention, SOURCE))),
        (None, Some(cue)) => parts.push(format!("“{}”, no source named", shortened(&cue, 24))),
        (None, None) => {}
    }
    match quote.resolved {
        crate::annotation::Resolved::Named | crate::annotation::Resolved::None => {}
        resolved => parts.push(format!("by {}", resolved.name())),
    }
    if let Some(outer) = quote.via.and_then(|outer| record.analysis.quotes.get(outer as usize)) {
        let reporter = speakers(&record.analysis, outer).unwrap_or_else(|| "an unknown speaker".to_owned());
        parts.push(format!("as reported by {}", sanitize::line(&reporter)));
    }
    if quote.act == crate::annotation::Act::Other {
        parts.push("not speech".to_owned());
    }
    parts.push(format!("confidence {}", quote.level().name()));
    parts.join(" · ")
}

/// The text of a passage on one line, with its matches marked and dots where it was cut.
#[must_use]
pub fn passage_text(record: &Record, passage: &Passage, look: Look) -> String {
    let text = match passage.zone {
        Zone::Body => &record.article.body,
        Zone::Title => &record.article.title,
    };
    let inside = passage.span.get(text).unwrap_or("");
    let marked = look.marked(inside, &counted_from(passage.span.start, &passage.marks));
    let dots = |cut: bool| if cut { "…" } else { "" };
    format!("{}{marked}{}", dots(passage.cut_before), dots(passage.cut_after))
}

/// Spans counted from `start`.
fn counted_from(start: u32, spans: &[Span]) -> Vec<Span> {
    let inside = spans.iter().filter(|span| span.start >= start);
    inside.map(|span| Span { start: span.start - start, end: span.end - start }).collect()
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}
