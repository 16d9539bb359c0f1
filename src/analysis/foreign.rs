//! Texts in other languages than English, of whose words the rules know none. What comes in are tokens; what goes out are the
//! quotations that their marks, pauses and length tell, mostly without a speaker.

use std::ops::Range;

use super::attribution::Attribution;
use super::phrase::View;
use super::script;
use super::token::{Kind, Token};
use crate::lexicon::words::Class;
use crate::text::Span;

/// Tokens of a text that are looked at for its language.
const MAX_SAMPLE: usize = 400;

/// Words below which a text is taken for English: a caption has often none that tells.
const MIN_SAMPLE: usize = 6;

/// The small words of English.
const SMALL: Class =
    Class::DETERMINER.or(Class::PREPOSITION).or(Class::AUXILIARY).or(Class::CONJUNCTION).or(Class::SUBJECT_PRONOUN);

/// One in so many words is a small one in any English text; it is one in three on the whole, and in other languages one in
/// twenty looks like one.
const LEAST_SMALL: usize = 8;

/// Small words that a verb which reports is worth: it is English alone, and short texts have hardly another.
const REPORT: usize = 4;

/// Words that a quotation has which a colon announces, or which opens its sentence and comes to a pause.
const MIN_WORDS: usize = 3;

/// Words that it has elsewhere, with a pause inside or a small letter first: names and titles have neither.
const MIN_CLAUSE: usize = 6;

/// Words that it has where nothing but its place at the head of a sentence tells it from a name or title.
const MIN_PLAIN: usize = 8;

/// Words behind a quotation that tell whose it is, at most.
const MAX_TELLER: usize = 12;

/// "And" where another who tells may follow.
const AND: [&str; 14] = ["a", "dan", "e", "en", "et", "i", "och", "og", "und", "va", "ve", "y", "és", "и"];

/// Whether a text is in another language than English.
#[must_use]
pub(super) fn is_foreign(text: &str, tokens: &[Token]) -> bool {
    let sample = &tokens[..tokens.len().min(MAX_SAMPLE)];
    let worth = |token: &Token| match token.span.len() > 1 {
        true if token.is(Class::CUE) && token.is(Class::PAST.or(Class::PRESENT)) => REPORT,
        // "A" is a word of many languages.
        longer => usize::from(longer && token.is(SMALL)),
    };
    let small: usize = sample.iter().map(worth).sum();
    let all: usize = sample.iter().map(|token| words(text, token)).sum();
    all >= MIN_SAMPLE && small * LEAST_SMALL < all
}

/// Finds the quotations of a text in another language, and who tells them where signs or their order show it: `LUND: ...`,
/// `"...", - Ada Lund bildirib`, `"...", sagte Ada Lund`.
#[must_use]
pub(super) fn find(view: View<'_>) -> Vec<Attribution> {
    let mut found = script::find(view);
    let mut before: Option<usize> = None;
    let mut at = 0;
    while at < view.tokens.len() {
        let Some(region) = (view.tokens[at].region as usize).checked_sub(1) else {
            at += 1;
            continue;
        };
        let end = at + view.tokens[at..].iter().take_while(|token| token.region as usize == region + 1).count();
        // A region over paragraphs has marks between its pieces.
        let last = view.regions[region].inner().end;
        let end = end + view.tokens[end..].iter().take_while(|token| token.span.end <= last).count();
        let quotation = quotation(view, region, at..end);
        match (quotation, found.last_mut()) {
            (Some(more), Some(last))
                if last.source.is_some()
                    && more.source.is_none()
                    && before.is_some_and(|before| goes_on(view, before, at..end)) =>
            {
                last.content.extend(more.content);
                before = Some(end);
            }
            (quotation, _) => {
                before = quotation.is_some().then_some(end);
                found.extend(quotation);
            }
        }
        at = end;
    }
    found.sort_by_key(|attribution| attribution.content.first().map(|span| span.start));
    found
}

/// Whether a quotation that ended before goes on with another behind those words alone that tell whose it is: `"A," sagte
/// Lund. "B."`, `"A," sagte Lund, "b."`; not where others may tell the second: `"A," sagte Lund. "B," Holt sagte.`
fn goes_on(view: View<'_>, before: usize, extent: Range<usize>) -> bool {
    let [last, first] = [view.tokens[before - 1], view.tokens[extent.start]];
    let between = &view.tokens[before..extent.start];
    let words = between.iter().skip_while(|token| !token.is_word()).skip_while(|token| token.is_word());
    let pauses = words.clone().any(|token| matches!(token.kind, Kind::Comma | Kind::Dash));
    let inside = last.sentence == first.sentence && pauses;
    let opens = last.sentence + 1 == first.sentence && !pauses;
    let sentence = view.tokens[extent.end - 1].sentence;
    let rest = view.tokens[extent.end..].iter().take_while(|token| token.sentence == sentence);
    let ends = rest.take(MAX_TELLER).all(|token| !token.is_word());
    last.paragraph == first.paragraph && words.clone().all(|token| !token.is_word()) && (inside || opens && ends)
}

fn quotation(view: View<'_>, number: usize, extent: Range<usize>) -> Option<Attribution> {
    if !is_quotation(view, number, &extent) {
        return None;
    }
    let signed = script::signed(view, number, &extent)
        .filter(|signed| signed.source.is_some_and(|source| is_name(view, &tokens_of(view, source))));
    Some(signed.unwrap_or_else(|| Attribution {
        content: view.regions[number].spans.clone(),
        source: teller(view, extent.end).map(|source| view.span(&source)),
        score: 0.6,
        ..Attribution::default()
    }))
}

fn tokens_of(view: View<'_>, span: Span) -> Range<usize> {
    let before = |at: u32| view.tokens.partition_point(|token| token.span.start < at);
    before(span.start)..before(span.end)
}

/// Who tells, as printed behind a closing mark and a comma or dash: the name behind a verb of one word, "sagte Lund", else the
/// words up to the next pause, "sagte die Sprecherin".
fn teller(view: View<'_>, end: usize) -> Option<Range<usize>> {
    let sign = |at: &usize| matches!(view.tokens[*at].kind, Kind::Mark | Kind::Comma | Kind::Dash);
    let signs = (end..view.tokens.len().min(end + 4)).take_while(sign).count();
    let verb = end + signs;
    let pause = (end - 1..verb).any(|at| matches!(view.tokens[at].kind, Kind::Comma | Kind::Dash));
    let first = view.tokens.get(verb).filter(|first| first.is_word() && !first.capital && pause)?;
    if first.paragraph != view.tokens[end - 1].paragraph {
        return None;
    }
    let same = |at: &usize| view.tokens[*at].is_word() && view.tokens[*at].sentence == first.sentence;
    let last = verb + (verb..view.tokens.len().min(verb + MAX_TELLER)).take_while(same).count();
    let name = (verb + 1..last).take_while(|at| view.tokens[*at].capital).count();
    Some(if name > 0 { verb + 1..verb + 1 + name } else { verb..last })
}

/// Whether a source is a full name that surely tells: with a verb of one word before it, "sagte Ada Lund", or at most one word
/// behind it, "Ada Lund bildirib"; not the name of which something hangs or that hangs on something, in what case it may stand.
/// A surname may be that of somebody whose full name was not told from the nouns around it.
pub(super) fn is_name(view: View<'_>, source: &Range<usize>) -> bool {
    let behind = view.tokens[source.end..].iter().take_while(|token| token.is_word()).take(2).count();
    let told = (source.start.saturating_sub(5)..source.start.saturating_sub(1))
        .any(|at| view.tokens[at].region > 0 && teller(view, at + 1).as_ref() == Some(source));
    // "dijeron Ada Lund y Per Holt"
    let [next, first, last] = [0, 1, 2].map(|ahead| source.end + ahead);
    let other = last < view.tokens.len()
        && AND.contains(&view.word(next))
        && [first, last].iter().all(|at| view.tokens[*at].is_capital());
    // "sagte Ada Lund Montag"
    let alone = source.len() == 2 && !other;
    alone && view.tokens[source.clone()].iter().all(Token::is_capital) && (behind <= 1 || told)
}

/// Whether what stands between marks was said, and is no name, title or word held at a distance.
fn is_quotation(view: View<'_>, number: usize, extent: &Range<usize>) -> bool {
    let region = &view.regions[number];
    let sentence = view.sentence(extent.start).start.min(extent.start);
    let before = (sentence..extent.start).rev().find(|at| view.tokens[*at].kind != Kind::Mark);
    let before = before.map(|at| view.tokens[at].kind);
    let opens = (sentence..extent.start).all(|at| matches!(view.tokens[at].kind, Kind::Mark | Kind::Dash));
    let last = extent.end - 1;
    let pauses = extent.clone().any(|at| at < last && is_pause(view.tokens[at].kind));
    let paused = is_pause(view.tokens[last].kind) || ends_at_pause(view, extent.end);
    let words: usize = view.tokens[extent.clone()].iter().map(|token| words(view.text, token)).sum();
    let least = match before {
        _ if !region.opened || !region.closed && !opens => return false,
        Some(Kind::Colon) => MIN_WORDS,
        _ if opens && paused && region.closed => MIN_WORDS,
        Some(Kind::Comma) => MIN_CLAUSE,
        _ if pauses || !opens && !view.tokens[extent.start].capital => MIN_CLAUSE,
        _ if opens => MIN_PLAIN,
        _ => return false,
    };
    words >= least
}

/// Whether a comma, dash or stop, the Japanese word for what was said, or nothing more of the paragraph stands behind a
/// closing mark.
fn ends_at_pause(view: View<'_>, end: usize) -> bool {
    let next = (end..view.tokens.len().min(end + 3)).find(|at| view.tokens[*at].kind != Kind::Mark);
    next.is_none_or(|next| {
        let token = &view.tokens[next];
        is_pause(token.kind) || view.word(next).starts_with('と') || token.paragraph != view.tokens[end - 1].paragraph
    })
}

fn is_pause(kind: Kind) -> bool {
    matches!(kind, Kind::Comma | Kind::Stop | Kind::Dash | Kind::Semicolon)
}

/// Words that a token holds: of Chinese and Japanese, which have no blanks, two letters count as one.
fn words(text: &str, token: &Token) -> usize {
    let unbroken = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let word = token.span.of(text);
    match token.is_word() {
        true if word.starts_with(unbroken) => word.chars().filter(|c| unbroken(*c)).count().div_ceil(2),
        is_word => usize::from(is_word),
    }
}
