//! People: names with their titles and roles, joined over the article. What comes in are tokens; what goes out are people
//! and where they are named. Who speaks is not decided here.

use rustc_hash::{FxHashMap, FxHashSet};

use super::role;
use super::token::{Kind, Token};
use crate::annotation::{Gender, Person};
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::Span;
use crate::text::token::{fold_char, folded};

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

/// A run of capitalised words that may be a name.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// First token, titles included.
    outer: usize,
    /// First token of the name.
    first: usize,
    /// One past its last token.
    last: usize,
    /// Words of the name, initials and honours not counted.
    words: usize,
    /// What speaks for a person, in points; 2 are enough.
    evidence: i32,
    /// Gender by title or given name.
    gender: Gender,
}

/// Finds the people named in a text.
#[must_use]
pub fn find(text: &str, tokens: &[Token], lexicon: &Lexicon) -> People {
    let runs = runs(text, tokens, lexicon);
    let mut clusters =
        Clusters { text, tokens, found: Vec::new(), by_last: FxHashMap::default(), by_first: FxHashMap::default() };
    let mut owner: Vec<Option<u32>> = vec![None; runs.len()];
    for (run, owner) in runs.iter().zip(&mut owner) {
        if run.words >= 2 && run.evidence >= 2 {
            *owner = Some(clusters.full_name(*run));
        }
    }
    let known = Known::new(text, tokens, &runs);
    for (run, owner) in runs.iter().zip(&mut owner) {
        if owner.is_none() && run.words >= 2 && run.evidence >= 0 && known.is_surname(clusters.surname(*run).as_str()) {
            *owner = Some(clusters.full_name(*run));
        }
    }
    for (run, owner) in runs.iter().zip(&mut owner) {
        if owner.is_none() {
            *owner = clusters.short_name(*run, &known);
        }
        if let Some(number) = *owner {
            clusters.found[number as usize].seen = Some(tokens[run.first].paragraph);
        }
    }
    let mut people =
        People { people: clusters.found.into_iter().map(|cluster| cluster.person).collect(), mentions: Vec::new() };
    for (run, owner) in runs.iter().zip(owner) {
        let Some(number) = owner else { continue };
        let span = tokens[run.first].span.join(tokens[run.last - 1].span);
        people.mentions.push(Mention { first: run.first, last: run.last, span, person: number });
        let person = &mut people.people[number as usize];
        person.mentions.push(span);
        if person.role.is_none() {
            person.role = role::find(text, tokens, run.outer, run.first, run.last, lexicon);
        }
        if person.gender == Gender::Unknown {
            person.gender = run.gender;
        }
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

/// What the words of an article tell of names of one word.
#[derive(Debug, Default)]
struct Known {
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
    fn new(text: &str, tokens: &[Token], runs: &[Run]) -> Self {
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

    fn is_surname(&self, word: &str) -> bool {
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

/// Whether a token is the first word of its sentence.
fn opens(tokens: &[Token], at: usize) -> bool {
    (0..at)
        .rev()
        .take_while(|before| tokens[*before].sentence == tokens[at].sentence)
        .all(|before| !tokens[before].is_word())
}

struct Cluster {
    person: Person,
    first: String,
    /// The gender that titles tell; it parts bearers of one surname.
    titled: Gender,
    /// The paragraph where the person was last named, of those gone through.
    seen: Option<u32>,
}

struct Clusters<'a> {
    text: &'a str,
    tokens: &'a [Token],
    found: Vec<Cluster>,
    by_last: FxHashMap<String, Vec<u32>>,
    by_first: FxHashMap<String, Vec<u32>>,
}

impl Clusters<'_> {
    fn word(&self, at: usize) -> String {
        folded(self.tokens[at].span.of(self.text))
    }

    /// The last word of a name that is no honour such as `Jr`.
    fn surname(&self, run: Run) -> String {
        let at = (run.first..run.last)
            .rev()
            .find(|at| self.tokens[*at].is_word() && !self.tokens[*at].is(Class::HONOUR))
            .unwrap_or(run.last - 1);
        self.word(at)
    }

    fn name(&self, run: Run) -> String {
        let span = self.tokens[run.first].span.join(self.tokens[run.last - 1].span);
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn full_name(&mut self, run: Run) -> u32 {
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
            return number;
        }
        self.add(name, first, last, run.gender)
    }

    fn add(&mut self, name: String, first: String, last: String, gender: Gender) -> u32 {
        let number = self.found.len() as u32;
        self.by_last.entry(last).or_default().push(number);
        self.by_first.entry(first.clone()).or_default().push(number);
        let person = Person { name, ..Person::default() };
        self.found.push(Cluster { person, first, titled: gender, seen: None });
        number
    }

    /// Joins a surname or given name to its one bearer; a name without bearer founds a person if there is evidence.
    fn short_name(&mut self, run: Run, known: &Known) -> Option<u32> {
        let last = self.surname(run);
        if run.words == 1 {
            if let Some(bearers) = self.by_last.get(&last) {
                return self.only(bearers, run);
            }
            if let Some(bearers) = self.by_first.get(&last) {
                return self.only(bearers, run);
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

fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// Words that open a run but belong to no name.
const LEADING: Class = Class::STARTER
    .or(Class::CONJUNCTION)
    .or(Class::PREPOSITION)
    .or(Class::DETERMINER)
    .or(Class::OTHER_PRONOUN)
    .or(Class::SUBJECT_PRONOUN)
    .or(Class::AUXILIARY)
    .or(Class::CALENDAR)
    .or(Class::ADVERB);

/// Titles and what stands among them.
const TITLES: Class = Class::TITLE.or(Class::ROLE).or(Class::ROLES).or(Class::MODIFIER).or(Class::NOT_NAME);

/// Longest run looked at, in tokens: a longer one is a headline.
const MAX_RUN: usize = 9;

fn runs(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run_end(text, tokens, at);
        if end - at <= MAX_RUN {
            found.extend(weigh(text, tokens, at, end, lexicon));
        }
        at = end;
    }
    found
}

/// Whether two tokens are parted by blanks only, in one sentence and one region.
fn adjacent(text: &str, a: &Token, b: &Token) -> bool {
    a.sentence == b.sentence
        && a.region == b.region
        && text.as_bytes()[a.span.end as usize..b.span.start as usize]
            .iter()
            .all(|b| matches!(b, b' ' | b'\n' | b'\t' | b'\r'))
}

/// One past the last token of the capitalised run that begins at `start`.
fn run_end(text: &str, tokens: &[Token], start: usize) -> usize {
    let mut at = start + 1;
    while at < tokens.len() && adjacent(text, &tokens[at - 1], &tokens[at]) {
        let token = &tokens[at];
        let next_capital = |ahead: usize| {
            tokens
                .get(at + ahead)
                .is_some_and(|next| next.is_capital() && adjacent(text, &tokens[at + ahead - 1], next))
        };
        let initial = token.kind == Kind::Stop && token.span.len() == 1 && is_dotted(&tokens[at - 1], text);
        if token.is_capital() && !token.is(Class::CALENDAR) || initial && next_capital(1) {
            at += 1;
        } else if token.is(Class::PARTICLE) && token.is_word() && next_capital(1) {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// Whether a dot behind the word is part of it: initials, abbreviated titles, `Jr`.
fn is_dotted(token: &Token, text: &str) -> bool {
    token.span.of(text).chars().count() == 1 || token.is(Class::ABBREVIATION_TITLE.or(Class::HONOUR))
}

/// Takes titles off a run and weighs what speaks for a person.
fn weigh(text: &str, tokens: &[Token], start: usize, end: usize, lexicon: &Lexicon) -> Option<Run> {
    let (mut first, mut last) = (start, end);
    while first < last
        && (tokens[first].is(LEADING) && !is_given(&tokens[first], tokens.get(first + 1), first + 1 < last)
            || tokens[first].kind == Kind::Stop)
    {
        first += 1;
    }
    let outer = first;
    let mut titled = false;
    let mut gender = Gender::Unknown;
    while first < last && (tokens[first].kind == Kind::Stop || tokens[first].is(TITLES)) {
        let token = &tokens[first];
        if token.is(Class::GIVEN)
            && !token.is(Class::TITLE)
            && first + 1 < last
            && !tokens[first + 1].is(TITLES)
            && !token.is(Class::NOT_NAME)
        {
            break;
        }
        titled |= token.is(Class::TITLE.or(Class::ROLE));
        if token.is(Class::TITLE.or(Class::ROLE)) {
            gender = gender_of(token.class).unwrap_or(gender);
        }
        first += 1;
    }
    // "FBI Director James Lund": what stands before the last title is no part of the name.
    let names =
        |at: usize| tokens.get(at).is_some_and(|token| at < end && token.is_capital() && !token.is(Class::HONOUR));
    let title = (first..last).rev().find(|at| {
        let dotted = *at + 1 < end && tokens[*at + 1].kind == Kind::Stop && names(*at + 2);
        tokens[*at].is(Class::TITLE.or(Class::ROLE)) && !tokens[*at].is(Class::GIVEN) && (names(*at + 1) || dotted)
    });
    if let Some(title) = title {
        titled = true;
        gender = gender_of(tokens[title].class).unwrap_or(gender);
        first = if tokens[title + 1].kind == Kind::Stop { title + 2 } else { title + 1 };
    }
    first = behind_body(text, tokens, first, last, lexicon);
    // "Mr. Prince", "Ms. White": a name that is a title too.
    let is_courtesy = tokens[outer.min(end - 1)].is(Class::ABBREVIATION_TITLE);
    if first >= last && titled && end - outer >= 2 && is_courtesy && tokens[end - 1].is_capital() {
        first = end - 1;
    }
    let courtesy = first > outer && first + 1 == last;
    while last > first
        && !courtesy
        && (tokens[last - 1].kind == Kind::Stop || tokens[last - 1].is(Class::NOT_NAME.or(Class::CALENDAR)))
    {
        last -= 1;
    }
    if first >= last {
        return None;
    }
    // "Trump Trump": a caption run into a sentence.
    if last - first == 2 && tokens[first].span.of(text) == tokens[first + 1].span.of(text) {
        first += 1;
    }
    let name = &tokens[first..last];
    let is_name_word = |token: &&Token| token.is_capital() && token.span.len() > 1 && !token.is(Class::HONOUR);
    let words = name.iter().filter(is_name_word).count();
    let body = name.iter().any(|token| token.is(Class::BODY_NAME) && !token.is(Class::GIVEN) || token.is(Class::ROLES));
    // "Transport Minister" is a role with nobody behind it; "Per King" a name.
    let is_role = tokens[last - 1].is(Class::ROLE.or(Class::TITLE)) && !courtesy && !name[0].is(Class::GIVEN);
    if words == 0 || words > 5 || body || is_role && words >= 2 {
        return None;
    }
    // A lower-case role before the name: "political analyst Azer Garayev".
    let before = first.checked_sub(1).map(|at| &tokens[at]).filter(|token| adjacent(text, token, &tokens[first]));
    if outer == first
        && let Some(before) = before
    {
        titled |= !before.capital && before.is(Class::ROLE);
        if before.is(Class::ROLE) {
            gender = gender_of(before.class).unwrap_or(gender);
        }
    }
    let given = name[0].is(Class::GIVEN) && words >= 2;
    if given && gender == Gender::Unknown {
        gender = gender_of(name[0].class).unwrap_or(gender);
    }
    let mut run = Run { outer, first, last, words, evidence: 0, gender };
    run.evidence = evidence(text, tokens, run, titled, given);
    if run.evidence < 3 && run.evidence > 0 && is_place(text, tokens, run, lexicon) {
        run.evidence = 0;
    }
    // "Hong Kong": towns whose first word is a given name too.
    if run.words >= 2 && run.evidence <= 5 && !titled && is_place(text, tokens, run, lexicon) {
        run.evidence = 0;
    }
    Some(run)
}

/// Where the name begins behind a place or body that its bearer's role names: "Minister of Water Resources Per Holt", "Deputy
/// Minister of Norway Ada Lund", "In Vienna Ada Lund".
fn behind_body(text: &str, tokens: &[Token], first: usize, last: usize, lexicon: &Lexicon) -> usize {
    let begins = |at: usize| {
        tokens[at].is(Class::GIVEN) && !tokens[at].is(Class::BODY_NAME.or(Class::NOT_NAME).or(Class::MODIFIER))
    };
    if first >= last || begins(first) || tokens[first].is(Class::PARTICLE) {
        return first;
    }
    let Some(given) = (first + 1..last.saturating_sub(1)).take(4).find(|at| begins(*at)) else {
        // "Minister of Water Resources Brekka Tveit": nothing but a name can follow the body.
        let role =
            first.checked_sub(2).is_some_and(|at| tokens[at].is(Class::ROLE) && tokens[at + 1].span.of(text) == "of");
        let plain = tokens[first..last].iter().all(|token| token.is_word() && token.span.len() > 1);
        return if role && plain && last - first >= 3 && tokens[first - 2].sentence == tokens[first].sentence {
            last - 2
        } else {
            first
        };
    };
    let words = |token: &Token| token.is_word() && token.span.len() > 1;
    let of_role = (1..=2).any(|back| {
        first.checked_sub(back).is_some_and(|at| {
            matches!(tokens[at].span.of(text), "of" | "for") && tokens[at].sentence == tokens[first].sentence
        })
    });
    let place = !lexicon.place_ids(&key(text, &tokens[first..given])).is_empty();
    let body = tokens[first..given].iter().any(|token| token.is(Class::BODY_NAME.or(Class::NOT_NAME)));
    let plain = tokens[first..given].iter().all(words);
    if plain && (place || body || of_role && !tokens[first].is(Class::GIVEN) && last - given >= 2) {
        given
    } else {
        first
    }
}

/// The folded words of some tokens.
fn key(text: &str, tokens: &[Token]) -> String {
    let mut name = String::new();
    for token in tokens {
        if !name.is_empty() {
            name.push(' ');
        }
        for c in token.span.of(text).chars() {
            fold_char(c, &mut name);
        }
    }
    name
}

/// Whether a word such as `Will` or `May` is a given name here: a capitalised word follows in the run.
fn is_given(token: &Token, next: Option<&Token>, inside: bool) -> bool {
    token.is(Class::GIVEN)
        && !token.is(Class::DETERMINER)
        && inside
        && next.is_some_and(|next| next.is_capital() && !next.is(LEADING.or(TITLES)))
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

fn evidence(text: &str, tokens: &[Token], run: Run, titled: bool, given: bool) -> i32 {
    let name = &tokens[run.first..run.last];
    let after = |ahead: usize| tokens.get(run.last + ahead).filter(|token| token.sentence == name[0].sentence);
    let before = |back: usize| {
        run.outer.checked_sub(back).map(|at| &tokens[at]).filter(|token| token.sentence == name[0].sentence)
    };
    let is = |token: Option<&Token>, class: Class| token.is_some_and(|token| token.is(class) && !token.capital);
    let mut points = 0;
    points += 3 * i32::from(titled);
    if given {
        points += if name[0].is(Class::WEAK) { 1 } else { 3 };
    }
    let initial = name.iter().skip(1).any(|token| token.is_capital() && token.span.len() == 1);
    points += 2 * i32::from(run.words >= 2 && (initial || name.iter().any(|token| token.is(Class::HONOUR))));
    // "Lund said", "said Lund", "Lund, 45,", "Lund, who", "Lund (R-Ohio)".
    let verb = Class::PAST.or(Class::PRESENT);
    let cue = |token: Option<&Token>| is(token, Class::CUE) && is(token, verb);
    let asked = cue(after(0)) || is(after(0), Class::AUXILIARY.or(Class::ADVERB)) && cue(after(1));
    let inverted = cue(before(1)) && before(2).is_some_and(|token| matches!(token.kind, Kind::Mark | Kind::Comma));
    // "..., Fjordposten reports": outlets report, people say.
    let outlet = run.words == 1 && after(0).is_some_and(|token| matches!(token.span.of(text), "reports" | "informs"));
    points += 2 * i32::from((asked || inverted) && !outlet);
    if after(0).is_some_and(|token| token.kind == Kind::Comma) {
        let number = after(1).is_some_and(|token| token.kind == Kind::Number && token.span.len() <= 2);
        points += 2 * i32::from(number && after(2).is_some_and(|token| token.kind == Kind::Comma));
        points +=
            2 * i32::from(is(after(1), Class::RELATIVE) && after(1).is_some_and(|token| token.span.of(text) == "who"));
        let role = |at: usize| after(at).is_some_and(|token| token.is(Class::ROLE));
        points += 2 * i32::from(run.words >= 2 && (1..6).any(role));
    }
    // "the Ministry of Labour and Infrastructure said", "people of Star said"
    let tied = run.outer == run.first
        && before(1).is_some_and(|token| matches!(token.span.of(text), "of" | "and" | "&" | "in" | "for"))
        && (before(2).is_some_and(Token::is_capital) || before(1).is_some_and(|token| token.span.of(text) != "and"));
    if tied && !given && points < 3 {
        return 0;
    }
    points += i32::from(after(0).is_some_and(|token| token.span.of(text) == "who")) * 2;
    // "the economy minister, Ada Lund,"
    let apposed = before(1).is_some_and(|token| token.kind == Kind::Comma) && is(before(2), Class::ROLE);
    let closed = after(0).is_none_or(|token| token.kind != Kind::Word || token.is(Class::CUE.or(Class::RELATIVE)));
    points += 2 * i32::from(run.words >= 2 && apposed && closed);
    // "Per Holt is a Bergen lawyer"
    let is_a = is(after(0), Class::AUXILIARY) && is_the(after(1), text);
    let named_role =
        (2..7).map(after).take_while(|token| token.is_some_and(Token::is_word)).any(|token| is(token, Class::ROLE));
    points += 2 * i32::from(run.words >= 2 && is_a && named_role);
    let party = after(0).is_some_and(|t| t.kind == Kind::Open)
        && after(1).is_some_and(|t| {
            matches!(t.span.of(text).get(..2), Some("R-" | "D-" | "I-")) || matches!(t.span.of(text), "R" | "D")
        });
    points += 3 * i32::from(party);
    let shouted = name.iter().all(|token| token.span.len() > 1 && token.span.of(text).chars().all(char::is_uppercase));
    points -= 2 * i32::from(shouted && !titled && !given);
    points -= 2 * i32::from(run.outer == run.first && is_the(before(1), text));
    points
}

fn is_the(token: Option<&Token>, text: &str) -> bool {
    token.is_some_and(|token| matches!(token.span.of(text), "the" | "The" | "a" | "A" | "an" | "An"))
}

fn is_place(text: &str, tokens: &[Token], run: Run, lexicon: &Lexicon) -> bool {
    !lexicon.place_ids(&key(text, &tokens[run.first..run.last])).is_empty()
}
