//! Services, and what they have and read.

use serde::Serialize;

use super::{DeploymentId, Provenance};
use crate::graph::{CrateId, ItemId, PackageId};
use crate::place::Place;

index!(
    /// An entry of [`super::Landscape::services`].
    ServiceId
);

/// What a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// Serves HTTP, GraphQL among it.
    Http,
    /// Serves gRPC, and no HTTP beside it but probes and metrics.
    Grpc,
    /// Serves HTTP by passing requests on: a gateway, a load balancer, a proxy.
    Gateway,
    /// Consumes messages, and serves nothing but probes and metrics.
    Consumer,
    /// Runs on a schedule or in a loop, and serves nothing.
    Worker,
}

/// A process of the tree that listens, consumes or schedules: one, however often it is deployed.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name: that of its binary, or as configured.
    pub name: String,
    /// What it is.
    pub kind: ServiceKind,
    /// Its package.
    pub package: PackageId,
    /// Its binary.
    pub krate: CrateId,
    /// The crates that it links, its binary first, then sorted.
    pub crates: Vec<CrateId>,
    /// Its `main`.
    pub main: Option<ItemId>,
    /// Where it begins to listen, consume or schedule.
    pub place: Place,
    /// The ports on which it listens, as far as they are known.
    pub listeners: Vec<Listener>,
    /// Its deployments.
    pub deployments: Vec<DeploymentId>,
    /// Packages of the registry that make it a service: `axum`, `rdkafka`.
    pub frameworks: Vec<String>,
    /// What it has as a whole.
    pub capabilities: Vec<Capability>,
    /// What could not be seen of it.
    pub hidden: Vec<Hidden>,
    /// Why it is one.
    pub why: Provenance,
}

impl Service {
    /// The first capability of a kind.
    pub fn capability(&self, kind: CapabilityKind) -> Option<&Capability> {
        self.capabilities.iter().find(|capability| capability.kind == kind)
    }

    /// What hides things of one kind, if anything.
    pub fn hides(&self, kind: HiddenKind) -> Option<&Hidden> {
        self.hidden.iter().find(|hidden| hidden.kind == kind)
    }
}

/// A port on which a service listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The port as code or its configuration gives it, a default among it; none if it is not known.
    pub port: Option<u16>,
    /// The variable that sets it, or the address with it, if one does.
    pub variable: Option<String>,
    /// Whether only its own machine reaches it: `127.0.0.1`.
    pub loopback: bool,
    /// Where.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
}

/// Something that a service, route, client or call has.
#[derive(Clone, Debug)]
pub struct Capability {
    /// What.
    pub kind: CapabilityKind,
    /// At what level.
    pub level: CapabilityLevel,
    /// Where.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
    /// What brings it, as people know it: `tracing_subscriber::fmt`.
    pub by: String,
}

/// Kinds of capabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapabilityKind {
    /// A bound on the time of a call.
    Timeout,
    /// Another try after a failure.
    Retry,
    /// A circuit breaker.
    CircuitBreaker,
    /// A bound on how much runs at once.
    Bulkhead,
    /// Authentication of requests.
    Authentication,
    /// A bound on the rate of requests.
    RateLimit,
    /// A logger is initialised: `tracing`, `log`, `slog`.
    Logging,
    /// Logs are written by a file appender.
    LogFile,
    /// Spans of requests: a tracing layer, or `tracing` initialised.
    Tracing,
    /// Spans leave the process: OpenTelemetry, Jaeger, Zipkin and their like.
    TraceExport,
    /// Metrics are exposed or pushed.
    Metrics,
    /// A health check, by route, gRPC or probe server.
    Health,
    /// Requests that run are finished before the process ends.
    GracefulShutdown,
    /// A contract is published: OpenAPI, GraphQL schema.
    Contract,
    /// Cross-origin requests are answered.
    Cors,
}

/// Where a capability is brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapabilityLevel {
    /// Written in the service.
    Code,
    /// A library's default.
    Library,
    /// A container beside it.
    Sidecar,
    /// The mesh.
    Mesh,
    /// A gateway in front of it.
    Gateway,
    /// The orchestrator: a compose `healthcheck`, a Kubernetes probe.
    Orchestrator,
}

/// Something of a service that could not be seen.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// What may stand there.
    pub kind: HiddenKind,
    /// Where it is hidden.
    pub place: Option<Place>,
    /// In words: "routes come from `plugin::routes()`, which is outside the tree".
    pub reason: String,
}

/// What may be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenKind {
    /// Routes, health among them.
    Routes,
    /// Layers and middleware: authentication, tracing, limits.
    Middleware,
    /// Initialisation of logs and traces.
    Telemetry,
    /// How it is deployed: a Helm template that was not rendered.
    Deployment,
    /// Values of configuration.
    Configuration,
    /// Who publishes to or consumes from a broker: topics without a known name.
    Topics,
}

/// A read of an environment variable or configuration key.
#[derive(Clone, Debug)]
pub struct EnvRead {
    /// The services that run it.
    pub services: Vec<ServiceId>,
    /// The variable: `DATABASE_URL`, or the key as a path: `database.url`.
    pub name: String,
    /// Whether it is a variable of the environment, not a key of a file only.
    pub is_env: bool,
    /// Whether there is a value without it: a default, an `Option`, a match on the error.
    pub has_default: bool,
    /// Whether it is read in a branch of a function, so that there may be runs that do not need it.
    pub in_branch: bool,
    /// The default, if it is a literal and no secret.
    pub default: Option<String>,
    /// Where.
    pub place: Place,
    /// Confidence in hundredths.
    pub confidence: u8,
}
