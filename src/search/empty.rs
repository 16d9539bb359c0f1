//! An empty answer explains itself: how much each clause finds alone, and the nearest fix.

use super::spelling;
use super::suggest::{self, in_query};
use crate::annotation::ancestors;
use crate::engine::{Engine, EngineError, Facet, SearchRequest};
use crate::query::Clause;
use crate::query::ast::{Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, Unit, WordQuery};

/// Names that are suggested for one that was mistyped.
const SUGGESTED: usize = 3;

/// Lines for people on why nothing was found.
///
/// # Errors
/// When the index cannot be read.
pub fn explain(engine: &dyn Engine, clauses: &[Clause], unit: Unit) -> Result<Vec<String>, EngineError> {
    let mut lines = Vec::new();
    let mut each_finds = true;
    for clause in clauses {
        let found = engine.search(&SearchRequest::count(clause.query.clone(), unit))?.total;
        if clauses.len() > 1 {
            lines.push(format!("{}: {}", clause.text, counted(found, unit)));
        }
        if found == 0 {
            each_finds = false;
            lines.extend(fixes(engine, &clause.query)?);
        } else if matches!(clause.query, Query::Date(_)) {
            lines.extend(undated(engine, clauses)?);
        }
    }
    if each_finds {
        lines.extend(together(engine, clauses, unit)?);
    }
    Ok(lines)
}

fn counted(count: u64, unit: Unit) -> String {
    let name = if unit == Unit::Quote { "quotation" } else { "article" };
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// What may be meant by a clause that finds nothing by itself.
fn fixes(engine: &dyn Engine, query: &Query) -> Result<Vec<String>, EngineError> {
    Ok(match query {
        Query::In(place) => place_fixes(engine, place)?,
        Query::Place(place) => did_you_mean(engine, Facet::Place, "place", &place.typed)?,
        Query::Outlet(outlet) => did_you_mean(engine, Facet::Outlet, "outlet", outlet)?,
        Query::Section(section) => did_you_mean(engine, Facet::Section, "section", section)?,
        Query::Person(name) => did_you_mean(engine, Facet::Person, "person", &typed(name))?,
        Query::Date(_) => vec!["no article is dated then; `onrecord stats` shows the period of the index".to_owned()],
        Query::Quote(quote) => quote_fixes(engine, quote)?,
        Query::Text { zone, text: TextQuery::Word(WordQuery::Stem { folded, .. }) } => {
            let asked = |word| Query::Text { zone: *zone, text: TextQuery::Word(word) };
            meant(spelling::nearest(engine, folded, Unit::Article, asked, SUGGESTED)?.into_iter())
        }
        Query::And(members) | Query::Or(members) => {
            members.iter().map(|member| fixes(engine, member)).collect::<Result<Vec<_>, _>>()?.concat()
        }
        _ => Vec::new(),
    })
}

/// `in:` is the dateline: says how many articles mention the place.
fn place_fixes(engine: &dyn Engine, place: &PlaceQuery) -> Result<Vec<String>, EngineError> {
    let request = SearchRequest::count(Query::Place(place.clone()), Unit::Article);
    let mentioned = engine.search(&request)?.total;
    if mentioned > 0 {
        let verb = if mentioned == 1 { "mentions" } else { "mention" };
        return Ok(vec![format!(
            "in: is the dateline; {} {verb} {} → place:{}",
            counted(mentioned, Unit::Article),
            shown(place),
            in_query(&place.typed)
        )]);
    }
    did_you_mean(engine, Facet::In, "in", &place.typed)
}

fn shown(place: &PlaceQuery) -> String {
    match place.ids.first().and_then(|id| ancestors(id).last()).and_then(|id| id.rsplit('/').next()) {
        Some(name) if name.len() > 2 => name.to_owned(),
        _ => place.typed.clone(),
    }
}

fn quote_fixes(engine: &dyn Engine, quote: &QuoteQuery) -> Result<Vec<String>, EngineError> {
    match &quote.clause {
        QuoteClause::Speaker(name) => {
            let person = Query::Person(name.clone());
            let mentioned = engine.search(&SearchRequest::count(person, Unit::Article))?.total;
            if mentioned > 0 {
                let mut lines = vec![format!(
                    "{} is named in {}, but not quoted → person:{}",
                    typed(name),
                    counted(mentioned, Unit::Article),
                    in_query(&typed(name))
                )];
                lines.extend(did_you_mean(engine, Facet::Speaker, "speaker", &typed(name))?);
                return Ok(lines);
            }
            did_you_mean(engine, Facet::Speaker, "speaker", &typed(name))
        }
        QuoteClause::Said(TextQuery::Word(WordQuery::Stem { folded, .. })) => {
            let asked = |word| {
                let clause = QuoteClause::Said(TextQuery::Word(word));
                Query::Quote(QuoteQuery { clause, acts: quote.acts })
            };
            let near = spelling::nearest(engine, folded, Unit::Quote, asked, SUGGESTED)?;
            Ok(meant(near.into_iter().map(|word| format!("said:{word}"))))
        }
        QuoteClause::About(name) => did_you_mean(engine, Facet::Person, "about", &typed(name)),
        QuoteClause::Via(name) => did_you_mean(engine, Facet::Speaker, "via", &typed(name)),
        QuoteClause::And(members) => {
            let mut lines = Vec::new();
            for member in members {
                let alone = QuoteQuery { clause: member.clone(), acts: quote.acts };
                if engine.search(&SearchRequest::count(Query::Quote(alone.clone()), Unit::Quote))?.total == 0 {
                    lines.extend(quote_fixes(engine, &alone)?);
                }
            }
            Ok(lines)
        }
        _ => Ok(Vec::new()),
    }
}

fn did_you_mean(engine: &dyn Engine, facet: Facet, field: &str, typed: &str) -> Result<Vec<String>, EngineError> {
    let near = suggest::nearest(engine, facet, typed, SUGGESTED)?;
    Ok(meant(near.iter().map(|name| format!("{field}:{}", in_query(name)))))
}

/// The line that offers what is near; none where nothing is.
fn meant(near: impl Iterator<Item = String>) -> Vec<String> {
    let list: Vec<String> = near.collect();
    if list.is_empty() { Vec::new() } else { vec![format!("did you mean {}?", list.join(" or "))] }
}

/// How many articles that satisfy the other clauses have no date, and so satisfy no date clause.
fn undated(engine: &dyn Engine, clauses: &[Clause]) -> Result<Option<String>, EngineError> {
    let mut members: Vec<Query> =
        clauses.iter().map(|clause| clause.query.clone()).filter(|query| !matches!(query, Query::Date(_))).collect();
    members.push(Query::Not(Box::new(Query::Has(Has::Date))));
    let count = engine.search(&SearchRequest::count(Query::And(members), Unit::Article))?.total;
    Ok((count > 0)
        .then(|| format!("{} without a date would match: they satisfy no date clause", counted(count, Unit::Article))))
}

/// Each clause finds something, but not all together: says which one to leave out.
fn together(engine: &dyn Engine, clauses: &[Clause], unit: Unit) -> Result<Vec<String>, EngineError> {
    if !(2..=6).contains(&clauses.len()) {
        return Ok(Vec::new());
    }
    let mut best: Option<(u64, &Clause)> = None;
    for (left_out, clause) in clauses.iter().enumerate() {
        let rest: Vec<Query> = clauses
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != left_out)
            .map(|(_, clause)| clause.query.clone())
            .collect();
        let found = engine.search(&SearchRequest::count(Query::And(rest), unit))?.total;
        if found > 0 && best.is_none_or(|(most, _)| found > most) {
            best = Some((found, clause));
        }
    }
    Ok(best.map(|(found, clause)| format!("without {}: {}", clause.text, counted(found, unit))).into_iter().collect())
}

fn typed(name: &NameQuery) -> String {
    name.tokens.join(" ")
}
