//! What readers of expressions say to the recorder of bodies; nothing is done where bodies are not asked for.

use super::bodies::{BlockKind, JumpKind, LocalRange, LoopKind, Node};
use super::facts::{ItemFlags, ItemIndex, PathId, Symbol};
use super::lexer::token::Token;
use super::parser::Parser;
use super::recorder::{Interest, Keep, Lists, Part};
use crate::place::Span;

impl Parser<'_> {
    /// Reads the body of an item with `read`, and records it if that is wanted.
    pub(super) fn body(&mut self, item: ItemIndex, flags: ItemFlags, read: impl FnOnce(&mut Self)) {
        let wanted = self.recorder.wants(self.context.cfg)
            && !flags.contains(ItemFlags::TEST)
            && !self.context.template;
        if !wanted {
            self.aside(read);
            return;
        }
        let outer = self.recorder.begin();
        let mark = self.mark();
        read(self);
        self.one(mark);
        self.recorder.finish(item, outer);
    }

    /// Reads with `read` what is no part of the body around it.
    pub(super) fn aside<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let on = std::mem::replace(&mut self.recorder.on, false);
        let result = read(self);
        self.recorder.on = on;
        result
    }

    pub(super) fn mark(&self) -> usize {
        self.recorder.mark()
    }

    /// The variables that were brought since there were `from`.
    pub(super) fn locals_since(&self, from: usize) -> LocalRange {
        LocalRange { start: from as u32, len: (self.facts.locals.len() - from) as u32 }
    }

    /// Gives labels that are no names of the file so far their symbols, behind all others: what is
    /// read without bodies has the same numbers.
    pub(super) fn name_labels(&mut self) {
        for (at, label) in self.recorder.take_labels() {
            let symbol = self.symbol(self.text_of(label));
            self.recorder.rename(at, symbol);
        }
    }

    /// Where what is read next begins, or what was read ended if nothing follows.
    pub(super) fn start(&self) -> u32 {
        if self.is_end() { self.before() } else { self.token().start }
    }

    fn span_from(&self, start: u32) -> Span {
        Span::new(start, self.before().max(start))
    }

    /// An operand without parts, which began at `start`.
    pub(super) fn leave(&mut self, node: Node, start: u32) {
        if self.recorder.on {
            let interest = match node {
                Node::Text | Node::Path(_) => Interest::Much,
                Node::Local(_) | Node::SelfValue => Interest::Leaf,
                _ => Interest::Nothing,
            };
            let span = self.span_from(start);
            self.recorder.leave(node, span, interest);
        }
    }

    /// A whole of the parts above `mark`, which began at `start`.
    pub(super) fn compose(
        &mut self,
        mark: usize,
        start: u32,
        keep: Keep,
        make: impl FnOnce(&[Part], &mut Lists<'_>) -> Node,
    ) {
        if self.recorder.on {
            let span = self.span_from(start);
            self.recorder.compose(mark, span, keep, make);
        }
    }

    /// Makes sure that there is one part above `mark`: of none an unknown one, of several an operation.
    pub(super) fn one(&mut self, mark: usize) {
        if self.recorder.on && self.mark() != mark + 1 {
            let start = self.before();
            self.compose(mark, start, Keep::Much, |parts, lists| Node::Operation(lists.of(parts)));
        }
    }

    /// Operands from `mark` on, with operators between them if there was one.
    pub(super) fn leave_operation(&mut self, mark: usize, operated: bool) {
        if self.recorder.on && (operated || self.mark() != mark + 1) {
            let start = self.before();
            self.compose(mark, start, Keep::Much, |parts, lists| Node::Operation(lists.of(parts)));
        }
    }

    /// The last two parts are target and value.
    pub(super) fn leave_assignment(&mut self) {
        let start = self.before();
        let mark = self.mark().saturating_sub(2);
        self.compose(mark, start, Keep::Much, |parts, _| match parts {
            [target, value] => Node::Assign { target: target.node, value: value.node },
            _ => Node::Unknown,
        });
    }

    /// What comes of the last part.
    pub(super) fn leave_derived(&mut self, start: u32, make: fn(super::bodies::NodeId) -> Node) {
        let mark = self.mark().saturating_sub(1);
        self.compose(mark, start, Keep::Leaves, |parts, _| {
            parts.first().map_or(Node::Unknown, |part| make(part.node))
        });
    }

    /// A field of the last part.
    pub(super) fn leave_field(&mut self, name: Symbol) {
        let (start, mark) = (self.before(), self.mark().saturating_sub(1));
        self.compose(mark, start, Keep::Leaves, |parts, _| {
            parts.first().map_or(Node::Unknown, |part| Node::Field { base: part.node, name })
        });
    }

    /// A call; the parts above `mark` are the callee and its arguments.
    pub(super) fn leave_call(&mut self, mark: usize) {
        let start = self.before();
        self.compose(mark, start, Keep::Always, |parts, lists| match parts {
            [callee, arguments @ ..] => {
                Node::Call { callee: callee.node, arguments: lists.of(arguments) }
            }
            [] => Node::Unknown,
        });
    }

    /// A call of a method; the parts above `mark` are the receiver and the arguments.
    pub(super) fn leave_method(&mut self, mark: usize, call: u32) {
        let start = self.before();
        self.compose(mark, start, Keep::Always, |parts, lists| match parts {
            [receiver, arguments @ ..] => {
                Node::Method { call, receiver: receiver.node, arguments: lists.of(arguments) }
            }
            [] => Node::Unknown,
        });
    }

    pub(super) fn leave_macro(&mut self, mark: usize, call: u32, start: u32) {
        self.compose(mark, start, Keep::Always, |parts, lists| Node::Macro {
            call,
            arguments: lists.of(parts),
        });
    }

    pub(super) fn leave_struct(&mut self, mark: usize, path: PathId, start: u32) {
        self.compose(mark, start, Keep::Always, |parts, lists| Node::Struct {
            path,
            fields: lists.of(parts),
        });
    }

    /// Gives the part above `mark` a name.
    pub(super) fn leave_named(&mut self, mark: usize, name: Token) {
        if !self.recorder.on {
            return;
        }
        self.one(mark);
        let known = self.known_symbol(self.text_of(name));
        let symbol = known.unwrap_or_else(|| self.recorder.label(name));
        self.compose(mark, name.start, Keep::AsPart, |parts, _| {
            parts
                .first()
                .map_or(Node::Unknown, |part| Node::Named { name: symbol, value: part.node })
        });
    }

    /// What stands in parentheses; `only` if it is one expression and nothing else.
    pub(super) fn leave_parenthesized(&mut self, mark: usize, start: u32, only: bool) {
        if only {
            self.leave_derived(start, Node::Reference);
            return;
        }
        // Of constants too, for the sake of `([127, 0, 0, 1], 0)`; without a whole that is kept they go.
        self.compose(mark, start, Keep::AsPart, |parts, lists| Node::Tuple(lists.of(parts)));
    }

    pub(super) fn leave_closure(&mut self, mark: usize, parameters: LocalRange, start: u32) {
        self.one(mark);
        self.compose(mark, start, Keep::Always, |parts, _| {
            parts
                .first()
                .map_or(Node::Unknown, |part| Node::Closure { parameters, body: part.node })
        });
    }

    pub(super) fn leave_block(
        &mut self,
        mark: usize,
        start: u32,
        kind: BlockKind,
        has_value: bool,
    ) {
        let keep = match kind {
            BlockKind::Async => Keep::Always,
            BlockKind::Plain => Keep::Leaves,
        };
        self.compose(mark, start, keep, |parts, lists| Node::Block {
            kind,
            statements: lists.of(parts),
            has_value,
        });
    }

    /// Takes back the statement above `mark` if it is of no interest.
    pub(super) fn drop_idle(&mut self, mark: usize) {
        if self.recorder.on {
            self.recorder.drop_idle(mark);
        }
    }

    /// `let`, with a value if there is a part for it, and a block behind `else` if there are two.
    pub(super) fn leave_let(&mut self, mark: usize, start: u32, pattern: LocalRange, keep: Keep) {
        self.compose(mark, start, keep, |parts, _| Node::Let {
            pattern,
            value: parts.first().map(|part| part.node),
            otherwise: parts.get(1).map(|part| part.node),
        });
    }

    /// A chain of `if`s: the parts above `mark` are conditions with their blocks, and the last `else`.
    pub(super) fn leave_ifs(&mut self, mark: usize, start: u32) {
        while self.mark() > mark + 1 {
            let count = self.mark() - mark;
            // The innermost `if` is the last two parts, or the last three.
            let last = if count % 2 == 1 { 3 } else { 2 };
            let from = self.mark() - last;
            let at = if from == mark { start } else { self.before() };
            self.compose(from, at, Keep::Much, |parts, _| match parts {
                [condition, then, rest @ ..] => Node::If {
                    condition: condition.node,
                    then: then.node,
                    otherwise: rest.first().map(|part| part.node),
                },
                _ => Node::Unknown,
            });
        }
    }

    /// An arm, of which the last part above `mark` is the body, and one before it the guard.
    pub(super) fn leave_arm(
        &mut self,
        mark: usize,
        start: u32,
        pattern: LocalRange,
        pattern_span: Span,
    ) {
        self.compose(mark, start, Keep::AsPart, |parts, _| match parts {
            [body] => Node::Arm { pattern, guard: None, body: body.node, pattern_span },
            [guard, body, ..] => {
                Node::Arm { pattern, guard: Some(guard.node), body: body.node, pattern_span }
            }
            [] => Node::Unknown,
        });
    }

    pub(super) fn leave_match(&mut self, mark: usize, start: u32) {
        self.compose(mark, start, Keep::Much, |parts, lists| match parts {
            [on, arms @ ..] => Node::Match { on: on.node, arms: lists.of(arms) },
            [] => Node::Unknown,
        });
    }

    /// A loop, of which the last part above `mark` is the block, and one before it the head.
    pub(super) fn leave_loop(
        &mut self,
        mark: usize,
        start: u32,
        kind: LoopKind,
        pattern: LocalRange,
    ) {
        self.compose(mark, start, Keep::Much, |parts, _| match parts {
            [body] => Node::Loop { kind, head: None, pattern, body: body.node },
            [head, body, ..] => {
                Node::Loop { kind, head: Some(head.node), pattern, body: body.node }
            }
            [] => Node::Unknown,
        });
    }

    pub(super) fn leave_jump(&mut self, mark: usize, start: u32, kind: JumpKind) {
        self.compose(mark, start, Keep::Always, |parts, _| Node::Jump {
            kind,
            value: parts.first().map(|part| part.node),
        });
    }
}
