//! `speaker`: the profile of a speaker, or of each bearer of a name.

use std::io::Write;

use onrecord::field::Field;
use onrecord::query::ast::Unit;
use onrecord::render::profile::{ProfileView, lines};
use onrecord::render::stats::counted;
use onrecord::render::table::{Ending, json_line};
use onrecord::search::speaker::profiles;

use super::asking::{Asked, shown};
use crate::args::SpeakerArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Prints the profiles.
pub(crate) fn run(args: &SpeakerArgs, context: &Context) -> Result<Exit, Failure> {
    let name = args.name.join(" ");
    if name.trim().eq_ignore_ascii_case("none") {
        return Err(Failure::hinted(
            "`none` is the unknown speaker, who has no profile",
            "`onrecord quotes speaker:none` lists what nobody known says",
        ));
    }
    let mut flags = vec![(Field::Speaker, name)];
    flags.extend(args.fields.0.iter().cloned());
    let asked = Asked { text: String::new(), unit: Unit::Quote, flags, strict: args.strict };
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let (found, all) = profiles(engine.as_ref(), &parsed.query, args.limit)?;
    let mut out = context.answer(Form::of(&[args.json]));
    for (at, profile) in found.iter().enumerate() {
        let written = if args.json {
            json_line(&ProfileView::new(profile), Ending::Line, &mut out)
        } else {
            let blank = if at > 0 { "\n" } else { "" };
            write!(out, "{blank}{}", lines(profile, context.out))
        };
        written.map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    if all == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let part = shown(found.len() as u64, all);
    asked.found(&format!("{}{part}", counted(all, "speaker")), &parsed, engine.as_ref(), context)
}
