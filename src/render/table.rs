//! Hits as JSON lines, as comma-separated values and by a template: the forms that other programs read. What a hit holds
//! in each is made in one place, [`HitView`]; its shape is written down in `schema.json` beside this file.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::{DatelineView, QuoteView, SCHEMA, chance, dateline_text, speakers};
use super::sanitize::{self, SafeFormatter};
use crate::annotation::Zone;
use crate::search::answer::{Answer, AnswerHit, Passage};
use crate::text::Span;

/// A hit as others read it.
#[derive(Debug, Serialize)]
pub struct HitView<'a> {
    schema: u32,
    rank: usize,
    score: f64,
    unit: &'static str,
    id: String,
    source_id: Option<&'a str>,
    title: Option<&'a str>,
    title_highlights: &'a [Span],
    date: Option<String>,
    date_from: &'static str,
    dateline: Option<DatelineView<'a>>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    copies: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<QuoteView<'a>>,
    passages: Vec<PassageView<'a>>,
}

#[derive(Debug, Serialize)]
struct PassageView<'a> {
    text: &'a str,
    r#in: Zone,
    start: u32,
    end: u32,
    highlights: &'a [Span],
    quote: Option<PassageQuoteView>,
}

#[derive(Debug, Serialize)]
struct PassageQuoteView {
    n: u32,
    speaker: Option<String>,
    kind: &'static str,
    confidence: f64,
}

impl<'a> HitView<'a> {
    /// The view of a hit.
    #[must_use]
    pub fn new(hit: &'a AnswerHit) -> Self {
        let (article, analysis) = (&hit.record.article, &hit.record.analysis);
        let quote = hit.quote.filter(|number| (*number as usize) < analysis.quotes.len());
        Self {
            schema: SCHEMA,
            rank: hit.rank,
            score: f64::from(hit.score),
            unit: if hit.quote.is_some() { "quote" } else { "article" },
            id: match quote {
                Some(number) => format!("{}#q{}", article.id, number + 1),
                None => article.id.to_string(),
            },
            source_id: article.source_id.as_deref(),
            title: (!article.title.is_empty()).then_some(&article.title),
            title_highlights: &hit.title_marks,
            date: article.date.map(|day| day.to_string()),
            date_from: article.date_from.name(),
            dateline: analysis.dateline.as_ref().map(|dateline| DatelineView::new(dateline, article)),
            outlet: article.outlet.as_deref(),
            url: article.url.as_deref(),
            path: &article.origin.path,
            copies: hit.copies,
            words: hit.any.then_some("any"),
            quote: quote.map(|number| QuoteView::new(article, analysis, number as usize)),
            passages: hit.passages.iter().map(|passage| PassageView::new(hit, passage)).collect(),
        }
    }
}

impl<'a> PassageView<'a> {
    fn new(hit: &'a AnswerHit, passage: &'a Passage) -> Self {
        let text = match passage.zone {
            Zone::Body => &hit.record.article.body,
            Zone::Title => &hit.record.article.title,
        };
        Self {
            text: passage.span.get(text).unwrap_or(""),
            r#in: passage.zone,
            start: passage.span.start,
            end: passage.span.end,
            highlights: &passage.marks,
            quote: passage.quote.and_then(|number| PassageQuoteView::new(hit, number)),
        }
    }
}

impl PassageQuoteView {
    fn new(hit: &AnswerHit, number: u32) -> Option<Self> {
        let analysis = &hit.record.analysis;
        let quote = analysis.quotes.get(number as usize)?;
        Some(Self {
            n: number + 1,
            speaker: speakers(analysis, quote),
            kind: quote.kind.name(),
            confidence: chance(quote.confidence),
        })
    }
}

/// Writes anything as one line of JSON in which no character can steer a terminal.
///
/// # Errors
/// When the writer fails.
pub fn json_line<T: Serialize>(value: &T, end: Ending, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, SafeFormatter))?;
    line.push(end.byte());
    out.write_all(&line)
}

/// How each hit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a line break.
    Line,
    /// With a zero byte.
    Null,
}

impl Ending {
    fn byte(self) -> u8 {
        match self {
            Self::Line => b'\n',
            Self::Null => 0,
        }
    }
}

/// Columns of the table, and names that a template may use.
pub const COLUMNS: [&str; 18] = [
    "rank",
    "score",
    "unit",
    "id",
    "source_id",
    "date",
    "date_from",
    "place",
    "outlet",
    "title",
    "speaker",
    "role",
    "kind",
    "confidence",
    "text",
    "path",
    "words",
    "copies",
];

/// The value of a column for a hit; nothing if there is no such column.
#[must_use]
pub fn column(hit: &AnswerHit, name: &str) -> Option<String> {
    let (article, analysis) = (&hit.record.article, &hit.record.analysis);
    let quote = hit.quote.and_then(|number| analysis.quotes.get(number as usize));
    let owned = |text: Option<&str>| text.unwrap_or("").to_owned();
    Some(match name {
        "rank" => hit.rank.to_string(),
        "score" => format!("{:.4}", hit.score),
        "unit" => (if quote.is_some() { "quote" } else { "article" }).to_owned(),
        "id" => match hit.quote {
            Some(number) => format!("{}#q{}", article.id, number + 1),
            None => article.id.to_string(),
        },
        "source_id" => owned(article.source_id.as_deref()),
        "date" => article.date.map(|day| day.to_string()).unwrap_or_default(),
        "date_from" => article.date_from.name().to_owned(),
        "place" => owned(analysis.dateline.as_ref().and_then(|dateline| dateline.place.as_deref())),
        "dateline" => owned(analysis.dateline.as_ref().map(|dateline| dateline_text(dateline, article))),
        "outlet" => owned(article.outlet.as_deref()),
        "url" => owned(article.url.as_deref()),
        "title" => article.title.clone(),
        "speaker" => quote.and_then(|quote| speakers(analysis, quote)).unwrap_or_default(),
        // Of several speakers none is told, as where they are listed.
        "role" => {
            let alone = quote.filter(|quote| quote.others.is_empty());
            owned(alone.and_then(|quote| analysis.speaker(quote)?.role.as_deref()))
        }
        "kind" => owned(quote.map(|quote| quote.kind.name())),
        "confidence" => quote.map(|quote| chance(quote.confidence).to_string()).unwrap_or_default(),
        "text" => match quote {
            Some(quote) => quote.text(super::extract::text_of(article, quote)),
            None => {
                hit.passages.iter().map(|passage| PassageView::new(hit, passage).text).collect::<Vec<_>>().join(" … ")
            }
        },
        "path" => article.origin.path.clone(),
        "copies" => hit.copies.to_string(),
        "words" => (if hit.any { "any" } else { "" }).to_owned(),
        _ => return None,
    })
}

/// Writes the hits as a table with a head, safe for spreadsheets.
///
/// # Errors
/// When the writer fails.
pub fn csv(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for hit in &answer.hits {
        let cells = COLUMNS.iter().map(|name| column(hit, name).unwrap_or_default());
        table.write_record(cells.map(|cell| sanitize::cell(&sanitize::terminal(&cell)).into_owned()))?;
    }
    table.flush()
}

/// A template with names in braces, such as `{date} {speaker}: {text}`; `{{` and `}}` are braces, `\t` and `\n` what they
/// usually are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Column(String),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The message for people, if a name is unknown or a brace stands alone.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if matches!(chars.peek(), Some('t' | 'n' | '\\')) => plain.push(match chars.next() {
                    Some('t') => '\t',
                    Some('n') => '\n',
                    _ => '\\',
                }),
                '{' | '}' if chars.peek() == Some(&c) => {
                    chars.next();
                    plain.push(c);
                }
                '{' => {
                    let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    let known = COLUMNS.contains(&name.as_str()) || matches!(name.as_str(), "url" | "dateline");
                    if !known {
                        return Err(format!(
                            "the template names `{name}`; it may name {} url dateline",
                            COLUMNS.join(" ")
                        ));
                    }
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(Piece::Column(name));
                }
                '}' => return Err("a `}` stands alone in the template; write `}}` for a brace".to_owned()),
                c => plain.push(c),
            }
        }
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }

    /// The template filled for a hit; values stand on one line each.
    #[must_use]
    pub fn fill(&self, hit: &AnswerHit) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Column(name) => sanitize::line(&column(hit, name).unwrap_or_default()),
            })
            .collect()
    }

    /// Writes all hits.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, answer: &Answer, end: Ending, out: &mut dyn Write) -> io::Result<()> {
        for hit in &answer.hits {
            out.write_all(self.fill(hit).as_bytes())?;
            out.write_all(&[end.byte()])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_tells_names_from_text() {
        let template = Template::parse(r"{date}\t{{x}} {speaker}").unwrap();
        assert_eq!(
            template.0,
            [
                Piece::Text(String::new()),
                Piece::Column("date".into()),
                Piece::Text("\t{x} ".into()),
                Piece::Column("speaker".into()),
                Piece::Text(String::new()),
            ]
        );
        assert!(Template::parse("{nobody}").unwrap_err().contains("nobody"));
        assert!(Template::parse("a } b").is_err());
    }
}
