//! An AND that asks for several different quotations → plan: a plan for each of its ways, which the one expansion of
//! `query::ways` gives. Where there are several ways, what they have in common is looked up once.

use super::compile::{Compiler, Conjunction, speech_of};
use super::plan::{Plan, Scored, Spread};
use super::schema::Kind;
use crate::engine::EngineError;
use crate::query::ast::{Query, Unit};
use crate::query::ways::{Leaf, Slot, Way, Ways};

/// The parts of all ways.
struct Parts<'q> {
    queries: &'q [Query],
    /// What each found, by segment; empty where there is one way only, and nothing was looked up yet.
    found: Vec<Vec<Scored>>,
}

impl Parts<'_> {
    /// What was found of a part.
    fn plan(&self, number: usize) -> Plan {
        let label = self.queries[number].display(Unit::Quote).to_string();
        Plan::Spread(Spread { segments: self.found[number].clone(), label, pattern: None })
    }
}

impl Compiler<'_> {
    /// Articles that satisfy the AND.
    pub(super) fn several(&mut self, members: &[Query]) -> Result<Plan, EngineError> {
        let ways = Ways::of(members);
        if let [way] = &ways.list[..] {
            return self.way(&Parts { queries: &ways.parts, found: Vec::new() }, way);
        }
        let parts = self.looked_up(&ways)?;
        let any = ways.list.iter().map(|way| self.way(&parts, way)).collect::<Result<_, _>>()?;
        // The score is that of the members, however many ways there are.
        let mut all = self.conditions(members)?;
        all.add(Plan::Unscored(Box::new(Plan::Any(any))));
        Ok(all.plan())
    }

    /// Quotations that answer the AND.
    pub(super) fn several_answers(&mut self, members: &[Query]) -> Result<Plan, EngineError> {
        let ways = Ways::of(members);
        let parts = self.looked_up(&ways)?;
        let mut any = Vec::with_capacity(ways.list.len());
        for way in &ways.list {
            if way.slots.iter().any(|slot| slot.answers) {
                let answers = way.slots.iter().map(|slot| slot.answers).collect();
                let mut all = Conjunction::of(Kind::Quote);
                all.add(Plan::DistinctQuotes { slots: self.slots(&parts, way)?, answers });
                let conditions = self.all_of(&parts, &way.conditions)?;
                all.add_article(conditions);
                any.push(all.plan());
            }
            if way.all_speech {
                any.push(speech_of(self.way(&parts, way)?));
            }
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Plan::Any(any) })
    }

    /// The parts of the ways; of several ways each part is run now, so that none is run for every way anew.
    fn looked_up<'q>(&mut self, ways: &'q Ways) -> Result<Parts<'q>, EngineError> {
        let queries = &ways.parts[..];
        if ways.list.len() < 2 {
            return Ok(Parts { queries, found: Vec::new() });
        }
        let mut found = Vec::with_capacity(queries.len());
        for query in queries {
            let plan = match query {
                Query::Quote(quote) => self.quote(quote)?,
                condition => self.article(condition)?,
            };
            let mut segments = Vec::with_capacity(self.segments.len());
            for segment in self.segments {
                let mut cursor = plan.cursor(segment, self.fields).map_err(|error| self.failure(error))?;
                let mut list = Vec::new();
                cursor.for_each(self.scored, &mut |doc, score| list.push((doc, score)));
                segments.push(list.into());
            }
            found.push(segments);
        }
        Ok(Parts { queries, found })
    }

    /// Articles for which a way can be gone.
    fn way(&mut self, parts: &Parts<'_>, way: &Way) -> Result<Plan, EngineError> {
        let mut all = self.all_of(parts, &way.conditions)?;
        match &way.slots[..] {
            [] => {}
            [slot] => all.add(Plan::ToArticle(Box::new(self.slot(parts, slot)?))),
            _ => all.add(Plan::Distinct { slots: self.slots(parts, way)? }),
        }
        Ok(all.plan())
    }

    /// Articles that satisfy all parts of these numbers.
    fn all_of(&mut self, parts: &Parts<'_>, numbers: &[usize]) -> Result<Conjunction, EngineError> {
        if parts.found.is_empty() {
            return self.conditions(numbers.iter().map(|number| &parts.queries[*number]));
        }
        let mut all = Conjunction::of(Kind::Article);
        numbers.iter().for_each(|number| all.add(parts.plan(*number)));
        Ok(all)
    }

    fn slots(&mut self, parts: &Parts<'_>, way: &Way) -> Result<Vec<Plan>, EngineError> {
        way.slots.iter().map(|slot| self.slot(parts, slot)).collect()
    }

    /// Quotations that may fill a slot.
    fn slot(&mut self, parts: &Parts<'_>, slot: &Slot) -> Result<Plan, EngineError> {
        let mut leaves = Vec::with_capacity(slot.leaves.len());
        for leaf in &slot.leaves {
            leaves.push(self.leaf(parts, leaf)?);
        }
        Ok(if leaves.len() == 1 { leaves.remove(0) } else { Plan::Any(leaves) })
    }

    fn leaf(&mut self, parts: &Parts<'_>, leaf: &Leaf) -> Result<Plan, EngineError> {
        let Query::Quote(quote) = &parts.queries[leaf.quote] else { return Ok(Plan::Nothing) };
        let mut all = Conjunction::of(Kind::Quote);
        all.add(if parts.found.is_empty() { self.quote(quote)? } else { parts.plan(leaf.quote) });
        let conditions = self.all_of(parts, &leaf.conditions)?;
        all.add_article(conditions);
        Ok(all.plan())
    }
}
