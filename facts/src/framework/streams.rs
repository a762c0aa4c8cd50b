//! Names of the functions by which streams are put together.

/// Functions that make one stream of those in their arguments.
pub const JOINING: &[&str] = &["select", "select_all", "select_with_strategy", "merge", "pin"];
