//! Random articles: words thrown together, with people, places and quotations marked in them.

use chrono::NaiveDate;
use onrecord::annotation::{Act, Analysis, Dateline, Person, Place, Quote, QuoteKind, Resolved, Sentence, Zone};
use onrecord::article::{Article, ArticleId};
use onrecord::document::Record;
use onrecord::text::Span;

use super::Random;

/// Words as texts print them.
pub(super) const WORDS: &[&str] = &[
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
pub(super) const NAMES: &[&str] = &[
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
pub(super) const ROLES: &[&str] = &["foreign minister", "Minister of Ports", "port analyst"];
pub(super) const PLACES: &[(&str, &str)] = &[
    ("Oslo", "NO/Oslo"),
    ("Norway", "NO"),
    ("Austin", "US/Texas/Austin"),
    ("Texas", "US/Texas"),
    ("Tex", "US/Tex"),
    ("Baku", "AZ/Baku"),
];
pub(super) const OUTLETS: &[&str] = &["Port Post", "PORT POST", "The Élan", "Trend"];

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
    // what is long enough to be a copy, and what is not
    let paragraphs = if random.chance(40) { 3 + random.below(3) } else { random.below(4) };
    for paragraph in 0..paragraphs as u32 {
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
    let place = |(number, (_, id)): (usize, &(&str, &str))| Place {
        id: (*id).to_owned(),
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
        let speaker = if people > 0 { random.maybe(75, |random| random.below(people) as u32) } else { None };
        let mut others: Vec<u32> = (0..people as u32).filter(|person| Some(*person) != speaker).collect();
        others.retain(|_| speaker.is_some() && random.chance(15));
        quotes.push(Quote {
            kind: random.of(&QuoteKind::ALL),
            act: if random.chance(75) { Act::Speech } else { Act::Other },
            zone,
            content: content.into(),
            cue: (zone == Zone::Body).then(|| random.maybe(80, word)).flatten(),
            mention: (zone == Zone::Body).then(|| random.maybe(80, word)).flatten(),
            speaker,
            others: others.into(),
            resolved: Resolved::Named,
            via: if number > 0 && !quotes.is_empty() {
                random.maybe(30, |random| random.below(quotes.len()) as u32)
            } else {
                None
            },
            confidence: random.of(&[10, 60, 70, 85, 99]),
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

pub(super) fn day(random: &mut Random) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024 + random.below(2) as i32, 1 + random.below(12) as u32, 1 + random.below(28) as u32)
        .unwrap()
}
