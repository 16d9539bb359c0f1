//! The one evaluator: does an article satisfy a query, which of its quotations answer, and where stand the words that
//! matched. Searching without an index, passages and highlights all ask here. No engine is known.

mod compiled;
pub mod distinct;
mod loose;
mod mark;
mod names;
mod places;
pub mod positional;
mod reading;
mod several;
mod skim;
mod words;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use compiled::{Compiler, Node};
use reading::Reading;
use words::WordSet;

pub use names::{is_name, other_spellings};
pub use places::{Place, merged, places};

use crate::annotation::{Analysis, Zone};
use crate::article::{Article, ArticleId};
use crate::query::ast::Query;
use crate::text::{Span, Spans};

/// A query, ready to be put to many articles. Cheap to share between threads.
#[derive(Clone, Debug)]
pub struct Matcher {
    root: Node,
    words: WordSet,
    asks_for_copies: bool,
    copies: Arc<FxHashSet<ArticleId>>,
}

/// Where one clause of a query matched once: only clauses that the article satisfies, and none under a NOT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseMatch {
    /// The clause, by its number: two matches of one number are two ways to satisfy one clause.
    pub clause: u32,
    /// Which text the spans point into.
    pub zone: Zone,
    /// From the first word that matched to the last.
    pub extent: Span,
    /// The words that matched; a phrase is one span.
    pub marks: Spans,
    /// The quotation that satisfies the clause, where it is about a quotation: its number, from 0.
    pub quote: Option<u32>,
}

/// Whose matches are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of the article; quotation clauses in every quotation that satisfies its whole group (and, where several
    /// different ones are asked for, can stand for it while others stand for the others).
    Article,
    /// The same, but quotation clauses in one quotation only, by its number.
    Quote(u32),
}

impl Scope {
    fn takes(self, quote: u32) -> bool {
        match self {
            Self::Article => true,
            Self::Quote(number) => number == quote,
        }
    }
}

impl Matcher {
    /// Makes a query ready: its words are numbered, its patterns built. It takes every article for no copy.
    #[must_use]
    pub fn new(query: &Query) -> Self {
        let mut compiler = Compiler::new();
        let root = compiler.article(query);
        compiler.words.get_ready();
        let copies = Arc::default();
        Self { root, words: compiler.words, asks_for_copies: compiler.asks_for_copies, copies }
    }

    /// The same, told which articles are copies of earlier ones where the query asks for it: an article alone does not tell.
    ///
    /// # Errors
    /// Those of `copies`.
    pub fn with_copies<E>(
        query: &Query,
        copies: impl FnOnce() -> Result<Arc<FxHashSet<ArticleId>>, E>,
    ) -> Result<Self, E> {
        let mut matcher = Self::new(query);
        if matcher.asks_for_copies {
            matcher.copies = copies()?;
        }
        Ok(matcher)
    }

    fn reading<'a>(&'a self, article: &'a Article, analysis: &'a Analysis) -> Reading<'a> {
        let is_copy = self.asks_for_copies && self.copies.contains(&article.id);
        Reading::new(&self.words, article, analysis, is_copy)
    }

    /// Whether the article satisfies the query.
    #[must_use]
    pub fn matches(&self, article: &Article, analysis: &Analysis) -> bool {
        self.reading(article, analysis).matches(&self.root)
    }

    /// The quotations with which the article answers the query (see [`Query::Quote`]), by number, sorted; none if it does
    /// not satisfy it.
    #[must_use]
    pub fn quotes(&self, article: &Article, analysis: &Analysis) -> Vec<u32> {
        let reading = self.reading(article, analysis);
        if !reading.matches(&self.root) {
            return Vec::new();
        }
        let mut numbers = Vec::new();
        if self.root.holds_quote() {
            reading.collect_answers(&self.root, &mut numbers);
        } else {
            numbers.extend(reading.speech().map(|(number, _)| number));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| number as u32).collect()
    }

    /// Where the clauses of the query matched, sorted by zone (body first), extent and clause; nothing if the article
    /// does not satisfy the query.
    ///
    /// Texts are marked in title and body (bylines and roles have no place in them). A speaker or a person asked for is
    /// marked where the text names them, a place where it is named outside the dateline.
    #[must_use]
    pub fn find(&self, article: &Article, analysis: &Analysis, scope: Scope) -> Vec<ClauseMatch> {
        let reading = self.reading(article, analysis);
        let mut found = Vec::new();
        if reading.matches(&self.root) {
            reading.mark(&self.root, scope, &mut found);
        }
        let zone = |found: &ClauseMatch| (found.zone == Zone::Title) as u8;
        found.sort_by(|a, b| {
            let key = |found: &ClauseMatch| (zone(found), found.extent, found.clause, found.quote);
            key(a).cmp(&key(b)).then_with(|| a.marks.cmp(&b.marks))
        });
        found.dedup();
        found
    }
}

impl Reading<'_> {
    /// Adds the quotations with which a node that matches and holds a `Quote` answers.
    fn collect_answers(&self, node: &Node, numbers: &mut Vec<usize>) {
        match node {
            Node::Quote { node, acts } => {
                numbers.extend((0..self.analysis.quotes.len()).filter(|number| self.answers(node, *acts, *number)));
            }
            // Only one member holds a `Quote`.
            Node::And(members) => {
                let asked = members.iter().filter(|member| member.holds_quote());
                asked.for_each(|member| self.collect_answers(member, numbers));
            }
            Node::Several { parts, ways } => self.several_answers(parts, ways, numbers),
            Node::Or(branches) => {
                for branch in branches.iter().filter(|branch| self.matches(branch)) {
                    if branch.holds_quote() {
                        self.collect_answers(branch, numbers);
                    } else {
                        numbers.extend(self.speech().map(|(number, _)| number));
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
