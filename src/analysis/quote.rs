//! Quotations, put together from attributions: kind, act, speaker, statements inside statements. What comes in are
//! candidates from rules or model; what goes out is the list of an article. No candidate is looked for here.

mod nested;

use smallvec::SmallVec;

use super::attribution::Attribution;
use super::outlet::Own;
use super::person::People;
use super::phrase::View;
use super::speaker::{Answer, Resolver, Step, Traced};
use super::token::Token;
use crate::annotation::{Act, Quote, QuoteKind, Resolved, Zone};
use crate::lexicon::words::Class;
use crate::text::Span;

/// Regions before a span among which the one that holds it is looked for.
const MAX_AROUND: usize = 4;

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
    for span in kept.iter_mut().flat_map(|attribution| &mut attribution.content) {
        *span = without_marks(view, *span);
    }
    kept.retain(|attribution| own.is_none_or(|own| !attribution.cue.is_some_and(|cue| cue.overlaps(own.cue))));
    let mut resolver = Resolver::new(view, people, traced);
    let mut quotes: Vec<Quote> = Vec::with_capacity(kept.len());
    let mut inner = Vec::new();
    for attribution in &kept {
        let answer = resolver.resolve(attribution.source, &attribution.content);
        let mut found = quote(view, attribution, answer);
        found.others = resolver.take_others();
        if is_turn(view, attribution) {
            found.kind = QuoteKind::Direct;
        }
        inner.extend(nested::find(view, &found, quotes.len() as u32, &resolver));
        quotes.push(found);
    }
    quotes.extend(inner);
    (in_order(quotes), resolver.into_steps())
}

/// The span without a mark at its end whose partner is not among its words, or at its other end: `‘We paid,’` and `‘We paid`.
fn without_marks(view: View<'_>, span: Span) -> Span {
    let mut inner = span;
    let from = view.regions.partition_point(|region| region.outer.start < span.start);
    let near =
        view.regions.iter().skip(from.saturating_sub(MAX_AROUND)).take_while(|region| region.outer.start < span.end);
    for region in near.filter(|region| region.spans.len() == 1 && region.opened) {
        let words = region.spans[0];
        if region.outer.start == span.start && span.end <= region.outer.end {
            inner.start = words.start.min(inner.end);
        }
        if region.closed && region.outer.end == span.end && region.outer.start <= span.start {
            inner.end = words.end.max(inner.start);
        }
    }
    if inner.is_empty() { span } else { inner }
}

/// Whether the words are a turn of an interview or transcript, `LUND: It will rise.`: they are printed as they were said.
fn is_turn(view: View<'_>, attribution: &Attribution) -> bool {
    let (Some(cue), Some(source)) = (attribution.cue, attribution.source) else { return false };
    let at = view.tokens.partition_point(|token| token.span.start < source.start);
    let opens = at == 0 || view.tokens.get(at).is_some_and(|token| view.tokens[at - 1].paragraph < token.paragraph);
    opens && matches!(cue.of(view.text), ":" | "." | "A.")
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
        content: attribution.content.as_slice().into(),
        cue: attribution.cue,
        mention: attribution.source,
        speaker: answer.person,
        others: SmallVec::new(),
        resolved,
        via: None,
        confidence: (attribution.score * answer.sure * 100.0).round().clamp(0.0, 100.0) as u8,
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
