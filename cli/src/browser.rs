//! Opens a page that was written here in the browser of whoever asked for it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The programs that open a page, the first that is there.
const PROGRAMS: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else if cfg!(windows) {
    &["explorer.exe"]
} else {
    &["xdg-open", "gio", "wslview"]
};

/// Opens a page, and does not wait for what opens it.
///
/// # Errors
/// Where nothing is there that could.
#[expect(clippy::disallowed_methods, reason = "a browser is no part of the analysed tree")]
pub(crate) fn open(page: &Path) -> Result<()> {
    let page = page.canonicalize().context("the page is gone")?;
    for program in PROGRAMS {
        let mut command = Command::new(program);
        if *program == "gio" {
            command.arg("open");
        }
        command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if command.spawn().is_ok() {
            return Ok(());
        }
    }
    bail!("nothing here opens pages; `{}` can be opened by hand", page.display())
}
