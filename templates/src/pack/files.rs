//! Where packs come from: the program itself, and folders that are laid over it.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, DirEntry, include_dir};

use crate::Error;

/// The packs that the program carries.
static CARRIED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs");

/// A file of a pack, and how errors name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackFile {
    pub(crate) bytes: Vec<u8>,
    pub(crate) place: String,
}

/// The files of a folder with packs, by their paths in it.
pub type Overlay = BTreeMap<String, Vec<u8>>;

/// All packs.
#[derive(Debug, Default)]
pub struct Shelf {
    /// By `<pack>/<path>`.
    files: BTreeMap<String, PackFile>,
}

impl Shelf {
    /// The packs that the program carries.
    pub fn carried() -> Self {
        let mut shelf = Self::default();
        shelf.add_dir(&CARRIED);
        shelf
    }

    /// The same with the files of a folder in place of those with equal paths; `shown` is how the folder
    /// is called in errors.
    #[must_use]
    pub fn overlaid(mut self, shown: &str, overlay: Overlay) -> Self {
        for (path, bytes) in overlay {
            let place = format!("{}/{path}", shown.trim_end_matches('/'));
            self.files.insert(path, PackFile { bytes, place });
        }
        self
    }

    /// The names of all packs, sorted.
    pub fn names(&self) -> BTreeSet<&str> {
        self.files.keys().filter_map(|path| path.strip_suffix("/pack.toml")).collect()
    }

    fn add_dir(&mut self, dir: &Dir<'_>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => self.add_dir(dir),
                DirEntry::File(file) => {
                    let path = file.path().to_string_lossy().replace('\\', "/");
                    let place = format!("templates/packs/{path}");
                    let bytes = file.contents().to_vec();
                    self.files.insert(path, PackFile { bytes, place });
                }
            }
        }
    }

    /// A file that a pack generates, by its path below `files/`.
    pub(crate) fn file(&self, pack: &str, path: &str) -> Option<&PackFile> {
        self.files.get(&format!("{pack}/files/{path}"))
    }

    /// The files of a pack, by their paths in it.
    pub(crate) fn pack(&self, name: &str) -> Result<BTreeMap<&str, &PackFile>, Error> {
        let names = self.names();
        if !names.contains(name) {
            let there = names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            return Err(Error::NoPack { name: name.to_owned(), there: there.join(", ") });
        }
        let in_pack = |path: &'_ str| path.strip_prefix(name).is_some_and(|p| p.starts_with('/'));
        let files = self.files.iter().filter(|(path, _)| in_pack(path));
        Ok(files.map(|(path, file)| (&path[name.len() + 1..], file)).collect())
    }
}
