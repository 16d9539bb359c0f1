//! Dates and periods, seen from Wednesday, 15 October 2025.

use chrono::NaiveDate;

use super::*;
use crate::query::print::PrintedDates;

fn shown(text: &str) -> String {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    match parse_range(text, today) {
        Ok(range) => PrintedDates(&range).to_string(),
        Err(error) => format!("error: {}", error.message),
    }
}

#[test]
fn dates_and_periods_are_what_people_mean() {
    let wrong: Vec<String> = [
        ("2025-10-10", "2025-10-10"),
        ("2025-1-5", "2025-01-05"),
        ("20251010", "2025-10-10"),
        ("2025/10/10", "2025-10-10"),
        ("2025.10.10", "2025-10-10"),
        ("2025", "2025-01-01..2025-12-31"),
        ("2020s", "2020-01-01..2029-12-31"),
        ("2025-10", "2025-10-01..2025-10-31"),
        ("2025/10", "2025-10-01..2025-10-31"),
        ("10/2025", "2025-10-01..2025-10-31"),
        ("10-2025", "2025-10-01..2025-10-31"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2025-02", "2025-02-01..2025-02-28"),
        ("2025-Q3", "2025-07-01..2025-09-30"),
        ("2025q3", "2025-07-01..2025-09-30"),
        ("Q4 2025", "2025-10-01..2025-12-31"),
        ("2025-H1", "2025-01-01..2025-06-30"),
        ("2025-W41", "2025-10-06..2025-10-12"),
        ("2025W41", "2025-10-06..2025-10-12"),
        ("2025-W01", "2024-12-30..2025-01-05"),
        ("2025-W41-5", "2025-10-10"),
        ("10 Oct 2025", "2025-10-10"),
        ("10-Oct-2025", "2025-10-10"),
        ("Oct 10, 2025", "2025-10-10"),
        ("October 10 2025", "2025-10-10"),
        ("10th of October 2025", "2025-10-10"),
        ("3rd March 2025", "2025-03-03"),
        ("Sept. 3, 2025", "2025-09-03"),
        ("Oct 10", "2025-10-10"),
        ("10 Oct", "2025-10-10"),
        ("20 Oct", "2024-10-20"),
        ("29 Feb", "2024-02-29"),
        ("Oct 2025", "2025-10-01..2025-10-31"),
        ("October", "2025-10-01..2025-10-31"),
        ("nov", "2024-11-01..2024-11-30"),
        ("may", "2025-05-01..2025-05-31"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("25.12.2025", "2025-12-25"),
        ("10/10/2025", "2025-10-10"),
        ("today", "2025-10-15"),
        ("Yesterday", "2025-10-14"),
        ("tomorrow", "2025-10-16"),
        ("wednesday", "2025-10-15"),
        ("friday", "2025-10-10"),
        ("last-wednesday", "2025-10-08"),
        ("last friday", "2025-10-10"),
        ("this-week", "2025-10-13..2025-10-19"),
        ("last-week", "2025-10-06..2025-10-12"),
        ("last_week", "2025-10-06..2025-10-12"),
        ("lastweek", "2025-10-06..2025-10-12"),
        ("last week", "2025-10-06..2025-10-12"),
        ("this-month", "2025-10-01..2025-10-31"),
        ("last-month", "2025-09-01..2025-09-30"),
        ("this-quarter", "2025-10-01..2025-12-31"),
        ("last-quarter", "2025-07-01..2025-09-30"),
        ("last-year", "2024-01-01..2024-12-31"),
        ("7d", "2025-10-09..2025-10-15"),
        ("7d..", "2025-10-09..2025-10-15"),
        ("1d", "2025-10-15"),
        ("2w", "2025-10-02..2025-10-15"),
        ("3m", "2025-07-16..2025-10-15"),
        ("1y", "2024-10-16..2025-10-15"),
        ("last 7 days", "2025-10-09..2025-10-15"),
        ("past-2-weeks", "2025-10-02..2025-10-15"),
        ("3 days ago", "2025-10-12"),
        ("7d-ago", "2025-10-08"),
        ("2025-09..2025-10", "2025-09-01..2025-10-31"),
        ("2025-09...2025-10", "2025-09-01..2025-10-31"),
        ("2025-09 .. 2025-10-03", "2025-09-01..2025-10-03"),
        ("2025-09..", "2025-09-01.."),
        ("..2025-09", "..2025-09-30"),
        ("*..2025-09", "..2025-09-30"),
        ("last-month..yesterday", "2025-09-01..2025-10-14"),
        ("2024-Q4..2025-W01", "2024-10-01..2025-01-05"),
        ("10 Oct 2025..12 Oct 2025", "2025-10-10..2025-10-12"),
        ("03/04/2025", "error: `03/04/2025` can be 2025-04-03 or 2025-03-04"),
        ("03.04.2025", "error: `03.04.2025` can be 2025-04-03 or 2025-03-04"),
        ("10/11/12", "error: `10/11/12` does not tell its year"),
        ("2025-02-30", "error: there is no 2025-02-30"),
        ("30 Feb 2025", "error: there is no 30 feb 2025"),
        ("2025-13", "error: there is no 2025-13"),
        ("2024-2025", "error: `2024-2025` is no date or period"),
        ("2025-Q5", "error: there is no 2025-Q5"),
        ("2025-W53", "error: there is no 2025-W53"),
        ("31/31/2025", "error: there is no 31/31/2025"),
        ("soon", "error: `soon` is no date or period"),
        ("10", "error: `10` is no date or period"),
        ("", "error: `` is no date or period"),
        ("0d", "error: `0d` is no date or period"),
        ("9999y", "error: `9999y` is no date or period"),
        ("24h", "error: `24h` is no date or period"),
        ("2025-10-10T12:00", "error: `2025-10-10T12:00` is no date or period"),
        ("٢٠٢٥", "error: `٢٠٢٥` is no date or period"),
        ("2025-10..2025-09", "error: this range ends before it begins"),
        ("2025-10..soon", "error: `soon` is no date or period"),
    ]
    .iter()
    .filter(|(text, meant)| shown(text) != *meant)
    .map(|(text, meant)| format!("{text}: is {}, not {meant}", shown(text)))
    .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn two_years_with_a_hyphen_are_shown_how_a_range_is_written() {
    let error = parse("2024-2025", NaiveDate::from_ymd_opt(2025, 10, 10).unwrap()).unwrap_err();
    assert_eq!(error.hint.as_deref(), Some("a range is written 2024..2025"));
}

#[test]
fn months_and_years_back_end_on_real_days() {
    let back = |year, month, day, text: &str| {
        let range = parse(text, NaiveDate::from_ymd_opt(year, month, day).unwrap()).unwrap();
        PrintedDates(&range).to_string()
    };
    assert_eq!(back(2025, 3, 31, "1m"), "2025-03-01..2025-03-31");
    assert_eq!(back(2024, 2, 29, "1y"), "2023-03-01..2024-02-29");
    assert_eq!(back(2025, 1, 1, "last-week"), "2024-12-23..2024-12-29");
    assert_eq!(back(2025, 1, 5, "last-week"), "2024-12-23..2024-12-29");
    assert_eq!(back(2025, 1, 6, "last-week"), "2024-12-30..2025-01-05");
    assert_eq!(back(2025, 1, 15, "last-quarter"), "2024-10-01..2024-12-31");
    assert_eq!(back(2025, 1, 15, "last-month"), "2024-12-01..2024-12-31");
}
