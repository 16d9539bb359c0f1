//! An empty answer explains itself: how much each clause finds alone, and the nearest fix.

use super::spelling;
use super::suggest::{self, in_query};
use crate::annotation::ancestors;
use crate::engine::{Engine, EngineError, Facet, SearchRequest};
use crate::query::Clause;
use crate::query::ast::{
    Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit, Within, WordQuery,
};
use crate::query::limits::MAX_GROUPS;
use crate::text::number;
use crate::text::token::{folded_words, stemmed};

/// Names that are suggested for one that was mistyped.
const SUGGESTED: usize = 3;

/// Parts of a text that are all counted; of more, only those that find nothing.
const MAX_PARTS: usize = 6;

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
            lines.push(format!("{}: {}", clause.text.trim_end_matches(':'), counted(found, unit)));
        }
        if found == 0 {
            each_finds = false;
            let fixes = fixes(engine, &clause.query)?;
            lines.extend(fixes.into_iter().filter(|fix| !lines.contains(fix)).collect::<Vec<_>>());
        } else if matches!(clause.query, Query::Date(_)) {
            lines.extend(undated(engine, clauses)?.filter(|line| !lines.contains(line)));
        }
    }
    if each_finds {
        lines.extend(apart(engine, clauses)?);
        lines.extend(together(engine, clauses, unit)?);
    }
    Ok(lines)
}

fn counted(count: u64, unit: Unit) -> String {
    let name = if unit == Unit::Quote { "quotation" } else { "article" };
    format!("{} {name}{}", number(count), if count == 1 { "" } else { "s" })
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
        Query::Text { zone, text } => {
            let asked = |text: &[&TextQuery]| {
                let alone = text.iter().map(|text| Query::Text { zone: *zone, text: (*text).clone() });
                Query::And(alone.collect())
            };
            let field = match zone {
                TextZone::Article => "",
                TextZone::Title => "title:",
                TextZone::Lead => "lead:",
                TextZone::Byline => "byline:",
            };
            let mut lines = text_fixes(engine, text, &Asked { query: &asked, unit: Unit::Article, field })?;
            let anywhere = Query::Text { zone: TextZone::Article, text: text.clone() };
            if !finds(engine, &anywhere)? {
                lines.extend(as_a_name(engine, text, Unit::Article)?);
            }
            lines
        }
        Query::And(members) | Query::Or(members) => {
            let mut lines = Vec::new();
            for member in members {
                if !finds(engine, member)? {
                    lines.extend(fixes(engine, member)?);
                }
            }
            lines
        }
        _ => Vec::new(),
    })
}

/// Whether any article satisfies a query.
fn finds(engine: &dyn Engine, query: &Query) -> Result<bool, EngineError> {
    Ok(engine.search(&SearchRequest::count(query.clone(), Unit::Article))?.total > 0)
}

/// A word that nothing has may be a name that the articles spell otherwise: words are not romanised, names are.
fn as_a_name(engine: &dyn Engine, text: &TextQuery, unit: Unit) -> Result<Option<String>, EngineError> {
    let TextQuery::Word(WordQuery::Stem { folded, .. }) = text else { return Ok(None) };
    let name = NameQuery { tokens: vec![folded.clone()], adjacent: false, exact: false };
    let (field, query) = match unit {
        Unit::Article => ("person", Query::Person(name)),
        Unit::Quote => {
            ("about", Query::Quote(QuoteQuery { clause: QuoteClause::About(name), acts: Default::default() }))
        }
    };
    let named = engine.search(&SearchRequest::count(query, unit))?.total;
    Ok((named > 0)
        .then(|| format!("spelled otherwise, it is a name in {} → {field}:{}", counted(named, unit), in_query(folded))))
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
            let printed = as_printed(engine, name, quote)?;
            let person = Query::Person(name.clone());
            let mentioned = engine.search(&SearchRequest::count(person, Unit::Article))?.total;
            if mentioned > 0 {
                let mut lines = vec![format!(
                    "{} is named in {}, but not quoted → person:{}",
                    typed(name),
                    counted(mentioned, Unit::Article),
                    in_query(&typed(name))
                )];
                lines.extend(printed);
                lines.extend(did_you_mean(engine, Facet::Speaker, "speaker", &typed(name))?);
                return Ok(lines);
            }
            match printed {
                Some(line) => Ok(vec![line]),
                None => did_you_mean(engine, Facet::Speaker, "speaker", &typed(name)),
            }
        }
        QuoteClause::Said(text) => {
            let mut lines = quote_text_fixes(engine, text, QuoteClause::Said, "said:", quote)?;
            lines.extend(as_a_name(engine, text, Unit::Quote)?);
            Ok(lines)
        }
        QuoteClause::Cue(text) => quote_text_fixes(engine, text, QuoteClause::Cue, "cue:", quote),
        QuoteClause::Mention(text) => quote_text_fixes(engine, text, QuoteClause::Mention, "mention:", quote),
        QuoteClause::Role(text) => quote_text_fixes(engine, text, QuoteClause::Role, "role:", quote),
        QuoteClause::About(name) => match as_words(engine, name, quote)? {
            Some(line) => Ok(vec![line]),
            None => did_you_mean(engine, Facet::Person, "about", &typed(name)),
        },
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

/// A name that no speaker has may be an institution: says how many quotations have it in their source as printed.
fn as_printed(engine: &dyn Engine, name: &NameQuery, quote: &QuoteQuery) -> Result<Option<String>, EngineError> {
    let found = quotations(engine, QuoteClause::Mention(text_of(name)), quote)?;
    Ok((found > 0).then(|| {
        let named = in_query(&typed(name));
        format!(
            "no person of that name speaks; the source as printed has it in {} → mention:{named}",
            counted(found, Unit::Quote)
        )
    }))
}

/// `about:` is for people: says how many quotations have the words.
fn as_words(engine: &dyn Engine, name: &NameQuery, quote: &QuoteQuery) -> Result<Option<String>, EngineError> {
    let found = quotations(engine, QuoteClause::Said(text_of(name)), quote)?;
    Ok((found > 0).then(|| {
        let said = in_query(&typed(name));
        format!("about: is for people; it is said in {} → said:{said}", counted(found, Unit::Quote))
    }))
}

fn quotations(engine: &dyn Engine, clause: QuoteClause, quote: &QuoteQuery) -> Result<u64, EngineError> {
    let query = Query::Quote(QuoteQuery { clause, acts: quote.acts });
    Ok(engine.search(&SearchRequest::count(query, Unit::Quote))?.total)
}

/// The words of a name, next to each other.
fn text_of(name: &NameQuery) -> TextQuery {
    let folded = folded_words(&typed(name)).into_iter();
    let mut words: Vec<WordQuery> = folded.map(|folded| WordQuery::Stem { stem: stemmed(&folded), folded }).collect();
    match words.pop() {
        Some(word) if words.is_empty() => TextQuery::Word(word),
        last => {
            words.extend(last);
            TextQuery::Phrase { words, slop: 0 }
        }
    }
}

/// A text that finds nothing by itself, in the words of a quotation.
fn quote_text_fixes(
    engine: &dyn Engine,
    text: &TextQuery,
    clause: fn(TextQuery) -> QuoteClause,
    field: &str,
    quote: &QuoteQuery,
) -> Result<Vec<String>, EngineError> {
    let asked = |texts: &[&TextQuery]| {
        let clauses = texts.iter().map(|text| clause((*text).clone())).collect();
        Query::Quote(QuoteQuery { clause: QuoteClause::And(clauses), acts: quote.acts })
    };
    text_fixes(engine, text, &Asked { query: &asked, unit: Unit::Quote, field })
}

/// How texts are asked for, all of them at once, and what is counted then.
struct Asked<'a> {
    query: &'a dyn Fn(&[&TextQuery]) -> Query,
    unit: Unit,
    /// The field with its colon; empty for none.
    field: &'a str,
}

impl Asked<'_> {
    fn count(&self, engine: &dyn Engine, texts: &[&TextQuery]) -> Result<u64, EngineError> {
        Ok(engine.search(&SearchRequest::count((self.query)(texts), self.unit))?.total)
    }

    fn counted(&self, engine: &dyn Engine, text: &TextQuery) -> Result<String, EngineError> {
        let shown = Query::Text { zone: TextZone::Article, text: text.clone() };
        Ok(format!("{}{shown}: {}", self.field, counted(self.count(engine, &[text])?, self.unit)))
    }
}

/// What is there of a text that finds nothing: the words of which it is made, each alone and all together.
fn text_fixes(engine: &dyn Engine, text: &TextQuery, asked: &Asked<'_>) -> Result<Vec<String>, EngineError> {
    let nothing = |text: &TextQuery| -> Result<bool, EngineError> { Ok(asked.count(engine, &[text])? == 0) };
    let (parts, how): (Vec<TextQuery>, String) = match text {
        TextQuery::Word(WordQuery::Stem { folded, .. }) => {
            let query = |word| (asked.query)(&[&TextQuery::Word(word)]);
            let near = spelling::nearest(engine, folded, asked.unit, query, SUGGESTED)?;
            return Ok(meant(near.into_iter().map(|word| format!("{}{word}", asked.field))));
        }
        TextQuery::Word(_) => return Ok(Vec::new()),
        TextQuery::Near { left, right, within, ordered } => {
            let order = if *ordered { "in this order " } else { "" };
            let near = match within {
                Within::Words(1) => "next to each other".to_owned(),
                Within::Words(words) => format!("within {words} words"),
                Within::Sentence => "in one sentence".to_owned(),
                Within::Paragraph => "in one paragraph".to_owned(),
            };
            (vec![(**left).clone(), (**right).clone()], format!("{order}{near}"))
        }
        TextQuery::Phrase { words, slop } => {
            let how = if *slop == 0 { "next to each other in this order" } else { "so near each other" };
            (words.iter().cloned().map(TextQuery::Word).collect(), how.to_owned())
        }
        TextQuery::AtLeast { text, count } => {
            if nothing(text)? {
                return text_fixes(engine, text, asked);
            }
            return Ok(vec![format!("{}, but never {count} times in one", asked.counted(engine, text)?)]);
        }
        TextQuery::Any(branches) => {
            let fixes = branches.iter().map(|branch| text_fixes(engine, branch, asked));
            return Ok(fixes.collect::<Result<Vec<_>, _>>()?.concat());
        }
    };
    let (mut lines, whole) = (Vec::new(), corrected(engine, text, asked)?);
    let mut each_finds = true;
    for part in &parts {
        let nothing = nothing(part)?;
        each_finds &= !nothing;
        if nothing || parts.len() <= MAX_PARTS {
            lines.push(asked.counted(engine, part)?);
        }
        if nothing && whole.is_empty() {
            lines.extend(text_fixes(engine, part, asked)?);
        }
    }
    lines.extend(whole);
    let together = asked.count(engine, &parts.iter().collect::<Vec<_>>())?;
    let which = if parts.len() == 2 { "both" } else { "all" };
    if each_finds && together == 0 {
        let unit = if asked.unit == Unit::Quote { "quotation" } else { "article" };
        lines.push(format!("no {unit} has {which}"));
    } else if together > 0 {
        lines.push(format!("{which} in {}, but nowhere {how}", counted(together, asked.unit)));
    }
    Ok(lines)
}

/// The line that offers a phrase whose unknown words are put right, where that finds something.
fn corrected(engine: &dyn Engine, text: &TextQuery, asked: &Asked<'_>) -> Result<Vec<String>, EngineError> {
    let TextQuery::Phrase { words, slop } = text else { return Ok(Vec::new()) };
    let one = |word: WordQuery| (asked.query)(&[&TextQuery::Word(word)]);
    let mut put_right = words.clone();
    for word in &mut put_right {
        let WordQuery::Stem { folded, .. } = word.clone() else { continue };
        if asked.count(engine, &[&TextQuery::Word(word.clone())])? == 0 {
            let near = spelling::nearest(engine, &folded, asked.unit, one, 1)?.pop();
            let Some(folded) = near else { return Ok(Vec::new()) };
            *word = WordQuery::Stem { stem: stemmed(&folded), folded };
        }
    }
    let meant_text = TextQuery::Phrase { words: put_right, slop: *slop };
    if meant_text == *text || asked.count(engine, &[&meant_text])? == 0 {
        return Ok(Vec::new());
    }
    let shown = Query::Text { zone: TextZone::Article, text: meant_text };
    Ok(meant(std::iter::once(format!("{}{shown}", asked.field))))
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

/// Clauses on quotations that no quotation satisfies together: says how many articles have them in several.
fn apart(engine: &dyn Engine, clauses: &[Clause]) -> Result<Option<String>, EngineError> {
    let groups = clauses.iter().filter(|clause| matches!(clause.query, Query::Quote(_)));
    let shown: Vec<String> = groups.map(|clause| braced(&clause.text)).collect();
    if !(2..=MAX_GROUPS).contains(&shown.len()) {
        return Ok(None);
    }
    let all = Query::And(clauses.iter().map(|clause| clause.query.clone()).collect());
    let found = engine.search(&SearchRequest::count(all, Unit::Article))?.total;
    let line = || {
        format!("not in one quotation, but in different ones of {}: {}", counted(found, Unit::Article), shown.join(" "))
    };
    Ok((found > 0).then(line))
}

fn braced(text: &str) -> String {
    if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") }
}

/// Each clause finds something, but not all together: says which of more than two to leave out.
fn together(engine: &dyn Engine, clauses: &[Clause], unit: Unit) -> Result<Vec<String>, EngineError> {
    if !(3..=6).contains(&clauses.len()) {
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
