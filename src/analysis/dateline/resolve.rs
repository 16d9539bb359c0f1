//! Which place of the gazetteer a dateline's words mean, and how a name in capitals is written. Names in, keys out; the
//! text is not looked at.

use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::{Gazetteer, Kind, PlaceNumber};
use crate::text::token::{folded, folded_words};

/// How many times larger than the next a town must be for its bare name to mean it.
const CLEARLY_LARGER: u64 = 3;

/// A town whose name alone in capitals before a dash makes a dateline has as many inhabitants.
pub(super) const WELL_KNOWN: u32 = 40_000;

/// The area behind a town's name: `N.C.`, `Azerbaijan`, `Gaza Strip`.
pub(super) fn area_key(printed: &str, lexicon: &Lexicon) -> Option<String> {
    if let Some(key) = lexicon.areas().division_of_abbreviation(printed) {
        return Some(key.to_owned());
    }
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    let found = gazetteer.bearers(&name).find(|bearer| !gazetteer.kind(bearer.place).is_town());
    found.map(|bearer| gazetteer.key(bearer.place).to_owned())
}

/// The areas that a printed name can mean: Georgia is two.
pub(super) fn area_keys(printed: &str, lexicon: &Lexicon) -> Vec<String> {
    let mut keys: Vec<String> = area_key(printed, lexicon).into_iter().collect();
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    for bearer in gazetteer.bearers(&name).filter(|bearer| !gazetteer.kind(bearer.place).is_town()) {
        let key = gazetteer.key(bearer.place);
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

/// The key of a place printed with its area. A place that the gazetteer lacks gets the area's key with its own name.
pub(super) fn place_in_area(printed: &str, area: &str, lexicon: &Lexicon) -> String {
    let areas = area_keys(area, lexicon);
    let areas = areas.iter().map(String::as_str);
    if let Some(key) = areas.clone().find_map(|area| known_in_area(printed, area, lexicon)) {
        return key;
    }
    let Some(area) = areas.into_iter().next() else { return String::new() };
    format!("{area}/{}", title_cased(printed, lexicon).replace(['/', '#'], " "))
}

fn known_in_area(printed: &str, area: &str, lexicon: &Lexicon) -> Option<String> {
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    let lies_in = |key: &str, area: &str| key.strip_prefix(area).is_some_and(|rest| rest.starts_with('/'));
    let country = area.split('/').next().unwrap_or(area);
    let mut bearers: Vec<&str> = gazetteer.bearers(&name).map(|bearer| gazetteer.key(bearer.place)).collect();
    let inside = bearers.iter().find(|key| lies_in(key, area)).copied();
    // a region such as Siberia holds no keys below it: the country must do
    let is_region = gazetteer.find(area).is_some_and(|area| gazetteer.kind(area) == Kind::Region);
    bearers.retain(|key| is_region && lies_in(key, country));
    inside.or(bearers.first().copied()).map(str::to_owned)
}

/// The key of a place printed alone, if one bearer of the name is clearly meant.
pub(super) fn place_alone(printed: &str, lexicon: &Lexicon) -> Option<PlaceNumber> {
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    let people = |place: PlaceNumber| u64::from(gazetteer.population(place));
    let mut towns: Vec<PlaceNumber> =
        gazetteer.bearers(&name).map(|bearer| bearer.place).filter(|place| gazetteer.kind(*place).is_town()).collect();
    towns.sort_by_key(|place| std::cmp::Reverse(people(*place)));
    let Some(largest) = towns.first().copied() else { return only_area(&name, gazetteer) };
    let capital = towns.iter().copied().find(|place| gazetteer.kind(*place) == Kind::Capital);
    if let Some(capital) = capital
        && people(largest) <= 10 * people(capital)
    {
        return Some(capital);
    }
    let next = towns.get(1).map_or(0, |place| people(*place));
    (people(largest) >= CLEARLY_LARGER * next).then_some(largest)
}

/// Places without towns: Guantanamo Bay, and states that are towns.
fn only_area(name: &str, gazetteer: &Gazetteer) -> Option<PlaceNumber> {
    let mut bearers = gazetteer.bearers(name);
    let first = bearers.next()?.place;
    bearers.next().is_none().then_some(first)
}

/// Whether a town of this name is large enough, or a capital.
pub(super) fn is_well_known(printed: &str, least: u32, lexicon: &Lexicon) -> bool {
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    gazetteer.bearers(&name).any(|bearer| match gazetteer.kind(bearer.place) {
        Kind::Capital => true,
        Kind::Town => gazetteer.population(bearer.place) >= least,
        Kind::Region => gazetteer.key(bearer.place).matches('/').count() > 1,
        _ => false,
    })
}

/// Whether any town bears the name.
pub(super) fn is_town(printed: &str, lexicon: &Lexicon) -> bool {
    let name = folded_words(printed).join(" ");
    lexicon.gazetteer.bearers(&name).any(|bearer| lexicon.gazetteer.kind(bearer.place).is_town())
}

/// A name in title case: as the gazetteer writes it where that differs in case alone ("McAllen", "Port-au-Prince").
pub(super) fn title_cased(printed: &str, lexicon: &Lexicon) -> String {
    let name = folded_words(printed).join(" ");
    let gazetteer = &lexicon.gazetteer;
    for bearer in gazetteer.bearers(&name) {
        let known = lexicon.place_name(gazetteer.key(bearer.place));
        if known.eq_ignore_ascii_case(printed) {
            return known.to_owned();
        }
    }
    if printed.contains(char::is_lowercase) && !printed.split(' ').any(|word| word.len() > 3 && is_capitals(word)) {
        return printed.to_owned();
    }
    let mut out = String::with_capacity(printed.len());
    for (i, word) in printed.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let plain = folded(word);
        let is_small = i > 0
            && ["de", "del", "da", "do", "dos", "of", "the", "on", "upon", "au", "am", "sur"].contains(&plain.as_str());
        if is_small { out.push_str(&word.to_lowercase()) } else { push_title(word, &mut out) }
    }
    out
}

fn is_capitals(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// One word: the first letter of each part large, a prefix such as `Mc` kept.
fn push_title(word: &str, out: &mut String) {
    if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1) {
        out.push_str(word);
        return;
    }
    let mut begins = true;
    let mut before_was_small = false;
    for c in word.chars() {
        if begins || before_was_small && c.is_uppercase() {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        before_was_small = c.is_lowercase();
        begins = c == '-'
            || c == '.'
            || matches!(c, '\'' | '’')
                && out.chars().rev().take_while(|c| c.is_alphabetic() || matches!(c, '\'' | '’')).count() == 2;
    }
}
