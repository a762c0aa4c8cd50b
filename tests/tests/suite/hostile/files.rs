//! Files and folders that are not what they seem.

use std::fs::{File, create_dir_all, remove_file, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::{MANIFEST, shop, survive, survive_text};
use crate::program::{command, finish, lint, lint_with, tree, write};
use crate::report::Report;

/// A violation in the odd file, on its second line.
const VIOLATION: &str = "pub mod domain {\n    pub struct X(pub super::adapters::Y);\n}\npub mod adapters {\n    pub struct Y;\n}\n";

fn found_in_odd(report: &Report) -> bool {
    report.findings.iter().any(|finding| {
        finding.place.path == "src/odd.rs" && (finding.place.line, finding.place.column) == (2, 22)
    })
}

#[test]
fn other_encodings_are_read_as_well_as_can_be() {
    let dir = shop(&[]);
    let odd = dir.path().join("src/odd.rs");
    let mut bytes = VIOLATION.as_bytes().to_vec();
    bytes.extend(b"// caf\xe9\n");
    write(&odd, &bytes);
    let report = survive(dir.path(), "latin-1");
    let problems = report.problems("not-utf8");
    let [problem] = problems.as_slice() else { panic!("one problem: {}", report.lines()) };
    let place = problem.place.as_ref().expect("a place");
    assert_eq!(place.to_string(), "src/odd.rs:7:7");
    assert!(found_in_odd(&report), "{}", report.lines());

    let utf16: Vec<u8> = VIOLATION.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&odd, [&[0xff, 0xfe][..], &utf16].concat());
    assert_eq!(survive(dir.path(), "utf-16").problems("not-utf8").len(), 1);
}

#[test]
fn marks_and_line_ends_move_no_place() {
    let mark = survive_text("a byte order mark", &format!("\u{feff}{VIOLATION}"));
    assert!(mark.problems.is_empty() && found_in_odd(&mark), "{}", mark.lines());
    let crlf = survive_text("CRLF", &VIOLATION.replace('\n', "\r\n"));
    assert!(crlf.problems.is_empty() && found_in_odd(&crlf), "{}", crlf.lines());
    let shebang =
        survive_text("a first line for a shell", &format!("#!/usr/bin/env run\n{VIOLATION}"));
    assert!(shebang.problems.is_empty(), "{}", shebang.lines());
    survive_text("null bytes", &VIOLATION.replace(' ', "\0"));
    survive_text("controls", "pub fn f() { \u{1b}[31m \u{202e} \u{200b} }\u{7f}\n");
    survive_text("other letters", "pub mod größe { pub struct 数量<'生>(&'生 u8); } // 🦀\n");
}

#[test]
fn manifests_with_marks_and_other_line_ends_are_read() {
    let text = format!("\u{feff}{}", MANIFEST.replace('\n', "\r\n"));
    let dir = shop(&[("Cargo.toml", &text)]);
    let report = survive(dir.path(), "a manifest");
    assert!(report.problems.is_empty(), "{}", report.lines());
}

#[test]
fn links_that_lead_in_circles_are_told() {
    let dir = shop(&[]);
    let at = |path: &str| dir.path().join(path);
    symlink("..", at("src/up")).expect("a link");
    symlink("loop.rs", at("src/loop.rs")).expect("a link");
    symlink("gone.rs", at("src/dangling.rs")).expect("a link");
    create_dir_all(at("a/b")).expect("a folder");
    symlink("../../a", at("a/b/a")).expect("a link");
    symlink("/", at("a/root")).expect("a link");
    let report = survive(dir.path(), "links");
    let mut paths: Vec<&str> =
        report.problems("link-loop").iter().map(|problem| problem.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["a/b/a", "src/loop.rs", "src/up"], "{}", report.lines());
}

#[test]
fn what_is_no_file_is_not_opened() {
    let dir = shop(&[]);
    for path in ["src/odd.rs", "src/bin.rs", "Cargo.lock", ".gitignore", "portcullis.yaml"] {
        let path = dir.path().join(path);
        drop(remove_file(&path));
        make_fifo(&path);
    }
    create_dir_all(dir.path().join("src/folder.rs")).expect("a folder");
    let report = survive(dir.path(), "FIFOs");
    let mut paths: Vec<&str> =
        report.problems("not-a-file").iter().map(|problem| problem.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert!(paths.contains(&"src/odd.rs") && paths.contains(&".gitignore"), "{}", report.lines());
}

#[test]
fn a_repository_that_git_would_wait_for_is_told() {
    let dir = shop(&[]);
    let head = dir.path().join(".git/HEAD");
    drop(remove_file(&head));
    make_fifo(&head);
    let run = finish(command(dir.path(), ["diff", "main"]));
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("`.git/HEAD` is no file"), "{}", run.stderr);
}

fn make_fifo(path: &Path) {
    #[expect(clippy::disallowed_methods, reason = "the standard library makes no FIFO")]
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "a FIFO can be made");
}

#[test]
fn what_may_not_be_read_is_told() {
    let dir = shop(&[("shut/x.rs", "")]);
    let at = |path: &str| dir.path().join(path);
    let allow = |path: &str, mode| set_permissions(at(path), PermissionsExt::from_mode(mode));
    allow("src/odd.rs", 0o000).expect("its owner may");
    // Who may read everything, as root may, cannot see this.
    if File::options().read(true).open(at("src/odd.rs")).is_ok() {
        return;
    }
    allow("shut", 0o000).expect("its owner may");
    let report = lint(dir.path());
    allow("shut", 0o755).expect("its owner may");
    let mut paths: Vec<&str> =
        report.problems("unreadable").iter().map(|problem| problem.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["shut", "src/odd.rs"], "{}", report.lines());
}

#[test]
fn manifests_that_are_none_are_told() {
    for (what, manifest) in [
        (
            "a template",
            "[package]\nname = \"{{ name }}\"\nversion = \"0.1.0\"\n{% if x %}\n[dependencies]\n{% endif %}\n",
        ),
        ("half of one", "[package\nname = \"x\"\n"),
        ("JSON", "{ \"package\": { \"name\": \"x\" } }"),
        (
            "other kinds of values",
            "package = 1\ndependencies = \"all\"\nworkspace = []\nlib = [1]\nbin = { name = 1 }\n",
        ),
        ("keys twice", "[package]\nname = \"x\"\nname = \"y\"\n[package]\n"),
        ("bytes", "\u{0}\u{1}\u{2}"),
    ] {
        let dir = shop(&[("other/Cargo.toml", manifest), ("other/src/lib.rs", "pub fn f() {}\n")]);
        let report = survive(dir.path(), what);
        assert!(report.problems.iter().all(|problem| !problem.message.is_empty()), "{what}");
    }
    let dir = shop(&[("other/Cargo.toml", "[package\n")]);
    let report = survive(dir.path(), "a manifest");
    let problems = report.problems("manifest");
    let places: Vec<String> = problems
        .iter()
        .filter_map(|problem| problem.place.as_ref().map(ToString::to_string))
        .collect();
    assert!(places.contains(&"other/Cargo.toml:1:9".to_owned()), "{}", report.lines());
}

#[test]
fn odd_targets_are_no_harm() {
    let manifest = format!(
        "{MANIFEST}[[bin]]\nname = \"x\"\npath = \"src/odd.rs\"\n[[bin]]\nname = \"x\"\npath = \"src/odd.rs\"\n\
         [[bin]]\nname = \"gone\"\n[[bin]]\nname = \"out\"\npath = \"../../../etc/passwd\"\n\
         [[test]]\nname = \"x\"\npath = \"src/lib.rs\"\n[[example]]\n[lib]\nname = \"a b\"\npath = \"src/lib.rs\"\n"
    );
    let dir = shop(&[
        ("Cargo.toml", &manifest),
        ("src/main.rs", "fn main() {}\n"),
        ("src/bin/x.rs", "fn main() {}\n"),
    ]);
    survive(dir.path(), "targets");
}

#[test]
fn targets_may_stand_outside_their_package() {
    let dir = tree(&[
        (
            "a/Cargo.toml",
            "[package]\nname = \"a\"\n[[bin]]\nname = \"b\"\npath = \"../b/main.rs\"\n\
             [[bin]]\nname = \"c\"\npath = \"../c.rs\"\n",
        ),
        ("b/main.rs", "mod below;\nfn main() {}\n"),
        ("b/below.rs", ""),
        ("c.rs", "fn main() {}\n"),
        ("d.rs", ""),
    ]);
    let report = lint(dir.path());
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.json["summary"]["crates"], 2);
    assert_eq!(report.json["summary"]["modules"], 3);
    assert_eq!(report.json["summary"]["orphans"], 0);
}

#[test]
fn a_manifest_that_is_a_folder_is_no_manifest() {
    let dir = shop(&[("other/Cargo.toml/src/lib.rs", "pub fn f() {}\n")]);
    survive(dir.path(), "a folder `Cargo.toml`");
}

#[test]
fn trees_without_code_are_clean() {
    let empty = tree(&[]);
    let nothing =
        "problem no-package  there is no Cargo package in this folder, so nothing was read\n";
    assert_eq!(lint(empty.path()).lines(), nothing);
    let notes = tree(&[
        ("README.md", "# Nothing\n"),
        ("a/b.py", "print(1)\n"),
        ("main.rs", "fn main() {}\n"),
    ]);
    assert_eq!(lint(notes.path()).lines(), nothing);
    let bare = tree(&[("Cargo.toml", ""), ("a/Cargo.toml", "[workspace]\nmembers = [\"*\"]\n")]);
    lint(bare.path());
    let hollow = tree(&[("Cargo.toml", MANIFEST)]);
    lint(hollow.path());
}

#[test]
fn what_is_no_folder_is_refused() {
    let dir = shop(&[]);
    for path in ["gone", "Cargo.toml", "src/odd.rs"] {
        let run = lint_with(dir.path(), &[path]);
        assert_eq!(run.status, Some(2), "{path}: {run:?}");
        assert!(run.stdout.is_empty() && run.stderr.contains(path), "{path}: {run:?}");
    }
}
