//! The folder of the documentation: what is in it is compared, written and removed; never what others wrote.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Pages;
use super::markdown::MARK;
use crate::{output, own};

/// What to do where a page would replace a file of somebody else's.
const REMEDY: &str = "move it, or choose another folder with `--output`";
/// Where pages stand in the analysed folder.
const USUAL: &str = "docs/architecture";
/// The folders in which pages stand.
const FOLDERS: [&str; 2] = ["", "services"];

/// A folder with pages.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
}

/// What has to be done so that the folder holds the pages, by their paths in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Stale {
    /// Pages that are not there yet.
    pub(crate) missing: BTreeSet<String>,
    /// Pages that say something else.
    pub(crate) outdated: BTreeSet<String>,
    /// Pages of what is no more.
    pub(crate) left_over: BTreeSet<String>,
}

impl Stale {
    /// Whether nothing has to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.outdated.is_empty() && self.left_over.is_empty()
    }
}

impl Folder {
    /// The folder at `dir`, which need not be there yet.
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// The folder in which pages stand if nobody names one: in the analysed folder, links followed.
    ///
    /// # Errors
    /// Where a link on the way leads elsewhere.
    pub(crate) fn usual(root: &Path) -> Result<Self> {
        Ok(Self { dir: own::folder(root, Path::new(USUAL))? })
    }

    /// Where it is.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Compares the folder with what it is to hold.
    ///
    /// # Errors
    /// Where a page would stand in the place of a file that was not made here, or of a link.
    pub(crate) fn compare(&self, pages: &Pages) -> Result<Stale> {
        let mut stale = Stale::default();
        for folder in FOLDERS {
            own::folder(&self.dir, Path::new(folder))?;
        }
        for (path, text) in pages {
            match made_here(&self.dir.join(path))? {
                None => drop(stale.missing.insert(path.clone())),
                Some(there) if there == *text => {}
                Some(_) => drop(stale.outdated.insert(path.clone())),
            }
        }
        for path in self.there() {
            if !pages.contains_key(&path) && made_here(&self.dir.join(&path)).is_ok() {
                stale.left_over.insert(path);
            }
        }
        Ok(stale)
    }

    /// Writes what is missing or outdated, and removes what is left over.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub(crate) fn update(&self, pages: &Pages, stale: &Stale) -> Result<()> {
        for folder in FOLDERS {
            // What is joined with nothing would end with a slash.
            output::folder(&self.dir.join(folder).components().collect::<PathBuf>())?;
        }
        for path in stale.missing.iter().chain(&stale.outdated) {
            let text = pages.get(path).map(String::as_str).unwrap_or_default();
            output::write(Some(&self.dir.join(path)), |out| out.write_all(text.as_bytes()))?;
        }
        for path in &stale.left_over {
            let file = self.dir.join(path);
            std::fs::remove_file(&file)
                .with_context(|| format!("cannot remove `{}`", file.display()))?;
        }
        // A folder in which something else stands is not removed.
        let _ = std::fs::remove_dir(self.dir.join("services"));
        Ok(())
    }

    /// Files in Markdown that stand there, `/`-separated.
    fn there(&self) -> Vec<String> {
        let mut found = Vec::new();
        for folder in FOLDERS {
            let Ok(entries) = self.dir.join(folder).read_dir() else { continue };
            for entry in entries.flatten() {
                let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
                let is_page = Path::new(&name).extension().is_some_and(|end| end == "md");
                if is_file && is_page {
                    let slash = if folder.is_empty() { "" } else { "/" };
                    found.push(format!("{folder}{slash}{name}"));
                }
            }
        }
        found
    }
}

/// The text of a page that was made here, if it is there.
fn made_here(file: &Path) -> Result<Option<String>> {
    let page = own::page(file, "docs", REMEDY, |text| text.lines().next() == Some(MARK))?;
    // A checkout may have given it line ends of another kind.
    Ok(page.map(|text| text.replace("\r\n", "\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test makes the folder that is compared")]
    fn write(dir: &Path, path: &str, text: &str) {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn pages(list: &[(&str, &str)]) -> Pages {
        let page = |(path, text): &(&str, &str)| ((*path).to_owned(), format!("{MARK}\n{text}\n"));
        list.iter().map(page).collect()
    }

    #[test]
    fn only_pages_that_were_made_here_are_touched() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("docs"));
        let first = pages(&[("index.md", "a"), ("services/x.md", "x"), ("services/y.md", "y")]);
        let stale = folder.compare(&first).unwrap();
        assert_eq!((stale.missing.len(), stale.outdated.len()), (3, 0));
        folder.update(&first, &stale).unwrap();
        assert!(folder.compare(&first).unwrap().is_empty());

        write(dir.path(), "docs/services/own.md", "of a person\n");
        write(dir.path(), "docs/index.md", &format!("{MARK}\r\na\r\n"));
        let second = pages(&[("index.md", "a"), ("services/x.md", "z")]);
        let stale = folder.compare(&second).unwrap();
        let set = |path: &str| BTreeSet::from([path.to_owned()]);
        assert_eq!(
            (&stale.outdated, &stale.left_over),
            (&set("services/x.md"), &set("services/y.md"))
        );
        folder.update(&second, &stale).unwrap();
        assert!(dir.path().join("docs/services/own.md").exists());
        assert!(!dir.path().join("docs/services/y.md").exists());

        let error = folder.compare(&pages(&[("services/own.md", "")])).unwrap_err();
        assert!(error.to_string().contains("was not made by"), "{error}");
    }
}
