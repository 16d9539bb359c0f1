//! One article with all that was found in it, as a JSON object: what `extract` and `show --json` print. The shape is
//! written down in `schema.json` beside this file; all offsets are UTF-8 bytes into the body.

use serde::Serialize;

use crate::annotation::{Analysis, Dateline, MonthDay, Person, Place, Quote, Zone};
use crate::article::Article;
use crate::document::Record;
use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::key_country;
use crate::text::Span;

/// Version of all JSON shapes of this room.
pub const SCHEMA: u32 = 1;

/// Whether the object repeats the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// It does.
    Repeated,
    /// It does not.
    LeftOut,
}

/// The object of an article.
#[derive(Debug, Serialize)]
pub struct ExtractView<'a> {
    schema: u32,
    id: String,
    source_id: Option<&'a str>,
    path: &'a str,
    record: u64,
    title: Option<&'a str>,
    date: Option<String>,
    date_from: &'static str,
    timestamp: Option<String>,
    body_offset: Option<u64>,
    dateline: Option<DatelineView<'a>>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    language: Option<&'a str>,
    section: Option<&'a str>,
    url: Option<&'a str>,
    people: Vec<PersonView<'a>>,
    places: Vec<PlaceView<'a>>,
    quotes: Vec<QuoteView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

/// The dateline in an object.
#[derive(Debug, Serialize)]
pub struct DatelineView<'a> {
    text: &'a str,
    place: Option<&'a str>,
    place_id: Option<&'a str>,
    country: Option<&'a str>,
    date: Option<String>,
    agency: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    also: &'a [String],
}

#[derive(Debug, Serialize)]
struct PersonView<'a> {
    name: &'a str,
    role: Option<&'a str>,
    mentions: &'a [Span],
}

#[derive(Debug, Serialize)]
struct PlaceView<'a> {
    name: &'a str,
    id: &'a str,
    country: Option<&'a str>,
    mentions: &'a [Span],
}

/// A quotation in an object.
#[derive(Debug, Serialize)]
pub struct QuoteView<'a> {
    n: usize,
    kind: &'static str,
    text: String,
    start: u32,
    end: u32,
    spans: &'a [Span],
    cue: Option<PieceView<'a>>,
    mention: Option<PieceView<'a>>,
    speaker: Option<SpeakerView<'a>>,
    others: Vec<SpeakerView<'a>>,
    resolved: &'static str,
    via: Option<u32>,
    act: &'static str,
    r#in: Zone,
    confidence: f64,
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct PieceView<'a> {
    text: &'a str,
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct SpeakerView<'a> {
    name: &'a str,
    role: Option<&'a str>,
}

impl<'a> SpeakerView<'a> {
    fn of(person: &'a Person) -> Self {
        Self { name: &person.name, role: person.role.as_deref() }
    }
}

impl<'a> ExtractView<'a> {
    /// The view of a record.
    #[must_use]
    pub fn new(record: &'a Record, body: Body) -> Self {
        let (article, analysis) = (&record.article, &record.analysis);
        Self {
            schema: SCHEMA,
            id: article.id.to_string(),
            source_id: article.source_id.as_deref(),
            path: &article.origin.path,
            record: article.origin.record,
            title: some(&article.title),
            date: article.date.map(|day| day.to_string()),
            date_from: article.date_from.name(),
            timestamp: article.timestamp.map(|moment| moment.to_rfc3339()),
            body_offset: article.origin.body_offset,
            dateline: analysis.dateline.as_ref().map(|dateline| DatelineView::new(dateline, article)),
            outlet: article.outlet.as_deref(),
            byline: article.byline.as_deref(),
            language: article.language.as_deref(),
            section: article.section.as_deref(),
            url: article.url.as_deref(),
            people: analysis.people.iter().map(PersonView::new).collect(),
            places: analysis.places.iter().map(PlaceView::new).collect(),
            quotes: (0..analysis.quotes.len()).map(|number| QuoteView::new(article, analysis, number)).collect(),
            body: (body == Body::Repeated).then_some(article.body.as_str()),
        }
    }
}

impl<'a> DatelineView<'a> {
    /// The view of a dateline; its text is shown without the dash or full stop at its end.
    #[must_use]
    pub fn new(dateline: &'a Dateline, article: &'a Article) -> Self {
        Self {
            text: dateline_text(dateline, article),
            place: dateline.place.as_deref(),
            place_id: dateline.place_id.as_deref(),
            country: dateline.country.as_deref(),
            date: dateline.date.map(|MonthDay { month, day }| format!("{month:02}-{day:02}")),
            agency: dateline.agency.as_deref(),
            also: &dateline.also,
        }
    }
}

/// A dateline as printed, without the dash, colon or full stop that ends it.
#[must_use]
pub fn dateline_text<'a>(dateline: &Dateline, article: &'a Article) -> &'a str {
    let text = if dateline.span.is_empty() { article.dateline.as_deref() } else { dateline.span.get(&article.body) };
    let text = text.unwrap_or("");
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.' | ':' | '_' | '/'))
}

impl<'a> PersonView<'a> {
    fn new(person: &'a Person) -> Self {
        Self { name: &person.name, role: person.role.as_deref(), mentions: &person.mentions }
    }
}

impl<'a> PlaceView<'a> {
    fn new(place: &'a Place) -> Self {
        let name = Lexicon::builtin().place_name(&place.id);
        Self { name, id: &place.id, country: key_country(&place.id), mentions: &place.mentions }
    }
}

impl<'a> QuoteView<'a> {
    /// The view of the quotation of that number, from 0.
    ///
    /// # Panics
    /// If the analysis has no such quotation.
    #[must_use]
    pub fn new(article: &'a Article, analysis: &'a Analysis, number: usize) -> Self {
        let quote = &analysis.quotes[number];
        let text = text_of(article, quote);
        let piece =
            |span: Span| span.get(text).map(|piece| PieceView { text: piece, start: span.start, end: span.end });
        let span = quote.span();
        Self {
            n: number + 1,
            kind: quote.kind.name(),
            text: quote.text(text),
            start: span.start,
            end: span.end,
            spans: &quote.content,
            cue: quote.cue.and_then(piece),
            mention: quote.mention.and_then(piece),
            speaker: analysis.speaker(quote).map(SpeakerView::of),
            others: analysis.speakers(quote).skip(1).map(SpeakerView::of).collect(),
            resolved: quote.resolved.name(),
            via: quote.via.map(|number| number + 1),
            act: quote.act.name(),
            r#in: quote.zone,
            confidence: chance(quote.confidence),
            level: quote.level().name(),
        }
    }
}

impl QuoteView<'_> {
    pub(super) fn speaker_name(&self) -> Option<String> {
        let all: Vec<&str> = self.speaker.iter().chain(&self.others).map(|speaker| speaker.name).collect();
        (!all.is_empty()).then(|| listed(&all))
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn confidence(&self) -> f64 {
        self.confidence
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// The text that the spans of a quotation belong to: the body or the title.
#[must_use]
pub fn text_of<'a>(article: &'a Article, quote: &Quote) -> &'a str {
    match quote.zone {
        Zone::Body => &article.body,
        Zone::Title => &article.title,
    }
}

/// The names of those who say a quotation, as far as they are known: "Mara Lind", "Mara Lind and Bo Falk".
#[must_use]
pub fn speakers(analysis: &Analysis, quote: &Quote) -> Option<String> {
    let all: Vec<&str> = analysis.speakers(quote).map(|person| person.name.as_str()).collect();
    (!all.is_empty()).then(|| listed(&all))
}

/// The names of those who say the quotation in which one is reported, as far as they are known.
#[must_use]
pub fn via(analysis: &Analysis, quote: &Quote) -> Option<String> {
    let all: Vec<&str> = analysis.via_speakers(quote).map(|person| person.name.as_str()).collect();
    (!all.is_empty()).then(|| listed(&all))
}

/// "Mara Lind, Bo Falk and Ida Berg".
fn listed(names: &[&str]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.concat(),
    }
}

/// A chance, given in hundredths.
#[must_use]
pub fn chance(hundredths: u8) -> f64 {
    f64::from(hundredths) / 100.0
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
