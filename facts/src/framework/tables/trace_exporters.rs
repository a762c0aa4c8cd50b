//! Exporters of traces.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::TraceExport;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "opentelemetry-otlp",
        "opentelemetry-jaeger",
        "opentelemetry-zipkin",
        "opentelemetry-stdout",
        "opentelemetry-datadog",
        "opentelemetry_datadog",
        "opentelemetry-application-insights",
        "opentelemetry-gcloud-trace",
        "opentelemetry-aws",
        "tracing-opentelemetry",
        "axum-tracing-opentelemetry",
        "init-tracing-opentelemetry",
        "tracing-honeycomb",
        "minitrace",
        "fastrace",
        "sentry",
        "datadog-tracing",
        "actix-web-opentelemetry",
        "opentelemetry-instrumentation-actix-web",
        "rocket_opentelemetry",
    ],
    capabilities: &[gives("", TraceExport)],
    ..Framework::NONE
};
