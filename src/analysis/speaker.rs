//! Who a source is: names, pronouns and descriptions → a person of the article, or nobody. What comes in is a source as it
//! stands in the text; a guess that is not better than even is no answer.

mod description;
mod named;
pub mod pronoun;
mod unnamed;

use std::ops::Range;

use smallvec::SmallVec;

use self::pronoun::Weighed;
use super::foreign::is_name;
use super::person::{Mention, People};
use super::phrase::View;
use super::token::Kind;
use crate::annotation::{Gender, Resolved};
use crate::lexicon::words::Class;
use crate::text::Span;

/// A speaker, how he was found, and how sure that is (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    /// Number of the person; nothing if unknown or no person.
    pub person: Option<u32>,
    /// How the source led to the person.
    pub resolved: Resolved,
    /// Chance that this is right.
    pub sure: f32,
}

/// Whether it is written down how answers come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Traced {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// How an answer came about; written down only where it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// The source as it stands in the text.
    pub source: Option<Span>,
    /// The first byte of the content.
    pub content: u32,
    /// What was found.
    pub answer: Answer,
    /// The name or the earlier source that the person was known by: its first word.
    pub from: Option<Span>,
    /// Who was thought of and turned down, the nearest first.
    pub rejected: Vec<Rejected>,
    /// The people whom a pronoun may stand for, and what speaks for each.
    pub weighed: Vec<Weighed>,
}

/// Somebody who was thought of as the speaker and turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Number of the person in `Analysis::people`.
    pub person: u32,
    /// Why not.
    pub reason: Reason,
}

/// Why somebody is not the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The pronoun is of the other gender.
    Gender,
    /// Another fits the pronoun better: nearer, a subject, or the one who spoke last.
    Weaker,
    /// Too far back for the pronoun.
    Far,
    /// The description names another role than the article gives the person.
    Role,
    /// The description fits several people, and another spoke or was named last.
    Several,
    /// The source holds the name, but is about somebody else: "an aide to Lind".
    Inside,
    /// The description means somebody without a name who was brought in since: "a senator who asked not to be named".
    Unnamed,
    /// Named inside the quotation, and nowhere that counts.
    Quoted,
}

/// People that are listed as turned down at most.
const MAX_REJECTED: usize = 20;

/// Names looked back at for a pronoun.
const MAX_SEEN: usize = 25;

/// Names looked back at for a description.
const MAX_SIGHTINGS: usize = 300;

/// Words that a name acts by.
const VERB: Class = Class::PRESENT.or(Class::PAST).or(Class::AUXILIARY);

const NOBODY: Answer = Answer { person: None, resolved: Resolved::None, sure: 0.9 };

/// A place where a person was spoken of: a name, or a pronoun or source that was resolved.
#[derive(Clone, Copy, Debug)]
struct Sighting {
    person: u32,
    at: usize,
    as_what: As,
    /// Whether it is among the first words of its sentence.
    front: bool,
    /// Whether a verb follows.
    acts: bool,
}

/// What stands where a person was spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    /// The name.
    Name,
    /// A name that only says whose: "Lund's plan".
    Owner,
    /// "He" or "she".
    Pronoun,
    /// The source of a quotation.
    Source,
}

/// Resolves sources in the order of the text.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    view: View<'a>,
    people: &'a People,
    /// Names outside of quotations, not yet passed, then passed.
    sightings: Vec<Sighting>,
    next_mention: usize,
    /// Tokens "he" and "she" outside of quotations, and how many of them are passed.
    pronouns: Vec<usize>,
    next_pronoun: usize,
    counts: Vec<u32>,
    /// Where each person was named last outside of quotations.
    named: Vec<Option<usize>>,
    /// Where each person was named last as one who acts or speaks.
    acted: Vec<Option<usize>>,
    /// People brought in without a name, and those of them who act in a sentence that they open, or speak.
    unnamed: Vec<unnamed::Unnamed>,
    subjects: Vec<unnamed::Unnamed>,
    last: Option<(u32, u32)>,
    /// Who spoke or acted last, if that was somebody without a name: the noun, and one past the last token of the source.
    stranger: Option<(usize, usize)>,
    /// Who speaks with the person of the last answer.
    others: SmallVec<[u32; 1]>,
    /// First token of the name or source that the last answer hangs on.
    from: Option<usize>,
    rejected: Vec<Rejected>,
    weighed: Vec<Weighed>,
    steps: Option<Vec<Step>>,
}

impl<'a> Resolver<'a> {
    /// Begins at the head of the text.
    #[must_use]
    pub(super) fn new(view: View<'a>, people: &'a People, traced: Traced) -> Self {
        let (unnamed, subjects) = unnamed::find(view, people);
        Self {
            view,
            people,
            sightings: Vec::new(),
            next_mention: 0,
            pronouns: pronoun::find(view),
            next_pronoun: 0,
            counts: vec![0; people.people.len()],
            named: vec![None; people.people.len()],
            acted: vec![None; people.people.len()],
            unnamed,
            subjects,
            last: None,
            stranger: None,
            others: SmallVec::new(),
            from: None,
            rejected: Vec::new(),
            weighed: Vec::new(),
            steps: (traced == Traced::Yes).then(Vec::new),
        }
    }

    /// The people of the article.
    pub(super) fn people(&self) -> &'a People {
        self.people
    }

    /// Whom a description inside a quotation stands for, of those seen so far.
    pub(super) fn described(&self, source: Span) -> Option<Answer> {
        let start = self.view.tokens.partition_point(|token| token.span.start < source.start);
        let end = self.view.tokens.partition_point(|token| token.span.start < source.end);
        let range = start..end;
        (!range.is_empty()).then(|| self.whom(&range)).flatten().map(|(answer, _)| answer)
    }

    /// How the answers came about, in their order; none unless it was asked for.
    #[must_use]
    pub(super) fn into_steps(self) -> Vec<Step> {
        self.steps.unwrap_or_default()
    }

    /// Finds the speaker of a source. `content` is what is said: it tells where the source is that is not named, and whoever
    /// is named there is hardly the one who says it.
    pub(super) fn resolve(&mut self, source: Option<Span>, content: &[Span]) -> Answer {
        self.from = None;
        self.others.clear();
        let at = content.first().map_or(0, |span| span.start);
        let answer = self.answer(source, content);
        if let Some(steps) = &mut self.steps {
            let from = self.from.map(|token| self.view.tokens[token].span);
            let (rejected, weighed) = (std::mem::take(&mut self.rejected), std::mem::take(&mut self.weighed));
            steps.push(Step { source, content: at, answer, from, rejected, weighed });
        }
        answer
    }

    /// Who speaks with the person whom [`Self::resolve`] found last.
    pub(super) fn take_others(&mut self) -> SmallVec<[u32; 1]> {
        std::mem::take(&mut self.others)
    }

    fn reject(&mut self, person: u32, reason: Reason) {
        let listed = self.rejected.len() >= MAX_REJECTED || self.rejected.iter().any(|known| known.person == person);
        if self.steps.is_some() && !listed {
            self.rejected.push(Rejected { person, reason });
        }
    }

    fn answer(&mut self, source: Option<Span>, content: &[Span]) -> Answer {
        let at = content.first().map_or(0, |span| span.start);
        let place = source.map_or(at, |source| source.start);
        let token = self.view.tokens.partition_point(|token| token.span.start < place);
        self.pass(token);
        let Some(source) = source else { return self.continued(token) };
        let end = self.view.tokens.partition_point(|token| token.span.start < source.end);
        let range = token..end.max(token);
        if range.is_empty() || self.view.foreign && !is_name(self.view, &range) {
            return NOBODY;
        }
        let range = self.with_role(range);
        let answer = match self.of_source(&range, content) {
            Answer { person: None, .. } => self.apposed(&range).unwrap_or(NOBODY),
            answer => answer,
        };
        match answer.person {
            Some(person) => {
                let paragraph = self.view.tokens[token].paragraph;
                // Of several, nobody is meant by what follows.
                self.last = self.others.is_empty().then_some((person, paragraph));
                self.stranger = None;
                if answer.resolved == Resolved::Named {
                    self.acted[person as usize] = Some(token);
                }
                self.sightings.push(self.sighting(person, token, token + 1, As::Source));
            }
            None => self.stranger = self.stranger(&range).or(self.stranger),
        }
        answer
    }

    /// The noun of a source that is somebody without a name, "a spokesman for Lund", "Lund's spokesman", and the source's end.
    /// Who asks is not meant by what follows: "A reporter asked. He shrugged."
    fn stranger(&self, range: &Range<usize>) -> Option<(usize, usize)> {
        let before = range.start.checked_sub(1);
        if [before, Some(range.end)].into_iter().flatten().any(|at| unnamed::is_question(self.view, at)) {
            return None;
        }
        let comma = range.clone().find(|at| self.view.kind(*at, Kind::Comma)).unwrap_or(range.end);
        let from = self.people.mentions.partition_point(|mention| mention.first < range.start);
        let of_a_name = self.people.mentions.get(from).is_some_and(|mention| mention.last <= comma);
        let is_indefinite = unnamed::is_indefinite(self.view, range.start);
        // "Lund, Holt's sister,": of whom is named before the comma; not "He won, a diplomat said".
        let behind = before.filter(|at| self.view.kind(*at, Kind::Comma));
        let named = from.checked_sub(1).map(|before| self.people.mentions[before].last);
        let is_set_off = behind.is_some_and(|comma| !is_indefinite || named == Some(comma));
        let alone = Some(range.start).filter(|at| range.len() == 1 && self.is_one_of_people(*at));
        let head = self.head(range).or(alone);
        head.filter(|_| (of_a_name || is_indefinite) && !is_set_off).map(|head| (head, range.end))
    }

    /// `one` or `another` behind people in its sentence: "Officials were silent, but one suggested it was true".
    fn is_one_of_people(&self, at: usize) -> bool {
        matches!(self.view.word(at), "one" | "another")
            && (self.view.sentence(at).start..at).any(|before| self.view.is(before, Class::ROLES))
    }

    /// `the minister of [the Republic]`: a source that was cut behind its role gets it back.
    fn with_role(&self, range: Range<usize>) -> Range<usize> {
        let of = range.start.checked_sub(1).filter(|at| matches!(self.view.word(*at), "of" | "for"));
        let role = of.and_then(|at| at.checked_sub(1)).filter(|at| self.view.is(*at, Class::ROLE));
        let body = self.view.tokens[range.clone()].iter().any(|token| token.is(Class::ROLE.or(Class::TITLE)));
        match role.filter(|role| !body && self.view.tokens[*role].sentence == self.view.tokens[range.start].sentence) {
            Some(role) => {
                let article = role.checked_sub(1).filter(|at| self.view.is(*at, Class::DETERMINER));
                article.unwrap_or(role)..range.end
            }
            None => range,
        }
    }

    /// Notes the names and pronouns before a token.
    fn pass(&mut self, token: usize) {
        loop {
            let mention = self.people.mentions.get(self.next_mention).filter(|mention| mention.first < token);
            let pronoun = self.pronouns.get(self.next_pronoun).copied().filter(|at| *at < token);
            match (mention, pronoun) {
                (Some(mention), pronoun) if pronoun.is_none_or(|at| mention.first < at) => self.pass_name(mention),
                (_, Some(at)) => self.pass_pronoun(at),
                (_, None) => return,
            }
        }
    }

    fn pass_name(&mut self, mention: &Mention) {
        self.next_mention += 1;
        self.counts[mention.person as usize] += 1;
        if self.view.tokens[mention.first].region > 0 {
            return;
        }
        self.named[mention.person as usize] = Some(mention.first);
        if self.is_source_sighted(mention) {
            return;
        }
        let owns = self.view.kind(mention.last, Kind::Possessive) || self.is_compound(mention);
        let as_what = if owns { As::Owner } else { As::Name };
        let sighting = self.sighting(mention.person, mention.first, mention.last, as_what);
        // "An official said Lund knew": the official acts.
        let start = mention.first.saturating_sub(4);
        let before = (start..mention.first)
            .filter(|at| self.view.tokens[*at].sentence == self.view.tokens[mention.first].sentence);
        if sighting.front && !owns && !before.into_iter().any(|at| self.view.is(at, VERB)) {
            self.acted[mention.person as usize] = Some(mention.first);
        }
        self.sightings.push(sighting);
    }

    /// Whether the name is that of a source noted before: it is one sighting.
    fn is_source_sighted(&self, mention: &Mention) -> bool {
        let sentence = self.view.tokens[mention.first].sentence;
        self.sightings.iter().rev().take(3).any(|sighting| {
            sighting.as_what == As::Source
                && sighting.person == mention.person
                && sighting.at <= mention.first
                && self.view.tokens[sighting.at].sentence == sentence
        })
    }

    fn sighting(&self, person: u32, at: usize, end: usize, as_what: As) -> Sighting {
        let sentence = self.view.tokens[at].sentence;
        let front = at.checked_sub(4).is_none_or(|before| self.view.tokens[before].sentence != sentence);
        let verb = self.view.tokens.get(end).filter(|next| next.is_word() && !next.capital);
        let acts = verb.is_some_and(|next| {
            next.is(Class::AUXILIARY.or(Class::PAST).or(Class::PRESENT)) || self.view.word(end).ends_with("ed")
        });
        Sighting { person, at, as_what, front, acts }
    }

    /// `the Lund administration`, `Lund supporters`: the name only says whose.
    fn is_compound(&self, mention: &Mention) -> bool {
        let article =
            mention.first.checked_sub(1).is_some_and(|at| matches!(self.view.word(at), "the" | "The" | "a" | "A"));
        let noun = self.view.is(mention.last, super::phrase::HEADS.or(Class::BODY_NAME))
            && self.view.tokens.get(mention.last).is_some_and(|token| token.is_word() && !token.capital)
            && !self.view.is(mention.last, VERB.or(Class::RELATIVE).or(Class::ADVERB));
        article || noun
    }

    /// `A:` in an interview: the one who is named most before it.
    fn interviewed(&self) -> Answer {
        let most = self.counts.iter().copied().max().unwrap_or(0);
        let mut named = self.counts.iter().enumerate().filter(|(_, count)| **count == most && most > 0);
        match (named.next(), named.next()) {
            (Some((person, _)), None) => {
                Answer { person: Some(person as u32), resolved: Resolved::Description, sure: 0.7 }
            }
            _ => NOBODY,
        }
    }

    fn of_source(&mut self, range: &Range<usize>, content: &[Span]) -> Answer {
        let first = range.start;
        let token = &self.view.tokens[first];
        if range.len() == 1 {
            if token.is(Class::MALE_PRONOUN) {
                return self.pronoun(first, Gender::Male, content);
            }
            if token.is(Class::FEMALE_PRONOUN) {
                return self.pronoun(first, Gender::Female, content);
            }
            if self.view.word(first) == "who" {
                return self.relative(first);
            }
            if self.view.word(first) == "A"
                && (self.view.kind(first + 1, Kind::Colon) || self.view.kind(first + 1, Kind::Stop))
            {
                return self.interviewed();
            }
        }
        if let Some((person, others)) = self.all_of(range) {
            self.others = others;
            return Answer { person: Some(person), resolved: Resolved::Named, sure: 0.95 };
        }
        if let Some(mention) = self.head_name(range) {
            self.from = Some(mention.first);
            return Answer { person: Some(mention.person), resolved: Resolved::Named, sure: 0.97 };
        }
        self.description(range)
    }

    /// `the economy minister, Ada Lund, said`, `one of them, farmer Per Holt, said`: the name behind a description.
    fn apposed(&mut self, range: &Range<usize>) -> Option<Answer> {
        let last = range.end - 1;
        let head = range.clone().find(|at| self.view.is(*at, Class::PREPOSITION)).unwrap_or(range.end);
        let single = self.view.is(last, Class::ROLE)
            || head > range.start && self.view.is(head - 1, Class::ROLE)
            || range.clone().any(|at| matches!(self.view.word(at), "one" | "One"));
        let comma = Some(range.end).filter(|at| self.view.kind(*at, Kind::Comma))?;
        let from = self.people.mentions.partition_point(|mention| mention.first <= comma);
        let mention = self.people.mentions.get(from).filter(|mention| mention.first <= comma + 4)?;
        let between = comma + 1..mention.first;
        let role = Class::ROLE.or(Class::TITLE).or(Class::MODIFIER).or(Class::NOT_NAME);
        let roles = between.clone().all(|at| self.view.is(at, role) || self.view.kind(at, Kind::Stop));
        // "her first ally, Senator Ada Lund, said"
        let of_one_title = between.clone().any(|at| self.view.is(at, Class::ROLE.or(Class::TITLE)))
            && head > range.start
            && !self.view.tokens[head - 1].capital
            && !self.view.word(head - 1).ends_with('s');
        let closed = self.view.tokens.get(mention.last).is_none_or(|token| {
            !token.is_word() || token.is(Class::CUE.or(Class::RELATIVE).or(Class::AUXILIARY).or(Class::ADVERB))
        });
        let same = self.view.tokens[mention.first].sentence == self.view.tokens[last].sentence
            && self.view.tokens[mention.first].region == self.view.tokens[last].region;
        let more = self.view.kind(mention.last, Kind::Possessive);
        if !((single || of_one_title) && roles && closed && same && !more) {
            return None;
        }
        self.from = Some(mention.first);
        Some(Answer { person: Some(mention.person), resolved: Resolved::Named, sure: 0.93 })
    }

    /// `Lund, who said`: the name before; `one senator, who said`: somebody without one.
    fn relative(&mut self, at: usize) -> Answer {
        let before = self.people.mentions.partition_point(|mention| mention.first < at).checked_sub(1);
        let name = before.map(|number| self.people.mentions[number]).filter(|mention| {
            at - mention.last <= 2 && self.view.tokens[mention.first].sentence == self.view.tokens[at].sentence
        });
        match name {
            Some(mention) => {
                self.from = Some(mention.first);
                Answer { person: Some(mention.person), resolved: Resolved::Pronoun, sure: 0.9 }
            }
            None => {
                let before = self.unnamed.partition_point(|unnamed| unnamed.head < at).checked_sub(1);
                let head = before.map(|number| self.unnamed[number].head);
                let head = head.filter(|head| head + 2 == at && self.view.kind(at - 1, Kind::Comma));
                self.stranger = head.map(|head| (head, at + 1)).or(self.stranger);
                NOBODY
            }
        }
    }

    /// `"A," Lund said. "B."`: words in marks without a source go on with the speaker before. Other words have mostly none:
    /// "The vote was expected to be close".
    fn continued(&self, token: usize) -> Answer {
        let marked = self.view.tokens.get(token).is_some_and(|first| first.region > 0);
        let paragraph = self.view.tokens.get(token).map_or(0, |token| token.paragraph);
        // Another was named since: he may be the speaker as well.
        let since = |person: u32| {
            let named = self.sightings.iter().rev().take(4).find(|sighting| sighting.at < token);
            named.is_none_or(|sighting| sighting.person == person)
        };
        match self.last {
            Some((person, last)) if marked && paragraph <= last + 2 && since(person) && !self.view.foreign => {
                Answer { person: Some(person), resolved: Resolved::Continued, sure: 0.7 }
            }
            _ => NOBODY,
        }
    }
}
