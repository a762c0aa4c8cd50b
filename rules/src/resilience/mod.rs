//! Rules on calls between processes that can fail.

pub mod client_per_request;
pub mod no_timeout;
pub mod panic_on_remote_error;
pub mod retry_policy;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[
    &no_timeout::RULE,
    &retry_policy::RULE,
    &client_per_request::RULE,
    &panic_on_remote_error::RULE,
];
