//! What queries are made of: the words, names, places and values of the articles that they are put to.

use std::sync::LazyLock;

use chrono::NaiveDate;
use onrecord::annotation::ancestors;
use onrecord::document::Record;
use onrecord::lexicon::Lexicon;
use onrecord::text::token::{exact, folded_words, words};

use super::Random;
use super::articles::{self, WORDS};

/// Values to choose from, none of the lists empty but that of stretches. Their strings live as long as the test.
#[derive(Default)]
pub(crate) struct Vocabulary {
    /// As texts print them.
    pub(crate) words: Vec<&'static str>,
    /// Words side by side, joined by blanks.
    pub(crate) stretches: Vec<&'static str>,
    pub(crate) patterns: Vec<&'static str>,
    /// Tokens joined by blanks.
    pub(crate) names: Vec<&'static str>,
    pub(crate) exact_names: Vec<&'static str>,
    pub(crate) roles: Vec<&'static str>,
    pub(crate) places: Vec<&'static str>,
    pub(crate) place_ids: Vec<&'static [&'static str]>,
    pub(crate) outlets: Vec<&'static str>,
    pub(crate) sections: Vec<&'static str>,
    pub(crate) languages: Vec<&'static str>,
    pub(crate) ids: Vec<&'static str>,
    pub(crate) days: Vec<NaiveDate>,
    /// Numbers of words of an article.
    pub(crate) lengths: Vec<u32>,
}

static INVENTED: LazyLock<Vocabulary> = LazyLock::new(|| {
    // Random days, from a seed of their own; the vocabulary is not asked for them.
    let random = &mut Random::over(7, &EMPTY);
    Vocabulary {
        words: WORDS.to_vec(),
        stretches: Vec::new(),
        patterns: vec!["trust*", "*ort", "p?rt", "mul*", "?lan", "*", "1*0", "wel?", "пор*", "stra*e", "x*", "don't*"],
        names: vec![
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
        ],
        exact_names: vec!["Lind", "Mara Lind", "Əliyeva", "lind", "M Lind", "Öst"],
        roles: vec!["minister", "port", "foreign minister", "of ports"],
        places: vec!["oslo", "austin", "port elm", "baku", "", "az"],
        place_ids: vec![&["NO"], &["US/Texas"], &["US/Tex", "AZ"], &["NO/Oslo"], &[]],
        outlets: vec!["port post", "the elan", "trend", "port"],
        sections: vec!["politics", "world news", "news"],
        languages: vec!["en", "ru", "de"],
        ids: vec!["0", "3", "9", "9e", "9e3779b97f4a7c15", "f"],
        days: (0..200).map(|_| articles::day(random)).collect(),
        lengths: (0..12).collect(),
    }
});

static EMPTY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

impl Vocabulary {
    pub(crate) fn invented() -> &'static Self {
        &INVENTED
    }

    /// Of these articles: a few hundred values of each kind.
    pub(crate) fn of(records: &[Record]) -> &'static Self {
        let random = &mut Random::over(records.len() as u64, &EMPTY);
        let mut found = Self::default();
        for Record { article, analysis } in records {
            let printed: Vec<&str> = words(&article.body).map(|span| span.of(&article.body)).collect();
            for _ in 0..40.min(printed.len()) {
                let at = random.below(printed.len());
                found.words.push(kept(printed[at]));
                found.stretches.push(kept(&printed[at..(at + 6).min(printed.len())].join(" ")));
                found.patterns.extend(pattern(printed[at], random));
            }
            for person in &analysis.people {
                let tokens = folded_words(&person.name);
                let exact: Vec<String> = words(&person.name).map(|span| exact_term(span.of(&person.name))).collect();
                if let (Some(last), Some(exact_last)) = (tokens.last(), exact.last()) {
                    found.names.extend([kept(last), kept(&tokens.join(" "))]);
                    found.exact_names.extend([kept(exact_last), kept(&exact.join(" "))]);
                }
                found.roles.extend(person.role.as_deref().map(|role| kept(&folded_words(role).join(" "))));
            }
            for place in &analysis.places {
                found.places.push(kept(&folded_words(Lexicon::builtin().place_name(&place.id)).join(" ")));
                found.place_ids.extend(ancestors(&place.id).map(|id| &*Box::leak(vec![kept(id)].into_boxed_slice())));
            }
            let value = |value: &Option<String>| value.as_deref().map(|value| kept(&folded_words(value).join(" ")));
            found.outlets.extend(value(&article.outlet));
            found.sections.extend(value(&article.section));
            found.languages.extend(article.language.as_deref().map(|code| kept(&code.to_lowercase())));
            found.ids.push(kept(&article.id.to_string()[..1 + random.below(8)]));
            found.days.extend(article.date);
            found.lengths.push(printed.len() as u32);
        }
        Box::leak(Box::new(found))
    }
}

/// A string for as long as the test runs.
fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn exact_term(word: &str) -> String {
    let mut term = String::new();
    exact(word, &mut term);
    term
}

/// The word with its end, its beginning or a letter left open.
fn pattern(word: &str, random: &mut Random) -> Option<&'static str> {
    let folded = folded_words(word);
    let [folded] = &folded[..] else { return None };
    let letters: Vec<char> = folded.chars().collect();
    if letters.len() < 3 || letters.contains(&'*') {
        return None;
    }
    let at = 1 + random.below(letters.len() - 2);
    let text = |letters: &[char]| letters.iter().collect::<String>();
    Some(kept(&match random.below(4) {
        0 | 1 => text(&letters[..=at]) + "*",
        2 => format!("*{}", text(&letters[at..])),
        _ => format!("{}?{}", text(&letters[..at]), text(&letters[at + 1..])),
    }))
}
