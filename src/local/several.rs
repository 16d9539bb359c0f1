//! An AND that asks for several different quotations → plan: a plan for each of its ways, which the one expansion of
//! `query::ways` gives.

use super::compile::{Compiler, Conjunction, speech_of};
use super::plan::Plan;
use super::schema::Kind;
use crate::engine::EngineError;
use crate::query::ast::Query;
use crate::query::ways::{Leaf, Slot, Way, Ways};

impl Compiler<'_> {
    /// Articles that satisfy the AND.
    pub(super) fn several(&mut self, members: &[Query]) -> Result<Plan, EngineError> {
        let Ok(ways) = Ways::of(members, usize::MAX) else { return Ok(Plan::Nothing) };
        if let [way] = &ways.list[..] {
            return self.way(&ways.parts, way);
        }
        let mut any = Vec::with_capacity(ways.list.len());
        for way in &ways.list {
            any.push(self.way(&ways.parts, way)?);
        }
        // The score is that of the members, however many ways there are.
        let mut all = self.conditions(members)?;
        all.add(Plan::Unscored(Box::new(Plan::Any(any))));
        Ok(all.plan())
    }

    /// Quotations that answer the AND.
    pub(super) fn several_answers(&mut self, members: &[Query]) -> Result<Plan, EngineError> {
        let Ok(ways) = Ways::of(members, usize::MAX) else { return Ok(Plan::Nothing) };
        let mut any = Vec::with_capacity(ways.list.len());
        for way in &ways.list {
            if way.slots.iter().any(|slot| slot.answers) {
                let answers = way.slots.iter().map(|slot| slot.answers).collect();
                let mut all = Conjunction::of(Kind::Quote);
                all.add(Plan::DistinctQuotes { slots: self.slots(&ways.parts, way)?, answers });
                let conditions = self.conditions(way.conditions.iter().map(|part| &ways.parts[*part]))?;
                all.add_article(conditions);
                any.push(all.plan());
            }
            if way.all_speech {
                any.push(speech_of(self.way(&ways.parts, way)?));
            }
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Plan::Any(any) })
    }

    /// Articles for which a way can be gone.
    fn way(&mut self, parts: &[Query], way: &Way) -> Result<Plan, EngineError> {
        let mut all = self.conditions(way.conditions.iter().map(|part| &parts[*part]))?;
        match &way.slots[..] {
            [] => {}
            [slot] => all.add(Plan::ToArticle(Box::new(self.slot(parts, slot)?))),
            _ => all.add(Plan::Distinct { slots: self.slots(parts, way)? }),
        }
        Ok(all.plan())
    }

    fn slots(&mut self, parts: &[Query], way: &Way) -> Result<Vec<Plan>, EngineError> {
        way.slots.iter().map(|slot| self.slot(parts, slot)).collect()
    }

    /// Quotations that may fill a slot.
    fn slot(&mut self, parts: &[Query], slot: &Slot) -> Result<Plan, EngineError> {
        let mut leaves = Vec::with_capacity(slot.leaves.len());
        for leaf in &slot.leaves {
            leaves.push(self.leaf(parts, leaf)?);
        }
        Ok(if leaves.len() == 1 { leaves.remove(0) } else { Plan::Any(leaves) })
    }

    fn leaf(&mut self, parts: &[Query], leaf: &Leaf) -> Result<Plan, EngineError> {
        let Query::Quote(quote) = &parts[leaf.quote] else { return Ok(Plan::Nothing) };
        let mut all = Conjunction::of(Kind::Quote);
        all.add(self.quote(quote)?);
        let conditions = self.conditions(leaf.conditions.iter().map(|part| &parts[*part]))?;
        all.add_article(conditions);
        Ok(all.plan())
    }
}
