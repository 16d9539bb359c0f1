//! Where in a text words with certain stems may stand: most of a text is passed over without being cut into words.

use aho_corasick::packed::{Config, Searcher};

use crate::text::Span;

/// Beginnings that are looked for at once; for more, cutting the whole text is as fast.
const MAX_BEGINNINGS: usize = 128;

/// Letters of a beginning: more would be more beginnings, in small and large letters.
const LETTERS: usize = 3;

/// Finds stretches in which a word may have one of some stems.
#[derive(Clone, Debug)]
pub(super) struct Skim {
    /// Of the words that can have one of the stems; nothing where only words of other letters than ASCII can.
    beginnings: Option<Searcher>,
    stems: Vec<Vec<u8>>,
}

impl Skim {
    /// For these stems. Nothing if one of them tells too little of how its words begin.
    pub(super) fn new<'a>(stems: impl Iterator<Item = &'a str>) -> Option<Self> {
        // A word of other letters may have any stem, and is looked at in any case; one of ASCII has no other stem.
        let stems: Vec<Vec<u8>> = stems.filter(|stem| stem.is_ascii()).map(|stem| stem.as_bytes().to_vec()).collect();
        let mut beginnings = Vec::new();
        for stem in &stems {
            beginnings.extend(beginnings_of(stem)?);
        }
        beginnings.sort_unstable();
        beginnings.dedup();
        if beginnings.is_empty() {
            return Some(Self { beginnings: None, stems });
        }
        if beginnings.len() > MAX_BEGINNINGS {
            return None;
        }
        Some(Self { beginnings: Some(Config::new().builder().extend(beginnings).build()?), stems })
    }

    /// The stretches, in order, apart: each from one white space to the next, so that its words are those of the text.
    pub(super) fn stretches<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut next = [self.word(bytes, 0), other(bytes, 0)];
        std::iter::from_fn(move || {
            if next[0].is_some_and(|place| place < at) {
                next[0] = self.word(bytes, at);
            }
            if next[1].is_some_and(|place| place < at) {
                next[1] = other(bytes, at);
            }
            let place = next.into_iter().flatten().min()?;
            let start = bytes[at..place].iter().rposition(u8::is_ascii_whitespace).map_or(at, |space| at + space + 1);
            let end =
                bytes[place..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |space| place + space);
            at = end;
            Some(Span::new(start, end))
        })
    }

    /// Where the next word of ASCII begins that may have one of the stems.
    fn word(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut from = from;
        loop {
            let found = self.beginnings.as_ref()?.find_in(bytes, (from..bytes.len()).into())?;
            let before = found.start().checked_sub(1).map_or(b' ', |before| bytes[before]);
            if !is_of_word(before) && self.stems.iter().any(|stem| may_begin(&bytes[found.start()..], stem)) {
                return Some(found.start());
            }
            from = found.start() + 1;
        }
    }
}

/// Where the next letter stands that is not ASCII.
fn other(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &bytes[at..];
        if rest.is_ascii() {
            return None;
        }
        at += rest.iter().position(|byte| !byte.is_ascii())?;
        if !is_sign(bytes, at) {
            return Some(at);
        }
        at += SIGN_BYTES;
    }
}

/// Bytes of a sign of printing.
const SIGN_BYTES: usize = 3;

/// Whether a sign of printing begins here that makes no word other than one of ASCII: a dash, a quotation mark, dots, or an
/// apostrophe that stands at the edge of a word or before its last `s`, which is no part of its stem.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    let is_apart = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !is_of_word(*byte));
    let after = at + SIGN_BYTES;
    match bytes.get(at..after) {
        // – — “ ” …
        Some([0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6]) => true,
        // ‘ ’
        Some([0xe2, 0x80, 0x98 | 0x99]) => {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let is_possessive = matches!(bytes.get(after), Some(b's' | b'S'))
                && bytes.get(after + 1).is_none_or(u8::is_ascii_whitespace);
            is_apart(before) || is_apart(bytes.get(after)) || is_possessive
        }
        _ => false,
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The letters with which every word of ASCII with this stem begins, in either case, if it has no dots or commas: those of
/// an acronym and of a number are not in the stem. English stems change a word from their last letter on; "dying", "lying"
/// and "tying" have another second letter than their stems.
pub(super) fn sure_letters(stem: &[u8]) -> &[u8] {
    let sure = match stem {
        [_, b'i', b'e'] | [] | [_] | [_, _] => 0,
        // "using", "cries", "skies"
        [_, _, b'e' | b'i' | b'y'] => 2,
        [_, _, _] => 3,
        _ => stem.len() - 1,
    };
    &stem[..sure]
}

/// How words of ASCII with this stem begin, in either case; nothing if that tells too little.
fn beginnings_of(stem: &[u8]) -> Option<Vec<Vec<u8>>> {
    let sure = sure_letters(stem);
    let sure = &sure[..sure.len().min(LETTERS)];
    if sure.is_empty() {
        return None;
    }
    let mut all = cases(sure);
    // Dots are left out between single letters, commas between groups of digits.
    if let [first, second, ..] = sure {
        all.extend(cases(&[*first, b'.', *second]));
        if first.is_ascii_digit() {
            all.extend([vec![*first, b',', *second], vec![*first, *second, b',']]);
        }
    }
    Some(all)
}

/// Whether a word of ASCII that begins here may have the stem.
fn may_begin(rest: &[u8], stem: &[u8]) -> bool {
    let sure = sure_letters(stem);
    let start = &rest[..rest.len().min(sure.len())];
    start.eq_ignore_ascii_case(sure) || start.iter().any(|byte| matches!(byte, b'.' | b','))
}

/// Letters in small and large ones.
fn cases(letters: &[u8]) -> Vec<Vec<u8>> {
    letters.iter().fold(vec![Vec::new()], |starts, letter| {
        let forms = [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()];
        let forms = if forms[0] == forms[1] { &forms[..1] } else { &forms[..] };
        starts.iter().flat_map(|start| forms.iter().map(|form| [start.as_slice(), &[*form]].concat())).collect()
    })
}
