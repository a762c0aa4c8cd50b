//! Blocks and statements.

use super::bodies::BlockKind;
use super::facts::ScopeKind;
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP};
use super::parser::Parser;
use super::recorder::Keep;

impl Parser<'_> {
    /// Reads `{ … }`, if a brace stands here.
    pub(crate) fn read_block(&mut self) {
        self.read_block_of(BlockKind::Plain);
    }

    /// Reads `{ … }`, if a brace stands here, as a block of this kind.
    pub(crate) fn read_block_of(&mut self, kind: BlockKind) {
        if self.is_open(b'{') {
            let (mark, start) = (self.mark(), self.token().start);
            let has_value = self.deeper(false, |p| p.within(|p| p.in_block(Self::block_content)));
            self.leave_block(mark, start, kind, has_value);
        }
    }

    /// The statements up to the end, in a scope of their own if they declare names for the whole block;
    /// gives whether the last is the block's value.
    fn block_content(&mut self) -> bool {
        let outer = self.context;
        if self.declares_items() {
            self.context.scope = self.scope(ScopeKind::Block, self.context.parent);
        }
        self.read_inner_attributes();
        let mut has_value = false;
        while !self.is_end() {
            let before = self.at;
            let (mark, is_let) = (self.mark(), self.keyword() == Keyword::Let);
            self.statement();
            if self.at == before {
                self.stray();
            }
            let open = self.is_end() && self.tokens[self.at - 1].kind != Kind::Punct(b';');
            has_value = open && !is_let && self.mark() > mark;
            if !has_value {
                self.drop_idle(mark);
            }
        }
        self.context = outer;
        has_value
    }

    /// Whether items or imports stand directly in the block that begins here: they are seen in all of it.
    fn declares_items(&mut self) -> bool {
        let start = self.at;
        // Most blocks need not be looked through.
        let brace = start.checked_sub(1).map(|brace| self.tokens[brace]);
        if !brace.is_some_and(|brace| brace.may_hold_items) {
            return false;
        }
        let mut begins = true;
        let mut found = false;
        while !self.is_end() && !found {
            let kind = self.kind();
            if let Kind::Ident(keyword) = kind {
                found = begins
                    && match keyword {
                        Keyword::Static | Keyword::Const => {
                            matches!(self.kind_at(1), Kind::Ident(k) if k != Keyword::Move)
                        }
                        Keyword::Union => self.is_union(),
                        Keyword::MacroRules => self.is_macro_rules(),
                        _ => keyword.may_begin_item(),
                    };
                begins = matches!(
                    keyword,
                    Keyword::Pub | Keyword::Unsafe | Keyword::Async | Keyword::Default
                );
            } else {
                begins = matches!(kind, Kind::Punct(b';') | Kind::Open(_));
            }
            self.skip();
        }
        self.at = start;
        found
    }

    /// Reads what stands between the delimiters here as statements, in the scope that is open.
    pub(super) fn statements_inside(&mut self) {
        self.deeper((), |p| {
            p.within(|p| {
                while !p.is_end() {
                    let before = p.at;
                    p.statement();
                    if p.at == before {
                        p.stray();
                    }
                }
            });
        });
    }

    pub(crate) fn statement(&mut self) {
        if self.eat(b';') {
            return;
        }
        if self.context.template && self.is(b'$') && matches!(self.kind_at(1), Kind::Open(b'(')) {
            self.bump();
            self.statements_inside();
            self.repetition_end();
            return;
        }
        if self.is_item_start() {
            self.aside(|p| p.read_item(false));
            return;
        }
        let outer = self.context.cfg;
        self.conditional_attributes();
        if self.keyword() == Keyword::Let {
            self.let_statement();
        } else {
            self.statement_expression();
            self.eat(b';');
        }
        self.context.cfg = outer;
    }

    fn let_statement(&mut self) {
        let (mark, start, first) = (self.mark(), self.token().start, self.facts.locals.len());
        self.bump();
        let (from, opens) = (self.locals.len(), self.at);
        let local = self.read_pattern(true);
        let held = self.held_content(first);
        let parts = self.parts_of_tuple(opens, first);
        let pattern = self.locals_since(first);
        // The variables are not yet there on the right side.
        let hidden = self.locals.hide(from);
        let ty = if self.eat(b':') { Some(self.read_type(true)) } else { None };
        let value = if self.eat(b'=') { self.read_expression() } else { None };
        if self.eat_keyword(Keyword::Else) {
            self.one(mark);
            self.read_block();
        }
        self.leave_let(mark, start, pattern, Keep::Binding);
        self.eat(b';');
        self.declare(local, ty, value);
        self.declare_content(held, value);
        self.declare_parts(&parts, ty, value);
        self.locals.show(hidden);
    }

    /// Goes over attributes of either kind to look at what stands behind them.
    #[inline]
    pub(super) fn look_behind_attributes(&mut self) {
        while self.is(b'#') {
            self.bump();
            self.eat(b'!');
            if !matches!(self.kind(), Kind::Open(b'[')) {
                break;
            }
            self.skip();
        }
    }

    /// Whether an item begins here, behind any attributes.
    pub(crate) fn is_item_start(&mut self) -> bool {
        let start = self.at;
        self.look_behind_attributes();
        let answer = self.is_bare_item_start();
        self.at = start;
        answer
    }

    fn is_bare_item_start(&self) -> bool {
        let next = self.kind_at(1);
        let variable = self.context.template && next == Kind::Punct(b'$');
        match self.keyword() {
            Keyword::Use => {
                matches!(next, Kind::Ident(_) | Kind::Open(b'{') | Kind::Punct(PATH_SEP | b'*'))
                    || variable
            }
            Keyword::Struct
            | Keyword::Enum
            | Keyword::Trait
            | Keyword::Type
            | Keyword::Mod
            | Keyword::Fn => matches!(next, Kind::Ident(_)) || variable,
            Keyword::Pub => matches!(next, Kind::Ident(_) | Kind::Open(b'(')) || variable,
            Keyword::Impl => {
                !matches!(next, Kind::End | Kind::Close(_) | Kind::Punct(b',' | b';' | b'='))
            }
            Keyword::Static => {
                matches!(next, Kind::Ident(k) if k != Keyword::Move)
                    && !self.is_closure_after_static()
            }
            Keyword::Const => {
                matches!(next, Kind::Ident(k) if !matches!(k, Keyword::Move | Keyword::Async))
                    || (matches!(next, Kind::Ident(Keyword::Async))
                        && self.keyword_at(2) == Keyword::Fn)
                    || variable
            }
            Keyword::Extern => matches!(next, Kind::Ident(_) | Kind::Str | Kind::Open(b'{')),
            Keyword::Union => self.is_union(),
            Keyword::MacroRules => self.is_macro_rules(),
            Keyword::Macro => matches!(next, Kind::Ident(_)),
            Keyword::Auto => self.keyword_at(1) == Keyword::Trait,
            Keyword::Default | Keyword::Safe | Keyword::Gen => {
                matches!(
                    self.keyword_at(1),
                    Keyword::Fn
                        | Keyword::Impl
                        | Keyword::Unsafe
                        | Keyword::Async
                        | Keyword::Const
                        | Keyword::Type
                        | Keyword::Extern
                        | Keyword::Static
                )
            }
            Keyword::Unsafe => matches!(
                self.keyword_at(1),
                Keyword::Fn
                    | Keyword::Impl
                    | Keyword::Trait
                    | Keyword::Extern
                    | Keyword::Auto
                    | Keyword::Mod
                    | Keyword::Async
                    | Keyword::Static
            ),
            Keyword::Async => {
                self.keyword_at(1) == Keyword::Fn
                    || (matches!(
                        self.keyword_at(1),
                        Keyword::Unsafe | Keyword::Extern | Keyword::Gen
                    ) && matches!(
                        self.keyword_at(2),
                        Keyword::Fn | Keyword::Extern | Keyword::Unsafe
                    ) || (self.keyword_at(1) == Keyword::Extern
                        && matches!(self.kind_at(2), Kind::Str)))
            }
            Keyword::Crate => {
                !matches!(next, Kind::Punct(PATH_SEP))
                    && matches!(
                        self.keyword_at(1),
                        Keyword::Fn
                            | Keyword::Struct
                            | Keyword::Enum
                            | Keyword::Mod
                            | Keyword::Use
                            | Keyword::Trait
                    )
            }
            _ => false,
        }
    }

    /// `static |x| …` and `static move |x| …`.
    fn is_closure_after_static(&self) -> bool {
        matches!(self.kind_at(1), Kind::Punct(b'|'))
    }
}
