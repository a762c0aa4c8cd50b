//! Expressions: operands and operators from left to right, without precedence.
//!
//! What binds stronger does not matter for which names are used. What matters is which
//! variables are in scope, and what a method is called on.

use super::facts::{Expr, ExprId};
use super::keyword::Keyword;
use super::lexer::{COMPARE, Kind, PATH_SEP, RANGE};
use super::parser::Parser;

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
        loop {
            match self.operator(around) {
                Next::End => return first,
                Next::Ended => first = Expr::Unknown,
                Next::Cast => {
                    let ty = self.read_type(false);
                    first = Expr::Cast(ty);
                }
                Next::Operand => {
                    first = Expr::Unknown;
                    if self.operand(around).is_none() {
                        return first;
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
                self.assigning();
            }
            Kind::Punct(sign @ (b'<' | b'>')) => {
                // `<<=` is `<` and `<=` here.
                let shift =
                    self.is_pair(sign, sign) || (sign == b'<' && self.is_pair(b'<', COMPARE));
                self.at += if shift { 2 } else { 1 };
                self.assigning();
            }
            Kind::Punct(b'+' | b'-' | b'*' | b'/' | b'%' | b'^') => {
                self.bump();
                self.assigning();
            }
            Kind::Punct(b'=' | COMPARE) => self.bump(),
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
    pub(crate) fn operand(&mut self, around: Surroundings) -> Option<Expr> {
        self.deeper(None, |p| p.prefixed(around))
    }

    fn prefixed(&mut self, around: Surroundings) -> Option<Expr> {
        let outer = self.context.cfg;
        let mut tells_type = true;
        loop {
            match self.kind() {
                Kind::Punct(b'-' | b'!') => {
                    self.bump();
                    tells_type = false;
                }
                // A receiver is looked for behind references anyway.
                Kind::Punct(b'*') => self.bump(),
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
                    tells_type = false;
                    if !self.is_operand_start(around) {
                        self.context.cfg = outer;
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
        Some(Expr::Unknown)
    }

    /// An operand that begins with a word.
    fn keyword_base(&mut self, keyword: Keyword, around: Surroundings) -> Option<Expr> {
        match keyword {
            Keyword::If => self.if_expression(),
            Keyword::Match => self.match_expression(),
            Keyword::While => self.while_loop(),
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
                if self.kind() == Kind::Lifetime && !self.is_at(1, b':') {
                    self.bump();
                }
                if self.is_operand_start(around) {
                    self.expression(around);
                }
            }
            Keyword::SelfValue if !self.is_at(1, PATH_SEP) => {
                self.bump();
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
        self.within(|p| {
            let first = p.read_expression();
            let only = p.is_end();
            p.expression_list();
            first.filter(|_| only).unwrap_or(Expr::Unknown)
        })
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
