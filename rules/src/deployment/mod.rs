//! Rules on how services are deployed and find each other.

pub mod hardcoded_address;
pub mod no_probe;
pub mod no_resource_limits;
pub mod single_replica;
pub mod unresolvable_host;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[
    &no_probe::RULE,
    &hardcoded_address::RULE,
    &unresolvable_host::RULE,
    &single_replica::RULE,
    &no_resource_limits::RULE,
];
