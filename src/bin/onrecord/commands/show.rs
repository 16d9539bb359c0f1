//! `show`: an article with its quotations and speakers, one of its quotations or paragraphs, or its JSON.

use std::io::Write;

use onrecord::render::extract::{Body, ExtractView};
use onrecord::render::show as page;
use onrecord::render::table::{Ending, json_line};
use onrecord::search::show::{self, Part, ShowError};

use crate::args::ShowArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Prints the articles of the given ids.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let engine = engine::open(context)?;
    let mut out = context.answer(Form::of(&[args.json]));
    for (at, id) in args.ids.iter().enumerate() {
        let (record, part) = show::find(engine.as_ref(), id).map_err(of_show)?;
        if args.json {
            let body = if args.body { Body::Repeated } else { Body::LeftOut };
            json_line(&ExtractView::new(&record, body), Ending::Line, &mut out).map_err(Failure::output)?;
            continue;
        }
        let mut text = if at > 0 { "\n".to_owned() } else { String::new() };
        text.push_str(&page::head(&record, context.out));
        text.push('\n');
        text.push_str(&match part {
            Part::Whole if args.quotes => page::quotes(&record, None, context.out),
            Part::Whole => page::text(&record, context.out),
            Part::Quote(number) => page::quotes(&record, Some(number as usize), context.out),
            Part::Paragraph(number) => page::paragraph(&record, number as usize + 1, context.out).unwrap_or_default(),
        });
        out.write_all(text.as_bytes()).map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    Ok(Exit::Found)
}

pub(crate) fn of_show(error: ShowError) -> Failure {
    match error {
        ShowError::Engine(error) => Failure::Engine(error),
        error @ ShowError::NoPart { what: "quotation", .. } => {
            Failure::hinted(error.to_string(), "`onrecord show ID --quotes` lists those of an article")
        }
        error @ ShowError::NoPart { .. } => {
            Failure::hinted(error.to_string(), "`onrecord show ID` shows the whole article")
        }
        error => {
            Failure::hinted(error.to_string(), "ids stand in the answers of `onrecord search`; eight digits are enough")
        }
    }
}
