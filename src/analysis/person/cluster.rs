//! Names of one article joined to people: full names found a person, short ones go to their bearer. What comes in are runs of
//! capitalised words; what goes out are people.

use rustc_hash::{FxHashMap, FxHashSet};

use super::run::{Run, opens};
use crate::analysis::token::{Kind, Token};
use crate::annotation::{Gender, Person};
use crate::lexicon::words::{Class, Words};
use crate::text::token::{folded, is_ignorable};

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
    /// For words that stand alone: in how many of their sentences "he" comes next, and in how many "she".
    pronouns: FxHashMap<String, [u32; 2]>,
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
            if let Some(gender) = next_pronoun(tokens, run.last) {
                known.pronouns.entry(word.clone()).or_default()[usize::from(gender == Gender::Female)] += 1;
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

    /// The gender of the one whom a text means by a surname alone, as the pronouns behind it tell; `Unknown` if they differ.
    fn gender(&self, surname: &str) -> Gender {
        match self.pronouns.get(surname) {
            Some([he, she]) if *he >= MIN_PRONOUNS && *he >= MAIN * she => Gender::Male,
            Some([he, she]) if *she >= MIN_PRONOUNS && *she >= MAIN * he => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.speak.contains(word) && !self.common.contains(word)
    }

    /// Whether a name of one word that no longer one explains is a person's.
    fn founds(&self, text: &str, tokens: &[Token], run: Run, word: &str) -> bool {
        let name = tokens[run.first].span.of(text);
        let before = (run.outer..run.first).rev().find(|at| tokens[*at].is_word());
        let titled = before.is_some_and(|at| {
            let title = tokens[at].is(Class::TITLE)
                // "Librarian June Lund"
                || tokens[at].is(Class::CALENDAR) && tokens[at].is(Class::GIVEN)
                // "Spokesman Lund came"; but "at Trader Joe".
                || tokens[at].is(Class::ROLE) && opens(tokens, run.outer);
            // "MR. LUND:"; but "Chief ID".
            let like = tokens[at].is(Class::ABBREVIATION_TITLE) || is_shouted(tokens[at].span.of(text));
            title && (like || !is_shouted(name))
        });
        // "his wife Ada"; but "voter ID", "Trader Joe", "chief U.S. economist".
        let given = tokens[run.first].is(Class::GIVEN) && !tokens[run.first].is(Class::WEAK);
        titled
            || run.outer == run.first && given && run.evidence >= 3
            || run.evidence >= SPOKEN
            || self.personal.contains(word)
                && !self.common.contains(word)
                && (!opens(tokens, run.first) || self.inside.contains(word))
                && !is_coined(name)
    }
}

/// Points of evidence that a title or role alone does not give: the name speaks too, or something else tells a person.
const SPOKEN: i32 = 4;

/// Whether a word has no small letters but the `s` of a plural: "ID", "MPs", "U.S".
fn is_shouted(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// The gender of the first "he" or "she" behind a name in its sentence, or at the head of the next, if no other name stands
/// between: as the text tells, not as the name is quoted, "Lund said he was late".
fn next_pronoun(tokens: &[Token], at: usize) -> Option<Gender> {
    let sentence = tokens[at.checked_sub(1)?].sentence;
    let near = &tokens[at..tokens.len().min(at + 30)];
    let own = near.partition_point(|token| token.sentence == sentence);
    let head = near[own..].iter().find(|token| token.is_word()).filter(|token| token.sentence == sentence + 1);
    let said = near[..own].iter().enumerate().position(|(at, token)| reports(token, near.get(at + 1)));
    let told = near[..said.unwrap_or(own)].iter().take_while(|token| !token.is_capital());
    let alone = !near[..own].iter().any(Token::is_capital);
    told.chain(head.filter(|_| alone)).filter(|token| token.region == 0).find_map(|token| match token.class {
        class if class.has(Class::MALE_PRONOUN) => Some(Gender::Male),
        class if class.has(Class::FEMALE_PRONOUN) => Some(Gender::Female),
        _ => None,
    })
}

/// Whether a verb reports what stands behind it: "said he", "told them", not "said as he left".
fn reports(token: &Token, next: Option<&Token>) -> bool {
    let verb = token.is(Class::CUE.or(Class::BELIEF)) && token.is(Class::PAST.or(Class::PRESENT)) && !token.capital;
    verb && !next.is_some_and(|next| next.is(Class::PREPOSITION.or(Class::CONJUNCTION)))
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
    /// First words of the full name: `timothy`, and `tim` if he is called so too.
    firsts: Vec<String>,
    /// The gender that titles tell; it parts bearers of one surname.
    titled: Gender,
    /// The titles that full names have before them; they part bearers of one surname too.
    titles: Vec<String>,
    /// The paragraph where the person was last named, of those gone through.
    pub(super) seen: Option<u32>,
    /// How often the person is named in full in all the text, and in short so far.
    pub(super) named: u32,
    /// The sentence where the person was last named in full.
    sentence: u32,
}

pub(super) struct Clusters<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: &'a Words,
    pub(super) found: Vec<Cluster>,
    by_last: FxHashMap<String, Vec<u32>>,
    by_first: FxHashMap<String, Vec<u32>>,
    /// Bearers of names such as `Lund Jr` by the surname alone.
    by_honoured: FxHashMap<String, Vec<u32>>,
}

impl<'a> Clusters<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token], words: &'a Words) -> Self {
        Self {
            text,
            tokens,
            words,
            found: Vec::new(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_honoured: FxHashMap::default(),
        }
    }

    fn word(&self, at: usize) -> String {
        folded(self.tokens[at].span.of(self.text))
    }

    /// The last title before a name.
    fn title(&self, run: Run) -> Option<String> {
        let title = Class::TITLE.or(Class::ROLE);
        (run.outer..run.first).rev().find(|at| self.tokens[*at].is(title)).map(|at| self.word(at))
    }

    /// A name as printed, on one line, without characters that are not seen: it is a value that is compared and counted.
    fn name(&self, run: Run) -> String {
        let span = self.tokens[run.first].span.join(self.tokens[run.last - 1].span);
        let seen: String = span.of(self.text).chars().filter(|c| !is_ignorable(*c)).collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The person of a full name: a known one whose given name fits, or a new one.
    pub(super) fn full_name(&mut self, run: Run) -> u32 {
        let number = self.bearer(run);
        self.note_title(number, run);
        let cluster = &mut self.found[number as usize];
        cluster.named += 1;
        cluster.sentence = self.tokens[run.first].sentence;
        number
    }

    fn bearer(&mut self, run: Run) -> u32 {
        let (first, last) = (self.word(run.first), run.surname(self.text, self.tokens));
        let name = self.name(run);
        let same = |number: &&u32| {
            let known = &self.found[**number as usize].firsts;
            known.iter().any(|known| *known == first || is_initial_of(known, &first))
        };
        if let Some(number) =
            self.by_last.get(&last).and_then(|bearers| bearers.iter().take(MAX_BEARERS).find(same)).copied()
        {
            let person = &mut self.found[number as usize].person;
            if name.len() > person.name.len() && !name.contains('\n') {
                person.name = name;
            }
            return number;
        }
        if let Some(number) = self.under_short_name(run, &first, &last) {
            self.found[number as usize].firsts.push(first.clone());
            self.by_first.entry(first).or_default().push(number);
            return number;
        }
        let number = self.add(name, first, last.clone(), run.gender);
        if let Some((plain, _)) = last.split_once(' ') {
            self.by_honoured.entry(plain.to_owned()).or_default().push(number);
        }
        number
    }

    /// The one bearer whose given name is a short or long form of another: `Tim` and `Timothy`. Who stand side by side under
    /// both names are two.
    fn under_short_name(&self, run: Run, first: &str, last: &str) -> Option<u32> {
        let sentence = self.tokens[run.first].sentence;
        let mut fitting = self.by_last.get(last)?.iter().take(MAX_BEARERS).filter(|number| {
            let cluster = &self.found[**number as usize];
            let genders = [cluster.titled, run.gender];
            cluster.firsts.iter().any(|known| self.words.is_same_given(known, first))
                && (genders.contains(&Gender::Unknown) || genders[0] == genders[1])
                && cluster.sentence + 1 < sentence
        });
        let one = fitting.next()?;
        fitting.next().is_none().then_some(*one)
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
        self.found.push(Cluster {
            person,
            firsts: vec![first],
            titled: gender,
            titles: Vec::new(),
            seen: None,
            named: 0,
            sentence: 0,
        });
        number
    }

    /// Joins a surname or given name to its one bearer; a name without bearer founds a person if there is evidence.
    pub(super) fn short_name(&mut self, run: Run, known: &Known) -> Option<u32> {
        let last = run.surname(self.text, self.tokens);
        if run.words == 1 {
            if let Some(bearers) = self.by_last.get(&last) {
                return self.only(bearers, run, known.gender(&last));
            }
            if let Some(bearers) = self.by_first.get(&last).or_else(|| self.by_honoured.get(&last)) {
                return self.only(bearers, run, Gender::Unknown);
            }
            if let Some(plain) = run.honour(self.text, self.tokens).and_then(|_| last.split_once(' ')) {
                return self.by_last.get(plain.0).and_then(|bearers| self.only(bearers, run, Gender::Unknown));
            }
            if run.evidence >= 2 && known.founds(self.text, self.tokens, run, &last) {
                return Some(self.add(self.name(run), last.clone(), last, run.gender));
            }
        }
        None
    }

    /// The one of several bearers of a name who is meant: by title, by gender (`alone` is that of the one whom the text means
    /// by the name alone), as the only one named so far, as the one named just before, or as the one the article is about.
    fn only(&self, bearers: &[u32], run: Run, alone: Gender) -> Option<u32> {
        if let [one] = bearers {
            return Some(*one);
        }
        let bearers = &bearers[..bearers.len().min(MAX_BEARERS)];
        let one_of = |fits: &dyn Fn(&Cluster) -> bool| {
            let mut fitting = bearers.iter().filter(|number| fits(&self.found[**number as usize]));
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
        let fits = |cluster: &Cluster| [alone, cluster.titled].contains(&Gender::Unknown) || cluster.titled == alone;
        let near = |cluster: &Cluster| cluster.seen.is_some_and(|paragraph| paragraph + 1 >= here);
        one_of(&|cluster| alone != Gender::Unknown && fits(cluster))
            .or_else(|| one_of(&|cluster| fits(cluster) && cluster.seen.is_some()))
            .or_else(|| one_of(&|cluster| fits(cluster) && near(cluster)))
            .or_else(|| self.main(bearers, &fits))
    }

    /// The bearer of a name that an article is about: named several times as often as all others whom it fits.
    fn main(&self, bearers: &[u32], fits: &dyn Fn(&Cluster) -> bool) -> Option<u32> {
        let named = |number: &u32| self.found[*number as usize].named;
        let fitting = || bearers.iter().filter(|number| fits(&self.found[**number as usize]));
        let most = fitting().max_by_key(|number| named(number))?;
        let others: u32 = fitting().filter(|number| *number != most).map(named).sum();
        (named(most) >= MAIN * others.max(1)).then_some(*most)
    }
}

/// Pronouns behind a name that stands alone which tell its gender, at least.
const MIN_PRONOUNS: u32 = 3;

/// How many times as often as all other bearers of a surname its main bearer is named, or one pronoun as the other.
const MAIN: u32 = 3;

/// Bearers of one surname that are told apart.
pub(super) const MAX_BEARERS: usize = 64;

/// Titles of one person that are kept.
const MAX_TITLES: usize = 8;

fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}
