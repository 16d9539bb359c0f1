//! Paragraphs and sentences. What comes in is a body and, if known, its dateline; what goes out are spans that hold every
//! word of the body. Nothing here knows of quotations or people.

use crate::annotation::Sentence;
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::Span;

/// Finds the paragraphs: trimmed, not empty, in order.
///
/// A blank line parts paragraphs. A single line break does so too, unless the text is hard-wrapped: then only a line that
/// is indented further than others begins a paragraph.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let margin = margin(text);
    let wrapped = is_wrapped(text, margin);
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    for line in lines(text) {
        let inner = line.trimmed(text);
        if inner.is_empty() {
            found.extend(open.take());
            continue;
        }
        match open {
            Some(span) if wrapped && !is_indented(line.of(text), margin) => open = Some(span.join(inner)),
            _ => found.extend(open.replace(inner)),
        }
    }
    found.extend(open);
    found
}

/// Bytes of white space before the first word of a line.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// How far all lines are indented, but for the first, which may have lost its blanks.
fn margin(text: &str) -> usize {
    let lines = lines(text).map(|line| line.of(text)).skip(1);
    lines.filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default()
}

/// Whether a line stands two blanks or more behind the margin.
fn is_indented(line: &str, margin: usize) -> bool {
    indent(line) >= margin + 2
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

/// Width of the lines of a hard-wrapped text, at least, where nothing but their ends tells it.
const MIN_WIDTH: usize = 55;

/// Signs before a word that are looked over for the letter that begins a sentence.
const MAX_SIGNS: usize = 100;

/// Whether single line breaks stand inside paragraphs: all lines are short, and most breaks fall inside a sentence. There the
/// next line goes on with a small letter, or its first word would not have fitted (on the first line, of which a dateline may
/// have been taken, that says nothing).
fn is_wrapped(text: &str, margin: usize) -> bool {
    let lines = || lines(text).map(|line| line.of(text).trim_end());
    let width = lines().map(str::len).max().unwrap_or_default();
    let (mut breaks, mut inside, mut small, mut indented, mut long) = (0u32, 0u32, 0u32, 0u32, 0u32);
    let mut last = "";
    for (number, line) in lines().enumerate() {
        let before = std::mem::replace(&mut last, line);
        if before.is_empty() || line.is_empty() {
            continue;
        }
        long += u32::from(before.len() > MAX_WRAPPED_LINE);
        if is_indented(line, margin) {
            indented += 1;
            continue;
        }
        breaks += 1;
        let line = line.trim_start();
        let ends = before.ends_with(['.', '!', '?', '"', '”', ':', '»', '…', '\'', ')']);
        let is_small = line.starts_with(char::is_lowercase);
        let is_other = !line.starts_with(char::is_uppercase);
        let is_full = number > 1 && before.len() + line.split(' ').next().unwrap_or(line).len() >= width;
        inside += u32::from(is_small || !ends && (is_other || is_full));
        small += u32::from(is_small);
    }
    // Lines of a list are alike, and short.
    let is_told = small > 0 || indented > 0 || inside >= 3 && width >= MIN_WIDTH;
    breaks > 0 && is_told && inside * 10 >= breaks * 4 && long * 20 <= breaks + indented
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
    fn a_line_that_breaks_inside_a_sentence_parts_no_paragraph() {
        let count = |text: &str| paragraphs(text).len();
        let names = "Norsk Tre said Per A. Holtermann\nJr, 54, president and chief operating officer, will succeed\nMia M. Berge as chief executive officer on April 30.\n    Berge, 63, will stay as chairman until she retires in\nJune 1988, the firm said.";
        assert_eq!(count(names), 2);
        assert_eq!(count("<Havn BV> of Rotterdam\nsaid it has sold ten cranes to a yard in Vik."), 1);
        assert_eq!(count("Shr 19 cts vs 18 cts\n    Net 951,902 vs 987,860\n    Revs 19.0 mln vs 17.1 mln"), 3);
        assert_eq!(
            count("    OSLO - The council met in the old\nhall.\n    It voted for the tax that the\nmayor asked for."),
            2
        );
        assert_eq!(
            count("\n\t   VIK (NN) _ The council met in the\nhall.\n\t   ``We won,'' said Ada Lund of the\ncouncil.\n"),
            2
        );
        assert_eq!(
            count(
                "Photos from the opening\nAda Lund cuts the ribbon at the new harbour bridge in Vik on Monday\nPhoto: Per Holt"
            ),
            3
        );
    }

    #[test]
    fn a_dateline_is_a_sentence_of_its_own() {
        let text = "OSLO (AP) — The council met.";
        let dateline = Some(Span::new(0, "OSLO (AP) —".len()));
        let found = find(text, &paragraphs(text), dateline, Lexicon::builtin());
        assert_eq!(found.iter().map(|s| s.span.of(text)).collect::<Vec<_>>(), ["OSLO (AP) —", "The council met."]);
    }
}
