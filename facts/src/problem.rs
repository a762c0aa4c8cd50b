//! What went wrong while reading: data in the result, never an end of the run.

use serde::Serialize;

use crate::place::Span;

/// One thing that could not be read as it should, with its place.
///
/// A problem is not a finding: findings speak of the analysed system, problems
/// of what Portcullis could not see of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Path relative to the analysed folder, `/`-separated; empty for the folder itself.
    pub path: String,
    /// The bytes it is about, where known.
    pub span: Option<Span>,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// One sentence, lower case, no full stop.
    pub message: String,
}

/// The kinds of problems; each is a stable name in machine-readable output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file or folder could not be opened or read.
    Unreadable,
    /// The file is larger than is read.
    TooLarge,
    /// The file is no regular file (a FIFO, a socket, a device).
    NotAFile,
    /// The bytes are not UTF-8; the text was read with replacement characters.
    NotUtf8,
    /// Brackets are nested deeper than is followed.
    NestedTooDeep,
    /// Delimiters do not match, or an item could not be read; the rest of the file was.
    Syntax,
    /// A manifest that cannot be read as one, or names what does not exist.
    Manifest,
    /// A symbolic link that leads back to a folder above it.
    LinkLoop,
    /// `mod name;` without a file for it.
    MissingModule,
    /// Modules that include each other by `#[path]` or `include!`.
    CyclicModules,
    /// No manifest below the folder declares a package, so nothing was read.
    NoPackage,
}

impl ProblemKind {
    /// Whether nothing of the file was read.
    pub(crate) fn is_of_the_file(self) -> bool {
        matches!(self, Self::Unreadable | Self::TooLarge | Self::NotAFile)
    }
}
