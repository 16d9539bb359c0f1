//! Who speaks in what is found: a query comes in, speakers with their counts go out. Spellings of one name, as
//! `text::name` knows them, are one speaker; a surname alone is never joined with a full name.

use std::collections::BTreeMap;

use crate::engine::{Engine, EngineError, Facet, Tally, TallyRequest};
use crate::query::ast::{Query, Unit};
use crate::text::name::keys;
use crate::text::token::folded_words;

/// Who speaks, and how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speakers {
    /// The commonest first, ties by name.
    pub list: Vec<Speaker>,
    /// Quotations of unknown speakers.
    pub unknown: Tally,
    /// All quotations that satisfy the query.
    pub quotes: u64,
}

/// One speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The commonest spelling.
    pub name: String,
    /// Other spellings, as the articles have them, the commonest first.
    pub spellings: Vec<String>,
    /// Quotations.
    pub quotes: u64,
    /// Articles they stand in.
    pub articles: u64,
    /// Words of the quotations.
    pub words: u64,
}

/// Counts the speakers of the quotations that satisfy the query.
///
/// # Errors
/// As [`Engine::search`].
pub fn speakers(engine: &dyn Engine, query: &Query) -> Result<Speakers, EngineError> {
    let request = TallyRequest::new(query.clone(), Unit::Quote).by(Facet::Speaker);
    let first = engine.tally(&request)?;
    let aliases = aliases(&first);
    let sums =
        if aliases.is_empty() { first } else { engine.tally(&TallyRequest { aliases: aliases.clone(), ..request })? };
    let mut found = Speakers { quotes: sums.iter().map(|sum| sum.count).sum(), ..Speakers::default() };
    let mut spellings: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (alias, head) in &aliases {
        spellings.entry(head).or_default().push(alias.clone());
    }
    for sum in sums {
        let Some(name) = sum.value.clone() else {
            found.unknown = sum;
            continue;
        };
        let spellings = spellings.remove(name.as_str()).unwrap_or_default();
        let (quotes, articles, words) = (sum.count, sum.articles, sum.words);
        found.list.push(Speaker { name, spellings, quotes, articles, words });
    }
    found.list.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    Ok(found)
}

/// Each name that is another spelling of a commoner one, with that one.
fn aliases(sums: &[Tally]) -> BTreeMap<String, String> {
    let mut names: Vec<(u64, &str)> =
        sums.iter().filter_map(|sum| sum.value.as_deref().map(|name| (sum.count, name))).collect();
    names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut heads: Vec<Name<'_>> = Vec::new();
    // heads by what every spelling of a name must share: the number of its words and a key of the last
    let mut places: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut aliases = BTreeMap::new();
    for (_, printed) in names {
        let name = Name::new(printed);
        let keys = name.keys_of_last();
        let near = keys.iter().filter_map(|key| places.get(&(name.words.len(), key.clone()))).flatten();
        match near.map(|at| &heads[*at]).find(|head| name.is_spelling_of(head)) {
            Some(head) => {
                aliases.insert(printed.to_owned(), head.printed.to_owned());
            }
            None => {
                for key in keys {
                    places.entry((name.words.len(), key)).or_default().push(heads.len());
                }
                heads.push(name);
            }
        }
    }
    aliases
}

/// A name and its folded words.
struct Name<'a> {
    printed: &'a str,
    words: Vec<String>,
    plain: Vec<&'a str>,
}

impl<'a> Name<'a> {
    fn new(printed: &'a str) -> Self {
        let spans = crate::text::token::words(printed);
        let plain: Vec<&str> =
            spans.map(|span| span.of(printed)).filter(|word| !folded_words(word).is_empty()).collect();
        Self { printed, words: folded_words(printed), plain }
    }

    fn keys_of_last(&self) -> Vec<String> {
        let folded = self.words.last().map(|word| format!("={word}"));
        let keys = self.plain.last().map(|word| keys(word));
        folded.into_iter().chain(keys.iter().flat_map(|keys| keys.iter().map(str::to_owned))).collect()
    }

    fn is_spelling_of(&self, other: &Name<'_>) -> bool {
        self.words.len() == other.words.len()
            && !self.words.is_empty()
            && self.words.iter().zip(&other.words).enumerate().all(|(at, (own, its))| {
                let meet = || match (self.plain.get(at), other.plain.get(at)) {
                    (Some(own), Some(its)) => keys(own).meet(&keys(its)),
                    _ => false,
                };
                own == its || meet()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(names: &[&str]) -> BTreeMap<String, String> {
        let sum = |(at, name): (usize, &&str)| Tally {
            value: Some((*name).to_owned()),
            count: 100 - at as u64,
            ..Tally::default()
        };
        aliases(&names.iter().enumerate().map(sum).collect::<Vec<_>>())
    }

    #[test]
    fn spellings_of_a_name_are_one_speaker() {
        let found = joined(&["Rashad Aliyev", "Rəşad Əliyev", "Mara Lind", "MARA LIND", "Рашад Алиев"]);
        assert_eq!(found["Rəşad Əliyev"], "Rashad Aliyev");
        assert_eq!(found["Рашад Алиев"], "Rashad Aliyev");
        assert_eq!(found["MARA LIND"], "Mara Lind");
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_surname_alone_and_other_first_names_stay_apart() {
        assert!(joined(&["Mara Lind", "Lind", "Johan Lind", "Mara Lindt", "M Lind"]).is_empty());
    }
}
