//! What every command needs to know of its surroundings: the settings, the day, the terminal, and where answers go.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use chrono::{Local, NaiveDate};
use onrecord::query::named::Names;
use onrecord::render::style::{Look, Role, in_ascii};

use crate::args::When;
use crate::pager::{Output, People, Screen};
use crate::settings::Settings;

/// Columns of a line where no terminal tells.
const DEFAULT_WIDTH: usize = 80;

/// Columns of a line at most, unless a width is asked for: longer lines are hard to read.
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
    /// All settings, and where they come from.
    pub(crate) settings: Settings,
    output: Output,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text for people.
    People,
    /// JSON, tables, templates: for programs, in UTF-8 whatever the terminal.
    Data,
}

impl Form {
    /// The form of an answer for which one of these flags was given.
    pub(crate) fn of(data: &[bool]) -> Self {
        if data.contains(&true) { Self::Data } else { Self::People }
    }
}

impl Context {
    pub(crate) fn new(settings: Settings, quiet: bool) -> Self {
        let size = terminal_size::terminal_size();
        let terminal = size.map(|(width, _)| usize::from(width.0)).unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH);
        let width = settings.width.unwrap_or(terminal);
        let look = |is_terminal: bool| {
            let ascii = is_ascii(settings.ascii, is_terminal);
            // an ellipsis takes three columns then
            let width = if ascii { width - 4 } else { width };
            Look { colour: has_colour(settings.color, is_terminal), width, ascii }
        };
        let screen = size.map(|(columns, rows)| Screen { rows: usize::from(rows.0), columns: usize::from(columns.0) });
        let output = match (&settings.pager, screen) {
            (Some(command), Some(screen)) if io::stdout().is_terminal() && !is_dumb() => Output::paged(command, screen),
            _ => Output::plain(),
        };
        Self {
            today: settings.today.unwrap_or_else(|| Local::now().date_naive()),
            out: look(io::stdout().is_terminal()),
            err: look(io::stderr().is_terminal()),
            quiet,
            index: settings.index.clone(),
            settings,
            output,
        }
    }

    /// Names that stand for queries.
    pub(crate) fn names(&self) -> &Names {
        &self.settings.names
    }

    /// Where an answer of this form goes, by way of a buffer.
    pub(crate) fn answer(&self, form: Form) -> io::BufWriter<People> {
        io::BufWriter::new(People::new(self.output.clone(), form == Form::People && self.out.ascii))
    }

    /// Writes what is held back, and waits for the pager to end.
    pub(crate) fn finish(&self) -> io::Result<()> {
        self.output.finish()
    }

    /// Prints a note on standard error, unless `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        self.say(&self.err.paint(Role::Dim, text));
    }

    /// Prints lines that were asked for on standard error, `--quiet` or not.
    pub(crate) fn tell(&self, lines: &str) {
        lines.lines().for_each(|line| self.write(line));
    }

    /// Prints a warning on standard error, unless `--quiet`.
    pub(crate) fn warn(&self, text: &str) {
        self.say(&format!("{} {text}", self.err.paint(Role::Note, "note:")));
    }

    fn say(&self, line: &str) {
        if !self.quiet {
            self.write(line);
        }
    }

    fn write(&self, line: &str) {
        let line = if self.err.ascii { in_ascii(line) } else { line.to_owned() };
        // on one terminal the note belongs behind the answer, and so into the pager; a closed stream is no reason to stop
        let _ = if self.output.is_under_way() && io::stderr().is_terminal() {
            writeln!(self.output.clone(), "{line}")
        } else {
            writeln!(io::stderr(), "{line}")
        };
    }
}

fn set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn has_colour(when: When, is_terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("CLICOLOR_FORCE") => true,
        When::Auto => is_terminal && !is_dumb(),
    }
}

/// Whether only ASCII signs are drawn: by itself, on a terminal whose locale names another encoding than UTF-8.
fn is_ascii(when: When, is_terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let names = ["LC_ALL", "LC_CTYPE", "LANG"];
            let locale = names.iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
            is_terminal && locale.is_some_and(|locale| !is_utf8(&locale))
        }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_tells_its_encoding() {
        for (locale, is) in [("en_GB.UTF-8", true), ("de_DE.utf8", true), ("C", false), ("ru_RU.KOI8-R", false)] {
            assert_eq!(is_utf8(locale), is, "{locale}");
        }
    }
}
