//! Civil dates as people write and ask for them: a day, a month, a quarter, a year, and ranges of them. Nothing here reads
//! a clock: "today" is handed in.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A stretch of civil days, both ends included; an end that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl DateRange {
    /// One day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self { from: Some(day), to: Some(day) }
    }

    /// A whole month; nothing if there is no such month.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let next = if month == 12 {
            NaiveDate::from_ymd_opt(year + 1, 1, 1)?
        } else {
            NaiveDate::from_ymd_opt(year, month + 1, 1)?
        };
        Some(Self { from: Some(from), to: next.pred_opt() })
    }

    /// A whole year; nothing beyond the calendar.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Some(Self {
            from: Some(NaiveDate::from_ymd_opt(year, 1, 1)?),
            to: Some(NaiveDate::from_ymd_opt(year, 12, 31)?),
        })
    }

    /// Whether the day lies inside.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether no day can lie inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }
}

/// First year that a date may have: older ones are errors of the source.
pub const FIRST_YEAR: i32 = 1600;

/// Days that a date may lie in the future (time zones, embargoes).
pub const MAX_DAYS_AHEAD: u64 = 2;

/// Whether a date can be that of a news article, seen from `today`.
#[must_use]
pub fn is_plausible(day: NaiveDate, today: NaiveDate) -> bool {
    day.year() >= FIRST_YEAR && today.checked_add_days(Days::new(MAX_DAYS_AHEAD)).is_none_or(|last| day <= last)
}

/// Names of the months in English, from January.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of an English month, from 1, by its name or the first three letters of it (or "sept"), in any case.
#[must_use]
pub fn month_named(name: &str) -> Option<u32> {
    let name = name.to_ascii_lowercase();
    if name == "sept" {
        return Some(9);
    }
    let found = MONTHS.iter().position(|month| *month == name || (name.len() == 3 && month.starts_with(&name)))?;
    u32::try_from(found + 1).ok()
}

/// Number of a day, counted from 1970-01-01; the form in which an index holds it.
#[must_use]
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 719_163
}

/// The day of a number as [`day_number`] gives it.
#[must_use]
pub fn day_of_number(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number.checked_add(719_163)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_by_their_names_and_three_letters() {
        for (name, number) in [
            ("January", Some(1)),
            ("sept", Some(9)),
            ("SEP", Some(9)),
            ("dec", Some(12)),
            ("de", None),
            ("decem", None),
        ] {
            assert_eq!(month_named(name), number, "{name}");
        }
    }
}
