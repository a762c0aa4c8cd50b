//! Patterns: the variables they bring, and the paths in them.

use super::facts::{Expr, LocalId, PathKind};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP, RANGE};
use super::parser::Parser;

impl Parser<'_> {
    /// Reads a pattern, with alternatives if `alternatives`. A pattern that is just a name gives its variable.
    pub(crate) fn read_pattern(&mut self, alternatives: bool) -> Option<LocalId> {
        if alternatives {
            self.eat(b'|');
        }
        let mut only = self.deeper(None, Self::pattern);
        while alternatives && self.is(b'|') && !self.is_at(1, b'=') {
            self.bump();
            self.deeper(None, Self::pattern);
            only = None;
        }
        only
    }

    fn pattern(&mut self) -> Option<LocalId> {
        self.skip_attributes();
        match self.kind() {
            Kind::Ident(Keyword::Underscore) => self.bump(),
            Kind::Punct(RANGE) => {
                self.bump();
                self.range_end();
            }
            Kind::Number
            | Kind::Str
            | Kind::Char
            | Kind::Punct(b'-')
            | Kind::Ident(Keyword::True | Keyword::False) => {
                self.literal();
                if self.eat(RANGE) {
                    self.range_end();
                }
            }
            Kind::Punct(b'&') => {
                self.bump();
                self.eat_keyword(Keyword::Mut);
                self.pattern_inside();
            }
            Kind::Open(b'(' | b'[') => self.within(Self::pattern_list),
            Kind::Ident(Keyword::Box)
                if !self.is_at(1, PATH_SEP) && matches!(self.kind_at(1), Kind::Ident(_)) =>
            {
                self.bump();
                self.pattern_inside();
            }
            Kind::Ident(Keyword::Const) if matches!(self.kind_at(1), Kind::Open(b'{')) => {
                self.bump();
                self.aside(Self::read_block);
            }
            Kind::Ident(Keyword::Ref | Keyword::Mut) => return self.binding(),
            Kind::Punct(b'$') if self.context.template && !self.is_path_start() => self.meta(),
            _ if self.is_path_start() => return self.path_pattern(),
            _ => {}
        }
        None
    }

    /// One level further in, so that a row of `&` cannot use up the stack.
    fn pattern_inside(&mut self) {
        self.deeper(None, Self::pattern);
    }

    pub(crate) fn pattern_list(&mut self) {
        while !self.is_end() {
            let before = self.at;
            self.read_pattern(true);
            if !self.eat(b',') && self.at == before {
                self.skip();
            }
        }
    }

    fn literal(&mut self) {
        self.eat(b'-');
        if matches!(
            self.kind(),
            Kind::Number | Kind::Str | Kind::Char | Kind::Ident(Keyword::True | Keyword::False)
        ) {
            self.bump();
        } else if self.is_path_start() {
            self.read_path(PathKind::Pattern, false);
        }
    }

    fn range_end(&mut self) {
        match self.kind() {
            Kind::Number | Kind::Char | Kind::Punct(b'-') => self.literal(),
            Kind::Ident(keyword) if keyword.is_name() || keyword == Keyword::SelfType => {
                self.read_path(PathKind::Pattern, false);
            }
            _ => {}
        }
    }

    /// `ref mut name @ pattern`.
    fn binding(&mut self) -> Option<LocalId> {
        while matches!(self.kind(), Kind::Ident(Keyword::Ref | Keyword::Mut)) {
            self.bump();
        }
        if self.kind() == Kind::Ident(Keyword::SelfValue) {
            self.bump();
            return None;
        }
        if !self.is_name() {
            return None;
        }
        let name = self.name();
        let local = self.bind(name);
        if self.eat(b'@') {
            self.pattern_inside();
        }
        Some(local)
    }

    fn path_pattern(&mut self) -> Option<LocalId> {
        let plain = self.is_name();
        let next = self.kind_at(1);
        let alone = plain
            && !matches!(next, Kind::Punct(PATH_SEP | b'!' | RANGE) | Kind::Open(b'(' | b'{'));
        if alone {
            return self.name_pattern();
        }
        let read = self.read_path(PathKind::Pattern, false);
        match self.kind() {
            Kind::Punct(b'!') if matches!(self.kind_at(1), Kind::Open(_)) => {
                self.macro_in_place(read.path);
            }
            Kind::Open(b'(') => {
                let (opens, from) = (self.at, self.facts.locals.len());
                self.within(Self::pattern_list);
                if let Some(path) = read.path {
                    for (local, position) in self.parts_of_tuple(opens, from) {
                        self.declare(Some(local), None, Some(Expr::Content(path, position)));
                    }
                }
            }
            Kind::Open(b'{') => {
                if let Some(path) = read.path {
                    self.path_mut(path).kind = PathKind::Literal;
                }
                self.within(Self::field_patterns);
            }
            Kind::Punct(RANGE) => {
                self.bump();
                self.range_end();
            }
            _ => {}
        }
        None
    }

    /// A name alone: a variable if it is written small, else a constant or variant, which only
    /// look-up can tell from a variable.
    fn name_pattern(&mut self) -> Option<LocalId> {
        let token = self.token();
        let first = self.text_of(token).chars().next().unwrap_or('_');
        if self.is_at(1, b'@') || !first.is_uppercase() {
            let name = self.name();
            let local = self.bind(name);
            if self.eat(b'@') {
                self.pattern_inside();
            }
            return Some(local);
        }
        self.read_path(PathKind::PatternName, false);
        None
    }

    fn field_patterns(&mut self) {
        while !self.is_end() {
            let before = self.at;
            self.skip_attributes();
            if self.eat(RANGE) || self.eat(b',') {
                continue;
            }
            let named = matches!(self.kind(), Kind::Ident(_) | Kind::Number) && self.is_at(1, b':');
            if named {
                self.at += 2;
                self.read_pattern(true);
            } else {
                self.eat_keyword(Keyword::Box);
                self.binding();
            }
            if self.at == before {
                if self.context.template && self.is(b'$') {
                    self.meta();
                } else {
                    self.skip();
                }
            }
        }
    }
}
