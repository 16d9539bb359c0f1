//! `match`: who said it, or something near to it.

use std::io::{self, Read, Write};

use clap::Args;
use onrecord::engine::SearchRequest;
use onrecord::field::Field;
use onrecord::lexicon::Lexicon;
use onrecord::query;
use onrecord::query::ast::{Query, Unit};
use onrecord::render::nearest::{self, NearView};
use onrecord::render::stats::{counted, number};
use onrecord::render::table::{Ending, json_line};
use onrecord::search::wording::{self, Nearest};

use super::export::{self, ExportArgs, Shape};
use crate::args::{similarity, whole};
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};
use crate::twins::FieldFlags;
use crate::typed::with_hyphen;

/// Longest claim, in bytes.
const MAX_CLAIM_BYTES: u64 = 1 << 20;

/// Flags of `match`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord match 'the perpetrators will be punished'
  pbpaste | onrecord match --by lind
Of a longer text what stands in marks is looked for, or else each sentence by itself.
Similarity runs from 0 to 1: half the share of the claim's words, half their order. It says nothing of truth.")]
pub(crate) struct MatchArgs {
    /// The claim; without one, or as -, it is read from standard input
    #[arg(value_name = "TEXT")]
    pub(crate) claim: Vec<String>,
    /// Quotations to print
    #[arg(short = 'n', long, visible_alias = "top", value_name = "N", default_value_t = 5)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Least similarity, 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.4)]
    #[arg(value_parser = similarity, allow_negative_numbers = true)]
    pub(crate) least: f64,
    /// Print JSON, one object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    #[command(flatten)]
    pub(crate) fields: FieldFlags,
}

/// Prints the quotations nearest to the claim.
pub(crate) fn run(args: &MatchArgs, context: &Context) -> Result<Exit, Failure> {
    let claim = claim_of(&args.claim)?;
    let lexicon = Lexicon::builtin();
    let said = |text: &str| onrecord::text::token::words(text).count();
    if said(&claim) == 0 {
        return Err(Failure::hinted("there is no word to look for", "onrecord match 'the words that were said'"));
    }
    let engine = engine::open(context)?;
    let mut count = |word: &str| -> Result<u64, Failure> {
        let query = saying(&[word.to_owned()], &[], context)?;
        Ok(engine.search(&SearchRequest::count(query, Unit::Quote))?.total)
    };
    let parts = wording::parts(&claim, lexicon);
    let several = parts.len();
    if several == wording::MAX_PARTS {
        context.warn(&format!("only the first {several} parts are compared"));
    }
    if parts.iter().any(|part| said(part) > wording::MAX_CLAIM_WORDS) {
        let of = if several > 1 { " of each part" } else { "" };
        context.warn(&format!("only the first {} words{of} are compared", wording::MAX_CLAIM_WORDS));
    }
    let mut claims = Vec::with_capacity(several);
    for part in parts {
        let telling = wording::telling(&part, lexicon, &mut count)?;
        if !telling.is_empty() {
            claims.push((part, saying(&telling, &args.fields.0, context)?));
        }
    }
    let found = wording::nearest(engine.as_ref(), &claims, args.least, args.limit, lexicon)?;
    let mut out = context.answer(Form::of(&[args.json, args.csv]));
    export::head(args.export, Shape::of(args.json), None, engine.as_ref(), context, &mut out)?;
    let written = if args.json {
        let views = (1..).zip(&found.list).filter_map(|(rank, near)| NearView::new(rank, near));
        views.into_iter().try_for_each(|view| json_line(&view, Ending::Line, &mut out))
    } else if args.csv {
        nearest::csv(&found.list, &mut out)
    } else {
        out.write_all(nearest::lines(&found.list, context.out).as_bytes())
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    Ok(conclude(&found, several, args.least, context))
}

/// Says how many quotations are near enough, how many of them are shown, and whether all that hold a word were compared.
fn conclude(found: &Nearest, parts: usize, least: f64, context: &Context) -> Exit {
    if parts > 1 {
        context.note(&format!("the text was looked for in {parts} parts: what stands in marks, or each sentence"));
        if found.compared < found.found {
            context.note("  of some parts only the quotations with the rarest words were compared");
        }
    }
    if found.near == 0 {
        context.note(&format!("no quotation is as near as {least}: lower it with --least, or search for single words"));
    } else {
        let shown = found.list.len() as u64;
        let part =
            if shown == 0 || shown == found.near { String::new() } else { format!(" · shown 1 to {}", number(shown)) };
        let count = counted(found.near, "quotation");
        context.note(&format!("{count}{part} · nearest wording first, nothing is said of truth"));
    }
    if parts == 1 && found.compared < found.found {
        let [compared, all] = [found.compared, found.found].map(number);
        context.note(&format!("  among the {compared} with the rarest words, of {all} that hold one of the words"));
    }
    if found.near == 0 { Exit::Nothing } else { Exit::Found }
}

/// Quotations that hold one of the words, and what the flags ask for.
fn saying(words: &[String], flags: &[(Field, String)], context: &Context) -> Result<Query, Failure> {
    let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.replace('"', " "))).collect();
    let options =
        query::Options { today: context.today, unit: Unit::Quote, lexicon: Lexicon::builtin(), strict: false };
    let parsed = query::parse_with_names(&format!("said:({})", words.join(" OR ")), flags, context.names(), &options);
    Ok(parsed.map_err(|error| Failure::Query(error.render()))?.query)
}

fn claim_of(words: &[String]) -> Result<String, Failure> {
    if !words.is_empty() && words != ["-"] {
        return Ok(words.iter().map(|word| with_hyphen(word)).collect::<Vec<_>>().join(" "));
    }
    let mut text = String::new();
    let read = io::stdin().take(MAX_CLAIM_BYTES).read_to_string(&mut text);
    read.map_err(|error| Failure::other(format!("the claim cannot be read from standard input: {error}")))?;
    Ok(text)
}
