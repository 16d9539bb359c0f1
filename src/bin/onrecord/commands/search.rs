//! `search` and `quotes`: one language, two units.

use std::io::{self, Write};

use onrecord::engine::{Engine, Order, SearchRequest};
use onrecord::query::ast::Unit;
use onrecord::query::{self, Parsed};
use onrecord::render::stats::counted;
use onrecord::render::table::{self, Ending, HitView, Template, json_line};
use onrecord::render::{hits, sanitize};
use onrecord::search;
use onrecord::search::answer::Answer;
use onrecord::search::passage::PassageOptions;

use super::asking::Asked;
use crate::args::{OutputArgs, SearchArgs, Sort};
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Most hits of one answer: more are read in pages.
const MAX_LIMIT: usize = 100_000;

/// A question to the index.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    asked: Asked,
    order: Order,
    limit: usize,
    offset: usize,
}

impl Question {
    /// The first hits for a query, best first.
    pub(crate) fn first(limit: usize, text: &str, unit: Unit) -> Self {
        let asked = Asked { text: text.to_owned(), unit, flags: Vec::new(), strict: false };
        Self { asked, order: Order::Relevance, limit, offset: 0 }
    }
}

/// Answers a query.
pub(crate) fn run(args: &SearchArgs, unit: Unit, context: &Context) -> Result<Exit, Failure> {
    if args.syntax {
        io::stdout().write_all(query::LANGUAGE.as_bytes()).map_err(Failure::output)?;
        return Ok(Exit::Found);
    }
    let question = Question {
        asked: Asked::of(&args.ask, unit)?,
        order: match args.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Date => Order::Oldest,
            Sort::Newest => Order::Newest,
        },
        limit: if args.count { 0 } else { args.limit.min(MAX_LIMIT) },
        offset: args.offset,
    };
    if args.limit > MAX_LIMIT {
        context.warn(&format!("at most {MAX_LIMIT} hits come in one answer: read on with --offset"));
    }
    let template = args.output.format.as_deref().map(Template::parse).transpose();
    let template = template.map_err(|why| Failure::hinted(why, "for example --format '{date} {speaker}: {text}'"))?;
    let parsed = question.asked.understood(context)?;
    let engine = engine::open(context)?;
    if args.explain {
        explain(&parsed, unit, engine.as_ref())?;
    }
    let found = ask(&question, &parsed, engine.as_ref())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.count {
        writeln!(out, "{}", found.total).map_err(Failure::output)?;
    } else {
        write(&found, &args.output, template.as_ref(), context, &mut out).map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    conclude(&question, &parsed, &found, engine.as_ref(), context)
}

/// Answers a question for people on `out`, notes on standard error.
pub(crate) fn answer(question: &Question, context: &Context, out: &mut dyn Write) -> Result<Exit, Failure> {
    let parsed = question.asked.understood(context)?;
    let engine = engine::open(context)?;
    let found = ask(question, &parsed, engine.as_ref())?;
    out.write_all(hits::hits(&found, context.out).as_bytes()).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    conclude(question, &parsed, &found, engine.as_ref(), context)
}

fn ask(question: &Question, parsed: &Parsed, engine: &dyn Engine) -> Result<Answer, Failure> {
    let request = SearchRequest {
        order: question.order,
        limit: question.limit,
        offset: question.offset,
        ..SearchRequest::new(parsed.query.clone(), question.asked.unit)
    };
    Ok(search::search(engine, &request, &PassageOptions::default())?)
}

fn write(
    found: &Answer,
    output: &OutputArgs,
    template: Option<&Template>,
    context: &Context,
    out: &mut dyn Write,
) -> io::Result<()> {
    let end = if output.null { Ending::Null } else { Ending::Line };
    if output.json {
        found.hits.iter().try_for_each(|hit| json_line(&HitView::new(hit), end, out))
    } else if output.csv {
        table::csv(found, out)
    } else if let Some(template) = template {
        template.write(found, end, out)
    } else {
        out.write_all(hits::hits(found, context.out).as_bytes())
    }
}

/// Says how many there are and how the query was understood; for none, why there is nothing.
fn conclude(
    question: &Question,
    parsed: &Parsed,
    found: &Answer,
    engine: &dyn Engine,
    context: &Context,
) -> Result<Exit, Failure> {
    let asked = &question.asked;
    if found.total == 0 {
        return asked.nothing(parsed, engine, context);
    }
    let count = match asked.unit {
        Unit::Article => counted(found.total, "article"),
        Unit::Quote => format!("{} in {}", counted(found.total, "quotation"), counted(found.articles, "article")),
    };
    let last = question.offset as u64 + found.hits.len() as u64;
    let more = if found.hits.is_empty() {
        String::new()
    } else if last < found.total || question.offset > 0 {
        format!(" · shown {} to {last}", question.offset + 1)
    } else {
        String::new()
    };
    asked.found(&format!("{count}{more}"), parsed, engine, context)
}

/// Prints the query as written and as meant, with counts for each clause, on standard error.
fn explain(parsed: &Parsed, unit: Unit, engine: &dyn Engine) -> Result<(), Failure> {
    let mut text = format!("as meant: {}\n", sanitize::line(&parsed.query.display(unit).to_string()));
    for clause in &parsed.clauses {
        let hits = engine.search(&SearchRequest::count(clause.query.clone(), unit))?;
        let name = if unit == Unit::Quote { "quotation" } else { "article" };
        text.push_str(&format!("  {:<40} {}\n", sanitize::line(&clause.text), counted(hits.total, name)));
    }
    io::stderr().write_all(text.as_bytes()).map_err(Failure::output)
}
