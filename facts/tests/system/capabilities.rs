//! What services have as a whole.

use portcullis_facts::graph::system::{Site, SiteKind};

use crate::sketch::app;

fn capabilities(dependencies: &[&str], main: &str) -> Vec<String> {
    let system = app(dependencies, main);
    let services = &system.graph.landscape.services;
    let all = services.iter().flat_map(|service| &service.capabilities);
    all.filter(|capability| capability.confidence >= 65)
        .map(|capability| format!("{:?}", capability.kind))
        .collect()
}

/// The functions in which a failure of a database panics, if `list` is served.
fn panics_on_database(library: &str, code: &str) -> Vec<String> {
    let main = format!(
        "{code}
        #[tokio::main]
        async fn main() {{
            let app = axum::Router::new().route(\"/orders\", axum::routing::get(list));
            axum::serve(l(), app).await;
        }}"
    );
    let found = app(&["axum", "tokio", library], &main);
    let graph = &found.graph;
    let sites = graph.landscape.sites.iter();
    let panics = sites.filter(|site| site.kind == SiteKind::PanicOnDatabase);
    let function = |site: &Site| graph.item(graph.landscape.function(site.function).item).name;
    panics.map(|site| graph.names.get(function(site)).to_owned()).collect()
}

#[test]
fn names_that_are_reached_give_what_tables_say() {
    let main = r#"
        fn main() {
            tracing_subscriber::fmt().init();
            metrics_exporter_prometheus::PrometheusBuilder::new().install().unwrap();
            let app = axum::Router::new().route("/healthz", axum::routing::get(health));
            axum::serve(listener, app).with_graceful_shutdown(async {}).await;
        }
        async fn health() {}
    "#;
    let dependencies = ["axum", "tracing-subscriber", "metrics-exporter-prometheus"];
    assert_eq!(
        capabilities(&dependencies, main),
        ["Logging", "Tracing", "Metrics", "Health", "GracefulShutdown"]
    );
}

#[test]
fn names_that_nothing_reaches_give_nothing_sure() {
    let main = r#"
        fn main() {
            let app = axum::Router::new().route("/x", axum::routing::get(x));
            axum::serve(listener, app).await;
        }
        async fn x() {}
        fn never() { tracing_subscriber::fmt().init(); }
    "#;
    assert!(capabilities(&["axum", "tracing-subscriber"], main).is_empty());
}

#[test]
fn a_body_that_is_handed_on_in_pieces_does_not_last() {
    let streaming = |rest: &str| {
        let main = format!(
            r#"
            async fn show() {{ reqwest::Client::new().get("http://films/video"){rest}; }}
            #[tokio::main]
            async fn main() {{
                axum::serve(l(), axum::Router::new().route("/video", axum::routing::get(show))).await;
            }}
            "#
        );
        let found = app(&["axum", "reqwest", "tokio"], &main);
        found.graph.landscape.calls.iter().map(|call| call.streaming).collect::<Vec<_>>()
    };
    assert_eq!(streaming(".send().await.unwrap().bytes_stream()"), [false]);
    assert_eq!(streaming(".eventsource().unwrap()"), [true]);
}

#[test]
fn what_an_extractor_holds_is_shown_with_its_fields() {
    let main = |shown: &str| {
        format!(
            "#[derive(Debug, serde::Deserialize)]
            struct SignUp {{ name: String, password: String }}
            #[derive(Debug, serde::Deserialize)]
            struct Find {{ name: String }}
            #[derive(Debug)]
            struct Flags {{ import_password: Option<bool>, timeout_password: u64 }}
            async fn sign_up(axum::Json(body): axum::Json<SignUp>) {{}}
            async fn find(query: axum::Json<Find>) {{ println!(\"{{:?}}\", query); }}
            async fn show(body: axum::Json<SignUp>) {{ {shown} }}
            #[tokio::main]
            async fn main() {{
                let app = axum::Router::new()
                    .route(\"/a\", axum::routing::post(show))
                    .route(\"/b\", axum::routing::post(find));
                axum::serve(l(), app).await;
            }}"
        )
    };
    let logged = |shown: &str| {
        let found = app(&["axum", "tokio", "serde"], &main(shown));
        let settings = found.graph.landscape.settings.iter();
        settings.map(|setting| setting.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(logged("println!(\"{:?}\", body);"), ["password"]);
    assert_eq!(logged("println!(\"{:?}\", body.name);"), [] as [&str; 0]);
    for flag in ["with_password: bool = f()", "flags: Flags = f()"] {
        let name = flag.split(':').next().expect("a name");
        let shown = format!("let {flag}; tracing::debug!(?{name});");
        assert_eq!(logged(&shown), [] as [&str; 0]);
    }
    let part = "tracing::info!(at = %config.database.url, port = config.server.port);";
    assert_eq!(logged(part), ["database_url"]);
    assert_eq!(logged("tracing::info!(at = %config.server.url);"), [] as [&str; 0]);
}

#[test]
fn a_part_of_a_row_that_is_missing_is_no_failure_of_the_database() {
    let panics = |rest: &str| {
        let code = format!(
            "async fn list(pool: sqlx::PgPool) {{
                let row: Row = sqlx::query_as(\"SELECT * FROM orders\").fetch_one(&pool).await{rest}
            }}"
        );
        panics_on_database("sqlx", &code).len()
    };
    assert_eq!(panics(".unwrap();"), 1);
    assert_eq!(panics("?; drop(row.total.unwrap());"), 0);
    assert_eq!(panics(".unwrap(); if let Some(x) = row.next() { drop(x); } else { answer(); }"), 1);
    assert_eq!(panics("?; row.unwrap();"), 0);
    assert_eq!(panics("?.unwrap();"), 0);
}

#[test]
fn documents_that_are_awaited_are_unwrapped() {
    let panics = |rest: &str| {
        let code = format!(
            "async fn list(orders: mongodb::Collection<Order>) {{
                let found = orders.find(None, None).await{rest};
            }}"
        );
        panics_on_database("mongodb", &code).len()
    };
    assert_eq!(panics(".expect(\"orders\")"), 1);
    assert_eq!(panics("?"), 0);
}

#[test]
fn the_address_of_a_file_is_no_secret() {
    let logged = |address: &str| {
        let main = format!(
            "#[tokio::main]
            async fn main() {{
                let database_url = std::env::var(\"DATABASE_URL\").unwrap_or(\"{address}\".into());
                println!(\"{{}}\", database_url);
                axum::serve(l(), axum::Router::new()).await;
            }}"
        );
        app(&["axum", "tokio"], &main).graph.landscape.settings.len()
    };
    assert_eq!(logged("postgres://localhost/shop"), 1);
    assert_eq!(logged("sqlite:data.db"), 0);
}

#[test]
fn a_failure_of_a_database_is_followed_to_who_unwraps_it() {
    let panics = |find: &str, list: &str| {
        let code = format!(
            "async fn find(pool: &sqlx::PgPool) {find}
            async fn list(pool: sqlx::PgPool) {{ {list} }}"
        );
        panics_on_database("sqlx", &code)
    };
    let asks = "sqlx::query(\"SELECT 1 FROM orders\").fetch_one(pool).await";
    let handing = format!("-> Result<Row, sqlx::Error> {{ {asks} }}");
    assert_eq!(panics(&handing, "find(&pool).await.unwrap();"), ["list"]);
    assert_eq!(
        panics(&handing, "if let Err(e) = find(&pool).await { answer(e); }"),
        [] as [&str; 0]
    );
    let tested =
        "let row = find(&pool).await; if row.is_err() { answer(row); } else { row.unwrap(); }";
    assert_eq!(panics(&handing, tested), [] as [&str; 0]);
    let left =
        "let row = find(&pool).await; if let Err(e) = row { return answer(e); } row.unwrap();";
    assert_eq!(panics(&handing, left), [] as [&str; 0]);
    let alone = format!("-> Option<Row> {{ {asks}.ok() }}");
    assert_eq!(panics(&alone, "find(&pool).await.unwrap();"), [] as [&str; 0]);
}

#[test]
fn an_address_put_together_without_its_password_is_no_secret() {
    let logged = |made: &str| {
        let main = format!(
            "async fn list() {{
                let (host, password) = settings();
                let database_url = {made};
                println!(\"{{}}\", database_url);
            }}
            #[tokio::main]
            async fn main() {{
                axum::serve(listener(), axum::Router::new().route(\"/orders\", axum::routing::get(list))).await;
            }}"
        );
        app(&["axum", "tokio"], &main).graph.landscape.settings.len()
    };
    assert_eq!(logged("format!(\"postgres://...@{}/shop\", host)"), 0);
    assert_eq!(logged("format!(\"postgres://u:{}@{host}/shop\", word())"), 1);
    assert_eq!(logged("format!(\"{host}/{password}\")"), 1);
    assert_eq!(logged("settings::database_url()"), 1);
}
