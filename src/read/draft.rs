//! The last step of reading, the same for all formats: what a format took from a record → an article with its identity,
//! date and language. No bytes are read here.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::error::{Doubt, Problem, ReadError, Warning};
use super::identity::Identities;
use super::language;
use super::moment::{self, Reading};
use super::settings::Found;
use super::steering::whole_words;
use crate::article::{Article, DateFrom, Origin};
use crate::date::is_plausible;

/// Days that the day in an address may differ from the record's date without a word: articles are changed after they
/// first stand there.
const URL_DAYS: i64 = 1;

/// What a format takes from a record: texts as they stand.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) record: u64,
    pub(super) body_offset: Option<u64>,
    pub(super) title: String,
    pub(super) body: String,
    /// Dates, best first; the first that can be read counts.
    pub(super) dates: Vec<(DateFrom, String)>,
    pub(super) outlet: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) dateline: Option<String>,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    pub(super) doubts: Vec<Doubt>,
}

impl Draft {
    /// Takes out what steers inside words. The body then no longer stands in the input as it is.
    fn keep_words_whole(&mut self) {
        if let Cow::Owned(body) = whole_words(&self.body) {
            self.body = body;
            self.body_offset = None;
        }
        let others = [&mut self.outlet, &mut self.byline, &mut self.dateline, &mut self.section];
        for text in others.into_iter().flatten().chain([&mut self.title]) {
            if let Cow::Owned(whole) = whole_words(text) {
                *text = whole;
            }
        }
    }
}

/// Makes the articles of one input.
pub(super) struct Finisher {
    pub(super) source: String,
    pub(super) format: &'static str,
    pub(super) today: NaiveDate,
    pub(super) file_day: Option<NaiveDate>,
    pub(super) identities: Identities,
}

impl Finisher {
    /// Makes the article of a draft.
    ///
    /// # Errors
    /// When it has no body, or one that is no text.
    pub(super) fn finish(&mut self, mut draft: Draft) -> Result<Found, ReadError> {
        self.take_header(&mut draft);
        if draft.body.trim().is_empty() {
            return Err(ReadError::record(&self.source, draft.record, Problem::EmptyBody));
        }
        if memchr::memchr(0, draft.body.as_bytes()).is_some() || draft.title.contains('\0') {
            return Err(ReadError::record(&self.source, draft.record, Problem::BinaryBody));
        }
        draft.keep_words_whole();
        let mut article = Article {
            origin: Origin {
                path: self.source.clone(),
                format: self.format.to_owned(),
                record: draft.record,
                body_offset: draft.body_offset,
            },
            source_id: draft.id.take(),
            title: one_line(&draft.title),
            outlet: draft.outlet.take().and_then(|outlet| outlet_name(&outlet)),
            byline: draft.byline.take(),
            dateline: draft.dateline.take(),
            section: draft.section.take(),
            url: draft.url.take(),
            ..Article::default()
        };
        self.date(&mut article, &mut draft);
        article.language = match draft.language.as_deref().and_then(language::code_of) {
            Some(code) => Some(code),
            None => language::guess(&draft.body),
        };
        article.body = draft.body;
        let content_hash = self.identify(&mut article);
        let warn = |doubt| Warning { path: self.source.clone(), record: Some(draft.record), doubt };
        Ok(Found { article, content_hash, warnings: draft.doubts.into_iter().map(warn).collect() })
    }

    /// A record's text may begin with a header too: it is no part of the body.
    fn take_header(&self, draft: &mut Draft) {
        if let Some(header) = super::text::header(&draft.body) {
            let rest = header.end + (draft.body.len() - header.end - draft.body[header.end..].trim_start().len());
            draft.dates.push((DateFrom::Header, draft.body[header.day.clone()].to_owned()));
            draft.body.drain(..rest);
            draft.body_offset = draft.body_offset.map(|offset| offset + rest as u64);
        }
    }

    fn date(&self, article: &mut Article, draft: &mut Draft) {
        let mut first_doubt = None;
        for (from, text) in draft.dates.drain(..) {
            let (day, moment) = match self.plausible(&text) {
                Ok(found) => found,
                Err(doubt) => {
                    first_doubt.get_or_insert(doubt);
                    continue;
                }
            };
            match article.date {
                None => (article.date, article.date_from, article.timestamp) = (Some(day), from, moment),
                Some(used) if used != day && (from == DateFrom::Header) != (article.date_from == DateFrom::Header) => {
                    draft.doubts.push(conflict(used, article.date_from, day, from));
                }
                Some(_) => {}
            }
        }
        if article.date.is_none() {
            draft.doubts.extend(first_doubt);
        }
        let in_url = article.url.as_deref().and_then(moment::day_in_url).filter(|day| is_plausible(*day, self.today));
        match (article.date, in_url) {
            (None, Some(day)) => (article.date, article.date_from) = (Some(day), DateFrom::Url),
            (Some(used), Some(day)) if (used - day).num_days().abs() > URL_DAYS => {
                draft.doubts.push(conflict(used, article.date_from, day, DateFrom::Url));
            }
            _ => {}
        }
        if article.date.is_none()
            && let Some(day) = self.file_day.filter(|day| is_plausible(*day, self.today))
        {
            (article.date, article.date_from) = (Some(day), DateFrom::File);
        }
    }

    fn plausible(&self, text: &str) -> Result<(NaiveDate, Option<chrono::DateTime<chrono::Utc>>), Doubt> {
        match moment::read(text) {
            Reading::Day(day, moment) if is_plausible(day, self.today) => Ok((day, moment)),
            Reading::Day(..) => Err(Doubt::ImplausibleDate(shortened(text))),
            Reading::Ambiguous(first, second) => Err(Doubt::AmbiguousDate { text: shortened(text), first, second }),
            Reading::Unknown => Err(Doubt::UnknownDate(shortened(text))),
        }
    }

    /// Gives the article its id; returns the hash by which a changed record is told from an unchanged one.
    fn identify(&mut self, article: &mut Article) -> u64 {
        let mut content = blake3::Hasher::new();
        add(&mut content, article.title.as_bytes());
        add(&mut content, article.body.as_bytes());
        let mut key = [0; 16];
        key.copy_from_slice(&content.finalize().as_bytes()[..16]);
        article.id = self.identities.of(&self.source, article.url.as_deref(), article.source_id.as_deref(), key);
        for text in [
            &article.outlet,
            &article.byline,
            &article.dateline,
            &article.language,
            &article.section,
            &article.url,
            &article.source_id,
        ] {
            add(&mut content, text.as_deref().unwrap_or("\0").as_bytes());
        }
        add(&mut content, format!("{:?} {:?} {:?}", article.date, article.date_from, article.timestamp).as_bytes());
        let mut hash = [0; 8];
        hash.copy_from_slice(&content.finalize().as_bytes()[..8]);
        u64::from_le_bytes(hash)
    }
}

fn add(hasher: &mut blake3::Hasher, part: &[u8]) {
    hasher.update(part);
    hasher.update(&(part.len() as u64).to_le_bytes());
}

fn conflict(used: NaiveDate, used_from: DateFrom, other: NaiveDate, other_from: DateFrom) -> Doubt {
    Doubt::DateConflict { used, used_from, other: other.to_string(), other_from }
}

/// A title without line breaks and white space at its ends.
fn one_line(title: &str) -> String {
    let title = title.trim();
    if title.contains(['\n', '\r', '\t']) {
        return title
            .split(['\n', '\r', '\t'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
    }
    title.to_owned()
}

/// The name of an outlet; of an address, its host.
fn outlet_name(text: &str) -> Option<String> {
    let host = text.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    let name = host.map_or(text, |host| host.strip_prefix("www.").unwrap_or(host)).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Text from outside, short enough to be printed in a message.
fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(MAX_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
