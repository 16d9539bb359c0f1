//! Prepared texts and names as streams of terms: the rule is that of `text::token`, this is only its form for tantivy.

use std::cell::RefCell;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::schema::{EXACT, EXACT_INITIAL, INITIAL, KEY, NAME_TOKENIZER, TEXT_TOKENIZER};
use crate::text::Span;
use crate::text::name::{self, Keys};
use crate::text::terms::Terms;
use crate::text::token::{self, PARAGRAPH_MARK, SENTENCE_MARK, Words};

thread_local! {
    /// One for all texts of a thread: tokenizers come and go with every segment.
    static TERMS: RefCell<Terms> = RefCell::new(Terms::new());
}

/// The tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        TEXT_TOKENIZER,
        TextAnalyzer::from(WordTokenizer { terms: TEXT_TERMS, folded: String::new(), exact: String::new() }),
    );
    manager.register(
        NAME_TOKENIZER,
        TextAnalyzer::from(WordTokenizer { terms: NAME_TERMS, folded: String::new(), exact: String::new() }),
    );
    manager
}

/// A term that a word is indexed by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Stem,
    Exact,
    Folded,
    Initial,
    ExactInitial,
    /// All keys of the word, one after the other.
    Keys,
}

const TEXT_TERMS: &[Form] = &[Form::Stem, Form::Exact];
const NAME_TERMS: &[Form] = &[Form::Folded, Form::Initial, Form::Exact, Form::ExactInitial, Form::Keys];

#[derive(Clone)]
struct WordTokenizer {
    terms: &'static [Form],
    /// Kept between texts, so that no word needs memory of its own.
    folded: String,
    exact: String,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            terms: self.terms,
            folded: &mut self.folded,
            exact: &mut self.exact,
            pieces: text,
            piece: "",
            words: token::words(""),
            mark: None,
            word: "",
            next_term: self.terms.len(),
            keys: Keys::default(),
            next_key: 0,
            position: 0,
            token: Token { position: 0, ..Token::default() },
        }
    }
}

struct WordStream<'a> {
    terms: &'static [Form],
    /// The stem of the word, in a name field its folded term.
    folded: &'a mut String,
    /// The exact term behind its mark.
    exact: &'a mut String,
    /// What lies behind the piece that is being read.
    pieces: &'a str,
    piece: &'a str,
    words: Words<'a>,
    /// The mark that ends the piece.
    mark: Option<char>,
    word: &'a str,
    /// Which of `terms` comes next for `word`.
    next_term: usize,
    /// The keys of `word`, once it is their turn, and which of them comes next.
    keys: Keys,
    next_key: usize,
    /// Of the next word.
    position: usize,
    token: Token,
}

impl WordStream<'_> {
    /// Begins the next piece; false at the end of the text.
    fn open_piece(&mut self) -> bool {
        if self.pieces.is_empty() {
            return false;
        }
        let bytes = self.pieces.as_bytes();
        match memchr::memchr2(PARAGRAPH_MARK as u8, SENTENCE_MARK as u8, bytes) {
            Some(at) => {
                self.piece = &self.pieces[..at];
                self.mark = Some(char::from(bytes[at]));
                self.pieces = &self.pieces[at + 1..];
            }
            None => {
                self.piece = self.pieces;
                self.mark = None;
                self.pieces = "";
            }
        }
        self.words = token::words(self.piece);
        true
    }

    /// Reads the next word: prepares what its terms are made of.
    fn open_word(&mut self, span: Span) {
        let word = span.of(self.piece);
        self.word = word;
        self.next_term = 0;
        self.exact.clear();
        if matches!(self.terms, [Form::Stem, ..]) {
            self.exact.push(EXACT);
            let same = TERMS.with_borrow_mut(|terms| terms.write(word, self.exact, self.folded));
            self.next_term = usize::from(same);
        } else {
            token::fold(word, self.folded);
            token::exact(word, self.exact);
            if !self.exact.is_empty() {
                self.exact.insert(0, EXACT);
            }
        }
    }

    /// Writes the next term of the word; false if it has none such.
    fn write_term(&mut self) -> bool {
        let form = self.terms[self.next_term];
        if form == Form::Keys {
            return self.write_key();
        }
        self.next_term += 1;
        let out = &mut self.token.text;
        out.clear();
        match form {
            Form::Stem | Form::Folded => out.push_str(self.folded),
            Form::Exact if self.exact.len() > EXACT.len_utf8() => out.push_str(self.exact),
            Form::Exact => {}
            Form::Initial => out.extend(self.folded.chars().next().map(|c| [INITIAL, c]).into_iter().flatten()),
            Form::ExactInitial => {
                out.extend(self.exact.chars().nth(1).map(|c| [EXACT_INITIAL, c]).into_iter().flatten());
            }
            Form::Keys => return false,
        }
        !out.is_empty()
    }

    /// Writes the next key of the word; false after the last.
    fn write_key(&mut self) -> bool {
        if self.next_key == 0 {
            self.keys = name::keys(self.word);
        }
        let out = &mut self.token.text;
        out.clear();
        match self.keys.get(self.next_key) {
            Some(key) => {
                out.push(KEY);
                out.push_str(key);
                self.next_key += 1;
                true
            }
            None => {
                self.next_key = 0;
                self.next_term += 1;
                false
            }
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            while self.next_term < self.terms.len() {
                if self.write_term() {
                    return true;
                }
            }
            if let Some(span) = self.words.next() {
                self.open_word(span);
                self.token.position = self.position;
                self.position += 1;
            } else if let Some(mark) = self.mark.take() {
                if mark == PARAGRAPH_MARK {
                    self.position += usize::from(self.position > 0);
                }
                self.token.position = self.position;
                self.token.text.clear();
                self.token.text.push(mark);
                self.open_piece();
                return true;
            } else if !self.open_piece() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Several names or roles as one text, each a paragraph.
pub(super) fn names<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for value in values {
        out.push(PARAGRAPH_MARK);
        out.push_str(value);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::token::{Item, exact, folded, items, stemmed};

    fn terms(tokenizer: &str, text: &str) -> Vec<(u32, String)> {
        let mut analyzer = tokenizers().get(tokenizer).unwrap();
        let mut stream = analyzer.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position as u32, stream.token().text.clone()));
        }
        found
    }

    fn expected(text: &str) -> Vec<(u32, String)> {
        let mut found = Vec::new();
        for (position, item) in items(text) {
            match item {
                Item::Word(span) => {
                    let word = span.of(text);
                    let mut plain = String::new();
                    exact(word, &mut plain);
                    let stem = stemmed(&folded(word));
                    if stem != plain {
                        found.push((position, stem));
                    }
                    found.push((position, format!("={plain}")));
                }
                Item::Sentence => found.push((position, SENTENCE_MARK.to_string())),
                Item::Paragraph => found.push((position, PARAGRAPH_MARK.to_string())),
            }
        }
        found.retain(|(_, term)| !term.is_empty() && term != "=");
        found
    }

    proptest! {
        #[test]
        fn terms_stand_where_the_token_rule_puts_them(text in "[\u{1d}\u{1e}a-zA-Z0-9 .,'’“”éƏəйI\u{301}—-]{0,60}") {
            prop_assert_eq!(terms(TEXT_TOKENIZER, &text), expected(&text));
        }
    }

    #[test]
    fn a_name_is_found_by_its_initials_and_each_name_is_a_paragraph() {
        let found = terms(NAME_TOKENIZER, &names(["Anna Ōe", "Lind"]));
        let at = |position: u32| -> Vec<&str> {
            found.iter().filter(|(at, _)| *at == position).map(|(_, term)| term.as_str()).collect()
        };
        assert_eq!(at(0), ["\u{1d}", "anna", "^a", "=Anna", "@A", "~anna"]);
        assert_eq!(at(1), ["oe", "^o", "=Ōe", "@Ō", "~oe"]);
        assert_eq!(at(3), ["\u{1d}", "lind", "^l", "=Lind", "@L", "~lind"]);
    }
}
