//! Who bears a name that was asked for, and how it is spelled: a surname finds all its bearers in all spellings, and the
//! echo says which.

use std::collections::BTreeMap;

use crate::document::folded_value;
use crate::engine::{Engine, EngineError, Facet, FacetRequest};
use crate::field::Field;
use crate::matching;
use crate::query::ast::{NameQuery, Query, QuoteClause, QuoteQuery};
use crate::text::number;

/// Names of the index that are looked at for one name of a query, the commonest.
const MAX_BEARERS: usize = 1000;

/// A line for each name in the query that several speakers of what was found bear: `speaker:lind is Mara Lind (12), …`;
/// and one for each that was found in other spellings: `speaker:əliyev also found as Aliyev (12), …`. At most `limit`
/// names or spellings a line.
///
/// # Errors
/// When the index cannot be read.
pub fn notes(engine: &dyn Engine, query: &Query, limit: usize) -> Result<Vec<String>, EngineError> {
    let mut asked = Vec::new();
    collect(query, &mut asked);
    let mut lines = Vec::new();
    for Asked { field, name, query } in asked {
        let facet = if field == Field::Speaker { Facet::Speaker } else { Facet::Person };
        let mut counts = engine.facet(&FacetRequest { query, facet, limit: MAX_BEARERS })?.counts;
        counts.retain(|count| matching::is_name(&name, &count.value));
        if field == Field::Speaker {
            let names = counts.iter().map(|count| (count.value.as_str(), count.count));
            let bearers = counted(names);
            if bearers.len() > 1 {
                let shown = shown(bearers, limit);
                lines.push(format!("{} is {shown}: quotations in the index", typed(field, &name)));
            }
        }
        let words = counts.iter().flat_map(|count| {
            matching::other_spellings(&name, &count.value).into_iter().map(|word| (word, count.count))
        });
        let spellings = counted(words);
        if let Some((commonest, _)) = spellings.first() {
            let (name_of_field, commonest) = (field.name(), (*commonest).to_owned());
            let unit = if field == Field::Speaker { "quotations" } else { "articles" };
            let shown = shown(spellings, limit);
            let typed = typed(field, &name);
            lines.push(format!(
                "{typed} also found as {shown}: {unit} in the index; `=` takes one spelling, {name_of_field}:={commonest}"
            ));
        }
    }
    Ok(lines)
}

/// What was counted, the commonest first: what is alike but for case and accents is one, shown in its commonest form.
fn counted<'a>(values: impl Iterator<Item = (&'a str, u64)>) -> Vec<(&'a str, u64)> {
    let mut all: BTreeMap<String, (&str, u64)> = BTreeMap::new();
    for (value, count) in values {
        all.entry(folded_value(value).unwrap_or_default()).or_insert((value, 0)).1 += count;
    }
    let mut list: Vec<(&str, u64)> = all.into_values().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    list
}

fn shown(list: Vec<(&str, u64)>, limit: usize) -> String {
    let shown: Vec<String> =
        list.iter().take(limit).map(|(name, count)| format!("{name} ({})", number(*count))).collect();
    let more = list.len().saturating_sub(limit);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn typed(field: Field, name: &NameQuery) -> String {
    format!("{}:{}", field.name(), name.tokens.join(" "))
}

/// A name in a query, and the query for it alone.
struct Asked {
    field: Field,
    name: NameQuery,
    query: Query,
}

/// The names that stand in a query, not under NOT, each once a field.
fn collect(query: &Query, asked: &mut Vec<Asked>) {
    match query {
        Query::And(members) | Query::Or(members) => members.iter().for_each(|member| collect(member, asked)),
        Query::Quote(quote) => collect_clause(&quote.clause, asked),
        Query::Person(name) => add(Field::Person, name, query.clone(), asked),
        _ => {}
    }
}

fn collect_clause(clause: &QuoteClause, asked: &mut Vec<Asked>) {
    let alone = || Query::Quote(QuoteQuery { clause: clause.clone(), acts: Default::default() });
    match clause {
        QuoteClause::And(members) | QuoteClause::Or(members) => {
            members.iter().for_each(|member| collect_clause(member, asked));
        }
        QuoteClause::Speaker(name) => add(Field::Speaker, name, alone(), asked),
        QuoteClause::About(name) => add(Field::About, name, alone(), asked),
        QuoteClause::Via(name) => add(Field::Via, name, alone(), asked),
        _ => {}
    }
}

fn add(field: Field, name: &NameQuery, query: Query, asked: &mut Vec<Asked>) {
    if !asked.iter().any(|known| known.field == field && known.name == *name) {
        asked.push(Asked { field, name: name.clone(), query });
    }
}
