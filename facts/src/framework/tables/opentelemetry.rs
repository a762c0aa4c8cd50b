//! Traces and metrics of OpenTelemetry.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Metrics, TraceExport};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["opentelemetry_sdk", "opentelemetry-sdk", "opentelemetry"],
    capabilities: &[
        gives("set_tracer_provider", TraceExport),
        gives("set_meter_provider", Metrics),
        gives("SdkMeterProvider", Metrics),
        gives("MeterProvider", Metrics),
        gives("TracerProvider", TraceExport),
        gives("SdkTracerProvider", TraceExport),
    ],
    ..Framework::NONE
};
