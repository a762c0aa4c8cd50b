//! What is known of each pattern in each service: from facts and from findings, and 'unknown' where
//! neither says anything.

mod operation;
mod state;
mod structure;
mod traffic;

use portcullis_facts::graph::system::{
    Call, Capability, CapabilityKind as Kind, CapabilityLevel, Connection, Engine, HiddenKind,
    Service, ServiceId, ServiceKind,
};
use portcullis_facts::place::Place;

use super::Making;

/// What is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Present,
    Missing,
    Violated,
    NotApplicable,
    Unknown,
}

/// What is known, why, and where it can be seen.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) state: State,
    pub(super) why: String,
    pub(super) place: Option<Place>,
    /// The first finding that says so.
    pub(super) finding: Option<usize>,
}

/// A pattern of the two documents that Portcullis serves.
pub(super) struct Pattern {
    pub(super) group: &'static str,
    pub(super) name: &'static str,
    pub(super) of: fn(&Asked<'_, '_>) -> Cell,
}

const fn pattern(
    group: &'static str,
    name: &'static str,
    of: fn(&Asked<'_, '_>) -> Cell,
) -> Pattern {
    Pattern { group, name, of }
}

/// All patterns, in the order of the documents.
pub(super) const PATTERNS: &[Pattern] = &[
    pattern("Structure", "Hexagonal Architecture", structure::hexagonal),
    pattern("Decomposition", "Domain-Driven Design", structure::contexts),
    pattern("Decomposition", "Subdomain Decomposition", structure::contexts),
    pattern("Decomposition", "Single Responsibility", |_| {
        unread("one responsibility is not measured")
    }),
    pattern("Decomposition", "Loose Coupling", structure::coupling),
    pattern("Communication", "API Gateway", traffic::gateway),
    pattern("Communication", "Backend for Frontend", |_| {
        unread("kinds of clients are not told apart")
    }),
    pattern("Communication", "Aggregator", traffic::aggregator),
    pattern("Communication", "Service Mesh", |asked| {
        traffic::at_level(asked, CapabilityLevel::Mesh, "mesh")
    }),
    pattern("Communication", "Sidecar", |asked| {
        traffic::at_level(asked, CapabilityLevel::Sidecar, "sidecar")
    }),
    pattern("Communication", "Versioning of APIs", traffic::versioning),
    pattern("Data", "Database per Service", state::database),
    pattern("Data", "Shared Database", state::shared),
    pattern("Data", "CQRS", |_| unread("sides of commands and queries are not told apart")),
    pattern("Data", "Event Sourcing", |_| {
        unread("stores of events are not told apart from other tables")
    }),
    pattern("Data", "Saga", state::saga),
    pattern("Data", "Transactional Outbox", state::outbox),
    pattern("Resilience", "Timeout", |asked| {
        traffic::of_calls(asked, Kind::Timeout, "resilience/no-timeout")
    }),
    pattern("Resilience", "Retry", |asked| {
        traffic::of_calls(asked, Kind::Retry, "resilience/retry-policy")
    }),
    pattern("Resilience", "Circuit Breaker", |asked| {
        traffic::of_calls(asked, Kind::CircuitBreaker, "")
    }),
    pattern("Resilience", "Bulkhead", |asked| traffic::of_calls(asked, Kind::Bulkhead, "")),
    pattern("Observability", "Log Aggregation", operation::logs),
    pattern("Observability", "Distributed Tracing", operation::tracing),
    pattern("Observability", "Health Check", operation::health),
    pattern("Observability", "Metrics", |asked| {
        operation::capability(asked, Kind::Metrics, HiddenKind::Telemetry)
    }),
    pattern("Deployment", "Blue-Green Deployment", |_| unread("rollouts are not read")),
    pattern("Deployment", "Canary Release", |_| unread("rollouts are not read")),
    pattern("Deployment", "Service Discovery", traffic::discovery),
    pattern("Deployment", "Scalability", operation::scalability),
    pattern("Security", "Access Token", traffic::token),
    pattern("Security", "API Gateway Security", traffic::gateway_security),
    pattern("Delivery", "Automated Testing", structure::testing),
    pattern("Delivery", "CI/CD", operation::pipeline),
    pattern("Delivery", "Documentation of APIs", structure::contract),
];

/// Rules whose findings are on several services alike, and name them all.
const OF_SEVERAL: [&str; 3] =
    ["data/shared-database", "data/duplicate-table-owner", "decomposition/dependency-cycle"];

/// A service that is asked.
pub(super) struct Asked<'a, 's> {
    pub(super) making: &'a Making<'s>,
    pub(super) id: ServiceId,
    pub(super) service: &'a Service,
}

impl Asked<'_, '_> {
    /// The first finding on the service by a rule that begins so.
    fn finding(&self, rules: &[&str]) -> Option<(usize, String)> {
        let is_meant =
            |rule: &str| rules.iter().any(|one| !one.is_empty() && rule.starts_with(one));
        let mut findings = self.making.findings.iter().enumerate();
        let (at, finding) = findings.find(|(_, finding)| {
            let of_service = finding.service.as_deref() == Some(&self.service.name);
            let named = || finding.message.contains(&format!("`{}`", self.service.name));
            is_meant(&finding.rule)
                && (of_service || OF_SEVERAL.contains(&finding.rule.as_str()) && named())
        })?;
        Some((at, finding.message.clone()))
    }

    fn broken(&self, rules: &[&str]) -> Option<Cell> {
        self.by_finding(State::Violated, rules)
    }

    fn by_finding(&self, state: State, rules: &[&str]) -> Option<Cell> {
        let (at, why) = self.finding(rules)?;
        let place = self.making.findings[at].place;
        Some(Cell { state, why, place: Some(place), finding: Some(at) })
    }

    fn calls(&self) -> impl Iterator<Item = &Call> {
        let calls = self.making.report.system.graph.landscape.calls.iter();
        calls.filter(|call| call.services.contains(&self.id))
    }

    fn hides(&self, kind: HiddenKind) -> Option<Cell> {
        let hidden = self.service.hides(kind)?;
        Some(Cell { place: hidden.place, ..unread(&hidden.reason) })
    }

    /// Another service that is connected to a database of this one, caches left out.
    fn sharer(&self) -> Option<Cell> {
        let landscape = &self.making.report.system.graph.landscape;
        let is_own = |one: &&Connection| {
            one.service == self.id && !is_cache(landscape.database(one.database).engine)
        };
        let own: Vec<_> =
            landscape.connections.iter().filter(is_own).map(|one| one.database).collect();
        let mut all = landscape.connections.iter();
        let other = all.find(|one| one.service != self.id && own.contains(&one.database))?;
        let (name, key) =
            (&landscape.service(other.service).name, &landscape.database(other.database).key);
        Some(present(format!("`{name}` is connected to `{key}` too"), other.place))
    }

    fn is_gateway(&self) -> bool {
        self.service.kind == ServiceKind::Gateway
    }
}

const fn is_cache(engine: Engine) -> bool {
    matches!(engine, Engine::Redis | Engine::Memcached)
}

fn cell(state: State, why: impl Into<String>) -> Cell {
    Cell { state, why: why.into(), place: None, finding: None }
}

fn present(why: impl Into<String>, place: Place) -> Cell {
    Cell { place: Some(place), ..cell(State::Present, why) }
}

fn unread(why: &str) -> Cell {
    cell(State::Unknown, why)
}

fn by(capability: &Capability) -> Cell {
    present(format!("`{}`", capability.by), capability.place)
}
