//! A query as meant: fields, dates and names have their meaning, every value is in the form in which it is compared.
//! `Display` prints it back in the language, and parsing that gives the same query.
//!
//! There are two levels. A [`Query`] is about an article; a [`QuoteQuery`] is about one quotation. The bridge is
//! [`Query::Quote`]: the article has a quotation such that … In the unit [`Unit::Quote`] the same query answers with
//! quotations; which ones, says [`Query::Quote`].

use crate::annotation::{Act, Level, QuoteKind};
use crate::date::DateRange;

/// What is looked for and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Articles.
    #[default]
    Article,
    /// Quotations.
    Quote,
}

/// A condition on an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Every article.
    All,
    /// All of these. Never empty, and no member is an AND itself.
    ///
    /// The quotations that it asks for are different ones: for all `Quote`s that it asks for at once, itself or through an
    /// OR, there must be as many quotations, one for each (see [`super::ways`]). What stands under a NOT asks for none, and
    /// its inside counts for itself.
    And(Vec<Query>),
    /// At least one of these. Never empty.
    Or(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// Words in a zone of the text.
    Text {
        /// Where.
        zone: TextZone,
        /// What.
        text: TextQuery,
    },
    /// A person named or speaking in the article.
    Person(NameQuery),
    /// A place of the dateline.
    In(PlaceQuery),
    /// A place of the dateline or the text.
    Place(PlaceQuery),
    /// The outlet, folded words of the whole value joined by a blank.
    Outlet(String),
    /// The section, in the same form.
    Section(String),
    /// The language code, lower case.
    Language(String),
    /// Beginning of the id, lower-case hex digits, at most 32.
    Id(String),
    /// The civil date lies in the range. Undated articles never match.
    Date(DateRange),
    /// The article has something.
    Has(Has),
    /// The article is a copy of an earlier one in the index: of those that have one `document::copy_key` it is not the first
    /// by date, undated ones last, and id.
    Copy,
    /// How many of something the article has lies in the range.
    Count {
        /// Of what.
        what: Counted,
        /// How many.
        range: CountRange,
    },
    /// The article has a quotation that satisfies the query.
    ///
    /// In [`Unit::Quote`] an article that matches answers with these quotations. A query *holds* a `Quote` if one is
    /// written in it outside every NOT, whether or not that one is satisfied.
    /// - A query that holds none: all of the article's speech quotations.
    /// - `Quote`: those that satisfy it.
    /// - AND: those of its own `Quote` members; if it has none, those of each member that holds one deeper. Of several
    ///   `Quote`s asked for at once, each answers with those that can stand for it while others stand for the others.
    /// - OR that holds one: those of each branch that matches (all speech quotations, for a branch that holds none).
    Quote(QuoteQuery),
}

/// Something an article may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    /// A quotation (speech).
    Quote,
    /// A date.
    Date,
    /// A dateline.
    Dateline,
    /// A title.
    Title,
    /// An outlet.
    Outlet,
    /// A byline.
    Byline,
    /// A place, in the dateline or the text.
    Place,
    /// A quotation (speech) whose speaker is known.
    Speaker,
}

impl Has {
    /// Everything, and its word behind `has:`.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Quote, "quote"),
        (Self::Date, "date"),
        (Self::Dateline, "dateline"),
        (Self::Title, "title"),
        (Self::Outlet, "outlet"),
        (Self::Byline, "byline"),
        (Self::Place, "place"),
        (Self::Speaker, "speaker"),
    ];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }
}

/// What can be counted in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Words of title and body.
    Words,
    /// Quotations (speech).
    Quotes,
}

/// How many: both ends included; an end that is missing is open. At least one end is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountRange {
    /// At least so many.
    pub from: Option<u32>,
    /// At most so many.
    pub to: Option<u32>,
}

impl CountRange {
    /// Whether the number lies inside.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}

/// Which part of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextZone {
    /// Each word in title or body, a phrase within one of the two.
    Article,
    /// The title.
    Title,
    /// The first paragraph of the body.
    Lead,
    /// The byline.
    Byline,
}

/// A condition on one quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteQuery {
    /// The condition.
    pub clause: QuoteClause,
    /// Which acts are looked at.
    pub acts: Acts,
}

/// Which acts a quotation query looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Acts {
    /// Speech only.
    #[default]
    Speech,
    /// Attributed beliefs, wishes and findings only.
    Other,
    /// Both.
    Any,
}

impl Acts {
    /// Whether an act is looked at.
    #[must_use]
    pub fn admits(self, act: Act) -> bool {
        match self {
            Self::Any => true,
            Self::Speech => act == Act::Speech,
            Self::Other => act == Act::Other,
        }
    }
}

/// A condition on a quotation, its act apart.
#[derive(Clone, Debug, PartialEq)]
pub enum QuoteClause {
    /// Every quotation.
    All,
    /// All of these. Never empty.
    And(Vec<QuoteClause>),
    /// At least one of these. Never empty.
    Or(Vec<QuoteClause>),
    /// Not this.
    Not(Box<QuoteClause>),
    /// Words of the content.
    Said(TextQuery),
    /// Words of the cue.
    Cue(TextQuery),
    /// Words of the source as printed.
    Mention(TextQuery),
    /// Words of the speaker's role.
    Role(TextQuery),
    /// The speaker's name.
    Speaker(NameQuery),
    /// The speaker is unknown.
    SpeakerUnknown,
    /// A person named inside the content.
    About(NameQuery),
    /// The speaker of the outer quotation.
    Via(NameQuery),
    /// The kind.
    Kind(QuoteKind),
    /// At least this sure.
    Confidence(Level),
}

/// Words and how they stand together. Everything is matched inside one value (title, body, one quotation), and everything
/// longer than a word inside one paragraph.
#[derive(Clone, Debug, PartialEq)]
pub enum TextQuery {
    /// A word.
    Word(WordQuery),
    /// These words next to each other and in order (slop 0), or, with slop, by Lucene's rule: the largest less the
    /// smallest of (position in the text − place in the phrase) is at most `slop`. At least two words, with slop at most
    /// `matching::positional::MAX_LOOSE_WORDS`; no two of them may stand on the same position.
    Phrase {
        /// The words, in order.
        words: Vec<WordQuery>,
        /// How far they may be moved.
        slop: u32,
    },
    /// Both, near each other, without overlap. Its matches, like those of a phrase with slop, are the shortest: one that
    /// holds another is left out.
    Near {
        /// One.
        left: Box<TextQuery>,
        /// The other.
        right: Box<TextQuery>,
        /// How near.
        within: Within,
        /// Whether `left` must end before `right` begins.
        ordered: bool,
    },
    /// One of these. Never empty.
    Any(Vec<TextQuery>),
    /// At least so many matches of the inner query in the value, taken so that none overlaps another.
    AtLeast {
        /// What is counted.
        text: Box<TextQuery>,
        /// How many, at least 1.
        count: u32,
    },
}

/// How near two matches must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// At most so many words from the end of the one to the beginning of the other: neighbours are within 1.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// A word and how it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WordQuery {
    /// By its stem.
    Stem {
        /// The folded term, as it prints back.
        folded: String,
        /// The stem of it, as it is compared.
        stem: String,
    },
    /// With case and accents, as written: the exact term of `text::token`.
    Exact(String),
    /// With `*` (any letters) and `?` (one letter), against folded terms. The pattern is folded.
    Wildcard(String),
    /// Within an edit distance of 1 or 2 (a transposition is one edit), against folded terms.
    Fuzzy {
        /// The folded term.
        folded: String,
        /// Edits allowed.
        distance: u8,
    },
}

/// Tokens of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameQuery {
    /// Tokens as typed, in the form of `text::name::spelled` (lower case, with accents, which tell how a name is romanised),
    /// titles taken off; exact terms if `exact` is set. They are compared folded and by their keys, see `text::name`; a token
    /// of one letter matches any token that begins with it. Never empty.
    pub tokens: Vec<String>,
    /// Whether they must stand next to each other and in order.
    pub adjacent: bool,
    /// Exact terms are compared; other spellings of the name do not count.
    pub exact: bool,
}

/// A place or an area: the article's place must be one of these or lie in one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlaceQuery {
    /// As typed, folded words joined by a blank; it matches a printed dateline place that no gazetteer key is known for.
    /// Empty where a key was typed (`in:US/Texas`): then only `ids` count.
    pub typed: String,
    /// Keys of the gazetteer (see `annotation::ancestors`); several where the name is ambiguous, none where it is unknown.
    pub ids: Vec<String>,
}
