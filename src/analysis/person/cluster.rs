//! Names of one article joined to people: full names found a person, short ones go to their bearer. What comes in are runs of
//! capitalised words; what goes out are people.

use rustc_hash::{FxHashMap, FxHashSet};

use super::run::{Run, opens};
use crate::analysis::token::{Kind, Token};
use crate::annotation::{Gender, Person};
use crate::lexicon::words::Class;
use crate::text::token::folded;

/// What the words of an article tell of names of one word.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Words that speak where they stand alone: "Lund said".
    speak: FxHashSet<String>,
    /// Words that stand with a capital inside a sentence.
    inside: FxHashSet<String>,
    /// Of those that speak, such as stand without a capital too: "suppliers".
    common: FxHashSet<String>,
    /// Those in whose sentence, or the next one, "he" or "she" stands.
    personal: FxHashSet<String>,
}

impl Known {
    pub(super) fn new(text: &str, tokens: &[Token], runs: &[Run]) -> Self {
        let mut known = Self::default();
        for run in runs.iter().filter(|run| run.words == 1) {
            let word = folded(tokens[run.last - 1].span.of(text));
            let turn = tokens.get(run.last).is_some_and(|token| token.kind == Kind::Colon) && opens(tokens, run.outer);
            if run.evidence >= 2 || turn {
                known.speak.insert(word.clone());
            }
            if run.evidence >= 2 && is_personal(tokens, run.last) {
                known.personal.insert(word.clone());
            }
            if !opens(tokens, run.outer) {
                known.inside.insert(word);
            }
        }
        for token in tokens.iter().filter(|token| token.is_word() && !token.capital && !known.speak.is_empty()) {
            let word = token.span.of(text);
            if known.speak.contains(word) {
                known.common.insert(word.to_owned());
            }
        }
        known
    }

    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.speak.contains(word) && !self.common.contains(word)
    }

    /// Whether a name of one word that no longer one explains is a person's.
    fn founds(&self, text: &str, tokens: &[Token], run: Run, word: &str) -> bool {
        let name = tokens[run.first].span.of(text);
        run.outer < run.first
            || run.evidence >= 3
            || self.personal.contains(word)
                && !self.common.contains(word)
                && (!opens(tokens, run.first) || self.inside.contains(word))
                && !is_coined(name)
    }
}

/// Whether "he" or "she" stands behind a name, in its sentence or the next.
fn is_personal(tokens: &[Token], at: usize) -> bool {
    let Some(sentence) = at.checked_sub(1).map(|at| tokens[at].sentence) else { return false };
    let near = tokens[at..].iter().take(60).take_while(|token| token.sentence <= sentence + 1);
    near.filter(|token| token.region == 0).any(|token| token.is(Class::MALE_PRONOUN.or(Class::FEMALE_PRONOUN)))
}

/// Whether capitals stand inside a word, as in names of firms, or it has no small letters: "AirWing", "NDB". Not `McRoe`.
fn is_coined(word: &str) -> bool {
    let inner = |c: char| c.is_uppercase();
    let part = |part: &str| part.chars().skip(1).filter(|c| inner(*c)).count();
    let word = word.strip_prefix("Mc").or_else(|| word.strip_prefix("Mac")).unwrap_or(word);
    word.split(['-', '\'', '’']).any(|piece| part(piece) > 0)
}

pub(super) struct Cluster {
    pub(super) person: Person,
    first: String,
    /// The gender that titles tell; it parts bearers of one surname.
    titled: Gender,
    /// The titles that full names have before them; they part bearers of one surname too.
    titles: Vec<String>,
    /// The paragraph where the person was last named, of those gone through.
    pub(super) seen: Option<u32>,
}

pub(super) struct Clusters<'a> {
    text: &'a str,
    tokens: &'a [Token],
    pub(super) found: Vec<Cluster>,
    by_last: FxHashMap<String, Vec<u32>>,
    by_first: FxHashMap<String, Vec<u32>>,
    /// Bearers of names such as `Lund Jr` by the surname alone.
    by_honoured: FxHashMap<String, Vec<u32>>,
}

impl<'a> Clusters<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self {
            text,
            tokens,
            found: Vec::new(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_honoured: FxHashMap::default(),
        }
    }

    fn word(&self, at: usize) -> String {
        folded(self.tokens[at].span.of(self.text))
    }

    /// The last word of a name that is no honour such as `Esq`; `Jr` and `Sr` part father and son, and stay.
    pub(super) fn surname(&self, run: Run) -> String {
        let at = (run.first..run.last)
            .rev()
            .find(|at| self.tokens[*at].is_word() && !self.tokens[*at].is(Class::HONOUR))
            .unwrap_or(run.last - 1);
        let mut name = self.word(at);
        if let Some(honour) = self.honour(run) {
            name.push(' ');
            name.push_str(honour);
        }
        name
    }

    /// `Jr` or `Sr` behind the name.
    fn honour(&self, run: Run) -> Option<&'static str> {
        let last = self.tokens[run.first + 1..run.last].iter().rev().find(|token| token.is_word())?;
        match last.span.of(self.text) {
            "Jr" | "jr" | "JR" => Some("jr"),
            "Sr" | "sr" | "SR" => Some("sr"),
            _ => None,
        }
    }

    /// The last title before a name.
    fn title(&self, run: Run) -> Option<String> {
        let title = Class::TITLE.or(Class::ROLE);
        (run.outer..run.first).rev().find(|at| self.tokens[*at].is(title)).map(|at| self.word(at))
    }

    fn name(&self, run: Run) -> String {
        let span = self.tokens[run.first].span.join(self.tokens[run.last - 1].span);
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn full_name(&mut self, run: Run) -> u32 {
        let (first, last) = (self.word(run.first), self.surname(run));
        let name = self.name(run);
        let same = |number: &&u32| {
            let cluster = &self.found[**number as usize];
            cluster.first == first || is_initial_of(&cluster.first, &first)
        };
        if let Some(number) =
            self.by_last.get(&last).and_then(|bearers| bearers.iter().take(MAX_BEARERS).find(same)).copied()
        {
            let person = &mut self.found[number as usize].person;
            if name.len() > person.name.len() && !name.contains('\n') {
                person.name = name;
            }
            self.note_title(number, run);
            return number;
        }
        let number = self.add(name, first, last.clone(), run.gender);
        if let Some((plain, _)) = last.split_once(' ') {
            self.by_honoured.entry(plain.to_owned()).or_default().push(number);
        }
        self.note_title(number, run);
        number
    }

    fn note_title(&mut self, number: u32, run: Run) {
        let Some(title) = self.title(run) else { return };
        let titles = &mut self.found[number as usize].titles;
        if titles.len() < MAX_TITLES && !titles.contains(&title) {
            titles.push(title);
        }
    }

    fn add(&mut self, name: String, first: String, last: String, gender: Gender) -> u32 {
        let number = self.found.len() as u32;
        self.by_last.entry(last).or_default().push(number);
        self.by_first.entry(first.clone()).or_default().push(number);
        let person = Person { name, ..Person::default() };
        self.found.push(Cluster { person, first, titled: gender, titles: Vec::new(), seen: None });
        number
    }

    /// Joins a surname or given name to its one bearer; a name without bearer founds a person if there is evidence.
    pub(super) fn short_name(&mut self, run: Run, known: &Known) -> Option<u32> {
        let last = self.surname(run);
        if run.words == 1 {
            if let Some(bearers) = self.by_last.get(&last) {
                return self.only(bearers, run);
            }
            if let Some(bearers) = self.by_first.get(&last).or_else(|| self.by_honoured.get(&last)) {
                return self.only(bearers, run);
            }
            if let Some(plain) = self.honour(run).and_then(|_| last.split_once(' ')) {
                return self.by_last.get(plain.0).and_then(|bearers| self.only(bearers, run));
            }
            if run.evidence >= 2 && known.founds(self.text, self.tokens, run, &last) {
                return Some(self.add(self.name(run), last.clone(), last, run.gender));
            }
        }
        None
    }

    /// The one of several bearers of a name who is meant: by title, as the only one named so far, or named just before.
    fn only(&self, bearers: &[u32], run: Run) -> Option<u32> {
        if let [one] = bearers {
            return Some(*one);
        }
        let one_of = |fits: &dyn Fn(&Cluster) -> bool| {
            let mut fitting = bearers.iter().take(MAX_BEARERS).filter(|number| fits(&self.found[**number as usize]));
            match (fitting.next(), fitting.next()) {
                (Some(one), None) => Some(*one),
                _ => None,
            }
        };
        if let Some(title) = self.title(run)
            && let Some(one) = one_of(&|cluster| cluster.titles.contains(&title))
        {
            return Some(one);
        }
        if run.gender != Gender::Unknown {
            return one_of(&|cluster| cluster.titled == run.gender);
        }
        let here = self.tokens[run.first].paragraph;
        one_of(&|cluster| cluster.seen.is_some())
            .or_else(|| one_of(&|cluster| cluster.seen.is_some_and(|paragraph| paragraph + 1 >= here)))
    }
}

/// Bearers of one surname that are told apart.
const MAX_BEARERS: usize = 64;

/// Titles of one person that are kept.
const MAX_TITLES: usize = 8;

fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}
