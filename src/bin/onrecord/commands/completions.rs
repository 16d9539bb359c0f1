//! `completions`: a script that teaches a shell the commands and flags.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::failure::{Exit, Failure};

/// Prints the script of a shell.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "onrecord", &mut script);
    io::stdout().write_all(&script).map_err(Failure::output)?;
    Ok(Exit::Found)
}
