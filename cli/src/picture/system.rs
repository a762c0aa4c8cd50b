//! The system as services and what is around them: who calls, connects, publishes and consumes.

use std::borrow::Cow;

use portcullis_facts::System;
use portcullis_facts::graph::system::{
    Call, CallTarget, Connection, Database, DatabaseId, DeploymentId, DeploymentRole, Engine,
    Landscape, Method, ServiceId, TopicId,
};
use portcullis_facts::place::Place;
use portcullis_rules::finding::Finding;

use super::maker::{Maker, Seen};
use super::marks::Marks;
use super::{ArrowKind, Level, Node, Picture, Shape};
use crate::names;

/// The picture.
pub(super) fn picture(system: &System, findings: &[Finding]) -> Picture {
    let landscape = &system.graph.landscape;
    let marks = Marks::new(findings);
    let mut map = Map { system, marks: &marks, maker: Maker::default() };
    for (id, _) in landscape.services() {
        map.service(id);
    }
    for call in &landscape.calls {
        map.call(call);
    }
    for connection in &landscape.connections {
        map.connection(connection);
    }
    map.tables();
    map.messages();
    let mut maker = map.maker;
    for (number, finding) in marks.all() {
        let service = finding.service.as_ref().and_then(|name| maker.find(&service_key(name)));
        if let Some(node) = service {
            maker.at(node).findings.push(number);
        }
    }
    maker.finish(Level::System, |node| node.shape == Shape::Service).with_cycles()
}

/// The key of a service's node.
pub(super) fn service_key(name: &str) -> String {
    format!("service:{name}")
}

struct Map<'a> {
    system: &'a System,
    marks: &'a Marks<'a>,
    maker: Maker,
}

impl Map<'_> {
    fn service(&mut self, id: ServiceId) -> usize {
        let service = &self.system.graph.landscape.services[id.index()];
        let node = self.maker.node(service_key(&service.name), |key| Node {
            detail: names::service(service.kind).to_owned(),
            place: Some(service.place),
            ..Node::new(key, &service.name, Shape::Service)
        });
        let dir = &self.system.graph.package(service.package).dir;
        // Large systems are kept in folders that mean something; the workspace of a package does too.
        if let Some((folder, _)) = dir.rsplit_once('/') {
            let group = self.maker.group(&format!("folder:{folder}"), folder, None, None, None);
            self.maker.at(node).group = Some(group);
        }
        node
    }

    fn call(&mut self, call: &Call) {
        let to = match &call.target {
            CallTarget::Service(id) => self.service(*id),
            CallTarget::Deployment(id) => {
                deployment(&mut self.maker, &self.system.graph.landscape, *id)
            }
            CallTarget::Host(host) => self::host(&mut self.maker, host),
            CallTarget::Unknown => return,
        };
        for from in &call.services {
            let from = self.service(*from);
            self.see(from, to, ArrowKind::Call, call.place, Cow::Owned(call_text(call)));
        }
    }

    fn connection(&mut self, connection: &Connection) {
        let from = self.service(connection.service);
        let landscape = &self.system.graph.landscape;
        let to = database(&mut self.maker, landscape, connection.database);
        let text = match &connection.variable {
            Some(variable) => Cow::Owned(format!("connected by `{variable}`")),
            None => Cow::Borrowed("connected"),
        };
        self.see(from, to, ArrowKind::Connection, connection.place, text);
    }

    /// Statements and migrations belong to the database of the service, where it has one only.
    fn tables(&mut self) {
        let landscape = &self.system.graph.landscape;
        for table in &landscape.tables {
            let uses = table.uses.iter().map(|used| {
                let engine = landscape.statement(used.statement).engine;
                let text = format!("{} `{}`", names::statement(used.kind), table.name);
                (used.services.as_slice(), Some(engine), used.place, text)
            });
            let creations = table.creations.iter().map(|creation| {
                let text = format!("creates `{}`", table.name);
                (creation.services.as_slice(), None, creation.place, text)
            });
            for (services, engine, place, text) in uses.chain(creations) {
                for service in services {
                    let Some(id) = only_database(landscape, *service, engine) else { continue };
                    let from = self.service(*service);
                    let to = database(&mut self.maker, landscape, id);
                    let text = Cow::Owned(text.clone());
                    if engine.is_some() {
                        self.see(from, to, ArrowKind::Connection, place, text);
                        continue;
                    }
                    let findings = self.marks.standing_at(place);
                    let seen = Seen { place, text, findings: &findings };
                    self.maker.arrow(from, to, ArrowKind::Connection, seen);
                }
            }
        }
    }

    fn messages(&mut self) {
        let landscape = &self.system.graph.landscape;
        for publish in &landscape.publishes {
            let Some(id) = publish.topic else { continue };
            let to = topic(&mut self.maker, landscape, id);
            for service in &publish.services {
                let from = self.service(*service);
                self.see(from, to, ArrowKind::Publish, publish.place, Cow::Borrowed("publishes"));
            }
        }
        for consume in &landscape.consumes {
            for id in &consume.topics {
                let from = topic(&mut self.maker, landscape, *id);
                for service in &consume.services {
                    let to = self.service(*service);
                    let text = Cow::Borrowed("consumes");
                    self.see(from, to, ArrowKind::Consume, consume.place, text);
                }
            }
        }
    }

    fn see(
        &mut self,
        from: usize,
        to: usize,
        kind: ArrowKind,
        place: Place,
        text: Cow<'static, str>,
    ) {
        let findings = self.marks.around(place);
        self.maker.arrow(from, to, kind, Seen { place, text, findings: &findings });
    }
}

/// What a call asks for.
pub(super) fn call_text(call: &Call) -> String {
    let parts = [call.method.map(Method::as_str), call.path.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "call".to_owned() } else { parts.join(" ") }
}

/// The node of something that is deployed beside the services.
pub(super) fn deployment(maker: &mut Maker, landscape: &Landscape, id: DeploymentId) -> usize {
    let deployment = landscape.deployment(id);
    maker.node(format!("deployment:{}", deployment.name), |key| Node {
        detail: match (deployment.role, deployment.technology.as_str()) {
            (DeploymentRole::Foreign, "") => "not in this tree".to_owned(),
            (role, "") => names::deployment(role).to_owned(),
            (_, technology) => technology.to_owned(),
        },
        place: Some(deployment.place),
        ..Node::new(key, &deployment.name, Shape::Deployment)
    })
}

/// The node of a host outside.
pub(super) fn host(maker: &mut Maker, host: &str) -> usize {
    maker.node(format!("host:{host}"), |key| Node {
        detail: "host outside".to_owned(),
        ..Node::new(key, host, Shape::Host)
    })
}

/// The node of a database.
pub(super) fn database(maker: &mut Maker, landscape: &Landscape, id: DatabaseId) -> usize {
    let database = landscape.database(id);
    maker.node(format!("database:{}", database.key), |key| Node {
        detail: names::engine(database.engine).to_owned(),
        place: Some(database.place),
        ..Node::new(key, database_label(database), Shape::Database)
    })
}

fn database_label(database: &Database) -> String {
    let place = match (&database.cluster, &database.name) {
        (Some(cluster), Some(name)) => format!("{cluster}/{name}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => {
            let key = database.key.split_once("://").map_or(database.key.as_str(), |(_, key)| key);
            key.trim_start_matches("?/").to_owned()
        }
    };
    match &database.schema {
        Some(schema) => format!("{place}/{schema}"),
        None => place,
    }
}

/// The node of a topic.
pub(super) fn topic(maker: &mut Maker, landscape: &Landscape, id: TopicId) -> usize {
    let topic = landscape.topic(id);
    maker.node(format!("topic:{}:{}", topic.kind, topic.name), |key| Node {
        detail: topic.kind.clone(),
        place: Some(topic.place),
        ..Node::new(key, &topic.name, Shape::Topic)
    })
}

/// The database of a service, if it has exactly one of this engine, or one whose address is known; of
/// any engine but a cache's where none is given.
pub(super) fn only_database(
    landscape: &Landscape,
    service: ServiceId,
    engine: Option<Engine>,
) -> Option<DatabaseId> {
    let is_meant = |id: DatabaseId| {
        let own = landscape.database(id).engine;
        let is_cache = matches!(own, Engine::Redis | Engine::Memcached);
        engine.map_or(!is_cache, |engine| engine == own)
    };
    let of_service = landscape.connections.iter().filter(|one| one.service == service);
    let mut found: Vec<DatabaseId> =
        of_service.map(|one| one.database).filter(|id| is_meant(*id)).collect();
    found.sort_unstable();
    found.dedup();
    // One deployment may name by a secret what another one spells out.
    if found.iter().any(|id| landscape.database(*id).cluster.is_some()) {
        found.retain(|id| landscape.database(*id).cluster.is_some());
    }
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
