//! Work that nobody asks for: loops that consume messages, and schedules.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::by_name::ByName;
use super::functions::Functions;
use super::receiving::{
    self, broker, broker_of, given_by, goes_through_messages, is_callback, iterated, named,
    received,
};
use crate::extract::rust::bodies::{LoopKind, Node};
use crate::framework::{clocks, lookup, streams};
use crate::graph::system::{FnFlags, FnId};
use crate::graph::{ItemId, Technology};
use crate::program::{At, UnitIndex};

/// What a function loops for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LoopFor {
    /// Messages of a broker.
    Messages,
    /// A clock, or a queue of jobs.
    Schedule,
}

/// A loop in which nothing is received.
pub(super) struct Open {
    pub(super) function: FnId,
    pub(super) at: At,
    pub(super) flags: FnFlags,
    /// The function of the tree that gives the stream from which it takes.
    pub(super) from: Option<ItemId>,
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

/// What the nodes of all functions say of what they work on.
#[derive(Default)]
pub(super) struct Work {
    /// Loops without an end.
    pub(super) endless: Vec<Endless>,
    /// The technologies that functions name.
    pub(super) uses: Uses,
    /// Functions that wait for a signal to end, so that what they started goes on until then.
    pub(super) waiting: FxHashSet<FnId>,
}

impl Work {
    pub(super) fn find(context: &Context<'_, '_>, functions: &Functions) -> Self {
        let mut work = Self::default();
        let (mut receiving, mut open) = (Vec::new(), Vec::new());
        for of_unit in context.program.by_unit(|unit| OfUnit::find(context, functions, unit)) {
            work.endless.extend(of_unit.endless);
            receiving.extend(of_unit.receiving);
            open.extend(of_unit.open);
            for (function, bit) in of_unit.uses {
                *work.uses.entry(function).or_default() |= bit;
            }
            work.waiting.extend(of_unit.waiting);
        }
        receiving::add(context, functions, receiving, open, &mut work.endless);
        work
    }
}

/// The same of one unit.
#[derive(Default)]
struct OfUnit {
    endless: Vec<Endless>,
    uses: Vec<(FnId, u16)>,
    waiting: Vec<FnId>,
    /// Functions that receive a message, each with the broker's package.
    receiving: Vec<(FnId, String)>,
    /// Loops in which nothing is received, which may call what does.
    open: Vec<Open>,
}

impl OfUnit {
    fn find(context: &Context<'_, '_>, functions: &Functions, unit: UnitIndex) -> Self {
        let mut found = Self::default();
        let mut waiting = ByName::new(context.program.unit(unit));
        for at in context.program.nodes_of(unit) {
            let uses = used(context, at);
            let (loops, idles, from) = looped(context, at);
            let waits = idles || waits(context, at, &mut waiting);
            let receives = received(context, at);
            let is_open = is_loop(context, at) && !matches!(loops, Some((LoopFor::Messages, _)));
            if uses.is_none() && !waits && loops.is_none() && receives.is_none() && !is_open {
                continue;
            }
            let Some(located) = functions.locate(at) else { continue };
            let function = located.function;
            found.uses.extend(uses.map(|technology| (function, bit(technology))));
            found.waiting.extend(waits.then_some(function));
            found.receiving.extend(receives.map(|package| (function, package.to_owned())));
            if is_open {
                found.open.push(Open { function, at, flags: located.flags, from });
            }
            let Some((what, package)) = loops else { continue };
            let same = |known: &Endless| known.function == function && known.what == what;
            if !found.endless.iter().rev().take(8).any(same) {
                let (flags, package) = (located.flags, package.map(str::to_owned));
                found.endless.push(Endless { function, what, at, flags, package });
            }
        }
        found
    }
}

/// The technology that a node names.
fn used(context: &Context<'_, '_>, at: At) -> Option<Technology> {
    context.program.library(named(context, at)?).technology
}

/// Whether a node names what waits for a signal.
fn waits(context: &Context<'_, '_>, at: At, names: &mut ByName<'_, bool>) -> bool {
    let program = context.program;
    let Node::Path(path) = program.node(at) else { return false };
    program.last_symbol(at.unit, path).is_some_and(|last| names.of(last, clocks::waits_for_signal))
}

/// Whether a node is a loop that need not end.
fn is_loop(context: &Context<'_, '_>, at: At) -> bool {
    matches!(context.program.node(at), Node::Loop { kind, .. } if kind != LoopKind::For)
}

/// What a loop is there for, with the package that makes it one.
type Looped<'c> = Option<(LoopFor, Option<&'c str>)>;

/// What a node loops for, if it is a loop without an end; whether it is one that only waits; and what gives the
/// stream from which it takes.
fn looped<'c>(context: &'c Context<'_, '_>, at: At) -> (Looped<'c>, bool, Option<ItemId>) {
    let program = context.program;
    let Node::Loop { kind, head, .. } = program.node(at) else {
        return (run(context, at), false, None);
    };
    if kind == LoopKind::For {
        let package = head.and_then(|node| iterated(context, At { node, ..at }));
        return (package.map(|package| (LoopFor::Messages, Some(package))), false, None);
    }
    let inside = look_into(context, at);
    if inside.broker.is_some() {
        return (Some((LoopFor::Messages, inside.broker)), false, None);
    }
    let ticks = kind == LoopKind::Endless && inside.ticks && !inside.ends;
    // What does nothing between its waits keeps the process there for what runs beside it.
    let schedule = ticks && inside.works;
    (schedule.then_some((LoopFor::Schedule, None)), ticks && !inside.works, inside.from)
}

/// What a method runs without an end.
fn run<'c>(context: &'c Context<'_, '_>, at: At) -> Looped<'c> {
    let program = context.program;
    match program.node(at) {
        Node::Method { .. } if is_callback(context, at) => {
            Some((LoopFor::Messages, broker(context, at)))
        }
        Node::Method { call, .. } => match program.method_name(at.unit, call) {
            name if streams::runs_for_each(name) => {
                let package = broker(context, at).filter(|_| goes_through_messages(context, at))?;
                Some((LoopFor::Messages, Some(package)))
            }
            name @ ("start" | "run" | "tick" | "run_with_signal") => {
                let external = &program.graph.externals[named(context, at)?.index()];
                let table = lookup::frameworks(&external.package).next()?;
                let runs = table.schedules.contains(&name) && !external.path.is_empty();
                runs.then_some((LoopFor::Schedule, Some(external.package.as_str())))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What stands in a loop.
#[derive(Default)]
struct Inside<'c> {
    broker: Option<&'c str>,
    /// The function of the tree that gives what is received from.
    from: Option<ItemId>,
    ticks: bool,
    ends: bool,
    /// Something is called beside the clock.
    works: bool,
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
                if streams::receives(name) {
                    let package = broker_of(context, here, receiver);
                    inside.broker = inside.broker.or(package);
                    inside.from = inside.from.or_else(|| given_by(context, here, receiver));
                }
                inside.ticks |= name == clocks::TICK;
                inside.works |= name != clocks::TICK;
            }
            Node::Call { callee, .. } => {
                if let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) {
                    let last = program.last_name(at.unit, path);
                    inside.ticks |= clocks::waits(last);
                    inside.works |= !clocks::waits(last) && !clocks::MEASURING.contains(&last);
                }
                inside.broker = inside.broker.or_else(|| received(context, here));
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
