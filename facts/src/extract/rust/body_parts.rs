//! What the nodes of bodies are made of: their parts in order, and moving them to other numbers.

use super::bodies::{Bodies, Node, NodeId, NodeList, Root};

impl Bodies {
    /// Shows the parts of a node in the order of their numbers.
    pub fn each_part(&self, node: Node, mut visit: impl FnMut(NodeId)) {
        match node {
            Node::Unknown
            | Node::Text
            | Node::Number
            | Node::Bool(_)
            | Node::Local(_)
            | Node::SelfValue
            | Node::Path(_) => {}
            Node::Call { callee: first, arguments: list }
            | Node::Method { receiver: first, arguments: list, .. }
            | Node::Match { on: first, arms: list } => {
                visit(first);
                self.list(list).iter().copied().for_each(visit);
            }
            Node::Macro { arguments: list, .. }
            | Node::Struct { fields: list, .. }
            | Node::Index(list)
            | Node::Tuple(list)
            | Node::Array(list)
            | Node::Operation(list)
            | Node::Block { statements: list, .. } => {
                self.list(list).iter().copied().for_each(visit);
            }
            Node::Named { value: inner, .. }
            | Node::Field { base: inner, .. }
            | Node::Await(inner)
            | Node::Try(inner)
            | Node::Reference(inner)
            | Node::Cast(inner)
            | Node::Closure { body: inner, .. } => visit(inner),
            Node::Assign { target, value } => {
                visit(target);
                visit(value);
            }
            Node::Let { value: first, otherwise: last, .. } => {
                first.into_iter().chain(last).for_each(visit);
            }
            Node::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                otherwise.into_iter().for_each(visit);
            }
            Node::Arm { guard: before, body, .. } | Node::Loop { head: before, body, .. } => {
                before.into_iter().for_each(&mut visit);
                visit(body);
            }
            Node::Jump { value, .. } => value.into_iter().for_each(visit),
        }
    }

    /// The first node within a node; a leaf itself.
    pub fn first_within(&self, node: NodeId) -> NodeId {
        let mut at = node;
        loop {
            let mut first = None;
            self.each_part(self.node(at), |part| first = first.or(Some(part)));
            match first {
                Some(part) => at = part,
                None => return at,
            }
        }
    }

    /// Takes the nodes of `other` behind its own.
    pub(super) fn append(&mut self, other: &Self) {
        let by = Shift { nodes: self.nodes.len() as u32, lists: self.lists.len() as u32 };
        self.nodes.extend(other.nodes.iter().map(|node| by.node(*node)));
        self.spans.extend(&other.spans);
        self.lists.extend(other.lists.iter().map(|id| by.id(*id)));
        self.roots.extend(other.roots.iter().map(|root| Root {
            item: root.item,
            node: by.id(root.node),
            first: by.id(root.first),
        }));
    }
}

/// By how much numbers grow where nodes are moved behind others.
#[derive(Clone, Copy)]
struct Shift {
    nodes: u32,
    lists: u32,
}

impl Shift {
    const fn id(self, id: NodeId) -> NodeId {
        NodeId(id.0 + self.nodes)
    }

    fn maybe(self, id: Option<NodeId>) -> Option<NodeId> {
        id.map(|id| self.id(id))
    }

    const fn list(self, list: NodeList) -> NodeList {
        NodeList { start: list.start + self.lists, len: list.len }
    }

    fn node(self, node: Node) -> Node {
        match node {
            Node::Unknown
            | Node::Text
            | Node::Number
            | Node::Bool(_)
            | Node::Local(_)
            | Node::SelfValue
            | Node::Path(_) => node,
            Node::Call { callee, arguments } => {
                Node::Call { callee: self.id(callee), arguments: self.list(arguments) }
            }
            Node::Method { call, receiver, arguments } => {
                Node::Method { call, receiver: self.id(receiver), arguments: self.list(arguments) }
            }
            Node::Macro { call, arguments } => {
                Node::Macro { call, arguments: self.list(arguments) }
            }
            Node::Struct { path, fields } => Node::Struct { path, fields: self.list(fields) },
            Node::Named { name, value } => Node::Named { name, value: self.id(value) },
            Node::Field { base, name } => Node::Field { base: self.id(base), name },
            Node::Await(inner) => Node::Await(self.id(inner)),
            Node::Try(inner) => Node::Try(self.id(inner)),
            Node::Reference(inner) => Node::Reference(self.id(inner)),
            Node::Cast(inner) => Node::Cast(self.id(inner)),
            Node::Index(list) => Node::Index(self.list(list)),
            Node::Tuple(list) => Node::Tuple(self.list(list)),
            Node::Array(list) => Node::Array(self.list(list)),
            Node::Operation(list) => Node::Operation(self.list(list)),
            Node::Assign { target, value } => {
                Node::Assign { target: self.id(target), value: self.id(value) }
            }
            Node::Closure { parameters, body } => Node::Closure { parameters, body: self.id(body) },
            Node::Block { kind, statements, has_value } => {
                Node::Block { kind, statements: self.list(statements), has_value }
            }
            Node::Let { pattern, value, otherwise } => {
                Node::Let { pattern, value: self.maybe(value), otherwise: self.maybe(otherwise) }
            }
            Node::If { condition, then, otherwise } => Node::If {
                condition: self.id(condition),
                then: self.id(then),
                otherwise: self.maybe(otherwise),
            },
            Node::Match { on, arms } => Node::Match { on: self.id(on), arms: self.list(arms) },
            Node::Arm { pattern, guard, body, pattern_span } => {
                Node::Arm { pattern, guard: self.maybe(guard), body: self.id(body), pattern_span }
            }
            Node::Loop { kind, head, pattern, body } => {
                Node::Loop { kind, head: self.maybe(head), pattern, body: self.id(body) }
            }
            Node::Jump { kind, value } => Node::Jump { kind, value: self.maybe(value) },
        }
    }
}
