//! `portcullis new shop`, as a new user has it: from the first command to the first answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace::{Workspace, target};

const ORDER: &str = r#"{"sku":"TEA-1","quantity":2}"#;

#[test]
fn it_answers_and_its_tests_pass() {
    let begun = Instant::now();
    let workspace = Workspace::new(&[]);
    workspace.cargo(&["build"]);
    let data = tempfile::tempdir().expect("a folder");
    let service = Service::start(data.path());
    let placed = service.ask(&format!(
        "POST /v1/orders HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{ORDER}",
        ORDER.len()
    ));
    println!("from `new` to the first answer: {:.0?}", begun.elapsed());
    assert!(placed.starts_with("HTTP/1.1 201"), "{placed}");
    let location = placed.lines().find_map(|line| line.strip_prefix("location: "));
    let location = location.expect("a place").to_owned();
    drop(service);

    let service = Service::start(data.path());
    let found = service.get(&location);
    assert!(found.starts_with("HTTP/1.1 200") && found.contains("TEA-1"), "{found}");
    assert!(service.get("/health/ready").starts_with("HTTP/1.1 200"));
    drop(service);
    workspace.cargo(&["fmt", "--check"]);
    workspace.holds();
}

/// The service in a process of its own, killed at the end.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    #[expect(clippy::disallowed_methods, reason = "the test runs what it is about")]
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(format!("{}/debug/orders", target()))
            .current_dir(folder)
            .env("ORDERS__HTTP__ADDRESS", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let address = lines
            .map(|line| serde_json::from_str::<serde_json::Value>(&line.expect("a line")))
            .find_map(|line| line.ok()?["fields"]["address"].as_str().map(str::to_owned))
            .expect("the service listens");
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
    }

    fn ask(&self, request: &str) -> String {
        let mut connection = TcpStream::connect(&self.address).expect("a connection");
        connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        connection.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // A process that has ended by itself is no fault of this test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
