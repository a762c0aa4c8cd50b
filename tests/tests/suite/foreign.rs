//! `add` and `fix` on code that Portcullis did not write: each line stands where its owner would have put it.

use crate::generator::{fails, files, run, succeeds};
use crate::program::{copy, tree};

/// A service of somebody else, with a router in a file of its own.
pub(crate) const FOREIGN: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "# Ours.\n[package]\nname = \"hall\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\naxum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] } # all of it\n",
    ),
    (
        "src/main.rs",
        "mod routes;\n\n#[tokio::main]\nasync fn main() {\n    let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();\n    axum::serve(listener, routes::app()).await.unwrap();\n}\n",
    ),
    (
        "src/routes.rs",
        "use axum::routing::get;\nuse axum::Router;\n\npub fn app() -> Router {\n    // Everything that we serve.\n    Router::new()\n        .route(\"/hats\", get(|| async { \"hats\" })) // more to come\n}\n",
    ),
];

#[test]
fn a_health_check_goes_into_a_service_of_somebody_else() {
    let dir = tree(FOREIGN);
    let before = files(dir.path());
    succeeds(dir.path(), &["add", "health-check", "--no-verify"]);
    let after = files(dir.path());
    assert_eq!(after["Cargo.toml"], before["Cargo.toml"]);
    assert_eq!(after["src/main.rs"], format!("mod health;\n{}", before["src/main.rs"]));
    let routes = &after["src/routes.rs"];
    let added = "        .route(\"/health/live\", get(crate::health::live))";
    assert!(routes.contains(added), "{routes}");
    assert_eq!(routes.replace(&format!("\n{added}"), ""), before["src/routes.rs"]);
    assert!(after["src/health.rs"].contains("\npub(crate) async fn live() {}\n"));
    let said = succeeds(dir.path(), &["add", "health-check", "--no-verify"]);
    assert!(said.contains("everything is there already"), "{said}");
    assert_eq!(files(dir.path()), after);
}

#[test]
fn a_place_that_is_missing_is_told_and_nothing_is_written() {
    let mut foreign = FOREIGN.to_vec();
    foreign[2].1 = "pub fn app() -> axum::Router { todo!() }\n";
    let dir = tree(&foreign);
    let before = files(dir.path());
    let said = fails(dir.path(), &["add", "health-check", "--no-verify"]);
    assert!(said.contains(".route(\"/health/live\""), "{said}");
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_file_that_is_there_is_not_replaced_without_being_asked() {
    let mut foreign = FOREIGN.to_vec();
    foreign.push(("src/health.rs", "// mine\n"));
    let dir = tree(&foreign);
    let before = files(dir.path());
    let said = fails(dir.path(), &["add", "health-check", "--no-verify"]);
    assert!(said.contains("-// mine"), "{said}");
    assert!(said.contains("`src/health.rs` would be replaced"), "{said}");
    assert_eq!(files(dir.path()), before);
    succeeds(dir.path(), &["add", "health-check", "--no-verify", "--force"]);
    assert!(files(dir.path())["src/health.rs"].contains("fn live()"));
}

/// A hexagonal service with authentication around all that it serves, and a file for each handler.
const GUARDED: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"server\", \"migration\"]\n\n[workspace.package]\nedition = \"2021\"\n",
    ),
    (
        "migration/Cargo.toml",
        "[package]\nname = \"migration\"\nversion = \"0.1.0\"\nedition.workspace = true\n",
    ),
    ("migration/src/main.rs", "fn main() {}\n"),
    (
        "server/Cargo.toml",
        "[package]\nname = \"hall\"\nversion = \"0.1.0\"\nedition.workspace = true\n\n[dependencies]\naxum = \"0.8\"\n",
    ),
    (
        "server/src/main.rs",
        "mod http;\n\nasync fn main() {\n    http::Server::new(State::default()).run().await\n}\n",
    ),
    (
        "server/src/http/mod.rs",
        "\
use axum::{middleware, routing::post, Router};

use handlers::hats;

mod handlers;

pub struct Server {
    router: Router,
}

impl Server {
    pub fn new(state: State) -> Self {
        let api = Router::new().route(\"/hats\", post(hats::create));
        let router = Router::new()
            .nest(\"/api\", api)
            .layer(middleware::from_fn(authenticate))
            .with_state(state);
        Self { router }
    }

    pub async fn run(self) {
        axum::serve(listener(), self.router).await
    }
}
",
    ),
    ("server/src/http/handlers.rs", "pub mod hats;\n"),
    ("server/src/http/handlers/hats.rs", "pub async fn create() {}\n"),
];

#[test]
fn a_health_check_is_outside_of_authentication_and_among_the_handlers() {
    let dir = tree(GUARDED);
    let before = files(dir.path());
    succeeds(dir.path(), &["add", "health-check", "--no-verify"]);
    let after = files(dir.path());
    let path = "server/src/http/mod.rs";
    let router = &after[path];
    let route = "\n            .route(\"/health/live\", get(handlers::health::live));";
    assert!(router.contains("routing::{get, post},"), "{router}");
    assert!(router.contains(&format!(".with_state(state){route}")), "{router}");
    // Beside the import and the route nothing changed.
    let plain = |text: &str| text.split_whitespace().collect::<String>().replace(",}", "}");
    let back = router.replace("routing::{get, post}", "routing::post").replace(route, ";");
    assert_eq!(plain(&back), plain(&before[path]));
    assert_eq!(after["server/src/http/handlers.rs"], "pub mod hats;\npub mod health;\n");
    let handler = &after["server/src/http/handlers/health.rs"];
    assert!(handler.contains("\npub async fn live() {}\n"), "{handler}");
}

/// A service that calls others in the ways in which people call them, without a limit.
const IMPATIENT: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[package]\nname = \"hall\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\naxum = \"0.8\"\nreqwest = \"0.12\"\n",
    ),
    (
        "src/main.rs",
        "\
use std::sync::Arc;

use axum::{routing::get, Router};
use reqwest::Client;

async fn main() {
    let client = Client::new();
    let doors = client.get(\"http://doors/all\").send().await.unwrap();
    let app = Router::new().route(\"/hats\", get(hats)).with_state(Arc::new(doors));
    axum::serve(listener(), app).await.unwrap();
}

async fn hats() -> Result<String, reqwest::Error> {
    let caps = Client::builder().build()?.get(\"http://caps/all\").send().await?;
    let bands = Client::new().get(\"http://bands/all\").send().await?;
    let more = reqwest::get(\"http://more/all\").await?;
    more.text().await
}
",
    ),
];

#[test]
fn timeouts_are_set_where_clients_are_made() {
    let dir = tree(IMPATIENT);
    let before = files(dir.path());
    let shown = succeeds(dir.path(), &["add", "timeout", "--no-verify", "--dry-run"]);
    assert!(shown.contains("+use std::time::Duration;"), "{shown}");
    assert_eq!(files(dir.path()), before);
    let said = succeeds(dir.path(), &["add", "timeout", "--no-verify", "--seconds", "3"]);
    let reason = "by hand: src/main.rs:16: `reqwest::get` makes a client for this one call";
    assert!(said.contains(reason), "{said}");
    let after = &files(dir.path())["src/main.rs"];
    // Whether lines are broken is left to rustfmt, which is not everywhere.
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    for code in [
        "use std::sync::Arc; use std::time::Duration; use axum::",
        "Client::builder().timeout(Duration::from_secs(3)).build().expect(\"failed to build HTTP client\");",
        "Client::builder().timeout(Duration::from_secs(3)).build()?.get(\"http://caps/all\")",
        "Client::new().get(\"http://bands/all\").timeout(Duration::from_secs(3)).send()",
        "reqwest::get(\"http://more/all\").await?;",
    ] {
        assert!(plain(after).contains(&plain(code)), "{code}\n{after}");
    }
    // A second run has nothing more to do, and the linter agrees.
    let said = succeeds(dir.path(), &["fix", "resilience/no-timeout", "--no-verify"]);
    assert!(
        said.starts_with("fix resilience/no-timeout: no edit mends what was found\n"),
        "{said}"
    );
    succeeds(dir.path(), &["undo"]);
    assert_eq!(files(dir.path()), before);
}

#[test]
fn fixes_stand_in_the_reports_and_can_be_made() {
    let dir = copy("bad-suppression");
    let lint = |format: &str| succeeds(dir.path(), &["lint", "--exit-zero", "--format", format]);
    let json = lint("json");
    assert!(json.contains("\"title\": \"Remove the suppression\""), "{json}");
    assert!(lint("sarif").contains("\"deletedRegion\""));
    assert!(lint("rdjson").contains("\"suggestions\""));
    let text = lint("text");
    assert!(text.contains("`portcullis fix` may mend one of them"), "{text}");
    let before = files(dir.path());
    let said = succeeds(dir.path(), &["fix", "--no-verify"]);
    assert!(said.starts_with("fix in ."), "{said}");
    let after = files(dir.path());
    let changed: Vec<_> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, ["src/domain/unused.rs"]);
    assert!(!lint("json").contains("\"fix\": {"));
}

#[test]
fn who_does_not_compile_is_told_apart() {
    let dir = tree(&[
        ("Cargo.toml", "[package]\nname = \"inn\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        ("src/lib.rs", "pub mod domain;\n"),
        ("src/domain.rs", "pub struct Room(Missing);\n"),
    ]);
    let before = files(dir.path());
    let said = run(dir.path(), &["add", "port", "keys"]);
    assert_eq!(said.status, Some(2));
    assert!(said.stderr.contains("the workspace does not compile as it is"), "{}", said.stderr);
    assert_eq!(files(dir.path()), before);
    succeeds(dir.path(), &["add", "port", "keys", "--no-verify"]);
}

/// A hexagonal service whose adapters stand in a folder for each technology.
const HEXAGON: &[(&str, &str)] = &[
    ("Cargo.toml", "[package]\nname = \"hall\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
    (
        "src/main.rs",
        "mod domain;\nmod outbound;\n\nuse outbound::sqlite::hats::SqliteHats;\n\nfn main() {\n    domain::serve(SqliteHats::open(), outbound::mail::Mail::new());\n}\n",
    ),
    (
        "src/domain/mod.rs",
        "pub mod ports;\n\npub fn serve(_: impl ports::HatsPort, _: impl ports::Post) {}\n",
    ),
    (
        "src/domain/ports.rs",
        "use std::future::Future;\n\npub struct Hat;\n\npub trait HatsPort: Clone + Send {\n    fn find(&self, id: u64) -> impl Future<Output = Option<Hat>> + Send;\n}\n\npub trait Post {}\n",
    ),
    ("src/outbound/mod.rs", "pub mod mail;\npub mod sqlite;\n"),
    (
        "src/outbound/mail.rs",
        "pub struct Mail;\nimpl Mail {\n    pub fn new() -> Self {\n        Self\n    }\n}\nimpl crate::domain::ports::Post for Mail {}\n",
    ),
    ("src/outbound/sqlite/mod.rs", "pub mod hats;\n"),
    (
        "src/outbound/sqlite/hats.rs",
        "use crate::domain::ports::{Hat, HatsPort};\n\n#[derive(Clone)]\npub struct SqliteHats;\n\nimpl SqliteHats {\n    pub fn open() -> Self {\n        Self\n    }\n}\n\nimpl HatsPort for SqliteHats {\n    async fn find(&self, _: u64) -> Option<Hat> {\n        None\n    }\n}\n",
    ),
];

#[test]
fn an_adapter_stands_with_its_technology_or_beside_the_others() {
    let dir = tree(HEXAGON);
    // Compiled and linted: the port is implemented as it asks for it.
    let said = succeeds(dir.path(), &["add", "adapter", "hats-port", "--tech", "memory"]);
    let place = "hand a `MemoryHats` to what needs `HatsPort`, as src/main.rs:7 hands in `Mail`";
    assert!(said.contains(place), "{said}");
    let after = files(dir.path());
    assert_eq!(
        after["src/outbound/mod.rs"],
        "pub mod mail;\npub mod memory_hats;\npub mod sqlite;\n"
    );
    let adapter = &after["src/outbound/memory_hats.rs"];
    assert!(adapter.contains("use crate::domain::ports::{Hat, HatsPort};\n"), "{adapter}");
    assert!(adapter.contains("#[derive(Debug, Clone)]\npub struct MemoryHats;\n"), "{adapter}");
    assert!(adapter.contains("async fn find(&self, id: u64) -> Option<Hat> {"), "{adapter}");
    succeeds(dir.path(), &["add", "adapter", "post", "--tech", "sqlite", "--no-verify"]);
    assert!(files(dir.path()).contains_key("src/outbound/sqlite/sqlite_post.rs"));
}
