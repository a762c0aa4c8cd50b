//! What services have as a whole.

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
