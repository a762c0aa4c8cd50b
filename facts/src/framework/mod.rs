//! Knowledge of frameworks, as data: one table a framework.

use crate::graph::Technology;

/// The technology that a package of the registry ties code to, if any.
pub fn technology(package: &str) -> Option<Technology> {
    let _ = package;
    None
}
