//! One test a style. The texts are invented.

use super::*;
use crate::annotation::MonthDay;

/// Place, key, country, day, agency, and the text that follows.
fn found(body: &str) -> (Dateline, String) {
    let dateline = find_dateline(body, Lexicon::builtin()).unwrap_or_else(|| panic!("no dateline in {body}"));
    let rest = body[dateline.span.end as usize..].trim_start().to_owned();
    assert!(dateline.span.get(body).is_some());
    (dateline, rest)
}

fn none(body: &str) {
    assert_eq!(find_dateline(body, Lexicon::builtin()), None, "{body}");
}

fn day(month: u8, day: u8) -> Option<MonthDay> {
    Some(MonthDay { month, day })
}

#[track_caller]
fn check(body: &str, place: &str, id: Option<&str>, date: Option<MonthDay>, agency: Option<&str>, rest: &str) {
    let (dateline, after) = found(body);
    assert_eq!(dateline.place.as_deref().unwrap_or(""), place, "{body}");
    assert_eq!(dateline.place_id.as_deref(), id, "{body}");
    assert_eq!(dateline.date, date, "{body}");
    assert_eq!(dateline.agency.as_deref(), agency, "{body}");
    assert!(after.starts_with(rest), "{body}: {after}");
}

#[test]
fn a_dateline_of_place_country_and_day_ends_in_a_full_stop() {
    check("BAKU, Azerbaijan, October 10. The port opened.", "Baku", Some("AZ/Baku"), day(10, 10), None, "The port");
    check("SHUSHA, Azerbaijan, Aug. 27\nThe port", "Shusha", Some("AZ/Shusha"), day(8, 27), None, "The port");
    check("BAKU, Azerbaijan, Nov.21\n\nTrend:\n\nThe", "Baku", Some("AZ/Baku"), day(11, 21), Some("Trend"), "Trend:");
    let (dateline, _) = found(" date 2025-10-10 BAKU, Azerbaijan, October 10. The port opened.");
    assert_eq!(dateline.country.as_deref(), Some("AZ"));
    assert_eq!(dateline.span, Span::new(17, 46));
}

#[test]
fn agencies_stand_in_brackets() {
    let moscow = Some("RU/Moscow");
    check("MOSCOW (Reuters) - A bridge fell.", "Moscow", moscow, None, Some("Reuters"), "A bridge");
    check("MOSCOW (AP) _ A bridge fell.", "Moscow", moscow, None, Some("AP"), "A bridge");
    check("MOSCOW (AP) — A bridge fell.", "Moscow", moscow, None, Some("AP"), "A bridge");
    check("MOSCOW (CNN) A bridge fell.", "Moscow", moscow, None, Some("CNN"), "A bridge");
    check("Moscow (CNN) A bridge fell.", "Moscow", moscow, None, Some("CNN"), "A bridge");
    check("Orlando, Florida (CNN) A", "Orlando", Some("US/Florida/Orlando"), None, Some("CNN"), "A");
    check("ARNHEM, the Netherlands, April 1 - A", "Arnhem", Some("NL/Arnhem"), day(4, 1), None, "A");
    check("FORT COLLINS AND GREELEY, Colo. — A", "Fort Collins", Some("US/Colorado/Fort Collins"), None, None, "A");
    check("TEHRAN, Jan. 01 (MNA) – A bridge", "Tehran", Some("IR/Tehran"), day(1, 1), Some("MNA"), "A bridge");
    check("Tehran (IP) - A bridge fell.", "Tehran", Some("IR/Tehran"), None, Some("IP"), "A bridge");
    check("ALMATY, Kazakhstan (TCA) — A bridge", "Almaty", Some("KZ/Almaty"), None, Some("TCA"), "A bridge");
}

#[test]
fn states_follow_towns_in_full_and_cut() {
    check("TROY, N.C. (AP) -- A", "Troy", Some("US/North Carolina/Troy"), None, Some("AP"), "A");
    check("TOLEDO, Ohio (Reuters) - A", "Toledo", Some("US/Ohio/Toledo"), None, Some("Reuters"), "A");
    check("LEXINGTON, Va. — A road", "Lexington", Some("US/Virginia/Lexington"), None, None, "A road");
    check("MANCHESTER, N.H.—A road", "Manchester", Some("US/New Hampshire/Manchester"), None, None, "A road");
    check("CHARLOTTE, NC - A road", "Charlotte", Some("US/North Carolina/Charlotte"), None, None, "A road");
    check("MINNEAPOLIS, MINN., March 25 - A", "Minneapolis", Some("US/Minnesota/Minneapolis"), day(3, 25), None, "A");
    check("ST. LOUIS, March 25 - A", "St. Louis", Some("US/Missouri/St. Louis"), day(3, 25), None, "A");
    check("WILLIAMSBURG, Va., — A", "Williamsburg", Some("US/Virginia/Williamsburg"), None, None, "A");
    check("SOMERSET, N.J.,/BOSTON (AP) — A", "Somerset", Some("US/New Jersey/Somerset"), None, Some("AP"), "A");
    check("McALLEN, Texas — A", "McAllen", Some("US/Texas/McAllen"), None, None, "A");
    check("WASHINGTON, D.C. -- A", "Washington", Some("US/District of Columbia/Washington"), None, None, "A");
    check("ERIE, Pa., March 18 - A", "Erie", Some("US/Pennsylvania/Erie"), day(3, 18), None, "A");
    check("CHARLESTON, W. Va. (AP) - A", "Charleston", Some("US/West Virginia/Charleston"), None, Some("AP"), "A");
    check("DES MOINES, Ia., March 17 - A", "Des Moines", Some("US/Iowa/Des Moines"), day(3, 17), None, "A");
    check("TBILISI, Georgia, May 2. A", "Tbilisi", Some("GE/Tbilisi"), day(5, 2), None, "A");
    check("ATLANTA, Georgia — A", "Atlanta", Some("US/Georgia/Atlanta"), None, None, "A");
}

#[test]
fn a_place_that_is_not_known_stands_below_its_area() {
    check("OAK HOLLOW END, Idaho (AP) — A", "Oak Hollow End", Some("US/Idaho/Oak Hollow End"), None, Some("AP"), "A");
    check("QUARNSTEAD (Reuters) - A", "Quarnstead", None, None, Some("Reuters"), "A");
}

#[test]
fn the_day_may_stand_without_an_area() {
    check("PARIS, Feb 26 - A", "Paris", Some("FR/Paris"), day(2, 26), None, "A");
    check("NEW YORK, MARCH 20 - A", "New York", Some("US/New York/New York City"), day(3, 20), None, "A");
    check("Kansas City, April 7 - A", "Kansas City", Some("US/Missouri/Kansas City"), day(4, 7), None, "A");
    check("RIO DE JANEIRO, June 3, 1987 -- A", "Rio de Janeiro", Some("BR/Rio de Janeiro"), day(6, 3), None, "A");
    assert_eq!(found("PARIS, June 3, 1987 -- A").0.year, Some(1987));
}

#[test]
fn old_and_local_names_are_the_same_place() {
    check("PEKING, March 2 - A", "Peking", Some("CN/Beijing"), day(3, 2), None, "A");
    check("BEIJING (AP) — A", "Beijing", Some("CN/Beijing"), None, Some("AP"), "A");
    check("BAKI, 14 avqust — Sputnik. Liman", "Baki", Some("AZ/Baku"), day(8, 14), Some("Sputnik"), "Liman");
    check("БАКУ /Trend/ - Порт открыт.", "Баку", Some("AZ/Baku"), None, Some("Trend"), "Порт");
    check("NUR-SULTAN – A port", "Nur-Sultan", Some("KZ/Astana"), None, None, "A port");
}

#[test]
fn houses_of_the_region_have_their_styles() {
    check("ASTANA, July 5. /TASS/. A", "Astana", Some("KZ/Astana"), day(7, 5), Some("TASS"), "A");
    check("Ankara, October 2, AZERTAC\nA", "Ankara", Some("TR/Ankara"), day(10, 2), Some("AZERTAC"), "A");
    check("Tehran, July 29, IRNA - A", "Tehran", Some("IR/Tehran"), day(7, 29), Some("IRNA"), "A");
    check("Baku/22.09.23/Turan: A", "Baku", Some("AZ/Baku"), day(9, 22), Some("Turan"), "A");
    check("Baku / 09.11.20 / Turan: On", "Baku", Some("AZ/Baku"), day(11, 9), Some("Turan"), "On");
    check("TASHKENT. KAZINFORM – A", "Tashkent", Some("UZ/Tashkent"), None, Some("Kazinform"), "A");
    check("YEREVAN—A port", "Yerevan", Some("AM/Yerevan"), None, None, "A port");
    let wrapped = "(MENAFN- Trend News Agency) ASHGABAT, Turkmenistan, October 13. A";
    check(wrapped, "Ashgabat", Some("TM/Ashgabat"), day(10, 13), Some("Trend News Agency"), "A");
    let title_case = "Baku, Azerbaijan, July 23\n\nBy A. Example, B. Example – Trend:\n\nThe";
    check(title_case, "Baku", Some("AZ/Baku"), day(7, 23), Some("Trend"), "By A.");
    check("05.08.2022, Baku.\n\nA", "Baku", Some("AZ/Baku"), day(8, 5), None, "A");
}

#[test]
fn several_places_are_kept() {
    let (dateline, rest) = found("MOSCOW/KYIV (Reuters) - A bridge");
    assert_eq!(dateline.place.as_deref(), Some("Moscow"));
    assert_eq!(dateline.also, ["UA/Kyiv"]);
    assert_eq!(rest, "A bridge");
    assert_eq!(found("LONDON and PARIS — A bridge").0.also, ["FR/Paris"]);
}

#[test]
fn an_agency_may_stand_without_a_place() {
    check("(Reuters) - A bridge fell.", "", None, None, Some("Reuters"), "A bridge");
    check("(CNN) A bridge fell.", "", None, None, Some("CNN"), "A bridge");
    check("(Corrects the name in paragraph 3) HAVANA (AP) - A", "Havana", Some("CU/Havana"), None, Some("AP"), "A");
    check("(CNN)A bridge fell.", "", None, None, Some("CNN"), "A bridge");
}

#[test]
fn headlines_and_stamps_may_stand_before_it() {
    let body =
        "Port opens on the coast\n\n19 July 2018 16:27 (UTC+04:00)\n\nBaku, Azerbaijan, July 19\n\nTrend:\n\nThe port";
    check(body, "Baku", Some("AZ/Baku"), day(7, 19), Some("Trend"), "Trend:");
    check(
        "THE DAILY NAME\n\nWASHINGTON – A bill",
        "Washington",
        Some("US/District of Columbia/Washington"),
        None,
        None,
        "A bill",
    );
}

#[test]
fn behind_prose_only_a_sure_dateline_counts() {
    let prose = "A port on the coast was opened. ".repeat(10);
    check(&format!("{prose}\n(CNN) -- A bridge"), "", None, None, Some("CNN"), "A bridge");
    check(&format!("{prose}\nMoscow (CNN) -- A"), "Moscow", Some("RU/Moscow"), None, Some("CNN"), "A");
    check(&format!("{prose}\nMOSCOW — A"), "Moscow", Some("RU/Moscow"), None, None, "A");
    none(&format!("{prose}\n(CNN) A bridge"));
    none(&format!("{prose}\nMoscow, May 2 - A bridge"));
    none(&format!("{}MOSCOW — A bridge", "A bridge fell.\n".repeat(9)));
}

#[test]
fn labels_and_capitals_are_no_datelines() {
    for body in [
        "FILE - In this Tuesday, March 3, 2020 file photo, a bridge",
        "FILE- In this Nov. 26, 2019, file photo, a bridge",
        "FILE PHOTO: A bridge",
        "WATCH: A bridge falls",
        "EXCLUSIVE - A bridge falls",
        "UPDATE — A bridge fell.",
        "ANALYSIS/OPINION:\n\nA bridge fell.",
        "By JAN EXAMPLE\n\nA bridge fell.",
        "JAN EXAMPLE — A bridge fell.",
        "IRAN — A bridge fell.",
        "NATO - A bridge fell.",
        "WASHINGTON, DC - MARCH 03: A bridge is seen",
        "(Photo: Jan Example) A bridge fell.",
        "U.S. officials said a bridge fell.",
        "Paris - the city of bridges - is old.",
        "Washington and London agreed.",
        "May 2 - A bridge fell.",
        "A bridge fell.\n",
        "MAY 2 - A bridge",
        "",
        " \n\n ",
    ] {
        none(body);
    }
}

#[test]
fn hostile_text_is_read_without_harm() {
    let long = "A".repeat(100_000);
    for body in [
        "(".repeat(10_000),
        "BAKU, ".repeat(10_000),
        "BAKU/".repeat(10_000),
        "É, ".repeat(1_000),
        format!("{long} (Reuters) - x"),
        format!("BAKU, {}\u{301}\u{1f600}, Oct", "É".repeat(99)),
        "BAKU, Azerbaijan, October ".to_owned(),
        "BAKU (".to_owned(),
        "BAKU /".to_owned(),
        "(MENAFN-".to_owned(),
        "(Corrects)".repeat(1_000),
        "date 2025-10-1é BAKU".to_owned(),
        "\u{feff}date 2025-10-10\n".to_owned(),
    ] {
        if let Some(dateline) = find_dateline(&body, Lexicon::builtin()) {
            assert!(dateline.span.get(&body).is_some());
        }
    }
}
