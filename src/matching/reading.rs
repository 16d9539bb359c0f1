//! One article as a query reads it: its texts are searched for words once, and only when a clause asks.

use std::cell::OnceCell;

use super::compiled::{Node, QuoteNode, TextClause};
use super::names::{is_filed_in, is_name, lies_in, names_a_place};
use super::positional::{self, Matches, Wanted};
use super::words::{Value, WordSet};
use crate::annotation::{Act, Analysis, Opens, Piece, Quote, Zone};
use crate::article::Article;
use crate::query::ast::{Acts, Counted, Has, Query, QuoteClause, TextZone};
use crate::text::Span;
use crate::text::token::{folded_words, words};

/// An article with its analysis, seen through the words of a query.
pub(super) struct Reading<'a> {
    words: &'a WordSet,
    pub(super) article: &'a Article,
    pub(super) analysis: &'a Analysis,
    /// Whether the article is a copy of an earlier one.
    is_copy: bool,
    pieces: OnceCell<Vec<Piece>>,
    title: OnceCell<Value>,
    body: OnceCell<Value>,
    byline: OnceCell<Value>,
    quotes: OnceCell<Vec<OnceCell<Value>>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(words: &'a WordSet, article: &'a Article, analysis: &'a Analysis, is_copy: bool) -> Self {
        Self {
            words,
            article,
            analysis,
            is_copy,
            pieces: OnceCell::new(),
            title: OnceCell::new(),
            body: OnceCell::new(),
            byline: OnceCell::new(),
            quotes: OnceCell::new(),
        }
    }

    fn pieces(&self) -> &[Piece] {
        self.pieces.get_or_init(|| self.analysis.body_pieces(&self.article.body))
    }

    pub(super) fn title(&self) -> &Value {
        self.title.get_or_init(|| {
            let title = &self.article.title;
            self.words.read(title, &[Piece { span: Span::new(0, title.len()), opens: Opens::Paragraph }])
        })
    }

    pub(super) fn body(&self) -> &Value {
        self.body.get_or_init(|| self.words.read(&self.article.body, self.pieces()))
    }

    fn byline(&self) -> &Value {
        self.byline.get_or_init(|| self.words.read_plain(self.article.byline.as_deref().unwrap_or("")))
    }

    /// The content of a quotation, with spans into the text of its zone.
    pub(super) fn quote(&self, number: usize) -> &Value {
        let all = self.quotes.get_or_init(|| vec![OnceCell::new(); self.analysis.quotes.len()]);
        all[number].get_or_init(|| {
            let quote = &self.analysis.quotes[number];
            self.words.read(self.text_of(quote), &self.analysis.quote_pieces(quote, self.pieces()))
        })
    }

    pub(super) fn text_of(&self, quote: &Quote) -> &'a str {
        match quote.zone {
            Zone::Body => &self.article.body,
            Zone::Title => &self.article.title,
        }
    }

    /// A stretch of the text of a quotation's zone (cue or mention), with spans into that text.
    pub(super) fn part(&self, quote: &Quote, span: Option<Span>) -> Value {
        let pieces = span.map(|span| Piece { span, opens: Opens::Nothing });
        self.words.read(self.text_of(quote), pieces.as_slice())
    }

    pub(super) fn matches(&self, node: &Node) -> bool {
        match node {
            Node::And(members) => members.iter().all(|member| self.matches(member)),
            Node::Several { parts, ways } => self.several_match(parts, ways),
            Node::Or(members) => members.iter().any(|member| self.matches(member)),
            Node::Not(inner) => !self.matches(inner),
            Node::Text { zone, text } => self.has_text(*zone, text),
            Node::Person { name, .. } => self.analysis.people.iter().any(|person| is_name(name, &person.name)),
            Node::Place { place, .. } => {
                is_filed_in(place, self.analysis) || self.analysis.places.iter().any(|named| lies_in(place, &named.id))
            }
            Node::Quote { node, acts } => (0..self.analysis.quotes.len()).any(|at| self.answers(node, *acts, at)),
            Node::Copy => self.is_copy,
            Node::Plain(query) => self.is_plain(query),
        }
    }

    fn has_text(&self, zone: TextZone, text: &TextClause) -> bool {
        let has = |value: &Value| !find(text, value, Wanted::Spans).is_empty();
        match zone {
            TextZone::Article => has(self.title()) || has(self.body()),
            TextZone::Title => has(self.title()),
            TextZone::Byline => has(self.byline()),
            TextZone::Lead => !find_in_lead(text, self.body(), Wanted::Spans).is_empty(),
        }
    }

    fn is_plain(&self, query: &Query) -> bool {
        let Self { article, analysis, .. } = self;
        let is_value = |value: &Option<String>, wanted: &String| {
            value.as_ref().is_some_and(|value| folded_words(value).join(" ") == *wanted && !wanted.is_empty())
        };
        match query {
            Query::All => true,
            Query::In(place) => is_filed_in(place, analysis),
            Query::Outlet(wanted) => is_value(&article.outlet, wanted),
            Query::Section(wanted) => is_value(&article.section, wanted),
            Query::Language(wanted) => article.language.as_ref().is_some_and(|code| code.to_lowercase() == *wanted),
            Query::Id(start) => article.id.to_string().starts_with(start.as_str()),
            Query::Date(range) => article.date.is_some_and(|day| range.contains(day)),
            Query::Has(has) => self.has(*has),
            Query::Count { what, range } => {
                let count = match what {
                    Counted::Words => words(&article.title).count() + words(&article.body).count(),
                    Counted::Quotes => self.speech().count(),
                };
                range.contains(u32::try_from(count).unwrap_or(u32::MAX))
            }
            // The rest are nodes of their own.
            _ => false,
        }
    }

    fn has(&self, has: Has) -> bool {
        let Self { article, analysis, .. } = self;
        let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match has {
            Has::Quote => self.speech().next().is_some(),
            Has::Date => article.date.is_some(),
            Has::Dateline => analysis.dateline.is_some(),
            Has::Title => !article.title.trim().is_empty(),
            Has::Outlet => filled(&article.outlet),
            Has::Byline => filled(&article.byline),
            Has::Place => !analysis.places.is_empty() || analysis.dateline.as_ref().is_some_and(names_a_place),
            Has::Speaker => self.speech().any(|(_, quote)| analysis.speaker(quote).is_some()),
        }
    }

    /// Speech quotations with their numbers.
    pub(super) fn speech(&self) -> impl Iterator<Item = (usize, &'a Quote)> {
        self.analysis.quotes.iter().enumerate().filter(|(_, quote)| quote.act == Act::Speech)
    }

    /// Whether a quotation satisfies a quotation query.
    pub(super) fn answers(&self, node: &QuoteNode, acts: Acts, number: usize) -> bool {
        acts.admits(self.analysis.quotes[number].act) && self.quote_matches(node, number)
    }

    pub(super) fn quote_matches(&self, node: &QuoteNode, number: usize) -> bool {
        let quote = &self.analysis.quotes[number];
        let has = |text: &TextClause, value: &Value| !find(text, value, Wanted::Spans).is_empty();
        match node {
            QuoteNode::And(members) => members.iter().all(|member| self.quote_matches(member, number)),
            QuoteNode::Or(members) => members.iter().any(|member| self.quote_matches(member, number)),
            QuoteNode::Not(inner) => !self.quote_matches(inner, number),
            QuoteNode::Said(text) => has(text, self.quote(number)),
            QuoteNode::Cue(text) => has(text, &self.part(quote, quote.cue)),
            QuoteNode::Mention(text) => has(text, &self.part(quote, quote.mention)),
            QuoteNode::Role(text) => has(text, &self.roles(quote)),
            QuoteNode::Speaker { name, .. } => self.analysis.speakers(quote).any(|person| is_name(name, &person.name)),
            QuoteNode::About { name, .. } => self.analysis.about(quote).any(|person| is_name(name, &person.name)),
            QuoteNode::Plain(clause) => self.is_plain_quote(clause, quote),
        }
    }

    /// The roles of the speakers, each a paragraph.
    fn roles(&self, quote: &Quote) -> Value {
        let mut text = String::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for role in self.analysis.speakers(quote).filter_map(|person| person.role.as_deref()) {
            if !pieces.iter().any(|piece| piece.span.of(&text) == role) {
                let start = text.len();
                text.push_str(role);
                pieces.push(Piece { span: Span::new(start, text.len()), opens: Opens::Paragraph });
                text.push('\n');
            }
        }
        self.words.read(&text, &pieces)
    }

    fn is_plain_quote(&self, clause: &QuoteClause, quote: &Quote) -> bool {
        match clause {
            QuoteClause::All => true,
            QuoteClause::SpeakerUnknown => self.analysis.speaker(quote).is_none(),
            QuoteClause::Via(name) => self.analysis.via_speakers(quote).any(|person| is_name(name, &person.name)),
            QuoteClause::Kind(kind) => quote.kind == *kind,
            QuoteClause::Confidence(level) => quote.level() >= *level,
            // The rest are nodes of their own.
            _ => false,
        }
    }
}

/// The matches of a text clause in a value.
pub(super) fn find(text: &TextClause, value: &Value, wanted: Wanted) -> Matches {
    positional::matches(&text.query, &value.positions(&text.words), value.bounds(), wanted)
}

/// The matches of a text clause in the first paragraph of a value.
pub(super) fn find_in_lead(text: &TextClause, value: &Value, wanted: Wanted) -> Matches {
    positional::matches(&text.query, &value.lead_positions(&text.words), value.bounds(), wanted)
}
