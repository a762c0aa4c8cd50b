//! Where pages may be written: through no link that nobody named, and over no file of others.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::input;

/// A page of more bytes is none that was made here.
const LARGEST: u64 = 256 << 20;

/// The folder `below` of `root`, in which pages are to be written. It need not be there yet.
///
/// `root` is what a person named, links and all. What stands below it may have come with the tree.
///
/// # Errors
/// Where a link on the way leads out of `root`, or nowhere: the tree has no say in where something is written.
pub(crate) fn folder(root: &Path, below: &Path) -> Result<PathBuf> {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut at = root.to_owned();
    for part in below {
        at.push(part);
        let stays = || at.canonicalize().is_ok_and(|there| there.starts_with(&real));
        if at.is_symlink() && !stays() {
            bail!(
                "`{}` is a symbolic link that leads out of `{}`; name a folder with `--output`",
                input::shown(&at),
                root.display()
            );
        }
    }
    Ok(at)
}

/// The text that a page of `portcullis COMMAND` is to replace; none where nothing stands there.
///
/// # Errors
/// Where something else stands there: a link, no file, or a file that does not have the command's mark, for which
/// `remedy` says what to do.
pub(crate) fn page(
    file: &Path,
    command: &str,
    remedy: &str,
    is_marked: impl Fn(&str) -> bool,
) -> Result<Option<String>> {
    if !is_file(file)? {
        return Ok(None);
    }
    match input::text(file, LARGEST).ok().filter(|text| is_marked(text)) {
        Some(text) => Ok(Some(text)),
        None => bail!("`{}` was not made by `portcullis {command}`; {remedy}", input::shown(file)),
    }
}

/// Whether a file stands there, whoever made it.
///
/// # Errors
/// Where something else does.
pub(crate) fn is_file(path: &Path) -> Result<bool> {
    let Ok(metadata) = path.symlink_metadata() else { return Ok(false) };
    let shown = input::shown(path);
    if metadata.is_symlink() {
        bail!("`{shown}` is a symbolic link, through which nothing is written");
    }
    if !metadata.is_file() {
        bail!("`{shown}` is no file");
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes what would be replaced")]
    fn only_pages_with_the_mark_are_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("index.html");
        let page = || page(&file, "report", "move it", |text| text.starts_with("ours"));
        assert_eq!(page().unwrap(), None);
        std::fs::write(&file, "ours: old").unwrap();
        assert_eq!(page().unwrap().as_deref(), Some("ours: old"));
        for other in ["theirs".as_bytes(), b"ours, but \xff"] {
            std::fs::write(&file, other).unwrap();
            let error = page().unwrap_err().to_string();
            assert!(error.contains("was not made by `portcullis report`; move it"), "{error}");
        }
        std::fs::remove_file(&file).unwrap();
        std::fs::create_dir(&file).unwrap();
        assert!(page().unwrap_err().to_string().ends_with("is no file"));
    }

    #[test]
    #[cfg(unix)]
    fn links_of_the_tree_lead_nowhere_else() {
        use std::os::unix::fs::symlink;
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = dir.path().join("root");
        symlink(other.path(), &root).unwrap();
        assert!(folder(&root, Path::new("docs/pages")).is_ok(), "a person named this one");
        std::fs::create_dir_all(root.join("pages/docs")).unwrap();
        symlink("pages", root.join("docs")).unwrap();
        assert!(folder(&root, Path::new("docs/docs")).is_ok(), "it stays in the tree");
        for (link, to) in [("out", dir.path()), ("pages/out", dir.path()), ("gone", Path::new("x"))]
        {
            symlink(to, root.join(link)).unwrap();
            let error = folder(&root, &Path::new(link).join("more")).unwrap_err().to_string();
            assert!(error.contains("is a symbolic link that leads out of"), "{error}");
        }
        let page = page(&root.join("docs"), "docs", "", |_| true).unwrap_err().to_string();
        assert!(page.contains("is a symbolic link, through which nothing"), "{page}");
    }
}
