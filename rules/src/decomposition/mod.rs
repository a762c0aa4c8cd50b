//! Rules on how a system is cut: bounded contexts, single responsibility, loose coupling.

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[];
