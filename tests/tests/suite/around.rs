//! What `facts` and `why` say of a small system of services, and that nobody prints its secrets.

use serde_json::Value;

use crate::program::{command, finish, tree};
use crate::stability::FORMATS;

const PASSWORD: &str = "gr4pefru1t-Qx9";
const TOKEN: &str = "ZmFrZS10b2tlbi1mb3ItdGVzdHM0Mg";
const INLINE: &str = "m4rm4lade-Tw7";

/// Two services on one database; one calls the other.
fn shop() -> tempfile::TempDir {
    let compose = format!(
        "services:\n  \
           main:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: {PASSWORD}\n  \
           orders:\n    build: ./orders\n    environment:\n      \
             DATABASE_URL: postgres://shop:{PASSWORD}@main:5432/shop\n      \
             API_TOKEN: {TOKEN}\n      STOCK_URL: http://stock:8080\n  \
           stock:\n    build: ./stock\n    environment:\n      \
             DATABASE_URL: postgres://shop:{PASSWORD}@main:5432/shop\n"
    );
    let manifest = |name: &str| {
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2021\"\n\n[dependencies]\naxum = \"0.7\"\n\
             sqlx = \"0.8\"\nreqwest = \"0.12\"\ntokio = \"1\"\n"
        )
    };
    let main = |routes: &str, handlers: &str| {
        format!(
            "use axum::{{Router, routing::{{get, post}}}};\nuse sqlx::PgPool;\n\n\
             #[tokio::main]\nasync fn main() {{\n    \
                 let url = std::env::var(\"DATABASE_URL\").unwrap();\n    \
                 let pool = PgPool::connect(&url).await.unwrap();\n    \
                 let app = Router::new(){routes}.with_state(pool);\n    \
                 let at = tokio::net::TcpListener::bind(\"0.0.0.0:8080\").await.unwrap();\n    \
                 axum::serve(at, app).await.unwrap();\n}}\n\n{handlers}"
        )
    };
    let orders = main(
        ".route(\"/orders\", post(create)).route(\"/health\", get(health))",
        "async fn health() {}\n\nasync fn create() {\n    \
             let stock = std::env::var(\"STOCK_URL\").unwrap();\n    \
             reqwest::Client::new().get(format!(\"{stock}/items\")).send().await.unwrap();\n}\n",
    );
    let stock = main(".route(\"/items\", get(items))", "async fn items() {}\n");
    let stock = format!(
        "{stock}\nconst OLD: &str = \"postgres://stock:{INLINE}@old/stock\";\n\
         pub async fn old() {{ PgPool::connect(OLD).await.unwrap(); }}\n"
    );
    let compose = compose
        + &format!(
            "  migrate:\n    image: shop/migrate:1.2\n    \
               command: [\"sh\", \"-c\", \"migrate -database postgres://shop:{PASSWORD}@main/shop up\"]\n"
        );
    tree(&[
        ("compose.yaml", &compose),
        ("Cargo.toml", "[workspace]\nmembers = [\"orders\", \"stock\"]\n"),
        ("orders/Cargo.toml", &manifest("orders")),
        ("orders/src/main.rs", &orders),
        ("stock/Cargo.toml", &manifest("stock")),
        ("stock/src/main.rs", &stock),
    ])
}

fn shown(arguments: &[&str]) -> (Option<i32>, String, String) {
    let dir = shop();
    let run = finish(command(dir.path(), arguments));
    (run.status, String::from_utf8(run.stdout).expect("UTF-8"), run.stderr)
}

fn facts(selector: &str) -> Value {
    let (status, out, error) = shown(&["facts", selector, "--format", "json"]);
    assert_eq!(status, Some(0), "{error}");
    serde_json::from_str(&out).expect("JSON")
}

#[test]
fn services_and_databases_are_facts() {
    let services = facts("service:*");
    assert_eq!(services["services"].as_array().map(Vec::len), Some(2), "{services}");
    let orders = &services["services"][0];
    assert_eq!(orders["name"], "orders");
    assert_eq!(orders["kind"], "http");
    assert_eq!(orders["path"], "orders");
    assert_eq!(orders["health"], "endpoint");
    assert_eq!(orders["routes"], 2);
    assert_eq!(services["services"][1]["health"], "none");
    let databases = facts("database:shop");
    let database = &databases["databases"][0];
    assert_eq!(database["key"], "postgres://main/shop");
    assert_eq!(database["shared"], true);
    assert_eq!(database["connections"][0]["service"], "orders");
    assert_eq!(database["connections"][0]["variable"], "DATABASE_URL");
    assert!(databases.get("services").is_none(), "only what was asked for: {databases}");
}

#[test]
fn selectors_join() {
    let routes = facts("route:* & service:stock");
    let routes = routes["routes"].as_array().expect("a list");
    assert_eq!(routes.len(), 1);
    assert_eq!(routes[0]["path"], "/items");
    let (status, _, error) = shown(&["facts", "srvice:*"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("did you mean `service`?"), "{error}");
}

#[test]
fn connections_are_explained() {
    let (status, out, error) = shown(&["why", "orders", "postgres://main/shop"]);
    assert_eq!(status, Some(0), "{error}");
    assert!(out.contains("`orders` connects to `postgres://main/shop`"), "{out}");
    assert!(out.contains("--> compose.yaml:"), "{out}");
    let (status, out, error) = shown(&["why", "orders", "stock"]);
    assert_eq!(status, Some(0), "{error}");
    assert!(out.contains("`orders` calls `GET /items` of `stock`"), "{out}");
    let (status, _, error) = shown(&["why", "orders", "database:shob"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("did you mean `postgres://main/shop`?"), "{error}");
}

#[test]
fn a_secret_in_a_command_line_is_told_by_what_it_belongs_to() {
    let (_, out, _) = shown(&["lint", "--quiet", "--select", "security/committed-secret"]);
    let told = "the password of a `postgres://` address in a command line is committed in clear";
    assert!(
        out.lines().any(|line| line.starts_with("compose.yaml:") && line.ends_with(told)),
        "{out}"
    );
}

#[test]
fn nobody_prints_a_secret() {
    let mut runs: Vec<Vec<&str>> =
        FORMATS.iter().map(|format| vec!["lint", "--select", "all", "--format", format]).collect();
    runs.push(vec!["lint", "--select", "all", "--verbose", "--show-weak"]);
    for part in ["services", "deployments", "databases", "env", "hosts", "sites"] {
        runs.push(vec!["facts", part]);
    }
    runs.push(vec!["facts", "--format", "json"]);
    runs.push(vec!["facts", "deployments", "--format", "json"]);
    runs.push(vec!["why", "orders", "postgres://main/shop"]);
    let mut masked = false;
    for arguments in runs {
        let (_, out, error) = shown(&arguments);
        for secret in [PASSWORD, TOKEN, INLINE] {
            assert!(!out.contains(secret), "{arguments:?}: {out}");
            assert!(!error.contains(secret), "{arguments:?}: {error}");
        }
        masked |= out.contains("••••");
    }
    assert!(masked, "lines with secrets are shown, masked");
}
