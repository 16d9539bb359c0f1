//! `compare`: what was said then beside what is said now, mostly by one speaker.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use onrecord::date::DateRange;
use onrecord::query::ast::Unit;
use onrecord::query::period;
use onrecord::render::compare::{Compared, kinds};
use onrecord::render::stats::{counted, number};
use onrecord::search::compare::{CompareRequest, Comparison, SecondHand, compare, shared_days};

use super::asking::{Asked, text_of};
use crate::args::TableArgs;
use crate::args::whole;
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};
use crate::twins::FieldFlags;

/// Words listed of each period.
const WORDS: usize = 12;

/// Flags of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord compare --speaker 'mara lind' --about qarali 2024 2025-10
  onrecord compare 'speaker:lind said:treaty' 2025-Q1 2025-Q2 --csv > lind.csv
  onrecord compare --speaker lind --words-only 2024 2025
Quotations stand as they were printed, oldest first; nothing is judged. A word is told if the log-likelihood (Dunning 1993)
of its two counts is 3.84 or more, which chance makes in one case of twenty. JSON has periods, quotations and words; CSV the
quotations, with --words-only the words.
The words of indirect quotations are the reporter's: --kind direct leaves them out.")]
pub(crate) struct CompareArgs {
    /// What is compared, in the query language; then the two periods, which share no day: 2024, 2025-10, 2025-Q3, 2025-09..2025-10, last-week
    #[arg(value_name = "QUERY PERIOD PERIOD")]
    pub(crate) asked: Vec<String>,
    /// Take in what others report of the speaker, too; otherwise it is only counted
    #[arg(long)]
    pub(crate) second_hand: bool,
    /// Print the words that changed, without the quotations
    #[arg(long)]
    pub(crate) words_only: bool,
    /// Quotations of each period to print, the oldest first
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Take what the query language forgives for an error
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) output: TableArgs,
    #[command(flatten)]
    pub(crate) fields: FieldFlags,
}

/// Compares.
pub(crate) fn run(args: &CompareArgs, context: &Context) -> Result<Exit, Failure> {
    let example = "for example onrecord compare 'speaker:lind tariff' 2024 2025";
    let [query @ .., first, second] = &args.asked[..] else {
        return Err(Failure::hinted("two periods are to be compared, behind what was said", example));
    };
    let labels = [first.as_str(), second.as_str()];
    if query.is_empty() && args.fields.0.is_empty() {
        return Err(Failure::hinted("whose words are to be compared?", example));
    }
    let periods = [period_of(labels[0], context)?, period_of(labels[1], context)?];
    apart(periods, labels)?;
    let flags = args.fields.0.clone();
    let asked = Asked { text: text_of(query)?, unit: Unit::Quote, flags, strict: args.strict };
    let parsed = asked.understood(context)?;
    let engine = engine::open(context)?;
    let second_hand = if args.second_hand { SecondHand::TakenIn } else { SecondHand::LeftOut };
    let limit = if args.words_only { 0 } else { args.limit };
    let request = CompareRequest { query: parsed.query.clone(), periods, second_hand, limit, words: WORDS };
    let found = compare(engine.as_ref(), &request)?;
    let compared = Compared { found: &found, labels };
    let mut out = asked.answer(args.output, &parsed, engine.as_ref(), context)?;
    let written = if args.output.json {
        compared.json(&mut out)
    } else if args.output.csv && args.words_only {
        compared.words_csv(&mut out)
    } else if args.output.csv {
        compared.csv(&mut out)
    } else if args.words_only {
        out.write_all(compared.words_alone(context.out).as_bytes())
    } else {
        out.write_all(compared.lines(context.out).as_bytes())
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    notes(&found, args, context);
    if found.sides.iter().all(|side| side.quotes == 0) {
        return asked.nothing(&parsed, engine.as_ref(), context);
    }
    let counts = found.sides.iter().zip(labels).map(|(side, label)| {
        let kinds = if side.quotes > 0 { format!(" ({})", kinds(side)) } else { String::new() };
        format!("{} in {} in {label}{kinds}", counted(side.quotes, "quotation"), counted(side.articles, "article"))
    });
    asked.found(&counts.collect::<Vec<_>>().join(", "), &parsed, engine.as_ref(), context)
}

/// Says what is in neither period, what was left out, and what is in both.
fn notes(found: &Comparison, args: &CompareArgs, context: &Context) {
    let second_hand: u64 = found.sides.iter().map(|side| side.second_hand).sum();
    if second_hand > 0 {
        let [first, second] = [0, 1].map(|at| number(found.sides[at].second_hand));
        let what = counted(second_hand, "quotation");
        let done = if args.second_hand { "taken in" } else { "left out, --second-hand takes them in" };
        context.note(&format!("{what} at second hand ({first} and {second}), reported by somebody else: {done}"));
    }
    if found.undated > 0 {
        context.note(&format!("{} without a date: in neither period", counted(found.undated, "quotation")));
    }
    if found.sides.iter().any(|side| side.quotes > 0) && !args.output.json && !args.output.csv {
        let all_direct = found.sides.iter().all(|side| side.kinds[1..] == [0, 0]);
        context.note(if all_direct {
            "nothing is judged: all are direct, the words the speaker's, as the articles print them"
        } else {
            "nothing is judged: the words of direct quotations are the speaker's, as the articles print them, those of \
             indirect ones the reporter's, of mixed ones some of each"
        });
    }
}

/// Two periods that share days are refused: what was said there would be counted twice.
fn apart(periods: [DateRange; 2], [first, second]: [&str; 2]) -> Result<(), Failure> {
    let Some(shared) = shared_days(periods) else { return Ok(()) };
    let message = if periods[0] == periods[1] {
        format!("the periods {first} and {second} are the same days")
    } else {
        format!("the periods {first} and {second} share {}: what was said then would be counted twice", days(shared))
    };
    // the one that begins later, or ends later, gives way
    let [a, b] = periods;
    let ends = |period: DateRange| period.to.unwrap_or(NaiveDate::MAX);
    let swapped = (a.from, ends(a)) > (b.from, ends(b));
    let (a, b) = if swapped { (b, a) } else { (a, b) };
    let apart = if ends(a) < ends(b) {
        let after = DateRange { from: a.to.and_then(|day| day.succ_opt()), to: b.to };
        Some((days(a), days(after)))
    } else {
        let before = DateRange { from: a.from, to: b.from.and_then(|day| day.pred_opt()) };
        (before.to.is_some() && !before.is_empty()).then(|| (days(before), days(b)))
    };
    let hint = apart.map_or_else(
        || "two periods that share no day, for example 2024 2025".to_owned(),
        |(a, b)| {
            if swapped {
                format!("periods that share no day: {b} {a}")
            } else {
                format!("periods that share no day: {a} {b}")
            }
        },
    );
    Err(Failure::hinted(message, hint))
}

/// A period as it is typed.
fn days(period: DateRange) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (from, to) => format!("{}..{}", day(from), day(to)),
    }
}

fn period_of(text: &str, context: &Context) -> Result<DateRange, Failure> {
    period::parse_range(text, context.today).map_err(|error| match error.hint {
        Some(hint) => Failure::hinted(error.message, hint),
        None => Failure::other(error.message),
    })
}
