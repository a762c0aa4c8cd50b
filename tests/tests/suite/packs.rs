//! What `portcullis add` puts into services that it did not make: the lines that it changes, that it is done once,
//! taken back, and what is said where there is no place for it. `tests/tests/generated/` builds and runs it.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use crate::generator::{fails, files, succeeds};
use crate::program::{files_below, lint, read, repository, tree, write};

/// A copy of a service that somebody wrote by hand.
fn till() -> TempDir {
    let from = repository().join("tests/services/till");
    let dir = tree(&[]);
    for file in files_below(&from) {
        write(&dir.path().join(file.strip_prefix(&from).expect("below")), read(&file));
    }
    dir
}

/// Lines that are gone and lines that are new, none of them empty, in files that were there, and the names of files that were not.
fn changes(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let mut shown = Vec::new();
    for (path, text) in after {
        let Some(old) = before.get(path) else {
            shown.push(format!("new {path}"));
            continue;
        };
        let only = |these: &str, those: &str, mark: char| {
            let mut those: Vec<&str> = those.lines().collect();
            let mut lines = Vec::new();
            for line in these.lines().filter(|line| !line.is_empty()) {
                match those.iter().position(|other| *other == line) {
                    Some(at) => drop(those.remove(at)),
                    None => lines.push(format!("{mark} {line}")),
                }
            }
            lines
        };
        let lines = [only(old, text, '-'), only(text, old, '+')].concat();
        if !lines.is_empty() {
            shown.push(path.clone());
            shown.extend(lines);
        }
    }
    shown.join("\n") + "\n"
}

/// What a piece changes in a service; a second run changes nothing, and `undo` takes it back.
#[track_caller]
fn added(dir: &Path, piece: &[&str]) -> String {
    let before = files(dir);
    let arguments = [&["add"], piece, &["--no-verify"]].concat();
    succeeds(dir, &arguments);
    let after = files(dir);
    let said = succeeds(dir, &arguments);
    assert!(said.contains("everything is there already"), "{piece:?}: {said}");
    assert_eq!(files(dir), after, "{piece:?} again");
    succeeds(dir, &["undo"]);
    assert_eq!(files(dir), before, "{piece:?} taken back");
    changes(&before, &after)
}

#[test]
fn tracing_begins_in_main_and_ends_with_it() {
    let changed = added(till().path(), &["tracing"]);
    assert_eq!(
        changed,
        "Cargo.toml
+ opentelemetry = { version = \"0.33\", default-features = false, features = [\"trace\"] }
+ opentelemetry-http = { version = \"0.33\", default-features = false }
+ opentelemetry-otlp = { version = \"0.33\", default-features = false, features = [\"http-proto\", \"reqwest-blocking-client\", \"trace\"] }
+ opentelemetry_sdk = { version = \"0.33\", default-features = false, features = [\"trace\"] }
+ tower-http = { version = \"0.7\", features = [\"trace\"] }
+ tracing = \"0.1\"
+ tracing-opentelemetry = { version = \"0.34\", default-features = false }
+ tracing-subscriber = { version = \"0.3\", features = [\"env-filter\", \"json\"] }
src/main.rs
-     axum::serve(listener, app).await?;
+ mod shutdown;
+ mod telemetry;
+ mod trace;
+ use tower_http::trace::TraceLayer;
+     let _telemetry = telemetry::Telemetry::start()?;
+     axum::serve(
+         listener,
+         app.layer(TraceLayer::new_for_http().make_span_with(trace::span)),
+     )
+     .with_graceful_shutdown(shutdown::asked())
+     .await?;
new src/shutdown.rs
new src/telemetry.rs
new src/trace.rs
"
    );
}

#[test]
fn metrics_are_a_route_and_a_layer() {
    let changed = added(till().path(), &["metrics"]);
    assert_eq!(
        changed,
        "Cargo.toml
+ metrics = \"0.24\"
+ metrics-exporter-prometheus = { version = \"0.18\", default-features = false }
src/main.rs
-     axum::serve(listener, app).await?;
+ mod measure;
+ use axum::middleware::from_fn;
+     axum::serve(
+         listener,
+         app.merge(measure::routes()?)
+             .layer(from_fn(measure::request)),
+     )
+     .await?;
new src/measure.rs
"
    );
}

#[test]
fn tokens_are_asked_for_but_by_health_checks() {
    let dir = till();
    let changed = added(dir.path(), &["auth"]);
    assert_eq!(
        changed,
        "Cargo.toml
+ jsonwebtoken = { version = \"11\", default-features = false, features = [\"rust_crypto\"] }
+ serde = { version = \"1\", features = [\"derive\"] }
+ serde_json = \"1\"
new src/auth/mod.rs
new src/auth/token.rs
src/main.rs
-     axum::serve(listener, app).await?;
+ mod auth;
+ use axum::middleware::from_fn_with_state;
+     let verifier = auth::verifier()?;
+     axum::serve(
+         listener,
+         app.layer(from_fn_with_state(verifier, auth::require_token)),
+     )
+     .await?;
"
    );
    succeeds(dir.path(), &["add", "auth", "--no-verify"]);
    let auth = &files(dir.path())["src/auth/mod.rs"];
    assert!(auth.contains("const PUBLIC: [&str; 1] = [\"/health\"];"), "{auth}");
}

#[test]
fn a_database_is_connected_before_it_is_served() {
    let changed = added(till().path(), &["database", "--tech", "postgres"]);
    assert_eq!(
        changed,
        "Cargo.toml
+ sqlx = { version = \"0.9\", default-features = false, features = [\"macros\", \"migrate\", \"postgres\", \"runtime-tokio\"] }
new build.rs
new migrations/.gitkeep
new src/adapters/database.rs
src/adapters/mod.rs
+ pub mod database;
src/main.rs
-     axum::serve(listener, app).await?;
+ mod ready;
+ use till::adapters::database;
+     let database = database::connect(&std::env::var(\"DATABASE_URL\")?).await?;
+     axum::serve(listener, app.merge(ready::routes(database))).await?;
new src/ready.rs
"
    );
}

#[test]
fn a_database_is_deployed_where_the_service_is() {
    let dir = tree(&[]);
    succeeds(dir.path(), &["new", "shop", "--bare", "--no-verify"]);
    let shop = dir.path().join("shop");
    let changed = added(&shop, &["database", "--tech", "postgres"]);
    for expected in [
        "services/orders/compose.yaml
+     environment:
+       ORDERS__DATABASE__URL: postgres://postgres:${POSTGRES_PASSWORD:?}@orders-postgres/postgres
+     depends_on:
+       orders-postgres: { condition: service_healthy }
+   orders-postgres:
+     image: postgres:17
",
        "services/orders/deploy/kubernetes/deployment.yaml
+           env:
+             - name: ORDERS__DATABASE__URL
+               valueFrom:
+                 secretKeyRef: { name: orders, key: database-url }
",
        "services/orders/config.toml
+ [database]
+ url = \"postgres://localhost/orders\"
",
        "-         .route(\"/health/ready\", get(|| async { StatusCode::OK }))\n",
        "services/orders/adapters/Cargo.toml\n+ sqlx.workspace = true\n",
    ] {
        assert!(changed.contains(expected), "{expected} is not in:\n{changed}");
    }
    succeeds(&shop, &["add", "database", "--tech", "postgres", "--no-verify"]);
    let report = lint(&shop);
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

#[test]
fn a_breaker_takes_errors_from_the_port_or_from_who_wires_it() {
    let dir = till();
    let changed = added(dir.path(), &["circuit-breaker", "Payments"]);
    assert_eq!(
        changed,
        "Cargo.toml
+ tracing = \"0.1\"
+ [dev-dependencies]
+ tokio = { version = \"1\", features = [\"macros\", \"rt\", \"test-util\"] }
new src/adapters/breaker.rs
new src/adapters/guarded_payments.rs
src/adapters/mod.rs
+ pub mod breaker;
+ pub mod guarded_payments;
"
    );
    for port in ["payments", "mail", "archive"] {
        succeeds(dir.path(), &["add", "circuit-breaker", port, "--no-verify"]);
    }
    let all = files(dir.path());
    let payments = &all["src/adapters/guarded_payments.rs"];
    for expected in [
        "|answer| {\n                matches!(answer, Err(ChargeError::Unavailable(_)))\n            })",
        "Err(ChargeError::Unavailable(refusal.to_string()))",
        "        self.inner.currency()\n",
        "use crate::domain::Amount;\nuse crate::ports::{ChargeError, Payments};\n",
    ] {
        assert!(payments.contains(expected), "{expected} is not in:\n{payments}");
    }
    let archive = &all["src/adapters/guarded_archive.rs"];
    for expected in [
        "impl<T: Send + 'static, P: Archive<T>> Archive<T> for GuardedArchive<P> {\n",
        "    async fn keep(&self, item: T) -> Result<u64, Lost> {\n",
        "            .call(self.inner.keep(item), Result::is_err)\n",
        "            .unwrap_or_else(|refusal| Err(Lost::because(refusal)))\n",
    ] {
        assert!(archive.contains(expected), "{expected} is not in:\n{archive}");
    }
    let mail = &all["src/adapters/guarded_mail.rs"];
    for expected in [
        "    refused: fn(Refusal) -> MailError,\n    is_failure: fn(&MailError) -> bool,\n",
        "    async fn send(&self, to: &str) -> Result<(), MailError> {\n",
        "use crate::adapters::breaker::{Breaker, Limits, Refusal};\nuse crate::ports::{Mail, MailError};\n\n",
    ] {
        assert!(mail.contains(expected), "{expected} is not in:\n{mail}");
    }
}

#[test]
fn what_is_there_is_left_alone_and_named() {
    let dir = tree(&[]);
    succeeds(dir.path(), &["new", "shop", "--no-verify"]);
    let shop = dir.path().join("shop");
    let before = files(&shop);
    for piece in ["tracing", "metrics", "auth", "database", "health-check"] {
        let said = succeeds(&shop, &["add", piece, "--no-verify"]);
        assert!(
            said.contains("everything is there already\n  `services/orders/"),
            "{piece}: {said}"
        );
        assert_eq!(files(&shop), before, "{piece}");
    }
}

/// Nothing is written where a text of the service stands otherwise, and what is said is enough to go on with.
#[track_caller]
fn refused(path: &str, from: &str, to: &str, piece: &[&str], expected: &str) {
    let dir = till();
    let file = dir.path().join(path);
    let text = read(&file);
    assert!(text.contains(from), "{path}");
    write(&file, text.replace(from, to));
    let before = files(dir.path());
    let said = fails(dir.path(), &[&["add"], piece, &["--no-verify"]].concat());
    assert!(said.contains(expected), "{piece:?}: {said}");
    assert_eq!(files(dir.path()), before, "{piece:?}");
}

#[test]
fn without_a_place_nothing_is_written_and_the_snippet_is_shown() {
    let main = "src/main.rs";
    let (serve, served) = ("axum::serve(listener, app)", "serve_somehow(listener, app)");
    let layer = ".layer(from_fn_with_state(auth::verifier()?, auth::require_token))";
    refused(main, serve, served, &["auth"], layer);
    refused(main, serve, served, &["metrics"], ".merge(measure::routes()?)");
    refused(main, serve, served, &["tracing"], "let _telemetry = Telemetry::start()?;");
    refused(main, serve, served, &["database"], "let database = database::connect(&url).await?;");
    let unnamed = "axum::serve(listener, { app })";
    refused(main, serve, unnamed, &["metrics"], ".layer(from_fn(measure::request))");
    let ports = "src/ports.rs";
    let asynchronous =
        "async fn charge(&self, amount: Amount, card: &str) -> Result<u64, ChargeError>;";
    let plain = "fn charge(&self, amount: Amount) -> u64;";
    refused(ports, asynchronous, plain, &["circuit-breaker", "payments"], "nothing that a breaker");
    refused(
        ports,
        "fn currency",
        "type Receipt;\n    fn currency",
        &["circuit-breaker", "payments"],
        "by hand",
    );
}

#[test]
fn a_readiness_check_that_asks_something_stays() {
    let dir = till();
    let main = dir.path().join("src/main.rs");
    let route =
        ".route(\"/ready\", get(|| async { asked().await }))\n        .with_state(payments)";
    write(&main, read(&main).replace(".with_state(payments)", route));
    let said = succeeds(dir.path(), &["add", "database", "--no-verify"]);
    assert!(said.contains("let `/ready` ask it too"), "{said}");
    let text = read(&main);
    assert!(text.contains(route) && !text.contains("ready::routes"), "{text}");
}

#[test]
fn two_loggers_are_one_too_many() {
    let dir = till();
    let (main, manifest) = (dir.path().join("src/main.rs"), dir.path().join("Cargo.toml"));
    write(&manifest, read(&manifest) + "env_logger = \"0.11\"\n");
    write(
        &main,
        read(&main).replace("    let payments", "    env_logger::init();\n    let payments"),
    );
    let before = files(dir.path());
    let said = fails(dir.path(), &["add", "tracing", "--no-verify"]);
    assert!(said.contains("`env_logger") && said.contains("take it out first"), "{said}");
    assert_eq!(files(dir.path()), before);
}
