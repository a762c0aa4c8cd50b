//! Lists of known findings: where they stand, and what becomes of them after a run.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use self::write::Change;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::engine::baseline::Baseline;

use crate::fault::{Faults, Text};
use crate::input;
use crate::repository::Folder;

/// The name of the file.
pub(crate) const NAME: &str = "portcullis-baseline.toml";
/// A list of more bytes is none.
const LARGEST: u64 = 64 << 20;

/// A file as it was read.
#[derive(Debug)]
struct File {
    text: String,
    known: Baseline,
    /// The folder over which it was recorded, from the file's own.
    root: String,
}

/// The lists of a system.
#[derive(Debug)]
pub(crate) struct Baselines {
    /// The analysed folder.
    folder: PathBuf,
    /// The list of the whole system, and of what stands in no package.
    root: PathBuf,
    /// Whether each package has a list of its own.
    per_package: bool,
    /// The files that are there.
    files: BTreeMap<PathBuf, File>,
}

/// What the lists are to be.
pub(crate) type Next = BTreeMap<PathBuf, Baseline>;

impl Baselines {
    /// Reads the list at `folder`, and those beside the manifests of its packages.
    ///
    /// # Errors
    /// Where one of them is broken, or cannot be read.
    pub(crate) fn find(folder: &Path, system: &System) -> Result<Self> {
        let root = folder.join(NAME);
        let mut baselines = Self::new(folder, root.clone());
        let beside = system.graph.packages.iter().map(|package| beside(folder, &package.dir));
        let mut faults = Vec::new();
        // A package may stand at the root, and packages beside each other in one folder.
        let paths: BTreeSet<PathBuf> = std::iter::once(root).chain(beside).collect();
        let around = Folder::new(folder);
        for path in paths {
            if !around.holds(&path) {
                bail!("`{}` is a link that leads out of the repository", input::shown(&path));
            }
            if path.symlink_metadata().is_ok() {
                baselines.read(path, &mut faults)?;
            }
        }
        baselines.per_package = baselines.files.keys().any(|path| *path != baselines.root);
        if faults.is_empty() { Ok(baselines) } else { Err(Faults(faults).into()) }
    }

    /// Reads the one list at `file`, which there need not be yet if `may_be_missing`.
    ///
    /// # Errors
    /// Where it is broken, or cannot be read.
    pub(crate) fn at(folder: &Path, file: &Path, may_be_missing: bool) -> Result<Self> {
        let mut baselines = Self::new(folder, file.to_owned());
        if may_be_missing && file.symlink_metadata().is_err() {
            return Ok(baselines);
        }
        let mut faults = Vec::new();
        baselines.read(file.to_owned(), &mut faults)?;
        if faults.is_empty() { Ok(baselines) } else { Err(Faults(faults).into()) }
    }

    /// No lists.
    pub(crate) fn new(folder: &Path, root: PathBuf) -> Self {
        Self { folder: folder.to_owned(), root, per_package: false, files: BTreeMap::new() }
    }

    fn read(&mut self, path: PathBuf, faults: &mut Vec<crate::fault::Fault>) -> Result<()> {
        let shown = input::shown(&path);
        let text = input::text(&path, LARGEST).with_context(|| format!("cannot read `{shown}`"))?;
        match read::parse(Text { path: shown, text: text.clone() }) {
            Ok((known, root)) => {
                self.files.insert(path, File { text, known, root });
            }
            Err(more) => faults.extend(more),
        }
        Ok(())
    }

    /// Whether there is none.
    pub(crate) fn are_missing(&self) -> bool {
        self.files.is_empty()
    }

    /// Keeps a list a package from now on.
    pub(crate) fn split(&mut self) {
        self.per_package = true;
    }

    /// All that is known.
    pub(crate) fn known(&self) -> Baseline {
        let mut known = Baseline::default();
        self.files.values().for_each(|file| known.extend(&file.known));
        known
    }

    /// The lists that were recorded over another folder, and that folder.
    ///
    /// A run over a part of a system finds less, and nothing is fixed by that.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = (&Path, &str)> {
        let is_foreign = |(path, file): &(&PathBuf, &File)| !self.is_own(path, file);
        self.files
            .iter()
            .filter(is_foreign)
            .map(|(path, file)| (path.as_path(), file.root.as_str()))
    }

    fn is_own(&self, path: &Path, file: &File) -> bool {
        let dir = path.parent().unwrap_or(Path::new(""));
        let (recorded, now) = (dir.join(&file.root), self.folder.as_path());
        // The parent of a bare name is empty, which is no path that exists.
        let real = |path: &Path| Path::new(".").join(path).canonicalize().ok();
        real(&recorded).is_some_and(|recorded| Some(recorded) == real(now))
    }

    /// The lists without what a run no longer finds; none if it still finds everything.
    pub(crate) fn shrunk(&self, outcome: &Outcome) -> Option<Next> {
        let still = |(path, file): (&PathBuf, &File)| {
            let own = self.is_own(path, file);
            let list = if own { file.known.still_found(outcome) } else { file.known.clone() };
            (path.clone(), list)
        };
        let next: Next = self.files.iter().map(still).collect();
        let is_less =
            |(path, list): (&PathBuf, &Baseline)| list.len() < self.files[path].known.len();
        next.iter().any(is_less).then_some(next)
    }

    /// How many of the known findings `next` still has.
    pub(crate) fn count(&self, next: &Next) -> usize {
        let mut all = Baseline::default();
        for list in next.values() {
            all.extend(list);
        }
        self.known().len() - self.known().without(&all).len()
    }

    /// `all`, put where it belongs: in one file, or beside the manifests of the packages.
    pub(crate) fn spread(&self, all: &Baseline, system: &System, outcome: &Outcome) -> Next {
        let mut next = Next::new();
        if !self.per_package {
            next.insert(self.root.clone(), all.clone());
            return next;
        }
        let dirs: HashSet<&str> =
            system.graph.packages.iter().map(|package| package.dir.as_str()).collect();
        let found = outcome.findings.iter().chain(&outcome.weak);
        let places: HashMap<&str, &str> = found
            .map(|finding| {
                let path = &system.file(finding.place.file).path;
                (finding.fingerprint.as_str(), package_dir(path, &dirs))
            })
            .collect();
        for (rule, fingerprint, text) in all.iter() {
            let dir = places.get(fingerprint).copied().unwrap_or_default();
            let path = if dir.is_empty() { self.root.clone() } else { beside(&self.folder, dir) };
            let list = next.entry(path).or_default();
            list.add(rule.to_owned(), fingerprint.to_owned(), text.to_owned());
        }
        next
    }
}

/// Where the list of a package stands.
fn beside(folder: &Path, dir: &str) -> PathBuf {
    if dir.is_empty() { folder.join(NAME) } else { folder.join(dir).join(NAME) }
}

/// The folder of the package in which a file stands; empty for none.
fn package_dir<'a>(path: &'a str, dirs: &HashSet<&str>) -> &'a str {
    let mut at = path;
    while let Some((dir, _)) = at.rsplit_once('/') {
        if dirs.contains(dir) {
            return dir;
        }
        at = dir;
    }
    ""
}
