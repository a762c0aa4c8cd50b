//! Expressions that bring variables or blocks: closures, conditions, loops, `match`.

use super::bodies::{LocalRange, LoopKind};
use super::expressions::Surroundings;
use super::facts::Expr;
use super::lexer::keyword::Keyword;
use super::lexer::token::{ARROW, FAT_ARROW, Kind, PATH_SEP};
use super::parser::Parser;
use super::recorder::Keep;
use crate::place::Span;

const BEFORE_BLOCK: Surroundings = Surroundings { before_block: true, before_and: false };

impl Parser<'_> {
    /// A closure, from its first `|` on.
    pub(crate) fn closure(&mut self, around: Surroundings) {
        let locals = self.locals.len();
        let (mark, start, from) = (self.mark(), self.token().start, self.facts.locals.len());
        let mut given = self.given.take();
        self.bump();
        while !self.is_end() && !self.is(b'|') {
            let (before, first) = (self.at, self.facts.locals.len());
            let local = self.read_pattern(false);
            self.declare(local, None, given.take());
            let held = self.held_name(first);
            if self.eat(b':') {
                let ty = self.read_type(false);
                self.declare(local, Some(ty), None);
                self.declare_held(held, ty);
            }
            if !self.eat(b',') && self.at == before {
                if matches!(self.kind(), Kind::Punct(b';' | FAT_ARROW)) {
                    break;
                }
                self.skip();
            }
        }
        self.eat(b'|');
        let parameters = self.locals_since(from);
        if self.eat(ARROW) {
            self.read_type(false);
            self.read_block();
        } else {
            self.expression(around);
        }
        self.leave_closure(mark, parameters, start);
        self.locals.truncate(locals);
    }

    pub(crate) fn if_expression(&mut self) {
        // A chain of `else if` is read in a row, so its length costs no depth.
        let (mark, start) = (self.mark(), self.token().start);
        loop {
            self.bump();
            self.in_block(Self::condition_and_block);
            if !self.eat_keyword(Keyword::Else) {
                break;
            }
            if self.keyword() != Keyword::If {
                let mark = self.mark();
                self.read_block();
                self.one(mark);
                break;
            }
        }
        self.leave_ifs(mark, start);
    }

    /// What a condition, or the head of a loop, and its block leave: two parts.
    fn condition_and_block(&mut self) {
        let mark = self.mark();
        self.expression(BEFORE_BLOCK);
        self.one(mark);
        let mark = self.mark();
        self.read_block();
        self.one(mark);
    }

    pub(crate) fn while_loop(&mut self) {
        let (mark, start) = (self.mark(), self.token().start);
        self.bump();
        self.in_block(Self::condition_and_block);
        self.leave_loop(mark, start, LoopKind::While, LocalRange::default());
    }

    pub(crate) fn endless_loop(&mut self) {
        let (mark, start) = (self.mark(), self.token().start);
        self.bump();
        self.read_block();
        self.one(mark);
        self.leave_loop(mark, start, LoopKind::Endless, LocalRange::default());
    }

    /// `let` in a condition; its variables stay for the block.
    pub(crate) fn let_condition(&mut self, around: Surroundings) {
        let (mark, start, first) = (self.mark(), self.token().start, self.facts.locals.len());
        self.bump();
        let from = self.locals.len();
        let local = self.read_pattern(true);
        let held = self.held_content(first);
        let pattern = self.locals_since(first);
        let hidden = self.locals.hide(from);
        if self.eat(b'=') {
            let value = self.expression(Surroundings { before_and: true, ..around });
            self.declare(local, None, value);
            self.declare_content(held, value);
        }
        self.locals.show(hidden);
        self.leave_let(mark, start, pattern, Keep::Leaves);
    }

    pub(crate) fn for_loop(&mut self) {
        let (mark, start, first) = (self.mark(), self.token().start, self.facts.locals.len());
        self.bump();
        let pattern = self.in_block(|p| {
            let from = p.locals.len();
            let local = p.read_pattern(true);
            let pattern = p.locals_since(first);
            let hidden = p.locals.hide(from);
            p.eat_keyword(Keyword::In);
            let through = p.expression(BEFORE_BLOCK).unwrap_or(Expr::Unknown);
            let each = p.derived(through, Expr::Index);
            p.declare(local, None, Some(each));
            p.one(mark);
            p.locals.show(hidden);
            let mark = p.mark();
            p.read_block();
            p.one(mark);
            pattern
        });
        self.leave_loop(mark, start, LoopKind::For, pattern);
    }

    /// `match connect() { Ok(client) => client, … }` is what is in the value that it looks at; of others nobody asks.
    pub(crate) fn match_expression(&mut self) -> Expr {
        let (mark, start) = (self.mark(), self.token().start);
        self.bump();
        let on = self.expression(BEFORE_BLOCK);
        self.one(mark);
        let gives = self.is_open(b'{') && self.deeper(false, |p| p.within(|p| p.arms(on)));
        self.leave_match(mark, start);
        match on {
            Some(on) if gives => self.derived(on, Expr::Try),
            _ => Expr::Unknown,
        }
    }

    /// Says whether an arm gives what its pattern holds.
    fn arms(&mut self, on: Option<Expr>) -> bool {
        let mut gives = false;
        self.read_inner_attributes();
        while !self.is_end() {
            let before = self.at;
            let outer = self.context.cfg;
            self.conditional_attributes();
            gives |= self.in_block(|p| p.arm(on));
            self.context.cfg = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
        gives
    }

    /// `pattern if guard => body`; says whether the body gives what the pattern holds.
    fn arm(&mut self, on: Option<Expr>) -> bool {
        let (mark, start, first) = (self.mark(), self.start(), self.facts.locals.len());
        self.read_pattern(true);
        let held = self.held_content(first);
        self.declare_content(held, on);
        let pattern = self.locals_since(first);
        let pattern_span = Span::new(start, self.before().max(start));
        if self.eat_keyword(Keyword::If) {
            self.skip_expression(Surroundings::default());
            self.one(mark);
        }
        let body = self.mark();
        let mut gives = false;
        if self.eat(FAT_ARROW) {
            gives = held.is_some_and(|held| self.is_given(held));
            self.arm_body();
        }
        self.one(body);
        self.leave_arm(mark, start, pattern, pattern_span);
        gives
    }

    /// What stands behind `=>`: an expression that ends with its block if it begins with one.
    pub(crate) fn arm_body(&mut self) {
        if self.is_block_like() {
            self.block_like();
        } else {
            self.skip_expression(Surroundings::default());
        }
    }

    /// An expression as a statement: one that ends with its block if it begins with one, or with the
    /// braces of a macro.
    pub(crate) fn statement_expression(&mut self) {
        if self.is_block_like() || self.is_macro_with_braces() {
            self.block_like();
        } else {
            self.skip_expression(Surroundings::default());
        }
    }

    fn is_block_like(&self) -> bool {
        match self.kind() {
            Kind::Open(b'{')
            | Kind::Ident(Keyword::If | Keyword::Match | Keyword::While | Keyword::Loop) => true,
            Kind::Ident(Keyword::For) => !self.is_at(1, b'<'),
            Kind::Ident(Keyword::Unsafe | Keyword::Const | Keyword::Async | Keyword::Try) => {
                matches!(self.kind_at(1), Kind::Open(b'{'))
                    || (self.keyword_at(1) == Keyword::Move
                        && matches!(self.kind_at(2), Kind::Open(b'{')))
            }
            Kind::Lifetime => self.is_at(1, b':'),
            _ => false,
        }
    }

    /// `a::b! { … }`.
    fn is_macro_with_braces(&self) -> bool {
        let mut ahead = usize::from(self.is(PATH_SEP) || (self.context.template && self.is(b'$')));
        while matches!(self.kind_at(ahead), Kind::Ident(_)) && self.is_at(ahead + 1, PATH_SEP) {
            ahead += 2;
        }
        matches!(self.kind_at(ahead), Kind::Ident(_))
            && self.is_at(ahead + 1, b'!')
            && matches!(self.kind_at(ahead + 2), Kind::Open(b'{'))
    }

    /// An expression that a block ends, unless `.` or `?` goes on behind it.
    fn block_like(&mut self) {
        let around = Surroundings::default();
        let base = self.deeper(None, |p| {
            if p.kind() == Kind::Lifetime {
                p.at += 2;
            }
            p.base(around)
        });
        if base.is_some() && matches!(self.kind(), Kind::Punct(b'.' | b'?')) {
            let first = self.postfix(Expr::Unknown, false);
            self.operators(first, around);
        }
    }
}
