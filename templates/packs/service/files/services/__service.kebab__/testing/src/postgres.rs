//! A PostgreSQL of one's own, from the programs of the system's package.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::free_port;

pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts a server with an empty database. Without the programs it panics and says how to get
    /// them: tests that skip themselves prove nothing.
    pub fn start() -> Self {
        let programs = programs().expect(
            "PostgreSQL is not installed: `apt-get install postgresql`, `brew install postgresql`",
        );
        let folder = tempfile::tempdir().expect("a folder");
        let server = Self { folder, programs, port: free_port() };
        if is_root() {
            let owner = Command::new("chown").arg("postgres").arg(server.folder.path()).status();
            assert!(owner.expect("`chown` runs").success());
        }
        let arguments = ["--auth=trust", "--username=postgres", "--no-sync"];
        assert!(server.run("initdb", &arguments), "`initdb` failed");
        server.resume();
        server
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops the server; connections break.
    pub fn stop(&self) {
        assert!(self.run("pg_ctl", &["stop", "--mode=immediate"]), "`pg_ctl stop` failed");
    }

    /// Starts it again, with what is in it.
    pub fn resume(&self) {
        let folder = self.folder.path().display();
        let options = format!("-p {} -k {folder} -c listen_addresses=127.0.0.1", self.port);
        let log = format!("{folder}/log");
        let arguments = ["start", "--wait", "--log", &log, "--options", &options];
        assert!(self.run("pg_ctl", &arguments), "`pg_ctl start` failed");
    }

    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.programs.join(program);
        // The server refuses to run as root.
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let status = command
            .args(arguments)
            .arg("--pgdata")
            .arg(self.folder.path().join("data"))
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It may be stopped already.
        let _ = self.run("pg_ctl", &["stop", "--mode=immediate"]);
    }
}

fn programs() -> Option<PathBuf> {
    let asked = Command::new("pg_config").arg("--bindir").output();
    let asked = asked.ok().map(|asked| String::from_utf8_lossy(&asked.stdout).trim().into());
    // Debian has a folder for each version, and none of them in `PATH`.
    let versions = Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    asked.into_iter().chain(folders).find(|folder: &PathBuf| folder.join("initdb").is_file())
}

fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|process| process.uid() == 0)
}
