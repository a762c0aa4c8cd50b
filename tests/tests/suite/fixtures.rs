//! Small systems below `fixtures/`, each with what must be found in it (`expected.txt`, one line a
//! finding; `BLESS=1` rewrites it).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use portcullis_facts::Depth;
use portcullis_rules::rules;
use serde_json::Value;

use crate::program::{bless, fixtures, lint_more, read, write};

/// The folders of fixtures, sorted.
fn folders() -> Vec<PathBuf> {
    let entries = fixtures().read_dir().expect("the fixtures");
    let paths = entries.map(|entry| entry.expect("a fixture").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().expect("a name").to_string_lossy().into_owned()
}

/// What is found in a system, a line for each; `arguments.txt` names rules to run besides all,
/// and rules to leave out.
fn found(folder: &Path) -> String {
    lint_more(folder, &arguments(folder).split_whitespace().collect::<Vec<_>>()).lines()
}

fn arguments(folder: &Path) -> String {
    let file = folder.join("arguments.txt");
    if file.exists() { read(&file) } else { String::new() }
}

/// What must be found in a system; nothing while that is not written down.
fn expected(folder: &Path) -> String {
    let file = folder.join("expected.txt");
    if file.exists() { read(&file) } else { String::new() }
}

/// The rules, without variants, that an `expected.txt` names.
fn rules_in(expected: &str) -> impl Iterator<Item = &str> {
    let words = expected.lines().filter_map(|line| line.split(' ').nth(1));
    words.map(|rule| rule.split('[').next().unwrap_or(rule))
}

#[test]
fn each_system_has_the_findings_that_it_must_have() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let file = folder.join("expected.txt");
        let found = found(&folder);
        if bless() {
            write(&file, &found);
        } else if !file.exists() {
            wrong.push(format!(
                "{}: there is no expected.txt, and this is found:\n{found}",
                name(&folder)
            ));
        } else if read(&file) != found {
            wrong.push(format!("{}:\n{}", name(&folder), difference(&read(&file), &found)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n`BLESS=1 cargo test` takes over what was found",
        wrong.join("\n")
    );
}

/// The lines that one text has and the other has not.
fn difference(expected: &str, found: &str) -> String {
    let gone = expected.lines().filter(|line| !found.lines().any(|other| other == *line));
    let new = found.lines().filter(|line| !expected.lines().any(|other| other == *line));
    let lines: Vec<String> = gone
        .map(|line| format!("  - {line}"))
        .chain(new.map(|line| format!("  + {line}")))
        .collect();
    if lines.is_empty() { "  the order differs".to_owned() } else { lines.join("\n") }
}

#[test]
fn each_system_where_something_is_found_has_a_twin_where_nothing_is() {
    let names: BTreeSet<String> = folders().iter().map(|folder| name(folder)).collect();
    for folder in folders() {
        let lines = expected(&folder);
        let own = name(&folder);
        match own.strip_suffix("-twin") {
            Some(_) => {
                assert_eq!(lines, "", "{own}: a twin is silent; the rule is wrong, or the twin is");
            }
            None if lines.is_empty() => {}
            None => {
                let twin = format!("{}-twin", own.strip_suffix("-ways").unwrap_or(&own));
                assert!(
                    names.contains(&twin),
                    "{own} has no twin: `{twin}` is to do the same rightly"
                );
            }
        }
    }
}

#[test]
fn each_rule_is_found_in_a_system_whose_twin_is_silent() {
    let mut found = BTreeSet::new();
    for folder in folders() {
        let lines = expected(&folder);
        found.extend(rules_in(&lines).map(str::to_owned));
    }
    let missing: Vec<&str> =
        rules().iter().map(|rule| rule.id).filter(|id| !found.contains(*id)).collect();
    assert!(
        missing.is_empty(),
        "no fixture shows {missing:?}: make one below `tests/fixtures/`, and its twin; `BLESS=1 cargo test` writes what \
         is found into `expected.txt`"
    );
}

#[test]
fn the_same_is_found_where_no_more_is_read_than_the_rules_ask_for() {
    for depth in [Depth::Code, Depth::LinkedServices] {
        let deeper = rules().iter().filter(|rule| rule.check.depth() > depth).map(|rule| rule.id);
        let deeper: Vec<&str> = deeper.collect();
        let (asks_for_all, others) = deeper.split_first().expect("some rules ask for more");
        for folder in folders() {
            let found = |ignored: &[&str]| {
                let arguments = arguments(&folder);
                let ignore = ignored.iter().flat_map(|id| ["--ignore", id]);
                let arguments: Vec<&str> = arguments.split_whitespace().chain(ignore).collect();
                let mut findings = lint_more(&folder, &arguments).json["findings"].take();
                let findings = findings.as_array_mut().expect("a list");
                findings.retain(|finding| finding["rule"] != **asks_for_all);
                for finding in &mut *findings {
                    // Without services it is the package, as the documentation says.
                    finding["service"] = Value::Null;
                }
                std::mem::take(findings)
            };
            assert_eq!(found(&deeper), found(others), "{} at {depth:?}", folder.display());
        }
    }
}
