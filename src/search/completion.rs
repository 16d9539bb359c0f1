//! What can be typed next: the last part of an unfinished query comes in, the names of fields, the values of this index and the
//! named queries that may stand there go out.

use std::collections::BTreeSet;

use super::top::place_name;
use crate::engine::{Engine, EngineError, Facet, FacetRequest};
use crate::field::{FIELDS, Field, Matching};
use crate::query::ast::Query;
use crate::query::named::{FIELD as NAMED, Names};
use crate::text::token::folded_words;

/// Values of the index that are compared, the commonest.
const MAX_COMPARED: usize = 50_000;

/// Values that are offered.
const MAX_OFFERED: usize = 60;

/// The whole texts into which an unfinished query may be continued, the commonest value first. Empty where nothing is known.
///
/// # Errors
/// When the index cannot be read.
pub fn queries(engine: Option<&dyn Engine>, names: &Names, text: &str) -> Result<Vec<String>, EngineError> {
    let start = last_token(text);
    let (before, token) = text.split_at(start);
    let minus = if token.starts_with('-') { "-" } else { "" };
    let token = &token[minus.len()..];
    let Some((field, value)) = token.split_once(':') else {
        let known = FIELDS.iter().map(|spec| spec.name).chain([NAMED]);
        let fits = known.filter(|name| !token.is_empty() && name.starts_with(&token.to_lowercase()));
        return Ok(fits.map(|name| format!("{before}{minus}{name}:")).collect());
    };
    if field.eq_ignore_ascii_case(NAMED) {
        let fits = names.iter().filter(|(name, _)| name.starts_with(&value.to_lowercase()));
        return Ok(fits.map(|(name, _)| format!("{before}{minus}{field}:{name}")).collect());
    }
    let Some(spec) = Field::named(field) else { return Ok(Vec::new()) };
    let found = values(engine, spec, value.trim_start_matches('"'))?;
    let is_plain = |value: &str| value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '’'));
    let quoted = |value: String| if is_plain(&value) { value } else { format!("\"{value}\"") };
    Ok(found.into_iter().map(|value| format!("{before}{minus}{field}:{}", quoted(value))).collect())
}

/// The values of a field that begin as what was typed, or one of whose words does; the commonest first.
///
/// # Errors
/// When the index cannot be read.
pub fn values(engine: Option<&dyn Engine>, field: Field, typed: &str) -> Result<Vec<String>, EngineError> {
    if let Matching::Choice(choices) = field.spec().matching {
        let fits = choices.iter().filter(|choice| choice.starts_with(&typed.to_lowercase()));
        return Ok(fits.map(|choice| (*choice).to_owned()).collect());
    }
    let (Some(engine), Some(facet)) = (engine, facet(field)) else { return Ok(Vec::new()) };
    let counts = engine.facet(&FacetRequest { query: Query::All, facet, limit: MAX_COMPARED })?.counts;
    let typed = folded_words(typed).join(" ");
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for count in counts {
        let value = if matches!(facet, Facet::In | Facet::Place) { place_name(&count.value) } else { count.value };
        // marks and line breaks have no place in a word of a shell; an apostrophe of any shape is the same to a query
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "’");
        let is_safe = !value.chars().any(|c| c.is_control() || crate::text::is_unsafe(c) || c == '"');
        if is_safe && begins(&value, &typed) && seen.insert(folded_words(&value)) {
            found.push(value);
            if found.len() == MAX_OFFERED {
                break;
            }
        }
    }
    Ok(found)
}

/// Whether a value, or its rest from one of its words on, begins as what was typed.
fn begins(value: &str, typed: &str) -> bool {
    let words = folded_words(value);
    typed.is_empty() || (0..words.len()).any(|from| words[from..].join(" ").starts_with(typed))
}

/// The count of values that belongs to a field.
#[must_use]
pub fn facet(field: Field) -> Option<Facet> {
    Some(match field {
        Field::Speaker | Field::Via => Facet::Speaker,
        Field::Person | Field::About => Facet::Person,
        Field::In => Facet::In,
        Field::Place => Facet::Place,
        Field::Outlet => Facet::Outlet,
        Field::Section => Facet::Section,
        Field::Lang => Facet::Language,
        _ => return None,
    })
}

/// Where the last token of a query begins: behind a blank or an opening bracket outside of quotation marks.
fn last_token(text: &str) -> usize {
    let mut start = 0;
    let mut is_open = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_open = !is_open,
            '(' | '{' | ')' | '}' if !is_open => start = at + 1,
            c if c.is_whitespace() && !is_open => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> Vec<String> {
        let mut names = Names::default();
        names.define("eu", "EU").unwrap();
        names.define("trade", "tariff*").unwrap();
        queries(None, &names, text).unwrap()
    }

    #[test]
    fn fields_choices_and_names_need_no_index() {
        assert_eq!(offered("trust spe"), ["trust speaker:"]);
        assert_eq!(offered("(a OR -kin"), ["(a OR -kind:"]);
        assert_eq!(offered("kind:"), ["kind:direct", "kind:indirect", "kind:mixed"]);
        assert_eq!(offered("x -conf:h"), ["x -conf:high"]);
        assert_eq!(offered("query:T"), ["query:trade"]);
        assert_eq!(offered("speaker:li"), [""; 0]);
        assert_eq!(offered(""), [""; 0]);
        assert_eq!(offered("nobody:x"), [""; 0]);
    }

    #[test]
    fn a_token_may_hold_blanks_in_marks() {
        assert_eq!(&"a speaker:\"Mara L"[last_token("a speaker:\"Mara L")..], "speaker:\"Mara L");
        assert_eq!(&"a \"b c\" d"[last_token("a \"b c\" d")..], "d");
    }

    #[test]
    fn a_name_begins_with_any_of_its_words() {
        assert!(begins("Mara Lind", "li") && begins("Mara Lind", "mara l") && begins("Əliyev", "eliy"));
        assert!(!begins("Mara Lind", "ind") && !begins("Mara Lind", "lind m"));
    }
}
