//! Query → plan: every node of the syntax tree gets its documents, by the meaning that the tree's own comments give it.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field;

use super::copies::Copies;
use super::cursor::positional::Judge;
use super::plan::{Known, Plan, PositionalPlan, Segment, TermPlan, Test};
use super::schema::{EXACT, EXACT_INITIAL, Fields, INITIAL, KEY, Kind, column, shape};
use super::score::Shares;
use super::text::TextField;
use crate::annotation::ancestors;
use crate::date::{DateRange, day_number};
use crate::engine::{EngineError, Ranking};
use crate::field;
use crate::query::ast::{
    Acts, CountRange, Counted, Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit,
    WordQuery,
};
use crate::query::ways::{ask_for_several, holds_quote};
use crate::text::name::keys;
use crate::text::token::folded;

/// What a query is compiled against.
pub(super) struct Compiler<'a> {
    pub(super) path: &'a std::path::Path,
    pub(super) segments: &'a [Segment],
    pub(super) fields: &'a Fields,
    pub(super) ranking: &'a Ranking,
    /// The articles that are copies, by segment.
    pub(super) copies: &'a Copies,
    /// Whether scores are wanted.
    pub(super) scored: bool,
    /// Of each field that was asked for.
    pub(super) shares: FxHashMap<Field, Shares>,
    /// Terms that were looked up, and in how many documents each is.
    pub(super) known: FxHashMap<Term, (Known, u64)>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        path: &'a std::path::Path,
        segments: &'a [Segment],
        fields: &'a Fields,
        ranking: &'a Ranking,
        copies: &'a Copies,
        scored: bool,
    ) -> Self {
        let (shares, known) = (FxHashMap::default(), FxHashMap::default());
        Self { path, segments, fields, ranking, copies, scored, shares, known }
    }

    /// The plan for what the unit answers with.
    pub(super) fn compile(&mut self, query: &Query, unit: Unit) -> Result<Plan, EngineError> {
        match unit {
            Unit::Article => self.article(query),
            Unit::Quote => self.answers(query),
        }
    }

    /// Articles that satisfy the query.
    pub(super) fn article(&mut self, query: &Query) -> Result<Plan, EngineError> {
        let fields = *self.fields;
        Ok(match query {
            Query::All => Plan::Every(Kind::Article),
            Query::And(members) if ask_for_several(members) => self.several(members)?,
            Query::And(members) => self.conditions(members)?.plan(),
            Query::Or(branches) => {
                if let Some(prefixes) = ids_of(branches) {
                    return self.ids(&prefixes);
                }
                Plan::Any(branches.iter().map(|branch| self.article(branch)).collect::<Result<_, _>>()?)
            }
            Query::Not(inner) => {
                let mut all = Conjunction::of(Kind::Article);
                all.not.push(self.article(inner)?);
                all.plan()
            }
            Query::Text { zone, text } => self.zone(*zone, text)?,
            Query::Person(name) => self.name(fields.person, field::Field::Person, name)?,
            Query::In(place) => self.place(fields.dateline, "in", place),
            Query::Place(place) => self.place(fields.place, "place", place),
            Query::Outlet(value) => term(fields.outlet, "outlet", value),
            Query::Section(value) => term(fields.section, "section", value),
            Query::Language(value) => term(fields.language, "lang", value),
            Query::Id(prefix) => self.ids(&[prefix])?,
            Query::Date(range) => days(range),
            Query::Copy => Plan::Spread(self.all_copies()?),
            Query::Has(has) => tested(Kind::Article, has_test(*has)),
            Query::Count { what, range } => tested(Kind::Article, count_test(*what, *range)),
            Query::Quote(quote) => Plan::ToArticle(Box::new(self.quote(quote)?)),
        })
    }

    /// Articles that satisfy all of these, each for itself.
    pub(super) fn conditions<'q>(
        &mut self,
        members: impl IntoIterator<Item = &'q Query>,
    ) -> Result<Conjunction, EngineError> {
        let mut all = Conjunction::of(Kind::Article);
        for member in members {
            match member {
                Query::Not(inner) => all.not.push(self.article(inner)?),
                _ => all.add(self.article(member)?),
            }
        }
        Ok(all)
    }

    /// Quotations that answer the query; see `Query::Quote`.
    fn answers(&mut self, query: &Query) -> Result<Plan, EngineError> {
        match query {
            Query::Quote(quote) => self.quote(quote),
            Query::Or(branches) => {
                Ok(Plan::Any(branches.iter().map(|branch| self.answers(branch)).collect::<Result<_, _>>()?))
            }
            Query::And(members) if ask_for_several(members) => self.several_answers(members),
            // What gives the answers is satisfied by the article of each of them.
            Query::And(members) if holds_quote(query) => {
                let mut all = Conjunction::of(Kind::Quote);
                for giver in members.iter().filter(|member| holds_quote(member)) {
                    all.add(self.answers(giver)?);
                }
                let article = self.conditions(members.iter().filter(|member| !holds_quote(member)))?;
                all.add_article(article);
                Ok(all.plan())
            }
            _ => {
                let article = self.article(query)?;
                Ok(speech_of(article))
            }
        }
    }

    /// Quotations that satisfy the query.
    pub(super) fn quote(&mut self, quote: &QuoteQuery) -> Result<Plan, EngineError> {
        let mut all = Conjunction::of(Kind::Quote);
        if quote.acts != Acts::Any {
            all.tests.push(acts_test(quote.acts));
        }
        match &quote.clause {
            QuoteClause::All => {}
            QuoteClause::And(members) => self.quote_members(members, &mut all)?,
            QuoteClause::Not(inner) => all.not.push(self.clause(inner)?),
            clause => all.add(self.clause(clause)?),
        }
        Ok(all.plan())
    }

    fn quote_members(&mut self, members: &[QuoteClause], all: &mut Conjunction) -> Result<(), EngineError> {
        for member in members {
            match member {
                QuoteClause::Not(inner) => all.not.push(self.clause(inner)?),
                _ => all.add(self.clause(member)?),
            }
        }
        Ok(())
    }

    fn clause(&mut self, clause: &QuoteClause) -> Result<Plan, EngineError> {
        let fields = *self.fields;
        Ok(match clause {
            QuoteClause::All => Plan::Every(Kind::Quote),
            QuoteClause::And(members) => {
                let mut all = Conjunction::of(Kind::Quote);
                self.quote_members(members, &mut all)?;
                all.plan()
            }
            QuoteClause::Or(branches) => {
                Plan::Any(branches.iter().map(|branch| self.clause(branch)).collect::<Result<_, _>>()?)
            }
            QuoteClause::Not(inner) => {
                let mut all = Conjunction::of(Kind::Quote);
                all.not.push(self.clause(inner)?);
                all.plan()
            }
            QuoteClause::Said(text) => self.text(&[self.said()], text, Judge::text)?,
            QuoteClause::Cue(text) => self.text(&[self.of_quote(fields.cue, "cue")], text, Judge::text)?,
            QuoteClause::Mention(text) => self.text(&[self.of_quote(fields.mention, "mention")], text, Judge::text)?,
            QuoteClause::Role(text) => self.text(&[self.of_quote(fields.role, "role")], text, Judge::text)?,
            QuoteClause::Speaker(name) => self.name(fields.speaker, field::Field::Speaker, name)?,
            QuoteClause::About(name) => self.name(fields.about, field::Field::About, name)?,
            QuoteClause::Via(name) => self.name(fields.via, field::Field::Via, name)?,
            QuoteClause::SpeakerUnknown | QuoteClause::Kind(_) | QuoteClause::Confidence(_) => {
                quote_test(clause).map_or(Plan::Every(Kind::Quote), |test| tested(Kind::Quote, test))
            }
        })
    }

    pub(super) fn of_quote(&self, field: Field, name: &'static str) -> TextField {
        TextField { field, kind: Kind::Quote, boost: 1.0, name }
    }

    fn zone(&mut self, zone: TextZone, text: &TextQuery) -> Result<Plan, EngineError> {
        let [body, title] = self.of_article();
        match zone {
            TextZone::Article => self.text(&[body, title], text, Judge::text),
            TextZone::Title => self.text(&[title], text, Judge::text),
            TextZone::Lead => self.text(&[body], text, Judge::Lead),
            TextZone::Byline => {
                let byline = TextField { field: self.fields.byline, name: "byline", ..body };
                self.text(&[byline], text, Judge::text)
            }
        }
    }

    /// Values whose tokens are all of those asked for.
    fn name(&mut self, field: Field, asked: field::Field, name: &NameQuery) -> Result<Plan, EngineError> {
        let label = name.in_field(asked).to_string();
        let mut tokens: Vec<NameTerms> = Vec::with_capacity(name.tokens.len());
        for token in &name.tokens {
            let terms = self.name_terms(field, token, name.exact)?;
            if terms.same.is_none() && terms.others.is_empty() {
                return Ok(Plan::Nothing);
            }
            tokens.push(terms);
        }
        if tokens.len() > 1 {
            let words = name.tokens.iter().cloned().map(WordQuery::Exact).collect();
            let text = Arc::new(TextQuery::Phrase { words, slop: 0 });
            let judge = if name.adjacent { Judge::text(Arc::clone(&text)) } else { Judge::OneParagraph };
            let groups = (0..tokens.len()).map(|word| vec![word]).collect();
            let words = tokens.into_iter().map(|terms| terms.same.into_iter().chain(terms.others).collect()).collect();
            return Ok(Plan::Positional(PositionalPlan { field, text, words, groups, judge, shares: None, label }));
        }
        Ok(tokens.pop().map_or(Plan::Nothing, |terms| self.spelled(terms, &label)))
    }

    /// The terms of the index for a token of a name: those that no document has are left out.
    fn name_terms(&self, field: Field, token: &str, exact: bool) -> Result<NameTerms, EngineError> {
        let there = |term: String| -> Result<Option<Known>, EngineError> {
            let (known, frequency) = self.look_up(Term::from_field_text(field, &term))?;
            Ok((frequency > 0).then_some(known))
        };
        let token_term = if exact { token.to_owned() } else { folded(token) };
        let (term, is_letter) = name_term(&token_term, exact);
        let mut terms = NameTerms { same: there(term)?, others: Vec::new() };
        if !exact && !is_letter {
            for key in keys(token).iter() {
                terms.others.extend(there(format!("{KEY}{key}"))?);
            }
        }
        Ok(terms)
    }

    /// Documents with one of the spellings, the one asked for first.
    fn spelled(&self, terms: NameTerms, label: &str) -> Plan {
        let plan = |term| Plan::Term(TermPlan { terms: vec![term], shares: None, label: label.to_owned() });
        let boost = self.ranking.spelling_boost;
        let mut parts: Vec<Plan> = Vec::with_capacity(1 + terms.others.len());
        match terms.same.map(plan) {
            Some(same) if !terms.others.is_empty() && boost > 0.0 => parts.push(Plan::Fixed(Box::new(same), boost)),
            same => parts.extend(same),
        }
        parts.extend(terms.others.into_iter().map(plan));
        if parts.len() == 1 { parts.swap_remove(0) } else { Plan::Any(parts) }
    }

    fn place(&self, field: Field, label: &'static str, place: &PlaceQuery) -> Plan {
        let mut keys: Vec<String> = place.ids.clone();
        if !place.typed.is_empty() {
            keys.push(format!("={}", place.typed));
        }
        keys.sort_unstable();
        keys.dedup();
        // What lies in a place that is asked for too need not be asked for.
        let covered = |key: &str| ancestors(key).any(|above| above != key && place.ids.iter().any(|id| id == above));
        Plan::Any(keys.iter().filter(|key| !covered(key)).map(|key| term(field, label, key)).collect())
    }

    /// Looks a term up in every segment, and adds up how many documents have it, deleted ones included.
    pub(super) fn look_up(&self, term: Term) -> Result<(Known, u64), EngineError> {
        let mut infos = Vec::with_capacity(self.segments.len());
        let mut sum = 0;
        for segment in self.segments {
            let index = segment.reader.inverted_index(term.field()).map_err(|error| self.failure(error))?;
            let info = index.get_term_info(&term).map_err(|error| self.failure(error.into()))?;
            sum += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
            infos.push(info);
        }
        Ok((Known { term, infos: Some(infos.into()) }, sum))
    }

    pub(super) fn failure(&self, error: tantivy::TantivyError) -> EngineError {
        super::failure::convert(self.path, error)
    }
}

/// The beginnings of ids, where nothing else is asked for.
fn ids_of(branches: &[Query]) -> Option<Vec<&str>> {
    branches.iter().map(|branch| if let Query::Id(prefix) = branch { Some(prefix.as_str()) } else { None }).collect()
}

/// What is gathered of an AND.
pub(super) struct Conjunction {
    kind: Kind,
    pub(super) parts: Vec<Plan>,
    not: Vec<Plan>,
    tests: Vec<Test>,
}

impl Conjunction {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, parts: Vec::new(), not: Vec::new(), tests: Vec::new() }
    }

    /// Adds a member; another AND of the same kind is taken apart.
    pub(super) fn add(&mut self, plan: Plan) {
        match plan {
            Plan::All { kind, parts, not, tests } if kind == self.kind => {
                self.parts.extend(parts);
                self.not.extend(not);
                self.tests.extend(tests);
            }
            Plan::Every(kind) if kind == self.kind => {}
            plan => self.parts.push(plan),
        }
    }

    /// Adds what the articles of quotations must satisfy.
    pub(super) fn add_article(&mut self, article: Self) {
        if !article.is_empty() {
            self.add(Plan::ToQuotes(Box::new(article.plan())));
        }
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.not.is_empty() && self.tests.is_empty()
    }

    pub(super) fn plan(mut self) -> Plan {
        if self.parts.iter().any(|part| matches!(part, Plan::Nothing)) {
            return Plan::Nothing;
        }
        self.tests.dedup();
        if self.is_empty() {
            return Plan::Every(self.kind);
        }
        if self.parts.len() == 1
            && self.not.is_empty()
            && self.tests.is_empty()
            && let Some(part) = self.parts.pop()
        {
            return part;
        }
        Plan::All { kind: self.kind, parts: self.parts, not: self.not, tests: self.tests }
    }
}

/// All speech quotations of articles.
pub(super) fn speech_of(articles: Plan) -> Plan {
    let mut all = Conjunction::of(Kind::Quote);
    all.tests.push(acts_test(Acts::Speech));
    if !matches!(articles, Plan::Every(Kind::Article)) {
        all.add(Plan::ToQuotes(Box::new(articles)));
    }
    all.plan()
}

fn tested(kind: Kind, test: Test) -> Plan {
    Plan::All { kind, parts: Vec::new(), not: Vec::new(), tests: vec![test] }
}

fn term(field: Field, label: &str, value: &str) -> Plan {
    let label = format!("{label}:{value}");
    Plan::Term(TermPlan { terms: vec![Term::from_field_text(field, value).into()], shares: None, label })
}

fn days(range: &DateRange) -> Plan {
    if range.is_empty() {
        return Plan::Nothing;
    }
    let first = range.from.map_or(i64::MIN, day_number);
    let last = range.to.map_or(i64::MAX, day_number);
    tested(Kind::Article, Test::Days { first, last })
}

pub(super) fn has_test(has: Has) -> Test {
    let bits = shape::has(has);
    Test::Shape { mask: bits, bits }
}

fn count_test(what: Counted, range: CountRange) -> Test {
    let column = match what {
        Counted::Words => column::WORDS,
        Counted::Quotes => column::SPEECH,
    };
    let last = range.to.map_or(u64::MAX, u64::from);
    Test::Number { column, first: u64::from(range.from.unwrap_or(0)), last }
}

pub(super) fn acts_test(acts: Acts) -> Test {
    Test::Shape { mask: shape::SPEECH, bits: if acts == Acts::Other { 0 } else { shape::SPEECH } }
}

/// What a clause tests that looks nothing up; none for what every quotation is.
pub(super) fn quote_test(clause: &QuoteClause) -> Option<Test> {
    let (mask, bits) = match clause {
        QuoteClause::SpeakerUnknown => (shape::SPEAKER_KNOWN, 0),
        QuoteClause::Kind(kind) => (shape::KIND, shape::kind(*kind)),
        QuoteClause::Confidence(level) => (shape::level(*level), shape::level(*level)),
        _ => return None,
    };
    (mask != 0).then_some(Test::Shape { mask, bits })
}

/// The terms of a token of a name.
struct NameTerms {
    /// Of the spelling asked for.
    same: Option<Known>,
    /// Of other spellings.
    others: Vec<Known>,
}

/// The term of a token of a name, and whether it is that of a first letter.
fn name_term(token: &str, exact: bool) -> (String, bool) {
    let mut chars = token.chars();
    let is_letter = chars.next().is_some() && chars.next().is_none();
    let term = match (exact, is_letter) {
        (false, false) => token.to_owned(),
        (false, true) => format!("{INITIAL}{token}"),
        (true, false) => format!("{EXACT}{token}"),
        (true, true) => format!("{EXACT_INITIAL}{token}"),
    };
    (term, is_letter)
}
