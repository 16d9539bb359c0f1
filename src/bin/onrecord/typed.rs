//! The words of the command line as they were typed: what clap would misread is put so that it does not.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use crate::args::Cli;

/// Stands for the hyphen of a query word such as `-treaty` while clap reads the arguments, which would take it for flags.
const HYPHEN: char = '\u{e000}';

/// Commands that take a query.
const ASKING: [&str; 10] =
    ["search", "quotes", "kwic", "count", "match", "speakers", "top", "timeline", "first", "compare"];

/// Whether a command takes a query.
pub(crate) fn takes_query(verb: &str) -> bool {
    ASKING.contains(&verb) && verb != "match"
}

/// Reads the arguments of the process.
///
/// # Errors
/// What clap says of them, help among it.
pub(crate) fn read(words: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    // laying out all flags takes a tenth of a short command, so it is done once
    let mut command = Cli::command();
    let words = shielded(helped(words.collect()), &command);
    let mut matches = command.try_get_matches_from_mut(words).map_err(hinted)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// The arguments, with `help COMMAND` for `COMMAND --help` and `help query` for the language.
fn helped(mut raw: Vec<OsString>) -> Vec<OsString> {
    if raw.get(1).is_none_or(|word| word != "help") {
        return raw;
    }
    raw.remove(1);
    match raw.get(1).and_then(|topic| topic.to_str()) {
        Some("query" | "syntax" | "language") => raw.splice(1.., ["search".into(), "--syntax".into()]).for_each(drop),
        _ => raw.push("--help".into()),
    }
    raw
}

/// The error, with what may have been meant: a query in place of a command, a word that is left out in place of a flag.
fn hinted(mut error: clap::Error) -> clap::Error {
    let letter = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(flag)) if error.kind() == ErrorKind::UnknownArgument => {
            flag.strip_prefix('-').filter(|rest| is_short(rest)).map(str::to_owned)
        }
        _ => None,
    };
    let tip = match &letter {
        Some(letter) => format!("a word of one letter is left out by `-- -{letter}` or by 'NOT {letter}'"),
        None if error.kind() == ErrorKind::InvalidSubcommand => {
            "a query stands behind a command: onrecord search 'QUERY', or quotes 'QUERY' for who said it".to_owned()
        }
        None => return error,
    };
    let mut tips = match error.remove(ContextKind::Suggested) {
        // what clap says of a letter is that it may stand behind `--`
        Some(ContextValue::StyledStrs(tips)) if letter.is_none() => tips,
        _ => Vec::new(),
    };
    tips.push(tip.into());
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    error
}

/// Whether what stands behind a hyphen looks like the name of a short flag.
fn is_short(rest: &str) -> bool {
    rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The arguments, with the words of a query that begin with one hyphen kept from being read as flags.
fn shielded(raw: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let verb = raw.iter().skip(1).find_map(|word| command.find_subcommand(word));
    let Some(verb) = verb.filter(|verb| ASKING.contains(&verb.get_name())) else { return raw };
    let flags: Vec<&Arg> = verb.get_arguments().chain(command.get_arguments()).collect();
    let is_known = |c: char| matches!(c, 'h' | 'V') || flags.iter().any(|flag| flag.get_short() == Some(c));
    let takes_value = |word: &str| {
        let named = |flag: &&&Arg| flag.get_long_and_visible_aliases().is_some_and(|names| names.contains(&word));
        flags.iter().find(named).is_some_and(|flag| flag.get_action().takes_values())
    };
    let mut out: Vec<OsString> = Vec::with_capacity(raw.len());
    let (mut is_value, mut is_text) = (false, false);
    for word in raw {
        let shielded = word.to_str().filter(|_| !is_value).and_then(|text| {
            let rest = text.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with('-'))?;
            // a single letter is a flag, known or not: a slip of the finger must not turn the query round
            let is_flag = is_short(rest) && !is_text
                || rest.chars().next().is_some_and(is_known)
                    && (rest.chars().all(is_known) || rest[1..].bytes().all(|byte| byte.is_ascii_digit()));
            (!is_flag).then(|| OsString::from(format!("{HYPHEN}{rest}")))
        });
        is_text |= word == "--" && !is_value;
        let asks = |text: &str| text.strip_prefix("--").is_some_and(takes_value) || text == "-n";
        is_value = !is_text && word.to_str().is_some_and(asks);
        out.push(shielded.unwrap_or(word));
    }
    out
}

/// A word of a query with its hyphen given back.
pub(crate) fn with_hyphen(word: &str) -> String {
    word.strip_prefix(HYPHEN).map_or_else(|| word.to_owned(), |rest| format!("-{rest}"))
}
