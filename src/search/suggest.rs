//! What is worth asking of an index: queries that find something in just these articles, and the nearest of its own words
//! to a word that was mistyped.

use crate::engine::{Engine, EngineError, Facet, FacetRequest};
use crate::query::ast::Query;
use crate::text::token::folded_words;

/// Values of the index that are compared with a mistyped one.
const MAX_COMPARED: usize = 50_000;

/// Two commands that find something: what the most quoted person said, and what was filed from the commonest place.
///
/// # Errors
/// When the index cannot be read.
pub fn examples(engine: &dyn Engine) -> Result<Vec<String>, EngineError> {
    let common = |facet, limit| engine.facet(&FacetRequest { query: Query::All, facet, limit });
    let mut examples = Vec::new();
    if let Some(speaker) = common(Facet::Speaker, 1)?.counts.first() {
        examples.push(format!("quotes 'speaker:{}'", in_query(&speaker.value)));
    }
    let places = common(Facet::In, 100)?.counts;
    let holds_others = |place: &str| places.iter().any(|other| other.value.starts_with(&format!("{place}/")));
    let town = places.iter().find(|place| place.value.contains('/') && !holds_others(&place.value));
    if let Some(name) = town.and_then(|town| town.value.rsplit('/').next()) {
        examples.push(format!("search 'in:{} has:quote'", in_query(name)));
    }
    Ok(examples)
}

/// The values of a facet that are nearest to what was typed, folded and compared as wholes or by one of their words; none
/// where nothing is near.
///
/// # Errors
/// When the index cannot be read.
pub fn nearest(engine: &dyn Engine, facet: Facet, typed: &str, limit: usize) -> Result<Vec<String>, EngineError> {
    let typed = folded_words(typed).join(" ");
    if typed.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let facets = engine.facet(&FacetRequest { query: Query::All, facet, limit: MAX_COMPARED })?;
    let mut near: Vec<(f64, u64, String)> = facets
        .counts
        .into_iter()
        .filter_map(|count| {
            let name = count.value.rsplit('/').next().unwrap_or("").trim_start_matches('=').to_owned();
            let likeness = likeness(&typed, &folded_words(&name));
            (likeness >= LEAST_LIKENESS).then_some((likeness, count.count, name))
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut names: Vec<String> = Vec::new();
    for (_, _, name) in near {
        // of a name in two cases the one in small letters is shown
        match names.iter().position(|known| folded_words(known) == folded_words(&name)) {
            Some(at) if !names[at].contains(char::is_lowercase) => names[at] = name,
            None if names.len() < limit => names.push(name),
            _ => {}
        }
    }
    Ok(names)
}

/// Jaro-Winkler likeness from which a name is suggested.
const LEAST_LIKENESS: f64 = 0.85;

/// Likeness of what was typed to a name or to the nearest of its words, 0 to 1. What is equal was not mistyped.
fn likeness(typed: &str, words: &[String]) -> f64 {
    let whole = words.join(" ");
    words
        .iter()
        .map(String::as_str)
        .chain(std::iter::once(whole.as_str()))
        .map(|word| strsim::jaro_winkler(typed, word))
        .fold(0.0, f64::max)
}

/// A value as it stands in a query.
pub(super) fn in_query(value: &str) -> String {
    let plain = value.chars().all(char::is_alphanumeric);
    let value = value.replace(['"', '\''], " ");
    if plain { value.to_lowercase() } else { format!("\"{}\"", value.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_name_is_enough_to_be_near() {
        let words = ["mara".to_owned(), "lind".to_owned()];
        assert!(likeness("lindt", &words) > 0.9);
        assert!(likeness("mara lint", &words) > 0.9);
        assert!(likeness("qarayev", &words) < LEAST_LIKENESS);
    }

    #[test]
    fn values_stand_in_queries_as_they_must() {
        assert_eq!(in_query("Baku"), "baku");
        assert_eq!(in_query("Mara Lind"), "\"Mara Lind\"");
        assert_eq!(in_query("N'Djamena"), "\"N Djamena\"");
    }
}
