//! The tagger: the weights file, and one pass over an article. Text, sentences and marks in, a tag for each token out.

use std::sync::{LazyLock, Mutex};

use super::columns::Columns;
use super::decode::{NEVER, Steps, best, may_follow};
use super::features::{PLACES, TAGS, place};
use super::link::Linker;
use super::rank::Ranker;
use super::sums::{Rows, Said, Summing};
use super::table::{LANES, Weights, Words};
use super::token::Types;
use super::view::View;
use crate::analysis::token::Classes;
use crate::annotation::Sentence;
use crate::text::Span;

/// First bytes of the weights file.
const MAGIC: &[u8; 8] = b"onrecTG2";

/// The model's weights, read.
#[derive(Debug)]
pub struct Tagger<'a> {
    /// What is known of words.
    pub words: Words<'a>,
    /// Links what was tagged.
    pub linker: Linker<'a>,
    rows: Rows<'a>,
    steps: Box<Steps>,
    /// How much one unit of the sums is worth, as a logarithm of odds.
    unit: f32,
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

/// What earlier articles left: word types, their classes, and what each says to its neighbours. It saves time and changes
/// nothing.
#[derive(Debug, Default)]
pub struct Memory {
    /// Word types.
    pub types: Types,
    /// Their classes in the lexicon.
    pub classes: Classes,
    /// What they say to their neighbours.
    pub said: Said,
}

/// Word types that are remembered from article to article.
const MOST_TYPES: usize = 64_000;

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
    /// Reads a weights file: the words, the rankers of links, steps, features with few values and features of words.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let found = sections(bytes)?;
        let [words, sources, pieces, trust, acts, head, few, by_word] = found[..] else { return None };
        let (unit, steps) = read_steps(head)?;
        Some(Self {
            words: Words::new(words),
            linker: Linker {
                sources: Ranker::new(sources),
                pieces: Ranker::new(pieces),
                trust: Ranker::new(trust),
                acts: Ranker::new(acts),
            },
            rows: Rows::new(Weights::new(few), Weights::new(by_word)),
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
        self.remembering(|memory| {
            let Memory { types, said, .. } = memory;
            let view = View::new(text, sentences, marked, &self.words, types);
            then(&view, &self.tags(&view, said))
        })
    }

    /// Lends what earlier articles left.
    pub fn remembering<R>(&self, then: impl FnOnce(&mut Memory) -> R) -> R {
        let kept = self.memories.lock().ok().and_then(|mut kept| kept.pop());
        let mut memory = kept.filter(|memory| memory.types.words.len() <= MOST_TYPES).unwrap_or_default();
        let result = then(&mut memory);
        if let Ok(mut kept) = self.memories.lock() {
            kept.push(memory);
        }
        result
    }

    /// The best tags of all tokens of an article.
    #[must_use]
    pub fn tags(&self, view: &View<'_>, said: &mut Said) -> Found {
        let mut work = Work::default();
        let n = view.tokens.len();
        let mut found = Found { tags: vec![0; n], margins: vec![0.0; n] };
        for range in &view.paragraphs {
            work.columns.fill(view, range.clone());
            if work.columns.is_quiet() {
                continue;
            }
            self.rows.sum(view, range.clone(), &work.columns, said, &mut work.sums);
            work.places.clear();
            work.places.extend((0..range.len()).map(|i| place(&work.columns, i) as u8));
            best(&work.sums.sums, &work.places, &self.steps, &mut work.tags, &mut work.scores);
            found.tags[range.clone()].copy_from_slice(&work.tags);
            work.margins(self.unit, &mut found.margins[range.clone()]);
        }
        found
    }
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
    sums: Summing,
    places: Vec<u8>,
    tags: Vec<u8>,
    scores: Vec<[i32; LANES]>,
}

impl Work {
    /// How far each token's tag is above the best other one.
    fn margins(&self, unit: f32, into: &mut [f32]) {
        for ((into, sums), tag) in into.iter_mut().zip(&self.sums.sums).zip(&self.tags) {
            let (own, sums) = (usize::from(*tag), sums.to_array());
            let rival = (0..TAGS).filter(|t| *t != own).map(|t| sums[t]).max().unwrap_or(0);
            *into = (i32::from(sums[own]) - i32::from(rival)) as f32 * unit;
        }
    }
}

/// The weights that come with the program.
pub static BUILTIN: LazyLock<Option<Tagger<'static>>> = LazyLock::new(|| Tagger::read(BUILTIN_BYTES));

/// Their file.
pub(super) static BUILTIN_BYTES: &[u8] = include_bytes!("weights.bin");
