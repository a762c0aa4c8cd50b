//! Rules on layers, ports and adapters: Hexagonal Architecture.

pub mod layer_dependency;
pub mod technology_in_core;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[&layer_dependency::RULE, &technology_in_core::RULE];
