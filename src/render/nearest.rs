//! Quotations near to a claim, for people, as JSON and as CSV.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::{QuoteView, SCHEMA, speakers, text_of, via};
use super::hits::{evidence, unknown};
use super::sanitize;
use super::style::{Look, Role};
use crate::search::concordance::context;
use crate::search::wording::Near;
use crate::text::Span;

/// Words shown on each side of those that agree.
const WINDOW: usize = 10;

/// A quotation near to a claim, as others read it.
#[derive(Debug, Serialize)]
pub struct NearView<'a> {
    schema: u32,
    rank: usize,
    similarity: f64,
    id: String,
    date: Option<String>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    quote: QuoteView<'a>,
    reported_by: Option<String>,
    agreeing: &'a [Span],
}

impl<'a> NearView<'a> {
    /// The view; `rank` counts from 1. Nothing if the quotation does not exist.
    #[must_use]
    pub fn new(rank: usize, near: &'a Near) -> Option<Self> {
        let (article, analysis) = (&near.record.article, &near.record.analysis);
        let quote = analysis.quotes.get(near.number as usize)?;
        Some(Self {
            schema: SCHEMA,
            rank,
            similarity: (near.similarity * 100.0).round() / 100.0,
            id: format!("{}#q{}", article.id, near.number + 1),
            date: article.date.map(|day| day.to_string()),
            outlet: article.outlet.as_deref(),
            title: (!article.title.is_empty()).then_some(&article.title),
            quote: QuoteView::new(article, analysis, near.number as usize),
            reported_by: via(analysis, quote),
            agreeing: &near.marks,
        })
    }
}

/// The list for people: similarity, speaker, when and where, the words that agree.
#[must_use]
pub fn lines(found: &[Near], look: Look) -> String {
    let mut out = String::new();
    for near in found {
        let record = &near.record;
        let Some(quote) = record.analysis.quotes.get(near.number as usize) else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        let who = match speakers(&record.analysis, quote) {
            Some(names) => look.paint(Role::Speaker, &sanitize::line(&names)),
            None => unknown(record, quote, look),
        };
        let date = record.article.date.map_or_else(|| "no date".to_owned(), |day| day.to_string());
        let outlet = record.article.outlet.as_deref().map(sanitize::line);
        let facts: Vec<String> = [Some(date), outlet, Some(format!("{}#q{}", near.short_id, near.number + 1))]
            .into_iter()
            .flatten()
            .collect();
        let head = format!("{who} · {}", look.paint(Role::Dim, &facts.join(" · ")));
        out.push_str(&format!("{:.2}  {}\n", near.similarity, look.wrapped(&head, 6).trim_start()));
        let text = text_of(&record.article, quote);
        if let Some(agreeing) = near.marks.iter().copied().reduce(Span::join) {
            let (left, right) = context(text, agreeing, WINDOW);
            let shown = left.join(agreeing).join(right);
            let own = quote.span();
            let shown = Span { start: shown.start.max(own.start), end: shown.end.min(own.end.max(agreeing.end)) };
            let marks: Vec<_> = runs(text, &near.marks)
                .iter()
                .filter(|mark| shown.contains(**mark))
                .map(|mark| Span { start: mark.start - shown.start, end: mark.end - shown.start })
                .collect();
            let dots = |cut: bool| if cut { "…" } else { "" };
            let marked = look.marked(shown.get(text).unwrap_or(""), &marks);
            let line = format!("{}{marked}{}", dots(own.start < shown.start), dots(shown.end < own.end));
            out.push_str(&look.wrapped(&line, 6));
            out.push('\n');
        }
        out.push_str(&look.wrapped(&look.paint(Role::Dim, &evidence(record, near.number)), 8));
        out.push('\n');
    }
    out
}

/// Words that follow one another with nothing but a blank between them, as one mark.
fn runs(text: &str, marks: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if text.get(last.end as usize..mark.start as usize).is_some_and(|gap| gap.trim().is_empty()) => {
                *last = last.join(*mark);
            }
            _ => joined.push(*mark),
        }
    }
    joined
}

/// Writes the list as a table, safe for spreadsheets.
///
/// # Errors
/// When the writer fails.
pub fn csv(found: &[Near], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["similarity", "id", "date", "outlet", "speaker", "kind", "reported_by", "text"])?;
    for near in found {
        let (article, analysis) = (&near.record.article, &near.record.analysis);
        let Some(quote) = analysis.quotes.get(near.number as usize) else { continue };
        let cells = [
            format!("{:.2}", near.similarity),
            format!("{}#q{}", article.id, near.number + 1),
            article.date.map(|day| day.to_string()).unwrap_or_default(),
            article.outlet.clone().unwrap_or_default(),
            speakers(analysis, quote).unwrap_or_default(),
            quote.kind.name().to_owned(),
            via(analysis, quote).unwrap_or_default(),
            quote.text(text_of(article, quote)),
        ];
        table.write_record(cells.map(|cell| sanitize::cell(&sanitize::terminal(&cell)).into_owned()))?;
    }
    table.flush()
}
