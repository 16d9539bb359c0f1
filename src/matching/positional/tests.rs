//! The merges against the definition, tried out position by position.

use proptest::prelude::*;

use super::*;

fn word(name: &str) -> WordQuery {
    WordQuery::Exact(name.to_owned())
}

fn w(name: &str) -> TextQuery {
    TextQuery::Word(word(name))
}

fn near(left: TextQuery, right: TextQuery, within: Within, ordered: bool) -> TextQuery {
    TextQuery::Near { left: Box::new(left), right: Box::new(right), within, ordered }
}

fn phrase(words: &[&str], slop: u32) -> TextQuery {
    TextQuery::Phrase { words: words.iter().map(|name| word(name)).collect(), slop }
}

fn runs(found: &Matches, one: Match) -> Vec<(u32, u32)> {
    let mut runs = Vec::new();
    found.add_runs(one, &mut runs);
    runs
}

/// A value written as words with `|` before a paragraph and `.` before a sentence; `ab` is a word that is both a and b.
struct Value {
    words: Vec<(u32, String)>,
    paragraphs: Vec<u32>,
    sentences: Vec<u32>,
}

fn value(text: &str) -> Value {
    let mut value = Value { words: Vec::new(), paragraphs: vec![0], sentences: Vec::new() };
    let mut at = 0;
    for token in text.split_whitespace() {
        match token {
            "|" => {
                at += u32::from(at > 0);
                value.paragraphs.push(at);
            }
            "." => value.sentences.push(at),
            token => {
                value.words.push((at, token.to_owned()));
                at += 1;
            }
        }
    }
    value
}

impl Value {
    fn bounds(&self) -> Bounds<'_> {
        Bounds { paragraphs: &self.paragraphs, sentences: &self.sentences }
    }

    fn places(&self, word: &WordQuery) -> Vec<u32> {
        let WordQuery::Exact(name) = word else { return Vec::new() };
        self.words.iter().filter(|(_, token)| token.contains(name.as_str())).map(|(at, _)| *at).collect()
    }

    fn paragraph(&self, at: u32) -> usize {
        self.paragraphs.iter().filter(|start| **start <= at).count()
    }

    fn sentence(&self, at: u32) -> usize {
        let starts: std::collections::BTreeSet<u32> = self.paragraphs.iter().chain(&self.sentences).copied().collect();
        starts.iter().filter(|start| **start <= at).count()
    }

    fn find(&self, query: &TextQuery) -> Matches {
        let positions: Vec<Vec<u32>> = words(query).into_iter().map(|word| self.places(word)).collect();
        let found = matches(query, &positions, self.bounds(), Wanted::Words);
        let spans = matches(query, &positions, self.bounds(), Wanted::Spans);
        assert_eq!(found.len(), spans.len());
        assert_eq!(found.len(), count(query, &positions, self.bounds()));
        found
    }

    fn has(&self, query: &TextQuery) -> bool {
        !self.find(query).is_empty()
    }

    /// All matches by the definition.
    fn naive(&self, query: &TextQuery) -> Vec<(u32, u32)> {
        let mut all = match query {
            TextQuery::Word(word) => self.places(word).into_iter().map(|at| (at, at)).collect(),
            TextQuery::Phrase { words, slop } => self.tuples(words, *slop),
            TextQuery::Any(any) => any.iter().flat_map(|query| self.naive(query)).collect(),
            TextQuery::AtLeast { text, count } => {
                let all = self.naive(text);
                if most_apart(&all) >= *count as usize { all } else { Vec::new() }
            }
            TextQuery::Near { left, right, within, ordered } => {
                let (left, right) = (self.naive(left), self.naive(right));
                let mut all = self.naive_pairs(&left, &right, *within);
                if !ordered {
                    all.extend(self.naive_pairs(&right, &left, *within));
                }
                naive_shortest(all)
            }
        };
        all.sort_unstable();
        all.dedup();
        all
    }

    fn naive_pairs(&self, left: &[(u32, u32)], right: &[(u32, u32)], within: Within) -> Vec<(u32, u32)> {
        let fits = |a: (u32, u32), b: (u32, u32)| {
            a.1 < b.0
                && self.paragraph(a.0) == self.paragraph(b.1)
                && match within {
                    Within::Words(n) => b.0 - a.1 <= n,
                    Within::Sentence => self.sentence(a.0) == self.sentence(b.1),
                    Within::Paragraph => true,
                }
        };
        left.iter().flat_map(|a| right.iter().filter(|b| fits(*a, **b)).map(|b| (a.0, b.1))).collect()
    }

    fn tuples(&self, words: &[WordQuery], slop: u32) -> Vec<(u32, u32)> {
        let mut tuples: Vec<Vec<u32>> = vec![Vec::new()];
        for word in words {
            let places = self.places(word);
            tuples = tuples
                .iter()
                .flat_map(|tuple| {
                    places.iter().filter(|at| !tuple.contains(at)).map(|at| [tuple.as_slice(), &[*at]].concat())
                })
                .collect();
        }
        let fits = |tuple: &&Vec<u32>| {
            let moved = || tuple.iter().enumerate().map(|(i, at)| i64::from(*at) - i as i64);
            let (least, most) = (moved().min().unwrap(), moved().max().unwrap());
            let paragraph = self.paragraph(tuple[0]);
            most - least <= i64::from(slop) && tuple.iter().all(|at| self.paragraph(*at) == paragraph)
        };
        tuples.iter().filter(fits).map(|t| (*t.iter().min().unwrap(), *t.iter().max().unwrap())).collect()
    }
}

fn naive_shortest(mut all: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    all.sort_unstable();
    all.dedup();
    let holds = |a: &(u32, u32), b: &(u32, u32)| a != b && a.0 <= b.0 && b.1 <= a.1;
    all.iter().filter(|a| !all.iter().any(|b| holds(a, b))).copied().collect()
}

/// The most spans that do not overlap, by trying all choices.
fn most_apart(all: &[(u32, u32)]) -> usize {
    fn go(rest: &[(u32, u32)], from: u32) -> usize {
        let with = |(i, span): (usize, &(u32, u32))| (span.0 >= from).then(|| 1 + go(&rest[i + 1..], span.1 + 1));
        rest.iter().enumerate().filter_map(with).max().unwrap_or(0)
    }
    let mut all = all.to_vec();
    all.sort_unstable_by_key(|span| (span.1, span.0));
    go(&all, 0)
}

fn spans(matches: &Matches) -> Vec<(u32, u32)> {
    matches.list.iter().map(|found| (found.start, found.end)).collect()
}

#[test]
fn a_phrase_does_not_run_over_a_paragraph() {
    let value = value("| a b | a x b");
    assert_eq!(spans(&value.find(&phrase(&["b", "a"], 0))), []);
    assert_eq!(spans(&value.find(&phrase(&["b", "a"], 9))), [(0, 1), (3, 5)]);
    assert_eq!(spans(&value.find(&near(w("b"), w("a"), Within::Words(9), true))), []);
}

#[test]
fn slop_follows_lucene() {
    // Reversed neighbours need a slop of 2; one word between needs 1.
    assert!(!value("b a").has(&phrase(&["a", "b"], 1)));
    assert!(value("b a").has(&phrase(&["a", "b"], 2)));
    assert!(value("a x b").has(&phrase(&["a", "b"], 1)));
    assert!(!value("a x b").has(&phrase(&["a", "b"], 0)));
    // The same word twice needs two words.
    assert!(!value("x a x").has(&phrase(&["a", "a"], 9)));
    assert!(value("a x a").has(&phrase(&["a", "a"], 1)));
}

#[test]
fn a_match_knows_its_words() {
    let value = value("a b x x c");
    let found = value.find(&near(phrase(&["a", "b"], 0), w("c"), Within::Words(3), false));
    assert_eq!(found.list.iter().map(|one| runs(&found, *one)).collect::<Vec<_>>(), [[(0, 1), (4, 4)]]);
}

#[test]
fn a_choice_keeps_long_and_short_matches() {
    let either = TextQuery::Any(vec![phrase(&["n", "y"], 0), w("y")]);
    assert!(value("m n y").has(&near(w("m"), either.clone(), Within::Words(1), true)));
    // As a count they are one.
    assert!(!value("n y").has(&TextQuery::AtLeast { text: Box::new(either), count: 2 }));
}

#[test]
fn a_loose_phrase_that_is_too_long_matches_nothing() {
    let words = vec!["a"; MAX_LOOSE_WORDS + 1];
    let text = "a ".repeat(40);
    assert!(!value(&text).has(&phrase(&words, 3)));
    assert!(value(&text).has(&phrase(&words[1..], 3)));
    assert!(value(&text).has(&phrase(&words, 0)));
}

fn any_word() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a"), Just("b"), Just("c")]
}

fn any_text() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        4 => Just("a"), 4 => Just("b"), 3 => Just("c"), 2 => Just("x"), 1 => Just("ab"), 1 => Just("|"), 1 => Just(".")
    ];
    prop::collection::vec(token, 0..14).prop_map(|tokens| tokens.join(" "))
}

fn any_query(loose: bool) -> impl Strategy<Value = TextQuery> {
    let slop = if loose { 0u32..6 } else { 0u32..1 };
    let leaf = prop_oneof![
        any_word().prop_map(w),
        (prop::collection::vec(any_word(), 2..4), slop).prop_map(|(words, slop)| phrase(&words, slop)),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let within = prop_oneof![(1u32..6).prop_map(Within::Words), Just(Within::Sentence), Just(Within::Paragraph)];
        prop_oneof![
            (inner.clone(), inner.clone(), within, any::<bool>()).prop_map(|(a, b, within, o)| near(a, b, within, o)),
            prop::collection::vec(inner.clone(), 1..3).prop_map(TextQuery::Any),
            (inner, 1u32..4).prop_map(|(text, count)| TextQuery::AtLeast { text: Box::new(text), count }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn merges_find_what_the_definition_says(text in any_text(), query in any_query(false)) {
        let value = value(&text);
        let found = value.find(&query);
        prop_assert_eq!(spans(&found), value.naive(&query));
        for one in &found.list {
            let runs = runs(&found, *one);
            prop_assert_eq!(runs.first().map(|run| run.0), Some(one.start));
            prop_assert_eq!(runs.iter().map(|run| run.1).max(), Some(one.end));
        }
    }

    #[test]
    fn a_loose_phrase_is_found_where_one_is(
        text in any_text(),
        words in prop::collection::vec(any_word(), 2..5),
        slop in 1u32..7,
    ) {
        let value = value(&text);
        let query = phrase(&words, slop);
        let found = value.find(&query);
        let all = value.naive(&query);
        prop_assert_eq!(!found.is_empty(), !all.is_empty());
        prop_assert!(spans(&found).iter().all(|span| all.contains(span)));
    }
}
