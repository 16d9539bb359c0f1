//! Named queries: `query:eu` stands for the text of that name, as if it stood there in parentheses. The names are handed in;
//! nothing is read here.

use std::collections::BTreeMap;

use super::limits::{MAX_DEPTH, MAX_TERMS};
use super::notes::{Notes, Problem};
use super::parser::{self, IsPeriod};
use super::suggest;
use super::tree::{Node, Tree};
use crate::text::Span;

/// What stands before the colon.
pub const FIELD: &str = "query";

/// Names that may stand for one another in a row.
const MAX_CHAIN: usize = 16;

/// Characters of a text that are told in a note.
const SHOWN_CHARS: usize = 160;

/// Names and the queries that they stand for. Upper and lower case are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Gives a query a name, in place of any that had it.
    ///
    /// # Errors
    /// What is wrong with the name, for people.
    pub fn define(&mut self, name: &str, text: &str) -> Result<(), String> {
        if !is_name(name) {
            return Err(format!("`{name}` is no name of a query: it has letters, digits, `-`, `_` and `.` only"));
        }
        self.0.insert(name.to_lowercase(), text.to_owned());
        Ok(())
    }

    /// What a name stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(&name.to_lowercase()).map(String::as_str)
    }

    /// All names in lower case, sorted, with what they stand for.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Puts what the names stand for below them, and tells it in notes.
pub(super) fn expand(
    tree: &mut Tree,
    names: &Names,
    is_period: IsPeriod<'_>,
    notes: &mut Notes,
) -> Result<(), Problem> {
    Expansion { names, is_period, notes, chain: Vec::new(), terms: 0, depth: 0 }.walk(tree, None)
}

struct Expansion<'a, 'n> {
    names: &'a Names,
    is_period: IsPeriod<'a>,
    notes: &'n mut Notes,
    /// The names that are being looked up, the outermost first.
    chain: Vec<String>,
    /// Words, phrases and values of all that was looked up.
    terms: usize,
    /// Brackets and names around what is walked.
    depth: usize,
}

impl Expansion<'_, '_> {
    /// `outer` is the place of the outermost name, for notes.
    fn walk(&mut self, tree: &mut Tree, outer: Option<Span>) -> Result<(), Problem> {
        let span = tree.span;
        let is_level = matches!(
            tree.node,
            Node::Group(_) | Node::Braces(_) | Node::HeadLead(_) | Node::AtLeast { .. } | Node::Named { .. }
        );
        self.depth += usize::from(is_level);
        if self.depth > 2 * MAX_DEPTH {
            let message = format!("brackets stand at most {MAX_DEPTH} deep, those of named queries counted in");
            return Err(Problem::new(span, message));
        }
        let looked_up = if let Node::Named { name, .. } = &tree.node { Some(name.clone()) } else { None };
        match looked_up {
            Some(name) => {
                let (text, mut inner) = self.look_up(&name, span, outer)?;
                self.chain.push(name.clone());
                self.walk(&mut inner, outer.or(Some(span))).map_err(|problem| problem.inside(&name, &text))?;
                self.chain.pop();
                tree.node = Node::Named { name, text, inner: Some(Box::new(inner)) };
            }
            None => tree.children_mut().into_iter().try_for_each(|child| self.walk(child, outer))?,
        }
        self.depth -= usize::from(is_level);
        Ok(())
    }

    /// The text of a name, and what is read of it.
    fn look_up(&mut self, name: &str, span: Span, outer: Option<Span>) -> Result<(String, Tree), Problem> {
        let Some(text) = self.names.get(name) else { return Err(self.unknown(name, span)) };
        if self.chain.iter().any(|before| before.to_lowercase() == name.to_lowercase()) {
            let chain: Vec<String> =
                self.chain.iter().map(String::as_str).chain([name]).map(|name| format!("query:{name}")).collect();
            return Err(Problem::new(span, format!("query:{name} stands for itself: {}", chain.join(" → "))));
        }
        if self.chain.len() == MAX_CHAIN {
            return Err(Problem::new(span, format!("at most {MAX_CHAIN} named queries stand one inside another")));
        }
        let mut notes = Notes::new(None);
        let read = parser::read(text, self.is_period, &mut notes).map_err(|problem| problem.inside(name, text))?;
        let Some(inner) = read else {
            return Err(Problem::new(span, format!("query:{name} stands for nothing: its text is empty")));
        };
        self.terms += terms(&inner);
        if self.terms > MAX_TERMS {
            let message = format!("named queries stand for at most {MAX_TERMS} words, phrases and values in one query");
            return Err(Problem::new(span, message));
        }
        let place = outer.unwrap_or(span);
        self.notes.assumed(place, format!("query:{name} is {}", shortened(text)));
        self.notes.take_from(notes, name, place);
        Ok((text.to_owned(), inner))
    }

    fn unknown(&self, name: &str, span: Span) -> Problem {
        let problem = Problem::new(span, format!("no query is called `{name}`"));
        let known: Vec<&str> = self.names.iter().map(|(name, _)| name).collect();
        if known.is_empty() {
            return problem.hint("names are given in the config file, below [queries]; `onrecord config` tells where");
        }
        // names are often too short for slips to be told by their number
        let typed = name.to_lowercase();
        let begins = |known: &&str| known.starts_with(&typed) || typed.starts_with(known);
        match suggest::nearest(name, known.iter().copied()).or_else(|| known.iter().copied().find(begins)) {
            Some(near) => problem.hint(format!("did you mean query:{near}?")),
            None => {
                let shown = known.iter().take(10).map(|name| format!("query:{name}")).collect::<Vec<_>>().join(", ");
                let more = if known.len() > 10 { ", …" } else { "" };
                problem.hint(format!("known are {shown}{more}"))
            }
        }
    }
}

/// Words, phrases and values of a tree.
fn terms(tree: &Tree) -> usize {
    let children = tree.children();
    if children.is_empty() { 1 } else { children.into_iter().map(terms).sum() }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
