//! `lint --watch` in a process of its own: a report at once, and another one when a file was saved.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::program::{command, copy, read, write};

/// How long one check may take before it counts as one that does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs until the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The lines of an output as they come.
fn lines(output: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    told
}

#[test]
fn a_saved_file_is_checked_again() {
    let dir = copy("technology-in-core");
    write(&dir.path().join(".gitignore"), "ignored.rs\n");
    let mut command = command(dir.path(), ["lint", "--watch", "-q", "--output", "report.txt"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running(command.spawn().expect("the program can be started"));
    let said = lines(running.0.stderr.take().expect("a pipe"));
    let checked = || {
        let line = said.recv_timeout(PATIENCE).expect("a line");
        assert!(
            line.starts_with("checked in ") && line.ends_with("; waiting for changes"),
            "{line}"
        );
    };
    checked();
    let report = dir.path().join("report.txt");
    assert!(!read(&report).contains("fresh.rs"), "{}", read(&report));

    // Neither of these is a reason to check again; the next line is of what follows.
    write(&dir.path().join("domain/src/ignored.rs"), "pub struct Ignored;\n");
    write(&dir.path().join("domain/logo.png"), "no picture");
    write(&dir.path().join("domain/src/fresh/mod.rs"), "pub type Row = sqlx::postgres::PgRow;\n");
    let root = dir.path().join("domain/src/lib.rs");
    write(&root, read(&root).replace("pub mod account;", "pub mod account;\npub mod fresh;"));
    checked();
    while !read(&report).contains("domain/src/fresh/mod.rs") {
        // What was saved in two steps may have been seen in two.
        checked();
    }

    // A configuration that is half written is told, and ends nothing.
    write(&dir.path().join("portcullis.toml"), "[rlues\n");
    let error: Vec<String> = std::iter::from_fn(|| said.recv_timeout(PATIENCE).ok())
        .take_while(|line| !line.starts_with("checked in "))
        .collect();
    assert!(error.iter().any(|line| line.contains("portcullis.toml:1:")), "{error:?}");
    std::fs::remove_file(dir.path().join("portcullis.toml")).expect("the file is there");
    checked();
    assert!(running.0.try_wait().expect("a status").is_none(), "it goes on");
}
