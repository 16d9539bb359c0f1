//! Reads the parts of a dateline one after the other: names, names in brackets, the dash at its end. Nothing is looked up.

/// A place in a line, from which parts are read.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    /// The line.
    pub(super) line: &'a str,
    /// The next byte.
    pub(super) at: usize,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `NEW YORK`
    Capitals,
    /// `New York`
    Title,
}

/// What ends a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A dash of any length.
    Dash,
    /// A full stop.
    Stop,
    /// A colon.
    Colon,
    /// The end of its line.
    Line,
    /// Nothing: the text follows.
    Open,
}

/// Words that stand in small letters inside a name in capitals or in title case.
const SMALL: [&str; 22] = [
    "de", "del", "da", "do", "dos", "di", "du", "la", "le", "les", "los", "of", "the", "on", "upon", "au", "aux",
    "sur", "am", "an", "al", "el",
];

/// Words that are cut and bear a full stop inside a name.
const CUT: [&str; 7] = ["ST", "STE", "FT", "MT", "PT", "STS", "MTS"];

/// Most words of a name.
const MAX_WORDS: usize = 6;

impl<'a> Scan<'a> {
    /// What is left of the line.
    pub(super) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// The next character.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips blanks.
    pub(super) fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\t']).len();
    }

    /// Takes the character if it is the next one.
    pub(super) fn take(&mut self, c: char) -> bool {
        let is_next = self.next() == Some(c);
        self.at += if is_next { c.len_utf8() } else { 0 };
        is_next
    }

    /// Takes a name, in capitals or in title case as its first word is; its last word ends it. Nothing is taken where there
    /// is no name.
    pub(super) fn name(&mut self) -> Option<(&'a str, Case)> {
        let start = self.at;
        let (mut end, mut case) = (start, None);
        for _ in 0..MAX_WORDS {
            let word = self.word();
            if word == "AND" && case.is_some() {
                // a second place, or "Trinidad and Tobago", which is no town
                break;
            }
            if SMALL.contains(&word) && case.is_some() {
                self.at += word.len();
            } else {
                let found = case_of(word).filter(|found| case.is_none_or(|case| case == *found));
                if found.is_none() {
                    break;
                }
                case = case.or(found);
                self.at += word.len();
                end = self.at;
            }
            if self.next() != Some(' ') {
                break;
            }
            self.at += 1;
        }
        self.at = end;
        Some((&self.line[start..end], case?))
    }

    /// The next word: letters with apostrophes, hyphens between letters, and the full stops of cut words and initials.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        let mut end = 0;
        let mut before = None;
        for (at, c) in rest.char_indices() {
            let after = rest[at + c.len_utf8()..].chars().next();
            let letter_before = before.is_some_and(char::is_alphabetic);
            let is_part = c.is_alphabetic()
                || is_mark(c)
                || matches!(c, '\'' | '’' | '‘' | '`') && (letter_before || after.is_some_and(char::is_alphabetic))
                || c == '-' && letter_before && after.is_some_and(char::is_alphabetic)
                || c == '.' && is_cut(&rest[..at]);
            if !is_part {
                break;
            }
            end = at + c.len_utf8();
            before = Some(c);
        }
        &rest[..end]
    }

    /// Takes what stands in round brackets, if it is short.
    pub(super) fn bracketed(&mut self) -> Option<&'a str> {
        let inner = self.rest().strip_prefix('(')?;
        let end = inner.find([')', '(', '\n']).filter(|end| *end <= 64 && inner[*end..].starts_with(')'))?;
        self.at += end + 2;
        Some(inner[..end].trim())
    }

    /// Takes what ends a dateline here. A hyphen counts only before a blank.
    pub(super) fn ending(&mut self) -> Ending {
        self.blanks();
        let rest = self.rest();
        let dashes = rest.len() - rest.trim_start_matches(['-', '–', '—', '―', '−', '_', '‒']).len();
        let after = rest[dashes..].chars().next();
        if dashes > 0 && (rest[..dashes] != *"-" || after.is_none_or(|c| !c.is_alphanumeric())) {
            self.at += dashes;
            return Ending::Dash;
        }
        match rest.chars().next() {
            None | Some('\n' | '\r') => Ending::Line,
            Some('.') => {
                self.at += 1;
                // "July 5.-", "(AP). -"
                let mut further = *self;
                if further.ending() == Ending::Dash {
                    *self = further;
                    return Ending::Dash;
                }
                Ending::Stop
            }
            Some(':') => {
                self.at += 1;
                Ending::Colon
            }
            _ => Ending::Open,
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a full stop behind these letters belongs to them: `ST`, `D`, `D.C`.
fn is_cut(before: &str) -> bool {
    CUT.contains(&before.to_uppercase().as_str())
        || before.split('.').all(|part| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn case_of(word: &str) -> Option<Case> {
    let first = word.chars().find(|c| c.is_alphabetic())?;
    if !first.is_uppercase() {
        return None;
    }
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    let has_small_prefix = ["Mc", "Mac", "De", "La", "Le", "Di", "Van"].iter().any(|prefix| {
        word.strip_prefix(prefix).is_some_and(|rest| rest.len() > 1 && !rest.contains(char::is_lowercase))
    });
    if lower == 0 && (upper > 1 || word.ends_with('.')) || has_small_prefix {
        Some(Case::Capitals)
    } else if lower > 0 {
        Some(Case::Title)
    } else {
        None
    }
}
