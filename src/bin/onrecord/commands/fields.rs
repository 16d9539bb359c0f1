//! `fields`: what can be asked for, with counts and examples of this index where there is one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use onrecord::engine::{
    Engine, EngineError, Facet, FacetCount, FacetRequest, Facets, Fetch, SearchRequest, TallyRequest,
};
use onrecord::field::{FIELDS, Field, FieldSpec, Matching, Owner};
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::{Query, Unit};
use onrecord::query::{self, Options};
use onrecord::render::sanitize;
use onrecord::render::stats::{counted, number};
use onrecord::render::style::{Role, shortened};
use onrecord::render::table::{Ending, json_line};
use onrecord::search::completion::facet;
use onrecord::search::show;
use onrecord::search::timeline::Grain;
use serde::Serialize;

use crate::args::JsonArgs;
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

/// Columns before the help of a field.
const INDENT: usize = 21;

/// Values shown of a field.
const EXAMPLES: usize = 3;

#[derive(Serialize)]
struct View<'a> {
    schema: u32,
    field: &'a str,
    aliases: &'a [&'a str],
    of: &'a str,
    choices: &'a [&'a str],
    help: &'a str,
    example: String,
    /// What the example finds.
    count: Option<u64>,
    distinct: Option<u64>,
    /// The commonest values; of choices, all.
    common: Vec<Common>,
}

#[derive(Serialize)]
struct Common {
    value: String,
    count: u64,
}

/// Prints the table of fields.
pub(crate) fn run(args: JsonArgs, context: &Context) -> Result<Exit, Failure> {
    let engine = match engine::open(context) {
        Ok(engine) => Some(engine),
        Err(Failure::Engine(EngineError::Missing(_))) => None,
        Err(failure) => return Err(failure),
    };
    let mut out = context.answer(Form::of(&[args.json]));
    let mut text = String::new();
    let asking = engine.as_ref().map(|engine| Asking::new(engine.as_ref(), context)).transpose()?;
    for spec in FIELDS {
        let view = asking.as_ref().map_or_else(|| Ok(View::of(spec)), |asking| asking.view(spec))?;
        if args.json {
            json_line(&view, Ending::Line, &mut out).map_err(Failure::output)?;
        } else {
            text.push_str(&lines(&view, context));
        }
    }
    if engine.is_none() && !args.json {
        text.push_str("\nThere is no index here yet: with one, this list has its counts and commonest values.\n");
    }
    out.write_all(text.as_bytes()).map_err(Failure::output)?;
    Ok(Exit::Found)
}

impl<'a> View<'a> {
    /// What is known of a field without an index.
    fn of(spec: &'a FieldSpec) -> Self {
        Self {
            schema: onrecord::render::extract::SCHEMA,
            field: spec.name,
            aliases: spec.aliases,
            of: if spec.owner == Owner::Quote { "quotation" } else { "article" },
            choices: if let Matching::Choice(words) = spec.matching { words } else { &[] },
            help: spec.help,
            example: spec.example.to_owned(),
            count: None,
            distinct: None,
            common: Vec::new(),
        }
    }
}

/// An index that is asked.
struct Asking<'a> {
    engine: &'a dyn Engine,
    context: &'a Context,
    /// The month with most articles.
    month: Option<String>,
    /// The commonest values of fields, several of which share one list.
    facets: HashMap<Facet, Facets>,
}

impl<'i> Asking<'i> {
    fn new(engine: &'i dyn Engine, context: &'i Context) -> Result<Self, Failure> {
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        for sum in engine.tally(&TallyRequest::new(Query::All, Unit::Article).by_day())? {
            if let Some(day) = sum.day {
                *months.entry(Grain::Month.label(day)).or_default() += sum.count;
            }
        }
        let month = months.into_iter().max_by_key(|(_, count)| *count).map(|(month, _)| month);
        let mut facets = HashMap::new();
        for facet in FIELDS.iter().filter_map(|spec| facet(spec.field)) {
            if let Entry::Vacant(place) = facets.entry(facet) {
                place.insert(engine.facet(&FacetRequest { query: Query::All, facet, limit: EXAMPLES })?);
            }
        }
        Ok(Self { engine, context, month, facets })
    }

    fn view<'a>(&self, spec: &'a FieldSpec) -> Result<View<'a>, Failure> {
        let mut view = View::of(spec);
        let unit = if spec.owner == Owner::Quote { Unit::Quote } else { Unit::Article };
        if let Some(facets) = facet(spec.field).and_then(|facet| self.facets.get(&facet)) {
            let example = facets.counts.iter().find_map(|count| typed(spec.name, &count.value));
            // of those that share values, they are shown for the first only
            if !matches!(spec.field, Field::About | Field::Via) {
                view.distinct = Some(facets.distinct);
                let common =
                    |FacetCount { value, count, .. }: &FacetCount| Common { value: value.clone(), count: *count };
                view.common = facets.counts.iter().map(common).collect();
            }
            self.take(&mut view, example, unit)?;
        } else if let Some(value) = self.value(spec)? {
            self.take(&mut view, typed(spec.name, &value), unit)?;
        }
        for choice in view.choices {
            let query = format!("{}:{choice}", spec.name);
            let count = self.count(&query, unit)?.unwrap_or(0);
            if query == view.example {
                view.count = Some(count);
            }
            view.common.push(Common { value: (*choice).to_owned(), count });
        }
        if view.count.is_none() {
            view.count = self.count(&view.example, unit)?;
        }
        Ok(view)
    }

    /// Takes an example that finds something.
    fn take(&self, view: &mut View<'_>, example: Option<String>, unit: Unit) -> Result<(), Failure> {
        if let Some(example) = example
            && let Some(count) = self.count(&example, unit)?.filter(|count| *count > 0)
        {
            (view.example, view.count) = (example, Some(count));
        }
        Ok(())
    }

    /// The commonest month for dates, an id of an article.
    fn value(&self, spec: &FieldSpec) -> Result<Option<String>, Failure> {
        if spec.matching == Matching::Date {
            return Ok(self.month.clone());
        }
        if spec.field != Field::Id {
            return Ok(None);
        }
        let request = SearchRequest { fetch: Fetch::Ids, limit: 1, ..SearchRequest::new(Query::All, Unit::Article) };
        let first = self.engine.search(&request)?.hits.into_iter().next();
        Ok(first.map(|hit| show::short_id(self.engine, hit.id)).transpose()?)
    }

    /// How much a query finds; nothing, if it is none.
    fn count(&self, text: &str, unit: Unit) -> Result<Option<u64>, Failure> {
        let options = Options { today: self.context.today, unit, lexicon: Lexicon::builtin(), strict: false };
        let Ok(parsed) = query::parse(text, &options) else { return Ok(None) };
        Ok(Some(self.engine.search(&SearchRequest::count(parsed.query, unit))?.total))
    }
}

/// A value behind the name of its field; nothing for one that cannot be typed.
fn typed(field: &str, value: &str) -> Option<String> {
    let is_plain = value.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_safe = !value.chars().any(|c| c.is_control() || c == '"') && !value.starts_with('=');
    is_safe.then(|| if is_plain { format!("{field}:{value}") } else { format!("{field}:\"{value}\"") })
}

fn lines(view: &View<'_>, context: &Context) -> String {
    let mut help = view.help.to_owned();
    let listed =
        |common: &Common| format!("{} {}", shortened(&sanitize::line(&common.value), 40), number(common.count));
    let common: Vec<String> = view.common.iter().map(listed).collect();
    if !view.choices.is_empty() {
        let choices = if common.is_empty() { view.choices.join(", ") } else { common.join(", ") };
        help.push_str(&format!(": {choices}"));
    }
    if !view.aliases.is_empty() {
        help.push_str(&format!(" (also {}:)", view.aliases.join(":, ")));
    }
    let name = context.out.paint(Role::Title, &format!("{:<10}", format!("{}:", view.field)));
    let help = context.out.wrapped(&help, INDENT);
    let count = view.count.map(|count| format!(" · {}", counted(count, view.of))).unwrap_or_default();
    let example = context.out.paint(Role::Dim, &sanitize::line(&format!("{}{count}", view.example)));
    let mut text = format!("{name} {:<9} {}\n{:INDENT$}{example}\n", view.of, help.trim_start(), "");
    if let Some(distinct) = view.distinct.filter(|distinct| *distinct > 0) {
        let (what, unit) = match view.field {
            "speaker" => ("spelling", "as printed, in quotations"),
            "person" => ("spelling", "as printed, in articles"),
            _ => ("value", "in articles"),
        };
        let values = format!("{}, {unit}: {}", counted(distinct, what), common.join(", "));
        text.push_str(&format!("{}\n", context.out.wrapped(&values, INDENT)));
    }
    text
}
