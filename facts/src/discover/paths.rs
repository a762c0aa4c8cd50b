//! Relative paths as text: `/`-separated, normalised, `..` only in front.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::discover::DiscoverError;

/// `root` as an absolute path without symbolic links, checked to be a folder.
pub(super) fn real_folder(root: &Path) -> Result<PathBuf, DiscoverError> {
    let real = real(root)
        .map_err(|source| DiscoverError::Unreachable { path: root.to_owned(), source })?;
    if !real.is_dir() {
        return Err(DiscoverError::NotAFolder { path: root.to_owned() });
    }
    Ok(real)
}

/// `path` as an absolute path without symbolic links.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(path).map(without_verbatim_prefix)
}

/// Windows' `\\?\C:\…` as `C:\…`, in which `/` separates too.
fn without_verbatim_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if cfg!(windows) && rest.as_bytes().get(1) == Some(&b':') => PathBuf::from(rest),
        _ => path,
    }
}

/// `path` relative to `root`; nothing when it is not below it or no UTF-8.
pub(super) fn below(root: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(root).ok()?;
    let mut text = String::with_capacity(rest.as_os_str().len());
    for component in rest.components() {
        let Component::Normal(name) = component else { return None };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(name.to_str()?);
    }
    Some(text)
}

/// `path`, as a manifest in the folder `dir` writes it, relative to the root.
///
/// An absolute path below the root becomes relative; another one stays as it is.
pub(super) fn join(root: &Path, dir: &str, path: &str) -> String {
    if Path::new(path).is_absolute() {
        return below(root, Path::new(path)).unwrap_or_else(|| path.to_owned());
    }
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(separator) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    // `../repo/x` seen from the folder `repo` is `x`: a path has one spelling.
    if is_outside(&joined) { relative(root, "", &joined) } else { joined }
}

/// `path` as written in a file of the folder `dir`; none if it leads out of the tree.
pub(crate) fn written_in(dir: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Manifests written on Windows separate with `\` too, and Cargo takes it there.
fn separator(c: char) -> bool {
    c == '/' || (cfg!(windows) && c == '\\')
}

/// `to` as seen from the folder `from`, both relative to the root.
pub(super) fn relative(root: &Path, from: &str, to: &str) -> String {
    let from = absolute(root, from);
    let to = absolute(root, to);
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..", from.len() - same);
    ups.chain(to[same..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

/// The names from the file system's root down to `path`.
fn absolute(root: &Path, path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if !Path::new(path).is_absolute() {
        names.extend(root.components().map(|name| name.as_os_str().to_string_lossy().into_owned()));
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            _ => names.push(part.to_owned()),
        }
    }
    names
}

/// Whether `path` leads out of the root.
pub(super) fn is_outside(path: &str) -> bool {
    path == ".." || path.starts_with("../") || Path::new(path).is_absolute()
}

/// The folder in which `path` stands; empty for the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// The folders above `path`, the nearest first, the root (empty) last.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest?;
        rest = path.rfind('/').map(|at| &path[..at]);
        match rest {
            Some(dir) => Some(dir),
            None => (!path.is_empty()).then_some(""),
        }
    })
}

/// The last name of `path`.
pub(super) fn name(path: &str) -> &str {
    path.rfind('/').map_or(path, |at| &path[at + 1..])
}

/// `dir` and `name` with a `/` between them, where `dir` is not empty.
pub(crate) fn child(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// Whether `path` is `dir` or stands below it.
pub(crate) fn is_below(path: &str, dir: &str) -> bool {
    dir.is_empty() && !is_outside(path)
        || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling() {
        let root = Path::new("/home/repo");
        for (dir, path, expected) in [
            ("a/b", "../c/./d/", "a/c/d"),
            ("", "../x", "../x"),
            ("a", "../../repo/b", "b"),
            ("", "../../home/repo/b", "b"),
            ("a", "../../other", "../other"),
            ("a", "../../../home/other", "../other"),
            ("..", "repo/x", "x"),
            ("", "/home/repo/q", "q"),
            ("", "/elsewhere", "/elsewhere"),
        ] {
            assert_eq!(join(root, dir, path), expected, "{dir} + {path}");
        }
        assert_eq!(relative(root, "..", "a/b"), "repo/a/b");
        assert_eq!(relative(root, "a", "b"), "../b");
    }

    #[test]
    fn parents_end_at_the_root() {
        assert_eq!(parents("a/b/c").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(parents("a").collect::<Vec<_>>(), [""]);
        assert_eq!(parents("").count(), 0);
        assert!(is_below("a/b", "a") && !is_below("ab", "a") && is_below("a", ""));
    }
}
