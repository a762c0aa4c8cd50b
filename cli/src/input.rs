//! Reads what steers a run: configuration, and lists of known findings.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The text of a regular file that is not larger than `largest` bytes.
///
/// # Errors
/// Where it is another kind of file, too large or not UTF-8, or cannot be read.
#[expect(clippy::disallowed_methods, reason = "the door through which configuration is read")]
pub(crate) fn text(path: &Path, largest: u64) -> Result<String> {
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        bail!("it is not a file");
    }
    if metadata.len() > largest {
        bail!("it is larger than {} MiB", largest >> 20);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).context("it is not UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// How a path is shown: relative to where Portcullis was called, if it is below.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|dir| dir.canonicalize()).ok();
    let below = here.and_then(|here| path.strip_prefix(&here).ok().map(Path::to_owned));
    let path = below.unwrap_or_else(|| path.to_owned());
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
