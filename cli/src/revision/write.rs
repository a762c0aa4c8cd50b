//! Writes what a commit holds into a folder, and nothing anywhere else.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context as _, Result, bail};

use super::git::{Git, PARTIAL, fault};
use super::listing::{Entry, Listing};
use crate::output;

/// Contents of more bytes are not read by anybody.
const LARGEST: u64 = 64 << 20;
/// So many bytes are written in all; what is the same may stand in many places.
const MOST_BYTES: u64 = 8 << 30;
/// The longest way that a symbolic link may say.
const LONGEST_LINK: u64 = 4096;

/// What was left out.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Files whose content lies in another store, and of which only a pointer is there.
    pub(super) pointers: usize,
    /// Entries that cannot be made here.
    pub(super) refused: usize,
}

/// Writes the entries of a listing below `root`, which is empty.
///
/// Files come first and links behind them, so that nothing is ever written through a link.
///
/// # Errors
/// Where git fails, an object is missing, or nothing can be written.
pub(super) fn write(git: &Git, listing: &Listing, root: &Path) -> Result<Written> {
    let mut written = Written::default();
    let (running, mut input) = git.converse(&["cat-file", "--batch", "--buffer"])?;
    let mut running = running;
    let output = running.output().context("git prints nothing")?;
    let links = thread::scope(|scope| -> Result<Vec<(PathBuf, String)>> {
        scope.spawn(move || {
            for entry in &listing.entries {
                // If git has gone, reading its output says so.
                if writeln!(input, "{}", entry.object).is_err() {
                    break;
                }
            }
        });
        read_all(&listing.entries, output, root, &mut written)
    });
    let links = links?;
    running.end("cat-file")?;
    make_links(root, &links, &mut written);
    Ok(written)
}

fn read_all(
    entries: &[Entry],
    output: impl Read,
    root: &Path,
    written: &mut Written,
) -> Result<Vec<(PathBuf, String)>> {
    let mut output = BufReader::new(output);
    let mut links = Vec::new();
    let mut total = 0;
    for entry in entries {
        let size = size(&mut output, entry)?;
        let mut content = (&mut output).take(size);
        let path = root.join(&entry.path);
        total += size.min(LARGEST);
        if total > MOST_BYTES {
            return Err(fault(format!("the commit has more than {MOST_BYTES} bytes"), None));
        }
        if entry.is_link {
            let mut target = Vec::new();
            (&mut content).take(LONGEST_LINK).read_to_end(&mut target)?;
            // The folder is made now, while there is no link through which it could be made elsewhere.
            let in_folder = path.parent().is_some_and(|dir| std::fs::create_dir_all(dir).is_ok());
            match String::from_utf8(target) {
                Ok(target) if size <= LONGEST_LINK && in_folder => links.push((path, target)),
                _ => written.refused += 1,
            }
        } else {
            match create(&path) {
                Ok(file) => fill(file, &mut content, size, written)
                    .with_context(|| format!("cannot write `{}`", path.display()))?,
                Err(error) if is_refusal(error.kind()) => written.refused += 1,
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot write `{}`", path.display()));
                }
            }
        }
        // What is not wanted is read too, and the line's end behind it.
        io::copy(&mut content, &mut io::sink())?;
        let mut end = [0];
        output.read_exact(&mut end)?;
    }
    Ok(links)
}

/// Reads `OBJECT TYPE SIZE`.
fn size(output: &mut impl BufRead, entry: &Entry) -> Result<u64> {
    let mut line = Vec::new();
    output.take(256).read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line);
    let mut words = line.split_whitespace();
    match (words.next(), words.next(), words.next().and_then(|size| size.parse().ok())) {
        (Some(_), Some("blob"), Some(size)) => Ok(size),
        (Some(_), Some("missing"), _) => {
            let message = format!("the content of `{}` is not in this clone", entry.path);
            Err(fault(message, Some(PARTIAL.to_owned())))
        }
        _ => bail!("git ended before it had given the content of `{}`", entry.path),
    }
}

fn create(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    output::create(path)
}

fn fill(
    mut file: File,
    content: &mut impl Read,
    size: u64,
    written: &mut Written,
) -> io::Result<()> {
    if size > LARGEST {
        // As long as the real one, so that reading says that it is too large; it takes no room.
        return file.set_len(size);
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes)?;
    if bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        written.pointers += 1;
    }
    file.write_all(&bytes)
}

/// Whether a path cannot be there, since another one is, or for its length.
fn is_refusal(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::AlreadyExists
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
    )
}

/// Makes the links that stay within `root`, wherever other links turn them.
fn make_links(root: &Path, links: &[(PathBuf, String)], written: &mut Written) {
    let Ok(root) = root.canonicalize() else { return };
    let made = links.iter().filter(|(path, target)| {
        let made = make_link(path, target);
        written.refused += usize::from(!made);
        made
    });
    let made: Vec<&PathBuf> = made.map(|(path, _)| path).collect();
    for path in made {
        if path.canonicalize().is_ok_and(|real| !real.starts_with(&root)) {
            // What cannot be taken away again leads out of the tree, where discovery does not follow it.
            let _ = std::fs::remove_file(path);
            written.refused += 1;
        }
    }
}

#[cfg(unix)]
fn make_link(path: &Path, target: &str) -> bool {
    !Path::new(target).is_absolute() && std::os::unix::fs::symlink(target, path).is_ok()
}

/// Where links need a privilege, git writes files in their place too.
#[cfg(not(unix))]
fn make_link(_: &Path, _: &str) -> bool {
    false
}
