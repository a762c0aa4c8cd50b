//! What the server and its client have between them: open documents, what was found last, and what is shown of it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use gen_lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileChangeType, LogMessageParams,
    MessageType, PublishDiagnosticsParams, ShowMessageParams, Uri,
};
use lsp_server::{Message, Notification};
use serde::Serialize;
use serde_json::Value;

use super::checker::{Checked, Order};
use super::documents::{Document, Documents};
use super::found::Found;
use super::place::{Encoding, Root};
use super::server::{Refusal, from_value};
use super::start::Client;

/// What is known once the client has said which folder it is about.
pub(super) struct Session {
    client: Client,
    pub(super) root: Root,
    /// Where changes are told; the checker ends when it is dropped.
    orders: Sender<Order>,
    pub(super) documents: Documents,
    pub(super) found: Found,
    /// What the client shows, by address.
    published: BTreeMap<String, Vec<Diagnostic>>,
    /// What kept the last check from being done.
    failure: Option<String>,
    /// Whether a check was told of.
    greeted: bool,
}

impl Session {
    /// Nothing found yet.
    pub(super) fn new(client: Client, root: Root, orders: Sender<Order>) -> Self {
        Self {
            client,
            root,
            orders,
            documents: Documents::default(),
            found: Found::default(),
            published: BTreeMap::new(),
            failure: None,
            greeted: false,
        }
    }

    /// Whether the client tells of changes on the disk if it is asked to.
    pub(super) const fn watches(&self) -> bool {
        self.client.watches
    }

    /// Tells the checker.
    pub(super) fn order(&self, order: Order) {
        // A checker that is gone has told why.
        let _ = self.orders.send(order);
    }

    /// The encoding of columns.
    pub(super) const fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// The path of a file of the system, as what was found has it.
    pub(super) fn path_of(&self, file: &Path) -> Option<String> {
        // A configuration may stand above the folder.
        let above = || self.found.files.keys().find(|path| self.root.file(path) == file).cloned();
        self.root.relative(file).or_else(above)
    }

    /// Takes in what the client has told.
    ///
    /// # Errors
    /// Where it cannot be understood.
    pub(super) fn note(&mut self, method: &str, params: Value) -> Result<(), Refusal> {
        match method {
            "textDocument/didOpen" => {
                let params: DidOpenTextDocumentParams = from_value(params)?;
                if let Some(order) = self.documents.open(params.text_document).map(put) {
                    self.order(order);
                }
            }
            "textDocument/didChange" => {
                let DidChangeTextDocumentParams { text_document, content_changes } =
                    from_value(params)?;
                let uri = text_document.text_document_identifier.uri;
                let version = text_document.version;
                let encoding = self.encoding();
                let changed = self.documents.change(&uri, version, content_changes, encoding);
                if let Some(order) = changed.map(put) {
                    self.order(order);
                }
            }
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = from_value(params)?;
                let closed = self.documents.close(&params.text_document.uri);
                if let Some(document) = closed {
                    self.order(Order::TakeBack(document.path));
                }
            }
            "textDocument/didSave" => self.order(Order::LookAgain),
            "workspace/didChangeWatchedFiles" => {
                let params: DidChangeWatchedFilesParams = from_value(params)?;
                let matters = params.changes.iter().any(|change| {
                    // What is open counts as it stands in the editor.
                    change.kind != FileChangeType::Changed
                        || self.documents.get(&change.uri).is_none()
                });
                if matters {
                    self.order(Order::LookAgain);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Tells the client what is new in what was found.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn publish(&mut self, checked: Checked, out: &mut impl Write) -> io::Result<()> {
        let Checked { result, took } = checked;
        let found = match result {
            Ok(found) => found,
            Err(failure) => {
                if self.failure.as_ref() != Some(&failure) {
                    let message = format!("portcullis could not check: {failure}");
                    let params = ShowMessageParams { kind: MessageType::Error, message };
                    notify(out, "window/showMessage", params)?;
                }
                self.failure = Some(failure);
                return Ok(());
            }
        };
        self.failure = None;
        if !self.greeted {
            self.greeted = true;
            log(out, MessageType::Info, self.greeting(&found, took))?;
        }
        let open: BTreeMap<String, &str> = self
            .documents
            .iter()
            .filter_map(|(uri, document)| Some((self.root.relative(&document.path)?, uri)))
            .collect();
        let mut gone = std::mem::take(&mut self.published);
        for (path, shown) in &found.files {
            let address = open.get(path.as_str());
            let uri = address.map_or_else(|| self.root.uri(path), |uri| Uri((*uri).to_owned()));
            let diagnostics: Vec<Diagnostic> =
                shown.iter().map(|shown| shown.diagnostic.clone()).collect();
            if gone.remove(&uri.0).as_ref() != Some(&diagnostics) {
                let version = found.versions.get(path).copied();
                let params = PublishDiagnosticsParams {
                    uri: uri.clone(),
                    version,
                    diagnostics: diagnostics.clone(),
                };
                notify(out, "textDocument/publishDiagnostics", params)?;
            }
            self.published.insert(uri.0, diagnostics);
        }
        for uri in gone.into_keys() {
            let params =
                PublishDiagnosticsParams { uri: Uri(uri), version: None, diagnostics: Vec::new() };
            notify(out, "textDocument/publishDiagnostics", params)?;
        }
        self.found = found;
        Ok(())
    }

    /// What is said once, so that a log shows what is checked, and with what.
    fn greeting(&self, found: &Found, took: Duration) -> String {
        let folder = self.root.file("");
        let config = found.config.as_ref().map_or("none", |(path, _)| path);
        let took = took.as_millis();
        let folder = folder.display();
        format!(
            "portcullis checks `{folder}` (configuration: {config}) and took {took} ms to begin"
        )
    }
}

fn put(document: &Document) -> Order {
    let Document { path, version, text } = document;
    Order::Put { path: path.clone(), version: *version, text: text.clone() }
}

fn notify(out: &mut impl Write, method: &str, params: impl Serialize) -> io::Result<()> {
    Message::Notification(Notification::new(method.to_owned(), params)).write(out)
}

/// Tells the client what is worth a line in its log.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn log(out: &mut impl Write, kind: MessageType, message: String) -> io::Result<()> {
    notify(out, "window/logMessage", LogMessageParams { kind, message })
}
