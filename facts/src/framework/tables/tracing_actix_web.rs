//! Traces of requests to actix-web.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Metrics, Tracing};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tracing-actix-web", "actix-web-opentelemetry", "actix-web-tracing"],
    capabilities: &[
        gives("TracingLogger", Tracing),
        gives("RequestTracing", Tracing),
        gives("RequestMetrics", Metrics),
    ],
    ..Framework::NONE
};
