//! What an ingest did and understood, for people and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::{bytes, counted, number};
use crate::article::DateFrom;
use crate::ingest::Summary;

/// A summary as others read it.
#[derive(Debug, Serialize)]
pub struct SummaryView<'a> {
    schema: u32,
    inputs: u64,
    inputs_unchanged: u64,
    inputs_failed: u64,
    inputs_pruned: u64,
    added: u64,
    replaced: u64,
    unchanged: u64,
    deleted: u64,
    dates: BTreeMap<&'static str, u64>,
    datelines: u64,
    direct: u64,
    indirect: u64,
    mixed: u64,
    attributed: u64,
    speakers: u64,
    rejected: u64,
    warnings: &'a BTreeMap<&'static str, u64>,
    duplicates: u64,
    gone: &'a [String],
    kept: &'a [String],
    renamed: &'a [(String, String)],
    skipped: &'a [(String, u64)],
    bytes: u64,
    seconds: f64,
    stopped: bool,
}

impl<'a> SummaryView<'a> {
    /// The view of a summary.
    #[must_use]
    pub fn new(summary: &'a Summary) -> Self {
        let [direct, indirect, mixed] = summary.quotes;
        Self {
            schema: SCHEMA,
            inputs: summary.inputs,
            inputs_unchanged: summary.inputs_unchanged,
            inputs_failed: summary.inputs_failed,
            inputs_pruned: summary.inputs_pruned,
            added: summary.added,
            replaced: summary.replaced,
            unchanged: summary.unchanged,
            deleted: summary.deleted,
            dates: summary.dates.iter().map(|(from, count)| (from.name(), *count)).collect(),
            datelines: summary.datelines,
            direct,
            indirect,
            mixed,
            attributed: summary.attributed,
            speakers: summary.speakers,
            rejected: summary.rejected,
            warnings: &summary.warned,
            duplicates: summary.duplicates,
            gone: &summary.gone,
            kept: &summary.kept,
            renamed: &summary.renamed,
            skipped: &summary.skipped,
            bytes: summary.bytes,
            seconds: (summary.seconds * 1000.0).round() / 1000.0,
            stopped: summary.stopped,
        }
    }
}

/// A summary as lines for people.
#[must_use]
pub fn lines(summary: &Summary) -> String {
    let mut out = format!(
        "{}, {}, {} rejected, {:.2} s{}\n",
        counted(summary.inputs, "input"),
        counted(summary.articles(), "article"),
        number(summary.rejected),
        summary.seconds,
        if summary.stopped { " (stopped: what is whole was committed)" } else { "" },
    );
    let mut row = |name: &str, text: String| out.push_str(&format!("  {name:<12}{text}\n"));
    if summary.unchanged + summary.replaced + summary.deleted > 0 {
        row(
            "changes",
            format!(
                "{} new, {} changed, {} as before, {} removed",
                number(summary.added),
                number(summary.replaced),
                number(summary.unchanged),
                number(summary.deleted)
            ),
        );
    }
    if summary.put() > 0 {
        understood(summary, &mut row);
    }
    doubts(summary, &mut row);
    row("read", bytes(summary.bytes));
    out
}

fn understood(summary: &Summary, row: &mut dyn FnMut(&str, String)) {
    let put = number(summary.put());
    let dated: u64 = summary.dates.iter().filter(|(from, _)| **from != DateFrom::None).map(|(_, count)| count).sum();
    let sources: Vec<String> = summary
        .dates
        .iter()
        .filter(|(from, count)| **from != DateFrom::None && **count > 0)
        .map(|(from, count)| format!("{} {}", number(*count), from.name()))
        .collect();
    let sources = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join(", ")) };
    row("dates", format!("{} of {put}{sources}", number(dated)));
    row("datelines", format!("{} of {put}", number(summary.datelines)));
    let [direct, indirect, mixed] = summary.quotes;
    let quotes = direct + indirect + mixed;
    let kinds = format!("{} direct, {} indirect, {} mixed", number(direct), number(indirect), number(mixed));
    row("quotations", format!("{}: {kinds}", number(quotes)));
    row(
        "speakers",
        format!(
            "{} but for case and accents, in {} of {} quotations",
            counted(summary.speakers, "name"),
            number(summary.attributed),
            number(quotes)
        ),
    );
}

fn doubts(summary: &Summary, row: &mut dyn FnMut(&str, String)) {
    let list = |names: &[String]| {
        let shown: Vec<String> = names.iter().take(3).map(|name| sanitize::line(name)).collect();
        let more = if names.len() > 3 { format!(" and {} more", names.len() - 3) } else { String::new() };
        format!("{}{more}", shown.join(", "))
    };
    if summary.rejected_before > 0 {
        row("rejected", format!("{} more in inputs that did not change", number(summary.rejected_before)));
    }
    if !summary.warned.is_empty() {
        let kinds: Vec<String> =
            summary.warned.iter().map(|(what, count)| format!("{} {what}", number(*count))).collect();
        row("warnings", kinds.join(", "));
    }
    if summary.duplicates > 0 {
        row("duplicates", format!("{} left out: read before under the same identity", number(summary.duplicates)));
    }
    if summary.inputs_pruned > 0 {
        row("pruned", counted(summary.inputs_pruned, "input"));
    }
    if !summary.gone.is_empty() {
        row("gone", format!("{} (still in the index; --prune removes them)", list(&summary.gone)));
    }
    if !summary.kept.is_empty() {
        row("kept", format!("{} (nothing in it can be read any more: its articles stay)", list(&summary.kept)));
    }
    if !summary.renamed.is_empty() {
        let names: Vec<String> = summary.renamed.iter().map(|(from, to)| format!("{from} → {to}")).collect();
        row("renamed", format!("{} (ids have changed)", list(&names)));
    }
    if !summary.skipped.is_empty() {
        let kinds: Vec<String> =
            summary.skipped.iter().map(|(kind, count)| format!("{} {kind}", number(*count))).collect();
        row("left out", format!("{}: kinds of files that are not read", list(&kinds)));
    }
}
