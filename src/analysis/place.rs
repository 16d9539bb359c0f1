//! Finds the places that a body names, with their keys in the gazetteer. A body comes in, with its dateline and its
//! people as far as they are known; spans and keys go out. The dateline's own words are no mention, and what people,
//! towns and countries are called is read from `lexicon`, never decided here.

mod choose;
mod scan;
mod words;

use rustc_hash::FxHashMap;

use self::choose::{Best, Context, choose};
use self::scan::candidates;
use crate::annotation::{Dateline, Person, Place};
use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::PlaceNumber;
use crate::text::{Span, Spans};

/// Finds the places named in a body, in the order of their first mention.
///
/// A name counts where it is written with capitals, is no part of a longer name ("Paris Hilton", "Houston Post") and no
/// mention of one of the `people`. Which of several bearers is meant is decided by the area behind the name ("Paris,
/// Texas"), the dateline, the other places and peoples named, and the number of inhabitants. Names of peoples and languages
/// are no mentions. Time is linear in the text.
#[must_use]
pub fn find_places(body: &str, dateline: Option<&Dateline>, people: &[Person], lexicon: &Lexicon) -> Vec<Place> {
    let begin = dateline.map_or(0, |dateline| dateline.span.end as usize);
    let mut taken: Vec<Span> = people.iter().flat_map(|person| person.mentions.iter().copied()).collect();
    taken.sort_unstable();
    let scanned = candidates(body, begin, &taken, lexicon);
    let context = Context::new(&scanned, dateline, people, lexicon);
    let mut chosen: Vec<Option<PlaceNumber>> = Vec::with_capacity(scanned.candidates.len());
    let mut best = Best::default();
    let mut known: FxHashMap<usize, PlaceNumber> = FxHashMap::default();
    for candidate in &scanned.candidates {
        let place = choose(candidate, &context, &mut best, lexicon);
        if let Some(place) = place {
            known.entry(candidate.name.id()).or_insert(place);
        }
        chosen.push(place);
    }
    let mut places: Vec<Place> = Vec::new();
    let mut numbers: FxHashMap<PlaceNumber, usize> = FxHashMap::default();
    for (candidate, place) in scanned.candidates.iter().zip(chosen) {
        // a name that was sure once is the same place elsewhere, unless it stands as a part of something else
        let place =
            place.or_else(|| candidate.may_repeat().then(|| known.get(&candidate.name.id()).copied()).flatten());
        let Some(place) = place else { continue };
        let number = *numbers.entry(place).or_insert_with(|| {
            places.push(Place { id: lexicon.gazetteer.key(place).to_owned(), mentions: Spans::new() });
            places.len() - 1
        });
        places[number].mentions.push(candidate.span);
    }
    places
}

#[cfg(test)]
mod tests;
