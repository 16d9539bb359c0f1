//! Answers as text for people, as JSON and as CSV. What comes in are answers; what goes out are bytes on a writer that is
//! handed in. Nothing here asks an engine, and every word from outside is made harmless on its way.

pub mod extract;
pub mod sanitize;
pub mod style;
