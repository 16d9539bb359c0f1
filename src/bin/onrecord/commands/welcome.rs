//! No command: ten lines, not a manual.

use std::io::{self, Write};

use onrecord::render::style::Role;

use crate::context::Context;
use crate::failure::{Exit, Failure};

const LINES: [(&str, &str); 6] = [
    ("onrecord demo", "try it on the articles that come with the program"),
    ("onrecord index PATH…", "index text, JSON, JSONL, CSV; files and folders"),
    ("onrecord search 'QUERY'", "articles: 'gas transit speaker:lind since:2025-09'"),
    ("onrecord quotes 'QUERY'", "quotations: '\"political will\" by:lind'"),
    ("onrecord show ID", "one article, its quotations and speakers"),
    ("onrecord search --syntax", "the query language"),
];

/// Prints the first steps.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let mut text = String::from("onrecord: search political news by who said what, where and when.\n\n");
    for (command, meaning) in LINES {
        text.push_str(&format!("  {}  {meaning}\n", context.out.paint(Role::Title, &format!("{command:<25}"))));
    }
    text.push_str("\nAll commands: onrecord --help\n");
    io::stdout().write_all(text.as_bytes()).map_err(Failure::output)?;
    Ok(Exit::Found)
}
