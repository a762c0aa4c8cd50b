//! The skeleton of a Rust file: modules, imports, items, signatures, and every path with its kind and place.

pub mod facts;
