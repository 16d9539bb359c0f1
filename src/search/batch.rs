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
    /// The query; none where the line is not UTF-8.
    pub query: Option<String>,
}

/// The queries of a list. Blank lines and lines that begin with `#` are passed over. `Greens: green* party` gives the query
/// `green* party` a name; a field's name before the colon is a field of the query.
#[must_use]
pub fn parse(list: &[u8]) -> Vec<Named> {
    let list = list.strip_prefix("\u{feff}".as_bytes()).unwrap_or(list);
    let lines = list.split(|byte| *byte == b'\n').enumerate().map(|(at, line)| (at + 1, line.trim_ascii()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with(b"#"));
    lines.filter_map(|(at, line)| read(at, line)).collect()
}

/// A line; nothing if it is blank.
fn read(line: usize, bytes: &[u8]) -> Option<Named> {
    match std::str::from_utf8(bytes).map(str::trim) {
        Ok("") => None,
        Ok(text) => Some(named(line, text)),
        Err(_) => Some(Named { line, name: String::from_utf8_lossy(bytes).trim().to_owned(), query: None }),
    }
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
        Some((name, query)) => Named { line, name: name.trim().to_owned(), query: Some(query.trim().to_owned()) },
        None => Named { line, name: text.to_owned(), query: Some(text.to_owned()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_fields() {
        let text = "\u{feff}# parties\n\nGreens: green* party\r\nspeaker:lind tax\nspeaker: lind\n\"a: b\" c\n\u{a0}\n";
        let list = parse(text.as_bytes());
        let read: Vec<(usize, &str, &str)> =
            list.iter().map(|named| (named.line, named.name.as_str(), named.query.as_deref().unwrap())).collect();
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

    #[test]
    fn a_line_that_is_no_utf_8_stands_for_itself_alone() {
        let list = parse(b"# caf\xe9\ntax\ncaf\xe9: levy\nlevy");
        let read: Vec<(usize, Option<&str>)> = list.iter().map(|named| (named.line, named.query.as_deref())).collect();
        assert_eq!(read, [(2, Some("tax")), (3, None), (4, Some("levy"))]);
        assert_eq!(list[1].name, "caf\u{fffd}: levy");
    }
}
