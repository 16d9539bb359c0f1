//! What every command needs to know of its surroundings: the day, the terminal, the folder of the index.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use chrono::{Local, NaiveDate};
use onrecord::render::style::{Look, Role};

use crate::args::{Common, When};

/// Columns of a line where no terminal tells.
const DEFAULT_WIDTH: usize = 80;

/// Columns of a line at most: longer lines are hard to read.
const MAX_WIDTH: usize = 110;

/// The surroundings of a command.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// The civil day of now, or as given with `--today`.
    pub(crate) today: NaiveDate,
    /// What standard output can show.
    pub(crate) out: Look,
    /// What standard error can show.
    pub(crate) err: Look,
    /// Whether notes and progress are left out.
    pub(crate) quiet: bool,
    /// The folder of the index.
    pub(crate) index: PathBuf,
}

impl Context {
    pub(crate) fn new(common: &Common) -> Self {
        let width = terminal_size::terminal_size()
            .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
            .clamp(40, MAX_WIDTH);
        let look = |terminal: bool| Look { colour: has_colour(common.color, terminal), width };
        Self {
            today: common.today.unwrap_or_else(|| Local::now().date_naive()),
            out: look(io::stdout().is_terminal()),
            err: look(io::stderr().is_terminal()),
            quiet: common.quiet,
            index: common.index.clone(),
        }
    }

    /// Prints a note on standard error, unless `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            // a closed standard error is no reason to stop
            let _ = writeln!(io::stderr(), "{}", self.err.paint(Role::Dim, text));
        }
    }

    /// Prints a warning on standard error, unless `--quiet`.
    pub(crate) fn warn(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{} {text}", self.err.paint(Role::Note, "note:"));
        }
    }
}

fn has_colour(when: When, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("CLICOLOR_FORCE") => true,
        When::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
