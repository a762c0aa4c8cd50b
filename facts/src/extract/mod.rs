//! One extractor a kind of file: each a pure function from a text to its facts.

pub mod rust;
pub mod yaml;
