//! Trees that would hang, exhaust or crash a reader: each run ends with a report, says what it could
//! not read and where, still finds what stands beside it, and leaves the tree as it was.

mod files;
mod names;
mod nesting;
mod sizes;

use std::path::Path;

use crate::program::{files_below, lint, tree};
use crate::report::Report;

/// The odd ones out stand beside a domain that uses an adapter, which must be found whatever they do.
const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
const ROOT: &str = "pub mod adapters;\npub mod domain;\npub mod odd;\n";
const DOMAIN: &str = "pub struct Order(pub crate::adapters::Store);\n";
const ADAPTERS: &str = "pub struct Store;\n";

/// A shop with more files; those replace its own.
fn shop(more: &[(&str, &str)]) -> tempfile::TempDir {
    let own = [
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ROOT),
        ("src/odd.rs", ""),
        ("src/domain.rs", DOMAIN),
        ("src/adapters.rs", ADAPTERS),
    ];
    let files: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
    tree(&files)
}

/// What is found in a tree, which must be as it was afterwards, and in which the domain's use of the
/// adapter must be found.
fn survive(dir: &Path, what: &str) -> Report {
    let before = files_below(dir);
    let report = lint(dir);
    assert_eq!(files_below(dir), before, "{what}: nothing is written");
    let found = report.findings.iter().any(|finding| {
        finding.rule == "hexagonal/layer-dependency" && finding.place.path == "src/domain.rs"
    });
    assert!(found, "{what}: what stands beside it is found:\n{}", report.lines());
    report
}

/// As [`survive`], for a shop whose odd file holds this text.
fn survive_text(what: &str, odd: &str) -> Report {
    let dir = shop(&[("src/odd.rs", odd)]);
    survive(dir.path(), what)
}
