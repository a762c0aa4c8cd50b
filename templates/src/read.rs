//! Reads: the tree that is added to, and folders with packs.

use std::collections::BTreeMap;
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
    while let Some(dir) = open.pop() {
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

#[expect(clippy::disallowed_methods, reason = "the door through which texts come in")]
pub(crate) fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}
