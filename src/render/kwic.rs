//! Lines of a concordance: the match in the middle, the words around it on both sides; for people in columns, as CSV and as
//! JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::{SCHEMA, speakers};
use super::sanitize;
use super::style::{Look, Role, visible_width};
use crate::annotation::Zone;
use crate::document::Record;
use crate::matching::Place;
use crate::search::concordance::context;
use crate::text::Span;

/// One line of a concordance.
#[derive(Debug, Serialize)]
pub struct LineView<'a> {
    schema: u32,
    id: String,
    date: Option<String>,
    outlet: Option<&'a str>,
    r#in: Zone,
    start: u32,
    end: u32,
    left: &'a str,
    r#match: &'a str,
    right: &'a str,
    quote: Option<usize>,
    speaker: Option<String>,
}

impl<'a> LineView<'a> {
    /// The line of a match, with so many words on each side.
    #[must_use]
    pub fn new(record: &'a Record, place: Place, window: usize) -> Self {
        let article = &record.article;
        let text = match place.zone {
            Zone::Body => &article.body,
            Zone::Title => &article.title,
        };
        let (left, right) = context(text, place.span, window);
        let analysis = &record.analysis;
        let size = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
        let inside = analysis.quotes.iter().enumerate().filter(|(_, quote)| {
            quote.zone == place.zone && quote.content.iter().any(|span| span.contains(place.span))
        });
        let quote = inside.min_by_key(|(_, quote)| size(&quote.content));
        Self {
            schema: SCHEMA,
            id: article.id.to_string(),
            date: article.date.map(|day| day.to_string()),
            outlet: article.outlet.as_deref(),
            r#in: place.zone,
            start: place.span.start,
            end: place.span.end,
            left: left.get(text).unwrap_or(""),
            r#match: place.span.get(text).unwrap_or(""),
            right: right.get(text).unwrap_or(""),
            quote: quote.map(|(number, _)| number + 1),
            speaker: quote.and_then(|(_, quote)| speakers(analysis, quote)),
        }
    }

    /// The line for people: date and the beginning of the id, then three columns.
    #[must_use]
    pub fn line(&self, look: Look) -> String {
        let date = self.date.as_deref().unwrap_or("no date   ");
        let head = format!("{date} {}  ", self.id.get(..8).unwrap_or(&self.id));
        let found = sanitize::line(self.r#match);
        let shown = if look.colour { look.paint(Role::Match, &found) } else { format!("[{found}]") };
        let room = look.width.saturating_sub(visible_width(&head) + 2);
        let side = (room / 2).saturating_sub(visible_width(&found) / 2 + 1).max(8);
        let left = tail(&sanitize::line(self.left), side);
        let right = super::style::shortened(&sanitize::line(self.right), side);
        let gap = " ".repeat(side.saturating_sub(visible_width(&left)));
        // what is written against the match stays there
        let blank = if right.starts_with([',', '.', ';', ':', '!', '?', ')', '”', '’', '…']) { "" } else { " " };
        format!("{}{gap}{left} {shown}{blank}{right}", look.paint(Role::Dim, &head)).trim_end().to_owned()
    }
}

/// The end of a text, cut to so many columns.
fn tail(text: &str, columns: usize) -> String {
    if visible_width(text) <= columns {
        return text.to_owned();
    }
    let mut start = text.len();
    for (at, _) in text.char_indices().rev() {
        if visible_width(&text[at..]) + 1 > columns {
            break;
        }
        start = at;
    }
    format!("…{}", text[start..].trim_start())
}

/// Columns of the table.
pub const COLUMNS: [&str; 11] =
    ["id", "date", "outlet", "in", "start", "end", "left", "match", "right", "quote", "speaker"];

/// Writes the lines of a concordance as a table, safe for spreadsheets.
pub struct Table<'a>(csv::Writer<&'a mut dyn Write>);

impl<'a> Table<'a> {
    /// Begins a table, with its head if it is wanted.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(head: bool, out: &'a mut dyn Write) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(out);
        if head {
            table.write_record(COLUMNS)?;
        }
        Ok(Self(table))
    }

    /// Adds a line; line breaks inside a cell become blanks, so that lines can be counted.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn push(&mut self, line: &LineView<'_>) -> io::Result<()> {
        let owned = |text: Option<&str>| text.unwrap_or("").to_owned();
        let cells = [
            line.id.clone(),
            owned(line.date.as_deref()),
            owned(line.outlet),
            (if line.r#in == Zone::Title { "title" } else { "body" }).to_owned(),
            line.start.to_string(),
            line.end.to_string(),
            line.left.to_owned(),
            line.r#match.to_owned(),
            line.right.to_owned(),
            line.quote.map(|number| format!("q{number}")).unwrap_or_default(),
            owned(line.speaker.as_deref()),
        ];
        self.0.write_record(cells.map(|cell| sanitize::cell(&sanitize::line(&cell)).into_owned()))?;
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_left_side_loses_its_beginning() {
        assert_eq!(tail("one two three", 8), "…o three");
        assert_eq!(tail("one two three", 7), "…three");
        assert_eq!(tail("three", 8), "three");
    }

    #[test]
    fn a_line_of_a_table_is_one_line() {
        let mut record = Record::default();
        record.article.body = "=One\n\ntwo\nthree".to_owned();
        let place = Place { zone: Zone::Body, span: Span::new(6, 9) };
        let mut out = Vec::new();
        let mut table = Table::new(false, &mut out).unwrap();
        table.push(&LineView::new(&record, place, 5)).unwrap();
        table.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("body,6,9,'=One,two,three,,\n"), "{text}");
    }
}
