//! `first`: the earliest dated quotation or article that matches.

use std::io::Write;

use onrecord::render::hits;
use onrecord::render::table::{self, Ending, HitView, json_line};
use onrecord::search::first::first;

use super::asking::{Asked, counted_in, unit_of};
use crate::args::FirstArgs;
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Finds the earliest.
pub(crate) fn run(args: &FirstArgs, context: &Context) -> Result<Exit, Failure> {
    let unit = unit_of(args.unit);
    let asked = Asked::of(&args.ask, unit)?;
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let found = first(engine.as_ref(), &parsed.query, unit, args.limit)?;
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    let written = if args.output.json {
        found.answer.hits.iter().try_for_each(|hit| json_line(&HitView::new(hit), Ending::Line, &mut out))
    } else if args.output.csv {
        table::csv(&found.answer, &mut out)
    } else {
        out.write_all(hits::hits(&found.answer, context.out).as_bytes())
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    if found.dated == 0 {
        if found.undated > 0 {
            context.note(&format!("{} without a date: none of them can be the first", counted_in(unit, found.undated)));
        }
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let mut counts = format!("the earliest of {} with a date", counted_in(unit, found.dated));
    if found.answer.total > 1 {
        let order = if found.is_ordered { "in the order of their times" } else { "in no known order" };
        counts.push_str(&format!("; {} of that day, {order}", counted_in(unit, found.answer.total)));
    }
    if found.undated > 0 {
        counts.push_str(&format!("; {} without a date left out", counted_in(unit, found.undated)));
    }
    asked.found(&counts, &parsed, engine.as_ref(), context)
}
