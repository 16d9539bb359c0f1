//! Word classes from plain text: which words stand in the same places. Articles in; a class of three sizes for each of the
//! commonest word types out, by hash.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use onrecord::analysis::model::table::Words;
use onrecord::analysis::model::token::{Token, Types, tokenize, word_hash};
use serde_json::Value;

/// Word types that get classes.
const TYPES: usize = 30_000;
/// Types that count as neighbours.
const NEIGHBOURS: usize = 400;
/// Dimensions to which the counts of neighbours are brought down.
const DIMENSIONS: usize = 64;
/// Numbers of classes, coarse to fine.
const SIZES: [usize; 3] = [48, 200, 800];
const SLOTS: usize = 4;

/// Classes by hash of the word type.
pub(crate) type Clusters = HashMap<u32, [u16; 3]>;

/// Reads classes that were learned before, or learns them from articles in JSON Lines.
pub(crate) fn load(cache: &Path, corpora: &[PathBuf]) -> Clusters {
    if let Ok(bytes) = std::fs::read(cache) {
        return bytes
            .as_chunks::<10>()
            .0
            .iter()
            .map(|row| {
                let small = |at: usize| u16::from_le_bytes([row[at], row[at + 1]]);
                (u32::from_le_bytes([row[0], row[1], row[2], row[3]]), [small(4), small(6), small(8)])
            })
            .collect();
    }
    let clusters = learn(corpora);
    let mut rows: Vec<(u32, [u16; 3])> = clusters.iter().map(|(k, v)| (*k, *v)).collect();
    rows.sort_unstable();
    let bytes: Vec<u8> = rows
        .iter()
        .flat_map(|(k, v)| k.to_le_bytes().into_iter().chain(v.iter().flat_map(|x| x.to_le_bytes())))
        .collect();
    std::fs::write(cache, bytes).expect("writing the classes");
    clusters
}

/// The paragraphs of all articles as hashes of word types; a capital at a sentence's start is made small.
fn streams(corpora: &[PathBuf], mut take: impl FnMut(&[u32])) {
    for path in corpora {
        let file = std::io::BufReader::new(std::fs::File::open(path).expect("a corpus"));
        for line in file.lines() {
            let value: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
            let body = value["body"].as_str().or(value["text"].as_str()).unwrap_or("");
            for paragraph in body.split('\n') {
                let mut types = Types::default();
                let mut tokens: Vec<Token> = Vec::new();
                tokenize(paragraph, 0, paragraph.len(), &mut types, &Words::default(), &mut tokens);
                let mut start = true;
                let hashes: Vec<u32> = tokens
                    .iter()
                    .map(|token| {
                        let word = &paragraph[token.start as usize..token.end as usize];
                        let letter = word.starts_with(char::is_alphanumeric);
                        let hash = if start && letter { word_hash(&word.to_lowercase()) } else { word_hash(word) };
                        start = matches!(word, "." | "?" | "!" | "\"" | "“" | ":") || (start && !letter);
                        hash
                    })
                    .collect();
                take(&hashes);
            }
        }
    }
}

fn learn(corpora: &[PathBuf]) -> Clusters {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    streams(corpora, |hashes| {
        for hash in hashes {
            *counts.entry(*hash).or_default() += 1;
        }
    });
    let mut types: Vec<(u32, u32)> = counts.into_iter().map(|(hash, n)| (n, hash)).collect();
    types.sort_unstable_by(|a, b| b.cmp(a));
    types.truncate(TYPES);
    eprintln!("{} types, the rarest {} times", types.len(), types.last().map_or(0, |t| t.0));
    let number: HashMap<u32, usize> = types.iter().enumerate().map(|(i, t)| (t.1, i)).collect();
    let width = SLOTS * (NEIGHBOURS + 1);
    let mut rows = vec![0f32; types.len() * width];
    streams(corpora, |hashes| {
        let ids: Vec<usize> = hashes.iter().map(|hash| number.get(hash).copied().unwrap_or(usize::MAX)).collect();
        for (i, id) in ids.iter().enumerate() {
            if *id == usize::MAX {
                continue;
            }
            for (slot, d) in [-2isize, -1, 1, 2].into_iter().enumerate() {
                let at = i as isize + d;
                let other = if at < 0 { None } else { ids.get(at as usize) };
                let column = other.map_or(NEIGHBOURS, |o| (*o).min(NEIGHBOURS));
                rows[id * width + slot * (NEIGHBOURS + 1) + column] += 1.0;
            }
        }
    });
    for row in rows.chunks_mut(width) {
        for (slot, part) in row.chunks_mut(NEIGHBOURS + 1).enumerate() {
            let sum: f32 = part.iter().sum::<f32>() + 5.0;
            let weight = if slot == 1 || slot == 2 { 1.0 } else { 0.5 };
            part.iter_mut().for_each(|x| *x = weight * (*x / sum).sqrt());
        }
    }
    let points = reduce(&rows, width);
    eprintln!("reduced");
    let classes: Vec<Vec<u16>> = SIZES.iter().map(|k| k_means(&points, *k)).collect();
    types.iter().enumerate().map(|(i, t)| (t.1, [classes[0][i] + 1, classes[1][i] + 1, classes[2][i] + 1])).collect()
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn normal(&mut self) -> f32 {
        (0..12).map(|_| (self.next() >> 40) as f32 / (1u64 << 24) as f32).sum::<f32>() - 6.0
    }
}

/// Brings rows down to the space of their strongest directions (subspace iteration).
fn reduce(rows: &[f32], width: usize) -> Vec<[f32; DIMENSIONS]> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut basis: Vec<[f32; DIMENSIONS]> = (0..width).map(|_| std::array::from_fn(|_| random.normal())).collect();
    let mut points = Vec::new();
    for round in 0..4 {
        orthogonal(&mut basis);
        points = rows
            .chunks(width)
            .map(|row| {
                let mut point = [0f32; DIMENSIONS];
                for (x, b) in row.iter().zip(&basis).filter(|(x, _)| **x != 0.0) {
                    for d in 0..DIMENSIONS {
                        point[d] += x * b[d];
                    }
                }
                point
            })
            .collect();
        if round == 3 {
            break;
        }
        basis = vec![[0f32; DIMENSIONS]; width];
        for (row, point) in rows.chunks(width).zip(&points) {
            for (x, b) in row.iter().zip(&mut basis).filter(|(x, _)| **x != 0.0) {
                for d in 0..DIMENSIONS {
                    b[d] += x * point[d];
                }
            }
        }
    }
    points
}

/// Makes the columns orthogonal and of length one (Gram-Schmidt).
fn orthogonal(basis: &mut [[f32; DIMENSIONS]]) {
    for d in 0..DIMENSIONS {
        for e in 0..d {
            let dot: f32 = basis.iter().map(|row| row[d] * row[e]).sum();
            basis.iter_mut().for_each(|row| row[d] -= dot * row[e]);
        }
        let length = basis.iter().map(|row| row[d] * row[d]).sum::<f32>().sqrt().max(1e-12);
        basis.iter_mut().for_each(|row| row[d] /= length);
    }
}

/// Classes of points, by nearest mean; the commonest types are the first means.
fn k_means(points: &[[f32; DIMENSIONS]], k: usize) -> Vec<u16> {
    let mut means: Vec<[f32; DIMENSIONS]> = points[..k].to_vec();
    let mut classes = vec![0u16; points.len()];
    for _ in 0..15 {
        for (point, class) in points.iter().zip(&mut classes) {
            let mut best = f32::INFINITY;
            for (number, mean) in means.iter().enumerate() {
                let mut far = 0.0;
                for d in 0..DIMENSIONS {
                    let gap = point[d] - mean[d];
                    far += gap * gap;
                }
                if far < best {
                    best = far;
                    *class = number as u16;
                }
            }
        }
        let mut sums = vec![([0f32; DIMENSIONS], 0f32); k];
        for (i, (point, class)) in points.iter().zip(&classes).enumerate() {
            // Common types weigh more: their places are better known.
            let weight = 1.0 / (1.0 + i as f32 / 300.0).sqrt();
            let sum = &mut sums[usize::from(*class)];
            for d in 0..DIMENSIONS {
                sum.0[d] += weight * point[d];
            }
            sum.1 += weight;
        }
        for (mean, (sum, weight)) in means.iter_mut().zip(&sums) {
            if *weight > 0.0 {
                *mean = std::array::from_fn(|d| sum[d] / weight);
            }
        }
    }
    classes
}
