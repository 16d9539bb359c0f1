//! The tagger: the weights file, and one pass over an article. Text, sentences and marks in, a tag for each token out.

use std::ops::Range;
use std::sync::{LazyLock, Mutex};

use super::decode::{NEVER, Steps, best, may_follow};
use super::columns::Columns;
use super::features::{LANDMARKS, O, PLACES, SLOTS, Sink, TAGS, WINDOW, edge, landmarks, mix, pairs, place, seen};
use super::groups::{ROWS, features_of, rows_of};
use super::link::Linker;
use super::rank::Ranker;
use super::table::{LANES, Sums, Weights, Words};
use super::token::{Class, Types};
use super::view::View;
use crate::annotation::Sentence;
use crate::text::Span;

/// First bytes of the weights file.
const MAGIC: &[u8; 8] = b"onrecTG1";

/// The model's weights, read.
#[derive(Debug)]
pub struct Tagger<'a> {
    /// What is known of words.
    pub words: Words<'a>,
    /// Links what was tagged.
    pub linker: Linker<'a>,
    weights: Weights<'a>,
    /// Sums of the features that hang together, by row.
    rows: Box<[Sums]>,
    steps: Box<Steps>,
    /// How much one unit of the sums is worth, as a logarithm of odds.
    unit: f32,
    /// What earlier articles left: word types and their sums. It saves time and changes nothing.
    memories: Mutex<Vec<Memory>>,
}

/// What the tagger says of each token of an article.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its tag.
    pub tags: Vec<u8>,
    /// How far the tag was preferred to the next best, as a logarithm of odds, neighbours left aside.
    pub margins: Vec<f32>,
}

/// Word types, and what each says to its neighbours: sums by place, as itself and as a start of a sentence.
#[derive(Debug, Default)]
struct Memory {
    types: Types,
    rows: Vec<[[Sums; SLOTS]; 2]>,
    edges: [[Sums; SLOTS]; 2],
}

/// Word types that are remembered from article to article.
const MOST_TYPES: usize = 30_000;

/// Sections of a weights file.
#[must_use]
pub fn sections(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (long, after) = rest.split_first_chunk::<4>()?;
        let (section, after) = after.split_at_checked(u32::from_le_bytes(*long) as usize)?;
        found.push(section);
        rest = after;
    }
    Some(found)
}

/// Puts sections together as a weights file.
#[must_use]
pub fn join(sections: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for section in sections {
        bytes.extend((section.len() as u32).to_le_bytes());
        bytes.extend(section);
    }
    bytes
}

impl<'a> Tagger<'a> {
    /// Reads a weights file: the words, the rankers of links, steps and features.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let found = sections(bytes)?;
        let [words, sources, pieces, trust, acts, head, table] = found[..] else { return None };
        let (unit, steps) = read_steps(head)?;
        let weights = Weights::new(table);
        Some(Self {
            words: Words::new(words),
            linker: Linker {
                sources: Ranker::new(sources),
                pieces: Ranker::new(pieces),
                trust: Ranker::new(trust),
                acts: Ranker::new(acts),
            },
            weights,
            rows: group_rows(weights),
            steps,
            unit,
            memories: Mutex::default(),
        })
    }

    /// Looks at a text, tags it, and hands both on. `marked` are the stretches between marks, marks included, sorted.
    pub fn with<R>(
        &self,
        text: &str,
        sentences: &[Sentence],
        marked: &[Span],
        then: impl FnOnce(&View<'_>, &Found) -> R,
    ) -> R {
        let mut memory = self.memories.lock().ok().and_then(|mut kept| kept.pop()).unwrap_or_default();
        if memory.types.words.len() > MOST_TYPES {
            memory.types.clear();
            memory.rows.clear();
        }
        let Memory { types, rows, edges } = &mut memory;
        let view = View::new(text, sentences, marked, &self.words, types);
        self.learn_rows(&view, rows, edges);
        let found = self.tags(&view, rows, edges);
        let result = then(&view, &found);
        if let Ok(mut kept) = self.memories.lock() {
            kept.push(memory);
        }
        result
    }

    /// Sums of the word types that are new in an article.
    fn learn_rows(&self, view: &View<'_>, rows: &mut Vec<[[Sums; SLOTS]; 2]>, edges: &mut [[Sums; SLOTS]; 2]) {
        if rows.is_empty() {
            for (side, row) in edges.iter_mut().enumerate() {
                *row = [[0; LANES]; SLOTS];
                for (slot, sums) in row.iter_mut().enumerate() {
                    edge(side as u32, slot, &mut Adder { weights: self.weights, sums });
                }
            }
        }
        for word in view.words.iter().skip(rows.len()) {
            let mut row = [[[0; LANES]; SLOTS]; 2];
            for (starts, row) in row.iter_mut().enumerate().take(1 + usize::from(word.class == Class::Name)) {
                for (slot, sums) in row.iter_mut().enumerate() {
                    seen(word, starts == 1, slot, &mut Adder { weights: self.weights, sums });
                }
            }
            rows.push(row);
        }
    }

    /// Adds the features that hang on more than one word, sentence by sentence.
    fn sum_together(&self, work: &mut Work) {
        let columns = &work.columns;
        let mut shared: [Shared; LANDMARKS] = Default::default();
        for sentence in &columns.sentences {
            let range = sentence.start..sentence.end;
            if sentence.is_still() {
                let mut still = [0; LANES];
                still[usize::from(O)] = STILL;
                work.sums[range].fill(still);
                continue;
            }
            for (i, into) in range.clone().zip(&mut work.sums[range]) {
                let mut sums = *into;
                for (kept, now) in shared.iter_mut().zip(landmarks(columns, i)) {
                    if kept.at != now {
                        *kept = Shared { at: now, sums: [0; LANES] };
                        if let Some((template, word)) = now {
                            self.weights.add(mix(template, columns.word(word)), &mut kept.sums);
                        }
                    }
                    add(&mut sums, &kept.sums);
                }
                for (template, value) in pairs(columns, i) {
                    self.weights.add(mix(template, value), &mut sums);
                }
                rows_of(columns, i, |row| add(&mut sums, &self.rows[row]));
                *into = sums;
            }
        }
    }

    /// The best tags of all tokens of an article.
    fn tags(&self, view: &View<'_>, rows: &[[[Sums; SLOTS]; 2]], edges: &[[Sums; SLOTS]; 2]) -> Found {
        let mut work = Work::default();
        let n = view.tokens.len();
        let mut found = Found { tags: vec![0; n], margins: vec![0.0; n] };
        for range in &view.paragraphs {
            work.columns.fill(view, range.clone());
            if work.columns.is_quiet() {
                continue;
            }
            work.sum_words(view, range, rows, edges);
            self.sum_together(&mut work);
            work.places.clear();
            work.places.extend((0..range.len()).map(|i| place(&work.columns, i) as u8));
            best(&work.sums, &work.places, &self.steps, &mut work.tags, &mut work.scores);
            found.tags[range.clone()].copy_from_slice(&work.tags);
            work.margins(self.unit, &mut found.margins[range.clone()]);
        }
        found
    }
}

/// The sums of the words that tokens share with their neighbours, while they share them.
#[derive(Default)]
struct Shared {
    at: Option<(u32, isize)>,
    sums: Sums,
}

fn group_rows(weights: Weights<'_>) -> Box<[Sums]> {
    let mut rows = vec![[0; LANES]; ROWS].into_boxed_slice();
    for (number, sums) in rows.iter_mut().enumerate() {
        features_of(number, &mut Adder { weights, sums });
    }
    rows
}

/// Reads the unit (4 bytes) and the steps (two bytes each).
fn read_steps(head: &[u8]) -> Option<(f32, Box<Steps>)> {
    let (unit, steps) = head.split_first_chunk::<4>()?;
    let (values, rest) = steps.as_chunks::<2>();
    if values.len() != PLACES * TAGS * LANES || !rest.is_empty() {
        return None;
    }
    let mut made = Box::new([[[NEVER; LANES]; TAGS]; PLACES]);
    let mut values = values.iter();
    for (before, row) in made.iter_mut().flat_map(|place| place.iter_mut().enumerate()) {
        for (tag, value) in row.iter_mut().enumerate() {
            let read = values.next().map_or(0, |v| i16::from_le_bytes(*v));
            *value = if tag < TAGS && may_follow(Some(before), tag) { read } else { NEVER };
        }
    }
    Some((f32::from_le_bytes(*unit), made))
}

/// Buffers of a run.
#[derive(Default)]
struct Work {
    columns: Columns,
    sums: Vec<Sums>,
    places: Vec<u8>,
    tags: Vec<u8>,
    scores: Vec<[i32; LANES]>,
}

/// How far no tag is preferred in sentences that are passed over.
const STILL: i16 = 16_000;

/// Adds the weights of features to one sum.
struct Adder<'a, 'b> {
    weights: Weights<'a>,
    sums: &'b mut Sums,
}

impl Sink for Adder<'_, '_> {
    fn token(&mut self, _: usize) {}

    #[inline(always)]
    fn put(&mut self, template: u32, value: u32) {
        self.weights.add(mix(template, value), self.sums);
    }
}

#[inline(always)]
fn add(sums: &mut Sums, row: &Sums) {
    for lane in 0..LANES {
        sums[lane] = sums[lane].wrapping_add(row[lane]);
    }
}

impl Work {
    /// Sums of what the words of a paragraph say to their neighbours.
    fn sum_words(&mut self, view: &View<'_>, range: &Range<usize>, rows: &[[[Sums; SLOTS]; 2]], edges: &[[Sums; SLOTS]; 2]) {
        let n = range.len();
        let reach = WINDOW as usize;
        self.sums.clear();
        self.sums.resize(n, [0; LANES]);
        for i in 0..n {
            let at = range.start + i;
            let row = &rows[view.tokens[at].word as usize][usize::from(view.class[at] == Class::Start)];
            // Token `i` stands in slot `i - j + reach` of token `j`.
            for j in i.saturating_sub(reach)..(i + reach + 1).min(n) {
                add(&mut self.sums[j], &row[i + reach - j]);
            }
        }
        for i in 0..n.min(reach) {
            for slot in 0..reach - i {
                add(&mut self.sums[i], &edges[0][slot]);
                add(&mut self.sums[n - 1 - i], &edges[1][SLOTS - 1 - slot]);
            }
        }
    }

    /// How far each token's tag is above the best other one.
    fn margins(&self, unit: f32, into: &mut [f32]) {
        for ((into, sums), tag) in into.iter_mut().zip(&self.sums).zip(&self.tags) {
            let own = usize::from(*tag);
            let rival = (0..TAGS).filter(|t| *t != own).map(|t| sums[t]).max().unwrap_or(0);
            *into = (i32::from(sums[own]) - i32::from(rival)) as f32 * unit;
        }
    }
}

/// The weights that come with the program.
pub static BUILTIN: LazyLock<Option<Tagger<'static>>> = LazyLock::new(|| Tagger::read(WEIGHTS));

static WEIGHTS: &[u8] = include_bytes!("weights.bin");
