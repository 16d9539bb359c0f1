//! The word tables are what `src/lexicon/README.md` says: sorted, unique, trimmed, and sound.

#![expect(clippy::unwrap_used, reason = "a test or a measurement may panic, and prints for people")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use onrecord::annotation::ancestors;
use onrecord::lexicon::Lexicon;
use onrecord::lexicon::gazetteer::{Kind, key_country};
use onrecord::text::token::folded_words;

fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon").join(name);
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn tables_of_places_are_sorted_unique_and_trimmed() {
    for (name, columns) in [
        ("agencies.tsv", 2),
        ("gazetteer/aliases.tsv", 2),
        ("gazetteer/countries.tsv", 4),
        ("gazetteer/divisions.tsv", 4),
        ("gazetteer/regions.tsv", 3),
    ] {
        let rows = table(name);
        assert!(!rows.is_empty(), "{name}");
        for pair in rows.windows(2) {
            assert!(pair[0][0] < pair[1][0], "{name}: {} is not before {}", pair[0][0], pair[1][0]);
        }
        for row in &rows {
            assert_eq!(row.len(), columns, "{name}: {row:?}");
            let last = row.last().unwrap();
            let mut parts = row.iter().take(columns - 1).chain(std::iter::once(last)).flat_map(|cell| cell.split('|'));
            assert!(parts.all(|part| part.trim() == part), "{name}: {row:?}");
            let listed: Vec<&str> = last.split('|').filter(|part| !part.is_empty()).collect();
            assert_eq!(listed.len(), listed.iter().collect::<BTreeSet<_>>().len(), "{name}: {row:?}");
        }
    }
}

#[test]
fn every_name_in_a_table_leads_to_its_place() {
    let lexicon = Lexicon::builtin();
    let leads = |name: &str, key: &str| lexicon.place_ids(&folded_words(name).join(" ")).iter().any(|id| id == key);
    for row in table("gazetteer/countries.tsv") {
        for name in std::iter::once(row[1].as_str()).chain(row[3].split('|').filter(|name| !name.is_empty())) {
            assert!(leads(name, &row[0]), "{name}: the gazetteer is older than the table");
        }
        assert_eq!(lexicon.place_name(&row[0]), row[1]);
    }
    for (file, column) in [("gazetteer/aliases.tsv", 1), ("gazetteer/regions.tsv", 2)] {
        for row in table(file) {
            for name in row[column].split('|').filter(|name| !name.is_empty()) {
                assert!(leads(name, &row[0]), "{name}: the gazetteer is older than the table");
            }
        }
    }
}

#[test]
fn every_place_is_found_by_its_key_and_by_its_name() {
    let lexicon = Lexicon::builtin();
    let gazetteer = &lexicon.gazetteer;
    assert!(gazetteer.len() > 40_000);
    let mut before = "";
    for place in gazetteer.places() {
        let key = gazetteer.key(place);
        assert!(before < key, "{before} is not before {key}");
        before = key;
        assert_eq!(gazetteer.find(key), Some(place));
        let name = folded_words(lexicon.place_name(key)).join(" ");
        assert!(gazetteer.bearers(&name).any(|bearer| bearer.place == place), "{key} is not found as {name}");
        if let Some(country) = key_country(key) {
            assert!(gazetteer.find(country).is_some(), "{key} lies in no country");
        } else {
            assert_eq!(gazetteer.kind(place), Kind::Region, "{key}");
        }
    }
}

#[test]
fn every_area_in_a_key_is_a_place() {
    let gazetteer = &Lexicon::builtin().gazetteer;
    for place in gazetteer.places() {
        for area in ancestors(gazetteer.key(place)) {
            assert!(gazetteer.find(area).is_some(), "{area} of {}", gazetteer.key(place));
        }
    }
}

#[test]
fn bearers_of_a_name_come_by_size_and_old_names_lead_to_the_same_place() {
    let lexicon = Lexicon::builtin();
    assert_eq!(lexicon.place_ids("washington")[..2], ["US/Washington", "US/District of Columbia/Washington"]);
    assert_eq!(lexicon.place_ids("georgia"), ["US/Georgia", "GE"]);
    for (one, other) in
        [("peking", "beijing"), ("kiev", "kyiv"), ("bombay", "mumbai"), ("баку", "baku"), ("kishinev", "chisinau")]
    {
        assert_eq!(lexicon.place_ids(one)[0], lexicon.place_ids(other)[0], "{one}");
    }
    assert_eq!(lexicon.place_ids("us"), ["US"]);
    assert_eq!(lexicon.place_ids("ussr"), ["RU"]);
    assert!(lexicon.place_ids("no such place").is_empty());
    assert!(lexicon.place_ids("").is_empty());
}

#[test]
fn abbreviations_and_demonyms_lead_to_their_areas() {
    let areas = Lexicon::builtin().areas();
    for printed in ["N.C.", "NC", "N.C"] {
        assert_eq!(areas.division_of_abbreviation(printed), Some("US/North Carolina"), "{printed}");
    }
    assert_eq!(areas.division_of_abbreviation("CALIF."), Some("US/California"));
    assert_eq!(areas.division_of_abbreviation("in"), None);
    assert_eq!(areas.country_of_demonym("south korean"), Some("KR"));
    assert_eq!(areas.agency("REUTERS"), Some("Reuters"));
    assert_eq!(areas.agency("The Associated Press"), Some("AP"));
}

#[test]
fn tables_of_words_are_sorted_unique_and_trimmed() {
    for (name, columns) in [
        ("cues.tsv", 5),
        ("roles.tsv", 5),
        ("given_names.tsv", 3),
        ("grammar.tsv", 2),
        ("short_names.tsv", 2),
        ("sources.tsv", 2),
    ] {
        let rows = table(name);
        assert!(rows.len() > 100, "{name}");
        for pair in rows.windows(2) {
            let keys = if columns == 2 { 2 } else { 1 };
            assert!(pair[0][..keys] < pair[1][..keys], "{name}: {:?} is not before {:?}", pair[0], pair[1]);
        }
        for row in &rows {
            assert_eq!(row.len(), columns, "{name}: {row:?}");
            assert!(row.iter().all(|cell| cell.trim() == cell), "{name}: {row:?}");
            assert_eq!(row[0].to_lowercase(), row[0], "{name}: {row:?}");
        }
    }
}
