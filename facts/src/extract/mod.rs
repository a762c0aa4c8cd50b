//! One extractor a kind of file: each a pure function from a text to its facts.

pub mod proto;
pub mod rust;
pub mod sql;
