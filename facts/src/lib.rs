//! Reads a Rust system once and answers questions about it.

#[macro_use]
mod number;

pub mod cfg;
pub mod deploy;
mod depth;
pub mod discover;
mod expand;
pub mod extract;
pub mod framework;
pub mod graph;
mod layers;
mod outside;
pub mod place;
mod possible_services;
pub mod problem;
pub mod program;
mod read;
mod reader;
mod resolve;
mod room;
mod spelled;
mod system;

use std::path::PathBuf;
use std::sync::Arc;

pub use depth::Depth;
use graph::{Graph, LayerDefinition};
use place::{FileId, LineColumn, Lines, Place};
use problem::Problem;
use rayon::prelude::*;
pub use read::read;
pub use reader::Reader;
pub use resolve::Configuration;

/// What to read, and what is known beforehand.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Layers that configuration declares.
    pub layers: Vec<LayerDefinition>,
    /// If given, code that does not exist under it is left out; else all conditional code is read.
    pub configuration: Option<Configuration>,
    /// How much is read.
    pub depth: Depth,
}

/// A file of the analysed tree, with its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the analysed folder, `/`-separated.
    pub path: String,
    /// Its text; invalid UTF-8 was replaced.
    pub text: Arc<String>,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct System {
    /// The analysed folder.
    pub root: PathBuf,
    /// Source files and manifests.
    pub files: Vec<SourceFile>,
    /// The graph.
    pub graph: Graph,
    /// What could not be read as it should, sorted by path and place.
    pub problems: Vec<Problem>,
}

/// The tree could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The path to analyse is not there, or no folder.
    #[error("cannot read `{}`: {reason}", .path.display())]
    Unreachable {
        /// The path as given.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl System {
    /// A file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The number of lines of all files.
    pub fn lines(&self) -> usize {
        self.files.par_iter().map(|file| number_of_lines(&file.text)).sum()
    }

    /// Line and column of the start of a place, from 1, columns in characters.
    pub fn line_column(&self, place: Place) -> LineColumn {
        let text = &self.file(place.file).text;
        Lines::new(text).line_column(text, place.span.start)
    }
}

/// Lines of a text, the last one also if nothing ends it.
fn number_of_lines(text: &str) -> usize {
    let ended = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    ended + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_are_counted_as_people_do() {
        assert_eq!(["", "a", "a\n", "a\r\n\nb"].map(super::number_of_lines), [0, 1, 1, 3]);
    }
}
