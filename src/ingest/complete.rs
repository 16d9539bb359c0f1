//! What an article's own text tells of it, where its record does not: outlet and date. Dates that disagree are told.

use chrono::{Datelike, NaiveDate};

use crate::annotation::{Analysis, Dateline};
use crate::article::{Article, DateFrom};
use crate::date::is_plausible;
use crate::read::Doubt;

/// Days by which a dateline may differ from the article's date without a word: reports are filed one day and printed the
/// next.
const DATELINE_DAYS: i64 = 1;

/// Fills the outlet from the text's own words and the date from a dateline with a printed year, each only where the record
/// has none. Returns what is doubtful: a dateline that lies more than a day from the article's date.
pub fn complete(article: &mut Article, analysis: &Analysis, today: NaiveDate) -> Vec<Doubt> {
    if article.outlet.is_none() {
        article.outlet.clone_from(&analysis.outlet);
    }
    let Some(dateline) = &analysis.dateline else { return Vec::new() };
    match article.date {
        None => {
            let day = dateline.year.and_then(|year| day_of(dateline, year)).filter(|day| is_plausible(*day, today));
            if day.is_some() {
                (article.date, article.date_from) = (day, DateFrom::Dateline);
            }
            Vec::new()
        }
        Some(used) => conflict(used, article.date_from, dateline).into_iter().collect(),
    }
}

fn conflict(used: NaiveDate, used_from: DateFrom, dateline: &Dateline) -> Option<Doubt> {
    let printed = dateline.date?;
    let years = dateline.year.map_or(used.year() - 1..=used.year() + 1, |year| year..=year);
    let nearest = years.filter_map(|year| day_of(dateline, year)).map(|day| (day - used).num_days().abs()).min();
    if nearest.is_some_and(|days| days <= DATELINE_DAYS) {
        return None;
    }
    let other = match dateline.year {
        Some(year) => format!("{year}-{:02}-{:02}", printed.month, printed.day),
        None => format!("{:02}-{:02}", printed.month, printed.day),
    };
    Some(Doubt::DateConflict { used, used_from, other, other_from: DateFrom::Dateline })
}

fn day_of(dateline: &Dateline, year: i32) -> Option<NaiveDate> {
    let printed = dateline.date?;
    NaiveDate::from_ymd_opt(year, printed.month.into(), printed.day.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::MonthDay;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn analysis(month: u8, day: u8, year: Option<i32>) -> Analysis {
        let dateline = Dateline { date: Some(MonthDay { month, day }), year, ..Dateline::default() };
        Analysis { dateline: Some(dateline), outlet: Some("Harbour Wire".to_owned()), ..Analysis::default() }
    }

    fn dated(text: &str) -> Article {
        Article { date: Some(day(text)), date_from: DateFrom::Header, ..Article::default() }
    }

    #[test]
    fn a_dateline_gives_a_date_only_with_its_year() {
        let mut article = Article::default();
        assert!(complete(&mut article, &analysis(10, 9, Some(2025)), day("2025-11-01")).is_empty());
        assert_eq!((article.date, article.date_from), (Some(day("2025-10-09")), DateFrom::Dateline));
        assert_eq!(article.outlet.as_deref(), Some("Harbour Wire"));
        let mut article = Article::default();
        complete(&mut article, &analysis(10, 9, None), day("2025-11-01"));
        assert_eq!((article.date, article.date_from), (None, DateFrom::None));
        complete(&mut article, &analysis(12, 9, Some(2025)), day("2025-11-01"));
        assert_eq!(article.date, None, "a dateline in the future");
    }

    #[test]
    fn what_the_record_says_stays() {
        let mut article = Article { outlet: Some("Daily C".to_owned()), ..dated("2025-10-10") };
        complete(&mut article, &analysis(10, 9, Some(2025)), day("2025-11-01"));
        assert_eq!((article.outlet.as_deref(), article.date), (Some("Daily C"), Some(day("2025-10-10"))));
    }

    #[test]
    fn a_dateline_a_day_off_is_normal_and_two_are_told() {
        for (date, month, printed, doubts) in
            [("2025-10-10", 10, 9, 0), ("2025-10-10", 10, 11, 0), ("2025-10-10", 10, 8, 1), ("2026-01-01", 12, 31, 0)]
        {
            let found = complete(&mut dated(date), &analysis(month, printed, None), day("2026-11-01"));
            assert_eq!(found.len(), doubts, "{date} {month}-{printed}");
        }
        let found = complete(&mut dated("2025-10-10"), &analysis(10, 9, Some(2024)), day("2025-11-01"));
        assert_eq!(found[0].to_string(), "header says 2025-10-10, dateline says 2024-10-09; the first was taken");
    }
}
