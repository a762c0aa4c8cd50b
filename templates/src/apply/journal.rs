//! What is recorded of an operation: its files as they were and as they are after it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{FOLDER, disk};
use crate::plan::Plan;
use crate::{Error, read};

/// `journal.toml` of an operation.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) operation: String,
    /// The number of the operation that this one takes back.
    pub(super) undoes: Option<u32>,
    /// Folders that are made, those above first; the root is the empty path.
    pub(super) created: Vec<String>,
    #[serde(default)]
    pub(super) file: Vec<Recorded>,
}

/// A file; its number in the list is its name in the folders `old` and `new`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Recorded {
    pub(super) path: String,
    #[serde(default)]
    pub(super) executable: bool,
}

impl Journal {
    pub(super) fn of(root: &Path, plan: &Plan, undoes: Option<u32>) -> Self {
        let mut created = BTreeSet::new();
        if !root.exists() {
            created.insert(String::new());
        }
        for change in plan.changes.iter().filter(|change| change.after.is_some()) {
            for (at, _) in change.path.match_indices('/') {
                let dir = &change.path[..at];
                if !root.join(dir).exists() {
                    created.insert(dir.to_owned());
                }
            }
        }
        let file = plan.changes.iter().map(|change| {
            let executable = super::disk::is_executable(&root.join(&change.path));
            Recorded { path: change.path.clone(), executable }
        });
        Self {
            operation: plan.operation.clone(),
            undoes,
            created: created.into_iter().collect(),
            file: file.collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        // It holds texts, numbers and lists alone, all of which TOML can write.
        toml::to_string(self).unwrap_or_default()
    }
}

/// The folder of a recorded operation.
pub(super) struct Entry(pub(super) PathBuf);

impl Entry {
    pub(super) fn journal_path(&self) -> PathBuf {
        self.0.join("journal.toml")
    }

    pub(super) fn journal(&self) -> Result<Journal, Error> {
        let path = self.journal_path();
        let wrong = |reason: String| Error::Journal { path: path.clone(), reason };
        let bytes = read::read(&path).map_err(Error::system("read", &path))?;
        let text = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
        toml::from_str(&text).map_err(|error| wrong(error.message().replace('\n', " ")))
    }

    /// Whether all that the operation touched stands in the tree; a journal says what it likes.
    ///
    /// # Errors
    /// Where something does not.
    pub(super) fn is_inside(&self, root: &Path, journal: &Journal) -> Result<(), Error> {
        let files = journal.file.iter().map(|file| &file.path);
        // The root itself is the empty path.
        let folders = journal.created.iter().filter(|folder| !folder.is_empty());
        for path in files.chain(folders) {
            disk::is_inside(root, path).map_err(|_| Error::Journal {
                path: self.journal_path(),
                reason: format!("`{path}` is a link, or leads out of the folder"),
            })?;
        }
        Ok(())
    }

    pub(super) fn path(&self, part: &str, index: usize) -> PathBuf {
        self.0.join(part).join(index.to_string())
    }

    pub(super) fn before(&self, index: usize) -> Result<Option<Vec<u8>>, Error> {
        Self::copy(&self.path("old", index))
    }

    pub(super) fn after(&self, index: usize) -> Result<Option<Vec<u8>>, Error> {
        Self::copy(&self.path("new", index))
    }

    fn copy(path: &Path) -> Result<Option<Vec<u8>>, Error> {
        // The file, its folder and that of the operation: what they lead to is none of the tree's.
        if path.ancestors().take(3).any(Path::is_symlink) {
            return Err(Error::system("read", path)(std::io::Error::other("it is a link")));
        }
        match read::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::system("read", path)(error)),
        }
    }
}

/// Whether the folder of the journal is one, and holds no links: it may have come with the tree, from
/// somebody who means harm.
///
/// # Errors
/// Where something of it leads elsewhere.
pub(super) fn is_own(root: &Path) -> Result<(), Error> {
    for part in ["done", "undone", "pending/old", "pending/new", "pending/stage"] {
        disk::is_inside(root, &format!("{FOLDER}/{part}"))?;
    }
    Ok(())
}

pub(super) fn pending(root: &Path) -> PathBuf {
    root.join(FOLDER).join("pending")
}

pub(super) fn undone(root: &Path) -> PathBuf {
    root.join(FOLDER).join("undone")
}

pub(super) fn done(root: &Path, number: u32) -> PathBuf {
    root.join(FOLDER).join("done").join(format!("{number:04}"))
}

/// The numbers of the operations that can be undone, in order.
pub(super) fn numbers(root: &Path) -> Vec<u32> {
    let entries = root.join(FOLDER).join("done").read_dir();
    let names = entries.into_iter().flatten().flatten();
    let mut numbers: Vec<u32> =
        names.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}
