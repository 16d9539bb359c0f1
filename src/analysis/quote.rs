//! Quotations, put together from attributions: kind, act, speaker, statements inside statements. What comes in are
//! candidates from rules or model; what goes out is the list of an article. No candidate is looked for here.

use super::attribution::Attribution;
use super::outlet::Own;
use super::person::People;
use super::phrase::View;
use super::rules;
use super::speaker::{Answer, Resolver, Step, Traced};
use super::token::Token;
use crate::annotation::{Act, Quote, QuoteKind, Resolved, Zone};
use crate::lexicon::words::Class;
use crate::text::Span;

/// Quotations of a body, sorted by their first span, `via` set, and, if asked for, how their speakers were found. `own` is
/// the outlet's report of itself: no quotation.
#[must_use]
pub(super) fn assemble(
    view: View<'_>,
    found: Vec<Attribution>,
    people: &People,
    own: Option<Own>,
    traced: Traced,
) -> (Vec<Quote>, Vec<Step>) {
    let mut kept = without_overlaps(found);
    kept.retain(|attribution| own.is_none_or(|own| !attribution.cue.is_some_and(|cue| cue.overlaps(own.cue))));
    let mut resolver = Resolver::new(view, people, traced);
    let mut quotes: Vec<Quote> = Vec::with_capacity(kept.len());
    for attribution in &kept {
        let start = attribution.content.first().map_or(0, |span| span.start);
        let answer = resolver.resolve(attribution.source, start);
        let mut found = quote(view, attribution, answer);
        if is_turn(view, attribution) {
            found.kind = QuoteKind::Direct;
        }
        quotes.push(found);
    }
    let mut inner = Vec::new();
    for (number, outer) in quotes.iter().enumerate() {
        inner.extend(nested(view, outer, number as u32, people));
    }
    quotes.extend(inner);
    (in_order(quotes), resolver.into_steps())
}

/// Whether the words are a turn of an interview or transcript, `LUND: It will rise.`: they are printed as they were said.
fn is_turn(view: View<'_>, attribution: &Attribution) -> bool {
    let (Some(cue), Some(source)) = (attribution.cue, attribution.source) else { return false };
    let at = view.tokens.partition_point(|token| token.span.start < source.start);
    let opens = at == 0 || view.tokens.get(at).is_some_and(|token| view.tokens[at - 1].paragraph < token.paragraph);
    opens && cue.of(view.text) == ":"
}

/// Sorts quotations and mends the numbers of `via`.
fn in_order(quotes: Vec<Quote>) -> Vec<Quote> {
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|at| (quotes[*at].span().start, quotes[*at].via.is_some()));
    let mut place = vec![0u32; quotes.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new as u32;
    }
    let mut sorted: Vec<Quote> = order.iter().map(|at| quotes[*at].clone()).collect();
    for quote in &mut sorted {
        quote.via = quote.via.map(|old| place[old as usize]);
    }
    sorted
}

/// Keeps the surest of candidates whose contents overlap, sorted by content.
pub(super) fn without_overlaps(mut found: Vec<Attribution>) -> Vec<Attribution> {
    found.retain(|attribution| !attribution.content.is_empty());
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| found[*b].score.total_cmp(&found[*a].score).then(a.cmp(b)));
    let mut held: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    let mut keep = vec![false; found.len()];
    for at in order {
        let free = found[at]
            .content
            .iter()
            .all(|span| held.range(..span.end).next_back().is_none_or(|(_, end)| *end <= span.start));
        if free {
            keep[at] = true;
            held.extend(found[at].content.iter().map(|span| (span.start, span.end)));
        }
    }
    let mut flags = keep.into_iter();
    found.retain(|_| flags.next().unwrap_or(false));
    found.sort_by_key(|attribution| attribution.content.first().map(|span| span.start));
    found
}

/// One quotation from a candidate and its speaker.
#[must_use]
pub(super) fn quote(view: View<'_>, attribution: &Attribution, answer: Answer) -> Quote {
    let verb = attribution.cue.map(|cue| classes(tokens_in(view, cue))).unwrap_or(Class::CUE);
    let by_verb = if verb.has(Class::BELIEF) && !verb.has(Class::CUE) { Act::Other } else { Act::Speech };
    let act = attribution.act.unwrap_or(by_verb);
    let resolved = if answer.person.is_some() { answer.resolved } else { Resolved::None };
    Quote {
        kind: kind(view, &attribution.content),
        act,
        zone: Zone::Body,
        content: attribution.content.clone(),
        cue: attribution.cue,
        mention: attribution.source,
        speaker: answer.person,
        resolved,
        via: None,
        confidence: (attribution.score * answer.sure).clamp(0.0, 1.0),
    }
}

fn tokens_in<'a>(view: View<'a>, span: Span) -> &'a [Token] {
    let start = view.tokens.partition_point(|token| token.span.start < span.start);
    let end = view.tokens.partition_point(|token| token.span.start < span.end);
    &view.tokens[start..end.max(start)]
}

fn classes(tokens: &[Token]) -> Class {
    tokens.iter().fold(Class::default(), |all, token| all | token.class)
}

/// The kind by the share of words in marks: from nine in ten direct, none indirect.
#[must_use]
pub(super) fn kind(view: View<'_>, content: &[Span]) -> QuoteKind {
    let (mut words, mut marked) = (0u32, 0u32);
    for span in content {
        for token in tokens_in(view, *span).iter().filter(|token| token.is_word()) {
            words += 1;
            marked += u32::from(token.region > 0);
        }
    }
    match marked {
        0 => QuoteKind::Indirect,
        _ if marked * 10 >= words * 9 => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

/// Statements reported inside a quotation, by people that it names.
fn nested(view: View<'_>, outer: &Quote, number: u32, people: &People) -> Vec<Quote> {
    let mut tokens: Vec<Token> = Vec::new();
    for span in &outer.content {
        tokens.extend_from_slice(tokens_in(view, *span));
    }
    if tokens.len() < 8 || !tokens.iter().any(|token| token.is(Class::CUE)) {
        return Vec::new();
    }
    relabel(&mut tokens, view);
    let inner = View { tokens: &tokens, ..view };
    let found = without_overlaps(rules::find_inner(inner));
    let mut quotes = Vec::new();
    for attribution in &found {
        let Some(source) = attribution.source else { continue };
        let Some(answer) = inner_speaker(view, source, outer, people) else { continue };
        let mut inner_quote = quote(inner, attribution, answer);
        // A word may run over the end of the outer content, where that ends inside it.
        let inside = inner_quote.content.iter().all(|span| outer.span().contains(*span));
        if inner_quote.act != Act::Speech || !inside {
            continue;
        }
        inner_quote.via = Some(number);
        inner_quote.confidence *= outer.confidence;
        quotes.push(inner_quote);
    }
    quotes
}

/// Who speaks inside a quotation: one it names, its own speaker as "I", or a group or body.
fn inner_speaker(view: View<'_>, source: Span, outer: &Quote, people: &People) -> Option<Answer> {
    let first = people.mentions.partition_point(|mention| mention.span.end <= source.start);
    let name = people.mentions.get(first).filter(|mention| source.contains(mention.span));
    if let Some(name) = name {
        let named = Answer { person: Some(name.person), resolved: Resolved::Named, sure: 0.9 };
        return head(view, source, name.span).then_some(named);
    }
    if source.of(view.text) == "I" {
        let own = Answer { person: outer.speaker, resolved: Resolved::Pronoun, sure: 0.9 };
        return (outer.kind == QuoteKind::Direct).then_some(own);
    }
    let tokens = tokens_in(view, source);
    let noun = tokens.len() >= 2
        && tokens.last().is_some_and(|token| token.is(Class::ROLE.or(Class::ROLES).or(Class::SOURCE_PEOPLE)));
    noun.then_some(Answer { person: None, resolved: Resolved::None, sure: 0.8 })
}

/// Whether the name closes the source, so that it is its head: not "Garayev's aide".
fn head(view: View<'_>, source: Span, name: Span) -> bool {
    let after = tokens_in(view, Span { start: name.end, end: source.end });
    let before = tokens_in(view, Span { start: source.start, end: name.start });
    after.is_empty() && !before.iter().any(|token| token.is(Class::PREPOSITION) && !token.capital)
}

/// Notes for tokens inside a quotation only the regions nested in it.
fn relabel(tokens: &mut [Token], view: View<'_>) {
    for token in tokens.iter_mut() {
        token.region = 0;
    }
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
    let (start, end) = (first.span.start, last.span.end);
    let from = view.regions.partition_point(|region| region.outer.start < start);
    for (number, region) in
        view.regions.iter().enumerate().skip(from).take_while(|(_, region)| region.outer.start < end)
    {
        if region.nested {
            let first = tokens.partition_point(|token| token.span.start < region.outer.start);
            let inside = tokens[first..].iter_mut().take_while(|token| token.span.end <= region.outer.end);
            for token in inside {
                token.region = number as u32 + 1;
            }
        }
    }
}
