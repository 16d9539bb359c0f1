//! `cite`: references to quotations and articles.

use std::io::Write;

use clap::{Args, ValueEnum};
use onrecord::render::cite::{self, Source};
use onrecord::render::table::{Ending, json_line};
use onrecord::search::show;

use crate::commands::show::of_show;
use crate::context::{self, Context};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Flags of `cite`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord cite 9f3a61c2#q5
  onrecord cite 9f3a61c2#q5 --format bibtex >> sources.bib")]
pub(crate) struct CiteArgs {
    /// Quotations (ID#qN), paragraphs (ID#pN) or articles (ID)
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Form of the reference
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
}

/// Forms of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A sentence
    Text,
    /// BibTeX
    Bibtex,
    /// RIS
    Ris,
    /// CSL-JSON: one array of all
    CslJson,
}

/// Prints references to the given ids.
pub(crate) fn run(args: &CiteArgs, context: &Context) -> Result<Exit, Failure> {
    let engine = engine::open(context)?;
    let mut out = context.answer(context::Form::of(&[args.format != Form::Text]));
    let mut items = Vec::new();
    for id in &args.ids {
        let (record, part) = show::find(engine.as_ref(), id).map_err(of_show)?;
        let source = Source { record: &record, part, today: context.today };
        let text = match args.format {
            Form::Text => cite::text(&source),
            Form::Bibtex => cite::bibtex(&source),
            Form::Ris => cite::ris(&source),
            Form::CslJson => {
                items.push(cite::csl(&source));
                continue;
            }
        };
        out.write_all(text.as_bytes()).map_err(Failure::output)?;
    }
    if args.format == Form::CslJson {
        json_line(&items, Ending::Line, &mut out).map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    Ok(Exit::Found)
}
