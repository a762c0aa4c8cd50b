//! Names whose use gives something to a service, route, client or call.

use crate::graph::system::CapabilityKind;

/// A name and what its use gives.
#[derive(Clone, Copy, Debug)]
pub struct CapabilityEntry {
    /// Segments of the path of the function, method, type or macro below its package, wherever they stand in it;
    /// empty for every name of the package.
    pub path: &'static str,
    /// What it gives.
    pub kind: CapabilityKind,
}

/// An entry, for tables.
pub(super) const fn gives(path: &'static str, kind: CapabilityKind) -> CapabilityEntry {
    CapabilityEntry { path, kind }
}
