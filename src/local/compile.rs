//! Query → plan: every node of the syntax tree gets its documents, by the meaning that the tree's own comments give it.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::Bm25Weight;
use tantivy::schema::Field;

use super::cursor::positional::Judge;
use super::plan::{Plan, PositionalPlan, Segment, TermPlan, Test};
use super::schema::{EXACT, EXACT_INITIAL, Fields, INITIAL, KEY, Kind, column, shape};
use super::words::{self, Found};
use crate::annotation::{Level, ancestors};
use crate::date::{DateRange, day_number};
use crate::engine::{EngineError, Ranking};
use crate::matching::positional::words as words_of;
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
    /// Documents of each kind, deleted ones included, as tantivy counts terms.
    pub(super) articles: u64,
    pub(super) quotes: u64,
    /// Mean length of each field, in tokens.
    pub(super) lengths: FxHashMap<Field, f32>,
}

/// A field of words as a query sees it.
#[derive(Clone, Copy)]
pub(super) struct TextField {
    pub(super) field: Field,
    pub(super) kind: Kind,
    pub(super) boost: f32,
    name: &'static str,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        path: &'a std::path::Path,
        segments: &'a [Segment],
        fields: &'a Fields,
        ranking: &'a Ranking,
    ) -> Result<Self, EngineError> {
        let mut compiler =
            Self { path, segments, fields, ranking, articles: 0, quotes: 0, lengths: FxHashMap::default() };
        compiler.articles = compiler.frequency(&fields.kind_term(Kind::Article))?;
        compiler.quotes = compiler.frequency(&fields.kind_term(Kind::Quote))?;
        Ok(compiler)
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
                Plan::Any(branches.iter().map(|branch| self.article(branch)).collect::<Result<_, _>>()?)
            }
            Query::Not(inner) => {
                let mut all = Conjunction::of(Kind::Article);
                all.not.push(self.article(inner)?);
                all.plan()
            }
            Query::Text { zone, text } => self.zone(*zone, text)?,
            Query::Person(name) => self.name(fields.person, "person", name)?,
            Query::In(place) => self.place(fields.dateline, "in", place),
            Query::Place(place) => self.place(fields.place, "place", place),
            Query::Outlet(value) => term(fields.outlet, "outlet", value),
            Query::Section(value) => term(fields.section, "section", value),
            Query::Language(value) => term(fields.language, "lang", value),
            Query::Id(prefix) => self.id(prefix)?,
            Query::Date(range) => days(range),
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
            QuoteClause::Said(text) => self.text(&[self.of_quote(fields.said, "said")], text, Judge::Text)?,
            QuoteClause::Cue(text) => self.text(&[self.of_quote(fields.cue, "cue")], text, Judge::Text)?,
            QuoteClause::Mention(text) => self.text(&[self.of_quote(fields.mention, "mention")], text, Judge::Text)?,
            QuoteClause::Role(text) => self.text(&[self.of_quote(fields.role, "role")], text, Judge::Text)?,
            QuoteClause::Speaker(name) => self.name(fields.speaker, "speaker", name)?,
            QuoteClause::SpeakerUnknown => tested(Kind::Quote, Test::Shape { mask: shape::SPEAKER_KNOWN, bits: 0 }),
            QuoteClause::About(name) => self.name(fields.about, "about", name)?,
            QuoteClause::Via(name) => self.name(fields.via, "via", name)?,
            QuoteClause::Kind(kind) => tested(Kind::Quote, Test::Shape { mask: shape::KIND, bits: shape::kind(*kind) }),
            QuoteClause::Confidence(level) => level_test(*level),
        })
    }

    fn of_quote(&self, field: Field, name: &'static str) -> TextField {
        TextField { field, kind: Kind::Quote, boost: self.ranking.quote_boost, name }
    }

    fn zone(&mut self, zone: TextZone, text: &TextQuery) -> Result<Plan, EngineError> {
        let of_article = |field, boost, name| TextField { field, kind: Kind::Article, boost, name };
        let title = of_article(self.fields.title, self.ranking.title_boost, "title");
        let body = of_article(self.fields.body, self.ranking.body_boost, "body");
        match zone {
            TextZone::Article => self.text(&[title, body], text, Judge::Text),
            TextZone::Title => self.text(&[title], text, Judge::Text),
            TextZone::Lead => self.text(&[body], text, Judge::Lead),
            TextZone::Byline => {
                let byline = of_article(self.fields.byline, self.ranking.body_boost, "byline");
                self.text(&[byline], text, Judge::Text)
            }
        }
    }

    /// Documents in one of whose fields the text matches.
    fn text(
        &mut self,
        fields: &[TextField],
        text: &TextQuery,
        judge: fn(Arc<TextQuery>) -> Judge,
    ) -> Result<Plan, EngineError> {
        let lead = matches!(judge(Arc::new(TextQuery::Any(Vec::new()))), Judge::Lead(_));
        Ok(match text {
            TextQuery::Any(branches) => {
                Plan::Any(branches.iter().map(|branch| self.text(fields, branch, judge)).collect::<Result<_, _>>()?)
            }
            TextQuery::AtLeast { text, count: 0 | 1 } => self.text(fields, text, judge)?,
            TextQuery::Word(word) if !lead => {
                let mut parts = Vec::with_capacity(fields.len());
                for field in fields {
                    parts.push(self.word(*field, word)?);
                }
                if parts.len() == 1 { parts.swap_remove(0) } else { Plan::Any(parts) }
            }
            _ => {
                let text = Arc::new(text.clone());
                let mut parts = Vec::with_capacity(fields.len());
                for field in fields {
                    parts.push(self.positional(*field, &text, judge(Arc::clone(&text)))?);
                }
                if parts.len() == 1 { parts.swap_remove(0) } else { Plan::Any(parts) }
            }
        })
    }

    fn word(&mut self, field: TextField, word: &WordQuery) -> Result<Plan, EngineError> {
        let label = format!("{}:{word:?}", field.name);
        match words::terms(word) {
            Found::Terms(texts) => {
                let mut terms = Vec::with_capacity(texts.len());
                let mut frequency = 0;
                for text in &texts {
                    let term = Term::from_field_text(field.field, text);
                    let own = self.frequency(&term)?;
                    if own > 0 {
                        frequency += own;
                        terms.push(term);
                    }
                }
                if terms.is_empty() {
                    return Ok(Plan::Nothing);
                }
                let weight = self.weight(field, frequency)?;
                Ok(Plan::Term(TermPlan { terms, weight, label }))
            }
            Found::Pattern(pattern) => self.spread(field, &pattern, label).map(Plan::Spread),
        }
    }

    fn positional(&mut self, field: TextField, text: &Arc<TextQuery>, judge: Judge) -> Result<Plan, EngineError> {
        let mut words = Vec::new();
        let mut idf = 0.0;
        let mut weight = None;
        for word in words_of(text) {
            let terms: Vec<Term> = match words::terms(word) {
                Found::Terms(texts) => texts.iter().map(|text| Term::from_field_text(field.field, text)).collect(),
                Found::Pattern(pattern) => self.expand(field.field, &pattern)?,
            };
            let mut frequency = 0;
            for term in &terms {
                frequency += self.frequency(term)?;
            }
            let frequency = frequency.min(self.documents(field.kind));
            // The weights of the words are added, as for a phrase: the first carries the others.
            let own = self.weight(field, frequency)?;
            idf += own.as_ref().map_or(0.0, |_| self.rarity(field.kind, frequency));
            weight = weight.or(own.map(|own| (own, self.rarity(field.kind, frequency))));
            words.push(terms);
        }
        let weight = weight.map(|(own, first): (Bm25Weight, f32)| own.boost_by(idf / first));
        let groups = groups(text).into();
        let label = format!("{}:{text:?}", field.name);
        Ok(Plan::Positional(PositionalPlan { field: field.field, words, groups, judge, weight, label }))
    }

    /// Values whose tokens are all of those asked for.
    fn name(&mut self, field: Field, label: &str, name: &NameQuery) -> Result<Plan, EngineError> {
        let label = format!("{label}:{name:?}");
        let mut tokens: Vec<NameTerms> = Vec::with_capacity(name.tokens.len());
        for token in &name.tokens {
            let terms = self.name_terms(field, token, name.exact)?;
            if terms.same.is_none() && terms.others.is_empty() {
                return Ok(Plan::Nothing);
            }
            tokens.push(terms);
        }
        let several = field == self.fields.person || field == self.fields.about;
        if tokens.len() > 1 && (several || name.adjacent) {
            let judge = if name.adjacent {
                let words = name.tokens.iter().cloned().map(WordQuery::Exact).collect();
                Judge::Text(Arc::new(TextQuery::Phrase { words, slop: 0 }))
            } else {
                Judge::OneParagraph
            };
            let groups = (0..tokens.len()).map(|word| vec![word]).collect();
            let words = tokens.into_iter().map(|terms| terms.same.into_iter().chain(terms.others).collect()).collect();
            return Ok(Plan::Positional(PositionalPlan { field, words, groups, judge, weight: None, label }));
        }
        let mut parts: Vec<Plan> = tokens.into_iter().map(|terms| self.spelled(terms, &label)).collect();
        Ok(if parts.len() == 1 {
            parts.swap_remove(0)
        } else {
            Plan::All { kind: Kind::Quote, parts, not: Vec::new(), tests: Vec::new() }
        })
    }

    /// The terms of the index for a token of a name: those that no document has are left out.
    fn name_terms(&self, field: Field, token: &str, exact: bool) -> Result<NameTerms, EngineError> {
        let there = |term: String| -> Result<Option<Term>, EngineError> {
            let term = Term::from_field_text(field, &term);
            Ok((self.frequency(&term)? > 0).then_some(term))
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
        let plan = |term| Plan::Term(TermPlan { terms: vec![term], weight: None, label: label.to_owned() });
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

    /// Adds up how many documents have a term, deleted ones included.
    pub(super) fn frequency(&self, term: &Term) -> Result<u64, EngineError> {
        let mut sum = 0;
        for segment in self.segments {
            let index = segment.reader.inverted_index(term.field()).map_err(|error| self.failure(error))?;
            sum += u64::from(index.doc_freq(term).map_err(|error| self.failure(error.into()))?);
        }
        Ok(sum)
    }

    pub(super) fn documents(&self, kind: Kind) -> u64 {
        if kind == Kind::Quote { self.quotes } else { self.articles }
    }

    /// The BM25 weight of something in so many documents of the field's kind; none if it can never count.
    pub(super) fn weight(&mut self, field: TextField, frequency: u64) -> Result<Option<Bm25Weight>, EngineError> {
        let documents = self.documents(field.kind);
        if documents == 0 || field.boost <= 0.0 {
            return Ok(None);
        }
        let length = self.length(field)?;
        let weight = Bm25Weight::for_one_term_without_explain(frequency.min(documents), documents, length);
        Ok(Some(weight.boost_by(field.boost)))
    }

    /// BM25's measure of how rare something is.
    fn rarity(&self, kind: Kind, frequency: u64) -> f32 {
        let documents = self.documents(kind) as f32;
        let frequency = frequency as f32;
        (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
    }

    fn length(&mut self, field: TextField) -> Result<f32, EngineError> {
        if let Some(length) = self.lengths.get(&field.field) {
            return Ok(*length);
        }
        let mut tokens = 0;
        for segment in self.segments {
            let index = segment.reader.inverted_index(field.field).map_err(|error| self.failure(error))?;
            tokens += index.total_num_tokens();
        }
        let length = (tokens as f32 / self.documents(field.kind) as f32).max(1.0);
        self.lengths.insert(field.field, length);
        Ok(length)
    }

    pub(super) fn failure(&self, error: tantivy::TantivyError) -> EngineError {
        super::failure::convert(self.path, error)
    }
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
    Plan::Term(TermPlan { terms: vec![Term::from_field_text(field, value)], weight: None, label })
}

fn days(range: &DateRange) -> Plan {
    if range.is_empty() {
        return Plan::Nothing;
    }
    let first = range.from.map_or(i64::MIN, day_number);
    let last = range.to.map_or(i64::MAX, day_number);
    tested(Kind::Article, Test::Days { first, last })
}

fn has_test(has: Has) -> Test {
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

fn acts_test(acts: Acts) -> Test {
    Test::Shape { mask: shape::SPEECH, bits: if acts == Acts::Other { 0 } else { shape::SPEECH } }
}

fn level_test(level: Level) -> Plan {
    let bits = shape::level(level);
    if bits == 0 { Plan::Every(Kind::Quote) } else { tested(Kind::Quote, Test::Shape { mask: bits, bits }) }
}

/// The terms of a token of a name.
struct NameTerms {
    /// Of the spelling asked for.
    same: Option<Term>,
    /// Of other spellings.
    others: Vec<Term>,
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

/// Groups of words, by their numbers, of each of which a value that matches has one: enough to leave out most values.
fn groups(text: &TextQuery) -> Vec<Vec<usize>> {
    fn collect(text: &TextQuery, next: &mut usize) -> Vec<Vec<usize>> {
        match text {
            TextQuery::Word(_) => {
                *next += 1;
                vec![vec![*next - 1]]
            }
            TextQuery::Phrase { words, .. } => {
                *next += words.len();
                (*next - words.len()..*next).map(|word| vec![word]).collect()
            }
            TextQuery::Near { left, right, .. } => {
                let mut all = collect(left, next);
                all.extend(collect(right, next));
                all
            }
            TextQuery::Any(branches) => {
                // Of each branch one group: a value has a word of one of them.
                let mut one: Vec<usize> = Vec::new();
                for branch in branches {
                    one.extend(collect(branch, next).into_iter().min_by_key(Vec::len).unwrap_or_default());
                }
                vec![one]
            }
            TextQuery::AtLeast { text, .. } => collect(text, next),
        }
    }
    collect(text, &mut 0)
}
