//! `timeline`: counts over time as bars or lines, as a table, as JSON, as a picture.

use std::fs;
use std::io::Write;

use onrecord::render::axis::Scale;
use onrecord::render::{chart, plot, sanitize, timeline as table};
use onrecord::search::timeline::{Grain, Split, TimelineRequest, timeline};

use super::asking::{Asked, counted_in, unit_of};
use crate::args::{AskArgs, By, SplitBy, TimelineArgs};
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Periods that a picture can show.
const MAX_DRAWN: usize = 2_000;

/// Counts over time.
pub(crate) fn run(args: &TimelineArgs, context: &Context) -> Result<Exit, Failure> {
    let unit = unit_of(args.unit);
    let ask = AskArgs { query: args.query.clone(), strict: args.strict, fields: args.fields.0.clone() };
    let asked = Asked::of(&ask, unit)?;
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let request = TimelineRequest {
        query: parsed.query.clone(),
        unit,
        grain: grain(args.by),
        split: args.split.map(|split| match split {
            SplitBy::Outlet => Split::Outlet,
            SplitBy::Speaker => Split::Speaker,
        }),
        series: args.limit,
    };
    let found = timeline(engine.as_ref(), &request)?;
    if found.total == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let scale = if args.share { Scale::Share } else { Scale::Count };
    if let Some(path) = &args.svg {
        if found.periods.len() > MAX_DRAWN {
            return Err(Failure::hinted(
                format!("{} periods are too many for a picture: at most {MAX_DRAWN}", found.periods.len()),
                "take longer periods with --by, or fewer with --since and --until",
            ));
        }
        let form = if args.lines { chart::Form::Lines } else { chart::Form::Bars };
        let picture = chart::svg(&found, &sanitize::line(&parsed.echo), scale, form);
        fs::write(path, picture).map_err(|source| Failure::io(path, source))?;
    }
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    let written = if args.output.json {
        table::json(&found, &mut out)
    } else if args.output.csv {
        table::csv(&found, &mut out)
    } else {
        let draw = if args.lines { plot::lines } else { table::bars };
        out.write_all(draw(&found, context.out, scale).as_bytes())
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    for line in table::notes(&found, scale) {
        context.note(&line);
    }
    let counts = format!("{}, by {}", counted_in(unit, found.total), found.grain.name());
    asked.found(&counts, &parsed, engine.as_ref(), context)
}

fn grain(by: By) -> Grain {
    match by {
        By::Day => Grain::Day,
        By::Week => Grain::Week,
        By::Month => Grain::Month,
        By::Quarter => Grain::Quarter,
        By::Year => Grain::Year,
    }
}
