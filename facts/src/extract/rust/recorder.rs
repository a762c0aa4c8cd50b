//! What the parser leaves of bodies: nodes, and a stack of those that wait for the whole that takes them.
//!
//! Whoever reads an expression leaves one part on the stack; whoever reads a whole takes the parts above the
//! mark that it set before. Nothing happens while [`Recorder::on`] is not set. What turns out to hold
//! nothing of interest is taken back at once, so memory grows with what is kept.

use super::bodies::{Bodies, Node, NodeId, NodeList, Root};
use super::facts::{CfgId, ItemIndex, Predicate, Symbol};
use super::lexer::token::Token;
use crate::place::Span;

/// How much of interest a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Interest {
    /// Nothing: a number, an operation on numbers.
    Nothing,
    /// A variable or field, which may be worth following.
    Leaf,
    /// A call, a text, a closure, a path.
    Much,
}

/// Which wholes stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Whatever its parts are; it is of interest itself.
    Always,
    /// Whatever its parts are; it holds what they hold.
    AsPart,
    /// If a part is at least a variable; it holds what they hold.
    Leaves,
    /// If a part is at least a variable; then it is of interest itself.
    Binding,
    /// If a part holds much.
    Much,
}

/// A node that waits for the whole that takes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) node: NodeId,
    interest: Interest,
    /// How many nodes and lists there were before its own.
    first: u32,
    lists: u32,
}

/// The symbol that stands for the first label; no file has so many names.
const LAST: u32 = u32::MAX;

/// What is recorded.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    /// Whether bodies were asked for.
    wanted: bool,
    /// Whether what is read now is part of one.
    pub(crate) on: bool,
    /// Whether a body is open, though perhaps something else is read in it.
    inside: bool,
    bodies: Bodies,
    parts: Vec<Part>,
    /// Bodies of items in the open one.
    nested: Vec<Bodies>,
    /// Whether a condition holds in tests alone, by its number.
    tests: Vec<bool>,
    /// Names of arguments and fields that had no symbol yet; their numbers are counted down from [`LAST`].
    labels: Vec<Token>,
}

/// The body around one that was begun.
pub(super) struct Outer {
    on: bool,
    inside: bool,
    first: u32,
    held: Option<(Bodies, Vec<Part>)>,
}

impl Recorder {
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, tests: vec![false], ..Self::default() }
    }

    /// Takes note of a new condition.
    pub(super) fn condition(&mut self, parent: CfgId, predicate: &Predicate) {
        if self.wanted {
            let below = self.tests.get(parent.index()).copied().unwrap_or(false);
            self.tests.push(below || needs_test(predicate));
        }
    }

    /// Whether the body of a function under this condition is wanted.
    pub(super) fn wants(&self, cfg: CfgId) -> bool {
        self.wanted && !self.tests.get(cfg.index()).copied().unwrap_or(false)
    }

    pub(super) fn begin(&mut self) -> Outer {
        let held = self
            .inside
            .then(|| (std::mem::take(&mut self.bodies), std::mem::take(&mut self.parts)));
        let outer =
            Outer { on: self.on, inside: self.inside, first: self.bodies.nodes.len() as u32, held };
        self.on = true;
        self.inside = true;
        outer
    }

    /// Ends the body, of which one part is left.
    pub(super) fn finish(&mut self, item: ItemIndex, outer: Outer) {
        if let Some(part) = self.parts.pop() {
            let root = Root { item, node: part.node, first: NodeId(outer.first) };
            self.bodies.roots.push(root);
        }
        self.parts.clear();
        self.on = outer.on;
        self.inside = outer.inside;
        if let Some((bodies, parts)) = outer.held {
            self.parts = parts;
            self.nested.push(std::mem::replace(&mut self.bodies, bodies));
        } else {
            self.nested.sort_by_key(|bodies| bodies.roots.first().map(|root| root.item));
            for nested in self.nested.drain(..) {
                self.bodies.append(&nested);
            }
        }
    }

    /// What was recorded, if it was asked for.
    pub(super) fn into_bodies(mut self) -> Option<Box<Bodies>> {
        self.bodies.roots.sort_by_key(|root| root.item);
        self.bodies.shrink_to_fit();
        self.wanted.then(|| Box::new(self.bodies))
    }

    /// A symbol for a name that has none yet, until all others have theirs.
    pub(super) fn label(&mut self, name: Token) -> Symbol {
        self.labels.push(name);
        Symbol(LAST - (self.labels.len() as u32 - 1))
    }

    /// The nodes with labels, and these.
    pub(super) fn take_labels(&mut self) -> Vec<(usize, Token)> {
        if self.labels.is_empty() {
            return Vec::new();
        }
        let labels = std::mem::take(&mut self.labels);
        let from = LAST - labels.len() as u32;
        let mut found = Vec::new();
        for (at, node) in self.bodies.nodes.iter().enumerate() {
            if let Node::Named { name, .. } = node
                && name.0 > from
            {
                found.push((at, labels[(LAST - name.0) as usize]));
            }
        }
        found
    }

    /// Gives a node with a label its symbol.
    pub(super) fn rename(&mut self, at: usize, symbol: Symbol) {
        if let Some(Node::Named { name, .. }) = self.bodies.nodes.get_mut(at) {
            *name = symbol;
        }
    }

    /// How many parts wait: a mark, for whoever takes those that come after.
    pub(super) fn mark(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn leave(&mut self, node: Node, span: Span, interest: Interest) {
        let (first, lists) = (self.bodies.nodes.len() as u32, self.bodies.lists.len() as u32);
        self.push(node, span, interest, first, lists);
    }

    fn push(&mut self, node: Node, span: Span, interest: Interest, first: u32, lists: u32) {
        let id = NodeId(self.bodies.nodes.len() as u32);
        self.bodies.nodes.push(node);
        self.bodies.spans.push(span);
        self.parts.push(Part { node: id, interest, first, lists });
    }

    /// Makes one node of the parts above a mark, if they are worth keeping.
    pub(super) fn compose(
        &mut self,
        mark: usize,
        span: Span,
        keep: Keep,
        make: impl FnOnce(&[Part], &mut Lists<'_>) -> Node,
    ) {
        let parts = self.parts.get(mark..).unwrap_or_default();
        let most = parts.iter().map(|part| part.interest).max().unwrap_or(Interest::Nothing);
        let (first, lists) = parts
            .first()
            .map_or((self.bodies.nodes.len() as u32, self.bodies.lists.len() as u32), |part| {
                (part.first, part.lists)
            });
        let span = self.around(span, parts);
        let kept = match keep {
            Keep::Always => Some(Interest::Much),
            Keep::AsPart => Some(most),
            Keep::Leaves => (most >= Interest::Leaf).then_some(most),
            Keep::Binding => (most >= Interest::Leaf).then_some(Interest::Much),
            Keep::Much => (most == Interest::Much).then_some(most),
        };
        if let Some(interest) = kept {
            let node = make(parts, &mut Lists(&mut self.bodies.lists));
            self.parts.truncate(mark);
            self.push(node, span, interest, first, lists);
        } else {
            self.drop_to(mark);
            self.push(Node::Unknown, span, Interest::Nothing, first, lists);
        }
    }

    /// The span, made as wide as its parts are.
    fn around(&self, span: Span, parts: &[Part]) -> Span {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return span;
        };
        let first = self.bodies.spans[first.node.index()];
        let last = self.bodies.spans[last.node.index()];
        Span::new(span.start.min(first.start), span.end.max(last.end))
    }

    /// Takes back the parts above a mark with all that they are made of.
    fn drop_to(&mut self, mark: usize) {
        let Some(part) = self.parts.get(mark) else {
            return;
        };
        self.bodies.nodes.truncate(part.first as usize);
        self.bodies.spans.truncate(part.first as usize);
        self.bodies.lists.truncate(part.lists as usize);
        self.parts.truncate(mark);
    }

    /// Takes back a statement without interest.
    pub(super) fn drop_idle(&mut self, mark: usize) {
        let idle = |part: &Part| part.interest < Interest::Much;
        if self.parts.get(mark..).unwrap_or_default().iter().all(idle) {
            self.drop_to(mark);
        }
    }
}

/// Lists of nodes, which grow while wholes are made.
pub(super) struct Lists<'r>(&'r mut Vec<NodeId>);

impl Lists<'_> {
    pub(super) fn of(&mut self, parts: &[Part]) -> NodeList {
        let start = self.0.len() as u32;
        self.0.extend(parts.iter().map(|part| part.node));
        NodeList { start, len: parts.len() as u32 }
    }
}

fn needs_test(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Flag(flag) => **flag == *"test",
        Predicate::All(all) => all.iter().any(needs_test),
        _ => false,
    }
}
