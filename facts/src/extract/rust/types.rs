//! Types, bounds and generic parameters.

use super::facts::{ListRange, PathKind, PathRoot, ScopeId, Segment, Type, TypeId};
use super::lexer::keyword::Keyword;
use super::lexer::token::{ARROW, Kind, PATH_SEP};
use super::parser::Parser;

impl Parser<'_> {
    /// Reads a type; one that cannot be read takes no token.
    pub(crate) fn read_type(&mut self, plus: bool) -> TypeId {
        self.deeper(TypeId(u32::MAX), |p| p.type_here(plus)).or_other(self)
    }

    fn type_here(&mut self, plus: bool) -> TypeId {
        match self.kind() {
            Kind::Open(b'(') => {
                let from = self.pending_types.len();
                self.within(Self::type_sequence);
                if self.pending_types.len() == from + 1 && !self.ends_with_comma() {
                    let inner = self.pending_types.pop().unwrap_or(TypeId(0));
                    return self.ty(Type::Reference(inner));
                }
                let list = self.type_list(from);
                self.ty(Type::Tuple(list))
            }
            Kind::Open(b'[') => {
                let inner = self.within(|p| {
                    let inner = p.read_type(true);
                    if p.eat(b';') {
                        p.aside(Self::read_expression);
                    }
                    inner
                });
                self.ty(Type::Slice(inner))
            }
            Kind::Punct(b'&') => {
                self.bump();
                if self.kind() == Kind::Lifetime {
                    self.bump();
                }
                self.eat_keyword(Keyword::Mut);
                let inner = self.read_type(false);
                self.ty(Type::Reference(inner))
            }
            Kind::Punct(b'*') => {
                self.bump();
                if !self.eat_keyword(Keyword::Mut) {
                    self.eat_keyword(Keyword::Const);
                }
                let inner = self.read_type(false);
                self.ty(Type::Reference(inner))
            }
            Kind::Punct(b'!') | Kind::Ident(Keyword::Underscore) => {
                self.bump();
                self.ty(Type::Other)
            }
            Kind::Punct(b'?' | b'~') | Kind::Lifetime => {
                self.read_bounds();
                self.ty(Type::Other)
            }
            Kind::Ident(Keyword::For) => {
                self.bump();
                if self.is(b'<') {
                    self.skip_angles();
                }
                self.read_type(plus)
            }
            Kind::Ident(Keyword::Fn | Keyword::Unsafe | Keyword::Extern) => self.function_pointer(),
            Kind::Ident(Keyword::Impl) => {
                self.bump();
                let list = self.read_bounds();
                self.ty(Type::Impl(list))
            }
            Kind::Ident(Keyword::Dyn) if !self.is_at(1, PATH_SEP) => {
                self.bump();
                let list = self.read_bounds();
                self.ty(Type::Dyn(list))
            }
            Kind::Punct(b'$') if self.context.template => self.meta_type(),
            _ if self.is_path_start() => self.path_type(plus),
            _ => self.ty(Type::Other),
        }
    }

    fn ends_with_comma(&self) -> bool {
        self.at >= 2 && self.tokens[self.at - 2].kind == Kind::Punct(b',')
    }

    /// `$t`, `$t::X`, `$($t),*` in a transcriber.
    fn meta_type(&mut self) -> TypeId {
        if matches!(self.kind_at(1), Kind::Open(b'(')) {
            self.bump();
            self.within(|p| {
                let from = p.pending_types.len();
                p.type_sequence();
                p.pending_types.truncate(from);
            });
            self.repetition_end();
            return self.ty(Type::Other);
        }
        if !self.is_path_start() {
            self.bump();
            return self.ty(Type::Other);
        }
        self.path_type(false)
    }

    fn path_type(&mut self, plus: bool) -> TypeId {
        let parameter = self.parameter_here();
        let read = self.read_path(PathKind::Type, true);
        if self.is(b'!') && matches!(self.kind_at(1), Kind::Open(_)) {
            self.macro_in_place(read.path);
            return self.ty(Type::Other);
        }
        let ty = match read.path {
            Some(path) => self.ty(Type::Path { path, arguments: read.arguments }),
            None => parameter.unwrap_or_else(|| self.ty(Type::Other)),
        };
        // A trait object as it was written before `dyn`.
        if plus && self.is(b'+') && !self.is_at(1, b'=') {
            self.bump();
            self.read_bounds();
        }
        ty
    }

    fn function_pointer(&mut self) -> TypeId {
        while matches!(self.kind(), Kind::Ident(Keyword::Unsafe | Keyword::Extern) | Kind::Str) {
            self.bump();
        }
        if !self.eat_keyword(Keyword::Fn) {
            return self.ty(Type::Other);
        }
        let from = self.pending_types.len();
        if self.is_open(b'(') {
            self.within(|p| {
                while !p.is_end() {
                    let before = p.at;
                    // `name: T`, `_: T`.
                    if matches!(p.kind(), Kind::Ident(_)) && p.is_at(1, b':') {
                        p.at += 2;
                    }
                    let ty = p.read_type(true);
                    p.pending_types.push(ty);
                    if !p.eat(b',') && p.at == before {
                        p.skip();
                    }
                }
            });
        }
        if self.eat(ARROW) {
            let ty = self.read_type(false);
            self.pending_types.push(ty);
        }
        let list = self.type_list(from);
        self.ty(Type::Function(list))
    }

    /// Bounds, separated by `+`: the paths among them as types.
    pub(crate) fn read_bounds(&mut self) -> ListRange {
        let outer = std::mem::replace(&mut self.in_bounds, true);
        let list = self.bounds();
        self.in_bounds = outer;
        list
    }

    fn bounds(&mut self) -> ListRange {
        let from = self.pending_types.len();
        loop {
            let before = self.at;
            match self.kind() {
                Kind::Lifetime => self.bump(),
                Kind::Open(b'(') => self.deeper((), |p| {
                    p.within(|p| {
                        p.read_bounds();
                    });
                }),
                // `[const] Trait`.
                Kind::Open(b'[') => self.skip(),
                Kind::Ident(Keyword::Use) if self.is_at(1, b'<') => {
                    self.bump();
                    self.skip_angles();
                }
                _ => self.bound(),
            }
            if !self.eat(b'+') || self.at == before {
                break;
            }
        }
        self.type_list(from)
    }

    fn bound(&mut self) {
        loop {
            match self.kind() {
                Kind::Punct(b'?' | b'~' | b'!') | Kind::Ident(Keyword::Const) => self.bump(),
                Kind::Ident(Keyword::Async) if matches!(self.kind_at(1), Kind::Ident(_)) => {
                    self.bump();
                }
                Kind::Ident(Keyword::For) if self.is_at(1, b'<') => {
                    self.bump();
                    self.skip_angles();
                }
                _ => break,
            }
        }
        if !self.is_path_start() {
            return;
        }
        let read = self.read_path(PathKind::Bound, true);
        if let Some(path) = read.path {
            let ty = self.ty(Type::Path { path, arguments: read.arguments });
            self.pending_types.push(ty);
        }
    }

    /// The type of the type parameter that is named here, alone.
    fn parameter_here(&self) -> Option<TypeId> {
        if self.in_bounds || !self.is_name() || self.is_at(1, PATH_SEP) {
            return None;
        }
        let name = self.known_symbol(self.text_of(self.token()))?;
        self.generics.find(name, self.context.generics_from as usize)
    }

    /// A type parameter is used like its bounds.
    fn bind_parameter(&mut self, parameter: Option<TypeId>, bounds: ListRange) {
        let Some(parameter) = parameter.filter(|_| bounds.len > 0) else { return };
        // What a path below `<T>` means may depend on the parameter itself.
        let plain = self.facts.type_lists[bounds.range()].iter().all(|bound| {
            matches!(self.facts.types[bound.index()], Type::Path { path, .. }
                if !matches!(self.facts.paths[path.index()].root, PathRoot::Qualified(_)))
        });
        if plain && self.facts.types[parameter.index()] == Type::Other {
            self.facts.types[parameter.index()] = Type::Impl(bounds);
        }
    }

    /// Goes behind `<…>` of which nothing matters.
    pub(crate) fn skip_angles(&mut self) {
        let mut depth = 0_u32;
        while !self.is_end() {
            match self.kind() {
                Kind::Punct(b'<') => depth += 1,
                Kind::Punct(b'>') => depth -= 1,
                Kind::Punct(b';') | Kind::Open(b'{') => return,
                _ => {}
            }
            self.skip();
            if depth == 0 {
                return;
            }
        }
    }

    /// Generic parameters, if any, for `scope`: their names come into scope, their bounds are read.
    pub(crate) fn read_generics(&mut self, scope: ScopeId) {
        if !self.is(b'<') {
            return;
        }
        self.declare_generics(scope);
        self.bump();
        while !self.is_end() && !self.is(b'>') {
            let before = self.at;
            self.skip_attributes();
            match self.kind() {
                Kind::Lifetime => {
                    self.bump();
                    if self.eat(b':') {
                        self.read_bounds();
                    }
                }
                Kind::Ident(Keyword::Const) => {
                    self.at += 2;
                    if self.eat(b':') {
                        self.read_type(false);
                    }
                    if self.eat(b'=') {
                        self.const_default();
                    }
                }
                Kind::Ident(_) => {
                    let parameter = self.parameter_here();
                    self.bump();
                    if self.eat(b':') {
                        let bounds = self.read_bounds();
                        self.bind_parameter(parameter, bounds);
                    }
                    if self.eat(b'=') {
                        self.read_type(true);
                    }
                }
                _ => {}
            }
            if !self.eat(b',') && self.at == before {
                self.skip();
            }
        }
        self.eat(b'>');
    }

    fn const_default(&mut self) {
        if self.is_open(b'{') {
            self.aside(Self::read_block);
        } else if self.is_path_start() {
            self.read_path(PathKind::Value, false);
        } else {
            self.eat(b'-');
            self.skip();
        }
    }

    /// The names of the parameters that begin here.
    fn declare_generics(&mut self, scope: ScopeId) {
        let from = self.pending_segments.len();
        let start = self.at;
        let mut depth = 0_u32;
        let mut expect = false;
        while !self.is_end() {
            match self.kind() {
                Kind::Punct(b'<') => {
                    depth += 1;
                    expect = depth == 1;
                }
                Kind::Punct(b'>') => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Kind::Punct(b',') => expect = depth == 1,
                Kind::Punct(b'#') => {
                    self.bump();
                    self.skip();
                    continue;
                }
                Kind::Ident(Keyword::Const) if expect => {}
                Kind::Ident(keyword) if expect && keyword.is_name() => {
                    expect = false;
                    let token = self.token();
                    let name = self.symbol(self.text_of(token));
                    let ty = self.ty(Type::Other);
                    self.generics.push(name, ty);
                    self.pending_segments.push(Segment { name, start: token.start });
                }
                Kind::Punct(b';') | Kind::Open(b'{') if depth == 1 && !expect => {}
                _ => expect = false,
            }
            self.skip();
        }
        self.at = start;
        let list = self.segment_list(from);
        self.facts.scopes[scope.index()].generics = list;
    }

    /// A `where` clause, if any.
    pub(crate) fn read_where(&mut self) {
        if !self.eat_keyword(Keyword::Where) {
            return;
        }
        while !self.is_end() && !self.is_open(b'{') && !self.is(b';') && !self.is(b'=') {
            let before = self.at;
            self.skip_attributes();
            let mut parameter = None;
            if self.kind() == Kind::Lifetime {
                self.bump();
            } else {
                parameter = self.parameter_here().filter(|_| self.is_at(1, b':'));
                self.read_type(false);
            }
            if self.eat(b':') {
                let bounds = self.read_bounds();
                self.bind_parameter(parameter, bounds);
            }
            if !self.eat(b',') && self.at == before {
                if self.context.template && self.is(b'$') {
                    self.bump();
                    continue;
                }
                self.skip();
            }
        }
    }
}

impl TypeId {
    /// The type, or one of no kind where reading it was given up.
    fn or_other(self, parser: &mut Parser<'_>) -> Self {
        if self.0 == u32::MAX { parser.ty(Type::Other) } else { self }
    }
}
