//! What stands around the code: services, their edges, what they own and how they are deployed.

use std::collections::BTreeSet;

use portcullis_facts::System;
use portcullis_facts::graph::system::{
    Call, CallTarget, Landscape, Method, Orchestrator, ServiceId, TopicId,
};
use portcullis_facts::place::Place;

use super::services::Names;
use super::snapshot::Snapshot;
use super::{Kind, UNKNOWN};
use crate::names::spelled;
use crate::report::masks::without_passwords;
use crate::runs::Runs;

/// Below this a fact is a guess, as findings are weak below it.
pub(super) const LIKELY: u8 = 65;

/// Adds all that is around the code.
pub(super) fn add(snapshot: &mut Snapshot, system: &System, names: &Names) {
    let landscape = &system.graph.landscape;
    for (id, service) in landscape.services() {
        let fact = snapshot.fact(Kind::Service, &[names.get(id)], service.place);
        fact.property("name", [service.name.clone()]);
        fact.property("kind", [spelled(service.kind)]);
        let ports: Vec<u16> = service.listeners.iter().filter_map(|one| one.port).collect();
        if ports.len() == service.listeners.len() {
            fact.property("listens on", ports.iter().map(u16::to_string));
        }
    }
    let mut edges = Edges { snapshot, landscape, names, runs: Runs::of(system) };
    landscape.calls.iter().for_each(|call| edges.call(call));
    edges.messages();
    edges.connections();
    routes(snapshot, landscape, names);
    stores(snapshot, landscape, names);
    deployments(snapshot, landscape, names);
}

/// Adds edges that begin at services.
struct Edges<'s, 'a> {
    snapshot: &'s mut Snapshot,
    landscape: &'a Landscape,
    names: &'a Names,
    runs: Runs<'a>,
}

impl<'a> Edges<'_, 'a> {
    fn name(&self, id: ServiceId) -> &'a str {
        self.names.get(id)
    }

    fn add(&mut self, from: &str, to: &str, by: &str, what: &str, place: Place) {
        if from != to {
            self.snapshot.fact(Kind::ServiceEdge, &[from, to, by, what], place);
        }
    }

    fn call(&mut self, call: &Call) {
        let to = match &call.target {
            CallTarget::Service(id) => self.name(*id).to_owned(),
            CallTarget::Deployment(id) => self.landscape.deployment(*id).name.clone(),
            CallTarget::Host(host) => without_passwords(host),
            CallTarget::Unknown => return,
        };
        if call.why.confidence < LIKELY {
            return;
        }
        let by = if call.method == Some(Method::Rpc) { "grpc" } else { "http" };
        let path = call.path.as_deref().unwrap_or_default();
        let what = match call.method {
            Some(Method::Rpc | Method::Any) | None => path.to_owned(),
            Some(method) => format!("{} {path}", method.as_str()).trim_end().to_owned(),
        };
        for service in self.runs.running(&call.services, Some(call.function)) {
            self.add(self.name(service), &to, by, &what, call.place);
        }
    }

    /// From services to topics, and from those who publish to those who consume.
    fn messages(&mut self) {
        let landscape = self.landscape;
        let mut publishers: Vec<(TopicId, ServiceId, Place)> = Vec::new();
        for publish in landscape.publishes.iter().filter(|one| one.why.confidence >= LIKELY) {
            let Some(topic) = publish.topic else { continue };
            for service in self.runs.running(&publish.services, publish.function) {
                let name = &landscape.topic(topic).name;
                self.add(self.name(service), name, "publishing", "", publish.place);
                publishers.push((topic, service, publish.place));
            }
        }
        for consume in landscape.consumes.iter().filter(|one| one.why.confidence >= LIKELY) {
            for &topic in &consume.topics {
                let name = &landscape.topic(topic).name;
                for service in self.runs.running(&consume.services, consume.function) {
                    self.add(self.name(service), name, "consuming", "", consume.place);
                    let from = publishers.iter().filter(|(published, ..)| *published == topic);
                    for &(_, publisher, place) in from {
                        self.add(self.name(publisher), self.name(service), "message", name, place);
                    }
                }
            }
        }
    }

    fn connections(&mut self) {
        for one in self.landscape.connections.iter().filter(|one| one.why.confidence >= LIKELY) {
            let database = self.landscape.database(one.database);
            let key = if database.is_unknown() {
                format!("{} at {UNKNOWN}", spelled(database.engine))
            } else {
                without_passwords(&database.key)
            };
            let how = if one.read_only { "read only" } else { "" };
            self.add(self.name(one.service), &key, "connection", how, one.place);
        }
    }
}

fn routes(snapshot: &mut Snapshot, landscape: &Landscape, names: &Names) {
    for route in landscape.routes.iter().filter(|route| route.why.confidence >= LIKELY) {
        let service = names.get(route.service);
        let path = if route.partial { format!("{}…", route.path) } else { route.path.clone() };
        let names = [service, route.method.as_str(), &path];
        let fact = snapshot.fact(Kind::Route, &names, route.place);
        if !route.guards_hidden {
            let guards = route.guards.iter().filter(|guard| guard.capability.confidence >= LIKELY);
            let kinds = guards.map(|guard| spelled(guard.capability.kind));
            fact.property("guards", kinds);
        }
    }
}

fn stores(snapshot: &mut Snapshot, landscape: &Landscape, names: &Names) {
    for database in landscape.databases.iter().filter(|one| !one.is_unknown()) {
        let key = without_passwords(&database.key);
        let fact = snapshot.fact(Kind::Database, &[&key], database.place);
        fact.property("engine", [spelled(database.engine)]);
    }
    let services = |ids: &[ServiceId]| -> BTreeSet<String> {
        ids.iter().map(|id| names.get(*id).to_owned()).collect()
    };
    for table in &landscape.tables {
        let uses = table.uses.iter().filter(|used| used.confidence >= LIKELY);
        let uses: Vec<_> = uses.collect();
        let creations = table.creations.iter().map(|creation| creation.place);
        let Some(place) = creations.chain(uses.iter().map(|used| used.place)).next() else {
            continue;
        };
        let name = match &table.schema {
            Some(schema) => format!("{schema}.{}", table.name),
            None => table.name.clone(),
        };
        let fact = snapshot.fact(Kind::Table, &[&name], place);
        fact.property("created by", table.creations.iter().flat_map(|one| services(&one.services)));
        fact.property("used by", uses.iter().flat_map(|used| services(&used.services)));
    }
    for (at, topic) in landscape.topics.iter().enumerate() {
        let id = TopicId(at as u32);
        let fact = snapshot.fact(Kind::Topic, &[&topic.kind, &topic.name], topic.place);
        let publishes = landscape.publishes.iter().filter(|one| one.topic == Some(id));
        fact.property("published by", publishes.flat_map(|one| services(&one.services)));
        let consumes = landscape.consumes.iter().filter(|one| one.topics.contains(&id));
        fact.property("consumed by", consumes.flat_map(|one| services(&one.services)));
    }
}

fn deployments(snapshot: &mut Snapshot, landscape: &Landscape, services: &Names) {
    for deployment in &landscape.deployments {
        let orchestrator = match deployment.orchestrator {
            Orchestrator::Compose => "compose",
            Orchestrator::Kubernetes => "kubernetes",
        };
        let names = [deployment.name.as_str(), orchestrator];
        let fact = snapshot.fact(Kind::Deployment, &names, deployment.place);
        let service = deployment.service.map(|id| services.get(id).to_owned());
        fact.property("runs", service);
        let technology = Some(deployment.technology.clone()).filter(|name| !name.is_empty());
        fact.property("technology", technology);
        for port in &deployment.ports {
            let inside = port.container.to_string();
            let outside = port.host.map(|port| port.to_string()).unwrap_or_default();
            let names = [names[0], names[1], inside.as_str(), outside.as_str()];
            let fact = snapshot.fact(Kind::Port, &names, port.place);
            fact.property("public", [port.public.to_string()]);
        }
    }
}
