//! What is there: folders, source files and Cargo packages, read directly from their manifests.

/// A manifest that is not part of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its path.
    pub manifest: String,
    /// Why, in words.
    pub reason: String,
}
