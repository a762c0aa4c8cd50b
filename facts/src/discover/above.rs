//! Workspaces whose manifest stands above the analysed folder.

use std::path::Path;

use crate::discover::manifest::{self, Manifest};
use crate::discover::{Options, paths};

/// The manifests with `[workspace]` above `root`, the nearest first.
///
/// They are read only for what packages below inherit, and only when there is
/// such a package.
pub(super) fn workspaces(root: &Path, manifests: &[Manifest], options: &Options) -> Vec<Manifest> {
    let mut found = Vec::new();
    if manifests.is_empty() {
        return found;
    }
    let mut dir = String::new();
    for above in root.ancestors().skip(1) {
        dir = paths::child(&dir, "..");
        // A package unpacked below `target/package` belongs to nobody, as in Cargo.
        if above.ends_with("target/package") {
            break;
        }
        if above.join("Cargo.toml").is_file() {
            let manifest = manifest::read(root, &paths::child(&dir, "Cargo.toml"), options);
            if manifest.workspace.is_some() {
                found.push(manifest);
            }
        }
    }
    found
}
