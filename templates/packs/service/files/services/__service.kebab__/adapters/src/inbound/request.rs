//! What every request leaves behind: a span and a measurement.

use axum::Router;
use axum::middleware::from_fn;
use tower_http::trace::TraceLayer;

use super::{measure, trace};

pub fn observed(routes: Router) -> Router {
    routes
        .layer(from_fn(measure::request))
        .layer(TraceLayer::new_for_http().make_span_with(trace::span))
}
