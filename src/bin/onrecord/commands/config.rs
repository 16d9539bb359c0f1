//! `config`: the settings, the named queries, and where each comes from.

use std::io::Write;

use onrecord::lexicon::Lexicon;
use onrecord::query::{self, ast::Unit};
use onrecord::render::sanitize;
use onrecord::render::style::{Role, visible_width};
use onrecord::render::table::{Ending, json_line};
use serde::Serialize;

use crate::args::JsonArgs;
use crate::context::{Context, Form};
use crate::failure::{Exit, Failure};
use crate::settings::{Origin, unknown_variables};

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    settings: Vec<SettingView<'a>>,
    queries: Vec<QueryView<'a>>,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct SettingView<'a> {
    name: &'static str,
    value: &'a str,
    from: String,
}

#[derive(Serialize)]
struct QueryView<'a> {
    name: &'a str,
    query: &'a str,
    from: String,
    fault: Option<String>,
}

#[derive(Serialize)]
struct FileView {
    path: String,
    found: bool,
}

/// Shows the settings; a named query that cannot be understood is an error.
pub(crate) fn run(args: JsonArgs, context: &Context) -> Result<Exit, Failure> {
    let settings = &context.settings;
    let from = |origin: &Origin| sanitize::line(&origin.told());
    let view = View {
        schema: onrecord::render::extract::SCHEMA,
        settings: settings
            .rows
            .iter()
            .map(|row| SettingView { name: row.key.name(), value: &row.value, from: from(&row.origin) })
            .collect(),
        queries: settings
            .queries
            .iter()
            .map(|row| QueryView {
                name: &row.name,
                query: &row.text,
                from: from(&row.origin),
                fault: fault(&row.name, context),
            })
            .collect(),
        files: settings
            .files
            .iter()
            .map(|file| FileView { path: file.path.display().to_string(), found: file.found })
            .collect(),
    };
    let mut out = context.answer(Form::of(&[args.json]));
    let written = if args.json {
        json_line(&view, Ending::Line, &mut out)
    } else {
        out.write_all(lines(&view, context).as_bytes())
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    for (name, near) in unknown_variables() {
        let meant = near.map(|near| format!(": did you mean {near}?")).unwrap_or_default();
        context.warn(&sanitize::line(&format!("the variable {name} is no setting{meant}")));
    }
    match view.queries.iter().filter(|query| query.fault.is_some()).count() {
        0 => Ok(Exit::Found),
        1 => Err(Failure::other("a named query is not understood")),
        several => Err(Failure::other(format!("{several} named queries are not understood"))),
    }
}

/// Why a named query cannot be understood.
fn fault(name: &str, context: &Context) -> Option<String> {
    let options =
        query::Options { today: context.today, unit: Unit::Article, lexicon: Lexicon::builtin(), strict: false };
    let text = format!("query:\"{name}\"");
    query::parse_with_names(&text, &[], context.names(), &options).err().map(|error| error.render())
}

fn lines(view: &View<'_>, context: &Context) -> String {
    let mut rows: Vec<(&str, String, &str)> =
        view.settings.iter().map(|row| (row.name, sanitize::line(row.value), row.from.as_str())).collect();
    let settings = rows.len();
    rows.extend(view.queries.iter().map(|row| (row.name, sanitize::line(row.query), row.from.as_str())));
    let names = rows.iter().map(|(name, ..)| visible_width(name)).max().unwrap_or(0);
    let values = rows.iter().map(|(_, value, _)| visible_width(value)).max().unwrap_or(0).min(40);
    let padded = |text: &str, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(visible_width(text))));
    let line = |(name, value, from): &(&str, String, &str)| {
        let name = context.out.paint(Role::Title, &padded(name, names));
        format!("  {name}  {}  {}\n", padded(value, values), context.out.paint(Role::Dim, from))
    };
    let mut text = String::from("settings\n");
    rows[..settings].iter().for_each(|row| text.push_str(&line(row)));
    if view.queries.is_empty() {
        text.push_str("\nqueries: none; give them names below [queries] in a config file\n");
    } else {
        text.push_str("\nqueries\n");
    }
    for (row, query) in rows[settings..].iter().zip(&view.queries) {
        text.push_str(&line(row));
        for fault in query.fault.iter().flat_map(|fault| fault.lines()) {
            text.push_str(&format!("    {}\n", context.out.paint(Role::Error, &sanitize::terminal(fault))));
        }
    }
    text.push_str("\nconfig files, the later one wins; then come ONRECORD_* and flags\n");
    for file in &view.files {
        let state = if file.found { "read" } else { "not there" };
        text.push_str(&format!("  {}  {}\n", sanitize::line(&file.path), context.out.paint(Role::Dim, state)));
    }
    text
}
