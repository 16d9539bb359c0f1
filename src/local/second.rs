//! The second look: at the best hits by their words alone, for what costs more to see. Words that stand there in the form
//! asked for, neighbours of the query that stand near each other, words of grammar of a text that was asked for whole.
//! It changes the order of these hits, and never which there are. Forms and nearness are looked for in the body alone: a
//! title is short, and what stands in it counts as it is.

use super::compile::Compiler;
use super::cursor::DocId;
use super::cursor::positional::Judge;
use super::plan::{Plan, TermPlan};
use super::reader::LocalEngine;
use super::schema::EXACT;
use super::text::{TextField, printed};
use super::top::{Decay, Place};
use super::words::{self, Found};
use crate::engine::{EngineError, SearchRequest};
use crate::lexicon::grammar::is_grammar;
use crate::query::ast::{Query, QuoteClause, TextQuery, TextZone, Unit, Within, WordQuery};

/// Words that are looked at; those after are left out.
const MAX_WORDS: usize = 64;

impl Compiler<'_> {
    /// What is added to the scores of the best hits. Empty where there is nothing to see.
    pub(super) fn second_look(&mut self, request: &SearchRequest) -> Result<Vec<Plan>, EngineError> {
        let mut own = Vec::new();
        let words = if request.wording.is_empty() {
            bare_words(&request.query, request.unit, &mut own);
            &own
        } else {
            &request.wording
        };
        let words = &words[..words.len().min(MAX_WORDS)];
        let fields = match request.unit {
            Unit::Article => self.of_article().to_vec(),
            Unit::Quote => vec![self.said()],
        };
        let mut plans = Vec::new();
        let mut rarities = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let frequency = self.most(&fields, word)?;
            rarities.push(if frequency > 0 { Some(self.rarity(&fields, frequency)?) } else { None });
            if frequency == 0 || words[..at].contains(word) {
                continue;
            }
            match word {
                WordQuery::Stem { folded, .. } if !is_grammar(folded) => {
                    plans.extend(self.form(&fields, folded, frequency)?);
                }
                WordQuery::Stem { .. } if !request.wording.is_empty() => plans.push(self.word(&fields, word)?),
                _ => {}
            }
        }
        for (at, pair) in words.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let (Some(first), Some(second)) = (rarities[at], rarities[at + 1]) else { continue };
            let seen = words[..=at].windows(2).any(|other| other == pair);
            if left != right && !seen && !(tells_nothing(left) && tells_nothing(right)) {
                plans.extend(self.near(&fields, left, right, first.min(second))?);
            }
        }
        Ok(plans)
    }

    /// In how many documents a word is, in the field that has it most often; 0 for patterns.
    fn most(&mut self, fields: &[TextField], word: &WordQuery) -> Result<u64, EngineError> {
        let Found::Terms(texts) = words::terms(word) else { return Ok(0) };
        let mut most = 0;
        for field in fields {
            most = most.max(self.found(field.field, &texts)?.1);
        }
        Ok(most)
    }

    /// Documents that have the word in the form asked for; nothing if that is its only form.
    fn form(&mut self, fields: &[TextField], folded: &str, frequency: u64) -> Result<Option<Plan>, EngineError> {
        let boost = self.ranking.form_boost;
        if boost <= 0.0 {
            return Ok(None);
        }
        let mut capital = String::with_capacity(folded.len());
        let mut letters = folded.chars();
        capital.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        capital.push_str(letters.as_str());
        let mut texts = vec![format!("{EXACT}{folded}"), format!("{EXACT}{capital}")];
        texts.dedup();
        let Some(field) = fields.first() else { return Ok(None) };
        let (terms, own) = self.found(field.field, &texts)?;
        if terms.is_empty() || own >= frequency {
            return Ok(None);
        }
        let (shares, label) = (self.shares(*field)?, format!("in the {}", field.name));
        let parts = vec![Plan::Term(TermPlan { terms, shares, label })];
        let rarity = boost * self.rarity(fields, frequency)?;
        Ok(Some(self.weighed(fields, parts, rarity, || format!("in this form: {folded}"))))
    }

    /// Documents in which the two words stand near each other.
    fn near(
        &mut self,
        fields: &[TextField],
        left: &WordQuery,
        right: &WordQuery,
        rarity: f32,
    ) -> Result<Option<Plan>, EngineError> {
        let boost = self.ranking.near_boost;
        if boost <= 0.0 {
            return Ok(None);
        }
        let side = |word: &WordQuery| Box::new(TextQuery::Word(word.clone()));
        let text = TextQuery::Near {
            left: side(left),
            right: side(right),
            within: Within::Words(self.ranking.near_words),
            ordered: false,
        };
        let parts = self.positional_parts(&fields[..1], &text, Judge::text)?.0;
        let plan = self.weighed(fields, parts, boost * rarity, || {
            format!("near each other: {} {}", printed(left), printed(right))
        });
        Ok((!matches!(plan, Plan::Nothing)).then_some(plan))
    }
}

impl LocalEngine {
    /// Adds to the scores of hits what the plans give them, and sorts them anew.
    pub(super) fn look_again(
        &self,
        plans: &[Plan],
        decay: Option<Decay>,
        places: &mut [Place],
    ) -> Result<(), EngineError> {
        let mut raises = vec![0.0; places.len()];
        for segment in &self.segments {
            let mut here: Vec<(DocId, usize)> = (0..)
                .zip(places.iter())
                .filter(|(_, place)| place.segment == segment.number)
                .map(|(number, place)| (place.doc, number))
                .collect();
            if here.is_empty() {
                continue;
            }
            here.sort_unstable();
            for plan in plans {
                let mut cursor = plan.later(segment, &self.store.fields).map_err(|error| self.failure(error))?;
                for (doc, number) in &here {
                    if cursor.seek_roughly(*doc) == *doc && cursor.confirm() {
                        raises[*number] += cursor.score();
                    }
                }
            }
        }
        for (place, raise) in places.iter_mut().zip(raises) {
            *place = place.raised(decay.map_or(raise, |decay| raise * decay.factor(place.day())));
        }
        places.sort_unstable_by(|a, b| b.cmp(a));
        Ok(())
    }
}

fn tells_nothing(word: &WordQuery) -> bool {
    matches!(word, WordQuery::Stem { folded, .. } if is_grammar(folded))
}

/// The words of a query that are asked for as such, in their order.
fn bare_words(query: &Query, unit: Unit, out: &mut Vec<WordQuery>) {
    match query {
        Query::And(members) | Query::Or(members) => members.iter().for_each(|member| bare_words(member, unit, out)),
        Query::Text { zone: TextZone::Article, text: TextQuery::Word(word) } if unit == Unit::Article => {
            out.push(word.clone());
        }
        Query::Quote(quote) if unit == Unit::Quote => said_words(&quote.clause, out),
        _ => {}
    }
}

fn said_words(clause: &QuoteClause, out: &mut Vec<WordQuery>) {
    match clause {
        QuoteClause::And(members) | QuoteClause::Or(members) => members.iter().for_each(|one| said_words(one, out)),
        QuoteClause::Said(TextQuery::Word(word)) => out.push(word.clone()),
        _ => {}
    }
}
