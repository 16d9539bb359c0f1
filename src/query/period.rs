//! Dates and periods as people write them, given today. What comes in is one expression (`2025-10`, `last-week`, `7d..`),
//! what goes out is a stretch of civil days. Nothing is guessed: what can be read in two ways is refused with both.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::date::{DateRange, month_named};

/// Why an expression is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl PeriodError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    fn unknown(text: &str) -> Self {
        Self {
            message: format!("`{}` is no date or period", text.trim()),
            hint: Some(
                "dates are written 2025-10-10, 2025-10, 2025-Q3, \"10 Oct 2025\", last-week, 7d.., 2025-09..2025-10"
                    .into(),
            ),
        }
    }
}

/// Reads a period or a range `a..b` of periods: from the first day of `a` to the last of `b`.
///
/// # Errors
/// When it is no date, has two readings, or ends before it begins.
pub fn parse_range(text: &str, today: NaiveDate) -> Result<DateRange, PeriodError> {
    let Some((from, to)) = text.split_once("..") else { return parse(text, today) };
    let (from, to) = (from.trim(), to.trim_start_matches('.').trim());
    let first = if from.is_empty() || from == "*" { None } else { Some(parse(from, today)?) };
    let last = if to.is_empty() || to == "*" { None } else { Some(parse(to, today)?) };
    // `7d..` is today and the six days before.
    let rolls_to_today = last.is_none() && rolling(&Words::of(from), today).is_some();
    let range = DateRange {
        from: first.and_then(|period| period.from),
        to: if rolls_to_today { Some(today) } else { last.and_then(|period| period.to) },
    };
    in_order(range)
}

/// The range, unless it ends before it begins.
pub(super) fn in_order(range: DateRange) -> Result<DateRange, PeriodError> {
    if range.is_empty() {
        return Err(PeriodError::new("this range ends before it begins"));
    }
    Ok(range)
}

/// Reads one date or period; both ends of what comes out are there.
///
/// # Errors
/// When it is no date, or has two readings.
pub fn parse(text: &str, today: NaiveDate) -> Result<DateRange, PeriodError> {
    let words = Words::of(text);
    let refs: Vec<&str> = words.0.iter().map(String::as_str).collect();
    let found = named(&refs, today)
        .or_else(|| rolling(&words, today).map(Ok))
        .or_else(|| iso(&refs, text.trim()))
        .or_else(|| numeric(text.trim()))
        .or_else(|| with_month(&refs, today));
    match found {
        Some(Ok(range)) if range.from.is_some_and(|day| (1000..=9999).contains(&day.year())) => Ok(range),
        Some(Err(error)) => Err(error),
        _ => Err(PeriodError::unknown(text)),
    }
}

/// An expression in lower case, cut at blanks, `-`, `_` and `,`, and where digits meet letters.
struct Words(Vec<String>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut last = ' ';
        for c in text.trim().to_lowercase().chars() {
            let parts = c.is_whitespace() || matches!(c, '-' | '_' | ',' | '−' | '–');
            if parts {
                last = ' ';
                continue;
            }
            let meets = last.is_ascii_digit() != c.is_ascii_digit() && last != ' ';
            match words.last_mut() {
                Some(word) if last != ' ' && !meets => word.push(c),
                _ => words.push(c.to_string()),
            }
            last = c;
        }
        Self(words)
    }
}

type Found = Option<Result<DateRange, PeriodError>>;

/// `today`, `friday`, `last-week`, `this-month`.
fn named(words: &[&str], today: NaiveDate) -> Found {
    let range = match words {
        ["today" | "now"] => DateRange::day(today),
        ["yesterday"] => DateRange::day(today.pred_opt()?),
        ["tomorrow"] => DateRange::day(today.succ_opt()?),
        [which @ ("this" | "last"), unit] => around(unit, *which == "last", today)?,
        ["thisweek" | "thismonth" | "thisyear" | "thisquarter"] => {
            around(words[0].strip_prefix("this")?, false, today)?
        }
        ["lastweek" | "lastmonth" | "lastyear" | "lastquarter"] => around(words[0].strip_prefix("last")?, true, today)?,
        ["last" | "past", number, unit] => {
            let number = number.parse().ok()?;
            back(number, unit, today)?
        }
        [number, unit, "ago"] => {
            let span = back(number.parse().ok()?, unit, today)?;
            DateRange::day(span.from?.pred_opt()?)
        }
        [day] => DateRange::day(on_or_before(weekday(day)?, today)?),
        _ => return None,
    };
    Some(Ok(range))
}

/// The week, month, quarter or year of today, or the one before; for a weekday, the last one (today apart for `last`).
fn around(unit: &str, before: bool, today: NaiveDate) -> Option<DateRange> {
    let months = |first: NaiveDate, length: u32| {
        let from = if before { first.checked_sub_months(Months::new(length))? } else { first };
        Some(DateRange { from: Some(from), to: from.checked_add_months(Months::new(length))?.pred_opt() })
    };
    let first_of_month = today.with_day(1)?;
    match unit {
        "week" => {
            let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday())))?;
            let from = if before { monday.checked_sub_days(Days::new(7))? } else { monday };
            Some(DateRange { from: Some(from), to: from.checked_add_days(Days::new(6)) })
        }
        "month" => months(first_of_month, 1),
        "quarter" => months(first_of_month.with_month0(today.month0() / 3 * 3)?, 3),
        "year" => months(first_of_month.with_month(1)?, 12),
        "night" if before => Some(DateRange::day(today.pred_opt()?)),
        _ if before => Some(DateRange::day(on_or_before(weekday(unit)?, today.pred_opt()?)?)),
        _ => None,
    }
}

/// `7d`, `2w`, `3m`, `1y`, `7 days`.
fn rolling(words: &Words, today: NaiveDate) -> Option<DateRange> {
    let [number, unit] = &words.0[..] else { return None };
    back(number.parse().ok()?, unit, today)
}

/// So many days, weeks, months or years up to and with today.
fn back(number: u32, unit: &str, today: NaiveDate) -> Option<DateRange> {
    if number == 0 {
        return None;
    }
    let before = match unit {
        "d" | "day" | "days" => today.checked_sub_days(Days::new(u64::from(number)))?,
        "w" | "wk" | "week" | "weeks" => today.checked_sub_days(Days::new(7 * u64::from(number)))?,
        "m" | "mo" | "month" | "months" => today.checked_sub_months(Months::new(number))?,
        "y" | "year" | "years" => today.checked_sub_months(Months::new(number.checked_mul(12)?))?,
        _ => return None,
    };
    Some(DateRange { from: before.succ_opt(), to: Some(today) })
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    })
}

fn on_or_before(weekday: Weekday, day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(u64::from(day.weekday().days_since(weekday))))
}

/// `2025`, `2025-10`, `2025-10-10`, `20251010`, `2025-Q3`, `2025-W41`, `2025-W41-5`, `2025-H1`, `2020s`.
fn iso(words: &[&str], text: &str) -> Found {
    let year = |text: &str| (text.len() == 4).then(|| text.parse::<i32>().ok()).flatten();
    let number = |text: &str| (text.len() <= 2).then(|| text.parse::<u32>().ok()).flatten();
    let range = match *words {
        [digits] if digits.len() == 8 && digits.is_ascii() => {
            day(year(&digits[..4])?, number(&digits[4..6])?, number(&digits[6..])?)
        }
        [y] => DateRange::year(year(y)?),
        [y, "s"] if y.ends_with('0') => {
            let first = year(y)?;
            Some(DateRange { from: DateRange::year(first)?.from, to: DateRange::year(first + 9)?.to })
        }
        [y, m] => DateRange::month(year(y)?, number(m)?),
        [y, "q", n] | ["q", n, y] => part(year(y)?, number(n)?, 3),
        [y, "h", n] | ["h", n, y] => part(year(y)?, number(n)?, 6),
        [y, "w", n] => {
            let monday = NaiveDate::from_isoywd_opt(year(y)?, number(n)?, Weekday::Mon);
            monday.map(|from| DateRange { from: Some(from), to: from.checked_add_days(Days::new(6)) })
        }
        [y, "w", n, d] => {
            let weekday = Weekday::try_from(u8::try_from(number(d)?.checked_sub(1)?).ok()?).ok()?;
            NaiveDate::from_isoywd_opt(year(y)?, number(n)?, weekday).map(DateRange::day)
        }
        [y, m, d] => day(year(y)?, number(m)?, number(d)?),
        _ => return None,
    };
    Some(range.ok_or_else(|| PeriodError::new(format!("there is no {text}"))))
}

fn day(year: i32, month: u32, day: u32) -> Option<DateRange> {
    NaiveDate::from_ymd_opt(year, month, day).map(DateRange::day)
}

/// The `n`th part of a year, each so many months long.
fn part(year: i32, n: u32, months: u32) -> Option<DateRange> {
    let from = NaiveDate::from_ymd_opt(year, n.checked_sub(1)?.checked_mul(months)?.checked_add(1)?, 1)?;
    Some(DateRange { from: Some(from), to: from.checked_add_months(Months::new(months))?.pred_opt() })
}

/// `2025/10/10`, `25/12/2025`, `25.12.2025`, `25-12-2025`: read only where there is one reading.
fn numeric(text: &str) -> Found {
    let sign = ['/', '.', '-']
        .into_iter()
        .find(|sign| text.matches(*sign).count() == 2)
        .or_else(|| ['/', '.', '-'].into_iter().find(|sign| text.matches(*sign).count() == 1))?;
    let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let none = || PeriodError::new(format!("there is no {text}"));
    let year_of = |number: u32| i32::try_from(number).unwrap_or(0);
    match (parts[0].len(), parts[parts.len() - 1].len(), &numbers[..]) {
        (4, 4, [_, _]) => Some(Err(PeriodError {
            message: format!("`{text}` is no date or period"),
            hint: Some(format!("a range is written {}..{}", parts[0], parts[1])),
        })),
        (4, _, [y, m]) => Some(DateRange::month(year_of(*y), *m).ok_or_else(none)),
        (_, 4, [m, y]) => Some(DateRange::month(year_of(*y), *m).ok_or_else(none)),
        (4, _, [y, m, d]) => Some(day(year_of(*y), *m, *d).ok_or_else(none)),
        (_, 4, [a, b, y]) => Some(two_readings(text, year_of(*y), *a, *b)),
        (_, _, [_, _, _]) => Some(Err(PeriodError {
            message: format!("`{text}` does not tell its year"),
            hint: Some("a date is written 2025-10-10".into()),
        })),
        _ => None,
    }
}

/// Day and month in either order.
fn two_readings(text: &str, year: i32, a: u32, b: u32) -> Result<DateRange, PeriodError> {
    let (day_first, month_first) = (NaiveDate::from_ymd_opt(year, b, a), NaiveDate::from_ymd_opt(year, a, b));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Err(PeriodError {
            message: format!("`{text}` can be {one} or {other}"),
            hint: Some(format!("write {one} or {other}")),
        }),
        (Some(day), _) | (_, Some(day)) => Ok(DateRange::day(day)),
        (None, None) => Err(PeriodError::new(format!("there is no {text}"))),
    }
}

/// `oct`, `oct 2025`, `10 oct`, `oct 10`, `10 oct 2025`, `oct 10, 2025`, `10th of october 2025`. Without a year: the
/// latest that is not after today.
fn with_month(words: &[&str], today: NaiveDate) -> Found {
    let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches('.')).filter(|word| *word != "of").collect();
    let at = words.iter().position(|word| month_named(word).is_some())?;
    let month = month_named(words[at])?;
    let mut numbers: Vec<&str> = Vec::new();
    for (i, word) in words.iter().enumerate().filter(|(i, _)| *i != at) {
        let is_ordinal = matches!(*word, "st" | "nd" | "rd" | "th") && i > 0 && words[i - 1].len() <= 2;
        if word.bytes().all(|b| b.is_ascii_digit()) {
            numbers.push(word);
        } else if !is_ordinal {
            return None;
        }
    }
    let range = match numbers[..] {
        [] => latest(today, |year| DateRange::month(year, month)),
        [y] if y.len() == 4 => DateRange::month(y.parse().ok()?, month),
        [d] if d.len() <= 2 => {
            let d = d.parse().ok()?;
            latest(today, |year| day(year, month, d))
        }
        [d, y] if d.len() <= 2 && y.len() == 4 => day(y.parse().ok()?, month, d.parse().ok()?),
        [y, d] if d.len() <= 2 && y.len() == 4 => day(y.parse().ok()?, month, d.parse().ok()?),
        _ => return None,
    };
    Some(range.ok_or_else(|| PeriodError::new(format!("there is no {}", words.join(" ")))))
}

/// The latest year in which the period begins no later than today; leap days need up to eight years.
fn latest(today: NaiveDate, period: impl Fn(i32) -> Option<DateRange>) -> Option<DateRange> {
    (0..=8).find_map(|back| period(today.year() - back).filter(|found| found.from <= Some(today)))
}

#[cfg(test)]
mod tests;
