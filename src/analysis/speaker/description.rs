//! Whom a description stands for: "the analyst", "the Turkish leader". What comes in are words of the text and the roles that
//! it gives to people; what goes out is one of them, or nobody.

use std::ops::Range;

use super::{Answer, MAX_SIGHTINGS, NOBODY, Reason, Resolver, unnamed};
use crate::analysis::token::Kind;
use crate::annotation::Resolved;
use crate::lexicon::words::Class;
use crate::text::token::folded;

/// Tokens looked at behind a description and its comma: `the official, who asked not to be named`.
const BESIDE: usize = 8;

impl Resolver<'_> {
    /// `the analyst`: the one person whose role has the word; of several, the last speaker.
    pub(super) fn description(&mut self, range: &Range<usize>) -> Answer {
        let more = if (range.start..=range.end).any(|at| self.view.kind(at, Kind::Comma)) { BESIDE } else { 0 };
        let unnamed = unnamed::asks_not_to_be_named(self.view, range.start..range.end + more);
        let found = (!unnamed).then(|| self.whom(range).or_else(|| self.who_just_spoke(range))).flatten();
        let chosen = found.as_ref().and_then(|(answer, _)| answer.person);
        self.from = chosen.and_then(|chosen| {
            self.sightings.iter().rev().find(|sighting| sighting.person == chosen).map(|sighting| sighting.at)
        });
        let fitting = found.as_ref().map_or(&[][..], |(_, fitting)| fitting);
        self.reject_others(range, chosen, fitting);
        found.map_or(NOBODY, |(answer, _)| answer)
    }

    /// The person whose role a description tells, and all whom it fits.
    pub(super) fn whom(&self, range: &Range<usize>) -> Option<(Answer, Vec<u32>)> {
        let (head, modifiers) = self.head_and_modifiers(range)?;
        let word = folded(self.view.word(head));
        let mut seen: Vec<u32> =
            self.sightings.iter().rev().take(MAX_SIGHTINGS).map(|sighting| sighting.person).collect();
        seen.sort_unstable();
        seen.dedup();
        let mut fitting = seen.clone();
        let told = Told { at: range.start, word: &word, modifiers: &modifiers };
        fitting.retain(|person| self.fits(*person, told, Detail::Told));
        if fitting.is_empty() {
            fitting = seen;
            fitting.retain(|person| self.fits(*person, told, Detail::Left));
            if fitting.len() > 1 {
                return None;
            }
        }
        fitting.retain(|person| !self.is_somebody_else(*person, told));
        // "The mayor" is rather who is mayor than who was, unless that one acted last.
        let holds = |person: &u32| !self.people.people[*person as usize].role.as_deref().is_some_and(is_past);
        let acted = |person: &&u32| self.acted[**person as usize];
        let (all, last) = (fitting.len(), fitting.iter().max_by_key(acted).copied());
        if last.is_some_and(|last| holds(&last)) && !modifiers.iter().any(|word| is_past(word)) {
            fitting.retain(holds);
        }
        let mut recent = self.sightings.iter().rev().take(MAX_SIGHTINGS);
        let recent = recent.find(|sighting| fitting.contains(&sighting.person));
        let (person, sure) = match (fitting.as_slice(), self.last, recent) {
            ([one], ..) if all == 1 => (*one, 0.88),
            ([one], ..) => (*one, 0.75),
            (several, Some((last, _)), _) if several.contains(&last) => (last, 0.75),
            (_, _, Some(sighting)) => (sighting.person, 0.6),
            (_, _, None) => return None,
        };
        Some((Answer { person: Some(person), resolved: Resolved::Description, sure }, fitting))
    }

    /// The noun of a definite description of one person, and the words that narrow it down.
    fn head_and_modifiers(&self, range: &Range<usize>) -> Option<(usize, Vec<String>)> {
        let range = self.without_emphasis(range);
        let definite = matches!(self.view.word(range.start), "the" | "The" | "this" | "This");
        let head = (definite && range.len() >= 2).then(|| self.head(&range)).flatten()?;
        let narrows = |at: &usize| self.view.tokens[*at].is_capital() || is_telling(self.view.word(*at));
        let modifiers = (range.start + 1..range.end).filter(|at| *at != head && narrows(at));
        Some((head, modifiers.map(|at| folded(self.view.word(at))).collect()))
    }

    /// `the president himself`: the last word only stresses.
    fn without_emphasis(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end - 1;
        let stress = range.len() > 2 && matches!(self.view.word(last), "himself" | "herself");
        range.start..if stress { last } else { range.end }
    }

    /// The speaker of the quotation before, in this paragraph or the last, whom the text gives no role, and where nobody else
    /// was named since: `"...," Lund said. The analyst added`.
    fn who_just_spoke(&self, range: &Range<usize>) -> Option<(Answer, Vec<u32>)> {
        let (head, modifiers) = self.head_and_modifiers(range)?;
        if matches!(self.view.word(head), "source" | "witness" | "man" | "woman" | "person" | "caller" | "author") {
            return None;
        }
        let (person, paragraph) = self.last?;
        let word = folded(self.view.word(head));
        if self.is_somebody_else(person, Told { at: range.start, word: &word, modifiers: &modifiers }) {
            return None;
        }
        let near = self.view.tokens[range.start].paragraph <= paragraph + 1;
        let alone = self.sightings.last().is_some_and(|sighting| sighting.person == person);
        (near && alone && self.people.people[person as usize].role.is_none())
            .then(|| (Answer { person: Some(person), resolved: Resolved::Description, sure: 0.7 }, vec![person]))
    }

    /// Notes why the people whom a description could mean were not chosen.
    fn reject_others(&mut self, range: &Range<usize>, chosen: Option<u32>, fitting: &[u32]) {
        if self.steps.is_none() {
            return;
        }
        let (word, modifiers) = match self.head_and_modifiers(range) {
            Some((head, modifiers)) => (folded(self.view.word(head)), modifiers),
            None => Default::default(),
        };
        let told = Told { at: range.start, word: &word, modifiers: &modifiers };
        for number in (0..self.sightings.len()).rev().take(MAX_SIGHTINGS) {
            let person = self.sightings[number].person;
            if Some(person) != chosen {
                let unnamed = self.fits(person, told, Detail::Told) && self.is_somebody_else(person, told);
                let reason = match fitting.contains(&person) {
                    true => Reason::Several,
                    false if unnamed => Reason::Unnamed,
                    false => Reason::Role,
                };
                self.reject(person, reason);
            }
        }
    }

    /// The noun that names a single person: "analyst" in "the political analyst".
    pub(super) fn head(&self, range: &Range<usize>) -> Option<usize> {
        // "the senator, who", not "the young, ambitious senator"
        let parts = |at: usize| self.view.kind(at, Kind::Comma) && self.view.is(at - 1, Class::ROLE);
        let ends =
            |at: &usize| self.view.is(*at, Class::PREPOSITION.or(Class::RELATIVE)) || *at > range.start && parts(*at);
        let end = (range.start..range.end).find(ends).unwrap_or(range.end);
        let last = end.checked_sub(1).filter(|last| *last > range.start)?;
        self.view.is(last, Class::ROLE).then_some(last)
    }

    /// Whether a description means somebody without a name whom the text brought in since the person, by name, last acted or
    /// spoke: "Another official said Lund knew. "It is serious," the official said."
    fn is_somebody_else(&self, person: u32, told: Told<'_>) -> bool {
        let acted = self.acted[person as usize].or(self.named[person as usize]).unwrap_or(0);
        if self.is_stranger_again(told, acted) {
            return true;
        }
        let before = self.unnamed.partition_point(|unnamed| unnamed.head < told.at);
        let since = self.unnamed[..before].iter().rev().take_while(|unnamed| unnamed.first > acted);
        since.take(MAX_SIGHTINGS).any(|unnamed| {
            let head = folded(self.view.word(unnamed.head));
            let narrows = |modifier: &String| {
                (unnamed.first..unnamed.head).any(|at| same_stem(modifier, &folded(self.view.word(at))))
            };
            // "A deputy minister" is not whom "the minister" means.
            let lesser = (unnamed.first..unnamed.head).any(|at| {
                let word = folded(self.view.word(at));
                matches!(word.as_str(), "vice" | "deputy") && !told.modifiers.contains(&word)
            });
            (head == told.word || is_kind_of(&head, told.word)) && !lesser && told.modifiers.iter().all(narrows)
        })
    }

    /// Whether a word for any politician or official means somebody without a name who spoke since, nearby: "One senator, on
    /// condition of anonymity, said he would vote yes. "I am tired," the Republican said."
    fn is_stranger_again(&self, told: Told<'_>, acted: usize) -> bool {
        let general =
            matches!(told.word, "republican" | "democrat" | "lawmaker" | "legislator" | "politician" | "official");
        general
            && told.modifiers.is_empty()
            && self.stranger.is_some_and(|(head, _)| {
                let noun = folded(self.view.word(head));
                let fits = noun == told.word || is_kind_of(&noun, told.word) || may_be(&noun, told.word);
                fits && head > acted && self.view.tokens[told.at].paragraph <= self.view.tokens[head].paragraph + 1
            })
    }

    /// Whether the person was named in the paragraph of a token or in the two before.
    fn is_near(&self, person: u32, at: usize) -> bool {
        let named = self.named[person as usize];
        named.is_some_and(|named| self.view.tokens[at].paragraph <= self.view.tokens[named].paragraph + 2)
    }

    fn fits(&self, person: u32, told: Told<'_>, detail: Detail) -> bool {
        let Told { word, modifiers, .. } = told;
        let Some(role) = &self.people.people[person as usize].role else { return false };
        let mut head = false;
        let mut found = 0;
        // "wife of the president" and "the president's wife" are no president.
        let mut own = true;
        let near = self.is_near(person, told.at);
        for word_of_role in role.split_whitespace() {
            own &= !matches!(word_of_role, "of" | "for" | "to" | "at" | "in" | "who");
            let owner = word_of_role.ends_with("'s") || word_of_role.ends_with("’s");
            for part in word_of_role.split(|c: char| !c.is_alphanumeric() && c != '-') {
                let part = folded(part);
                if matches!(part.as_str(), "vice" | "deputy" | "spokesman" | "spokeswoman")
                    && part != word
                    && !modifiers.contains(&part)
                {
                    return false;
                }
                head |=
                    own && !owner && (part == word || is_kind_of(&part, word) && (!is_far_kind(&part, word) || near));
                found += usize::from(modifiers.iter().any(|modifier| same_stem(modifier, &part)));
            }
        }
        let bare = detail == Detail::Left && !role.contains(' ') && !modifiers.iter().any(|word| is_telling(word));
        head && (found >= modifiers.len() || bare)
    }
}

/// A description: where it stands, its noun and the words that narrow it down.
#[derive(Clone, Copy, Debug)]
struct Told<'a> {
    at: usize,
    word: &'a str,
    modifiers: &'a [String],
}

/// How much of a description a role has to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// All of it.
    Told,
    /// "The Texas governor" may be whom the text calls no more than "Governor".
    Left,
}

/// `former mayor`, `ex-mayor`.
fn is_past(role: &str) -> bool {
    role.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("former"))
        || role.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("ex-"))
}

/// Small words that make another role of it: "the former president".
fn is_telling(word: &str) -> bool {
    matches!(
        word,
        "former" | "vice" | "deputy" | "prime" | "foreign" | "defense" | "defence" | "finance" | "interior" | "acting"
    )
}

/// Words that a more general one may stand for.
fn is_kind_of(part: &str, word: &str) -> bool {
    match word {
        "leader" => matches!(
            part,
            "president" | "premier" | "minister" | "chancellor" | "chairman" | "chairwoman" | "chief" | "head"
        ),
        "minister" => part == "premier",
        "lawmaker" | "legislator" | "politician" => {
            matches!(
                part,
                "senator" | "representative" | "congressman" | "congresswoman" | "deputy" | "mp" | "councilman"
            )
        }
        "congressman" | "congresswoman" => matches!(part, "representative" | "congressman" | "congresswoman"),
        "diplomat" | "official" if part == "ambassador" => true,
        "diplomat" => matches!(part, "envoy" | "minister"),
        "candidate" | "nominee" => matches!(part, "candidate" | "nominee" | "frontrunner"),
        "official" => matches!(part, "minister" | "secretary" | "director" | "spokesman" | "spokeswoman"),
        "expert" => matches!(part, "analyst" | "specialist"),
        _ => false,
    }
}

/// Whether somebody brought in by one noun may be called by a word for any politician or official.
fn may_be(noun: &str, word: &str) -> bool {
    let anybody = matches!(noun, "one" | "another" | "colleague" | "member" | "aide" | "adviser" | "advisor" | "ally");
    let politician = || is_kind_of(noun, "lawmaker") || matches!(noun, "lawmaker" | "legislator");
    match word {
        "official" => anybody || matches!(noun, "diplomat" | "officer"),
        _ => anybody || politician() || matches!(noun, "republican" | "democrat"),
    }
}

/// Kinds that only a person named nearby is meant by: articles are full of officials, and most have no name.
fn is_far_kind(part: &str, word: &str) -> bool {
    word == "official" && matches!(part, "director" | "secretary" | "spokesman" | "spokeswoman")
}

/// Whether two words for a country or body begin alike: "turkish", "turkey".
fn same_stem(a: &str, b: &str) -> bool {
    a == b || a.len() >= 4 && b.len() >= 4 && a.as_bytes()[..4] == b.as_bytes()[..4]
}
