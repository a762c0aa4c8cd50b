//! Reads: the tree that is added to, and folders with packs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::pack::Overlay;
use crate::{Error, Tree};

/// A folder of this machine.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Tree for Folder {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        read(&self.0.join(path)).ok()
    }
}

/// All files below a folder with packs, to be laid over those that the program carries.
///
/// # Errors
/// Where the folder cannot be read.
pub fn overlay(folder: &Path) -> Result<Overlay, Error> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    // Links to folders are followed, and some lead back.
    let mut seen = BTreeSet::new();
    while let Some(dir) = open.pop() {
        if !seen.insert(dir.canonicalize().map_err(Error::system("read", &dir))?) {
            continue;
        }
        let entries = dir.read_dir().map_err(Error::system("read", &dir))?;
        for entry in entries {
            let path = entry.map_err(Error::system("read", &dir))?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = read(&path).map_err(Error::system("read", &path))?;
            let below = path.strip_prefix(folder).unwrap_or(&path);
            files.insert(below.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    Ok(files)
}

/// A file of more bytes is none that is edited or laid over packs.
const LARGEST: u64 = 64 << 20;

#[expect(clippy::disallowed_methods, reason = "the door through which texts come in")]
pub(crate) fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a FIFO waits for a writer, and a device may never end.
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    if metadata.len() > LARGEST {
        return Err(std::io::Error::other(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    std::fs::read(path)
}
