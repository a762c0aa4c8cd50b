//! How what is handed to a call runs: at once, in a task or thread of its own, for each request.

use rustc_hash::{FxHashMap, FxHashSet};

use super::known::{Known, Meaning};
use super::links::Links;
use super::walk::Walk;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::surroundings::{self, Run};
use crate::graph::system::FnFlags;
use crate::graph::{ItemId, Scope, Target};
use crate::program::{Program, UnitIndex};

/// What the name of a method says.
#[derive(Clone, Copy)]
pub(super) struct MethodName {
    /// A method of some framework's routers that takes a handler has it.
    takes_handler: bool,
    /// What it gives back has elements.
    gives_elements: bool,
    /// How its arguments run.
    run: Run,
    /// The same if what it is called on has elements.
    run_of_elements: Run,
}

/// Functions of production code that take `self`, by name; none where there are several.
pub(super) fn methods_by_name<'p>(program: &'p Program<'_>) -> FxHashMap<&'p str, Option<ItemId>> {
    let mut methods: FxHashMap<&str, Option<ItemId>> = FxHashMap::default();
    for body in
        program.bodies.iter().filter(|body| body.has_self && body.scope == Scope::Production)
    {
        let name = program.graph.names.get(program.graph.item(body.item).name);
        if !surroundings::COMMON.contains(&name) {
            let entry = methods.entry(name).or_insert(Some(body.item));
            *entry = entry.filter(|item| *item == body.item);
        }
    }
    methods
}

/// Functions of the tree that have something run where blocking is allowed, which a closure among their arguments
/// is meant for: `async fn run(&self, f: impl FnOnce(&mut Connection))`.
pub(super) fn blocking(program: &Program<'_>, links: &Links, known: &Known) -> FxHashSet<ItemId> {
    let allowed = Run::Inline(FnFlags::BLOCKING_ALLOWED);
    let mut found = FxHashSet::default();
    for body in &program.bodies {
        let mut calls = links.calls_outside(body).iter();
        if calls.any(|(_, to)| known.external(*to).is_some_and(|known| known.run == allowed)) {
            found.insert(body.item);
        }
    }
    found
}

impl Walk<'_, '_, '_> {
    pub(super) fn run_of_call(&self, unit: UnitIndex, callee: NodeId) -> Run {
        let Node::Path(path) = self.program.unit(unit).bodies.node(callee) else {
            return Run::NOTHING;
        };
        match self.program.path(unit, path) {
            Some(Target::External(external)) => match self.known.external(external) {
                Some(Meaning { function: Some((_, op)), .. })
                    if super::known::takes_handlers(*op) =>
                {
                    Run::Handler
                }
                Some(meaning) => meaning.run,
                None => Run::NOTHING,
            },
            Some(Target::Item(item)) => self.run_of_own(item),
            Some(Target::Module(_)) => Run::NOTHING,
            None => {
                let (before, name) = self.program.last_names(unit, path);
                surroundings::of_function(before, name)
            }
        }
    }

    /// How the arguments of a function of the tree run.
    fn run_of_own(&self, item: ItemId) -> Run {
        if self.blocking.contains(&item) {
            Run::Inline(FnFlags::BLOCKING_ALLOWED)
        } else {
            Run::NOTHING
        }
    }

    pub(super) fn run_of_method(&mut self, unit: UnitIndex, call: u32, receiver: NodeId) -> Run {
        let name = self.method(unit, call);
        if let Some(Target::Item(item)) = self.program.method(unit, call) {
            let own = self.run_of_own(item);
            if own != Run::NOTHING {
                return own;
            }
        }
        if name.takes_handler {
            let target = self.program.receiver(unit, call);
            let elsewhere = self.known.of(target).is_some_and(|known| known.framework.is_none());
            if !elsewhere && !matches!(target, Some(Target::Item(_))) {
                return Run::Handler;
            }
        }
        if name.run != name.run_of_elements && self.has_elements(unit, receiver) {
            return name.run_of_elements;
        }
        name.run
    }

    /// What the name of the method of a call says.
    fn method(&mut self, unit: UnitIndex, call: u32) -> MethodName {
        let (program, known) = (self.program, self.known);
        let symbol = program.unit(unit).facts.method_calls[call as usize].name;
        self.names.of(symbol, |name| MethodName {
            takes_handler: known.takes_handler(name) && !surroundings::is_everyday(name),
            gives_elements: surroundings::gives_elements(name),
            run: surroundings::of_method(name, false),
            run_of_elements: surroundings::of_method(name, true),
        })
    }

    /// Whether a chain of calls goes through elements; looks at a few links of it only.
    fn has_elements(&mut self, unit: UnitIndex, receiver: NodeId) -> bool {
        let mut at = receiver;
        for _ in 0..8 {
            match self.program.unit(unit).bodies.node(at) {
                Node::Method { call, receiver, .. } => {
                    if self.method(unit, call).gives_elements {
                        return true;
                    }
                    at = receiver;
                }
                Node::Call { callee, .. } => {
                    let Node::Path(path) = self.program.unit(unit).bodies.node(callee) else {
                        return false;
                    };
                    return self.program.last_names(unit, path) == ("stream", "iter");
                }
                Node::Await(part) | Node::Try(part) | Node::Reference(part) => at = part,
                _ => return false,
            }
        }
        false
    }
}
