//! What git lists of a commit: which entries are read, and under which names they may be written.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Result;
use portcullis_facts::discover;

use super::git::{Commit, Git, fault};

/// A commit with more entries is no work of people: trees may repeat each other without end.
const MOST_ENTRIES: usize = 2_000_000;
/// A listing of more bytes is none either.
const MOST_BYTES: u64 = 1 << 30;

/// A file or symbolic link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// `/`-separated, from the root of the repository; each part a usual name.
    pub(super) path: String,
    /// The number of its content.
    pub(super) object: String,
    /// Whether it is a link, and its content where it leads.
    pub(super) is_link: bool,
}

/// What is read of a commit.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) entries: Vec<Entry>,
    /// Paths of submodules, which are commits of other repositories.
    pub(super) submodules: Vec<String>,
    /// How many entries have names that no work tree has.
    pub(super) refused: usize,
}

/// Lists what may matter below the folder `prefix`, and above it what holds for it.
///
/// # Errors
/// Where git fails, or the commit is larger than any work of people.
pub(super) fn list(git: &Git, commit: &Commit, prefix: &str) -> Result<Listing> {
    let mut running = git.start(&["ls-tree", "-r", "-z", "--full-tree", &commit.0])?;
    let mut listing = Listing::default();
    if let Some(output) = running.output() {
        let mut output = BufReader::new(output.take(MOST_BYTES));
        let mut record = Vec::new();
        let mut seen = 0;
        while output.read_until(0, &mut record)? > 0 {
            seen += 1;
            if seen > MOST_ENTRIES || record.pop() != Some(0) {
                return Err(fault(format!("the commit has more than {MOST_ENTRIES} files"), None));
            }
            listing.take(&record, prefix);
            record.clear();
        }
    }
    running.end("ls-tree")?;
    Ok(listing)
}

impl Listing {
    /// Reads `MODE TYPE OBJECT\tPATH`.
    fn take(&mut self, record: &[u8], prefix: &str) {
        // A path that is not UTF-8 is no source of a crate either.
        let Some((head, path)) = std::str::from_utf8(record).ok().and_then(|r| r.split_once('\t'))
        else {
            self.refused += 1;
            return;
        };
        let mut head = head.split(' ');
        let (Some(mode), Some(kind), Some(object)) = (head.next(), head.next(), head.next()) else {
            return;
        };
        if !matters(path, prefix, mode) {
            return;
        }
        if !path.split('/').all(is_usual) {
            self.refused += 1;
            return;
        }
        match kind {
            "commit" => self.submodules.push(path.to_owned()),
            "blob" => self.entries.push(Entry {
                path: path.to_owned(),
                object: object.to_owned(),
                is_link: mode == LINK,
            }),
            _ => {}
        }
    }
}

const LINK: &str = "120000";
const SUBMODULE: &str = "160000";

/// Whether an entry can make a difference to what is read in `prefix`.
fn matters(path: &str, prefix: &str, mode: &str) -> bool {
    let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
    if is_in(dir, prefix) {
        // A link may lead to a folder, whatever its name is.
        return mode == SUBMODULE || mode == LINK || discover::may_matter(name);
    }
    // Ignore files and workspaces above hold for it; a configuration may extend another one anywhere.
    let is_toml = Path::new(name).extension().is_some_and(|extension| extension == "toml");
    is_toml || (is_in(prefix, dir) && name.ends_with("ignore"))
}

/// Whether `path` is the folder `dir` or below it.
fn is_in(path: &str, dir: &str) -> bool {
    dir.is_empty()
        || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a work tree may have a part of this name; git itself writes no others.
fn is_usual(part: &str) -> bool {
    let special = matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git");
    let foreign = cfg!(windows) && part.contains(['\\', ':', '<', '>', '"', '|', '?', '*']);
    !special && !foreign && !part.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(records: &[&str], prefix: &str) -> (Vec<String>, usize) {
        let mut listing = Listing::default();
        for record in records {
            listing.take(record.as_bytes(), prefix);
        }
        let paths = listing.entries.into_iter().map(|entry| entry.path);
        (paths.chain(listing.submodules).collect(), listing.refused)
    }

    #[test]
    fn what_matters_is_taken() {
        let records = [
            "100644 blob 0a\tCargo.toml",
            "100644 blob 0b\tlogo.png",
            "100644 blob 0c\ta/src/main.rs",
            "100644 blob 0d\ta/.gitignore",
            "120000 blob 0e\ta/linked",
            "160000 commit 0f\ta/vendored",
            "100644 blob 10\tb/src/main.rs",
        ];
        let all = ["Cargo.toml", "a/src/main.rs", "a/.gitignore", "a/linked", "b/src/main.rs"];
        let all: Vec<String> =
            all.iter().chain(&["a/vendored"]).map(|path| (*path).to_owned()).collect();
        assert_eq!(taken(&records, ""), (all, 0));
        let below = ["Cargo.toml", "a/src/main.rs", "a/.gitignore", "a/linked", "a/vendored"];
        assert_eq!(taken(&records, "a").0, below);
        assert_eq!(taken(&["100644 blob 0a\tab/x.rs"], "a").0.len(), 0);
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        let records = [
            "100644 blob 0a\t../x.rs",
            "100644 blob 0a\ta/../../x.rs",
            "100644 blob 0a\t/etc/x.rs",
            "100644 blob 0a\t.GIT/x.rs",
            "100644 blob 0a\ta/./x.rs",
        ];
        assert_eq!(taken(&records, ""), (Vec::new(), 5));
    }
}
