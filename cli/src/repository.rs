//! Where an analysed folder stands: the repository around it, and its path in there.

use std::path::{Path, PathBuf};

/// An analysed folder.
#[derive(Debug)]
pub(crate) struct Folder {
    /// As it was given.
    pub(crate) given: PathBuf,
    /// Its real path; as given if there is none, so that reading it says what is wrong.
    pub(crate) real: PathBuf,
    /// The root of the repository that it belongs to, if any.
    pub(crate) repository: Option<PathBuf>,
}

impl Folder {
    /// Looks around `given`; reads nothing but names.
    pub(crate) fn new(given: &Path) -> Self {
        let real = given.canonicalize().unwrap_or_else(|_| given.to_owned());
        let repository = real.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_owned);
        Self { given: given.to_owned(), real, repository }
    }

    /// Where it stands in its repository, `/`-separated; empty at the root and without a repository.
    pub(crate) fn prefix(&self) -> String {
        self.repository.as_deref().and_then(|root| self.below(root)).unwrap_or_default()
    }

    /// Its name, by which the system in it is called.
    pub(crate) fn name(&self) -> String {
        let name = self.real.file_name().unwrap_or(self.real.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// Its path below `ancestor`, `/`-separated; none if it is not below it.
    pub(crate) fn below(&self, ancestor: &Path) -> Option<String> {
        let rest = self.real.strip_prefix(ancestor).ok()?;
        let parts: Vec<_> = rest.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The way from here to a file, `/`-separated, with `..` where it leads upwards.
    pub(crate) fn way_to(&self, file: &Path) -> String {
        let Ok(real) = file.canonicalize() else {
            return file.to_string_lossy().into_owned();
        };
        let (from, to): (Vec<_>, Vec<_>) =
            (self.real.components().collect(), real.components().collect());
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = from[shared..].iter().map(|_| "..".to_owned());
        let down = to[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
        up.chain(down).collect::<Vec<_>>().join("/")
    }

    /// The folders in which a configuration may stand, nearest first.
    pub(crate) fn upwards(&self) -> impl Iterator<Item = &Path> {
        self.real.ancestors().take_while(|dir| dir.starts_with(self.root()))
    }

    /// Whether a file stands in the repository, links followed; also if it leads nowhere.
    ///
    /// What the tree names elsewhere is not read: lines of it would be shown in messages, and of whom a
    /// tree comes from nothing is known.
    pub(crate) fn holds(&self, file: &Path) -> bool {
        file.canonicalize().map_or(true, |real| real.starts_with(self.root()))
    }

    /// The repository. Without one it is the folder itself: what stands above it need have nothing to do
    /// with it.
    fn root(&self) -> &Path {
        self.repository.as_deref().unwrap_or(&self.real)
    }
}
