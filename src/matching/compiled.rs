//! A query made ready: every text clause knows the numbers of its words, every clause that can be marked has a number.

use super::positional;
use super::words::WordSet;
use crate::query::ast::{Acts, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, WordQuery};
use crate::query::ways::{Way, Ways, ask_for_several};

/// A condition on an article.
#[derive(Clone, Debug)]
pub(super) enum Node {
    And(Vec<Node>),
    /// An AND of which more than one member asks for quotations: they must differ.
    Several {
        parts: Vec<Node>,
        ways: Vec<Way>,
    },
    Or(Vec<Node>),
    Not(Box<Node>),
    Text {
        zone: TextZone,
        text: TextClause,
    },
    Person {
        name: NameQuery,
        clause: u32,
    },
    Place {
        place: PlaceQuery,
        clause: u32,
    },
    Quote {
        node: QuoteNode,
        acts: Acts,
    },
    /// The article is a copy of an earlier one.
    Copy,
    /// What needs no words: everything else.
    Plain(Query),
}

/// A condition on a quotation.
#[derive(Clone, Debug)]
pub(super) enum QuoteNode {
    And(Vec<QuoteNode>),
    Or(Vec<QuoteNode>),
    Not(Box<QuoteNode>),
    Said(TextClause),
    Cue(TextClause),
    Mention(TextClause),
    Role(TextClause),
    Speaker { name: NameQuery, clause: u32 },
    About { name: NameQuery, clause: u32 },
    Plain(QuoteClause),
}

/// A text query with the numbers of its words in the word set.
#[derive(Clone, Debug)]
pub(super) struct TextClause {
    pub(super) query: TextQuery,
    pub(super) words: Vec<usize>,
    pub(super) clause: u32,
}

/// Gives numbers to words and clauses.
pub(super) struct Compiler {
    pub(super) words: WordSet,
    /// Whether it matters which articles are copies.
    pub(super) asks_for_copies: bool,
    clauses: u32,
}

impl Compiler {
    pub(super) fn new() -> Self {
        Self { words: WordSet::new(), asks_for_copies: false, clauses: 0 }
    }

    pub(super) fn article(&mut self, query: &Query) -> Node {
        match query {
            Query::And(members) if ask_for_several(members) => self.several(members),
            Query::And(members) => Node::And(members.iter().map(|member| self.article(member)).collect()),
            Query::Or(members) => Node::Or(members.iter().map(|member| self.article(member)).collect()),
            Query::Not(inner) => Node::Not(Box::new(self.article(inner))),
            Query::Text { zone, text } => {
                if *zone == TextZone::Lead {
                    // Which paragraph is the first hangs on those before.
                    self.words.needs_places();
                    self.words.needs_one_of(None);
                }
                Node::Text { zone: *zone, text: self.text(text) }
            }
            Query::Person(name) => Node::Person { name: name.clone(), clause: self.clause() },
            Query::Place(place) => Node::Place { place: place.clone(), clause: self.clause() },
            Query::Quote(QuoteQuery { clause, acts }) => Node::Quote { node: self.quote(clause), acts: *acts },
            Query::Copy => {
                self.asks_for_copies = true;
                Node::Copy
            }
            other => Node::Plain(other.clone()),
        }
    }

    /// The parser sees to it that there are not too many ways; a query made by hand gets all of its own.
    fn several(&mut self, members: &[Query]) -> Node {
        let Ways { parts, list } = Ways::of(members);
        Node::Several { parts: parts.iter().map(|part| self.article(part)).collect(), ways: list }
    }

    fn quote(&mut self, clause: &QuoteClause) -> QuoteNode {
        match clause {
            QuoteClause::And(members) => QuoteNode::And(members.iter().map(|member| self.quote(member)).collect()),
            QuoteClause::Or(members) => QuoteNode::Or(members.iter().map(|member| self.quote(member)).collect()),
            QuoteClause::Not(inner) => QuoteNode::Not(Box::new(self.quote(inner))),
            QuoteClause::Said(text) => QuoteNode::Said(self.text(text)),
            QuoteClause::Cue(text) => QuoteNode::Cue(self.text(text)),
            QuoteClause::Mention(text) => QuoteNode::Mention(self.text(text)),
            QuoteClause::Role(text) => QuoteNode::Role(self.text(text)),
            QuoteClause::Speaker(name) => QuoteNode::Speaker { name: name.clone(), clause: self.clause() },
            QuoteClause::About(name) => QuoteNode::About { name: name.clone(), clause: self.clause() },
            other => QuoteNode::Plain(other.clone()),
        }
    }

    fn text(&mut self, query: &TextQuery) -> TextClause {
        if has_places(query) {
            self.words.needs_places();
        }
        let words = positional::words(query).into_iter().map(|word| self.words.number(word)).collect();
        let anchors: Option<Vec<usize>> =
            anchors(query).map(|words| words.into_iter().map(|word| self.words.number(word)).collect());
        self.words.needs_one_of(anchors.as_deref());
        TextClause { query: query.clone(), words, clause: self.clause() }
    }

    fn clause(&mut self) -> u32 {
        self.clauses += 1;
        self.clauses - 1
    }
}

/// Whether it matters how many words lie between others.
fn has_places(text: &TextQuery) -> bool {
    match text {
        TextQuery::Word(_) => false,
        TextQuery::Phrase { .. } | TextQuery::Near { .. } => true,
        TextQuery::Any(branches) => branches.iter().any(has_places),
        TextQuery::AtLeast { text, .. } => has_places(text),
    }
}

/// Words of which every match of a text has one: the one that begins with the most letters of its own, or, of several
/// texts, one of each. Nothing where no such word is known by how it begins.
fn anchors(text: &TextQuery) -> Option<Vec<&WordQuery>> {
    let letters = |word: &WordQuery| if let WordQuery::Stem { stem, .. } = word { stem.len() } else { 0 };
    let rarest = |word: &&WordQuery| letters(word);
    match text {
        TextQuery::Word(word) => Some(vec![word]),
        TextQuery::Phrase { words, .. } => Some(vec![words.iter().max_by_key(rarest)?]),
        // How often words stand in the text is told by all paragraphs that have one.
        TextQuery::Near { left, right, .. } if counts(left) || counts(right) => {
            Some([anchors(left)?, anchors(right)?].concat())
        }
        TextQuery::Near { left, right, .. } => {
            let least = |words: &Vec<&WordQuery>| words.iter().map(rarest).min();
            [anchors(left), anchors(right)].into_iter().flatten().max_by_key(least)
        }
        TextQuery::Any(branches) => {
            Some(branches.iter().map(anchors).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
        }
        TextQuery::AtLeast { text, .. } => anchors(text),
    }
}

/// Whether it matters how often something stands in the whole text.
fn counts(text: &TextQuery) -> bool {
    match text {
        TextQuery::Word(_) | TextQuery::Phrase { .. } => false,
        TextQuery::Near { left, right, .. } => counts(left) || counts(right),
        TextQuery::Any(branches) => branches.iter().any(counts),
        TextQuery::AtLeast { .. } => true,
    }
}

impl Node {
    /// Whether a `Quote` is written in it outside every NOT.
    pub(super) fn holds_quote(&self) -> bool {
        match self {
            Self::Quote { .. } | Self::Several { .. } => true,
            Self::And(members) | Self::Or(members) => members.iter().any(Self::holds_quote),
            _ => false,
        }
    }
}
