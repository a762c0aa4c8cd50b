//! The rules of Portcullis, and the engine that selects, suppresses and sorts their findings.

mod adapters;
mod always;
pub mod api;
pub mod config;
pub mod context;
mod custom;
mod cycle;
pub mod data;
pub mod decomposition;
pub mod delivery;
pub mod deployment;
pub mod drift;
pub mod engine;
mod evidence;
pub mod finding;
mod glob;
mod grounds;
pub mod hexagonal;
mod host;
mod layer_limits;
mod listening;
mod manifest;
pub mod messaging;
mod mixed;
mod names;
pub mod observability;
pub mod page;
mod reach;
pub mod registry;
mod request;
pub mod resilience;
mod route_path;
pub mod rule;
pub mod security;
pub mod select;
pub mod settings;
mod statements;
mod stores;
pub mod suggest;
#[cfg(test)]
mod testing;
mod ties;

use finding::Finding;
use portcullis_facts::System;
use settings::Settings;

pub use engine::Checks;
pub use registry::{catalogue, explain, rules};

/// What a run found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Findings, sorted by path, place and rule.
    pub findings: Vec<Finding>,
    /// Findings too weak to be shown without being asked for.
    pub weak: Vec<Finding>,
    /// How many findings comments in the code suppressed.
    pub suppressed: usize,
    /// Their fingerprints, sorted.
    pub suppressed_prints: Vec<String>,
    /// How many findings a [`Baseline`](engine::baseline::Baseline) knew.
    pub known: usize,
    /// How many findings an earlier revision had too, where only what is new is wanted.
    pub earlier: usize,
}

/// Checks `system` as `settings` ask.
///
/// # Errors
/// Where a setting names a rule, option or selector that does not exist; each with a suggestion.
pub fn check(system: &System, settings: &Settings) -> Result<Outcome, Vec<SettingError>> {
    Ok(Checks::new(settings)?.check(system))
}

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingError {
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// What was probably meant, or what to do.
    pub help: Option<String>,
    /// Where it stands.
    pub origin: settings::Origin,
}
