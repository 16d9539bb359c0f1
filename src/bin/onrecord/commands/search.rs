//! `search` and `quotes`: one language, two units.

use std::io::{self, Write};

use onrecord::engine::{Engine, Order, Ranking, SearchRequest};
use onrecord::query::ast::Unit;
use onrecord::query::plain::{Plain, bare_words, is_sentence};
use onrecord::query::{self, Parsed};
use onrecord::render::count::{self, CountView};
use onrecord::render::hits;
use onrecord::render::stats::{counted, number};
use onrecord::render::table::{self, HitView, Template, json_line};
use onrecord::search;
use onrecord::search::answer::Answer;
use onrecord::search::passage::PassageOptions;
use onrecord::search::query_plan::query_plan;

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
    fold: bool,
    limit: usize,
    offset: usize,
}

impl Question {
    /// The first hits for a query, best first.
    pub(crate) fn first(limit: usize, text: &str, unit: Unit) -> Self {
        let asked = Asked { text: text.to_owned(), unit, flags: Vec::new(), strict: false };
        Self { asked, order: Order::Relevance, ranking: Ranking::default(), fold: true, limit, offset: 0 }
    }

    /// The question whose query is understood so.
    fn request(&self, taken: &Plain) -> SearchRequest {
        SearchRequest {
            order: self.order,
            ranking: self.ranking.clone(),
            wording: taken.wording.clone(),
            fold: self.fold,
            limit: self.limit,
            offset: self.offset,
            ..SearchRequest::new(taken.parsed.query.clone(), self.asked.unit)
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
        fold: !args.no_fold,
        limit: if args.count { 0 } else { limit.min(MAX_LIMIT) },
        offset: args.offset,
    };
    if limit > MAX_LIMIT {
        context.warn(&format!("at most {MAX_LIMIT} hits come in one answer: read on with --offset"));
    }
    let template = args.output.format.as_deref().map(Template::parse).transpose();
    let template = template.map_err(|why| Failure::hinted(why, "for example --format '{date} {speaker}: {text}'"))?;
    let taken = if args.any {
        question.asked.plain(context)?
    } else {
        Plain { parsed: question.asked.understood(context)?, wording: Vec::new() }
    };
    let parsed = &taken.parsed;
    let engine = engine::open(context)?;
    let run = Run { args, question: &question, template: template.as_ref(), engine: engine.as_ref(), context };
    let found = ask(&question.request(&taken), run.engine)?;
    let by_itself = !args.any && !args.count && !question.asked.strict && is_sentence(&parsed.query, SENTENCE_WORDS);
    if found.total == 0
        && by_itself
        && let Some(exit) = run.near_to()?
    {
        return Ok(exit);
    }
    run.print(&taken, &found)?;
    let exit = conclude(&question, parsed, &found, run.engine, context)?;
    // where any of the words was tried already, there is nothing either
    if found.total == 0 && !args.any && !by_itself && bare_words(&parsed.query, unit) >= SENTENCE_WORDS {
        context.note("  all of these words are asked for: with --any, any of them will do, fields given as flags");
    }
    Ok(exit)
}

/// A question, and all that answering it takes.
struct Run<'a> {
    args: &'a SearchArgs,
    question: &'a Question,
    template: Option<&'a Template>,
    engine: &'a dyn Engine,
    context: &'a Context,
}

impl Run<'_> {
    /// Prints what was found, in the form that was asked for.
    fn print(&self, taken: &Plain, found: &Answer) -> Result<(), Failure> {
        let output = &self.args.output;
        let mut out = self.context.answer(Form::of(&[output.json, output.csv, output.format.is_some()]));
        let shape = if output.json { Shape::Json(output.end()) } else { Shape::Text };
        let query = Some((&taken.parsed, self.question.asked.unit));
        export::head(output.export, shape, query, self.engine, self.context, &mut out)?;
        self.explain(taken, found, &mut out)?;
        if self.args.count {
            self.count(taken, found, &mut out).map_err(Failure::output)?;
        } else {
            write(found, output, self.template, self.context, &mut out).map_err(Failure::output)?;
        }
        out.flush().map_err(Failure::output)
    }

    /// Prints how many there are.
    fn count(&self, taken: &Plain, found: &Answer, out: &mut dyn Write) -> io::Result<()> {
        let (asked, output) = (&self.question.asked, &self.args.output);
        if !(output.json || output.csv) {
            return writeln!(out, "{}", found.total);
        }
        let quotations = (asked.unit == Unit::Quote).then_some(found.total);
        let meant = taken.parsed.query.display(asked.unit).to_string();
        let query = if asked.flags.is_empty() { &asked.text } else { &meant };
        let view = CountView::new(query, query, found.articles, quotations, None);
        if output.json { json_line(&view, output.end(), out) } else { count::csv(&[view], out) }
    }

    /// What has any of the words of a sentence, all of which nothing has; and says so. Nothing if there is nothing either.
    fn near_to(&self) -> Result<Option<Exit>, Failure> {
        let Self { question, engine, context, .. } = *self;
        let plain = question.asked.plain(context)?;
        let mut found = ask(&question.request(&plain), engine)?;
        if found.total == 0 {
            return Ok(None);
        }
        found.hits.iter_mut().for_each(|hit| hit.any = true);
        let what = if question.asked.unit == Unit::Quote { "quotation" } else { "article" };
        context.warn(&format!(
            "no {what} has all of these words: shown is what has any of them, as with --any; --strict asks for all"
        ));
        self.print(&plain, &found)?;
        conclude(question, &plain.parsed, &found, engine, context).map(Some)
    }

    /// The query in all its forms, where it is asked for: in JSON as an object of its own, else for people on standard error.
    fn explain(&self, taken: &Plain, found: &Answer, out: &mut dyn Write) -> Result<(), Failure> {
        if !self.args.explain {
            return Ok(());
        }
        let by_score = self.question.order == Order::Relevance;
        let explained = if by_score { found.hits.len().min(EXPLAINED) } else { 0 };
        let request = self.question.request(taken);
        let plan = query_plan(self.engine, &taken.parsed, &request, &found.hits[..explained])?;
        if self.args.output.json {
            return plan.json(self.args.output.end(), out).map_err(Failure::output);
        }
        self.context.tell(&plan.lines());
        Ok(())
    }
}

/// Answers a question for people on `out`, notes on standard error.
pub(crate) fn answer(question: &Question, context: &Context, out: &mut dyn Write) -> Result<Exit, Failure> {
    let taken = Plain { parsed: question.asked.understood(context)?, wording: Vec::new() };
    let engine = engine::open(context)?;
    let found = ask(&question.request(&taken), engine.as_ref())?;
    out.write_all(hits::hits(&found, context.out).as_bytes()).map_err(Failure::output)?;
    out.flush().map_err(Failure::output)?;
    conclude(question, &taken.parsed, &found, engine.as_ref(), context)
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
    let end = output.end();
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
    let copies: u64 = found.hits.iter().map(|hit| hit.copies).sum();
    let more = if found.hits.is_empty() && question.limit > 0 {
        format!(" · none shown: --offset {} lies behind the last", question.offset)
    } else if found.hits.is_empty() {
        String::new()
    } else if last + copies < found.total || question.offset > 0 {
        format!(" · shown {} to {}", number(question.offset as u64 + 1), number(last))
    } else {
        String::new()
    };
    let folded = match copies {
        0 => String::new(),
        1 => " · 1 copy folded (--no-fold lists it)".to_owned(),
        copies => format!(" · {} copies folded (--no-fold lists them)", number(copies)),
    };
    asked.found(&format!("{count}{more}{folded}"), parsed, engine, context)
}
