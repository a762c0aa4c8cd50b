//! What requests take, as Prometheus asks for it.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
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
    let method = known(request.method()).to_owned();
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

/// Callers can invent methods, and each would be a time series too.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_that_callers_invent_are_one() {
        assert_eq!(known(&Method::PATCH), "PATCH");
        for invented in ["BREW", "get"] {
            let method = invented.parse().expect("a method");
            assert_eq!(known(&method), "other", "{invented}");
        }
    }
}
