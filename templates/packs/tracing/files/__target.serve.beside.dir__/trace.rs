//! The span of a request, which belongs to the trace of its caller.

use axum::http::Request;
use opentelemetry_http::HeaderExtractor;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

pub fn span<B>(request: &Request<B>) -> Span {
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
