//! Puts meanings together: which quotation clauses are about one and the same quotation, and where the article begins.
//!
//! All quotation clauses joined by AND are one group, through parentheses whose leaves are all quotation clauses.
//! Parentheses that mix them with article clauses are a group of their own. A group must hold something positive to be
//! about a quotation (`speaker:x -said:y`); where it holds only negations (`-speaker:x`), it says in the unit of articles
//! that there is no such quotation, and in the unit of quotations that this quotation is none such.
//!
//! Several groups that are joined by AND ask for as many different quotations. That is a matter of the whole query, and
//! so `check_size` looks at the whole.

use super::ast::{Acts, Query, QuoteClause, QuoteQuery, Unit};
use super::limits::{MAX_GROUPS, MAX_WAYS};
use super::notes::Problem;
use super::ways::{TooMany, Ways, ask_for_several};
use crate::text::Span;

/// What a part of a query means, before it is known which quotation it is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mean {
    /// A condition on the article.
    Article(Query),
    /// A condition on a quotation.
    Clause(QuoteClause),
    /// `act:`, a setting of its group.
    Act(Acts, Span),
    /// All; an AND inside an AND was written in parentheses.
    And(Vec<Mean>),
    /// At least one.
    Or(Vec<Mean>),
    /// Not.
    Not(Box<Mean>),
}

impl Mean {
    /// The same, as if it had been written at `span`.
    pub(super) fn at(self, span: Span) -> Self {
        let all = |means: Vec<Self>| means.into_iter().map(|mean| mean.at(span)).collect();
        match self {
            Self::Act(acts, _) => Self::Act(acts, span),
            Self::And(members) => Self::And(all(members)),
            Self::Or(branches) => Self::Or(all(branches)),
            Self::Not(inner) => Self::Not(Box::new(inner.at(span))),
            mean @ (Self::Article(_) | Self::Clause(_)) => mean,
        }
    }
}

/// The query that a meaning is.
pub(super) fn query(mean: Mean, unit: Unit) -> Result<Query, Problem> {
    if is_pure(&mean) {
        let (clause, acts) = clause(mean)?;
        return Ok(about_quotes(clause, acts, unit));
    }
    match mean {
        Mean::Article(query) => Ok(query),
        Mean::And(members) => and(members, unit),
        Mean::Or(branches) => {
            let mut any = Vec::new();
            for branch in branches {
                match query(branch, unit)? {
                    Query::Or(inner) => any.extend(inner),
                    branch => any.push(branch),
                }
            }
            Ok(Query::Or(any))
        }
        Mean::Not(inner) => Ok(not(query(*inner, unit)?)),
        // Both are pure.
        Mean::Clause(clause) => Ok(about_quotes(clause, Acts::Speech, unit)),
        Mean::Act(acts, _) => Ok(about_quotes(QuoteClause::All, acts, unit)),
    }
}

/// The members of an AND: its own quotation clauses make one group, at the place of the first.
fn and(members: Vec<Mean>, unit: Unit) -> Result<Query, Problem> {
    let mut all: Vec<Query> = Vec::new();
    let mut group: Vec<Mean> = Vec::new();
    let mut place = None;
    for member in members {
        if is_pure(&member) {
            place.get_or_insert(all.len());
            group.push(member);
            continue;
        }
        match query(member, unit)? {
            Query::All => {}
            // Once its groups are made, parentheses around an AND change nothing.
            Query::And(inner) => all.extend(inner),
            member => all.push(member),
        }
    }
    if let Some(place) = place {
        let (clause, acts) = clause(Mean::And(group))?;
        let group = match about_quotes(clause, acts, unit) {
            Query::And(negations) => negations,
            one => vec![one],
        };
        all.splice(place..place, group);
    }
    Ok(match all.len() {
        0 => Query::All,
        1 => all.remove(0),
        _ => Query::And(all),
    })
}

/// A group as a condition on the article.
fn about_quotes(clause: QuoteClause, acts: Acts, unit: Unit) -> Query {
    if unit == Unit::Quote || is_positive(&clause) {
        return Query::Quote(QuoteQuery { clause, acts });
    }
    let each = |clauses: Vec<QuoteClause>| clauses.into_iter().map(|clause| about_quotes(clause, acts, unit));
    match clause {
        QuoteClause::Not(inner) => Query::Not(Box::new(Query::Quote(QuoteQuery { clause: *inner, acts }))),
        QuoteClause::And(clauses) => Query::And(each(clauses).collect()),
        QuoteClause::Or(clauses) => {
            let mut any = Vec::new();
            for branch in each(clauses) {
                match branch {
                    Query::Or(inner) => any.extend(inner),
                    branch => any.push(branch),
                }
            }
            Query::Or(any)
        }
        clause => Query::Quote(QuoteQuery { clause, acts }),
    }
}

/// Everything as a condition on one quotation, as braces ask for it.
pub(super) fn one_quote(mean: Mean) -> Result<QuoteQuery, Problem> {
    let (clause, acts) = clause(mean)?;
    Ok(QuoteQuery { clause, acts })
}

/// A pure meaning as one clause, with the acts it asks for.
fn clause(mean: Mean) -> Result<(QuoteClause, Acts), Problem> {
    let mut acts = None;
    let mut all = Vec::new();
    members(mean, &mut acts, &mut all)?;
    let clause = match all.len() {
        0 => QuoteClause::All,
        1 => all.remove(0),
        _ => QuoteClause::And(all),
    };
    Ok((clause, acts.unwrap_or_default()))
}

/// The members of a group, parentheses taken off.
fn members(mean: Mean, acts: &mut Option<Acts>, all: &mut Vec<QuoteClause>) -> Result<(), Problem> {
    match mean {
        Mean::And(inner) => inner.into_iter().try_for_each(|mean| members(mean, acts, all)),
        Mean::Act(asked, span) => match acts.replace(asked) {
            Some(before) if before != asked => {
                Err(Problem::new(span, "act: is asked for twice about one quotation").hint("act:any takes both"))
            }
            _ => Ok(()),
        },
        mean => {
            match inner_clause(mean)? {
                QuoteClause::All => {}
                QuoteClause::And(inner) => all.extend(inner),
                clause => all.push(clause),
            }
            Ok(())
        }
    }
}

fn inner_clause(mean: Mean) -> Result<QuoteClause, Problem> {
    match mean {
        Mean::Clause(clause) => Ok(clause),
        Mean::Not(inner) => Ok(match inner_clause(*inner)? {
            QuoteClause::Not(inner) => *inner,
            inner => QuoteClause::Not(Box::new(inner)),
        }),
        Mean::Or(branches) => {
            let mut any = Vec::new();
            for branch in branches {
                match inner_clause(branch)? {
                    QuoteClause::Or(inner) => any.extend(inner),
                    branch => any.push(branch),
                }
            }
            Ok(if any.contains(&QuoteClause::All) { QuoteClause::All } else { QuoteClause::Or(any) })
        }
        Mean::And(inner) => {
            let mut all = Vec::new();
            for mean in inner {
                match inner_clause(mean)? {
                    QuoteClause::All => {}
                    QuoteClause::And(inner) => all.extend(inner),
                    clause => all.push(clause),
                }
            }
            Ok(match all.len() {
                0 => QuoteClause::All,
                1 => all.remove(0),
                _ => QuoteClause::And(all),
            })
        }
        Mean::Act(_, span) => Err(Problem::new(
            span,
            "act: is a setting of all that is asked of one quotation: it stands in no OR and no NOT",
        )
        .hint("act:any or act:other beside the other clauses; {act:other said:x} OR said:y for one side only")),
        // Never: only pure meanings come here.
        Mean::Article(_) => Ok(QuoteClause::All),
    }
}

/// Whether every leaf is about a quotation.
fn is_pure(mean: &Mean) -> bool {
    match mean {
        Mean::Article(_) => false,
        Mean::Clause(_) | Mean::Act(..) => true,
        Mean::And(inner) | Mean::Or(inner) => inner.iter().all(is_pure),
        Mean::Not(inner) => is_pure(inner),
    }
}

/// Whether a meaning mixes clauses on quotations with those on articles, braces apart.
pub(super) fn is_mixed(mean: &Mean) -> bool {
    fn has_clause(mean: &Mean) -> bool {
        match mean {
            Mean::Article(_) => false,
            Mean::Clause(_) | Mean::Act(..) => true,
            Mean::And(inner) | Mean::Or(inner) => inner.iter().any(has_clause),
            Mean::Not(inner) => has_clause(inner),
        }
    }
    has_clause(mean) && !is_pure(mean)
}

/// Whether the clause asks for something that is there, not only for something that is not.
pub(super) fn is_positive(clause: &QuoteClause) -> bool {
    match clause {
        QuoteClause::Not(_) => false,
        QuoteClause::And(clauses) => clauses.iter().any(is_positive),
        QuoteClause::Or(clauses) => clauses.iter().all(is_positive),
        _ => true,
    }
}

/// Refuses what asks for too many quotations at once, or in too many ways.
pub(super) fn check_size(query: &Query, whole: Span) -> Result<(), Problem> {
    match query {
        Query::And(members) if ask_for_several(members) => {
            let too_many = || format!("ORs of braces can be satisfied in at most {MAX_WAYS} ways");
            let ways = Ways::within(members, MAX_WAYS).map_err(|TooMany| Problem::new(whole, too_many()))?;
            if ways.most() > MAX_GROUPS {
                let message = format!("at most {MAX_GROUPS} different quotations are asked for at once");
                return Err(
                    Problem::new(whole, message).hint("what stands in one pair of braces is about one quotation")
                );
            }
            ways.parts.iter().try_for_each(|part| check_size(part, whole))
        }
        Query::And(inner) | Query::Or(inner) => inner.iter().try_for_each(|query| check_size(query, whole)),
        Query::Not(inner) => check_size(inner, whole),
        _ => Ok(()),
    }
}

fn not(query: Query) -> Query {
    match query {
        Query::Not(inner) => *inner,
        query => Query::Not(Box::new(query)),
    }
}
