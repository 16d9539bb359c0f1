//! How text looks on a terminal: roles and their colours, marks around matches, lines broken to a width. Meaning never
//! hangs on colour: without it, matches stand in square brackets.

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::sanitize;
use crate::text::Span;

/// What a piece of text is; colours hang on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A matched word.
    Match,
    /// A headline, or the name of a thing.
    Title,
    /// Who speaks.
    Speaker,
    /// Numbers, dates, ids: beside the point.
    Dim,
    /// An error.
    Error,
    /// A warning or a note.
    Note,
    /// What to do.
    Hint,
}

/// What the place of output can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours are written.
    pub colour: bool,
    /// Columns of a line, at least 20.
    pub width: usize,
    /// Whether signs beside the text are to be ASCII, as [`in_ascii`] writes them.
    pub ascii: bool,
}

impl Look {
    /// Plain text, 80 columns.
    pub const PLAIN: Self = Self { colour: false, width: 80, ascii: false };

    /// The text in the colours of its role. The text must be harmless already.
    #[must_use]
    pub fn paint(&self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let style = style(role);
        format!("{style}{text}{style:#}")
    }

    /// A text from outside on one line, its marked stretches (bytes of `text`, sorted, apart) shown as matches.
    #[must_use]
    pub fn marked(&self, text: &str, marks: &[Span]) -> String {
        let mut out = String::with_capacity(text.len() + 8 * marks.len());
        let mut done = 0;
        for mark in marks {
            let (Some(before), Some(inside)) = (text.get(done..mark.start as usize), mark.get(text)) else { continue };
            push_blanks_folded(&mut out, before);
            let inside = sanitize::line(inside);
            if self.colour {
                // every word by itself, so that breaking the line cannot tear a colour
                let words: Vec<String> = inside.split(' ').map(|word| self.paint(Role::Match, word)).collect();
                out.push_str(&words.join(" "));
            } else {
                out.push_str(&format!("[{inside}]"));
            }
            done = mark.end as usize;
        }
        push_blanks_folded(&mut out, text.get(done..).unwrap_or(""));
        out
    }

    /// Breaks a text at blanks so that each line, with `indent` blanks before it, fits the width where it can.
    #[must_use]
    pub fn wrapped(&self, text: &str, indent: usize) -> String {
        let room = self.width.saturating_sub(indent).max(20);
        let mut out = " ".repeat(indent);
        let mut used = 0;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let wide = visible_width(word);
            if used > 0 && used + 1 + wide > room {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += wide;
        }
        out
    }
}

/// A text cut to so many columns, with an ellipsis where something was cut.
#[must_use]
pub fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// A text whose marks and drawn signs are ASCII; letters stay what they are.
#[must_use]
pub fn in_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '·' | '–' | '—' | '‑' | '−' | '•' => out.push('-'),
            '…' => out.push_str("..."),
            '“' | '”' | '„' | '‟' | '«' | '»' => out.push('"'),
            '‘' | '’' | '‚' | '‛' | '‹' | '›' => out.push('\''),
            '→' => out.push_str("->"),
            '│' => out.push('|'),
            '¶' => out.push('p'),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => out.push(' '),
            // heights: lowest to highest
            '▁'..='█' => out.push(char::from(b'1' + (c as u32 - '▁' as u32) as u8)),
            c => out.push(c),
        }
    }
    out
}

/// Columns that a text takes on a terminal, colours apart.
#[must_use]
pub fn visible_width(text: &str) -> usize {
    let mut width = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            width += c.width().unwrap_or(0);
        }
    }
    width
}

fn push_blanks_folded(out: &mut String, text: &str) {
    let harmless = sanitize::terminal(text);
    let mut blank = out.ends_with(' ') || out.is_empty();
    for c in harmless.chars() {
        if c.is_whitespace() {
            if !blank {
                out.push(' ');
            }
            blank = true;
        } else {
            out.push(c);
            blank = false;
        }
    }
}

fn style(role: Role) -> Style {
    match role {
        Role::Match => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        Role::Title => Style::new().bold(),
        Role::Speaker => Style::new().fg_color(Some(AnsiColor::Cyan.into())),
        Role::Dim => Style::new().dimmed(),
        Role::Error => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
        Role::Note => Style::new().fg_color(Some(AnsiColor::Magenta.into())),
        Role::Hint => Style::new().fg_color(Some(AnsiColor::Green.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOUR: Look = Look { colour: true, width: 40, ascii: false };

    #[test]
    fn matches_stand_in_brackets_without_colour() {
        assert_eq!(
            Look::PLAIN.marked("the  political\nwill of all", &[Span::new(5, 19)]),
            "the [political will] of all"
        );
        assert!(COLOUR.marked("the political will", &[Span::new(4, 18)]).contains("\u{1b}["));
    }

    #[test]
    fn marks_that_do_not_fit_the_text_are_left_out() {
        assert_eq!(Look::PLAIN.marked("čeština", &[Span::new(1, 3), Span::new(50, 60)]), "čeština");
    }

    #[test]
    fn lines_break_at_blanks_and_colours_take_no_room() {
        let text = COLOUR.marked("one two three four five six seven eight nine", &[Span::new(4, 18)]);
        for line in COLOUR.wrapped(&text, 2).lines() {
            assert!(visible_width(line) <= 40, "{line}");
            assert!(line.starts_with("  "));
        }
    }

    #[test]
    fn signs_become_ascii_and_letters_stay() {
        assert_eq!(in_ascii("“a” · b… — ¶3 ▁▃█ é"), "\"a\" - b... - p3 138 é");
    }

    #[test]
    fn a_long_text_is_cut_by_columns() {
        assert_eq!(shortened("abcdef", 4), "abc…");
        assert_eq!(shortened("日本語", 4), "日…");
        assert_eq!(shortened("abc", 4), "abc");
    }
}
