//! Rules on health checks, logs and traces.

pub mod log_pipeline;
pub mod no_health_check;
pub mod no_tracing;
pub mod shallow_readiness;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] =
    &[&no_health_check::RULE, &shallow_readiness::RULE, &log_pipeline::RULE, &no_tracing::RULE];
