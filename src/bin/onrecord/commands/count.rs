//! `count`: how much each of many queries finds, in articles, quotations and matches.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use onrecord::engine::{Engine, SearchRequest};
use onrecord::field::Field;
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::{Query, Unit};
use onrecord::query::{self, NoteKind};
use onrecord::render::count::{self, CountView};
use onrecord::render::sanitize;
use onrecord::render::style::Role;
use onrecord::render::table::{Ending, json_line};
use onrecord::search::batch::{self, Named};

use super::asking::Asked;
use super::export::{self, ExportArgs, Shape};
use crate::args::By;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};
use crate::twins::FieldFlags;
use crate::typed::with_hyphen;

/// Longest list of queries, in bytes.
const MAX_LIST_BYTES: u64 = 16 << 20;

/// Flags of `count`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord count 'gas transit' '\"political will\"'
  onrecord count --queries parties.txt --since 2025 --csv
A line of the list is a query, or `name: query`; lines that begin with # are passed over.
A query that is not understood is reported and the others are counted; the exit code is 3 then.
In CSV such a query has no numbers, in JSON an `error`.
Articles are what `search` finds, quotations what `quotes` finds, matches the lines of `kwic`:
stretches that are marked. A phrase is one, the two words of `a NEAR b` are two.")]
pub(crate) struct CountArgs {
    /// Queries, each counted by itself
    #[arg(required_unless_present = "queries", value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// A list of queries, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// Leave out the matches: those of names, places and quotations are counted in the texts themselves, which takes long
    #[arg(long)]
    pub(crate) no_matches: bool,
    /// Take what the query language forgives for an error, and any error for one of the whole list
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print JSON, one object a query
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

/// Counts each query; queries that are not understood are reported, and the rest is counted.
pub(crate) fn run(args: &CountArgs, context: &Context) -> Result<Exit, Failure> {
    let mut list: Vec<Named> = Vec::new();
    for (at, query) in args.query.iter().map(|query| with_hyphen(query)).enumerate() {
        list.push(Named { line: at + 1, name: query.clone(), query: Some(query) });
    }
    let typed = list.len();
    if let Some(path) = &args.queries {
        list.extend(batch::parse(&list_of(path)?));
    }
    if list.is_empty() {
        return Err(Failure::hinted("the list holds no query", "write a query a line, or `name: query`"));
    }
    let engine = engine::open(context)?;
    say_flags(&args.fields.0, context)?;
    let mut counts = Vec::with_capacity(list.len());
    let mut bad = 0;
    for (at, named) in list.iter().enumerate() {
        let place = match &args.queries {
            Some(path) if at >= typed => format!("{}, line {}", path.display(), named.line),
            _ => format!("query {}", named.line),
        };
        match meant(named, args, context, &place) {
            Ok(meant) => counts.push(counts_of(named, &meant, args, engine.as_ref())?),
            Err(message) => {
                bad += 1;
                let message = message.trim_end();
                let query = named.query.as_deref().unwrap_or(&named.name);
                counts.push(CountView::failed(&named.name, query, message.lines().next().unwrap_or("")));
                // nothing can be said if standard error is closed
                let error = context.err.paint(Role::Error, "error:");
                let _ = writeln!(io::stderr(), "{error} {}: {}", sanitize::line(&place), message);
            }
        }
    }
    let mut out = context.answer(Form::of(&[args.json, args.csv]));
    export::head(args.export, Shape::of(args.json), None, engine.as_ref(), context, &mut out)?;
    write(&counts, args, &mut out).map_err(Failure::output)?;
    if bad > 0 {
        let verb = if bad == 1 { "is" } else { "are" };
        let message = match list.len() {
            1 => "the query is not understood".to_owned(),
            all => format!("{bad} of {all} queries {verb} not understood"),
        };
        if bad == list.len() || args.strict {
            return Err(Failure::other(message));
        }
        context.warn(&message);
        return Ok(Exit::Partial);
    }
    Ok(if counts.iter().all(CountView::is_empty) { Exit::Nothing } else { Exit::Found })
}

/// Says what the flags ask of every query, which the table does not show.
fn say_flags(flags: &[(Field, String)], context: &Context) -> Result<(), Failure> {
    if flags.is_empty() {
        return Ok(());
    }
    let asked = Asked { text: String::new(), unit: Unit::Article, flags: flags.to_vec(), strict: false };
    context.note(&format!("every query ANDed with {}", sanitize::line(&asked.understood(context)?.echo)));
    let is_period = |(field, value): &&(Field, String)| *field == Field::Speaker && By::from_str(value, true).is_ok();
    if let Some((_, value)) = flags.iter().find(is_period) {
        context.warn(&format!(
            "`--by {value}` asks for a speaker of that name: `onrecord timeline QUERY --by {value}` counts over time"
        ));
    }
    Ok(())
}

fn write(counts: &[CountView], args: &CountArgs, out: &mut dyn Write) -> io::Result<()> {
    if args.json {
        counts.iter().try_for_each(|count| json_line(count, Ending::Line, out))?;
    } else if args.csv {
        count::csv(counts, out)?;
    } else if !counts.iter().all(CountView::is_failed) {
        out.write_all(count::lines(counts).as_bytes())?;
    }
    out.flush()
}

fn list_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::io(path, error))?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(Failure::other(format!("{} is longer than {MAX_LIST_BYTES} bytes", path.display())));
    }
    Ok(bytes)
}

/// A query as `search` and as `quotes` understand it.
struct Meant {
    articles: Query,
    quotations: Query,
}

fn meant(named: &Named, args: &CountArgs, context: &Context, place: &str) -> Result<Meant, String> {
    let text = named.query.as_deref().ok_or("this line is not UTF-8")?;
    let read = |unit: Unit| {
        let options = query::Options { today: context.today, unit, lexicon: Lexicon::builtin(), strict: args.strict };
        query::parse_with_names(text, &args.fields.0, context.names(), &options).map_err(|error| error.render())
    };
    let articles = read(Unit::Article)?;
    for note in articles.notes.iter().filter(|note| note.kind != NoteKind::Advice) {
        context.warn(&sanitize::line(&format!("{place}: {}", note.message)));
    }
    Ok(Meant { articles: articles.query, quotations: read(Unit::Quote)?.query })
}

fn counts_of(named: &Named, meant: &Meant, args: &CountArgs, engine: &dyn Engine) -> Result<CountView, Failure> {
    let total = |query: &Query, unit: Unit| engine.search(&SearchRequest::count(query.clone(), unit));
    let articles = total(&meant.articles, Unit::Article)?.total;
    let quotations = total(&meant.quotations, Unit::Quote)?.total;
    let matches = if args.no_matches { None } else { Some(engine.matches(&meant.articles)?.matches) };
    let query = named.query.as_deref().unwrap_or_default();
    Ok(CountView::new(&named.name, query, articles, Some(quotations), matches))
}
