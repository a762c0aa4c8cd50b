//! The variables of a file: what brings each, what it is given, whose parameter it is.

use crate::extract::rust::bodies::{Bodies, LocalRange, Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::graph::ItemId;

/// No node, no item.
const NONE: u32 = u32::MAX;

/// The variables of a unit, by number.
pub(crate) struct Locals(Vec<Local>);

#[derive(Clone, Copy)]
struct Local {
    /// The `let`, arm, loop or closure that brings it.
    binding: u32,
    /// What it is initialised with, if its pattern is a name.
    value: u32,
    /// The function whose parameter it is, and which.
    function: u32,
    position: u16,
    /// It gets another value later.
    assigned: bool,
}

impl Locals {
    pub(crate) fn new(bodies: &Bodies, count: usize) -> Self {
        let none =
            Local { binding: NONE, value: NONE, function: NONE, position: 0, assigned: false };
        let mut locals = Self(vec![none; count]);
        for (at, node) in (0_u32..).zip(&bodies.nodes) {
            match *node {
                Node::Let { pattern, value, .. } => {
                    locals.bind(pattern, at);
                    if let (LocalRange { start, len: 1 }, Some(value)) = (pattern, value) {
                        locals.0[start as usize].value = value.0;
                    }
                }
                Node::Arm { pattern, .. }
                | Node::Loop { pattern, .. }
                | Node::Closure { parameters: pattern, .. } => locals.bind(pattern, at),
                Node::Assign { target, .. } => {
                    if let Node::Local(local) = bodies.node(target) {
                        locals.0[local.index()].assigned = true;
                    }
                }
                _ => {}
            }
        }
        locals
    }

    fn bind(&mut self, pattern: LocalRange, by: u32) {
        for local in pattern.iter() {
            self.0[local.index()].binding = by;
        }
    }

    /// Says whose parameter a variable is.
    pub(crate) fn set_parameter(&mut self, local: LocalId, of: ItemId, position: usize) {
        let local = &mut self.0[local.index()];
        local.function = of.0;
        local.position = position as u16;
    }

    /// The `let`, arm, loop or closure that brings a variable.
    pub(crate) fn binding(&self, local: LocalId) -> Option<NodeId> {
        node(self.0.get(local.index())?.binding)
    }

    /// What a variable is initialised with, if its pattern is a name.
    pub(crate) fn initialiser(&self, local: LocalId) -> Option<NodeId> {
        node(self.0.get(local.index())?.value)
    }

    /// Whether a variable gets another value later.
    pub(crate) fn is_assigned(&self, local: LocalId) -> bool {
        self.0.get(local.index()).is_some_and(|local| local.assigned)
    }

    /// The function whose parameter a variable is, and which.
    pub(crate) fn parameter(&self, local: LocalId) -> Option<(ItemId, u32)> {
        let local = self.0.get(local.index())?;
        (local.function != NONE).then(|| (ItemId(local.function), u32::from(local.position)))
    }
}

fn node(number: u32) -> Option<NodeId> {
    (number != NONE).then_some(NodeId(number))
}
