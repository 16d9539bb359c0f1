//! Which stretches of one value a text query matches, given where its words stand: phrases, nearness, counts. The index
//! and the reader of plain texts both ask here, so that they cannot disagree. No text is seen, only positions.
//!
//! Positions are those of `text::token::items`. Every match lies within one paragraph. Of the many ways in which far
//! words could be paired, those are given that a reader would point at: a phrase with slop is taken as tightly as may be
//! from each of its leftmost words, and of two things near each other each is paired with its nearest partner before and
//! after. There is a match if there is any by the rule, and never more than words in the value.

use crate::query::ast::{TextQuery, Within, WordQuery};

/// Where paragraphs and sentences begin in a value, sorted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'a> {
    /// Positions of words that begin a paragraph.
    pub paragraphs: &'a [u32],
    /// Positions of words that begin a sentence; those that begin a paragraph may be left out.
    pub sentences: &'a [u32],
}

impl Bounds<'_> {
    fn paragraph(&self, position: u32) -> usize {
        self.paragraphs.partition_point(|start| *start <= position)
    }

    /// Two positions are in one sentence if and only if this is equal for both.
    fn sentence(&self, position: u32) -> usize {
        self.paragraph(position) + self.sentences.partition_point(|start| *start <= position)
    }

    fn in_one_sentence(&self, found: &Match) -> bool {
        self.sentence(found.start) == self.sentence(found.end)
    }
}

/// A stretch that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Position of its first word.
    pub start: u32,
    /// Position of its last word.
    pub end: u32,
    /// The positions of the words that matched, sorted; empty if that is every position of the stretch, or if they were
    /// not asked for.
    pub words: Vec<u32>,
}

/// What is to be found out about a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Where it begins and ends.
    Spans,
    /// Which words matched, too.
    Words,
}

/// The words of a text query, in the order in which [`matches`] wants their positions.
#[must_use]
pub fn words(text: &TextQuery) -> Vec<&WordQuery> {
    fn collect<'a>(text: &'a TextQuery, found: &mut Vec<&'a WordQuery>) {
        match text {
            TextQuery::Word(word) => found.push(word),
            TextQuery::Phrase { words, .. } => found.extend(words),
            TextQuery::Near { left, right, .. } => {
                collect(left, found);
                collect(right, found);
            }
            TextQuery::Any(branches) => branches.iter().for_each(|branch| collect(branch, found)),
            TextQuery::AtLeast { text, .. } => collect(text, found),
        }
    }
    let mut found = Vec::new();
    collect(text, &mut found);
    found
}

/// The matches of a text query in one value, sorted by start and end, each stretch once.
///
/// `positions` has, for each word of [`words`], the positions on which it stands, sorted, each once.
#[must_use]
pub fn matches<P: AsRef<[u32]>>(text: &TextQuery, positions: &[P], bounds: Bounds<'_>, wanted: Wanted) -> Vec<Match> {
    let mut rest = positions;
    evaluate(text, &mut rest, bounds, wanted)
}

/// How many of the matches can be taken without overlap.
#[must_use]
pub fn count_apart(matches: &[Match]) -> usize {
    let mut spans: Vec<(u32, u32)> = matches.iter().map(|found| (found.end, found.start)).collect();
    spans.sort_unstable();
    let mut count = 0;
    let mut taken = None;
    for (end, start) in spans {
        if taken.is_none_or(|taken| taken < start) {
            count += 1;
            taken = Some(end);
        }
    }
    count
}

/// Takes the positions of the query's words off the front of `rest`.
fn evaluate<P: AsRef<[u32]>>(text: &TextQuery, rest: &mut &[P], bounds: Bounds<'_>, wanted: Wanted) -> Vec<Match> {
    match text {
        TextQuery::Word(_) => {
            let (own, others) = rest.split_at(rest.len().min(1));
            *rest = others;
            own.iter().flat_map(|word| word.as_ref()).map(|position| span(*position, *position)).collect()
        }
        TextQuery::Phrase { words, slop } => {
            let (own, others) = rest.split_at(rest.len().min(words.len()));
            *rest = others;
            let own: Vec<&[u32]> = own.iter().map(AsRef::as_ref).collect();
            if *slop == 0 { adjacent(&own) } else { sloppy(&own, *slop, bounds, wanted) }
        }
        TextQuery::Near { left, right, within, ordered } => {
            let left = evaluate(left, rest, bounds, wanted);
            let right = evaluate(right, rest, bounds, wanted);
            near(left, right, *within, *ordered, bounds, wanted)
        }
        TextQuery::Any(branches) => {
            sorted(branches.iter().flat_map(|branch| evaluate(branch, rest, bounds, wanted)).collect())
        }
        TextQuery::AtLeast { text, count } => {
            let found = evaluate(text, rest, bounds, wanted);
            if count_apart(&found) >= *count as usize { found } else { Vec::new() }
        }
    }
}

fn span(start: u32, end: u32) -> Match {
    Match { start, end, words: Vec::new() }
}

/// Sorts and leaves each stretch once.
fn sorted(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by_key(|found| (found.start, found.end));
    found.dedup_by_key(|found| (found.start, found.end));
    found
}

/// Words next to each other, in order. Paragraphs are a position apart, so none is crossed.
fn adjacent(words: &[&[u32]]) -> Vec<Match> {
    let Some(rarest) = (0..words.len()).min_by_key(|word| words[*word].len()) else { return Vec::new() };
    let last = words.len() as u32 - 1;
    let mut at = vec![0usize; words.len()];
    let mut found = Vec::new();
    for position in words[rarest] {
        let Some(start) = position.checked_sub(rarest as u32) else { continue };
        let all = words.iter().enumerate().all(|(number, positions)| {
            let wanted = start + number as u32;
            at[number] += positions[at[number]..].partition_point(|position| *position < wanted);
            positions.get(at[number]) == Some(&wanted)
        });
        if all {
            found.push(span(start, start + last));
        }
    }
    found
}

/// An occurrence of a word of a phrase with slop.
#[derive(Clone, Copy)]
struct Occurrence {
    /// Position less the word's place in the phrase.
    shifted: i64,
    word: usize,
    position: u32,
}

/// Lucene's rule: the shifted positions differ by at most `slop`, and no two words stand on one position.
fn sloppy(words: &[&[u32]], slop: u32, bounds: Bounds<'_>, wanted: Wanted) -> Vec<Match> {
    if words.iter().any(|positions| positions.is_empty()) {
        return Vec::new();
    }
    let mut all: Vec<Occurrence> = Vec::with_capacity(words.iter().map(|positions| positions.len()).sum());
    for (word, positions) in words.iter().enumerate() {
        all.extend(positions.iter().map(|position| Occurrence {
            shifted: i64::from(*position) - word as i64,
            word,
            position: *position,
        }));
    }
    all.sort_unstable_by_key(|occurrence| (occurrence.shifted, occurrence.word));
    // For each word its occurrences in that order: they only move on as the window does.
    let mut next: Vec<usize> = vec![0; words.len()];
    let mut found = Vec::new();
    for first in &all {
        let taken = tightest(words, &mut next, *first, slop, bounds);
        let Some(mut taken) = taken else { continue };
        taken.sort_unstable();
        let (start, end) = (taken[0], taken[taken.len() - 1]);
        let gaps = end - start >= taken.len() as u32;
        found.push(Match { start, end, words: if gaps && wanted == Wanted::Words { taken } else { Vec::new() } });
    }
    sorted(found)
}

/// The positions of a match in which `first` has the smallest shifted position, each word taken as early as may be.
fn tightest(
    words: &[&[u32]],
    next: &mut [usize],
    first: Occurrence,
    slop: u32,
    bounds: Bounds<'_>,
) -> Option<Vec<u32>> {
    let paragraph = bounds.paragraph(first.position);
    let mut choices: Vec<&[u32]> = Vec::with_capacity(words.len());
    for (word, positions) in words.iter().enumerate() {
        let shift = word as i64;
        next[word] += positions[next[word]..].partition_point(|at| i64::from(*at) - shift < first.shifted);
        let from = &positions[next[word]..];
        if word == first.word {
            // It may lie further on among those with an equal shifted position, but these are the same position.
            choices.push(from.get(..1)?);
            continue;
        }
        // As many choices as there are words are enough: the other words cannot take them all.
        let skipped = from.iter().take_while(|at| bounds.paragraph(**at) < paragraph).count();
        let from = &from[skipped..];
        let fit = from
            .iter()
            .take(words.len())
            .take_while(|at| {
                i64::from(**at) - shift <= first.shifted + i64::from(slop) && bounds.paragraph(**at) == paragraph
            })
            .count();
        choices.push(&from[..fit]);
    }
    assign(&choices)
}

/// One position for each word, no position twice, early ones first; by augmenting paths.
fn assign(choices: &[&[u32]]) -> Option<Vec<u32>> {
    let early: Vec<u32> = choices.iter().map(|positions| positions.first().copied()).collect::<Option<_>>()?;
    let apart = |taken: &[u32]| taken.iter().enumerate().all(|(at, position)| !taken[..at].contains(position));
    if apart(&early) {
        return Some(early);
    }
    let mut owners: Vec<(u32, usize)> = Vec::new();
    for word in 0..choices.len() {
        if !augment(choices, word, &mut owners, &mut Vec::new()) {
            return None;
        }
    }
    let mut taken = vec![0; choices.len()];
    for (position, word) in owners {
        taken[word] = position;
    }
    Some(taken)
}

/// Finds a position for a word, moving the words that hold the ones it could have.
fn augment(choices: &[&[u32]], word: usize, owners: &mut Vec<(u32, usize)>, tried: &mut Vec<u32>) -> bool {
    for position in choices[word] {
        if tried.contains(position) {
            continue;
        }
        tried.push(*position);
        match owners.iter().position(|(taken, _)| taken == position) {
            None => {
                owners.push((*position, word));
                return true;
            }
            Some(at) => {
                let owner = owners[at].1;
                if augment(choices, owner, owners, tried) {
                    // The owner took another; its old entry is now this word's.
                    owners[at].1 = word;
                    return true;
                }
            }
        }
    }
    false
}

fn near(
    mut left: Vec<Match>,
    mut right: Vec<Match>,
    within: Within,
    ordered: bool,
    bounds: Bounds<'_>,
    wanted: Wanted,
) -> Vec<Match> {
    if within == Within::Sentence {
        left.retain(|found| bounds.in_one_sentence(found));
        right.retain(|found| bounds.in_one_sentence(found));
    }
    let mut found = Vec::new();
    pair(&left, &right, within, bounds, wanted, &mut found);
    if !ordered {
        pair(&right, &left, within, bounds, wanted, &mut found);
    }
    sorted(found)
}

/// Pairs each of `before` with the nearest of `after` that begins behind its end, and the other way round.
fn pair(before: &[Match], after: &[Match], within: Within, bounds: Bounds<'_>, wanted: Wanted, found: &mut Vec<Match>) {
    let mut by_end: Vec<&Match> = before.iter().collect();
    by_end.sort_by_key(|found| (found.end, found.start));
    let mut add = |earlier: &Match, later: &Match| {
        let fits = bounds.paragraph(earlier.start) == bounds.paragraph(later.end)
            && match within {
                Within::Words(most) => later.start - earlier.end <= most,
                Within::Sentence => bounds.sentence(earlier.start) == bounds.sentence(later.end),
                Within::Paragraph => true,
            };
        if fits {
            found.push(join(earlier, later, wanted));
        }
    };
    for earlier in before {
        let at = after.partition_point(|later| later.start <= earlier.end);
        if let Some(later) = after.get(at) {
            add(earlier, later);
        }
    }
    for later in after {
        let at = by_end.partition_point(|earlier| earlier.end < later.start);
        if let Some(earlier) = at.checked_sub(1).and_then(|at| by_end.get(at)) {
            add(earlier, later);
        }
    }
}

fn join(earlier: &Match, later: &Match, wanted: Wanted) -> Match {
    let whole = later.start == earlier.end + 1 && earlier.words.is_empty() && later.words.is_empty();
    let words = if whole || wanted == Wanted::Spans {
        Vec::new()
    } else {
        let words = |found: &Match| {
            if found.words.is_empty() { (found.start..=found.end).collect() } else { found.words.clone() }
        };
        [words(earlier), words(later)].concat()
    };
    Match { start: earlier.start, end: later.end, words }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(name: &str) -> WordQuery {
        WordQuery::Exact(name.to_owned())
    }

    fn positions<'a>(text: &TextQuery, value: &'a str) -> Vec<Vec<u32>> {
        let find = |word: &WordQuery| match word {
            WordQuery::Exact(name) => {
                (0..).zip(value.split(' ')).filter(|(_, at)| at == name).map(|(at, _)| at).collect()
            }
            _ => Vec::new(),
        };
        words(text).into_iter().map(find).collect()
    }

    fn spans(text: &TextQuery, value: &str, bounds: Bounds<'_>) -> Vec<(u32, u32)> {
        matches(text, &positions(text, value), bounds, Wanted::Spans)
            .into_iter()
            .map(|found| (found.start, found.end))
            .collect()
    }

    fn phrase(words: &str, slop: u32) -> TextQuery {
        TextQuery::Phrase { words: words.split(' ').map(word).collect(), slop }
    }

    fn near(left: &str, right: &str, within: Within, ordered: bool) -> TextQuery {
        let text = |name: &str| Box::new(TextQuery::Word(word(name)));
        TextQuery::Near { left: text(left), right: text(right), within, ordered }
    }

    #[test]
    fn a_phrase_is_found_wherever_it_stands() {
        assert_eq!(spans(&phrase("a b", 0), "a b a a b", Bounds::default()), [(0, 1), (3, 4)]);
        assert_eq!(spans(&phrase("a a", 0), "a a a", Bounds::default()), [(0, 1), (1, 2)]);
    }

    #[test]
    fn slop_moves_words_but_never_onto_one_position() {
        assert_eq!(spans(&phrase("a b", 1), "a x b", Bounds::default()), [(0, 2)]);
        assert_eq!(spans(&phrase("a b", 1), "b a", Bounds::default()), []);
        assert_eq!(spans(&phrase("a b", 2), "b a", Bounds::default()), [(0, 1)]);
        assert_eq!(spans(&phrase("a a", 5), "x a x", Bounds::default()), []);
    }

    #[test]
    fn nearness_counts_words_and_keeps_to_sentence_and_paragraph() {
        let bounds = Bounds { paragraphs: &[0, 6], sentences: &[3] };
        let value = "a x b c x . b";
        assert_eq!(spans(&near("a", "b", Within::Words(1), false), value, bounds), []);
        assert_eq!(spans(&near("b", "a", Within::Words(2), false), value, bounds), [(0, 2)]);
        assert_eq!(spans(&near("b", "a", Within::Words(2), true), value, bounds), []);
        assert_eq!(spans(&near("a", "c", Within::Sentence, false), value, bounds), []);
        assert_eq!(spans(&near("a", "c", Within::Paragraph, false), value, bounds), [(0, 3)]);
        assert_eq!(spans(&near("c", "b", Within::Words(9), true), value, bounds), []);
    }

    #[test]
    fn overlapping_matches_count_once() {
        let twice = |text: TextQuery| TextQuery::AtLeast { text: Box::new(text), count: 2 };
        assert_eq!(spans(&twice(phrase("a a", 0)), "a a a", Bounds::default()), []);
        assert_eq!(spans(&twice(phrase("a a", 0)), "a a a a", Bounds::default()).len(), 3);
    }

    #[test]
    fn words_between_are_not_part_of_a_match() {
        let text = phrase("a b", 3);
        let found = matches(&text, &positions(&text, "a x x b"), Bounds::default(), Wanted::Words);
        assert_eq!(found, [Match { start: 0, end: 3, words: vec![0, 3] }]);
    }

    /// Lucene's rule, by trying every way.
    fn by_trying(words: &[Vec<u32>], slop: u32, paragraph: impl Fn(u32) -> usize + Copy) -> bool {
        fn go(words: &[Vec<u32>], slop: u32, taken: &mut Vec<u32>, paragraph: impl Fn(u32) -> usize + Copy) -> bool {
            let Some(own) = words.get(taken.len()) else {
                let shifted = taken.iter().enumerate().map(|(at, position)| i64::from(*position) - at as i64);
                let (low, high) = (shifted.clone().min().unwrap(), shifted.max().unwrap());
                return high - low <= i64::from(slop) && taken.iter().all(|at| paragraph(*at) == paragraph(taken[0]));
            };
            own.iter().any(|position| {
                if taken.contains(position) {
                    return false;
                }
                taken.push(*position);
                let found = go(words, slop, taken, paragraph);
                taken.pop();
                found
            })
        }
        go(words, slop, &mut Vec::new(), paragraph)
    }

    proptest! {
        #[test]
        fn slop_is_lucenes_rule(
            words in proptest::collection::vec(proptest::collection::btree_set(0u32..14, 0..5), 2..5),
            slop in 1u32..8,
            paragraphs in proptest::collection::btree_set(0u32..14, 0..3),
        ) {
            let words: Vec<Vec<u32>> = words.into_iter().map(|set| set.into_iter().collect()).collect();
            let paragraphs: Vec<u32> = paragraphs.into_iter().collect();
            let bounds = Bounds { paragraphs: &paragraphs, sentences: &[] };
            let text = TextQuery::Phrase { words: words.iter().map(|_| word("w")).collect(), slop };
            let found = !matches(&text, &words, bounds, Wanted::Spans).is_empty();
            prop_assert_eq!(found, by_trying(&words, slop, |at| bounds.paragraph(at)));
        }

        #[test]
        fn nearness_is_that_of_some_pair(
            left in proptest::collection::btree_set(0u32..20, 0..6),
            right in proptest::collection::btree_set(0u32..20, 0..6),
            most in 1u32..6,
            ordered: bool,
            sentences in proptest::collection::btree_set(0u32..20, 0..4),
        ) {
            let sentences: Vec<u32> = sentences.into_iter().collect();
            let bounds = Bounds { paragraphs: &[], sentences: &sentences };
            let lists = [left.iter().copied().collect::<Vec<u32>>(), right.iter().copied().collect()];
            for within in [Within::Words(most), Within::Sentence] {
                let text = near("a", "b", within, ordered);
                let expected = left.iter().any(|l| right.iter().any(|r| {
                    l != r && (!ordered || l < r) && match within {
                        Within::Words(most) => l.abs_diff(*r) <= most,
                        _ => bounds.sentence(*l) == bounds.sentence(*r),
                    }
                }));
                prop_assert_eq!(!matches(&text, &lists, bounds, Wanted::Spans).is_empty(), expected);
            }
        }
    }
}
