//! Days as datelines print them: `October 10`, `Nov.21`, `14 avqust`, `09.11.20`. Text in, a day and where it ends out.

use crate::annotation::MonthDay;

/// A day that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Month and day.
    pub(super) day: MonthDay,
    /// The year, if it is printed.
    pub(super) year: Option<i32>,
    /// Bytes that it takes.
    pub(super) len: usize,
}

/// Names of months from January to December: English, Azerbaijani, Turkish, Russian, German, French, Spanish. A name of
/// four letters or more may be cut to three or more (`Oct`, `Sept`), as long as it stays alone in its row.
const MONTHS: [&[&str]; 12] = [
    &["january", "yanvar", "ocak", "января", "januar", "janvier", "enero"],
    &["february", "fevral", "şubat", "февраля", "februar", "février", "febrero"],
    &["march", "mart", "марта", "märz", "mars", "marzo"],
    &["april", "aprel", "nisan", "апреля", "avril", "abril"],
    &["may", "mayıs", "мая", "mai", "mayo"],
    &["june", "iyun", "haziran", "июня", "juni", "juin", "junio"],
    &["july", "iyul", "temmuz", "июля", "juli", "juillet", "julio"],
    &["august", "avqust", "ağustos", "августа", "août", "agosto"],
    &["september", "sentyabr", "eylül", "сентября", "septembre", "septiembre"],
    &["october", "oktyabr", "ekim", "октября", "oktober", "octobre", "octubre"],
    &["november", "noyabr", "kasım", "ноября", "novembre", "noviembre"],
    &["december", "dekabr", "aralık", "декабря", "dezember", "décembre", "diciembre"],
];

/// Reads a day at the beginning of the text: month and day, day and month, or digits as day, month and year.
pub(super) fn read_day(text: &str) -> Option<Day> {
    let first = text.chars().next()?;
    let mut found = if first.is_ascii_digit() {
        read_digits(text).or_else(|| day_then_month(text))?
    } else if first.is_alphabetic() {
        month_then_day(text)?
    } else {
        return None;
    };
    if found.year.is_none()
        && let Some((year, len)) = read_year(&text[found.len..])
    {
        found.year = Some(year);
        found.len += len;
    }
    Some(found)
}

/// The month of a name, in any case, full or cut.
pub(super) fn month(name: &str) -> Option<u8> {
    if name.len() > 24 {
        return None;
    }
    let name = name.to_lowercase();
    let is_cut = |full: &str| name.chars().count() >= 3 && full.starts_with(&name);
    let row = MONTHS.iter().position(|row| row.contains(&name.as_str()));
    row.or_else(|| MONTHS.iter().position(|row| row.iter().any(|full| is_cut(full)))).map(|row| row as u8 + 1)
}

fn month_then_day(text: &str) -> Option<Day> {
    let word = letters(text);
    let month = month(&text[..word])?;
    let mut at = word;
    at += usize::from(text[at..].starts_with('.'));
    at += blanks(&text[at..]);
    let (day, len) = small_number(&text[at..])?;
    at += len;
    // "2nd", but never the beginning of a longer number or of a clock time
    let ordinal = letters(&text[at..]);
    if ordinal > 0 && !["st", "nd", "rd", "th"].contains(&text[at..at + ordinal].to_lowercase().as_str()) {
        return None;
    }
    made(month, day, None, at + ordinal)
}

fn day_then_month(text: &str) -> Option<Day> {
    let (day, mut at) = small_number(text)?;
    at += usize::from(text[at..].starts_with('.'));
    at += blanks(&text[at..]);
    let word = letters(&text[at..]);
    let month = month(&text[at..at + word])?;
    at += word;
    let is_cut = word < 5 && text[at..].starts_with('.') && !text[at..].starts_with(". ");
    made(month, day, None, at + usize::from(is_cut))
}

/// `09.11.20`, `22.09.2023`: day, month, year, as where such datelines are printed.
fn read_digits(text: &str) -> Option<Day> {
    let (day, mut at) = small_number(text)?;
    at += text[at..].strip_prefix('.').map(|_| 1)?;
    let (month, len) = small_number(&text[at..])?;
    at += len;
    at += text[at..].strip_prefix('.').map(|_| 1)?;
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = text[at..at + digits].parse().ok().filter(|_| digits == 2 || digits == 4)?;
    let year = if digits == 4 { year } else { 2000 + year };
    made(u8::try_from(month).ok()?, day, Some(year), at + digits)
}

/// A year behind a day, with the comma or blank before it.
fn read_year(text: &str) -> Option<(i32, usize)> {
    let mut at = usize::from(text.starts_with(','));
    let gap = blanks(&text[at..]);
    at += gap;
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = text[at..at + digits].parse().ok()?;
    (digits == 4 && gap > 0 && (1800..2200).contains(&year)).then_some((year, at + digits))
}

fn made(month: u8, day: u32, year: Option<i32>, len: usize) -> Option<Day> {
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].get(usize::from(month).checked_sub(1)?)?;
    (1..=*longest).contains(&day).then_some(Day { day: MonthDay { month, day: day as u8 }, year, len })
}

/// A number of one or two digits, and its length.
fn small_number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..digits].parse().ok()?;
    (1..=2).contains(&digits).then_some((value, digits))
}

fn letters(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !c.is_alphabetic()).map_or(text.len(), |(at, _)| at)
}

fn blanks(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !matches!(c, ' ' | '\u{a0}' | '\t')).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_all_their_forms() {
        for (text, month, day, year, rest) in [
            ("October 10. As", 10, 10, None, ". As"),
            ("Nov.21\n", 11, 21, None, "\n"),
            ("Jan. 01 (MNA)", 1, 1, None, " (MNA)"),
            ("Sept. 14", 9, 14, None, ""),
            ("MARCH 2 -", 3, 2, None, " -"),
            ("May 2nd -", 5, 2, None, " -"),
            ("July 5, 2024 -", 7, 5, Some(2024), " -"),
            ("14 avqust — S", 8, 14, None, " — S"),
            ("3 мая —", 5, 3, None, " —"),
            ("09.11.20 / T", 11, 9, Some(2020), " / T"),
            ("05.08.2022, B", 8, 5, Some(2022), ", B"),
        ] {
            let found = read_day(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.day.month, found.day.day, found.year), (month, day, year), "{text}");
            assert_eq!(&text[found.len..], rest, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in ["Marching 2", "Monday 3", "Ma 3", "March 187 -", "March", "April 31", "13.13.20", "10:30", "", "é"]
        {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
