//! The role that an article gives to a person: what stands before or behind the name. What comes in is where the name
//! stands; what goes out are words of the text.

use super::person::run::Run;
use super::token::{Kind, Token};
use crate::annotation::Gender;
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::token::folded;

/// Longest role, in tokens.
const MAX_TOKENS: usize = 14;

/// Finds the role of a name: "Azerbaijani political analyst Azer Garayev", "Ilham Aliyev, President of the
/// Republic of Azerbaijan", "Sen. Ada Lund". `beside` are the names before and behind it: a role that touches them is theirs.
#[must_use]
pub(super) fn find(
    text: &str,
    tokens: &[Token],
    run: Run,
    beside: [Option<Run>; 2],
    lexicon: &Lexicon,
) -> Option<String> {
    let Run { outer, first, last, .. } = run;
    let [previous, next] = beside;
    after(text, tokens, last, next)
        .or_else(|| before(text, tokens, outer, first, lexicon))
        .or_else(|| of_body(text, tokens, first))
        .or_else(|| ahead(text, tokens, run, previous))
}

/// `Minister of Water Resources` right before a name.
fn of_body(text: &str, tokens: &[Token], first: usize) -> Option<String> {
    let same = |at: usize| tokens[at].sentence == tokens[first].sentence && tokens[at].region == tokens[first].region;
    let floor = first.saturating_sub(8);
    let of = (floor..first)
        .rev()
        .take_while(|at| same(*at) && tokens[*at].is_word())
        .find(|at| matches!(tokens[*at].span.of(text), "of" | "for"))?;
    let head = of.checked_sub(1).filter(|head| same(*head) && tokens[*head].is(Class::ROLE))?;
    let body = of + 1..first;
    let titled = body.clone().any(|at| tokens[at].is(Class::ROLE.or(Class::TITLE)));
    let joins = |at: usize| matches!(tokens[at].span.of(text), "of" | "and" | "the" | "for");
    if body.is_empty() || titled || !body.clone().all(|at| tokens[at].is_capital() || joins(at)) {
        return None;
    }
    let start = head_start(text, tokens, head, head.saturating_sub(6));
    Some(one_line(tokens[start].span.join(tokens[first - 1].span).of(text)))
}

/// `Norway's transport minister, Ada Lund,`; not that of `Per Holt, the transport minister, Ada Lund and`.
fn ahead(text: &str, tokens: &[Token], run: Run, previous: Option<Run>) -> Option<String> {
    let Run { first, last, .. } = run;
    let comma = first.checked_sub(1).filter(|at| tokens[*at].kind == Kind::Comma)?;
    let closed =
        tokens.get(last).is_none_or(|token| token.kind != Kind::Word || token.is(Class::CUE.or(Class::RELATIVE)));
    let same = |at: usize| tokens[at].sentence == tokens[comma].sentence && tokens[at].region == tokens[comma].region;
    let plain = |at: usize| same(at) && matches!(tokens[at].kind, Kind::Word | Kind::Possessive);
    let verb = |at: usize| tokens[at].is(Class::AUXILIARY.or(Class::CUE)) && !tokens[at].capital;
    let back = (comma.saturating_sub(MAX_TOKENS)..comma).rev().take_while(|at| plain(*at) && !verb(*at));
    let start = back.take_while(|at| !tokens[*at].is(Class::CONJUNCTION.or(Class::SUBJECT_PRONOUN))).find(|at| {
        let article =
            matches!(tokens[*at].span.of(text), "the" | "The" | "its" | "Its" | "their" | "a" | "A" | "an" | "An");
        article && !at.checked_sub(1).is_some_and(|of| tokens[of].is(Class::PREPOSITION) && of + 8 > comma)
            || tokens[*at].kind == Kind::Possessive
    })?;
    let taken = previous.is_some_and(|name| name.last + 1 == start && tokens[name.last].kind == Kind::Comma);
    let role = start + 1..comma;
    let preposition = role.clone().find(|at| tokens[*at].is(Class::PREPOSITION)).unwrap_or(comma);
    let head = preposition.checked_sub(1).filter(|head| *head > start && tokens[*head].is(Class::ROLE))?;
    (closed && !taken && head < comma && !role.is_empty())
        .then(|| one_line(tokens[start + 1].span.join(tokens[comma - 1].span).of(text)))
}

/// Where a role begins whose last word stands at `head`.
fn head_start(text: &str, tokens: &[Token], head: usize, floor: usize) -> usize {
    let mut start = head;
    while start > floor && extends(text, &tokens[start - 1], &tokens[start]) {
        start -= 1;
    }
    start
}

/// `, President of the Republic of Azerbaijan,`
fn after(text: &str, tokens: &[Token], last: usize, next: Option<Run>) -> Option<String> {
    let comma = tokens.get(last).filter(|token| token.kind == Kind::Comma)?;
    let same = |token: &&Token| token.sentence == comma.sentence && token.region == comma.region;
    let inner = |at: usize| tokens.get(last + 1 + at).filter(same);
    let article = inner(0).is_some_and(|token| token.is(Class::DETERMINER) && !token.is(Class::RELATIVE));
    let start = usize::from(article);
    if inner(start).is_some_and(|token| token.is(Class::CONJUNCTION)) {
        return None;
    }
    let mut end = start;
    let (mut has_role, mut governed) = (false, false);
    while let Some(token) = inner(end).filter(|_| end < start + MAX_TOKENS) {
        let stops = match token.kind {
            Kind::Word => {
                token.is(Class::RELATIVE.or(Class::AUXILIARY).or(Class::SUBJECT_PRONOUN))
                    || token.is(Class::CUE) && token.is(Class::PAST) && !token.capital
                    || token.span.of(text) == "said"
            }
            Kind::Possessive | Kind::Number => false,
            // The apostrophe of "the builders' union".
            Kind::Mark => {
                !(token.region == comma.region
                    && token.span.of(text) != "\""
                    && inner(end + 1).is_some_and(|next| next.is_word() && !next.capital))
            }
            _ => true,
        };
        if stops {
            break;
        }
        if token.is(Class::PREPOSITION) && !has_role {
            return None;
        }
        governed |= token.is(Class::PREPOSITION);
        if token.is(Class::ROLE) && !governed && next.is_some_and(|next| is_title_of(tokens, last + 1 + end, next)) {
            return None;
        }
        has_role |= token.is(Class::ROLE);
        end += 1;
    }
    // "With Ada Lund, the mayor said": who speaks is another.
    if article && inner(end).is_some_and(|token| token.is_word() && token.is(Class::CUE)) {
        return None;
    }
    // A role is closed by a comma, a stop or a relative clause; a list of names is not a role.
    let closed = inner(end).is_none_or(|token| token.kind != Kind::Word || token.is(Class::RELATIVE.or(Class::CUE)));
    let names = inner(start).is_some_and(|token| token.is(Class::GIVEN) && token.capital && !token.is(Class::ROLE));
    if !has_role || !closed || names || end == start {
        return None;
    }
    let span = inner(start)?.span.join(inner(end - 1)?.span);
    Some(one_line(span.of(text)))
}

/// Whether a role stands right before the next name, and is its title: the "Premier" of "Lund, Danish Premier Per Holt and Jon
/// Roe"; not that of "Lund, Premier Holt's adviser,".
fn is_title_of(tokens: &[Token], role: usize, next: Run) -> bool {
    let touches = role + 1 == next.first || (next.outer..next.first).contains(&role);
    touches && tokens.get(next.last).is_none_or(|token| token.kind != Kind::Possessive)
}

/// `Azerbaijani political analyst` before a name, or a title.
fn before(text: &str, tokens: &[Token], outer: usize, first: usize, lexicon: &Lexicon) -> Option<String> {
    let head = (0..first).rev().take(2).find(|at| tokens[*at].is_word())?;
    let touches = tokens[head].sentence == tokens[first].sentence && tokens[head].region == tokens[first].region;
    if !touches || !tokens[head].is(Class::ROLE.or(Class::ROLES).or(Class::TITLE)) {
        return None;
    }
    if head + 1 < first && tokens[head + 1].kind != Kind::Stop {
        return None;
    }
    let floor = outer.min(head).saturating_sub(6);
    let start = head_start(text, tokens, head, floor);
    let word = tokens[head].span.of(text);
    if start == head && tokens[head].is(Class::TITLE) {
        let key = folded(word);
        if let Some(full) = lexicon.words.written_out(&key) {
            return Some(full.to_owned());
        }
        let courtesy = tokens[head].is(Class::ABBREVIATION_TITLE)
            || matches!(key.as_str(), "sir" | "lord" | "lady" | "dame" | "miss" | "madame" | "madam" | "monsieur");
        if courtesy {
            return None;
        }
    }
    if start < head
        && let Some(full) = lexicon.words.written_out(&folded(word))
    {
        return Some(format!("{} {full}", one_line(tokens[start].span.join(tokens[head - 1].span).of(text))));
    }
    let role = one_line(tokens[start].span.join(tokens[head].span).of(text));
    // "Senators Ada Lund and Per Holt": each is one.
    let is_one = |one: &str| lexicon.words.class(&folded(one)).has(Class::ROLE);
    let ending = ["s", "es"].into_iter().find(|ending| word.strip_suffix(ending).is_some_and(is_one));
    let ending = ending.filter(|_| tokens[head].is(Class::ROLES)).unwrap_or_default();
    Some(role.strip_suffix(ending).unwrap_or(&role).to_owned())
}

/// Whether the word before belongs to the role too.
fn extends(text: &str, token: &Token, next: &Token) -> bool {
    const OUT: Class = Class::DETERMINER
        .or(Class::PREPOSITION)
        .or(Class::CONJUNCTION)
        .or(Class::SUBJECT_PRONOUN)
        .or(Class::AUXILIARY)
        .or(Class::RELATIVE);
    if token.kind == Kind::Stop && token.sentence == next.sentence {
        return false;
    }
    if !token.is_word() || token.sentence != next.sentence || token.region != next.region {
        return token.kind == Kind::Possessive && token.sentence == next.sentence;
    }
    // "In a statement Friday President Lund said"
    if token.is(OUT) && !token.is(Class::MODIFIER) || token.is(Class::CALENDAR) {
        return false;
    }
    let word = token.span.of(text);
    token.is(Class::MODIFIER.or(Class::NOT_NAME).or(Class::ROLE))
        || token.capital && !token.is(Class::STARTER.or(Class::ADVERB))
        || ["al", "ian", "ese", "ic", "ish", "ive", "ary", "ist", "ese"].iter().any(|ending| word.ends_with(ending))
            && word.len() > 4
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The gender that a role tells: "spokeswoman".
#[must_use]
pub(super) fn gender(role: &str, lexicon: &Lexicon) -> Gender {
    let of = |word: &str| {
        let class = lexicon.words.class(&folded(word));
        class.has(Class::ROLE).then(|| super::person::gender_of(class)).flatten()
    };
    role.split(|c: char| !c.is_alphanumeric()).find_map(of).unwrap_or_default()
}
