//! Where the clauses of a query matched, as spans. Only what satisfied a clause is marked: branches that do not match and
//! everything under a NOT are left out.

use super::compiled::{Node, QuoteNode, TextClause};
use super::names::{find_tokens, is_name, lies_in};
use super::positional::{Matches, Wanted};
use super::reading::{Reading, find, find_in_lead};
use super::words::Value;
use super::{ClauseMatch, Scope};
use crate::annotation::{Quote, Zone};
use crate::query::ast::{NameQuery, TextZone};
use crate::text::{Span, Spans};

impl Reading<'_> {
    /// Adds the matches of a node that the article satisfies.
    pub(super) fn mark(&self, node: &Node, scope: Scope, out: &mut Vec<ClauseMatch>) {
        match node {
            Node::And(members) => members.iter().for_each(|member| self.mark(member, scope, out)),
            Node::Several { parts, ways } => self.mark_several(parts, ways, scope, out),
            Node::Or(members) => {
                members.iter().filter(|member| self.matches(member)).for_each(|member| self.mark(member, scope, out));
            }
            Node::Text { zone, text } => self.mark_text(*zone, text, out),
            Node::Person { name, clause } => {
                let people = self.analysis.people.iter().filter(|person| is_name(name, &person.name));
                out.extend(
                    people.flat_map(|person| &person.mentions).map(|span| one(*clause, Zone::Body, *span, None)),
                );
            }
            Node::Place { place, clause } => {
                let places = self.analysis.places.iter().filter(|named| lies_in(place, &named.id));
                out.extend(places.flat_map(|named| &named.mentions).map(|span| one(*clause, Zone::Body, *span, None)));
            }
            Node::Quote { node, acts } => {
                for number in 0..self.analysis.quotes.len() {
                    if scope.takes(number as u32) && self.answers(node, *acts, number) {
                        self.mark_quote(node, number, out);
                    }
                }
            }
            Node::Not(_) | Node::Copy | Node::Plain(_) => {}
        }
    }

    fn mark_text(&self, zone: TextZone, text: &TextClause, out: &mut Vec<ClauseMatch>) {
        if matches!(zone, TextZone::Article | TextZone::Title) {
            push(text, self.title(), &find(text, self.title(), Wanted::Words), Zone::Title, None, out);
        }
        match zone {
            TextZone::Article => {
                push(text, self.body(), &find(text, self.body(), Wanted::Words), Zone::Body, None, out)
            }
            TextZone::Lead => {
                push(text, self.body(), &find_in_lead(text, self.body(), Wanted::Words), Zone::Body, None, out);
            }
            TextZone::Title | TextZone::Byline => {}
        }
    }

    /// Adds the matches of a node that the quotation satisfies.
    pub(super) fn mark_quote(&self, node: &QuoteNode, number: usize, out: &mut Vec<ClauseMatch>) {
        let quote = &self.analysis.quotes[number];
        let mut text_in = |text: &TextClause, value: &Value| {
            push(text, value, &find(text, value, Wanted::Words), quote.zone, Some(number as u32), out);
        };
        match node {
            QuoteNode::And(members) => members.iter().for_each(|member| self.mark_quote(member, number, out)),
            QuoteNode::Or(members) => {
                let matching = members.iter().filter(|member| self.quote_matches(member, number));
                matching.for_each(|member| self.mark_quote(member, number, out));
            }
            QuoteNode::Said(text) => text_in(text, self.quote(number)),
            QuoteNode::Cue(text) => text_in(text, &self.part(quote, quote.cue)),
            QuoteNode::Mention(text) => text_in(text, &self.part(quote, quote.mention)),
            QuoteNode::Speaker { name, clause } => {
                let spans = self.mention_tokens(name, quote);
                out.extend(spans.into_iter().map(|span| one(*clause, quote.zone, span, Some(number as u32))));
            }
            QuoteNode::About { name, clause } => {
                let people = self.analysis.about(quote).filter(|person| is_name(name, &person.name));
                let mentions = people.flat_map(|person| &person.mentions);
                let inside = mentions.filter(|mention| quote.content.iter().any(|span| span.contains(**mention)));
                out.extend(inside.map(|span| one(*clause, quote.zone, *span, Some(number as u32))));
            }
            QuoteNode::Not(_) | QuoteNode::Role(_) | QuoteNode::Plain(_) => {}
        }
    }

    /// Words of the mention that are tokens of the name.
    fn mention_tokens(&self, name: &NameQuery, quote: &Quote) -> Vec<Span> {
        let Some(mention) = quote.mention else { return Vec::new() };
        let Some(printed) = mention.get(self.text_of(quote)) else { return Vec::new() };
        find_tokens(name, printed).into_iter().map(|span| span.shifted(mention.start as usize)).collect()
    }
}

fn one(clause: u32, zone: Zone, span: Span, quote: Option<u32>) -> ClauseMatch {
    ClauseMatch { clause, zone, extent: span, marks: Spans::from_slice(&[span]), quote }
}

fn push(
    text: &TextClause,
    value: &Value,
    matches: &Matches,
    zone: Zone,
    quote: Option<u32>,
    out: &mut Vec<ClauseMatch>,
) {
    let mut runs = Vec::new();
    for found in &matches.list {
        runs.clear();
        matches.add_runs(*found, &mut runs);
        let mut marks = Spans::new();
        runs.iter().for_each(|(start, end)| value.add_spans(*start, *end, &mut marks));
        if let Some(extent) = marks.iter().copied().reduce(Span::join) {
            out.push(ClauseMatch { clause: text.clause, zone, extent, marks, quote });
        }
    }
}
