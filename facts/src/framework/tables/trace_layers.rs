//! Spans of requests.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Tracing;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "axum-tracing-opentelemetry",
        "tower-otel",
        "tower-otel-http-metrics",
        "tonic-tracing-opentelemetry",
        "axum-otel",
        "actix-web-opentelemetry",
    ],
    capabilities: &[gives("", Tracing)],
    ..Framework::NONE
};
