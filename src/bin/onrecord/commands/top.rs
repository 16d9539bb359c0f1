//! `top`: people, places, outlets and words of what is found.

use std::io::Write;

use onrecord::engine::Facet;
use onrecord::query::ast::Unit;
use onrecord::render::ranking::Ranking;
use onrecord::render::stats::{counted, number};
use onrecord::search::top;

use super::asking::{Asked, counted_in, print, shown, unit_of};
use crate::args::{TopArgs, What};
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Ranks.
pub(crate) fn run(args: &TopArgs, context: &Context) -> Result<Exit, Failure> {
    let (facet, of) = match args.what {
        What::Words => return words(args, context),
        What::People => (Facet::Person, "person"),
        What::Places => (Facet::Place, "place"),
        What::Outlets => (Facet::Outlet, "outlet"),
    };
    if args.vs.is_some() || unit_of(args.unit) == Unit::Quote {
        return Err(Failure::hinted(
            "--vs and --unit quote are for words",
            "people, places and outlets are counted in articles: `onrecord speakers` counts quotations",
        ));
    }
    let asked = Asked::of(&args.ask, Unit::Article)?;
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let found = top::values(engine.as_ref(), &parsed.query, facet, args.limit)?;
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    print(Ranking::Values(of, &found.list), args.output, context, &mut out).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    if found.articles == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let plural = if of == "person" { "people".to_owned() } else { format!("{of}s") };
    let different =
        if found.distinct == 1 { format!("1 {of}") } else { format!("{} different {plural}", number(found.distinct)) };
    let part = shown(found.list.len() as u64, found.distinct);
    let counts = format!("{}, {different}{part}", counted(found.articles, "article"));
    asked.found(&counts, &parsed, engine.as_ref(), context)
}

fn words(args: &TopArgs, context: &Context) -> Result<Exit, Failure> {
    let unit = unit_of(args.unit);
    let asked = Asked::of(&args.ask, unit)?;
    let parsed = asked.understood(context)?;
    let other = match &args.vs {
        Some(text) => {
            let other = Asked { text: text.clone(), flags: Vec::new(), ..asked.clone() };
            Some(other.understood(context)?)
        }
        None => None,
    };
    let engine = engine::open(context)?;
    let against = other.as_ref().map(|other| &other.query);
    let found = top::words(engine.as_ref(), &parsed.query, against, unit, args.limit)?;
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    print(Ranking::Words(unit, &found.list), args.output, context, &mut out).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    if found.documents == 0 {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let than = if other.is_some() { "in --vs" } else { "in the rest of the index" };
    let counts = format!(
        "{} with {}, {} {than}",
        counted_in(unit, found.documents),
        counted(found.words, "word"),
        number(found.other_words)
    );
    if found.list.is_empty() {
        context.note("no word is commoner here than there");
    }
    asked.found(&counts, &parsed, engine.as_ref(), context)
}
