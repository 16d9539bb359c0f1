//! `stats`: what the index holds.

use std::io::Write;

use onrecord::render::stats::StatsView;
use onrecord::render::table::{Ending, json_line};

use crate::args::JsonArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Prints the sizes of the index.
pub(crate) fn run(args: JsonArgs, context: &Context) -> Result<Exit, Failure> {
    let stats = engine::open(context)?.stats()?;
    let view = StatsView::new(&stats);
    let mut out = context.answer(Form::of(&[args.json]));
    if args.json {
        json_line(&view, Ending::Line, &mut out).map_err(Failure::output)?;
    } else {
        out.write_all(view.lines().as_bytes()).map_err(Failure::output)?;
    }
    Ok(if stats.articles > 0 { Exit::Found } else { Exit::Nothing })
}
