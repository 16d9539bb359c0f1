//! `complete`: what the scripts of `completions` ask for while a line is typed: fields, values of the index, named queries.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, CommandFactory, ValueEnum};
use onrecord::engine::Engine;
use onrecord::field::Field;
use onrecord::search::completion;

use crate::args::Cli;
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};
use crate::shell::Line;
use crate::typed::takes_query;

/// Flags of `complete`.
#[derive(Debug, Args)]
pub(crate) struct CompleteArgs {
    /// How words are quoted
    #[arg(long, value_enum, default_value_t = Quoting::None)]
    pub(crate) shell: Quoting,
    /// Characters at which bash begins a word
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub(crate) breaks: String,
    /// The line up to the cursor
    #[arg(value_name = "LINE", allow_hyphen_values = true)]
    pub(crate) line: String,
}

/// Who quotes the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Quoting {
    /// The shell itself, as zsh does
    None,
    /// The shell itself, which takes only what begins as it was typed: names come without marks
    Fish,
    /// We, as bash wants it
    Bash,
}

/// Prints a continuation of the word at the cursor a line; nothing where the shell's own script knows better.
pub(crate) fn run(args: &CompleteArgs, context: &Context) -> Result<Exit, Failure> {
    let line = Line::parse(&args.line);
    let found = continuations(&line, context)?;
    let words: Vec<String> = match args.shell {
        Quoting::None => found,
        Quoting::Fish => found.into_iter().map(|whole| without_marks(&whole, &line.word)).collect(),
        Quoting::Bash if !extend(&found, &line.word) => listed(&found),
        Quoting::Bash => found.iter().filter_map(|whole| line.for_bash(whole, &args.breaks)).collect(),
    };
    let text: String = words.iter().map(|word| format!("{word}\n")).collect();
    io::stdout().write_all(text.as_bytes()).map_err(Failure::output)?;
    Ok(if text.is_empty() { Exit::Nothing } else { Exit::Found })
}

/// Whether what all continuations begin with is no shorter than what was typed, or there is only one.
fn extend(found: &[String], typed: &str) -> bool {
    found.len() < 2 || found.iter().all(|whole| whole.starts_with(typed))
}

/// Continuations that bash lists only: it would put what they have in common in place of what was typed, and so lose it. The
/// blank has nothing in common with any.
fn listed(found: &[String]) -> Vec<String> {
    let value = |whole: &String| whole.rsplit_once(':').map_or(whole.as_str(), |(_, value)| value).replace('"', "");
    found.iter().map(value).chain([" ".to_owned()]).collect()
}

/// A value in marks as words joined by hyphens, which a query takes for the same, unless a mark was typed already.
fn without_marks(whole: &str, typed: &str) -> String {
    let value = whole.strip_suffix('"').and_then(|rest| rest.rsplit_once(":\""));
    match value.filter(|_| typed.matches('"').count().is_multiple_of(2)) {
        Some((before, value)) if value.chars().all(|c| c.is_alphanumeric() || c == ' ') => {
            format!("{before}:{}", value.replace(' ', "-"))
        }
        _ => whole.to_owned(),
    }
}

fn continuations(line: &Line, context: &Context) -> Result<Vec<String>, Failure> {
    let command = Cli::command();
    let mut words = line.before.iter().skip(1);
    let Some(verb) = words.find_map(|word| command.find_subcommand(word)) else { return Ok(Vec::new()) };
    let name = verb.get_name().to_owned();
    // an index that is not there has no values; fields and names are known without it
    let engine = || index_of(line).map_or_else(|| engine::open(context), |path| engine::open_at(&path)).ok();
    let before = line.before.last().map_or("", String::as_str);
    if let Some((flag, value)) = line.word.strip_prefix("--").and_then(|word| word.split_once('=')) {
        let Some(field) = Field::named(flag) else { return Ok(Vec::new()) };
        let found = completion::values(borrowed(&engine()), field, value)?;
        return Ok(found.into_iter().map(|value| format!("--{flag}={value}")).collect());
    }
    if line.word.starts_with("--") {
        return Ok(Vec::new());
    }
    if let Some(flag) = before.strip_prefix("--").filter(|flag| !flag.is_empty()) {
        let field = Field::named(flag).filter(|_| !(flag == "by" && name == "timeline"));
        // any other flag that takes a value is the shell's
        let is_other = field.is_none()
            && verb
                .get_arguments()
                .chain(command.get_arguments())
                .any(|known| known.get_long() == Some(flag) && known.get_action().takes_values());
        if let Some(field) = field {
            return Ok(completion::values(borrowed(&engine()), field, &line.word)?);
        }
        if is_other {
            return Ok(Vec::new());
        }
    }
    if name == "speaker" {
        return Ok(completion::values(borrowed(&engine()), Field::Speaker, &line.word)?);
    }
    if !takes_query(&name) || line.word.is_empty() {
        return Ok(Vec::new());
    }
    Ok(completion::queries(borrowed(&engine()), context.names(), &line.word)?)
}

fn borrowed(engine: &Option<Box<dyn Engine>>) -> Option<&dyn Engine> {
    engine.as_deref()
}

/// The folder that the line names with `--index`.
fn index_of(line: &Line) -> Option<PathBuf> {
    let mut words = line.before.iter();
    while let Some(word) = words.next() {
        if word == "--index" {
            return words.next().map(PathBuf::from);
        }
        if let Some(path) = word.strip_prefix("--index=") {
            return Some(PathBuf::from(path));
        }
    }
    None
}
