//! What the modules of a service speak to: routes in front, databases, topics and other services behind.

use std::borrow::Cow;

use portcullis_facts::graph::system::{CallTarget, FnId, ServiceId, SiteKind};
use portcullis_facts::place::Place;

use super::{BEFORE, BEHIND, Inside, Owner};
use crate::names;
use crate::picture::maker::Seen;
use crate::picture::system as around;
use crate::picture::{ArrowKind, Node, Shape};
use crate::report::count;

impl Inside<'_> {
    /// The node of the module in which a function stands.
    fn function(&mut self, function: FnId) -> Option<usize> {
        let graph = &self.system.graph;
        self.module(graph.item(graph.landscape.function(function).item).module)
    }

    pub(super) fn outside(&mut self) {
        let landscape = &self.system.graph.landscape;
        for site in &landscape.sites {
            let Some(node) = self.function(site.function) else { continue };
            match site.kind {
                SiteKind::Call(id) => {
                    let call = &landscape.calls[id.index()];
                    let to = match &call.target {
                        CallTarget::Service(id) => self.service(*id),
                        CallTarget::Deployment(id) => {
                            around::deployment(&mut self.maker, landscape, *id)
                        }
                        CallTarget::Host(host) => around::host(&mut self.maker, host),
                        CallTarget::Unknown => continue,
                    };
                    let text = Cow::Owned(around::call_text(call));
                    self.speak(node, to, ArrowKind::Call, call.place, text);
                }
                SiteKind::Statement(id) | SiteKind::BlockingDatabase(id) => {
                    let statement = landscape.statement(id);
                    for service in self.services_of(site.function) {
                        let engine = Some(statement.engine);
                        let Some(id) = around::only_database(landscape, service, engine) else {
                            continue;
                        };
                        let to = around::database(&mut self.maker, landscape, id);
                        let tables = statement.tables.iter().map(|(table, kind)| {
                            format!(
                                "{} `{}`",
                                names::statement(*kind),
                                landscape.table(*table).name
                            )
                        });
                        let tables = tables.collect::<Vec<_>>().join(", ");
                        let text = if tables.is_empty() { "executes".to_owned() } else { tables };
                        let kind = ArrowKind::Connection;
                        self.speak(node, to, kind, statement.place, Cow::Owned(text));
                    }
                }
                SiteKind::Publish(number) => {
                    let publish = &landscape.publishes[number as usize];
                    let Some(topic) = publish.topic else { continue };
                    let to = around::topic(&mut self.maker, landscape, topic);
                    let text = Cow::Borrowed("publishes");
                    self.speak(node, to, ArrowKind::Publish, publish.place, text);
                }
                SiteKind::Consume(number) => {
                    let consume = &landscape.consumes[number as usize];
                    for topic in &consume.topics {
                        let from = around::topic(&mut self.maker, landscape, *topic);
                        self.beside(from, BEFORE);
                        let findings = self.marks.around(consume.place);
                        let text = Cow::Borrowed("consumes");
                        let seen = Seen { place: consume.place, text, findings: &findings };
                        self.maker.arrow(from, node, ArrowKind::Consume, seen);
                    }
                }
                _ => {}
            }
        }
    }

    /// The services that run a function and are shown.
    fn services_of(&self, function: FnId) -> Vec<ServiceId> {
        let graph = &self.system.graph;
        let krate = graph.module(graph.item(graph.landscape.function(function).item).module).krate;
        match self.owners[krate.index()] {
            Owner::One(id) => vec![id],
            Owner::Nobody => Vec::new(),
            Owner::Several => {
                let linking = graph.landscape.services();
                let linking = linking.filter(|(_, service)| service.crates.contains(&krate));
                linking.map(|(id, _)| id).collect()
            }
        }
    }

    /// The node of a service that is called: one of its own beside the services that are opened.
    fn service(&mut self, id: ServiceId) -> usize {
        let service = self.system.graph.landscape.service(id);
        self.maker.node(around::service_key(&service.name), |key| Node {
            detail: names::service(service.kind).to_owned(),
            place: Some(service.place),
            ..Node::new(key, &service.name, Shape::Service)
        })
    }

    fn speak(
        &mut self,
        from: usize,
        to: usize,
        kind: ArrowKind,
        place: Place,
        text: Cow<'static, str>,
    ) {
        self.beside(to, BEHIND);
        let findings = self.marks.around(place);
        self.maker.arrow(from, to, kind, Seen { place, text, findings: &findings });
    }

    /// Puts a node before or behind the only service; beside several it finds its own place.
    fn beside(&mut self, node: usize, column: u32) {
        if self.only.is_some() {
            self.maker.at(node).column.get_or_insert(column);
        }
    }

    /// The routes of a service as one node, with an arrow to each module that handles some.
    pub(super) fn routes(&mut self) {
        let landscape = &self.system.graph.landscape;
        for (id, service) in landscape.services() {
            if self.only.is_some_and(|only| only != id) {
                continue;
            }
            let total = landscape.routes_of(id).count();
            for (_, route) in landscape.routes_of(id) {
                let Some(to) = route.handler.and_then(|handler| self.function(handler)) else {
                    continue;
                };
                let label = count(total, "route", "routes");
                let key = format!("routes:{}", service.name);
                let from = self.maker.node(key, |key| Node {
                    detail: service.name.clone(),
                    place: Some(service.place),
                    ..Node::new(key, label, Shape::Routes)
                });
                self.beside(from, BEFORE);
                let text = Cow::Owned(format!("{} {}", route.method.as_str(), route.path));
                let findings = self.marks.around(route.place);
                let seen = Seen { place: route.place, text, findings: &findings };
                self.maker.arrow(from, to, ArrowKind::Call, seen);
            }
        }
    }
}
