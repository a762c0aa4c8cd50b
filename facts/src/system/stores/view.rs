//! One body, with what stands above each of its nodes.

use rustc_hash::FxHashMap;

use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::LocalId;
use crate::place::Place;
use crate::program::{At, Body, Program, UnitIndex};

/// A body with its upward links.
pub(super) struct View<'p, 'a> {
    pub(super) program: &'p Program<'a>,
    pub(super) unit: UnitIndex,
    first: u32,
    last: u32,
    /// What each node is a part of; the root of itself.
    parents: Vec<u32>,
    /// The first node of each node's run.
    starts: Vec<u32>,
    /// What `let` gives to variables with a pattern of one name.
    values: FxHashMap<LocalId, NodeId>,
    /// Where each variable is used.
    uses: FxHashMap<LocalId, Vec<NodeId>>,
}

impl<'p, 'a> View<'p, 'a> {
    pub(super) fn new(program: &'p Program<'a>, body: &Body) -> Self {
        let (first, last) = (body.first.0, body.node.0);
        let bodies = program.unit(body.unit).bodies;
        let size = (last + 1).saturating_sub(first) as usize;
        let mut parents: Vec<u32> = (first..first + size as u32).collect();
        let mut starts = parents.clone();
        let mut values = FxHashMap::default();
        let mut uses: FxHashMap<LocalId, Vec<NodeId>> = FxHashMap::default();
        for number in first..=last {
            let node = bodies.node(NodeId(number));
            let mut start = number;
            bodies.each_part(node, |part| {
                if let Some(at) = part.0.checked_sub(first).filter(|at| (*at as usize) < size) {
                    parents[at as usize] = number;
                    start = start.min(starts[at as usize]);
                }
            });
            starts[(number - first) as usize] = start;
            if let Node::Local(local) = node {
                uses.entry(local).or_default().push(NodeId(number));
            }
            if let Node::Let { pattern, value: Some(value), .. } = node
                && pattern.len == 1
            {
                values.insert(LocalId(pattern.start), value);
            }
        }
        Self { program, unit: body.unit, first, last, parents, starts, values, uses }
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
        let at = node.0.checked_sub(self.first)? as usize;
        let parent = *self.parents.get(at)?;
        (parent != node.0).then_some(NodeId(parent))
    }

    /// The first node of a node's run.
    pub(super) fn start(&self, node: NodeId) -> NodeId {
        let at = node.0.checked_sub(self.first);
        NodeId(at.and_then(|at| self.starts.get(at as usize)).copied().unwrap_or(node.0))
    }

    /// What a variable is given where it is declared.
    pub(super) fn value(&self, local: LocalId) -> Option<NodeId> {
        self.values.get(&local).copied()
    }

    /// Where a variable is used, in order.
    pub(super) fn uses(&self, local: LocalId) -> &[NodeId] {
        self.uses.get(&local).map_or(&[], Vec::as_slice)
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
