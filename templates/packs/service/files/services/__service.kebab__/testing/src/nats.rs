//! A NATS of one's own, from the program of the system's package.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::free_port;

pub struct Nats {
    server: Child,
    port: u16,
    _folder: TempDir,
}

impl Nats {
    /// Starts a server with JetStream. Without the program it panics and says how to get it: tests
    /// that skip themselves prove nothing.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let server = Command::new("nats-server")
            .args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--jetstream"])
            .arg("--store_dir")
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("NATS is not installed: `apt-get install nats-server`");
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(Instant::now() < deadline, "`nats-server` does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { server, port, _folder: folder }
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
