//! What every request leaves behind: a span and a measurement.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use opentelemetry_http::HeaderExtractor;
use tower_http::trace::TraceLayer;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

pub fn observed(routes: Router) -> Router {
    routes
        .layer(from_fn(measure))
        .layer(TraceLayer::new_for_http().make_span_with(span))
}

fn span(request: &Request) -> Span {
    let span = tracing::info_span!(
        "http.request",
        otel.kind = "server",
        method = %request.method(),
        path = request.uri().path(),
    );
    let caller = opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.extract(&HeaderExtractor(request.headers()))
    });
    // It fails where spans are not exported, and then there is nothing to belong to.
    let _ = span.set_parent(caller);
    span
}

/// Routes, not paths: ids in labels would make a time series of each order.
async fn measure(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
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
