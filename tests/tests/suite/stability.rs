//! What must stay the same: fingerprints when lines move, bytes from run to run and on any number of
//! threads, the shape of the JSON report, exit statuses.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::program::{
    command, copy, files_below, finish, fixtures, lint, lint_with, read, tree, write,
};
use crate::report::{Finding, Report};

fn fingerprints(report: &Report) -> BTreeSet<(String, String)> {
    let key = |finding: &Finding| (finding.rule.clone(), finding.fingerprint.clone());
    report.findings.iter().map(key).collect()
}

/// Fixtures that are of different kinds: modules, packages, names that repeat, configuration.
const FIXTURES: [&str; 5] = [
    "eighteen-ways",
    "technology-in-core",
    "two-workspaces",
    "dependency-cycle",
    "bad-suppression",
];

#[test]
fn lines_above_a_finding_do_not_change_its_fingerprint() {
    for fixture in FIXTURES {
        let dir = copy(fixture);
        let before = lint(dir.path());
        assert!(!before.findings.is_empty(), "{fixture}");
        for file in files_below(dir.path()) {
            let above = match file.extension().and_then(|extension| extension.to_str()) {
                // A comment that stands above `//!` documentation is allowed.
                Some("rs") => "// A line.\n\n/* And\nmore. */\n",
                Some("toml") => "# A line.\n\n",
                _ => continue,
            };
            write(&file, above.to_owned() + &read(&file));
        }
        let after = lint(dir.path());
        assert_eq!(fingerprints(&before), fingerprints(&after), "{fixture}");
        let lines = |report: &Report| -> u64 { report.findings.iter().map(|f| f.place.line).sum() };
        assert!(lines(&before) < lines(&after), "{fixture}: the findings moved");
    }
}

#[test]
fn what_stands_around_a_finding_does_not_change_its_fingerprint() {
    let dir = copy("eighteen-ways");
    let before = lint(dir.path());
    let file = dir.path().join("src/domain/plain_use.rs");
    let text = read(&file);
    let items = text.replace("pub struct Basket", "pub fn first() {}\n\npub struct Basket");
    assert_ne!(items, text);
    write(&file, items + "\npub fn more(store: &PgOrders) {}\n");
    assert_eq!(fingerprints(&before), fingerprints(&lint(dir.path())));
}

#[test]
fn each_finding_has_a_fingerprint_of_its_own() {
    for folder in
        fixtures().read_dir().expect("the fixtures").map(|entry| entry.expect("one").path())
    {
        if !folder.is_dir() {
            continue;
        }
        let report = lint(&folder);
        let all = fingerprints(&report);
        assert_eq!(all.len(), report.findings.len(), "{}:\n{}", folder.display(), report.lines());
        let is_hash = |(_, print): &(String, String)| {
            print.len() == 32 && print.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        assert!(all.iter().all(is_hash), "{all:?}");
    }
}

#[test]
fn a_folder_gives_the_same_wherever_it_stands() {
    let (one, other) = (copy("technology-in-core"), copy("technology-in-core"));
    let (one, other) = (lint_with(one.path(), &[]), lint_with(other.path(), &[]));
    assert_eq!(one.stdout, other.stdout);
}

/// A system of all fixtures, so that there is work for several threads.
fn everything() -> tempfile::TempDir {
    let dir = tree(&[]);
    for file in files_below(&fixtures()) {
        let below = file.strip_prefix(fixtures()).expect("below");
        // A folder `fixtures` would say that its packages are data.
        if below.components().count() > 1 && !below.ends_with("portcullis.toml") {
            write(&dir.path().join("systems").join(below), read(&file));
        }
    }
    dir
}

/// All formats; the program says what there is.
pub(crate) const FORMATS: [&str; 10] = [
    "text",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
];

#[test]
fn several_reports_of_one_run_are_what_each_is_alone() {
    let dir = copy("eighteen-ways");
    let files = FORMATS.map(|format| format!("--format={format}={format}.out"));
    let together =
        finish(command(dir.path(), ["lint"].into_iter().chain(files.iter().map(String::as_str))));
    assert_eq!(together.status, Some(1), "{}", together.stderr);
    assert!(together.stdout.is_empty() && together.stderr.is_empty());
    for format in FORMATS {
        let alone = finish(command(dir.path(), ["lint", "--format", format]));
        let written = read(&dir.path().join(format!("{format}.out")));
        assert_eq!(String::from_utf8(alone.stdout).expect("UTF-8"), written, "{format}");
    }
    let help = finish(command(dir.path(), ["lint", "--help"]));
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let (_, formats) = help.split_once("--format <FORMAT[=FILE]>").expect("the option");
    let (formats, _) = formats.split_once("--output").expect("the option behind it");
    let listed: Vec<&str> = formats
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- ")?.split(':').next())
        .collect();
    assert_eq!(listed, FORMATS);
}

#[test]
fn threads_and_repetition_do_not_change_a_byte() {
    let dir = everything();
    for format in FORMATS {
        let run = |threads: &str| {
            let arguments = ["lint", "--format", format, "--select", "all", "--show-weak"];
            let mut command = command(dir.path(), arguments);
            command.env("RAYON_NUM_THREADS", threads);
            finish(command)
        };
        let first = run("1");
        assert_eq!(first.status, Some(1), "{}", first.stderr);
        let least = if format == "github" { 1_000 } else { 10_000 };
        assert!(first.stdout.len() > least, "{format}: there is much to say");
        for threads in ["1", "2", "7", "32"] {
            let again = run(threads);
            assert!(first.stdout == again.stdout, "{format} differs on {threads} threads");
        }
    }
}

/// The keys of an object, sorted.
fn keys(json: &Value) -> Vec<&str> {
    let object = json.as_object().unwrap_or_else(|| panic!("{json} is an object"));
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

const LOCATION: [&str; 5] = ["column", "end_column", "end_line", "line", "path"];

/// As `docs/json.md` describes it: keys may be added in a version, and then here; none may go.
#[test]
fn the_json_report_has_its_shape() {
    let dir = everything();
    let report = lint(dir.path());
    let json = &report.json;
    assert_eq!(json["version"], 1);
    assert_eq!(keys(json), ["findings", "problems", "summary", "version"]);
    let mut related = 0;
    for finding in json["findings"].as_array().expect("a list") {
        let of_finding = [
            "condition",
            "confidence",
            "fingerprint",
            "fix",
            "help",
            "label",
            "location",
            "message",
            "path",
            "related",
            "rule",
            "service",
            "severity",
            "subject",
            "variant",
        ];
        assert_eq!(keys(finding), of_finding);
        assert_eq!(keys(&finding["location"]), LOCATION);
        in_tree(dir.path(), &finding["location"]);
        for place in finding["related"].as_array().expect("a list") {
            related += 1;
            assert_eq!(keys(place), ["column", "end_column", "end_line", "label", "line", "path"]);
            in_tree(dir.path(), place);
        }
        for step in finding["path"].as_array().expect("a list") {
            assert_eq!(keys(step), ["location", "text"]);
            if !step["location"].is_null() {
                assert_eq!(keys(&step["location"]), LOCATION);
                in_tree(dir.path(), &step["location"]);
            }
        }
        let confidence = finding["confidence"].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&confidence), "{finding}");
        assert!(
            ["error", "warning", "note"].contains(&finding["severity"].as_str().expect("a text"))
        );
    }
    assert!(related > 0);
    for problem in json["problems"].as_array().expect("a list") {
        assert_eq!(keys(problem), ["kind", "location", "message", "path"]);
    }
    let count = |severity: &str| report.findings.iter().filter(|f| f.severity == severity).count();
    for (key, severity) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
        assert_eq!(json["summary"][key], count(severity), "{key}");
    }
    assert_eq!(json["summary"]["problems"], report.problems.len());
}

/// Checks that a place is one: its file is there and has that line and that column.
fn in_tree(root: &Path, location: &Value) {
    let path = location["path"].as_str().expect("a text");
    assert!(!path.starts_with('/') && !path.contains('\\'), "{path}");
    let text = read(&root.join(path));
    let number =
        |key: &str| usize::try_from(location[key].as_u64().expect("a number")).expect("small");
    let columns = |line: usize| text.lines().nth(line - 1).map_or(0, |line| line.chars().count());
    assert!((1..=columns(number("line")) + 1).contains(&number("column")), "{location}");
    assert!((1..=columns(number("end_line")) + 1).contains(&number("end_column")), "{location}");
    assert!(
        (number("line"), number("column")) <= (number("end_line"), number("end_column")),
        "{location}"
    );
}

#[test]
fn findings_are_sorted() {
    let report = lint(everything().path());
    let places: Vec<_> =
        report.findings.iter().map(|f| (&f.place.path, f.place.line, f.place.column)).collect();
    assert!(places.is_sorted(), "{places:#?}");
}

#[test]
fn sarif_is_written_with_the_same_findings() {
    let dir = copy("eighteen-ways");
    let report = lint(dir.path());
    let arguments = ["lint", "--format", "sarif", "--select", "all", "--output", "out.sarif"];
    let run = finish(command(dir.path(), arguments));
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stdout.is_empty());
    let sarif: Value = serde_json::from_str(&read(&dir.path().join("out.sarif"))).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), report.findings.len());
    let lines: Vec<u64> = results
        .iter()
        .filter_map(|r| r["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64())
        .collect();
    let expected: Vec<u64> = report.findings.iter().map(|finding| finding.place.line).collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_exit_status_says_how_a_run_ended() {
    let status = |fixture: &str, arguments: &[&str]| {
        let arguments = std::iter::once("lint").chain(arguments.iter().copied());
        finish(command(&fixtures().join(fixture), arguments)).status
    };
    assert_eq!(status("eighteen-twin", &[]), Some(0));
    assert_eq!(status("eighteen-ways", &[]), Some(1));
    assert_eq!(status("eighteen-ways", &["--exit-zero"]), Some(0));
    assert_eq!(status("adapter-coupling", &[]), Some(0), "warnings fail no run by themselves");
    assert_eq!(status("adapter-coupling", &["--deny-warnings"]), Some(1));
    assert_eq!(status("eighteen-ways", &["--select", "config"]), Some(0));
    assert_eq!(status("eighteen-ways", &["--ignore", "hexagonal,decomposition"]), Some(0));
    assert_eq!(status("eighteen-ways", &["--select", "hexagonall"]), Some(2));
    assert_eq!(status("blind-spot", &["--strict-inputs"]), Some(3));
}
