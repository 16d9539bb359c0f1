//! Phrases whose words may be moved: lists of positions come in, places of all words come out. The rule is Lucene's: the
//! largest less the smallest of (position in the text − place in the phrase) is at most the slop, and no two words stand
//! on the same position.

/// Words of a loose phrase at most: the parser refuses longer ones.
pub use crate::query::limits::MAX_SLOPPY_WORDS as MAX_LOOSE_WORDS;

/// Calls `found` for each place at which the phrase can begin (the smallest of position − place), with the words that come
/// first and fit: positions in the order of the phrase. All stand in one paragraph.
pub(super) fn find(lists: &[&[u32]], slop: u32, paragraphs: &[u32], mut found: impl FnMut(&[u32])) {
    if lists.len() > MAX_LOOSE_WORDS {
        return;
    }
    let Some((word, rarest)) = lists.iter().enumerate().min_by_key(|(_, list)| list.len()) else { return };
    let mut paragraph = Paragraph::default();
    let mut behind = [0; MAX_LOOSE_WORDS];
    let mut next = 0;
    while let Some(place) = rarest.get(next) {
        if !has_others(lists, i64::from(*place) - word as i64, i64::from(slop), &mut behind) {
            next += 1;
            continue;
        }
        let begun = paragraphs.partition_point(|start| start <= place);
        let from = begun.checked_sub(1).map_or(0, |at| paragraphs[at]);
        let to = paragraphs.get(begun).copied().unwrap_or(u32::MAX);
        paragraph.inside.clear();
        paragraph.inside.extend(lists.iter().map(|list| between(list, from, to)));
        if paragraph.inside.iter().all(|list| !list.is_empty()) {
            paragraph.find(i64::from(slop), &mut found);
        }
        next += rarest[next..].partition_point(|place| *place < to).max(1);
    }
}

/// How many matches a phrase of two words has that hold no other: each is made of neighbours, one of each word. Nothing where
/// both stand on one position, which takes a closer look.
pub(super) fn count_of_two(words: [&[u32]; 2], slop: u32, mut paragraphs: &[u32]) -> Option<usize> {
    let mut rest = words;
    let mut last = [None; 2];
    let mut count = 0;
    while let Some(place) = rest.iter().filter_map(|list| list.first()).min().copied() {
        let (word, other) = match rest.map(|list| list.first() == Some(&place)) {
            [true, true] => return None,
            [true, false] => (0, 1),
            _ => (1, 0),
        };
        rest[word] = &rest[word][1..];
        let [own, before] = [last[word].replace(place), last[other]];
        let Some(before) = before.filter(|before| own.is_none_or(|own| own < *before)) else { continue };
        let fits = match word {
            1 => place - before <= slop.saturating_add(1),
            // Where the first word stands right before the second, the phrase begins there, if a paragraph does not.
            _ => {
                let is_right_before = own.is_some_and(|own| own + 1 == before);
                place - before < slop && (!is_right_before || paragraphs.binary_search(&before).is_ok())
            }
        };
        if fits {
            paragraphs = &paragraphs[paragraphs.partition_point(|start| *start <= before)..];
            count += usize::from(paragraphs.first().is_none_or(|start| *start > place));
        }
    }
    Some(count)
}

/// Whether each word stands within the slop of a place where the phrase may begin. Places are asked for in their order:
/// `behind` keeps how many positions of each list need not be looked at again.
fn has_others(lists: &[&[u32]], begin: i64, slop: i64, behind: &mut [usize; MAX_LOOSE_WORDS]) -> bool {
    lists.iter().zip(behind).enumerate().all(|(word, (list, behind))| {
        let moved = |at: &u32| i64::from(*at) - word as i64;
        *behind += list[*behind..].iter().take_while(|at| moved(at) < begin - slop).count();
        list.get(*behind).is_some_and(|at| moved(at) <= begin + slop)
    })
}

fn between(list: &[u32], from: u32, to: u32) -> &[u32] {
    let start = list.partition_point(|place| *place < from);
    let end = list.partition_point(|place| *place < to);
    &list[start..end.max(start)]
}

/// The words of a paragraph, and what is kept from one to the next to save allocations.
#[derive(Default)]
struct Paragraph<'a> {
    inside: Vec<&'a [u32]>,
    begins: Vec<i64>,
    cursors: Vec<usize>,
    places: Vec<u32>,
}

impl Paragraph<'_> {
    fn find(&mut self, slop: i64, found: &mut impl FnMut(&[u32])) {
        let Self { inside: lists, begins, cursors, places } = self;
        let moved = |word: usize, at: usize| i64::from(lists[word][at]) - word as i64;
        begins.clear();
        for (word, list) in lists.iter().enumerate() {
            begins.extend((0..list.len()).map(|at| moved(word, at)));
        }
        begins.sort();
        begins.dedup();
        cursors.clear();
        cursors.resize(lists.len(), 0);
        for begin in begins.iter().copied() {
            places.clear();
            for (word, cursor) in cursors.iter_mut().enumerate() {
                while *cursor < lists[word].len() && moved(word, *cursor) < begin {
                    *cursor += 1;
                }
                if *cursor == lists[word].len() {
                    return;
                }
                if moved(word, *cursor) - begin <= slop {
                    places.push(lists[word][*cursor]);
                }
            }
            if places.len() < lists.len() {
                continue;
            }
            if all_differ(places) {
                found(places);
            } else if let Some(places) = part(lists, cursors, begin, slop) {
                found(&places);
            }
        }
    }
}

fn all_differ(places: &[u32]) -> bool {
    places.iter().enumerate().all(|(i, place)| !places[..i].contains(place))
}

/// Gives each word a position of its own, where words share positions: augmenting paths, the first positions first. A
/// word needs at most as many candidates as there are words.
fn part(lists: &[&[u32]], cursors: &[usize], begin: i64, slop: i64) -> Option<Vec<u32>> {
    let candidates: Vec<&[u32]> = lists
        .iter()
        .zip(cursors)
        .enumerate()
        .map(|(word, (list, cursor))| {
            let rest = &list[*cursor..];
            let end =
                rest.iter().take(lists.len()).take_while(|at| i64::from(**at) - word as i64 - begin <= slop).count();
            &rest[..end]
        })
        .collect();
    let mut taken: Vec<(u32, usize)> = Vec::with_capacity(lists.len());
    for word in 0..lists.len() {
        let mut seen = Vec::new();
        if !give(word, &candidates, &mut taken, &mut seen) {
            return None;
        }
    }
    let mut places = vec![0; lists.len()];
    for (place, word) in taken {
        places[word] = place;
    }
    Some(places)
}

fn give(word: usize, candidates: &[&[u32]], taken: &mut Vec<(u32, usize)>, seen: &mut Vec<u32>) -> bool {
    for place in candidates[word] {
        if seen.contains(place) {
            continue;
        }
        seen.push(*place);
        match taken.iter().position(|(other, _)| other == place) {
            None => {
                taken.push((*place, word));
                return true;
            }
            Some(at) => {
                if give(taken[at].1, candidates, taken, seen) {
                    // The list only grows and owners change in place: `at` still is this position.
                    taken[at].1 = word;
                    return true;
                }
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::positional::{Bounds, Wanted, matches};
    use super::*;
    use crate::query::ast::{TextQuery, WordQuery};

    proptest! {
        #[test]
        fn two_words_are_counted_as_they_are_found(
            places in prop::collection::btree_map(0u32..40, 0usize..3, 0..16),
            starts in prop::collection::btree_set(0u32..40, 0..3),
            slop in 1u32..8,
        ) {
            let lists = [0, 1].map(|word| -> Vec<u32> {
                places.iter().filter(|(_, here)| **here == word || **here == 2).map(|(place, _)| *place).collect()
            });
            let paragraphs: Vec<u32> = starts.into_iter().collect();
            let words = ["a", "b"].map(|word| WordQuery::Exact(word.into())).to_vec();
            let bounds = Bounds { paragraphs: &paragraphs, sentences: &[] };
            let found = matches(&TextQuery::Phrase { words, slop }, &lists, bounds, Wanted::Spans).len();
            let counted = count_of_two([&lists[0], &lists[1]], slop, &paragraphs);
            let is_shared = places.values().any(|here| *here == 2);
            prop_assert_eq!(counted, (!is_shared).then_some(found));
        }
    }
}
