//! Chooses which bearer of a name a text means, if any. A candidate and what the whole text names come in, a place goes out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::scan::{After, Before, Candidate, Scanned};
use crate::annotation::{Dateline, Person};
use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::{Bearer, Gazetteer, Kind, PlaceNumber, key_country};
use crate::text::token::folded_words;

/// A town this large is taken without further evidence.
const LARGE: u32 = 100_000;

/// A town this large is taken behind "in" or "from".
const SMALL: u32 = 1_000;

/// What a text as a whole tells of the places in it.
pub(super) struct Context<'a> {
    dateline: Option<&'a str>,
    /// Countries with the number of their unmistakable names.
    countries: FxHashMap<&'a str, u32>,
    /// Divisions that are named, and those of unmistakable towns.
    divisions: FxHashSet<&'a str>,
    /// Names of the people of the text, word by word.
    names: FxHashSet<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        scanned: &Scanned<'_>,
        dateline: Option<&'a Dateline>,
        people: &[Person],
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut context = Self {
            dateline: dateline.and_then(|dateline| dateline.place_id.as_deref()),
            countries: FxHashMap::default(),
            divisions: FxHashSet::default(),
            names: people.iter().flat_map(|person| folded_words(&person.name)).collect(),
        };
        for (country, count) in &scanned.peoples {
            *context.countries.entry(country).or_default() += count;
        }
        let gazetteer = &lexicon.gazetteer;
        for candidate in scanned.candidates.iter().filter(|candidate| candidate.may_repeat()) {
            if let Some(division) = candidate.fixed.and_then(|place| division(gazetteer.key(place))) {
                context.divisions.insert(division);
            }
            let Some(place) = unmistakable(candidate, gazetteer) else { continue };
            if gazetteer.kind(place).is_town() && gazetteer.population(place) < LARGE {
                continue;
            }
            let key = gazetteer.key(place);
            if let Some(country) = key_country(key) {
                *context.countries.entry(country).or_default() += 1;
            }
            if let Some(division) = division(key) {
                context.divisions.insert(division);
            }
        }
        if let Some(division) = context.dateline.and_then(division) {
            context.divisions.insert(division);
        }
        context
    }

    /// Whether the name is one of a person of this text.
    fn is_person(&self, candidate: &Candidate<'_>) -> bool {
        self.names.contains(&candidate.word)
    }
}

/// `US/Texas` of `US/Texas/Austin`.
fn division(key: &str) -> Option<&str> {
    let mut slashes = key.match_indices('/');
    slashes.next()?;
    Some(slashes.next().map_or(key, |(at, _)| &key[..at]))
}

/// The likeliest bearers of names without an area behind them, by name and whether an office follows.
pub(super) type Best = FxHashMap<(usize, bool), Option<Bearer>>;

/// The likeliest bearer of a candidate's name.
fn likeliest(
    candidate: &Candidate<'_>,
    context: &Context<'_>,
    best: &mut Best,
    gazetteer: &Gazetteer,
) -> Option<Bearer> {
    let find = || {
        let scored = candidate.name.bearers().map(|bearer| (score(bearer, candidate, context, gazetteer), bearer));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, bearer)| bearer)
    };
    if candidate.areas.is_empty() {
        *best.entry((candidate.name.id(), names_division(candidate))).or_insert_with(find)
    } else {
        find()
    }
}

/// Whether the word behind says that a division is meant: "New York Gov.", "Washington state".
fn names_division(candidate: &Candidate<'_>) -> bool {
    matches!(candidate.after, After::State | After::Office)
}

/// Countries whose name is also that of a state elsewhere, with the neighbours that speak for the country.
const NEIGHBOURS: [(&str, [&str; 4]); 1] = [("GE", ["AM", "AZ", "RU", "TR"])];

/// The place that a candidate means; nothing where it is no place, or none is sure.
pub(super) fn choose(
    candidate: &Candidate<'_>,
    context: &Context<'_>,
    best: &mut Best,
    lexicon: &Lexicon,
) -> Option<PlaceNumber> {
    if candidate.fixed.is_some() {
        return candidate.fixed;
    }
    if candidate.before == Before::Name || candidate.after == After::Title {
        return None;
    }
    let gazetteer = &lexicon.gazetteer;
    let best = likeliest(candidate, context, best, gazetteer)?;
    let has_area = lies_in_area(best.place, candidate, gazetteer);
    if has_area {
        return Some(best.place);
    }
    let is_filed_here = context.dateline == Some(gazetteer.key(best.place));
    if context.is_person(candidate) && candidate.before != Before::Preposition && !is_filed_here {
        return None;
    }
    let kind = gazetteer.kind(best.place);
    if candidate.after == After::Name && (kind.is_town() || candidate.is_given) && !is_filed_here {
        return None;
    }
    let people = gazetteer.population(best.place);
    let is_accepted = match kind {
        Kind::Country | Kind::Division | Kind::Region => !best.is_further_name,
        Kind::County => {
            let is_only = candidate.name.bearers().nth(1).is_none();
            is_only || division(gazetteer.key(best.place)).is_some_and(|division| context.divisions.contains(division))
        }
        _ if is_filed_here => true,
        Kind::Town if candidate.is_acronym => false,
        _ if best.is_further_name => candidate.before == Before::Preposition && people >= LARGE,
        _ if candidate.is_mostly_other => candidate.before == Before::Preposition && people >= LARGE,
        Kind::Capital => true,
        Kind::Town => people >= LARGE || candidate.before == Before::Preposition && people >= SMALL,
    };
    is_accepted.then_some(best.place)
}

/// The bearer that is ten times likelier than any other by itself.
fn unmistakable(candidate: &Candidate<'_>, gazetteer: &Gazetteer) -> Option<PlaceNumber> {
    let mut best: Option<(f64, PlaceNumber)> = None;
    let mut next = f64::NEG_INFINITY;
    for bearer in candidate.name.bearers().take(64) {
        let score = weight(bearer, candidate, gazetteer);
        match best {
            Some((known, _)) if known >= score => next = next.max(score),
            _ => {
                next = best.map_or(next, |(known, _)| next.max(known));
                best = Some((score, bearer.place));
            }
        }
    }
    best.filter(|(score, _)| score - next >= 1.0).map(|(_, place)| place)
}

/// How likely a bearer is by itself, on a scale of tens of inhabitants.
fn weight(bearer: Bearer, candidate: &Candidate<'_>, gazetteer: &Gazetteer) -> f64 {
    let mut score = f64::from(gazetteer.population(bearer.place) + 1).log10();
    score += match gazetteer.kind(bearer.place) {
        Kind::Country => 2.0,
        Kind::Capital => 3.0,
        // "New York" is the city; "New York state" and "New York Gov." are not
        Kind::Division if names_division(candidate) => 4.0,
        Kind::Division | Kind::Town => 1.0,
        Kind::Region => 0.5,
        Kind::County => 0.0,
    };
    if bearer.is_further_name { score - 4.0 } else { score }
}

/// How likely a bearer is in this text.
fn score(bearer: Bearer, candidate: &Candidate<'_>, context: &Context<'_>, gazetteer: &Gazetteer) -> f64 {
    let key = gazetteer.key(bearer.place);
    let mut score = weight(bearer, candidate, gazetteer);
    if lies_in_area(bearer.place, candidate, gazetteer) {
        score += 20.0;
    }
    if context.dateline == Some(key) {
        score += 6.0;
    }
    let country = key_country(key).unwrap_or("");
    if context.dateline.and_then(key_country) == Some(country) {
        score += 1.5;
    }
    let near = NEIGHBOURS.iter().filter(|(of, _)| *of == key).flat_map(|(_, near)| near.iter());
    let count: u32 = near.chain([&country]).filter_map(|country| context.countries.get(country)).sum();
    score += f64::from(count.min(8)).sqrt() / 2.0;
    let is_below_named = division(key).is_some_and(|division| division != key && context.divisions.contains(division));
    score + if is_below_named { 1.5 } else { 0.0 }
}

/// Whether the text names behind the candidate an area that holds the place.
fn lies_in_area(place: PlaceNumber, candidate: &Candidate<'_>, gazetteer: &Gazetteer) -> bool {
    let key = gazetteer.key(place);
    candidate.areas.iter().any(|area| key.strip_prefix(area.as_str()).is_some_and(|rest| rest.starts_with('/')))
}
