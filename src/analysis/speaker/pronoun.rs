//! Whom "he" and "she" stand for. What comes in are the people seen so far; what goes out is one of them, or nobody.

use super::{Answer, MAX_SEEN, NOBODY, Reason, Resolver};
use crate::annotation::{Gender, Resolved};

impl Resolver<'_> {
    /// The best of the people seen lately whose gender fits.
    pub(super) fn pronoun(&mut self, at: usize, gender: Gender) -> Answer {
        let here = self.view.tokens[at];
        let mut best: Option<(f32, u32)> = None;
        let mut second = f32::MIN;
        for number in (0..self.sightings.len()).rev().take(MAX_SEEN) {
            let sighting = self.sightings[number];
            let known = self.people.people[sighting.person as usize].gender;
            if known != gender && known != Gender::Unknown {
                self.reject(sighting.person, Reason::Gender);
                continue;
            }
            let token = &self.view.tokens[sighting.at];
            let mut score =
                -((here.sentence - token.sentence) as f32) - 0.5 * (here.paragraph - token.paragraph) as f32;
            score += if sighting.subject { 1.2 } else { 0.0 };
            score -= if sighting.possessive { 1.0 } else { 0.0 };
            score += if known == gender { 1.0 } else { 0.0 };
            score += 0.12 * self.counts[sighting.person as usize].min(10) as f32;
            score += if self.last.is_some_and(|(last, _)| last == sighting.person) { 0.8 } else { 0.0 };
            match best {
                Some((top, person)) if score <= top => {
                    if person != sighting.person {
                        second = second.max(score);
                    }
                }
                _ => {
                    if let Some((top, person)) = best
                        && person != sighting.person
                    {
                        second = second.max(top);
                    }
                    best = Some((score, sighting.person));
                    self.from = Some(sighting.at);
                }
            }
        }
        let chosen = best.filter(|(score, _)| *score > -12.0);
        self.reject_seen(gender, chosen.map(|(_, person)| person));
        match chosen {
            Some((score, person)) => {
                let sure = if score - second > 1.5 { 0.82 } else { 0.6 };
                Answer { person: Some(person), resolved: Resolved::Pronoun, sure }
            }
            None => NOBODY,
        }
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
            if Some(person) != chosen && (known == gender || known == Gender::Unknown) {
                self.reject(person, reason);
            }
        }
    }
}
