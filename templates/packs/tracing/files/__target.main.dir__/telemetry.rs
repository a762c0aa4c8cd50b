//! Logs to the standard output, and spans to a collector if there is one.

use std::{env, io};

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// Sends the spans that are still here when it is dropped.
pub struct Telemetry {
    spans: Option<SdkTracerProvider>,
}

impl Telemetry {
    pub fn start() -> io::Result<Self> {
        let spans = match env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT") {
            Some(_) => Some(exporter().map_err(io::Error::other)?),
            None => None,
        };
        let exported = spans.as_ref().map(|spans| {
            tracing_opentelemetry::layer().with_tracer(spans.tracer(env!("CARGO_PKG_NAME")))
        });
        tracing_subscriber::registry()
            .with(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
            .with(exported)
            .with(fmt::layer().json())
            .try_init()
            .map_err(io::Error::other)?;
        Ok(Self { spans })
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.spans.as_ref().map(SdkTracerProvider::shutdown) {
            tracing::warn!(%error, "the last spans were lost");
        }
    }
}

fn exporter() -> Result<SdkTracerProvider, opentelemetry_otlp::ExporterBuildError> {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let exporter = SpanExporter::builder().with_http().build()?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(
            Resource::builder()
                .with_service_name(env!("CARGO_PKG_NAME"))
                .build(),
        )
        .build())
}
