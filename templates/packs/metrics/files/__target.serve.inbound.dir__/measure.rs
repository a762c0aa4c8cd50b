//! What requests take, as Prometheus asks for it.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

const SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// `GET /metrics`: whatever is measured in the process from here on. It can be asked for once.
pub fn routes() -> Result<Router, BuildError> {
    let metrics = PrometheusBuilder::new()
        .set_buckets(&SECONDS)?
        .install_recorder()?;
    tokio::spawn(condense(metrics.clone()));
    Ok(Router::new().route("/metrics", get(move || async move { metrics.render() })))
}

/// Without it, measurements pile up until somebody asks for them.
async fn condense(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        metrics.run_upkeep();
    }
}

/// Measures a request by its route, not its path: ids in labels would make a time series of each.
pub async fn request(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().to_string();
    let response = next.run(request).await;
    let labels = [
        ("method", method),
        (
            "route",
            route.map_or_else(|| "none".to_owned(), |route| route.as_str().to_owned()),
        ),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::histogram!("http_request_duration_seconds", &labels).record(started.elapsed());
    response
}
