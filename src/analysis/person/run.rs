//! Runs of capitalised words that may be names of people: titles taken off, and what speaks for a person weighed. What comes
//! in are tokens; what goes out are runs. Who bears a name is decided elsewhere.

use std::ops::Range;

use super::{furniture, gender_of};
use crate::analysis::token::{Kind, Token, behind_article};
use crate::annotation::Gender;
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::token::{fold_char, folded};

/// A run of capitalised words that may be a name.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Run {
    /// First token, titles included.
    pub(in crate::analysis) outer: usize,
    /// First token of the name.
    pub(in crate::analysis) first: usize,
    /// One past its last token.
    pub(in crate::analysis) last: usize,
    /// Words of the name, initials and honours not counted.
    pub(super) words: usize,
    /// What speaks for a person, in points; 2 are enough.
    pub(super) evidence: i32,
    /// Gender by title or given name.
    pub(super) gender: Gender,
}

impl Run {
    /// The last word of a name that is no honour such as `Esq`; `Jr` and `Sr` part father and son, and stay.
    pub(super) fn surname(&self, text: &str, tokens: &[Token]) -> String {
        let at = (self.first..self.last)
            .rev()
            .find(|at| tokens[*at].is_word() && !tokens[*at].is(Class::HONOUR))
            .unwrap_or(self.last - 1);
        let mut name = folded(behind_article(tokens[at].span.of(text)));
        if let Some(honour) = self.honour(text, tokens) {
            name.push(' ');
            name.push_str(honour);
        }
        name
    }

    /// `Jr` or `Sr` behind the name.
    pub(super) fn honour(&self, text: &str, tokens: &[Token]) -> Option<&'static str> {
        let last = tokens[self.first + 1..self.last].iter().rev().find(|token| token.is_word())?;
        match last.span.of(text) {
            "Jr" | "jr" | "JR" => Some("jr"),
            "Sr" | "sr" | "SR" => Some("sr"),
            _ => None,
        }
    }
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

/// Longest role with its body looked back over, in tokens.
const MAX_ROLE: usize = 16;

/// Longest run looked at, in tokens: a longer one is a headline.
const MAX_RUN: usize = 9;

/// Small words one after the other inside a name: "van der".
const MAX_PARTICLES: usize = 2;

/// Finds the runs of a text, in order.
pub(super) fn find(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() || is_report(text, tokens, at) {
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

/// `"It is late." Said Holt, the mayor: "Go home."`: a capital word behind marks that reports and begins no name. Few words
/// are looked for: many a cue of the lexicon is a name, "Brand", "Josh", and so is "Said", which counts in one paragraph only.
fn is_report(text: &str, tokens: &[Token], at: usize) -> bool {
    let own = &tokens[at];
    let word = own.span.of(text);
    let behind_marks = |before: &Token| {
        before.region > 0 && before.sentence != own.sentence && (before.paragraph == own.paragraph || word != "Said")
    };
    own.region == 0
        && matches!(word, "Said" | "Says" | "Added" | "Adds" | "Asked" | "Replied" | "Wrote" | "Writes")
        && tokens.get(at + 1).is_some_and(Token::is_capital)
        && tokens[at.saturating_sub(2)..at].iter().any(behind_marks)
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
        let month = token.is(Class::CALENDAR) && !is_surname(tokens, at);
        if token.is_capital() && !month || initial && next_capital(1) {
            at += 1;
            continue;
        }
        // "van der Berg"
        let particle = |ahead: usize| {
            tokens.get(at + ahead).is_some_and(|token| {
                token.is(Class::PARTICLE) && token.is_word() && adjacent(text, &tokens[at + ahead - 1], token)
            })
        };
        match (1..=MAX_PARTICLES).find(|ahead| next_capital(*ahead)) {
            Some(ahead) if (0..ahead).all(particle) => at += ahead + 1,
            _ => break,
        }
    }
    at
}

/// Whether a word such as `May` or `Page` is a surname where it stands: behind a given name, and before no number.
fn is_surname(tokens: &[Token], at: usize) -> bool {
    let number = tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Number);
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let initial = |token: &Token| token.kind == Kind::Stop || token.is_capital() && token.span.len() == 1;
    tokens[at].is(Class::SURNAME)
        && !number
        && before.is_some_and(|token| {
            token.is(Class::GIVEN) && !token.is(Class::WEAK.or(Class::SURNAME))
                || initial(token) && (at.saturating_sub(3)..at).any(|at| tokens[at].is(Class::GIVEN))
        })
}

/// Whether a dot behind the word is part of it: initials, abbreviated titles, `Jr`.
fn is_dotted(token: &Token, text: &str) -> bool {
    token.span.of(text).chars().count() == 1 || token.is(Class::ABBREVIATION_TITLE.or(Class::HONOUR))
}

/// Takes titles off a run and weighs what speaks for a person.
fn weigh(text: &str, tokens: &[Token], start: usize, end: usize, lexicon: &Lexicon) -> Option<Run> {
    let end = furniture::unglued(text, tokens, start, end)?;
    let (mut first, mut last) = furniture::without_labels(text, tokens, start, end);
    if first + 1 == last && furniture::is_label(tokens[first].span.of(text)) {
        return None;
    }
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
        // "Sen. Dean Lund": behind a title, a word that is a title too but oftener a given name.
        let behind = first > outer && (tokens[first - 1].is(Class::TITLE) || tokens[first - 1].kind == Kind::Stop);
        let named = behind && first + 2 == last && !token.is(Class::WEAK);
        if token.is(Class::GIVEN)
            && (!token.is(Class::TITLE) || named)
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
        let several = tokens[*at].is(Class::ROLES) && tokens.get(*at + 1).is_some_and(|next| next.is(Class::GIVEN));
        (several || tokens[*at].is(Class::TITLE.or(Class::ROLE)) && !tokens[*at].is(Class::GIVEN))
            && (names(*at + 1) || dotted)
    });
    if let Some(title) = title {
        titled = true;
        gender = gender_of(tokens[title].class).unwrap_or(gender);
        first = if tokens[title + 1].kind == Kind::Stop { title + 2 } else { title + 1 };
    }
    first = behind_body(text, tokens, first, last, lexicon);
    if let Some(end) = place_over(text, tokens, start..first, last, lexicon) {
        first = Some(end).filter(|at| at + 1 < last && tokens[*at].is(Class::GIVEN))?;
    }
    // "Mr. Prince", "Ms. White": a name that is a title too.
    let is_courtesy = tokens[outer.min(end - 1)].is(Class::ABBREVIATION_TITLE);
    if first >= last && titled && end - outer >= 2 && is_courtesy && tokens[end - 1].is_capital() {
        first = end - 1;
    }
    let courtesy = first > outer && first + 1 == last;
    while last > first
        && !courtesy
        && (tokens[last - 1].kind == Kind::Stop
            || tokens[last - 1].is(Class::NOT_NAME.or(Class::CALENDAR))
                && !tokens[last - 1].is(Class::HONOUR)
                && !is_surname(tokens, last - 1))
    {
        last -= 1;
    }
    if first >= last {
        return lone_surname(text, tokens, start, end, gender);
    }
    // "Trump Trump": a caption run into a sentence.
    if last - first == 2 && tokens[first].span.of(text) == tokens[first + 1].span.of(text) {
        first += 1;
    }
    let name = &tokens[first..last];
    let is_name_word = |token: &&Token| token.is_capital() && token.span.len() > 1 && !token.is(Class::HONOUR);
    let words = name.iter().filter(is_name_word).count();
    let bodily = |at: usize| tokens[at].is(Class::BODY_NAME) && !tokens[at].is(Class::GIVEN);
    let body = (first..last).any(|at| bodily(at) && !is_surname(tokens, at) || tokens[at].is(Class::ROLES));
    if words == 1 && last - first == 1 && bodily(first) {
        return lone_surname(text, tokens, start, end, gender);
    }
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
    let given = name[0].is(Class::GIVEN) && words >= 2 && !bodily(last - 1);
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

/// `Page said`, `Prime Minister May`: a word that is a surname too, alone or behind titles. It founds no person, and only goes
/// to a bearer that the text names in full.
fn lone_surname(text: &str, tokens: &[Token], start: usize, end: usize, gender: Gender) -> Option<Run> {
    let at = end - 1;
    let word = &tokens[at];
    let before = start.checked_sub(1).map(|at| &tokens[at]).filter(|token| token.sentence == word.sentence);
    let after = tokens.get(end).filter(|token| token.sentence == word.sentence);
    let dated = after.is_some_and(|token| token.kind == Kind::Number)
        || word.is(Class::CALENDAR)
            && before.is_some_and(|token| token.is(Class::PREPOSITION) || token.kind == Kind::Number)
        || before.is_some_and(|token| is_the(Some(token), text));
    let titles = (start..at).all(|at| tokens[at].kind == Kind::Stop || tokens[at].is(TITLES.or(LEADING)));
    let outlet = after.is_some_and(|token| matches!(token.span.of(text), "reported" | "reports" | "informs"));
    (word.is(Class::SURNAME) && !dated && titles && !outlet).then_some(Run {
        outer: start,
        first: at,
        last: end,
        words: 1,
        evidence: 0,
        gender,
    })
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
        let plain = tokens[first..last].iter().all(|token| token.is_word() && token.span.len() > 1);
        return if plain && last - first >= 3 && follows_role(text, tokens, first) { last - 2 } else { first };
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
    let of_role = of_role || follows_role(text, tokens, first);
    if plain && (place || body || of_role && !tokens[first].is(Class::GIVEN) && last - given >= 2) {
        given
    } else {
        first
    }
}

/// Where a place ends within which the name would begin: the "New York" of "New York Harbour Club".
fn place_over(text: &str, tokens: &[Token], before: Range<usize>, last: usize, lexicon: &Lexicon) -> Option<usize> {
    let word = before.clone().next_back().filter(|at| tokens[*at].is(Class::NOT_NAME))?;
    (before.end + 1..=last.min(before.end + 2))
        .rev()
        .find(|end| !lexicon.place_ids(&key(text, &tokens[word..*end])).is_empty())
}

/// Whether the words before a token are a role and the body that it is held in: "chairman of the Committee on Energy and".
fn follows_role(text: &str, tokens: &[Token], at: usize) -> bool {
    let chain = (at.saturating_sub(MAX_ROLE)..at)
        .rev()
        .take_while(|before| tokens[*before].sentence == tokens[at].sentence && tokens[*before].is_word());
    let mut preposition = false;
    for before in chain {
        let token = &tokens[before];
        if preposition && token.is(Class::ROLE) {
            return true;
        }
        let small = matches!(token.span.of(text), "of" | "for" | "on" | "in" | "at" | "and" | "the" | "&");
        if !small && !token.is_capital() {
            return false;
        }
        preposition |= matches!(token.span.of(text), "of" | "for" | "on" | "at");
    }
    false
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
        && next.is_some_and(|next| {
            next.is_capital() && !next.is(LEADING.or(TITLES)) || next.is(Class::PARTICLE) && next.is_word()
        })
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
    // "WATCHED How Lund": words of a sentence inside.
    let sentence = name.iter().skip(1).any(|token| {
        token.is(Class::STARTER.or(Class::DETERMINER).or(Class::AUXILIARY))
            && !token.is(Class::GIVEN.or(Class::PARTICLE).or(Class::SURNAME).or(Class::HONOUR))
            && token.span.len() > 1
    });
    let headline =
        sentence || shouted && (run.words > 3 || name.iter().any(|token| token.is(LEADING) && !token.is(Class::GIVEN)));
    points -= 2 * i32::from(shouted && !titled && !given) + 9 * i32::from(headline);
    points -= 2 * i32::from(run.outer == run.first && is_the(before(1), text));
    points
}

fn is_the(token: Option<&Token>, text: &str) -> bool {
    token.is_some_and(|token| matches!(token.span.of(text), "the" | "The" | "a" | "A" | "an" | "An"))
}

fn is_place(text: &str, tokens: &[Token], run: Run, lexicon: &Lexicon) -> bool {
    !lexicon.place_ids(&key(text, &tokens[run.first..run.last])).is_empty()
}
/// Whether a token is the first word of its sentence.
pub(super) fn opens(tokens: &[Token], at: usize) -> bool {
    (0..at)
        .rev()
        .take_while(|before| tokens[*before].sentence == tokens[at].sentence)
        .all(|before| !tokens[before].is_word())
}
