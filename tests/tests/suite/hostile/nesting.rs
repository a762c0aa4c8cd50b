//! Code that is nested thousands deep, and chains that a parser may take for nesting.

use super::survive_text;
use crate::program::{lint, tree};

/// `open` so many times, `middle`, `close` as often.
fn nested(times: usize, open: &str, middle: &str, close: &str) -> String {
    [&open.repeat(times), middle, &close.repeat(times)].concat()
}

/// A violation that stands behind what cannot be followed.
const BEHIND: &str = "pub mod domain { pub struct X(pub super::adapters::Y); }
pub mod adapters { pub struct Y; }
";

/// What is deeper than is followed is told with its place.
#[test]
fn brackets_nested_deeper_than_is_followed_are_told() {
    for (what, open, middle, close) in [
        ("parentheses", "(", "1", ")"),
        ("blocks", "{", "", "}"),
        ("arrays", "[", "1", "]"),
        ("calls", "f(", "1", ")"),
        ("closures", "|| {", "", "}"),
        ("matches", "match x { _ => ", "1", "}"),
        ("macros", "m!(", "1", ")"),
        ("conditions", "if true {", "", "}"),
        ("functions", "fn f() {", "", "}"),
        ("unsafe blocks", "unsafe {", "", "}"),
    ] {
        let code = nested(20_000, open, middle, close);
        let report =
            survive_text(what, &format!("pub fn f() {{\n    let _ = {code};\n}}\n{BEHIND}"));
        let problems = report.problems("nested-too-deep");
        let [problem] = problems.as_slice() else {
            panic!("{what}: one problem, not {}", report.lines())
        };
        let place = problem.place.as_ref().unwrap_or_else(|| panic!("{what}: a place"));
        assert_eq!((place.path.as_str(), place.line), ("src/odd.rs", 2), "{what}");
        let behind = report.findings.iter().any(|finding| {
            finding.rule == "hexagonal/layer-dependency" && finding.place.path == "src/odd.rs"
        });
        assert!(behind, "{what}: what stands behind it is read: {}", report.lines());
    }
}

/// Code that nests, by what it nests.
fn nesting(times: usize) -> Vec<(&'static str, String)> {
    vec![
        ("modules", nested(times, "mod m {", "", "}")),
        ("imports", format!("use {};", nested(times, "a::{", "b", "}"))),
        ("types", format!("type T = {};", nested(times, "Vec<", "u8", ">"))),
        ("tuples", format!("type T = {};", nested(times, "(", "u8", ",)"))),
        ("references", format!("type T = {}u8;", "&'static ".repeat(times))),
        ("pointers", format!("type T = {}u8;", "*const ".repeat(times))),
        ("functions' types", format!("type T = {}u8;", "fn() -> ".repeat(times))),
        ("bounds", format!("fn f<T: {}>() {{}}", nested(times, "Fn(", "u8", ")"))),
        ("attributes", format!("#[{}]\nstruct S;", nested(times, "a(", "b", ")"))),
        ("patterns", format!("fn f({}: u8) {{}}", nested(times, "Some(", "x", ")"))),
        ("comments", nested(times, "/* ", "", " */")),
        ("angle brackets alone", "<".repeat(times)),
        ("closing brackets", ")".repeat(times)),
        ("opening brackets", "fn f() { (".repeat(times)),
        ("impls", nested(times, "impl S { fn f() {", "", "} }")),
        ("macros", nested(times, "macro_rules! m { () => {", "", "} }")),
        (
            "associated types",
            format!("type T = {}u8{};", "<".repeat(times), " as A>::B".repeat(times)),
        ),
    ]
}

/// Code that only goes on and on.
fn chains(times: usize) -> Vec<(&'static str, String)> {
    vec![
        ("sums", format!("pub const X: u8 = 1{};", " + 1".repeat(times))),
        ("negations", format!("pub const X: bool = {}true;", "!".repeat(times))),
        ("dereferences", format!("fn f() {{ {}x; }}", "*".repeat(times))),
        ("borrows", format!("fn f() {{ {}x; }}", "& ".repeat(times))),
        ("methods", format!("fn f() {{ x{}; }}", ".g()".repeat(times))),
        ("fields", format!("fn f() {{ x{}; }}", ".g".repeat(times))),
        ("questions", format!("fn f() {{ x{}; }}", "?".repeat(times))),
        ("indices", format!("fn f() {{ x{}; }}", "[0]".repeat(times))),
        ("paths", format!("use a{};", "::a".repeat(times))),
        ("supers", format!("use {}a;", "super::".repeat(times))),
        ("assignments", format!("fn f() {{ {}1; }}", "x = ".repeat(times))),
        ("ranges", format!("fn f() {{ x{}; }}", "..x".repeat(times))),
        ("casts", format!("fn f() {{ x{}; }}", " as u8".repeat(times))),
        ("else ifs", format!("fn f() {{ if x {{}} {} }}", "else if x {} ".repeat(times))),
        ("closures", format!("fn f() {{ {}1; }}", "|x| ".repeat(times))),
        ("returns", format!("fn f() {{ {}1; }}", "return ".repeat(times))),
        ("alternatives", format!("fn f() {{ match x {{ 1{} => 1 }} }}", " | 1".repeat(times))),
        ("bounds", format!("fn f<T: A{}>() {{}}", " + A".repeat(times))),
        ("attributes", format!("{} struct S;", "#[a] ".repeat(times))),
        ("parameters", format!("fn f({}) {{}}", "x: u8, ".repeat(times))),
        ("labels", format!("fn f() {{ {} loop {{}} }}", "'a: ".repeat(times))),
        ("qualifiers", format!("{}fn f() {{}}", "pub unsafe extern \"C\" ".repeat(times))),
    ]
}

/// Whether it is told is left open: brackets are counted, other things need not be.
#[test]
fn nesting_of_every_kind_is_survived() {
    for (what, code) in nesting(20_000) {
        survive_text(what, &code);
    }
}

#[test]
fn long_chains_are_no_nesting() {
    for (what, code) in chains(50_000) {
        let report = survive_text(what, &code);
        let deep = report.problems("nested-too-deep");
        assert!(deep.iter().all(|problem| problem.place.is_some()), "{what}: {deep:?}");
    }
}

/// What mends a finding is found by a parser that recurses, which must not see such code.
#[test]
fn a_finding_beside_them_is_told_without_an_edit() {
    let manifest =
        "[package]\nname = \"shop\"\n[dependencies]\naxum = \"0.8\"\nreqwest = \"0.12\"\n";
    let main = "use axum::{Router, routing::get};
async fn pay() { reqwest::Client::new().get(\"http://payments/pay\").send().await; }
#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await;
    axum::serve(listener, Router::new().route(\"/pay\", get(pay))).await;
}\n";
    let fix = |code: &str| {
        let text = format!("{main}{code}\n");
        let dir = tree(&[("Cargo.toml", manifest), ("src/main.rs", &text)]);
        let mut report = lint(dir.path()).json;
        let findings = report["findings"].as_array_mut().expect("a list");
        let mut found = findings.iter_mut().filter(|f| f["rule"] == "resilience/no-timeout");
        found.next().unwrap_or_else(|| panic!("it is found beside {code:.30}"))["fix"].take()
    };
    assert!(fix("fn f() {}").is_object());
    for (what, code) in nesting(20_000).into_iter().chain(chains(50_000)) {
        // What ends in front of it is no nesting, however often it stands there.
        if !["attributes", "parameters", "macros", "comments"].contains(&what) {
            assert!(fix(&code).is_null(), "{what}");
        }
    }
}

#[test]
fn what_does_not_end_is_told() {
    for (what, code) in [
        ("a text", "pub const X: &str = \"\n"),
        ("a raw text", "pub const X: &str = r##\"\"#\n"),
        ("a comment", "pub struct S; /* /* */\n"),
        ("a block", "pub fn f() {\n"),
        ("a bracket of another kind", "pub fn f() { (] }\n"),
        ("a bracket too many", "pub fn f() {} }\n"),
    ] {
        let report = survive_text(what, code);
        let problems = report.problems("syntax");
        let told =
            problems.iter().any(|p| p.place.as_ref().is_some_and(|at| at.path == "src/odd.rs"));
        assert!(told, "{what}: {}", report.lines());
    }
}
