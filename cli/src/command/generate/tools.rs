//! The programs of the toolchain that what is generated is tried with, and git.
//!
//! This is the only place that starts programs: on what was generated, and at the request of the user. Nothing
//! else of Portcullis runs anything of a tree.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

/// A program of the toolchain.
#[expect(clippy::disallowed_methods, reason = "the door through which programs are started")]
fn program(name: &str) -> Command {
    Command::new(name)
}

/// How long rustfmt may take for a file. It is through ten thousand lines in a fraction of a second, and what takes it
/// far longer takes it forever: with each closure in the arguments of another one its time doubles.
const FOR_A_FILE: Duration = Duration::from_secs(10);
/// How long all files together may take for which it needs too long, so that many of them do not add up.
const FOR_ALL: Duration = Duration::from_secs(30);

/// What rustfmt makes of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Formatted {
    /// This.
    Text(String),
    /// Nothing: there is no rustfmt, or the text is not for it.
    Not,
    /// It did not end in time.
    Late,
}

/// Formats texts, for so long.
#[derive(Debug)]
pub(super) struct Formatter {
    for_a_file: Duration,
    /// What is left of the time for files that take too long.
    left: Duration,
}

impl Default for Formatter {
    fn default() -> Self {
        Self { for_a_file: FOR_A_FILE, left: FOR_ALL }
    }
}

impl Formatter {
    /// One that waits for nothing.
    #[cfg(test)]
    pub(super) const fn impatient() -> Self {
        Self { for_a_file: Duration::ZERO, left: FOR_ALL }
    }

    /// A text of an edition as rustfmt formats it in a folder.
    pub(super) fn format(&mut self, text: &str, folder: &Path, edition: &str) -> Formatted {
        if self.left.is_zero() {
            return Formatted::Late;
        }
        let mut command = program("rustfmt");
        command.args(["--edition", edition, "--emit", "stdout", "--quiet"]).current_dir(folder);
        match output_within(self.for_a_file.min(self.left), &mut command, text) {
            Ok(Some(text)) if !text.is_empty() => Formatted::Text(text),
            Ok(_) => Formatted::Not,
            Err(TimeIsUp) => {
                self.left = self.left.saturating_sub(self.for_a_file);
                Formatted::Late
            }
        }
    }
}

/// A program did not end in time, and was ended.
#[derive(Debug)]
struct TimeIsUp;

/// What a program makes of an input; none where it cannot be started or fails.
///
/// It stays in the process group of Portcullis, so that Ctrl-C ends both.
fn output_within(
    limit: Duration,
    command: &mut Command,
    input: &str,
) -> Result<Option<String>, TimeIsUp> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return Ok(None) };
    let (Some(mut to), Some(mut from)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(None);
    };
    let (said, is_said) = mpsc::channel();
    let input = input.to_owned();
    // Nobody waits for this thread, because pipes may outlive the program in others that it started.
    thread::spawn(move || {
        let mut output = String::new();
        // It reads all of its input before it writes, so that neither waits for the other.
        let written = to.write_all(input.as_bytes());
        drop(to);
        let read = written.and_then(|()| from.read_to_string(&mut output));
        // Where time is up, nobody listens any more.
        let _ = said.send(read.is_ok().then_some(output));
    });
    let output = is_said.recv_timeout(limit);
    if output.is_err() {
        // It may have ended by itself just now.
        let _ = child.kill();
    }
    let has_succeeded = child.wait().is_ok_and(|status| status.success());
    let output = output.map_err(|_| TimeIsUp)?;
    Ok(output.filter(|_| has_succeeded))
}

/// Has cargo check the workspace in `folder`, with artifacts in `target`; what it says where it fails.
///
/// # Errors
/// Where it cannot be run.
pub(super) fn check(folder: &Path, target: &Path) -> Result<Result<(), String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let cargo = PathBuf::from(cargo);
    let output = program(&cargo.to_string_lossy())
        .args(["check", "--workspace", "--all-targets", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .stdin(Stdio::null())
        .output()
        .context("cannot run `cargo check`; `--no-verify` does without it")?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    Ok(Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

/// Whether git knows of changes in `folder` that are not committed.
pub(super) fn is_dirty(folder: &Path) -> bool {
    let output = program("git")
        // A monitor of files would be a program that the tree names.
        .args(["-c", "core.fsmonitor=false"])
        .args(["status", "--porcelain", "--untracked-files=no"])
        .current_dir(if folder.is_dir() { folder } else { return false })
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn what_does_not_end_is_ended() {
        let begin = std::time::Instant::now();
        let found = output_within(Duration::from_millis(10), program("sleep").arg("600"), "");
        assert!(found.is_err());
        assert!(begin.elapsed() < Duration::from_secs(60));
    }

    #[test]
    #[cfg(unix)]
    fn what_ends_is_heard_if_it_succeeds() {
        let patience = Duration::from_secs(600);
        let echoed = output_within(patience, &mut program("cat"), "text");
        assert_eq!(echoed.unwrap().as_deref(), Some("text"));
        let failed = output_within(patience, program("sh").args(["-c", "cat; exit 1"]), "text");
        assert_eq!(failed.unwrap(), None);
        assert_eq!(output_within(patience, &mut program("no-such-program"), "").unwrap(), None);
    }

    #[test]
    fn many_that_are_late_are_not_waited_for_one_by_one() {
        let mut formatter = Formatter { for_a_file: FOR_A_FILE, left: Duration::ZERO };
        assert_eq!(formatter.format("fn f() {}", Path::new("."), "2024"), Formatted::Late);
    }
}
