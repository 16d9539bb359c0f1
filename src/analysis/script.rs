//! Speakers set off by signs: `LUND: It will rise.` and `"It will rise." - Commissioner Lund`. What comes in are tokens; what
//! goes out are attributions.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attribution::Attribution;
use super::phrase::View;
use super::token::Kind;
use crate::lexicon::words::Class;
use crate::text::Span;

/// Longest name before a colon, in tokens.
const MAX_NAME: usize = 6;

/// Marks and commas between a quotation and the dash before its speaker.
const MAX_SIGNS: usize = 4;

/// Tokens between a name and its colon: what he is, his party, in brackets or behind a comma.
const MAX_DETAIL: usize = 10;

/// What stands before a colon in an invitation or at the foot of an article: no speaker.
const LABELS: [&str; 34] = [
    "what",
    "who",
    "when",
    "where",
    "why",
    "how",
    "location",
    "event",
    "events",
    "time",
    "date",
    "contact",
    "contacts",
    "place",
    "venue",
    "address",
    "phone",
    "email",
    "tel",
    "fax",
    "source",
    "media",
    "rsvp",
    "tickets",
    "cost",
    "price",
    "background",
    "note",
    "photo",
    "related",
    "update",
    "dates",
    "times",
    "more",
];

/// A paragraph's head in a transcript.
struct Head {
    /// The tokens of who speaks.
    name: Range<usize>,
    /// The first token of the cue: the colon, or the letter with its stop.
    cue: usize,
    /// The first token of the words.
    body: usize,
}

/// Finds paragraphs that begin with a name and a colon, as interviews and transcripts have them. One alone counts only if
/// the name is all capitals or has a title.
#[must_use]
pub(super) fn find(view: View<'_>) -> Vec<Attribution> {
    let mut found = Vec::new();
    let mut alone = Vec::new();
    let mut questions = 0;
    let mut at = 0;
    while at < view.tokens.len() {
        let paragraph = view.tokens[at].paragraph;
        let end = at + view.tokens[at..].partition_point(|token| token.paragraph <= paragraph);
        if let Some(head) = head(view, at, end) {
            let body = head.body..end;
            let quoted = body.clone().any(|at| view.tokens[at].region > 0);
            let question = head.name.len() == 1 && matches!(view.word(at), "Q" | "Q.");
            questions += usize::from(question);
            let attribution = |content: Vec<Span>, score: f32| Attribution {
                content,
                cue: Some(view.span(&(head.cue..head.body))),
                source: Some(view.span(&head.name)),
                score,
                act: None,
            };
            if quoted && let Some(region) = whole_region(view, &body) {
                let named = is_full_name(view, head.name.clone());
                alone.push((named, attribution(view.regions[region].spans.clone(), 0.9)));
            }
            // "The Post: Mayor to go" is a line of a digest.
            let script = head.detail_is_of_script(view) && view.word(at) != "The";
            if body.len() >= 3 && !quoted && !question && script {
                found.push((head.name.clone(), attribution(vec![view.span(&body)], 0.95)));
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
        if name.len() == 1 && matches!(view.word(name.start), "A" | "A.") {
            return questions > 0 || turns >= 3 && again;
        }
        turns >= 3 && again
            || name.clone().all(|at| view.tokens[at].kind != Kind::Word || is_shouted(view.word(at))) && turns >= 2
    });
    let asks = askers(view, &found);
    found.retain(|(name, _)| !asks.contains(&view.span(name).of(view.text)));
    // "The White House: ..." speaks among others with names.
    let listed = alone.iter().any(|(named, _)| *named) && alone.len() >= 2;
    alone.retain(|(named, _)| *named || listed);
    found.into_iter().map(|(_, turn)| turn).chain(alone.into_iter().map(|(_, turn)| turn)).collect()
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

/// Who speaks at the head of a paragraph: `LUND:`, `ADA LUND, HOST:`, `Sen. Ada Lund (D-Maine):`, `THE COURT:`, `Q.`, `A.`
fn head(view: View<'_>, start: usize, end: usize) -> Option<Head> {
    let first = view.word(start);
    if matches!(first, "Q" | "A" | "Q." | "A.") {
        let stop = first.len() == 1 && view.kind(start + 1, Kind::Stop) && view.word(start + 1) == ".";
        let colon = view.kind(start + 1, Kind::Colon);
        let body = start + 1 + usize::from(stop || colon);
        let marked = colon || stop || first.len() == 2;
        let cue = if colon { start + 1 } else { start };
        return (marked && body < end).then_some(Head { name: start..start + 1, cue, body });
    }
    let limit = end.min(start + MAX_NAME + MAX_DETAIL);
    let colon = (start..limit).find(|at| view.kind(*at, Kind::Colon))?;
    let edge = (start..colon).find(|at| matches!(view.tokens[*at].kind, Kind::Comma | Kind::Open)).unwrap_or(colon);
    let name = start..edge;
    let shouted = |at: usize| is_shouted(view.word(at));
    let the = matches!(first, "THE" | "The") && edge > start + 1;
    let fits = |at: usize| {
        let small = view.is(at, Class::DETERMINER.or(Class::PREPOSITION)) && !(at == start && the);
        view.tokens[at].is_capital() && !small || view.kind(at, Kind::Stop) && at > start
    };
    // Behind the name stands what he is, and no sentence.
    let telling = Class::CUE.or(Class::AUXILIARY).or(Class::SUBJECT_PRONOUN).or(Class::RELATIVE);
    let stops = |at: usize| view.kind(at, Kind::Stop) && view.word(at) != ".";
    let detail = (edge..colon).all(|at| {
        view.tokens[at].region == 0 && !stops(at) && (shouted(at) || !view.is(at, telling) || view.tokens[at].capital)
    });
    let label = LABELS.iter().any(|label| label.eq_ignore_ascii_case(first)) && edge == start + 1;
    let named = !name.is_empty() && name.len() <= MAX_NAME && name.clone().all(fits) && view.tokens[start].is_word();
    (named && detail && !label).then_some(Head { name, cue: colon, body: colon + 1 })
}

impl Head {
    /// Whether what stands between name and colon is as transcripts have it: in capitals, or in brackets.
    fn detail_is_of_script(&self, view: View<'_>) -> bool {
        let Some(first) = Some(self.name.end).filter(|at| *at < self.cue) else { return true };
        let shouted = |at: usize| view.tokens[at].kind != Kind::Word || is_shouted(view.word(at));
        view.kind(first, Kind::Open) && view.tokens[first + 1].is_capital() || (first..self.cue).all(shouted)
    }
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
