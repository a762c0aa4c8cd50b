//! Turns places into paths, lines and columns; each file is indexed once for a whole report.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use portcullis_facts::System;
use portcullis_facts::place::{FileId, LineColumn, Lines, Place, Span};
use serde::Serialize;

use super::masks::Masks;

/// A place as people and programs read it: all from 1, columns in characters, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Location<'a> {
    /// Relative to the analysed folder, `/`-separated.
    pub(crate) path: &'a str,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

/// The path of a file from the root of its repository, of which `prefix` leads to the analysed folder.
pub(crate) fn from_root(prefix: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in prefix.split('/').chain(path.split('/')).filter(|part| !part.is_empty()) {
        // A configuration may stand above the analysed folder.
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else if part != "." {
            parts.push(part);
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// Answers where places are.
pub(crate) struct Locator<'a> {
    system: &'a System,
    files: OnceCell<HashMap<&'a str, FileId>>,
    lines: RefCell<HashMap<FileId, Rc<Lines>>>,
}

impl<'a> Locator<'a> {
    /// A locator of the places of `system`.
    pub(crate) fn new(system: &'a System) -> Self {
        Self { system, files: OnceCell::new(), lines: RefCell::default() }
    }

    /// The text of a file.
    pub(crate) fn text(&self, file: FileId) -> &'a str {
        &self.system.file(file).text
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: FileId) -> &'a str {
        &self.system.file(file).path
    }

    /// The place of a span in the file at `path`, if that file was read.
    pub(crate) fn place(&self, path: &str, span: Span) -> Option<Place> {
        let files = self.files.get_or_init(|| {
            let files = self.system.files.iter().enumerate();
            files.map(|(i, file)| (file.path.as_str(), FileId(i as u32))).collect()
        });
        files.get(path).map(|&file| Place { file, span })
    }

    /// What must not be shown of a file.
    pub(crate) fn masks(&self, file: FileId) -> Masks {
        Masks::of(&self.system.graph.landscape.secrets, file)
    }

    /// The line starts of a file.
    pub(crate) fn lines(&self, file: FileId) -> Rc<Lines> {
        let mut lines = self.lines.borrow_mut();
        Rc::clone(lines.entry(file).or_insert_with(|| Rc::new(Lines::new(self.text(file)))))
    }

    /// Where the start of a place is.
    pub(crate) fn start(&self, place: Place) -> LineColumn {
        self.lines(place.file).line_column(self.text(place.file), place.span.start)
    }

    /// Where a place is.
    pub(crate) fn location(&self, place: Place) -> Location<'a> {
        let (lines, text) = (self.lines(place.file), self.text(place.file));
        let start = lines.line_column(text, place.span.start);
        let end = lines.line_column(text, place.span.end.max(place.span.start));
        Location {
            path: self.path(place.file),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// `path:line:column`, safe to show.
    pub(crate) fn short(&self, place: Place) -> String {
        let start = self.start(place);
        format!("{}:{}:{}", crate::escape::line(self.path(place.file)), start.line, start.column)
    }
}

#[cfg(test)]
mod tests {
    use super::from_root;

    #[test]
    fn paths_lead_from_the_root() {
        assert_eq!(from_root("a/b", "src/lib.rs"), "a/b/src/lib.rs");
        assert_eq!(from_root("a/b", "../../portcullis.toml"), "portcullis.toml");
        assert_eq!(from_root("", "../x"), "../x");
        assert_eq!(from_root("", ""), ".");
    }
}
