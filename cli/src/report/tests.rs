//! Tests of all formats over a small system made by hand, one of its files hostile.

use std::path::PathBuf;

use clap::ValueEnum;
use portcullis_facts::graph::{BlindSpot, BlindSpotKind};
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_facts::problem::{Problem, ProblemKind};
use portcullis_facts::{SourceFile, System};
use portcullis_rules::Outcome;
use portcullis_rules::finding::{Finding, Related, Severity, Step};

use super::{Format, Report, Verbosity, write};
use crate::escape;

const ORDER: &str = "//! Orders.\n\nuse sqlx::PgPool;\nuse crate::adapters::postgres::Orders;\n\npub struct Order;\n";
const MANIFEST: &str = "[package]\nname = \"orders\"\n\n[dependencies]\nsqlx = \"0.8\"\n";

fn system() -> System {
    let file =
        |path: &str, text: &str| SourceFile { path: path.into(), text: text.to_owned().into() };
    let hostile = format!(
        "\t/* \u{1b}]0;owned\u{7} \u{202e} 😀 */ use sqlx::Pool; // {}\r\nuse b;\u{9b}31m\u{200b}\n",
        "ä".repeat(2_000)
    );
    let mut system = System {
        root: PathBuf::from("."),
        files: vec![
            file("Cargo.toml", MANIFEST),
            file("src/domain/order.rs", ORDER),
            file("src/evil\u{1b}[2J\n.rs", &hostile),
        ],
        problems: vec![
            Problem {
                path: "src/domain/order.rs".into(),
                span: Some(Span::new(13, 16)),
                kind: ProblemKind::Syntax,
                message: "a brace is never closed".into(),
            },
            Problem {
                path: "src/secret".into(),
                span: None,
                kind: ProblemKind::Unreadable,
                message: "permission denied".into(),
            },
        ],
        ..System::default()
    };
    system.graph.blind_spots.push(BlindSpot {
        kind: BlindSpotKind::UnresolvedName,
        place: None,
        krate: None,
        subject: "foo::Bar".into(),
    });
    system
}

fn place(system: &System, file: u32, text: &str) -> Place {
    let start = system.files[file as usize].text.find(text).expect("the text is there") as u32;
    Place { file: FileId(file), span: Span::new(start, start + text.len() as u32) }
}

fn finding(place: Place, rule: &str, severity: Severity) -> Finding {
    Finding {
        rule: rule.into(),
        variant: None,
        severity,
        subject: "orders::domain::order".into(),
        evidence: "sqlx".into(),
        service: Some("orders".into()),
        message: "the core uses `sqlx`, a database driver".into(),
        help: "move the query behind a port: `portcullis add port OrderStore`".into(),
        place,
        label: "database driver".into(),
        related: Vec::new(),
        path: Vec::new(),
        confidence: 95,
        condition: String::new(),
        remedy: None,
        fingerprint: "0123456789abcdef0123456789abcdef".into(),
    }
}

fn outcome(system: &System) -> Outcome {
    let mut first =
        finding(place(system, 1, "sqlx::PgPool"), "hexagonal/technology-in-core", Severity::Error);
    first.related = vec![
        Related { place: place(system, 1, "pub struct Order"), label: "an entity".into() },
        Related { place: place(system, 0, "sqlx"), label: "listed here".into() },
    ];
    first.path = vec![
        Step { text: "`orders::domain` is the core: folder `domain`".into(), place: None },
        Step {
            text: "it imports `sqlx::PgPool`".into(),
            place: Some(place(system, 1, "sqlx::PgPool")),
        },
    ];
    first.condition = "feature = \"postgres\"".into();
    let mut second = finding(
        place(system, 1, "crate::adapters::postgres::Orders;\n\npub"),
        "hexagonal/layer-dependency",
        Severity::Warning,
    );
    second.variant = Some("manifest");
    second.confidence = 70;
    second.service = None;
    second.fingerprint = "1".repeat(32);
    let mut third =
        finding(place(system, 2, "sqlx::Pool"), "hexagonal/technology-in-core", Severity::Error);
    third.message = "bad \u{1b}[31mname\u{9b} \u{202e}here".into();
    third.subject = "evil\u{1b}".into();
    third.fingerprint = "2".repeat(32);
    third.related =
        vec![Related { place: place(system, 2, "b;\u{9b}"), label: "\u{1b}c and this".into() }];
    let weak = finding(place(system, 1, "Order;"), "hexagonal/unbound-port", Severity::Note);
    Outcome {
        findings: vec![first, second, third],
        weak: vec![weak],
        suppressed: 2,
        known: 3,
        ..Outcome::default()
    }
}

/// The system and what was found in it.
pub(super) fn sample() -> (System, Outcome) {
    let system = system();
    let outcome = outcome(&system);
    (system, outcome)
}

/// A report of a run over a folder that is a repository.
pub(super) fn report<'a>(system: &'a System, outcome: &'a Outcome) -> Report<'a> {
    Report {
        system,
        outcome,
        show_weak: false,
        verbosity: Verbosity::Normal,
        styled: false,
        root: ".",
        prefix: "",
        title: "shop",
        today: "2026-01-02",
        contexts: &[],
    }
}

fn written(format: Format, report: &Report<'_>) -> String {
    let mut out = Vec::new();
    write(format, report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A report of a run that found nothing.
pub(super) fn clean(format: Format) -> String {
    written(format, &report(&System::default(), &Outcome::default()))
}

pub(super) fn render(format: Format, verbosity: Verbosity, show_weak: bool) -> String {
    let system = system();
    let outcome = outcome(&system);
    let (root, prefix) = ("systems/shop", "systems/shop");
    written(format, &Report { show_weak, verbosity, root, prefix, ..report(&system, &outcome) })
}

/// A report of `number` findings, every second one a warning.
pub(super) fn many_findings(format: Format, number: usize) -> String {
    let system = system();
    let place = place(&system, 1, "sqlx::PgPool");
    let severity = |n: usize| if n.is_multiple_of(2) { Severity::Error } else { Severity::Warning };
    let findings = (0..number).map(|n| finding(place, "a/b", severity(n))).collect();
    let outcome = Outcome { findings, ..Outcome::default() };
    written(format, &report(&system, &outcome))
}

#[test]
fn every_format_is_as_committed_and_safe_to_show() {
    // The page has tests of its own, which read it.
    let listed = Format::value_variants().iter().filter(|format| **format != Format::Html);
    for format in listed {
        let shown = render(*format, Verbosity::Normal, false);
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        let hostile = shown.chars().find(|c| *c != '\n' && escape::replacement(*c).is_some());
        assert_eq!(hostile, None, "{name}");
        let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
        insta::assert_snapshot!(name, shown.replace(&version, "\"semanticVersion\": \"…\""));
    }
}

#[test]
fn no_format_prints_a_secret() {
    let file =
        |path: &str, text: &str| SourceFile { path: path.into(), text: text.to_owned().into() };
    let mut system = System {
        files: vec![
            file("compose.yaml", "services:\n  db:\n    environment: { PASSWORD: hunter2 }\n"),
            file("src/main.rs", "const DB: &str = \"postgres://shop:swordfish@db/shop\";\n"),
        ],
        ..System::default()
    };
    system.graph.landscape.secrets = vec![place(&system, 0, "hunter2")];
    let mut first = finding(place(&system, 0, "PASSWORD"), "a/b", Severity::Error);
    first.related = vec![Related { place: place(&system, 1, "DB"), label: "used here".into() }];
    first.path =
        vec![Step { text: "it is set here".into(), place: Some(place(&system, 0, "hunter2")) }];
    let second = finding(place(&system, 1, "postgres"), "a/b", Severity::Warning);
    system.problems = vec![Problem {
        path: "compose.yaml".into(),
        span: Some(place(&system, 0, "environment").span),
        kind: ProblemKind::Syntax,
        message: "not read".into(),
    }];
    let outcome = Outcome { findings: vec![first, second], ..Outcome::default() };
    for format in Format::value_variants() {
        for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
            let shown = written(*format, &Report { verbosity, ..report(&system, &outcome) });
            assert!(!shown.contains("hunter2"), "{format:?}: {shown}");
            assert!(!shown.contains("swordfish"), "{format:?}: {shown}");
        }
    }
    let shown = written(Format::Text, &report(&system, &outcome));
    assert!(shown.contains("PASSWORD: ••••••• }"), "{shown}");
    assert!(shown.contains("postgres://shop:•••••••••@db/shop"), "{shown}");
}

#[test]
fn every_format_takes_an_empty_run() {
    let (system, outcome) = (System::default(), Outcome::default());
    for format in Format::value_variants() {
        let (show_weak, verbosity, styled) = (true, Verbosity::Verbose, true);
        let report = Report { show_weak, verbosity, styled, ..report(&system, &outcome) };
        assert!(written(*format, &report).ends_with('\n'));
    }
}

#[test]
fn quiet_is_a_line_a_finding() {
    insta::assert_snapshot!(render(Format::Text, Verbosity::Quiet, true));
}

/// Every key of the document.
fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the documentation")]
fn every_key_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/json.md"));
    let page = page.unwrap();
    let mut found = std::collections::BTreeSet::new();
    let report = render(Format::Json, Verbosity::Normal, true);
    keys(&serde_json::from_str(&report).unwrap(), &mut found);
    // Kinds of blind spots are keys too; they are values elsewhere.
    found.remove("unresolved-name");
    for key in found {
        let is_told = page.contains(&format!("`{key}`")) || page.contains(&format!("\"{key}\""));
        assert!(is_told, "docs/json.md says nothing of `{key}`");
    }
}

#[test]
fn many_problems_are_counted() {
    let mut system = system();
    let problem = system.problems[1].clone();
    system.problems.extend((0..20).map(|n| Problem { path: format!("f{n}"), ..problem.clone() }));
    let outcome = Outcome::default();
    for (verbosity, expected) in [(Verbosity::Normal, 5), (Verbosity::Verbose, 22)] {
        let shown = written(Format::Text, &Report { verbosity, ..report(&system, &outcome) });
        assert_eq!(shown.matches("not read: ").count(), expected, "{shown}");
        assert_eq!(shown.contains("17 problems more"), verbosity == Verbosity::Normal);
    }
}

#[test]
fn weak_findings_stand_among_the_others() {
    let shown = render(Format::Json, Verbosity::Normal, true);
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let rules: Vec<_> =
        json["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(
        rules,
        [
            "hexagonal/technology-in-core",
            "hexagonal/layer-dependency",
            "hexagonal/unbound-port",
            "hexagonal/technology-in-core"
        ]
    );
    assert_eq!(json["summary"]["weak_hidden"], 0);
}
