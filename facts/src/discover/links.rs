//! Symbolic links: followed where they lead to something inside the tree, once.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::discover::{FoundFile, kinds, paths, walk};
use crate::problem::{Problem, ProblemKind};

/// Files that links to folders may add in all: a hostile tree multiplies by links.
const MOST_LINKED_FILES: usize = 100_000;

/// Adds to `files`, which are and stay sorted, what stands behind `links`.
///
/// Links behind a linked folder are not followed, so that links leading to each
/// other come to an end. Nothing outside of the root is looked at.
pub(super) fn follow(
    root: &Path,
    mut links: Vec<PathBuf>,
    files: &mut Vec<FoundFile>,
    problems: &mut Vec<Problem>,
) {
    links.sort_unstable();
    let mut folders = Vec::new();
    let mut single = Vec::new();
    for link in links {
        match look(root, &link) {
            Ok(Some(Leads::ToFile(file))) => single.push(file),
            Ok(Some(Leads::ToFolder { link, target })) => folders.push((link, target)),
            Ok(None) => {}
            Err((kind, message)) => problems.push(walk::problem(root, &link, kind, message)),
        }
    }
    if single.is_empty() && folders.is_empty() {
        return;
    }
    files.append(&mut single);
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let mut linked = Vec::new();
    for (link, target) in folders {
        let prefix = format!("{target}/");
        let start = files.partition_point(|file| file.path.as_str() < prefix.as_str());
        let behind = files[start..].iter().take_while(|file| file.path.starts_with(&prefix));
        linked.extend(behind.take(MOST_LINKED_FILES - linked.len()).map(|file| FoundFile {
            path: format!("{link}/{}", &file.path[prefix.len()..]),
            link_to: Some(file.link_to.as_ref().unwrap_or(&file.path).clone()),
            ..file.clone()
        }));
    }
    files.append(&mut linked);
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
}

enum Leads {
    ToFile(FoundFile),
    ToFolder { link: String, target: String },
}

/// Where one link leads; nothing when that does not matter.
fn look(root: &Path, link: &Path) -> Result<Option<Leads>, (ProblemKind, &'static str)> {
    let name = link.file_name().unwrap_or_default().to_string_lossy();
    let kind = kinds::kind(&name);
    let Some(path) = walk::text(root, link) else { return Ok(None) };
    let target = match paths::real(link) {
        Ok(target) => target,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
            let problem = (ProblemKind::Unreadable, "the symbolic link leads nowhere");
            return if kind.is_some() { Err(problem) } else { Ok(None) };
        }
        Err(_) => return Err((ProblemKind::LinkLoop, "the symbolic link leads to itself")),
    };
    let Ok(meta) = std::fs::metadata(&target) else { return Ok(None) };
    let Some(to) = paths::below(root, &target) else {
        let problem =
            (ProblemKind::Unreadable, "the symbolic link leads out of the analysed folder");
        return if kind.is_some() && !meta.is_dir() { Err(problem) } else { Ok(None) };
    };
    if meta.is_dir() {
        if paths::is_below(&path, &to) {
            return Err((ProblemKind::LinkLoop, "the symbolic link leads to a folder above it"));
        }
        let matters = !matches!(&*name, "target" | "node_modules");
        return Ok(matters.then_some(Leads::ToFolder { link: path, target: to }));
    }
    let Some(kind) = kind else { return Ok(None) };
    if !meta.is_file() {
        return Err((ProblemKind::NotAFile, "the symbolic link leads to no regular file"));
    }
    Ok(Some(Leads::ToFile(FoundFile { path, kind, link_to: Some(to) })))
}
