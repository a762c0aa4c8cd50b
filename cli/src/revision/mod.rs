//! Reads a revision of a git repository: its files are put into a folder of their own, which is gone
//! afterwards.
//!
//! The work tree and the index stay as they are. Contents are those that git keeps: no filter is run, so of
//! files in Git LFS only pointers are there. Submodules are other repositories and not read.

mod git;
mod listing;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use tempfile::TempDir;

use self::git::{Commit, Git};
use crate::fault::{Faults, Text};
use crate::report::count;
use crate::repository::Folder;

/// The repository of an analysed folder.
#[derive(Debug)]
pub(crate) struct Repository {
    git: Git,
    /// Where the analysed folder stands in it.
    prefix: String,
}

/// A revision of an analysed folder, as files.
#[derive(Debug)]
pub(crate) struct Revision {
    /// As somebody named it.
    pub(crate) name: String,
    /// Its number.
    pub(crate) commit: String,
    /// The analysed folder, as it was then.
    pub(crate) folder: Folder,
    /// What could not be read of it, in words.
    pub(crate) left_out: Vec<String>,
    /// Takes the files away at the end, however that comes.
    dir: TempDir,
}

impl Repository {
    /// The repository of `folder`.
    ///
    /// # Errors
    /// Where it stands in none, or in one that git would wait for.
    pub(crate) fn of(folder: &Folder) -> Result<Self> {
        let Some(root) = &folder.repository else {
            let shown = folder.given.display();
            let help = "`portcullis lint` needs no repository".to_owned();
            return Err(git::fault(format!("`{shown}` is in no git repository"), Some(help)));
        };
        Ok(Self { git: Git::new(root)?, prefix: folder.prefix() })
    }

    /// The files of `revision`.
    ///
    /// # Errors
    /// Where there is no such revision, or its files cannot be had.
    pub(crate) fn read(&self, revision: &str) -> Result<Revision> {
        self.put(revision, self.git.commit(revision)?)
    }

    /// The files of the commit at which `revision` and `other` (`HEAD`, if none is named) parted.
    ///
    /// # Errors
    /// As of [`Repository::read`]; also where they have nothing in common.
    pub(crate) fn read_merge_base(&self, revision: &str, other: Option<&str>) -> Result<Revision> {
        let (base, head) = (self.git.commit(revision)?, self.git.commit(other.unwrap_or("HEAD"))?);
        self.put(revision, self.git.merge_base(&base, &head)?)
    }

    fn put(&self, revision: &str, commit: Commit) -> Result<Revision> {
        let listing = listing::list(&self.git, &commit, &self.prefix)?;
        let dir = tempfile::Builder::new()
            .prefix("portcullis-")
            .tempdir()
            .context("there is no room for temporary files")?;
        // Its name marks the root of a repository, above which nothing is looked at.
        let analysed = dir.path().join(&self.prefix);
        for dir in [&dir.path().join(".git"), &analysed] {
            std::fs::create_dir_all(dir).context("cannot make a temporary folder")?;
        }
        let written = write::write(&self.git, &listing, dir.path())?;
        let mut left_out = Vec::new();
        let mut tell = |number: usize, one: &str, many: &str| {
            if number > 0 {
                left_out.push(count(number, one, many));
            }
        };
        tell(listing.submodules.len(), "submodule is not read", "submodules are not read");
        tell(
            written.pointers,
            "file is a pointer of Git LFS, whose content is not read",
            "files are pointers of Git LFS, whose contents are not read",
        );
        tell(
            listing.refused + written.refused,
            "entry is left out: its name or its link leads elsewhere, or cannot be made here",
            "entries are left out: their names or links lead elsewhere, or cannot be made here",
        );
        let folder = Folder::new(&analysed);
        Ok(Revision { name: revision.to_owned(), commit: commit.0, folder, left_out, dir })
    }
}

impl Revision {
    /// An error that speaks of files of this revision, with the names that they have there.
    pub(crate) fn named(&self, error: anyhow::Error) -> anyhow::Error {
        let Faults(mut faults) = match error.downcast::<Faults>() {
            Ok(faults) => faults,
            Err(error) => return error.context(format!("in the revision `{}`", self.name)),
        };
        let roots: Vec<PathBuf> =
            [Some(self.dir.path().to_owned()), self.folder.repository.clone()]
                .into_iter()
                .flatten()
                .collect();
        for (text, _) in faults.iter_mut().filter_map(|fault| fault.at.as_mut()) {
            let path = Path::new(&text.path);
            if let Some(below) = roots.iter().find_map(|root| path.strip_prefix(root).ok()) {
                // As git itself names it.
                let path = format!("{}:{}", self.name, below.to_string_lossy());
                *text = Arc::new(Text { path, text: text.text.clone() });
            }
        }
        Faults(faults).into()
    }
}
