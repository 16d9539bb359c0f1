//! Reports: a verb of speech with its subject, or `according to`. What comes in are tokens; what goes out says where cue and
//! source stand, and how the cue may be used. What is said is found elsewhere.

use std::ops::Range;

use super::phrase::{HEADS, View};
use super::token::Kind;
use crate::lexicon::words::Class;

/// A cue with its source.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// Tokens of the cue: "said", "has said", "according to".
    pub cue: Range<usize>,
    /// The verb among them.
    pub verb: usize,
    /// Tokens of the source, appositions not included.
    pub source: Option<Range<usize>>,
    /// Where cue, source and what belongs to them begin.
    pub left: usize,
    /// Where they end.
    pub right: usize,
    /// Classes of the verb.
    pub class: Class,
    /// How it is built.
    pub form: Form,
}

/// How a report is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `Lund said`
    Plain,
    /// `said Lund`
    Inverted,
    /// `, adding that`: the source of the report before.
    Added,
    /// `according to Lund`
    According,
}

/// Finds the reports of the tokens at `range` in regions for which `open` holds, in order.
#[must_use]
pub(super) fn find(view: View<'_>, open: &dyn Fn(u32) -> bool) -> Vec<Report> {
    let mut found: Vec<Report> = Vec::new();
    let mut sentence = 0..0;
    for at in 0..view.tokens.len() {
        let token = &view.tokens[at];
        if !token.is(Class::CUE.or(Class::BELIEF)) && !matches!(view.word(at), "according" | "According")
            || !open(token.region)
            || !token.is_word()
        {
            continue;
        }
        if !sentence.contains(&at) {
            sentence = view.sentence(at);
        }
        let before = found.last().filter(|report| sentence.contains(&report.verb));
        let report = if matches!(view.word(at), "according" | "According") {
            according(view, at, &sentence)
        } else {
            verb(view, at, &sentence, before)
        };
        found.extend(report);
    }
    found
}

fn according(view: View<'_>, at: usize, sentence: &Range<usize>) -> Option<Report> {
    let source =
        (at + 1 < sentence.end && view.word(at + 1) == "to").then(|| view.phrase_after(at + 2, sentence.end))??;
    let right = match apposition_end(view, source.end, sentence.end) {
        end if at == sentence.start && !view.kind(end, Kind::Comma) => source.end,
        end => end,
    };
    Some(Report {
        cue: at..at + 2,
        verb: at,
        left: at,
        right,
        source: Some(source),
        class: Class::CUE.or(Class::FRAME_CLAUSE),
        form: Form::According,
    })
}

fn verb(view: View<'_>, at: usize, sentence: &Range<usize>, before: Option<&Report>) -> Option<Report> {
    let class = view.tokens[at].class;
    if view.tokens[at].capital && at > sentence.start && !view.kind(at - 1, Kind::Mark) {
        return None;
    }
    let start = group_start(view, at, sentence.start);
    let passive = (start..at)
        .any(|i| matches!(view.word(i), "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s" | "’s"));
    let had_aux = start < at && (start..at).any(|i| view.is(i, Class::AUXILIARY));
    let negated = |i: usize| {
        let word = view.word(i);
        matches!(word, "not" | "never" | "cannot") || word.ends_with("n't") || word.ends_with("n’t")
    };
    if (start..at).any(negated) {
        return None;
    }
    let is_ing = class.has(Class::ING);
    if passive && !is_ing
        || class.has(Class::PARTICIPLE) && !class.has(Class::PAST) && !had_aux
        || at + 1 < sentence.end && view.word(at + 1) == "by"
    {
        return None;
    }
    if class.has(Class::FRAME_ON) && !(at + 1 < sentence.end && view.word(at + 1) == "on")
        || class.has(Class::FRAME_OUT) && !(at + 1 < sentence.end && view.word(at + 1) == "out")
    {
        return None;
    }
    let cue_end = if class.has(Class::FRAME_ON.or(Class::FRAME_OUT)) { at + 2 } else { at + 1 };
    let mut report =
        Report { cue: start..cue_end, verb: at, source: None, left: start, right: cue_end, class, form: Form::Plain };
    if is_ing && !passive {
        return added(view, report, sentence, before);
    }
    if let Some(source) = inverted_source(view, at, sentence, start) {
        report.right = apposition_end(view, source.end, sentence.end);
        report.source = Some(source);
        report.form = Form::Inverted;
        return Some(report);
    }
    let (source, left) = subject(view, start, sentence, before, class)?;
    if class.has(Class::BASE) && !class.has(Class::PAST) && !agrees(view, &source, start, at) {
        return None;
    }
    report.left = left;
    report.source = Some(source);
    Some(report)
}

/// Whether a base form can be the verb of the subject: `they say`, `officials say`, `Lund did say`.
fn agrees(view: View<'_>, source: &Range<usize>, start: usize, verb: usize) -> bool {
    let last = source.end - 1;
    let pronoun = matches!(view.word(last), "they" | "They" | "we" | "We" | "I" | "i" | "you" | "You" | "who");
    let plural = view.is(last, Class::ROLES.or(Class::SOURCE_PEOPLE))
        || view.word(last).ends_with('s') && !view.tokens[last].capital;
    let modal = (start..verb).any(|at| view.is(at, Class::AUXILIARY));
    pronoun || plural || modal || source.clone().any(|at| view.word(at) == "and")
}

/// First token of the verb group: auxiliaries and adverbs before the verb.
fn group_start(view: View<'_>, verb: usize, floor: usize) -> usize {
    let mut start = verb;
    while start > floor && verb - start < 5 {
        let at = start - 1;
        let word = view.word(at);
        let adverb = view.tokens[at].is_word()
            && !view.tokens[at].capital
            && (view.is(at, Class::ADVERB) || word.ends_with("ly") && word.len() > 4)
            && !view.is(at, Class::SOURCE_PEOPLE);
        if adverb
            || view.is(at, Class::AUXILIARY) && !view.tokens[at].capital
            || matches!(word, "n't" | "not" | "to") && at > floor && matches!(view.word(at - 1), "on" | "not")
        {
            start = at;
        } else if word == "on" && at > floor && matches!(view.word(at - 1), "went" | "goes") && start < verb {
            start = at - 1;
        } else {
            break;
        }
    }
    start
}

/// `, adding that`: the words go on with the source of the report before.
fn added(view: View<'_>, mut report: Report, sentence: &Range<usize>, before: Option<&Report>) -> Option<Report> {
    let previous = report.cue.start.checked_sub(1).filter(|at| *at >= sentence.start)?;
    let comma = view.kind(previous, Kind::Comma)
        || matches!(view.word(previous), "and" | "before" | "by" | "as" | "while")
        || view.kind(previous, Kind::Mark)
        || view.kind(previous, Kind::Dash);
    if !comma {
        return None;
    }
    let source = match before {
        Some(before) => before.source.clone()?,
        None => first_subject(view, sentence, report.cue.start)?,
    };
    report.source = Some(source);
    report.form = Form::Added;
    report.left = if view.kind(previous, Kind::Comma) { previous } else { report.left };
    Some(report)
}

/// The subject behind an inverted verb: `," said Lund`.
fn inverted_source(view: View<'_>, at: usize, sentence: &Range<usize>, start: usize) -> Option<Range<usize>> {
    if start != at || !view.is(at, Class::PAST.or(Class::PRESENT)) {
        return None;
    }
    let after_pause = at.checked_sub(1).is_some_and(|previous| {
        matches!(view.tokens[previous].kind, Kind::Mark | Kind::Comma | Kind::Dash)
            || matches!(view.tokens[previous].kind, Kind::Stop) && view.tokens[previous].region > 0
    });
    if !after_pause {
        return None;
    }
    let source = view.phrase_after(at + 1, sentence.end)?;
    let first = &view.tokens[source.start];
    let pronoun_object = source.len() == 1
        && first.is(Class::MALE_PRONOUN.or(Class::FEMALE_PRONOUN).or(Class::PLURAL_PRONOUN).or(Class::OTHER_PRONOUN))
        && (!first.is(Class::SUBJECT_PRONOUN) || view.word(source.start) == "it");
    // "Lund, who won, told Roe": a verb that takes a hearer has it behind.
    if pronoun_object || view.is(at, Class::FRAME_HEARER) || view.is(at, Class::FRAME_NAMES) {
        return None;
    }
    // A verb follows: "In May, said Lund had".
    let next = source.end;
    let goes_on = next < sentence.end && view.is(next, Class::AUXILIARY.or(Class::CUE)) && view.tokens[next].is_word();
    (!goes_on).then_some(source)
}

/// The subject before a verb group, and where it begins with all that belongs to it.
fn subject(
    view: View<'_>,
    start: usize,
    sentence: &Range<usize>,
    before: Option<&Report>,
    class: Class,
) -> Option<(Range<usize>, usize)> {
    let previous = start.checked_sub(1).filter(|at| *at >= sentence.start)?;
    if view.kind(previous, Kind::Comma) || view.kind(previous, Kind::Close) || view.kind(previous, Kind::Dash) {
        return apposed(view, previous, sentence);
    }
    if matches!(view.word(previous), "and" | "but" | "then") {
        let source =
            before.and_then(|report| report.source.clone()).or_else(|| first_subject(view, sentence, previous))?;
        return Some((source, previous));
    }
    let source = view.phrase_before(start, sentence.start)?;
    if view.is(source.start, Class::RELATIVE) && !follows_noun(view, source.start, sentence.start) {
        return None;
    }
    // A lone common noun before a verb that is a noun too is a compound: "tax claims".
    let bare = !view.tokens[source.start].capital
        && !view.is(source.start, Class::DETERMINER.or(Class::SUBJECT_PRONOUN).or(Class::RELATIVE));
    if bare
        && class.has(Class::PRESENT.or(Class::BASE))
        && !view.is(source.end - 1, Class::ROLES.or(Class::SOURCE_PEOPLE))
    {
        return None;
    }
    let left = source.start;
    Some((source, left))
}

/// Whether a relative pronoun stands behind a noun: `Lund, who said`, not `Who said`.
fn follows_noun(view: View<'_>, at: usize, floor: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|before| *before >= floor) else { return false };
    match view.word(at) {
        "that" => view.is(before, HEADS),
        _ => {
            view.kind(before, Kind::Comma)
                || view.kind(before, Kind::Close)
                || view.is(before, HEADS)
                || view.tokens[before].is_capital()
        }
    }
}

/// The subject before an apposition: `Lund, the mayor, said`, `Lund (R-Ohio) said`.
fn apposed(view: View<'_>, close: usize, sentence: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let open_kind = match view.tokens[close].kind {
        Kind::Close => Kind::Open,
        kind => kind,
    };
    let mut at = close;
    let floor = sentence.start.max(close.saturating_sub(30));
    let mut last: Option<(Range<usize>, usize)> = None;
    while at > floor {
        at -= 1;
        if view.tokens[at].kind == Kind::Mark {
            break;
        }
        if view.tokens[at].kind != open_kind {
            continue;
        }
        let Some(source) = view.phrase_before(at, sentence.start) else { break };
        let named =
            source.clone().any(|i| view.tokens[i].is_capital() && !view.is(i, Class::DETERMINER.or(Class::STARTER)));
        // A full name with its trade is the subject, whatever stands before its comma.
        let full = source.len() >= 3
            && source.clone().any(|i| view.is(i, Class::ROLE))
            && source.clone().any(|i| view.is(i, Class::GIVEN) && view.tokens[i].is_capital());
        let pronoun = view.is(source.start, Class::SUBJECT_PRONOUN);
        let headed = view.is(source.end - 1, HEADS);
        if named || pronoun || headed {
            let left = source.start;
            last = Some((source, left));
            // "Lund, of Oslo, the mayor, said": look on while the words before a comma are no subject.
            let starts = left == sentence.start || view.kind(left - 1, Kind::Comma) && left - 1 == sentence.start;
            let place_or_role = named && !full && view.kind(left.saturating_sub(1), Kind::Comma) && !starts;
            if !place_or_role {
                break;
            }
        }
    }
    last
}

/// The subject of the sentence: its first noun phrase, behind `In May,` or `Reacting to the vote,`.
pub(super) fn first_subject(view: View<'_>, sentence: &Range<usize>, before: usize) -> Option<Range<usize>> {
    let mut start = sentence.start;
    for _ in 0..3 {
        while start < before
            && (view.kind(start, Kind::Mark)
                || view.is(start, Class::CONJUNCTION.or(Class::ADVERB)) && !view.is(start, Class::PREPOSITION))
        {
            start += 1;
        }
        let token = view.tokens.get(start).filter(|token| token.region == 0)?;
        let participle = view.word(start).ends_with("ing") && !token.is(Class::GIVEN.or(HEADS)) && start < before;
        if !participle && !view.is(start, Class::PREPOSITION) {
            break;
        }
        let comma = (start..before.min(start + MAX_LEAD)).find(|at| view.kind(*at, Kind::Comma))?;
        start = comma + 1;
    }
    let source = view.phrase_after(start, before)?;
    let head = source.end - 1;
    let personal =
        source.clone().any(|at| view.tokens[at].is_capital()) || view.is(head, HEADS.or(Class::SUBJECT_PRONOUN));
    personal.then_some(source)
}

/// Longest phrase before a subject, in tokens.
const MAX_LEAD: usize = 24;

/// Where the words behind a source that belong to it end: `, the mayor of Oslo`, `, who won`.
fn apposition_end(view: View<'_>, end: usize, ceiling: usize) -> usize {
    if !view.kind(end, Kind::Comma) || end + 1 >= ceiling {
        return end;
    }
    let opens = view.is(end + 1, Class::DETERMINER.or(Class::RELATIVE).or(Class::ROLE).or(Class::MODIFIER))
        || view.kind(end + 1, Kind::Number);
    if !opens {
        return end;
    }
    let mut at = end + 1;
    while at < ceiling
        && at < end + 30
        && !matches!(view.tokens[at].kind, Kind::Comma | Kind::Stop | Kind::Mark | Kind::Semicolon | Kind::Colon)
    {
        at += 1;
    }
    at
}
