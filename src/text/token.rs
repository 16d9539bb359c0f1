//! The one token rule: words of a text and the terms made of them, for the index, the evaluator and the names alike.
//!
//! Words are those of UAX #29, as in Lucene's `standard` tokenizer. A word has three terms: *exact* (as written, its
//! possessive taken off), *folded* (lower case, no accents, `U.S.` as `us`, `1,600` as `1600`) and *stem* (the English
//! Snowball stem of the folded term).

use std::cell::RefCell;
use std::iter::Peekable;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use super::Span;

/// Version of this rule and that of `text::name`, written into the manifest of an index: a change of any term or key
/// changes it.
pub const TOKEN_RULE_VERSION: u32 = 3;

/// Longest word that is indexed, in bytes; a longer one is cut at a character boundary.
pub const MAX_WORD_BYTES: usize = 128;

/// Begins a paragraph in a text prepared for indexing (see [`Item`]).
pub const PARAGRAPH_MARK: char = '\u{1d}';

/// Begins a sentence, other than the first of its paragraph, in a text prepared for indexing.
pub const SENTENCE_MARK: char = '\u{1e}';

/// What stands in a text prepared for indexing, each with its position.
///
/// Words are counted from 0. Between two paragraphs one position is left out, so that no phrase runs over the gap. A mark
/// has the position of the word that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word, by its bytes.
    Word(Span),
    /// A sentence begins with the next word.
    Sentence,
    /// A paragraph begins with the next word.
    Paragraph,
}

/// The words of a text, in order, as byte spans.
///
/// Words of ASCII letters and digits are found byte by byte; where others come in, the stretch up to the next white space
/// is cut by the full rule. A word never begins with a blank or a sign,
/// as by the full rule it may before a lone vowel sign.
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, other: None }
}

/// The words of a text: see [`words`].
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    /// Words of a stretch with other letters, and where it begins.
    other: Option<(Peekable<UnicodeWordIndices<'a>>, usize)>,
}

impl Iterator for Words<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            if let Some((rest, offset)) = &mut self.other {
                if let Some((start, word)) = rest.next() {
                    let mut end = *offset + start + word.len();
                    // By the full rule a zero-width space parts words: in news it stands inside them, as soft hyphens do.
                    while self.text[..end].ends_with(is_spaced_letter)
                        && self.text[end..].starts_with(ZERO_WIDTH_SPACE)
                        && let behind = end + ZERO_WIDTH_SPACE.len_utf8()
                        && let Some((_, more)) = rest
                            .next_if(|(start, word)| *offset + start == behind && word.starts_with(is_spaced_letter))
                    {
                        end = behind + more.len();
                    }
                    let word = &self.text[*offset + start..end];
                    let inner =
                        word.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_');
                    return Some(self.shortened(end - inner.len(), end));
                }
                self.other = None;
            }
            let bytes = self.text.as_bytes();
            let start =
                self.at + bytes[self.at..].iter().position(|byte| CLASSES[usize::from(*byte)] != Class::Apart)?;
            match ascii_word(bytes, start) {
                Some((end, is_word)) => {
                    self.at = end;
                    if is_word {
                        return Some(self.shortened(start, end));
                    }
                }
                None => {
                    let rest = &bytes[start..];
                    let end = start + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                    self.at = end;
                    self.other = Some((self.text[start..end].unicode_word_indices().peekable(), start));
                }
            }
        }
    }
}

impl Words<'_> {
    fn shortened(&self, start: usize, end: usize) -> Span {
        let mut last = end.min(start + MAX_WORD_BYTES);
        while !self.text.is_char_boundary(last) {
            last -= 1;
        }
        Span::new(start, last)
    }
}

const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// A letter or digit of a script that parts its words by blanks, and never by zero-width spaces.
fn is_spaced_letter(c: char) -> bool {
    c.is_alphanumeric() && matches!(c, '\0'..'\u{e00}' | '\u{10a0}'..='\u{10ff}' | '\u{1e00}'..='\u{1fff}')
}

/// What a byte is to the rule of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Apart,
    Joiner,
    Digit,
    Letter,
    Other,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Apart; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            0x80.. => Class::Other,
            _ => Class::Apart,
        };
        byte += 1;
    }
    classes
};

/// Where the word that starts here ends, and whether it has a letter or digit; nothing if that hangs on bytes that are
/// not ASCII.
fn ascii_word(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let class = |at: usize| bytes.get(at).map_or(Class::Apart, |byte| CLASSES[usize::from(*byte)]);
    // Most words are letters up to a blank.
    let letters = bytes[start..].iter().take_while(|byte| CLASSES[usize::from(**byte)] == Class::Letter).count();
    let mut at = start + letters;
    if letters > 0 && matches!(bytes.get(at), None | Some(b' ' | b'\n' | b',' | b'-' | b'"')) {
        return Some((at, true));
    }
    let mut before = if letters > 0 { Class::Letter } else { Class::Apart };
    let mut is_word = letters > 0;
    loop {
        let here = class(at);
        match here {
            Class::Letter | Class::Digit => is_word = true,
            Class::Joiner => {}
            Class::Other => return None,
            Class::Apart => {
                let joins = match bytes.get(at) {
                    Some(b'\'' | b'.') => before == Class::Letter || before == Class::Digit,
                    Some(b':') => before == Class::Letter,
                    Some(b',' | b';') => before == Class::Digit,
                    _ => false,
                };
                match class(at + 1) {
                    Class::Other if joins => return None,
                    next if joins && next == before => {}
                    _ => return Some((at, is_word)),
                }
            }
        }
        before = here;
        at += 1;
    }
}

/// Words and marks of a prepared text, with their positions.
pub fn items(prepared: &str) -> impl Iterator<Item = (u32, Item)> + '_ {
    let mut position = 0u32;
    let mut offset = 0usize;
    prepared.split_inclusive([PARAGRAPH_MARK, SENTENCE_MARK]).flat_map(move |piece| {
        let start = offset;
        offset += piece.len();
        let mut found: Vec<(u32, Item)> = Vec::with_capacity(piece.len() / 5 + 1);
        for word in words(piece) {
            found.push((position, Item::Word(word.shifted(start))));
            position += 1;
        }
        if piece.ends_with(PARAGRAPH_MARK) {
            position += u32::from(position > 0);
            found.push((position, Item::Paragraph));
        } else if piece.ends_with(SENTENCE_MARK) {
            found.push((position, Item::Sentence));
        }
        found
    })
}

/// Writes the exact term of `word` to `out` (cleared first): as written, without its possessive, in composed form.
pub fn exact(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(strip_possessive(word));
        return;
    }
    out.extend(word.nfc().filter(|c| !is_ignorable(*c)).map(plain_apostrophe));
    out.truncate(strip_possessive(out).len());
}

/// Writes the folded term of `word` to `out` (cleared first).
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
    } else {
        for c in word.nfc() {
            fold_char(c, out);
        }
    }
    out.truncate(strip_possessive(out).len());
    if out.contains('.') && is_acronym(out) {
        out.retain(|c| c != '.');
    } else if out.contains(',') && is_grouped_number(out) {
        out.retain(|c| c != ',');
    }
}

/// The folded term of `word`, owned.
#[must_use]
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold(word, &mut out);
    out
}

/// The folded terms of all words of `text`.
#[must_use]
pub fn folded_words(text: &str) -> Vec<String> {
    words(text).map(|span| folded(span.of(text))).filter(|word| !word.is_empty()).collect()
}

/// Appends the folded form of one character: lower case, without accents, ligatures taken apart. Characters that carry
/// no meaning (soft hyphen, zero-width characters, combining marks) vanish.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_ignorable(c) || is_combining(c) {
        return;
    }
    let c = plain_apostrophe(c);
    if let Some(plain) = special(c) {
        out.push_str(plain);
    } else if is_cyrillic(c) {
        out.extend(c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c }));
    } else {
        for part in std::iter::once(c).nfkd().filter(|c| !is_combining(*c)) {
            match special(part) {
                Some(plain) => out.push_str(plain),
                None => out.extend(part.to_lowercase().filter(|c| !is_combining(*c))),
            }
        }
    }
}

/// Writes the stem of a folded term to `out` (cleared first). Digits and other scripts stay as they are.
pub fn stem(folded: &str, out: &mut String) {
    thread_local! {
        static STEMS: RefCell<Stems> = RefCell::new(Stems::new());
    }
    STEMS.with_borrow_mut(|stems| stems.stem(folded, out));
}

/// Writes the stem of a folded term to `out` (cleared first), as [`stem`] does, and does not remember it: for words that are
/// met once.
pub fn stem_once(folded: &str, out: &mut String) {
    out.clear();
    out.push_str(&stemmer().stem(folded));
}

fn stemmer() -> frostem::Stemmer {
    frostem::Stemmer::new(frostem::Algorithm::English)
}

/// The stem of a folded term, owned.
#[must_use]
pub fn stemmed(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    stem(folded, &mut out);
    out
}

/// A stemmer with a memory: news uses few words often, and Snowball is slow.
struct Stems {
    stemmer: frostem::Stemmer,
    known: FxHashMap<Box<str>, Box<str>>,
}

/// Words remembered by a thread before it begins anew: bounds the memory that hostile text can take.
const MAX_KNOWN_STEMS: usize = 1 << 17;

impl Stems {
    fn new() -> Self {
        Self { stemmer: stemmer(), known: FxHashMap::default() }
    }

    fn stem(&mut self, folded: &str, out: &mut String) {
        out.clear();
        if let Some(stem) = self.known.get(folded) {
            out.push_str(stem);
            return;
        }
        out.push_str(&self.stemmer.stem(folded));
        if self.known.len() >= MAX_KNOWN_STEMS {
            self.known.clear();
        }
        self.known.insert(folded.into(), out.as_str().into());
    }
}

/// Takes off every possessive at the end, so that doing it twice changes nothing.
fn strip_possessive(mut word: &str) -> &str {
    while let Some(stem) = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S")) {
        if stem.is_empty() {
            break;
        }
        word = stem;
    }
    word
}

/// Single letters with a dot between each: `u.s`, `n.a.t.o`.
fn is_acronym(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    })
}

/// Groups of three digits with commas: `1,600`, `12,345,678`.
fn is_grouped_number(word: &str) -> bool {
    word.split(',').enumerate().all(|(i, group)| {
        group.bytes().all(|b| b.is_ascii_digit())
            && if i == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    })
}

fn plain_apostrophe(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02b9}' | '\u{2032}' | '\u{ff07}' => '\'',
        _ => c,
    }
}

/// Whether a character is part of no word and not seen: soft hyphens, zero-width characters, marks of direction.
#[must_use]
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Latin letters that have no decomposition, as Lucene's `ASCIIFoldingFilter` folds them, with ə as `e`.
fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'ə' | 'Ə' => "e",
        'ŋ' | 'Ŋ' => "n",
        'ŧ' | 'Ŧ' => "t",
        'ƒ' => "f",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A lone vowel sign makes a word with the blank or sign before it by the full rule: ours leaves that out.
    fn by_the_full_rule(text: &str) -> Vec<Span> {
        let word = |(start, word): (usize, &str)| {
            let inner = word.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_');
            Span::new(start + word.len() - inner.len(), start + word.len())
        };
        text.unicode_word_indices().map(word).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn words_are_those_of_the_full_rule(
            text in r#"([a-cA 0-2_'.:,;\-\n\t"()]|[é’\u{301}\u{200d}\u{ad}١порアカ日🇦🇿\u{a0}‿ªא\u{1d}]){0,12}"#,
            any in ".{0,20}",
        ) {
            for text in [text, any] {
                prop_assert_eq!(words(&text).collect::<Vec<_>>(), by_the_full_rule(&text), "{:?}", text);
            }
        }
    }

    #[test]
    fn accents_case_and_possessives_fold_away() {
        for (word, term) in [
            ("Putin's", "putin"),
            ("Putin’s", "putin"),
            ("Əliyev", "eliyev"),
            ("Müller", "muller"),
            ("MÜLLER", "muller"),
            ("U.S", "us"),
            ("1,600", "1600"),
            ("16,00", "16,00"),
            ("İlham", "ilham"),
            ("Зелёный", "зеленый"),
            ("straße", "strasse"),
            ("don’t", "don't"),
        ] {
            assert_eq!(folded(word), term, "{word}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_one() {
        assert_eq!(folded("e\u{301}lan"), folded("\u{e9}lan"));
        assert_eq!(folded("\u{438}\u{306}од"), folded("\u{439}од"));
        let (mut a, mut b) = (String::new(), String::new());
        exact("E\u{301}lan", &mut a);
        exact("\u{c9}lan", &mut b);
        assert_eq!(a, b);
    }

    #[test]
    fn a_zero_width_space_inside_a_word_is_nothing() {
        assert_eq!(
            folded_words("the w\u{200b}ill, po\u{200b}lit\u{200b}ical\u{200b} m\u{ad}en"),
            ["the", "will", "political", "men"]
        );
        assert_eq!(folded_words("Мо\u{200b}сква \u{200b}мир-\u{200b}труд"), ["москва", "мир", "труд"]);
        // where words are written without blanks, it parts them
        assert_eq!(folded_words("日\u{200b}本").len(), 2);
    }

    #[test]
    fn hyphens_part_words() {
        assert_eq!(
            folded_words("Moscow-Baku line, 10:30 U.S. time"),
            ["moscow", "baku", "line", "10", "30", "us", "time"]
        );
    }

    #[test]
    fn a_paragraph_leaves_one_position_out() {
        let prepared = format!("{PARAGRAPH_MARK}One two. {SENTENCE_MARK}Three.{PARAGRAPH_MARK}Four");
        let found: Vec<(u32, Item)> = items(&prepared).collect();
        let positions: Vec<u32> =
            found.iter().filter(|(_, item)| matches!(item, Item::Word(_))).map(|(position, _)| *position).collect();
        assert_eq!(positions, [0, 1, 2, 4]);
        assert_eq!(found[0], (0, Item::Paragraph));
        assert!(found.contains(&(2, Item::Sentence)));
        assert!(found.contains(&(4, Item::Paragraph)));
    }
}
