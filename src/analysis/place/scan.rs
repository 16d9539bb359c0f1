//! Walks over a text once and gives every stretch that is a name in the gazetteer, with the words around it. Nothing is
//! chosen here.

use rustc_hash::FxHashMap;

use super::words::{DIRECTIONS, GIVEN, MOSTLY_OTHER, NAME_GOES_ON, PLACE_PREPOSITIONS, PLACE_STAYS};
use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::{PlaceNumber, Walk};
use crate::lexicon::words::Class;
use crate::text::Span;
use crate::text::token::{fold, folded, folded_words};

/// Most words of a name.
const MAX_WORDS: usize = 6;

/// What stands before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// A word such as "in".
    Preposition,
    /// Nothing that tells.
    Other,
    /// A capitalised word, so that the name is part of a longer one.
    Name,
}

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// A comma and the name of an area.
    Area,
    /// A capitalised word that leaves the place a place: "Mayor".
    Office,
    /// The word "state" in small letters.
    State,
    /// Nothing that tells.
    Other,
    /// A capitalised word that may go on with the name.
    Name,
    /// A capitalised word that makes it another name: "Times".
    Title,
}

/// A stretch that is a name in the gazetteer.
pub(super) struct Candidate<'a> {
    /// Where it stands.
    pub(super) span: Span,
    /// The name that was read.
    pub(super) name: Walk<'a>,
    /// The name, folded as one word.
    pub(super) word: String,
    /// What stands before it.
    pub(super) before: Before,
    /// What stands behind it.
    pub(super) after: After,
    /// Keys of areas that the text names behind it.
    pub(super) areas: Vec<String>,
    /// The place, where it stands for no other: an abbreviation behind a town.
    pub(super) fixed: Option<PlaceNumber>,
    /// Whether the name is mostly something else.
    pub(super) is_mostly_other: bool,
    /// Whether it is a given name too.
    pub(super) is_given: bool,
    /// Whether it is a short word in capitals.
    pub(super) is_acronym: bool,
}

impl Candidate<'_> {
    /// Whether what stands around it lets it be what the same name is elsewhere in the text.
    pub(super) fn may_repeat(&self) -> bool {
        self.before != Before::Name && !matches!(self.after, After::Name | After::Title)
    }
}

/// What was found in a text.
pub(super) struct Scanned<'a> {
    /// Names, in order, not overlapping.
    pub(super) candidates: Vec<Candidate<'a>>,
    /// How often the people of a country are named.
    pub(super) peoples: FxHashMap<&'static str, u32>,
}

/// Reads the text from a byte on. Names that touch one of the sorted spans are left out.
pub(super) fn candidates<'a>(text: &str, begin: usize, taken: &[Span], lexicon: &'a Lexicon) -> Scanned<'a> {
    let mut scanned = Scanned { candidates: Vec::new(), peoples: FxHashMap::default() };
    let bytes = text.as_bytes();
    let (mut at, mut next_taken) = (begin, 0);
    let mut word = String::new();
    while let Some(start) = next_capital(text, at) {
        let Some(end) = word_end(text, start) else { break };
        let span = Span::new(start, end);
        while taken.get(next_taken).is_some_and(|taken| taken.end <= span.start) {
            next_taken += 1;
        }
        let is_taken = |end: usize| taken.get(next_taken).is_some_and(|taken| taken.overlaps(Span::new(start, end)));
        at = end;
        let begins_name = !bytes[start..end].iter().all(u8::is_ascii_alphabetic)
            || lexicon.gazetteer.may_begin_name(&bytes[start..end]);
        if !begins_name || is_taken(end) || is_plain_word(&bytes[start..end], lexicon) {
            continue;
        }
        let Some((end, name)) = longest_name(text, start, end, &mut word, lexicon) else {
            if let Some(country) = people_of(text, start, end, lexicon) {
                *scanned.peoples.entry(country).or_default() += 1;
            }
            continue;
        };
        if is_taken(end) {
            continue;
        }
        at = end;
        let candidate = candidate(text, Span::new(start, end), name, lexicon);
        let cut = cut_area(text, &candidate, lexicon);
        scanned.candidates.push(candidate);
        if let Some(area) = cut {
            at = area.span.end as usize;
            scanned.candidates.push(area);
        }
    }
    scanned
}

/// The abbreviation of a division behind a town: the "N.C." of "Charlotte, N.C.", itself the name of a place.
fn cut_area<'a>(text: &str, town: &Candidate<'a>, lexicon: &'a Lexicon) -> Option<Candidate<'a>> {
    let [key] = town.areas.as_slice() else { return None };
    let rest = &text[town.span.end as usize..];
    let start = town.span.end as usize + rest.len() - rest.trim_start_matches([',', ' ']).len();
    let end = word_end(text, start)?;
    let end = end
        + usize::from(text[end..].starts_with('.') && (text[start..end].contains('.') || !is_last_stop(&text[end..])));
    let printed = text.get(start..end)?;
    if lexicon.areas().division_of_abbreviation(printed) != Some(key) {
        return None;
    }
    let mut name = lexicon.gazetteer.walk();
    name.step(&folded_words(lexicon.place_name(key)).join(" "));
    Some(Candidate {
        span: Span::new(start, end),
        name,
        before: Before::Other,
        after: After::Other,
        areas: Vec::new(),
        fixed: Some(lexicon.gazetteer.find(key)?),
        is_mostly_other: false,
        is_given: false,
        is_acronym: false,
        word: String::new(),
    })
}

/// Whether a full stop at the beginning of the text ends a sentence.
fn is_last_stop(text: &str) -> bool {
    let after = text[1..].trim_start();
    after.is_empty() || text[1..].starts_with(char::is_whitespace) && after.starts_with(char::is_uppercase)
}

fn candidate<'a>(text: &str, span: Span, name: Walk<'a>, lexicon: &'a Lexicon) -> Candidate<'a> {
    let (after, areas) = after(text, span.end as usize, lexicon);
    let printed = span.of(text);
    let word = folded(printed);
    Candidate {
        span,
        name,
        before: before(text, span.start as usize, lexicon),
        after,
        areas,
        fixed: None,
        is_mostly_other: is_in(MOSTLY_OTHER, &word),
        is_given: is_in(GIVEN, &word),
        is_acronym: printed.len() <= 5 && printed.bytes().all(|byte| byte.is_ascii_uppercase()),
        word,
    }
}

/// Whether a sorted table holds the word.
pub(super) fn is_in(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

/// The next word that begins with a capital: an ASCII one, or any letter that is not ASCII and is upper case.
fn next_capital(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte.is_ascii_uppercase() || *byte >= 0xc0)?;
        let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        // 0xE2 leads dashes and quotation marks, which are common, and no capital that a name begins with
        let is_capital = bytes[at] < 0xc0 || bytes[at] != 0xe2 && text[at..].starts_with(char::is_uppercase);
        if begins && is_capital {
            return Some(at);
        }
        at += 1;
    }
}

/// The end of the word that begins here: letters, digits, and full stops or apostrophes between letters. A possessive ending
/// is left out.
fn word_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        let byte = bytes[end];
        if byte.is_ascii_alphanumeric() {
            end += 1;
        } else if byte.is_ascii() {
            let inner = matches!(byte, b'.' | b'\'') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
            let possessive = byte == b'\''
                && matches!(bytes.get(end + 1), Some(b's' | b'S'))
                && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphabetic);
            let acronym = byte != b'.' || end == start + 1 || end >= 2 && bytes[end - 2] == b'.';
            if !inner || possessive || !acronym {
                break;
            }
            end += 1;
        } else {
            let c = text[end..].chars().next()?;
            if c == '’' && !text[end + 3..].starts_with(|c: char| c.is_alphabetic() && c != 's')
                || !c.is_alphanumeric() && c != '’'
            {
                break;
            }
            end += c.len_utf8();
        }
    }
    Some(end.max(start + text[start..].chars().next()?.len_utf8()))
}

/// Whether it is a common English word with a capital, such as at the beginning of a sentence, and no place.
fn is_plain_word(word: &[u8], lexicon: &Lexicon) -> bool {
    const PLAIN: Class = Class(
        Class::STARTER.0
            | Class::SUBJECT_PRONOUN.0
            | Class::OTHER_PRONOUN.0
            | Class::DETERMINER.0
            | Class::PREPOSITION.0
            | Class::CONJUNCTION.0
            | Class::CALENDAR.0,
    );
    if word.len() <= 3 && word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'.') && word.len() > 1 {
        return false;
    }
    std::str::from_utf8(word).is_ok_and(|word| lexicon.words.class_of(word).has(PLAIN)) && word != b"The"
}

/// The longest name that begins here, with its end.
fn longest_name<'a>(
    text: &str,
    start: usize,
    first_end: usize,
    word: &mut String,
    lexicon: &'a Lexicon,
) -> Option<(usize, Walk<'a>)> {
    let mut walk = lexicon.gazetteer.walk();
    let (mut from, mut end) = (start, first_end);
    let mut found = None;
    for _ in 0..MAX_WORDS {
        let printed = &text[from..end];
        fold(printed, word);
        if word.is_empty() || !walk.step(word) {
            break;
        }
        if walk.is_name() && printed.contains(char::is_uppercase) && is_cased_well(&text[start..end]) {
            found = Some((end + usize::from(printed.contains('.') && text[end..].starts_with('.')), walk));
        }
        let Some((next, next_end)) = next_word(text, from, end) else { break };
        (from, end) = (next, next_end);
    }
    found
}

/// A name of two or three letters must be all in capitals: `US`, not "Us".
fn is_cased_well(name: &str) -> bool {
    name.len() > 3 && name != "THE"
        || name.len() > 2 && !name.is_ascii()
        || !name.contains(|c: char| c.is_ascii_lowercase()) && name.len() > 1
        || name == "Ufa"
        || name == "Rio"
}

/// The word behind a blank, a line break, a hyphen, or the full stop of a cut word.
fn next_word(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let rest = &text[end..];
    let cut = matches!(&text[start..end], "St" | "Ft" | "Mt" | "Ste" | "ST" | "FT" | "MT") && rest.starts_with('.');
    let rest = if cut { &rest[1..] } else { rest };
    let skipped = match rest.as_bytes().first()? {
        b' ' | b'\n' | b'-' => 1,
        _ => return None,
    };
    let from = text.len() - rest.len() + skipped;
    text[from..].starts_with(char::is_alphanumeric).then(|| word_end(text, from).map(|end| (from, end)))?
}

/// The country whose people the word (or the two words) names.
fn people_of(text: &str, start: usize, end: usize, lexicon: &Lexicon) -> Option<&'static str> {
    let mut buffer = [0u8; 24];
    let word = &text.as_bytes()[start..end];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    let areas = lexicon.areas();
    areas.country_of_demonym(lower).or_else(|| areas.country_of_demonym(lower.strip_suffix('s')?))
}

/// What stands before a name.
fn before(text: &str, start: usize, lexicon: &Lexicon) -> Before {
    let left = &text[..start];
    let Some(trimmed) = left.strip_suffix([' ', '\n']) else { return Before::Other };
    let is_dotted = trimmed.ends_with('.');
    let word_text = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let from = word_text.char_indices().rev().take(40).take_while(|(_, c)| c.is_alphanumeric()).last();
    let Some((from, _)) = from else { return Before::Other };
    let word = &word_text[from..];
    let lower = word.to_lowercase();
    let class = lexicon.words.class(&lower);
    if is_dotted {
        let is_initial = word.len() == 1 && word.starts_with(char::is_uppercase);
        return if class.has(Class::ABBREVIATION_TITLE) || is_initial { Before::Name } else { Before::Other };
    }
    if is_in(PLACE_PREPOSITIONS, &lower) {
        return Before::Preposition;
    }
    let is_name = word.starts_with(char::is_uppercase)
        && word.chars().nth(1).is_some()
        && !is_in(DIRECTIONS, &lower)
        && !class.has(Class(
            Class::STARTER.0
                | Class::PREPOSITION.0
                | Class::DETERMINER.0
                | Class::CONJUNCTION.0
                | Class::CALENDAR.0
                | Class::ADVERB.0,
        ))
        && lexicon.areas().country_of_demonym(&lower).is_none();
    if is_name { Before::Name } else { Before::Other }
}

/// What stands behind a name, with the areas named there.
fn after(text: &str, end: usize, lexicon: &Lexicon) -> (After, Vec<String>) {
    let rest = &text[end..];
    if let Some(rest) = rest.strip_prefix(", ") {
        let areas = areas_at(rest, lexicon);
        return if areas.is_empty() { (After::Other, areas) } else { (After::Area, areas) };
    }
    let Some(rest) = rest.strip_prefix([' ', '\n']) else { return (After::Other, Vec::new()) };
    let word = &rest
        [..rest.char_indices().take(40).find(|(_, c)| !c.is_alphanumeric()).map_or(rest.len().min(40), |(at, _)| at)];
    if !word.starts_with(char::is_uppercase) {
        return (if word == "state" { After::State } else { After::Other }, Vec::new());
    }
    let lower = word.to_lowercase();
    if let Some(cut) = word_end(rest, 0).map(|end| &rest[..end + usize::from(rest[end..].starts_with('.'))])
        && (cut.ends_with('.') || cut.len() == 2)
        && let Some(area) = lexicon.areas().division_of_abbreviation(cut)
        && cut.len() > 1
        && !is_in(PLACE_STAYS, &lower)
    {
        return (After::Area, vec![area.to_owned()]);
    }
    let after = if is_in(NAME_GOES_ON, &lower) {
        After::Title
    } else if is_in(PLACE_STAYS, &lower) || lexicon.words.class(&lower).has(Class::CALENDAR) {
        After::Office
    } else {
        After::Name
    };
    (after, Vec::new())
}

/// The areas that the text names here: "Texas", "N.C.", "Georgia" in both senses.
fn areas_at(text: &str, lexicon: &Lexicon) -> Vec<String> {
    if !text.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let Some(end) = word_end(text, 0) else { return Vec::new() };
    let cut = &text[..end + usize::from(text[end..].starts_with('.'))];
    if let Some(key) = lexicon.areas().division_of_abbreviation(cut).filter(|_| cut.len() > 2 || !cut.ends_with('.')) {
        return vec![key.to_owned()];
    }
    let Some((_, name)) = longest_name(text, 0, end, &mut String::new(), lexicon) else { return Vec::new() };
    let gazetteer = &lexicon.gazetteer;
    name.bearers()
        .filter(|bearer| !gazetteer.kind(bearer.place).is_town())
        .map(|bearer| gazetteer.key(bearer.place).to_owned())
        .collect()
}
