//! What stands before an exported table or list: a byte order mark, and where it comes from.

use std::io::Write;

use chrono::{SecondsFormat, Utc};
use clap::Args;
use onrecord::engine::Engine;
use onrecord::query::Parsed;
use onrecord::query::ast::Unit;
use onrecord::render::provenance::Provenance;
use onrecord::render::table::Ending;
use onrecord::search::fingerprint::fingerprint;

use crate::context::Context;
use crate::failure::Failure;

/// Flags of exports.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct ExportArgs {
    /// Begin the table with a byte order mark, by which Excel knows UTF-8
    #[arg(long, requires = "csv", conflicts_with = "json", hide_short_help = true)]
    pub(crate) bom: bool,
    /// Say first where it comes from: command, query, fingerprint of the index, time; in JSON as an object of its own, else as
    /// lines that begin with #
    #[arg(long, hide_short_help = true)]
    pub(crate) provenance: bool,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As lines of JSON, each with this end.
    Json(Ending),
    /// In any other way.
    Text,
}

impl Shape {
    pub(crate) fn of(json: bool) -> Self {
        if json { Self::Json(Ending::Line) } else { Self::Text }
    }
}

/// Writes what stands before the export. `query` is what was understood, and its unit, where there is one query.
pub(crate) fn head(
    args: ExportArgs,
    shape: Shape,
    query: Option<(&Parsed, Unit)>,
    engine: &dyn Engine,
    context: &Context,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if args.bom {
        out.write_all("\u{feff}".as_bytes()).map_err(Failure::output)?;
    }
    if !args.provenance {
        return Ok(());
    }
    let index = fingerprint(engine)?;
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let provenance = Provenance {
        program: concat!("onrecord ", env!("CARGO_PKG_VERSION")),
        arguments: &arguments,
        query: query.map(|(parsed, unit)| parsed.query.display(unit).to_string()),
        today: context.today.to_string(),
        time: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        index: &index,
    };
    let written = match shape {
        Shape::Json(end) => provenance.json(end, out),
        Shape::Text => provenance.comments(out),
    };
    written.map_err(Failure::output)
}
