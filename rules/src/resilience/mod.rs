//! Rules on calls between processes that can fail.

pub mod no_timeout;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&no_timeout::RULE];
