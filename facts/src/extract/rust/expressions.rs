//! Expressions: operands and operators from left to right, without precedence.
//!
//! What binds stronger does not matter for which names are used. What matters is which
//! variables are in scope, and what a method is called on.

use super::bodies::{BlockKind, JumpKind, Node};
use super::facts::{Expr, ExprId};
use super::lexer::keyword::Keyword;
use super::lexer::token::{COMPARE, Kind, PATH_SEP, RANGE};
use super::parser::Parser;
use super::recorder::Keep;

/// In which surroundings an expression stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings {
    /// Before a block, as in `if x {`: a brace is no struct's.
    pub(crate) before_block: bool,
    /// The right side of `let` in a condition, which `&&` ends.
    pub(crate) before_and: bool,
}

/// What follows an operand.
enum Next {
    /// Nothing that goes on.
    End,
    /// An operator that was the last word, as in `a..`.
    Ended,
    /// A further operand.
    Operand,
    /// What is assigned.
    Assigned,
    /// The type of a cast.
    Cast,
}

impl Parser<'_> {
    /// Reads an expression, if one begins here.
    pub(crate) fn read_expression(&mut self) -> Option<Expr> {
        self.expression(Surroundings::default())
    }

    /// Reads an expression of which nobody asks what it is.
    pub(crate) fn skip_expression(&mut self, around: Surroundings) {
        let (exprs, calls, locals) =
            (self.facts.exprs.len(), self.facts.method_calls.len(), self.facts.locals.len());
        self.expression(around);
        // Without a method call or variable in it, nothing refers to its parts.
        if self.facts.method_calls.len() == calls && self.facts.locals.len() == locals {
            self.forget_expressions(exprs);
        }
    }

    pub(crate) fn expression(&mut self, around: Surroundings) -> Option<Expr> {
        let first = self.operand(around)?;
        Some(self.operators(first, around))
    }

    /// What follows `first` by way of operators.
    pub(crate) fn operators(&mut self, mut first: Expr, around: Surroundings) -> Expr {
        // Operands since the last assignment, and how many assignments there were.
        let mut from = self.mark().saturating_sub(1);
        let (mut operated, mut assigned) = (false, 0);
        loop {
            let next = self.operator(around);
            match next {
                Next::End => break,
                Next::Ended => {
                    first = Expr::Unknown;
                    operated = true;
                }
                Next::Cast => {
                    let ty = self.read_type(false);
                    first = Expr::Cast(ty);
                    self.leave_derived(self.before(), Node::Cast);
                }
                Next::Operand | Next::Assigned => {
                    first = Expr::Unknown;
                    if matches!(next, Next::Assigned) {
                        self.leave_operation(from, operated);
                        from = self.mark();
                        operated = false;
                        assigned += 1;
                    } else {
                        operated = true;
                    }
                    if self.operand(around).is_none() {
                        break;
                    }
                }
            }
        }
        if operated || assigned > 0 {
            self.leave_operation(from, operated);
            for _ in 0..assigned {
                self.leave_assignment();
            }
        }
        first
    }

    /// Takes the operator here, if one goes on.
    fn operator(&mut self, around: Surroundings) -> Next {
        match self.kind() {
            Kind::Ident(Keyword::As) => {
                self.bump();
                return Next::Cast;
            }
            Kind::Punct(RANGE) => {
                self.bump();
                return if self.is_operand_start(around) { Next::Operand } else { Next::Ended };
            }
            Kind::Punct(sign @ (b'&' | b'|')) => {
                let both = self.is_pair(sign, sign);
                if both && around.before_and {
                    return Next::End;
                }
                self.at += if both { 2 } else { 1 };
                if self.assigning() {
                    return Next::Assigned;
                }
            }
            Kind::Punct(sign @ (b'<' | b'>')) => {
                // `<<=` is `<` and `<=` here.
                let shift =
                    self.is_pair(sign, sign) || (sign == b'<' && self.is_pair(b'<', COMPARE));
                self.at += if shift { 2 } else { 1 };
                if self.assigning() && shift {
                    return Next::Assigned;
                }
            }
            Kind::Punct(b'+' | b'-' | b'*' | b'/' | b'%' | b'^') => {
                self.bump();
                if self.assigning() {
                    return Next::Assigned;
                }
            }
            Kind::Punct(b'=') => {
                self.bump();
                return Next::Assigned;
            }
            Kind::Punct(COMPARE) => self.bump(),
            _ => return Next::End,
        }
        Next::Operand
    }

    /// `=` right behind an operator, which is taken.
    fn assigning(&mut self) -> bool {
        let found = self.is(b'=') && self.before() == self.token().start;
        self.at += usize::from(found);
        found
    }

    /// An operand with what stands before and behind it.
    pub(crate) fn operand(&mut self, around: Surroundings) -> Option<Expr> {
        self.deeper(None, |p| p.prefixed(around))
    }

    fn prefixed(&mut self, around: Surroundings) -> Option<Expr> {
        let outer = self.context.cfg;
        let (mark, start) = (self.mark(), self.token().start);
        let mut tells_type = true;
        let mut refers = false;
        loop {
            match self.kind() {
                Kind::Punct(b'-' | b'!') => {
                    self.bump();
                    tells_type = false;
                }
                // A receiver is looked for behind references anyway.
                Kind::Punct(b'*') => {
                    self.bump();
                    refers = true;
                }
                Kind::Punct(b'&') => {
                    self.bump();
                    refers = true;
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
                    tells_type = false;
                    if !self.is_operand_start(around) {
                        self.context.cfg = outer;
                        self.leave(Node::Unknown, start);
                        return Some(Expr::Unknown);
                    }
                }
                Kind::Punct(b'#') if matches!(self.kind_at(1), Kind::Open(b'[')) => {
                    self.conditional_attributes();
                }
                Kind::Lifetime if self.is_at(1, b':') => {
                    self.at += 2;
                }
                Kind::Ident(Keyword::Box)
                    if matches!(self.kind_at(1), Kind::Ident(_) | Kind::Number | Kind::Str) =>
                {
                    self.bump();
                }
                _ => break,
            }
        }
        let operand = self.base(around).map(|base| self.postfix(base, true));
        self.context.cfg = outer;
        if operand.is_some() && !tells_type {
            self.compose(mark, start, Keep::Much, |parts, lists| Node::Operation(lists.of(parts)));
        } else if operand.is_some() && refers {
            self.leave_derived(start, Node::Reference);
        }
        if tells_type { operand } else { operand.map(|_| Expr::Unknown) }
    }

    /// Whether an operand may begin here.
    fn is_operand_start(&self, around: Surroundings) -> bool {
        match self.kind() {
            Kind::Open(b'{') => !around.before_block,
            Kind::Open(_) | Kind::Number | Kind::Str | Kind::Char | Kind::Lifetime => true,
            Kind::Ident(keyword) => !matches!(keyword, Keyword::As | Keyword::Else | Keyword::In),
            Kind::Punct(sign) => {
                matches!(
                    sign,
                    b'-' | b'!' | b'*' | b'&' | b'|' | b'<' | PATH_SEP | RANGE | b'$' | b'#'
                )
            }
            _ => false,
        }
    }

    /// An operand without what stands before and behind it.
    pub(crate) fn base(&mut self, around: Surroundings) -> Option<Expr> {
        let (mark, start) = (self.mark(), self.token().start);
        match self.kind() {
            Kind::Number | Kind::Char => self.leaf_operand(Node::Number),
            Kind::Str => self.leaf_operand(Node::Text),
            Kind::Ident(Keyword::True) => self.leaf_operand(Node::Bool(true)),
            Kind::Ident(Keyword::False) => self.leaf_operand(Node::Bool(false)),
            Kind::Ident(Keyword::Underscore) => self.leaf_operand(Node::Unknown),
            Kind::Open(b'(') => return Some(self.parenthesized()),
            Kind::Open(b'[') => {
                self.within(Self::expression_list);
                self.compose(mark, start, Keep::Leaves, |parts, lists| {
                    Node::Array(lists.of(parts))
                });
            }
            Kind::Open(_) => self.read_block(),
            Kind::Punct(b'|') => self.closure(around),
            Kind::Ident(keyword) => return self.keyword_base(keyword, around),
            Kind::Punct(b'$') if self.context.template && !self.is_path_start() => self.meta(),
            _ if self.is_path_start() => return Some(self.path_expression(around)),
            _ => return None,
        }
        Some(Expr::Unknown)
    }

    /// Takes the token here, which is an operand.
    fn leaf_operand(&mut self, node: Node) {
        let start = self.token().start;
        self.bump();
        self.leave(node, start);
    }

    /// An operand that begins with a word.
    fn keyword_base(&mut self, keyword: Keyword, around: Surroundings) -> Option<Expr> {
        match keyword {
            Keyword::If => self.if_expression(),
            Keyword::Match => return Some(self.match_expression()),
            Keyword::While => self.while_loop(),
            Keyword::Loop => self.endless_loop(),
            Keyword::For if self.is_at(1, b'<') => {
                self.bump();
                self.skip_angles();
                return self.operand(around);
            }
            Keyword::For => self.for_loop(),
            Keyword::Let => self.let_condition(around),
            Keyword::Unsafe
            | Keyword::Const
            | Keyword::Async
            | Keyword::Move
            | Keyword::Static
            | Keyword::Try
            | Keyword::Gen
                if self.is_block_or_closure() =>
            {
                let mut kind = BlockKind::Plain;
                while matches!(self.kind(), Kind::Ident(k) if k != Keyword::None) {
                    if self.keyword() == Keyword::Async {
                        kind = BlockKind::Async;
                    }
                    self.bump();
                }
                if self.is(b'|') {
                    self.closure(around);
                } else {
                    let mark = self.mark();
                    self.read_block_of(kind);
                    self.one(mark);
                }
            }
            Keyword::Return
            | Keyword::Break
            | Keyword::Continue
            | Keyword::Yield
            | Keyword::Become => {
                let (mark, start) = (self.mark(), self.token().start);
                self.bump();
                if self.kind() == Kind::Lifetime && !self.is_at(1, b':') {
                    self.bump();
                }
                if self.is_operand_start(around) {
                    self.expression(around);
                }
                let kind = match keyword {
                    Keyword::Return | Keyword::Become => JumpKind::Return,
                    Keyword::Continue => JumpKind::Continue,
                    _ => JumpKind::Break,
                };
                self.leave_jump(mark, start, kind);
            }
            Keyword::SelfValue if !self.is_at(1, PATH_SEP) => {
                self.leaf_operand(Node::SelfValue);
                return Some(Expr::SelfValue);
            }
            _ if self.is_path_start() => return Some(self.path_expression(around)),
            _ => return None,
        }
        Some(Expr::Unknown)
    }

    /// Whether words like `async move` lead to a block or a closure.
    fn is_block_or_closure(&self) -> bool {
        let word = |ahead| {
            matches!(
                self.keyword_at(ahead),
                Keyword::Move | Keyword::Async | Keyword::Gen | Keyword::Static
            )
        };
        let first = (1..5).find(|ahead| !word(*ahead)).unwrap_or(5);
        matches!(self.kind_at(first), Kind::Open(b'{') | Kind::Punct(b'|'))
    }

    fn parenthesized(&mut self) -> Expr {
        let (mark, start) = (self.mark(), self.token().start);
        let (first, only) = self.within(|p| {
            let first = p.read_expression();
            let only = first.is_some() && p.is_end();
            p.expression_list();
            (first, only)
        });
        self.leave_parenthesized(mark, start, only);
        first.filter(|_| only).unwrap_or(Expr::Unknown)
    }

    /// Expressions up to the end, whatever separates them.
    pub(crate) fn expression_list(&mut self) {
        while !self.is_end() {
            let before = self.at;
            if matches!(self.kind(), Kind::Punct(b',' | b';')) {
                self.bump();
                continue;
            }
            self.skip_expression(Surroundings::default());
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

    /// The number of an expression that another fact refers to.
    pub(crate) fn expr(&mut self, expr: Expr) -> ExprId {
        let known = match expr {
            Expr::Unknown => self.known_exprs[0],
            Expr::SelfValue => self.known_exprs[1],
            _ => None,
        };
        if let Some(known) = known {
            return known;
        }
        let id = ExprId(self.facts.exprs.len() as u32);
        self.facts.exprs.push(expr);
        match expr {
            Expr::Unknown => self.known_exprs[0] = Some(id),
            Expr::SelfValue => self.known_exprs[1] = Some(id),
            _ => {}
        }
        id
    }

    /// Drops the expressions from `from` on, to which nothing refers.
    fn forget_expressions(&mut self, from: usize) {
        self.facts.exprs.truncate(from);
        for known in &mut self.known_exprs {
            *known = known.filter(|id| id.index() < from);
        }
    }
}
