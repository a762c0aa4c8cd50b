//! Walks a folder in parallel and notes the files that matter.

use std::ffi::OsStr;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};

use crate::discover::{FileKind, FoundFile, kinds, links, paths};
use crate::problem::{Problem, ProblemKind};

/// The files that say which others are ignored.
pub(super) const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

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

/// Walks the folder `start`, which is `root` or stands below it.
fn walk_from(root: &Path, start: &Path, parents: bool) -> Found {
    let found = Arc::new(Mutex::new(Found::default()));
    let filter = Filter { root: root.to_owned(), found: Arc::clone(&found) };
    let reads_ignores = filter.ignore_files_are_files(start);
    let mut builder = WalkBuilder::new(start);
    builder
        .hidden(false)
        .parents(parents)
        .ignore(reads_ignores)
        .git_ignore(reads_ignores)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .follow_links(false)
        .filter_entry(move |entry| filter.keeps(entry));
    builder.build_parallel().visit(&mut Visitors { root, found: &found });
    drop(builder);
    std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner))
}

#[derive(Default)]
struct Found {
    files: Vec<FoundFile>,
    links: Vec<PathBuf>,
    problems: Vec<Problem>,
}

/// Decides which folders are entered and which hidden files are seen.
struct Filter {
    root: PathBuf,
    found: Arc<Mutex<Found>>,
}

impl Filter {
    fn keeps(&self, entry: &DirEntry) -> bool {
        let Some(name) = entry.file_name().to_str() else { return true };
        if entry.depth() == 0 {
            return true;
        }
        let hidden = name.starts_with('.');
        if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return !hidden || kinds::hidden_file_matters(name);
        }
        let path = entry.path();
        let entered = match name {
            "node_modules" => false,
            "target" => !is_build_folder(path),
            // Cargo's home may stand in the tree; what it fetched is not of the system.
            "registry" | "git" => {
                path.parent().and_then(Path::file_name) != Some(OsStr::new(".cargo"))
            }
            _ => !hidden || kinds::hidden_folder_matters(name) || path.join("Cargo.toml").is_file(),
        };
        entered && self.ignore_files_are_files(path)
    }

    /// Whether the ignore files in `dir` can be opened without waiting for a writer.
    fn ignore_files_are_files(&self, dir: &Path) -> bool {
        for name in IGNORE_FILES {
            let path = dir.join(name);
            if std::fs::metadata(&path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
                let problem =
                    problem(&self.root, &path, ProblemKind::NotAFile, "this is no regular file");
                self.found.lock().unwrap_or_else(PoisonError::into_inner).problems.push(problem);
                return false;
            }
        }
        true
    }
}

/// Whether a folder named `target` is Cargo's and no module of that name.
fn is_build_folder(path: &Path) -> bool {
    ["../Cargo.toml", "CACHEDIR.TAG", ".rustc_info.json", "debug", "release"]
        .iter()
        .any(|mark| path.join(mark).exists())
}

struct Visitors<'a> {
    root: &'a Path,
    found: &'a Mutex<Found>,
}

impl<'a> ParallelVisitorBuilder<'a> for Visitors<'a> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 'a> {
        Box::new(Visitor { root: self.root, shared: self.found, own: Found::default() })
    }
}

/// One thread's part of the walk, joined with the others' when the thread is done.
struct Visitor<'a> {
    root: &'a Path,
    shared: &'a Mutex<Found>,
    own: Found,
}

impl ParallelVisitor for Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        match entry {
            Ok(entry) => self.see(&entry),
            Err(error) => self.fail(&error),
        }
        WalkState::Continue
    }
}

impl Visitor<'_> {
    fn see(&mut self, entry: &DirEntry) {
        let Some(file_type) = entry.file_type() else { return };
        if file_type.is_dir() {
            return;
        }
        if file_type.is_symlink() {
            self.own.links.push(entry.path().to_owned());
            return;
        }
        let Some(kind) = kinds::kind(&entry.file_name().to_string_lossy()) else { return };
        let Some(path) = text(self.root, entry.path()) else {
            let message = "the path is not UTF-8";
            self.own.problems.push(problem(
                self.root,
                entry.path(),
                ProblemKind::Unreadable,
                message,
            ));
            return;
        };
        if file_type.is_file() {
            let len = (kind != FileKind::Rust).then(|| entry.metadata().map_or(0, |m| m.len()));
            self.own.files.push(FoundFile { path, kind, len, link_to: None });
        } else {
            let message = "this is no regular file".to_owned();
            self.own.problems.push(Problem {
                path,
                span: None,
                kind: ProblemKind::NotAFile,
                message,
            });
        }
    }

    fn fail(&mut self, error: &ignore::Error) {
        let Some(path) = error_path(error) else { return };
        let reason =
            error.io_error().map_or_else(|| "error".to_owned(), |error| error.kind().to_string());
        let message = format!("the folder cannot be read: {reason}");
        self.own.problems.push(problem(self.root, path, ProblemKind::Unreadable, &message));
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.files.append(&mut self.own.files);
        shared.links.append(&mut self.own.links);
        shared.problems.append(&mut self.own.problems);
    }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            error_path(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(error_path),
        _ => None,
    }
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
