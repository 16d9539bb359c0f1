//! The authors of a byline: people, whose last names sort, and bodies, whose names stay as they are printed.

use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::token::folded;

/// Words of a person's name at most.
const LONGEST: usize = 5;

/// An author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A person.
    Person {
        /// First names and titles, as printed.
        given: String,
        /// Last name, with the small words that belong to it: `van der Lind`.
        family: String,
        /// `Jr.`
        suffix: Option<String>,
    },
    /// A body, or a name that is not understood as a person's.
    Body(String),
}

/// The authors of a byline on one line, in their order. `outlet` is no person.
pub(super) fn authors(byline: &str, outlet: Option<&str>) -> Vec<Author> {
    let byline = byline.get(..3).filter(|start| start.eq_ignore_ascii_case("by ")).map_or(byline, |_| &byline[3..]);
    let mut list = Vec::new();
    for group in byline.split(';') {
        let parts: Vec<&str> = group.split(',').map(without_and).filter(|part| !part.is_empty()).collect();
        if let Some(people) = inverted(&parts, outlet) {
            list.extend(people);
            continue;
        }
        for part in parts {
            match list.last_mut() {
                Some(Author::Person { suffix, .. }) if suffix.is_none() && is_suffix(part) => {
                    *suffix = Some(part.to_owned());
                }
                _ => list.extend(joined(part, outlet)),
            }
        }
    }
    list
}

/// The authors of `Lund, Mara` and of `Lund, Mara and Holt, Per`, each name of one word.
fn inverted(parts: &[&str], outlet: Option<&str>) -> Option<Vec<Author>> {
    let names: Vec<&str> =
        parts.iter().flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" AND ")).collect();
    let (pairs, rest) = names.as_chunks::<2>();
    let in_turn = rest.is_empty() && pairs.len() + 1 == parts.len();
    let closed = [parts.first(), parts.last()].into_iter().flatten().all(|part| !part.contains(' '));
    if !in_turn || !closed || names.iter().any(|name| name.contains(' ') || is_body(name, outlet)) {
        return None;
    }
    let person = |[family, given]: &[&str; 2]| Author::Person {
        given: (*given).to_owned(),
        family: (*family).to_owned(),
        suffix: None,
    };
    Some(pairs.iter().map(person).collect())
}

/// Without a blank, or an "and" that a comma stands before.
fn without_and(part: &str) -> &str {
    let part = part.trim();
    let start = part.get(..4).filter(|start| start.eq_ignore_ascii_case("and "));
    start.map_or(part, |start| part[start.len()..].trim_start())
}

/// The authors of "Ada Lund and Per Holt"; all of it is one, where not each side is a name of its own.
fn joined(part: &str, outlet: Option<&str>) -> Vec<Author> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let sides: Vec<Author> = words
        .split(|word| word.eq_ignore_ascii_case("and") || *word == "&")
        .map(|side| author(&side.join(" "), outlet))
        .collect();
    let is_name = |author: &Author| match author {
        Author::Person { .. } => true,
        Author::Body(name) => is_known(name, outlet),
    };
    if sides.iter().all(is_name) { sides } else { vec![author(&words.join(" "), outlet)] }
}

fn author(name: &str, outlet: Option<&str>) -> Author {
    let mut words: Vec<&str> = name.split(' ').collect();
    let suffix = if words.len() > 2 { words.pop_if(|word| is_suffix(word)) } else { None };
    if words.len() < 2 || words.len() > LONGEST || is_body(name, outlet) {
        return Author::Body(name.to_owned());
    }
    let is_particle = |word: &str| Lexicon::builtin().words.class(&folded(word)).has(Class::PARTICLE);
    let mut family = words.len() - 1;
    while family > 1 && is_particle(words[family - 1]) {
        family -= 1;
    }
    let (given, family) = words.split_at(family);
    Author::Person { given: given.join(" "), family: family.join(" "), suffix: suffix.map(str::to_owned) }
}

/// Whether a name is that of an agency or of the outlet.
fn is_known(name: &str, outlet: Option<&str>) -> bool {
    Lexicon::builtin().areas().agency(name).is_some() || outlet.is_some_and(|outlet| folded(outlet) == folded(name))
}

/// Whether a name is no person's: known, or with words that no name of a person has.
fn is_body(name: &str, outlet: Option<&str>) -> bool {
    const BODY: Class = Class::SOURCE_BODY.or(Class::BODY_NAME).or(Class::FIRM).or(Class::SOURCE_PEOPLE);
    const PLAIN: Class = Class::ROLES.or(Class::PREPOSITION).or(Class::DETERMINER).or(Class::CONJUNCTION);
    let is_odd = |word: &str| {
        let class = Lexicon::builtin().words.class(&folded(word));
        let is_name = class.has(Class::SURNAME.or(Class::GIVEN).or(Class::PARTICLE));
        word == "&" || word.contains(|c: char| c.is_ascii_digit()) || (class.has(BODY.or(PLAIN)) && !is_name)
    };
    is_known(name, outlet) || name.split(' ').any(is_odd)
}

fn is_suffix(word: &str) -> bool {
    Lexicon::builtin().words.class(&folded(word.trim_end_matches('.'))).has(Class::HONOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `given/family/suffix` of people, bodies in brackets.
    fn read(byline: &str) -> String {
        let told = |author: Author| match author {
            Author::Person { given, family, suffix: None } => format!("{given}/{family}"),
            Author::Person { given, family, suffix: Some(suffix) } => format!("{given}/{family}/{suffix}"),
            Author::Body(name) => format!("[{name}]"),
        };
        authors(byline, Some("The Odlar Mail")).into_iter().map(told).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn people_of_a_byline_are_told_from_bodies() {
        for (byline, wanted) in [
            ("Mara Lind", "Mara/Lind"),
            ("By MARA LIND AND ILZE STRAUTINA", "MARA/LIND ILZE/STRAUTINA"),
            ("Mara Lind, Per J. Holt, and Ilze Strautina", "Mara/Lind Per J./Holt Ilze/Strautina"),
            ("Lind, Mara", "Mara/Lind"),
            ("Lind, Mara; Holt, Per", "Mara/Lind Per/Holt"),
            ("Lind, Mara and Holt, Per", "Mara/Lind Per/Holt"),
            ("Lind and Holt, Mara, Per", "[Lind and Holt] [Mara] [Per]"),
            ("Mara Lind, Per Holt and Ilze Strautina", "Mara/Lind Per/Holt Ilze/Strautina"),
            ("Piet van der Lind", "Piet/van der Lind"),
            ("Per Holt Jr.", "Per/Holt/Jr."),
            ("Per Holt, Jr.", "Per/Holt/Jr."),
            ("Associated Press", "[Associated Press]"),
            ("Odlar", "[Odlar]"),
            ("Mara Lind and Reuters", "Mara/Lind [Reuters]"),
            ("Reuters, AFP", "[Reuters] [AFP]"),
            ("Mara Lind, The Odlar Mail", "Mara/Lind [The Odlar Mail]"),
            ("Ministry of Trade and Industry", "[Ministry of Trade and Industry]"),
            ("Odlar Staff", "[Odlar Staff]"),
            ("The Editors", "[The Editors]"),
            ("Ä", "[Ä]"),
            (" ,; ", ""),
        ] {
            assert_eq!(read(byline), wanted, "{byline}");
        }
    }
}
