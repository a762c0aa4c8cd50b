//! Operands that are paths, and what stands behind an operand: calls, fields, methods, indices.

use super::bodies::Node;
use super::expressions::Surroundings;
use super::facts::{Expr, ExprId, LocalId, MethodCall, PathId, PathKind, TypeId};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP, RANGE, Token};
use super::parser::Parser;
use super::recorder::Keep;
use crate::place::Span;

/// Methods of lists and iterators that call a closure with one entry.
const EACH: [&str; 18] = [
    "map",
    "for_each",
    "filter",
    "filter_map",
    "flat_map",
    "inspect",
    "any",
    "all",
    "find",
    "find_map",
    "position",
    "partition",
    "take_while",
    "skip_while",
    "map_while",
    "try_for_each",
    "for_each_concurrent",
    "retain",
];

impl Parser<'_> {
    /// A variable, constant, callee, struct literal or macro call.
    pub(crate) fn path_expression(&mut self, around: Surroundings) -> Expr {
        let variable = self.is_name()
            && !matches!(self.kind_at(1), Kind::Punct(PATH_SEP))
            && !(self.is_at(1, b'!') && matches!(self.kind_at(2), Kind::Open(_)));
        if variable {
            let token = self.token();
            let name = self.symbol(self.text_of(token));
            if let Some(local) = self.local(name) {
                self.bump();
                self.leave(Node::Local(local), token.start);
                return Expr::Local(local);
            }
        }
        let (from, start, mark) = (self.at, self.token().start, self.mark());
        let read = self.read_path(PathKind::Value, false);
        if self.at == from {
            self.bump();
            self.leave(Node::Unknown, start);
            return Expr::Unknown;
        }
        let is_macro = self.is(b'!') && matches!(self.kind_at(1), Kind::Open(_));
        let Some(path) = read.path else {
            if is_macro {
                self.bump();
                self.skip();
            } else if self.is_open(b'{') && !around.before_block {
                self.within(Self::field_values);
            }
            self.compose(mark, start, Keep::Leaves, |parts, lists| Node::Tuple(lists.of(parts)));
            return Expr::Unknown;
        };
        if is_macro {
            self.path_mut(path).kind = PathKind::Macro;
            self.bump();
            self.macro_call(path, false);
            return Expr::Unknown;
        }
        match self.kind() {
            Kind::Open(b'(') => {
                self.path_mut(path).kind = PathKind::Call;
                self.leave(Node::Path(path), start);
                Expr::Path(path)
            }
            Kind::Open(b'{') if !around.before_block => self.struct_literal(path, start),
            _ => {
                self.leave(Node::Path(path), start);
                Expr::Path(path)
            }
        }
    }

    fn struct_literal(&mut self, path: PathId, start: u32) -> Expr {
        let mark = self.mark();
        self.path_mut(path).kind = PathKind::Literal;
        self.deeper((), |p| p.within(Self::field_values));
        self.leave_struct(mark, path, start);
        Expr::Literal(path)
    }

    fn field_values(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context.cfg;
            self.conditional_attributes();
            let (mark, token) = (self.mark(), self.token());
            let mut name = None;
            if !self.eat(RANGE) && matches!(token.kind, Kind::Ident(_) | Kind::Number) {
                name = Some(token);
                if self.is_at(1, b':') {
                    self.at += 2;
                }
            }
            self.skip_expression(Surroundings::default());
            // A word that is no value was not taken: it names nothing.
            if let Some(name) = name.filter(|name| self.before() >= name.end) {
                self.leave_named(mark, name);
            }
            self.context.cfg = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    /// Calls, fields, methods, indices, `?` and `.await` behind an operand; `complete` if
    /// a bracket may follow, which it may not behind a block that is a statement.
    pub(crate) fn postfix(&mut self, base: Expr, complete: bool) -> Expr {
        let mut at = base;
        let mut brackets = complete;
        loop {
            match self.kind() {
                Kind::Punct(b'?') => {
                    self.bump();
                    self.leave_derived(self.before(), Node::Try);
                    at = self.derived(at, Expr::Try);
                }
                Kind::Open(b'(') if brackets => {
                    let mark = self.mark().saturating_sub(1);
                    self.deeper((), |p| p.within(Self::expression_list));
                    self.leave_call(mark);
                    at = self.derived(at, Expr::Call);
                }
                Kind::Open(b'[') if brackets => {
                    let (mark, start) = (self.mark().saturating_sub(1), self.before());
                    self.deeper((), |p| p.within(Self::expression_list));
                    self.compose(mark, start, Keep::Leaves, |parts, lists| {
                        Node::Index(lists.of(parts))
                    });
                    at = self.derived(at, Expr::Index);
                }
                Kind::Punct(b'.') => match self.kind_at(1) {
                    Kind::Ident(Keyword::Await) => {
                        self.at += 2;
                        self.leave_derived(self.before(), Node::Await);
                        at = self.derived(at, Expr::Await);
                    }
                    Kind::Ident(_) => at = self.member(at),
                    Kind::Number => {
                        self.bump();
                        let name = self.name();
                        self.leave_field(name);
                        at = self.derived(at, |id| Expr::Field(id, name));
                    }
                    _ if self.context.template && self.is_at(1, b'$') => {
                        self.at += 1;
                        self.meta();
                        at = Expr::Unknown;
                    }
                    _ => return at,
                },
                _ => return at,
            }
            brackets = true;
        }
    }

    /// What comes of an expression; nothing comes of one that is unknown.
    pub(super) fn derived(&mut self, from: Expr, by: impl FnOnce(ExprId) -> Expr) -> Expr {
        if from == Expr::Unknown {
            return from;
        }
        let id = self.expr(from);
        by(id)
    }

    /// A field, or a method with its arguments.
    fn member(&mut self, receiver: Expr) -> Expr {
        self.bump();
        let token = self.token();
        let name = self.name();
        if self.is(PATH_SEP) && self.is_at(1, b'<') {
            self.bump();
            self.turbofish();
        }
        if !self.is_open(b'(') {
            self.leave_field(name);
            return self.derived(receiver, |id| Expr::Field(id, name));
        }
        let index = self.facts.method_calls.len() as u32;
        let receiver = self.expr(receiver);
        self.facts.method_calls.push(MethodCall {
            receiver,
            name,
            span: Span::new(token.start, token.end),
            scope: self.context.scope,
            cfg: self.context.cfg,
            item: self.context.item,
        });
        let mark = self.mark().saturating_sub(1);
        self.given = self.goes_through(token).then_some(Expr::Each(receiver));
        self.deeper((), |p| p.within(Self::expression_list));
        self.given = None;
        self.leave_method(mark, index);
        Expr::Method(index)
    }

    /// Whether a method is one that calls the closure in its argument for each entry of what it is called on.
    fn goes_through(&self, name: Token) -> bool {
        let closure = self.is_at(1, b'|') || self.keyword_at(1) == Keyword::Move;
        closure && EACH.contains(&self.text_of(name))
    }

    /// Sets what a variable was declared with.
    pub(crate) fn declare(
        &mut self,
        local: Option<LocalId>,
        ty: Option<TypeId>,
        value: Option<Expr>,
    ) {
        let Some(local) = local else { return };
        let value = value.filter(|value| *value != Expr::Unknown).map(|value| self.expr(value));
        let entry = &mut self.facts.locals[local.index()];
        entry.ty = ty;
        entry.value = value;
    }
}
