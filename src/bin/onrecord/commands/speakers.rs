//! `speakers`: who speaks in what is found.

use std::io::Write;

use onrecord::query::ast::Unit;
use onrecord::render::ranking::Ranking;
use onrecord::render::stats::counted;
use onrecord::search::speakers::speakers;

use super::asking::{Asked, print, shown};
use crate::args::SpeakersArgs;
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Counts the speakers.
pub(crate) fn run(args: &SpeakersArgs, context: &Context) -> Result<Exit, Failure> {
    let asked = Asked::of(&args.ask, Unit::Quote)?;
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let found = speakers(engine.as_ref(), &parsed.query)?;
    let printed = &found.list[..args.limit.min(found.list.len())];
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    print(Ranking::Speakers(printed), args.output, context, &mut out).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    if found.quotes == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let unknown = match found.unknown.count {
        0 => String::new(),
        count => format!(", {} of unknown speakers", counted(count, "quotation")),
    };
    let all = found.list.len() as u64;
    let counts = format!(
        "{}, {}, spellings joined{unknown}{}",
        counted(found.quotes, "quotation"),
        counted(all, "speaker"),
        shown(printed.len() as u64, all)
    );
    asked.found(&counts, &parsed, engine.as_ref(), context)
}
