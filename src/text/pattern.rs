//! Patterns over folded words: wildcards and edit distance.
