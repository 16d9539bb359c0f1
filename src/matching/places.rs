//! Matches as stretches of text: what is highlighted, what a concordance lists, and what is counted are these.

use super::ClauseMatch;
use crate::annotation::Zone;
use crate::text::Span;

/// A match and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the body or the title.
    pub zone: Zone,
    /// Bytes into it.
    pub span: Span,
}

/// The matches of a query in one article, the title's first, then in the order of the text: a phrase is one, overlapping
/// stretches are one.
#[must_use]
pub fn places(matches: &[ClauseMatch]) -> Vec<Place> {
    let in_zone = |zone: Zone| {
        let marks = matches.iter().filter(|found| found.zone == zone).flat_map(|found| found.marks.iter().copied());
        merged(marks.collect()).into_iter().map(move |span| Place { zone, span })
    };
    in_zone(Zone::Title).chain(in_zone(Zone::Body)).collect()
}

/// Sorted, and joined where they overlap.
#[must_use]
pub fn merged(mut marks: Vec<Span>) -> Vec<Span> {
    marks.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(marks.len());
    for mark in marks {
        match apart.last_mut().filter(|last| last.overlaps(mark)) {
            Some(last) => *last = last.join(mark),
            None => apart.push(mark),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_is_one_match_and_titles_come_first() {
        let found = |zone, marks: &[(u32, u32)]| ClauseMatch {
            clause: 0,
            zone,
            extent: Span::from(marks[0]),
            marks: marks.iter().map(|mark| Span::from(*mark)).collect(),
            quote: None,
        };
        let list =
            [found(Zone::Body, &[(0, 9)]), found(Zone::Body, &[(4, 12), (20, 24)]), found(Zone::Title, &[(3, 5)])];
        let spans: Vec<(Zone, (u32, u32))> = places(&list).iter().map(|p| (p.zone, p.span.into())).collect();
        assert_eq!(spans, [(Zone::Title, (3, 5)), (Zone::Body, (0, 12)), (Zone::Body, (20, 24))]);
    }
}
