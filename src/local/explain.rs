//! The parts of a score: the plan's own tree, each part with what it adds for one article, and what the second look adds.
//! An article that is not among the hits that are looked at twice is explained as if it were.

use super::outline;
use super::plan::{Plan, Segment};
use super::reader::LocalEngine;
use super::schema::shape;
use super::top::Decay;
use crate::article::ArticleId;
use crate::engine::{EngineError, Explanation, Order, SearchRequest};
use crate::query::ast::Unit;

pub(super) fn explain(
    engine: &LocalEngine,
    request: &SearchRequest,
    id: ArticleId,
) -> Result<Explanation, EngineError> {
    let Some((segment, doc)) = engine.locate(id)? else {
        return Ok(Explanation { label: "no such article".to_owned(), ..Explanation::default() });
    };
    let segment = &engine.segments[segment];
    let mut compiler = engine.compiler(request);
    let plan = compiler.compile(&request.query, request.unit)?;
    let second = if request.order == Order::Relevance { compiler.second_look(request)? } else { Vec::new() };
    let docs: Vec<u32> = match request.unit {
        Unit::Article => vec![doc],
        Unit::Quote => (doc.saturating_sub(shape::distance(segment.shapes.get_val(doc)))..doc).collect(),
    };
    // Of several quotations the best is explained.
    let mut best: Option<Explanation> = None;
    for (number, doc) in docs.into_iter().enumerate() {
        let Some(mut found) = part(engine, &plan, segment, doc)? else { continue };
        let mut parts = Vec::new();
        for plan in &second {
            parts.extend(part(engine, plan, segment, doc)?);
        }
        if !parts.is_empty() {
            let value = found.value + parts.iter().map(|part| part.value).sum::<f32>();
            parts.insert(0, found);
            found = Explanation { label: "words and how they stand".to_owned(), value, parts };
        }
        if request.unit == Unit::Quote {
            found.label = format!("quotation {}: {}", number + 1, found.label);
        }
        if best.as_ref().is_none_or(|best| found.value > best.value) {
            best = Some(found);
        }
    }
    let Some(best) = best else {
        return Ok(Explanation { label: "does not match".to_owned(), ..Explanation::default() });
    };
    let Some(decay) = Decay::of(&request.ranking, &engine.segments) else { return Ok(best) };
    let factor = decay.factor(segment.days.first(doc));
    let age = Explanation { label: "age".to_owned(), value: factor, parts: Vec::new() };
    Ok(Explanation { label: "score x age".to_owned(), value: best.value * factor, parts: vec![best, age] })
}

/// What a part of the plan adds for a document; nothing if the document is not among its own.
fn part(engine: &LocalEngine, plan: &Plan, segment: &Segment, doc: u32) -> Result<Option<Explanation>, EngineError> {
    let mut cursor = plan.cursor(segment, &engine.store.fields).map_err(|error| engine.failure(error))?;
    if cursor.doc() > doc || cursor.seek(doc) != doc {
        return Ok(None);
    }
    let value = cursor.score();
    let mut parts = Vec::new();
    let mut add = |plan: &Plan, doc: u32| -> Result<(), EngineError> {
        parts.extend(part(engine, plan, segment, doc)?);
        Ok(())
    };
    let distance = shape::distance(segment.shapes.get_val(doc));
    let label = match plan {
        Plan::Nothing => "nothing".to_owned(),
        Plan::Every(_) => "everything".to_owned(),
        Plan::Term(plan) => plan.label.clone(),
        Plan::Spread(plan) => plan.label.clone(),
        Plan::Positional(plan) => plan.label.clone(),
        Plan::All { parts, .. } => {
            parts.iter().try_for_each(|plan| add(plan, doc))?;
            "all of".to_owned()
        }
        Plan::Weighed(weighed) => {
            weighed.parts.iter().try_for_each(|plan| add(plan, doc))?;
            let unit = if segment.shapes.get_val(doc) & shape::ARTICLE != 0 { "articles" } else { "quotations" };
            format!("{} ({} of the {unit})", weighed.label, outline::count(engine, plan)?)
        }
        Plan::Any(parts) => {
            parts.iter().try_for_each(|plan| add(plan, doc))?;
            "any of".to_owned()
        }
        Plan::ToArticle(quotes) => {
            (doc.saturating_sub(distance)..doc).try_for_each(|quote| add(quotes, quote))?;
            "best quotation of".to_owned()
        }
        Plan::ToQuotes(articles) => {
            add(articles, doc.saturating_add(distance))?;
            "its article".to_owned()
        }
        Plan::Distinct { slots } => {
            let quotes = doc.saturating_sub(distance)..doc;
            slots.iter().try_for_each(|plan| quotes.clone().try_for_each(|quote| add(plan, quote)))?;
            "best of different quotations of".to_owned()
        }
        Plan::DistinctQuotes { slots, .. } => {
            slots.iter().try_for_each(|plan| add(plan, doc))?;
            "one of different quotations of".to_owned()
        }
        Plan::Unscored(_) => "filter".to_owned(),
        Plan::Fixed(_, _) => "spelled as asked for".to_owned(),
    };
    Ok(Some(Explanation { label, value, parts }))
}
