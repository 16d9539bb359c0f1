//! Whose name a source is: "Azer Garayev", and not "Garayev's aide" or "a spokesman for Garayev". What comes in is a source;
//! what goes out is the name that is its head, if it has one.

use std::ops::Range;

use smallvec::SmallVec;

use super::{Reason, Resolver, VERB};
use crate::analysis::person::Mention;
use crate::analysis::person::furniture::{is_label, is_opening_ing};
use crate::analysis::token::{Kind, Token};
use crate::lexicon::words::Class;

impl Resolver<'_> {
    /// The name that is the head of a source: "Azer Garayev", not "a spokesman for Garayev" or "Garayev's aide".
    pub(super) fn head_name(&mut self, range: &Range<usize>) -> Option<Mention> {
        let people = self.people;
        let from = people.mentions.partition_point(|mention| mention.last <= range.start);
        let inside = people.mentions[from..].iter().take_while(|mention| mention.first < range.end);
        for mention in inside {
            let owns = self.view.kind(mention.last, Kind::Possessive);
            let governed =
                self.is_governed(range, mention) || self.is_object(range, mention) || self.hangs(range, mention);
            let compound = mention.last < range.end
                && self.view.tokens[mention.last].is_word()
                && !matches!(
                    self.view.word(mention.last),
                    "and" | "or" | "of" | "from" | "who" | "himself" | "herself" | "today" | "also"
                )
                && !is_label(self.view.word(mention.last))
                && !self.view.is(mention.last, Class::CALENDAR.or(Class::PREPOSITION))
                || self.is_body(mention);
            if !owns && !governed && !compound {
                return (!self.is_joined(range, mention)).then_some(*mention);
            }
            self.reject(mention.person, Reason::Inside);
        }
        None
    }

    /// All bearers of a source that is nothing but several names, their titles, parties and states: "Senators Ada Lund (D-Ohio)
    /// and Per Holt of Iowa".
    pub(super) fn all_of(&self, range: &Range<usize>) -> Option<(u32, SmallVec<[u32; 1]>)> {
        let view = self.view;
        let plain =
            Class::TITLE.or(Class::ROLE).or(Class::ROLES).or(Class::MODIFIER).or(Class::NOT_NAME).or(Class::HONOUR);
        let first = self.people.mentions.partition_point(|mention| mention.first < range.start);
        let mut names = self.people.mentions[first..].iter().take_while(|mention| mention.last <= range.end).peekable();
        let mut found: SmallVec<[u32; 1]> = SmallVec::new();
        let (mut joined, mut named) = (false, false);
        let mut at = range.start;
        while at < range.end {
            if let Some(name) = names.next_if(|name| name.first == at) {
                if !found.contains(&name.person) {
                    found.push(name.person);
                }
                at = self.behind_place(self.behind_party(name.last, range.end), range.end);
                named = true;
                continue;
            }
            let and = matches!(view.word(at), "and" | "&");
            let comma = view.kind(at, Kind::Comma) && !found.is_empty();
            if comma && view.is(at + 1, Class::RELATIVE) {
                break;
            }
            let stop = view.kind(at, Kind::Stop) && at > range.start && view.is(at - 1, Class::ABBREVIATION_TITLE);
            let article = at == range.start && view.is(at, Class::DETERMINER);
            // "Lund and Holt aides": a role behind a name is another's.
            let title = view.is(at, plain) && (!named || view.is(at, Class::HONOUR));
            if !(and || comma || stop || article || title) {
                return None;
            }
            joined |= and;
            named &= !(and || comma);
            at += 1;
        }
        let person = *found.first().filter(|_| joined && found.len() > 1)?;
        found.remove(0);
        Some((person, found))
    }

    /// Skips a bracket or a party with its state behind a name: `Lund (D-Ohio)`, `Lund, D-Ohio`.
    fn behind_party(&self, at: usize, end: usize) -> usize {
        let party = |at: usize| {
            self.view.tokens.get(at).is_some_and(|token| token.capital)
                && matches!(self.view.word(at).get(..2), Some("D-" | "R-" | "I-"))
        };
        match self.view.kind(at, Kind::Comma) {
            true if at + 1 < end && party(at + 1) => at + 2,
            true => at,
            false => self.behind_bracket(at, end),
        }
    }

    /// Skips the state behind a name: `Lund of Iowa`.
    fn behind_place(&self, at: usize, end: usize) -> usize {
        let tied = at + 1 < end && matches!(self.view.word(at), "of" | "from") && self.view.tokens[at + 1].is_capital();
        let capital = |at: &usize| self.view.tokens[*at].is_capital();
        if tied { at + 1 + (at + 1..end).take_while(capital).count() } else { at }
    }

    /// Whether a preposition before the name governs it: "a spokesman for Garayev", but not "the Minister of Labour Azer
    /// Garayev", where it governs a body.
    fn is_governed(&self, range: &Range<usize>, mention: &Mention) -> bool {
        let preposition = (range.start + 1..mention.first)
            .rev()
            .take_while(|at| !self.view.kind(*at, Kind::Comma))
            .find(|at| self.view.is(*at, Class::PREPOSITION) && !self.view.tokens[*at].capital);
        let Some(preposition) = preposition else { return false };
        let role = Class::ROLE.or(Class::TITLE).or(Class::ROLES);
        let between = preposition + 1..mention.first;
        let body = between.clone().any(|at| self.view.tokens[at].is_capital())
            && !between.clone().any(|at| self.view.is(at, role) || self.view.kind(at, Kind::Possessive));
        // "leading expert of the Centre for Peace of the University of Oslo Per Holt": the first of them hangs on the role.
        let holds =
            |at: usize| self.view.is(at, Class::PREPOSITION) && at > range.start && self.view.is(at - 1, Class::ROLE);
        !(body && (range.start + 1..=preposition).any(holds))
    }

    /// Whether a source is the object of a verb that opens the sentence, and another speaks behind its comma: "Meeting Garayev,
    /// the mayor said".
    fn is_object(&self, range: &Range<usize>, mention: &Mention) -> bool {
        let view = self.view;
        let behind_verb = |at: usize| {
            let title = |at: usize| view.is(at, Class::ABBREVIATION_TITLE) || view.kind(at, Kind::Stop);
            is_opening_ing(view.text, view.tokens, at) && (at + 1..mention.first).all(title)
        };
        let comma = mention.last + 1 < range.end && view.kind(mention.last, Kind::Comma);
        comma && (range.start.saturating_sub(1)..mention.first.min(range.start + 1)).any(behind_verb)
    }

    /// Whether a preposition before a source hangs on a noun or participle, and the verb behind it is that one's: "a source close
    /// to Garayev said", "prosecutors working for Garayev said"; not "according to Garayev", "in a video of Garayev saying".
    fn hangs(&self, range: &Range<usize>, mention: &Mention) -> bool {
        let view = self.view;
        let Some(before) = range.start.checked_sub(2) else { return false };
        let same =
            |at: usize| view.tokens.get(at).is_some_and(|token| token.sentence == view.tokens[range.start].sentence);
        let noun = !view.is(before, Class::CUE.or(Class::AUXILIARY).or(Class::PREPOSITION));
        let participle = before.checked_sub(1).is_some_and(|at| view.tokens[at].is_word())
            && (view.word(before).ends_with("ing") || view.word(before).ends_with("ed"));
        let held = view.tokens[before].is_word()
            && (noun || participle)
            && !view.word(before).eq_ignore_ascii_case("according");
        let preposition =
            matches!(view.word(before + 1), "of" | "to" | "for" | "from" | "in" | "on" | "about" | "against" | "under");
        let title = Class::TITLE.or(Class::ROLE).or(Class::MODIFIER).or(Class::NOT_NAME).or(Class::DETERMINER);
        let bare = (range.start..mention.first)
            .all(|at| view.is(at, title) || view.kind(at, Kind::Stop) || view.tokens[at].is_capital());
        let verb = (range.end..range.end + 2).find(|at| !view.is(*at, Class::ADVERB)).filter(|at| same(*at));
        let acts =
            verb.is_some_and(|at| view.tokens[at].is_word() && view.is(at, VERB) && !view.word(at).ends_with("ing"));
        held && preposition && same(before) && bare && mention.last == range.end && acts
    }

    /// Whether a name is only part of that of a body, or only says whose somebody is: "Team Lund", "Lund for Mayor", "the Lund
    /// camp", "Lund aides".
    fn is_body(&self, mention: &Mention) -> bool {
        let view = self.view;
        let team = mention.first.checked_sub(1).is_some_and(|at| view.word(at) == "Team");
        let runs = view.kind(mention.last, Kind::Word)
            && view.word(mention.last) == "for"
            && view.tokens.get(mention.last + 1).is_some_and(Token::is_capital)
            && !view.is(mention.last + 1, Class::CALENDAR.or(Class::DETERMINER));
        team || runs || self.is_compound(mention)
    }

    /// Whether another stands beside the name: "Lund and Roe" are no single speaker.
    fn is_joined(&self, range: &Range<usize>, mention: &Mention) -> bool {
        // "two senators, Ada Lund of Ohio and Per Holt of Iowa"
        let mut before = (range.start..mention.first).take_while(|at| !self.view.is(*at, Class::PREPOSITION));
        let several = before.any(|at| self.view.is(at, Class::ROLES));
        if several && (mention.last..range.end).any(|at| self.view.word(at) == "and") {
            return true;
        }
        (range.start + 1..range.end.saturating_sub(1)).any(|at| {
            let other = |at: usize| self.view.tokens[at + 1].is_capital() || self.view.is(at + 1, Class::DETERMINER);
            let beside = self.view.is(at - 1, Class::SUBJECT_PRONOUN);
            matches!(self.view.word(at), "and" | "or" | "&")
                && if beside {
                    true
                } else if at < mention.first {
                    let plain =
                        Class::ROLE.or(Class::BODY_NAME).or(Class::MODIFIER).or(Class::PREPOSITION).or(Class::TITLE);
                    let name = self.view.tokens[at - 1].is_capital()
                        && !(range.start..at).any(|before| self.view.is(before, plain))
                        && mention.last - mention.first >= 2;
                    self.view.is(at - 1, Class::ROLES) || self.ends_name(at) || name
                } else {
                    (at == self.behind_bracket(mention.last, range.end) || self.ends_list(mention, at)) && other(at)
                }
        })
    }

    /// Skips a bracket or an abbreviation between commas behind a name: `Lund (D-Ohio)`, `Lund, D-Ohio,`.
    fn behind_bracket(&self, at: usize, end: usize) -> usize {
        let close = match self.view.tokens.get(at).map(|token| token.kind) {
            Some(Kind::Open) => Kind::Close,
            Some(Kind::Comma) => Kind::Comma,
            _ => return at,
        };
        (at + 1..end.min(at + 8)).find(|at| self.view.kind(*at, close)).map_or(at, |close| close + 1)
    }

    /// Whether an "and" closes a list that goes on behind a name: "Lund, Premier Holt and Roe"; not "Lund, an aide to Holt and".
    fn ends_list(&self, mention: &Mention, and: usize) -> bool {
        let people = self.people;
        let end = if self.view.kind(and - 1, Kind::Comma) { and - 1 } else { and };
        let before = people.mentions.partition_point(|other| other.last <= end).checked_sub(1);
        let last = before.map(|number| people.mentions[number]).filter(|other| other.last == end);
        let title = Class::TITLE.or(Class::ROLE).or(Class::MODIFIER).or(Class::NOT_NAME);
        last.is_some_and(|other| {
            self.view.kind(mention.last, Kind::Comma)
                && mention.last < other.first
                && (mention.last + 1..other.first).all(|at| self.view.is(at, title) || self.view.kind(at, Kind::Stop))
        })
    }

    /// Whether a name ends right before a token.
    fn ends_name(&self, at: usize) -> bool {
        let after = self.people.mentions.partition_point(|mention| mention.last <= at);
        after.checked_sub(1).is_some_and(|before| self.people.mentions[before].last == at)
    }
}
