//! What the learner knows of words: how often they report and are sources, and their classes. Labelled articles, classes and
//! counts over unlabelled articles in; a table of words out.

use std::collections::HashMap;

use onrecord::analysis::model::table::Words;
use onrecord::analysis::model::token::{Known, word_hash};

use crate::clusters::Clusters;
use crate::gold::{Labelled, Tagged, tag};

/// Times that a word must stand in the unlabelled articles for them to say how often it reports.
const LEAST_PLAIN: u32 = 8;

/// Words by hash: how often they stand at all, in a cue and in a source.
pub(crate) type Counts = HashMap<u32, [u32; 3]>;

/// How many of the limits a share is above.
fn above(part: u32, all: u32, limits: &[f64]) -> u8 {
    let share = f64::from(part) / f64::from(all.max(1));
    limits.iter().filter(|limit| share > **limit).count() as u8
}

fn cue_bucket(all: u32, cue: u32) -> u8 {
    if all < 4 || (cue < 2 && all < 20) { 0 } else { 1 + above(cue, all, &[0.04, 0.15, 0.4, 0.7]) }
}

/// The buckets of words that the labelled articles do not know: by unlabelled articles or by their class.
fn guess_bucket(all: u32, cue: u32) -> u8 {
    6 + above(cue, all, &[0.03, 0.1, 0.3])
}

fn source_bucket(all: u32, source: u32) -> u8 {
    if all < 5 { 0 } else { 1 + above(source, all, &[0.02, 0.08, 0.2, 0.4]) }
}

/// What the learner knows of words: counts over its articles, and the share of cues in each fine class.
pub(crate) struct Lore {
    counts: Counts,
    articles: HashMap<u32, u32>,
    classes: HashMap<u16, u8>,
}

impl Lore {
    pub(crate) fn new<'a>(articles: impl Iterator<Item = &'a Labelled>, clusters: &Clusters) -> Self {
        let mut counts = Counts::new();
        let mut seen: HashMap<u32, u32> = HashMap::new();
        for article in articles {
            for (hash, count) in &article.counts {
                let sum = counts.entry(*hash).or_default();
                (0..3).for_each(|k| sum[k] += count[k]);
                *seen.entry(*hash).or_default() += 1;
            }
        }
        let mut by_class: HashMap<u16, [u32; 2]> = HashMap::new();
        for (hash, count) in &counts {
            if let Some(class) = clusters.get(hash) {
                let sum = by_class.entry(class[2]).or_default();
                // Common words do not speak for their class.
                let weight = |n: u32| n.min(30);
                sum[0] += weight(count[0]);
                sum[1] += weight(count[0]) * count[1] / count[0].max(1);
            }
        }
        let classes = by_class.into_iter().map(|(class, [all, cue])| (class, guess_bucket(all, cue))).collect();
        Self { counts, articles: seen, classes }
    }

    /// What is known of a word, the counts of one article left out. `plain` are counts of what was found in unlabelled
    /// articles by a model that had not seen that article.
    fn known(&self, hash: u32, own: Option<&[u32; 3]>, clusters: &Clusters, plain: &Counts) -> Known {
        let mut count = self.counts.get(&hash).copied().unwrap_or_default();
        let mut articles = self.articles.get(&hash).copied().unwrap_or(0);
        if let Some(own) = own {
            (0..3).for_each(|k| count[k] -= own[k]);
            articles -= 1;
        }
        let classes = clusters.get(&hash).copied().unwrap_or_default();
        let cue = match (cue_bucket(count[0], count[1]), plain.get(&hash).filter(|count| count[0] >= LEAST_PLAIN)) {
            (0, Some([all, cue, _])) => guess_bucket(*all, *cue),
            (0, None) => self.classes.get(&classes[2]).copied().unwrap_or(0),
            (bucket, _) => bucket,
        };
        let frequent = count[0] >= 4 && articles >= 3;
        Known {
            word: if frequent { hash | 1 } else { 0 },
            cue,
            source: source_bucket(count[0], count[2]),
            clusters: classes,
        }
    }

    pub(crate) fn table(&self, clusters: &Clusters, plain: &Counts) -> Vec<u8> {
        let mut hashes: Vec<u32> = clusters.keys().chain(self.counts.keys()).copied().collect();
        hashes.sort_unstable();
        hashes.dedup();
        let entries: Vec<(u32, Known)> = hashes
            .into_iter()
            .map(|hash| (hash, self.known(hash, None, clusters, plain)))
            .filter(|(_, known)| known.word != 0 || known.clusters[0] != 0)
            .collect();
        Words::build(&entries)
    }
}

/// The view and gold tags of an article, seen as if its own words had not been counted.
pub(crate) fn unseen(
    article: &Labelled,
    lore: &Lore,
    clusters: &Clusters,
    table: &Words<'_>,
    plain: &Counts,
) -> Tagged {
    let mut tagged = tag(article, table);
    let mut done = vec![false; tagged.view.words.len()];
    let mut words = tagged.view.words.to_vec();
    for token in &tagged.view.tokens {
        if std::mem::replace(&mut done[token.word as usize], true) {
            continue;
        }
        let text = &article.text[token.start as usize..token.end as usize];
        let hash = word_hash(&text.to_lowercase());
        let known = lore.known(hash, article.counts.get(&hash), clusters, plain);
        for side in &mut words[token.word as usize].known {
            *side = Known { clusters: side.clusters, ..known };
        }
    }
    tagged.view.words = words.leak();
    tagged
}
