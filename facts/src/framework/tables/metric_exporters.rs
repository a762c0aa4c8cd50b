//! Metrics that are exposed or pushed.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Metrics;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "metrics-exporter-prometheus",
        "prometheus",
        "prometheus-client",
        "axum-prometheus",
        "actix-web-prom",
        "metrics-exporter-statsd",
        "metrics-exporter-dogstatsd",
        "cadence",
        "opentelemetry-prometheus",
        "lazy-static-prometheus",
        "rocket_prometheus",
        "statsd",
        "dogstatsd",
        "tikv-jemalloc-ctl-metrics",
        "autometrics",
        "prometheus-http-query-exporter",
        "metrics-prometheus",
    ],
    capabilities: &[gives("", Metrics)],
    ..Framework::NONE
};
