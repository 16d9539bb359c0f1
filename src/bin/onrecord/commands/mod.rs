//! The verbs, a file each.

pub(crate) mod asking;
pub(crate) mod check;
pub(crate) mod cite;
pub(crate) mod compare;
pub(crate) mod complete;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod count;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod fields;
pub(crate) mod first;
pub(crate) mod index;
pub(crate) mod kwic;
pub(crate) mod man;
pub(crate) mod nearest;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod speaker;
pub(crate) mod speakers;
pub(crate) mod stats;
pub(crate) mod timeline;
pub(crate) mod top;
pub(crate) mod welcome;
