//! Speakers set off by signs: `LUND: It will rise.` and `"It will rise." - Commissioner Lund`. What comes in are tokens; what
//! goes out are attributions.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attribution::Attribution;
use super::phrase::View;
use super::token::Kind;
use crate::lexicon::words::Class;

/// Longest name before a colon, in tokens.
const MAX_NAME: usize = 6;

/// Marks and commas between a quotation and the dash before its speaker.
const MAX_SIGNS: usize = 4;

/// Finds paragraphs that begin with a name and a colon, as interviews and transcripts have them. One alone counts only if
/// the name is all capitals or has a title.
#[must_use]
pub(super) fn find(view: View<'_>) -> Vec<Attribution> {
    let mut found = Vec::new();
    let mut alone = Vec::new();
    let mut at = 0;
    while at < view.tokens.len() {
        let paragraph = view.tokens[at].paragraph;
        let end = at + view.tokens[at..].partition_point(|token| token.paragraph <= paragraph);
        if let Some(colon) = name_end(view, at, end) {
            let body = colon + 1..end;
            let quoted = body.clone().any(|at| view.tokens[at].region > 0);
            let question = colon == at + 1 && view.word(at) == "Q";
            if quoted && let Some(region) = whole_region(view, &body).filter(|_| is_full_name(view, at..colon)) {
                alone.push(Attribution {
                    content: view.regions[region].spans.clone(),
                    cue: Some(view.tokens[colon].span),
                    source: Some(view.span(&(at..colon))),
                    score: 0.9,
                    act: None,
                });
            }
            if body.len() >= 3 && !quoted && !question {
                found.push((
                    at..colon,
                    Attribution {
                        content: vec![view.span(&body)],
                        cue: Some(view.tokens[colon].span),
                        source: Some(view.span(&(at..colon))),
                        score: 0.95,
                        act: None,
                    },
                ));
            }
        }
        at = end;
    }
    // One who speaks several times, or several of whom one does: "Ten:", "Nine:" are headings of a list.
    let mut names: Vec<&str> = found.iter().map(|(name, _)| view.span(name).of(view.text)).collect();
    let turns = names.len();
    names.sort_unstable();
    let again = names.windows(2).any(|pair| pair[0] == pair[1]);
    found.retain(|(name, _)| {
        turns >= 3 && again
            || name.clone().all(|at| view.tokens[at].kind != Kind::Word || is_shouted(view.word(at))) && turns >= 2
    });
    let asks = askers(view, &found);
    found.retain(|(name, _)| !asks.contains(&view.span(name).of(view.text)));
    found.into_iter().map(|(_, attribution)| attribution).chain(alone).collect()
}

/// The region that takes up all of a paragraph behind its name: `Ada Lund: "It will rise."`
fn whole_region(view: View<'_>, body: &Range<usize>) -> Option<usize> {
    let inside: Vec<usize> = body.clone().filter(|at| view.tokens[*at].region > 0).collect();
    let number = (view.tokens[*inside.first()?].region as usize).checked_sub(1)?;
    let one = inside.iter().all(|at| view.tokens[*at].region as usize == number + 1);
    let rest = body.clone().filter(|at| view.tokens[*at].region == 0);
    let signs = rest.clone().all(|at| matches!(view.tokens[at].kind, Kind::Mark | Kind::Stop));
    (one && signs && inside.len() >= 3).then_some(number)
}

/// Whether it is a given name with another, or a title with a name.
fn is_full_name(view: View<'_>, name: Range<usize>) -> bool {
    name.len() >= 2 && name.clone().any(|at| view.is(at, Class::GIVEN.or(Class::TITLE)))
}

/// Names in capitals of one word that have three turns or more, most of them questions: the outlet's own, in an interview.
fn askers<'a>(view: View<'a>, turns: &[(Range<usize>, Attribution)]) -> Vec<&'a str> {
    let mut by_name: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    // A judge or moderator is a party to the talk.
    let outlet = |name: &Range<usize>| !view.is(name.start, Class::ROLE.or(Class::ROLES).or(Class::TITLE));
    for (name, turn) in turns.iter().filter(|(name, _)| outlet(name)) {
        let asks = turn.content.iter().all(|span| span.of(view.text).trim_end().ends_with('?'));
        let entry = by_name.entry(view.span(name).of(view.text)).or_default();
        *entry = (entry.0 + 1, entry.1 + u32::from(asks));
    }
    let one_word = |name: &str| is_shouted(name) && !name.contains(' ');
    by_name
        .iter()
        .filter(|(name, (turns, asks))| *asks * 2 > *turns && *turns >= 3 && one_word(name))
        .map(|(name, _)| *name)
        .collect()
}

fn is_shouted(word: &str) -> bool {
    word.len() > 1 && !word.chars().any(char::is_lowercase)
}

/// The colon behind a name at the head of a paragraph.
fn name_end(view: View<'_>, start: usize, end: usize) -> Option<usize> {
    let colon = (start..end.min(start + MAX_NAME + 1)).find(|at| view.kind(*at, Kind::Colon))?;
    if colon == start + 1 && view.word(start) == "A" {
        return Some(colon);
    }
    let name = start..colon;
    let fits = |at: usize| {
        view.tokens[at].is_capital() && !view.is(at, Class::DETERMINER.or(Class::PREPOSITION))
            || view.kind(at, Kind::Stop) && at > start
    };
    (!name.is_empty() && name.clone().all(fits) && view.tokens[start].is_word()).then_some(colon)
}

/// `"It will rise." - Commissioner Lund` at the end of a paragraph, or with the name alone in the next.
#[must_use]
pub(super) fn signed(view: View<'_>, region: usize, extent: &Range<usize>) -> Option<Attribution> {
    let sign = |at: &usize| view.kind(*at, Kind::Mark) || view.kind(*at, Kind::Comma);
    let at = extent.end + (extent.end..extent.end + MAX_SIGNS).take_while(sign).count();
    if !view.kind(at, Kind::Dash) {
        return None;
    }
    let paragraph = view.tokens[at].paragraph;
    let end = at + view.tokens[at..].iter().take(16).take_while(|token| token.paragraph == paragraph).count();
    let source = view.phrase_after(at + 1, end)?;
    let rest_is_name = end - at <= 15 && !(source.end..end).any(|at| view.is(at, Class::AUXILIARY.or(Class::CUE)));
    let words = extent.clone().filter(|at| view.tokens[*at].is_word()).count();
    let last = view.tokens[extent.end - 1].paragraph;
    let fits = paragraph == last || paragraph == last + 1 && is_signature(view, &source, end);
    (rest_is_name && fits && words >= 3).then(|| Attribution {
        content: view.regions[region].spans.clone(),
        cue: Some(view.tokens[at].span),
        source: Some(view.span(&source)),
        score: 0.85,
        act: None,
    })
}

/// Whether a line of its own behind a dash is a name, with what he is behind a comma, and no item of a list.
fn is_signature(view: View<'_>, source: &Range<usize>, end: usize) -> bool {
    let named = source.clone().all(|at| view.tokens[at].is_capital());
    named && (source.end == end || matches!(view.tokens[source.end].kind, Kind::Comma | Kind::Stop))
}
