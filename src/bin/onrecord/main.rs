//! The command `onrecord`: reads its arguments, hands them to a verb, ends with a code.

mod args;
mod commands;
mod context;
mod engine;
mod failure;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Verb};
use crate::context::Context;
use crate::failure::{Exit, Failure};

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(args::arguments(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => return failure::of_arguments(&error),
    };
    let context = Context::new(&cli.common);
    // A panic while a damaged index is read, or one article is analysed, is caught there and told in plain words; any other
    // ends here.
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(AssertUnwindSafe(|| run(cli, &context))) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => failure.report(&context),
        Err(cause) => Failure::fault(cause.as_ref()).report(&context),
    }
}

fn run(cli: Cli, context: &Context) -> Result<Exit, Failure> {
    match cli.command {
        None => commands::welcome::run(context),
        Some(Verb::Index(args)) => commands::index::run(&args, context),
        Some(Verb::Search(args)) => commands::search::run(&args, onrecord::query::ast::Unit::Article, context),
        Some(Verb::Quotes(args)) => commands::search::run(&args, onrecord::query::ast::Unit::Quote, context),
        Some(Verb::Speakers(args)) => commands::speakers::run(&args, context),
        Some(Verb::Speaker(args)) => commands::speaker::run(&args, context),
        Some(Verb::Top(args)) => commands::top::run(&args, context),
        Some(Verb::Timeline(args)) => commands::timeline::run(&args, context),
        Some(Verb::First(args)) => commands::first::run(&args, context),
        Some(Verb::Compare(args)) => commands::compare::run(&args, context),
        Some(Verb::Show(args)) => commands::show::run(&args, context),
        Some(Verb::Explain(args)) => commands::explain::run(&args, context),
        Some(Verb::Cite(args)) => commands::cite::run(&args, context),
        Some(Verb::Kwic(args)) => commands::kwic::run(&args, context),
        Some(Verb::Match(args)) => commands::nearest::run(&args, context),
        Some(Verb::Count(args)) => commands::count::run(&args, context),
        Some(Verb::Extract(args)) => commands::extract::run(&args, context),
        Some(Verb::Stats(args)) => commands::stats::run(args, context),
        Some(Verb::Fields(args)) => commands::fields::run(args, context),
        Some(Verb::Check(args)) => commands::check::run(args, context),
        Some(Verb::Demo) => commands::demo::run(context),
        Some(Verb::Completions(args)) => commands::completions::run(&args),
        Some(Verb::Man(args)) => commands::man::run(&args),
    }
}
