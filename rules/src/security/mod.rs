//! Rules on secrets and on who may do what.

pub mod committed_secret;
pub mod logged_secret;
pub mod permissive_cors;
pub mod unauthenticated_endpoint;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[
    &unauthenticated_endpoint::RULE,
    &committed_secret::RULE,
    &permissive_cors::RULE,
    &logged_secret::RULE,
];
