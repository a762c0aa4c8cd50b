//! What services have as a whole.

use portcullis_facts::graph::system::SiteKind;

use crate::sketch::app;

fn capabilities(dependencies: &[&str], main: &str) -> Vec<String> {
    let system = app(dependencies, main);
    let services = &system.graph.landscape.services;
    let all = services.iter().flat_map(|service| &service.capabilities);
    all.filter(|capability| capability.confidence >= 65)
        .map(|capability| format!("{:?}", capability.kind))
        .collect()
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
}

#[test]
fn a_part_of_a_row_that_is_missing_is_no_failure_of_the_database() {
    let panics = |rest: &str| {
        let main = format!(
            "async fn list(pool: sqlx::PgPool) {{
                let row: Row = sqlx::query_as(\"SELECT * FROM orders\").fetch_one(&pool).await{rest}
            }}
            #[tokio::main]
            async fn main() {{
                let app = axum::Router::new().route(\"/\", axum::routing::get(list));
                axum::serve(l(), app).await;
            }}"
        );
        let found = app(&["axum", "tokio", "sqlx"], &main);
        let sites = found.graph.landscape.sites.iter();
        sites.filter(|site| site.kind == SiteKind::PanicOnDatabase).count()
    };
    assert_eq!(panics(".unwrap();"), 1);
    assert_eq!(panics("?; drop(row.total.unwrap());"), 0);
}
