//! A copy of a tree beside it, in which a plan is tried before it is written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A copy that goes when it is dropped.
#[derive(Debug)]
pub(super) struct Overlay {
    /// The root of the copy.
    pub(super) root: PathBuf,
}

impl Overlay {
    /// Copies the tree at `root`, which may be missing; beside it, so that paths with `..` lead to the same.
    pub(super) fn new(root: &Path) -> Result<Self> {
        let root = std::path::absolute(root)?;
        let name = root.file_name().context("the root of the disk is no workspace")?;
        let name = format!(".{}.portcullis-proof", name.to_string_lossy());
        let parent = root.parent().unwrap_or(&root);
        let beside = parent.join(&name);
        // What a killed run left behind would only be in the way.
        let _ = fs::remove_dir_all(&beside);
        let made = fs::create_dir_all(&beside).map(|()| beside);
        let made = made.or_else(|_| {
            let elsewhere = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
            fs::create_dir_all(&elsewhere).map(|()| elsewhere)
        });
        let overlay = Self { root: made.context("there is no place to try what is generated")? };
        if root.is_dir() {
            copy(&root, &overlay.root).context("cannot copy the tree to try what is generated")?;
        }
        Ok(overlay)
    }
}

impl Drop for Overlay {
    fn drop(&mut self) {
        // The next run clears away what is still there.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Folders are made, files are linked; what is built and what git keeps is left out.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in from.read_dir()? {
        let entry = entry?;
        let (kind, source, target) = (entry.file_type()?, entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            let name = entry.file_name();
            let is_left_out = [".git", ".portcullis", "node_modules"].iter().any(|n| name == *n)
                || source.join("CACHEDIR.TAG").exists();
            if !is_left_out {
                fs::create_dir(&target)?;
                copy(&source, &target)?;
            }
        } else if kind.is_file() {
            // Cargo writes into its lock file, which would be that of the user.
            let is_lock = entry.file_name() == "Cargo.lock";
            if is_lock || fs::hard_link(&source, &target).is_err() {
                fs::copy(&source, &target)?;
            }
        } else if kind.is_symlink()
            && let Ok(real) = source.canonicalize()
        {
            link(&real, &target)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(real: &Path, target: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(real, target)
}

#[cfg(not(unix))]
fn link(real: &Path, target: &Path) -> io::Result<()> {
    if real.is_file() { fs::copy(real, target).map(drop) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes a tree and looks at it")]
    fn a_copy_is_beside_the_tree_and_goes_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("shop");
        fs::create_dir_all(root.join("src")).unwrap();
        fs::create_dir_all(root.join("target")).unwrap();
        fs::write(root.join("target/CACHEDIR.TAG"), "").unwrap();
        fs::write(root.join("src/lib.rs"), "a").unwrap();
        fs::write(root.join("Cargo.lock"), "a").unwrap();
        let overlay = Overlay::new(&root).unwrap();
        assert_eq!(overlay.root.parent().unwrap(), dir.path());
        assert!(!overlay.root.join("target").exists());
        assert_eq!(fs::read(overlay.root.join("src/lib.rs")).unwrap(), b"a");
        fs::write(overlay.root.join("Cargo.lock"), "b").unwrap();
        assert_eq!(fs::read(root.join("Cargo.lock")).unwrap(), b"a");
        drop(overlay);
        assert_eq!(dir.path().read_dir().unwrap().count(), 1);
    }
}
