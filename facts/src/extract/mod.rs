//! One extractor a kind of file: each a pure function from a text to its facts.

pub mod ci;
pub mod compose;
pub mod connector;
pub mod dockerfile;
pub mod env_file;
pub mod kubernetes;
pub mod profile;
pub mod proto;
pub mod rust;
pub mod sql;
pub mod yaml;
