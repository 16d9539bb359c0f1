//! Asking an index: hits from an engine become answers with passages. Nothing here knows which engine it is, and nothing
//! is printed.

pub mod answer;
pub mod bearers;
pub mod empty;
pub mod show;
pub mod suggest;
