//! What can go wrong, each with its place and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such pack.
    #[error("there is no pack `{name}`; there are {there}")]
    NoPack {
        /// What was asked for.
        name: String,
        /// The names of those that are there.
        there: String,
    },
    /// A pack is wrong.
    #[error("{}: {message}; {help}", at(.file, *.line))]
    Pack {
        /// The file in the pack.
        file: String,
        /// The line in it, from 1.
        line: Option<usize>,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// An answer is missing or wrong.
    #[error("{message}; {help}")]
    Answer {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Something has to be there first.
    #[error("{0}")]
    Need(String),
    /// The place of an edit is not there.
    #[error(
        "cannot edit `{file}`: {message}; nothing was written. Add this by hand:\n\n{snippet}\n"
    )]
    Anchor {
        /// The file that was to be edited.
        file: String,
        /// What was looked for.
        message: String,
        /// What would have been put there.
        snippet: String,
    },
    /// The system refused.
    #[error("cannot {what} `{}`", path.display())]
    System {
        /// What was tried.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// What was written by an operation is not what stands there now.
    #[error("cannot undo `{operation}`: changed since: {}; nothing was written", paths.join(", "))]
    Edited {
        /// The operation.
        operation: String,
        /// The files.
        paths: Vec<String>,
    },
    /// A file is not as it was when the plan was made.
    #[error("`{0}` was changed in the meantime; nothing was written")]
    Moved(String),
    /// There is no operation in the journal.
    #[error("there is nothing to undo in `{}`", .0.display())]
    NothingToUndo(PathBuf),
    /// A journal cannot be understood.
    #[error(
        "`{}` is no journal of Portcullis: {reason}; remove the folder `.portcullis` to go on without it",
        path.display()
    )]
    Journal {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// The error of the system about a path.
    pub(crate) fn system(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::System { what, path, source }
    }
}

/// A place as compilers write it.
fn at(file: &str, line: Option<usize>) -> String {
    line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
}
