//! The programs of the toolchain that what is generated is tried with, and git.
//!
//! This is the only place that starts programs: on what was generated, and at the request of the user. Nothing
//! else of Portcullis runs anything of a tree.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// A program of the toolchain.
#[expect(clippy::disallowed_methods, reason = "the door through which programs are started")]
fn program(name: &str) -> Command {
    Command::new(name)
}

/// A text of an edition as rustfmt formats it in a folder; none where there is no rustfmt, or the text is not for it.
pub(super) fn formatted(text: &str, folder: &Path, edition: &str) -> Option<String> {
    let mut child = program("rustfmt")
        .args(["--edition", edition, "--emit", "stdout", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // It reads all of its input before it writes, so that neither waits for the other.
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.is_empty()).then_some(text)
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
        .args(["status", "--porcelain", "--untracked-files=no"])
        .current_dir(if folder.is_dir() { folder } else { return false })
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}
