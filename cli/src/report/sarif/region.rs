//! Places as SARIF writes them: URIs below the repository's root, columns in UTF-16 units.

use portcullis_facts::place::Place;
use serde_json::{Value, json};

use crate::report::locate::{Locator, from_root};
use crate::uri::encoded;

/// Makes locations.
pub(super) struct Regions<'a> {
    pub(super) locator: &'a Locator<'a>,
    /// Where the analysed folder stands in its repository.
    pub(super) prefix: &'a str,
}

impl Regions<'_> {
    /// The location of a place; a text that is not empty becomes its message.
    pub(super) fn location(&self, place: Place, text: &str) -> Value {
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": { "uri": self.uri(self.locator.path(place.file)) },
                "region": self.region(place),
            },
        });
        if !text.is_empty() {
            location["message"] = json!({ "text": super::escaped(text) });
        }
        location
    }

    /// What a place covers.
    pub(super) fn region(&self, place: Place) -> Value {
        let (line, column) = self.position(place, place.span.start);
        let (end_line, end_column) = self.position(place, place.span.end.max(place.span.start));
        json!({
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
        })
    }

    /// The URI of a file, relative to the repository's root.
    pub(super) fn uri(&self, path: &str) -> String {
        encoded(&from_root(self.prefix, path))
    }

    /// Line, and column in UTF-16 units, both from 1.
    fn position(&self, place: Place, offset: u32) -> (u32, usize) {
        let (lines, text) = (self.locator.lines(place.file), self.locator.text(place.file));
        let line = lines.line(offset);
        let start = lines.range(text, line).start as usize;
        let mut end = (offset as usize).min(text.len()).max(start);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        (line, text[start..end].encode_utf16().count() + 1)
    }
}
