//! Where results go: standard output, or a file that is replaced as a whole.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, bail};

/// Whether text on standard output is coloured, as `--color` and the environment say.
///
/// `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM` are respected.
pub(crate) fn stdout_is_styled() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Whether text on standard error is coloured.
pub(crate) fn stderr_is_styled() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Writes what `write` writes to `file`, or to standard output.
///
/// A reader that goes away early (`| head`) is no error.
///
/// # Errors
/// Where writing fails for another reason; the file is then as it was.
pub(crate) fn write(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    if let Some(path) = file {
        return replace(path, write).with_context(|| format!("cannot write `{}`", path.display()));
    }
    let mut out = BufWriter::new(AutoStream::always(io::stdout()).lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is still in the buffer would only fail again.
            let _ = out.into_parts();
            Ok(())
        }
        result => result.context("cannot write to standard output"),
    }
}

/// Writes text to standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    self::write(None, |out| out.write_all(text.as_bytes()))
}

/// Writes a line to standard error; nobody can be told if that fails.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(AutoStream::always(io::stderr()), "{text}");
}

/// Writes beside `path` first, so that a failure half-way leaves what was there.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link; what is no regular file (`/dev/null`, a FIFO) is written to directly.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(&path)?);
        write(&mut out)?;
        return out.flush();
    }
    let beside = beside(&path)?;
    let result = create(&beside).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.into_inner()?.sync_all()?;
        std::fs::rename(&beside, &path)
    });
    if result.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    result
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no name of a file"));
    };
    let mut name = name.to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(name))
}

/// Creates a folder, if it is not there.
///
/// # Errors
/// Where it cannot be created.
pub(crate) fn folder(path: &Path) -> Result<()> {
    if path.is_file() {
        bail!("`{}` is a file; name a folder", path.display());
    }
    std::fs::create_dir_all(path).with_context(|| format!("cannot create `{}`", path.display()))
}

/// Creates a file that must not exist yet.
///
/// # Errors
/// Where it exists or cannot be created.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Clears the screen, if a person looks at standard output.
pub(crate) fn clear_screen() {
    if io::stdout().is_terminal() {
        let mut out = io::stdout().lock();
        // The screen, what was scrolled out of it, and the cursor to its upper left.
        let _ = out.write_all(b"\x1b[2J\x1b[3J\x1b[H").and_then(|()| out.flush());
    }
}

/// Whether a person sees what is written to standard error.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
    fn a_failure_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.json");
        replace(&path, |out| out.write_all(b"old")).unwrap();
        let failed = replace(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        replace(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(dir.path().read_dir().unwrap().count(), 1, "nothing is left beside it");
    }
}
