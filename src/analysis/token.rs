//! The words and signs of a text with what the lexicon says of each: the common ground of people, rules and speakers. What
//! comes in is a text with its sentences and regions; nothing is decided here.

use super::marks::Region;
use super::model;
use crate::annotation::Sentence;
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::Span;
use crate::text::token::fold_char;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with hyphens, apostrophes and inner dots.
    Word,
    /// A word that begins with a digit.
    Number,
    /// `'s` behind a word.
    Possessive,
    /// A quotation mark, or an apostrophe that stands alone.
    Mark,
    /// `,`
    Comma,
    /// `.`, `!`, `?` or an ellipsis.
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// A dash of any length between blanks, or `--`.
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// Anything else.
    Other,
}

/// A word or sign.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Classes of the word.
    pub class: Class,
    /// Whether it begins with a capital, an Arabic article left aside.
    pub capital: bool,
    /// Number of its sentence.
    pub sentence: u32,
    /// Number of its paragraph.
    pub paragraph: u32,
    /// Number of the outer region that it stands in, from 1; 0 outside.
    pub region: u32,
}

impl Token {
    /// Whether it is of one of these classes.
    #[must_use]
    pub fn is(&self, class: Class) -> bool {
        self.class.has(class)
    }

    /// Whether it is a word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a word with a capital.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.capital && self.kind == Kind::Word
    }
}

/// Classes of the model's word types, as far as they were asked for.
#[derive(Debug, Default)]
pub struct Classes(Vec<Option<Class>>);

/// Looks up the classes of words, in the order of the text.
#[derive(Debug)]
pub struct Lookup<'a> {
    lexicon: &'a Lexicon,
    /// The model's tokens behind those passed, and the classes of their types.
    beside: Option<(&'a [model::token::Token], &'a mut Classes)>,
    folded: String,
}

impl<'a> Lookup<'a> {
    /// Looks up each word.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, beside: None, folded: String::new() }
    }

    /// Looks up a word that the model cuts alike, as most are, once a type.
    #[must_use]
    pub fn beside(lexicon: &'a Lexicon, tokens: &'a [model::token::Token], classes: &'a mut Classes) -> Self {
        Self { beside: Some((tokens, classes)), ..Self::new(lexicon) }
    }

    fn class(&mut self, text: &str, span: Span) -> Class {
        if let Some((tokens, classes)) = &mut self.beside {
            let passed = tokens.iter().take_while(|token| token.start < span.start).count();
            *tokens = &tokens[passed..];
            if let Some(alike) = tokens.first().filter(|token| (token.start, token.end) == (span.start, span.end)) {
                let number = alike.word as usize;
                if classes.0.len() <= number {
                    classes.0.resize(number + 1, None);
                }
                let look_up = || classify(span.of(text), &mut self.folded, self.lexicon);
                return *classes.0[number].get_or_insert_with(look_up);
            }
        }
        classify(span.of(text), &mut self.folded, self.lexicon)
    }
}

/// A name without an Arabic article that is written with it: the "Abadi" of "al-Abadi". Any other word is left as it is.
#[must_use]
pub fn behind_article(word: &str) -> &str {
    match word.split_once(['-', '\u{2011}']) {
        Some((article, name)) if ARTICLES.iter().any(|known| article.eq_ignore_ascii_case(known)) => name,
        _ => word,
    }
}

/// Forms of the Arabic article in Latin letters that are no English word.
const ARTICLES: [&str; 8] = ["al", "el", "ad", "ar", "ash", "az", "ul", "ur"];

/// Finds the tokens of the sentences, in order.
#[must_use]
pub fn find(text: &str, sentences: &[Sentence], regions: &[Region], mut lookup: Lookup<'_>) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5);
    for (number, sentence) in sentences.iter().enumerate() {
        let mut at = sentence.span.start as usize;
        let end = sentence.span.end as usize;
        while at < end {
            let (length, kind) = next(&text[at..end], &text[..at]);
            if let Some(kind) = kind {
                let span = Span::new(at, at + length);
                let capital = match text.as_bytes()[at] {
                    0x80.. => text[at..].starts_with(char::is_uppercase),
                    b'a' | b'e' | b'u' => behind_article(span.of(text)).starts_with(char::is_uppercase),
                    first => first.is_ascii_uppercase(),
                };
                let class = if kind == Kind::Word { lookup.class(text, span) } else { Class::default() };
                let token = Token {
                    span,
                    kind,
                    class,
                    capital,
                    sentence: number as u32,
                    paragraph: sentence.paragraph,
                    region: 0,
                };
                found.push(token);
            }
            at += length.max(1);
        }
    }
    place(&mut found, regions);
    own(&mut found, text, regions);
    found
}

fn classify(word: &str, folded: &mut String, lexicon: &Lexicon) -> Class {
    if word.len() > 40 {
        return Class::default();
    }
    if word.is_ascii() && word.len() <= 24 {
        return lexicon.words.class_of(word);
    }
    folded.clear();
    for c in word.chars() {
        fold_char(c, folded);
    }
    lexicon.words.class(folded)
}

/// Notes for each token the outer region that it stands in.
fn place(tokens: &mut [Token], regions: &[Region]) {
    let mut at = 0;
    for (number, region) in regions.iter().enumerate().filter(|(_, region)| !region.nested) {
        for span in &region.spans {
            while tokens.get(at).is_some_and(|token| token.span.start < span.start) {
                at += 1;
            }
            while tokens.get(at).is_some_and(|token| token.span.start < span.end) {
                tokens[at].region = number as u32 + 1;
                at += 1;
            }
        }
    }
}

/// Tells the apostrophe behind a name in s, "Harris' aide", from a mark: it ends no region.
fn own(tokens: &mut [Token], text: &str, regions: &[Region]) {
    let mut ends: Vec<u32> = regions.iter().map(|region| region.outer.end).collect();
    ends.sort_unstable();
    for at in 1..tokens.len() {
        let [name, sign] = [tokens[at - 1], tokens[at]];
        if sign.kind == Kind::Mark
            && name.is_capital()
            && name.span.end == sign.span.start
            && name.span.of(text).ends_with('s')
            && matches!(sign.span.of(text), "'" | "’")
            && ends.binary_search(&sign.span.end).is_err()
        {
            tokens[at].kind = Kind::Possessive;
        }
    }
}

/// Length of the token that a text begins with, and its kind; blanks have none. `before` is the text that it follows.
fn next(text: &str, before: &str) -> (usize, Option<Kind>) {
    let bytes = text.as_bytes();
    let first = bytes[0];
    if first.is_ascii_alphabetic() {
        return (word_length(text), Some(Kind::Word));
    }
    if first >= 0x80 {
        return word_or_sign(text);
    }
    let after_blank = || before.ends_with(char::is_whitespace);
    let kind = match first {
        b'0'..=b'9' | b'$' => return (number_length(bytes), Some(Kind::Number)),
        b' ' | b'\t' | b'\n' | b'\r' => return (1, None),
        b'\'' if bytes.len() > 1 && bytes[1].eq_ignore_ascii_case(&b's') && !after_blank() && !more(bytes.get(2)) => {
            return (2, Some(Kind::Possessive));
        }
        b'\'' if bytes.get(1) == Some(&b'\'') => return (2, Some(Kind::Mark)),
        b'`' if bytes.get(1) == Some(&b'`') => return (2, Some(Kind::Mark)),
        b'"' | b'\'' | b'`' => Kind::Mark,
        b',' => Kind::Comma,
        b'.' | b'!' | b'?' => {
            return (bytes.iter().take_while(|b| matches!(b, b'.' | b'!' | b'?')).count(), Some(Kind::Stop));
        }
        b':' => Kind::Colon,
        b';' => Kind::Semicolon,
        b'-' if bytes.get(1) == Some(&b'-') => {
            return (bytes.iter().take_while(|b| **b == b'-').count(), Some(Kind::Dash));
        }
        b'-' if after_blank() => Kind::Dash,
        b'(' | b'[' => Kind::Open,
        b')' | b']' => Kind::Close,
        _ => Kind::Other,
    };
    (1, Some(kind))
}

fn more(byte: Option<&u8>) -> bool {
    byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xc3)
}

fn number_length(bytes: &[u8]) -> usize {
    let inner =
        bytes.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',' | b'-')).count();
    let mut length = 1 + inner;
    while length > 1 && matches!(bytes[length - 1], b'.' | b',' | b'-') {
        length -= 1;
    }
    length
}

/// A word or sign that begins outside of ASCII.
fn word_or_sign(text: &str) -> (usize, Option<Kind>) {
    let first = text.chars().next().unwrap_or(' ');
    if !first.is_alphabetic() {
        let kind = match first {
            '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '「' | '」' => {
                let rest = &text[first.len_utf8()..];
                if first == '’' && rest.starts_with(['s', 'S']) && !rest[1..].starts_with(char::is_alphanumeric) {
                    return (first.len_utf8() + 1, Some(Kind::Possessive));
                }
                Some(Kind::Mark)
            }
            '—' | '–' | '―' => Some(Kind::Dash),
            '…' | '。' | '！' | '？' => Some(Kind::Stop),
            '，' | '、' => Some(Kind::Comma),
            '：' => Some(Kind::Colon),
            c if c.is_whitespace() || c.is_control() => None,
            c if c.is_numeric() => Some(Kind::Number),
            _ => Some(Kind::Other),
        };
        return (first.len_utf8(), kind);
    }
    (word_length(text), Some(Kind::Word))
}

/// Length of a word: letters and digits; hyphens, apostrophes (not `'s`) and dots between letters (`U.S.`).
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let Some(b) = bytes.get(at).copied() else { return at };
        if b < 0x80 {
            let inner = more(bytes.get(at + 1));
            match b {
                b'-' if inner => at += 1,
                b'\'' if inner && !is_possessive(&bytes[at + 1..]) => at += 1,
                b'.' if inner && is_acronym_dot(bytes, at) => at += 1,
                b'.' if is_acronym_end(bytes, at) => return at + 1,
                _ => return at,
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else { return at };
        let after = at + c.len_utf8();
        let is_inner_apostrophe = c == '’' && more(bytes.get(after)) && !is_possessive(&bytes[after..]);
        if !(c.is_alphanumeric()
            || is_inner_apostrophe
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{2010}' | '\u{2011}'))
        {
            return at;
        }
        at = after;
    }
}

fn is_possessive(after: &[u8]) -> bool {
    after.first().is_some_and(|b| b.eq_ignore_ascii_case(&b's')) && !more(after.get(1))
}

fn is_acronym_dot(bytes: &[u8], dot: usize) -> bool {
    bytes[dot - 1].is_ascii_alphabetic() && (dot < 2 || bytes[dot - 2] == b'.')
}

/// The last dot of `U.S.`
fn is_acronym_end(bytes: &[u8], dot: usize) -> bool {
    dot >= 3 && bytes[dot - 2] == b'.' && is_acronym_dot(bytes, dot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{marks, sentence};

    fn tokens(text: &str) -> Vec<Token> {
        let paragraphs = sentence::paragraphs(text);
        let sentences = sentence::find(text, &paragraphs, None, Lexicon::builtin());
        let regions = marks::find(text, &paragraphs);
        find(text, &sentences, &regions, Lookup::new(Lexicon::builtin()))
    }

    #[test]
    fn words_and_signs_are_told_apart() {
        let text = "Lund’s “U.S. plan,” worth $1,600.5 - half-done - isn't O'Hara's.";
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(
            words,
            [
                "Lund",
                "’s",
                "“",
                "U.S.",
                "plan",
                ",",
                "”",
                "worth",
                "$1,600.5",
                "-",
                "half-done",
                "-",
                "isn't",
                "O'Hara",
                "'s",
                "."
            ]
        );
        assert_eq!(tokens.iter().filter(|token| token.region > 0).count(), 3);
    }

    #[test]
    fn an_apostrophe_behind_a_name_in_s_says_whose_and_closes_nothing() {
        let text = "Harris' aide met Ross’ lawyer. ‘We trust Lund and Jones’, he said.";
        let tokens = tokens(text);
        let whose: Vec<usize> =
            (1..tokens.len()).filter(|at| tokens[*at].kind == Kind::Possessive).map(|at| at - 1).collect();
        let names: Vec<&str> = whose.iter().map(|at| tokens[*at].span.of(text)).collect();
        assert_eq!(names, ["Harris", "Ross"]);
    }
}
