//! Expressions: operands and operators from left to right, without precedence.
//!
//! What binds stronger does not matter for which names are used. What matters is which
//! variables are in scope, and what a method is called on.

use super::facts::{Expr, ExprId, LocalId, MethodCall, PathId, PathKind};
use super::keyword::Keyword;
use super::lexer::{ARROW, COMPARE, FAT_ARROW, Kind, PATH_SEP, RANGE};
use super::parser::Parser;
use crate::place::Span;

/// In which surroundings an expression stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings {
    /// Before a block, as in `if x {`: a brace is no struct's.
    pub(crate) before_block: bool,
    /// The right side of `let` in a condition, which `&&` ends.
    pub(crate) before_and: bool,
}

const BEFORE_BLOCK: Surroundings = Surroundings { before_block: true, before_and: false };

impl Parser<'_> {
    /// Reads an expression, if one begins here.
    pub(crate) fn read_expression(&mut self) -> Option<ExprId> {
        self.expression(Surroundings::default())
    }

    pub(crate) fn expression(&mut self, around: Surroundings) -> Option<ExprId> {
        let mut first = self.operand(around)?;
        loop {
            match self.operator(around) {
                Next::End => return Some(first),
                Next::Cast => {
                    let ty = self.read_type(false);
                    first = self.expr(Expr::Cast(ty));
                }
                Next::Operand => {
                    first = self.expr(Expr::Unknown);
                    if self.operand(around).is_none() {
                        return Some(first);
                    }
                }
            }
        }
    }

    /// Takes the operator here, if one goes on.
    fn operator(&mut self, around: Surroundings) -> Next {
        match self.kind() {
            Kind::Ident(Keyword::As) => {
                self.bump();
                return Next::Cast;
            }
            Kind::Punct(COMPARE) => self.bump(),
            Kind::Punct(RANGE) => self.bump(),
            Kind::Punct(sign @ (b'&' | b'|')) => {
                let both = self.is_pair(sign, sign);
                if both && around.before_and {
                    return Next::End;
                }
                self.at += if both { 2 } else { 1 };
                self.assigning();
            }
            Kind::Punct(sign @ (b'<' | b'>')) => {
                self.at += if self.is_pair(sign, sign) { 2 } else { 1 };
                self.assigning();
            }
            Kind::Punct(b'+' | b'-' | b'*' | b'/' | b'%' | b'^') => {
                self.bump();
                self.assigning();
            }
            Kind::Punct(b'=') => self.bump(),
            _ => return Next::End,
        }
        Next::Operand
    }

    /// `=` right behind an operator.
    fn assigning(&mut self) {
        if self.is(b'=') && self.before() == self.token().start {
            self.bump();
        }
    }

    /// An operand with what stands before and behind it.
    fn operand(&mut self, around: Surroundings) -> Option<ExprId> {
        self.deeper(None, |p| p.prefixed(around))
    }

    fn prefixed(&mut self, around: Surroundings) -> Option<ExprId> {
        loop {
            match self.kind() {
                Kind::Punct(b'-' | b'!' | b'*') => self.bump(),
                Kind::Punct(b'&') => {
                    self.bump();
                    if self.keyword() == Keyword::Raw
                        && matches!(self.keyword_at(1), Keyword::Const | Keyword::Mut)
                    {
                        self.bump();
                        self.eat_keyword(Keyword::Const);
                    }
                    self.eat_keyword(Keyword::Mut);
                }
                Kind::Punct(RANGE) => {
                    self.bump();
                    if !self.is_operand_start(around) {
                        return Some(self.expr(Expr::Unknown));
                    }
                }
                Kind::Punct(b'#') if matches!(self.kind_at(1), Kind::Open(b'[')) => {
                    self.skip_attributes()
                }
                Kind::Lifetime if self.is_at(1, b':') => self.at += 2,
                Kind::Ident(Keyword::Box)
                    if matches!(self.kind_at(1), Kind::Ident(_) | Kind::Number | Kind::Str) =>
                {
                    self.bump();
                }
                _ => break,
            }
        }
        let base = self.base(around)?;
        Some(self.postfix(base))
    }

    /// Whether an operand may begin here.
    fn is_operand_start(&self, around: Surroundings) -> bool {
        match self.kind() {
            Kind::Open(b'{') => !around.before_block,
            Kind::Open(_) | Kind::Number | Kind::Str | Kind::Char | Kind::Lifetime => true,
            Kind::Ident(keyword) => !matches!(keyword, Keyword::As | Keyword::Else | Keyword::In),
            Kind::Punct(sign) => matches!(
                sign,
                b'-' | b'!' | b'*' | b'&' | b'|' | b'<' | PATH_SEP | RANGE | b'$' | b'#'
            ),
            _ => false,
        }
    }

    fn base(&mut self, around: Surroundings) -> Option<ExprId> {
        match self.kind() {
            Kind::Number
            | Kind::Str
            | Kind::Char
            | Kind::Ident(Keyword::True | Keyword::False | Keyword::Underscore) => {
                self.bump();
            }
            Kind::Open(b'(') => return Some(self.parenthesized()),
            Kind::Open(b'[') => self.within(Self::expression_list),
            Kind::Open(_) => self.read_block(),
            Kind::Punct(b'|') => self.closure(around),
            Kind::Ident(keyword) => return self.keyword_base(keyword, around),
            Kind::Punct(b'$') if self.context.template && !self.is_path_start() => self.meta(),
            _ if self.is_path_start() => return Some(self.path_expression(around)),
            _ => return None,
        }
        Some(self.expr(Expr::Unknown))
    }

    /// An operand that begins with a word.
    fn keyword_base(&mut self, keyword: Keyword, around: Surroundings) -> Option<ExprId> {
        match keyword {
            Keyword::If => self.if_expression(),
            Keyword::Match => self.match_expression(),
            Keyword::While => {
                self.bump();
                self.in_block(|p| {
                    p.expression(BEFORE_BLOCK);
                    p.read_block();
                });
            }
            Keyword::Loop => {
                self.bump();
                self.read_block();
            }
            Keyword::For if self.is_at(1, b'<') => {
                self.bump();
                self.skip_angles();
                return self.operand(around);
            }
            Keyword::For => self.for_loop(),
            Keyword::Let => {
                self.bump();
                self.let_condition();
            }
            Keyword::Unsafe
            | Keyword::Const
            | Keyword::Async
            | Keyword::Move
            | Keyword::Static
            | Keyword::Try
            | Keyword::Gen
                if self.is_block_or_closure() =>
            {
                while matches!(self.kind(), Kind::Ident(k) if k != Keyword::None) {
                    self.bump();
                }
                if self.is(b'|') {
                    self.closure(around);
                } else {
                    self.read_block();
                }
            }
            Keyword::Return
            | Keyword::Break
            | Keyword::Continue
            | Keyword::Yield
            | Keyword::Become => {
                self.bump();
                if self.kind() == Kind::Lifetime {
                    self.bump();
                }
                if self.is_operand_start(around) {
                    self.expression(around);
                }
            }
            Keyword::SelfValue if !self.is_at(1, PATH_SEP) => {
                self.bump();
                return Some(self.expr(Expr::SelfValue));
            }
            _ if self.is_path_start() => return Some(self.path_expression(around)),
            _ => return None,
        }
        Some(self.expr(Expr::Unknown))
    }

    /// Whether words like `async move` lead to a block or a closure.
    fn is_block_or_closure(&self) -> bool {
        let mut ahead = 1;
        while matches!(
            self.keyword_at(ahead),
            Keyword::Move | Keyword::Async | Keyword::Gen | Keyword::Static
        ) {
            ahead += 1;
        }
        matches!(self.kind_at(ahead), Kind::Open(b'{') | Kind::Punct(b'|'))
    }

    fn parenthesized(&mut self) -> ExprId {
        let inner = self.within(|p| {
            let first = p.read_expression();
            let only = p.is_end();
            p.expression_list();
            first.filter(|_| only)
        });
        match inner {
            Some(inner) => inner,
            None => self.expr(Expr::Unknown),
        }
    }

    /// Expressions up to the end, whatever separates them.
    pub(crate) fn expression_list(&mut self) {
        while !self.is_end() {
            let before = self.at;
            if matches!(self.kind(), Kind::Punct(b',' | b';')) {
                self.bump();
                continue;
            }
            self.read_expression();
            if self.at == before {
                self.stray();
            }
        }
    }

    /// A token that begins nothing: what a delimiter holds is still looked at.
    pub(crate) fn stray(&mut self) {
        match self.kind() {
            Kind::Open(_) => self.deeper((), |p| p.within(Self::expression_list)),
            Kind::Punct(b'$') if self.context.template => self.meta(),
            _ => self.bump(),
        }
    }

    fn closure(&mut self, around: Surroundings) {
        let locals = self.locals.len();
        self.bump();
        while !self.is_end() && !self.is(b'|') {
            let before = self.at;
            let local = self.read_pattern(false);
            if self.eat(b':') {
                let ty = self.read_type(false);
                if let Some(local) = local {
                    self.facts.locals[local.index()].ty = Some(ty);
                }
            }
            if !self.eat(b',') && self.at == before {
                if matches!(self.kind(), Kind::Punct(b';' | FAT_ARROW)) {
                    break;
                }
                self.skip();
            }
        }
        self.eat(b'|');
        if self.eat(ARROW) {
            self.read_type(false);
            self.read_block();
        } else {
            self.expression(around);
        }
        self.locals.truncate(locals);
    }

    fn if_expression(&mut self) {
        // A chain of `else if` is read in a row, so its length costs no depth.
        loop {
            self.bump();
            self.in_block(|p| {
                p.expression(BEFORE_BLOCK);
                p.read_block();
            });
            if !self.eat_keyword(Keyword::Else) {
                return;
            }
            if self.keyword() != Keyword::If {
                self.read_block();
                return;
            }
        }
    }

    /// Behind `let` in a condition; its variables stay for the block.
    fn let_condition(&mut self) {
        let from = self.locals.len();
        let local = self.read_pattern(true);
        let hidden = self.locals.split_off(from);
        if self.eat(b'=') {
            let value = self.expression(Surroundings { before_block: true, before_and: true });
            if let Some(local) = local {
                self.facts.locals[local.index()].value = value;
            }
        }
        self.locals.extend(hidden);
    }

    fn for_loop(&mut self) {
        self.bump();
        self.in_block(|p| {
            let from = p.locals.len();
            p.read_pattern(true);
            let hidden = p.locals.split_off(from);
            p.eat_keyword(Keyword::In);
            p.expression(BEFORE_BLOCK);
            p.locals.extend(hidden);
            p.read_block();
        });
    }

    fn match_expression(&mut self) {
        self.bump();
        self.expression(BEFORE_BLOCK);
        if self.is_open(b'{') {
            self.deeper((), |p| p.within(Self::arms));
        }
    }

    fn arms(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context.cfg;
            self.conditional_attributes();
            self.in_block(|p| {
                p.read_pattern(true);
                if p.eat_keyword(Keyword::If) {
                    p.read_expression();
                }
                if p.eat(FAT_ARROW) {
                    p.statement_expression();
                }
            });
            self.context.cfg = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    /// An expression that ends with its block if it begins with one.
    pub(crate) fn statement_expression(&mut self) -> Option<ExprId> {
        let block_like = match self.kind() {
            Kind::Open(b'{') => true,
            Kind::Ident(Keyword::If | Keyword::Match | Keyword::While | Keyword::Loop) => true,
            Kind::Ident(Keyword::For) => !self.is_at(1, b'<'),
            Kind::Ident(Keyword::Unsafe | Keyword::Const | Keyword::Async | Keyword::Try) => {
                matches!(self.kind_at(1), Kind::Open(b'{'))
            }
            Kind::Lifetime => self.is_at(1, b':'),
            _ => false,
        };
        if !block_like {
            return self.read_expression();
        }
        let around = Surroundings::default();
        let first = self.operand(around)?;
        // `match x {}.await` went on already; `{} * x` does not.
        Some(first)
    }

    fn path_expression(&mut self, around: Surroundings) -> ExprId {
        let variable = self.is_name()
            && !matches!(self.kind_at(1), Kind::Punct(PATH_SEP))
            && !(self.is_at(1, b'!') && matches!(self.kind_at(2), Kind::Open(_)));
        if variable {
            let token = self.token();
            let name = self.symbol(self.text_of(token));
            if let Some(local) = self.local(name) {
                self.bump();
                return self.expr(Expr::Local(local));
            }
        }
        let from = self.at;
        let read = self.read_path(PathKind::Value, false);
        if self.at == from {
            self.bump();
            return self.expr(Expr::Unknown);
        }
        let is_macro = self.is(b'!') && matches!(self.kind_at(1), Kind::Open(_));
        let Some(path) = read.path else {
            if is_macro {
                self.bump();
                self.skip();
            }
            if self.is_open(b'{') && !around.before_block {
                self.within(Self::field_values);
            }
            return self.expr(Expr::Unknown);
        };
        if is_macro {
            self.path_mut(path).kind = PathKind::Macro;
            self.bump();
            self.macro_call(path, false);
            return self.expr(Expr::Unknown);
        }
        match self.kind() {
            Kind::Open(b'(') => {
                self.path_mut(path).kind = PathKind::Call;
                self.expr(Expr::Path(path))
            }
            Kind::Open(b'{') if !around.before_block => self.struct_literal(path),
            _ => self.expr(Expr::Path(path)),
        }
    }

    fn struct_literal(&mut self, path: PathId) -> ExprId {
        self.path_mut(path).kind = PathKind::Literal;
        self.deeper((), |p| p.within(Self::field_values));
        self.expr(Expr::Literal(path))
    }

    fn field_values(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context.cfg;
            self.conditional_attributes();
            if self.eat(RANGE) {
                self.read_expression();
            } else if matches!(self.kind(), Kind::Ident(_) | Kind::Number) && self.is_at(1, b':') {
                self.at += 2;
                self.read_expression();
            } else {
                self.read_expression();
            }
            self.context.cfg = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    /// Calls, fields, methods, indices, `?` and `.await` behind an operand.
    fn postfix(&mut self, base: ExprId) -> ExprId {
        let mut at = base;
        loop {
            match self.kind() {
                Kind::Punct(b'?') => {
                    self.bump();
                    at = self.expr(Expr::Try(at));
                }
                Kind::Open(b'(') => {
                    self.deeper((), |p| p.within(Self::expression_list));
                    at = self.expr(Expr::Call(at));
                }
                Kind::Open(b'[') => {
                    self.deeper((), |p| p.within(Self::expression_list));
                    at = self.expr(Expr::Index(at));
                }
                Kind::Punct(b'.') => match self.kind_at(1) {
                    Kind::Ident(Keyword::Await) => {
                        self.at += 2;
                        at = self.expr(Expr::Await(at));
                    }
                    Kind::Ident(_) => at = self.member(at),
                    Kind::Number => {
                        self.bump();
                        let name = self.name();
                        at = self.expr(Expr::Field(at, name));
                    }
                    _ if self.context.template && self.is_at(1, b'$') => {
                        self.at += 1;
                        self.meta();
                        at = self.expr(Expr::Unknown);
                    }
                    _ => return at,
                },
                _ => return at,
            }
        }
    }

    /// A field, or a method with its arguments.
    fn member(&mut self, receiver: ExprId) -> ExprId {
        self.bump();
        let token = self.token();
        let name = self.name();
        let turbofish = self.is(PATH_SEP) && self.is_at(1, b'<');
        if turbofish {
            self.bump();
            self.turbofish();
        }
        if !self.is_open(b'(') {
            return self.expr(Expr::Field(receiver, name));
        }
        let index = self.facts.method_calls.len() as u32;
        self.facts.method_calls.push(MethodCall {
            receiver,
            name,
            span: Span::new(token.start, token.end),
            scope: self.context.scope,
            cfg: self.context.cfg,
            item: self.context.item,
        });
        self.deeper((), |p| p.within(Self::expression_list));
        self.expr(Expr::Method(index))
    }

    /// Sets what a variable was declared with.
    pub(crate) fn declare(
        &mut self,
        local: Option<LocalId>,
        ty: Option<super::facts::TypeId>,
        value: Option<ExprId>,
    ) {
        if let Some(local) = local {
            let entry = &mut self.facts.locals[local.index()];
            entry.ty = ty;
            entry.value = value;
        }
    }
}

/// What follows an operand.
enum Next {
    End,
    Operand,
    Cast,
}
