//! The line of a shell up to the cursor: its words without their quoting, and how a text must be quoted to stand where the last
//! one stands.

/// The quotation mark that is open where the cursor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Open {
    #[default]
    None,
    Single,
    Double,
}

/// A line up to the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Words before the one at the cursor, of the last command of the line.
    pub(crate) before: Vec<String>,
    /// The word at the cursor, as far as it is typed; empty behind a blank.
    pub(crate) word: String,
    /// The mark that is open in it.
    pub(crate) open: Open,
}

impl Line {
    /// Takes a line apart by the rules that bash, zsh and fish share: blanks, both marks, backslashes; `|`, `;` and `&` end a
    /// command.
    pub(crate) fn parse(line: &str) -> Self {
        let mut found = Self::default();
        let mut has_word = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match (found.open, c) {
                (Open::None, '\'') => (found.open, has_word) = (Open::Single, true),
                (Open::None, '"') => (found.open, has_word) = (Open::Double, true),
                (Open::Single, '\'') | (Open::Double, '"') => found.open = Open::None,
                (Open::None, '\\') => {
                    found.word.extend(chars.next());
                    has_word = true;
                }
                (Open::Double, '\\') if chars.peek().is_some_and(|next| matches!(next, '"' | '\\' | '$' | '`')) => {
                    found.word.extend(chars.next());
                }
                (Open::None, '|' | ';' | '&') => found = Self { open: Open::None, ..Self::default() },
                (Open::None, c) if c.is_whitespace() => {
                    if has_word || !found.word.is_empty() {
                        found.before.push(std::mem::take(&mut found.word));
                    }
                    has_word = false;
                }
                (_, c) => {
                    found.word.push(c);
                    has_word = true;
                }
            }
        }
        found
    }

    /// A continuation of the word as bash wants it: what readline has set apart already is left out, and the rest is quoted
    /// for where it stands. `breaks` are the characters at which readline begins a word. None if it cannot be written.
    pub(crate) fn for_bash(&self, whole: &str, breaks: &str) -> Option<String> {
        match self.open {
            Open::Single => (!whole.contains('\'')).then(|| whole.to_owned()),
            Open::Double => Some(escaped(whole, |c| matches!(c, '"' | '\\' | '$' | '`'))),
            Open::None => {
                let kept = self.word.rfind(|c| matches!(c, ':' | '=') && breaks.contains(c)).map_or(0, |at| at + 1);
                let rest = whole.strip_prefix(&self.word[..kept]).unwrap_or(whole);
                Some(escaped(rest, |c| {
                    !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | '/' | ':' | ',' | '+' | '@' | '%' | '’')
                }))
            }
        }
    }
}

fn escaped(text: &str, needs: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        if needs(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_quoting() {
        let line = Line::parse("ls | onrecord search --in 'new york' \"a \\\"b\" speaker:\\\"Mara\\ L");
        assert_eq!(line.before, ["onrecord", "search", "--in", "new york", "a \"b"]);
        assert_eq!((line.word.as_str(), line.open), ("speaker:\"Mara L", Open::None));
        let line = Line::parse("onrecord search 'trust speaker:\"Ma");
        assert_eq!((line.word.as_str(), line.open), ("trust speaker:\"Ma", Open::Single));
        assert_eq!(Line::parse("onrecord search ").word, "");
    }

    #[test]
    fn bash_gets_what_readline_replaces() {
        let breaks = " \t\n\"'><=;|&(:";
        let bash = |line: &str, whole: &str| Line::parse(line).for_bash(whole, breaks);
        assert_eq!(bash("x speaker:li", "speaker:Lind").as_deref(), Some("Lind"));
        assert_eq!(bash("x speaker:li", "speaker:\"Mara Lind\"").as_deref(), Some("\\\"Mara\\ Lind\\\""));
        assert_eq!(bash("x 'a speaker:li", "a speaker:\"Mara Lind\"").as_deref(), Some("a speaker:\"Mara Lind\""));
        assert_eq!(bash("x \"a speaker:li", "a speaker:\"Mara Lind\"").as_deref(), Some("a speaker:\\\"Mara Lind\\\""));
        assert_eq!(bash("x 'a", "a it's"), None);
        assert_eq!(Line::parse("x speaker:li").for_bash("speaker:Lind", " ").as_deref(), Some("speaker:Lind"));
    }
}
