//! Calls of procedures on clients that a generator wrote: `client.place_order(request)`.
//!
//! A channel says whom they reach and what bounds them (`channels`); here each call gets its procedure, by the
//! contract in a `.proto` file.

use super::around::Around;
use super::calls::{CallSite, time_limit};
use super::channels::{Library, generated};
use super::fate::fate;
use super::origin::Origins;
use super::parents::{Parents, nodes_of};
use super::protos::Protos;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::Symbol;
use crate::graph::Target;
use crate::graph::system::{CapabilityKind, Method};
use crate::program::{At, Body, Program, UnitIndex};

/// Adds the calls of procedures of a program; what its channels have they have too.
pub(super) fn add(
    program: &Program<'_>,
    parents: &Parents,
    origins: &Origins<'_, '_>,
    protos: &Protos,
    libraries: &[Library],
    around: &Around,
    calls: &mut Vec<CallSite>,
) {
    let Some(library) = libraries.first().filter(|_| !protos.is_empty()) else { return };
    let channels = calls.len();
    let asking = program.by_unit(|unit| clients_of(program, unit, library));
    for body in &program.bodies {
        let clients = &asking[body.unit.0 as usize];
        if clients.is_empty() {
            continue;
        }
        for at in nodes_of(body) {
            let Some((service, function, made)) =
                called(program, origins, protos, library, clients, at)
            else {
                continue;
            };
            let file = &program.files[program.unit(at.unit).file.0 as usize].path;
            let Some(path) =
                protos.find(&service, &[], file).and_then(|found| found.path(function))
            else {
                continue;
            };
            let channel = calls[..channels].iter().find(|call| Some(call.at) == made);
            let mut found = site(program, parents, body, at, library, channel, (service, path));
            found.capabilities.extend(around.of(program, parents, at, &found.fate.methods));
            calls.push(found);
        }
    }
    let (channels, procedures) = calls.split_at_mut(channels);
    for channel in channels {
        let mut own = procedures.iter().filter(|call| call.client == Some(channel.at)).peekable();
        // A limit around each call bounds all that goes over the channel.
        if own.peek().is_some() {
            let limits: Option<Vec<_>> = own
                .map(|call| {
                    call.capabilities.iter().find(|has| has.kind == CapabilityKind::Timeout)
                })
                .collect();
            channel.capabilities.extend(limits.and_then(|limits| limits.first().copied().cloned()));
        }
    }
}

/// The names of generated clients that a unit uses.
fn clients_of(program: &Program<'_>, unit: UnitIndex, library: &Library) -> Vec<String> {
    let suffix = library.2.type_suffix;
    let symbols = &program.unit(unit).facts.symbols;
    let names = (0..symbols.len() as u32).map(|number| symbols.get(Symbol(number)));
    let names = names.filter_map(|name| name.strip_suffix(suffix).filter(|name| !name.is_empty()));
    names.map(str::to_owned).collect()
}

/// The service and function of a call, and the channel or client on which it is called where that is known.
fn called<'p>(
    program: &'p Program<'_>,
    origins: &Origins<'_, '_>,
    protos: &Protos,
    library: &Library,
    clients: &[String],
    at: At,
) -> Option<(String, &'p str, Option<At>)> {
    let Node::Method { call, receiver, .. } = program.node(at) else { return None };
    let function = program.method_name(at.unit, call);
    let services = protos.with(function);
    if services.is_empty() {
        return None;
    }
    // A function of the tree that has the same name is none, unless a generator wrote it.
    if let Some(Target::Item(item)) = program.method(at.unit, call)
        && program.graph.item(item).scope == crate::graph::Scope::Production
    {
        return None;
    }
    let receiver = At { unit: at.unit, node: receiver };
    for origin in origins.of(receiver) {
        let Node::Call { callee, .. } = program.node(origin) else { continue };
        let Node::Path(path) = program.node(At { node: callee, ..origin }) else { continue };
        let Some((service, maker)) = generated(program, origin.unit, path, library.2) else {
            continue;
        };
        let channel = if maker == library.2.connect {
            Some(origin)
        } else {
            super::names::argument(program, origin, 0)
                .and_then(|channel| origins.of(channel).first().copied())
        };
        return services.contains(&service).then_some((service, function, channel));
    }
    // Of a client that comes from elsewhere the names in the file tell the service, if one only has such a procedure.
    let mut named = services.iter().filter(|service| clients.contains(service));
    let (service, None) = (named.next()?, named.next()) else { return None };
    let unknown = program.receiver(at.unit, call).is_none();
    (unknown && services.len() == 1).then(|| (service.clone(), function, None))
}

fn site(
    program: &Program<'_>,
    parents: &Parents,
    body: &Body,
    at: At,
    &(library, ..): &Library,
    channel: Option<&CallSite>,
    (service, path): (String, String),
) -> CallSite {
    let mut capabilities = channel.map_or_else(Vec::new, |channel| channel.capabilities.clone());
    capabilities.extend(time_limit(program, parents, at));
    let hidden = || "its channel is made where it could not be followed".to_owned();
    CallSite {
        item: body.item,
        at,
        method: Some(Method::Rpc),
        url: channel.and_then(|channel| channel.url),
        rpc: Some(service),
        procedure: Some(path),
        capabilities,
        client: channel.and_then(|channel| channel.client),
        hidden: channel.map_or_else(|| Some(hidden()), |channel| channel.hidden.clone()),
        streaming: false,
        library,
        place: super::calls::place_of(program, at),
        by: library.to_owned(),
        fate: fate(program, parents, body, at),
    }
}
