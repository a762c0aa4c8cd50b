//! What a newcomer types first, as the README has it: a system is made, a boundary is broken, found and mended.
//!
//! The lines of `sh` blocks that change files are done, those of `console shop` blocks are run and compared.
//! `BLESS=1` rewrites what is shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::generator::{files, succeeds};
use crate::program::{bless, command, finish, read, repository, tree, write};

const HEADING: &str = "\n## A service, and a boundary broken on purpose\n";

#[test]
fn a_boundary_that_is_broken_on_purpose_is_found() {
    let path = repository().join("README.md");
    let text = read(&path);
    let start = text.find(HEADING).expect("the README has the section");
    let end = start + 1 + text[start + 1..].find("\n## ").expect("another section follows");
    let (real, broken) = walked(&text[start..end]);
    assert_eq!(broken, 1, "one of the runs finds something");
    let real = format!("{}{real}{}", &text[..start], &text[end..]);
    if bless() {
        write(&path, real);
    } else {
        assert_eq!(text, real, "`BLESS=1 cargo test` rewrites what is shown");
    }
}

/// The section with what its commands print, and how many runs of the linter fail.
fn walked(section: &str) -> (String, usize) {
    let mut shell = Shell::new();
    let mut real = String::new();
    let mut lines = section.lines().peekable();
    let mut block = "";
    while let Some(line) = lines.next() {
        let is_fence = line.starts_with("```");
        if is_fence {
            block = if block.is_empty() { line } else { "" };
        }
        match (block, line.strip_prefix("$ ")) {
            ("```sh", _) if !is_fence => shell.does(line),
            ("```console shop", Some(typed)) => {
                let _ = writeln!(real, "{line}");
                real.push_str(&shell.prints(typed));
                // What stood there goes, and a blank line parts it from the next command.
                while lines.next_if(|next| !next.starts_with("$ ") && *next != "```").is_some() {}
                if lines.peek().is_some_and(|next| next.starts_with("$ ")) {
                    real.push('\n');
                }
                continue;
            }
            _ => {}
        }
        let _ = writeln!(real, "{line}");
    }
    (real, shell.failed)
}

/// The folder in which somebody types, and what came of it.
struct Shell {
    dir: TempDir,
    shop: PathBuf,
    committed: Option<BTreeMap<String, String>>,
    status: Option<i32>,
    failed: usize,
}

impl Shell {
    fn new() -> Self {
        let dir = tree(&[]);
        let shop = dir.path().join("shop");
        Self { dir, shop, committed: None, status: None, failed: 0 }
    }

    /// Does what a line does to files; what compiles, serves or asks over the network is left to other tests.
    fn does(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["portcullis", "new", name] => {
                // Whether it compiles is asked in `tests/generated`.
                succeeds(self.dir.path(), &["new", name, "--no-verify"]);
            }
            ["git", "init", ..] => self.committed = Some(files(&self.shop)),
            ["git", "checkout", "--quiet", "."] => {
                for (path, text) in self.committed.iter().flatten() {
                    write(&self.shop.join(path), text);
                }
            }
            ["cargo", "add", name, "-p", package] => self.depend(name, package),
            ["echo", .., ">>", file] => {
                let said = line.split('\'').nth(1).expect("what is said is quoted");
                let file = self.shop.join(file);
                write(&file, format!("{}{said}\n", read(&file)));
            }
            ["cd", "shop"] | ["cargo", "run", ..] | ["curl", ..] => {}
            _ => panic!("`{line}` cannot be done"),
        }
    }

    /// Adds a dependency of the workspace to a package, as cargo does it.
    fn depend(&self, name: &str, package: &str) {
        let folder = package.replace('-', "/");
        let path = self.shop.join("services").join(folder).join("Cargo.toml");
        let line = format!("[dependencies]\n{name}.workspace = true\n");
        let manifest = read(&path);
        assert!(manifest.contains("[dependencies]\n"), "{manifest}");
        write(&path, manifest.replace("[dependencies]\n", &line));
    }

    fn prints(&mut self, typed: &str) -> String {
        let words: Vec<&str> = typed.split_whitespace().collect();
        match words.as_slice() {
            ["echo", "$?"] => format!("{}\n", self.status.expect("something ran before")),
            ["portcullis", arguments @ ..] => {
                let run = finish(command(Path::new(&self.shop), arguments));
                self.failed += usize::from(run.status == Some(1));
                self.status = run.status;
                String::from_utf8(run.stdout).expect("UTF-8") + &run.stderr
            }
            _ => panic!("`{typed}` cannot be shown"),
        }
    }
}
