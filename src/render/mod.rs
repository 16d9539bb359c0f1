//! Answers as text for people, as JSON and as CSV. What comes in are answers; what goes out is text, or bytes on a writer
//! that is handed in. Nothing here asks an engine, and every word from outside is made harmless on its way.

pub mod axis;
pub mod chart;
pub mod cite;
pub mod compare;
pub mod count;
pub mod explain;
pub mod extract;
pub mod hits;
pub mod kwic;
pub mod nearest;
pub mod plot;
pub mod profile;
pub mod provenance;
pub mod query_plan;
pub mod ranking;
pub mod sanitize;
pub mod show;
pub mod stats;
pub mod style;
pub mod summary;
pub mod table;
pub mod timeline;

/// The JSON Schema of all that is printed as JSON.
pub const JSON_SCHEMA: &str = include_str!("schema.json");
