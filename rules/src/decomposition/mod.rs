//! Rules on how a system is cut: bounded contexts, single responsibility, loose coupling.

pub mod dependency_cycle;
pub mod service_depends_on_service;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&dependency_cycle::RULE, &service_depends_on_service::RULE];
