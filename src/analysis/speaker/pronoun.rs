//! Whom "he" and "she" stand for. What comes in are the people seen so far; what goes out is one of them, or nobody.
//!
//! Each person seen lately has a score: a sum of weights for how near, in what place and how often the text speaks of him. The
//! weights are those under which the names that PolNeAR's automatic chains give to pronouns are likeliest.

use super::{Answer, As, MAX_SEEN, NOBODY, Reason, Resolver, Sighting};
use crate::analysis::person::gender_of;
use crate::analysis::phrase::View;
use crate::annotation::{Gender, Resolved};
use crate::lexicon::words::Class;
use crate::text::Span;

/// What speaks for a person or against him, and its weight: `cargo run --release --example train -- pronouns DATA`, from the
/// pronouns of PolNeAR's training part that have an automatic chain. Two weights are set, as the chains often err there: for
/// whoever is named in what is said, and for a gender that is known.
pub const WEIGHTS: [(&str, f32); 32] = [
    ("seen in this sentence", 0.69),
    ("one sentence back", 0.93),
    ("two sentences back", -0.02),
    ("three sentences back", -0.27),
    ("four to six sentences back", -0.51),
    ("further back", -1.12),
    ("seen in this paragraph", 0.73),
    ("one paragraph back", 0.41),
    ("two paragraphs back", -0.3),
    ("further paragraphs back", -0.97),
    ("at the front of its sentence", 0.39),
    ("before a verb", 0.03),
    ("as an owner", 0.23),
    ("as a pronoun", 0.44),
    ("as a source", 0.01),
    ("at the front of the pronoun's sentence", 0.93),
    ("at the front of the sentence before", 0.6),
    ("spoke last, in this paragraph", 0.58),
    ("spoke last, in the paragraph before", 0.12),
    ("spoke last, earlier", -0.27),
    ("seen last of all", -0.22),
    ("seen last but one", 0.02),
    ("of known gender", 0.6),
    ("how often seen", 0.26),
    ("named in what is said", -1.6),
    ("pronoun behind what is said, and spoke last here", 0.37),
    ("pronoun behind it, and spoke last in the paragraph before", 0.54),
    ("pronoun behind it, and at the front of the sentence before", 0.18),
    ("pronoun opens its sentence, and at the front of the one before", 0.85),
    ("pronoun behind it, and seen in this sentence", 1.65),
    ("pronoun opens its sentence, and spoke last here", -0.01),
    ("how often seen in this paragraph", 0.38),
];

/// Weights that are set, and not learned: "of known gender", "named in what is said".
pub const SET: [usize; 2] = [22, 24];

/// A person whom a pronoun may stand for, and what speaks for him, in the order of [`WEIGHTS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Number of the person in `Analysis::people`.
    pub person: u32,
    /// A value for each weight.
    pub values: [f32; WEIGHTS.len()],
}

/// The tokens "he" and "she" outside of quotations.
pub(super) fn find(view: View<'_>) -> Vec<usize> {
    let pronoun = Class::MALE_PRONOUN.or(Class::FEMALE_PRONOUN);
    let tokens = view.tokens.iter().enumerate();
    let subject =
        tokens.filter(|(_, token)| token.is(Class::SUBJECT_PRONOUN) && token.is(pronoun) && token.region == 0);
    subject.map(|(at, _)| at).collect()
}

/// A person whom the pronoun may stand for.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    person: u32,
    /// Where he was seen last before the pronoun.
    nearest: Sighting,
    /// How many others were seen since.
    rank: usize,
    /// Seen among the first words of the pronoun's sentence, and of the one before it.
    front: [bool; 2],
    /// Seen in the pronoun's paragraph.
    times: usize,
}

/// How sure an answer of this chance is, by the same folds, where anybody of the chain was seen before (of the rest half of the
/// errors are the chain's): from 0.98 on 98 in 100 are right, below it nine in ten at best.
fn sure(chance: f32) -> f32 {
    let line = 0.25 + 0.73 * chance;
    if chance >= 0.98 { line } else { line.min(0.86) }
}

impl Resolver<'_> {
    /// Notes whom a pronoun stands for that is no source.
    pub(super) fn pass_pronoun(&mut self, at: usize) {
        self.next_pronoun += 1;
        if self.sightings.last().is_some_and(|last| last.at == at) {
            return;
        }
        let gender = if self.view.is(at, Class::MALE_PRONOUN) { Gender::Male } else { Gender::Female };
        let likeliest = self.likeliest_of(at, gender, None);
        if let Some((Candidate { person, nearest, .. }, _)) = likeliest
            && !self.is_stranger(self.stranger_here(at), at, gender, nearest.at)
        {
            self.sightings.push(self.sighting(person, at, at + 1, As::Pronoun));
        }
    }

    /// Finds the person that a pronoun stands for.
    pub(super) fn pronoun(&mut self, at: usize, gender: Gender, content: &[Span]) -> Answer {
        let chosen = self.choose(at, gender, content);
        self.reject_seen(gender, chosen.map(|(person, _)| person));
        match chosen {
            Some((person, chance)) => Answer { person: Some(person), resolved: Resolved::Pronoun, sure: sure(chance) },
            None => NOBODY,
        }
    }

    /// The likeliest of the people seen lately whose gender fits, and his chance.
    fn choose(&mut self, at: usize, gender: Gender, content: &[Span]) -> Option<(u32, f32)> {
        let candidates = self.candidates(at, gender);
        if self.steps.is_some() {
            let weighed = |candidate: &Candidate| Weighed {
                person: candidate.person,
                values: self.features(candidate, at, gender, content),
            };
            self.weighed = candidates.iter().map(weighed).collect();
        }
        let (number, chance) = self.best(&candidates, at, gender, content)?;
        let nearest = candidates[number].nearest.at;
        if let Some(subject) = self.subject(at, gender, content).filter(|subject| nearest < *subject) {
            self.stranger = Some((subject, at + 1));
        }
        if self.is_stranger(self.stranger, at, gender, nearest) {
            self.reject(candidates[number].person, Reason::Unnamed);
            return None;
        }
        self.from = Some(candidates[number].nearest.at);
        Some((candidates[number].person, chance))
    }

    /// Somebody without a name in the sentence of a pronoun: "A witness said he had seen it", "A diplomat doubted that he came".
    fn stranger_here(&self, at: usize) -> Option<(usize, usize)> {
        let before = self.subjects.partition_point(|subject| subject.head < at).checked_sub(1);
        let subject = before.map(|number| self.subjects[number].head).map(|head| (head, head + 1));
        let here = |(head, _): &(usize, usize)| self.view.tokens[*head].sentence == self.view.tokens[at].sentence;
        self.stranger.filter(here).or(subject.filter(here))
    }

    /// Whether a pronoun means `stranger`, somebody without a name who spoke last, nearby, and since when the likeliest was not
    /// seen: `A spokeswoman for Lund said it was late. "We will wait," she said.`
    fn is_stranger(&self, stranger: Option<(usize, usize)>, at: usize, gender: Gender, nearest: usize) -> bool {
        stranger.is_some_and(|(head, end)| {
            let known = gender_of(self.view.tokens[head].class);
            let near = self.view.tokens[at].paragraph <= self.view.tokens[head].paragraph + 1;
            near && nearest < end && known.is_none_or(|known| known == gender)
        })
    }

    /// The noun of somebody without a name who acts in the sentence before a pronoun and what is said: `A nurse came out. "It is
    /// late," she said.`
    fn subject(&self, at: usize, gender: Gender, content: &[Span]) -> Option<usize> {
        let said =
            content.first().map_or(at, |span| self.view.tokens.partition_point(|token| token.span.start < span.start));
        let here = self.view.tokens.get(said.min(at))?;
        let before = self.subjects.partition_point(|subject| subject.head < said.min(at));
        let subject = self.subjects[..before].last()?;
        let token = &self.view.tokens[subject.head];
        let near = token.sentence + 1 == here.sentence && token.paragraph + 1 >= here.paragraph;
        (near && gender_of(token.class).is_none_or(|known| known == gender)).then_some(subject.head)
    }

    /// The likeliest person but one for a pronoun that is no source, and his chance.
    pub(in crate::analysis) fn likeliest(&self, at: usize, gender: Gender, but: Option<u32>) -> Option<(u32, f32)> {
        self.likeliest_of(at, gender, but).map(|(candidate, chance)| (candidate.person, chance))
    }

    fn likeliest_of(&self, at: usize, gender: Gender, but: Option<u32>) -> Option<(Candidate, f32)> {
        let mut candidates = self.candidates(at, gender);
        candidates.retain(|candidate| Some(candidate.person) != but);
        let (number, chance) = self.best(&candidates, at, gender, &[])?;
        Some((candidates[number], chance))
    }

    fn best(&self, candidates: &[Candidate], at: usize, gender: Gender, content: &[Span]) -> Option<(usize, f32)> {
        let score = |candidate: &Candidate| -> f32 {
            self.features(candidate, at, gender, content)
                .iter()
                .zip(WEIGHTS)
                .map(|(value, (_, weight))| value * weight)
                .sum()
        };
        let scores: Vec<f32> = candidates.iter().map(score).collect();
        let (number, top) = scores.iter().copied().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let all: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        Some((number, 1.0 / all))
    }

    fn candidates(&self, at: usize, gender: Gender) -> Vec<Candidate> {
        let here = self.view.tokens[at];
        let mut found: Vec<Candidate> = Vec::new();
        let before =
            self.sightings.len() - self.sightings.iter().rev().take_while(|sighting| sighting.at >= at).count();
        for sighting in self.sightings[..before].iter().rev().take(MAX_SEEN) {
            let known = self.people.people[sighting.person as usize].gender;
            if known != gender && known != Gender::Unknown {
                continue;
            }
            let token = &self.view.tokens[sighting.at];
            let rank = found.len();
            let candidate = match found.iter_mut().find(|candidate| candidate.person == sighting.person) {
                Some(candidate) => candidate,
                None => {
                    let person = sighting.person;
                    found.push(Candidate { person, nearest: *sighting, rank, front: [false; 2], times: 0 });
                    &mut found[rank]
                }
            };
            for (back, front) in candidate.front.iter_mut().enumerate() {
                *front |=
                    sighting.front && token.sentence + back as u32 == here.sentence && sighting.as_what != As::Owner;
            }
            candidate.times += usize::from(token.paragraph == here.paragraph);
        }
        found
    }

    fn features(&self, candidate: &Candidate, at: usize, gender: Gender, content: &[Span]) -> [f32; WEIGHTS.len()] {
        let here = &self.view.tokens[at];
        let token = &self.view.tokens[candidate.nearest.at];
        let sentences = here.sentence.saturating_sub(token.sentence);
        let paragraphs = here.paragraph.saturating_sub(token.paragraph);
        let last = self
            .last
            .filter(|(person, _)| *person == candidate.person)
            .map(|(_, paragraph)| here.paragraph.saturating_sub(paragraph));
        let behind = content.first().is_some_and(|span| span.start < here.span.start);
        let opens = at.checked_sub(1).is_none_or(|before| self.view.tokens[before].sentence != here.sentence);
        let named = self.is_named_in(candidate.person, content);
        let yes = f32::from;
        let mut found = [0.0; WEIGHTS.len()];
        found[match sentences {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 3,
            4..=6 => 4,
            _ => 5,
        }] = 1.0;
        found[6 + paragraphs.min(3) as usize] = 1.0;
        found[10] = yes(u8::from(candidate.nearest.front));
        found[11] = yes(u8::from(candidate.nearest.acts));
        found[12] = yes(u8::from(candidate.nearest.as_what == As::Owner));
        found[13] = yes(u8::from(candidate.nearest.as_what == As::Pronoun));
        found[14] = yes(u8::from(candidate.nearest.as_what == As::Source));
        found[15] = yes(u8::from(candidate.front[0]));
        found[16] = yes(u8::from(candidate.front[1]));
        found[17] = yes(u8::from(last == Some(0)));
        found[18] = yes(u8::from(last == Some(1)));
        found[19] = yes(u8::from(last.is_some_and(|paragraphs| paragraphs > 1)));
        found[20] = yes(u8::from(candidate.rank == 0));
        found[21] = yes(u8::from(candidate.rank == 1));
        found[22] = yes(u8::from(self.people.people[candidate.person as usize].gender == gender));
        found[23] = (1.0 + self.counts[candidate.person as usize] as f32).ln();
        found[24] = yes(u8::from(named));
        found[25] = yes(u8::from(behind && last == Some(0)));
        found[26] = yes(u8::from(behind && last == Some(1)));
        found[27] = yes(u8::from(behind && candidate.front[1]));
        found[28] = yes(u8::from(opens && candidate.front[1]));
        found[29] = yes(u8::from(behind && sentences == 0));
        found[30] = yes(u8::from(opens && last == Some(0)));
        found[31] = (1.0 + candidate.times as f32).ln();
        found
    }

    /// Whether the name stands in what is said.
    fn is_named_in(&self, person: u32, content: &[Span]) -> bool {
        let mentions = &self.people.people[person as usize].mentions;
        content.iter().any(|span| {
            let from = mentions.partition_point(|mention| mention.start < span.start);
            mentions.get(from).is_some_and(|mention| mention.end <= span.end)
        })
    }

    /// Notes why the people whom a pronoun could mean were not chosen.
    fn reject_seen(&mut self, gender: Gender, chosen: Option<u32>) {
        if self.steps.is_none() {
            return;
        }
        let reason = if chosen.is_some() { Reason::Weaker } else { Reason::Far };
        for number in (0..self.sightings.len()).rev().take(MAX_SEEN) {
            let person = self.sightings[number].person;
            let known = self.people.people[person as usize].gender;
            let fits = known == gender || known == Gender::Unknown;
            if Some(person) != chosen {
                self.reject(person, if fits { reason } else { Reason::Gender });
            }
        }
    }
}
