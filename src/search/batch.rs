//! Many queries at once: a list, one a line, each with or without a name. What comes in is the text of the list; nothing is
//! asked here.

use crate::field::Field;

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Number of the line, from 1.
    pub line: usize,
    /// The name before the colon; the query itself where there is none.
    pub name: String,
    /// The query.
    pub query: String,
}

/// The queries of a list. Blank lines and lines that begin with `#` are passed over. `Greens: green* party` gives the query
/// `green* party` a name; a field's name before the colon is a field of the query.
#[must_use]
pub fn parse(list: &str) -> Vec<Named> {
    let list = list.strip_prefix('\u{feff}').unwrap_or(list);
    let lines = list.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(line, text)| named(line, text)).collect()
}

fn named(line: usize, text: &str) -> Named {
    let split = text.split_once(':').filter(|(name, query)| {
        let is_name = !name.trim().is_empty() && name.chars().all(|c| c.is_alphanumeric() || " -_./&'’".contains(c));
        is_name
            && query.starts_with(char::is_whitespace)
            && !query.trim().is_empty()
            && Field::named(name.trim()).is_none()
    });
    match split {
        Some((name, query)) => Named { line, name: name.trim().to_owned(), query: query.trim().to_owned() },
        None => Named { line, name: text.to_owned(), query: text.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_fields() {
        let list = parse("\u{feff}# parties\n\nGreens: green* party\nspeaker:lind tax\nspeaker: lind\n\"a: b\" c\n");
        let read: Vec<(usize, &str, &str)> =
            list.iter().map(|named| (named.line, named.name.as_str(), named.query.as_str())).collect();
        assert_eq!(
            read,
            [
                (3, "Greens", "green* party"),
                (4, "speaker:lind tax", "speaker:lind tax"),
                (5, "speaker: lind", "speaker: lind"),
                (6, "\"a: b\" c", "\"a: b\" c"),
            ]
        );
    }
}
