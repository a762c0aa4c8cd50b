//! Each edit: where it goes, that it is done once, and what is said if there is no place for it.

mod serving;
mod yaml;

use proptest::prelude::*;

use super::*;

fn step(kind: EditKind, text: &str) -> Step {
    Step { kind, text: text.to_owned(), table: None, name: None, within: None }
}

fn named(kind: EditKind, name: &str, text: &str) -> Step {
    Step { name: Some(name.to_owned()), ..step(kind, text) }
}

fn within(kind: EditKind, within: &str, text: &str) -> Step {
    Step { within: Some(within.to_owned()), ..step(kind, text) }
}

/// The text after an edit, which changes nothing when it is done again.
#[track_caller]
fn edited(step: &Step, text: &str) -> String {
    let after = match apply(step, "a", text).unwrap() {
        Edited::Text(after) => after,
        Edited::Already => panic!("it was there already"),
    };
    assert_eq!(apply(step, "a", &after).unwrap(), Edited::Already, "{after}");
    after
}

#[track_caller]
fn missing(step: &Step, text: &str) -> String {
    match apply(step, "a", text) {
        Err(Error::Anchor { message, .. }) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn members_go_into_the_list_as_it_is_written() {
    let member = step(EditKind::Member, "b");
    let one = "[workspace] # ours\nmembers = [\"a\", \"c\"]\n";
    assert_eq!(edited(&member, one), "[workspace] # ours\nmembers = [\"a\", \"b\", \"c\"]\n");
    let lines = "[workspace]\nmembers = [\n    \"z\", # last\n    \"a\",\n]\nresolver = \"3\"\n";
    let expected = "[workspace]\nmembers = [\n    \"z\", # last\n    \"a\",\n    \"b\",\n]\nresolver = \"3\"\n";
    assert_eq!(edited(&member, lines), expected);
    assert_eq!(edited(&member, "[workspace]\n"), "[workspace]\nmembers = [\"b\"]\n");
    let glob = "[workspace]\nmembers = [\"services/*/*\"]\n";
    let inside = step(EditKind::Member, "services/a/core");
    assert_eq!(apply(&inside, "a", glob).unwrap(), Edited::Already);
    assert!(missing(&member, "[package]\nname = \"a\"\n").contains("workspace"));
}

#[test]
fn dependencies_are_inherited_and_full_is_full() {
    let axum = named(EditKind::Dependency, "axum", "{ workspace = true }");
    let text = "[dependencies]\nanyhow.workspace = true\ntokio.workspace = true\n";
    let expected =
        "[dependencies]\nanyhow.workspace = true\naxum.workspace = true\ntokio.workspace = true\n";
    assert_eq!(edited(&axum, text), expected);
    let time = named(EditKind::Dependency, "tokio", "{ workspace = true, features = [\"time\"] }");
    let expected = text
        .replace("tokio.workspace = true", "tokio = { workspace = true, features = [\"time\"] }");
    assert_eq!(edited(&time, text), expected);
    let text = "[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";
    let tokio = |features: &str| {
        let value = format!("{{ version = \"1\", features = [{features}] }}");
        apply(&named(EditKind::Dependency, "tokio", &value), "a", text).unwrap()
    };
    assert_eq!(tokio("\"time\""), Edited::Already);
    let expected = text.replace("\"full\"", "\"full\", \"test-util\"");
    assert_eq!(tokio("\"time\", \"test-util\""), Edited::Text(expected));
}

#[test]
fn dependencies_keep_order_and_comments() {
    let tokio = named(EditKind::Dependency, "tokio", "{ version = \"1\", features = [\"rt\"] }");
    let text = "[dependencies]\naxum = \"0.8\" # web\n# times\ntower = \"0.5\"\n";
    let expected = "[dependencies]\naxum = \"0.8\" # web\ntokio = { version = \"1\", features = [\"rt\"] }\n# times\ntower = \"0.5\"\n";
    assert_eq!(edited(&tokio, text), expected);
    let text = "[dependencies]\ntokio = { version = \"1.40\", features = [\"net\"] } # io\n";
    let expected =
        "[dependencies]\ntokio = { version = \"1.40\", features = [\"net\", \"rt\"] } # io\n";
    assert_eq!(edited(&tokio, text), expected);
    let text = "[dependencies]\ntokio = \"1.40\" # io\n";
    let expected = "[dependencies]\ntokio = { version = \"1.40\", features = [\"rt\"] } # io\n";
    assert_eq!(edited(&tokio, text), expected);
    let text = "[dependencies.tokio]\nversion = \"1\"\n";
    assert_eq!(
        edited(&tokio, text),
        "[dependencies.tokio]\nversion = \"1\"\nfeatures = [\"rt\"]\n"
    );
    let house = Step { table: Some("workspace.dependencies".to_owned()), ..tokio.clone() };
    let text = "[workspace]\nmembers = []\n";
    let expected = "[workspace]\nmembers = []\n\n[workspace.dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }\n";
    assert_eq!(edited(&house, text), expected);
    assert!(missing(&house, "[package]\n").contains("workspace"));
    assert!(missing(&tokio, "[dependencies\n").contains("no TOML"));
}

#[test]
fn features_are_joined() {
    let feature = named(EditKind::Feature, "test-support", "[\"dep:mockall\"]");
    let text = "[features]\ndefault = []\n";
    let expected = "[features]\ndefault = []\ntest-support = [\"dep:mockall\"]\n";
    assert_eq!(edited(&feature, text), expected);
    let text = "[features]\ntest-support = [\"x\"]\n";
    assert_eq!(edited(&feature, text), "[features]\ntest-support = [\"x\", \"dep:mockall\"]\n");
}

#[test]
fn tables_are_appended_once() {
    let tables = step(EditKind::Toml, "[[layer]]\nname = \"a\"\npaths = [\"a/**\"]\n");
    let text = "# ours\n[[layer]]\nname = \"b\"\n";
    let expected =
        "# ours\n[[layer]]\nname = \"b\"\n\n[[layer]]\nname = \"a\"\npaths = [\"a/**\"]\n";
    assert_eq!(edited(&tables, text), expected);
}

#[test]
fn lines_are_appended_once() {
    let line = step(EditKind::Line, "B=2\n");
    assert_eq!(edited(&line, "A=1"), "A=1\nB=2\n");
    assert_eq!(edited(&line, "A=1\r\n"), "A=1\r\nB=2\r\n");
    assert_eq!(edited(&line, ""), "B=2\n");
}

#[test]
fn mod_lines_stand_in_order() {
    let declare = step(EditKind::Mod, "pub mod health;");
    let text = "//! Doc.\n\npub mod api;\npub mod orders;\n\nmod inner;\n\nuse std::fmt;\n";
    let expected = "//! Doc.\n\npub mod api;\npub mod health;\npub mod orders;\n\nmod inner;\n\nuse std::fmt;\n";
    assert_eq!(edited(&declare, text), expected);
    assert_eq!(edited(&declare, "mod z;\n"), "pub mod health;\nmod z;\n");
    assert_eq!(edited(&declare, "mod a;"), "mod a;\npub mod health;\n");
    let text = "#!/usr/bin/env run\n//! Doc.\n#![no_std]\n\n// What for.\nuse x::y;\n";
    let expected =
        "#!/usr/bin/env run\n//! Doc.\n#![no_std]\n\npub mod health;\n\n// What for.\nuse x::y;\n";
    assert_eq!(edited(&declare, text), expected);
    assert_eq!(edited(&declare, "//! Doc.\n"), "//! Doc.\n\npub mod health;\n");
    let there = "pub mod health { }\n";
    assert_eq!(apply(&declare, "a", there).unwrap(), Edited::Already);
    assert!(missing(&declare, "fn {").contains("does not parse"));
}

#[test]
fn imports_join_those_of_their_crate() {
    let import = step(EditKind::Use, "use crate::health;");
    let text = "use std::fmt;\n\nuse crate::config;\nuse crate::wiring;\n\nfn f() {}\n";
    let expected = "use std::fmt;\n\nuse crate::config;\nuse crate::health;\nuse crate::wiring;\n\nfn f() {}\n";
    assert_eq!(edited(&import, text), expected);
    assert_eq!(
        edited(&import, "use std::fmt;\nfn f() {}\n"),
        "use std::fmt;\n\nuse crate::health;\n\nfn f() {}\n"
    );
    assert_eq!(
        edited(&import, "mod health;\n\nfn f() {}\n"),
        "mod health;\n\nuse crate::health;\n\nfn f() {}\n"
    );
    let there = "use crate::{config, health};\n";
    assert_eq!(apply(&import, "a", there).unwrap(), Edited::Already);
}

#[test]
fn imports_join_groups_as_the_file_writes_them() {
    let get = step(EditKind::Use, "use axum::routing::get;");
    let joined = |text: &str| edited(&get, &format!("{text}\n\nfn f() {{}}\n"));
    let of = |text: &str| joined(text).lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        of("use axum::{routing::post, Router};"),
        "use axum::{routing::{get, post}, Router};"
    );
    assert_eq!(of("use axum::{Json, Router};"), "use axum::{Json, Router, routing::get};");
    assert_eq!(of("use axum::routing::{delete, post};"), "use axum::routing::{delete, get, post};");
    assert_eq!(of("use axum::routing::post;"), "use axum::routing::{get, post};");
    // `self` stays in front, and what is not in order is not ordered.
    assert_eq!(of("use axum::routing::{self, post};"), "use axum::routing::{self, get, post};");
    assert_eq!(of("use axum::routing::{put, any};"), "use axum::routing::{put, any, get};");
    let lines = "use axum::{\n    routing::patch,\n    Router,\n};\n";
    let expected = "use axum::{\n    routing::{get, patch},\n    Router,\n};\n";
    assert_eq!(edited(&get, lines), expected);
    let lines = "use axum::{\n    Json,\n    Router,\n};\n";
    let expected = "use axum::{\n    Json,\n    Router,\n    routing::get,\n};\n";
    assert_eq!(edited(&get, lines), expected);
    // Who writes a line for each name gets another line.
    let lines = "use axum::routing::patch;\nuse axum::routing::post;\n";
    assert_eq!(edited(&get, lines), format!("use axum::routing::get;\n{lines}"));
    // What others import from here, or only under a condition, is no place for it.
    for other in ["pub use axum::{Json, Router};\n", "#[cfg(test)]\nuse axum::{Json, Router};\n"] {
        assert!(edited(&get, other).contains("\nuse axum::routing::get;\n"));
    }
    let two = step(EditKind::Use, "use axum::{Json, extract::State};");
    let expected = "use axum::{Json, Router, extract::State};\n";
    assert_eq!(edited(&two, "use axum::Router;\n"), expected);
}

#[test]
fn routes_go_behind_the_chain() {
    let route = step(EditKind::Route, ".merge(health::routes())");
    let text = "fn app() -> Router {\n    Router::new()\n        .route(\"/\", get(root))\n        .with_state(state)\n}\n";
    let expected = "fn app() -> Router {\n    Router::new()\n        .route(\"/\", get(root))\n        .with_state(state)\n        .merge(health::routes())\n}\n";
    assert_eq!(edited(&route, text), expected);
    let text =
        "fn app() { serve(axum::Router::new().route(\"/\", get(root)).into_make_service()); }\n";
    let expected = "fn app() { serve(axum::Router::new().route(\"/\", get(root)).merge(health::routes()).into_make_service()); }\n";
    assert_eq!(edited(&route, text), expected);
    let nested = "fn app() -> Router {\n    let api = Router::new();\n    Router::new().nest(\"/v1\", api)\n}\n";
    assert!(missing(&route, nested).contains("2 times"));
    let in_app = Step { within: Some("app".to_owned()), ..route.clone() };
    assert!(edited(&in_app, nested).contains("Router::new().nest(\"/v1\", api).merge("));
    assert!(missing(&route, "fn app() {}\n").contains("no `Router::new()`"));
    let tests = "#[cfg(test)]\nmod tests { fn app() { Router::new(); } }\n";
    assert!(missing(&route, tests).contains("no `Router::new()`"));
}

#[test]
fn fields_and_variants_go_to_the_end() {
    let field = within(EditKind::Field, "App", "/// Pays.\n#[binds(Payments)]\npayments: Http,\n");
    let text = "struct App {\n    orders: Sqlite, // kept\n}\n";
    let expected = "struct App {\n    orders: Sqlite, // kept\n    /// Pays.\n    #[binds(Payments)]\n    payments: Http,\n}\n";
    assert_eq!(edited(&field, text), expected);
    assert_eq!(
        edited(&within(EditKind::Field, "A", "b: u8"), "struct A { a: u8 }\n"),
        "struct A { a: u8, b: u8 }\n"
    );
    assert_eq!(
        edited(&within(EditKind::Field, "A", "b: u8"), "struct A {}\n"),
        "struct A {\n    b: u8,\n}\n"
    );
    assert!(missing(&field, "struct App(u8);\n").contains("no named fields"));
    assert!(missing(&field, "struct Other;\n").contains("no single struct `App`"));
    let variant = within(EditKind::Variant, "Store", "Redis,");
    let text = "enum Store {\n    Sqlite,\n    Memory\n}\n";
    assert_eq!(edited(&variant, text), "enum Store {\n    Sqlite,\n    Memory,\n    Redis\n}\n");
}

const BUILD: &str = "impl App {\n    fn build() -> Self {\n        let pool = open();\n        Self { orders: Orders::new(pool) }\n    }\n}\n";

#[test]
fn literals_and_statements_in_functions() {
    let within = |kind, text: &str| Step {
        name: Some("App".to_owned()),
        ..self::within(kind, "App::build", text)
    };
    let init = within(EditKind::Init, "payments: Http::new(client)");
    let after = edited(&init, BUILD);
    assert!(
        after.contains("Self { orders: Orders::new(pool), payments: Http::new(client) }"),
        "{after}"
    );
    let statement = within(EditKind::Statement, "let client = Client::new();");
    let after = edited(&statement, BUILD);
    assert!(
        after.contains("open();\n        let client = Client::new();\n        Self {"),
        "{after}"
    );
    let nowhere = Step { within: Some("App::make".to_owned()), ..init };
    assert!(missing(&nowhere, BUILD).contains("no function `App::make`"));
    let last = Step { name: None, within: Some("f".to_owned()), ..statement };
    let after = edited(&last, "fn f() {\n    a();\n}\n");
    assert_eq!(after, "fn f() {\n    a();\n    let client = Client::new();\n}\n");
}

#[test]
fn arms_stand_before_a_wildcard() {
    let arm = Step {
        name: Some("Store".to_owned()),
        ..within(EditKind::Arm, "open", "Store::Redis => redis(),")
    };
    let text = "fn open(s: Store) {\n    match s {\n        Store::Sqlite => sqlite(),\n        _ => none(),\n    }\n}\n";
    let after = edited(&arm, text);
    assert!(after.contains("sqlite(),\n        Store::Redis => redis(),\n        _ =>"), "{after}");
    let text = "fn open(s: Store) {\n    match s {\n        Store::Sqlite => sqlite()\n    }\n}\n";
    assert!(edited(&arm, text).contains("sqlite(),\n        Store::Redis => redis(),\n    }"));
}

#[test]
fn items_stand_before_the_tests() {
    let item = step(EditKind::Item, "/// Adds.\npub fn add() {}\n\nimpl X for Y {}\n");
    let text = "fn f() {}\n\n#[cfg(test)]\nmod tests {}\n";
    let expected = "fn f() {}\n\n/// Adds.\npub fn add() {}\n\nimpl X for Y {}\n\n#[cfg(test)]\nmod tests {}\n";
    assert_eq!(edited(&item, text), expected);
    assert_eq!(edited(&item, "fn add() {}\n"), "fn add() {}\n\nimpl X for Y {}\n");
}

#[test]
fn line_ends_and_marks_stay() {
    let declare = step(EditKind::Mod, "mod b;");
    assert_eq!(
        edited(&declare, "\u{feff}mod a;\r\nmod c;\r\n"),
        "\u{feff}mod a;\r\nmod b;\r\nmod c;\r\n"
    );
    let member = step(EditKind::Member, "b");
    let text = "[workspace]\r\nmembers = [\r\n    \"a\",\r\n]\r\n";
    assert_eq!(
        edited(&member, text),
        "[workspace]\r\nmembers = [\r\n    \"a\",\r\n    \"b\",\r\n]\r\n"
    );
}

/// Pieces of Rust files, in any order.
fn rust() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "mod a;\n",
        "pub mod k;\n",
        "mod zz;\n",
        "// 水 a comment\n",
        "use std::fmt;\n",
        "use crate::{a, b as c};\n",
        "\n",
        "struct App {\n    a: u8,\n}\n",
        "fn f() { let _ = \"é\"; }\n",
        "/* block */ fn g() -> u8 { 1 }\n",
        "#[cfg(test)]\nmod tests {\n    fn t() {}\n}\n",
    ]);
    (prop::bool::ANY, prop::collection::vec(pieces, 0..8)).prop_map(|(crlf, pieces)| {
        let text = pieces.concat();
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

/// Whether `after` is `before` with something put in at one place.
fn only_adds(before: &str, after: &str) -> bool {
    let pairs = before.bytes().zip(after.bytes());
    let start = pairs.take_while(|(a, b)| a == b).count();
    let pairs = before.bytes().rev().zip(after.bytes().rev());
    let end = pairs.take_while(|(a, b)| a == b).count();
    start + end >= before.len()
}

proptest! {
    #[test]
    fn an_edit_adds_and_changes_nothing_else(text in rust()) {
        let steps = [
            step(EditKind::Mod, "pub mod health;"),
            step(EditKind::Use, "use crate::health;"),
            step(EditKind::Item, "pub fn added() {}\n"),
            within(EditKind::Field, "App", "more: u8"),
            within(EditKind::Statement, "f", "let more = 1;"),
        ];
        for step in &steps {
            let Ok(Edited::Text(after)) = apply(step, "a.rs", &text) else { continue };
            prop_assert!(only_adds(&text, &after), "{text:?}\n{after:?}");
            prop_assert!(syn::parse_file(&after).is_ok() || syn::parse_file(&text).is_err());
            prop_assert_eq!(apply(step, "a.rs", &after).unwrap(), Edited::Already);
        }
    }

    #[test]
    fn manifests_stay_as_they_are_around_an_edit(
        names in prop::collection::btree_set("[a-z]{1,6}", 0..6),
        comment in "# [a-zé ]{0,8}",
        table in prop::bool::ANY,
    ) {
        let lines = names.iter().map(|name| format!("{name} = \"1\" {comment}\n"));
        let head = if table { "[dependencies]\n" } else { "[workspace]\nmembers = []\n\n[dependencies]\n" };
        let text = format!("{comment}\n{head}{}", lines.collect::<String>());
        let step = named(EditKind::Dependency, "mmmmmmmm", "\"1\"");
        let Edited::Text(after) = apply(&step, "Cargo.toml", &text).unwrap() else {
            return Err(TestCaseError::fail("it was there already"));
        };
        prop_assert!(only_adds(&text, &after), "{text}\n{after}");
        prop_assert_eq!(apply(&step, "Cargo.toml", &after).unwrap(), Edited::Already);
    }
}
