//! Formats, dates and identities, from bytes to articles.
