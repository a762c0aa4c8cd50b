//! An editor as a server sees one: messages over a pipe, documents, and what is shown in them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

use crate::program::command;

/// How long an answer may take before it counts as one that does not come. Most come at once.
const PATIENCE: Duration = Duration::from_secs(100);

/// A client with its server.
pub(super) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    received: Receiver<Value>,
    root: String,
    next: i32,
    version: i32,
    /// What is shown, by address; of what was shown once, perhaps nothing.
    shown: BTreeMap<String, Vec<Value>>,
    /// All other notifications and requests of the server.
    pub(super) told: Vec<Value>,
}

impl Client {
    /// A server in `dir` that nobody has spoken to.
    pub(super) fn silent(dir: &Path, arguments: &[&str]) -> Self {
        let mut command = command(dir, std::iter::once(&"lsp").chain(arguments));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.spawn().expect("the program can be started");
        let input = server.stdin.take();
        let mut output = BufReader::new(server.stdout.take().expect("it is piped"));
        let (send, received) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let root = dir.canonicalize().expect("a folder");
        let root = format!("file://{}", root.display());
        let (shown, told) = (BTreeMap::new(), Vec::new());
        Self { server, input, received, root, next: 0, version: 0, shown, told }
    }

    /// A server that is told of the folder `dir`, by a client with these capabilities.
    pub(super) fn with(dir: &Path, capabilities: &Value) -> Self {
        let mut client = Self::silent(dir, &[]);
        client.initialize(capabilities);
        client
    }

    /// A server that is told of the folder `dir`.
    pub(super) fn new(dir: &Path) -> Self {
        Self::with(dir, &json!({}))
    }

    /// Says what has to be said first; what the server answers.
    pub(super) fn initialize(&mut self, capabilities: &Value) -> Value {
        let folder = json!({ "uri": self.root, "name": "it" });
        let answer = self.request(
            "initialize",
            json!({
                "processId": null, "rootUri": self.root, "workspaceFolders": [folder],
                "capabilities": capabilities,
            }),
        );
        self.notify("initialized", json!({}));
        answer
    }

    /// Sends a message.
    fn send(&mut self, message: impl Into<Message>) {
        let input = self.input.as_mut().expect("the client is still there");
        message.into().write(input).expect("the server reads");
    }

    /// Sends bytes that may be anything.
    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the client is still there");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Tells the server something.
    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks the server; its answer with `result` or `error`.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(Request::new(id.into(), method.to_owned(), params));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.take_in(message);
        }
    }

    /// Asks the server something that it can answer.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    fn receive(&mut self) -> Value {
        let received = self.received.recv_timeout(PATIENCE);
        received.unwrap_or_else(|error| panic!("{error}; told before: {:?}", self.told))
    }

    fn take_in(&mut self, mut message: Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let Value::Array(shown) = message["params"]["diagnostics"].take() else {
                panic!("a list of diagnostics: {message}")
            };
            let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
            self.shown.insert(uri, shown);
        } else {
            self.told.push(message);
        }
    }

    /// Waits until something holds.
    pub(super) fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what}: {:?}", self.shown);
            let message = self.receive();
            self.take_in(message);
        }
    }

    /// The address of a file.
    pub(super) fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// What is shown in a file.
    pub(super) fn shown(&self, path: &str) -> &[Value] {
        self.shown.get(&self.uri(path)).map_or(&[], Vec::as_slice)
    }

    /// The rules of what is shown in a file.
    pub(super) fn rules(&self, path: &str) -> Vec<&str> {
        self.shown(path).iter().filter_map(|shown| shown["code"].as_str()).collect()
    }

    /// Waits until a rule has something to say about a file, which is given.
    pub(super) fn wait_for(&mut self, path: &str, rule: &str) -> Value {
        self.until(rule, |client| client.rules(path).contains(&rule));
        let found = self.shown(path).iter().find(|shown| shown["code"] == rule);
        found.expect("it was waited for").clone()
    }

    /// Waits until a rule has nothing to say about a file.
    pub(super) fn wait_without(&mut self, path: &str, rule: &str) {
        self.until(rule, |client| !client.rules(path).contains(&rule));
    }

    /// Opens a file with a text.
    pub(super) fn open(&mut self, path: &str, text: &str) {
        self.version += 1;
        let (uri, version) = (self.uri(path), self.version);
        let document =
            json!({ "uri": uri, "languageId": "rust", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes an open file: what stands in `range`, or all of it.
    pub(super) fn change(&mut self, path: &str, range: Option<&Value>, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.uri(path), "version": self.version });
        let change = match range {
            Some(range) => json!({ "range": range, "text": text }),
            None => json!({ "text": text }),
        };
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    /// Asks about a position.
    pub(super) fn at(&mut self, method: &str, path: &str, position: &Value) -> Value {
        let document = json!({ "uri": self.uri(path) });
        let context = json!({ "includeDeclaration": true });
        let params = json!({ "textDocument": document, "position": position, "context": context });
        self.request(method, params)
    }

    /// The actions that are offered for a diagnostic.
    pub(super) fn actions(&mut self, path: &str, diagnostic: &Value) -> Vec<Value> {
        let document = json!({ "uri": self.uri(path) });
        let context = json!({ "diagnostics": [diagnostic] });
        let params =
            json!({ "textDocument": document, "range": diagnostic["range"], "context": context });
        let Value::Array(actions) = self.request("textDocument/codeAction", params) else {
            panic!("a list of actions")
        };
        actions
    }

    /// Does what an action says in an open file.
    pub(super) fn apply(&mut self, path: &str, action: &Value) {
        let edits =
            action["edit"]["changes"][self.uri(path)].as_array().expect("edits of the file");
        // All of them speak of the text as it is now, so the last goes first.
        for edit in edits.clone().iter().rev() {
            let text = edit["newText"].as_str().expect("a text");
            self.change(path, Some(&edit["range"]), text);
        }
    }

    /// Leaves in one way or another; how the server ends.
    pub(super) fn leave(mut self, politely: bool) -> Option<i32> {
        if politely {
            self.request("shutdown", Value::Null);
            self.notify("exit", Value::Null);
        }
        self.input = None;
        self.server.wait().expect("it ends").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A test that failed leaves nobody waiting.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message of the server; none at its end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("a server sends JSON"))
}
