//! Revisions compared: what a change does to the architecture, and which findings it brings.

use serde_json::Value;

use crate::history::History;
use crate::program::{Run, command, finish, write};

/// The comparison that a run printed.
fn compared(run: &Run) -> Value {
    assert!(matches!(run.status, Some(0 | 1)), "{run:?}");
    assert!(run.stderr.is_empty(), "{run:?}");
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// The changes of a comparison as lines: what became of which thing, the parts of its name by theirs.
fn changes(comparison: &Value) -> Vec<String> {
    let entries = comparison["changes"].as_array().expect("a list");
    let line = |entry: &Value| {
        let parts = entry["name"].as_object().expect("names").values();
        let parts: Vec<&str> = parts.map(|part| part.as_str().expect("a text")).collect();
        let crossing = if entry["crossing"] == true { " (crossing)" } else { "" };
        let text = |key: &str| entry[key].as_str().expect("a text").to_owned();
        format!("{} {} {}{crossing}", text("change"), text("kind"), parts.join(" | "))
    };
    entries.iter().map(line).collect()
}

fn rules(findings: &Value) -> Vec<&str> {
    findings.as_array().expect("a list").iter().map(|one| one["rule"].as_str().unwrap()).collect()
}

const ORDERS: &str = "services/orders/src/main.rs";
const JSON: [&str; 2] = ["--format", "json"];

#[test]
fn what_changed_is_told_with_its_evidence() {
    let history = History::of("system-shop");
    history.replace(
        ORDERS,
        ".route(\"/orders/{id}\"",
        ".route(\"/open\", get(orders::list))\n        .route(\"/orders/{id}\"",
    );
    history.replace("services/orders/src/stock.rs", "/article/", "/articles/");
    history.replace("compose.yaml", "ports: [\"8000:8000\"]", "ports: [\"9000:8000\"]");
    let comparison = compared(&history.run(&[&["diff", "main"], &JSON[..]].concat()));
    assert_eq!(
        changes(&comparison),
        [
            "gone service-edge http | orders | stock | GET /article/{}",
            "new service-edge http | orders | stock | GET /articles/{}",
            "new route GET | /open | orders",
            "gone port gateway | 8000 | compose | 8000",
            "new port gateway | 8000 | compose | 9000",
        ]
    );
    let route = &comparison["changes"][2]["evidence"][0];
    assert_eq!((&route["path"], &route["line"]), (&ORDERS.into(), &29.into()));
    assert_eq!(rules(&comparison["findings"]["fixed"]), ["api/unknown-endpoint"]);
    assert_eq!(comparison["base"]["revision"], "main");
    assert_eq!(comparison["head"]["commit"], Value::Null);
}

#[test]
fn what_moved_or_was_ordered_anew_did_not_change() {
    let history = History::of("system-shop");
    history.replace(ORDERS, "//! Takes orders.", "//! Takes orders.\n\n// Some\n// lines.\n");
    history.replace(ORDERS, "mod error;\nmod orders;\n", "mod orders;\nmod error;\n");
    history.git(&["mv", "services/orders/src/stock.rs", "services/orders/src/moved.rs"]);
    history.replace(ORDERS, "mod stock;", "#[path = \"moved.rs\"]\nmod stock;");
    let run = history.run(&["diff", "main"]);
    let text = String::from_utf8(run.stdout.clone()).expect("UTF-8");
    assert!(text.contains("no change of the architecture; 0 findings new"), "{text}");
    assert_eq!((text.lines().count(), run.status), (3, Some(0)), "{text}");
}

#[test]
fn findings_of_a_module_with_another_name_are_the_same() {
    let history = History::of("technology-in-core");
    history.git(&["mv", "domain/src/account.rs", "domain/src/holder.rs"]);
    history.replace("domain/src/lib.rs", "pub mod account;", "pub mod holder;");
    let comparison = compared(&history.run(&[&["diff", "main"], &JSON[..]].concat()));
    assert_eq!(changes(&comparison), [""; 0]);
    let findings = &comparison["findings"];
    assert_eq!((rules(&findings["new"]), rules(&findings["fixed"])), (vec![], vec![]));
    assert!(comparison["summary"]["findings_renamed"].as_u64() > Some(0));
}

#[test]
fn only_new_findings_fail() {
    let history = History::of("technology-in-core");
    let order = history.path().join("domain/src/fresh.rs");
    assert_eq!(history.run(&["diff", "main"]).status, Some(0));
    write(&order, "pub type Row = sqlx::postgres::PgRow;\n");
    history.replace("domain/src/lib.rs", "pub mod account;", "pub mod account;\npub mod fresh;");
    let run = history.run(&["diff", "main"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(text.contains("+ error[hexagonal/technology-in-core]"), "{text}");
    assert!(text.contains("(domain/src/fresh.rs:1:"), "{text}");
    assert_eq!(history.run(&["diff", "main", "--exit-zero"]).status, Some(0));
    assert_eq!(history.run(&["diff", "main", "--select", "api"]).status, Some(0));
    // What was recorded as known is not new, and what a comment suppresses is not fixed.
    assert_eq!(history.run(&["baseline"]).status, Some(0));
    assert_eq!(history.run(&["diff", "main"]).status, Some(0));
}

#[test]
fn what_is_suppressed_is_not_fixed() {
    let history = History::of("technology-in-core");
    let head = "//! What can go wrong.";
    let comment =
        "// portcullis: allow-file(hexagonal/technology-in-core) because \"a test says so\"";
    history.replace("domain/src/error.rs", head, &format!("{head}\n{comment}"));
    let comparison = compared(&history.run(&[&["diff", "main"], &JSON[..]].concat()));
    let findings = &comparison["findings"];
    assert_eq!(rules(&findings["suppressed"]), ["hexagonal/technology-in-core"]);
    assert_eq!(rules(&findings["fixed"]), [""; 0]);
}

#[test]
fn lint_since_reports_what_the_change_brought() {
    let history = History::of("technology-in-core");
    assert_eq!(history.run(&["lint"]).status, Some(1));
    let run = history.run(&["lint", "--since", "main"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(text.contains("findings were there before"), "{text}");
    write(&history.path().join("domain/src/fresh.rs"), "pub type Row = sqlx::postgres::PgRow;\n");
    history.replace("domain/src/lib.rs", "pub mod account;", "pub mod account;\npub mod fresh;");
    let run = history.run(&["lint", "--since", "main", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    let report: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(report["findings"].as_array().expect("a list").len(), 1);
    assert!(report["summary"]["earlier"].as_u64() > Some(3), "{}", report["summary"]);
}

#[test]
fn a_folder_of_a_repository_is_read_with_what_is_above_it() {
    let history = History::of("system-shop");
    write(&history.path().join("portcullis.toml"), "[rules]\n\"api/*\" = \"off\"\n");
    history.commit("configure");
    let run = history.run(&["diff", "HEAD", "--path", "services/orders", "--format", "json"]);
    let comparison = compared(&run);
    assert_eq!(changes(&comparison), [""; 0]);
    assert!(comparison["summary"]["findings_same"].as_u64() > Some(0));
    let before =
        history.run(&["diff", "HEAD~1", "HEAD", "--path", "services/orders", "--format", "json"]);
    let fixed = compared(&before);
    assert!(rules(&fixed["findings"]["fixed"]).iter().all(|rule| rule.starts_with("api/")));
}

#[test]
fn branches_are_compared_where_they_parted() {
    let history = History::of("system-shop");
    history.git(&["switch", "--quiet", "--create", "work"]);
    history.commit("nothing");
    history.git(&["switch", "--quiet", "main"]);
    history.replace(
        ORDERS,
        ".route(\"/orders/{id}\"",
        ".route(\"/open\", get(orders::list))\n        .route(\"/orders/{id}\"",
    );
    history.commit("meanwhile");
    let run = |more: &[&str]| {
        let arguments = [&["diff", "main", "work", "--format", "json"], more].concat();
        changes(&compared(&history.run(&arguments)))
    };
    assert_eq!(run(&[]), ["gone route GET | /open | orders"]);
    assert_eq!(run(&["--merge-base"]), [""; 0]);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let history = History::of("technology-in-core");
    let said = |run: Run, words: &[&str]| {
        assert_eq!(run.status, Some(2), "{run:?}");
        for word in words {
            assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
        }
    };
    said(history.run(&["diff", "mian"]), &["no revision `mian`", "did you mean `main`?"]);
    said(history.run(&["diff", "main..HEAD"]), &["is a range", "--merge-base"]);
    said(history.run(&["diff", "main", "gone"]), &["no revision `gone`"]);
    said(history.run(&["lint", "--since", "gone"]), &["no revision `gone`"]);
    said(history.run(&["diff", "main:domain"]), &["no revision `main:domain`"]);
    write(&history.path().join("portcullis.toml"), "[rlues]\n");
    history.commit("a slip");
    said(history.run(&["diff", "HEAD", "HEAD~1"]), &["HEAD:portcullis.toml:1:"]);

    let outside = tempfile::tempdir().expect("a folder");
    said(finish(command(outside.path(), ["diff", "main"])), &["is in no git repository"]);

    let address = format!("file://{}", history.path().display());
    let shallow = outside.path().join("shallow");
    let target = shallow.to_string_lossy();
    history.git(&["clone", "--quiet", "--depth", "1", &address, &target]);
    said(finish(command(&shallow, ["diff", "HEAD~1"])), &["shallow", "fetch-depth: 0"]);
}

#[test]
fn the_repository_runs_nothing_and_stays_as_it_is() {
    let history = History::of("technology-in-core");
    let marks = tempfile::tempdir().expect("a folder");
    let mark = |name: &str| format!("touch {}", marks.path().join(name).display());
    for (key, name) in [
        ("core.fsmonitor", "monitor"),
        ("filter.x.smudge", "smudge"),
        ("filter.x.clean", "clean"),
        ("filter.x.process", "process"),
        ("diff.x.textconv", "textconv"),
        ("core.sshCommand", "ssh"),
        ("core.pager", "pager"),
    ] {
        history.git(&["config", key, &mark(name)]);
    }
    let hook = history.path().join(".git/hooks/post-index-change");
    write(&hook, format!("#!/bin/sh\n{}\n", mark("hook")));
    write(&history.path().join(".gitattributes"), "*.rs filter=x diff=x\n");
    let index = std::fs::metadata(history.path().join(".git/index")).expect("the index");
    write(&history.path().join("domain/src/untracked.rs"), "pub struct Untracked;\n");
    assert_eq!(history.run(&["diff", "main", "HEAD"]).status, Some(0));
    assert_eq!(history.run(&["diff", "main"]).status, Some(0));
    assert_eq!(marks.path().read_dir().expect("a folder").count(), 0);
    let now = std::fs::metadata(history.path().join(".git/index")).expect("the index");
    assert_eq!(now.modified().expect("a time"), index.modified().expect("a time"));
}

/// Puts an entry into the index as git itself would not, and commits it.
#[cfg(unix)]
fn smuggle(history: &History, mode: &str, path: &str, content: &str) {
    let file = history.path().join("content");
    write(&file, content);
    let object = history.git(&["hash-object", "-w", "content"]);
    std::fs::remove_file(file).expect("the file is there");
    history.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{object},{path}")]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_elsewhere_are_not_followed() {
    let history = History::of("technology-in-core");
    let outside = tempfile::tempdir().expect("a folder");
    write(&outside.path().join("secret.rs"), "pub struct Secret;\n");
    smuggle(
        &history,
        "120000",
        "domain/src/absolute.rs",
        &outside.path().join("secret.rs").to_string_lossy(),
    );
    smuggle(&history, "120000", "domain/src/up", "../../../..");
    smuggle(&history, "120000", "domain/src/around", "up/../../..");
    history.git(&["commit", "--quiet", "-m", "links"]);
    let temporary = tempfile::tempdir().expect("a folder");
    let mut diff = command(history.path(), ["diff", "HEAD~1", "HEAD", "--format", "json"]);
    diff.env("TMPDIR", temporary.path());
    let run = finish(diff);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stderr.contains("3 entries are left out"), "{run:?}");
    assert_eq!(temporary.path().read_dir().expect("a folder").count(), 0, "nothing is left");
    let mut wrong = command(history.path(), ["diff", "HEAD", "gone"]);
    wrong.env("TMPDIR", temporary.path());
    assert_eq!(finish(wrong).status, Some(2));
    assert_eq!(temporary.path().read_dir().expect("a folder").count(), 0, "nothing is left");
}

#[test]
fn names_in_markdown_mean_nothing() {
    let history = History::of("system-shop");
    history.replace(ORDERS, "\"/orders/{id}\"", "\"/<script>[x](y)`@me\"");
    let run = history.run(&["diff", "main", "--format", "markdown"]);
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(text.starts_with("## Portcullis: what the change does\n"), "{text}");
    // Within a code span it is text; what stands behind a backtick is not, and is made so.
    assert!(text.contains("new: `GET /<script>[x](y)`@<!-- -->me"), "{text}");
}

#[test]
fn what_of_a_revision_is_not_read_is_counted() {
    let history = History::of("technology-in-core");
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    write(&history.path().join("dump.sql"), pointer);
    history.commit("a pointer");
    let commit = history.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{commit},vendored");
    history.git(&["update-index", "--add", "--cacheinfo", &entry]);
    history.git(&["commit", "--quiet", "-m", "a submodule"]);
    let run = history.run(&["diff", "HEAD~1", "HEAD"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let said: Vec<&str> = run.stderr.lines().collect();
    let pointer = "1 file is a pointer of Git LFS, whose content is not read";
    let expected = [
        format!("in `HEAD~1`, {pointer}"),
        "in `HEAD`, 1 submodule is not read".to_owned(),
        format!("in `HEAD`, {pointer}"),
    ];
    assert_eq!(said, expected);
    assert!(history.run(&["diff", "HEAD", "--quiet"]).stderr.is_empty());
}
