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

impl CapabilityEntry {
    /// Whether a path below the package holds the segments of the entry.
    pub fn is_in(&self, path: &str) -> bool {
        if self.path.is_empty() {
            return true;
        }
        let mut rest = path;
        loop {
            if let Some(behind) = rest.strip_prefix(self.path)
                && (behind.is_empty() || behind.starts_with("::"))
            {
                return true;
            }
            match rest.split_once("::") {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
}

/// An entry, for tables.
pub(super) const fn gives(path: &'static str, kind: CapabilityKind) -> CapabilityEntry {
    CapabilityEntry { path, kind }
}
