//! Topics and brokers, and who publishes and consumes.

use rustc_hash::FxHashMap;

use super::super::environment::Environment;
use super::super::hosts::{Address, Hosts};
use super::super::messaging::{ConsumeSite, Messaging};
use super::super::values::{Piece, Value, value_of};
use super::topics::{Topics, are_bound_elsewhere, bindings, bound_to, names};
use super::{Join, Owners, Sites};
use crate::extract::rust::bodies::Node;
use crate::graph::system::{
    Broker, Confirmation, Consume, Entry, EntryKind, FnId, Landscape, Provenance, Publish,
    ServiceId, SiteKind, TopicId, UNREACHED,
};
use crate::place::Place;
use crate::program::At;

/// Adds what is published and consumed.
pub(super) fn add(
    join: &Join<'_, '_>,
    found: &Messaging,
    owners: &Owners,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    let mut topics = Topics::default();
    publishes(join, found, owners, environment, &mut topics, sites, landscape);
    consumes(join, found, owners, environment, &mut topics, sites, landscape);
    super::connectors::add_topics(join.connectors, &mut topics, landscape);
    for declared in join.declared {
        topics.of(declared.kind, &declared.name, declared.place);
    }
    for site in &found.acknowledges {
        let place = super::super::calls::place_of(join.program, site.at);
        sites.add(site.at, place, SiteKind::Acknowledge, &site.by, 95);
    }
    landscape.topics = topics.list;
    landscape.brokers = brokers(join, found, owners, environment, hosts);
}

fn publishes(
    join: &Join<'_, '_>,
    found: &Messaging,
    owners: &Owners,
    environment: &Environment<'_>,
    topics: &mut Topics,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    for site in &found.publishes {
        let (services, sure) = owners.of(join.program, site.item);
        let place = super::super::calls::place_of(join.program, site.at);
        let mut values = site.topic.map(|topic| value_of(&join.values, topic)).unwrap_or_default();
        // What a shared crate offers and nobody reaches is not published. If the topic is given by who calls it, a
        // call that could not be followed may be behind it.
        if sure <= UNREACHED && !services.is_empty() {
            if values.is_empty() {
                landscape.publishes.push(Publish {
                    services: Vec::new(),
                    kind: site.kind.to_owned(),
                    topic: None,
                    function: None,
                    confirmation: Confirmation::Unknown,
                    lost_at: None,
                    library: site.library.to_owned(),
                    place,
                    why: Provenance::sure(UNREACHED).then(
                        "nobody is seen to call it",
                        Some(place),
                        60,
                    ),
                });
            }
            continue;
        }
        let empty = |value: &Value| value.text().is_some_and(|text| text.is_empty());
        if !values.is_empty() && values.iter().all(empty) {
            // A message without a key goes where its exchange leads.
            values = site.exchange.map(|at| value_of(&join.values, at)).unwrap_or_default();
        }
        let mut named: Vec<(Option<TopicId>, Vec<ServiceId>, Provenance)> = Vec::new();
        for value in &values {
            // Of services that share the function each publishes what it gives it.
            let giving = owners.giving(value.place, &services);
            let why = Provenance::sure(100).then(
                "the topic is named here",
                Some(value.place),
                value.confidence,
            );
            for name in names(value, &giving, environment) {
                let topic = topics.of(site.kind, &name, value.place);
                // Both a known topic and an unknown one say what there is, however often.
                match named.iter_mut().find(|(other, ..)| *other == topic) {
                    Some((_, by, _)) => by.extend(&giving),
                    None => named.push((topic, giving.clone(), why.clone())),
                }
            }
        }
        let silent = |service: &&ServiceId| !named.iter().any(|(_, by, _)| by.contains(service));
        let others: Vec<ServiceId> = services.iter().filter(silent).copied().collect();
        if named.is_empty() || !others.is_empty() {
            let why = Provenance::sure(60).then("the topic is not known", Some(place), 60);
            named.push((None, others, why));
        }
        for (topic, mut by, why) in named {
            by.sort_unstable();
            by.dedup();
            let index = landscape.publishes.len() as u32;
            landscape.publishes.push(Publish {
                services: by,
                kind: site.kind.to_owned(),
                topic,
                function: join.functions.locate(site.at).map(|located| located.function),
                confirmation: site.confirmation,
                lost_at: site.lost_at,
                library: site.library.to_owned(),
                place,
                why,
            });
            sites.add(site.at, place, SiteKind::Publish(index), &site.by, sure.min(95));
        }
    }
}

fn consumes(
    join: &Join<'_, '_>,
    found: &Messaging,
    owners: &Owners,
    environment: &Environment<'_>,
    topics: &mut Topics,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    let bindings = bindings(join, found, environment);
    let elsewhere = are_bound_elsewhere(join, found, &bindings, environment);
    for site in &found.consumes {
        let (services, sure) = owners.of(join.program, site.item);
        if sure <= UNREACHED && !services.is_empty() {
            continue;
        }
        let place = super::super::calls::place_of(join.program, site.at);
        let (values, mut more) = consumed(join, site);
        let mut named: Vec<TopicId> = Vec::new();
        for value in &values {
            for name in names(value, &services, environment) {
                for name in name.split(',').map(str::trim) {
                    let (bound, open) = bound_to(&bindings, site.kind, name);
                    more |= open;
                    // The nameless exchange hands on to a queue by its name, whatever it is bound to.
                    let unbound = bound.is_empty() && !open;
                    more |= unbound && elsewhere && site.kind == "rabbitmq";
                    let own = (unbound || topics.has(site.kind, name)).then_some(name);
                    for name in bound.into_iter().chain(own) {
                        match topics.of(site.kind, name, value.place) {
                            Some(topic) if !named.contains(&topic) => named.push(topic),
                            Some(_) => {}
                            None => more = true,
                        }
                    }
                }
            }
        }
        let why = match values.first() {
            Some(value) => Provenance::sure(100).then(
                "the topic is named here",
                Some(value.place),
                value.confidence,
            ),
            None => Provenance::sure(60).then("the topics are not known", Some(place), 60),
        };
        let index = landscape.consumes.len() as u32;
        for function in loops_of(join, found, site) {
            let entries = services.iter().map(|service| Entry {
                service: *service,
                kind: EntryKind::Consumer(index),
                function: Some(function),
                place,
            });
            landscape.entries.extend(entries);
        }
        landscape.consumes.push(Consume {
            services,
            kind: site.kind.to_owned(),
            more: more || named.is_empty(),
            topics: named,
            function: join.functions.locate(site.at).map(|located| located.function),
            acknowledgement: site.acknowledgement,
            acknowledged_at: site.acknowledged_at,
            lossy: site.lossy || is_own(join, site.group),
            answers: site.answers,
            library: site.library.to_owned(),
            place,
            why,
        });
        sites.add(site.at, place, SiteKind::Consume(index), &site.by, sure.min(95));
    }
}

/// Whether a group is that of one process or connection: its name is a text with something new in it each time. It has
/// no place of its own to go on from, so it only sees what passes by.
fn is_own(join: &Join<'_, '_>, group: Option<At>) -> bool {
    let values = group.map(|group| value_of(&join.values, group)).unwrap_or_default();
    values.iter().any(|value| {
        let has = |wanted: fn(&Piece) -> bool| value.pieces.iter().any(wanted);
        has(|piece| matches!(piece, Piece::Text(_)))
            && has(|piece| matches!(piece, Piece::Unknown))
            && !has(|piece| matches!(piece, Piece::Env { .. } | Piece::Key(_)))
    })
}

/// The functions that take the messages of a subscription: its own if that receives, else those that only
/// receive, else its own.
fn loops_of(join: &Join<'_, '_>, found: &Messaging, site: &ConsumeSite) -> Vec<FnId> {
    let program = join.program;
    let function = |at: At| join.functions.locate(at).map(|located| located.function);
    let subscribing = |item| found.consumes.iter().any(|consume| consume.item == item);
    let krate = program.unit(site.at.unit).krate;
    let receives = || {
        let all = found.receives.iter();
        all.filter(|at| at.library == site.library && program.unit(at.at.unit).krate == krate)
    };
    let own = receives().filter(|receive| receive.item == site.item);
    let mut functions: Vec<FnId> = own.filter_map(|receive| function(receive.at)).collect();
    if functions.is_empty() {
        let others = receives().filter(|receive| !subscribing(receive.item));
        functions = others.filter_map(|receive| function(receive.at)).collect();
    }
    if functions.is_empty() {
        functions.extend(function(site.at));
    }
    functions.sort_unstable();
    functions.dedup();
    functions
}

/// The topics of a subscription, and whether there may be more.
fn consumed(join: &Join<'_, '_>, site: &ConsumeSite) -> (Vec<Value>, bool) {
    let mut values = Vec::new();
    let mut more = false;
    for &topic in &site.topics {
        for origin in join.origins.of(topic) {
            let parts: Vec<At> = match join.program.node(origin) {
                Node::Array(list) => join.program.list(origin.unit, list).collect(),
                Node::Macro { arguments, .. } => {
                    join.program.list(origin.unit, arguments).collect()
                }
                _ => vec![origin],
            };
            for part in parts {
                let found = value_of(&join.values, part);
                more |= found.is_empty();
                values.extend(found);
            }
        }
    }
    (values, more)
}

/// The brokers that services speak to.
fn brokers(
    join: &Join<'_, '_>,
    found: &Messaging,
    owners: &Owners,
    environment: &Environment<'_>,
    hosts: &Hosts<'_>,
) -> Vec<Broker> {
    let services_of = |items: Vec<crate::graph::ItemId>| {
        let mut services: Vec<ServiceId> = items
            .into_iter()
            .map(|item| owners.of(join.program, item))
            .filter(|(_, sure)| *sure > UNREACHED)
            .flat_map(|(services, _)| services)
            .collect();
        services.sort_unstable();
        services.dedup();
        services
    };
    let mut brokers: Vec<Broker> = Vec::new();
    let mut kinds: Vec<&'static str> = found
        .publishes
        .iter()
        .map(|site| site.kind)
        .chain(found.consumes.iter().map(|site| site.kind))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let publishers = services_of(
            found.publishes.iter().filter(|s| s.kind == kind).map(|s| s.item).collect(),
        );
        let consumers =
            services_of(found.consumes.iter().filter(|s| s.kind == kind).map(|s| s.item).collect());
        // Services that name the same address speak to the same broker.
        let mut addresses: FxHashMap<ServiceId, (String, Place)> = FxHashMap::default();
        for site in found.addresses.iter().filter(|site| site.kind == kind) {
            let Some(at) = site.address else { continue };
            let (services, _) = owners.of(join.program, site.item);
            for value in value_of(&join.values, at) {
                for &service in &services {
                    if let Some(filled) = environment.fill(service, &value).into_iter().next() {
                        let address = address_of(
                            &filled.partial,
                            filled.variable.as_deref(),
                            hosts,
                            environment,
                        );
                        addresses.entry(service).or_insert((address, filled.place));
                    }
                }
            }
        }
        let all: Vec<ServiceId> = {
            let mut all = [publishers.clone(), consumers.clone()].concat();
            all.sort_unstable();
            all.dedup();
            all
        };
        let first =
            found.publishes.iter().find(|site| site.kind == kind).map(|site| site.at).or_else(
                || found.consumes.iter().find(|site| site.kind == kind).map(|site| site.at),
            );
        let Some(place) = first.map(|at| join.program.place(at)) else { continue };
        for service in all {
            let (address, place) =
                addresses.get(&service).cloned().unwrap_or_else(|| ("?".to_owned(), place));
            let known = brokers.iter().position(|b| b.kind == kind && b.address == address);
            let index = known.unwrap_or_else(|| {
                brokers.push(Broker {
                    kind: kind.to_owned(),
                    address,
                    publishers: Vec::new(),
                    consumers: Vec::new(),
                    place,
                });
                brokers.len() - 1
            });
            let broker = &mut brokers[index];
            if publishers.contains(&service) {
                broker.publishers.push(service);
            }
            if consumers.contains(&service) {
                broker.consumers.push(service);
            }
        }
    }
    brokers.sort_by(|a, b| (&a.kind, &a.address).cmp(&(&b.kind, &b.address)));
    brokers
}

/// How a broker is called: its deployment, its host, or the variable that holds its address.
fn address_of(
    text: &str,
    variable: Option<&str>,
    hosts: &Hosts<'_>,
    environment: &Environment<'_>,
) -> String {
    match Address::read(text) {
        Some(address) if !address.host.contains(['{', '}']) => {
            match hosts.find(&address.host, address.port, None) {
                Some(id) => environment.deployments[id.index()].name.clone(),
                None => address.port.map_or_else(
                    || address.host.clone(),
                    |port| format!("{}:{port}", address.host),
                ),
            }
        }
        _ => variable.map_or_else(|| "?".to_owned(), |variable| format!("${variable}")),
    }
}
