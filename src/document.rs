//! An article and its analysis as documents: the engine-neutral form in which they are indexed. What comes in is a
//! [`Record`], what goes out a [`Block`]: the quotations' documents, then the article's own. No engine is named here.

use chrono::{DateTime, NaiveDate, Utc};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::annotation::{Act, Analysis, Dateline, Level, Opens, Piece, Quote, QuoteKind, Zone, ancestors};
use crate::article::{Article, ArticleId};
use crate::lexicon::gazetteer::key_country;
use crate::text::Span;
use crate::text::token::{PARAGRAPH_MARK, SENTENCE_MARK, fold, folded_words, words};

/// An article with what was found in it; stored whole in the index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// What was found in it.
    pub analysis: Analysis,
}

/// What is written for one article, in one piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The article's document.
    pub article: ArticleDocument,
    /// One document a quotation, in the order of `Analysis::quotes`.
    pub quotes: Vec<QuoteDocument>,
}

/// Fields of an article. Texts that are "prepared" carry the marks of `text::token`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleDocument {
    /// Identity.
    pub id: ArticleId,
    /// The input it came from: the key of ingest's state.
    pub source: String,
    /// First 8 bytes of the digest of what was read: tells a changed record from an unchanged one.
    pub content_hash: u64,
    /// Prepared title; empty if there is none.
    pub title: String,
    /// Prepared body.
    pub body: String,
    /// Byline.
    pub byline: Option<String>,
    /// Outlet, folded words joined by a blank.
    pub outlet: Option<String>,
    /// Section, in the same form.
    pub section: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Civil date.
    pub date: Option<NaiveDate>,
    /// Moment, if known.
    pub timestamp: Option<DateTime<Utc>>,
    /// Dateline places, sorted: keys with all ancestors, and `=name` (folded words) for each printed place that has no key.
    pub dateline_places: Vec<String>,
    /// Places of dateline and text, in the same form.
    pub places: Vec<String>,
    /// Names of the people, each a value of its own.
    pub people: Vec<String>,
    /// What it has, by `query::ast::Has`: `quote date dateline title outlet byline place speaker`.
    pub has: Vec<&'static str>,
    /// Speech quotations.
    pub speech_count: u32,
    /// Words of title and body.
    pub word_count: u32,
    /// See [`copy_key`].
    pub copy: Option<u64>,
    /// The serialised [`Record`].
    pub stored: Vec<u8>,
}

/// Fields of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteDocument {
    /// Number in `Analysis::quotes`, from 0.
    pub number: u32,
    /// Where it stands.
    pub zone: Zone,
    /// Prepared content.
    pub said: String,
    /// Words of the cue.
    pub cue: Option<String>,
    /// The source as printed.
    pub mention: Option<String>,
    /// Names of the speakers; none if unknown.
    pub speakers: Vec<String>,
    /// Roles of the speakers.
    pub roles: Vec<String>,
    /// Names of people inside the content.
    pub about: Vec<String>,
    /// Names of the speakers of the outer quotation.
    pub via: Vec<String>,
    /// Kind.
    pub kind: QuoteKind,
    /// Act.
    pub act: Act,
    /// Confidence in one word.
    pub level: Level,
    /// Civil date of the article, for sorting.
    pub date: Option<NaiveDate>,
    /// Words of the content.
    pub word_count: u32,
}

/// Words that a body must have to be a copy of another: shorter ones are alike by chance.
pub const LEAST_COPY_WORDS: usize = 20;

/// The documents of an article. `source` is the input it came from, `content_hash` tells a changed record from an
/// unchanged one.
#[must_use]
pub fn block(record: &Record, source: &str, content_hash: u64) -> Block {
    let Record { article, analysis } = record;
    let pieces = analysis.body_pieces(&article.body);
    let quotes = quote_documents(record, &pieces);
    let dateline_places = sorted(analysis.dateline.iter().flat_map(places_of_dateline).collect());
    let places = sorted(
        dateline_places
            .iter()
            .cloned()
            .chain(analysis.places.iter().flat_map(|place| ancestors(&place.id)).map(str::to_owned))
            .collect(),
    );
    let speech_count = quotes.iter().filter(|quote| quote.act == Act::Speech).count();
    let document = ArticleDocument {
        id: article.id,
        source: source.to_owned(),
        content_hash,
        title: prepared_title(&article.title),
        body: prepared(&article.body, &pieces),
        byline: article.byline.as_deref().map(without_marks),
        outlet: article.outlet.as_deref().and_then(folded_value),
        section: article.section.as_deref().and_then(folded_value),
        language: article.language.as_deref().map(str::to_lowercase),
        date: article.date,
        timestamp: article.timestamp,
        has: has(record, &quotes, !places.is_empty()),
        dateline_places,
        places,
        people: distinct(analysis.people.iter().map(|person| person.name.as_str())),
        speech_count: u32::try_from(speech_count).unwrap_or(u32::MAX),
        word_count: word_count(&article.title).saturating_add(word_count(&article.body)),
        copy: copy_key(record),
        stored: postcard::to_stdvec(record).unwrap_or_default(),
    };
    Block { article: document, quotes }
}

/// What copies of one report have in common: the beginning of the digest of the body's folded words, in their order.
/// Signs, case, blanks and paragraph breaks do not count, nor does the dateline, which outlets write anew like the title.
/// None for an article with fewer than [`LEAST_COPY_WORDS`] such words, which is nobody's copy.
#[must_use]
pub fn copy_key(record: &Record) -> Option<u64> {
    let Record { article: Article { body, .. }, analysis } = record;
    let dateline = analysis.dateline.as_ref().map(|dateline| dateline.span);
    let dateline = dateline.filter(|span| span.get(body).is_some()).unwrap_or_default().range();
    let (mut text, mut word, mut count) = (String::with_capacity(body.len()), String::new(), 0);
    for part in [&body[..dateline.start], &body[dateline.end..]] {
        for span in words(part) {
            fold(span.of(part), &mut word);
            text.push_str(&word);
            text.push(' ');
            count += usize::from(!word.is_empty());
        }
    }
    let key = *blake3::hash(text.as_bytes()).as_bytes().first_chunk()?;
    (count >= LEAST_COPY_WORDS).then_some(u64::from_be_bytes(key))
}

/// What the copies of a quotation have in common, beside the key of their articles: its number and how many words it has.
/// None in a title, which is not copied, and for a number that is none of a quotation.
#[must_use]
pub fn copied_quote(record: &Record, number: u32) -> Option<(u32, u32)> {
    let Record { article, analysis } = record;
    let quote = analysis.quotes.get(number as usize).filter(|quote| quote.zone == Zone::Body)?;
    let said = prepared(&article.body, &analysis.quote_pieces(quote, &analysis.body_pieces(&article.body)));
    Some((number, word_count(&said)))
}

fn word_count(text: &str) -> u32 {
    u32::try_from(words(text).count()).unwrap_or(u32::MAX)
}

/// A value that is compared whole: its folded words joined by a blank; nothing if it has no word.
#[must_use]
pub fn folded_value(text: &str) -> Option<String> {
    let value = folded_words(text).join(" ");
    (!value.is_empty()).then_some(value)
}

fn quote_documents(record: &Record, pieces: &[Piece]) -> Vec<QuoteDocument> {
    let Record { article, analysis } = record;
    let document = |(number, quote): (usize, &Quote)| {
        let text = match quote.zone {
            Zone::Body => article.body.as_str(),
            Zone::Title => article.title.as_str(),
        };
        let words_of = |span: Option<Span>| span.and_then(|span| span.get(text)).map(without_marks);
        let said = prepared(text, &analysis.quote_pieces(quote, pieces));
        QuoteDocument {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            zone: quote.zone,
            word_count: word_count(&said),
            said,
            cue: words_of(quote.cue),
            mention: words_of(quote.mention),
            speakers: distinct(analysis.speakers(quote).map(|person| person.name.as_str())),
            roles: distinct(analysis.speakers(quote).filter_map(|person| person.role.as_deref())),
            about: distinct(analysis.about(quote).map(|person| person.name.as_str())),
            via: distinct(analysis.via_speakers(quote).map(|person| person.name.as_str())),
            kind: quote.kind,
            act: quote.act,
            level: quote.level(),
            date: article.date,
        }
    };
    analysis.quotes.iter().enumerate().map(document).collect()
}

/// The text of the pieces with a mark before each that opens something.
fn prepared(text: &str, pieces: &[Piece]) -> String {
    let bytes: usize = pieces.iter().map(|piece| piece.span.len() + 1).sum();
    let mut out = String::with_capacity(bytes);
    for Piece { span, opens } in pieces {
        out.push(match opens {
            Opens::Paragraph => PARAGRAPH_MARK,
            Opens::Sentence => SENTENCE_MARK,
            Opens::Nothing => ' ',
        });
        push_without_marks(span.get(text).unwrap_or(""), &mut out);
    }
    out
}

fn prepared_title(title: &str) -> String {
    if title.trim().is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(title.len() + 1);
    out.push(PARAGRAPH_MARK);
    push_without_marks(title, &mut out);
    out
}

fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_without_marks(text, &mut out);
    out
}

fn push_without_marks(text: &str, out: &mut String) {
    for (number, part) in text.split([PARAGRAPH_MARK, SENTENCE_MARK]).enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
}

/// Keys with all ancestors, and `=name` for what has no key. The country stands in for a place that is not known.
fn places_of_dateline(dateline: &Dateline) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    let mut add = |place: &str| {
        if key_country(place).is_some() {
            places.extend(ancestors(place).map(str::to_owned));
        } else {
            places.extend(folded_value(place).map(|name| format!("={name}")));
        }
    };
    dateline.also.iter().for_each(|place| add(place));
    if let Some(country) = &dateline.country {
        add(country);
    }
    if let Some(place) = dateline.place_id.as_ref().or(dateline.place.as_ref()) {
        add(place);
    }
    places
}

fn has(record: &Record, quotes: &[QuoteDocument], place: bool) -> Vec<&'static str> {
    let Record { article, analysis } = record;
    let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let speech = || quotes.iter().filter(|quote| quote.act == Act::Speech);
    [
        ("quote", speech().next().is_some()),
        ("date", article.date.is_some()),
        ("dateline", analysis.dateline.is_some()),
        ("title", !article.title.trim().is_empty()),
        ("outlet", filled(&article.outlet)),
        ("byline", filled(&article.byline)),
        ("place", place),
        ("speaker", speech().any(|quote| !quote.speakers.is_empty())),
    ]
    .into_iter()
    .filter_map(|(name, there)| there.then_some(name))
    .collect()
}

fn sorted(mut values: Vec<String>) -> Vec<String> {
    values.sort_unstable();
    values.dedup();
    values
}

/// The names in their order, each once.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    names.filter(|name| seen.insert(name)).map(without_marks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Person, Place, Resolved, Sentence};

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    }

    fn quote(content: Vec<Span>) -> Quote {
        Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: content.into(),
            cue: None,
            mention: None,
            speaker: None,
            others: Default::default(),
            resolved: Resolved::None,
            via: None,
            confidence: 70,
        }
    }

    fn sentences(body: &str, parts: &[(&str, u32)]) -> Vec<Sentence> {
        parts.iter().map(|(part, paragraph)| Sentence { span: span(body, part), paragraph: *paragraph }).collect()
    }

    #[test]
    fn marks_stand_before_sentences_and_paragraphs_and_nowhere_else() {
        let body = "One\u{1e} two. Three.\n\nFour.";
        let analysis = Analysis {
            sentences: sentences(body, &[("One\u{1e} two.", 0), ("Three.", 0), ("Four.", 1)]),
            ..Analysis::default()
        };
        let article = Article { title: " A title".to_owned(), body: body.to_owned(), ..Article::default() };
        let block = block(&Record { article, analysis }, "file", 7);
        assert_eq!(block.article.body, "\u{1d}One  two.\u{1e}Three.\u{1d}Four.");
        assert_eq!(block.article.title, "\u{1d} A title");
        assert_eq!((block.article.word_count, block.article.content_hash), (6, 7));
    }

    #[test]
    fn copies_have_one_key_whatever_is_set_otherwise() {
        let text = "The port of Elm will stay shut until the spring, the ministry's Anna Lind said: \u{201c}We pay, and we wait \
                    for U.S. steel.\u{201d}";
        let key = |body: &str, dateline: &str| {
            let dateline =
                (!dateline.is_empty()).then(|| Dateline { span: span(body, dateline), ..Dateline::default() });
            let article = Article { title: body[..9].to_owned(), body: body.to_owned(), ..Article::default() };
            copy_key(&Record { article, analysis: Analysis { dateline, ..Analysis::default() } })
        };
        let own = key(text, "");
        assert!(own.is_some());
        assert_eq!(key(&format!("OSLO (AP) \u{2014} {text}"), "OSLO (AP) \u{2014}"), own);
        let otherwise =
            text.replace("spring, ", "SPRING \u{2013}\n\n").replace('\u{201c}', "\"").replace('\u{201d}', "''");
        assert_eq!(key(&otherwise.replace("U.S.", "US"), ""), own);
        for other in [text.replace("pay, and", "pay and not"), text.replace("Anna", "Ana"), format!("OSLO {text}")] {
            assert_ne!(key(&other, ""), own, "{other}");
        }
        assert_eq!(
            key("Nineteen words are too few: four five six seven eight nine ten one two three four five six seven", ""),
            None
        );
    }

    #[test]
    fn without_sentences_every_line_is_a_paragraph() {
        let article = Article { body: " One.\n\n Two.\r\n".to_owned(), ..Article::default() };
        let block = block(&Record { article, ..Record::default() }, "", 0);
        assert_eq!(block.article.body, "\u{1d}One.\u{1d}Two.");
        assert_eq!(block.article.title, "");
    }

    #[test]
    fn a_quotation_split_by_its_cue_goes_on_in_its_sentence() {
        let body = "\u{201c}We pay,\u{201d} Anna Lind said, \u{201c}and wait. Then Bo Falk goes.\u{201d}\n\nEnd.";
        let first = &body[..body.find(" Then").unwrap()];
        let mut analysis = Analysis {
            sentences: sentences(body, &[(first, 0), ("Then Bo Falk goes.\u{201d}", 0), ("End.", 1)]),
            ..Analysis::default()
        };
        let person = |name: &str| Person {
            name: name.to_owned(),
            role: Some("minister".to_owned()),
            mentions: vec![span(body, name)].into(),
            ..Person::default()
        };
        analysis.people = vec![person("Anna Lind"), person("Bo Falk")];
        let content = vec![span(body, "We pay,"), span(body, "and wait. Then Bo Falk goes.")];
        analysis.quotes = vec![Quote { speaker: Some(0), cue: Some(span(body, "said")), ..quote(content) }];
        let article = Article { body: body.to_owned(), ..Article::default() };
        let block = block(&Record { article, analysis }, "", 0);
        let found = &block.quotes[0];
        assert_eq!(found.said, "\u{1d}We pay, and wait.\u{1e}Then Bo Falk goes.");
        assert_eq!(
            (&found.speakers[..], &found.roles[..]),
            (&["Anna Lind".to_owned()][..], &["minister".to_owned()][..])
        );
        assert_eq!((found.cue.as_deref(), found.level), (Some("said"), Level::Medium));
        assert_eq!(found.about, ["Bo Falk"]);
        assert_eq!(block.article.has, ["quote", "speaker"]);
        assert_eq!(block.article.speech_count, 1);
    }

    #[test]
    fn a_printed_place_is_kept_only_where_no_key_is_known() {
        let places = |dateline: Dateline| {
            let place = Place { id: "TR/Ankara".to_owned(), ..Place::default() };
            let analysis = Analysis { dateline: Some(dateline), places: vec![place], ..Analysis::default() };
            let block = block(&Record { analysis, ..Record::default() }, "", 0);
            (block.article.dateline_places, block.article.places)
        };
        let known = Dateline {
            place: Some("Paris".to_owned()),
            place_id: Some("US/Texas/Paris".to_owned()),
            country: Some("US".to_owned()),
            ..Dateline::default()
        };
        let (own, all) = places(known);
        assert_eq!(own, ["US", "US/Texas", "US/Texas/Paris"]);
        assert_eq!(all, ["TR", "TR/Ankara", "US", "US/Texas", "US/Texas/Paris"]);
        let also = vec!["AZ/Baku".to_owned(), "Lower Town".to_owned()];
        let unknown = Dateline { place: Some("Élmville".to_owned()), also, ..Dateline::default() };
        assert_eq!(places(unknown).0, ["=elmville", "=lower town", "AZ", "AZ/Baku"]);
    }
}
