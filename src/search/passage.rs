//! The best stretches of an article for a query: where clauses matched comes in, spans to show go out. Whole sentences
//! where they fit, never opening on the dateline. Pure: the same article and matches always give the same passages.

use crate::annotation::{Act, Analysis, Opens, Quote, Zone};
use crate::document::Record;
use crate::matching::{ClauseMatch, merged};
use crate::text::Span;

use super::answer::Passage;
use super::window::{self, Sentence};

/// How long and how many passages are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageOptions {
    /// Longest passage, in bytes of the text. A single sentence that is longer is cut between words.
    pub max_bytes: usize,
    /// Passages of a hit at most.
    pub max_passages: usize,
}

impl Default for PassageOptions {
    fn default() -> Self {
        Self { max_bytes: 280, max_passages: 2 }
    }
}

/// The passages of an article: those that show most clauses, then the tightest, then the first; in the order of the text.
/// Where nothing matched in the body, its beginning. `matches` are those of the whole article.
#[must_use]
pub fn of_article(record: &Record, matches: &[ClauseMatch], options: &PassageOptions) -> Vec<Passage> {
    let Record { article, analysis } = record;
    let sentences = sentences(record);
    let inside: Vec<&ClauseMatch> = matches.iter().filter(|found| found.zone == Zone::Body).collect();
    let mut chosen = window::best(&article.body, &sentences, &inside, options);
    if chosen.is_empty() {
        chosen.extend(window::beginning(&article.body, &sentences, options.max_bytes));
    }
    let passage = |span: Span| {
        let shown: Vec<&ClauseMatch> = inside.iter().copied().filter(|found| shows(span, found)).collect();
        let marks = marks_in(span, &shown);
        let cut = |at: u32| sentences.iter().any(|sentence| sentence.span.start < at && at < sentence.span.end);
        Passage {
            zone: Zone::Body,
            quote: quote_of(analysis, span, &marks, &shown),
            cut_before: cut(span.start),
            cut_after: cut(span.end),
            span,
            marks,
        }
    };
    chosen.into_iter().map(passage).collect()
}

/// The passages of a quotation: all of it with the sentence it stands in, if that fits; else its best stretches.
/// `matches` are those in the scope of the quotation.
#[must_use]
pub fn of_quote(record: &Record, number: u32, matches: &[ClauseMatch], options: &PassageOptions) -> Vec<Passage> {
    let Some(quote) = record.analysis.quotes.get(number as usize) else { return Vec::new() };
    let text = text_of(record, quote.zone);
    let Some(own) = in_text(with_marks(quote.span(), text), text) else { return Vec::new() };
    let inside: Vec<&ClauseMatch> = matches.iter().filter(|found| found.zone == quote.zone).collect();
    let sentences = if quote.zone == Zone::Title {
        vec![Sentence { span: Span::new(0, text.len()).trimmed(text), opens_paragraph: true }]
    } else {
        sentences(record)
    };
    let around = sentences.iter().map(|sentence| sentence.span).filter(|span| span.overlaps(own)).reduce(Span::join);
    let whole = around.map_or(own, |around| around.join(own));
    let chosen = if whole.len() <= options.max_bytes {
        vec![whole]
    } else if own.len() <= options.max_bytes {
        vec![own]
    } else {
        let clipped: Vec<Sentence> = sentences.iter().filter_map(|sentence| sentence.clipped(own)).collect();
        let best = window::best(text, &clipped, &inside, options);
        let first = || window::beginning(text, &clipped, options.max_bytes).into_iter().collect();
        if best.is_empty() { first() } else { best }
    };
    let passage = |span: Span| {
        let shown: Vec<&ClauseMatch> = inside.iter().copied().filter(|found| shows(span, found)).collect();
        Passage {
            zone: quote.zone,
            marks: marks_in(span, &shown),
            quote: Some(number),
            cut_before: own.start < span.start,
            cut_after: span.end < own.end,
            span,
        }
    };
    chosen.into_iter().map(passage).collect()
}

/// What matched in the title, sorted and apart.
#[must_use]
pub fn title_marks(matches: &[ClauseMatch]) -> Vec<Span> {
    merged(
        matches
            .iter()
            .filter(|found| found.zone == Zone::Title)
            .flat_map(|found| found.marks.iter().copied())
            .collect(),
    )
}

fn text_of(record: &Record, zone: Zone) -> &str {
    match zone {
        Zone::Body => &record.article.body,
        Zone::Title => &record.article.title,
    }
}

/// The sentences of the body without its dateline.
fn sentences(record: &Record) -> Vec<Sentence> {
    let Record { article, analysis } = record;
    let dateline = analysis.dateline.as_ref().map(|dateline| dateline.span);
    let mut opens_paragraph = false;
    let mut found = Vec::with_capacity(analysis.sentences.len());
    for piece in analysis.body_pieces(&article.body) {
        opens_paragraph |= piece.opens == Opens::Paragraph;
        let start = dateline.filter(|dateline| dateline.overlaps(piece.span)).map_or(piece.span.start, |line| line.end);
        let rest = Span { start, end: piece.span.end.max(start) };
        let Some(span) = in_text(rest, &article.body).map(|rest| rest.trimmed(&article.body)) else { continue };
        if !span.is_empty() {
            found.push(Sentence { span, opens_paragraph });
            opens_paragraph = false;
        }
    }
    found
}

fn in_text(span: Span, text: &str) -> Option<Span> {
    span.get(text).map(|_| span)
}

/// A quotation with the marks that stand around it.
fn with_marks(span: Span, text: &str) -> Span {
    let is_mark = |c: &char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'');
    let Some(inside) = in_text(span, text) else { return span };
    let before = text[..inside.start as usize].chars().next_back().filter(is_mark).map_or(0, char::len_utf8);
    let after = text[inside.end as usize..].chars().next().filter(is_mark).map_or(0, char::len_utf8);
    Span::new(inside.start as usize - before, inside.end as usize + after)
}

/// Whether something of a match is to be seen in a passage.
fn shows(span: Span, found: &ClauseMatch) -> bool {
    found.marks.iter().any(|mark| span.contains(*mark))
}

fn marks_in(span: Span, shown: &[&ClauseMatch]) -> Vec<Span> {
    merged(shown.iter().flat_map(|found| &found.marks).copied().filter(|mark| span.contains(*mark)).collect())
}

/// The innermost quotation to which all marks belong: in its content, its cue or its source. Without marks, the one that
/// holds the whole passage. Quotations that satisfied a clause go first.
fn quote_of(analysis: &Analysis, span: Span, marks: &[Span], shown: &[&ClauseMatch]) -> Option<u32> {
    let holds = |quote: &Quote| {
        let belongs =
            |mark: &Span| quote.content.iter().chain(&quote.cue).chain(&quote.mention).any(|part| part.contains(*mark));
        if marks.is_empty() { quote.span().contains(span) } else { marks.iter().all(belongs) }
    };
    let asked = |number: usize| shown.iter().any(|found| found.quote == Some(number as u32));
    let candidates = analysis.quotes.iter().enumerate().filter(|(number, quote)| {
        quote.zone == Zone::Body && (quote.act == Act::Speech || asked(*number)) && holds(quote)
    });
    let size = |quote: &Quote| quote.content.iter().map(|span| span.len()).sum::<usize>();
    let innermost = candidates.min_by_key(|(number, quote)| (!asked(*number), size(quote), *number));
    innermost.map(|(number, _)| number as u32)
}

#[cfg(test)]
mod tests;
