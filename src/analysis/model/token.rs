//! The model's own words: a text and its paragraphs in, tokens and what is known of each word type out. Finer than the
//! token rule of the index, since marks and possessives are tokens here. Nothing here knows weights or tags.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::table::Words;

/// What a token is, by closed lists and its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Outside the text.
    Edge,
    /// A lower-case word of no list.
    Word,
    /// A capitalised word that is no start of a sentence, or is known from elsewhere in the article.
    Name,
    /// A capitalised word that starts a sentence.
    Start,
    /// "he", "they".
    Pronoun,
    /// "him", "their".
    Oblique,
    /// "the", "some".
    Determiner,
    /// "who", "which".
    Relative,
    /// "that".
    That,
    /// "of", "in".
    Preposition,
    /// "to".
    To,
    /// "and", "because".
    Conjunction,
    /// "is", "been".
    Be,
    /// "has", "had".
    Have,
    /// "will", "did", "could".
    Auxiliary,
    /// "not", "never".
    Negation,
    /// Days and months.
    Day,
    /// "senator", "spokesman".
    Title,
    /// A number.
    Number,
    /// "'s".
    Possessive,
    /// Straight double mark, or two apostrophes.
    Mark,
    /// Opening mark.
    Opening,
    /// Closing mark.
    Closing,
    /// Single mark.
    Single,
    /// Comma.
    Comma,
    /// Full stop.
    Stop,
    /// Colon.
    Colon,
    /// Semicolon.
    Semicolon,
    /// "?".
    Question,
    /// "!".
    Bang,
    /// Opening bracket.
    Bracket,
    /// Closing bracket.
    BracketEnd,
    /// Dash.
    Dash,
    /// Any other sign.
    Sign,
}

impl Class {
    /// Whether it is a sign and no word.
    #[must_use]
    pub fn is_sign(self) -> bool {
        self as u8 >= Self::Mark as u8
    }
}

/// What is known of a word type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// The word itself, or 0 where it is too rare to be known.
    pub word: u32,
    /// How often it reports, as a bucket; 0 where not known.
    pub cue: u8,
    /// How often it is (in) a source, as a bucket; 0 where not known.
    pub source: u8,
    /// Word classes learned from plain text, coarse to fine; 0 where not known.
    pub clusters: [u16; 3],
}

/// A word type of an article.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The class inside a sentence.
    pub class: Class,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// Its shape, as a hash.
    pub shape: u32,
    /// Its last two and three characters, folded, as hashes.
    pub suffixes: [u32; 2],
    /// What is known of it as written, and in lower case.
    pub known: [Known; 2],
}

/// A token: bytes of the text, and its word type.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Number of its type in [`Types`].
    pub word: u32,
}

/// Word types met so far, kept from article to article.
#[derive(Debug, Default)]
pub struct Types {
    /// Numbers by a hash of 64 bits: it stands for the word.
    numbers: FxHashMap<u64, u32>,
    /// The types, in order of appearance.
    pub words: Vec<Word>,
    /// Number of the last article in which each type was seen with a capital inside a sentence, and of the present one.
    pub(super) named: Vec<u32>,
    pub(super) article: u32,
}

/// Longest word that is told from others, in bytes.
const LONGEST: usize = 64;

impl Types {
    /// The number of the word type `text[from..to]`.
    fn number(&mut self, text: &str, from: usize, to: usize, table: &Words<'_>) -> u32 {
        let to = if to - from > LONGEST { from + shortened(&text[from..to]).len() } else { to };
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(key(text.as_bytes(), from, to)).or_insert(next);
        if number == next {
            self.words.push(describe(&text[from..to], table));
            self.named.push(0);
        }
        number
    }
}

/// A hash of `text[from..to]` that stands for it: multiply and fold, eight bytes at a time.
fn key(text: &[u8], from: usize, to: usize) -> u64 {
    let fold = |h: u64| {
        let wide = u128::from(h ^ 0xF39C_C060_5CED_C835) * 0x9E37_79B9_7F4A_7C15;
        (wide as u64) ^ (wide >> 64) as u64
    };
    let mut h = 0x2545_F491_4F6C_DD1D ^ (to - from) as u64;
    let mut at = from;
    while to - at >= 8 {
        h = fold(h ^ eight(text, at));
        at += 8;
    }
    let rest = if at < to { eight(text, at) & (u64::MAX >> (8 * (8 - (to - at)))) } else { 0 };
    fold(fold(h ^ rest))
}

/// Eight bytes of a text from `at` on, zeros behind its end.
#[inline]
fn eight(text: &[u8], at: usize) -> u64 {
    match text[at..].first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => text[at..].iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The head of a text, at most [`LONGEST`] bytes.
fn shortened(text: &str) -> &str {
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Cuts `text[start..end]` into tokens, appended to `tokens`.
pub fn tokenize(text: &str, start: usize, end: usize, types: &mut Types, table: &Words<'_>, tokens: &mut Vec<Token>) {
    let mut at = start;
    let mut push = |from: usize, to: usize| {
        let word = types.number(text, from, to, table);
        tokens.push(Token { start: from as u32, end: to as u32, word });
    };
    while at < end {
        let rest = &text[at..end];
        if rest.as_bytes()[0].is_ascii_alphabetic()
            && let Some(long) = plain_length(rest.as_bytes())
        {
            push(at, at + long);
            at += long;
            continue;
        }
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first.is_alphanumeric() {
            let long = word_length(rest, first);
            let cut = possessive(&rest[..long]);
            push(at, at + cut);
            if cut < long {
                push(at + cut, at + long);
            }
            at += long;
        } else {
            let long = sign_length(rest, first);
            push(at, at + long);
            at += long;
        }
    }
}

/// Bytes of the ASCII letters and digits at the head of `rest`, if what follows cannot belong to the word: most words.
fn plain_length(rest: &[u8]) -> Option<usize> {
    let long = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    match rest.get(long) {
        Some(b'.' | b'\'' | b'-' | b'_' | 0x80..) => None,
        _ => Some(long),
    }
}

/// Short forms whose full stop belongs to them where a blank and a word follow.
const SHORT: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Sgt", "Lt", "Col", "Rev", "St", "Jr", "Sr", "Prof", "Hon",
    "Capt", "Adm", "Sens", "Reps", "Messrs", "No", "vs", "Maj", "Cmdr", "Pres", "Jan", "Feb", "Aug", "Sept", "Oct",
    "Nov", "Dec",
];

/// Bytes of the word at the head of `rest`.
fn word_length(rest: &str, first: char) -> usize {
    if first.is_ascii_digit() {
        return number_length(rest);
    }
    let mut long = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if c.is_alphanumeric() || is_mark_of_letter(c) {
            long = at + c.len_utf8();
        } else if !(matches!(c, '\'' | '’' | '-' | '‑') && at == long && next.is_some_and(char::is_alphanumeric)) {
            break;
        }
    }
    let word = &rest[..long];
    let after = &rest[long..];
    if after.starts_with('.') {
        let letters = word.chars().count();
        if letters == 1 && first.is_alphabetic() {
            return initials_length(rest, long);
        }
        let blank = after.chars().nth(1).is_some_and(char::is_whitespace);
        if blank && SHORT.contains(&word) {
            return long + 1;
        }
    }
    long
}

/// Bytes of `U.S.`, `D.C.` or of a lone initial such as `J.`.
fn initials_length(rest: &str, mut long: usize) -> usize {
    let upper = rest.starts_with(char::is_uppercase);
    let mut dots = 0;
    let mut end = long;
    loop {
        if !rest[long..].starts_with('.') {
            break;
        }
        dots += 1;
        end = long + 1;
        let mut next = rest[end..].chars();
        match (next.next(), next.next()) {
            (Some(c), Some('.')) if c.is_alphabetic() => long = end + c.len_utf8(),
            _ => break,
        }
    }
    let blank = rest[end..].chars().next().is_some_and(char::is_whitespace);
    if dots > 1 || (upper && blank) { end } else { rest.chars().next().map_or(1, char::len_utf8) }
}

/// Bytes of a number: digits with points or commas between digits, then letters (`24th`, `5pm`, `2016-17`).
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digit_next = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        match bytes[at] {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => at += 1,
            b'.' | b',' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => at += 1,
            b'-' if digit_next => at += 1,
            _ => break,
        }
    }
    at
}

fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '_')
}

/// Where the possessive of a word begins, or its length.
fn possessive(word: &str) -> usize {
    for tail in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = word.strip_suffix(tail)
            && !stem.is_empty()
        {
            return stem.len();
        }
    }
    word.len()
}

fn sign_length(rest: &str, first: char) -> usize {
    match first {
        '\'' if rest.starts_with("''") => 2,
        '`' if rest.starts_with("``") => 2,
        '\'' | '’' if rest[first.len_utf8()..].starts_with('s') && alone(&rest[first.len_utf8() + 1..]) => {
            first.len_utf8() + 1
        }
        '-' | '.' => rest.bytes().take_while(|b| *b == first as u8).count(),
        _ => first.len_utf8(),
    }
}

fn alone(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric)
}

/// A well-spread hash of bytes.
#[must_use]
pub fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let mut h = 0x811c_9dc5u32;
    for b in bytes {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^= h >> 15;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^ (h >> 13)
}

/// The hash under which a word is known: digits are one, apostrophes are one.
#[must_use]
pub fn word_hash(word: &str) -> u32 {
    let mut buffer = [0u8; 64];
    let mut n = 0;
    for c in word.chars() {
        let c = match c {
            '0'..='9' => '0',
            '’' => '\'',
            c => c,
        };
        let long = c.len_utf8();
        if n + long > buffer.len() {
            break;
        }
        c.encode_utf8(&mut buffer[n..]);
        n += long;
    }
    hash(buffer[..n].iter().copied())
}

fn describe(text: &str, table: &Words<'_>) -> Word {
    let first = text.chars().next().unwrap_or(' ');
    let capital = first.is_uppercase();
    let mut small = [0; LONGEST];
    let lowered;
    let lower = match small.get_mut(..text.len()).filter(|_| text.is_ascii()) {
        Some(small) => {
            small.copy_from_slice(text.as_bytes());
            small.make_ascii_lowercase();
            std::str::from_utf8(small).unwrap_or_default()
        }
        None => {
            lowered = text.to_lowercase();
            lowered.as_str()
        }
    };
    let tail = |n: usize| {
        let from = lower.char_indices().rev().nth(n - 1).map_or(0, |(at, _)| at);
        hash(lower[from..].bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b }))
    };
    let low = table.find(word_hash(lower));
    let own = if capital { table.find_classes(word_hash(text), low) } else { low };
    Word {
        class: class_of(text, lower, first, capital),
        capital,
        shape: shape(text),
        suffixes: [tail(2), tail(3)],
        known: [own, low],
    }
}

fn shape(text: &str) -> u32 {
    let mut out = [0u8; 8];
    let (mut n, mut last, mut run) = (0, 0, 0);
    for c in text.chars() {
        let kind = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_numeric() => b'd',
            c if c.is_alphabetic() => b'x',
            c if c.is_ascii() => c as u8,
            '’' => b'\'',
            _ => b'?',
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 && n < out.len() {
            out[n] = kind;
            n += 1;
        }
    }
    hash(out[..n].iter().copied())
}

static LISTED: LazyLock<FxHashMap<&str, Class>> =
    LazyLock::new(|| LISTS.iter().rev().flat_map(|(class, list)| list.split(' ').map(|word| (word, *class))).collect());

const LISTS: &[(Class, &str)] = &[
    (Class::Pronoun, "he she they i we it you"),
    (Class::Oblique, "me my us our your him his her its them their himself herself themselves itself"),
    (Class::That, "that"),
    (Class::Relative, "who whom whose which what"),
    (
        Class::Determiner,
        "the a an this these those some many most several two three one another any all both each every no few",
    ),
    (Class::To, "to"),
    (
        Class::Preposition,
        "of in for with on at from by about as into like through after over between against during without before \
         under around among toward towards per via amid despite",
    ),
    (
        Class::Conjunction,
        "and or but nor yet so because although though while if when since whether where how why than",
    ),
    (Class::Be, "is are was were be been being am seems seemed appears appeared"),
    (Class::Have, "has have had having"),
    (Class::Auxiliary, "will would can could may might should must shall do does did"),
    (Class::Negation, "not never n't don't didn't doesn't won't isn't wasn't aren't"),
    (
        Class::Day,
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august \
         september october november december",
    ),
    (
        Class::Title,
        "mr mrs ms dr sen rep gov gen senator representative governor president secretary spokesman spokeswoman \
         spokesperson director chairman chairwoman chair mayor judge justice professor strategist candidate nominee \
         former manager adviser advisor aide official officials campaign analyst expert lawyer attorney reporter host \
         leader minister premier ambassador deputy head chief ministry congressman congresswoman foreign prime vice \
         general colonel pollster author editor speaker",
    ),
];

fn class_of(text: &str, lower: &str, first: char, capital: bool) -> Class {
    if !first.is_alphanumeric() {
        return class_of_sign(text, first);
    }
    let bare = lower.trim_end_matches('.');
    // "US" and "May" are names, not the pronoun and the verb.
    if text != "US"
        && text != "IT"
        && let Some(class) = LISTED.get(bare)
    {
        return *class;
    }
    match first {
        c if c.is_numeric() => Class::Number,
        _ if capital => Class::Name,
        _ => Class::Word,
    }
}

fn class_of_sign(text: &str, first: char) -> Class {
    match text {
        "''" | "\"" => Class::Mark,
        "``" | "“" | "„" | "«" | "‟" => Class::Opening,
        "”" | "»" => Class::Closing,
        "'s" | "’s" | "'S" | "’S" => Class::Possessive,
        "'" | "‘" | "’" | "`" => Class::Single,
        "," => Class::Comma,
        ":" => Class::Colon,
        ";" => Class::Semicolon,
        "?" => Class::Question,
        "!" => Class::Bang,
        "(" | "[" => Class::Bracket,
        ")" | "]" => Class::BracketEnd,
        "—" | "–" | "―" => Class::Dash,
        _ if first == '-' => Class::Dash,
        _ if first == '.' || first == '…' => Class::Stop,
        _ => Class::Sign,
    }
}
