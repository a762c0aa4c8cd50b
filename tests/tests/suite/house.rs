//! Portcullis lints itself: `portcullis.toml` at the root states the table of the house, nothing is
//! found against it, and each line of the table bites.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::program::{command, files_below, finish, lint, read, repository, tree, write};
use crate::report::Report;

#[test]
fn the_house_keeps_its_own_table() {
    let report = lint(&repository());
    assert_eq!(report.lines(), "");
    let layers = ["facts", "macros", "rules", "templates", "commands", "tests"];
    let run = finish(command(&repository(), ["facts", "modules", "--format", "json"]));
    let modules = String::from_utf8(run.stdout).expect("UTF-8");
    for layer in layers {
        assert!(modules.contains(&format!("\"{layer}\"")), "no module is in the layer {layer}");
    }
    assert!(!modules.contains("fixtures/"), "the fixtures are no part of the house");
}

/// The house, without its fixtures, in a folder where it can be damaged.
fn copy() -> tempfile::TempDir {
    let dir = tree(&[]);
    let root = repository();
    let mut files: Vec<PathBuf> =
        ["facts", "macros", "rules", "templates", "cli", "tests/tests", "tests/src", "benches"]
            .iter()
            .flat_map(|at| files_below(&root.join(at)))
            .collect();
    files.extend(["Cargo.toml", "portcullis.toml", "tests/Cargo.toml"].map(|file| root.join(file)));
    for file in files {
        if file.extension().is_some_and(|extension| extension == "rs" || extension == "toml") {
            write(&dir.path().join(file.strip_prefix(&root).expect("below")), read(&file));
        }
    }
    dir
}

/// Damages: a file, what is put behind its end, and the rule that must say so.
const DAMAGES: [(&str, &str, &str); 11] = [
    (
        "facts/src/place.rs",
        "pub use portcullis_rules::Outcome as Bite;",
        "hexagonal/layer-dependency",
    ),
    (
        "macros/src/direction.rs",
        "pub use portcullis_rules::Outcome as Bite;",
        "hexagonal/layer-dependency",
    ),
    (
        "templates/src/names.rs",
        "pub use portcullis_rules::Outcome as Bite;",
        "hexagonal/layer-dependency",
    ),
    (
        "templates/src/tree.rs",
        "pub fn bite() { std::fs::remove_file(\"x\"); }",
        "house/only-apply-writes",
    ),
    ("facts/src/problem.rs", "pub type Bite = portcullis_rules::Outcome;", "house/pipeline"),
    (
        "facts/src/cfg.rs",
        "pub fn bite() -> anyhow::Result<()> { Ok(()) }",
        "house/facts-speak-to-nobody",
    ),
    (
        "rules/src/names.rs",
        "pub fn bite(text: &str) { toml::from_str(text) }",
        "house/rules-ask-the-graph",
    ),
    (
        "rules/src/finding.rs",
        "pub fn bite() { std::fs::read_to_string(\"x\"); }",
        "house/files-are-read-in-one-place",
    ),
    (
        "cli/src/escape.rs",
        "pub fn bite() { std::process::Command::new(\"cargo\"); }",
        "house/nothing-is-run",
    ),
    (
        "facts/src/extract/rust/lexer/keyword.rs",
        "pub type Bite = crate::graph::Edge;",
        "house/extractors-are-alone",
    ),
    (
        "cli/src/report/locate.rs",
        "pub(crate) type Bite = crate::command::Command;",
        "house/reports-know-no-commands",
    ),
];

/// An entry in the manifest of a package that names what its damages use.
const ENTRIES: [(&str, &str); 5] = [
    ("facts/Cargo.toml", "portcullis-rules.workspace = true"),
    ("facts/Cargo.toml", "anyhow.workspace = true"),
    ("macros/Cargo.toml", "portcullis-rules.workspace = true"),
    ("templates/Cargo.toml", "portcullis-rules.workspace = true"),
    ("rules/Cargo.toml", "toml.workspace = true"),
];

#[test]
fn each_line_of_the_table_bites() {
    let dir = copy();
    let found = |report: &Report, file: &str, rule: &str| {
        report.findings.iter().any(|f| f.rule_id() == rule && f.place.path == file)
    };
    let sound = lint(dir.path());
    assert_eq!(sound.lines(), "", "the copy is as sound as the house");
    for (file, entry) in ENTRIES {
        let path = dir.path().join(file);
        write(
            &path,
            read(&path).replacen("[dependencies]", &format!("[dependencies]\n{entry}"), 1),
        );
    }
    for (file, damage, _) in DAMAGES {
        let path = dir.path().join(file);
        write(&path, read(&path) + "\n" + damage + "\n");
    }
    let report = lint(dir.path());
    let missed: Vec<_> =
        DAMAGES.iter().filter(|(file, _, rule)| !found(&report, file, rule)).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}\nfound:\n{}", report.lines());

    let text = read(&repository().join("portcullis.toml"));
    let own: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("id = ")).collect();
    let shown: BTreeSet<String> =
        DAMAGES.iter().map(|(_, _, rule)| format!("\"{rule}\"")).collect();
    let untested: Vec<_> = own.iter().filter(|id| !shown.contains(**id)).collect();
    assert!(untested.is_empty(), "no damage shows {untested:?}");
}
