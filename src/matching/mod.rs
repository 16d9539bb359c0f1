//! Does this article satisfy this query, and where: the one evaluator, of plain texts and of positions alike.

pub mod positional;
