//! Rules on layers, ports and adapters: Hexagonal Architecture.

pub mod adapter_coupling;
pub mod handler_bypasses_core;
pub mod layer_dependency;
pub mod port_leaks_technology;
pub mod technology_in_core;
pub mod unbound_port;

use crate::rule::Rule;

/// The rules of this category.
pub(crate) const RULES: &[&Rule] = &[
    &layer_dependency::RULE,
    &technology_in_core::RULE,
    &port_leaks_technology::RULE,
    &handler_bypasses_core::RULE,
    &adapter_coupling::RULE,
    &unbound_port::RULE,
];
