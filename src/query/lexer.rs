//! Text into tokens, each with its span. Whether an operator has its operands is the parser's concern; here a token is
//! what it looks like.

use super::ast::Within;
use super::limits::MAX_AT_LEAST;
use super::named;
use super::notes::{Notes, Problem};
use super::suggest;
use super::tree::{Comparison, Proximity};
use crate::field::{Field, Matching};
use crate::text::Span;

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    OpenBrace,
    CloseBrace,
    /// `-` before something.
    Minus,
    And,
    Or,
    Not,
    Near(Proximity),
    Field(Field),
    HeadLead,
    AtLeast(u32),
    /// `{3,}` behind something.
    Repeat(u32),
    Word {
        text: String,
        exact: bool,
    },
    Phrase {
        text: String,
        exact: bool,
        slop: u32,
    },
    Range {
        from: Option<String>,
        to: Option<String>,
        with_from: bool,
        with_to: bool,
    },
    Compare {
        comparison: Comparison,
        value: String,
    },
    Everything,
    /// `query:name`.
    Named(String),
}

/// Default of `NEAR` without a number, as in notmuch.
const DEFAULT_DISTANCE: u32 = 10;

/// The tokens of a text.
pub(super) fn tokens(text: &str, notes: &mut Notes) -> Result<Vec<Token>, Problem> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), notes };
    while lexer.skip_blanks() {
        lexer.token()?;
    }
    Ok(lexer.tokens)
}

/// The tokens of a text that stands behind `field:`; the field itself is the first, with no span.
pub(super) fn value_tokens(field: Field, text: &str, notes: &mut Notes) -> Result<Vec<Token>, Problem> {
    let first = Token { span: Span::default(), kind: Kind::Field(field) };
    let mut lexer = Lexer { text, at: 0, tokens: vec![first], notes };
    while lexer.skip_blanks() {
        lexer.token()?;
    }
    Ok(lexer.tokens)
}

/// Whether a folded word, written bare, is read back as that word: nothing else has a meaning in it.
pub(super) fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '\'' | '.'))
        && word.chars().next().is_some_and(char::is_alphanumeric)
        && proximity(word).is_none()
        && !matches!(word, "AND" | "OR" | "NOT")
        && at_least_count(word).is_none()
}

struct Lexer<'a, 'n> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    notes: &'n mut Notes,
}

impl Lexer<'_, '_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Moves to the next token; false at the end.
    fn skip_blanks(&mut self) -> bool {
        let skipped = |c: char| is_blank(c) || matches!(c, '\u{feff}' | '\u{200b}');
        self.at += self.rest().len() - self.rest().trim_start_matches(skipped).len();
        self.at < self.text.len()
    }

    fn push(&mut self, len: usize, kind: Kind) {
        self.tokens.push(Token { span: Span::new(self.at, self.at + len), kind });
        self.at += len;
    }

    /// Whether the token that begins here is the value of a field.
    fn in_value(&self) -> bool {
        matches!(self.tokens.last(), Some(Token { kind: Kind::Field(_), .. }))
    }

    /// Whether something is written against the last token, without a blank.
    fn is_glued(&self) -> bool {
        self.tokens.last().is_some_and(|last| last.span.end as usize == self.at)
    }

    fn token(&mut self) -> Result<(), Problem> {
        let rest = self.rest();
        let mut chars = rest.chars();
        let (first, second) = (chars.next().unwrap_or(' '), chars.next());
        match first {
            '(' => self.push(1, Kind::Open),
            ')' => self.push(1, Kind::Close),
            '[' | '{' if self.in_value() => self.range_or_brace(first)?,
            '<' | '>' | '≤' | '≥' if self.in_value() => self.compare(),
            '{' => self.brace()?,
            '}' => self.push(1, Kind::CloseBrace),
            '-' if self.may_negate() && second.is_some_and(can_be_negated) => {
                if self.in_value() {
                    return Err(self.minus_in_value());
                }
                self.push(1, Kind::Minus);
            }
            c if is_mark(c) => self.phrase(0),
            '=' if second.is_some_and(is_mark) => self.phrase(1),
            '=' if second.is_some_and(|c| c.is_alphanumeric() || c == '*') => self.chunk(true)?,
            _ => self.chunk(false)?,
        }
        Ok(())
    }

    /// `-` means "not" only at the beginning, behind a blank or behind an opening bracket.
    fn may_negate(&self) -> bool {
        !self.is_glued()
            || self.tokens.last().is_some_and(|last| matches!(last.kind, Kind::Open | Kind::OpenBrace | Kind::Field(_)))
    }

    fn minus_in_value(&self) -> Problem {
        let name = match self.tokens.last() {
            Some(Token { kind: Kind::Field(field), .. }) => field.name(),
            _ => "field",
        };
        Problem::new(Span::new(self.at, self.at + 1), "a minus stands before the field, not before its value")
            .hint(format!("-{name}:value leaves out what has that value"))
    }

    /// `{`: a group about one quotation, or `{3,}` behind a word.
    fn brace(&mut self) -> Result<(), Problem> {
        let repeatable = self
            .tokens
            .last()
            .is_some_and(|last| matches!(last.kind, Kind::Word { .. } | Kind::Phrase { .. } | Kind::Close));
        if !(repeatable && self.is_glued()) {
            self.push(1, Kind::OpenBrace);
            return Ok(());
        }
        let len = self.rest().find('}').map_or(self.rest().len(), |end| end + 1);
        let inner = self.rest()[1..len].trim_end_matches('}').trim();
        if !inner.starts_with(|c: char| c.is_ascii_digit() || c == ',') {
            self.push(1, Kind::OpenBrace);
            return Ok(());
        }
        let span = Span::new(self.at, self.at + len);
        let Some(Ok(count)) = inner.strip_suffix(',').map(|number| number.trim().parse::<u32>()) else {
            return Err(Problem::new(span, "a number of times is written {3,}").hint("word{3,}: at least three times"));
        };
        let kind = Kind::Repeat(checked_count(count, span)?);
        self.push(len, kind);
        Ok(())
    }

    /// `[a TO b]`, as the value of a field.
    fn range_or_brace(&mut self, open: char) -> Result<(), Problem> {
        let Some(end) = self.rest().find([']', '}']) else {
            if open == '{' {
                self.push(1, Kind::OpenBrace);
                return Ok(());
            }
            let span = Span::new(self.at, self.text.len());
            return Err(Problem::new(span, "the range is never closed").hint("a range is written [2025-09 TO 2025-10]"));
        };
        let len = end + 1;
        let span = Span::new(self.at, self.at + len);
        let inner = &self.rest()[1..end];
        let ends: Vec<&str> = inner.split(" TO ").map(str::trim).collect();
        let [from, to] = ends[..] else {
            if open == '{' {
                self.push(1, Kind::OpenBrace);
                return Ok(());
            }
            return Err(Problem::new(span, "this is no range").hint("a range is written [2025-09 TO 2025-10]"));
        };
        let bound = |value: &str| (value != "*" && !value.is_empty()).then(|| value.to_owned());
        let kind = Kind::Range {
            from: bound(from),
            to: bound(to),
            with_from: open == '[',
            with_to: self.rest()[end..].starts_with(']'),
        };
        self.push(len, kind);
        Ok(())
    }

    /// `>=a`, as the value of a field.
    fn compare(&mut self) {
        let rest = self.rest();
        let (comparison, sign) = if rest.starts_with(">=") {
            (Comparison::AtLeast, 2)
        } else if rest.starts_with("<=") {
            (Comparison::AtMost, 2)
        } else if rest.starts_with('>') {
            (Comparison::More, 1)
        } else if rest.starts_with('<') {
            (Comparison::Less, 1)
        } else if rest.starts_with('≥') {
            (Comparison::AtLeast, '≥'.len_utf8())
        } else {
            (Comparison::AtMost, '≤'.len_utf8())
        };
        let sign = rest.len() - rest[sign..].trim_start_matches(is_blank).len();
        let value = &rest[sign..];
        let (value, len) = match value.chars().next() {
            Some(c) if is_mark(c) => {
                let inner = &value[c.len_utf8()..];
                let end = inner.find(is_mark).unwrap_or(inner.len());
                let mark = inner[end..].chars().next().map_or(0, char::len_utf8);
                (&inner[..end], sign + c.len_utf8() + end + mark)
            }
            _ => {
                let end = chunk_len(value);
                (&value[..end], sign + end)
            }
        };
        let kind = Kind::Compare { comparison, value: value.to_owned() };
        self.push(len, kind);
    }

    /// A phrase; `skip` bytes of `=` stand before the mark.
    fn phrase(&mut self, skip: usize) {
        let rest = &self.rest()[skip..];
        let open = rest.chars().next().map_or(0, char::len_utf8);
        let inner = &rest[open..];
        let end = closing_mark(inner);
        let text = inner[..end].to_owned();
        let close = inner[end..].chars().next().map_or(0, char::len_utf8);
        let mut len = skip + open + end + close;
        if close == 0 {
            let span = Span::new(self.at + skip, self.at + skip + open);
            self.notes.mended(span, "this mark is never closed: the phrase runs to the end");
        }
        let mut slop = 0;
        if let Some(behind) = self.rest()[len..].strip_prefix('~') {
            let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let span = Span::new(self.at + len, self.at + len + 1 + digits);
            match behind[..digits].parse() {
                Ok(number) => slop = number,
                Err(_) if digits == 0 => {
                    self.notes.mended(span, "`~` needs a number, as in \"a b\"~5: it is left out");
                }
                Err(_) => slop = u32::MAX,
            }
            len += 1 + digits;
        }
        self.push(len, Kind::Phrase { text, exact: skip > 0, slop });
    }

    /// A run of characters: an operator, a function, a field's name or a word.
    fn chunk(&mut self, exact: bool) -> Result<(), Problem> {
        let len = usize::from(exact) + chunk_len(&self.rest()[usize::from(exact)..]);
        let chunk = self.rest()[usize::from(exact)..len].to_owned();
        let span = Span::new(self.at, self.at + len);
        let opens = self.rest()[len..].starts_with('(');
        if exact {
            self.push(len, Kind::Word { text: chunk, exact });
            return Ok(());
        }
        let brackets_follow = self.rest()[len..].trim_start_matches(is_blank).starts_with('(');
        if let Some(kind) = function(&chunk, opens, brackets_follow, self.in_value(), span)? {
            self.push(len, kind);
        } else if self.in_value() {
            self.value_word(chunk, len)?;
        } else if let Some(kind) = operator(&chunk, span)? {
            self.push(len, kind);
        } else if let Some(instead) = stranger(&chunk, opens) {
            self.notes.mended(span, format!("`{chunk}` is a word here: {instead}"));
            self.push(len, Kind::Word { text: chunk, exact });
        } else if !self.field_name(&chunk)? {
            let all = chunk.chars().all(|c| c == '*') || chunk == "*:*";
            self.push(len, if all { Kind::Everything } else { Kind::Word { text: chunk, exact } });
        }
        Ok(())
    }

    fn value_word(&mut self, chunk: String, len: usize) -> Result<(), Problem> {
        if self.is_glued() && self.named(&chunk)? {
            return Ok(());
        }
        let inner = name_before_colon(&chunk).filter(|name| name.len() + 1 < chunk.len()).and_then(Field::named);
        if let Some(inner) = inner.filter(|_| self.is_glued()) {
            let span = Span::new(self.at, self.at + len);
            return Err(Problem::new(span, format!("{}: cannot stand inside another field", inner.name()))
                .hint("put a blank between two fields, or the value in quotation marks"));
        }
        let all = chunk.chars().all(|c| c == '*');
        self.push(len, if all { Kind::Everything } else { Kind::Word { text: chunk, exact: false } });
        Ok(())
    }

    /// Reads `query:name` or `query:"name"` at the beginning of a chunk; false if it is none.
    fn named(&mut self, chunk: &str) -> Result<bool, Problem> {
        let Some(word) = name_before_colon(chunk).filter(|word| word.eq_ignore_ascii_case(named::FIELD)) else {
            return Ok(false);
        };
        let colon = word.len() + 1;
        let behind = &self.rest()[colon..];
        let (name, len) = match behind.chars().next() {
            Some(c) if is_mark(c) => {
                let inner = &behind[c.len_utf8()..];
                let end = closing_mark(inner);
                let close = inner[end..].chars().next().map_or(0, char::len_utf8);
                (&inner[..end], c.len_utf8() + end + close)
            }
            _ => (&chunk[colon..], chunk.len() - colon),
        };
        if name.trim().is_empty() {
            let span = Span::new(self.at, self.at + colon);
            return Err(Problem::new(span, format!("{}: needs the name of a query", named::FIELD))
                .hint("right behind the colon, as in query:eu; `onrecord config` lists the names. Text goes in quotation marks"));
        }
        let name = name.trim().to_owned();
        self.push(colon + len, Kind::Named(name));
        Ok(true)
    }

    /// `near5:"a b"`.
    fn note_nearness_as_field(&mut self, chunk: &str) {
        let Some((word, _)) = chunk.split_once(':').filter(|(word, _)| proximity(word).is_some()) else { return };
        let span = Span::new(self.at, self.at + word.len() + 1);
        self.notes.mended(span, format!("`{word}:` is text: nearness is written a NEAR/5 b"));
    }

    /// Reads `name:` at the beginning of a chunk; false if it is none.
    fn field_name(&mut self, chunk: &str) -> Result<bool, Problem> {
        let Some(name) = name_before_colon(chunk) else {
            self.note_nearness_as_field(chunk);
            return Ok(false);
        };
        let span = Span::new(self.at, self.at + name.len() + 1);
        let behind = &chunk[name.len() + 1..];
        if behind.starts_with("//") {
            return Ok(false);
        }
        if self.named(chunk)? {
            return Ok(true);
        }
        let next = self.text[span.end as usize..].chars().next();
        let has_value = next.is_some_and(|c| !is_blank(c));
        if let Some(field) = Field::named(name) {
            if !has_value {
                self.notes.mended(span, format!("{}: is read as a field, though a blank follows", field.name()));
            }
            self.push(name.len() + 1, Kind::Field(field));
            return Ok(true);
        }
        match suggest::field_name(name) {
            Some(near) if has_value => Err(Problem::new(span, format!("no field is called `{name}`"))
                .hint(format!("did you mean {near}:? For the text itself, put it in quotation marks"))),
            Some(near) => {
                self.notes.mended(span, format!("`{name}:` is text: did you mean {near}:?"));
                Ok(false)
            }
            None if has_value && name.len() > 1 => {
                self.notes.mended(span, format!("`{name}:` is text: no field is called so"));
                Ok(false)
            }
            None => Ok(false),
        }
    }
}

/// `ATLEAST3(`, `HLEAD(`, `HEADLINE(`. Whether a bracket opens: right behind it, or behind a blank.
fn function(chunk: &str, opens: bool, opens_behind: bool, in_value: bool, span: Span) -> Result<Option<Kind>, Problem> {
    let is_capital = chunk.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if let Some(count) = at_least_count(chunk).filter(|_| opens || (is_capital && !in_value)) {
        return Ok(Some(Kind::AtLeast(checked_count(count, span)?)));
    }
    if in_value {
        return Ok(None);
    }
    // No word of a text is written so before a bracket.
    let is_own = |name: &str| (chunk == name && opens_behind) || (opens && chunk.eq_ignore_ascii_case(name));
    if is_own("HLEAD") {
        return Ok(Some(Kind::HeadLead));
    }
    if is_own("HEADLINE") {
        return Ok(Some(Kind::Field(Field::Title)));
    }
    if !(opens && is_capital) {
        return Ok(None);
    }
    let long = chunk.len() >= 4 || chunk == "HD";
    Ok(Field::named(chunk).filter(|field| long && field.spec().matching != Matching::Number).map(Kind::Field))
}

/// The number of `ATLEAST3`, in any case.
fn at_least_count(chunk: &str) -> Option<u32> {
    let (word, number) = (chunk.get(..7)?, chunk.get(7..)?);
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (digits && word.eq_ignore_ascii_case("atleast")).then(|| number.parse().unwrap_or(u32::MAX))
}

fn checked_count(count: u32, span: Span) -> Result<u32, Problem> {
    if count == 0 || count > MAX_AT_LEAST {
        return Err(Problem::new(span, format!("a number of times lies between 1 and {MAX_AT_LEAST}")));
    }
    Ok(count)
}

/// What to type in place of an operator of other languages that is a word here.
fn stranger(chunk: &str, opens: bool) -> Option<&'static str> {
    match chunk {
        "CAPS" | "ALLCAPS" | "NOCAPS" | "SINGULAR" | "PLURAL" if opens => {
            Some("a word as it is spelled, with its case, is asked for with =, as in =US")
        }
        _ => match chunk.split_once('/')? {
            (word, reach)
                if is_ordered(&word.to_ascii_lowercase(), true).is_some() && reach.eq_ignore_ascii_case("seg") =>
            {
                Some("words in one field are asked for as title:(a b), in one paragraph as a /p b")
            }
            _ => None,
        },
    }
}

fn operator(chunk: &str, span: Span) -> Result<Option<Kind>, Problem> {
    Ok(match chunk {
        "AND" | "&&" => Some(Kind::And),
        "OR" | "||" => Some(Kind::Or),
        "NOT" => Some(Kind::Not),
        "/q" | "/Q" => {
            return Err(Problem::new(span, "there is no /q").hint("said:(a b) asks for both in one quotation"));
        }
        _ => proximity(chunk).map(Kind::Near),
    })
}

/// `NEAR/5`, `w/5`, `PRE/5`, `near5`, `/s`, `W/P` and their like. Whether the number is one that is taken is not asked.
fn proximity(chunk: &str) -> Option<Proximity> {
    if matches!(chunk, "NEAR" | "ADJ" | "BEFORE") {
        return Some(Proximity { within: Within::Words(DEFAULT_DISTANCE), ordered: chunk != "NEAR" });
    }
    let lower = chunk.to_ascii_lowercase();
    let (word, reach) = match lower.split_once('/') {
        Some((word, reach)) => (word, reach),
        None => {
            let word = lower.trim_end_matches(|c: char| c.is_ascii_digit());
            (word, &lower[word.len()..])
        }
    };
    let ordered = is_ordered(word, lower.contains('/'))?;
    let within = match reach {
        "s" | "sent" => Within::Sentence,
        "p" | "para" => Within::Paragraph,
        _ if reach.is_empty() || !reach.bytes().all(|b| b.is_ascii_digit()) => return None,
        _ => Within::Words(reach.parse().unwrap_or(u32::MAX)),
    };
    Some(Proximity { within, ordered })
}

/// Whether an operator of nearness, in small letters and with or without a slash behind, asks for an order; nothing for other
/// words.
fn is_ordered(word: &str, slash: bool) -> Option<bool> {
    match word {
        "near" | "adj" if !slash => Some(word == "adj"),
        "" | "near" | "w" if slash => Some(false),
        "before" | "pre" | "adj" | "onear" if slash => Some(true),
        _ => None,
    }
}

/// The letters before the first colon, if there is nothing but letters before it.
pub(super) fn name_before_colon(chunk: &str) -> Option<&str> {
    let (name, _) = chunk.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    is_name.then_some(name)
}

/// Bytes up to the end of a chunk: a blank, a mark, a parenthesis or a brace.
fn chunk_len(text: &str) -> usize {
    text.char_indices()
        .find(|(at, c)| is_blank(*c) || matches!(c, '(' | ')' | '{' | '}') || (is_mark(*c) && !is_gershayim(text, *at)))
        .map_or(text.len(), |(at, _)| at)
        .max(text.chars().next().filter(|c| !is_blank(*c)).map_or(0, char::len_utf8))
}

/// Bytes before the mark that closes a phrase.
fn closing_mark(inner: &str) -> usize {
    inner.char_indices().find(|(at, c)| is_mark(*c) && !is_gershayim(inner, *at)).map_or(inner.len(), |(at, _)| at)
}

/// Whether the mark at `at` stands inside a Hebrew word, where it is a letter's sign.
pub(super) fn is_gershayim(text: &str, at: usize) -> bool {
    let is_hebrew = |c: char| matches!(c, '\u{5d0}'..='\u{5f2}');
    text[at..].starts_with('"')
        && text[..at].chars().next_back().is_some_and(is_hebrew)
        && text[at + 1..].chars().next().is_some_and(is_hebrew)
}

/// Double quotation marks of all styles: any opens, any closes.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '〝'
            | '〞'
            | '〟'
            | '＂'
            | '″'
            | '❝'
            | '❞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

pub(super) fn can_be_negated(c: char) -> bool {
    !is_blank(c) && !matches!(c, '-' | ')' | '}' | ']' | '.' | ',' | ';')
}
