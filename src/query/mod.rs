//! The query language: text in, a [`ast::Query`] out, with all that was assumed on the way. No engine is known here.

pub mod ast;
