//! Random articles with their analysis, and random queries about them. Everything comes from a seed; words, names and
//! places are few, so that queries find something and near misses are common.

use chrono::NaiveDate;
use onrecord::annotation::{Act, Analysis, Dateline, Level, Person, Place, Quote, QuoteKind, Resolved, Sentence, Zone};
use onrecord::article::{Article, ArticleId};
use onrecord::date::DateRange;
use onrecord::document::Record;
use onrecord::query::ast::{
    Acts, CountRange, Counted, Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Within,
    WordQuery,
};
use onrecord::text::Span;
use onrecord::text::token::{exact, folded, stemmed};

/// Words as texts print them.
const WORDS: &[&str] = &[
    "trust",
    "Trusts",
    "trusted",
    "the",
    "THE",
    "port",
    "ports",
    "Port’s",
    "of",
    "will",
    "political",
    "Élan",
    "elan",
    "E\u{301}lan",
    "Müller’s",
    "muller",
    "1,600",
    "1600",
    "U.S.",
    "us",
    "AZAL's",
    "azal",
    "Əliyev",
    "Eliyev",
    "well-known",
    "10:30",
    "don’t",
    "stra\u{ad}ße",
    "strasse",
    "порт",
    "ПОРТ",
    "日本",
    "dying",
    "die",
    "x",
    "a",
];
const NAMES: &[&str] = &[
    "Mara Lind",
    "Tor Lind",
    "Məryəm Əliyeva",
    "J. Berg",
    "Lind",
    "Anna-Lena Berg",
    "Tor Mara Öst",
    "mara lind",
    "Марьям Алиева",
    "Qasım Müller",
    "Gasim Mueller",
];
const ROLES: &[&str] = &["foreign minister", "Minister of Ports", "port analyst"];
const PLACES: &[(&str, &str)] = &[
    ("Oslo", "NO/Oslo"),
    ("Norway", "NO"),
    ("Austin", "US/Texas/Austin"),
    ("Texas", "US/Texas"),
    ("Tex", "US/Tex"),
    ("Baku", "AZ/Baku"),
];
const OUTLETS: &[&str] = &["Port Post", "PORT POST", "The Élan", "Trend"];
const PATTERNS: &[&str] =
    &["trust*", "*ort", "p?rt", "mul*", "?lan", "*", "1*0", "wel?", "пор*", "stra*e", "x*", "don't*"];

/// A small generator (SplitMix64): the same numbers for the same seed, everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn maybe<T>(&mut self, percent: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(percent).then(|| make(self))
    }
}

/// What stands in a body while it is written.
#[derive(Default)]
struct Draft {
    body: String,
    sentences: Vec<Sentence>,
    words: Vec<Span>,
    people: Vec<(usize, Span)>,
    places: Vec<(usize, Span)>,
}

impl Draft {
    fn push(&mut self, word: &str) -> Span {
        let start = self.body.len();
        self.body.push_str(word);
        let span = Span::new(start, self.body.len());
        self.words.push(span);
        span
    }
}

/// A record with the id of a number.
pub(crate) fn record(random: &mut Random, number: u64) -> Record {
    let mut draft = Draft::default();
    let dateline = random.maybe(50, |random| dateline(random, &mut draft));
    for paragraph in 0..random.below(4) as u32 {
        write_paragraph(random, &mut draft, paragraph);
    }
    let title: Vec<&str> = (0..random.below(5)).map(|_| random.of(WORDS)).collect();
    let title = title.join(" ");
    let people = people(random, &draft);
    let quotes = quotes(random, &draft, people.len(), title.len());
    let analysis = Analysis {
        dateline,
        places: places(&draft),
        sentences: if random.chance(5) { Vec::new() } else { draft.sentences },
        people,
        quotes,
        ..Analysis::default()
    };
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    let article = Article {
        id: ArticleId(id),
        title,
        body: draft.body,
        date: random.maybe(75, day),
        outlet: random.maybe(70, |random| random.of(OUTLETS).to_owned()),
        byline: random.maybe(40, |random| format!("By {} and {}", random.of(NAMES), random.of(WORDS))),
        language: random.maybe(60, |random| random.of(&["en", "EN", "ru"]).to_owned()),
        section: random.maybe(50, |random| random.of(&["Politics", "politics", "World News"]).to_owned()),
        ..Article::default()
    };
    Record { article, analysis }
}

fn dateline(random: &mut Random, draft: &mut Draft) -> Dateline {
    let (name, id) = random.of(PLACES);
    let start = draft.push(&name.to_uppercase()).start as usize;
    draft.body.push_str(", ");
    draft.push("May");
    draft.body.push_str(" 3.");
    let span = Span::new(start, draft.body.len());
    draft.sentences.push(Sentence { span, paragraph: 0 });
    let known = random.chance(70);
    Dateline {
        span,
        place: random.maybe(90, |_| name.to_owned()),
        place_id: known.then(|| id.to_owned()),
        country: random.maybe(if known { 100 } else { 20 }, |_| id[..2].to_owned()),
        also: random
            .maybe(20, |random| vec![random.of(PLACES).1.to_owned(), "Port Elm".to_owned()])
            .unwrap_or_default(),
        ..Dateline::default()
    }
}

fn write_paragraph(random: &mut Random, draft: &mut Draft, paragraph: u32) {
    if !draft.body.is_empty() {
        draft.body.push_str(if paragraph == 0 { " " } else { "\n\n" });
    }
    for sentence in 0..1 + random.below(3) {
        draft.body.push_str(if sentence > 0 { " " } else { "" });
        let start = draft.body.len();
        for word in 0..1 + random.below(6) {
            draft.body.push_str(if word > 0 { " " } else { "" });
            if random.chance(12) {
                let person = random.below(NAMES.len());
                let span = draft.push(NAMES[person]);
                draft.people.push((person, span));
            } else if random.chance(8) {
                let place = random.below(PLACES.len());
                let span = draft.push(PLACES[place].0);
                draft.places.push((place, span));
            } else {
                draft.push(random.of(WORDS));
            }
        }
        draft.body.push_str(if random.chance(5) { "\u{1d}" } else { "." });
        let span = Span::new(start, draft.body.len());
        draft.sentences.push(Sentence { span, paragraph });
    }
}

fn people(random: &mut Random, draft: &Draft) -> Vec<Person> {
    let named = |person: usize| draft.people.iter().filter(move |(other, _)| *other == person).map(|(_, span)| *span);
    let person = |random: &mut Random, number: usize| Person {
        name: NAMES[number].to_owned(),
        role: random.maybe(50, |random| random.of(ROLES).to_owned()),
        mentions: named(number).collect(),
        ..Person::default()
    };
    (0..NAMES.len())
        .filter_map(|number| {
            if named(number).next().is_some() || random.chance(10) { Some(person(random, number)) } else { None }
        })
        .collect()
}

fn places(draft: &Draft) -> Vec<Place> {
    let place = |(number, (name, id)): (usize, &(&str, &str))| Place {
        name: (*name).to_owned(),
        id: (*id).to_owned(),
        country: Some(id[..2].to_owned()),
        mentions: draft.places.iter().filter(|(other, _)| *other == number).map(|(_, span)| *span).collect(),
    };
    PLACES.iter().enumerate().map(place).filter(|place| !place.mentions.is_empty()).collect()
}

fn quotes(random: &mut Random, draft: &Draft, people: usize, title_bytes: usize) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for number in 0..random.below(5) {
        let zone = if title_bytes > 0 && random.chance(10) { Zone::Title } else { Zone::Body };
        let content = match zone {
            Zone::Title => vec![Span::new(0, title_bytes)],
            Zone::Body => content(random, &draft.words),
        };
        if content.is_empty() {
            continue;
        }
        let word = |random: &mut Random| random.of(&draft.words);
        quotes.push(Quote {
            kind: random.of(&QuoteKind::ALL),
            act: if random.chance(75) { Act::Speech } else { Act::Other },
            zone,
            content,
            cue: (zone == Zone::Body).then(|| random.maybe(80, word)).flatten(),
            mention: (zone == Zone::Body).then(|| random.maybe(80, word)).flatten(),
            speaker: if people > 0 { random.maybe(75, |random| random.below(people) as u32) } else { None },
            resolved: Resolved::Named,
            via: if number > 0 && !quotes.is_empty() {
                random.maybe(30, |random| random.below(quotes.len()) as u32)
            } else {
                None
            },
            confidence: random.of(&[0.1, 0.6, 0.7, 0.85, 0.99]),
        });
    }
    quotes
}

/// One or two runs of words; runs of several quotations may overlap, as nested ones do.
fn content(random: &mut Random, words: &[Span]) -> Vec<Span> {
    if words.is_empty() {
        return Vec::new();
    }
    let first = random.below(words.len());
    let last = (first + random.below(9)).min(words.len() - 1);
    let mut content = vec![words[first].join(words[last])];
    if last + 2 < words.len() && random.chance(30) {
        let again = last + 2 + random.below((words.len() - last - 2).min(3));
        let end = (again + random.below(5)).min(words.len() - 1);
        content.push(words[again].join(words[end]));
    }
    content
}

fn day(random: &mut Random) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024 + random.below(2) as i32, 1 + random.below(12) as u32, 1 + random.below(28) as u32)
        .unwrap()
}

/// A query of any kind, `depth` operators deep at most.
pub(crate) fn query(random: &mut Random, depth: usize) -> Query {
    if depth > 0 && random.chance(55) {
        let members = |random: &mut Random| (0..1 + random.below(3)).map(|_| query(random, depth - 1)).collect();
        return match random.below(5) {
            0 | 1 => Query::And(members(random)),
            2 | 3 => Query::Or(members(random)),
            _ => Query::Not(Box::new(query(random, depth - 1))),
        };
    }
    match random.below(24) {
        0 => Query::All,
        1 => Query::Person(name(random)),
        2 => Query::In(place(random)),
        3 => Query::Place(place(random)),
        4 => Query::Outlet(random.of(&["port post", "the elan", "trend", "port"]).to_owned()),
        5 => Query::Section(random.of(&["politics", "world news", "news"]).to_owned()),
        6 => Query::Language(random.of(&["en", "ru", "de"]).to_owned()),
        7 => Query::Id(random.of(&["0", "3", "9", "9e", "9e3779b97f4a7c15", "f"]).to_owned()),
        8 | 9 => {
            let (from, to) = (random.maybe(70, day), random.maybe(70, day));
            Query::Date(DateRange { from, to })
        }
        10 => Query::Has(random.of(&[
            Has::Quote,
            Has::Date,
            Has::Dateline,
            Has::Title,
            Has::Outlet,
            Has::Byline,
            Has::Place,
            Has::Speaker,
        ])),
        11 => {
            let from = random.below(8) as u32;
            let range = random.of(&[
                CountRange { from: Some(from), to: None },
                CountRange { from: None, to: Some(from) },
                CountRange { from: Some(from), to: Some(from + 3) },
            ]);
            Query::Count { what: random.of(&[Counted::Words, Counted::Quotes]), range }
        }
        12..=17 => {
            let zone = random.of(&[
                TextZone::Article,
                TextZone::Article,
                TextZone::Article,
                TextZone::Title,
                TextZone::Lead,
                TextZone::Byline,
            ]);
            Query::Text { zone, text: text(random, 2) }
        }
        _ => Query::Quote(QuoteQuery {
            clause: quote_clause(random, 2),
            acts: random.of(&[Acts::Speech, Acts::Speech, Acts::Other, Acts::Any]),
        }),
    }
}

fn quote_clause(random: &mut Random, depth: usize) -> QuoteClause {
    if depth > 0 && random.chance(50) {
        let members = |random: &mut Random| (0..1 + random.below(3)).map(|_| quote_clause(random, depth - 1)).collect();
        return match random.below(5) {
            0..=2 => QuoteClause::And(members(random)),
            3 => QuoteClause::Or(members(random)),
            _ => QuoteClause::Not(Box::new(quote_clause(random, depth - 1))),
        };
    }
    match random.below(14) {
        0 => QuoteClause::All,
        1..=4 => QuoteClause::Said(text(random, 2)),
        5 => QuoteClause::Cue(text(random, 1)),
        6 => QuoteClause::Mention(text(random, 1)),
        7 => {
            let role = random.of(&["minister", "port", "foreign minister", "of ports"]);
            QuoteClause::Role(phrase(role))
        }
        8 | 9 => QuoteClause::Speaker(name(random)),
        10 => QuoteClause::SpeakerUnknown,
        11 => QuoteClause::About(name(random)),
        12 => QuoteClause::Via(name(random)),
        _ if random.chance(50) => QuoteClause::Kind(random.of(&QuoteKind::ALL)),
        _ => QuoteClause::Confidence(random.of(&Level::ALL)),
    }
}

fn phrase(words: &str) -> TextQuery {
    let words: Vec<WordQuery> = words.split(' ').map(stem).collect();
    match words.as_slice() {
        [one] => TextQuery::Word(one.clone()),
        _ => TextQuery::Phrase { words, slop: 0 },
    }
}

/// A text query, `depth` operators deep at most.
pub(crate) fn text(random: &mut Random, depth: usize) -> TextQuery {
    if depth > 0 && random.chance(45) {
        return match random.below(6) {
            0..=2 => TextQuery::Near {
                left: Box::new(text(random, depth - 1)),
                right: Box::new(text(random, depth - 1)),
                within: match random.below(4) {
                    0 => Within::Sentence,
                    1 => Within::Paragraph,
                    _ => Within::Words(1 + random.below(5) as u32),
                },
                ordered: random.chance(40),
            },
            3 | 4 => TextQuery::Any((0..1 + random.below(3)).map(|_| text(random, depth - 1)).collect()),
            _ => TextQuery::AtLeast { text: Box::new(text(random, depth - 1)), count: 1 + random.below(3) as u32 },
        };
    }
    if random.chance(40) {
        let words = (0..2 + random.below(2)).map(|_| word(random)).collect();
        return TextQuery::Phrase { words, slop: random.of(&[0, 0, 0, 1, 2, 5]) };
    }
    TextQuery::Word(word(random))
}

fn stem(word: &str) -> WordQuery {
    let folded = folded(word);
    WordQuery::Stem { stem: stemmed(&folded), folded }
}

fn word(random: &mut Random) -> WordQuery {
    // One word as the token rule sees it: what is printed with a hyphen or colon is two.
    let printed = loop {
        let printed = random.of(WORDS);
        if onrecord::text::token::words(printed).count() == 1 {
            break onrecord::text::token::words(printed).next().map_or(printed, |span| span.of(printed));
        }
    };
    match random.below(10) {
        0 => {
            let mut term = String::new();
            exact(printed, &mut term);
            WordQuery::Exact(term)
        }
        1 => WordQuery::Wildcard(random.of(PATTERNS).to_owned()),
        2 => WordQuery::Fuzzy { folded: folded(printed), distance: 1 + random.below(2) as u8 },
        _ => stem(printed),
    }
}

fn name(random: &mut Random) -> NameQuery {
    let tokens = random.of(&[
        "lind",
        "mara lind",
        "lind mara",
        "m lind",
        "berg",
        "j berg",
        "anna lena",
        "eliyeva",
        "əliyeva",
        "алиева",
        "müller",
        "gasim müller",
        "ost",
        "tor",
        "t",
        "lin",
    ]);
    let exact = random.chance(20);
    let tokens = if exact { random.of(&["Lind", "Mara Lind", "Əliyeva", "lind", "M Lind", "Öst"]) } else { tokens };
    NameQuery { tokens: tokens.split(' ').map(str::to_owned).collect(), adjacent: random.chance(40), exact }
}

fn place(random: &mut Random) -> PlaceQuery {
    let ids: &[&str] = random.of(&[&["NO"] as &[&str], &["US/Texas"], &["US/Tex", "AZ"], &["NO/Oslo"], &[]]);
    PlaceQuery {
        typed: random.of(&["oslo", "austin", "port elm", "baku", "", "az"]).to_owned(),
        ids: ids.iter().map(|&id| id.to_owned()).collect(),
    }
}
