//! The fields of the index, and the one number that says of each document what it is.
//!
//! A text field holds for each word its stem and, behind [`EXACT`], its exact term, on one position; the stem is left out
//! where it is the exact term, as for half of all words, which saves a fifth of the work. The marks of `text::token` are
//! terms too. A name field holds folded tokens, exact tokens, the first letter of
//! both, and behind [`KEY`] the keys of `text::name`.

use tantivy::Term;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use crate::annotation::{Act, Level, QuoteKind, Zone};
use crate::document::{ArticleDocument, QuoteDocument};
use crate::query::ast::Has;

/// Version of all that this file says, written into the manifest.
pub(super) const SCHEMA_VERSION: u32 = 5;

/// Name of the tokenizer of text fields.
pub(super) const TEXT_TOKENIZER: &str = "onrecord_text";
/// Name of the tokenizer of name fields.
pub(super) const NAME_TOKENIZER: &str = "onrecord_name";

/// Begins the exact term of a word; no stem or folded token begins with it.
pub(super) const EXACT: char = '=';
/// Begins a key by which other spellings of a name are found.
pub(super) const KEY: char = '~';
/// Begins the first letter of a folded token of a name.
pub(super) const INITIAL: char = '^';
/// Begins the first letter of an exact token of a name.
pub(super) const EXACT_INITIAL: char = '@';

/// Names of columns, as tantivy wants them.
pub(super) mod column {
    pub(crate) const SHAPE: &str = "shape";
    pub(crate) const SOURCE: &str = "source";
    pub(crate) const DAY: &str = "day";
    pub(crate) const ID_HIGH: &str = "id_high";
    pub(crate) const ID_LOW: &str = "id_low";
    pub(crate) const WORDS: &str = "words";
    pub(crate) const SPEECH: &str = "speech";
    pub(crate) const CONTENT_HASH: &str = "content_hash";
    pub(crate) const COPY: &str = "copy";
    pub(crate) const OUTLET: &str = "outlet";
    pub(crate) const SECTION: &str = "section";
    pub(crate) const LANGUAGE: &str = "language";
    pub(crate) const IN: &str = "in";
    pub(crate) const PLACE: &str = "place";
    pub(crate) const PEOPLE: &str = "people";
    pub(crate) const SPEAKERS: &str = "speakers";
}

/// All fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// `a` article, `q` quotation, `s` state of an input.
    pub(super) kind: Field,
    /// The article's id, on its quotations too: 16 bytes.
    pub(super) id: Field,
    /// The input, of articles.
    pub(super) source: Field,
    pub(super) title: Field,
    pub(super) body: Field,
    pub(super) byline: Field,
    pub(super) said: Field,
    pub(super) cue: Field,
    pub(super) mention: Field,
    pub(super) role: Field,
    pub(super) person: Field,
    pub(super) speaker: Field,
    pub(super) about: Field,
    pub(super) via: Field,
    pub(super) outlet: Field,
    pub(super) section: Field,
    pub(super) language: Field,
    pub(super) dateline: Field,
    pub(super) place: Field,
    /// People's names as printed: a column.
    pub(super) people: Field,
    /// The speaker's name as printed: a column.
    pub(super) speakers: Field,
    /// See [`shape`]: a column.
    pub(super) shape: Field,
    /// `date::day_number` of articles and quotations that have a date: a column.
    pub(super) day: Field,
    pub(super) id_high: Field,
    pub(super) id_low: Field,
    pub(super) content_hash: Field,
    /// `document::copy_key` of the articles that have one: a column.
    pub(super) copy: Field,
    /// The beginning of the same, by which copies are found.
    pub(super) alike: Field,
    /// Words of title and body, or of a quotation: a column of both.
    pub(super) words: Field,
    /// Speech quotations: a column of articles.
    pub(super) speech: Field,
    /// The record of an article, the state of an input.
    pub(super) stored: Field,
}

/// Makes the schema; the order of fields is part of it.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing =
        |tokenizer: &str, option| TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let text = TextOptions::default().set_indexing_options(indexing(TEXT_TOKENIZER, positions));
    let name = TextOptions::default().set_indexing_options(indexing(NAME_TOKENIZER, positions).set_fieldnorms(false));
    let whole =
        TextOptions::default().set_indexing_options(indexing("raw", IndexRecordOption::Basic).set_fieldnorms(false));
    let whole_column = whole.clone().set_fast("raw");
    let text_column = TextOptions::default().set_fast("raw");
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        kind: builder.add_text_field("kind", whole),
        id: builder.add_bytes_field("id", BytesOptions::default().set_indexed()),
        source: builder.add_text_field(column::SOURCE, whole_column.clone()),
        title: builder.add_text_field("title", text.clone()),
        body: builder.add_text_field("body", text.clone()),
        byline: builder.add_text_field("byline", text.clone()),
        said: builder.add_text_field("said", text.clone()),
        cue: builder.add_text_field("cue", text.clone()),
        mention: builder.add_text_field("mention", text.clone()),
        role: builder.add_text_field("role", text),
        person: builder.add_text_field("person", name.clone()),
        speaker: builder.add_text_field("speaker", name.clone()),
        about: builder.add_text_field("about", name.clone()),
        via: builder.add_text_field("via", name),
        outlet: builder.add_text_field(column::OUTLET, whole_column.clone()),
        section: builder.add_text_field(column::SECTION, whole_column.clone()),
        language: builder.add_text_field(column::LANGUAGE, whole_column.clone()),
        dateline: builder.add_text_field(column::IN, whole_column.clone()),
        place: builder.add_text_field(column::PLACE, whole_column),
        people: builder.add_text_field(column::PEOPLE, text_column.clone()),
        speakers: builder.add_text_field(column::SPEAKERS, text_column),
        shape: builder.add_u64_field(column::SHAPE, number.clone()),
        day: builder.add_i64_field(column::DAY, number.clone()),
        id_high: builder.add_u64_field(column::ID_HIGH, number.clone()),
        id_low: builder.add_u64_field(column::ID_LOW, number.clone()),
        content_hash: builder.add_u64_field(column::CONTENT_HASH, number.clone()),
        copy: builder.add_u64_field(column::COPY, number.clone()),
        alike: builder.add_bytes_field("alike", BytesOptions::default().set_indexed()),
        words: builder.add_u64_field(column::WORDS, number.clone()),
        speech: builder.add_u64_field(column::SPEECH, number),
        stored: builder.add_bytes_field("stored", BytesOptions::default().set_stored()),
    };
    (builder.build(), fields)
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article.
    Article,
    /// A quotation.
    Quote,
    /// The state of an input.
    State,
}

impl Kind {
    /// Its term in the field `kind`.
    pub(super) fn term(self) -> &'static str {
        match self {
            Self::Article => "a",
            Self::Quote => "q",
            Self::State => "s",
        }
    }

    /// What tells its documents by their shapes: a mask, and the bits under it.
    pub(super) fn shape(self) -> (u64, u64) {
        let mask = shape::ARTICLE | shape::QUOTE;
        let bits = match self {
            Self::Article => shape::ARTICLE,
            Self::Quote => shape::QUOTE,
            Self::State => 0,
        };
        (mask, bits)
    }
}

/// Bytes of a key that are a term: enough to find copies and few others, which the column tells apart.
const ALIKE_BYTES: usize = 4;

impl Fields {
    /// The term that copies have, and few other articles.
    pub(super) fn alike_term(&self, key: u64) -> Term {
        Term::from_field_bytes(self.alike, &key.to_be_bytes()[..ALIKE_BYTES])
    }

    /// The term that all documents of a kind have.
    pub(super) fn kind_term(&self, kind: Kind) -> Term {
        Term::from_field_text(self.kind, kind.term())
    }
}

/// The shape of a document, one number in a column that every document has:
/// bit 0 is set on articles, bit 1 on quotations, bits 2 to 15 are flags, and from bit 16 on stands, on an article, how
/// many quotations lie before it, and on a quotation, how many documents further its article lies.
pub(super) mod shape {
    use super::{Act, ArticleDocument, Has, Level, QuoteDocument, QuoteKind, Zone};

    pub(crate) const ARTICLE: u64 = 1;
    pub(crate) const QUOTE: u64 = 1 << 1;
    pub(crate) const SPEECH: u64 = 1 << 2;
    pub(crate) const SPEAKER_KNOWN: u64 = 1 << 3;
    pub(crate) const AT_LEAST_MEDIUM: u64 = 1 << 4;
    pub(crate) const HIGH: u64 = 1 << 5;
    pub(crate) const KIND_SHIFT: u32 = 6;
    pub(crate) const KIND: u64 = 3 << KIND_SHIFT;
    pub(crate) const IN_TITLE: u64 = 1 << 8;
    const DISTANCE_SHIFT: u32 = 16;

    /// How many quotations lie before an article, or how far ahead of a quotation its article lies.
    pub(crate) fn distance(shape: u64) -> u32 {
        u32::try_from(shape >> DISTANCE_SHIFT).unwrap_or(u32::MAX)
    }

    pub(crate) fn of_article(article: &ArticleDocument, quotes: usize) -> u64 {
        let has = article.has.iter().filter_map(|name| has_named(name)).map(has).fold(0, |all, flag| all | flag);
        ARTICLE | has | (quotes as u64) << DISTANCE_SHIFT
    }

    pub(crate) fn of_quote(quote: &QuoteDocument, distance: usize) -> u64 {
        let mut shape = QUOTE | kind(quote.kind) | level(quote.level) | (distance as u64) << DISTANCE_SHIFT;
        if quote.act == Act::Speech {
            shape |= SPEECH;
        }
        if !quote.speakers.is_empty() {
            shape |= SPEAKER_KNOWN;
        }
        if quote.zone == Zone::Title {
            shape |= IN_TITLE;
        }
        shape
    }

    /// The flag of something an article has.
    pub(crate) fn has(has: Has) -> u64 {
        1 << match has {
            Has::Quote => 2,
            Has::Date => 3,
            Has::Dateline => 4,
            Has::Title => 5,
            Has::Outlet => 6,
            Has::Byline => 7,
            Has::Place => 8,
            Has::Speaker => 9,
        }
    }

    fn has_named(name: &str) -> Option<Has> {
        Some(match name {
            "quote" => Has::Quote,
            "date" => Has::Date,
            "dateline" => Has::Dateline,
            "title" => Has::Title,
            "outlet" => Has::Outlet,
            "byline" => Has::Byline,
            "place" => Has::Place,
            "speaker" => Has::Speaker,
            _ => return None,
        })
    }

    /// The bits of a kind, within [`KIND`].
    pub(crate) fn kind(kind: QuoteKind) -> u64 {
        let number = match kind {
            QuoteKind::Direct => 0,
            QuoteKind::Indirect => 1,
            QuoteKind::Mixed => 2,
        };
        number << KIND_SHIFT
    }

    /// The bits that a quotation of at least this level has.
    pub(crate) fn level(level: Level) -> u64 {
        match level {
            Level::Low => 0,
            Level::Medium => AT_LEAST_MEDIUM,
            Level::High => AT_LEAST_MEDIUM | HIGH,
        }
    }
}
