//! Learns the rankers of links from what the tagger found in articles that it had not learned from.

use std::collections::HashMap;
use std::ops::Range;

use onrecord::analysis::model::candidates::{Owner, Scene};
use onrecord::analysis::model::features::stretches;
use onrecord::analysis::model::judge::{act_features, trust_features};
use onrecord::analysis::model::link::{Group, Linker, shortened};
use onrecord::analysis::model::rank::UNIT;
use onrecord::analysis::model::tagger::Found;
use onrecord::text::Span;

use crate::gold::{Labelled, Tagged};

/// Candidates as features, and which of them are right.
pub(crate) struct Question {
    pub(crate) candidates: Vec<Vec<u32>>,
    pub(crate) right: Vec<bool>,
}

/// Rows of a ranker.
pub(crate) const ROWS: usize = 1 << 15;

/// Learns to choose: the weights' bytes.
pub(crate) fn learn(questions: &[Question], rounds: usize, rate: f32, decay: f32) -> Vec<u8> {
    let mut weights = vec![0f32; ROWS];
    let mut seen = vec![1f32; ROWS];
    let mut mean = vec![0f32; ROWS];
    let mut seed = 0x9876_5432_10FE_DCBAu64;
    let mut order: Vec<usize> = (0..questions.len()).collect();
    for round in 0..rounds {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for number in &order {
            let question = &questions[*number];
            let score = |features: &Vec<u32>| features.iter().map(|f| weights[*f as usize % ROWS]).sum::<f32>();
            let scores: Vec<f32> = question.candidates.iter().map(score).collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let chances: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let all: f32 = chances.iter().sum();
            let good: f32 =
                chances.iter().zip(&question.right).filter(|(_, r)| **r).map(|(c, _)| *c).sum::<f32>().max(1e-20);
            for ((features, chance), right) in question.candidates.iter().zip(&chances).zip(&question.right) {
                let error = chance / all - if *right { chance / good } else { 0.0 };
                if error.abs() < 1e-3 {
                    continue;
                }
                for f in features {
                    let at = *f as usize % ROWS;
                    let g = error + decay * weights[at];
                    seen[at] += g * g;
                    weights[at] -= rate * g / seen[at].sqrt();
                }
            }
        }
        if round * 2 >= rounds {
            mean.iter_mut().zip(&weights).for_each(|(m, w)| *m += w);
        }
    }
    let counted = (rounds - rounds.div_ceil(2)).max(1) as f32;
    mean.iter().flat_map(|w| ((w / counted / UNIT).round().clamp(-32000.0, 32000.0) as i16).to_le_bytes()).collect()
}

fn overlap(span: Span, others: &[Span]) -> bool {
    others.iter().any(|other| other.overlaps(span))
}

/// The attribution (from 1) that most tokens of a range belong to, if its gold has the role there.
fn owner(tagged: &Tagged, range: &Range<usize>, role: u8) -> Option<u32> {
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for i in range.clone().filter(|i| tagged.tags[*i].div_ceil(2) == role) {
        match counts.iter_mut().find(|(number, _)| *number == tagged.owner[i]) {
            Some((_, count)) => *count += 1,
            None => counts.push((tagged.owner[i], 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(number, _)| number)
}

/// The questions of an article whose tags were found, not given.
pub(crate) fn questions(
    article: &Labelled,
    tagged: &Tagged,
    tags: &[u8],
    margins: &[f32],
    sources: &mut Vec<Question>,
    pieces: &mut Vec<Question>,
) {
    let view = &tagged.view;
    let mut last: Option<(usize, usize, u32)> = None;
    for (number, range) in view.paragraphs.iter().enumerate() {
        let found = stretches(&tags[range.clone()], range.start);
        let scene = Scene { view, found: &found, margins, paragraph: range };
        let cues: Vec<&Range<usize>> = found.iter().filter(|s| s.role == 2).map(|s| &s.range).collect();
        let places: Vec<usize> = (0..found.len()).filter(|at| found[*at].role == 2).collect();
        let owners: Vec<Option<u32>> = cues.iter().map(|cue| owner(tagged, cue, 2)).collect();
        let mut chosen: Vec<Option<Range<usize>>> = Vec::new();
        for ((cue, owner), at) in cues.iter().zip(&owners).zip(&places) {
            let scene = scene.near(*at);
            let candidates = scene.sources(cue);
            let gold = owner.map(|owner| &article.gold[owner as usize - 1]);
            let right: Vec<bool> = candidates
                .iter()
                .map(|candidate| match (candidate.range(), gold) {
                    (_, None) => false,
                    (None, Some(gold)) => gold.source.is_empty(),
                    (Some(range), Some(gold)) => {
                        let heads = if gold.head.is_empty() { &gold.source } else { &gold.head };
                        overlap(view.span(range.clone()), heads)
                    }
                })
                .collect();
            chosen.push(right.iter().position(|r| *r).and_then(|at| candidates[at].range().cloned()));
            if right.contains(&true) {
                let mut features = Vec::new();
                let candidates = candidates
                    .iter()
                    .map(|candidate| {
                        scene.source_features(cue, candidate, &mut features);
                        features.clone()
                    })
                    .collect();
                sources.push(Question { candidates, right });
            }
        }
        let mut before: Option<usize> = None;
        for (at, piece) in found.iter().enumerate().filter(|(_, s)| s.role == 3).map(|(at, s)| (at, &s.range)) {
            let scene = scene.near(at);
            let (from, to) = scene.bounds();
            let Some(own) = owner(tagged, piece, 3) else { continue };
            let mut question = Question { candidates: Vec::new(), right: Vec::new() };
            let mut features = Vec::new();
            let mut add = |to: &Owner<'_>, right: bool| {
                scene.piece_features(piece, to, &mut features);
                question.candidates.push(features.clone());
                question.right.push(right);
            };
            let here = owners.contains(&Some(own));
            let back = last.filter(|(_, _, owner)| *owner == own && !here).is_some();
            add(&Owner::None, !here && !back);
            if let Some((paragraph, end, _)) = last {
                let paragraphs = (number - paragraph).min(9) as u32;
                add(&Owner::Before { paragraphs, open: view.quoted[end] }, back);
            }
            for (k, cue) in cues.iter().enumerate().filter(|(_, cue)| cue.start >= from && cue.start < to) {
                let right = owners[k] == Some(own);
                add(&Owner::Cue { cue, source: chosen[k].as_ref(), last: before == Some(k) }, right);
            }
            if scene.quoted(piece) {
                before = owners.iter().position(|owner| *owner == Some(own));
            }
            pieces.push(question);
        }
        if let Some(end) = found.iter().rev().find(|s| s.role == 3).map(|s| s.range.end - 1) {
            last = Some((number, end, tagged.owner[end]));
        }
    }
}

/// A question of one candidate against none.
fn one(features: &[u32], right: bool) -> Question {
    Question { candidates: vec![features.to_vec(), Vec::new()], right: vec![right, !right] }
}

/// Whether a group is right: half of the words of its content and of the gold's are common, and its source is the gold's.
pub(crate) fn is_right(article: &Labelled, tagged: &Tagged, group: &Group) -> bool {
    let view = &tagged.view;
    let word = |i: &usize| !view.class[*i].is_sign();
    let own: Vec<usize> = group.content.iter().flat_map(|piece| piece.clone()).filter(word).collect();
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for i in own.iter().filter(|i| tagged.tags[**i] >= 5) {
        *counts.entry(tagged.owner[*i]).or_default() += 1;
    }
    let Some((number, common)) = counts.into_iter().max_by_key(|(number, count)| (*count, *number)) else {
        return false;
    };
    let all = (0..view.tokens.len()).filter(|i| tagged.tags[*i] >= 5 && tagged.owner[*i] == number && word(i)).count();
    let gold = &article.gold[number as usize - 1];
    let source = match &group.source {
        None => gold.source.is_empty(),
        Some(range) => {
            overlap(view.span(shortened(view, range)), if gold.head.is_empty() { &gold.source } else { &gold.head })
        }
    };
    source && common * 2 >= own.len() + all - common
}

/// Questions on whether the groups of an article are right.
pub(crate) fn trust(article: &Labelled, tagged: &Tagged, found: &Found, linker: &Linker<'_>, into: &mut Vec<Question>) {
    let mut features = Vec::new();
    for group in linker.link(&tagged.view, &found.tags, &found.margins) {
        trust_features(&tagged.view, &found.margins, &group, &mut features);
        into.push(one(&features, is_right(article, tagged, &group)));
    }
}

/// Questions on which attributions of the gold are speech.
pub(crate) fn acts(article: &Labelled, tagged: &Tagged, into: &mut Vec<Question>) {
    let mut features = Vec::new();
    for (number, gold) in article.gold.iter().enumerate() {
        let own: Vec<u8> = (0..tagged.tags.len())
            .map(|i| if tagged.owner[i] == number as u32 + 1 { tagged.tags[i] } else { 0 })
            .collect();
        let mut group = Group::default();
        for stretch in stretches(&own, 0) {
            match stretch.role {
                2 => group.cue = Some(stretch.range),
                3 => group.content.push(stretch.range),
                _ => {}
            }
        }
        act_features(&tagged.view, &group, &mut features);
        into.push(one(&features, gold.speech));
    }
}
