//! Work that nobody asks for: loops that consume messages, and schedules.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::functions::Functions;
use super::surroundings;
use crate::extract::rust::bodies::{LoopKind, Node, NodeId};
use crate::framework::tables::FRAMEWORKS;
use crate::framework::{self, capability::CapabilityEntry};
use crate::graph::system::{CapabilityKind, FnFlags, FnId};
use crate::graph::{Target, Technology};
use crate::program::{At, UnitIndex};

/// What a function loops for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LoopFor {
    /// Messages of a broker.
    Messages,
    /// A clock, or a queue of jobs.
    Schedule,
}

/// A loop without an end.
#[derive(Clone, Debug)]
pub(crate) struct Endless {
    pub(crate) function: FnId,
    pub(crate) what: LoopFor,
    pub(crate) at: At,
    pub(crate) flags: FnFlags,
    /// The package, if one of the registry makes it a loop.
    pub(crate) package: Option<String>,
}

/// Which technologies a function names, one bit each.
pub(super) type Uses = FxHashMap<FnId, u16>;

/// The bit of a technology.
pub(super) const fn bit(technology: Technology) -> u16 {
    1 << technology as u16
}

/// Names by which messages are received.
const RECEIVES: &[&str] = &[
    "recv",
    "stream",
    "next",
    "try_next",
    "poll",
    "consume",
    "receive",
    "messages",
    "basic_consume",
    "subscribe",
    "queue_subscribe",
    "for_each_concurrent",
    "receive_message",
    "fetch",
    "iter",
    "pull",
    "notifications",
    "into_stream",
    "for_each",
    "try_for_each",
    "poll_batch",
];

/// The technologies that functions name.
pub(super) fn uses(context: &Context<'_, '_>, functions: &Functions) -> Uses {
    let mut uses = Uses::default();
    for (unit, node) in nodes(context) {
        let at = At { unit, node };
        if let Some((package, _)) = named(context, at)
            && let Some(technology) = framework::technology(package)
            && let Some(located) = functions.locate(at)
        {
            *uses.entry(located.function).or_default() |= bit(technology);
        }
    }
    uses
}

/// All nodes.
fn nodes<'c>(context: &'c Context<'_, '_>) -> impl Iterator<Item = (UnitIndex, NodeId)> + 'c {
    let units = context.program.units.iter().enumerate();
    units.flat_map(|(index, unit)| {
        (0..unit.bodies.nodes.len() as u32).map(move |node| (UnitIndex(index as u32), NodeId(node)))
    })
}

/// The package and path outside the tree that a node names, or on whose value a method is called.
fn named<'c>(context: &'c Context<'_, '_>, at: At) -> Option<(&'c str, &'c str)> {
    let program = context.program;
    let target = match program.node(at) {
        Node::Path(path) | Node::Struct { path, .. } => program.path(at.unit, path),
        Node::Method { call, .. } => {
            program.method(at.unit, call).or_else(|| program.receiver(at.unit, call))
        }
        _ => None,
    };
    match target? {
        Target::External(external) => {
            let external = &program.graph.externals[external.index()];
            Some((&external.package, &external.path))
        }
        _ => None,
    }
}

/// Functions that wait for a signal to end, so that what they started goes on until then.
pub(super) fn waiting(context: &Context<'_, '_>, functions: &Functions) -> FxHashSet<FnId> {
    let program = context.program;
    let mut waiting = FxHashSet::default();
    for (unit, node) in nodes(context) {
        let at = At { unit, node };
        let Node::Path(path) = program.node(at) else { continue };
        let text = program.path_text(unit, path);
        let last = text.rsplit("::").next().unwrap_or_default();
        if matches!(last, "ctrl_c" | "signal" | "pending" | "Signals" | "park" | "set_handler")
            && let Some(located) = functions.locate(at)
        {
            waiting.insert(located.function);
        }
    }
    waiting
}

/// Loops without an end.
pub(super) fn endless(context: &Context<'_, '_>, functions: &Functions) -> Vec<Endless> {
    let program = context.program;
    let mut found: Vec<Endless> = Vec::new();
    for (unit, node) in nodes(context) {
        let at = At { unit, node };
        let Some(located) = functions.locate(at) else { continue };
        let mut add = |what, package: Option<&str>| {
            let same = |known: &&Endless| known.function == located.function && known.what == what;
            if !found.iter().rev().take(8).any(|known| same(&known)) {
                let package = package.map(str::to_owned);
                found.push(Endless {
                    function: located.function,
                    what,
                    at,
                    flags: located.flags,
                    package,
                });
            }
        };
        match program.node(at) {
            Node::Loop { kind, .. } if kind != LoopKind::For => {
                let inside = look_into(context, at);
                if inside.broker.is_some() {
                    add(LoopFor::Messages, inside.broker);
                } else if kind == LoopKind::Endless && inside.ticks && !inside.ends {
                    add(LoopFor::Schedule, None);
                }
            }
            Node::Method { call, .. } => {
                let name = program.method_name(unit, call);
                let Some((package, path)) = named(context, at) else { continue };
                let each = matches!(
                    name,
                    "for_each" | "for_each_concurrent" | "try_for_each" | "try_for_each_concurrent"
                );
                if each
                    && framework::technology(package) == Some(Technology::Broker)
                    && streams(context, at)
                {
                    add(LoopFor::Messages, Some(package));
                }
                let table = FRAMEWORKS.iter().find(|table| table.packages.contains(&package));
                if table.is_some_and(|table| table.schedules.contains(&name) && !path.is_empty())
                    && matches!(name, "start" | "run" | "tick" | "run_with_signal")
                {
                    add(LoopFor::Schedule, Some(package));
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a chain of calls, through variables, goes through a stream of messages.
fn streams(context: &Context<'_, '_>, at: At) -> bool {
    let program = context.program;
    let mut at = at;
    for _ in 0..24 {
        at = match program.node(at) {
            Node::Method { call, receiver, .. } => {
                let name = program.method_name(at.unit, call);
                if matches!(
                    name,
                    "stream"
                        | "messages"
                        | "subscribe"
                        | "consume"
                        | "into_stream"
                        | "basic_consume"
                        | "start"
                ) {
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

/// What stands in a loop.
#[derive(Default)]
struct Inside<'c> {
    broker: Option<&'c str>,
    ticks: bool,
    ends: bool,
}

fn look_into<'c>(context: &'c Context<'_, '_>, at: At) -> Inside<'c> {
    let program = context.program;
    let mut inside = Inside::default();
    let bodies = program.unit(at.unit).bodies;
    let mut stack = vec![at.node];
    let mut parts = Vec::new();
    let mut left = 4_000;
    while let Some(node) = stack.pop() {
        left -= 1;
        if left == 0 {
            break;
        }
        let here = At { unit: at.unit, node };
        match program.node(here) {
            Node::Method { call, receiver, .. } => {
                let name = program.method_name(at.unit, call);
                if RECEIVES.contains(&name) {
                    let package = broker_of(context, here, receiver);
                    inside.broker = inside.broker.or(package);
                }
                inside.ticks |= name == "tick";
            }
            Node::Call { callee, .. } => {
                if let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) {
                    let text = program.path_text(at.unit, path);
                    let last = text.rsplit("::").next().unwrap_or_default();
                    inside.ticks |= matches!(last, "sleep" | "sleep_until" | "delay_for");
                }
            }
            Node::Jump { kind, .. } => {
                use crate::extract::rust::bodies::JumpKind;
                inside.ends |= kind != JumpKind::Continue;
            }
            _ => {}
        }
        parts.clear();
        super::parts::push_parts(bodies, program.node(here), &mut parts);
        stack.extend(parts.iter().copied());
    }
    inside
}

/// The broker's package on whose value a method is called, through variables and chains.
fn broker_of<'c>(context: &'c Context<'_, '_>, at: At, receiver: NodeId) -> Option<&'c str> {
    let program = context.program;
    let is_broker = |package: &&str| framework::technology(package) == Some(Technology::Broker);
    if let Some(package) = named(context, at).map(|(package, _)| package).filter(is_broker) {
        return Some(package);
    }
    let mut at = At { unit: at.unit, node: receiver };
    for _ in 0..24 {
        if let Some(package) = named(context, at).map(|(package, _)| package).filter(is_broker) {
            return Some(package);
        }
        at = match program.node(at) {
            Node::Method { receiver, .. } => At { node: receiver, ..at },
            Node::Call { callee, .. } => At { node: callee, ..at },
            Node::Await(part) | Node::Try(part) | Node::Reference(part) => At { node: part, ..at },
            Node::Local(local) => context.links.initialiser(at.unit, local)?,
            _ => return None,
        };
    }
    None
}

/// Whether a name of a table stands for a capability, for methods on what is not known.
pub(super) fn by_method_name(name: &str, kind: CapabilityKind) -> bool {
    let long = name.len() > 12 && !surroundings::COMMON.contains(&name);
    let entries = FRAMEWORKS.iter().flat_map(|table| table.capabilities);
    let mut same =
        entries.filter(|entry: &&CapabilityEntry| entry.kind == kind && entry.path == name);
    long && same.next().is_some()
}
