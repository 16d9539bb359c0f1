//! Characters inside words that steer terminals and lines: controls, escape sequences and marks of direction. They are no
//! letters and hide in what looks like one word; left there, they would part it, and cut a name in two. What stands between
//! words stays: it parts nothing, and is made harmless where it is printed.

use std::borrow::Cow;

use crate::text::is_unsafe;

/// The text with its words whole; borrowed if nothing was taken out.
pub(super) fn whole_words(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(next) = text.as_bytes()[at..].iter().position(|byte| may_steer(*byte)) {
        at += next;
        let end = at + steering(&text[at..]);
        let (before, behind) = (text[..at].chars().next_back(), text[end..].chars().next());
        if end > at && [before, behind].iter().all(|c| c.is_some_and(char::is_alphanumeric)) {
            out.push_str(&text[kept..at]);
            kept = end;
        }
        at = if end > at { end } else { at + behind.map_or(1, char::len_utf8) };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// Whether a character that steers may begin with the byte.
fn may_steer(byte: u8) -> bool {
    (byte < 0x20 && !byte.is_ascii_whitespace()) || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3)
}

/// How many bytes at the beginning steer.
fn steering(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next().filter(|c| is_steering(*c)) {
        at += c.len_utf8();
        // ESC [ 3 1 m: parameters, and a letter that ends them (ECMA-48, 5.4)
        let sequence = match c {
            '\u{1b}' => text[at..].strip_prefix('['),
            '\u{9b}' => Some(&text[at..]),
            _ => None,
        };
        if let Some(inner) = sequence {
            let parameters = inner.bytes().take_while(|byte| (0x20..=0x3f).contains(byte)).count();
            if inner.as_bytes().get(parameters).is_some_and(|byte| (0x40..=0x7e).contains(byte)) {
                at = text.len() - inner.len() + parameters + 1;
            }
        }
    }
    at
}

/// White space parts words by right; soft hyphens and joiners are known to the rule of words.
fn is_steering(c: char) -> bool {
    let is_known = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    is_unsafe(c) && !c.is_whitespace() && !is_known && c != '\0'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_steering_characters_inside_is_whole_and_all_else_stays() {
        for (text, whole) in [
            ("Gar\u{202e}ayev said", "Garayev said"),
            ("Gar\u{1b}[31;1mayev said", "Garayev said"),
            ("Gar\u{8}\u{200f}\u{9b}0mayev", "Garayev"),
            ("Gar\u{1b}ayev", "Garayev"),
            ("\u{202a}Garayev\u{202c} said \u{1b}[0m so\u{202e}", "\u{202a}Garayev\u{202c} said \u{1b}[0m so\u{202e}"),
            (
                "co\u{ad}operate a\u{b}b one\r\ntwo می\u{200c}خواهم",
                "co\u{ad}operate a\u{b}b one\r\ntwo می\u{200c}خواهم",
            ),
            ("", ""),
        ] {
            assert_eq!(whole_words(text), whole);
            assert_eq!(matches!(whole_words(text), Cow::Borrowed(_)), text == whole, "{text:?}");
        }
    }
    #[test]
    fn every_character_that_steers_begins_with_a_byte_that_may() {
        for c in ('\0'..=char::MAX).filter(|c| is_steering(*c)) {
            assert!(may_steer(c.to_string().as_bytes()[0]), "{c:?}");
        }
    }
}
