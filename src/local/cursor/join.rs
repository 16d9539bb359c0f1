//! From quotations to their articles and back, over the distances that shapes hold.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;

use super::super::schema::shape;
use super::{Cursor, DocId, TERMINATED};

/// Articles that have a quotation among those of a cursor, with the best of these quotations' scores.
pub(in crate::local) struct ToArticle {
    quotes: Box<dyn Cursor>,
    shapes: Arc<dyn ColumnValues<u64>>,
    doc: DocId,
    /// Of the quotations left behind, if they were asked for.
    score: Option<f32>,
}

impl ToArticle {
    pub(in crate::local) fn new(quotes: Box<dyn Cursor>, shapes: Arc<dyn ColumnValues<u64>>) -> Self {
        let mut join = Self { quotes, shapes, doc: 0, score: None };
        join.settle();
        join
    }

    /// The article of the quotation on which the cursor stands.
    fn settle(&mut self) -> DocId {
        let quote = self.quotes.doc();
        self.score = None;
        self.doc = if quote == TERMINATED {
            TERMINATED
        } else {
            quote.saturating_add(shape::distance(self.shapes.get_val(quote))).min(TERMINATED)
        };
        self.doc
    }
}

impl Cursor for ToArticle {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.quotes.seek(self.doc + 1);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target >= self.shapes.num_vals() {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        // The target may be an article, of whose quotations the first is wanted, or lie among an article's quotations.
        let value = self.shapes.get_val(target);
        let first = if value & shape::ARTICLE != 0 {
            target.saturating_sub(shape::distance(value))
        } else {
            // Quotations of the same article that lie before the target count too; the one that leads to `self.doc`
            // lies behind them all.
            self.doc + 1
        };
        self.quotes.seek(first);
        self.settle();
        while self.doc < target {
            self.quotes.seek(self.doc + 1);
            self.settle();
        }
        self.doc
    }

    fn score(&mut self) -> f32 {
        if let Some(score) = self.score {
            return score;
        }
        let mut best = 0.0f32;
        while self.quotes.doc() < self.doc {
            best = best.max(self.quotes.score());
            self.quotes.advance();
        }
        self.score = Some(best);
        best
    }

    fn cost(&self) -> u64 {
        self.quotes.cost()
    }
}

/// Quotations whose article is among those of a cursor, with the article's score.
pub(in crate::local) struct ToQuotes {
    articles: Box<dyn Cursor>,
    shapes: Arc<dyn ColumnValues<u64>>,
    doc: DocId,
    /// Of the article on which the cursor stands, once asked for.
    score: Option<f32>,
}

impl ToQuotes {
    pub(in crate::local) fn new(articles: Box<dyn Cursor>, shapes: Arc<dyn ColumnValues<u64>>) -> Self {
        let mut join = Self { articles, shapes, doc: 0, score: None };
        join.first_quote();
        join
    }

    /// The first quotation of the article on which the cursor stands, or of the next that has one.
    fn first_quote(&mut self) -> DocId {
        self.score = None;
        loop {
            let article = self.articles.doc();
            if article == TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            let count = shape::distance(self.shapes.get_val(article));
            if count > 0 && count <= article {
                self.doc = article - count;
                return self.doc;
            }
            self.articles.advance();
        }
    }
}

impl Cursor for ToQuotes {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.doc += 1;
        if self.doc == self.articles.doc() {
            self.articles.advance();
            self.first_quote();
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target >= self.articles.doc() {
            // A quotation from the target on has its article behind the target.
            self.articles.seek(target + 1);
            self.first_quote();
        }
        self.doc = self.doc.max(target);
        self.doc
    }

    fn score(&mut self) -> f32 {
        match self.score {
            Some(score) => score,
            None => {
                let score = self.articles.score();
                self.score = Some(score);
                score
            }
        }
    }

    fn cost(&self) -> u64 {
        self.articles.cost().saturating_mul(2)
    }
}
