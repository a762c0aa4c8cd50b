//! Each fact about the system as a line, and its evidence below where it is asked for.

use std::fmt::Display;

use super::deployments::{DeploymentFact, EnvFact};
use super::evidence::{Hundredths, Why};
use super::services::{CapabilityFact, OwnedCapability, ServiceFact};
use super::sites::{EntryFact, SiteFact};
use super::stores::{ConnectionFact, DatabaseFact, TableFact};
use super::traffic::{BrokerFact, CallFact, HostFact, MessageFact, RouteFact, TopicFact};
use crate::escape::line;
use crate::names::spelled;
use crate::report::count;
use crate::report::locate::Location;

fn at(location: &Location<'_>) -> String {
    format!("{}:{}:{}", line(location.path), location.line, location.column)
}

fn sure(confidence: Hundredths) -> String {
    if confidence.0 < 85 { format!(", confidence {confidence}") } else { String::new() }
}

fn steps(why: &Why<'_>) -> Vec<String> {
    let steps = why.steps.iter().map(|step| match &step.place {
        Some(place) => format!("{} ({})", line(&step.text), at(place)),
        None => line(&step.text).into_owned(),
    });
    let mut lines: Vec<String> = steps.collect();
    lines.push(format!("confidence {}", why.confidence));
    lines
}

/// Names in a list, or what stands for an empty one.
fn list<T: Display>(names: &[T], none: &str) -> String {
    if names.is_empty() {
        return none.to_owned();
    }
    let names: Vec<String> = names.iter().map(T::to_string).collect();
    line(&names.join(", ")).into_owned()
}

fn capability(capability: &CapabilityFact<'_>) -> String {
    format!(
        "{} by {} ({}) at {}{}",
        spelled(capability.kind),
        line(capability.by),
        spelled(capability.level),
        at(&capability.place),
        sure(capability.confidence)
    )
}

pub(super) fn service(fact: &ServiceFact<'_>) -> (String, Vec<String>) {
    let databases = list(&fact.databases, "no database");
    let text = format!(
        "{} ({}) in {}: {}, {databases}, health {}",
        line(fact.name),
        spelled(fact.kind),
        if fact.path.is_empty() { "." } else { fact.path },
        count(fact.routes, "route", "routes"),
        fact.health,
    );
    let mut below = vec![
        format!("at {}", at(&fact.place)),
        format!("package {}, binary {}", line(fact.package), line(fact.binary)),
        format!("by {}", list(fact.frameworks, "no framework")),
    ];
    if !fact.deployments.is_empty() {
        below.push(format!("deployed as {}", list(&fact.deployments, "")));
    }
    for listener in &fact.listeners {
        let port = listener.port.map_or_else(|| "a port".to_owned(), |port| port.to_string());
        let variable = listener.variable.map(|name| format!(" or ${}", line(name)));
        let from = if listener.loopback { ", from its own machine only" } else { "" };
        let variable = variable.unwrap_or_default();
        below.push(format!("listens on {port}{variable}{from} ({})", at(&listener.place)));
    }
    below.extend(fact.capabilities.iter().map(|c| format!("has {}", capability(c))));
    for hidden in &fact.hidden {
        let place = hidden.place.as_ref().map(|place| format!(" ({})", at(place)));
        let place = place.unwrap_or_default();
        below.push(format!("hides {}: {}{place}", spelled(hidden.kind), line(hidden.reason)));
    }
    below.extend(steps(&fact.why));
    (text, below)
}

pub(super) fn deployment(fact: &DeploymentFact<'_>) -> (String, Vec<String>) {
    let what = match (fact.service, fact.technology) {
        (Some(service), _) => format!("service {}", line(service)),
        (None, "") => spelled(fact.role),
        (None, technology) => format!("{} {}", spelled(fact.role), line(technology)),
    };
    let text = format!(
        "{} ({}): {what} at {}",
        line(fact.name),
        spelled(fact.orchestrator),
        at(&fact.place)
    );
    let mut below = Vec::new();
    if let Some(image) = &fact.image {
        below.push(format!("image {}", line(image)));
    }
    if let Some(replicas) = fact.replicas {
        below.push(count(replicas as usize, "copy", "copies"));
    }
    for probe in &fact.probes {
        let path = probe.path.map(|path| format!(" of {}", line(path))).unwrap_or_default();
        below.push(format!("{}{path} ({})", spelled(probe.kind), at(&probe.place)));
    }
    for env in &fact.env {
        let value = env.value.as_deref().unwrap_or(env.known);
        below.push(format!("{} = {} ({})", line(env.name), line(value), at(&env.place)));
    }
    below.extend(steps(&fact.why));
    (text, below)
}

pub(super) fn route(fact: &RouteFact<'_>) -> (String, Vec<String>) {
    let text = format!(
        "{} {}{} of {}: {} at {}",
        fact.method.as_str(),
        line(fact.path),
        if fact.partial { " (a part is not known)" } else { "" },
        line(fact.service),
        line(&fact.handler),
        at(&fact.place),
    );
    let mut below = vec![format!("for {}", spelled(fact.role))];
    below.extend(fact.guards.iter().map(|guard| {
        let (what, place) = (line(guard.what), at(&guard.place));
        format!("{} by {what} ({place}){}", spelled(guard.kind), sure(guard.confidence))
    }));
    if fact.guards_hidden {
        below.push("what guards it could not be seen completely".to_owned());
    }
    below.extend(steps(&fact.why));
    (text, below)
}

pub(super) fn call(fact: &CallFact<'_>) -> (String, Vec<String>) {
    let target = match &fact.target {
        Some(target) => format!("{} {}", fact.target_kind, line(target)),
        None => "somebody unknown".to_owned(),
    };
    let method = fact.method.map_or("", portcullis_facts::graph::system::Method::as_str);
    let path = fact.path.as_deref().unwrap_or_default();
    let what = line(format!(" {method} {path}").trim_end()).into_owned();
    let services = list(&fact.services, "nobody");
    let text = format!("{services} calls {target}{what} at {}", at(&fact.place));
    let kinds: Vec<String> = fact.capabilities.iter().map(spelled).collect();
    let mut below = vec![
        format!("in {}, with {}", line(&fact.function), line(fact.library)),
        format!("has {}", list(&kinds, "no timeout, retry or breaker")),
    ];
    below.extend(steps(&fact.why));
    (text, below)
}

pub(super) fn host(fact: &HostFact<'_>) -> (String, Vec<String>) {
    let (host, services) = (line(&fact.host), list(&fact.services, "nobody"));
    let text = format!("{host} ({}) of {services} at {}", line(&fact.purpose), at(&fact.place));
    (text, vec![format!("confidence {}", fact.confidence)])
}

pub(super) fn database(fact: &DatabaseFact<'_>) -> (String, Vec<String>) {
    let mut users: Vec<&str> = fact.connections.iter().map(|c| c.service).collect();
    users.dedup();
    let shared = if fact.shared { ", shared" } else { "" };
    let key = line(&fact.key);
    let text = format!("{key} ({}{shared}): {}", spelled(fact.engine), list(&users, "nobody"));
    let mut below = vec![format!("at {}", at(&fact.place))];
    for one in &fact.connections {
        let (text, steps) = connection(one);
        below.push(text);
        below.extend(steps.into_iter().map(|step| format!("  {step}")));
    }
    (text, below)
}

pub(super) fn connection(fact: &ConnectionFact<'_>) -> (String, Vec<String>) {
    let variable = fact.variable.map(|name| format!(" by {}", line(name))).unwrap_or_default();
    let read_only = if fact.read_only { ", read only" } else { "" };
    let (service, database) = (line(fact.service), line(&fact.database));
    let text = format!("{service} to {database}{variable}{read_only} at {}", at(&fact.place));
    (text, steps(&fact.why))
}

pub(super) fn table(fact: &TableFact<'_>) -> (String, Vec<String>) {
    let name = match fact.schema {
        Some(schema) => format!("{schema}.{}", fact.name),
        None => fact.name.to_owned(),
    };
    let creators: Vec<&str> = fact.creations.iter().flat_map(|c| c.services.clone()).collect();
    let mut users: Vec<&str> = fact.uses.iter().flat_map(|used| used.services.clone()).collect();
    users.sort_unstable();
    users.dedup();
    let (creators, users) = (list(&creators, "nobody"), list(&users, "nobody"));
    let text = format!("{}: created by {creators}, used by {users}", line(&name));
    let mut below = Vec::new();
    for creation in &fact.creations {
        below.push(format!("created at {}", at(&creation.place)));
        below.extend(steps(&creation.why).into_iter().map(|step| format!("  {step}")));
    }
    for used in &fact.uses {
        let (services, place) = (list(&used.services, "nobody"), at(&used.place));
        below.push(format!("{} by {services} at {place}", spelled(used.kind)));
    }
    (text, below)
}

pub(super) fn broker(fact: &BrokerFact<'_>) -> (String, Vec<String>) {
    let (publishers, consumers) =
        (list(&fact.publishers, "nobody"), list(&fact.consumers, "nobody"));
    let (kind, address) = (line(fact.kind), line(&fact.address));
    let text = format!("{kind} {address}: {publishers} publishes, {consumers} consumes");
    (text, vec![format!("at {}", at(&fact.place))])
}

pub(super) fn topic(fact: &TopicFact<'_>) -> (String, Vec<String>) {
    let (publishers, consumers) =
        (list(&fact.publishers, "nobody"), list(&fact.consumers, "nobody"));
    let (name, kind) = (line(fact.name), line(fact.kind));
    let text = format!("{name} ({kind}): {publishers} publishes, {consumers} consumes");
    let mut below = vec![format!("at {}", at(&fact.place))];
    let published = fact.publishes.iter().map(|one| ("published", one));
    for (verb, one) in published.chain(fact.consumes.iter().map(|one| ("consumed", one))) {
        let services = list(&one.services, "a connector");
        below.push(format!("{verb} by {services} at {}", at(&one.place)));
        below.extend(steps(&one.why).into_iter().map(|step| format!("  {step}")));
    }
    (text, below)
}

pub(super) fn message(fact: &MessageFact<'_>) -> (String, Vec<String>) {
    let services = list(&fact.services, "a connector");
    let topics = list(&fact.topics, "a topic that is not known");
    let text = format!("{topics} by {services} ({}) at {}", fact.settled, at(&fact.place));
    let function = fact.function.as_deref().map_or("no function", |function| function);
    let mut below = vec![format!("in {}, with {}", line(function), line(fact.library))];
    below.extend(steps(&fact.why));
    (text, below)
}

pub(super) fn env(fact: &EnvFact<'_>) -> (String, Vec<String>) {
    let default = match (&fact.default, fact.has_default) {
        (Some(default), _) => format!(", {} without it", line(default)),
        (None, true) => ", may be missing".to_owned(),
        (None, false) => String::new(),
    };
    let services = list(&fact.services, "nobody");
    let text = format!("{} of {services}{default} at {}", line(fact.name), at(&fact.place));
    (text, vec![format!("confidence {}", fact.confidence)])
}

pub(super) fn owned(fact: &OwnedCapability<'_>) -> (String, Vec<String>) {
    (format!("{} has {}", line(fact.service), capability(&fact.capability)), Vec::new())
}

pub(super) fn entry(fact: &EntryFact<'_>) -> (String, Vec<String>) {
    let function = fact.function.as_deref().unwrap_or("a function that is not known");
    let (service, kind) = (line(fact.service), spelled(fact.kind));
    (format!("{service} by {kind}: {} at {}", line(function), at(&fact.place)), Vec::new())
}

pub(super) fn site(fact: &SiteFact<'_>) -> (String, Vec<String>) {
    let (function, by, place) = (line(&fact.function), line(fact.by), at(&fact.place));
    (format!("{} in {function} by {by} at {place}{}", fact.kind, sure(fact.confidence)), Vec::new())
}
