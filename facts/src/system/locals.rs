//! The variables of a file: what brings each, what it is given, whose parameter it is.

use crate::extract::rust::bodies::{Bodies, LocalRange, Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::graph::ItemId;

/// No node, no item.
const NONE: u32 = u32::MAX;

/// The variables of a unit, by number.
pub(crate) struct Locals {
    list: Vec<Local>,
    /// Values that variables are given later, by variable.
    assigned: Vec<(LocalId, NodeId)>,
}

#[derive(Clone, Copy)]
struct Local {
    /// The `let`, arm, loop or closure that brings it.
    binding: u32,
    /// What it is initialised with, if its pattern is a name.
    value: u32,
    /// The function whose parameter it is, and which.
    function: u32,
    position: u16,
}

impl Locals {
    pub(crate) fn new(bodies: &Bodies, count: usize) -> Self {
        let none = Local { binding: NONE, value: NONE, function: NONE, position: 0 };
        let mut locals = Self { list: vec![none; count], assigned: Vec::new() };
        for (at, node) in (0_u32..).zip(&bodies.nodes) {
            match *node {
                Node::Let { pattern, value, .. } => {
                    locals.bind(pattern, at);
                    if let (LocalRange { start, len: 1 }, Some(value)) = (pattern, value) {
                        locals.list[start as usize].value = value.0;
                    }
                }
                Node::Arm { pattern, .. }
                | Node::Loop { pattern, .. }
                | Node::Closure { parameters: pattern, .. } => locals.bind(pattern, at),
                Node::Assign { target, value } => {
                    if let Node::Local(local) = bodies.node(target) {
                        locals.assigned.push((local, value));
                    }
                }
                _ => {}
            }
        }
        locals.assigned.sort_unstable();
        locals
    }

    fn bind(&mut self, pattern: LocalRange, by: u32) {
        for local in pattern.iter() {
            self.list[local.index()].binding = by;
        }
    }

    /// Says whose parameter a variable is.
    pub(crate) fn set_parameter(&mut self, local: LocalId, of: ItemId, position: usize) {
        let local = &mut self.list[local.index()];
        local.function = of.0;
        local.position = position as u16;
    }

    /// The `let`, arm, loop or closure that brings a variable.
    pub(crate) fn binding(&self, local: LocalId) -> Option<NodeId> {
        node(self.list.get(local.index())?.binding)
    }

    /// What a variable is initialised with, if its pattern is a name.
    pub(crate) fn initialiser(&self, local: LocalId) -> Option<NodeId> {
        node(self.list.get(local.index())?.value)
    }

    /// Whether a variable gets another value later.
    pub(crate) fn is_assigned(&self, local: LocalId) -> bool {
        self.assignments(local).next().is_some()
    }

    /// What a variable is given later, in the order of the text.
    pub(crate) fn assignments(&self, local: LocalId) -> impl Iterator<Item = NodeId> + use<'_> {
        let first = self.assigned.partition_point(|(other, _)| *other < local);
        let own = self.assigned[first..].iter().take_while(move |(other, _)| *other == local);
        own.map(|(_, value)| *value)
    }

    /// The function whose parameter a variable is, and which.
    pub(crate) fn parameter(&self, local: LocalId) -> Option<(ItemId, u32)> {
        let local = self.list.get(local.index())?;
        (local.function != NONE).then(|| (ItemId(local.function), u32::from(local.position)))
    }
}

fn node(number: u32) -> Option<NodeId> {
    (number != NONE).then_some(NodeId(number))
}
