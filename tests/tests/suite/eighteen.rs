//! The eighteen ways in which a core can reach infrastructure: each is found where it stands, and
//! nothing is found where the same is written of what the core may use.
//!
//! A file of the fixture names its way in a comment `// way: name`, and marks the line that is to be
//! reported with `//~ rule: the text that is to be pointed at`.

use std::path::Path;

use crate::program::{files_below, fixtures, lint, read};
use crate::report::Place;

/// The ways, as chapter 4c of the rule catalogue lists them.
const WAYS: [&str; 18] = [
    "plain use",
    "inline path",
    "super::super",
    "root re-export",
    "glob prelude",
    "alias",
    "macro by example",
    "macro argument",
    "inline module",
    "use inside a function",
    "renamed dependency",
    "trait impl",
    "bound",
    "included code",
    "group",
    "type alias",
    "inferred type",
    "disabled feature",
];

/// A way, and where it must be reported.
#[derive(Debug)]
struct Way {
    name: String,
    rule: String,
    place: Place,
}

/// The ways that the files below `root` show.
fn ways(root: &Path) -> Vec<Way> {
    let mut ways = Vec::new();
    for file in files_below(root) {
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = read(&file);
        let name = text.lines().find_map(|line| line.strip_prefix("// way: ")).map(str::to_owned);
        let marked = text.lines().enumerate().find_map(|(at, line)| {
            let (code, mark) = line.split_once("//~ ")?;
            let (rule, what) = mark.split_once(": ")?;
            Some((at, code.to_owned(), rule.to_owned(), what.to_owned()))
        });
        let Some((at, code, rule, what)) = marked else { continue };
        let path = file.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
        // The code that is taken in by `include!` is no file with a way of its own.
        let name = name.unwrap_or_else(|| "included code".to_owned());
        let column = code.find(&what).unwrap_or_else(|| panic!("{path}: no `{what}` there")) + 1;
        let place = Place { path, line: at as u64 + 1, column: column as u64 };
        ways.push(Way { name, rule: format!("hexagonal/{rule}"), place });
    }
    ways
}

#[test]
fn each_way_is_found_where_it_stands() {
    let root = fixtures().join("eighteen-ways");
    let ways = ways(&root);
    let mut names: Vec<&str> = ways.iter().map(|way| way.name.as_str()).collect();
    names.sort_unstable();
    let mut all = WAYS;
    all.sort_unstable();
    assert_eq!(names, all, "the fixture shows each way once");

    let report = lint(&root);
    let found =
        |way: &Way| report.findings.iter().any(|f| f.rule_id() == way.rule && f.place == way.place);
    let missed: Vec<&Way> = ways.iter().filter(|way| !found(way)).collect();
    assert!(missed.is_empty(), "{} of {} are missed: {missed:#?}", missed.len(), WAYS.len());

    let hexagonal = report.findings.iter().filter(|f| f.rule.starts_with("hexagonal/"));
    let more: Vec<String> = hexagonal
        .filter(|finding| !ways.iter().any(|way| way.place == finding.place))
        .map(ToString::to_string)
        .collect();
    assert!(more.is_empty(), "found besides the ways: {more:#?}");
}

#[test]
fn a_way_behind_a_disabled_feature_is_reported_with_its_condition() {
    let report = lint(&fixtures().join("eighteen-ways"));
    let conditional: Vec<_> =
        report.findings.iter().filter(|finding| !finding.condition.is_empty()).collect();
    let [finding] = conditional.as_slice() else { panic!("one finding, not {conditional:#?}") };
    assert_eq!(finding.place.path, "src/domain/disabled_feature.rs");
    assert_eq!(finding.condition, "feature = \"postgres\"");
    assert!(finding.message.ends_with("under `feature = \"postgres\"`"), "{}", finding.message);
}

#[test]
fn the_same_constructions_are_silent_where_they_reach_what_they_may() {
    let root = fixtures().join("eighteen-twin");
    let mut names: Vec<String> = files_below(&root)
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|file| {
            read(file).lines().find_map(|l| Some(l.strip_prefix("// way: ")?.into()))
        })
        .collect();
    names.sort_unstable();
    let mut all = WAYS;
    all.sort_unstable();
    assert_eq!(names, all, "the twin shows each way once");

    let report = lint(&root);
    assert_eq!(report.lines(), "");
}
