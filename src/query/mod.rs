//! The query language: text in, a [`ast::Query`] out, with all that was assumed on the way. No engine is known here.
//!
//! Text goes through tokens (`lexer`) to a tree as written ([`tree`], by `parser`), through meanings (`resolve`, `value`,
//! `words`, [`period`]) to the query as meant (`group`, [`ast`]); `print` writes it back, `echo` says it in words.
//!
#![doc = include_str!("language.md")]

pub mod ast;
mod echo;
pub mod error;
mod group;
mod lexer;
pub mod limits;
pub mod named;
mod notes;
mod parser;
pub mod period;
pub mod plain;
mod print;
mod resolve;
pub mod suggest;
pub mod tree;
mod value;
pub mod ways;
mod words;

use chrono::NaiveDate;

use crate::field::{Field, Matching};
use crate::lexicon::Lexicon;
use ast::{Query, Unit};
use group::Mean;
use named::Names;
use notes::{Notes, Problem};
use resolve::Resolver;
use tree::{Node, Tree};

pub use error::{Note, NoteKind, QueryError};

/// The page on the language, for people: Markdown.
pub const LANGUAGE: &str = include_str!("language.md");

/// What the meaning of a query depends on, the text apart.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The day that "today" means.
    pub today: NaiveDate,
    /// Articles or quotations: what bare words mean.
    pub unit: Unit,
    /// Places and titles.
    pub lexicon: &'a Lexicon,
    /// Whether what would be mended with a note is an error instead.
    pub strict: bool,
}

/// A query that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What it means.
    pub query: Query,
    /// One line, in words, on how it was understood.
    pub echo: String,
    /// What was assumed, in the order of the text.
    pub notes: Vec<Note>,
    /// The members of the topmost AND, one by one, so that each can be counted when nothing is found. Never empty.
    pub clauses: Vec<Clause>,
    /// The query as it was written, a node a line, for `--explain`.
    pub tree: String,
}

/// One member of the topmost AND.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// As the user would write it.
    pub text: String,
    /// What it means when it stands alone.
    pub query: Query,
}

/// Reads a query.
///
/// # Errors
/// When it cannot be understood; the error says where and what to write instead.
pub fn parse(text: &str, options: &Options<'_>) -> Result<Parsed, QueryError> {
    parse_with_flags(text, &[], options)
}

/// Reads a query and the values of flags, each ANDed with it; quotation clauses of flags join the topmost group. The value
/// of a flag is read as if it stood in quotation marks, unless it begins with a mark, a parenthesis, `[`, `=`, `<` or `>`:
/// `--said 'political will'` is `said:"political will"`, `--said '(political OR civic)'` is `said:(political OR civic)`.
///
/// # Errors
/// As [`parse`]; [`QueryError::flag`] tells the flag.
pub fn parse_with_flags(text: &str, flags: &[(Field, String)], options: &Options<'_>) -> Result<Parsed, QueryError> {
    parse_with_names(text, flags, &Names::default(), options)
}

/// Reads a query as [`parse_with_flags`] does, in which `query:name` may stand for the text of that name. The query that
/// comes out holds what the names stand for, and a note tells it.
///
/// # Errors
/// As [`parse_with_flags`]; and when a name is not known, stands for itself by way of others, or for what is no query.
pub fn parse_with_names(
    text: &str,
    flags: &[(Field, String)],
    names: &Names,
    options: &Options<'_>,
) -> Result<Parsed, QueryError> {
    let mut reading = Reading::default();
    reading.text(text, names, options)?;
    for (field, value) in flags {
        reading.flag(*field, value, names, options)?;
    }
    reading.finish(text, options)
}

/// What was read so far: the members of the topmost AND.
#[derive(Default)]
struct Reading {
    members: Vec<Mean>,
    clauses: Vec<Clause>,
    notes: Vec<Note>,
    outlines: Vec<String>,
}

impl Reading {
    fn text(&mut self, text: &str, names: &Names, options: &Options<'_>) -> Result<(), QueryError> {
        let mut notes = Notes::new(None);
        let is_period = |text: &str| period::parse(text, options.today).is_ok();
        let read = parser::read(text, &is_period, &mut notes).and_then(|tree| {
            let Some(mut tree) = tree else { return Ok(()) };
            named::expand(&mut tree, names, &is_period, &mut notes)?;
            self.members_of(&tree, text, options, &mut notes)
        });
        read.map_err(|problem| notes.fail(text, problem))?;
        if self.members.is_empty() && !text.trim().is_empty() {
            let problem = Problem::new(resolve::whole(text), "there is no word in this query");
            return Err(notes.fail(text, problem.hint("* finds everything")));
        }
        self.notes.extend(notes.finish(text, options.strict)?);
        Ok(())
    }

    /// Takes in the members of the topmost AND, each with what it means alone.
    fn members_of(&mut self, tree: &Tree, text: &str, options: &Options<'_>, notes: &mut Notes) -> Result<(), Problem> {
        self.outlines.push(tree.outline());
        let mean = Resolver::new(options, notes).resolve(tree)?;
        let parts: Vec<&Tree> = match &tree.node {
            Node::And(parts) => parts.iter().collect(),
            _ => vec![tree],
        };
        for part in parts {
            // The notes on it are there already.
            let mut again = Notes::new(None);
            let Some(mean) = Resolver::new(options, &mut again).resolve(part)? else { continue };
            if group::is_mixed(&mean)
                && matches!(part.node, Node::Group(_) | Node::Named { .. })
                && mean_parts(&tree.node) > 1
            {
                notes.assumed(
                    part.span,
                    "these parentheses mix quotation and article fields: their quotation is another than that beside them",
                );
            }
            let query = group::query(mean, options.unit)?;
            self.clauses.push(Clause { text: part.span.get(text).unwrap_or_default().trim().to_owned(), query });
        }
        match mean {
            Some(Mean::And(members)) if matches!(tree.node, Node::And(_)) => self.members.extend(members),
            Some(mean) => self.members.push(mean),
            None => {}
        }
        Ok(())
    }

    fn flag(&mut self, field: Field, value: &str, names: &Names, options: &Options<'_>) -> Result<(), QueryError> {
        let mut notes = Notes::new(Some(field));
        let is_period = |text: &str| period::parse(text, options.today).is_ok();
        let read = flag_tree(field, value, options, &mut notes).and_then(|mut tree| {
            named::expand(&mut tree, names, &is_period, &mut notes)?;
            let mean = Resolver::new(options, &mut notes).resolve(&tree)?;
            self.outlines.push(tree.outline());
            let Some(mean) = mean else { return Ok(()) };
            let query = group::query(mean.clone(), options.unit)?;
            let text = query.display(options.unit).to_string();
            self.clauses.push(Clause { text, query });
            self.members.push(mean);
            Ok(())
        });
        read.map_err(|problem| notes.fail(value, problem))?;
        self.notes.extend(notes.finish(value, options.strict)?);
        Ok(())
    }

    fn finish(mut self, text: &str, options: &Options<'_>) -> Result<Parsed, QueryError> {
        let mut notes = Notes::new(None);
        let mean = if self.members.len() == 1 { self.members.pop() } else { Some(Mean::And(self.members)) };
        let query = match mean {
            Some(Mean::And(members)) if members.is_empty() => Query::All,
            Some(mean) => group::query(mean, options.unit).map_err(|problem| notes.fail(text, problem))?,
            None => Query::All,
        };
        group::check_size(&query, resolve::whole(text)).map_err(|problem| notes.fail(text, problem))?;
        if has_no_day(&query) {
            notes.advise(resolve::whole(text), "no day satisfies all of these dates");
        }
        self.notes.extend(notes.finish(text, options.strict)?);
        if self.clauses.is_empty() {
            self.clauses.push(Clause { text: text.trim().to_owned(), query: query.clone() });
        }
        Ok(Parsed {
            echo: echo::line(&query, options.unit),
            query,
            notes: self.notes,
            clauses: self.clauses,
            tree: self.outlines.join("\n"),
        })
    }
}

fn mean_parts(node: &Node) -> usize {
    if let Node::And(parts) = node { parts.len() } else { 1 }
}

/// The value of a flag as a tree.
fn flag_tree(field: Field, value: &str, options: &Options<'_>, notes: &mut Notes) -> Result<Tree, Problem> {
    let span = resolve::whole(value);
    if value.chars().count() > limits::MAX_CHARS {
        return Err(Problem::new(span, format!("a value has at most {} characters", limits::MAX_CHARS)));
    }
    let first = value.trim_start().chars().next().unwrap_or(' ');
    let is_expression = lexer::is_mark(first) || matches!(first, '(' | '[' | '=' | '<' | '>' | '≤' | '≥' | '{');
    let is_words = !matches!(field.spec().matching, Matching::Date | Matching::Number | Matching::Choice(_));
    if is_words && let Some(problem) = misread(field, value) {
        return Err(problem);
    }
    let inner = if is_expression {
        let is_period = |text: &str| period::parse(text, options.today).is_ok();
        parser::read_value(field, value, &is_period, notes)?
    } else if value.trim() == "*" {
        Tree::new(span, Node::Everything)
    } else if matches!(field, Field::Speaker) && value.trim().eq_ignore_ascii_case("none") {
        Tree::new(span, Node::Word { text: value.trim().to_owned(), exact: false })
    } else {
        let written = |operator: &&str| value.split_whitespace().any(|word| word == *operator);
        let operator = ["OR", "AND", "NOT"].into_iter().find(written).filter(|_| value.contains(char::is_lowercase));
        if is_words && let Some(operator) = operator {
            let (name, value) = (field.name(), value.trim());
            let how = format!("{name}:({value}) in the query, --{name} '({value})' as a flag");
            notes.mended(span, format!("`{operator}` is a word in this value: it is an operator in {how}"));
        }
        Tree::new(span, Node::Phrase { text: value.to_owned(), exact: false, slop: 0 })
    };
    Ok(Tree::new(span, Node::Field { field, value: Box::new(inner) }))
}

/// What in the value of a flag would be dropped, or is no name.
fn misread(field: Field, value: &str) -> Option<Problem> {
    let (span, value, name) = (resolve::whole(value), value.trim(), field.name());
    if let Some(rest) = value.strip_prefix('-').filter(|rest| rest.starts_with(lexer::can_be_negated)) {
        let quoted = rest.contains(char::is_whitespace) && !rest.starts_with(lexer::is_mark) && !rest.starts_with('(');
        let rest = if quoted { format!("\"{rest}\"") } else { rest.to_owned() };
        return Some(
            Problem::new(span, "a minus stands before the field, not before its value")
                .hint(format!("-{name}:{rest} in the query leaves out what has that value")),
        );
    }
    let inner = lexer::name_before_colon(value).filter(|_| field.spec().matching == Matching::Name)?;
    Field::named(inner)?;
    let bare = value[inner.len() + 1..].trim();
    let problem = Problem::new(span, format!("a name is wanted here, and `{value}` is a query"));
    Some(if bare.is_empty() { problem } else { problem.hint(format!("the name alone: {bare}")) })
}

/// Whether the dates of an AND leave no day.
fn has_no_day(query: &Query) -> bool {
    let Query::And(members) = query else { return false };
    let mut days = crate::date::DateRange::default();
    for member in members {
        if let Query::Date(range) = member {
            days.from = days.from.max(range.from);
            days.to = [days.to, range.to].into_iter().flatten().min();
        }
    }
    days.is_empty()
}

#[cfg(test)]
mod tests;
