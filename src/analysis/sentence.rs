//! Paragraphs and sentences. What comes in is a body and, if known, its dateline; what goes out are spans that hold every
//! word of the body. Nothing here knows of quotations or people.

use crate::annotation::Sentence;
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::Span;

/// Finds the paragraphs: trimmed, not empty, in order.
///
/// A blank line parts paragraphs. A single line break does so too, unless the text is hard-wrapped: then only a line that
/// is further indented than the one before begins a paragraph.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let wrapped = is_wrapped(text);
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut last_indent = 0;
    for line in lines(text) {
        let inner = line.trimmed(text);
        if inner.is_empty() {
            found.extend(open.take());
            continue;
        }
        let indent = (inner.start - line.start) as usize;
        match open {
            Some(span) if wrapped && !(indent >= 2 && last_indent == 0) => open = Some(span.join(inner)),
            _ => found.extend(open.replace(inner)),
        }
        last_indent = indent;
    }
    found.extend(open);
    found
}

/// Lines without their breaks; `\r`, U+2028 and U+2029 count as white space of a line or as a break.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split(['\n', '\u{2028}', '\u{2029}', '\u{0c}']).map(move |line| {
        let span = Span::new(start, start + line.len());
        let after = text[span.end as usize..].chars().next().map_or(0, char::len_utf8);
        start = span.end as usize + after;
        span
    })
}

/// Longest line, in bytes, of a text that was wrapped by a program.
const MAX_WRAPPED_LINE: usize = 100;

/// Signs before a word that are looked over for the letter that begins a sentence.
const MAX_SIGNS: usize = 100;

/// Whether single line breaks stand inside paragraphs: all lines are short, and most breaks fall inside a sentence.
fn is_wrapped(text: &str) -> bool {
    let (mut breaks, mut inside, mut long) = (0u32, 0u32, 0u32);
    let mut last = "";
    for line in lines(text) {
        let line = line.of(text).trim();
        if !last.is_empty() && !line.is_empty() {
            breaks += 1;
            let ends = last.ends_with(['.', '!', '?', '"', '”', ':', '»', '…', '\'', ')']);
            inside += u32::from(!ends && !line.starts_with(char::is_uppercase) || line.starts_with(char::is_lowercase));
            long += u32::from(last.len() > MAX_WRAPPED_LINE);
        }
        last = line;
    }
    breaks >= 3 && inside * 10 >= breaks * 4 && long * 20 <= breaks
}

/// Finds the sentences of the paragraphs, in order. A dateline is a sentence of its own.
#[must_use]
pub fn find(text: &str, paragraphs: &[Span], dateline: Option<Span>, lexicon: &Lexicon) -> Vec<Sentence> {
    let mut found = Vec::with_capacity(text.len() / 100 + 1);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let paragraph_number = number as u32;
        let mut push = |start: usize, end: usize| {
            if let Some(inner) = text.get(start..end).map(|_| Span::new(start, end).trimmed(text))
                && !inner.is_empty()
            {
                found.push(Sentence { span: inner, paragraph: paragraph_number });
            }
        };
        let mut start = paragraph.start as usize;
        if let Some(dateline) = dateline.filter(|dateline| paragraph.contains(*dateline)) {
            push(start, dateline.start as usize);
            push(dateline.start as usize, dateline.end as usize);
            start = dateline.end as usize;
        }
        let mut at = start;
        while let Some(end) = next_end(text, at, paragraph.end as usize, lexicon) {
            push(start, end);
            start = end;
            at = end;
        }
        push(start, paragraph.end as usize);
    }
    found
}

/// The end of the sentence that runs at `from`; nothing if it runs to the end of the paragraph.
fn next_end(text: &str, from: usize, limit: usize, lexicon: &Lexicon) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < limit {
        let length = stop_length(&bytes[at..limit]);
        if length == 0 {
            at += 1;
            continue;
        }
        let stop = at;
        let mut end = at;
        while end < limit && stop_length(&bytes[end..limit]) > 0 {
            end += stop_length(&bytes[end..limit]);
        }
        let marks = end;
        end = skip_closers(text, end, limit);
        at = end.max(stop + 1);
        if ends_here(text, from, stop, marks, end, limit, lexicon) {
            return Some(end);
        }
    }
    None
}

/// Bytes of the full stop, question mark, exclamation mark or ellipsis that begins here; 0 if none does.
fn stop_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'.' | b'!' | b'?', ..] => 1,
        [0xe2, 0x80, 0xa6, ..] | [0xe3, 0x80, 0x82, ..] => 3,
        _ => 0,
    }
}

/// Skips closing marks and brackets.
fn skip_closers(text: &str, from: usize, limit: usize) -> usize {
    let rest = &text[from..limit];
    let inner = rest.trim_start_matches(['"', '”', '\'', '’', ')', ']', '»', '“', '›', '‹', '」']);
    let end = limit - inner.len();
    // A mark that touches the next word opens it: `word. “Next`.
    end
}

/// Whether a sentence that began at `from` ends with the stop at `stop` (its marks end at `marks`, closers at `end`).
fn ends_here(text: &str, from: usize, stop: usize, marks: usize, end: usize, limit: usize, lexicon: &Lexicon) -> bool {
    let rest = &text[end..limit];
    let next = rest.trim_start();
    if next.is_empty() || next.len() == rest.len() && !text[stop..].starts_with('。') {
        return false;
    }
    let letters = next.char_indices().take(MAX_SIGNS).find(|(_, c)| c.is_alphanumeric());
    let Some((signs, first)) = letters else { return false };
    let word = &next[signs..];
    if first.is_lowercase() {
        return false;
    }
    let plain_dot = marks == stop + 1 && text.as_bytes()[stop] == b'.';
    if !plain_dot {
        return !(end > marks && is_asked(word, lexicon));
    }
    if end > marks {
        return true;
    }
    !is_abbreviated(&text[from..stop], first_word(word), next.len() == word.len(), lexicon)
}

/// Whether a question in marks goes on with its speaker: `"Why?" Lund asked`.
fn is_asked(next: &str, lexicon: &Lexicon) -> bool {
    let verb = |word: &str| lexicon.words.class_of(word).has(Class::CUE);
    let mut words = next.split_whitespace().take(4).map(first_word);
    let Some(first) = words.next() else { return false };
    !lexicon.words.class_of(first).has(Class::STARTER) && words.any(verb)
        || lexicon.words.class_of(first).has(Class::SUBJECT_PRONOUN)
            && next.split_whitespace().nth(1).is_some_and(|w| verb(first_word(w)))
}

/// The letters and digits (dots and apostrophes inside) that a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’' | '-')).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '\'', '’', '-'])
}

/// Whether the dot behind `before` belongs to an abbreviation or initial, so that the sentence goes on with `next`.
fn is_abbreviated(before: &str, next: &str, bare: bool, lexicon: &Lexicon) -> bool {
    let start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '—' | '–' | '/'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    let class = lexicon.words.class_of(word);
    let capital = word.starts_with(char::is_uppercase);
    if class.has(Class::ABBREVIATION_TITLE) && capital {
        return true;
    }
    let lower_too = matches!(word, "v" | "vs" | "cf" | "ca" | "e.g" | "i.e" | "viz" | "approx");
    if class.has(Class::ABBREVIATION_OPEN)
        && (capital && !word.eq_ignore_ascii_case("no") || lower_too || next.starts_with(|c: char| c.is_ascii_digit()))
    {
        return true;
    }
    let starts = lexicon.words.class_of(next).has(Class::STARTER);
    let acronym = word.len() >= 3 && word.contains('.') && is_dotted(word);
    if acronym || class.has(Class::ABBREVIATION_END) && capital || matches!(word, "a.m" | "p.m") {
        return bare && !starts;
    }
    // An initial: "J. Lund"; but "Vitamin C. The".
    let mut chars = word.chars();
    let initial = capital && chars.next().is_some() && chars.next().is_none();
    initial && bare && (!starts || next.len() == 1)
}

/// Single letters parted by dots: `U.S`, `J.R`.
fn is_dotted(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let paragraphs = paragraphs(text);
        find(text, &paragraphs, None, Lexicon::builtin()).iter().map(|sentence| sentence.span.of(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for text in [
            "The U.S. Senate met Sen. Ada Lund of Oslo, N.Y. Mayor Per Holt and Mr. J. R. Berg at 3 p.m. Friday.",
            "Lund v. Holt was No. 7 on the list of Acme Inc. cases, i.e. Norwegian ones.",
            "\"Why?\" Lund asked.",
            "\"Stop!\" she shouted.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn sentences_end_at_stops_and_closing_marks() {
        assert_eq!(
            split("He lives in the U.S. The law passed. “Good.” It rained… Then (so it goes.) Nothing."),
            ["He lives in the U.S.", "The law passed.", "“Good.”", "It rained…", "Then (so it goes.)", "Nothing."]
        );
    }

    #[test]
    fn every_line_of_scraped_text_is_a_paragraph() {
        let text = "The council met.\nIt voted.\nNobody spoke.\nThe end.";
        assert_eq!(paragraphs(text).len(), 4);
        let wrapped = "The council met in the old town hall on a cold\nmorning and voted for the tax that the\nmayor had asked for in\nthe spring.\n\nNobody spoke.";
        assert_eq!(paragraphs(wrapped).len(), 2);
    }

    #[test]
    fn a_dateline_is_a_sentence_of_its_own() {
        let text = "OSLO (AP) — The council met.";
        let dateline = Some(Span::new(0, "OSLO (AP) —".len()));
        let found = find(text, &paragraphs(text), dateline, Lexicon::builtin());
        assert_eq!(found.iter().map(|s| s.span.of(text)).collect::<Vec<_>>(), ["OSLO (AP) —", "The council met."]);
    }
}
