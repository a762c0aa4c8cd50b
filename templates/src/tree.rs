//! The files that are added to, as a plan sees them.

use std::collections::BTreeMap;

/// What stands in the folder that is generated into.
///
/// Paths are relative to it and `/`-separated.
pub trait Tree {
    /// The bytes of a file; none if there is no such file.
    fn bytes(&self, path: &str) -> Option<Vec<u8>>;
}

/// A tree in memory: an empty one, or a sketch.
impl Tree for BTreeMap<String, Vec<u8>> {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).cloned()
    }
}
