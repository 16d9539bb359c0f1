//! Ranked lists (speakers, people, places, outlets, words) for people, as JSON and as CSV. Every number has its unit in
//! the head of its column or its name.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::number;
use super::style::{Look, Role, shortened, visible_width};
use super::table::{Ending, json_line};
use crate::query::ast::Unit;
use crate::search::speakers::Speaker;
use crate::search::top::{TopValue, TopWord};

/// Columns of a name at most.
const NAME: usize = 44;

#[derive(Serialize)]
struct SpeakerView<'a> {
    schema: u32,
    rank: usize,
    speaker: &'a str,
    spellings: &'a [String],
    quotes: u64,
    articles: u64,
    words: u64,
}

#[derive(Serialize)]
struct ValueView<'a> {
    schema: u32,
    rank: usize,
    of: &'a str,
    name: &'a str,
    value: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct WordView<'a> {
    schema: u32,
    rank: usize,
    of: &'static str,
    word: &'a str,
    count: u64,
    unit: &'static str,
    documents: u64,
    other: u64,
    log_likelihood: f64,
}

/// A list that is printed in one of three forms.
#[derive(Clone, Copy, Debug)]
pub enum Ranking<'a> {
    /// Who speaks.
    Speakers(&'a [Speaker]),
    /// Values and the articles that have them; the name of one of them.
    Values(&'a str, &'a [TopValue]),
    /// Words, and in what they are counted.
    Words(Unit, &'a [TopWord]),
}

impl Ranking<'_> {
    /// Writes one object a line.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        match *self {
            Self::Speakers(list) => (1..).zip(list).try_for_each(|(rank, speaker)| {
                let view = SpeakerView {
                    schema: SCHEMA,
                    rank,
                    speaker: &speaker.name,
                    spellings: &speaker.spellings,
                    quotes: speaker.quotes,
                    articles: speaker.articles,
                    words: speaker.words,
                };
                json_line(&view, Ending::Line, out)
            }),
            Self::Values(of, list) => (1..).zip(list).try_for_each(|(rank, value)| {
                let (name, articles) = (value.name.as_str(), value.articles);
                let view = ValueView { schema: SCHEMA, rank, of, name, value: &value.value, articles };
                json_line(&view, Ending::Line, out)
            }),
            Self::Words(unit, list) => (1..).zip(list).try_for_each(|(rank, word)| {
                let view = WordView {
                    schema: SCHEMA,
                    rank,
                    of: "word",
                    word: &word.word,
                    count: word.count,
                    unit: unit_name(unit),
                    documents: word.documents,
                    other: word.other,
                    log_likelihood: rounded(word.score),
                };
                json_line(&view, Ending::Line, out)
            }),
        }
    }

    /// Writes a table with a head, safe for spreadsheets.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        let (head, rows) = self.rows(|value| value.to_string());
        table.write_record(head)?;
        for row in rows {
            table.write_record(row.iter().map(|cell| sanitize::cell(&sanitize::terminal(cell)).into_owned()))?;
        }
        table.flush()
    }

    /// The list for people; nothing for none.
    #[must_use]
    pub fn lines(&self, look: Look) -> String {
        let (head, rows) = self.rows(number);
        if rows.is_empty() {
            return String::new();
        }
        let widths: Vec<usize> = (0..head.len())
            .map(|at| {
                let cells = rows.iter().map(|row| visible_width(&cell(row, at)));
                cells.chain([head[at].len()]).max().unwrap_or(0)
            })
            .collect();
        let line = |cells: &[String]| {
            let padded = cells.iter().zip(&widths).enumerate().map(|(at, (text, width))| {
                let blanks = " ".repeat(width.saturating_sub(visible_width(text)));
                if at == 1 { format!("{text}{blanks}") } else { format!("{blanks}{text}") }
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut out = look.paint(Role::Dim, &line(&head.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()));
        out.push('\n');
        for row in &rows {
            let cells: Vec<String> = (0..row.len()).map(|at| cell(row, at)).collect();
            out.push_str(&line(&cells));
            out.push('\n');
        }
        out
    }

    /// The heads of the columns, and the cells: the rank, the name, numbers, and what else there is.
    fn rows(&self, number: impl Fn(u64) -> String) -> (Vec<&'static str>, Vec<Vec<String>>) {
        match *self {
            Self::Speakers(list) => {
                let row = |(rank, speaker): (usize, &Speaker)| {
                    let counts = [speaker.quotes, speaker.articles, speaker.words].map(&number);
                    [vec![rank.to_string(), speaker.name.clone()], counts.to_vec()].concat()
                };
                (vec!["rank", "speaker", "quotations", "articles", "words"], (1..).zip(list).map(row).collect())
            }
            Self::Values(of, list) => {
                let row = |(rank, value): (usize, &TopValue)| {
                    vec![rank.to_string(), value.name.clone(), number(value.articles), value.value.clone()]
                };
                let is_key = of == "place";
                let rows = (1..).zip(list).map(row);
                let rows = rows.map(|row| if is_key { row } else { row[..3].to_vec() });
                let head: &[&str] =
                    if is_key { &["rank", "name", "articles", "key"] } else { &["rank", "name", "articles"] };
                (head.to_vec(), rows.collect())
            }
            Self::Words(unit, list) => {
                let row = |(rank, word): (usize, &TopWord)| {
                    let counts = [word.count, word.documents, word.other].map(&number);
                    let score = format!("{:.1}", word.score);
                    [vec![rank.to_string(), word.word.clone()], counts.to_vec(), vec![score]].concat()
                };
                let documents = if unit == Unit::Quote { "quotations" } else { "articles" };
                let head = vec!["rank", "word", "times", documents, "elsewhere", "log-likelihood"];
                (head, (1..).zip(list).map(row).collect())
            }
        }
    }
}

fn cell(row: &[String], at: usize) -> String {
    row.get(at).map_or_else(String::new, |text| shortened(&sanitize::line(text), NAME))
}

fn unit_name(unit: Unit) -> &'static str {
    if unit == Unit::Quote { "quote" } else { "article" }
}

fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}
