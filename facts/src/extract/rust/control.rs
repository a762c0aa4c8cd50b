//! Expressions that bring variables or blocks: closures, conditions, loops, `match`.

use super::expressions::Surroundings;
use super::facts::Expr;
use super::keyword::Keyword;
use super::lexer::{ARROW, FAT_ARROW, Kind, PATH_SEP};
use super::parser::Parser;

const BEFORE_BLOCK: Surroundings = Surroundings { before_block: true, before_and: false };

impl Parser<'_> {
    /// A closure, from its first `|` on.
    pub(crate) fn closure(&mut self, around: Surroundings) {
        let locals = self.locals.len();
        self.bump();
        while !self.is_end() && !self.is(b'|') {
            let before = self.at;
            let local = self.read_pattern(false);
            if self.eat(b':') {
                let ty = self.read_type(false);
                self.declare(local, Some(ty), None);
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

    pub(crate) fn if_expression(&mut self) {
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

    pub(crate) fn while_loop(&mut self) {
        self.bump();
        self.in_block(|p| {
            p.expression(BEFORE_BLOCK);
            p.read_block();
        });
    }

    /// `let` in a condition; its variables stay for the block.
    pub(crate) fn let_condition(&mut self, around: Surroundings) {
        self.bump();
        let from = self.locals.len();
        let local = self.read_pattern(true);
        let hidden = self.locals.hide(from);
        if self.eat(b'=') {
            let value = self.expression(Surroundings { before_and: true, ..around });
            self.declare(local, None, value);
        }
        self.locals.show(hidden);
    }

    pub(crate) fn for_loop(&mut self) {
        self.bump();
        self.in_block(|p| {
            let from = p.locals.len();
            p.read_pattern(true);
            let hidden = p.locals.hide(from);
            p.eat_keyword(Keyword::In);
            p.expression(BEFORE_BLOCK);
            p.locals.show(hidden);
            p.read_block();
        });
    }

    pub(crate) fn match_expression(&mut self) {
        self.bump();
        self.expression(BEFORE_BLOCK);
        if self.is_open(b'{') {
            self.deeper((), |p| p.within(Self::arms));
        }
    }

    fn arms(&mut self) {
        self.read_inner_attributes();
        while !self.is_end() {
            let before = self.at;
            let outer = self.context.cfg;
            self.conditional_attributes();
            self.in_block(|p| {
                p.read_pattern(true);
                if p.eat_keyword(Keyword::If) {
                    p.skip_expression(Surroundings::default());
                }
                if p.eat(FAT_ARROW) {
                    p.arm_body();
                }
            });
            self.context.cfg = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
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
