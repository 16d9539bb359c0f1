//! The profile of a speaker: a query about a speaker's quotations comes in, for each bearer of the name goes out how it is
//! spelled, in which roles, where, about whom, and since when. Bearers of one surname are never joined.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::marking::matcher;
use super::speakers::speakers;
use crate::annotation::QuoteKind;
use crate::document::Record;
use crate::engine::{Engine, EngineError};
use crate::matching::Matcher;
use crate::query::ast::Query;

/// What is known of a speaker; all lists the commonest first, ties by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The commonest spelling.
    pub name: String,
    /// Spellings and their quotations, the commonest among them.
    pub spellings: Vec<(String, u64)>,
    /// Quotations by kind, in the order of `QuoteKind::ALL`.
    pub kinds: [u64; 3],
    /// Articles they stand in.
    pub articles: u64,
    /// Words of the quotations.
    pub words: u64,
    /// Roles as articles give them.
    pub roles: Vec<Role>,
    /// Outlets of the articles, as printed, and articles.
    pub outlets: Vec<(String, u64)>,
    /// Places of the articles' datelines, as printed, and articles.
    pub places: Vec<(String, u64)>,
    /// People named in the quotations, and quotations.
    pub about: Vec<(String, u64)>,
    /// Earliest date.
    pub first: Option<NaiveDate>,
    /// Latest date.
    pub last: Option<NaiveDate>,
    /// Quotations by day.
    pub days: BTreeMap<NaiveDate, u64>,
    /// Quotations without a date.
    pub undated: u64,
}

/// A role and when it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// As the articles have it.
    pub role: String,
    /// Articles.
    pub articles: u64,
    /// Earliest date.
    pub first: Option<NaiveDate>,
    /// Latest date.
    pub last: Option<NaiveDate>,
}

impl Profile {
    /// All quotations.
    #[must_use]
    pub fn quotes(&self) -> u64 {
        self.kinds.iter().sum()
    }
}

/// What is gathered of a speaker on the way.
#[derive(Default)]
struct Gathered {
    profile: Profile,
    spellings: BTreeMap<String, u64>,
    roles: BTreeMap<String, Role>,
    outlets: BTreeMap<String, u64>,
    places: BTreeMap<String, u64>,
    about: BTreeMap<String, u64>,
}

/// The profiles of those who speak in what satisfies the query, the most quoted first, at most `limit`; and how many
/// speakers there are.
///
/// # Errors
/// As [`Engine::search`].
pub fn profiles(engine: &dyn Engine, query: &Query, limit: usize) -> Result<(Vec<Profile>, u64), EngineError> {
    let mut list = speakers(engine, query)?.list;
    let all = list.len() as u64;
    list.truncate(limit);
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for (at, speaker) in list.iter().enumerate() {
        heads.extend(speaker.spellings.iter().chain([&speaker.name]).map(|name| (name.clone(), at)));
    }
    let mut gathered: Vec<Gathered> = list.iter().map(|_| Gathered::default()).collect();
    let matcher = matcher(engine, query)?;
    engine.visit(query, &mut |record| gather(record, &matcher, &heads, &mut gathered))?;
    let named = list.into_iter().zip(gathered).map(|(speaker, mut gathered)| {
        gathered.profile.name = speaker.name;
        gathered.profile.words = speaker.words;
        gathered.done()
    });
    Ok((named.collect(), all))
}

/// Adds the quotations of an article to those who say them.
fn gather(record: &Record, matcher: &Matcher, heads: &BTreeMap<String, usize>, gathered: &mut [Gathered]) {
    let Record { article, analysis } = record;
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut roles: BTreeSet<(usize, &str)> = BTreeSet::new();
    for number in matcher.quotes(article, analysis) {
        let Some(quote) = analysis.quotes.get(number as usize) else { continue };
        for person in analysis.speakers(quote) {
            let Some((at, own)) = heads.get(&person.name).and_then(|at| Some((*at, gathered.get_mut(*at)?))) else {
                continue;
            };
            *own.spellings.entry(person.name.clone()).or_default() += 1;
            let kind = QuoteKind::ALL.iter().position(|kind| *kind == quote.kind).unwrap_or(0);
            own.profile.kinds[kind] += 1;
            let about: BTreeSet<&str> = analysis.about(quote).map(|person| person.name.as_str()).collect();
            about.into_iter().for_each(|name| *own.about.entry(name.to_owned()).or_default() += 1);
            match article.date {
                Some(day) => *own.profile.days.entry(day).or_default() += 1,
                None => own.profile.undated += 1,
            }
            if let Some(role) = person.role.as_deref().filter(|role| roles.insert((at, role))) {
                let known = own.roles.entry(role.to_owned()).or_default();
                known.articles += 1;
                known.first = known.first.into_iter().chain(article.date).min();
                known.last = known.last.max(article.date);
            }
            if seen.insert(at) {
                own.profile.articles += 1;
                let place = analysis.dateline.as_ref().and_then(|dateline| dateline.place.clone());
                article.outlet.iter().for_each(|outlet| *own.outlets.entry(outlet.clone()).or_default() += 1);
                place.into_iter().for_each(|place| *own.places.entry(place).or_default() += 1);
            }
        }
    }
}

impl Gathered {
    fn done(self) -> Profile {
        let mut profile = self.profile;
        profile.spellings = sorted(self.spellings);
        profile.outlets = sorted(self.outlets);
        profile.places = sorted(self.places);
        profile.about = sorted(self.about);
        let named = self.roles.into_iter().map(|(role, known)| Role { role, ..known });
        profile.roles = named.collect();
        profile.roles.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.role.cmp(&b.role)));
        profile.first = profile.days.keys().next().copied();
        profile.last = profile.days.keys().next_back().copied();
        profile
    }
}

fn sorted(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut list: Vec<(String, u64)> = counts.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}
