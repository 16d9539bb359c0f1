//! `check`: reads the whole index and says whether it is as it was written.

use std::io::Write;

use onrecord::render::sanitize;
use onrecord::render::stats::{counted, number};
use onrecord::render::table::{Ending, json_line};
use serde::Serialize;

use crate::args::JsonArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    whole: bool,
    articles: u64,
    quotes: u64,
    inputs: u64,
    files: u64,
    damage: &'a [String],
}

/// Inspects the index and prints what was found.
pub(crate) fn run(args: JsonArgs, context: &Context) -> Result<Exit, Failure> {
    let report = engine::check(context)?;
    let whole = report.damage.is_empty();
    let mut out = context.answer(Form::of(&[args.json]));
    if args.json {
        let view = View {
            schema: onrecord::render::extract::SCHEMA,
            whole,
            articles: report.articles,
            quotes: report.quotes,
            inputs: report.inputs,
            files: report.files,
            damage: &report.damage,
        };
        json_line(&view, Ending::Line, &mut out).map_err(Failure::output)?;
    } else {
        let mut text: String =
            report.damage.iter().map(|line| format!("damaged: {}\n", sanitize::line(line))).collect();
        text.push_str(&format!(
            "{}: {}, {} quotation documents, {} compared\n",
            if whole { "whole" } else { "damaged" },
            counted(report.articles, "article"),
            number(report.quotes),
            counted(report.files, "file"),
        ));
        if !whole {
            text.push_str(
                "index the articles again into another folder (--index), or try `onrecord index --rebuild`\n",
            );
        }
        out.write_all(text.as_bytes()).map_err(Failure::output)?;
    }
    Ok(if whole { Exit::Found } else { Exit::Damaged })
}
