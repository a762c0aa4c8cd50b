//! Answers to requests, from what was found last.

use gen_lsp_types::{
    CodeActionParams, DefinitionParams, HoverParams, Location, ReferenceParams,
    TextDocumentPositionParams, Uri,
};
use serde_json::Value;

use super::actions::{self, Configuration};
use super::found::Shown;
use super::hover::{self, covers};
use super::place::{Text, is_rust, to_path};
use super::server::{Refusal, from_value, to_value};
use super::session::Session;

impl Session {
    /// Answers a request.
    ///
    /// # Errors
    /// Where there is no such request, or it cannot be understood.
    pub(super) fn answer(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        match method {
            "textDocument/hover" => {
                let params: HoverParams = from_value(params)?;
                let at = params.text_document_position_params;
                to_value(hover::at(self.shown(&at.text_document.uri), at.position))
            }
            "textDocument/definition" => {
                let params: DefinitionParams = from_value(params)?;
                let others = self.others(&params.text_document_position_params);
                // The nearest one; all of them are the references.
                to_value(others.into_iter().next())
            }
            "textDocument/references" => {
                let params: ReferenceParams = from_value(params)?;
                let others = self.others(&params.text_document_position_params);
                to_value((!others.is_empty()).then_some(others))
            }
            "textDocument/codeAction" => to_value(self.actions(&from_value(params)?)),
            _ => Err(Refusal::unknown(method)),
        }
    }

    /// What was found in a document.
    fn shown(&self, uri: &Uri) -> &[Shown] {
        let path = to_path(uri).and_then(|path| self.path_of(&path));
        path.and_then(|path| self.found.files.get(&path)).map_or(&[], Vec::as_slice)
    }

    /// The other ends of what is found at a position: where a finding leads to, and which findings lead here.
    fn others(&self, at: &TextDocumentPositionParams) -> Vec<Location> {
        let shown = self.shown(&at.text_document.uri).iter();
        let here = shown.filter(|shown| covers(shown.diagnostic.range, at.position));
        let mut all: Vec<Location> = here
            .filter_map(|shown| shown.about.as_ref())
            .flat_map(|about| about.others.clone())
            .collect();
        let path = to_path(&at.text_document.uri).and_then(|path| self.path_of(&path));
        let back = path.and_then(|path| self.found.others.get(&path)).into_iter().flatten();
        let back = back.filter(|(range, _)| covers(*range, at.position));
        all.extend(back.map(|(_, location)| location.clone()));
        let mut seen: Vec<Location> = Vec::new();
        all.retain(|location| {
            let is_new = !seen.contains(location);
            if is_new {
                seen.push(location.clone());
            }
            is_new
        });
        all
    }

    fn actions(&self, params: &CodeActionParams) -> Vec<gen_lsp_types::CodeAction> {
        let uri = &params.text_document.uri;
        let (Some(document), Some(path)) =
            (self.documents.get(uri), to_path(uri).and_then(|path| self.path_of(&path)))
        else {
            return Vec::new();
        };
        // Places of an older text lead astray; the client asks again when it gets the new ones.
        if self.found.versions.get(&path) != Some(&document.version) {
            return Vec::new();
        }
        let place = actions::Place {
            uri,
            is_rust: is_rust(&path),
            text: &document.text,
            lines: Text::new(&document.text, self.encoding()),
        };
        let configuration = self.configuration(&path);
        let mender = &self.found.mender;
        actions::at(self.shown(uri), params.range, &place, mender, configuration.as_ref())
    }

    /// The configuration, as somebody sees it who is at `path`.
    fn configuration(&self, path: &str) -> Option<Configuration<'_>> {
        let (own, text) = self.found.config.as_ref()?;
        let file = self.root.file(own);
        let open = self.documents.iter().find(|(_, document)| document.path == file);
        let text = open.map_or(text.as_str(), |(_, document)| document.text.as_str());
        let end = Text::new(text, self.encoding()).position(text.len() as u32);
        Some(Configuration {
            uri: open.map_or_else(|| self.root.uri(own), |(uri, _)| Uri(uri.to_owned())),
            text,
            end,
            path: self.root.below(own, path),
        })
    }
}
