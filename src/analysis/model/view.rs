//! An article as the model sees it: tokens with their classes, sentences and marks. Text, sentences and marked regions in;
//! plain columns out. Nothing here knows weights or tags.

use std::ops::Range;

use super::table::Words;
use super::token::{Class, Known, Token, Types, Word, tokenize};
use crate::annotation::Sentence;
use crate::text::Span;

/// Tokens of an article and what is known of each.
#[derive(Debug)]
pub struct View<'a> {
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Word types, by `Token::word`.
    pub words: &'a [Word],
    /// Class of each token in its place.
    pub class: Vec<Class>,
    /// Whether each token stands between marks (the marks included).
    pub quoted: Vec<bool>,
    /// Number of each token's sentence.
    pub sentence: Vec<u32>,
    /// Whether it begins a sentence, marks before it left aside.
    pub first: Vec<bool>,
    /// Tokens of each paragraph.
    pub paragraphs: Vec<Range<usize>>,
}

impl<'a> View<'a> {
    /// Looks at a text. `marked` are the stretches between marks, marks included, sorted.
    #[must_use]
    pub fn new(text: &str, sentences: &[Sentence], marked: &[Span], table: &Words<'_>, types: &'a mut Types) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut column = Vec::with_capacity(text.len() / 5);
        let mut paragraphs: Vec<Range<usize>> = Vec::new();
        let mut last = None;
        for (number, sentence) in sentences.iter().enumerate() {
            let from = tokens.len();
            let range = sentence.span.range();
            tokenize(text, range.start, range.end, types, table, &mut tokens);
            let to = tokens.len();
            column.resize(to, number as u32);
            match paragraphs.last_mut() {
                Some(open) if last == Some(sentence.paragraph) => open.end = to,
                _ => paragraphs.push(from..to),
            }
            last = Some(sentence.paragraph);
        }
        paragraphs.retain(|range| !range.is_empty());
        let mut view = Self {
            quoted: vec![false; tokens.len()],
            first: vec![false; tokens.len()],
            class: Vec::with_capacity(tokens.len()),
            tokens,
            words: &types.words,
            sentence: column,
            paragraphs,
        };
        types.article += 1;
        view.mark_quoted(marked);
        view.mark_names(&mut types.named, types.article);
        view
    }

    fn mark_quoted(&mut self, marked: &[Span]) {
        let mut at = 0;
        for span in marked {
            while at > 0 && self.tokens[at - 1].end > span.start {
                at -= 1;
            }
            while at < self.tokens.len() && self.tokens[at].start < span.end {
                self.quoted[at] |= self.tokens[at].start >= span.start;
                at += 1;
            }
        }
    }

    /// Sets the classes. `named` says of each type in which article it was last seen with a capital inside a sentence.
    fn mark_names(&mut self, named: &mut [u32], article: u32) {
        let mut open = true;
        for i in 0..self.tokens.len() {
            let word = &self.words[self.tokens[i].word as usize];
            if i == 0 || self.sentence[i] != self.sentence[i - 1] {
                open = true;
            }
            if open {
                self.first[i] = true;
                open = word.class.is_sign();
            } else if word.capital {
                let before = self.word(i - 1).class;
                if !before.is_sign() || before == Class::Comma {
                    named[self.tokens[i].word as usize] = article;
                }
            }
        }
        for i in 0..self.tokens.len() {
            let class = self.word(i).class;
            let starts = class == Class::Name && self.first[i] && named[self.tokens[i].word as usize] != article;
            self.class.push(if starts { Class::Start } else { class });
        }
    }

    /// The word type of a token.
    #[must_use]
    pub fn word(&self, i: usize) -> &Word {
        &self.words[self.tokens[i].word as usize]
    }

    /// What is known of a token where it stands: a capital at a sentence's start says nothing.
    #[must_use]
    pub fn known(&self, i: usize) -> &Known {
        &self.word(i).known[usize::from(self.class[i] == Class::Start)]
    }

    /// Bytes from the first of the tokens to the last.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) => Span { start: first.start, end: last.end.max(first.start) },
            _ => Span::default(),
        }
    }
}
