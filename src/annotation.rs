//! What analysis finds in an article, as plain data: sentences, dateline, people, places, quotations. All spans are bytes
//! into `Article::body`, but those of quotations with [`Zone::Title`], which are bytes into the title. How any of it is
//! found stands in `analysis`.

mod packed;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::text::{Span, Spans};

/// All that was found in one article. Lists are sorted by where their first span starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Sentences of the body: trimmed, not empty, not overlapping, in order; together they hold every word of the body.
    /// A dateline is a sentence of its own.
    #[serde(with = "packed::sentences")]
    pub sentences: Vec<Sentence>,
    /// The dateline, if the article has one.
    pub dateline: Option<Dateline>,
    /// People named in title or body.
    pub people: Vec<Person>,
    /// Places named in the body, the dateline's not among them unless the text names it again.
    pub places: Vec<Place>,
    /// Quotations, numbered from 1 by their order here.
    pub quotes: Vec<Quote>,
    /// The outlet as the text names itself: "Trend" in "..., Trend reports."
    pub outlet: Option<String>,
}

impl Analysis {
    /// The body cut into sentences, as it is prepared for indexing: in order, each with what it opens.
    ///
    /// Where no sentences were found every line that is not blank is a paragraph of one sentence.
    #[must_use]
    pub fn body_pieces(&self, body: &str) -> Vec<Piece> {
        if self.sentences.is_empty() {
            return lines(body).map(|span| Piece { span, opens: Opens::Paragraph }).collect();
        }
        let mut paragraph = None;
        let mut pieces = Vec::with_capacity(self.sentences.len());
        for sentence in self.sentences.iter().filter(|sentence| sentence.span.get(body).is_some()) {
            let opens = if paragraph == Some(sentence.paragraph) { Opens::Sentence } else { Opens::Paragraph };
            paragraph = Some(sentence.paragraph);
            pieces.push(Piece { span: sentence.span, opens });
        }
        pieces
    }

    /// The content of a quotation cut in the same way: its spans, cut where a sentence of the body ends.
    ///
    /// `pieces` are those of [`Analysis::body_pieces`]. The first piece opens a paragraph.
    #[must_use]
    pub fn quote_pieces(&self, quote: &Quote, pieces: &[Piece]) -> Vec<Piece> {
        let mut found: Vec<Piece> = Vec::with_capacity(quote.content.len());
        let mut last = None;
        for span in &quote.content {
            let first = pieces.partition_point(|piece| piece.span.end <= span.start);
            if quote.zone == Zone::Title || !pieces.get(first).is_some_and(|piece| piece.span.overlaps(*span)) {
                let opens = if found.is_empty() { Opens::Paragraph } else { Opens::Nothing };
                found.push(Piece { span: *span, opens });
                continue;
            }
            for (number, piece) in
                pieces.iter().enumerate().skip(first).take_while(|(_, piece)| piece.span.overlaps(*span))
            {
                let start = piece.span.start.max(span.start);
                let end = piece.span.end.min(span.end);
                let opens = match last {
                    None if found.is_empty() => Opens::Paragraph,
                    None => Opens::Nothing,
                    Some(last) => pieces[last + 1..=number.max(last)]
                        .iter()
                        .map(|piece| piece.opens)
                        .max()
                        .unwrap_or(Opens::Nothing),
                };
                last = Some(number);
                found.push(Piece { span: Span { start, end }, opens });
            }
        }
        found
    }

    /// Who says it, if known; of several, the first.
    #[must_use]
    pub fn speaker(&self, quote: &Quote) -> Option<&Person> {
        self.people.get(usize::try_from(quote.speaker?).ok()?)
    }

    /// All who say it, as far as they are known.
    pub fn speakers<'a>(&'a self, quote: &'a Quote) -> impl Iterator<Item = &'a Person> {
        let numbers = quote.speaker.into_iter().chain(quote.others.iter().copied());
        numbers.filter_map(|number| self.people.get(usize::try_from(number).ok()?))
    }

    /// All who say the quotation in which this one is reported, as far as they are known.
    pub fn via_speakers<'a>(&'a self, quote: &Quote) -> impl Iterator<Item = &'a Person> {
        let outer = quote.via.and_then(|outer| self.quotes.get(usize::try_from(outer).ok()?));
        outer.into_iter().flat_map(|outer| self.speakers(outer))
    }

    /// The people named inside the content of a quotation of the body.
    pub fn about<'a>(&'a self, quote: &'a Quote) -> impl Iterator<Item = &'a Person> {
        self.people.iter().filter(|person| {
            quote.zone == Zone::Body
                && person.mentions.iter().any(|mention| quote.content.iter().any(|span| span.contains(*mention)))
        })
    }
}

/// A stretch of text between two marks of a prepared text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: Span,
    /// What begins with it.
    pub opens: Opens,
}

/// What begins with a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opens {
    /// Nothing: it goes on after a blank.
    Nothing,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// The lines of a text that are not blank, trimmed.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let span = Span::new(start, start + line.len()).trimmed(text);
        start += line.len();
        (!span.is_empty()).then_some(span)
    })
}

/// A sentence of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Number of its paragraph, from 0.
    pub paragraph: u32,
}

/// Where and when a report was filed, as printed before its first sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The whole dateline with its dash or full stop, from the first letter of the place.
    pub span: Span,
    /// The place as printed, title-cased ("Baku"), or nothing in forms such as `(Reuters) -`.
    pub place: Option<String>,
    /// The gazetteer's key of the place, `AZ/Baku`; nothing where it is not known or not sure.
    pub place_id: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country, if known.
    pub country: Option<String>,
    /// Month and day, as printed.
    pub date: Option<MonthDay>,
    /// The year, where it is printed.
    pub year: Option<i32>,
    /// The agency, as printed ("AP", "Reuters", "TASS").
    pub agency: Option<String>,
    /// Further places of a dateline such as `MOSCOW/KYIV`, as gazetteer keys or printed names.
    pub also: Vec<String>,
}

/// A day of a year that is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A person of this article: one cluster of mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The longest form of the name in this article, without titles: "Azer Garayev".
    pub name: String,
    /// The role as this article gives it: "Azerbaijani political analyst".
    pub role: Option<String>,
    /// Grammatical gender, if names, titles or pronouns tell it.
    pub gender: Gender,
    /// Where the name stands in the body, titles not included.
    pub mentions: Spans,
}

/// Grammatical gender of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    /// Not known.
    #[default]
    Unknown,
    /// "she".
    Female,
    /// "he".
    Male,
}

/// A place of this article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Key in the gazetteer: `AZ`, `US/Texas`, `AZ/Baku`. See [`ancestors`]; the lexicon knows its name.
    pub id: String,
    /// Where it is named in the body.
    pub mentions: Spans,
}

/// The key of a place and of all that it lies in, widest first: `US`, `US/Texas`, `US/Texas/Austin`.
pub fn ancestors(place_id: &str) -> impl Iterator<Item = &str> {
    place_id.match_indices('/').map(|(at, _)| &place_id[..at]).chain(std::iter::once(place_id))
}

/// A quotation: what a source is reported to have said, in the terms of PARC and PolNeAR.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "packed::Quote", try_from = "packed::Quote")]
pub struct Quote {
    /// Whether its words stand in quotation marks.
    pub kind: QuoteKind,
    /// Speech, or an attributed belief, wish or finding.
    pub act: Act,
    /// Where all of its spans lie.
    pub zone: Zone,
    /// The words said, without their outer marks: at least one span, sorted, not overlapping.
    pub content: Spans,
    /// The words that report the act: "said", "according to".
    pub cue: Option<Span>,
    /// The source as it stands in the text: "Garayev", "the analyst", "he".
    pub mention: Option<Span>,
    /// Number of the speaker in `Analysis::people`, or unknown; of several, the first.
    pub speaker: Option<u32>,
    /// Numbers of the others who speak with him: "Lund and Holt said".
    pub others: SmallVec<[u32; 1]>,
    /// How the mention led to the speaker.
    pub resolved: Resolved,
    /// The number (from 0, in `Analysis::quotes`) of the quotation in which this one is reported.
    pub via: Option<u32>,
    /// Chance that the attribution is right, in hundredths.
    pub confidence: u8,
}

impl Quote {
    /// From the first byte of the content to its last.
    #[must_use]
    pub fn span(&self) -> Span {
        match (self.content.first(), self.content.last()) {
            (Some(first), Some(last)) => first.join(*last),
            _ => Span::default(),
        }
    }

    /// The spans joined by a blank, or by a paragraph break where one lies between them. `text` is the body, or the title.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut out = String::new();
        let mut last: Option<Span> = None;
        for span in &self.content {
            let Some(words) = span.get(text) else { continue };
            if let Some(last) = last {
                let gap = text.get(last.end as usize..span.start as usize).unwrap_or("");
                out.push_str(if gap.contains('\n') { "\n\n" } else { " " });
            }
            out.push_str(words);
            last = Some(*span);
        }
        out
    }

    /// Confidence in one of three words.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::of(self.confidence)
    }
}

/// Where a quotation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// In the body.
    #[default]
    Body,
    /// In the title.
    Title,
}

/// How much of a quotation stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// At least nine words in ten.
    Direct,
    /// None.
    Indirect,
    /// Some.
    Mixed,
}

impl QuoteKind {
    /// All kinds, in the order in which they are listed to people.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::Mixed];

    /// The kind's name in queries and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// What is attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Something said or written.
    Speech,
    /// A belief, wish, intention or finding.
    Other,
}

impl Act {
    /// The act's name in queries and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Other => "other",
        }
    }
}

/// How the speaker was found from the mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The mention holds the name.
    Named,
    /// A description stands for the name: "the analyst".
    Description,
    /// A pronoun stands for the name.
    Pronoun,
    /// There is no mention; the speaker of the quotation before goes on.
    Continued,
    /// The speaker is unknown, or no person ("officials", "the ministry").
    None,
}

impl Resolved {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Description => "description",
            Self::Pronoun => "pronoun",
            Self::Continued => "continued",
            Self::None => "none",
        }
    }
}

/// Confidence in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Below [`Level::MEDIUM`].
    Low,
    /// Below [`Level::HIGH`].
    Medium,
    /// The rest.
    High,
}

impl Level {
    /// All levels, surest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];
    /// From here on an attribution is called high.
    pub const HIGH: u8 = 85;
    /// From here on an attribution is called medium.
    pub const MEDIUM: u8 = 60;

    /// The level of a chance in hundredths.
    #[must_use]
    pub fn of(confidence: u8) -> Self {
        if confidence >= Self::HIGH {
            Self::High
        } else if confidence >= Self::MEDIUM {
            Self::Medium
        } else {
            Self::Low
        }
    }

    /// The level's name in queries and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}
