//! A teacher: a first pass that sees parses, and tags unlabelled articles for one that does not. What was learned and parses
//! in; tags out.

use std::collections::HashMap;
use std::path::Path;

use onrecord::analysis::model::columns::Columns;
use onrecord::analysis::model::decode::{NEVER, Steps, best, may_follow};
use onrecord::analysis::model::features::{PLACES, Sink, TAGS, mix, paragraph, place};
use onrecord::analysis::model::table::{LANES, Sums, Words};
use onrecord::analysis::model::view::View;

use crate::gold::{self, Labelled, Tagged, tag};
use crate::learn::Learned;
use crate::syntax::{self, Aligned, Parse};

/// Units of the sums in one of the weights: the sums stay below 15,000.
const UNITS: f32 = 256.0;

/// Parses of the labelled articles, and unlabelled articles with theirs.
pub(crate) struct School {
    pub(crate) gold: Vec<Parse>,
    silver: Vec<Labelled>,
    parses: Vec<Parse>,
}

impl School {
    /// Reads what `parse.py` wrote, and no more than `most` unlabelled articles.
    pub(crate) fn read(data: &Path, most: usize) -> Self {
        let mut silver = gold::plain(&data.join("silver.jsonl"), 1);
        silver.truncate(most);
        let parses = syntax::read(&data.join("silver.parse"), most);
        Self { gold: syntax::read(&data.join("gold.parse"), usize::MAX), silver, parses }
    }

    /// The tags that a teacher gives the unlabelled articles, one after another, seen with a table of words.
    pub(crate) fn tags(&self, teacher: &Teacher, words: &Words<'_>) -> Vec<u8> {
        let tags = |(article, parse): (&Labelled, &Parse)| teacher.tags(&tag(article, words).view, parse);
        self.silver.iter().zip(&self.parses).flat_map(tags).collect()
    }

    /// The unlabelled articles with such tags.
    pub(crate) fn tagged(&self, mut tags: &[u8], words: &Words<'_>) -> Vec<Tagged> {
        let tagged = |article: &Labelled| {
            let mut tagged = tag(article, words);
            let (own, rest) = tags.split_at(tagged.tags.len());
            tagged.tags = own.to_vec();
            tags = rest;
            tagged
        };
        self.silver.iter().map(tagged).collect()
    }
}

/// Weights of features by hash, and of one tag after another.
pub(crate) struct Teacher {
    rows: HashMap<u32, [f32; LANES]>,
    steps: Box<Steps>,
}

/// Adds weights token by token.
struct Adder<'a> {
    teacher: &'a Teacher,
    sums: Vec<[f32; LANES]>,
    at: usize,
}

impl Sink for Adder<'_> {
    fn token(&mut self, i: usize) {
        self.at = i;
    }

    fn put(&mut self, template: u32, value: u32) {
        if let Some(row) = self.teacher.rows.get(&mix(template, value)) {
            self.sums[self.at].iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
    }
}

fn rounded(weight: f32) -> i16 {
    (weight * UNITS).round().clamp(-15_000.0, 15_000.0) as i16
}

impl Teacher {
    pub(crate) fn new(learned: &Learned, features: &[(u32, bool)]) -> Self {
        let rows = features.iter().zip(&learned.rows).map(|((hash, _), row)| (*hash, *row)).collect();
        let mut steps = Box::new([[[NEVER; LANES]; TAGS]; PLACES]);
        for (into, from) in steps.iter_mut().zip(&learned.steps) {
            for (before, (into, from)) in into.iter_mut().zip(from).enumerate() {
                for tag in (0..TAGS).filter(|tag| may_follow(Some(before), *tag)) {
                    into[tag] = rounded(from[tag]);
                }
            }
        }
        Self { rows, steps }
    }

    /// The best tags of all tokens of an article.
    fn tags(&self, view: &View<'_>, parse: &Parse) -> Vec<u8> {
        let mut all = vec![0; view.tokens.len()];
        let aligned = Aligned::new(view, parse);
        let (mut columns, mut tags, mut scores) = (Columns::default(), Vec::new(), Vec::new());
        for range in &view.paragraphs {
            columns.fill(view, range.clone());
            if columns.is_quiet() {
                continue;
            }
            let mut adder = Adder { teacher: self, sums: vec![[0.0; LANES]; range.len()], at: 0 };
            paragraph(view, range.clone(), &columns, &mut adder);
            aligned.put(view, range.clone(), &columns, &mut adder);
            for i in (0..range.len()).filter(|i| columns.is_still(*i)) {
                adder.sums[i][0] = 50.0;
            }
            let sums: Vec<Sums> = adder.sums.iter().map(|row| Sums::new(row.map(rounded))).collect();
            let places: Vec<u8> = (0..range.len()).map(|i| place(&columns, i) as u8).collect();
            best(&sums, &places, &self.steps, &mut tags, &mut scores);
            all[range.clone()].copy_from_slice(&tags);
        }
        all
    }
}
