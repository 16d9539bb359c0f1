//! The ways in which an AND that asks for several quotations can be satisfied. ORs are multiplied out, so that of each way
//! it is known which conditions it puts on the article and for how many different quotations it asks. Every evaluator of
//! queries begins here; what is looked up, and who stands for whom, is its own affair.

use super::ast::Query;

/// All ways of one AND.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// What the ways speak of, by number: conditions on the article, and `Query::Quote`s, each place of the query once.
    pub parts: Vec<Query>,
    /// The ways. An article satisfies the AND if one of them can be gone.
    pub list: Vec<Way>,
}

/// One way: all conditions hold, and each slot gets a quotation that no other slot has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Numbers of the parts that the article must satisfy.
    pub conditions: Vec<usize>,
    /// The quotations that are asked for.
    pub slots: Vec<Slot>,
    /// Whether, in the unit of quotations, all speech quotations answer: an OR whose answers are asked for took a branch
    /// that asks for no quotation.
    pub all_speech: bool,
}

/// One quotation that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// What it may be: a quotation that satisfies one of these will do.
    pub leaves: Vec<Leaf>,
    /// Whether it is an answer in the unit of quotations.
    pub answers: bool,
}

/// A `Query::Quote`, and what the article must satisfy for it to count.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Number of the part that is the `Query::Quote`.
    pub quote: usize,
    /// Numbers of the parts that the article must satisfy.
    pub conditions: Vec<usize>,
}

/// The AND has more ways than wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl Ways {
    /// The ways of an AND with these members, which has no more of them than a query may have: parsing sees to that.
    #[must_use]
    pub fn of(members: &[Query]) -> Self {
        Self::within(members, usize::MAX).unwrap_or_default()
    }

    /// The same of an AND that may have any number of ways, the product over the members: at most `limit` are made.
    ///
    /// # Errors
    /// If there are more.
    pub fn within(members: &[Query], limit: usize) -> Result<Self, TooMany> {
        let mut builder = Builder { parts: Vec::new(), limit };
        let list = builder.and(members, true)?;
        Ok(Self { parts: builder.parts, list })
    }

    /// The most quotations for which one of the ways asks.
    #[must_use]
    pub fn most(&self) -> usize {
        self.list.iter().map(|way| way.slots.len()).max().unwrap_or(0)
    }
}

/// Whether a `Query::Quote` is written in the query outside every NOT.
#[must_use]
pub fn holds_quote(query: &Query) -> bool {
    match query {
        Query::Quote(_) => true,
        Query::And(members) | Query::Or(members) => members.iter().any(holds_quote),
        _ => false,
    }
}

/// Whether more than one member of an AND asks for quotations, which then must differ: [`Ways::of`] says how.
#[must_use]
pub fn ask_for_several(members: &[Query]) -> bool {
    members.iter().filter(|member| holds_quote(member)).nth(1).is_some()
}

struct Builder {
    parts: Vec<Query>,
    limit: usize,
}

impl Builder {
    fn part(&mut self, query: Query) -> usize {
        self.parts.push(query);
        self.parts.len() - 1
    }

    /// `answers`: whether the answers of this AND are asked for.
    fn and(&mut self, members: &[Query], answers: bool) -> Result<Vec<Way>, TooMany> {
        let own = members.iter().any(|member| matches!(member, Query::Quote(_)));
        let mut ways = vec![Way::default()];
        for member in members {
            if !holds_quote(member) {
                let part = self.part(member.clone());
                ways.iter_mut().for_each(|way| way.conditions.push(part));
                continue;
            }
            let answers = answers && (!own || matches!(member, Query::Quote(_)));
            let more = self.member(member, answers)?;
            if ways.len().saturating_mul(more.len()) > self.limit {
                return Err(TooMany);
            }
            ways = ways.iter().flat_map(|way| more.iter().map(|other| way.with(other))).collect();
        }
        Ok(ways)
    }

    /// A member that holds a `Quote`.
    fn member(&mut self, query: &Query, answers: bool) -> Result<Vec<Way>, TooMany> {
        match query {
            Query::And(members) => self.and(members, answers),
            Query::Or(branches) => self.or(branches, answers),
            quote => {
                let leaf = Leaf { quote: self.part(quote.clone()), conditions: Vec::new() };
                Ok(vec![Way { slots: vec![Slot { leaves: vec![leaf], answers }], ..Way::default() }])
            }
        }
    }

    /// The branches' ways; all that ask for a single quotation are one way, as are the branches that ask for none.
    fn or(&mut self, branches: &[Query], answers: bool) -> Result<Vec<Way>, TooMany> {
        let mut ways = Vec::new();
        let mut single = Vec::new();
        for branch in branches.iter().filter(|branch| holds_quote(branch)) {
            for mut way in self.member(branch, answers)? {
                match &mut way.slots[..] {
                    [slot] if !way.all_speech => {
                        let leaves = slot.leaves.drain(..);
                        single.extend(leaves.map(|leaf| leaf.under(&way.conditions)));
                    }
                    _ => ways.push(way),
                }
            }
        }
        if !single.is_empty() {
            ways.push(Way { slots: vec![Slot { leaves: single, answers }], ..Way::default() });
        }
        let mut plain: Vec<Query> = branches.iter().filter(|branch| !holds_quote(branch)).cloned().collect();
        if !plain.is_empty() {
            let plain = if plain.len() == 1 { plain.remove(0) } else { Query::Or(plain) };
            ways.push(Way { conditions: vec![self.part(plain)], all_speech: answers, ..Way::default() });
        }
        if ways.len() > self.limit { Err(TooMany) } else { Ok(ways) }
    }
}

impl Way {
    /// Both ways at once.
    fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.conditions.extend(&other.conditions);
        both.slots.extend_from_slice(&other.slots);
        both.all_speech |= other.all_speech;
        both
    }
}

impl Leaf {
    fn under(mut self, conditions: &[usize]) -> Self {
        self.conditions.extend(conditions);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::ast::{Acts, Has, QuoteClause, QuoteQuery};

    fn quote() -> Query {
        Query::Quote(QuoteQuery { clause: QuoteClause::All, acts: Acts::Speech })
    }

    /// For each way: conditions, slots with the number of their leaves, and whether all speech answers.
    fn shape(members: &[Query]) -> Vec<(usize, Vec<usize>, bool)> {
        let ways = Ways::within(members, 100).unwrap();
        let shape = |way: &Way| {
            (way.conditions.len(), way.slots.iter().map(|slot| slot.leaves.len()).collect(), way.all_speech)
        };
        ways.list.iter().map(shape).collect()
    }

    #[test]
    fn groups_side_by_side_are_one_way_and_an_or_of_groups_is_one_slot() {
        assert_eq!(shape(&[quote(), Query::All, quote()]), [(1, vec![1, 1], false)]);
        assert_eq!(shape(&[quote(), Query::Or(vec![quote(), quote(), quote()])]), [(0, vec![1, 3], false)]);
    }

    #[test]
    fn an_or_that_can_do_without_a_quotation_gives_a_way_of_its_own() {
        let either = Query::Or(vec![quote(), Query::Has(Has::Date), Query::All]);
        assert_eq!(shape(&[quote(), either.clone()]), [(0, vec![1, 1], false), (1, vec![1], false)]);
        assert_eq!(
            shape(&[either.clone(), either]),
            [(0, vec![1, 1], false), (1, vec![1], true), (1, vec![1], true), (2, vec![], true)]
        );
    }

    #[test]
    fn a_condition_beside_the_only_group_of_a_branch_goes_with_it() {
        let branch = Query::And(vec![Query::All, quote()]);
        let ways = Ways::of(&[quote(), Query::Or(vec![branch, quote()])]);
        let leaves = &ways.list[0].slots[1].leaves;
        assert_eq!(leaves.iter().map(|leaf| leaf.conditions.len()).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(ways.list[0].slots.iter().map(|slot| slot.answers).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn more_ways_than_wanted_are_not_made() {
        let two = Query::Or(vec![Query::And(vec![quote(), quote()]), quote()]);
        let members = vec![two; 40];
        assert_eq!(Ways::within(&members, 256), Err(TooMany));
        assert_eq!(Ways::within(&members[..5], 32).map(|ways| (ways.list.len(), ways.most())), Ok((32, 10)));
    }

    #[test]
    fn what_stands_under_a_not_asks_for_nothing() {
        assert!(!ask_for_several(&[quote(), Query::Not(Box::new(quote()))]));
        assert!(ask_for_several(&[quote(), Query::Or(vec![Query::All, quote()])]));
    }
}
