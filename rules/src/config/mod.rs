//! Rules on the configuration, on suppressions, and on what could not be seen.

pub mod bad_suppression;
pub mod blind_spot;
pub mod empty_selector;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] =
    &[&empty_selector::RULE, &bad_suppression::RULE, &blind_spot::RULE];
