//! Words from outside made harmless for terminals, tables and JSON: escape sequences, characters that turn the direction
//! of a line, and formulas do nothing on the other side.

use std::borrow::Cow;
use std::io;

use crate::text::is_unsafe;

/// A text for a terminal: carriage returns, soft hyphens and zero-width characters vanish, all else that [`is_unsafe`] becomes U+FFFD.
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let harmless = text.chars().filter_map(|c| match c {
        '\r' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        c if is_unsafe(c) => Some('\u{fffd}'),
        c => Some(c),
    });
    Cow::Owned(harmless.collect())
}

/// A text for one line of a terminal: as [`terminal`], with runs of white space as one blank.
#[must_use]
pub fn line(text: &str) -> String {
    text.split_whitespace().map(terminal).collect::<Vec<_>>().join(" ")
}

/// A cell of a table that no spreadsheet takes for a formula: an apostrophe goes before `=`, `+`, `-`, `@`, tab and
/// carriage return (OWASP, "CSV injection").
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes JSON in which no [`is_unsafe`] character stands as itself: they are escaped as `\uXXXX`.
#[derive(Clone, Debug, Default)]
pub struct SafeFormatter;

impl serde_json::ser::Formatter for SafeFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[test]
    fn escape_sequences_lose_their_force() {
        assert_eq!(terminal("\u{1b}[31mred\u{1b}[0m"), "\u{fffd}[31mred\u{fffd}[0m");
        assert_eq!(terminal("a\u{202e}b\u{9b}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(terminal("co\u{ad}operate"), "cooperate");
        assert!(matches!(terminal("„plain“ text\nÄÖ"), Cow::Borrowed(_)));
        assert_eq!(line(" one\r\n two\tthree "), "one two three");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(cell("=cmd|'/C calc'!A0"), "'=cmd|'/C calc'!A0");
        assert_eq!(cell("no formula"), "no formula");
    }

    #[test]
    fn json_holds_no_raw_control_characters_and_reads_back() {
        let text = "a\u{9b}31m \u{202e}x \u{e0001} \u{1b} \"q\"";
        let mut out = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, SafeFormatter)).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(!json.chars().any(is_unsafe), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
