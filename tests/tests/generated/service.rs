//! A generated service as it runs: a process that is asked over HTTP.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::workspace::target;

/// The service in a process of its own, killed at the end.
pub(crate) struct Service {
    child: Child,
    address: String,
}

impl Service {
    /// Starts a program in a folder, and waits until it listens at the address that `variable` tells it.
    #[expect(clippy::disallowed_methods, reason = "the test runs what it is about")]
    pub(crate) fn start(
        program: &str,
        folder: &Path,
        variable: &str,
        environment: &[(&str, &str)],
    ) -> Self {
        let address = format!("127.0.0.1:{}", free_port());
        let child = Command::new(format!("{}/debug/{program}", target()))
            .current_dir(folder)
            .env(variable, &address)
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let mut service = Self { child, address };
        let begun = Instant::now();
        while TcpStream::connect(&service.address).is_err() {
            let ended = service.child.try_wait().expect("a state");
            assert!(ended.is_none(), "{program} ended: {ended:?}");
            assert!(begun.elapsed() < Duration::from_secs(20), "{program} does not listen");
            // Not a wait for a result: the time between two tries.
            thread::sleep(Duration::from_millis(50));
        }
        service
    }

    /// What it answers to `GET`, headers and all.
    pub(crate) fn get(&self, path: &str) -> String {
        self.get_with(path, "")
    }

    /// The same with more headers, each with its line end.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: it\r\nConnection: close\r\n{headers}\r\n"))
    }

    /// What it answers to a request.
    pub(crate) fn ask(&self, request: &str) -> String {
        let mut connection = TcpStream::connect(&self.address).expect("a connection");
        connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        connection.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Tells it to end, and returns what it has logged, line by line.
    #[expect(clippy::disallowed_methods, reason = "the test runs what it is about")]
    pub(crate) fn stop(mut self) -> Vec<String> {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.is_ok_and(|status| status.success()), "it is told to end");
        let mut logged = String::new();
        let output = self.child.stdout.as_mut().expect("a pipe");
        output.read_to_string(&mut logged).expect("text");
        let status = self.child.wait().expect("a status");
        assert!(status.success(), "{status}\n{logged}");
        logged.lines().map(str::to_owned).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // A process that has ended by itself is no fault of this test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens at.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
