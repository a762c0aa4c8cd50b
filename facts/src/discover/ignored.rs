//! Which paths ignore files leave out, from the folder outwards.

use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The files that say which others are ignored; the first wins over the second, wherever they stand.
pub(super) const IGNORE_FILES: [&str; 2] = [".ignore", ".gitignore"];

/// An ignore file of more bytes is not read: what its patterns are made into takes many times as much.
pub(super) const LARGEST: u64 = 1 << 20;

/// What the ignore files of a folder say, and of the folders above it that have some.
#[derive(Debug)]
pub(super) struct Ignored {
    above: Option<Arc<Ignored>>,
    ignore: Option<Gitignore>,
    gitignore: Option<Gitignore>,
    /// Whether a repository begins here: Git's ignore files above do not count for it.
    repository: bool,
}

impl Ignored {
    /// Adds what stands in `dir` itself; `has` tells which files of these names are there.
    pub(super) fn in_folder(
        above: Option<Arc<Self>>,
        dir: &Path,
        has: impl Fn(&str) -> bool,
    ) -> Option<Arc<Self>> {
        let [ignore, gitignore] = IGNORE_FILES
            .map(|name| has(name).then(|| read(dir, name)).filter(|all| !all.is_empty()));
        let repository = has(".git");
        if ignore.is_none() && gitignore.is_none() && (above.is_none() || !repository) {
            return above;
        }
        Some(Arc::new(Self { above, ignore, gitignore, repository }))
    }

    /// What the folders around the folder `dir` say.
    pub(super) fn above_folder(dir: &Path) -> Option<Arc<Self>> {
        let mut outermost: Vec<&Path> = dir.ancestors().skip(1).collect();
        outermost.reverse();
        outermost.into_iter().fold(None, |above, dir| {
            Self::in_folder(above, dir, |name| {
                let path = dir.join(name);
                let is_one = |meta: std::fs::Metadata| meta.is_file() && meta.len() <= LARGEST;
                if name == ".git" { path.exists() } else { path.metadata().is_ok_and(is_one) }
            })
        })
    }

    /// Whether a path is left out: what the nearest folder says counts.
    pub(super) fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        let (mut ignore, mut git) = (Match::None, Match::None);
        let (mut at, mut in_repository) = (Some(self), true);
        while let Some(rules) = at {
            if let Some(found) = &rules.ignore
                && ignore.is_none()
            {
                ignore = found.matched(path, is_folder);
            }
            if let Some(found) = &rules.gitignore
                && git.is_none()
                && in_repository
            {
                git = found.matched(path, is_folder);
            }
            in_repository &= !rules.repository;
            at = rules.above.as_deref();
        }
        ignore.or(git).is_ignore()
    }
}

/// The patterns of an ignore file that are patterns.
fn read(dir: &Path, name: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(dir);
    builder.add(dir.join(name));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Ignored;
    use crate::discover::trial::tree;

    #[test]
    fn the_nearest_file_counts_up_to_the_repository() {
        let dir = tree(&[
            (".gitignore", "*.md\n/out/\n"),
            ("a/.gitignore", "!kept.md\n"),
            ("b/.ignore", "*.rs\n"),
            ("b/.gitignore", "!*.rs\n"),
            ("c/.git/HEAD", ""),
            ("c/.gitignore", "[\n*.sql\n"),
        ]);
        let root = dir.path();
        let inside = |folder: &str| {
            let dir = root.join(folder);
            let has = |name: &str| dir.join(name).exists();
            Ignored::in_folder(Ignored::above_folder(&dir), &dir, has)
        };
        let out = |folder: &str, name: &str, is_folder| {
            let rules: Option<Arc<Ignored>> = inside(folder);
            rules.is_some_and(|rules| rules.leaves_out(&root.join(folder).join(name), is_folder))
        };
        assert!(out("", "x.md", false) && !out("", "x.rs", false));
        assert!(out("", "out", true) && !out("", "out", false) && !out("a", "out", true));
        assert!(out("a", "x.md", false) && !out("a", "kept.md", false));
        assert!(out("b", "x.rs", false), ".ignore wins");
        assert!(!out("c", "x.md", false) && out("c", "x.sql", false), "another repository");
    }
}
