//! Rules on how services are deployed and find each other.

pub mod no_probe;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&no_probe::RULE];
