//! Databases: their addresses, and who is connected to which.

use crate::sketch::{app, manifest, system};

/// The keys of databases, each with the services that are connected to it.
fn databases(found: &portcullis_facts::System) -> Vec<String> {
    let landscape = &found.graph.landscape;
    let databases = (0u32..).zip(&landscape.databases).map(|(number, database)| {
        let here = landscape.connections.iter().filter(|one| one.database.0 == number);
        let names: Vec<&str> =
            here.map(|one| landscape.services[one.service.index()].name.as_str()).collect();
        format!("{} {}", database.key, names.join(" "))
    });
    databases.collect()
}

#[test]
fn keywords_are_an_address() {
    let main = |text: &str| {
        format!(
            "use axum::{{Router, routing::get}};
            async fn list() {{
                let address = {text};
                let (client, _) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
                client.query(\"SELECT id FROM orders\", &[]).await.unwrap();
            }}
            #[tokio::main]
            async fn main() {{
                let router = Router::new().route(\"/orders\", get(list));
                let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
                axum::serve(listener, router).await.unwrap();
            }}"
        )
    };
    let found = |text: &str| databases(&app(&["axum", "tokio", "tokio-postgres"], &main(text)));
    let written = found("\"host=db user=app password=pw dbname=shop\".to_owned()");
    assert_eq!(written, ["postgres://db/shop app"]);
    let put_in = "format!(\"host=db user=app password={}\", std::env::var(\"PASSWORD\").unwrap())";
    assert_eq!(found(put_in), ["postgres://db/app app"]);
    let somewhere = "format!(\"host={} user=app\", std::env::var(\"HOST\").unwrap())";
    assert!(found(somewhere)[0].starts_with("postgres://?/"), "{:?}", found(somewhere));
    let called = "format!(\"postgres://app:{}@db/shop?application_name={}\", password(), name())";
    assert_eq!(found(called), ["postgres://db/shop app"]);
    let schema = "format!(\"postgres://app:{}@db/shop?search_path={}\", password(), name())";
    assert!(found(schema)[0].starts_with("postgres://?/"), "{:?}", found(schema));
    let nothing = "format!(\"postgres://{}:{}@{}/{}\", user(), password(), host(), name())";
    assert_eq!(found(nothing), ["postgres://?/?@app app"]);
}

#[test]
fn two_who_speak_http_to_one_clickhouse_share_it() {
    let main = "use axum::{Router, routing::get};
        async fn list() {
            let client = clickhouse::Client::default().with_url(\"http://metrics:8123\");
            client.query(\"SELECT name FROM views\").fetch_all::<String>().await.unwrap();
        }
        #[tokio::main]
        async fn main() {
            let router = Router::new().route(\"/views\", get(list));
            let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
            axum::serve(listener, router).await.unwrap();
        }";
    let dependencies = ["axum", "tokio", "clickhouse"];
    let found = system(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"reads\", \"views\"]\n"),
        ("reads/Cargo.toml", &manifest("reads", &dependencies)),
        ("reads/src/main.rs", main),
        ("views/Cargo.toml", &manifest("views", &dependencies)),
        ("views/src/main.rs", main),
    ]);
    assert_eq!(databases(&found), ["clickhouse://metrics/ reads views"]);
}

#[test]
fn stores_of_events_make_the_pool() {
    let main = "use axum::{Router, routing::get, extract::State};
        async fn list(State(pool): State<sqlx::PgPool>) {
            sqlx::query(\"SELECT id FROM orders\").fetch_all(&pool).await.unwrap();
        }
        #[tokio::main]
        async fn main() {
            let pool = postgres_es::default_postgress_pool(\"postgres://app:pw@db/shop\").await;
            let router = Router::new().route(\"/orders\", get(list)).with_state(pool);
            let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
            axum::serve(listener, router).await.unwrap();
        }";
    let found = app(&["axum", "tokio", "sqlx", "postgres-es"], main);
    assert_eq!(databases(&found), ["postgres://db/shop app"]);
}

#[test]
fn what_a_feature_for_tests_brings_is_no_services() {
    let main = "use axum::{Router, routing::get};
        async fn list() {}
        #[tokio::main]
        async fn main() {
            let router = Router::new().route(\"/orders\", get(list));
            let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();
            axum::serve(listener, router).await.unwrap();
        }";
    let seed = "pub async fn seed() {
            let pool = sqlx::PgPool::connect(\"postgres://db/seed\").await.unwrap();
            sqlx::query(\"INSERT INTO orders (id) VALUES (1)\").execute(&pool).await.unwrap();
        }";
    let found = |package: &str| {
        let dependency = format!("{package} = {{ path = \"../{package}\", optional = true }}\n");
        let app = manifest("app", &["axum", "tokio"]) + &dependency;
        databases(&system(&[
            ("Cargo.toml", &format!("[workspace]\nmembers = [\"app\", \"{package}\"]\n")),
            ("app/Cargo.toml", &app),
            ("app/src/main.rs", main),
            (&format!("{package}/Cargo.toml"), &manifest(package, &["sqlx"])),
            (&format!("{package}/src/lib.rs"), seed),
        ]))
    };
    assert_eq!(found("store"), ["postgres://db/seed app"]);
    assert_eq!(found("test-assets"), [""; 0]);
}

#[test]
fn a_constant_that_is_named_where_a_variable_is_not_set_is_a_default() {
    let defaults = |more: &str| {
        let main = format!(
            "const HOST: &str = \"db:5432\";
            async fn list() {{
                let host = std::env::var(\"DB_HOST\").unwrap_or(HOST.into());
                sqlx::PgPool::connect(&format!(\"postgres://{{host}}/shop\")).await.unwrap();
                {more}
            }}
            #[tokio::main]
            async fn main() {{ axum::serve(l(), axum::Router::new().route(\"/a\", axum::routing::get(list))).await; }}"
        );
        let found = app(&["axum", "tokio", "sqlx"], &main);
        let addresses = found.graph.landscape.addresses.iter();
        addresses.filter(|one| one.host == "db:5432").map(|one| one.is_default).collect::<Vec<_>>()
    };
    assert_eq!(defaults(""), [true]);
    let fixed = "sqlx::PgPool::connect(&format!(\"postgres://{}/other\", HOST)).await.unwrap();";
    assert_eq!(defaults(fixed), [false]);
}
