//! A query as it was written: a span on every node, nothing yet resolved. What the nodes mean stands in `resolve`.

use std::fmt::Write;

use super::ast::Within;
use super::error::clean;
use crate::field::Field;
use crate::text::Span;

/// A node and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The bytes of the text that it was written in.
    pub span: Span,
    /// What it is.
    pub node: Node,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `a b`, `a AND b`. At least two.
    And(Vec<Tree>),
    /// `a OR b`. At least two.
    Or(Vec<Tree>),
    /// `-a`, `NOT a`.
    Not(Box<Tree>),
    /// `a NEAR/5 b` and its like.
    Near {
        /// How near, and in which order.
        proximity: Proximity,
        /// What stands before the operator.
        left: Box<Tree>,
        /// What stands behind it.
        right: Box<Tree>,
    },
    /// `(a)`.
    Group(Box<Tree>),
    /// `{a}`.
    Braces(Box<Tree>),
    /// `field:value`.
    Field {
        /// The field.
        field: Field,
        /// Its value: a word, a phrase, a group, a range or a comparison.
        value: Box<Tree>,
    },
    /// `HLEAD(a)`.
    HeadLead(Box<Tree>),
    /// `ATLEAST3(a)`, `a{3,}`.
    AtLeast {
        /// How many.
        count: u32,
        /// Of what.
        text: Box<Tree>,
    },
    /// A run of characters without a blank.
    Word {
        /// The characters, `=` apart.
        text: String,
        /// Whether `=` stood before it.
        exact: bool,
    },
    /// `"a b"`.
    Phrase {
        /// What stands between the marks.
        text: String,
        /// Whether `=` stood before it.
        exact: bool,
        /// The number of `~5`; 0 without.
        slop: u32,
    },
    /// `[a TO b]`; braces leave the end out.
    Range {
        /// The lower end; none for `*`.
        from: Option<String>,
        /// The upper end.
        to: Option<String>,
        /// Whether the lower end belongs to it.
        with_from: bool,
        /// Whether the upper end belongs to it.
        with_to: bool,
    },
    /// `>=a`.
    Compare {
        /// How.
        comparison: Comparison,
        /// With what.
        value: String,
    },
    /// `*`.
    Everything,
    /// `query:name`; it stands where what it is short for stood in parentheses.
    Named {
        /// The name, as it was written.
        name: String,
        /// What it stands for; empty until it is looked up.
        text: String,
        /// The same, read; its spans are bytes of `text`. None until it is looked up.
        inner: Option<Box<Tree>>,
    },
}

/// How near two things must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proximity {
    /// How near.
    pub within: Within,
    /// Whether the left one comes first.
    pub ordered: bool,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Tree {
    /// A node at a place.
    #[must_use]
    pub fn new(span: Span, node: Node) -> Self {
        Self { span, node }
    }

    /// The tree inside any parentheses around it, and inside names that stand for it.
    #[must_use]
    pub fn inside_groups(&self) -> &Self {
        let mut tree = self;
        while let Node::Group(inner) | Node::Named { inner: Some(inner), .. } = &tree.node {
            tree = inner;
        }
        tree
    }

    /// The tree for people: a node a line, children two blanks further in, no line feed at the end.
    #[must_use]
    pub fn outline(&self) -> String {
        let mut out = String::new();
        self.write_outline(0, &mut out);
        out.truncate(out.trim_end().len());
        out
    }

    fn write_outline(&self, depth: usize, out: &mut String) {
        let _ = writeln!(out, "{}{}", "  ".repeat(depth), clean(&self.label()));
        for child in self.children() {
            child.write_outline(depth + 1, out);
        }
    }

    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.node {
            Node::And(members) | Node::Or(members) => members.iter().collect(),
            Node::Not(inner) | Node::Group(inner) | Node::Braces(inner) | Node::HeadLead(inner) => vec![inner],
            Node::Near { left, right, .. } => vec![left, right],
            Node::Field { value, .. } => vec![value],
            Node::AtLeast { text, .. } => vec![text],
            Node::Named { inner, .. } => inner.iter().map(|inner| &**inner).collect(),
            Node::Word { .. } | Node::Phrase { .. } | Node::Range { .. } | Node::Compare { .. } | Node::Everything => {
                Vec::new()
            }
        }
    }

    /// The trees right below this one.
    pub(super) fn children_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.node {
            Node::And(members) | Node::Or(members) => members.iter_mut().collect(),
            Node::Not(inner) | Node::Group(inner) | Node::Braces(inner) | Node::HeadLead(inner) => vec![inner],
            Node::Near { left, right, .. } => vec![left, right],
            Node::Field { value, .. } => vec![value],
            Node::AtLeast { text, .. } => vec![text],
            Node::Named { inner, .. } => inner.iter_mut().map(|inner| &mut **inner).collect(),
            Node::Word { .. } | Node::Phrase { .. } | Node::Range { .. } | Node::Compare { .. } | Node::Everything => {
                Vec::new()
            }
        }
    }

    fn label(&self) -> String {
        let equals = |exact: bool| if exact { "=" } else { "" };
        match &self.node {
            Node::And(_) => "AND".into(),
            Node::Or(_) => "OR".into(),
            Node::Not(_) => "NOT".into(),
            Node::Near { proximity, .. } => proximity.sign(),
            Node::Group(_) => "( )".into(),
            Node::Braces(_) => "{ }".into(),
            Node::Field { field, .. } => format!("{}:", field.name()),
            Node::HeadLead(_) => "HLEAD".into(),
            Node::AtLeast { count, .. } => format!("ATLEAST{count}"),
            Node::Word { text, exact } => format!("{}{text}", equals(*exact)),
            Node::Phrase { text, exact, slop: 0 } => format!("{}\"{text}\"", equals(*exact)),
            Node::Phrase { text, exact, slop } => format!("{}\"{text}\"~{slop}", equals(*exact)),
            Node::Range { from, to, with_from, with_to } => format!(
                "{}{} TO {}{}",
                if *with_from { '[' } else { '{' },
                from.as_deref().unwrap_or("*"),
                to.as_deref().unwrap_or("*"),
                if *with_to { ']' } else { '}' }
            ),
            Node::Compare { comparison, value } => format!("{}{value}", comparison.sign()),
            Node::Everything => "*".into(),
            Node::Named { name, .. } => format!("query:{name}"),
        }
    }
}

impl Proximity {
    /// The operator, as it is printed.
    #[must_use]
    pub fn sign(self) -> String {
        let word = if self.ordered { "BEFORE" } else { "NEAR" };
        match self.within {
            Within::Words(n) => format!("{word}/{n}"),
            Within::Sentence => if self.ordered { "BEFORE/s" } else { "/s" }.into(),
            Within::Paragraph => if self.ordered { "BEFORE/p" } else { "/p" }.into(),
        }
    }
}
