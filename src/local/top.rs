//! The best hits of a search, in an order that depends on nothing but what is in the index.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cursor::DocId;
use super::plan::Segment;
use super::schema::shape;
use crate::engine::{Order, Ranking};

/// A hit and all that its place depends on. The better hit is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// What the order asks for: a score or a day, as a number that grows with it.
    key: i64,
    /// Newest first, undated last.
    day: i64,
    /// The smaller id first.
    id: Reverse<(u64, u64)>,
    /// The first quotation of an article first.
    quote: Reverse<u32>,
    pub(super) segment: usize,
    pub(super) doc: DocId,
}

impl Place {
    pub(super) fn id(&self) -> (u64, u64) {
        self.id.0
    }

    /// The day of the article, if it has a date.
    pub(super) fn day(&self) -> Option<i64> {
        (self.day != i64::MIN).then_some(self.day)
    }

    /// The same with a higher score, where hits are ordered by it.
    pub(super) fn raised(self, by: f32) -> Self {
        Self { key: key_of_score(self.score() + by), ..self }
    }

    /// The score, where hits are ordered by it.
    pub(super) fn score(&self) -> f32 {
        score_of_key(self.key)
    }

    /// The quotation's number in its article, from 0; 0 for an article.
    pub(super) fn quote(&self) -> u32 {
        self.quote.0
    }
}

/// The best hits so far, and how many there were.
pub(super) struct Top {
    order: Order,
    decay: Option<Decay>,
    wanted: usize,
    heap: BinaryHeap<Reverse<Place>>,
    /// What the order must give a hit at least, once there are enough.
    least: i64,
    pub(super) total: u64,
    pub(super) articles: u64,
}

/// Old articles count less.
#[derive(Clone, Copy)]
pub(super) struct Decay {
    half_life_days: f32,
    newest: i64,
    oldest: i64,
}

impl Decay {
    /// Counted back from the newest article of the index, so that an answer does not change by itself. An undated article
    /// counts as the oldest.
    pub(super) fn of(ranking: &Ranking, segments: &[Segment]) -> Option<Self> {
        let half_life_days = ranking.half_life_days.filter(|days| *days > 0.0)?;
        let dated = || segments.iter().filter(|segment| segment.days.values.num_vals() > 0);
        let newest = dated().map(|segment| segment.days.max_value()).max()?;
        let oldest = dated().map(|segment| segment.days.min_value()).min()?;
        Some(Self { half_life_days, newest, oldest })
    }

    pub(super) fn factor(self, day: Option<i64>) -> f32 {
        let age = self.newest.saturating_sub(day.unwrap_or(self.oldest)) as f32;
        (-age / self.half_life_days).exp2()
    }
}

impl Top {
    pub(super) fn new(order: Order, decay: Option<Decay>, wanted: usize) -> Self {
        Self { order, decay, wanted, heap: BinaryHeap::new(), least: i64::MIN, total: 0, articles: 0 }
    }

    /// Whether scores decide.
    pub(super) fn needs_scores(&self) -> bool {
        self.order == Order::Relevance && self.wanted > 0
    }

    /// Documents with a lower score have no place any more.
    pub(super) fn least_score(&self) -> f32 {
        let is_known = self.needs_scores() && self.decay.is_none() && self.least > i64::MIN;
        if is_known { score_of_key(self.least) } else { f32::NEG_INFINITY }
    }

    pub(super) fn add(&mut self, segment: &Segment, doc: DocId, score: f32) {
        self.total += 1;
        if self.wanted == 0 {
            return;
        }
        let day = || segment.days.first(doc);
        let key = match self.order {
            Order::Relevance => key_of_score(self.decay.map_or(score, |decay| score * decay.factor(day()))),
            Order::Newest => day().unwrap_or(i64::MIN),
            Order::Oldest => day().map_or(i64::MIN, |day| day.saturating_neg()),
        };
        if key < self.least {
            return;
        }
        let full = self.heap.len() >= self.wanted;
        let worst = self.heap.peek().filter(|_| full).map(|Reverse(worst)| *worst);
        let day = day().unwrap_or(i64::MIN);
        if worst.is_some_and(|worst| (key, day) < (worst.key, worst.day)) {
            return;
        }
        let place = place(segment, doc, key, day);
        if !full {
            self.heap.push(Reverse(place));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && place > worst.0
        {
            *worst = Reverse(place);
        }
        if self.heap.len() >= self.wanted {
            self.least = self.heap.peek().map_or(i64::MIN, |Reverse(worst)| worst.key);
        }
    }

    /// Adds what was found elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        self.total += other.total;
        self.articles += other.articles;
        self.heap.extend(other.heap);
        while self.heap.len() > self.wanted {
            self.heap.pop();
        }
    }

    /// The hits, best first.
    pub(super) fn hits(self) -> Vec<Place> {
        let mut places: Vec<Place> = self.heap.into_iter().map(|Reverse(place)| place).collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        places
    }
}

fn place(segment: &Segment, doc: DocId, key: i64, day: i64) -> Place {
    let own = segment.shapes.get_val(doc);
    let mut article = doc;
    let mut quote = 0;
    if own & shape::QUOTE != 0 {
        article = doc.saturating_add(shape::distance(own));
        let count = if article < segment.reader.max_doc() { segment.shapes.get_val(article) } else { 0 };
        quote = shape::distance(count).saturating_sub(shape::distance(own));
    }
    let id = if article < segment.reader.max_doc() {
        (segment.id_high.first(article).unwrap_or(0), segment.id_low.first(article).unwrap_or(0))
    } else {
        (0, 0)
    };
    Place { key, day, id: Reverse(id), quote: Reverse(quote), segment: segment.number, doc }
}

/// Numbers in the order of scores.
fn key_of_score(score: f32) -> i64 {
    let bits = (score + 0.0).to_bits() as i32;
    i64::from(if bits < 0 { bits ^ i32::MAX } else { bits })
}

fn score_of_key(key: i64) -> f32 {
    let bits = key as i32;
    f32::from_bits((if bits < 0 { bits ^ i32::MAX } else { bits }) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_the_order_of_scores() {
        let scores = [-2.5, -0.1, 0.0, 1e-30, 0.5, 1.0, 7.25, f32::MAX];
        for pair in scores.windows(2) {
            assert!(key_of_score(pair[0]) < key_of_score(pair[1]));
        }
        for score in scores {
            assert_eq!(score_of_key(key_of_score(score)).to_bits(), score.to_bits());
        }
    }
}
