//! Rules on databases and who owns what is in them.

pub mod blocking_in_async;
pub mod connection_per_request;
pub mod duplicate_table_owner;
pub mod foreign_table_access;
pub mod shared_database;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[
    &shared_database::RULE,
    &foreign_table_access::RULE,
    &duplicate_table_owner::RULE,
    &connection_per_request::RULE,
    &blocking_in_async::RULE,
];
