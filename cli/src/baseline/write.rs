//! Writes lists of known findings: a line a finding, sorted, so that they can be merged.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use portcullis_rules::engine::baseline::Baseline;

use super::{Baselines, Next};
use crate::{escape, input, output};

const HEAD: &str = "\
# Findings that are known: `portcullis lint` leaves them out and fails for others.
# `portcullis baseline` writes this file and takes out what is fixed. A line is a finding, by its
# fingerprint, which does not change when code moves; what stands behind it is for people.
version = 1
";

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Written(String),
    Removed(String),
}

/// The text of a list that was recorded over the folder `root`.
pub(super) fn render(baseline: &Baseline, root: &str) -> String {
    let mut text = String::from(HEAD);
    if root != "." {
        let _ =
            writeln!(text, "# The folder that was checked: only a run over it sees all of these.");
        let _ = writeln!(text, "root = {}", escape::toml(root));
    }
    text.push_str("\n[findings]\n");
    for (rule, findings) in baseline.rules() {
        let _ = writeln!(text, "{} = [", escape::toml(rule));
        for (fingerprint, said) in findings {
            let _ = writeln!(text, "    {},", escape::toml(&format!("{fingerprint} {said}")));
        }
        text.push_str("]\n");
    }
    text
}

impl Baselines {
    /// Makes the files what they are to be, and says what changed.
    ///
    /// An empty list is removed, unless no other is left: then the root's stays, so that
    /// what comes is not taken for what was always there.
    ///
    /// # Errors
    /// Where a file cannot be written or removed.
    pub(crate) fn write(&self, next: &Next) -> Result<Vec<Change>> {
        let none = next.values().all(Baseline::is_empty);
        let empty = Baseline::default();
        let mut paths: BTreeSet<&PathBuf> = self.files.keys().chain(next.keys()).collect();
        if none {
            paths.insert(&self.root);
        }
        let mut changes = Vec::new();
        for path in paths {
            let list = next.get(path).unwrap_or(&empty);
            let there = self.files.get(path);
            if list.is_empty() && !(none && *path == self.root) {
                if there.is_some() {
                    remove(path)?;
                    changes.push(Change::Removed(shown(path)));
                }
                continue;
            }
            let text = render(list, &self.way_from(path));
            if there.is_none_or(|file| file.text != text) {
                output::write(Some(path), |out| out.write_all(text.as_bytes()))?;
                changes.push(Change::Written(shown(path)));
            }
        }
        Ok(changes)
    }

    /// The way from the folder of a file to the one that is checked, `/`-separated.
    fn way_from(&self, file: &Path) -> String {
        let dir = file.parent().unwrap_or(Path::new(""));
        // The parent of a bare name is empty, which is no path that exists.
        let real = |path: &Path| Path::new(".").join(path).canonicalize();
        let (Ok(from), Ok(to)) = (real(dir), real(&self.folder)) else { return ".".to_owned() };
        let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = from[shared..].iter().map(|_| "..".to_owned());
        let down = to[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let way = up.chain(down).collect::<Vec<_>>().join("/");
        if way.is_empty() { ".".to_owned() } else { way }
    }

    /// The files in which something would change, as they are shown.
    pub(crate) fn differing(&self, next: &Next) -> Vec<String> {
        let differs =
            |path: &&PathBuf| self.files.get(*path).map(|file| &file.known) != next.get(*path);
        next.keys().filter(differs).map(|path| shown(path)).collect()
    }
}

fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).with_context(|| format!("cannot remove `{}`", shown(path)))
}

fn shown(path: &Path) -> String {
    escape::line(&input::shown(path)).into_owned()
}
