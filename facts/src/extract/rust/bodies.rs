//! What functions do: their bodies as expressions, for files in which somebody asks.
//!
//! The skeleton knows which names a function uses; rules on routes, SQL and calls must know with which
//! arguments and in which order. So the parser, where it is told to, leaves the expressions of bodies and
//! initialisers as well: a flat list in which parts stand before wholes. What holds neither a call nor a
//! text nor a closure is pruned to [`Node::Unknown`].
//!
//! Invariant: a node's parts have smaller numbers than the node, and the numbers of one body are a run of
//! their own, in the order of the text. So a number is a position in evaluation order, as far as the text tells it.

use super::facts::{ItemIndex, LocalId, PathId, Symbol};
use crate::place::Span;

/// A node of [`Bodies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The index as `usize`.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A run of entries of [`Bodies::lists`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeList {
    /// Index of the first entry.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// Local variables that one pattern brings: a run of [`super::facts::RustFacts::locals`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocalRange {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

impl LocalRange {
    /// The variables.
    pub fn iter(self) -> impl Iterator<Item = LocalId> {
        (self.start..self.start + self.len).map(LocalId)
    }
}

/// The bodies of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies {
    /// Expressions.
    pub nodes: Vec<Node>,
    /// The place of each node.
    pub spans: Vec<Span>,
    /// Parts of nodes that have a list of them.
    pub lists: Vec<NodeId>,
    /// Bodies of functions, and initialisers of constants and statics, in the order of the text.
    pub roots: Vec<Root>,
}

/// The body of a function or the initialiser of a constant or static.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// Whose.
    pub item: ItemIndex,
    /// The expression.
    pub node: NodeId,
    /// The number of its first node.
    pub first: NodeId,
}

/// An expression, or a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// Nothing that anybody asks about.
    Unknown,
    /// A string literal of any form; the span is that of the literal with its quotes.
    Text,
    /// A number, character or byte.
    Number,
    /// `true` or `false`.
    Bool(bool),
    /// A variable.
    Local(LocalId),
    /// `self`.
    SelfValue,
    /// A path used as a value.
    Path(PathId),
    /// `f(…)`.
    Call {
        /// `f`.
        callee: NodeId,
        /// What stands in the parentheses.
        arguments: NodeList,
    },
    /// `x.m(…)`.
    Method {
        /// Its entry in [`super::facts::RustFacts::method_calls`].
        call: u32,
        /// `x`.
        receiver: NodeId,
        /// What stands in the parentheses.
        arguments: NodeList,
    },
    /// `m!(…)`.
    Macro {
        /// Its entry in [`super::facts::RustFacts::macro_calls`].
        call: u32,
        /// Its arguments, where they could be read as expressions; `name = value` is a [`Node::Named`]. Of
        /// `select!` a [`Node::Arm`] for each branch, with its future for a guard.
        arguments: NodeList,
    },
    /// `S { a: x, ..y }`.
    Struct {
        /// `S`.
        path: PathId,
        /// [`Node::Named`] for each field; what stands behind `..` comes last, without a name.
        fields: NodeList,
    },
    /// A field of a struct literal, or a named argument of a macro.
    Named {
        /// Its name.
        name: Symbol,
        /// Its value.
        value: NodeId,
    },
    /// `x.f`.
    Field {
        /// `x`.
        base: NodeId,
        /// `f`.
        name: Symbol,
    },
    /// `x.await`.
    Await(NodeId),
    /// `x?`.
    Try(NodeId),
    /// `&x`, `&mut x`, `*x`, `(x)`.
    Reference(NodeId),
    /// `x as T`.
    Cast(NodeId),
    /// `x[i]`: both.
    Index(NodeList),
    /// `(a, b)`.
    Tuple(NodeList),
    /// `[a, b]`, `[a; n]`.
    Array(NodeList),
    /// Operands with operators between them, from left to right; one behind an operator that stands alone.
    Operation(NodeList),
    /// `a = b`, `a += b`.
    Assign {
        /// `a`.
        target: NodeId,
        /// `b`.
        value: NodeId,
    },
    /// `|a, b| x`, `async move |a| { x }`.
    Closure {
        /// Its parameters' variables.
        parameters: LocalRange,
        /// Its body.
        body: NodeId,
    },
    /// `{ … }`.
    Block {
        /// Of which kind.
        kind: BlockKind,
        /// Its statements; the value, if it has one, is the last.
        statements: NodeList,
        /// Whether the last one is its value.
        has_value: bool,
    },
    /// `let p = x else { … };`, and `let p = x` in a condition.
    Let {
        /// The variables of the pattern.
        pattern: LocalRange,
        /// `x`.
        value: Option<NodeId>,
        /// The block behind `else`.
        otherwise: Option<NodeId>,
    },
    /// `if c { … } else { … }`.
    If {
        /// `c`.
        condition: NodeId,
        /// The first block.
        then: NodeId,
        /// What stands behind `else`.
        otherwise: Option<NodeId>,
    },
    /// `match x { … }`.
    Match {
        /// `x`.
        on: NodeId,
        /// [`Node::Arm`] for each arm.
        arms: NodeList,
    },
    /// `p if g => x`.
    Arm {
        /// The variables of the pattern.
        pattern: LocalRange,
        /// `g`.
        guard: Option<NodeId>,
        /// `x`.
        body: NodeId,
        /// The pattern in the text.
        pattern_span: Span,
    },
    /// A loop.
    Loop {
        /// Of which kind.
        kind: LoopKind,
        /// The condition of `while`, what `for` goes through.
        head: Option<NodeId>,
        /// The variables of the pattern of `for`.
        pattern: LocalRange,
        /// The block.
        body: NodeId,
    },
    /// `return x`, `break x`, `continue`.
    Jump {
        /// Which.
        kind: JumpKind,
        /// `x`.
        value: Option<NodeId>,
    },
}

/// Kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `{ … }`, `unsafe { … }`, `const { … }`.
    Plain,
    /// `async { … }`, `async move { … }`.
    Async,
}

/// Kinds of loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopKind {
    /// `loop`.
    Endless,
    /// `while`, `while let`.
    While,
    /// `for`.
    For,
}

/// Kinds of jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JumpKind {
    /// `return`.
    Return,
    /// `break`, `yield`.
    Break,
    /// `continue`.
    Continue,
}

impl Bodies {
    /// The entries of a list.
    pub fn list(&self, list: NodeList) -> &[NodeId] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.index()]
    }

    /// The place of a node.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans[id.index()]
    }

    /// Gives back what growth reserved too much.
    pub fn shrink_to_fit(&mut self) {
        self.nodes.shrink_to_fit();
        self.spans.shrink_to_fit();
        self.lists.shrink_to_fit();
        self.roots.shrink_to_fit();
    }
}
