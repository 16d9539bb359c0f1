//! People: names with their titles and roles, joined over the article. What comes in are tokens; what goes out are people
//! and where they are named. Who speaks is not decided here.

mod cluster;
mod firm;
pub(super) mod furniture;
mod prefix;
pub(super) mod run;

use self::cluster::{Clusters, Known};
use super::role;
use super::token::Token;
use crate::annotation::{Gender, Person};
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::Span;
use crate::text::token::folded;

/// A name where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// First token of the name, titles not included.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// The name's bytes.
    pub span: Span,
    /// Number of the person.
    pub person: u32,
}

/// The people of an article and their names in the order of the text.
#[derive(Debug, Default)]
pub struct People {
    /// One entry a person.
    pub people: Vec<Person>,
    /// All names, sorted by place.
    pub mentions: Vec<Mention>,
}

/// Finds the people named in a text.
#[must_use]
pub fn find(text: &str, tokens: &[Token], lexicon: &Lexicon) -> People {
    let mut runs = run::find(text, tokens, lexicon);
    prefix::take_off(text, tokens, &lexicon.words, &mut runs);
    firm::refuse(text, tokens, &mut runs);
    let mut clusters = Clusters::new(text, tokens, &lexicon.words);
    let mut owner: Vec<Option<u32>> = vec![None; runs.len()];
    for (run, owner) in runs.iter().zip(&mut owner) {
        if run.words >= 2 && run.evidence >= 2 {
            *owner = Some(clusters.full_name(*run));
        }
    }
    let known = Known::new(text, tokens, &runs);
    for (run, owner) in runs.iter().zip(&mut owner) {
        if owner.is_none() && run.words >= 2 && run.evidence >= 0 && known.is_surname(&run.surname(text, tokens)) {
            *owner = Some(clusters.full_name(*run));
        }
    }
    for (run, owner) in runs.iter().zip(&mut owner) {
        let full = owner.is_some();
        if !full {
            *owner = clusters.short_name(*run, &known);
        }
        if let Some(number) = *owner {
            let person = &mut clusters.found[number as usize];
            person.seen = Some(tokens[run.first].paragraph);
            person.named += u32::from(!full);
        }
    }
    let mut people =
        People { people: clusters.found.into_iter().map(|cluster| cluster.person).collect(), mentions: Vec::new() };
    let mut named = runs.iter().zip(owner).filter_map(|(run, owner)| Some((run, owner?))).peekable();
    let mut previous = None;
    while let Some((run, number)) = named.next() {
        let span = tokens[run.first].span.join(tokens[run.last - 1].span);
        people.mentions.push(Mention { first: run.first, last: run.last, span, person: number });
        let person = &mut people.people[number as usize];
        person.mentions.push(span);
        if person.role.is_none() {
            let beside = [previous, named.peek().map(|(next, _)| **next)];
            person.role = role::find(text, tokens, *run, beside, lexicon);
        }
        if person.gender == Gender::Unknown {
            person.gender = run.gender;
        }
        previous = Some(*run);
    }
    in_order(&mut people);
    for person in &mut people.people {
        if let (Gender::Unknown, Some(role)) = (person.gender, &person.role) {
            person.gender = role::gender(role, lexicon);
        }
        if person.gender == Gender::Unknown {
            person.gender = gender_of_surname(&person.name);
        }
    }
    people
}

/// The gender that the ending of a surname tells: "-ova", "-skaya"; "-ov", "-sky".
fn gender_of_surname(name: &str) -> Gender {
    let Some((_, last)) = name.rsplit_once(' ') else { return Gender::Unknown };
    let word = folded(last);
    let ends = |endings: &[&str]| word.len() >= 6 && endings.iter().any(|ending| word.ends_with(ending));
    if ends(&["ova", "eva", "skaya", "ska", "kyzy", "qizi", "gizi", "dottir"]) {
        Gender::Female
    } else if ends(&[
        "nov", "rov", "lov", "kov", "mov", "dov", "tov", "sov", "zov", "bov", "pov", "yev", "iev", "bek", "oglu",
    ]) {
        Gender::Male
    } else {
        Gender::Unknown
    }
}

/// Sorts people by where they are first named.
fn in_order(people: &mut People) {
    let mut order: Vec<usize> = (0..people.people.len()).collect();
    order.sort_by_key(|at| people.people[*at].mentions.first().map(|span| span.start));
    let mut place = vec![0u32; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new as u32;
    }
    people.people = order.iter().map(|old| std::mem::take(&mut people.people[*old])).collect();
    for mention in &mut people.mentions {
        mention.person = place[mention.person as usize];
    }
}

/// The gender of a class, if it has one.
#[must_use]
pub fn gender_of(class: Class) -> Option<Gender> {
    match (class.has(Class::MALE), class.has(Class::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}
