//! How sentences and quotations are stored: what an article has hundreds of, in few bytes.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::{Act, QuoteKind, Resolved, Zone};
use crate::text::{Span, Spans};

/// How sentences are written: each by the bytes between it and the one before, its length, and how many paragraphs it is
/// further; mostly a byte each.
pub(super) mod sentences {
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::Serializer;

    use crate::annotation::Sentence;
    use crate::text::Span;

    pub(in crate::annotation) fn serialize<S: Serializer>(sentences: &[Sentence], to: S) -> Result<S::Ok, S::Error> {
        let mut last = Sentence::default();
        to.collect_seq(sentences.iter().map(|sentence| {
            let gap = sentence.span.start.wrapping_sub(last.span.end);
            let further = sentence.paragraph.wrapping_sub(last.paragraph);
            last = *sentence;
            (gap, sentence.span.end.saturating_sub(sentence.span.start), further)
        }))
    }

    pub(in crate::annotation) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Sentence>, D::Error> {
        let mut last = Sentence::default();
        let read = |(gap, length, further): (u32, u32, u32)| {
            let start = last.span.end.wrapping_add(gap);
            let span = Span { start, end: start.saturating_add(length) };
            last = Sentence { span, paragraph: last.paragraph.wrapping_add(further) };
            last
        };
        Ok(Vec::<(u32, u32, u32)>::deserialize(from)?.into_iter().map(read).collect())
    }
}

/// A quotation as it is stored: its choices as bits, its optional numbers as one list.
#[derive(Serialize, Deserialize)]
pub(super) struct Quote {
    /// From the lowest bit: kind (2), resolved (3), act, zone.
    choices: u8,
    /// From the lowest bit: whether there is a cue, a mention, a speaker, a quotation outside.
    has: u8,
    confidence: u8,
    content: Spans,
    /// Of cue and mention the start, from that of the content, and the length; speaker; quotation outside; other speakers.
    numbers: SmallVec<[u32; 8]>,
}

// The place of each is its number in every index there is.
const KINDS: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];
const RESOLVED: [Resolved; 5] =
    [Resolved::Named, Resolved::Description, Resolved::Pronoun, Resolved::Continued, Resolved::None];

impl From<super::Quote> for Quote {
    fn from(quote: super::Quote) -> Self {
        let kind = match quote.kind {
            QuoteKind::Direct => 0,
            QuoteKind::Indirect => 1,
            QuoteKind::Mixed => 2,
        };
        let resolved = match quote.resolved {
            Resolved::Named => 0,
            Resolved::Description => 1,
            Resolved::Pronoun => 2,
            Resolved::Continued => 3,
            Resolved::None => 4,
        };
        let bit = |is_set: bool, place: u32| usize::from(is_set) << place;
        let choices = kind | resolved << 2 | bit(quote.act == Act::Other, 5) | bit(quote.zone == Zone::Title, 6);
        let has = [quote.cue.is_some(), quote.mention.is_some(), quote.speaker.is_some(), quote.via.is_some()];
        let start = quote.span().start;
        let mut numbers = SmallVec::new();
        for span in [quote.cue, quote.mention].into_iter().flatten() {
            numbers.extend([folded(span.start.wrapping_sub(start)), span.end.saturating_sub(span.start)]);
        }
        numbers.extend(quote.speaker.into_iter().chain(quote.via).chain(quote.others));
        Self {
            choices: choices as u8,
            has: has.iter().zip(0..).map(|(has, place)| bit(*has, place)).sum::<usize>() as u8,
            confidence: quote.confidence,
            content: quote.content,
            numbers,
        }
    }
}

impl TryFrom<Quote> for super::Quote {
    type Error = &'static str;

    fn try_from(stored: Quote) -> Result<Self, Self::Error> {
        let start = stored.content.first().map_or(0, |span| span.start);
        let mut numbers = stored.numbers.into_iter();
        let mut number = |place: u8| -> Result<Option<u32>, Self::Error> {
            let is_there = stored.has >> place & 1 == 1;
            if is_there { numbers.next().map(Some).ok_or("a quotation has too few numbers") } else { Ok(None) }
        };
        let mut span = |place: u8| -> Result<Option<Span>, Self::Error> {
            let (Some(from), Some(length)) = (number(place)?, number(place)?) else { return Ok(None) };
            let from = start.wrapping_add(unfolded(from));
            Ok(Some(Span { start: from, end: from.saturating_add(length) }))
        };
        let (cue, mention) = (span(0)?, span(1)?);
        let (speaker, via) = (number(2)?, number(3)?);
        Ok(Self {
            kind: *KINDS.get(usize::from(stored.choices & 3)).ok_or("a quotation has no kind")?,
            act: if stored.choices >> 5 & 1 == 0 { Act::Speech } else { Act::Other },
            zone: if stored.choices >> 6 & 1 == 0 { Zone::Body } else { Zone::Title },
            cue,
            mention,
            speaker,
            others: numbers.collect(),
            resolved: *RESOLVED.get(usize::from(stored.choices >> 2 & 7)).ok_or("a speaker is resolved in no way")?,
            via,
            confidence: stored.confidence,
            content: stored.content,
        })
    }
}

/// A difference, so that a small one is a small number, forwards or backwards.
fn folded(difference: u32) -> u32 {
    difference << 1 ^ (difference as i32 >> 31) as u32
}

/// Undoes [`folded`].
fn unfolded(number: u32) -> u32 {
    number >> 1 ^ (number & 1).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use smallvec::smallvec;

    use super::*;
    use crate::annotation::Quote as Plain;

    fn quote() -> Plain {
        Plain {
            kind: QuoteKind::Mixed,
            act: Act::Other,
            zone: Zone::Title,
            content: smallvec![Span::new(70_000, 70_050), Span::new(70_060, 70_080)],
            cue: Some(Span::new(69_990, 69_994)),
            mention: Some(Span::new(70_052, 70_058)),
            speaker: Some(7),
            others: smallvec![9, 300],
            resolved: Resolved::None,
            via: Some(0),
            confidence: 97,
        }
    }

    #[test]
    fn a_quotation_is_read_as_it_was_stored() {
        let bare = Plain { cue: None, mention: None, speaker: None, others: smallvec![], via: None, ..quote() };
        let outer = Plain { speaker: None, others: smallvec![], kind: QuoteKind::Direct, act: Act::Speech, ..quote() };
        let far = Plain { cue: Some(Span { start: 0, end: u32::MAX }), resolved: Resolved::Pronoun, ..quote() };
        for quote in [quote(), bare, outer, far] {
            let bytes = postcard::to_stdvec(&quote).unwrap();
            assert_eq!(postcard::from_bytes::<Plain>(&bytes).unwrap(), quote);
        }
        let stored = postcard::to_stdvec(&quote()).unwrap();
        assert_eq!((stored.len(), &stored[..3]), (22, &[2 | 4 << 2 | 1 << 5 | 1 << 6, 0b1111, 97][..]));
    }

    #[test]
    fn every_choice_is_read_as_it_was_stored() {
        for (kind, resolved) in KINDS.iter().flat_map(|kind| RESOLVED.iter().map(move |resolved| (*kind, *resolved))) {
            let quote = Plain { kind, resolved, ..quote() };
            assert_eq!(Plain::try_from(Quote::from(quote.clone())), Ok(quote));
        }
    }

    #[test]
    fn bytes_that_say_nothing_are_no_quotation() {
        let stored = || Quote::from(quote());
        for bad in [
            Quote { choices: 3, ..stored() },
            Quote { choices: 7 << 2, ..stored() },
            Quote { numbers: smallvec![1, 2, 3], ..stored() },
        ] {
            assert!(Plain::try_from(bad).is_err());
        }
    }
}
