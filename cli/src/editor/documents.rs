//! The documents that are open in the editor, as they stand there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::place::{Encoding, Text, to_path};

/// An open document.
#[derive(Debug)]
pub(super) struct Document {
    /// Where the file is, or will be.
    pub(super) path: PathBuf,
    /// Counts the changes, as the client does.
    pub(super) version: i32,
    pub(super) text: String,
}

/// All open documents, by address as the client writes it.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<String, Document>);

impl Documents {
    /// Opens a document; one that is no file is none.
    pub(super) fn open(&mut self, item: TextDocumentItem) -> Option<&Document> {
        let path = to_path(&item.uri)?;
        let document = Document { path, version: item.version, text: item.text };
        self.0.insert(item.uri.0.clone(), document);
        self.0.get(&item.uri.0)
    }

    /// Changes a document; none if it is not open.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<&Document> {
        let document = self.0.get_mut(&uri.0)?;
        document.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let text = Text::new(&document.text, encoding);
                    let start = text.offset(part.range.start);
                    let end = text.offset(part.range.end).max(start);
                    document.text.replace_range(start..end, &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
            }
        }
        Some(document)
    }

    /// Closes a document.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<Document> {
        self.0.remove(&uri.0)
    }

    /// The document at an address.
    pub(super) fn get(&self, uri: &Uri) -> Option<&Document> {
        self.0.get(&uri.0)
    }

    /// All of them, with their addresses.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.0.iter().map(|(uri, document)| (uri.as_str(), document))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_made_in_their_order() {
        let mut documents = Documents::default();
        let uri = Uri("file:///x.rs".to_owned());
        let item =
            json!({ "uri": uri, "languageId": "rust", "version": 1, "text": "a\u{1f980}b\nc" });
        documents.open(serde_json::from_value(item).unwrap()).unwrap();
        let changes = json!([
            { "range": { "start": { "line": 0, "character": 3 }, "end": { "line": 1, "character": 0 } }, "text": "" },
            { "range": { "start": { "line": 0, "character": 4 }, "end": { "line": 9, "character": 9 } }, "text": "d" },
            // From behind to before, as no client should say it.
            { "range": { "start": { "line": 0, "character": 3 }, "end": { "line": 0, "character": 0 } }, "text": "+" },
        ]);
        let changes = serde_json::from_value(changes).unwrap();
        let document = documents.change(&uri, 2, changes, Encoding::Utf16).unwrap();
        assert_eq!((document.text.as_str(), document.version), ("a\u{1f980}+cd", 2));
        let whole = serde_json::from_value(json!([{ "text": "new" }])).unwrap();
        assert_eq!(documents.change(&uri, 3, whole, Encoding::Utf16).unwrap().text, "new");
        documents.close(&uri).unwrap();
        assert!(documents.change(&uri, 4, Vec::new(), Encoding::Utf16).is_none());
    }
}
