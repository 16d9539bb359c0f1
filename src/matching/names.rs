//! Names of people and places: a name or key of an article comes in, whether it is the one asked for goes out.

use crate::annotation::{Analysis, Dateline};
use crate::query::ast::{NameQuery, PlaceQuery};
use crate::text::Span;
use crate::text::token::{exact, fold, folded_words, words};

/// Whether all tokens of the query stand in the name.
pub fn is_name(query: &NameQuery, name: &str) -> bool {
    let terms: Vec<String> = terms(query, name).into_iter().map(|(_, term)| term).collect();
    if query.adjacent {
        let begins = terms.windows(query.tokens.len().max(1));
        begins.into_iter().any(|terms| query.tokens.iter().zip(terms).all(|(token, term)| is_token(token, term)))
    } else {
        query.tokens.iter().all(|token| terms.iter().any(|term| is_token(token, term)))
    }
}

/// Where tokens of the query stand in a text that names the person: neighbours are one span.
pub(super) fn find_tokens(query: &NameQuery, text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut joins = false;
    for (span, term) in terms(query, text) {
        let is_one = query.tokens.iter().any(|token| is_token(token, &term));
        match spans.last_mut().filter(|_| joins && is_one) {
            Some(last) => *last = last.join(span),
            None if is_one => spans.push(span),
            None => {}
        }
        joins = is_one;
    }
    spans
}

fn terms(query: &NameQuery, name: &str) -> Vec<(Span, String)> {
    let term = |span: Span| {
        let mut term = String::new();
        let word = span.of(name);
        if query.exact {
            exact(word, &mut term)
        } else {
            fold(word, &mut term)
        }
        (span, term)
    };
    words(name).map(term).collect()
}

/// A token of one letter matches any that begins with it.
fn is_token(token: &str, term: &str) -> bool {
    let mut letters = token.chars();
    let is_initial = letters.next().is_some() && letters.next().is_none();
    term == token || is_initial && term.starts_with(token)
}

/// Whether a place of the dateline is the one asked for, or lies in it.
pub(super) fn is_filed_in(query: &PlaceQuery, analysis: &Analysis) -> bool {
    analysis.dateline.as_ref().is_some_and(|dateline| dateline_places(dateline).any(|place| is_place(query, place)))
}

/// Whether a place with this gazetteer key is the one asked for, or lies in it.
pub(super) fn lies_in(query: &PlaceQuery, key: &str) -> bool {
    query
        .ids
        .iter()
        .any(|id| key.strip_prefix(id.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Whether the dateline names any place.
pub(super) fn names_a_place(dateline: &Dateline) -> bool {
    dateline_places(dateline).any(|place| is_key(place) || !folded_words(place).is_empty())
}

/// Keys and printed names; the printed name of the first place only where no key is known.
fn dateline_places(dateline: &Dateline) -> impl Iterator<Item = &str> {
    let own = dateline.place_id.as_ref().or(dateline.place.as_ref());
    dateline.also.iter().chain(&dateline.country).chain(own).map(String::as_str)
}

fn is_place(query: &PlaceQuery, place: &str) -> bool {
    if is_key(place) {
        lies_in(query, place)
    } else {
        !query.typed.is_empty() && folded_words(place).join(" ") == query.typed
    }
}

fn is_key(place: &str) -> bool {
    let country = place.split('/').next().unwrap_or("");
    country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(tokens: &str, adjacent: bool, exact: bool) -> NameQuery {
        NameQuery { tokens: tokens.split(' ').map(str::to_owned).collect(), adjacent, exact }
    }

    #[test]
    fn all_tokens_stand_in_one_name_whole_and_in_any_order() {
        assert!(is_name(&name("lind mara", false, false), "Mara Elise Lind"));
        assert!(!is_name(&name("lin", false, false), "Mara Lind"));
        assert!(!is_name(&name("mara lind", true, false), "Mara Elise Lind"));
        assert!(is_name(&name("elise lind", true, false), "Mara Elise Lind"));
        assert!(is_name(&name("m lind", false, false), "Mara Lind"));
        assert!(!is_name(&name("a lind", true, false), "Mara Lind"));
        assert!(is_name(&name("odegard", false, false), "Tor Ødegård"));
        assert!(!is_name(&name("Odegard", false, true), "Tor Ødegård"));
        assert!(is_name(&name("Ødegård", false, true), "Tor Ødegård"));
    }

    #[test]
    fn tokens_of_a_name_are_marked_as_one() {
        let text = "President Mara Lind's aide, Lind";
        let spans = find_tokens(&name("mara lind", false, false), text);
        assert_eq!(spans.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["Mara Lind's", "Lind"]);
    }

    #[test]
    fn a_place_lies_in_its_ancestors_and_no_other_prefix() {
        let query = PlaceQuery { typed: "texas".into(), ids: vec!["US/Tex".into(), "AZ".into()] };
        assert!(!lies_in(&query, "US/Texas/Austin"));
        assert!(lies_in(&query, "AZ/Baku") && lies_in(&query, "AZ"));
    }
}
