//! Choosing stretches of sentences: sentences and matches come in, spans go out. Most different clauses first, then the
//! shortest stretch that shows them, then the place in the text.

use smallvec::{SmallVec, smallvec};

use crate::matching::ClauseMatch;
use crate::text::Span;

use super::passage::PassageOptions;

/// A sentence of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence {
    pub(super) span: Span,
    /// Whether a paragraph begins with it; no window runs into the next.
    pub(super) opens_paragraph: bool,
}

impl Sentence {
    /// What of it lies in a span.
    pub(super) fn clipped(self, within: Span) -> Option<Self> {
        let span = Span { start: self.span.start.max(within.start), end: self.span.end.min(within.end) };
        (self.span.overlaps(within)).then_some(Self { span, ..self })
    }
}

/// A stretch that may be shown.
struct Window {
    span: Span,
    /// Clauses shown, sorted.
    clauses: SmallVec<[u32; 8]>,
}

/// The best stretches, in the order of the text. Empty where nothing matched in any of the sentences.
pub(super) fn best(
    text: &str,
    sentences: &[Sentence],
    matches: &[&ClauseMatch],
    options: &PassageOptions,
) -> Vec<Span> {
    let spans = candidates(text, sentences, matches, options.max_bytes);
    let mut windows: Vec<Window> = spans.into_iter().filter_map(|span| Window::of(span, matches)).collect();
    let mut chosen: Vec<Span> = Vec::new();
    let mut shown: Vec<u32> = Vec::new();
    while chosen.len() < options.max_passages {
        // Clauses that no chosen window shows yet, then all.
        let fresh = |window: &Window| window.clauses.iter().filter(|clause| !shown.contains(clause)).count();
        let worth = |window: &Window| (fresh(window), window.clauses.len());
        let Some(most) = windows.iter().map(worth).max() else { break };
        let best = windows.iter().filter(|window| worth(window) == most);
        let key = |window: &&Window| (tightness(window.span, matches, &window.clauses), window.span.start);
        let Some(window) = best.min_by_key(key) else { break };
        let span = window.span;
        shown.extend(&window.clauses);
        chosen.push(span);
        windows.retain(|window| !window.span.overlaps(span));
    }
    chosen.sort_unstable();
    chosen
}

/// The first sentences of the first paragraph, as many as fit; cut between words if the first alone does not.
pub(super) fn beginning(text: &str, sentences: &[Sentence], max_bytes: usize) -> Option<Span> {
    let first = sentences.first()?;
    if first.span.len() > max_bytes {
        return Some(cut(text, first.span, Span { start: first.span.start, end: first.span.start }, max_bytes));
    }
    Some(extended(sentences, 0, max_bytes))
}

/// From each sentence with a match on, as many sentences of its paragraph as fit. A sentence that is too long is cut
/// around each of its matches.
fn candidates(text: &str, sentences: &[Sentence], matches: &[&ClauseMatch], max_bytes: usize) -> Vec<Span> {
    let mut marks: Vec<Span> = matches.iter().flat_map(|found| &found.marks).copied().collect();
    marks.sort_unstable();
    marks.dedup();
    let mut spans = Vec::new();
    let mut next = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        next += marks[next..].partition_point(|mark| mark.start < sentence.span.start);
        let count = marks[next..].partition_point(|mark| mark.start < sentence.span.end);
        if count == 0 {
            continue;
        }
        if sentence.span.len() <= max_bytes {
            spans.push(extended(sentences, number, max_bytes));
        } else {
            spans.extend(marks[next..next + count].iter().map(|mark| cut(text, sentence.span, *mark, max_bytes)));
        }
    }
    spans.dedup();
    spans
}

/// A sentence and those after it in its paragraph, as far as they fit.
fn extended(sentences: &[Sentence], number: usize, max_bytes: usize) -> Span {
    let first = sentences[number].span;
    let more = sentences[number + 1..].iter().take_while(|sentence| !sentence.opens_paragraph);
    let fit = more.map(|sentence| first.join(sentence.span)).take_while(|span| span.len() <= max_bytes);
    fit.last().unwrap_or(first)
}

/// A stretch of a sentence that holds a mark, at most `max_bytes` long, cut between words: a quarter of the room before
/// the mark, the rest behind it.
fn cut(text: &str, sentence: Span, mark: Span, max_bytes: usize) -> Span {
    let mark = Span { start: mark.start.max(sentence.start), end: mark.end.min(sentence.end).max(mark.start) };
    let room = max_bytes.saturating_sub(mark.len());
    let (from, to) = (sentence.start as usize, sentence.end as usize);
    let mut start = (mark.start as usize).saturating_sub(room / 4).max(from);
    let end = (start + max_bytes.max(mark.len())).min(to);
    start = end.saturating_sub(max_bytes.max(mark.len())).clamp(from, start);
    let start = if start > from { word_start(text, start, mark.start as usize) } else { from };
    let end = if end < to { word_end(text, end, mark.end as usize) } else { to };
    Span::new(start, end.max(start)).trimmed(text)
}

/// The first byte behind white space from `at` on, not beyond `limit`.
fn word_start(text: &str, at: usize, limit: usize) -> usize {
    let at = (at..=limit).find(|at| text.is_char_boundary(*at)).unwrap_or(limit);
    let space = text[at..limit].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(limit, |(offset, c)| at + offset + c.len_utf8())
}

/// The last white space up to `at`, not before `limit`.
fn word_end(text: &str, at: usize, limit: usize) -> usize {
    let at = (limit..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(limit);
    text[limit..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(limit, |(offset, _)| limit + offset)
}

fn inside<'a>(span: Span, matches: &'a [&'a ClauseMatch]) -> impl Iterator<Item = &'a ClauseMatch> {
    // Sorted by extent: those that begin before the span cannot lie inside.
    let from = matches.partition_point(|found| found.extent.start < span.start);
    let begins_inside = matches[from..].iter().take_while(move |found| found.extent.start < span.end);
    begins_inside.copied().filter(move |found| span.contains(found.extent))
}

impl Window {
    /// What a stretch shows; nothing if no mark lies inside.
    fn of(span: Span, matches: &[&ClauseMatch]) -> Option<Self> {
        let mut clauses: SmallVec<[u32; 8]> = inside(span, matches).map(|found| found.clause).collect();
        clauses.sort_unstable();
        clauses.dedup();
        // Only a part of a long match may be shown.
        let part = || matches.iter().any(|found| found.marks.iter().any(|mark| span.contains(*mark)));
        if clauses.is_empty() && !part() {
            return None;
        }
        Some(Self { span, clauses })
    }
}

/// Length of the shortest stretch that holds a match of each of the clauses.
fn tightness(span: Span, matches: &[&ClauseMatch], clauses: &[u32]) -> usize {
    let mut last: SmallVec<[Option<Span>; 8]> = smallvec![None; clauses.len()];
    let mut best = usize::MAX;
    for found in inside(span, matches) {
        let Ok(at) = clauses.binary_search(&found.clause) else { continue };
        // Of two matches of a clause the later begins nearer to what follows.
        last[at] = Some(found.extent);
        let whole = last.iter().try_fold(found.extent, |whole, other| other.map(|other| whole.join(other)));
        best = best.min(whole.map_or(usize::MAX, |whole| whole.len()));
    }
    best
}
