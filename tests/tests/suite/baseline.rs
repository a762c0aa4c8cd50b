//! Known findings: what is recorded is left out, wherever it moves; the list shrinks and does not grow.

use std::path::Path;

use serde_json::Value;

use crate::program::{Run, command, copy, files_below, finish, read, write};

const NAME: &str = "portcullis-baseline.toml";

fn run(dir: &Path, arguments: &[&str]) -> Run {
    finish(command(dir, arguments))
}

/// Runs as in a CI job.
fn in_ci(dir: &Path, arguments: &[&str]) -> Run {
    let mut command = command(dir, arguments);
    command.env("CI", "true");
    finish(command)
}

fn out(run: &Run) -> String {
    String::from_utf8(run.stdout.clone()).expect("UTF-8")
}

/// A copy of a fixture with its findings recorded.
fn recorded(fixture: &str) -> tempfile::TempDir {
    let dir = copy(fixture);
    let run = run(dir.path(), &["baseline"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    dir
}

/// How many findings a list has.
fn entries(path: &Path) -> usize {
    read(path).lines().filter(|line| line.starts_with("    \"")).count()
}

/// The file in which one of the eighteen ways stands.
const WAY: &str = "src/application/alias.rs";

/// The lines of a text that do not name something.
fn without(text: &str, word: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains(word)).collect()
}

/// Mends one finding of `eighteen-ways`.
fn mend(dir: &Path) {
    let path = dir.join(WAY);
    let text = read(&path);
    let mended = without(&text, "store");
    assert_ne!(mended, text);
    write(&path, mended.replace("pub fn find(id: &OrderId) -> Option<Order> {\n}", ""));
}

/// Adds a finding to `eighteen-ways`.
fn damage(dir: &Path) {
    let path = dir.join("src/domain/order.rs");
    write(&path, read(&path) + "\npub type Bite = crate::adapters::mail::Mailer;\n");
}

#[test]
fn what_is_recorded_is_left_out_and_counted() {
    let dir = recorded("eighteen-ways");
    let known = entries(&dir.path().join(NAME));
    let checked = run(dir.path(), &["lint", "--format", "json"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    let report: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(report["summary"]["known"], known);
    assert_eq!(report["summary"]["errors"], 0);
    assert!(out(&run(dir.path(), &["lint"])).contains("known findings left out"));
    assert_eq!(run(dir.path(), &["lint", "--no-baseline"]).status, Some(1));
    assert_eq!(in_ci(dir.path(), &["lint"]).status, Some(0));
}

#[test]
fn moved_code_is_not_new() {
    for fixture in ["eighteen-ways", "technology-in-core", "two-workspaces", "dependency-cycle"] {
        let dir = recorded(fixture);
        let list = read(&dir.path().join(NAME));
        for file in files_below(dir.path()) {
            let text = read(&file);
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => write(&file, format!("// Above.\n\n\n{text}\n// Below.\n")),
                Some("toml") if !file.ends_with(NAME) => {
                    write(&file, format!("# Above.\n\n{text}"));
                }
                _ => {}
            }
        }
        let checked = in_ci(dir.path(), &["lint", "--deny-warnings"]);
        assert_eq!(checked.status, Some(0), "{fixture}: {}{}", out(&checked), checked.stderr);
        assert_eq!(run(dir.path(), &["baseline"]).status, Some(0));
        assert_eq!(read(&dir.path().join(NAME)), list, "{fixture}: not a byte changes");
    }
}

#[test]
fn what_is_new_fails() {
    let dir = recorded("eighteen-ways");
    damage(dir.path());
    let checked = run(dir.path(), &["lint", "--quiet"]);
    assert_eq!(checked.status, Some(1), "{checked:?}");
    assert_eq!(out(&checked).lines().count(), 1, "{}", out(&checked));
    assert!(out(&checked).contains("src/domain/order.rs"), "{}", out(&checked));
}

#[test]
fn the_list_grows_only_where_somebody_says_so() {
    let dir = recorded("eighteen-ways");
    let list = dir.path().join(NAME);
    let (before, count) = (read(&list), entries(&list));
    damage(dir.path());
    let refused = run(dir.path(), &["baseline"]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains("`hexagonal/layer-dependency` would grow from "),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("--accept-new"), "{}", refused.stderr);
    assert_eq!(read(&list), before);
    let accepted = run(dir.path(), &["baseline", "--accept-new"]);
    assert_eq!(accepted.status, Some(0), "{accepted:?}");
    assert!(out(&accepted).contains("1 added, 0 taken out"), "{}", out(&accepted));
    assert!(out(&accepted).contains("`hexagonal/layer-dependency` grew from "));
    assert_eq!(entries(&list), count + 1);
    assert_eq!(run(dir.path(), &["lint"]).status, Some(0));
}

#[test]
fn what_is_fixed_is_taken_out() {
    let dir = recorded("eighteen-ways");
    let list = dir.path().join(NAME);
    let count = entries(&list);
    mend(dir.path());

    for arguments in [&["lint", "--locked"][..], &["lint"]] {
        let checked = if arguments.len() > 1 {
            run(dir.path(), arguments)
        } else {
            in_ci(dir.path(), arguments)
        };
        assert_eq!(checked.status, Some(1), "{checked:?}");
        assert!(checked.stderr.contains("1 known finding is fixed"), "{}", checked.stderr);
        assert!(checked.stderr.contains("run `portcullis baseline`"), "{}", checked.stderr);
        assert_eq!(entries(&list), count, "a job writes nothing");
    }
    assert_eq!(in_ci(dir.path(), &["lint", "--exit-zero"]).status, Some(0));

    // A run that looks for less takes nothing out.
    for part in [&["--select", "config"][..], &["--ignore", "hexagonal"], &["--no-config"]] {
        run(dir.path(), &[&["lint"], part].concat());
        assert_eq!(entries(&list), count, "{part:?}");
    }

    let checked = run(dir.path(), &["lint"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    assert!(
        checked.stderr.contains("taken out of `portcullis-baseline.toml`"),
        "{}",
        checked.stderr
    );
    assert_eq!(entries(&list), count - 1);
    assert!(run(dir.path(), &["lint"]).stderr.is_empty());
    assert_eq!(in_ci(dir.path(), &["lint"]).status, Some(0));
}

#[test]
fn what_cannot_be_read_is_not_fixed() {
    let dir = recorded("eighteen-ways");
    let list = read(&dir.path().join(NAME));
    write(&dir.path().join(WAY), b"\xff\xfe");
    assert_eq!(run(dir.path(), &["lint"]).status, Some(0));
    assert_eq!(read(&dir.path().join(NAME)), list);
}

#[test]
fn an_empty_list_stays_so_that_what_comes_is_new() {
    let dir = recorded("eighteen-twin");
    assert_eq!(entries(&dir.path().join(NAME)), 0);
    let path = dir.path().join("src/domain/order.rs");
    write(&path, read(&path) + "\npub type Bite = sqlx::PgPool;\n");
    assert_eq!(run(dir.path(), &["lint"]).status, Some(1));
    let refused = run(dir.path(), &["baseline"]);
    assert!(refused.stderr.contains("would grow from 0 known findings to 1"), "{refused:?}");
}

#[test]
fn each_package_can_have_a_list() {
    let dir = recorded("layer-dependency");
    let root = dir.path().join(NAME);
    let (all, package) = (entries(&root), dir.path().join("crates/application").join(NAME));
    let split = run(dir.path(), &["baseline", "--per-package"]);
    assert_eq!(split.status, Some(0), "{split:?}");
    assert!(!root.exists(), "all findings stand in packages");
    assert_eq!(entries(&package), all);
    assert_eq!(in_ci(dir.path(), &["lint", "--deny-warnings"]).status, Some(0));
    // A package that is linted alone has its list too.
    let alone = in_ci(dir.path(), &["lint", "crates/application"]);
    assert_eq!(alone.status, Some(0), "{alone:?}");
    run(dir.path(), &["lint", "crates/application"]);
    assert_eq!(entries(&package), all, "what stands elsewhere is not seen, and not fixed");
    let alone = run(dir.path(), &["baseline", "crates/application"]);
    assert!(alone.stderr.contains("recorded over another folder, `../..`"), "{alone:?}");

    write(&dir.path().join("crates/application/src/lib.rs"), "pub struct Shop;\n");
    let manifest = dir.path().join("crates/application/Cargo.toml");
    let lean = without(&read(&manifest), "shop-");
    write(&manifest, lean.replace("[package]", "[package]\nname = \"shop-application\""));
    let checked = run(dir.path(), &["lint"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    assert!(!package.exists(), "nothing is left in it");
    assert_eq!(entries(&root), 0, "the last list is kept, empty");
}

#[test]
fn a_list_can_stand_elsewhere() {
    let dir = copy("eighteen-ways");
    let written = run(dir.path(), &["baseline", "--baseline", "known.toml"]);
    assert_eq!(written.status, Some(0), "{written:?}");
    assert_eq!(run(dir.path(), &["lint"]).status, Some(1), "nobody named it");
    assert_eq!(run(dir.path(), &["lint", "--baseline", "known.toml"]).status, Some(0));
    let missing = run(dir.path(), &["lint", "--baseline", "none.toml"]);
    assert_eq!(missing.status, Some(2), "{missing:?}");
    assert!(missing.stderr.contains("cannot read `none.toml`"), "{}", missing.stderr);
    mend(dir.path());
    let stale = in_ci(dir.path(), &["lint", "--baseline", "known.toml"]);
    assert!(stale.stderr.contains("run `portcullis baseline --baseline known.toml`"), "{stale:?}");
}

#[test]
fn a_broken_list_is_told_with_its_place() {
    let dir = recorded("eighteen-ways");
    let list = dir.path().join(NAME);
    let text = read(&list);
    for (broken, place) in [
        (text.replace("version = 1", "version = 9"), "portcullis-baseline.toml:4:11"),
        (text.replacen("    \"", "    \"x", 1), "portcullis-baseline.toml:8:5"),
        (text.replacen("    \"", "<<<<<<< ours\n    \"", 1), "marks of a conflict"),
    ] {
        write(&list, broken);
        for name in ["lint", "baseline"] {
            let run = run(dir.path(), &[name]);
            assert_eq!(run.status, Some(2), "{run:?}");
            assert!(run.stderr.contains(place), "{}", run.stderr);
        }
    }
}

#[test]
fn lists_that_were_merged_line_by_line_are_understood() {
    let dir = recorded("eighteen-ways");
    let list = dir.path().join(NAME);
    let text = read(&list);
    let twice: Vec<&str> = text
        .split_inclusive('\n')
        .flat_map(|line| std::iter::repeat_n(line, 1 + usize::from(line.starts_with("    \""))))
        .collect();
    write(&list, twice.concat());
    assert_eq!(in_ci(dir.path(), &["lint"]).status, Some(0));
    assert_eq!(run(dir.path(), &["baseline"]).status, Some(0));
    assert_eq!(read(&list), text);
}
