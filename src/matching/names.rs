//! Names of people and places: a name or key of an article comes in, whether it is the one asked for goes out.

use std::borrow::Cow;

use crate::annotation::{Analysis, Dateline};
use crate::lexicon::gazetteer::key_country;
use crate::query::ast::{NameQuery, PlaceQuery};
use crate::text::Span;
use crate::text::name::{Keys, keys};
use crate::text::token::{exact, fold, folded, folded_words, words};

/// Whether all tokens of the query stand in the name.
pub fn is_name(query: &NameQuery, name: &str) -> bool {
    let asked = Asked::all(query);
    let words: Vec<Named> = words(name).map(|span| Named::new(query, span.of(name))).collect();
    if query.adjacent {
        let mut begins = words.windows(asked.len().max(1));
        begins.any(|words| asked.iter().zip(words).all(|(asked, word)| asked.is(word)))
    } else {
        asked.iter().all(|asked| words.iter().any(|word| asked.is(word)))
    }
}

/// The words of a name that are tokens of the query in another spelling, as printed; none where the spelling is exact.
#[must_use]
pub fn other_spellings<'a>(query: &NameQuery, name: &'a str) -> Vec<&'a str> {
    let asked = Asked::all(query);
    let mut found = Vec::new();
    for span in words(name) {
        let word = Named::new(query, span.of(name));
        let is_plain = asked.iter().any(|asked| asked.is_plainly(&word));
        if !is_plain && asked.iter().any(|asked| asked.is(&word)) {
            found.push(word.word);
        }
    }
    found
}

/// Where tokens of the query stand in a text that names the person: neighbours are one span.
pub(super) fn find_tokens(query: &NameQuery, text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut joins = false;
    let asked = Asked::all(query);
    for span in words(text) {
        let word = Named::new(query, span.of(text));
        let is_one = asked.iter().any(|asked| asked.is(&word));
        match spans.last_mut().filter(|_| joins && is_one) {
            Some(last) => *last = last.join(span),
            None if is_one => spans.push(span),
            None => {}
        }
        joins = is_one;
    }
    spans
}

/// A token of a query.
struct Asked<'a> {
    /// The exact term, or the folded one.
    term: Cow<'a, str>,
    /// A letter: it stands for any word that begins with it.
    letter: bool,
    /// None where the spelling is to be exact.
    keys: Keys,
}

impl<'a> Asked<'a> {
    fn all(query: &'a NameQuery) -> Vec<Self> {
        let asked = |token: &'a String| {
            let term = if query.exact { Cow::Borrowed(token.as_str()) } else { Cow::Owned(folded(token)) };
            let letter = is_letter(&term);
            let keys = if query.exact || letter { Keys::default() } else { keys(token) };
            Self { term, letter, keys }
        };
        query.tokens.iter().map(asked).collect()
    }

    /// Whether the word is the token, or begins with it.
    fn is_plainly(&self, word: &Named<'_>) -> bool {
        self.term == word.term || self.letter && word.term.starts_with(&*self.term)
    }

    fn is(&self, word: &Named<'_>) -> bool {
        self.is_plainly(word) || !self.keys.is_empty() && self.keys.meet(&keys(word.word))
    }
}

/// A word of a name.
struct Named<'a> {
    word: &'a str,
    term: String,
}

impl<'a> Named<'a> {
    fn new(query: &NameQuery, word: &'a str) -> Self {
        let mut term = String::new();
        if query.exact {
            exact(word, &mut term);
        } else {
            fold(word, &mut term);
        }
        Self { word, term }
    }
}

fn is_letter(token: &str) -> bool {
    let mut letters = token.chars();
    letters.next().is_some() && letters.next().is_none()
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
    dateline_places(dateline).any(|place| key_country(place).is_some() || !folded_words(place).is_empty())
}

/// Keys and printed names; the printed name of the first place only where no key is known.
fn dateline_places(dateline: &Dateline) -> impl Iterator<Item = &str> {
    let own = dateline.place_id.as_ref().or(dateline.place.as_ref());
    dateline.also.iter().chain(&dateline.country).chain(own).map(String::as_str)
}

fn is_place(query: &PlaceQuery, place: &str) -> bool {
    if key_country(place).is_some() {
        lies_in(query, place)
    } else {
        !query.typed.is_empty() && folded_words(place).join(" ") == query.typed
    }
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
    fn other_spellings_of_a_name_are_found_unless_it_is_exact() {
        for spelling in ["aliyev", "əliyev", "алиев"] {
            assert!(is_name(&name(spelling, false, false), "Rəşad Əliyev"), "{spelling}");
            assert!(is_name(&name(spelling, false, false), "Рашад Алиев"), "{spelling}");
            assert!(!is_name(&name(spelling, false, false), "Rəşad Alişev"), "{spelling}");
        }
        assert!(is_name(&name("rashad aliyev", true, false), "Rəşad Əliyev"));
        assert!(!is_name(&name("Aliyev", false, true), "Rəşad Əliyev"));
        assert_eq!(other_spellings(&name("rəşad aliyev", false, false), "Rəşad Əliyev"), ["Əliyev"]);
        assert!(other_spellings(&name("Əliyev", false, true), "Rəşad Əliyev").is_empty());
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
