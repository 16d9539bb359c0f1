//! Statements reported inside a quotation: "She said the envoy had told her that the hall was full." What comes in are a
//! quotation and its words; what goes out are the statements of others in it, `via` set.

use std::ops::Range;

use super::{kind, quote, tokens_in, without_overlaps};
use crate::analysis::marks::Region;
use crate::analysis::phrase::{HEADS, View};
use crate::analysis::rules;
use crate::analysis::speaker::{Answer, Resolver};
use crate::analysis::token::{Kind, Token};
use crate::annotation::{Act, Gender, Quote, QuoteKind, Resolved};
use crate::lexicon::words::Class;
use crate::text::Span;

/// Tokens that a quotation needs to hold another.
const LEAST: usize = 7;

/// A pronoun inside a quotation counts from this chance on.
const SURE: f32 = 0.7;

/// Finds the statements inside a quotation whose number is `number`.
pub(super) fn find(view: View<'_>, outer: &Quote, number: u32, resolver: &Resolver<'_>) -> Vec<Quote> {
    let mut tokens: Vec<Token> = Vec::new();
    for span in &outer.content {
        tokens.extend_from_slice(tokens_in(view, *span));
    }
    if tokens.len() < LEAST || !tokens.iter().any(|token| token.is(Class::CUE)) {
        return Vec::new();
    }
    let regions = relabel(&mut tokens, view);
    let inner = View { tokens: &tokens, regions, ..view };
    let mut quotes = Vec::new();
    for attribution in &without_overlaps(rules::find_inner(inner)) {
        let Some(source) = attribution.source else { continue };
        let marked = kind(inner, &attribution.content) == QuoteKind::Direct;
        let nameless = marked.then_some(Answer { person: None, resolved: Resolved::None, sure: 0.7 });
        let Some(answer) = speaker(view, source, outer, resolver).or(nameless) else { continue };
        let mut found = quote(inner, attribution, answer);
        // A word may run over the end of the outer content, where that ends inside it.
        let inside = found.content.iter().all(|span| outer.span().contains(*span));
        if found.act != Act::Speech || !inside || is_whole(outer, &found) {
            continue;
        }
        found.via = Some(number);
        found.confidence = ((u32::from(found.confidence) * u32::from(outer.confidence) + 50) / 100) as u8;
        quotes.push(found);
    }
    quotes
}

/// Whether the inner statement is nearly all that the outer one says, and so the same reported twice.
fn is_whole(outer: &Quote, inner: &Quote) -> bool {
    inner.span().len() * 20 >= outer.span().len() * 19
}

/// Who speaks inside a quotation: one it names, its own speaker as "I", "he" or "she" of others, or a group or body.
fn speaker(view: View<'_>, source: Span, outer: &Quote, resolver: &Resolver<'_>) -> Option<Answer> {
    let people = resolver.people();
    let first = people.mentions.partition_point(|mention| mention.span.end <= source.start);
    let name = people.mentions.get(first).filter(|mention| source.contains(mention.span));
    if let Some(name) = name {
        let named = Answer { person: Some(name.person), resolved: Resolved::Named, sure: 0.9 };
        let own = outer.speaker == Some(name.person) && outer.kind == QuoteKind::Direct;
        return (head(view, source, name.span) && !own).then_some(named);
    }
    let tokens = tokens_in(view, source);
    if let [token] = tokens {
        if source.of(view.text) == "I" {
            let own = Answer { person: outer.speaker, resolved: Resolved::Pronoun, sure: 0.9 };
            return (outer.kind == QuoteKind::Direct).then_some(own);
        }
        if token.is(Class::MALE_PRONOUN.or(Class::FEMALE_PRONOUN)) {
            return pronoun(view, source, outer, resolver);
        }
    }
    let noun = tokens.len() >= 2 && tokens.last().is_some_and(|token| token.is(HEADS));
    let body = tokens.len() >= 2
        && tokens[0].is(Class::DETERMINER)
        && tokens[1..].iter().all(|token| token.is_capital() || token.is(Class::PREPOSITION.or(Class::DETERMINER)));
    if !(noun || body) {
        return None;
    }
    let described = resolver.described(source).filter(|_| outer.kind != QuoteKind::Direct || outer.speaker.is_some());
    let other = described.filter(|answer| outer.kind != QuoteKind::Direct || answer.person != outer.speaker);
    Some(other.unwrap_or(Answer { person: None, resolved: Resolved::None, sure: 0.8 }))
}

/// Whom "he" or "she" stands for inside a quotation: the one person of that gender whom the words before it name, else one
/// whom the text named before. In direct speech it is never who speaks.
fn pronoun(view: View<'_>, source: Span, outer: &Quote, resolver: &Resolver<'_>) -> Option<Answer> {
    let people = resolver.people();
    let token = tokens_in(view, source).first()?;
    let gender = if token.is(Class::MALE_PRONOUN) { Gender::Male } else { Gender::Female };
    let direct = outer.kind == QuoteKind::Direct;
    let fits = |person: u32| {
        let known = people.people[person as usize].gender;
        (known == gender || known == Gender::Unknown) && !(direct && outer.speaker == Some(person))
    };
    let from = people.mentions.partition_point(|mention| mention.span.start < outer.span().start);
    let before = people.mentions[from..].iter().take_while(|mention| mention.span.end <= source.start);
    let mut named: Vec<u32> = before.map(|mention| mention.person).filter(|person| fits(*person)).collect();
    named.dedup();
    if let [one] = named[..] {
        return Some(Answer { person: Some(one), resolved: Resolved::Pronoun, sure: 0.85 });
    }
    let at = view.tokens.partition_point(|token| token.span.start < source.start);
    let (person, chance) = resolver.likeliest(at, gender, outer.speaker.filter(|_| direct))?;
    let known = chance >= SURE;
    let sure = if known { 0.8 } else { 0.7 };
    Some(Answer { person: Some(person).filter(|_| known), resolved: Resolved::Pronoun, sure })
}

/// Whether the name closes the source, so that it is its head: not "Garayev's aide".
fn head(view: View<'_>, source: Span, name: Span) -> bool {
    let after = tokens_in(view, Span { start: name.end, end: source.end });
    let before = tokens_in(view, Span { start: source.start, end: name.start });
    let governed = |token: &Token| token.is(Class::PREPOSITION) && !token.capital;
    let comma = before.iter().rposition(|token| token.kind == Kind::Comma).unwrap_or(0);
    after.is_empty() && !before[comma..].iter().any(governed)
}

/// Notes for tokens inside a quotation only the regions nested in it. Gives the regions that begin there, which alone are
/// looked at: an article may have as many as it has quotations.
fn relabel<'a>(tokens: &mut [Token], view: View<'a>) -> &'a [Region] {
    for token in tokens.iter_mut() {
        token.region = 0;
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return &[] };
    let (start, end) = (first.span.start, last.span.end);
    let from = view.regions.partition_point(|region| region.outer.start < start);
    let inside = view.regions[from..].partition_point(|region| region.outer.start < end);
    let regions = &view.regions[from..from + inside];
    for (number, region) in regions.iter().enumerate().filter(|(_, region)| region.nested) {
        let first = tokens.partition_point(|token| token.span.start < region.outer.start);
        let inside: Range<usize> =
            first..first + tokens[first..].iter().take_while(|token| token.span.end <= region.outer.end).count();
        for token in &mut tokens[inside] {
            token.region = number as u32 + 1;
        }
    }
    regions
}
