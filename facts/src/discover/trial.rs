//! Trees that tests write.

use std::path::Path;

use tempfile::TempDir;

/// A folder with these files.
pub(crate) fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    dir
}

/// Writes a file of a tree, with the folders above it.
#[expect(clippy::disallowed_methods, reason = "a test writes the tree that it reads")]
pub(crate) fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// The manifest of a package with these dependencies.
pub(crate) fn manifest(name: &str, dependencies: &[&str]) -> String {
    let mut text = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n");
    for dependency in dependencies {
        text.push_str(dependency);
        text.push_str(" = \"1\"\n");
    }
    text
}
