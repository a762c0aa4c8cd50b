//! Asks git about a repository: the only place that starts a process.
//!
//! Nothing that a repository brings along is run by this: no hook, no monitor of files, no filter and no
//! helper, and nothing is fetched. The commands that are used read objects; they touch neither the work
//! tree nor the index.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

use crate::fault::{Fault, Faults};
use crate::suggest;

/// What each command opens first.
const OPENED: [&str; 6] = ["HEAD", "config", "commondir", "packed-refs", "shallow", "index"];

/// A repository.
#[derive(Debug)]
pub(super) struct Git {
    dir: PathBuf,
}

/// What a command answered.
struct Answer {
    ok: bool,
    text: String,
    complaint: String,
}

/// A commit's number in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit(pub(super) String);

/// A command that runs; it does not outlive this.
#[derive(Debug)]
pub(super) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// What it prints.
    pub(super) fn output(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    /// Whether it ended well; else what it complained of.
    ///
    /// # Errors
    /// Where it did not.
    pub(super) fn end(mut self, what: &str) -> Result<()> {
        let status = self.0.wait().with_context(|| format!("`git {what}` does not end"))?;
        let mut complaint = String::new();
        if let Some(mut from) = self.0.stderr.take() {
            let _ = from.read_to_string(&mut complaint);
        }
        if status.success() { Ok(()) } else { Err(failed(what, &complaint)) }
    }
}

impl Git {
    /// The repository around a folder.
    ///
    /// # Errors
    /// Where git would open what is no file, and wait until somebody writes into it.
    pub(super) fn new(dir: &Path) -> Result<Self> {
        for name in OPENED {
            let path = dir.join(".git").join(name);
            let found = path.metadata();
            if found.is_ok_and(|found| !found.is_file() && !found.is_dir()) {
                let help = "put the file of a repository there, or lint without a revision";
                let message = format!("`.git/{name}` is no file");
                return Err(fault(message, Some(help.to_owned())));
            }
        }
        Ok(Self { dir: dir.to_owned() })
    }

    #[expect(clippy::disallowed_methods, reason = "the door through which git is asked")]
    fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new("git");
        // Where a hook of git calls Portcullis, these speak of another place than PATH may be in.
        for variable in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"]
        {
            command.env_remove(variable);
        }
        command
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .arg("--no-pager")
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            .args(["-c", "protocol.allow=never", "-C"])
            .arg(&self.dir)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Result<Answer> {
        let output = self.command(arguments).output().map_err(|error| missing(&error))?;
        Ok(Answer {
            ok: output.status.success(),
            text: String::from_utf8_lossy(&output.stdout).trim_end().to_owned(),
            complaint: String::from_utf8_lossy(&output.stderr).trim_end().to_owned(),
        })
    }

    /// Starts a command whose output is read while it runs.
    pub(super) fn start(&self, arguments: &[&str]) -> Result<Running> {
        self.command(arguments).spawn().map(Running).map_err(|error| missing(&error))
    }

    /// Starts a command that is told things while its output is read.
    pub(super) fn converse(&self, arguments: &[&str]) -> Result<(Running, impl Write + Send)> {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| missing(&error))?;
        let input = child.stdin.take().context("git takes no input")?;
        Ok((Running(child), input))
    }

    /// The commit that somebody means by `revision`.
    ///
    /// # Errors
    /// [`Faults`], where there is no such commit, with what may have been meant.
    pub(super) fn commit(&self, revision: &str) -> Result<Commit> {
        if revision.contains("..") {
            let message = format!("`{revision}` is a range, and one revision is wanted");
            let help = "name the two apart: `portcullis diff BASE HEAD`; `--merge-base` is what \
                        three dots mean";
            return Err(fault(message, Some(help.to_owned())));
        }
        if !revision.is_empty() && !revision.starts_with('-') {
            let asked = format!("{revision}^{{commit}}");
            let answer = self.ask(&["rev-parse", "--verify", "--quiet", &asked])?;
            if answer.ok && is_hash(&answer.text) {
                return Ok(Commit(answer.text));
            }
        }
        Err(self.unknown(revision)?)
    }

    /// Where two commits have parted.
    ///
    /// # Errors
    /// Where they have nothing in common, as far as it is there.
    pub(super) fn merge_base(&self, a: &Commit, b: &Commit) -> Result<Commit> {
        let answer = self.ask(&["merge-base", &a.0, &b.0])?;
        if answer.ok && is_hash(&answer.text) {
            return Ok(Commit(answer.text));
        }
        let help = if self.is_shallow()? { Some(SHALLOW) } else { None };
        let message = "the two revisions have no commit in common".to_owned();
        Err(fault(message, help.map(str::to_owned)))
    }

    fn is_shallow(&self) -> Result<bool> {
        Ok(self.ask(&["rev-parse", "--is-shallow-repository"])?.text == "true")
    }

    fn unknown(&self, revision: &str) -> Result<anyhow::Error> {
        let repository = self.ask(&["rev-parse", "--git-dir"])?;
        if !repository.ok {
            let message = format!("`{}` is in no repository that git reads", self.dir.display());
            let said = repository.complaint.lines().next().unwrap_or_default();
            return Ok(fault(message, (!said.is_empty()).then(|| format!("git says: {said}"))));
        }
        let message = format!("there is no revision `{revision}`");
        let names = self.ask(&["for-each-ref", "--format=%(refname:short)"])?.text;
        let names: Vec<&str> = names.lines().filter(|name| !name.is_empty()).collect();
        let remote = names
            .iter()
            .find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == revision));
        let help = if names.is_empty() {
            Some("it has no commit yet that a branch or tag names".to_owned())
        } else if let Some(name) = remote {
            Some(format!("did you mean `{name}`?"))
        } else if self.is_shallow()? {
            Some(SHALLOW.to_owned())
        } else {
            suggest::hint(revision, names)
        };
        Ok(fault(message, help))
    }
}

const SHALLOW: &str = "this clone is shallow: `git fetch --unshallow` completes it, and \
                       `fetch-depth: 0` where `actions/checkout` makes it";

fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(super) fn fault(message: String, help: Option<String>) -> anyhow::Error {
    Faults(vec![Fault { message, help, at: None }]).into()
}

fn missing(error: &std::io::Error) -> anyhow::Error {
    let help = Some("revisions are read by `git`, which must be installed".to_owned());
    fault(format!("git cannot be started: {error}"), help)
}

fn failed(what: &str, complaint: &str) -> anyhow::Error {
    let said = complaint.lines().next().unwrap_or("nothing");
    let lacks = complaint.contains("lazy fetching") || complaint.contains("promisor");
    let help = lacks.then(|| PARTIAL.to_owned());
    fault(format!("`git {what}` failed and said: {said}"), help)
}

/// What to do where objects are not there.
pub(super) const PARTIAL: &str = "this clone is partial, and nothing is fetched while it is read; \
                                  clone it without `--filter`";
