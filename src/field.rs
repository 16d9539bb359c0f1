//! The one table of fields: what can be asked for, under which names, and what of. The query language, the index, the
//! command line's flags, `fields` and the documentation read it.

/// A field of the query language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Title or body.
    Text,
    /// Headline.
    Title,
    /// First paragraph of the body.
    Lead,
    /// Who published it.
    Outlet,
    /// Its authors.
    Byline,
    /// Section of the source.
    Section,
    /// Language code.
    Lang,
    /// Identity, or its beginning.
    Id,
    /// Dateline place.
    In,
    /// Any place named.
    Place,
    /// Anyone by that name, speaker or mentioned.
    Person,
    /// Day or period.
    Date,
    /// From a day or period on.
    Since,
    /// Up to the end of a day or period.
    Until,
    /// Before a day or period begins.
    Before,
    /// After a day or period has ended.
    After,
    /// What the article has.
    Has,
    /// What the article is.
    Is,
    /// How many words it has.
    Words,
    /// How many quotations it has.
    Quotes,
    /// Who says it.
    Speaker,
    /// Words of a quotation.
    Said,
    /// Who is named inside a quotation.
    About,
    /// Role of the speaker.
    Role,
    /// Who reports a nested quotation.
    Via,
    /// The reporting words.
    Cue,
    /// The source as printed.
    Mention,
    /// Direct, indirect or mixed.
    Kind,
    /// How sure the attribution is.
    Conf,
    /// Speech, other or any.
    Act,
}

/// Whose field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The article's.
    Article,
    /// The quotation's: clauses joined by AND are about one and the same quotation.
    Quote,
}

/// What a field's value is, and how it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Words, phrases, wildcards.
    Text,
    /// Tokens of a name: all of them, whole, in any order; in quotation marks adjacent and in order.
    Name,
    /// A place or an area.
    Place,
    /// The whole value, folded.
    Exact,
    /// Days and periods.
    Date,
    /// A number or a range of numbers.
    Number,
    /// One of a few words.
    Choice(&'static [&'static str]),
}

/// One row of [`FIELDS`].
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// Its name in queries.
    pub name: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// Whose it is.
    pub owner: Owner,
    /// What its value is.
    pub matching: Matching,
    /// One line for people.
    pub help: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

const fn row(
    field: Field,
    name: &'static str,
    aliases: &'static [&'static str],
    owner: Owner,
    matching: Matching,
    help: &'static str,
    example: &'static str,
) -> FieldSpec {
    FieldSpec { field, name, aliases, owner, matching, help, example }
}

/// All fields, in the order in which they are shown.
pub const FIELDS: &[FieldSpec] = &[
    row(
        Field::Speaker,
        "speaker",
        &["by"],
        Owner::Quote,
        Matching::Name,
        "who says it (none: unknown)",
        "speaker:lind",
    ),
    row(
        Field::Said,
        "said",
        &["quote"],
        Owner::Quote,
        Matching::Text,
        "words of the quotation",
        "said:\"political will\"",
    ),
    row(Field::About, "about", &[], Owner::Quote, Matching::Name, "a person named in the quotation", "about:lind"),
    row(
        Field::Role,
        "role",
        &[],
        Owner::Quote,
        Matching::Text,
        "the speaker's role in that article",
        "role:\"foreign minister\"",
    ),
    row(Field::Via, "via", &[], Owner::Quote, Matching::Name, "who reports a quotation inside a quotation", "via:lind"),
    row(Field::Cue, "cue", &[], Owner::Quote, Matching::Text, "the reporting words", "cue:denied"),
    row(Field::Mention, "mention", &[], Owner::Quote, Matching::Text, "the source as printed", "mention:officials"),
    row(
        Field::Kind,
        "kind",
        &[],
        Owner::Quote,
        Matching::Choice(&["direct", "indirect", "mixed"]),
        "in marks, without, or partly",
        "kind:direct",
    ),
    row(
        Field::Conf,
        "conf",
        &["confidence"],
        Owner::Quote,
        Matching::Choice(&["high", "medium", "low"]),
        "how sure the attribution is, at least",
        "conf:high",
    ),
    row(
        Field::Act,
        "act",
        &[],
        Owner::Quote,
        Matching::Choice(&["speech", "other", "any"]),
        "speech (the default), or attributed beliefs, wishes and findings",
        "act:any",
    ),
    row(
        Field::Text,
        "text",
        &["body"],
        Owner::Article,
        Matching::Text,
        "words of title or body: what bare words mean in search",
        "text:ceasefire",
    ),
    row(
        Field::Title,
        "title",
        &["headline", "hd"],
        Owner::Article,
        Matching::Text,
        "words of the headline",
        "title:treaty",
    ),
    row(Field::Lead, "lead", &[], Owner::Article, Matching::Text, "words of the first paragraph", "lead:ceasefire"),
    row(Field::In, "in", &["dateline"], Owner::Article, Matching::Place, "where it was filed: the dateline", "in:baku"),
    row(Field::Place, "place", &[], Owner::Article, Matching::Place, "a place that is named", "place:dushanbe"),
    row(Field::Person, "person", &["who"], Owner::Article, Matching::Name, "anyone by that name", "person:lind"),
    row(
        Field::Date,
        "date",
        &["on"],
        Owner::Article,
        Matching::Date,
        "a day, a period or a range",
        "date:2025-09..2025-10",
    ),
    row(Field::Since, "since", &["from"], Owner::Article, Matching::Date, "from then on", "since:2025-10"),
    row(Field::Until, "until", &["to"], Owner::Article, Matching::Date, "up to and with then", "until:2025-10"),
    row(Field::Before, "before", &[], Owner::Article, Matching::Date, "before then", "before:2025-10"),
    row(Field::After, "after", &[], Owner::Article, Matching::Date, "after then", "after:2025-10"),
    row(
        Field::Outlet,
        "outlet",
        &["source", "publication"],
        Owner::Article,
        Matching::Exact,
        "who published it, its whole name",
        "outlet:reuters",
    ),
    row(Field::Byline, "byline", &["author"], Owner::Article, Matching::Text, "who wrote it", "byline:lind"),
    row(
        Field::Section,
        "section",
        &["topic"],
        Owner::Article,
        Matching::Exact,
        "the source's section",
        "section:politics",
    ),
    row(Field::Lang, "lang", &["language"], Owner::Article, Matching::Exact, "two-letter language code", "lang:en"),
    row(Field::Id, "id", &[], Owner::Article, Matching::Exact, "an article's id or its beginning", "id:9f3a61c2"),
    row(
        Field::Has,
        "has",
        &[],
        Owner::Article,
        Matching::Choice(&["quote", "date", "dateline", "title", "outlet", "byline", "place", "speaker"]),
        "what the article has",
        "-has:date",
    ),
    row(
        Field::Is,
        "is",
        &[],
        Owner::Article,
        Matching::Choice(&["copy"]),
        "whether its words are those of an earlier article",
        "-is:copy",
    ),
    row(Field::Words, "words", &["wc"], Owner::Article, Matching::Number, "how many words it has", "words:>500"),
    row(Field::Quotes, "quotes", &[], Owner::Article, Matching::Number, "how many quotations it has", "quotes:>=3"),
];

impl Field {
    /// The row of the field.
    #[must_use]
    pub fn spec(self) -> &'static FieldSpec {
        FIELDS.iter().find(|spec| spec.field == self).unwrap_or(&FIELDS[0])
    }

    /// Its name in queries.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The field of a name or alias, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        FIELDS.iter().find(|spec| spec.name == name || spec.aliases.contains(&name.as_str())).map(|spec| spec.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_once() {
        let mut names: Vec<&str> =
            FIELDS.iter().flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied())).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        for spec in FIELDS {
            assert_eq!(Field::named(spec.name), Some(spec.field));
            assert!(spec.example.contains(&format!("{}:", spec.name)), "{}", spec.name);
        }
    }
}
