//! Tokens into a [`Tree`]: brackets are paired, operators without their words become words, and NOT binds before nearness
//! before AND before OR. Nothing is resolved here.

use super::ast::Within;
use super::lexer::{self, Kind, Token};
use super::limits::{MAX_CHARS, MAX_DEPTH, MAX_DISTANCE, MAX_TERMS};
use super::notes::{Notes, Problem};
use super::print::is_name_token;
use super::tree::{Node, Proximity, Tree};
use super::words;
use crate::field::{Field, Matching};
use crate::text::Span;

/// Whether a stretch of text is a date or period; it decides how far `date:10 Oct 2025` reaches.
pub(super) type IsPeriod<'a> = &'a dyn Fn(&str) -> bool;

/// Reads a text; nothing if there is nothing in it.
pub(super) fn read(text: &str, is_period: IsPeriod<'_>, notes: &mut Notes) -> Result<Option<Tree>, Problem> {
    if let Some((end, _)) = text.char_indices().nth(MAX_CHARS) {
        return Err(Problem::new(Span::new(end, text.len()), format!("a query has at most {MAX_CHARS} characters")));
    }
    let tokens = lexer::tokens(text, notes)?;
    let tokens = pair_brackets(tokens, text.len(), notes)?;
    let tokens = settle_operators(tokens, text, notes)?;
    check_size(&tokens)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, merges_words: false, is_period, notes };
    if tokens.is_empty() {
        return Ok(None);
    }
    let tree = parser.or()?;
    match parser.peek() {
        None => Ok(Some(tree)),
        Some(token) => Err(Problem::new(token.span, "this cannot stand here")),
    }
}

/// Reads what stands behind `field:`, as the value of a flag.
pub(super) fn read_value(
    field: Field,
    text: &str,
    is_period: IsPeriod<'_>,
    notes: &mut Notes,
) -> Result<Tree, Problem> {
    let tokens = lexer::value_tokens(field, text, notes)?;
    let tokens = settle_operators(pair_brackets(tokens, text.len(), notes)?, text, notes)?;
    check_size(&tokens)?;
    let mut parser = Parser { tokens: &tokens, at: 1, depth: 0, merges_words: false, is_period, notes };
    let tree = parser.field(field, Span::default())?;
    match (tree.node, parser.peek()) {
        (Node::Field { value, .. }, None) => Ok(*value),
        (_, Some(token)) => Err(Problem::new(token.span, "the value of a flag is one word, phrase or parenthesis")
            .hint("put parentheses around all of it")),
        (node, None) => Ok(Tree::new(tree.span, node)),
    }
}

fn check_size(tokens: &[Token]) -> Result<(), Problem> {
    let mut terms = tokens.iter().filter(|token| is_term(&token.kind));
    match terms.nth(MAX_TERMS) {
        Some(token) => {
            Err(Problem::new(token.span, format!("a query has at most {MAX_TERMS} words, phrases and values")))
        }
        None => Ok(()),
    }
}

fn is_term(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Word { .. }
            | Kind::Phrase { .. }
            | Kind::Range { .. }
            | Kind::Compare { .. }
            | Kind::Everything
            | Kind::Named(_)
    )
}

/// Takes out brackets that have no partner or nothing between them, and closes those left open.
fn pair_brackets(tokens: Vec<Token>, end: usize, notes: &mut Notes) -> Result<Vec<Token>, Problem> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut open: Vec<Token> = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Open | Kind::OpenBrace => {
                if open.len() == MAX_DEPTH {
                    return Err(Problem::new(token.span, format!("brackets stand at most {MAX_DEPTH} deep")));
                }
                open.push(token.clone());
                out.push(token);
            }
            Kind::Close | Kind::CloseBrace => {
                let wanted = if token.kind == Kind::Close { Kind::Open } else { Kind::OpenBrace };
                if open.last().is_none_or(|last| last.kind != wanted) {
                    notes.mended(token.span, "nothing is open here: this bracket is left out");
                    continue;
                }
                open.pop();
                close(&mut out, token, notes)?;
            }
            _ => out.push(token),
        }
    }
    while let Some(left) = open.pop() {
        notes.mended(left.span, "this bracket is never closed: it runs to the end");
        let kind = if left.kind == Kind::Open { Kind::Close } else { Kind::CloseBrace };
        close(&mut out, Token { span: Span::new(end, end), kind }, notes)?;
    }
    Ok(out)
}

/// Puts a closing bracket; takes the pair out if it holds nothing.
fn close(out: &mut Vec<Token>, token: Token, notes: &mut Notes) -> Result<(), Problem> {
    let Some(open) = out.last().filter(|last| matches!(last.kind, Kind::Open | Kind::OpenBrace)).cloned() else {
        out.push(token);
        return Ok(());
    };
    out.pop();
    if let Some(before) =
        out.last().filter(|last| matches!(last.kind, Kind::Field(_) | Kind::HeadLead | Kind::AtLeast(_)))
    {
        return Err(Problem::new(before.span.join(token.span), "there is nothing in these parentheses"));
    }
    notes.mended(open.span.join(token.span), "there is nothing in these brackets: they are left out");
    while out.last().is_some_and(|last| matches!(last.kind, Kind::Minus | Kind::Not)) {
        out.pop();
    }
    Ok(())
}

/// Operators that lack what they join become words, with a note; those of nearness are errors.
fn settle_operators(tokens: Vec<Token>, text: &str, notes: &mut Notes) -> Result<Vec<Token>, Problem> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    // Brackets open since the value of a name, place, outlet or date began: `near5` is a word there.
    let mut in_value = 0;
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1);
        match token.kind {
            Kind::Open if in_value > 0 || out.last().is_some_and(takes_joined_words) => in_value += 1,
            Kind::Close if in_value > 0 => in_value -= 1,
            _ => {}
        }
        let starts = next.is_some_and(|next| starts_operand(&next.kind));
        let ends = out.last().is_some_and(|last: &Token| ends_operand(&last.kind));
        let written = token.span.get(text).unwrap_or("");
        let stays = match token.kind {
            Kind::Near(_) if in_value > 0 && !written.contains('/') && !is_capital(written) => false,
            Kind::And | Kind::Or | Kind::Near(_) => ends && starts,
            Kind::Not => starts,
            _ => true,
        };
        if token.kind == Kind::Not
            && let Some(near) = next.filter(|next| matches!(next.kind, Kind::Near(_)))
            && out.last().is_some_and(|last| ends_operand(&last.kind) || last.kind == Kind::And)
        {
            return Err(not_near(&out, token, near, tokens.get(i + 2), text));
        }
        if stays {
            if let Kind::Near(Proximity { within: Within::Words(words), .. }) = token.kind
                && !(1..=MAX_DISTANCE).contains(&words)
            {
                let message = format!("a distance lies between 1 and {MAX_DISTANCE} words");
                return Err(Problem::new(token.span, message));
            }
            out.push(token.clone());
            continue;
        }
        if matches!(token.kind, Kind::Near(_))
            && (written.contains('/') || written.ends_with(|c: char| c.is_ascii_digit()))
        {
            if written.contains('/') || is_capital(written) {
                return Err(Problem::new(token.span, format!("`{written}` needs something on either side"))
                    .hint("a NEAR/5 b: a within five words of b"));
            }
        } else {
            notes.mended(token.span, format!("`{written}` joins nothing here: it is read as a word"));
        }
        out.push(Token { span: token.span, kind: Kind::Word { text: written.to_owned(), exact: false } });
    }
    Ok(out)
}

/// `a NOT NEAR/5 b`: the error, with what is typed instead.
fn not_near(before: &[Token], not: &Token, near: &Token, right: Option<&Token>, text: &str) -> Problem {
    let word = |token: Option<&Token>, else_: &'static str| match token {
        Some(Token { span, kind: Kind::Word { .. } | Kind::Phrase { .. } }) => {
            span.get(text).unwrap_or(else_).to_owned()
        }
        _ => else_.to_owned(),
    };
    let left = word(before.iter().rev().find(|token| token.kind != Kind::And), "a");
    let (right, near_written) = (word(right, "b"), near.span.get(text).unwrap_or("NEAR/5"));
    Problem::new(not.span.join(near.span), "NOT cannot stand before an operator of nearness")
        .hint(format!("{left} -({left} {near_written} {right}) leaves out what has both near each other"))
}

fn is_capital(written: &str) -> bool {
    written.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether words that stand side by side in parentheses behind it are one value: `speaker:(mara lind)`.
fn takes_joined_words(token: &Token) -> bool {
    matches!(token.kind, Kind::Field(field) if joins_words(field))
}

fn joins_words(field: Field) -> bool {
    matches!(field.spec().matching, Matching::Name | Matching::Place | Matching::Exact | Matching::Date)
}

/// A word of such a value, and whether it is exact: a bare one, or one that stands in marks for the signs in it.
fn joined_word(kind: &Kind) -> Option<(&str, bool)> {
    match kind {
        Kind::Word { text, exact } => Some((text, *exact)),
        Kind::Phrase { text, exact, slop: 0 } if !is_name_token(text) && words::spelled(text).len() == 1 => {
            Some((text, *exact))
        }
        _ => None,
    }
}

fn starts_operand(kind: &Kind) -> bool {
    is_term(kind)
        || matches!(
            kind,
            Kind::Open | Kind::OpenBrace | Kind::Minus | Kind::Not | Kind::Field(_) | Kind::HeadLead | Kind::AtLeast(_)
        )
}

fn ends_operand(kind: &Kind) -> bool {
    is_term(kind) || matches!(kind, Kind::Close | Kind::CloseBrace | Kind::Repeat(_))
}

/// Words of a value that a note shows at most.
const MAX_SHOWN: usize = 8;

struct Parser<'a, 'n> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    /// Inside the value of a field whose values have several words: `speaker:(mara lind)`.
    merges_words: bool,
    is_period: IsPeriod<'a>,
    notes: &'n mut Notes,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next_is(&mut self, kind: &Kind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.at += usize::from(found);
        found
    }

    fn end(&self) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        Span::new(end, end)
    }

    fn or(&mut self) -> Result<Tree, Problem> {
        let mut branches = vec![self.and()?];
        while self.next_is(&Kind::Or) {
            branches.push(self.and()?);
        }
        let mixed = branches.iter().find(|branch| matches!(branch.node, Node::And(_)));
        if let Some(mixed) = mixed.filter(|_| branches.len() > 1) {
            self.notes.assumed(mixed.span, "AND binds before OR: put parentheses where you mean otherwise");
        }
        Ok(join(branches, Node::Or))
    }

    fn and(&mut self) -> Result<Tree, Problem> {
        let mut members = vec![self.near()?];
        while self.next_is(&Kind::And) || self.peek().is_some_and(|token| starts_operand(&token.kind)) {
            members.push(self.near()?);
        }
        self.note_small_operators(&members);
        Ok(join(members, Node::And))
    }

    fn note_small_operators(&mut self, members: &[Tree]) {
        for (i, member) in members.iter().enumerate() {
            let Node::Word { text, exact: false } = &member.node else { continue };
            let lower = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?')).to_lowercase();
            let between = i + 1 < members.len() && (i > 0 || lower == "not");
            if between && matches!(lower.as_str(), "or" | "and" | "not") && *text != lower.to_uppercase() {
                let capital = lower.to_uppercase();
                self.notes.mended(member.span, format!("`{text}` is a word here: the operator is {capital}"));
            }
            if i > 0 && between && text == "SAME" {
                self.notes.mended(member.span, "`SAME` is a word here: in one paragraph is written a /p b");
            }
        }
    }

    fn near(&mut self) -> Result<Tree, Problem> {
        let mut left = self.not()?;
        let mut chain = 0;
        while let Some(Token { kind: Kind::Near(proximity), span }) = self.peek() {
            chain += 1;
            if chain > MAX_DEPTH {
                return Err(Problem::new(*span, format!("at most {MAX_DEPTH} operators of nearness stand in a row")));
            }
            self.at += 1;
            let right = self.not()?;
            let span = left.span.join(right.span);
            left = Tree::new(span, Node::Near { proximity: *proximity, left: Box::new(left), right: Box::new(right) });
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Tree, Problem> {
        let start = self.peek().map_or(self.end(), |token| token.span);
        let mut negations = 0;
        while self.next_is(&Kind::Minus) || self.next_is(&Kind::Not) {
            negations += 1;
        }
        let inner = self.repeated()?;
        let span = start.join(inner.span);
        if negations > 1 {
            self.notes.assumed(span, "two negations cancel each other");
        }
        Ok(if negations % 2 == 1 { Tree::new(span, Node::Not(Box::new(inner))) } else { inner })
    }

    /// A primary with any `{3,}` behind it.
    fn repeated(&mut self) -> Result<Tree, Problem> {
        let inner = self.primary()?;
        let Some(Token { kind: Kind::Repeat(count), span }) = self.peek() else { return Ok(inner) };
        self.at += 1;
        let whole = inner.span.join(*span);
        // `said:word{3,}` counts inside the field.
        Ok(match inner {
            Tree { node: Node::Field { field, value }, .. } => {
                let inside = value.span.join(*span);
                let value = Box::new(Tree::new(inside, Node::AtLeast { count: *count, text: value }));
                Tree::new(whole, Node::Field { field, value })
            }
            inner => Tree::new(whole, Node::AtLeast { count: *count, text: Box::new(inner) }),
        })
    }

    fn primary(&mut self) -> Result<Tree, Problem> {
        let Some(token) = self.peek() else {
            return Err(Problem::new(self.end(), "something is missing at the end"));
        };
        self.at += 1;
        let span = token.span;
        let node = match &token.kind {
            Kind::Open => return self.bracket(token, &Kind::Close, Node::Group),
            Kind::OpenBrace => return self.bracket(token, &Kind::CloseBrace, Node::Braces),
            Kind::Field(field) => return self.field(*field, span),
            Kind::HeadLead => return self.function(span, Node::HeadLead),
            Kind::AtLeast(count) => {
                let count = *count;
                return self.function(span, |text| Node::AtLeast { count, text });
            }
            kind if self.merges_words && joined_word(kind).is_some() => return Ok(self.words(token)),
            Kind::Word { text, exact } => Node::Word { text: text.clone(), exact: *exact },
            Kind::Phrase { text, exact, slop } => Node::Phrase { text: text.clone(), exact: *exact, slop: *slop },
            Kind::Range { from, to, with_from, with_to } => {
                Node::Range { from: from.clone(), to: to.clone(), with_from: *with_from, with_to: *with_to }
            }
            Kind::Compare { comparison, value } => Node::Compare { comparison: *comparison, value: value.clone() },
            Kind::Everything => Node::Everything,
            Kind::Named(name) => Node::Named { name: name.clone(), text: String::new(), inner: None },
            _ => return Err(Problem::new(span, "this cannot stand here")),
        };
        Ok(Tree::new(span, node))
    }

    /// Words that stand side by side are one value: a name, a place, a date.
    fn words(&mut self, first: &Token) -> Tree {
        let (mut joined, mut whole) = (String::new(), first.span);
        let exact = joined_word(&first.kind).is_some_and(|(_, exact)| exact);
        self.at -= 1;
        while let Some(Token { kind, span }) = self.peek() {
            let Some((text, _)) = joined_word(kind).filter(|(_, same)| *same == exact) else { break };
            if matches!(text.to_lowercase().as_str(), "or" | "and" | "not") {
                let capital = text.to_uppercase();
                self.notes.mended(*span, format!("`{text}` is a word here: the operator is {capital}"));
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(text);
            whole = whole.join(*span);
            self.at += 1;
        }
        Tree::new(whole, Node::Word { text: joined, exact })
    }

    fn bracket(&mut self, open: &Token, close: &Kind, node: fn(Box<Tree>) -> Node) -> Result<Tree, Problem> {
        let inner = self.deeper(open.span, Self::or)?;
        let last = self.peek().map_or(self.end(), |token| token.span);
        if !self.next_is(close) {
            return Err(Problem::new(last, "this cannot stand here"));
        }
        Ok(Tree::new(open.span.join(last), node(Box::new(inner))))
    }

    fn function(&mut self, name: Span, node: impl FnOnce(Box<Tree>) -> Node) -> Result<Tree, Problem> {
        let inner = self.deeper(name, Self::primary)?;
        Ok(Tree::new(name.join(inner.span), node(Box::new(inner))))
    }

    fn deeper(&mut self, at: Span, read: fn(&mut Self) -> Result<Tree, Problem>) -> Result<Tree, Problem> {
        if self.depth == 2 * MAX_DEPTH {
            return Err(Problem::new(at, format!("brackets and functions stand at most {MAX_DEPTH} deep")));
        }
        self.depth += 1;
        let tree = read(self);
        self.depth -= 1;
        tree
    }

    fn field(&mut self, field: Field, name: Span) -> Result<Tree, Problem> {
        let takes = self
            .peek()
            .is_some_and(|token| is_term(&token.kind) || matches!(token.kind, Kind::Open | Kind::AtLeast(_)));
        if !takes {
            return Err(Problem::new(name, format!("{}: needs a value", field.name()))
                .hint(format!("for example {}", field.spec().example)));
        }
        let matching = field.spec().matching;
        let is_group = self.peek().is_some_and(|token| token.kind == Kind::Open);
        let outer = self.merges_words;
        self.merges_words = is_group && joins_words(field);
        let value = self.deeper(name, Self::primary);
        self.merges_words = outer;
        let mut value = value?;
        if matching == Matching::Date {
            value = self.longest_period(field, value);
        } else {
            self.note_next_word(field, &value);
        }
        Ok(Tree::new(name.join(value.span), Node::Field { field, value: Box::new(value) }))
    }

    /// `date:10 Oct 2025` without marks: takes in the words that follow as far as they make a date.
    fn longest_period(&mut self, field: Field, value: Tree) -> Tree {
        let Node::Word { text, exact: false } = &value.node else { return value };
        if text.contains("..") {
            return value;
        }
        let mut joined = text.clone();
        let mut longest = None;
        for (i, token) in self.tokens[self.at..].iter().take(4).enumerate() {
            let Kind::Word { text, exact: false } = &token.kind else { break };
            joined = format!("{joined} {text}");
            if (self.is_period)(&joined) {
                longest = Some((i + 1, joined.clone(), value.span.join(token.span)));
            }
        }
        let Some((taken, text, span)) = longest else { return value };
        self.at += taken;
        self.notes.mended(span, format!("read as {}:\"{text}\"", field.name()));
        Tree::new(span, Node::Word { text, exact: false })
    }

    /// `speaker:mara lind`: the second word does not belong to the field.
    fn note_next_word(&mut self, field: Field, value: &Tree) {
        if !matches!(field.spec().matching, Matching::Text | Matching::Name | Matching::Place | Matching::Exact) {
            return;
        }
        let (Node::Word { text, exact: false }, Some(Token { kind: Kind::Word { text: next, exact: false }, .. })) =
            (&value.node, self.peek())
        else {
            return;
        };
        let name = field.name();
        if matches!(field, Field::Title | Field::Lead | Field::Byline | Field::Role | Field::Cue | Field::Mention) {
            let bare = self.tokens[self.at..].iter().map_while(|token| match &token.kind {
                Kind::Word { text, exact: false } => Some(text.as_str()),
                _ => None,
            });
            let mut words: Vec<&str> = std::iter::once(text.as_str()).chain(bare).take(MAX_SHOWN + 1).collect();
            if words.len() > MAX_SHOWN {
                words[MAX_SHOWN] = "…";
            }
            let all = words.join(" ");
            let note = format!("only `{text}` is asked for in {name}: all of it is written {name}:({all})");
            self.notes.assumed(value.span, note);
            return;
        }
        self.notes.advise(
            value.span,
            format!("{name}: takes `{text}` only; with what follows it is {name}:\"{text} {next}\""),
        );
    }
}

/// A single tree as it is; several under one node.
fn join(mut trees: Vec<Tree>, node: fn(Vec<Tree>) -> Node) -> Tree {
    match (trees.len(), trees.first().map(|tree| tree.span), trees.last().map(|tree| tree.span)) {
        (2.., Some(first), Some(last)) => Tree::new(first.join(last), node(trees)),
        _ => trees.pop().unwrap_or(Tree::new(Span::default(), Node::Everything)),
    }
}
