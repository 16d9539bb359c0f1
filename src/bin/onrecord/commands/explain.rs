//! `explain`: how the speaker of a quotation was found.

use std::io::Write;

use clap::Args;
use onrecord::analysis;
use onrecord::lexicon::Lexicon;
use onrecord::render::explain::{ExplainView, explanation};
use onrecord::render::table::{Ending, json_line};
use onrecord::search::show::{self, Part};

use crate::commands::show::of_show;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Flags of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  onrecord explain 9f3a61c2#q5")]
pub(crate) struct ExplainArgs {
    /// Quotations, as ID#qN; an id without #qN stands for all quotations of the article
    #[arg(required = true, value_name = "ID#qN")]
    pub(crate) ids: Vec<String>,
    /// Print JSON, one object a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// Explains the quotations of the given ids.
pub(crate) fn run(args: &ExplainArgs, context: &Context) -> Result<Exit, Failure> {
    let engine = engine::open(context)?;
    let mut out = context.answer(Form::of(&[args.json]));
    let mut explained = 0;
    for id in &args.ids {
        let (record, part) = show::find(engine.as_ref(), id).map_err(of_show)?;
        let numbers = match part {
            Part::Whole => 0..record.analysis.quotes.len(),
            Part::Quote(number) => number as usize..number as usize + 1,
            Part::Paragraph(_) => {
                return Err(Failure::hinted(format!("{id} is a paragraph"), "name a quotation: ID#q1"));
            }
        };
        for number in numbers {
            let chain = analysis::explain(&record.article, Lexicon::builtin(), number);
            let chain = chain.filter(|chain| record.analysis.quotes.get(number) == Some(&chain.quote));
            let Some(chain) = chain else {
                return Err(Failure::hinted(
                    format!("{id} was analysed by another version of the program: the way to the speaker is not known"),
                    "make the index anew from the articles stored in it: `onrecord index --rebuild`",
                ));
            };
            if args.json {
                if let Some(view) = ExplainView::new(&record, number, &chain) {
                    json_line(&view, Ending::Line, &mut out).map_err(Failure::output)?;
                }
            } else {
                let text = explanation(&record, number, &chain, context.out).unwrap_or_default();
                let gap = if explained > 0 { "\n" } else { "" };
                out.write_all(format!("{gap}{text}").as_bytes()).map_err(Failure::output)?;
            }
            explained += 1;
        }
    }
    out.flush().map_err(Failure::output)?;
    Ok(if explained > 0 { Exit::Found } else { Exit::Nothing })
}
