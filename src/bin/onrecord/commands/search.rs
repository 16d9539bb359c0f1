//! `search` and `quotes`: one language, two units.

use std::io::{self, Write};

use onrecord::engine::{Engine, Explanation, Order, Ranking, SearchRequest};
use onrecord::query::ast::{Query, Unit, WordQuery};
use onrecord::query::plain::{bare_words, is_sentence};
use onrecord::query::{self, Parsed};
use onrecord::render::stats::counted;
use onrecord::render::table::{self, Ending, HitView, Template, json_line};
use onrecord::render::{hits, sanitize};
use onrecord::search;
use onrecord::search::answer::Answer;
use onrecord::search::passage::PassageOptions;

use super::asking::Asked;
use super::export::{self, Shape};
use crate::args::{OutputArgs, SearchArgs, Sort};
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Most hits of one answer: more are read in pages.
const MAX_LIMIT: usize = 100_000;

/// Words from which on a query that is nothing but words, all of which nothing has, is taken for a pasted sentence.
const SENTENCE_WORDS: usize = 5;

/// Hits whose scores `--explain` takes apart.
const EXPLAINED: usize = 3;

/// A question to the index.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    asked: Asked,
    order: Order,
    ranking: Ranking,
    limit: usize,
    offset: usize,
}

impl Question {
    /// The first hits for a query, best first.
    pub(crate) fn first(limit: usize, text: &str, unit: Unit) -> Self {
        let asked = Asked { text: text.to_owned(), unit, flags: Vec::new(), strict: false };
        Self { asked, order: Order::Relevance, ranking: Ranking::default(), limit, offset: 0 }
    }

    /// The question whose query is understood so.
    fn request(&self, query: &Query, wording: &[WordQuery]) -> SearchRequest {
        SearchRequest {
            order: self.order,
            ranking: self.ranking.clone(),
            wording: wording.to_vec(),
            limit: self.limit,
            offset: self.offset,
            ..SearchRequest::new(query.clone(), self.asked.unit)
        }
    }
}

/// Answers a query.
pub(crate) fn run(args: &SearchArgs, unit: Unit, context: &Context) -> Result<Exit, Failure> {
    if args.syntax {
        let mut out = context.answer(Form::People);
        out.write_all(query::LANGUAGE.as_bytes()).and_then(|()| out.flush()).map_err(Failure::output)?;
        return Ok(Exit::Found);
    }
    let limit = args.limit.unwrap_or(context.settings.limit);
    let question = Question {
        asked: Asked::of(&args.ask, unit)?,
        order: match args.sort.unwrap_or(context.settings.sort) {
            Sort::Relevance => Order::Relevance,
            Sort::Date => Order::Oldest,
            Sort::Newest => Order::Newest,
        },
        ranking: Ranking { half_life_days: args.recency, ..Ranking::default() },
        limit: if args.count { 0 } else { limit.min(MAX_LIMIT) },
        offset: args.offset,
    };
    if limit > MAX_LIMIT {
        context.warn(&format!("at most {MAX_LIMIT} hits come in one answer: read on with --offset"));
    }
    let template = args.output.format.as_deref().map(Template::parse).transpose();
    let template = template.map_err(|why| Failure::hinted(why, "for example --format '{date} {speaker}: {text}'"))?;
    let (parsed, wording) = if args.any {
        let plain = question.asked.plain(context)?;
        (plain.parsed, plain.wording)
    } else {
        (question.asked.understood(context)?, Vec::new())
    };
    let engine = engine::open(context)?;
    let found = ask(&question.request(&parsed.query, &wording), engine.as_ref())?;
    explain(args, &question, &parsed, &wording, &found, engine.as_ref())?;
    let by_itself = !args.any && !args.count && !question.asked.strict && is_sentence(&parsed.query, SENTENCE_WORDS);
    if found.total == 0
        && by_itself
        && let Some(exit) = near_to(args, &question, template.as_ref(), engine.as_ref(), context)?
    {
        return Ok(exit);
    }
    print(args, &question, &parsed, &found, template.as_ref(), engine.as_ref(), context)?;
    let exit = conclude(&question, &parsed, &found, engine.as_ref(), context)?;
    // where any of the words was tried already, there is nothing either
    if found.total == 0 && !args.any && !by_itself && bare_words(&parsed.query, unit) >= SENTENCE_WORDS {
        context.note("  all of these words are asked for: with --any, any of them will do, fields given as flags");
    }
    Ok(exit)
}

/// Prints what was found, in the form that was asked for.
fn print(
    args: &SearchArgs,
    question: &Question,
    parsed: &Parsed,
    found: &Answer,
    template: Option<&Template>,
    engine: &dyn Engine,
    context: &Context,
) -> Result<(), Failure> {
    let mut out = context.answer(Form::of(&[args.output.json, args.output.csv, args.output.format.is_some()]));
    let shape = match (args.output.json, args.output.null) {
        (true, true) => Shape::Json(Ending::Null),
        (json, _) => Shape::of(json),
    };
    export::head(args.output.export, shape, Some((parsed, question.asked.unit)), engine, context, &mut out)?;
    if args.count {
        writeln!(out, "{}", found.total).map_err(Failure::output)?;
    } else {
        write(found, &args.output, template, context, &mut out).map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)
}

/// What has any of the words of a sentence, all of which nothing has; and says so. Nothing if there is nothing either.
fn near_to(
    args: &SearchArgs,
    question: &Question,
    template: Option<&Template>,
    engine: &dyn Engine,
    context: &Context,
) -> Result<Option<Exit>, Failure> {
    let plain = question.asked.plain(context)?;
    let mut found = ask(&question.request(&plain.parsed.query, &plain.wording), engine)?;
    if found.total == 0 {
        return Ok(None);
    }
    found.hits.iter_mut().for_each(|hit| hit.any = true);
    let what = if question.asked.unit == Unit::Quote { "quotation" } else { "article" };
    context.warn(&format!(
        "no {what} has all of these words: shown is what has any of them, as with --any; --strict asks for all"
    ));
    explain(args, question, &plain.parsed, &plain.wording, &found, engine)?;
    print(args, question, &plain.parsed, &found, template, engine, context)?;
    conclude(question, &plain.parsed, &found, engine, context).map(Some)
}

/// Answers a question for people on `out`, notes on standard error.
pub(crate) fn answer(question: &Question, context: &Context, out: &mut dyn Write) -> Result<Exit, Failure> {
    let parsed = question.asked.understood(context)?;
    let engine = engine::open(context)?;
    let found = ask(&question.request(&parsed.query, &[]), engine.as_ref())?;
    out.write_all(hits::hits(&found, context.out).as_bytes()).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    conclude(question, &parsed, &found, engine.as_ref(), context)
}

fn ask(request: &SearchRequest, engine: &dyn Engine) -> Result<Answer, Failure> {
    Ok(search::search(engine, request, &PassageOptions::default())?)
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
    let more = if found.hits.is_empty() && question.limit > 0 {
        format!(" · none shown: --offset {} lies behind the last", question.offset)
    } else if found.hits.is_empty() {
        String::new()
    } else if last < found.total || question.offset > 0 {
        format!(" · shown {} to {last}", question.offset + 1)
    } else {
        String::new()
    };
    asked.found(&format!("{count}{more}"), parsed, engine, context)
}

/// Prints, on standard error and where it is asked for, the query as meant, with counts for each clause, and what the
/// scores of the first hits are made of.
fn explain(
    args: &SearchArgs,
    question: &Question,
    parsed: &Parsed,
    wording: &[WordQuery],
    found: &Answer,
    engine: &dyn Engine,
) -> Result<(), Failure> {
    if !args.explain {
        return Ok(());
    }
    let unit = question.asked.unit;
    let mut text = format!("as meant: {}\n", sanitize::line(&parsed.query.display(unit).to_string()));
    for clause in &parsed.clauses {
        let hits = engine.search(&SearchRequest::count(clause.query.clone(), unit))?;
        let name = if unit == Unit::Quote { "quotation" } else { "article" };
        text.push_str(&format!("  {:<40} {}\n", sanitize::line(&clause.text), counted(hits.total, name)));
    }
    let request = question.request(&parsed.query, wording);
    for hit in found.hits.iter().take(EXPLAINED).filter(|_| question.order == Order::Relevance) {
        let parts = engine.explain(&request, hit.record.article.id)?;
        text.push_str(&format!("score of hit {}, {}:\n", hit.rank, hit.short_id));
        write_parts(&parts, 1, &mut text);
    }
    io::stderr().write_all(text.as_bytes()).map_err(Failure::output)
}

/// A part of a score a line, what it is made of further in.
fn write_parts(part: &Explanation, depth: usize, out: &mut String) {
    let label = sanitize::line(&part.label);
    out.push_str(&format!("{}{:.3}  {label}\n", "  ".repeat(depth), part.value));
    part.parts.iter().for_each(|part| write_parts(part, depth + 1, out));
}
