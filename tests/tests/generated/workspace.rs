//! A generated workspace, and the commands that are run in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

/// A workspace in a folder that goes with it. There is one at a time.
pub(crate) struct Workspace {
    folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

/// Cargo names what it builds by its place in its workspace, so that one workspace writes over the macros of
/// another, and its lock does not hold while tests run: they would find half a library there.
static TURN: Mutex<()> = Mutex::new(());

/// A finding: rule and file.
pub(crate) type Finding = (String, String);

impl Workspace {
    /// What `portcullis new` makes with these arguments.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let (_turn, folder) = start();
        let root = folder.path().join("shop");
        let root = root.to_str().expect("text");
        let fixed = ["new", "shop", "--yes", "--path", root];
        succeeds(portcullis(folder.path()).args(fixed).args(arguments));
        Self { folder, _turn }
    }

    /// A copy of a service in `tests/services/`, which nobody generated.
    pub(crate) fn by_hand(name: &str) -> Self {
        let (_turn, folder) = start();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("services").join(name);
        let to = folder.path().join("shop");
        succeeds(command("cp", folder.path()).arg("-r").arg(from).arg(to));
        Self { folder, _turn }
    }

    /// Adds a piece, without a proof: [`Self::holds`] is one. The second time it is there already.
    pub(crate) fn add(&self, piece: &[&str]) {
        let fixed = ["--yes", "--no-verify"];
        succeeds(portcullis(&self.root()).arg("add").args(piece).args(fixed));
        self.has(piece);
    }

    /// A piece is there already.
    pub(crate) fn has(&self, piece: &[&str]) {
        let output = succeeds(portcullis(&self.root()).arg("add").args(piece).arg("--no-verify"));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("everything is there already"), "{piece:?}: {said}");
    }

    /// Adds a service, without a proof: [`Self::holds`] is one.
    pub(crate) fn add_service(&self, name: &str, arguments: &[&str]) {
        let fixed = ["add", "service", name, "--yes", "--no-verify"];
        succeeds(portcullis(&self.root()).args(fixed).args(arguments));
    }

    /// The root of the workspace.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// Runs cargo; it must succeed.
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        succeeds(command(env!("CARGO"), &self.root()).args(arguments));
    }

    /// There is no warning, its own tests pass, and no rule finds anything.
    pub(crate) fn holds(&self) {
        self.is_clean();
        self.works();
    }

    /// There is no warning, and its own tests pass.
    pub(crate) fn works(&self) {
        self.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        self.cargo(&["test", "--workspace"]);
    }

    /// Nothing is found in it by any rule.
    pub(crate) fn is_clean(&self) {
        assert_eq!(self.findings(), BTreeSet::new());
    }

    /// What any rule finds in it.
    pub(crate) fn findings(&self) -> BTreeSet<Finding> {
        let lint = ["lint", "--select", "all", "--format", "json"];
        let output = portcullis(&self.root()).args(lint).output().expect("the program runs");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let findings = report["findings"].as_array().expect("findings").iter();
        findings.map(|found| (text(&found["rule"]), text(&found["location"]["path"]))).collect()
    }
}

/// Waits until no other workspace is there, and gives a folder.
fn start() -> (MutexGuard<'static, ()>, TempDir) {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (turn, tempfile::tempdir().expect("a folder"))
}

/// The folder in which all generated workspaces are built, so that what they share is built once.
pub(crate) fn target() -> String {
    format!("{}/generated", env!("CARGO_TARGET_TMPDIR"))
}

fn portcullis(folder: &Path) -> Command {
    command(env!("CARGO_BIN_EXE_portcullis-under-test"), folder)
}

#[expect(clippy::disallowed_methods, reason = "the test runs what it is about")]
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target());
    // Who debugs a generated service builds it anew, and nothing is built again at the same place.
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    command
}

fn succeeds(command: &mut Command) -> Output {
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{errors}");
    output
}
