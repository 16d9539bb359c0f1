//! Dates as feeds, tables and pages write them → a civil day, and the moment if a clock time is known. What can be read in
//! two ways is not decided. No clock is read here.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::date::month_named;

/// What a text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A civil day, as printed, and the moment in UTC if a time of day is printed. A time without a zone is taken as UTC;
    /// midnight without one means that no time is known.
    Day(NaiveDate, Option<DateTime<Utc>>),
    /// Two days, by day first and by month first.
    Ambiguous(NaiveDate, NaiveDate),
    /// No day.
    Unknown,
}

/// Longest text that is looked at, in bytes.
const MAX_BYTES: usize = 100;

/// Reads a date: `2025-10-10`, `2025-10-10T12:30:00+04:00`, `20251010`, `10 Oct 2025`, `October 10, 2025 3:45 p.m. EDT`,
/// `Fri, 10 Oct 2025 12:30:00 +0400`, `10.10.2025`, `25/12/2025`, seconds or milliseconds since 1970.
#[must_use]
pub(super) fn read(text: &str) -> Reading {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return Reading::Unknown;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return read_digits(text);
    }
    let Some((reading, rest)) = read_numeric_day(text).or_else(|| read_named_day(text)) else {
        return Reading::Unknown;
    };
    match reading {
        Reading::Day(day, _) => read_clock(&rest).map_or(Reading::Unknown, |clock| with_clock(day, clock)),
        other => other,
    }
}

fn read_digits(text: &str) -> Reading {
    let number = || text.parse::<i64>().ok();
    let moment = match text.len() {
        8 => return NaiveDate::parse_from_str(text, "%Y%m%d").map_or(Reading::Unknown, |day| Reading::Day(day, None)),
        14 => chrono::NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok().map(|time| time.and_utc()),
        9 | 10 => number().and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        12 | 13 => number().and_then(DateTime::from_timestamp_millis),
        _ => None,
    };
    moment.map_or(Reading::Unknown, |moment| Reading::Day(moment.date_naive(), Some(moment)))
}

/// Three numbers parted by `-`, `/` or `.` at the beginning, and the text behind them.
fn read_numeric_day(text: &str) -> Option<(Reading, String)> {
    let mut numbers = [0_u32; 3];
    let mut widths = [0; 3];
    let mut rest = text;
    let mut separator = None;
    for part in 0..3 {
        let width = rest.bytes().take_while(u8::is_ascii_digit).count();
        numbers[part] = rest.get(..width)?.parse().ok()?;
        widths[part] = width;
        rest = &rest[width..];
        if part < 2 {
            let found = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
            if *separator.get_or_insert(found) != found {
                return None;
            }
            rest = &rest[1..];
        }
    }
    let day = |year: u32, month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let [a, b, c] = numbers;
    let reading = match widths {
        [4, 1..=2, 1..=2] => Reading::Day(day(a, b, c)?, None),
        [1..=2, 1..=2, 4] if separator == Some('.') => Reading::Day(day(c, b, a)?, None),
        [1..=2, 1..=2, 4] => match (day(c, b, a), day(c, a, b)) {
            (Some(first), Some(second)) if first != second => Reading::Ambiguous(first, second),
            (first, second) => Reading::Day(first.or(second)?, None),
        },
        _ => return None,
    };
    Some((reading, rest.to_owned()))
}

/// A month in letters with a day and a year of four digits, in any order, and the text without them.
fn read_named_day(text: &str) -> Option<(Reading, String)> {
    let mut month = None;
    let mut day = None;
    let mut year = None;
    let mut rest = Vec::new();
    for word in text.split([' ', ',', '\u{a0}', '|', '-', '/']).filter(|word| !word.is_empty()) {
        let plain = word.trim_end_matches('.');
        let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
        let ordinal = matches!(&plain[digits..], "" | "st" | "nd" | "rd" | "th");
        // A zone such as -0400 comes after the year: four digits are a year only once.
        if month.is_none()
            && digits == 0
            && let Some(found) = month_named(plain)
        {
            month = Some(found);
        } else if day.is_none() && matches!(digits, 1..=2) && ordinal {
            day = plain[..digits].parse::<u32>().ok();
        } else if year.is_none() && digits == 4 && plain.len() == 4 {
            year = plain.parse::<i32>().ok();
        } else {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let sign = if at > 0 && text.as_bytes()[at - 1] == b'-' && digits > 0 { "-" } else { "" };
            rest.push(format!("{sign}{word}"));
        }
    }
    Some((Reading::Day(NaiveDate::from_ymd_opt(year?, month?, day?)?, None), rest.join(" ")))
}

/// A time of day, and its distance from UTC in minutes if a zone is printed.
#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    time: Option<NaiveTime>,
    offset_minutes: Option<i64>,
    unsure: bool,
}

fn with_clock(day: NaiveDate, clock: Clock) -> Reading {
    let known = clock
        .time
        .filter(|_| !clock.unsure)
        .filter(|time| *time != NaiveTime::MIN || clock.offset_minutes.is_some_and(|offset| offset != 0));
    let moment = known.and_then(|time| {
        day.and_time(time).and_utc().checked_sub_signed(Duration::minutes(clock.offset_minutes.unwrap_or(0)))
    });
    Reading::Day(day, moment)
}

/// The time and zone in what is left of a date; nothing if there is anything else in it.
fn read_clock(rest: &str) -> Option<Clock> {
    let mut clock = Clock::default();
    let rest = rest.trim_start_matches([' ', ',', '_']);
    let rest =
        rest.strip_prefix(['T', 't']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest);
    let (time, rest) = split_time(rest);
    clock.time = time;
    for word in rest.split([' ', ',', '(', ')']).filter(|word| !word.is_empty()) {
        let plain: String = word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase()).collect();
        if let Some((time, tail)) = time_in(word).filter(|_| clock.time.is_none()) {
            clock.time = Some(time);
            clock.read_word(&tail.to_ascii_lowercase())?;
        } else {
            clock.read_word(&plain)?;
        }
    }
    Some(clock)
}

fn split_time(text: &str) -> (Option<NaiveTime>, &str) {
    time_in(text).map_or((None, text), |(time, rest)| (Some(time), rest))
}

/// `12:30`, `12:30:05`, `12:30:05.123` at the beginning, and what follows.
fn time_in(text: &str) -> Option<(NaiveTime, &str)> {
    let end = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let mut parts = text[..end].split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().map_or(Some(0), |second| second)?);
    let mut rest = &text[end..];
    if let Some(fraction) = rest.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    Some((NaiveTime::from_hms_opt(hour, minute, second.min(59))?, rest))
}

impl Clock {
    /// Takes a word into account; nothing if it has no place behind a date.
    fn read_word(&mut self, word: &str) -> Option<()> {
        const FILLERS: &[&str] = &[
            "",
            "at",
            "on",
            "of",
            "the",
            "mon",
            "tue",
            "tues",
            "wed",
            "thu",
            "thur",
            "thurs",
            "fri",
            "sat",
            "sun",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "published",
            "updated",
        ];
        if FILLERS.contains(&word) {
            return Some(());
        }
        if matches!(word, "et" | "ct" | "mt" | "pt") {
            // Summer or winter time is not said: the day stands, the moment does not.
            self.unsure = true;
            return Some(());
        }
        if let Some(offset) = zone(word) {
            self.offset_minutes = self.offset_minutes.or(Some(offset));
            return Some(());
        }
        let afternoon = match word {
            "am" => false,
            "pm" => true,
            _ => return None,
        };
        let time = self.time?;
        let hours = i64::from(afternoon) * 12 - if chrono::Timelike::hour(&time) == 12 { 12 } else { 0 };
        self.time = Some(time.overflowing_add_signed(Duration::hours(hours)).0);
        Some(())
    }
}

/// Minutes that a zone lies east of UTC: `z`, `+04:00`, `-0500`, `gmt+3`, `est`.
fn zone(word: &str) -> Option<i64> {
    let hours = match word {
        "z" | "utc" | "gmt" | "ut" => 0,
        "est" => -5,
        "edt" => -4,
        "cst" => -6,
        "cdt" => -5,
        "mst" => -7,
        "mdt" => -6,
        "pst" => -8,
        "pdt" => -7,
        "bst" => 1,
        "cet" => 1,
        "cest" | "eet" => 2,
        "eest" | "msk" => 3,
        _ => {
            let word = word.trim_start_matches("utc").trim_start_matches("gmt");
            let sign = if word.starts_with('+') { 1 } else { -1 };
            let digits: String = word.strip_prefix(['+', '-', '\u{2212}'])?.chars().filter(|c| *c != ':').collect();
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let (hours, minutes) = match digits.len() {
                1 | 2 => (digits.parse::<i64>().ok()?, 0),
                4 => (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?),
                _ => return None,
            };
            return (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes));
        }
    };
    Some(hours * 60)
}

/// The one date in a text such as a file's name: `2025-10-10`, `2025_10_10`, `20251010`, digits not going on to either
/// side. Nothing if there is none, or two that differ.
#[must_use]
pub(super) fn only_day_in(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let mut found = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || at > 0 && bytes[at - 1].is_ascii_digit() {
            at += 1;
            continue;
        }
        let Some((day, end)) = day_at(text, at) else {
            at += 1;
            continue;
        };
        if found.is_some_and(|other| other != day) {
            return None;
        }
        found = Some(day);
        at = end;
    }
    found
}

fn day_at(text: &str, at: usize) -> Option<(NaiveDate, usize)> {
    let bytes = &text.as_bytes()[at..];
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')))
    };
    let (month, day, end) = match bytes.get(4)? {
        separator @ (b'-' | b'_' | b'.') if bytes.get(7) == Some(separator) => (digits(5..7)?, digits(8..10)?, 10),
        b'0'..=b'1' => (digits(4..6)?, digits(6..8)?, 8),
        _ => return None,
    };
    if bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let year = i32::try_from(digits(0..4)?).ok().filter(|year| (1600..=2999).contains(year))?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, at + end))
}

/// The day in the path of an address: `/2025/10/10/` or a part that begins with `2025-10-10`.
#[must_use]
pub(super) fn day_in_url(url: &str) -> Option<NaiveDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).take(32).collect();
    let number = |text: &str, width: std::ops::RangeInclusive<usize>| {
        text.parse::<u32>().ok().filter(|_| width.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
    };
    let in_parts = parts.windows(3).find_map(|three| {
        let year = i32::try_from(number(three[0], 4..=4)?).ok()?;
        NaiveDate::from_ymd_opt(year, number(three[1], 1..=2)?, number(three[2], 1..=2)?)
    });
    in_parts.or_else(|| {
        parts.iter().find_map(|part| {
            let start = part.get(..10).filter(|start| start.as_bytes()[4] == b'-' && start.as_bytes()[7] == b'-')?;
            only_day_in(start)
        })
    })
}
