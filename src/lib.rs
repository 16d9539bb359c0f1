//! A search engine for political news: who said what, where and when.
//!
//! Data flows one way, and the rooms stand in the order of the flow:
//!
//! | floor | rooms | what they do |
//! |---|---|---|
//! | 1 | [`text`], [`date`] | words and terms, civil dates |
//! | 2 | [`article`], [`annotation`], [`field`], [`lexicon`] | what an article is, what is found in it, what can be asked, word tables |
//! | 3 | [`read`], [`analysis`], [`query`] | bytes → articles; article → dateline, people, places, quotations; text → query |
//! | 4 | [`document`], [`matching`] | article and analysis → documents; does this article satisfy this query, and where |
//! | 5 | [`engine`] | the contract between those who ask and those who hold an index |
//! | 6 | [`local`], [`scan`], [`ingest`], [`search`] | the engine on tantivy, the naive engine, filling an index, asking it |
//! | 7 | [`render`] | answers → text for people, JSON, CSV |
//!
//! A room names only rooms on lower floors; `tests/flow.rs` holds it to that.

pub mod analysis;
pub mod annotation;
pub mod article;
pub mod date;
pub mod document;
pub mod engine;
pub mod field;
pub mod ingest;
pub mod lexicon;
pub mod local;
pub mod matching;
pub mod query;
pub mod read;
pub mod render;
pub mod scan;
pub mod search;
pub mod text;
