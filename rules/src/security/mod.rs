//! Rules on secrets and on who may do what.

pub mod committed_secret;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&committed_secret::RULE];
