//! Routes and calls, brokers and topics: how services reach each other.

use std::collections::BTreeSet;

use portcullis_facts::graph::system::{
    CallTarget, FnId, Method, Provenance, RouteId, RouteRole, ServiceId, TopicId,
};
use portcullis_facts::place::Place;
use portcullis_rules::select::Selected;
use serde::Serialize;

use super::Asked;
use super::evidence::{Hundredths, Why};
use crate::names::spelled;
use crate::report::locate::Location;
use crate::report::masks::without_passwords;

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct RouteFact<'a> {
    pub(super) service: &'a str,
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) partial: bool,
    pub(super) role: RouteRole,
    pub(super) handler: String,
    pub(super) guards: Vec<GuardFact<'a>>,
    pub(super) guards_hidden: bool,
    pub(super) place: Location<'a>,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct GuardFact<'a> {
    pub(super) kind: portcullis_facts::graph::system::CapabilityKind,
    pub(super) what: &'a str,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct CallFact<'a> {
    pub(super) services: Vec<&'a str>,
    pub(super) method: Option<Method>,
    /// `service`, `deployment`, `host` or `unknown`.
    pub(super) target_kind: &'static str,
    pub(super) target: Option<String>,
    pub(super) path: Option<String>,
    pub(super) library: &'a str,
    pub(super) function: String,
    pub(super) capabilities: Vec<portcullis_facts::graph::system::CapabilityKind>,
    pub(super) streaming: bool,
    pub(super) place: Location<'a>,
    pub(super) why: Why<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct HostFact<'a> {
    pub(super) host: String,
    pub(super) purpose: String,
    pub(super) services: Vec<&'a str>,
    pub(super) place: Location<'a>,
    pub(super) confidence: Hundredths,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct BrokerFact<'a> {
    pub(super) kind: &'a str,
    pub(super) address: String,
    pub(super) publishers: Vec<&'a str>,
    pub(super) consumers: Vec<&'a str>,
    pub(super) place: Location<'a>,
}

#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct TopicFact<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) publishers: Vec<&'a str>,
    pub(super) consumers: Vec<&'a str>,
    pub(super) place: Location<'a>,
    pub(super) publishes: Vec<MessageFact<'a>>,
    pub(super) consumes: Vec<MessageFact<'a>>,
}

/// A publish or a subscription.
#[derive(Debug, Serialize)]
pub(in crate::command::facts) struct MessageFact<'a> {
    pub(super) services: Vec<&'a str>,
    pub(super) topics: Vec<&'a str>,
    /// What becomes of the delivery, or when messages are acknowledged.
    pub(super) settled: String,
    pub(super) library: &'a str,
    pub(super) function: Option<String>,
    pub(super) place: Location<'a>,
    pub(super) why: Why<'a>,
}

pub(super) fn routes<'a>(asked: &Asked<'a, '_>) -> Vec<RouteFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let all = landscape.routes.iter().enumerate();
    let taken = all.filter(|(at, _)| asked.takes(Selected::Route(RouteId(*at as u32))));
    let mut facts: Vec<RouteFact<'_>> = taken
        .map(|(_, route)| RouteFact {
            service: asked.service(route.service),
            method: route.method,
            path: &route.path,
            partial: route.partial,
            role: route.role,
            handler: route
                .handler
                .map_or_else(|| route.handler_name.clone(), |id| function(asked, id)),
            guards: route
                .guards
                .iter()
                .map(|guard| GuardFact {
                    kind: guard.capability.kind,
                    what: &guard.what,
                    place: asked.locator.location(guard.capability.place),
                    confidence: Hundredths(guard.capability.confidence),
                })
                .collect(),
            guards_hidden: route.guards_hidden,
            place: asked.locator.location(route.place),
            why: Why::of(&route.why, asked.locator),
        })
        .collect();
    facts.sort_by(|a, b| (a.service, a.path, a.method).cmp(&(b.service, b.path, b.method)));
    facts
}

fn function(asked: &Asked<'_, '_>, id: FnId) -> String {
    let graph = &asked.system.graph;
    graph.item_path(graph.landscape.function(id).item)
}

pub(super) fn calls<'a>(asked: &Asked<'a, '_>) -> Vec<CallFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let facts = landscape.calls.iter().map(|call| {
        let (target_kind, target) = match &call.target {
            CallTarget::Service(id) => ("service", Some(asked.service(*id).to_owned())),
            CallTarget::Deployment(id) => {
                ("deployment", Some(landscape.deployment(*id).name.clone()))
            }
            CallTarget::Host(host) => ("host", Some(without_passwords(host))),
            CallTarget::Unknown => ("unknown", None),
        };
        let kinds: BTreeSet<_> = call.capabilities.iter().map(|c| c.kind).collect();
        CallFact {
            services: asked.services(&call.services),
            method: call.method,
            target_kind,
            target,
            path: call.path.as_deref().map(without_passwords),
            library: &call.library,
            function: function(asked, call.function),
            capabilities: kinds.into_iter().collect(),
            streaming: call.streaming,
            place: asked.locator.location(call.place),
            why: Why::of(&call.why, asked.locator),
        }
    });
    facts.collect()
}

pub(super) fn hosts<'a>(asked: &Asked<'a, '_>) -> Vec<HostFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let takes = |at: usize| asked.takes(Selected::Host(at as u32));
    let fact =
        |host: &str, purpose: String, services: &[ServiceId], place: Place, sure: u8| HostFact {
            host: without_passwords(host),
            purpose,
            services: asked.services(services),
            place: asked.locator.location(place),
            confidence: Hundredths(sure),
        };
    let mut facts = Vec::new();
    for (_, a) in landscape.addresses.iter().enumerate().filter(|(at, _)| takes(*at)) {
        facts.push(fact(&a.host, spelled(a.purpose), &a.services, a.place, a.confidence));
    }
    let before = landscape.addresses.len();
    for (_, c) in landscape.calls.iter().enumerate().filter(|(at, _)| takes(before + at)) {
        if let CallTarget::Host(host) = &c.target {
            facts.push(fact(host, "call".to_owned(), &c.services, c.place, c.why.confidence));
        }
    }
    facts.sort_by(|a, b| {
        let place = |fact: &HostFact<'a>| (fact.place.path, fact.place.line, fact.place.column);
        (&a.host, place(a)).cmp(&(&b.host, place(b)))
    });
    facts.dedup_by(|a, b| a.host == b.host && a.place == b.place);
    facts
}

pub(super) fn brokers<'a>(asked: &Asked<'a, '_>) -> Vec<BrokerFact<'a>> {
    let all = asked.system.graph.landscape.brokers.iter();
    let mut facts: Vec<BrokerFact<'_>> = all
        .map(|broker| BrokerFact {
            kind: &broker.kind,
            address: without_passwords(&broker.address),
            publishers: asked.services(&broker.publishers),
            consumers: asked.services(&broker.consumers),
            place: asked.locator.location(broker.place),
        })
        .collect();
    facts.sort_by(|a, b| (a.kind, &a.address).cmp(&(b.kind, &b.address)));
    facts
}

pub(super) fn topics<'a>(asked: &Asked<'a, '_>) -> Vec<TopicFact<'a>> {
    let landscape = &asked.system.graph.landscape;
    let all = landscape.topics.iter().enumerate().map(|(at, t)| (TopicId(at as u32), t));
    let mut facts = Vec::new();
    for (id, topic) in all.filter(|(id, _)| asked.takes(Selected::Topic(*id))) {
        let published = landscape.publishes.iter().filter(|p| p.topic == Some(id));
        let consumed = landscape.consumes.iter().filter(|c| c.topics.contains(&id));
        let services = |ids: Vec<ServiceId>| asked.services(&ids);
        facts.push(TopicFact {
            name: &topic.name,
            kind: &topic.kind,
            publishers: services(published.clone().flat_map(|p| p.services.clone()).collect()),
            consumers: services(consumed.clone().flat_map(|c| c.services.clone()).collect()),
            place: asked.locator.location(topic.place),
            publishes: published.map(|p| publish(asked, p)).collect(),
            consumes: consumed.map(|c| consume(asked, c)).collect(),
        });
    }
    facts.sort_by(|a, b| (a.name, a.kind).cmp(&(b.name, b.kind)));
    facts
}

pub(super) fn publishes<'a>(asked: &Asked<'a, '_>) -> Vec<MessageFact<'a>> {
    asked.system.graph.landscape.publishes.iter().map(|p| publish(asked, p)).collect()
}

pub(super) fn consumes<'a>(asked: &Asked<'a, '_>) -> Vec<MessageFact<'a>> {
    asked.system.graph.landscape.consumes.iter().map(|c| consume(asked, c)).collect()
}

fn publish<'a>(
    asked: &Asked<'a, '_>,
    publish: &'a portcullis_facts::graph::system::Publish,
) -> MessageFact<'a> {
    let topics: Vec<TopicId> = publish.topic.into_iter().collect();
    let settled = spelled(publish.confirmation);
    let at = (publish.function, publish.place, &publish.why);
    message(asked, &publish.services, &topics, settled, &publish.library, at)
}

fn consume<'a>(
    asked: &Asked<'a, '_>,
    consume: &'a portcullis_facts::graph::system::Consume,
) -> MessageFact<'a> {
    let settled = spelled(consume.acknowledgement);
    let at = (consume.function, consume.place, &consume.why);
    message(asked, &consume.services, &consume.topics, settled, &consume.library, at)
}

fn message<'a>(
    asked: &Asked<'a, '_>,
    services: &[ServiceId],
    topics: &[TopicId],
    settled: String,
    library: &'a str,
    (at, place, why): (Option<FnId>, Place, &Provenance),
) -> MessageFact<'a> {
    let landscape = &asked.system.graph.landscape;
    MessageFact {
        services: asked.services(services),
        topics: topics.iter().map(|id| landscape.topic(*id).name.as_str()).collect(),
        settled,
        library,
        function: at.map(|id| function(asked, id)),
        place: asked.locator.location(place),
        why: Why::of(why, asked.locator),
    }
}
