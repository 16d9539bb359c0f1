//! What all commands that take a query have in common: its text, its meaning, the echo, and why nothing was found.

use std::io::{self, BufWriter, Read, Write};

use onrecord::engine::Engine;
use onrecord::field::Field;
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::Unit;
use onrecord::query::plain::{self, Plain};
use onrecord::query::{self, NoteKind, Parsed};
use onrecord::render::ranking::Ranking;
use onrecord::render::sanitize;
use onrecord::render::stats::{counted, number};
use onrecord::search::{bearers, empty};

use super::export::{self, Shape};
use crate::args::{AskArgs, Counted, TableArgs};
use crate::context::{Context, Form};
use crate::failure::{Exit, Failure};
use crate::pager::People;
use crate::typed::with_hyphen;

/// Longest query that is read from standard input, in bytes.
const MAX_QUERY_BYTES: u64 = 1 << 20;

/// Speakers that the echo lists for a name that several bear.
const MAX_BEARERS: usize = 5;

/// A query as it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The text.
    pub(crate) text: String,
    /// What bare words mean, and what is counted.
    pub(crate) unit: Unit,
    /// Flag twins.
    pub(crate) flags: Vec<(Field, String)>,
    /// Whether what would be mended is an error.
    pub(crate) strict: bool,
}

impl Asked {
    /// The query of a command's arguments.
    pub(crate) fn of(args: &AskArgs, unit: Unit) -> Result<Self, Failure> {
        Ok(Self { text: text_of(&args.query)?, unit, flags: args.fields.0.clone(), strict: args.strict })
    }

    /// What the query means; notes on what was assumed go to standard error.
    pub(crate) fn understood(&self, context: &Context) -> Result<Parsed, Failure> {
        let parsed = query::parse_with_names(&self.text, &self.flags, context.names(), &self.options(context))
            .map_err(|error| Failure::Query(error.render()))?;
        Self::warn(&parsed, context);
        Ok(parsed)
    }

    /// The same for a text of which any word will do.
    pub(crate) fn plain(&self, context: &Context) -> Result<Plain, Failure> {
        let plain = plain::parse_plain(&self.text, &self.flags, context.names(), &self.options(context))
            .map_err(|error| Failure::Query(error.render()))?;
        Self::warn(&plain.parsed, context);
        Ok(plain)
    }

    fn options(&self, context: &Context) -> query::Options<'static> {
        query::Options { today: context.today, unit: self.unit, lexicon: Lexicon::builtin(), strict: self.strict }
    }

    fn warn(parsed: &Parsed, context: &Context) {
        let mut said: Vec<&str> = Vec::new();
        for note in parsed.notes.iter().filter(|note| note.kind != NoteKind::Advice) {
            // what is typed twice is noted once
            if !said.contains(&note.message.as_str()) {
                context.warn(&sanitize::line(&note.message));
                said.push(&note.message);
            }
        }
    }

    /// Opens an answer on standard output, and writes what stands before a table.
    pub(crate) fn answer(
        &self,
        output: TableArgs,
        parsed: &Parsed,
        engine: &dyn Engine,
        context: &Context,
    ) -> Result<BufWriter<People>, Failure> {
        let mut out = context.answer(Form::of(&[output.json, output.csv]));
        let query = Some((parsed, self.unit));
        export::head(output.export, Shape::of(output.json), query, engine, context, &mut out)?;
        Ok(out)
    }

    /// Says on standard error what was counted and how the query was understood, and who bears a name that was asked for.
    pub(crate) fn found(
        &self,
        counts: &str,
        parsed: &Parsed,
        engine: &dyn Engine,
        context: &Context,
    ) -> Result<Exit, Failure> {
        context.note(&format!("{counts} · {}", sanitize::line(&parsed.echo)));
        if !context.quiet {
            for line in bearers::notes(engine, &parsed.query, MAX_BEARERS)? {
                context.note(&format!("  {}", sanitize::line(&line)));
            }
        }
        Ok(Exit::Found)
    }

    /// Says on standard error why nothing was found.
    pub(crate) fn nothing(&self, parsed: &Parsed, engine: &dyn Engine, context: &Context) -> Result<Exit, Failure> {
        context.note(&format!("nothing found · {}", sanitize::line(&parsed.echo)));
        for note in parsed.notes.iter().filter(|note| note.kind == NoteKind::Advice) {
            context.warn(&sanitize::line(&note.message));
        }
        if !context.quiet {
            for line in empty::explain(engine, &parsed.clauses, self.unit)? {
                context.note(&format!("  {}", sanitize::line(&line)));
            }
        }
        Ok(Exit::Nothing)
    }
}

/// The unit of an argument.
pub(crate) fn unit_of(counted: Counted) -> Unit {
    match counted {
        Counted::Article => Unit::Article,
        Counted::Quote => Unit::Quote,
    }
}

/// "1 quotation", "2 articles".
pub(crate) fn counted_in(unit: Unit, count: u64) -> String {
    counted(count, if unit == Unit::Quote { "quotation" } else { "article" })
}

/// " · shown 1 to 20": how much of a list is printed, where that is not all of it.
pub(crate) fn shown(printed: u64, all: u64) -> String {
    if printed == 0 || printed >= all { String::new() } else { format!(" · shown 1 to {}", number(printed)) }
}

/// The query as it was typed, or as it stands on standard input.
pub(crate) fn text_of(words: &[String]) -> Result<String, Failure> {
    if words != ["-"] {
        return Ok(words.iter().map(|word| with_hyphen(word)).collect::<Vec<_>>().join(" "));
    }
    let mut text = String::new();
    let read = io::stdin().take(MAX_QUERY_BYTES).read_to_string(&mut text);
    read.map_err(|error| Failure::other(format!("the query cannot be read from standard input: {error}")))?;
    Ok(text.trim().to_owned())
}

/// Writes a ranked list in the form that was asked for.
pub(crate) fn print(list: Ranking<'_>, output: TableArgs, context: &Context, out: &mut dyn Write) -> io::Result<()> {
    if output.json {
        list.json(out)
    } else if output.csv {
        list.csv(out)
    } else {
        out.write_all(list.lines(context.out).as_bytes())
    }
}
