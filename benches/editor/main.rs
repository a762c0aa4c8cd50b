//! How long `portcullis lsp` takes from a change in a file until the editor has what is found in it now.
//!
//! ```text
//! cargo bench -p portcullis-tests --bench editor -- [--threads N] [--edits N] [FOLDER...]
//! ```
//!
//! For each folder: a server in a process of its own, to which a file is opened and then changed over the
//! protocol, each time when the answer to the change before is there. A change adds a suppression of a rule
//! that does not exist, or takes it away, so that every answer is another one. The time is that from
//! before the change is sent until the answer is read. The file is the middle one, by length, of those in
//! production code. Without a folder, a system of 100 crates is made and measured.

mod made;

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request};
use portcullis_facts::graph::Scope;
use serde_json::{Value, json};

/// Set in the process of the server.
const JOB: &str = "PORTCULLIS_BENCH_SERVER";
/// What a change adds; a warning says that there is no such rule.
const ADDED: &str = "\n// portcullis: allow(bench/nothing) because \"it is measured\"\n";
const RULE: &str = "config/bad-suppression[unknown-rule]";
/// Changes that are made before any is measured.
const WARM_UP: usize = 4;

fn main() {
    if env::var_os(JOB).is_some() {
        let arguments = ["portcullis", "lsp", "--stdio"].map(Into::into);
        let status = portcullis::run(arguments);
        assert_eq!(format!("{status:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
        return;
    }
    let wanted = Wanted::read();
    println!("{} threads, {} changes\n", wanted.threads, wanted.edits);
    println!(
        "| system | crates | lines | changed | first check, ms | median, ms | p95, ms | most, ms |"
    );
    println!("|---|--:|--:|---|--:|--:|--:|--:|");
    if wanted.folders.is_empty() {
        let made = tempfile::tempdir().expect("a temporary folder");
        made::write(made.path());
        println!("{}", row(made.path(), "made", &wanted));
    }
    for folder in &wanted.folders {
        let real = folder.canonicalize().expect("a folder that is there");
        let name = real.file_name().map_or(".".into(), |name| name.to_string_lossy().into_owned());
        println!("{}", row(&real, &name, &wanted));
    }
}

/// What the command line asks for.
struct Wanted {
    threads: usize,
    edits: usize,
    folders: Vec<PathBuf>,
}

impl Wanted {
    fn read() -> Self {
        let mut wanted = Self { threads: 2, edits: 50, folders: Vec::new() };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let value = arguments.next().and_then(|value| value.parse().ok());
                value.unwrap_or_else(|| panic!("{argument} wants a number"))
            };
            match argument.as_str() {
                "--threads" => wanted.threads = number(),
                "--edits" => wanted.edits = number(),
                // Cargo says this to every bench.
                "--bench" => {}
                _ => wanted.folders.push(PathBuf::from(argument)),
            }
        }
        wanted
    }
}

/// One line of the table.
fn row(folder: &Path, name: &str, wanted: &Wanted) -> String {
    let Chosen { path, text, crates, lines } = choose(folder);
    let start = Instant::now();
    let mut server = Server::start(folder, wanted.threads);
    let uri = format!("file://{}/{path}", folder.display());
    let document = json!({ "uri": uri, "languageId": "rust", "version": 0, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    server.until(|message| message["method"] == "window/logMessage");
    let first = start.elapsed();
    let mut times = Vec::new();
    for edit in 0..WARM_UP + wanted.edits {
        let adds = edit % 2 == 0;
        let new = if adds { format!("{text}{ADDED}") } else { text.clone() };
        let start = Instant::now();
        let document = json!({ "uri": uri, "version": edit + 1 });
        let changes = json!([{ "text": new }]);
        let change = json!({ "textDocument": document, "contentChanges": changes });
        server.notify("textDocument/didChange", change);
        server.until(|message| {
            let diagnostics = message["params"]["diagnostics"].as_array();
            message["params"]["uri"] == uri.as_str()
                && diagnostics.is_some_and(|all| all.iter().any(|one| one["code"] == RULE) == adds)
        });
        times.push(start.elapsed());
    }
    server.leave();
    times.drain(..WARM_UP);
    times.sort();
    let at = |part: usize| milliseconds(times[(times.len() - 1) * part / 100]);
    format!(
        "| {name} | {crates} | {lines} | {path} | {} | {} | {} | {} |",
        milliseconds(first),
        at(50),
        at(95),
        at(100),
    )
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}

/// The file that is changed, and how large the system is.
struct Chosen {
    path: String,
    text: String,
    crates: usize,
    lines: usize,
}

fn choose(folder: &Path) -> Chosen {
    let system = portcullis_facts::read(folder, &portcullis_facts::Options::default());
    let system = system.expect("a folder that can be read");
    let modules = system.graph.modules().filter(|(_, module)| module.scope == Scope::Production);
    let mut files: Vec<_> = modules.map(|(_, module)| module.file).collect();
    files.sort_unstable();
    files.dedup();
    files.sort_by_key(|file| system.file(*file).text.len());
    let middle = files.get(files.len() / 2).expect("a file of production code");
    let file = system.file(*middle);
    Chosen {
        path: file.path.clone(),
        text: file.text.to_string(),
        crates: system.graph.crates.len(),
        lines: system.files.iter().map(|file| file.text.lines().count()).sum(),
    }
}

/// A server that is spoken to.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    #[expect(
        clippy::disallowed_methods,
        reason = "an editor has its server in a process of its own"
    )]
    fn start(folder: &Path, threads: usize) -> Self {
        let mut command = Command::new(env::current_exe().expect("this program has a path"));
        command.env(JOB, "1").env("RAYON_NUM_THREADS", threads.to_string()).current_dir(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("this program can be started");
        let input = process.stdin.take().expect("it is piped");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut server = Self { process, input, output };
        let root = format!("file://{}", folder.display());
        server.ask("initialize", json!({ "rootUri": root, "capabilities": {} }));
        server.notify("initialized", json!({}));
        server
    }

    fn notify(&mut self, method: &str, params: Value) {
        let message = Message::from(Notification::new(method.to_owned(), params));
        message.write(&mut self.input).expect("the server reads");
    }

    fn ask(&mut self, method: &str, params: Value) {
        let message = Message::from(Request::new(1.into(), method.to_owned(), params));
        message.write(&mut self.input).expect("the server reads");
        self.until(|message| message["id"] == 1 && message.get("method").is_none());
    }

    /// Reads until a message comes for which `is` holds.
    fn until(&mut self, is: impl Fn(&Value) -> bool) {
        while !is(&self.receive()) {}
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("the server writes");
            assert!(read > 0, "the server has gone");
            match line.trim_end() {
                "" => break,
                line => {
                    let value = line.strip_prefix("Content-Length: ");
                    length = value.and_then(|value| value.parse().ok()).expect("a length");
                }
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn leave(mut self) {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert!(self.process.wait().expect("it ends").success());
    }
}
