//! One body, with what stands above each of its nodes.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::Context;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::place::Place;
use crate::program::{At, Body, Program, UnitIndex};
use crate::system::links::Links;
use crate::system::parents::Parents;

/// A body with its upward links.
pub(super) struct View<'p, 'a> {
    pub(super) program: &'p Program<'a>,
    pub(super) unit: UnitIndex,
    parents: &'p Parents,
    links: &'p Links,
    first: u32,
    last: u32,
    /// Where each variable is used, once somebody asks.
    uses: OnceCell<FxHashMap<LocalId, Vec<NodeId>>>,
}

impl<'p, 'a> View<'p, 'a> {
    pub(super) fn new(context: &Context<'p, 'a>, body: &Body) -> Self {
        Self {
            program: context.program,
            unit: body.unit,
            parents: context.parents,
            links: context.links,
            first: body.first.0,
            last: body.node.0,
            uses: OnceCell::new(),
        }
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (self.first..=self.last).map(NodeId)
    }

    pub(super) fn at(&self, node: NodeId) -> At {
        At { unit: self.unit, node }
    }

    pub(super) fn node(&self, node: NodeId) -> Node {
        self.program.node(self.at(node))
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        self.program.place(self.at(node))
    }

    /// What a node is a part of.
    pub(super) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.parents.of(self.at(node)).map(|parent| parent.node)
    }

    /// The first node of a node's run.
    pub(super) fn start(&self, node: NodeId) -> NodeId {
        self.program.unit(self.unit).bodies.first_within(node)
    }

    /// What a variable is given where it is declared.
    pub(super) fn value(&self, local: LocalId) -> Option<NodeId> {
        self.links.locals(self.unit).initialiser(local)
    }

    /// Where a variable is used, in order.
    pub(super) fn uses(&self, local: LocalId) -> &[NodeId] {
        let uses = self.uses.get_or_init(|| {
            let mut uses: FxHashMap<LocalId, Vec<NodeId>> = FxHashMap::default();
            for node in self.nodes() {
                if let Node::Local(local) = self.node(node) {
                    uses.entry(local).or_default().push(node);
                }
            }
            uses
        });
        uses.get(&local).map_or(&[], Vec::as_slice)
    }

    /// The arguments of a call, method or macro.
    pub(super) fn arguments(&self, node: NodeId) -> &'p [NodeId] {
        let bodies = self.program.unit(self.unit).bodies;
        match self.node(node) {
            Node::Call { arguments, .. }
            | Node::Method { arguments, .. }
            | Node::Macro { arguments, .. } => bodies.list(arguments),
            _ => &[],
        }
    }

    pub(super) fn argument(&self, node: NodeId, position: u8) -> Option<NodeId> {
        self.arguments(node).get(usize::from(position)).copied()
    }

    /// The name of the method that a node calls.
    pub(super) fn method_name(&self, node: NodeId) -> Option<&'a str> {
        match self.node(node) {
            Node::Method { call, .. } => Some(self.program.method_name(self.unit, call)),
            _ => None,
        }
    }

    /// A path as written: of a path, and of what is called, built or expanded by one.
    pub(super) fn path_text(&self, node: NodeId) -> Option<String> {
        match self.node(node) {
            Node::Path(path) | Node::Struct { path, .. } => {
                Some(self.program.path_text(self.unit, path))
            }
            Node::Call { callee, .. } => match self.node(callee) {
                Node::Path(path) => Some(self.program.path_text(self.unit, path)),
                _ => None,
            },
            Node::Macro { call, .. } => {
                let facts = self.program.unit(self.unit).facts;
                let path = facts.macro_calls[call as usize].path;
                Some(self.program.path_text(self.unit, path))
            }
            _ => None,
        }
    }

    /// The node without `&`, `?`, `.await` and casts around it.
    pub(super) fn bare(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while let Node::Reference(inner)
        | Node::Await(inner)
        | Node::Try(inner)
        | Node::Cast(inner) = self.node(at)
        {
            at = inner;
        }
        at
    }
}
