//! Words and texts → plans: in which fields they are looked for, and what they are worth there.

use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field;

use super::compile::Compiler;
use super::cursor::positional::Judge;
use super::plan::{Known, Plan, PositionalPlan, TermPlan, WeighedPlan};
use super::schema::Kind;
use super::score::{Shares, Weight, rarity};
use super::words::{self, Found};
use crate::engine::EngineError;
use crate::lexicon::grammar;
use crate::matching::positional::words as words_of;
use crate::query::ast::{Query, TextQuery, TextZone, WordQuery};

/// A field of words as a query sees it.
#[derive(Clone, Copy)]
pub(super) struct TextField {
    pub(super) field: Field,
    pub(super) kind: Kind,
    pub(super) boost: f32,
    pub(super) name: &'static str,
}

impl Compiler<'_> {
    /// Body and title: most words are in the body.
    pub(super) fn of_article(&self) -> [TextField; 2] {
        let field = |field, boost, name| TextField { field, kind: Kind::Article, boost, name };
        [
            field(self.fields.body, self.ranking.body_boost, "body"),
            field(self.fields.title, self.ranking.title_boost, "title"),
        ]
    }

    /// The content of quotations.
    pub(super) fn said(&self) -> TextField {
        self.of_quote(self.fields.said, "said")
    }

    /// Documents in one of whose fields the text matches.
    pub(super) fn text(
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
            TextQuery::Word(word) if !lead => self.word(fields, word)?,
            _ => self.positional(fields, text, judge)?,
        })
    }

    /// Documents that have the word in one of the fields, which are all of one kind.
    pub(super) fn word(&mut self, fields: &[TextField], word: &WordQuery) -> Result<Plan, EngineError> {
        let mut parts = Vec::with_capacity(fields.len());
        let mut frequency = 0;
        for field in fields {
            match words::terms(word) {
                Found::Terms(texts) => {
                    let (terms, own) = self.found(field.field, &texts)?;
                    if !terms.is_empty() {
                        frequency = frequency.max(own);
                        let (shares, label) = (self.shares(*field)?, in_field(field));
                        parts.push(Plan::Term(TermPlan { terms, shares, label }));
                    }
                }
                Found::Pattern(pattern) => {
                    let spread = self.spread(*field, pattern, in_field(field))?;
                    let own = spread.documents();
                    if own > 0 {
                        frequency = frequency.max(own);
                        parts.push(Plan::Spread(spread));
                    }
                }
            }
        }
        let grammar = matches!(word, WordQuery::Stem { folded, .. } if grammar::is_grammar(folded));
        let boost = if grammar { self.ranking.grammar_boost } else { 1.0 };
        let rarity = boost * self.rarity(fields, frequency)?;
        Ok(self.weighed(fields, parts, rarity, || printed(word)))
    }

    /// The terms that the index has in a field, and in how many documents they are at most: several may stand in one.
    pub(super) fn found(&mut self, field: Field, texts: &[String]) -> Result<(Vec<Known>, u64), EngineError> {
        let mut terms = Vec::with_capacity(texts.len());
        let mut frequency = 0;
        for text in texts {
            let (known, own) = self.known(Term::from_field_text(field, text))?;
            if own > 0 {
                frequency += own;
                terms.push(known);
            }
        }
        Ok((terms, frequency))
    }

    /// Parts that are one condition in several fields, weighed by how rare it is.
    pub(super) fn weighed(
        &self,
        fields: &[TextField],
        mut parts: Vec<Plan>,
        rarity: f32,
        label: impl FnOnce() -> String,
    ) -> Plan {
        if parts.is_empty() {
            return Plan::Nothing;
        }
        if !self.scored {
            return if parts.len() == 1 { parts.swap_remove(0) } else { Plan::Any(parts) };
        }
        let quote = fields.iter().any(|field| field.kind == Kind::Quote);
        let boost = if quote { self.ranking.quote_boost } else { 1.0 };
        let weight = Weight::new(rarity, self.ranking.saturation).times(boost);
        Plan::Weighed(WeighedPlan { parts, weight, label: label() })
    }

    fn positional(
        &mut self,
        fields: &[TextField],
        text: &TextQuery,
        judge: fn(Arc<TextQuery>) -> Judge,
    ) -> Result<Plan, EngineError> {
        let (parts, most) = self.positional_parts(fields, text, judge)?;
        // The weights of the words are added, as for a phrase.
        let mut rarity = 0.0;
        for most in most.into_iter().filter(|most| *most > 0) {
            rarity += self.rarity(fields, most)?;
        }
        Ok(self.weighed(fields, parts, rarity, || printed_text(text)))
    }

    /// A part for each field that has all the words, and in how many documents each word is.
    pub(super) fn positional_parts(
        &mut self,
        fields: &[TextField],
        text: &TextQuery,
        judge: fn(Arc<TextQuery>) -> Judge,
    ) -> Result<(Vec<Plan>, Vec<u64>), EngineError> {
        let text = Arc::new(text.clone());
        let groups: Arc<[Vec<usize>]> = groups(&text).into();
        let asked = words_of(&text);
        let mut most = vec![0; asked.len()];
        let mut parts = Vec::with_capacity(fields.len());
        for field in fields {
            let mut words = Vec::with_capacity(asked.len());
            for (word, most) in asked.iter().zip(&mut most) {
                let (terms, frequency) = match words::terms(word) {
                    Found::Terms(texts) => self.found(field.field, &texts)?,
                    Found::Pattern(pattern) => {
                        let mut terms = Vec::new();
                        let mut sum = 0;
                        for term in self.expand(field.field, &pattern)? {
                            let (known, own) = self.look_up(term)?;
                            terms.push(known);
                            sum += own;
                        }
                        (terms, sum)
                    }
                };
                *most = frequency.max(*most);
                words.push(terms);
            }
            if groups.iter().all(|group| group.iter().any(|word| !words[*word].is_empty())) {
                let (groups, judge) = (Arc::clone(&groups), judge(Arc::clone(&text)));
                let (shares, label) = (self.shares(*field)?, in_field(field));
                parts.push(Plan::Positional(PositionalPlan {
                    field: field.field,
                    text: Arc::clone(&text),
                    words,
                    groups,
                    judge,
                    shares,
                    label,
                }));
            }
        }
        Ok((parts, most))
    }

    /// How rare something is that so many documents have.
    pub(super) fn rarity(&mut self, fields: &[TextField], frequency: u64) -> Result<f32, EngineError> {
        match fields.first() {
            Some(field) if self.scored => Ok(rarity(frequency, self.documents(field.kind)?)),
            _ => Ok(0.0),
        }
    }

    /// Documents of a kind, deleted ones included, as tantivy counts terms.
    fn documents(&mut self, kind: Kind) -> Result<u64, EngineError> {
        let term = self.fields.kind_term(kind);
        Ok(self.known(term)?.1)
    }

    /// The same as [`Compiler::look_up`], once for each term.
    fn known(&mut self, term: Term) -> Result<(Known, u64), EngineError> {
        if let Some(known) = self.known.get(&term) {
            return Ok(known.clone());
        }
        let known = self.look_up(term.clone())?;
        self.known.insert(term, known.clone());
        Ok(known)
    }

    /// What an occurrence in the field adds; nothing if it can never count, or scores are not wanted.
    pub(super) fn shares(&mut self, field: TextField) -> Result<Option<Shares>, EngineError> {
        if field.boost <= 0.0 || !self.scored {
            return Ok(None);
        }
        let documents = self.documents(field.kind)?;
        if let Some(shares) = self.shares.get(&field.field) {
            return Ok(Some(shares.clone()));
        }
        let mut tokens = 0;
        for segment in self.segments {
            let index = segment.reader.inverted_index(field.field).map_err(|error| self.failure(error))?;
            tokens += index.total_num_tokens();
        }
        let mean = (tokens as f32 / documents.max(1) as f32).max(1.0);
        let shares = Shares::new(field.boost, self.ranking.length, mean);
        self.shares.insert(field.field, shares.clone());
        Ok(Some(shares))
    }
}

/// As it would be typed.
pub(super) fn printed(word: &WordQuery) -> String {
    printed_text(&TextQuery::Word(word.clone()))
}

fn printed_text(text: &TextQuery) -> String {
    Query::Text { zone: TextZone::Article, text: text.clone() }.to_string()
}

fn in_field(field: &TextField) -> String {
    format!("in the {}", field.name)
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
