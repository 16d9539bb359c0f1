//! `extract`: what is found in files, as JSON, without an index; and the preview of `index --dry-run`.

use std::io::{self, Write};
use std::ops::ControlFlow;

use onrecord::document::Record;
use onrecord::ingest::{self, Options, Understood};
use onrecord::lexicon::Lexicon;
use onrecord::read::{ReadError, Warning};
use onrecord::render::extract::{Body, ExtractView};
use onrecord::render::style::Role;
use onrecord::render::table::{Ending, json_line};
use onrecord::render::{sanitize, stats::counted};

use super::index::read_settings;
use crate::args::ExtractArgs;
use crate::context::Context;
use crate::failure::{Exit, Failure};

/// Articles that `index --dry-run` shows.
const PREVIEWED: usize = 5;

/// Prints one object an article.
pub(crate) fn run(args: &ExtractArgs, context: &Context) -> Result<Exit, Failure> {
    let mut options = Options::new(args.paths.clone(), context.today);
    read_settings(&args.reading, &mut options)?;
    options.threads = args.threads.unwrap_or(0);
    let body = if args.body { Body::Repeated } else { Body::LeftOut };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut articles, mut rejected, mut failed) = (0u64, 0u64, None);
    ingest::extract(&options, Lexicon::builtin(), |item| {
        match item {
            Ok(Understood { record, warnings }) => {
                articles += 1;
                warn(&warnings, context);
                failed = json_line(&ExtractView::new(&record, body), Ending::Line, &mut out).err();
            }
            Err(error) => {
                rejected += 1;
                reject(&error, context);
            }
        }
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    failed.map_or_else(|| out.flush(), Err).map_err(Failure::output)?;
    Ok(match (articles, rejected) {
        (_, 1..) if args.strict => Exit::Partial,
        (0, _) => Exit::Nothing,
        _ => Exit::Found,
    })
}

fn warn(warnings: &[Warning], context: &Context) {
    for warning in warnings {
        context.warn(&sanitize::line(&warning.to_string()));
    }
}

fn reject(error: &ReadError, context: &Context) {
    let hint = error.problem.hint().map_or_else(String::new, |hint| format!(" ({hint})"));
    context.warn(&format!("rejected: {}{hint}", sanitize::line(&error.to_string())));
}

/// Shows how the first articles were understood; nothing is written.
pub(crate) fn preview(options: &Options, context: &Context) -> Result<Exit, Failure> {
    let mut text = String::new();
    let mut shown = 0;
    ingest::extract(options, Lexicon::builtin(), |item| {
        match item {
            Ok(Understood { record, warnings }) => {
                text.push_str(&fields(&record, context));
                warn(&warnings, context);
                shown += 1;
            }
            Err(error) => reject(&error, context),
        }
        if shown == PREVIEWED { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    io::stdout().write_all(text.as_bytes()).map_err(Failure::output)?;
    context.note(&format!("{} shown as understood; nothing was written", counted(shown as u64, "article")));
    Ok(if shown > 0 { Exit::Found } else { Exit::Nothing })
}

fn fields(record: &Record, context: &Context) -> String {
    let article = &record.article;
    let quotes = record.analysis.quotes.len();
    let dateline = record.analysis.dateline.as_ref();
    let rows = [
        (
            "file",
            Some(format!("{}, record {} ({})", article.origin.path, article.origin.record, article.origin.format)),
        ),
        ("id", Some(article.id.to_string())),
        ("source id", article.source_id.clone()),
        ("title", Some(article.title.clone()).filter(|title| !title.is_empty())),
        ("date", article.date.map(|day| format!("{day} (from the {})", article.date_from.name()))),
        ("time", article.timestamp.map(|moment| moment.to_rfc3339())),
        ("dateline", dateline.map(|dateline| onrecord::render::extract::dateline_text(dateline, article).to_owned())),
        ("outlet", article.outlet.clone()),
        ("byline", article.byline.clone()),
        ("section", article.section.clone()),
        ("language", article.language.clone()),
        ("url", article.url.clone()),
        ("body", Some(format!("{} bytes: {}", article.body.len(), first_words(&article.body)))),
        ("quotations", Some(quotes.to_string())),
    ];
    let mut out = String::new();
    for (name, value) in rows {
        let name = context.out.paint(Role::Dim, &format!("{name:<11}"));
        out.push_str(&format!("{name} {}\n", value.map_or_else(|| "–".to_owned(), |value| sanitize::line(&value))));
    }
    out.push('\n');
    out
}

fn first_words(body: &str) -> String {
    let words: Vec<&str> = body.split_whitespace().take(12).collect();
    format!("{} …", words.join(" "))
}
