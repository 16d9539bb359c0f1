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
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotations: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl CountView {
    /// The counts of a query; quotations and matches where they were counted.
    #[must_use]
    pub fn new(name: &str, query: &str, articles: u64, quotations: Option<u64>, matches: Option<u64>) -> Self {
        let (name, query) = (name.to_owned(), query.to_owned());
        Self { schema: SCHEMA, name, query, articles: Some(articles), quotations, matches, error: None }
    }

    /// A query that is not understood, and why.
    #[must_use]
    pub fn failed(name: &str, query: &str, error: &str) -> Self {
        let error = Some(error.to_owned());
        Self { articles: None, error, ..Self::new(name, query, 0, None, None) }
    }

    /// Whether anything was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.unwrap_or(0) == 0 && self.quotations.unwrap_or(0) == 0
    }

    /// Whether the query is not understood.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.error.is_some()
    }

    /// The number under each unit; nothing where it was not counted.
    fn numbers(&self, units: &[&str]) -> Vec<String> {
        let all = [self.articles, self.quotations, self.matches];
        all.iter().take(units.len()).map(|number| number.map_or_else(String::new, |n| n.to_string())).collect()
    }
}

fn units(counts: &[CountView]) -> &'static [&'static str] {
    let all = &["articles", "quotations", "matches"];
    if counts.iter().any(|count| count.matches.is_some()) {
        all
    } else if counts.iter().any(|count| count.quotations.is_some()) {
        &all[..2]
    } else {
        &all[..1]
    }
}

/// The table for people, who were told of the queries that are not understood.
#[must_use]
pub fn lines(counts: &[CountView]) -> String {
    let units = units(counts);
    let mut out = units.iter().map(|unit| format!("{unit:>10}  ")).collect::<String>() + "query\n";
    for count in counts.iter().filter(|count| !count.is_failed()) {
        out.push_str(&count.numbers(units).iter().map(|number| format!("{number:>10}  ")).collect::<String>());
        out.push_str(&shortened(&sanitize::line(&count.name), 70));
        out.push('\n');
    }
    out
}

/// The table as CSV. Queries that are not understood have no numbers.
///
/// # Errors
/// When the writer fails.
pub fn csv(counts: &[CountView], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let units = units(counts);
    table.write_record(["name", "query"].iter().chain(units))?;
    for count in counts {
        let words = [&count.name, &count.query].map(|cell| sanitize::cell(&sanitize::line(cell)).into_owned());
        table.write_record(words.into_iter().chain(count.numbers(units)))?;
    }
    table.flush()
}
