//! One test a rule. The texts and the people are invented.

use super::*;
use crate::analysis::dateline::find_dateline;

fn places(body: &str) -> Vec<(String, String)> {
    places_beside(body, &[])
}

fn places_beside(body: &str, people: &[Person]) -> Vec<(String, String)> {
    let lexicon = Lexicon::builtin();
    let dateline = find_dateline(body, lexicon);
    let found = find_places(body, dateline.as_ref(), people, lexicon);
    let mut mentions: Vec<(Span, String)> = Vec::new();
    for place in found {
        assert!(place.mentions.is_sorted());
        mentions.extend(place.mentions.iter().map(|span| (*span, place.id.clone())));
    }
    mentions.sort();
    mentions.into_iter().map(|(span, id)| (span.of(body).to_owned(), id)).collect()
}

#[track_caller]
fn check(body: &str, wanted: &[(&str, &str)]) {
    let found = places(body);
    let found: Vec<(&str, &str)> = found.iter().map(|(name, id)| (name.as_str(), id.as_str())).collect();
    assert_eq!(found, wanted, "{body}");
}

#[test]
fn countries_and_towns_are_found_with_their_keys() {
    check(
        "Trains from Baku to Tbilisi will run again, Azerbaijan and the U.S. said.",
        &[("Baku", "AZ/Baku"), ("Tbilisi", "GE/Tbilisi"), ("Azerbaijan", "AZ"), ("U.S.", "US")],
    );
    check(
        "He flew to New York City and St. Petersburg.",
        &[("New York City", "US/New York/New York City"), ("St. Petersburg", "RU/Saint Petersburg")],
    );
    check("Britain’s envoy left Côte d'Ivoire.", &[("Britain", "GB"), ("Côte d'Ivoire", "CI")]);
    check("Kiev is Kyiv.", &[("Kiev", "UA/Kyiv"), ("Kyiv", "UA/Kyiv")]);
    check("Порт в Баку открыт.", &[("Баку", "AZ/Baku")]);
}

#[test]
fn an_area_behind_a_town_decides() {
    check("They met in Paris, Texas, on Monday.", &[("Paris", "US/Texas/Paris"), ("Texas", "US/Texas")]);
    check("They met in Paris on Monday.", &[("Paris", "FR/Paris")]);
    check(
        "They met in Springfield, Ill., on Monday.",
        &[("Springfield", "US/Illinois/Springfield"), ("Ill.", "US/Illinois")],
    );
}

#[test]
fn the_dateline_and_other_places_decide() {
    check("TBILISI, Georgia, May 2. A road in Georgia was closed.", &[("Georgia", "GE")]);
    check(
        "Trade between Azerbaijan, Georgia and the U.S. grew, U.S. and Azerbaijani officials said.",
        &[("Azerbaijan", "AZ"), ("Georgia", "GE"), ("U.S.", "US"), ("U.S.", "US")],
    );
    check(
        "Democrats in Georgia, Florida and Ohio met.",
        &[("Georgia", "US/Georgia"), ("Florida", "US/Florida"), ("Ohio", "US/Ohio")],
    );
    check("ATLANTA (AP) — A road in Georgia was closed.", &[("Georgia", "US/Georgia")]);
    check("MANCHESTER, N.H. — A road in Manchester was closed.", &[("Manchester", "US/New Hampshire/Manchester")]);
    check("A road in Manchester was closed.", &[("Manchester", "GB/England/Manchester")]);
}

#[test]
fn parts_of_longer_names_are_no_places() {
    check("Quentin Lincoln and Paris Quillfeather read the Houston Post and the Boston Globe.", &[]);
    check("Mr. Jordan, Gen. Jackson and Chad Quillfeather spoke.", &[]);
    check("Help us. Us and them. The Us. Nice of you. Reading is fun. March on. Mobile phones.", &[]);
}

#[test]
fn a_person_of_the_article_is_no_place() {
    let body = "Ana Jordan spoke. Jordan said no.";
    let person = Person { name: "Ana Jordan".into(), mentions: vec![Span::new(0, 10)].into(), ..Person::default() };
    assert_eq!(places_beside(body, &[person]), []);
    check("Jordan said no.", &[("Jordan", "JO")]);
}

#[test]
fn peoples_are_no_places_but_evidence() {
    check("The Azerbaijani and Russian ministers met.", &[]);
}

#[test]
fn states_stand_before_offices_and_states_of_towns_names_are_told() {
    check(
        "New York Gov. Ana Quillfeather left Chicago Mayor Jan Quillfeather.",
        &[("New York", "US/New York"), ("Chicago", "US/Illinois/Chicago")],
    );
    check(
        "Voters in Washington state and in Washington differ.",
        &[("Washington", "US/Washington"), ("Washington", "US/District of Columbia/Washington")],
    );
}

#[test]
fn hostile_text_is_read_without_harm() {
    for body in [
        "Baku ".repeat(2_000),
        "New ".repeat(5_000),
        "A.".repeat(5_000),
        "É’".repeat(5_000),
        "U.S.’s".to_owned(),
        "St.".to_owned(),
        "St. ".to_owned(),
        "Paris, ".to_owned(),
        "’Baku’".to_owned(),
        "\u{1f600}Baku\u{301}".to_owned(),
        "ẞ İ ǅ".to_owned(),
    ] {
        for place in find_places(&body, None, &[], Lexicon::builtin()) {
            assert!(place.mentions.iter().all(|span| span.get(&body).is_some()));
        }
    }
}

#[test]
fn tables_are_sorted_and_unique() {
    use words::{DIRECTIONS, GIVEN, MOSTLY_OTHER, NAME_GOES_ON, PLACE_PREPOSITIONS, PLACE_STAYS};
    for table in [DIRECTIONS, GIVEN, MOSTLY_OTHER, NAME_GOES_ON, PLACE_PREPOSITIONS, PLACE_STAYS] {
        assert!(table.windows(2).all(|pair| pair[0] < pair[1]), "{table:?}");
    }
}
