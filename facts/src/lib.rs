//! Reads a Rust system once and answers questions about it.

pub mod discover;
pub mod extract;
pub mod place;
pub mod problem;
