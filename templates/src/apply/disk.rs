//! The few things that are done to the disk, each a step at which a run may be killed.

use std::cell::Cell;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::Error;

/// Does what it is told; tests let it stop after some steps, as a killed process does.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// How many steps are left; none for any number of them.
    pub(super) left: Option<Cell<usize>>,
}

impl Disk {
    fn step(&self, what: &'static str, path: &Path) -> Result<(), Error> {
        let Some(left) = &self.left else { return Ok(()) };
        if left.get() == 0 {
            return Err(Error::system(what, path)(io::Error::other("killed")));
        }
        left.set(left.get() - 1);
        Ok(())
    }

    pub(super) fn create_dirs(&self, path: &Path) -> Result<(), Error> {
        if path.is_dir() {
            return Ok(());
        }
        self.step("make the folder", path)?;
        fs::create_dir_all(path).map_err(Error::system("make the folder", path))
    }

    /// Writes a file of the journal; one that a killed run left half-written is replaced.
    pub(super) fn write(&self, path: &Path, bytes: &[u8], executable: bool) -> Result<(), Error> {
        self.step("write", path)?;
        let write = || {
            // Not opened and emptied: it may be a link that came with the tree.
            if path.symlink_metadata().is_ok() {
                fs::remove_file(path)?;
            }
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(bytes)?;
            if executable {
                make_executable(&file)?;
            }
            file.sync_all()
        };
        write().map_err(Error::system("write", path))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.step("move a file to", to)?;
        fs::rename(from, to).map_err(Error::system("move a file to", to))
    }

    pub(super) fn remove_file(&self, path: &Path) -> Result<(), Error> {
        self.step("remove", path)?;
        fs::remove_file(path).map_err(Error::system("remove", path))
    }

    pub(super) fn remove_all(&self, path: &Path) -> Result<(), Error> {
        if !path.exists() {
            return Ok(());
        }
        self.step("remove", path)?;
        fs::remove_dir_all(path).map_err(Error::system("remove", path))
    }

    /// Removes those of the folders that are empty, the innermost first.
    pub(super) fn remove_empty(&self, root: &Path, folders: &[String]) {
        for folder in folders.iter().rev() {
            let path = if folder.is_empty() { root.to_owned() } else { root.join(folder) };
            if self.step("remove", &path).is_ok() {
                // One that is not empty holds something of somebody else, and stays.
                let _ = fs::remove_dir(&path);
            }
        }
    }
}

/// Whether a path leads to a file of the tree itself, through no link, and not into what belongs to git.
pub(super) fn is_inside(root: &Path, path: &str) -> Result<(), Error> {
    let mut at = root.to_owned();
    for part in path.split('/') {
        let leaves = matches!(part, "" | "." | "..")
            || part.eq_ignore_ascii_case(".git")
            || cfg!(windows) && part.contains(['\\', ':']);
        at.push(part);
        if leaves || at.is_symlink() {
            let reason = io::Error::other("it is a link, or leads out of the folder");
            return Err(Error::system("write", &at)(reason));
        }
    }
    Ok(())
}

#[cfg(unix)]
pub(super) fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o100 != 0)
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
pub(super) fn is_executable(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as elsewhere")]
fn make_executable(_: &fs::File) -> io::Result<()> {
    Ok(())
}
