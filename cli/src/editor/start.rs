//! What client and server tell each other before anything else: which folder, how columns are counted, what
//! each can do.

use std::path::PathBuf;

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher,
    InitializeResult, Registration, RegistrationParams, ServerCapabilities, ServerInfo,
    TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
};
use serde_json::Value;

use super::place::{Encoding, to_path};

/// What the files are called whose changes on the disk matter.
const WATCHED: [&str; 8] = [
    "**/*.rs",
    "**/*.toml",
    "**/*.{yml,yaml}",
    "**/*.sql",
    "**/*.proto",
    "**/*ockerfile*",
    "**/*.env",
    "**/.sqlx/*.json",
];

/// What a client said of itself.
#[derive(Debug)]
pub(super) struct Client {
    /// The folder that it has opened; of several, the first.
    pub(super) folder: Option<PathBuf>,
    pub(super) encoding: Encoding,
    /// Whether it tells of changes on the disk if it is asked to.
    pub(super) watches: bool,
}

impl Client {
    /// From the parameters of `initialize`, of which nothing else is looked at: no client is turned away for
    /// what it says of things that are not used.
    pub(super) fn new(parameters: &Value) -> Self {
        let folders = parameters["workspaceFolders"].as_array();
        let first = folders.and_then(|folders| folders.first()).map(|folder| &folder["uri"]);
        let root = first.unwrap_or(&parameters["rootUri"]).as_str();
        let client = &parameters["capabilities"];
        let offered = client["general"]["positionEncodings"].as_array().into_iter().flatten();
        let watched = &client["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"];
        Self {
            folder: root.and_then(|root| to_path(&Uri(root.to_owned()))),
            encoding: Encoding::of(offered.filter_map(Value::as_str)),
            watches: watched.as_bool().unwrap_or(false),
        }
    }
}

/// The answer to `initialize`.
pub(super) fn answer(client: &Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
        ..CodeActionOptions::default()
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(client.encoding.kind()),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            code_action_provider: Some(actions.into()),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: "portcullis".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Asks the client to tell of changes on the disk.
pub(super) fn registration() -> RegistrationParams {
    let watcher = |pattern: &&str| FileSystemWatcher {
        glob_pattern: (*pattern).to_owned().into(),
        kind: None,
    };
    let watchers = WATCHED.iter().map(watcher).collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    RegistrationParams {
        registrations: vec![Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        }],
    }
}
