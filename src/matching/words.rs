//! Which words of a text are asked for: a text cut into pieces comes in, positions and spans of the words wanted go out.
//! Each text is cut once for all words of a query; most words of it are turned down by their first bytes alone, before
//! they are folded or stemmed. Where no query asks how far words stand apart, most of the text is not cut at all; where one
//! does, only the paragraphs that have a word without which nothing matches.

use crate::annotation::{Opens, Piece};
use crate::query::ast::WordQuery;
use crate::text::pattern::Pattern;
use crate::text::token::{exact, fold, stem, words};
use crate::text::{Span, Spans};

use super::positional::Bounds;
use super::skim::{Skim, sure_letters};

/// All words of a query, each once, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct WordSet {
    queries: Vec<WordQuery>,
    tests: Vec<Test>,
    /// For each first byte of a word, which tests it may pass: bit 63 stands for all from the 63rd on.
    first: Box<[u64; 256]>,
    /// Whether words must be counted, so that it is known how far they stand apart.
    places: bool,
    /// Words of which each match has one: their bits, as in `first`. Nothing if all of a text must be read.
    anchors: Option<u64>,
    /// Finds the anchors.
    skim: Option<Skim>,
}

#[derive(Clone, Debug)]
enum Test {
    Stem(String),
    Exact(String),
    Wildcard(Pattern),
    Fuzzy { pattern: Pattern, chars: usize, distance: usize },
}

/// Where words of a set stand in one value.
#[derive(Clone, Debug, Default)]
pub(super) struct Value {
    /// For each word of the set, its positions, sorted. Where places are not needed, only words of the set have one.
    positions: Vec<Vec<u32>>,
    /// Position and bytes of each word that is any of the set, sorted.
    found: Vec<(u32, Span)>,
    paragraphs: Vec<u32>,
    sentences: Vec<u32>,
    /// Positions before which words of the text were left out ("he said" between two halves of a quotation).
    gaps: Vec<u32>,
}

/// Words that are folded and stemmed on the way, kept to save allocations.
#[derive(Default)]
struct Scratch {
    folded: String,
    stem: String,
    exact: String,
}

impl WordSet {
    pub(super) fn new() -> Self {
        Self {
            queries: Vec::new(),
            tests: Vec::new(),
            first: Box::new([0; 256]),
            places: false,
            anchors: Some(0),
            skim: None,
        }
    }

    /// Says that it matters how many words lie between others.
    pub(super) fn needs_places(&mut self) {
        self.places = true;
    }

    /// Says that a match of a clause lies in one paragraph and has one of these words, by number; of any word if none are
    /// given.
    pub(super) fn needs_one_of(&mut self, anchors: Option<&[usize]>) {
        let bits = anchors.map(|numbers| numbers.iter().fold(0, |bits, number| bits | bit(*number)));
        self.anchors = self.anchors.zip(bits).map(|(known, more)| known | more);
    }

    /// To be called when all words are known.
    pub(super) fn get_ready(&mut self) {
        let Some(anchors) = self.anchors else { return };
        let asked = self.tests.iter().enumerate().filter(|(number, _)| anchors & bit(*number) != 0);
        let stems: Option<Vec<&str>> = asked.map(|(_, test)| test.stem()).collect();
        self.skim = stems.and_then(|stems| Skim::new(stems.into_iter()));
    }

    /// The number of a word; it is added if it is new.
    pub(super) fn number(&mut self, query: &WordQuery) -> usize {
        if let Some(number) = self.queries.iter().position(|known| known == query) {
            return number;
        }
        let number = self.queries.len();
        let bit = bit(number);
        let (test, begins) = match query {
            WordQuery::Stem { stem, .. } => (Test::Stem(stem.clone()), stem.bytes().next()),
            // A letter that is not ASCII may stand in the text as an ASCII one with a combining accent.
            WordQuery::Exact(term) => (Test::Exact(term.clone()), term.bytes().next().filter(u8::is_ascii)),
            WordQuery::Wildcard(pattern) => {
                let begins = pattern.bytes().next().filter(|byte| !matches!(byte, b'*' | b'?'));
                (Test::Wildcard(Pattern::wildcard(pattern)), begins)
            }
            WordQuery::Fuzzy { folded, distance } => {
                let pattern = Pattern::fuzzy(folded, *distance);
                (Test::Fuzzy { pattern, chars: folded.chars().count(), distance: usize::from(*distance) }, None)
            }
        };
        for (byte, bits) in (0u8..=255).zip(self.first.iter_mut()) {
            // What is not ASCII may fold to anything.
            let may = begins.is_none_or(|first| !byte.is_ascii() || byte.eq_ignore_ascii_case(&first));
            *bits |= if may { bit } else { 0 };
        }
        self.queries.push(query.clone());
        self.tests.push(test);
        number
    }

    /// Looks for the words in the pieces of a text.
    pub(super) fn read(&self, text: &str, pieces: &[Piece]) -> Value {
        let mut value = Value { positions: vec![Vec::new(); self.tests.len()], ..Value::default() };
        let mut scratch = Scratch::default();
        let mut position = 0u32;
        let mut last_end = None;
        for paragraph in pieces.chunk_by(|_, next| next.opens != Opens::Paragraph) {
            let passed_over = self.places && !self.has_anchor(text, paragraph, &mut scratch);
            for piece in paragraph {
                let before =
                    last_end.replace(piece.span.end).and_then(|end| text.get(end as usize..piece.span.start as usize));
                if before.is_some_and(|before| before.contains(char::is_alphanumeric)) {
                    value.gaps.push(position);
                }
                match piece.opens {
                    Opens::Paragraph => {
                        position += u32::from(position > 0);
                        value.paragraphs.push(position);
                    }
                    Opens::Sentence => value.sentences.push(position),
                    Opens::Nothing => {}
                }
                if !passed_over {
                    self.read_piece(text, piece.span, &mut position, &mut value, &mut scratch);
                }
            }
        }
        value
    }

    /// Whether a match may lie in a paragraph.
    fn has_anchor(&self, text: &str, paragraph: &[Piece], scratch: &mut Scratch) -> bool {
        let (Some(skim), Some(anchors)) = (&self.skim, self.anchors) else { return true };
        let mut is_anchor = |word: &str| {
            let may = self.may(word) & anchors;
            may != 0 && self.test(word, may, scratch, |_| {})
        };
        paragraph.iter().filter_map(|piece| piece.span.get(text)).any(|piece| {
            skim.stretches(piece)
                .map(|stretch| stretch.of(piece))
                .any(|stretch| words(stretch).any(|word| is_anchor(word.of(stretch))))
        })
    }

    /// Looks for the words in a stretch of a text: in all of it if they must be counted.
    fn read_piece(&self, text: &str, span: Span, position: &mut u32, value: &mut Value, scratch: &mut Scratch) {
        let Some(inner) = span.get(text) else { return };
        let start = span.start as usize;
        match self.skim.as_ref().filter(|_| !self.places) {
            None => self.read_words(inner, start, position, value, scratch),
            Some(skim) => {
                for stretch in skim.stretches(inner) {
                    self.read_words(stretch.of(inner), start + stretch.start as usize, position, value, scratch);
                }
            }
        }
    }

    /// Looks for the words in a stretch that begins at byte `start` of its text. Counts all of its words, or, where most are
    /// passed over, those found.
    fn read_words(&self, stretch: &str, start: usize, position: &mut u32, value: &mut Value, scratch: &mut Scratch) {
        let all = self.places || self.skim.is_none();
        for word in words(stretch) {
            let term = word.of(stretch);
            let may = self.may(term);
            let positions = &mut value.positions;
            let found = may != 0 && self.test(term, may, scratch, |number| positions[number].push(*position));
            if found {
                value.found.push((*position, word.shifted(start)));
            }
            *position += u32::from(all || found);
        }
    }

    /// Which tests a word may pass, by its first byte.
    fn may(&self, word: &str) -> u64 {
        word.bytes().next().map_or(0, |byte| self.first[usize::from(byte)])
    }

    /// A text without paragraphs or sentences.
    pub(super) fn read_plain(&self, text: &str) -> Value {
        self.read(text, &[Piece { span: Span::new(0, text.len()), opens: Opens::Nothing }])
    }

    /// Shows the numbers of the tests that a word passes, of those it may pass; whether there is one.
    fn test(&self, word: &str, may: u64, scratch: &mut Scratch, mut passed: impl FnMut(usize)) -> bool {
        let (mut folded, mut stemmed, mut exactly, mut any) = (false, false, false, false);
        for (number, test) in self.tests.iter().enumerate() {
            if may & bit(number) == 0 || !test.may_pass(word) {
                continue;
            }
            if let Test::Exact(term) = test {
                if !exactly {
                    exact(word, &mut scratch.exact);
                    exactly = true;
                }
                if scratch.exact != *term {
                    continue;
                }
            } else {
                if !folded {
                    fold(word, &mut scratch.folded);
                    folded = true;
                }
                let passes = match test {
                    Test::Wildcard(pattern) | Test::Fuzzy { pattern, .. } => pattern.matches(&scratch.folded),
                    Test::Stem(term) => {
                        if !stemmed {
                            stem(&scratch.folded, &mut scratch.stem);
                            stemmed = true;
                        }
                        scratch.stem == *term
                    }
                    Test::Exact(_) => false,
                };
                if !passes {
                    continue;
                }
            }
            passed(number);
            any = true;
        }
        any
    }
}

/// The bit of a word; those from the 64th on share the last.
fn bit(number: usize) -> u64 {
    1 << number.min(63)
}

impl Test {
    fn stem(&self) -> Option<&str> {
        if let Self::Stem(stem) = self { Some(stem) } else { None }
    }

    /// Whether a word can pass, by its bytes as they are printed.
    fn may_pass(&self, word: &str) -> bool {
        match self {
            Self::Stem(stem) => can_stem_to(word, stem),
            Self::Fuzzy { chars, distance, .. } if word.is_ascii() => {
                // Folding makes a word of ASCII no longer, and shorter only by its signs.
                let signs = word.len() > chars + distance && word.contains(['.', ',', '\'']);
                word.len() + distance >= *chars && (signs || word.len() <= chars + distance)
            }
            _ => true,
        }
    }
}

/// Whether a word can have the stem, by its first letters. Dots and commas vanish when a word is folded, so words with
/// them are looked at closely.
fn can_stem_to(word: &str, stem: &str) -> bool {
    let (word, sure) = (word.as_bytes(), sure_letters(stem.as_bytes()));
    if sure.len() < 3 || !word.is_ascii() {
        return true;
    }
    let Some(start) = word.get(..sure.len()) else { return word.contains(&b'.') };
    start.eq_ignore_ascii_case(sure) || start.iter().any(|byte| matches!(byte, b'.' | b','))
}

impl Value {
    /// Lists of positions of the words by number.
    pub(super) fn positions(&self, numbers: &[usize]) -> Vec<&[u32]> {
        numbers.iter().map(|number| self.positions[*number].as_slice()).collect()
    }

    /// The same, in the first paragraph only.
    pub(super) fn lead_positions(&self, numbers: &[usize]) -> Vec<&[u32]> {
        let end = self.paragraphs.iter().find(|start| **start > 0).copied().unwrap_or(u32::MAX);
        self.positions(numbers).into_iter().map(|list| &list[..list.partition_point(|at| *at < end)]).collect()
    }

    pub(super) fn bounds(&self) -> Bounds<'_> {
        Bounds { paragraphs: &self.paragraphs, sentences: &self.sentences }
    }

    /// Adds the bytes of a run of words of the set, from the first position to the last: one span, or several where the
    /// text has words between them that are no part of the value.
    pub(super) fn add_spans(&self, start: u32, end: u32, spans: &mut Spans) {
        let known = spans.len();
        let from = self.found.partition_point(|(position, _)| *position < start);
        for (position, word) in self.found[from..].iter().take_while(|(position, _)| *position <= end) {
            match spans[known..].last_mut() {
                Some(last) if self.gaps.binary_search(position).is_err() => *last = last.join(*word),
                _ => spans.push(*word),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::positional::{Wanted, matches};
    use super::*;
    use crate::query::ast::TextQuery;
    use crate::text::token::{folded, stemmed};

    fn stem_query(word: &str) -> WordQuery {
        let folded = folded(word);
        WordQuery::Stem { stem: stemmed(&folded), folded }
    }

    fn positions(query: WordQuery, text: &str) -> Vec<u32> {
        let mut set = WordSet::new();
        let number = set.number(&query);
        set.read_plain(text).positions(&[number])[0].to_vec()
    }

    #[test]
    fn words_are_found_by_stem_spelling_and_pattern() {
        let text = "Restoring trust: U.S. TRUSTS Élan, élan's 1,600 Müller’s restored";
        assert_eq!(positions(stem_query("restore"), text), [0, 8]);
        assert_eq!(positions(stem_query("trust"), text), [1, 3]);
        assert_eq!(positions(stem_query("US"), text), [2]);
        assert_eq!(positions(stem_query("elan"), text), [4, 5]);
        assert_eq!(positions(stem_query("1600"), text), [6]);
        assert_eq!(positions(WordQuery::Exact("Élan".into()), text), [4]);
        assert_eq!(positions(WordQuery::Exact("Élan".into()), "E\u{301}lan's"), [0]);
        assert_eq!(positions(WordQuery::Wildcard("m?ll*".into()), text), [7]);
        assert_eq!(positions(WordQuery::Wildcard("*ust*".into()), text), [1, 3]);
        assert_eq!(positions(WordQuery::Fuzzy { folded: "mueller".into(), distance: 1 }, text), [7]);
        let fuzzy = |folded: &str| WordQuery::Fuzzy { folded: folded.into(), distance: 1 };
        assert_eq!(positions(fuzzy("160"), text), [6]);
        assert_eq!(positions(fuzzy("u"), text), [2]);
        assert_eq!(positions(fuzzy("nat"), "n.a.t.o nat's nations n"), [0, 1]);
    }

    #[test]
    fn no_word_is_turned_down_that_has_the_stem() {
        let starts = "tax aim war bus eye use pay obey err ow add egg key die lie try dry 1,6 abandon agree amen dy ly ty sky \
                      cry say by early only news innings generat commun arsen univers \
                      hop hopp fall troubl siz happ enjoy hesitat digit operat vilet formal electri goodn national \
                      relat condition ration valenc digitiz conformab radic different vil analog hope adjust u.s n.a.t.o \
                      1,60 a b use ow own be ski skis";
        let ends = "|s|es|ed|ing|ingly|edly|ly|y|ies|ied|ying|ation|ational|tional|izer|ization|ator|alism|aliti|alli|\
                    fulness|ousli|ousness|iveness|iviti|biliti|bli|logi|fulli|lessli|li|ative|alize|icate|iciti|ical|\
                    ful|ness|al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ism|ate|iti|ous|ive|ize|ion|'s|0|00|.";
        for start in starts.split_whitespace() {
            for end in ends.split('|') {
                let word = format!("{start}{end}");
                let stem = stemmed(&folded(&word));
                assert!(can_stem_to(&word, &stem), "{word} {stem}");
                assert!(can_stem_to(&word.to_uppercase(), &stem), "{word} {stem}");
                if let Some(skim) = Skim::new([stem.as_str()].into_iter()) {
                    for text in [word.clone(), format!("x, \"{}\"", word.to_uppercase()), format!("’{word}")] {
                        assert_eq!(skim.stretches(&text).count(), 1, "{text} {stem}");
                    }
                }
                let first = word.as_bytes()[0].to_ascii_lowercase();
                assert_eq!(stem.as_bytes().first(), Some(&first), "{word} {stem}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_passed_over_has_no_word_of_the_set(
            text in r#"([tT](ax|AX|rust|.ax|rea)(es|ed|ing|'s|’s|)|[’‘“”—…]|U\.S\.|n\.a\.t\.o|[Ll]aw|[a-c'.,:_é’“\-0]| |\n){0,30}"#,
            asked in proptest::sample::subsequence(vec!["tax", "trust", "treaty", "nato", "law", "élan", "tax'rust"], 1..4),
        ) {
            let mut all = WordSet::new();
            let mut skimmed = WordSet::new();
            for word in &asked {
                all.number(&stem_query(word));
                skimmed.number(&stem_query(word));
            }
            skimmed.needs_one_of(Some(&(0..asked.len()).collect::<Vec<_>>()));
            skimmed.get_ready();
            prop_assert!(skimmed.skim.is_some());
            let spans = |value: &Value| value.found.iter().map(|(_, span)| *span).collect::<Vec<_>>();
            let (all, skimmed) = (all.read_plain(&text), skimmed.read_plain(&text));
            prop_assert_eq!(spans(&all), spans(&skimmed));
            for number in 0..asked.len() {
                prop_assert_eq!(all.positions(&[number])[0].len(), skimmed.positions(&[number])[0].len());
            }
        }
    }

    proptest! {
        #[test]
        fn paragraphs_that_are_passed_over_have_no_match(
            text in "((law|laws|Trust|trusted|“law”|a|b),? ?|\\. |\n){0,40}",
            slop in 0u32..3,
        ) {
            let query = TextQuery::Phrase { words: vec![stem_query("law"), stem_query("trust")], slop };
            let mut end = 0;
            let paragraph = |line: &str| {
                end += line.len();
                Piece { span: Span::new(end - line.len(), end), opens: Opens::Paragraph }
            };
            let pieces: Vec<Piece> = text.split_inclusive('\n').map(paragraph).collect();
            let spans = |anchors: Option<&[usize]>| {
                let mut set = WordSet::new();
                let numbers = ["law", "trust"].map(|word| set.number(&stem_query(word)));
                set.needs_places();
                set.needs_one_of(anchors);
                set.get_ready();
                let value = set.read(&text, &pieces);
                let found = matches(&query, &value.positions(&numbers), value.bounds(), Wanted::Words);
                let (mut runs, mut spans) = (Vec::new(), Spans::new());
                found.list.iter().for_each(|one| found.add_runs(*one, &mut runs));
                runs.iter().for_each(|(start, end)| value.add_spans(*start, *end, &mut spans));
                spans
            };
            prop_assert_eq!(spans(Some(&[1])), spans(None));
        }
    }

    #[test]
    fn more_than_sixty_four_words_are_all_found() {
        let mut set = WordSet::new();
        let text: Vec<String> = (0..70).map(|i| format!("w{i}")).collect();
        let numbers: Vec<usize> = text.iter().map(|word| set.number(&WordQuery::Exact(word.clone()))).collect();
        let value = set.read_plain(&text.join(" "));
        for (at, list) in (0..).zip(value.positions(&numbers)) {
            assert_eq!(list, [at]);
        }
    }
}
