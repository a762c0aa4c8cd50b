//! Rules on routes and who calls them.

pub mod unknown_endpoint;
pub mod unversioned;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&unversioned::RULE, &unknown_endpoint::RULE];
