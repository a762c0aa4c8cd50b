//! Walks a folder in parallel and notes the files that matter.

use std::ffi::OsStr;
use std::fs::{DirEntry, FileType};
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;

use crate::discover::ignored::{IGNORE_FILES, Ignored, LARGEST};
use crate::discover::read::too_large;
use crate::discover::{FileKind, FoundFile, kinds, links, paths};
use crate::problem::{Problem, ProblemKind};

/// What the walk saw.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Sorted by path.
    pub(super) files: Vec<FoundFile>,
    /// In no order.
    pub(super) problems: Vec<Problem>,
}

/// Walks `root`, an absolute path without links.
///
/// The user's own ignore files (`core.excludesFile`, `.git/info/exclude`) do not
/// count: a tree reads alike on every machine.
pub(super) fn walk(root: &Path) -> Walked {
    // Ignore files above the root hold when they belong to the same repository.
    let in_repository = root.ancestors().any(|dir| dir.join(".git").exists());
    let mut found = walk_from(root, root, in_repository);
    found.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    links::follow(root, found.links, &mut found.files, &mut found.problems);
    Walked { files: found.files, problems: found.problems }
}

/// Walks the folders `dirs` whatever ignore files above them say; adds to `walked`
/// what is new and gives it back.
///
/// Folders that are reached through a symbolic link are not walked again.
pub(super) fn walk_hidden(root: &Path, dirs: &[String], walked: &mut Walked) -> Vec<FoundFile> {
    let mut more = Vec::new();
    for dir in dirs {
        let start = root.join(dir);
        if paths::real(&start).is_ok_and(|real| real == start) {
            let found = walk_from(root, &start, false);
            walked.problems.extend(found.problems);
            more.extend(found.files);
        }
    }
    more.retain(|file| kinds::find(&walked.files, &file.path).is_none());
    more.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    more.dedup_by(|a, b| a.path == b.path);
    walked.files.extend(more.iter().cloned());
    walked.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    more
}

/// Walks the folder `start`, which is `root` or stands below it; `parents` if ignore files above it count.
fn walk_from(root: &Path, start: &Path, parents: bool) -> Found {
    let above = if parents { Ignored::above_folder(start) } else { None };
    let walk = Walk { root, found: Mutex::default() };
    rayon::scope(|scope| walk.enter(scope, start, above));
    walk.found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct Found {
    files: Vec<FoundFile>,
    links: Vec<PathBuf>,
    problems: Vec<Problem>,
}

/// A walk that several threads share, each in a folder of its own.
struct Walk<'r> {
    root: &'r Path,
    found: Mutex<Found>,
}

impl Walk<'_> {
    /// Looks at what stands in a folder, and sends others into the folders below it.
    fn enter<'s>(&'s self, scope: &Scope<'s>, dir: &Path, above: Option<Arc<Ignored>>) {
        let mut found = Found::default();
        let entries = self.entries(dir, &mut found);
        let rules = self.rules(dir, &entries, above, &mut found);
        for (entry, kind) in entries {
            let name = entry.file_name();
            let what = kinds::of(&name);
            if !kept_by_name(&name, kind, dir) || (kind.is_file() && what.is_none()) {
                continue;
            }
            let path = dir.join(&name);
            if rules.as_ref().is_some_and(|rules| rules.leaves_out(&path, kind.is_dir())) {
                continue;
            }
            if kind.is_dir() {
                let rules = rules.clone();
                scope.spawn(move |scope| self.enter(scope, &path, rules));
            } else if kind.is_symlink() {
                found.links.push(path);
            } else if let Some(what) = what {
                self.see(&path, what, kind, &mut found);
            }
        }
        let mut shared = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        shared.files.append(&mut found.files);
        shared.links.append(&mut found.links);
        shared.problems.append(&mut found.problems);
    }

    /// What stands in a folder, with the kind of each.
    fn entries(&self, dir: &Path, found: &mut Found) -> Vec<(DirEntry, FileType)> {
        let mut entries = Vec::new();
        let mut fail = |error: &std::io::Error, path: &Path| {
            let message = format!("the folder cannot be read: {}", error.kind());
            found.problems.push(problem(self.root, path, ProblemKind::Unreadable, &message));
        };
        match std::fs::read_dir(dir) {
            Ok(all) => {
                for entry in all {
                    match entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) {
                        Ok(entry) => entries.push(entry),
                        Err(error) => fail(&error, dir),
                    }
                }
            }
            Err(error) => fail(&error, dir),
        }
        entries
    }

    /// What is left out in a folder. An ignore file that is none is not opened: that may wait for a writer,
    /// or take all memory.
    fn rules(
        &self,
        dir: &Path,
        entries: &[(DirEntry, FileType)],
        above: Option<Arc<Ignored>>,
        found: &mut Found,
    ) -> Option<Arc<Ignored>> {
        let at = |name: &str| entries.iter().find(|(entry, _)| entry.file_name() == name);
        let mut opened = [false; 2];
        for (name, opened) in IGNORE_FILES.into_iter().zip(&mut opened) {
            if at(name).is_none() {
                continue;
            }
            let path = dir.join(name);
            let Ok(meta) = path.metadata() else { continue };
            let not_opened = if !meta.is_file() && !meta.is_dir() {
                (ProblemKind::NotAFile, "this is no regular file".to_owned())
            } else if meta.is_file() && meta.len() > LARGEST {
                too_large(meta.len(), LARGEST)
            } else {
                *opened = meta.is_file();
                continue;
            };
            let (kind, message) = not_opened;
            found.problems.push(problem(self.root, &path, kind, &message));
        }
        Ignored::in_folder(above, dir, |name| {
            match IGNORE_FILES.iter().position(|known| *known == name) {
                Some(which) => opened[which],
                None => at(name).is_some(),
            }
        })
    }

    /// Notes what is no folder and no link.
    fn see(&self, path: &Path, kind: FileKind, file_type: FileType, found: &mut Found) {
        let Some(text) = text(self.root, path) else {
            let message = "the path is not UTF-8";
            found.problems.push(problem(self.root, path, ProblemKind::Unreadable, message));
            return;
        };
        if file_type.is_file() {
            found.files.push(FoundFile { path: text, kind, link_to: None });
        } else {
            let message = "this is no regular file";
            found.problems.push(problem(self.root, path, ProblemKind::NotAFile, message));
        }
    }
}

/// Whether a folder is entered, or a file or link looked at, as far as its name tells.
fn kept_by_name(name: &OsStr, kind: FileType, dir: &Path) -> bool {
    let Some(name) = name.to_str() else { return true };
    let hidden = name.starts_with('.');
    if !kind.is_dir() {
        return !hidden || kinds::hidden_file_matters(name);
    }
    match name {
        "node_modules" => false,
        "target" => !is_build_folder(&dir.join(name)),
        // Cargo's home may stand in the tree; what it fetched is not of the system.
        "registry" | "git" => dir.file_name() != Some(OsStr::new(".cargo")),
        _ => {
            !hidden
                || kinds::hidden_folder_matters(name)
                || dir.join(name).join("Cargo.toml").is_file()
        }
    }
}

/// Whether a folder named `target` is Cargo's and no module of that name.
fn is_build_folder(path: &Path) -> bool {
    ["../Cargo.toml", "CACHEDIR.TAG", ".rustc_info.json", "debug", "release"]
        .iter()
        .any(|mark| path.join(mark).exists())
}

/// A path that the walk met, relative to the root; cheaper than component by component.
pub(super) fn text(root: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(root).ok()?.to_str()?;
    Some(if MAIN_SEPARATOR_STR == "/" {
        rest.to_owned()
    } else {
        rest.replace(MAIN_SEPARATOR_STR, "/")
    })
}

/// A problem with a path that may be no UTF-8.
pub(super) fn problem(root: &Path, path: &Path, kind: ProblemKind, message: &str) -> Problem {
    let path = text(root, path)
        .unwrap_or_else(|| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned());
    Problem { path, span: None, kind, message: message.to_owned() }
}
