//! What receives messages of a broker, and loops that call it: a wrapper around a broker's client makes its caller's
//! loop one of messages.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::functions::Functions;
use super::known::ends_with;
use super::loops::{Endless, LoopFor, Open};
use super::names::argument;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::broker::BrokerTable;
use crate::framework::{lookup, streams};
use crate::graph::system::FnId;
use crate::graph::{ExternalId, ItemId, Target, Technology};
use crate::place::{FileId, Place};
use crate::program::{At, Program};

/// So many calls lie between a loop and what receives.
const FAR: usize = 3;

/// Adds the loops that receive by way of functions, in place of schedules that they were taken for.
pub(super) fn add(
    context: &Context<'_, '_>,
    functions: &Functions,
    receiving: Vec<(FnId, String)>,
    open: Vec<Open>,
    endless: &mut Vec<Endless>,
) {
    if receiving.is_empty() || open.is_empty() {
        return;
    }
    let loops: FxHashSet<FnId> = endless
        .iter()
        .filter(|found| found.what == LoopFor::Messages)
        .map(|found| found.function)
        .collect();
    // A function that loops itself is no wrapper.
    let mut receivers: FxHashMap<FnId, String> =
        receiving.into_iter().filter(|(function, _)| !loops.contains(function)).collect();
    for _ in 1..FAR {
        let callers = functions.calls.iter().filter_map(|call| {
            let package = receivers.get(&call.to)?;
            let wraps = !loops.contains(&call.from) && !receivers.contains_key(&call.from);
            wraps.then(|| (call.from, package.clone()))
        });
        let callers: Vec<(FnId, String)> = callers.collect();
        receivers.extend(callers);
    }
    // Where each function calls one, in the order of the text.
    let mut called: FxHashMap<FnId, Vec<(FileId, u32, &str)>> = FxHashMap::default();
    for call in &functions.calls {
        if let Some(package) = receivers.get(&call.to) {
            let Place { file, span } = call.place;
            called.entry(call.from).or_default().push((file, span.start, package));
        }
    }
    for calls in called.values_mut() {
        calls.sort_unstable();
    }
    let (mut found, mut replaced) = (Vec::new(), FxHashSet::default());
    for Open { function, at, flags, from } in open {
        let in_loop = || {
            let calls = called.get(&function)?;
            let Place { file, span } = context.program.place(at);
            let before =
                |byte: u32| calls.partition_point(|(f, start, _)| (*f, *start) < (file, byte));
            calls[before(span.start)..before(span.end)].first().map(|(.., package)| *package)
        };
        // Or the stream was made before the loop.
        let given = from.and_then(|item| receivers.get(&functions.of_item(item)?));
        let Some(package) = given.map(String::as_str).or_else(in_loop) else { continue };
        replaced.insert(at);
        let (what, package) = (LoopFor::Messages, Some(package.to_owned()));
        found.push(Endless { function, what, at, flags, package });
    }
    endless.retain(|known| !replaced.contains(&known.at));
    endless.append(&mut found);
}

/// What a node names outside the tree, or on whose value a method is called.
pub(super) fn named(context: &Context<'_, '_>, at: At) -> Option<ExternalId> {
    let program = context.program;
    let target = match program.node(at) {
        Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
        Node::Method { call, .. } => {
            program.method(at.unit, call).or_else(|| program.receiver(at.unit, call))
        }
        _ => None,
    };
    match target? {
        Target::External(external) => Some(external),
        _ => None,
    }
}

/// The package that a node names, or on whose value a method is called, if it is that of a broker; of a store's the names
/// by which it receives messages.
pub(super) fn broker<'c>(context: &'c Context<'_, '_>, at: At) -> Option<&'c str> {
    let external = named(context, at)?;
    let library = context.program.library(external);
    let external = &context.program.graph.externals[external.index()];
    let receives = || {
        let names = library.broker.map_or(&[][..], |(table, _)| table.receives);
        names.iter().any(|name| ends_with(&external.path, name))
    };
    let is_broker = library.technology == Some(Technology::Broker) || receives();
    is_broker.then_some(external.package.as_str())
}

/// The broker's package, if a node receives a message.
pub(super) fn received<'c>(context: &'c Context<'_, '_>, at: At) -> Option<&'c str> {
    let program = context.program;
    let (call, receiver) = match program.node(at) {
        Node::Method { call, receiver, .. } => (call, receiver),
        Node::Call { callee, .. } => return commanded(context, at, At { node: callee, ..at }),
        _ => return None,
    };
    let name = program.method_name(at.unit, call);
    let gives = streams::receives(name) && !streams::is_common(name);
    gives.then(|| broker_of(context, at, receiver)).flatten()
}

/// The broker's package, if a call names what receives by its first argument.
fn commanded<'c>(context: &'c Context<'_, '_>, call: At, callee: At) -> Option<&'c str> {
    let program = context.program;
    let external = named(context, callee)?;
    let (table, _) = program.library(external).broker?;
    let external = &program.graph.externals[external.index()];
    commands(program, table, call, &external.path).then_some(external.package.as_str())
}

/// Whether a call of the function at `path` is told to receive by its first argument: `cmd("BRPOP")`.
pub(super) fn commands(program: &Program<'_>, table: &BrokerTable, call: At, path: &str) -> bool {
    let told = || argument(program, call, 0).filter(|told| program.node(*told) == Node::Text);
    table.commands.iter().any(|name| ends_with(path, name))
        && told().is_some_and(|told| {
            let command = program.literal(told).to_ascii_lowercase();
            table.receives.contains(&command.as_str())
        })
}

/// The broker's package, if what is iterated are the messages of a consumer that ends with the process.
pub(super) fn iterated<'c>(context: &'c Context<'_, '_>, head: At) -> Option<&'c str> {
    let program = context.program;
    let mut at = head;
    while let Node::Method { call, receiver, .. } = program.node(at) {
        let name = program.method_name(at.unit, call);
        if !streams::iterates(name) {
            return None;
        }
        let external = named(context, at)?;
        if program.graph.externals[external.index()].path.contains("Consumer")
            && let Some(package) = broker(context, at)
        {
            return Some(package);
        }
        at.node = receiver;
    }
    None
}

/// Whether a method is given what a broker's client calls with each message.
pub(super) fn is_callback(context: &Context<'_, '_>, at: At) -> bool {
    let Some(external) = named(context, at) else { return false };
    let path = &context.program.graph.externals[external.index()].path;
    let table = context.program.library(external).broker;
    table.is_some_and(|(table, _)| table.callbacks.iter().any(|name| lookup::means(path, name)))
}

/// Whether a chain of calls, through variables, goes through a stream of messages.
pub(super) fn goes_through_messages(context: &Context<'_, '_>, at: At) -> bool {
    let program = context.program;
    let mut at = at;
    for _ in 0..24 {
        at = match program.node(at) {
            Node::Method { call, receiver, .. } => {
                let name = program.method_name(at.unit, call);
                if streams::begins(name) {
                    return true;
                }
                At { node: receiver, ..at }
            }
            Node::Await(part) | Node::Try(part) | Node::Reference(part) => At { node: part, ..at },
            Node::Local(local) => match context.links.initialiser(at.unit, local) {
                Some(value) => value,
                None => return false,
            },
            _ => return false,
        };
    }
    false
}

/// The function of the tree that gives what a method is called on, through variables and what is awaited or tried.
pub(super) fn given_by(context: &Context<'_, '_>, at: At, receiver: NodeId) -> Option<ItemId> {
    let program = context.program;
    let mut at = At { node: receiver, ..at };
    for _ in 0..24 {
        if let Some(Target::Item(item)) = program.called(at) {
            return Some(item);
        }
        at = match program.node(at) {
            Node::Method { receiver, .. } => At { node: receiver, ..at },
            Node::Await(part) | Node::Try(part) | Node::Reference(part) => At { node: part, ..at },
            Node::Local(local) => context.links.initialiser(at.unit, local)?,
            _ => return None,
        };
    }
    None
}

/// The broker's package on whose value a method is called, through variables and chains.
pub(super) fn broker_of<'c>(
    context: &'c Context<'_, '_>,
    at: At,
    receiver: NodeId,
) -> Option<&'c str> {
    let program = context.program;
    if let Some(package) = broker(context, at) {
        return Some(package);
    }
    let mut at = At { unit: at.unit, node: receiver };
    for _ in 0..24 {
        if let Some(package) = broker(context, at) {
            return Some(package);
        }
        at = match program.node(at) {
            Node::Method { receiver, .. } => At { node: receiver, ..at },
            Node::Call { callee, arguments } => {
                let callee = At { node: callee, ..at };
                if let Some(package) = broker(context, callee) {
                    return Some(package);
                }
                let Node::Path(path) = program.node(callee) else { return None };
                if !streams::JOINING.contains(&program.last_name(at.unit, path)) {
                    return None;
                }
                program.list(at.unit, arguments).next()?
            }
            // `select_all(vec![orders, items])`: the first tells what all are.
            Node::Macro { arguments: parts, .. } | Node::Array(parts) => {
                program.list(at.unit, parts).next()?
            }
            Node::Await(part) | Node::Try(part) | Node::Reference(part) => At { node: part, ..at },
            Node::Local(local) => context.links.initialiser(at.unit, local)?,
            _ => return None,
        };
    }
    None
}
