//! Articles that have a different quotation for each of several groups, and the quotations that stand for them.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;

use super::super::schema::shape;
use super::{Cursor, DocId, TERMINATED};
use crate::matching::distinct::{can_differ, taking_part};

/// Articles whose quotations can fill all slots, each with another one; the score is the sum of each slot's best.
pub(in crate::local) struct Distinct {
    slots: Vec<Box<dyn Cursor>>,
    shapes: Arc<dyn ColumnValues<u64>>,
    doc: DocId,
    /// Of the article on which it stands, the candidates of each slot with their scores.
    found: Vec<Vec<(DocId, f32)>>,
}

impl Distinct {
    pub(in crate::local) fn new(slots: Vec<Box<dyn Cursor>>, shapes: Arc<dyn ColumnValues<u64>>) -> Self {
        let found = slots.iter().map(|_| Vec::new()).collect();
        let mut distinct = Self { slots, shapes, doc: 0, found };
        distinct.settle();
        distinct
    }

    /// The article of a document: its own, or that behind a quotation.
    fn article_of(&self, doc: DocId) -> DocId {
        if doc >= self.shapes.num_vals() {
            return TERMINATED;
        }
        let value = self.shapes.get_val(doc);
        if value & shape::ARTICLE != 0 { doc } else { doc.saturating_add(shape::distance(value)).min(TERMINATED) }
    }

    /// Goes to the first article that matches, from where the slots stand.
    fn settle(&mut self) -> DocId {
        loop {
            self.doc = self.align();
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.read();
            if can_differ(&self.candidates()) {
                return self.doc;
            }
        }
    }

    /// The first article of which every slot has a quotation; all slots stand on their first one of it.
    fn align(&mut self) -> DocId {
        let mut article = 0;
        'again: loop {
            for slot in 0..self.slots.len() {
                let own = self.article_of(self.slots[slot].doc());
                if own < article {
                    let first = article - shape::distance(self.shapes.get_val(article)).min(article);
                    self.slots[slot].seek(first);
                }
                let own = self.article_of(self.slots[slot].doc());
                if own == TERMINATED {
                    return TERMINATED;
                }
                if own > article {
                    article = own;
                    continue 'again;
                }
            }
            return article;
        }
    }

    /// Reads the slots' quotations of the article.
    fn read(&mut self) {
        for (slot, found) in self.slots.iter_mut().zip(&mut self.found) {
            found.clear();
            while slot.doc() < self.doc {
                found.push((slot.doc(), slot.score()));
                slot.advance();
            }
        }
    }

    fn candidates(&self) -> Vec<Vec<u32>> {
        self.found.iter().map(|found| found.iter().map(|(doc, _)| *doc).collect()).collect()
    }
}

impl Cursor for Distinct {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let article = self.article_of(target);
        if article == TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        // The slots have left the quotations of `self.doc` behind, and those of this article lie behind it.
        let first = article - shape::distance(self.shapes.get_val(article)).min(article);
        self.slots.iter_mut().for_each(|slot| {
            slot.seek(first);
        });
        self.settle()
    }

    fn score(&mut self) -> f32 {
        let best = |found: &Vec<(DocId, f32)>| found.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        self.found.iter().map(best).sum()
    }

    fn cost(&self) -> u64 {
        self.slots.iter().map(|slot| slot.cost()).min().unwrap_or(0)
    }
}

/// The quotations that stand for one of the slots that answer; the score is that of the slot, the best if several do.
pub(in crate::local) struct DistinctQuotes {
    articles: Distinct,
    answers: Vec<bool>,
    /// Of the article on which `articles` stands.
    list: Vec<(DocId, f32)>,
    at: usize,
}

impl DistinctQuotes {
    pub(in crate::local) fn new(articles: Distinct, answers: Vec<bool>) -> Self {
        let mut quotes = Self { articles, answers, list: Vec::new(), at: 0 };
        quotes.read();
        quotes
    }

    /// Lists the answers of the article, or of the next one that has any.
    fn read(&mut self) {
        self.at = 0;
        loop {
            self.list.clear();
            if self.articles.doc == TERMINATED {
                return;
            }
            let part = taking_part(&self.articles.candidates()).unwrap_or_default();
            for ((found, part), _) in
                self.articles.found.iter().zip(part).zip(&self.answers).filter(|(_, answers)| **answers)
            {
                self.list.extend(found.iter().filter(|(doc, _)| part.binary_search(doc).is_ok()));
            }
            self.list.sort_unstable_by(|(a, score_a), (b, score_b)| a.cmp(b).then(score_b.total_cmp(score_a)));
            self.list.dedup_by_key(|(doc, _)| *doc);
            if !self.list.is_empty() {
                return;
            }
            self.articles.advance();
        }
    }
}

impl Cursor for DistinctQuotes {
    fn doc(&self) -> DocId {
        self.list.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.list.len() && self.articles.doc != TERMINATED {
            self.articles.advance();
            self.read();
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        if target >= self.articles.doc {
            self.articles.seek(target);
            self.read();
        }
        while self.doc() < target {
            self.advance();
        }
        self.doc()
    }

    fn score(&mut self) -> f32 {
        self.list.get(self.at).map_or(0.0, |(_, score)| *score)
    }

    fn cost(&self) -> u64 {
        self.articles.cost()
    }
}
