//! Rules on what code, configuration and declarations say of each other.

pub mod config_wiring;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&config_wiring::RULE];
