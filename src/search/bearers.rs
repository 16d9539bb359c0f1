//! Who bears a name that was asked for: a surname finds all its bearers, and the echo says which.

use std::collections::BTreeMap;

use crate::engine::{Engine, EngineError, Facet, FacetRequest};
use crate::matching;
use crate::query::ast::{NameQuery, Query, QuoteClause, QuoteQuery};

/// A line for each name in the query that several speakers of what was found bear: `speaker:lind is Mara Lind (12), …`.
///
/// # Errors
/// When the index cannot be read.
pub fn notes(engine: &dyn Engine, query: &Query, limit: usize) -> Result<Vec<String>, EngineError> {
    let mut names = Vec::new();
    collect(query, &mut names);
    let mut lines = Vec::new();
    for name in names {
        let clause = QuoteQuery { clause: QuoteClause::Speaker(name.clone()), acts: Default::default() };
        let request = FacetRequest { query: Query::Quote(clause), facet: Facet::Speaker, limit: 1000 };
        let mut bearers: BTreeMap<String, (String, u64)> = BTreeMap::new();
        for count in engine.facet(&request)?.counts {
            if matching::is_name(&name, &count.value) {
                let key = crate::text::token::folded_words(&count.value).join(" ");
                bearers.entry(key).or_insert_with(|| (count.value.clone(), 0)).1 += count.count;
            }
        }
        if bearers.len() > 1 {
            lines.push(line(&name, bearers.into_values().collect(), limit));
        }
    }
    Ok(lines)
}

fn line(name: &NameQuery, mut bearers: Vec<(String, u64)>, limit: usize) -> String {
    bearers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let shown: Vec<String> = bearers.iter().take(limit).map(|(name, count)| format!("{name} ({count})")).collect();
    let more = bearers.len().saturating_sub(limit);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("speaker:{} is {}{more}: quotations in the index", name.tokens.join(" "), shown.join(", "))
}

/// The speakers' names that stand in a query, not under NOT.
fn collect(query: &Query, names: &mut Vec<NameQuery>) {
    match query {
        Query::And(members) | Query::Or(members) => members.iter().for_each(|member| collect(member, names)),
        Query::Quote(quote) => collect_clause(&quote.clause, names),
        _ => {}
    }
}

fn collect_clause(clause: &QuoteClause, names: &mut Vec<NameQuery>) {
    match clause {
        QuoteClause::And(members) | QuoteClause::Or(members) => {
            members.iter().for_each(|member| collect_clause(member, names));
        }
        QuoteClause::Speaker(name) if !names.contains(name) => names.push(name.clone()),
        _ => {}
    }
}
