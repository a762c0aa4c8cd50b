//! Repositories with a history, for tests of what compares revisions.

use std::path::Path;
use std::process::Command;

use crate::program::{Run, command, copy, finish, read, write};

/// A repository in a folder of its own.
pub(crate) struct History {
    dir: tempfile::TempDir,
}

impl History {
    /// A fixture as the first commit of a branch `main`.
    pub(crate) fn of(fixture: &str) -> Self {
        let dir = copy(fixture);
        // What `copy` left there says only that it is a repository.
        std::fs::remove_dir_all(dir.path().join(".git")).expect("the folder is there");
        let history = Self { dir };
        history.git(&["init", "--quiet", "--initial-branch=main"]);
        history.commit("first");
        history
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs git, with nothing of the user's own settings.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        #[expect(clippy::disallowed_methods, reason = "the test makes the history that is read")]
        let mut command = Command::new("git");
        command.current_dir(self.path()).args(arguments);
        for (name, value) in [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "somebody"),
            ("GIT_AUTHOR_EMAIL", "somebody@example.org"),
            ("GIT_COMMITTER_NAME", "somebody"),
            ("GIT_COMMITTER_EMAIL", "somebody@example.org"),
        ] {
            command.env(name, value);
        }
        let run = finish(command);
        assert_eq!(run.status, Some(0), "{arguments:?}: {run:?}");
        String::from_utf8(run.stdout).expect("UTF-8").trim_end().to_owned()
    }

    /// Commits all that is there.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--no-verify", "-m", message]);
    }

    /// Writes a text in place of another one, which must be there.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let file = self.path().join(path);
        let text = read(&file);
        assert!(text.contains(from), "{path} does not hold {from}");
        write(&file, text.replace(from, to));
    }

    /// Runs the program there.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finish(command(self.path(), arguments))
    }
}
