//! Services with what they have.

use std::collections::BTreeSet;

use portcullis_facts::graph::system::{
    Capability, CapabilityKind, CapabilityLevel, HiddenKind, Method, Orchestrator, RouteRole,
    Service, ServiceId, ServiceKind,
};
use portcullis_rules::select::Selected;
use serde::Serialize;

use super::Asked;
use super::evidence::{Hundredths, Why};
use crate::report::locate::Location;

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct ServiceFact<'a> {
    pub(super) name: &'a str,
    pub(super) kind: ServiceKind,
    /// The folder of its package.
    pub(super) path: &'a str,
    pub(super) package: &'a str,
    pub(super) binary: &'a str,
    pub(super) place: Location<'a>,
    pub(super) crates: Vec<&'a str>,
    pub(super) frameworks: &'a [String],
    /// `none`, or what there is of `endpoint`, `grpc`, `probe`, `compose`, `k8s`, joined by `+`.
    pub(super) health: String,
    pub(super) capabilities: Vec<CapabilityFact<'a>>,
    pub(super) routes: usize,
    /// The keys of the databases that it is connected to.
    pub(super) databases: Vec<&'a str>,
    pub(super) listeners: Vec<ListenerFact<'a>>,
    pub(super) deployments: Vec<&'a str>,
    pub(super) hidden: Vec<HiddenFact<'a>>,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct CapabilityFact<'a> {
    pub(super) kind: CapabilityKind,
    pub(super) level: CapabilityLevel,
    pub(super) by: &'a str,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct OwnedCapability<'a> {
    pub(super) service: &'a str,
    #[serde(flatten)]
    pub(super) capability: CapabilityFact<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct ListenerFact<'a> {
    pub(super) port: Option<u16>,
    pub(super) variable: Option<&'a str>,
    pub(super) loopback: bool,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct HiddenFact<'a> {
    pub(super) kind: HiddenKind,
    pub(super) reason: &'a str,
    pub(super) place: Option<Location<'a>>,
}

pub(super) fn services<'a>(asked: &Asked<'a, '_>) -> Vec<ServiceFact<'a>> {
    let graph = &asked.system.graph;
    let landscape = &graph.landscape;
    let taken = landscape.services().filter(|(id, _)| asked.takes(Selected::Service(*id)));
    let fact = |(id, service): (ServiceId, &'a Service)| {
        let package = graph.package(service.package);
        let databases: BTreeSet<&str> = landscape
            .connections
            .iter()
            .filter(|connection| connection.service == id)
            .map(|connection| landscape.database(connection.database).key.as_str())
            .collect();
        let mut deployments: Vec<&str> =
            landscape.deployments_of(id).map(|(_, deployment)| deployment.name.as_str()).collect();
        deployments.sort_unstable();
        deployments.dedup();
        ServiceFact {
            name: &service.name,
            kind: service.kind,
            path: &package.dir,
            package: &package.name,
            binary: graph.names.get(graph.krate(service.krate).name),
            place: asked.locator.location(service.place),
            crates: service
                .crates
                .iter()
                .map(|id| graph.names.get(graph.krate(*id).name))
                .collect(),
            frameworks: &service.frameworks,
            health: health(asked, id, service),
            capabilities: service.capabilities.iter().map(|c| capability(asked, c)).collect(),
            routes: landscape.routes_of(id).count(),
            databases: databases.into_iter().collect(),
            listeners: service
                .listeners
                .iter()
                .map(|listener| ListenerFact {
                    port: listener.port,
                    variable: listener.variable.as_deref(),
                    loopback: listener.loopback,
                    place: asked.locator.location(listener.place),
                    confidence: Hundredths(listener.confidence),
                })
                .collect(),
            deployments,
            hidden: service
                .hidden
                .iter()
                .map(|hidden| HiddenFact {
                    kind: hidden.kind,
                    reason: &hidden.reason,
                    place: hidden.place.map(|place| asked.locator.location(place)),
                })
                .collect(),
            why: Why::of(&service.why, asked.locator),
        }
    };
    let mut facts: Vec<ServiceFact<'_>> = taken.map(fact).collect();
    facts.sort_by(|a, b| (a.name, a.path).cmp(&(b.name, b.path)));
    facts
}

fn capability<'a>(asked: &Asked<'a, '_>, capability: &'a Capability) -> CapabilityFact<'a> {
    CapabilityFact {
        kind: capability.kind,
        level: capability.level,
        by: &capability.by,
        place: asked.locator.location(capability.place),
        confidence: Hundredths(capability.confidence),
    }
}

/// How others learn whether a service lives.
fn health(asked: &Asked<'_, '_>, id: ServiceId, service: &Service) -> String {
    let landscape = &asked.system.graph.landscape;
    let mut parts: Vec<&str> = Vec::new();
    let mut add = |part| {
        if !parts.contains(&part) {
            parts.push(part);
        }
    };
    let is_health = |role| matches!(role, RouteRole::Health | RouteRole::Readiness);
    let routes: Vec<_> =
        landscape.routes_of(id).filter(|(_, route)| is_health(route.role)).collect();
    if routes.iter().any(|(_, route)| route.method != Method::Rpc) {
        add("endpoint");
    }
    let in_code = service.capabilities.iter().filter(|capability| {
        capability.kind == CapabilityKind::Health && capability.level < CapabilityLevel::Sidecar
    });
    let in_code: Vec<_> = in_code.collect();
    if routes.iter().any(|(_, route)| route.method == Method::Rpc)
        || in_code.iter().any(|capability| capability.by.contains("tonic"))
    {
        add("grpc");
    } else if !in_code.is_empty() && routes.is_empty() {
        // A server of its own, or a file that a probe looks at.
        add("probe");
    }
    let checked = |orchestrator: Orchestrator, own: bool| {
        let mut deployments = landscape.deployments_of(id);
        deployments.any(|(_, d)| {
            d.orchestrator == orchestrator
                && d.probes.iter().any(|probe| !own || probe.place.file == d.place.file)
        })
    };
    let in_kubernetes = checked(Orchestrator::Kubernetes, false);
    // What the image brings is told where nobody else asks; Kubernetes does not heed it.
    if checked(Orchestrator::Compose, in_kubernetes) {
        add("compose");
    }
    if in_kubernetes {
        add("k8s");
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join("+") }
}

pub(super) fn capabilities<'a>(asked: &Asked<'a, '_>) -> Vec<OwnedCapability<'a>> {
    let services = asked.system.graph.landscape.services.iter();
    let all = services.flat_map(|s| s.capabilities.iter().map(|c| (s.name.as_str(), c)));
    let taken = all.enumerate().filter(|(at, _)| asked.takes(Selected::Capability(*at as u32)));
    taken
        .map(|(_, (service, c))| OwnedCapability { service, capability: capability(asked, c) })
        .collect()
}
