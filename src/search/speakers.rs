//! Who speaks in what is found: a query comes in, speakers with their counts go out. Spellings of one name, as
//! `text::name` knows them, are one speaker; a surname alone is never joined with a full name.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::engine::{Engine, EngineError, Facet, SearchRequest, Tally, TallyRequest};
use crate::query::ast::{Query, Unit};
use crate::text::name::keys;
use crate::text::token;

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
    // A quotation of two counts for both.
    let quotes = engine.search(&SearchRequest::count(query.clone(), Unit::Quote))?.total;
    let mut found = Speakers { quotes, ..Speakers::default() };
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
    names.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut words = Words::default();
    let mut heads: Vec<(&str, Vec<usize>)> = Vec::new();
    // heads by what every spelling of a name must share: the number of its words and its last word, or a key of it
    let mut places: FxHashMap<(usize, u32), Vec<usize>> = FxHashMap::default();
    let mut aliases = BTreeMap::new();
    for (_, printed) in names {
        let name: Vec<usize> = token::words(printed).filter_map(|span| words.number(span.of(printed))).collect();
        let Some(last) = name.last() else { continue };
        let shared: Vec<(usize, u32)> = words.list[*last].iter().map(|form| (name.len(), *form)).collect();
        let near = shared.iter().filter_map(|shared| places.get(shared)).flatten();
        let is_spelling =
            |head: &&(&str, Vec<usize>)| head.1.iter().zip(&name).all(|(own, its)| words.meet(*own, *its));
        match near.map(|at| &heads[*at]).find(is_spelling) {
            Some((head, _)) => {
                aliases.insert(printed.to_owned(), (*head).to_owned());
            }
            None => {
                shared.into_iter().for_each(|shared| places.entry(shared).or_default().push(heads.len()));
                heads.push((printed, name));
            }
        }
    }
    aliases
}

/// Words of names, each looked at once.
#[derive(Default)]
struct Words<'a> {
    /// Their numbers; none of a word that folds to nothing.
    known: FxHashMap<&'a str, Option<usize>>,
    /// Of each its folded form, then its keys.
    list: Vec<Vec<u32>>,
    /// Numbers of folded words, behind a mark, and of keys.
    forms: FxHashMap<String, u32>,
}

impl<'a> Words<'a> {
    fn number(&mut self, word: &'a str) -> Option<usize> {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let folded = token::folded(word);
        let number = (!folded.is_empty()).then_some(self.list.len());
        if number.is_some() {
            let mut forms = vec![self.form(format!("={folded}"))];
            forms.extend(keys(word).iter().map(|key| self.form(key.to_owned())));
            self.list.push(forms);
        }
        self.known.insert(word, number);
        number
    }

    fn form(&mut self, form: String) -> u32 {
        let next = self.forms.len() as u32;
        *self.forms.entry(form).or_insert(next)
    }

    /// Whether two words are spellings of each other.
    fn meet(&self, one: usize, other: usize) -> bool {
        one == other || self.list[one].iter().any(|form| self.list[other].contains(form))
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
