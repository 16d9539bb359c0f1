//! The one evaluator: does an article satisfy a query, which of its quotations answer, and where stand the words that
//! matched. Searching without an index, passages and highlights all ask here.

mod loose;
pub mod positional;
