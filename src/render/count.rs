//! Counts of many queries: a table for people, CSV and JSON. Every number stands under its unit.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::style::shortened;

/// What was counted for one query.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    schema: u32,
    name: String,
    query: String,
    articles: u64,
    quotations: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<u64>,
}

impl CountView {
    /// The counts of a query; matches where they were counted.
    #[must_use]
    pub fn new(name: &str, query: &str, articles: u64, quotations: u64, matches: Option<u64>) -> Self {
        Self { schema: SCHEMA, name: name.to_owned(), query: query.to_owned(), articles, quotations, matches }
    }

    /// Whether anything was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles == 0 && self.quotations == 0
    }

    fn numbers(&self) -> Vec<String> {
        [Some(self.articles), Some(self.quotations), self.matches]
            .into_iter()
            .flatten()
            .map(|n| n.to_string())
            .collect()
    }
}

fn units(counts: &[CountView]) -> &'static [&'static str] {
    let all = &["articles", "quotations", "matches"];
    if counts.iter().any(|count| count.matches.is_some()) { all } else { &all[..2] }
}

/// The table for people.
#[must_use]
pub fn lines(counts: &[CountView]) -> String {
    let units = units(counts);
    let mut out = units.iter().map(|unit| format!("{unit:>10}  ")).collect::<String>() + "query\n";
    for count in counts {
        out.push_str(&count.numbers().iter().map(|number| format!("{number:>10}  ")).collect::<String>());
        out.push_str(&shortened(&sanitize::line(&count.name), 70));
        out.push('\n');
    }
    out
}

/// The table as CSV.
///
/// # Errors
/// When the writer fails.
pub fn csv(counts: &[CountView], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["name", "query"].iter().chain(units(counts)))?;
    for count in counts {
        let words = [&count.name, &count.query].map(|cell| sanitize::cell(&sanitize::line(cell)).into_owned());
        table.write_record(words.into_iter().chain(count.numbers()))?;
    }
    table.flush()
}
