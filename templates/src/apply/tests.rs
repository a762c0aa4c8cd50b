//! Killed at every step, undone, refused.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;

/// All files below a folder, with the journal left out.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = read::overlay(root).unwrap_or_default();
    files.retain(|path, _| !path.starts_with(FOLDER));
    files
}

#[expect(clippy::disallowed_methods, reason = "the test makes a tree")]
fn tree(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    let (before, after) = (bytes(before), bytes(after));
    Change { path: path.to_owned(), before, after, executable: false, whole: false }
}

fn example() -> Plan {
    let changes = vec![
        change("Cargo.toml", Some("old"), Some("new")),
        change("core/src/lib.rs", None, Some("lib")),
        change("core/src/port.rs", None, Some("port")),
        change("gone.rs", Some("gone"), None),
    ];
    Plan { operation: "add port".to_owned(), changes, ..Plan::default() }
}

const BEFORE: [(&str, &str); 2] = [("Cargo.toml", "old"), ("gone.rs", "gone")];

/// A disk on which a run is killed after some steps.
fn killed_after(steps: usize) -> Disk {
    Disk { left: Some(Cell::new(steps)) }
}

#[test]
fn a_run_that_is_killed_at_any_step_leaves_the_tree_as_it_was() {
    for steps in 0.. {
        let dir = tempfile::tempdir().unwrap();
        tree(dir.path(), &BEFORE);
        let before = files(dir.path());
        let done = write(&killed_after(steps), dir.path(), &example(), None).is_ok();
        recover(dir.path()).unwrap();
        let after = files(dir.path());
        if done {
            assert_eq!(after["Cargo.toml"], b"new");
            assert_eq!(after.len(), 3);
            assert!(steps > 15, "only {steps} steps were tried");
            return;
        }
        assert_eq!(after, before, "killed after {steps} steps");
        assert!(!dir.path().join("core").exists());
        assert!(!dir.path().join(FOLDER).exists());
    }
}

#[test]
fn taking_back_can_be_killed_too() {
    for steps in 0..12 {
        let dir = tempfile::tempdir().unwrap();
        tree(dir.path(), &BEFORE);
        let before = files(dir.path());
        let _ = write(&killed_after(13), dir.path(), &example(), None);
        let _ = take_back(&killed_after(steps), dir.path());
        recover(dir.path()).unwrap();
        assert_eq!(files(dir.path()), before, "killed after {steps} steps");
    }
}

#[test]
fn an_undo_that_is_killed_is_done_or_not() {
    for steps in 0.. {
        let dir = tempfile::tempdir().unwrap();
        tree(dir.path(), &BEFORE);
        let before = files(dir.path());
        apply(dir.path(), &example()).unwrap();
        let after = files(dir.path());
        let done = undo_on(&killed_after(steps), dir.path()).is_ok();
        recover(dir.path()).unwrap();
        let now = files(dir.path());
        assert!(now == before || (!done && now == after), "killed after {steps} steps");
        let is_recorded = last(dir.path()).is_ok();
        assert_eq!(is_recorded, now == after, "killed after {steps} steps");
        if done && steps > 20 {
            return;
        }
    }
}

#[test]
fn a_new_folder_goes_when_it_is_undone() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("shop");
    let changes = vec![change("src/main.rs", None, Some("main"))];
    let plan = Plan { operation: "new shop".to_owned(), changes, ..Plan::default() };
    apply(&root, &plan).unwrap();
    assert_eq!(files(&root).len(), 1);
    undo(&root).unwrap();
    assert!(!root.exists());
    assert!(matches!(undo(&root), Err(Error::NothingToUndo(_))));
}

#[test]
fn what_was_edited_since_is_not_undone() {
    let dir = tempfile::tempdir().unwrap();
    tree(dir.path(), &BEFORE);
    apply(dir.path(), &example()).unwrap();
    tree(dir.path(), &[("core/src/port.rs", "mine")]);
    let before = files(dir.path());
    let error = undo(dir.path()).unwrap_err().to_string();
    assert!(error.contains("core/src/port.rs"), "{error}");
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_tree_that_changed_after_the_plan_is_not_written_to() {
    let dir = tempfile::tempdir().unwrap();
    tree(dir.path(), &[("Cargo.toml", "newer"), ("gone.rs", "gone")]);
    let before = files(dir.path());
    assert!(
        matches!(apply(dir.path(), &example()), Err(Error::Moved(path)) if path == "Cargo.toml")
    );
    assert_eq!(files(dir.path()), before);
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    tree(dir.path(), &BEFORE);
    std::os::unix::fs::symlink(other.path(), dir.path().join("core")).unwrap();
    assert!(apply(dir.path(), &example()).is_err());
    assert_eq!(files(other.path()).len(), 0);
}

#[test]
#[cfg(unix)]
fn programs_stay_programs() {
    let dir = tempfile::tempdir().unwrap();
    let script = Change { executable: true, ..change("run", None, Some("#!/bin/sh\n")) };
    apply(dir.path(), &Plan { changes: vec![script], ..Plan::default() }).unwrap();
    assert!(disk::is_executable(&dir.path().join("run")));
    let edit = change("run", Some("#!/bin/sh\n"), Some("#!/bin/sh\ntrue\n"));
    apply(dir.path(), &Plan { changes: vec![edit], ..Plan::default() }).unwrap();
    assert!(disk::is_executable(&dir.path().join("run")));
}

/// A journal that is said to be of a run that was killed.
fn pending(root: &Path, path: &str) {
    let text = format!("operation = \"add\"\ncreated = []\n[[file]]\npath = \"{path}\"\n");
    let at = |part: &str| format!("{FOLDER}/pending/{part}");
    tree(root, &[(&at("journal.toml"), &text), (&at("old/0"), "evil"), (&at("stage/9"), "")]);
}

#[test]
fn a_journal_that_came_with_the_tree_writes_nothing_elsewhere() {
    for path in ["../outside", ".git/hooks/pre-commit", "a/../../outside", "/tmp/outside", "."] {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("tree");
        tree(&root, &BEFORE);
        pending(&root, path);
        let before = files(dir.path());
        let error = recover(&root).unwrap_err().to_string();
        assert!(error.contains("leads out of the folder"), "{error}");
        // The same journal as one of an operation that was done.
        fs::create_dir_all(root.join(FOLDER).join("done")).unwrap();
        fs::rename(root.join(FOLDER).join("pending"), root.join(FOLDER).join("done/0001")).unwrap();
        let error = undo(&root).unwrap_err().to_string();
        assert!(error.contains("leads out of the folder"), "{error}");
        let mut after = files(dir.path());
        after.retain(|path, _| !path.contains("done/0001"));
        let mut before = before;
        before.retain(|path, _| !path.contains("pending/"));
        assert_eq!(after, before, "{path}");
    }
}

#[test]
#[cfg(unix)]
fn links_in_the_folder_of_the_journal_are_not_followed() {
    use std::os::unix::fs::symlink;
    for part in ["", "/done", "/pending", "/pending/old", "/pending/stage", "/.gitignore"] {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        tree(dir.path(), &BEFORE);
        let link = dir.path().join(format!("{FOLDER}{part}"));
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        let mut leads_to = other.path().to_owned();
        if part == "/.gitignore" {
            tree(other.path(), &[("precious", "1")]);
            leads_to.push("precious");
        }
        symlink(&leads_to, &link).unwrap();
        let before = files(other.path());
        let _ = apply(dir.path(), &example());
        let _ = recover(dir.path());
        assert_eq!(files(other.path()), before, "`{part}` leads elsewhere");
    }
    // What was recorded is no way to read what stands elsewhere.
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    tree(dir.path(), &BEFORE);
    tree(other.path(), &[("secret", "1")]);
    apply(dir.path(), &example()).unwrap();
    let old = dir.path().join(FOLDER).join("done/0001/old/0");
    fs::remove_file(&old).unwrap();
    symlink(other.path().join("secret"), &old).unwrap();
    assert!(undo(dir.path()).is_err());
    assert_eq!(files(dir.path())["Cargo.toml"], b"new");
}

#[test]
#[cfg(unix)]
fn what_cannot_be_read_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    tree(dir.path(), &BEFORE);
    // A socket stands for a FIFO, whose opening would wait, and for a file that may not be read.
    let at = dir.path().join("core/src/lib.rs");
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(&at).unwrap();
    let error = apply(dir.path(), &example()).unwrap_err().to_string();
    assert!(error.contains("core/src/lib.rs"), "{error}");
    assert!(at.exists() && !dir.path().join("core/src/port.rs").exists());
}
