//! Runs the program in a process of its own, and makes the trees that it reads.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::report::Report;

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit status; none where a signal ended the run.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// The program with these arguments, run in `dir`.
pub(crate) fn command<A: AsRef<OsStr>>(
    dir: &Path,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    #[expect(clippy::disallowed_methods, reason = "the test runs the program that it tests")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis-under-test"));
    command.current_dir(dir).args(arguments);
    for variable in ["CI", "CLICOLOR_FORCE", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// How long a run may take before it counts as one that does not end. Runs take a second or two.
const PATIENCE: Duration = Duration::from_secs(100);

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command) -> Run {
    let words: Vec<_> = command.get_args().map(OsStr::to_owned).collect();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(command.output()));
    let output = told
        .recv_timeout(PATIENCE)
        .unwrap_or_else(|_| panic!("{words:?} does not end"))
        .expect("the program can be started");
    Run {
        status: output.status.code(),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// Runs `portcullis lint --format json` with all rules in `dir`, with more arguments behind.
pub(crate) fn lint_with(dir: &Path, more: &[&str]) -> Run {
    let arguments = ["lint", "--format", "json", "--select", "all"];
    finish(command(dir, arguments.iter().chain(more)))
}

/// Runs `portcullis lint` with all rules in `dir` and reads the report.
pub(crate) fn lint(dir: &Path) -> Report {
    lint_more(dir, &[])
}

/// As [`lint`], with more arguments.
pub(crate) fn lint_more(dir: &Path, more: &[&str]) -> Report {
    let run = lint_with(dir, more);
    assert!(matches!(run.status, Some(0 | 1)), "{}: {run:?}", dir.display());
    assert!(run.stderr.is_empty(), "{}: {}", dir.display(), run.stderr);
    let report = Report::read(&run.stdout);
    let failing = report.findings.iter().any(|finding| finding.severity == "error");
    assert_eq!(run.status, Some(i32::from(failing)), "the status says whether errors were found");
    report
}

/// The folder of this repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_owned()
}

/// Whether what tests compare with is to be rewritten.
pub(crate) fn bless() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| !value.is_empty())
}

/// The folder of the fixtures.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The text of a file.
#[expect(clippy::disallowed_methods, reason = "the test looks at its input and output")]
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes a file with the folders above it.
#[expect(clippy::disallowed_methods, reason = "the test makes what it lets the program read")]
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
    std::fs::write(path, contents).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// A copy of a fixture, whose files can be changed.
pub(crate) fn copy(fixture: &str) -> TempDir {
    let from = fixtures().join(fixture);
    let dir = tree(&[]);
    for file in files_below(&from) {
        write(&dir.path().join(file.strip_prefix(&from).expect("below")), read(&file));
    }
    dir
}

/// A tree of its own, with these files in it; a repository, so that nothing above it matters.
pub(crate) fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(&dir.path().join(".git/HEAD"), "ref: refs/heads/main\n");
    for (path, text) in files {
        write(&dir.path().join(path), text);
    }
    dir
}

/// The files below a folder, sorted; links are not followed.
pub(crate) fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut waiting = vec![dir.to_owned()];
    let mut found = Vec::new();
    while let Some(at) = waiting.pop() {
        for entry in at.read_dir().unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
            let entry = entry.expect("a folder can be listed to its end");
            if entry.file_type().expect("a kind of file").is_dir() {
                waiting.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}
