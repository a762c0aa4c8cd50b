//! Much of everything.

use std::fmt::Write;
use std::fs::File;

use super::{MANIFEST, shop, survive, survive_text};
use crate::program::{lint, tree, write};

#[test]
fn a_file_of_a_hundred_megabytes_is_told() {
    let dir = shop(&[("src/odd.rs", "")]);
    let file = File::options().write(true).open(dir.path().join("src/odd.rs"));
    // Sparse: the length is all that matters.
    file.and_then(|file| file.set_len(100 << 20)).expect("a sparse file");
    let report = survive(dir.path(), "a large file");
    let problems = report.problems("too-large");
    let [problem] = problems.as_slice() else { panic!("one problem, not {}", report.lines()) };
    assert_eq!(problem.path, "src/odd.rs");
    assert!(problem.message.contains("104857600 bytes"), "{}", problem.message);
}

#[test]
fn a_large_file_of_one_line_is_read() {
    let mut line = String::with_capacity(4 << 20);
    while line.len() < 4 << 20 {
        line.push_str("pub const X: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9];");
    }
    line.push_str("pub fn f(s: crate::adapters::Store) { sqlx::query(s); }");
    let report = survive_text("a long line", &line);
    assert!(report.problems.is_empty(), "{}", report.lines());
}

#[test]
fn thousands_of_modules_are_read() {
    let mut files = vec![];
    let mut odd = String::new();
    for number in 0..3_000 {
        let _ = writeln!(odd, "pub mod m{number};");
        let text =
            format!("use crate::odd::m{}::T as Next;\npub struct T(Next);\n", (number + 1) % 3_000);
        files.push((format!("src/odd/m{number}.rs"), text));
    }
    let dir = shop(&[("src/odd.rs", &odd)]);
    for (path, text) in files {
        write(&dir.path().join(path), text);
    }
    let report = survive(dir.path(), "many modules");
    assert!(report.problems.is_empty(), "{}", report.lines());
    assert_eq!(report.json["summary"]["modules"], 3_004);
}

#[test]
fn globs_through_a_thousand_modules_are_read() {
    let mut text = String::new();
    for number in 0..1_000 {
        let _ = write!(text, "pub mod m{number} {{ pub use super::*; ");
    }
    text.push_str(&"}".repeat(1_000));
    survive_text("deep modules", &text);
}

#[test]
fn a_huge_manifest_is_read() {
    let mut manifest = String::from(MANIFEST);
    manifest.push_str("[features]\n");
    for number in 0..20_000 {
        let _ = writeln!(manifest, "f{number} = [\"f{}\"]", (number + 1) % 20_000);
    }
    manifest.push_str("[dependencies]\n");
    for number in 0..20_000 {
        let _ = writeln!(manifest, "d{number} = {{ version = \"1\", features = [\"a\", \"b\"] }}");
    }
    let dir = shop(&[("Cargo.toml", &manifest)]);
    let report = survive(dir.path(), "a huge manifest");
    assert!(report.problems.is_empty(), "{}", report.lines());
}

#[test]
fn imports_by_the_thousand_are_read() {
    let mut text = String::from("use crate::{");
    for number in 0..20_000 {
        let _ = write!(text, "adapters::Store as S{number}, ");
    }
    text.push_str("};\n");
    for number in 0..200 {
        let _ = writeln!(
            text,
            "pub mod g{number} {{ pub use super::*; pub use super::g{}::*; }}",
            (number + 1) % 200
        );
    }
    survive_text("many imports", &text);
}

#[test]
fn a_finding_of_many_places_stays_small() {
    let uses = "    let _ = crate::adapters::Store;\n".repeat(20_000);
    let dir = shop(&[("src/domain.rs", &format!("pub fn f() {{\n{uses}}}\n"))]);
    let report = survive(dir.path(), "many places");
    let findings = report.json["findings"].as_array().expect("findings");
    let most = findings.iter().map(|f| f["related"].as_array().map_or(0, Vec::len)).max();
    assert!(most.is_some_and(|most| most <= 20), "{most:?}");
}

/// Each has an edit that mends it, and all of them are found in one look at the file.
#[test]
fn a_file_with_thousands_of_findings_is_reported() {
    let mut main = String::from(
        "use axum::{Router, routing::get};\n#[tokio::main]\nasync fn main() {\n\
         let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await;\nlet app = Router::new();\n",
    );
    let (mut routes, mut handlers) = (String::new(), String::new());
    for number in 0..2_000 {
        let _ = writeln!(routes, "let app = app.route(\"/{number}\", get(f{number}));");
        let call = "reqwest::Client::new().get(\"http://payments/\").send().await;";
        let _ = writeln!(handlers, "async fn f{number}() {{ {call} }}");
    }
    let _ = write!(main, "{routes}axum::serve(listener, app).await;\n}}\n{handlers}");
    let manifest =
        "[package]\nname = \"shop\"\n[dependencies]\naxum = \"0.8\"\nreqwest = \"0.12\"\n";
    let dir = tree(&[("Cargo.toml", manifest), ("src/main.rs", &main)]);
    let report = lint(dir.path());
    let findings = report.json["findings"].as_array().expect("a list");
    assert_eq!(findings.iter().filter(|finding| finding["fix"].is_object()).count(), 2_000);
}

/// What a file of deployments may declare is not said to be missing, if it was too large to be read.
#[test]
fn a_huge_file_of_deployments_is_told_and_may_declare_anything() {
    let web = "services:\n  web:\n    image: nginx:1.27\n    environment:\n      STORE_URL: http://elastic:9200/\n";
    let manifest = "[package]\nname = \"web\"\n[dependencies]\naxum = \"0.8\"\n";
    let files =
        [("Cargo.toml", manifest), ("src/main.rs", "fn main() {}\n"), ("compose.yaml", web)];
    let dir = tree(&files);
    let unknown = |report: &crate::report::Report| {
        report.findings.iter().any(|finding| finding.rule == "deployment/unresolvable-host")
    };
    assert!(unknown(&lint(dir.path())));
    let service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: some-service\n---\n";
    write(&dir.path().join("k8s/all.yaml"), service.repeat(140_000));
    let report = lint(dir.path());
    let problems = report.problems("too-large");
    let [problem] = problems.as_slice() else { panic!("one problem, not {}", report.lines()) };
    assert_eq!(problem.path, "k8s/all.yaml");
    assert!(!unknown(&report), "{}", report.lines());
}
