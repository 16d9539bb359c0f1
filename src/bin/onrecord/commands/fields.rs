//! `fields`: what can be asked for, with counts and examples of this index where there is one.

use std::io::Write;

use onrecord::engine::{EngineError, FacetRequest};
use onrecord::field::{FIELDS, Field, Matching, Owner};
use onrecord::query::ast::Query;
use onrecord::render::sanitize;
use onrecord::render::stats::{counted, number};
use onrecord::render::style::{Role, shortened};
use onrecord::render::table::{Ending, json_line};
use onrecord::search::completion::facet;
use serde::Serialize;

use crate::args::JsonArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Columns before the help of a field.
const INDENT: usize = 21;

/// Values shown of a field.
const EXAMPLES: usize = 3;

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    field: &'a str,
    aliases: &'a [&'a str],
    of: &'a str,
    choices: &'a [&'a str],
    help: &'a str,
    example: &'a str,
    distinct: Option<u64>,
    common: Vec<Common>,
}

#[derive(Serialize)]
struct Common {
    value: String,
    count: u64,
}

/// Prints the table of fields.
pub(crate) fn run(args: JsonArgs, context: &Context) -> Result<Exit, Failure> {
    let engine = match engine::open(context) {
        Ok(engine) => Some(engine),
        Err(Failure::Engine(EngineError::Missing(_))) => None,
        Err(failure) => return Err(failure),
    };
    let mut out = context.answer(Form::of(&[args.json]));
    let mut text = String::new();
    for spec in FIELDS {
        let facets = match (facet_of(spec.field), &engine) {
            (Some(facet), Some(engine)) => {
                Some(engine.facet(&FacetRequest { query: Query::All, facet, limit: EXAMPLES })?)
            }
            _ => None,
        };
        let view = View {
            schema: onrecord::render::extract::SCHEMA,
            field: spec.name,
            aliases: spec.aliases,
            of: if spec.owner == Owner::Quote { "quotation" } else { "article" },
            choices: if let Matching::Choice(words) = spec.matching { words } else { &[] },
            help: spec.help,
            example: spec.example,
            distinct: facets.as_ref().map(|facets| facets.distinct),
            common: facets
                .into_iter()
                .flat_map(|facets| facets.counts)
                .map(|count| Common { value: count.value, count: count.count })
                .collect(),
        };
        if args.json {
            json_line(&view, Ending::Line, &mut out).map_err(Failure::output)?;
        } else {
            text.push_str(&lines(&view, context));
        }
    }
    if engine.is_none() && !args.json {
        text.push_str("\nThere is no index here yet: with one, this list has its counts and commonest values.\n");
    }
    out.write_all(text.as_bytes()).map_err(Failure::output)?;
    Ok(Exit::Found)
}

fn lines(view: &View<'_>, context: &Context) -> String {
    let mut help = view.help.to_owned();
    if !view.choices.is_empty() {
        help.push_str(&format!(": {}", view.choices.join(", ")));
    }
    if !view.aliases.is_empty() {
        help.push_str(&format!(" (also {}:)", view.aliases.join(":, ")));
    }
    let name = context.out.paint(Role::Title, &format!("{:<10}", format!("{}:", view.field)));
    let help = context.out.wrapped(&help, INDENT);
    let example = context.out.paint(Role::Dim, view.example);
    let mut text = format!("{name} {:<9} {}\n{:INDENT$}{example}\n", view.of, help.trim_start(), "");
    if let Some(distinct) = view.distinct.filter(|distinct| *distinct > 0) {
        let common: Vec<String> = view
            .common
            .iter()
            .map(|common| format!("{} {}", shortened(&sanitize::line(&common.value), 30), number(common.count)))
            .collect();
        let (what, unit) = match view.field {
            "speaker" => ("spelling", "quotations"),
            "person" => ("spelling", "articles"),
            _ => ("value", "articles"),
        };
        let values = format!("{}, in {unit}: {}", counted(distinct, what), common.join(", "));
        text.push_str(&format!("{}\n", context.out.wrapped(&values, INDENT)));
    }
    text
}

/// The count of values that is shown of a field: of those that share one, for the first only.
fn facet_of(field: Field) -> Option<onrecord::engine::Facet> {
    facet(field).filter(|_| !matches!(field, Field::About | Field::Via))
}
