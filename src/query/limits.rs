//! How large a query may be. Each limit is named in the error that it causes.

/// Characters of a query.
pub const MAX_CHARS: usize = 10_000;

/// Levels of parentheses and of functions, and operators of nearness in one chain.
pub const MAX_DEPTH: usize = 64;

/// Words, phrases and values.
pub const MAX_TERMS: usize = 1_024;

/// The number of `NEAR/n` and of `"…"~n`.
pub const MAX_DISTANCE: u32 = 1_000;

/// Words of a phrase with `~n`.
pub const MAX_SLOPPY_WORDS: usize = 32;

/// The number of `ATLEASTn(…)`.
pub const MAX_AT_LEAST: u32 = 1_000;

/// Quotations that are asked for at once, as by `{…} {…}`.
pub const MAX_GROUPS: usize = 8;

/// Ways in which one AND can be satisfied, where its ORs ask for different numbers of quotations.
pub const MAX_WAYS: usize = 256;
