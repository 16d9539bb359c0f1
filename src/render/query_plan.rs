//! How a query was taken, as lines for people and as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::counted;
use super::table::{Ending, json_line};
use crate::engine::{Compiled, Explanation};
use crate::query::ast::Unit;
use crate::search::query_plan::QueryPlan;

/// Columns that a part may take before its count.
const LABEL_WIDTH: usize = 48;

impl QueryPlan {
    /// The plan for people, each line ended.
    #[must_use]
    pub fn lines(&self) -> String {
        let mut out = String::from("as written:\n");
        self.written.lines().for_each(|line| row(1, line, "", &mut out));
        out.push_str(&format!("as meant: {}\n", sanitize::line(&self.meant)));
        row(1, &self.query, "", &mut out);
        out.push_str("clauses, each alone:\n");
        for (text, count) in &self.clauses {
            row(1, text, &counted(*count, name(self.unit)), &mut out);
        }
        out.push_str("as compiled, each part alone:\n");
        write_compiled(&self.compiled, 1, &mut out);
        for score in &self.scores {
            out.push_str(&format!("score of hit {}, {}:\n", score.rank, score.short_id));
            write_parts(&score.parts, 1, &mut out);
        }
        out
    }

    /// Writes the plan as an object of its own.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn json(&self, end: Ending, out: &mut dyn Write) -> io::Result<()> {
        let clauses = self.clauses.iter().map(|(text, count)| ClauseView { text, count: *count }).collect();
        let scores =
            self.scores.iter().map(|score| ScoreView { rank: score.rank, id: &score.short_id, score: &score.parts });
        let explain = PlanView {
            unit: unit(self.unit),
            written: self.written.lines().collect(),
            meant: &self.meant,
            query: &self.query,
            clauses,
            compiled: CompiledView::new(&self.compiled),
            scores: scores.collect(),
        };
        json_line(&View { schema: SCHEMA, explain }, end, out)
    }
}

fn name(unit: Unit) -> &'static str {
    if unit == Unit::Quote { "quotation" } else { "article" }
}

fn unit(unit: Unit) -> &'static str {
    if unit == Unit::Quote { "quote" } else { "article" }
}

/// A line: what stands there keeps the blanks before it.
fn row(depth: usize, text: &str, count: &str, out: &mut String) {
    let indent = "  ".repeat(depth) + &" ".repeat(text.len() - text.trim_start().len());
    let line = format!("{indent}{}", sanitize::line(text));
    if count.is_empty() {
        out.push_str(&format!("{line}\n"));
    } else {
        out.push_str(&format!("{line:<LABEL_WIDTH$}  {count}\n"));
    }
}

fn write_compiled(part: &Compiled, depth: usize, out: &mut String) {
    let words = part.words.map(|words| format!(" ({})", counted(words, "word"))).unwrap_or_default();
    row(depth, &format!("{}{words}", part.label), &counted(part.count, name(part.unit)), out);
    part.parts.iter().for_each(|part| write_compiled(part, depth + 1, out));
}

/// A part of a score a line, what it is made of further in.
fn write_parts(part: &Explanation, depth: usize, out: &mut String) {
    row(depth, &format!("{:.3}  {}", part.value, part.label), "", out);
    part.parts.iter().for_each(|part| write_parts(part, depth + 1, out));
}

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    explain: PlanView<'a>,
}

#[derive(Serialize)]
struct PlanView<'a> {
    unit: &'static str,
    written: Vec<&'a str>,
    meant: &'a str,
    query: &'a str,
    clauses: Vec<ClauseView<'a>>,
    compiled: CompiledView<'a>,
    scores: Vec<ScoreView<'a>>,
}

#[derive(Serialize)]
struct ClauseView<'a> {
    text: &'a str,
    count: u64,
}

#[derive(Serialize)]
struct CompiledView<'a> {
    label: &'a str,
    unit: &'static str,
    count: u64,
    words: Option<u64>,
    parts: Vec<CompiledView<'a>>,
}

impl<'a> CompiledView<'a> {
    fn new(part: &'a Compiled) -> Self {
        Self {
            label: &part.label,
            unit: unit(part.unit),
            count: part.count,
            words: part.words,
            parts: part.parts.iter().map(Self::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct ScoreView<'a> {
    rank: usize,
    id: &'a str,
    score: &'a Explanation,
}
