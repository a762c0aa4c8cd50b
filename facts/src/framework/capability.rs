//! Names whose use gives something to a service, route, client or call.

use crate::graph::system::CapabilityKind;

/// A name and what its use gives.
#[derive(Clone, Copy, Debug)]
pub struct CapabilityEntry {
    /// The path of the function, method, type or macro below its package.
    pub path: &'static str,
    /// What it gives.
    pub kind: CapabilityKind,
}
