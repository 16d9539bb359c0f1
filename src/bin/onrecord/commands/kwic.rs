//! `kwic`: every match of a query with the words around it, a line each.

use std::io::Write;
use std::ops::ControlFlow;

use clap::Args;
use onrecord::engine::{MatchCount, Order};
use onrecord::query::ast::Unit;
use onrecord::render::kwic::{LineView, Table};
use onrecord::render::stats::counted;
use onrecord::render::table::{Ending, json_line};
use onrecord::search::concordance;

use super::export::{self, ExportArgs, Shape};
use crate::args::whole;
use crate::args::{AskArgs, Sort};
use crate::commands::asking::{Asked, shown as part_of};
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Words on each side at most.
const MAX_WINDOW: usize = 200;

/// Flags of `kwic`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord kwic 'econom*' --window 8
  onrecord kwic '\"political will\" since:2025' --csv > will.csv
A phrase is one match, overlapping matches are one; `count` counts the same matches.")]
pub(crate) struct KwicArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// Words on each side of the match
    #[arg(short, long, value_name = "N", default_value_t = 8)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) window: usize,
    /// Order of the articles: date (oldest first), -date (newest first), relevance
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = Sort::Date, allow_hyphen_values = true)]
    pub(crate) sort: Sort,
    /// Lines to print at most [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole::<u64>, allow_negative_numbers = true)]
    pub(crate) limit: Option<u64>,
    /// Print JSON, one object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    /// Leave out the head of the table
    #[arg(long, requires = "csv")]
    pub(crate) no_header: bool,
}

/// Prints the lines of a concordance.
pub(crate) fn run(args: &KwicArgs, context: &Context) -> Result<Exit, Failure> {
    let asked = Asked::of(&args.ask, Unit::Article)?;
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let order = match args.sort {
        Sort::Relevance => Order::Relevance,
        Sort::Date => Order::Oldest,
        Sort::Newest => Order::Newest,
    };
    let mut out = context.answer(Form::of(&[args.json, args.csv]));
    let (mut found, mut shown) = (MatchCount::default(), 0u64);
    let limit = args.limit.unwrap_or(u64::MAX);
    let window = args.window.min(MAX_WINDOW);
    let (mut failed, mut cut) = (None, false);
    export::head(
        args.export,
        Shape::of(args.json),
        Some((&parsed, Unit::Article)),
        engine.as_ref(),
        context,
        &mut out,
    )?;
    out.flush().map_err(Failure::output)?;
    let mut table = if args.csv { Some(Table::new(!args.no_header, &mut out).map_err(Failure::output)?) } else { None };
    let mut plain = context.answer(Form::of(&[args.json, args.csv]));
    concordance::walk(engine.as_ref(), &parsed.query, order, &mut |record, places| {
        if shown == limit {
            cut = true;
            return ControlFlow::Break(());
        }
        found.add(places.len() as u64);
        let room = usize::try_from(limit - shown).unwrap_or(usize::MAX);
        for place in places.iter().take(room) {
            shown += 1;
            let line = LineView::new(record, *place, window);
            let written = match &mut table {
                Some(table) => table.push(&line),
                None if args.json => json_line(&line, Ending::Line, &mut plain),
                None => writeln!(plain, "{}", line.line(context.out)),
            };
            if let Err(error) = written {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failed {
        return Err(Failure::output(error));
    }
    table.map_or(Ok(()), Table::finish).map_err(Failure::output)?;
    plain.flush().map_err(Failure::output)?;
    if cut {
        found = engine.matches(&parsed.query)?;
    }
    let MatchCount { matches: lines, articles, silent } = found;
    if articles == 0 && silent == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    if silent > 0 {
        let what = counted(silent, "article");
        context.warn(&format!("{what} found by what is not marked in the text (dates, datelines, outlets, pronouns)"));
    }
    let counts = format!("{} in {}", counted(lines, "line"), counted(articles, "article"));
    asked.found(&format!("{counts}{}", part_of(shown, lines)), &parsed, engine.as_ref(), context)?;
    Ok(if lines > 0 { Exit::Found } else { Exit::Nothing })
}
