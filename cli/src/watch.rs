//! Runs something again whenever a file that matters was saved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use portcullis_facts::discover;

use crate::config;
use crate::repository::Folder;

/// An editor writes several times in a row; so long nothing must have been written.
const QUIET: Duration = Duration::from_millis(80);
/// Where something is written all the time, so long is waited at most.
const LONGEST: Duration = Duration::from_secs(2);

/// A folder whose files are watched.
#[derive(Debug)]
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<Vec<PathBuf>>,
    root: PathBuf,
    /// Folders in which a configuration may stand that holds for it.
    above: Vec<PathBuf>,
    /// Files that the run itself writes.
    own: Vec<PathBuf>,
    seen: Seen,
}

/// What is watched: nothing that git ignores, and of the files those that matter.
#[derive(Debug, Default)]
struct Seen {
    folders: BTreeSet<PathBuf>,
    files: BTreeSet<PathBuf>,
}

impl Watch {
    /// Begins to watch a folder; `own` are files that are written meanwhile.
    ///
    /// # Errors
    /// Where the system does not watch it.
    pub(crate) fn new(folder: &Folder, own: &[&Path]) -> Result<Self> {
        if !folder.real.is_dir() {
            bail!("cannot read `{}`: it is no folder", folder.given.display());
        }
        let (tell, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            // Reading a file is an event too.
            if !matches!(event.kind, EventKind::Access(_)) {
                // If nobody listens any more, the program ends.
                let _ = tell.send(event.paths);
            }
        });
        let mut watch = Self {
            watcher: watcher.context("files cannot be watched here")?,
            events,
            root: folder.real.clone(),
            above: folder.upwards().skip(1).map(Path::to_owned).collect(),
            own: own.iter().map(|path| real(path)).collect(),
            seen: Seen::default(),
        };
        for dir in watch.above.clone() {
            // What cannot be watched up there need not be read either.
            let _ = watch.watcher.watch(&dir, RecursiveMode::NonRecursive);
        }
        watch.look()?;
        Ok(watch)
    }

    /// Waits until something that matters was saved.
    ///
    /// # Errors
    /// Where nothing is watched any more.
    pub(crate) fn wait(&mut self) -> Result<()> {
        loop {
            let mut changed: BTreeSet<PathBuf> =
                self.events.recv().context("files are not watched any more")?.into_iter().collect();
            let begin = Instant::now();
            while begin.elapsed() < LONGEST {
                match self.events.recv_timeout(QUIET) {
                    Ok(paths) => changed.extend(paths),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            let before = self.look()?;
            if changed.iter().any(|path| self.matters(path, &before)) {
                return Ok(());
            }
        }
    }

    /// Whether a change of `path` can change the result.
    fn matters(&self, path: &Path, before: &Seen) -> bool {
        if self.own.iter().any(|own| own == path) {
            return false;
        }
        let is_config = path.file_name().is_some_and(|name| name == config::NAME);
        let is_above = path.parent().is_some_and(|dir| self.above.iter().any(|one| one == dir));
        // A file that is gone was there before, and a folder that came or went takes files along.
        (is_config && is_above)
            || [before, &self.seen].iter().any(|seen| seen.files.contains(path))
            || before.folders.contains(path) != self.seen.folders.contains(path)
    }

    /// Looks what there is, and watches folders that are new; gives back what there was before.
    fn look(&mut self) -> Result<Seen> {
        let now = Seen::below(&self.root);
        for folder in now.folders.difference(&self.seen.folders) {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                // A folder may be gone again.
                Ok(()) => {}
                Err(_) if !folder.exists() => {}
                Err(error) => {
                    let message = format!("`{}` cannot be watched", folder.display());
                    return Err(error).context(message);
                }
            }
        }
        Ok(std::mem::replace(&mut self.seen, now))
    }
}

impl Seen {
    fn below(root: &Path) -> Self {
        let mut seen = Self::default();
        let entered = |entry: &ignore::DirEntry| {
            let (name, dir) = (entry.file_name(), entry.path().parent());
            let is_build =
                name == "target" && dir.is_some_and(|dir| dir.join("Cargo.toml").exists());
            entry.depth() == 0 || (name != ".git" && name != "node_modules" && !is_build)
        };
        let mut walk = WalkBuilder::new(root);
        // As discovery walks: the user's own ignore files do not count.
        walk.hidden(false).require_git(false).git_global(false).git_exclude(false);
        for entry in walk.filter_entry(entered).build().flatten() {
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            if is_dir {
                seen.folders.insert(entry.into_path());
            } else if entry.file_name().to_str().is_some_and(discover::may_matter) {
                seen.files.insert(entry.into_path());
            }
        }
        seen
    }
}

/// The path of a file that need not be there yet, as events name it.
fn real(path: &Path) -> PathBuf {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (dir.canonicalize(), path.file_name()) {
        (Ok(dir), Some(name)) => dir.join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes the tree that is watched")]
    fn what_git_ignores_and_own_reports_do_not_matter() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for (path, text) in [
            (".git/HEAD", ""),
            (".gitignore", "generated.rs\nout\n"),
            ("src/lib.rs", ""),
            ("src/generated.rs", ""),
            ("src/logo.png", ""),
            ("out/x.rs", ""),
            ("report.json", ""),
        ] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        let mut watch = Watch::new(&Folder::new(&root), &[&root.join("report.json")]).unwrap();
        let matters =
            |watch: &Watch, path: &str, before: &Seen| watch.matters(&root.join(path), before);
        let none = Seen::default();
        assert!(matters(&watch, "src/lib.rs", &none) && matters(&watch, ".gitignore", &none));
        for path in ["src/generated.rs", "src/logo.png", "out/x.rs", "report.json", ".git/HEAD"] {
            assert!(!matters(&watch, path, &none), "{path}");
        }
        std::fs::remove_file(root.join("src/lib.rs")).unwrap();
        let before = watch.look().unwrap();
        assert!(matters(&watch, "src/lib.rs", &before), "it was there before");
    }
}
