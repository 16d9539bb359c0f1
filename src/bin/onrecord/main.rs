//! The command `onrecord`: reads its arguments, hands them to a verb, ends with a code.

mod args;
mod commands;
mod config;
mod context;
mod engine;
mod failure;
mod memory;
mod pager;
mod settings;
mod shell;
mod twins;
mod typed;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use crate::args::{Cli, Verb};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::settings::{Environment, Settings};

fn main() -> ExitCode {
    // Until the command is known.
    memory::allow_large_pages(false);
    let cli = match typed::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return failure::of_arguments(&error),
    };
    let quiet = cli.common.quiet;
    let context = match settings_of(&cli) {
        Ok(settings) => Context::new(settings, quiet),
        Err(failure) => return failure.report(&Context::new(Settings::default(), quiet)),
    };
    // A panic while a damaged index is read, or one article is analysed, is caught there and told in plain words; any other
    // ends here.
    panic::set_hook(Box::new(|_| {}));
    match panic::catch_unwind(AssertUnwindSafe(|| run(cli, &context))) {
        Ok(Ok(exit)) => match context.finish() {
            Ok(()) => exit.into(),
            Err(error) => Failure::output(error).report(&context),
        },
        Ok(Err(failure)) => failure.report(&context),
        Err(cause) => Failure::fault(cause.as_ref()).report(&context),
    }
}

/// The settings of a run. Commands that print what is built in need none, and work whatever stands in a config file.
fn settings_of(cli: &Cli) -> Result<Settings, Failure> {
    if matches!(cli.command, Some(Verb::Completions(_) | Verb::Man(_))) {
        return Ok(Settings::default());
    }
    let variable = |name: &str| std::env::var_os(name);
    Settings::load(&cli.common, &Environment { variable: &variable, folder: std::env::current_dir().ok() })
}

fn run(cli: Cli, context: &Context) -> Result<Exit, Failure> {
    memory::allow_large_pages(matches!(cli.command, Some(Verb::Index(_) | Verb::Extract(_) | Verb::Demo)));
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
        Some(Verb::Config(args)) => commands::config::run(args, context),
        Some(Verb::Check(args)) => commands::check::run(args, context),
        Some(Verb::Demo) => commands::demo::run(context),
        Some(Verb::Completions(args)) => commands::completions::run(&args),
        Some(Verb::Complete(args)) => commands::complete::run(&args, context),
        Some(Verb::Man(args)) => commands::man::run(&args),
    }
}
