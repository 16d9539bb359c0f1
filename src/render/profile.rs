//! The profile of a speaker for people and as JSON. Every number has its unit.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::extract::SCHEMA;
use super::sanitize;
use super::stats::{counted, number};
use super::style::{Look, Role};
use crate::search::speaker::Profile;
use crate::search::timeline::Grain;

/// Entries of a list that people are shown.
const SHOWN: usize = 6;

/// Periods that the small timeline has at most.
const PERIODS: usize = 48;

/// A profile as others read it.
#[derive(Debug, Serialize)]
pub struct ProfileView<'a> {
    schema: u32,
    speaker: &'a str,
    quotes: u64,
    direct: u64,
    indirect: u64,
    mixed: u64,
    articles: u64,
    words: u64,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    spellings: Vec<Count<'a>>,
    roles: Vec<RoleView<'a>>,
    outlets: Vec<Count<'a>>,
    places: Vec<Count<'a>>,
    about: Vec<Count<'a>>,
    months: Vec<Count<'static>>,
}

#[derive(Debug, Serialize)]
struct Count<'a> {
    value: std::borrow::Cow<'a, str>,
    count: u64,
}

#[derive(Debug, Serialize)]
struct RoleView<'a> {
    role: &'a str,
    articles: u64,
    first: Option<String>,
    last: Option<String>,
}

impl<'a> ProfileView<'a> {
    /// The view of a profile.
    #[must_use]
    pub fn new(profile: &'a Profile) -> Self {
        let counts = |list: &'a [(String, u64)]| {
            list.iter().map(|(value, count)| Count { value: value.as_str().into(), count: *count }).collect()
        };
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let [direct, indirect, mixed] = profile.kinds;
        let role = |role: &'a crate::search::speaker::Role| RoleView {
            role: &role.role,
            articles: role.articles,
            first: day(role.first),
            last: day(role.last),
        };
        let months = by_period(profile, Grain::Month).into_iter();
        Self {
            schema: SCHEMA,
            speaker: &profile.name,
            quotes: profile.quotes(),
            direct,
            indirect,
            mixed,
            articles: profile.articles,
            words: profile.words,
            first: day(profile.first),
            last: day(profile.last),
            undated: profile.undated,
            spellings: counts(&profile.spellings),
            roles: profile.roles.iter().map(role).collect(),
            outlets: counts(&profile.outlets),
            places: counts(&profile.places),
            about: counts(&profile.about),
            months: months.map(|(day, count)| Count { value: Grain::Month.label(day).into(), count }).collect(),
        }
    }
}

/// A profile for people.
#[must_use]
pub fn lines(profile: &Profile, look: Look) -> String {
    let [direct, indirect, mixed] = profile.kinds.map(number);
    let mut out = format!("{}\n", look.paint(Role::Speaker, &sanitize::line(&profile.name)));
    let counts = format!(
        "{} in {}, {}: {direct} direct, {indirect} indirect, {mixed} mixed",
        counted(profile.quotes(), "quotation"),
        counted(profile.articles, "article"),
        counted(profile.words, "word")
    );
    let since = match (profile.first, profile.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.to_string(),
        _ => "no dates".to_owned(),
    };
    let undated = if profile.undated > 0 { format!(", {} undated", number(profile.undated)) } else { String::new() };
    let roles: Vec<String> = profile.roles.iter().map(role).collect();
    let spellings = if profile.spellings.len() > 1 { list(&profile.spellings) } else { String::new() };
    let rows = [
        ("quoted", counts),
        ("dates", format!("{since}{undated}")),
        ("over time", sparkline(profile)),
        ("spelled", spellings),
        ("roles", shown(&roles, "; ")),
        ("outlets", list(&profile.outlets)),
        ("filed from", list(&profile.places)),
        ("talks about", list(&profile.about)),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let name = look.paint(Role::Dim, &format!("{name:<13}"));
        out.push_str(&format!("  {name}{}\n", look.wrapped(value, 15).trim_start()));
    }
    out
}

fn role(role: &crate::search::speaker::Role) -> String {
    let since = match (role.first, role.last) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(first), _) => format!(", {first}"),
        _ => String::new(),
    };
    format!("{} ({}{since})", sanitize::line(&role.role), counted(role.articles, "article"))
}

fn list(counts: &[(String, u64)]) -> String {
    let entries: Vec<String> =
        counts.iter().map(|(value, count)| format!("{} {}", sanitize::line(value), number(*count))).collect();
    shown(&entries, ", ")
}

fn shown(entries: &[String], between: &str) -> String {
    let more = entries.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", entries[..entries.len().min(SHOWN)].join(between))
}

/// Quotations by period, none left out between the first and the last.
fn by_period(profile: &Profile, grain: Grain) -> BTreeMap<NaiveDate, u64> {
    let mut periods = BTreeMap::new();
    let (Some(first), Some(last)) = (profile.first, profile.last) else { return periods };
    let mut start = Some(grain.start(first));
    while let Some(day) = start.filter(|day| *day <= last) {
        periods.insert(day, 0);
        start = grain.next(day);
    }
    for (day, count) in &profile.days {
        *periods.entry(grain.start(*day)).or_default() += count;
    }
    periods
}

/// One sign a period, its height the number of quotations; in the shortest periods that fit.
fn sparkline(profile: &Profile) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    for grain in [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year] {
        let periods = by_period(profile, grain);
        if periods.len() < 2 || (periods.len() > PERIODS && grain != Grain::Year) {
            continue;
        }
        let most = periods.values().copied().max().unwrap_or(1).max(1);
        let sign = |count: &u64| if *count == 0 { '·' } else { HEIGHTS[(count * 7 / most) as usize] };
        let line: String = periods.values().map(sign).collect();
        return format!("{line} (a sign a {}, at most {})", grain.name(), counted(most, "quotation"));
    }
    String::new()
}
