//! Paths in types, expressions, patterns and bounds, with their generic arguments.

use super::facts::{ListRange, PathId, PathKind, PathRoot, Segment, Symbol, Type, TypeId};
use super::lexer::keyword::Keyword;
use super::lexer::token::{ARROW, Kind, PATH_SEP};
use super::parser::Parser;
use crate::place::Span;

/// What was read of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadPath {
    /// The path, unless it names a variable, a type parameter or a built-in type.
    pub(crate) path: Option<PathId>,
    /// The generic arguments of its last segment that are types.
    pub(crate) arguments: ListRange,
}

impl Parser<'_> {
    /// Whether a path may begin here.
    pub(crate) fn is_path_start(&self) -> bool {
        match self.kind() {
            Kind::Ident(keyword) => {
                keyword.is_name()
                    || matches!(
                        keyword,
                        Keyword::Crate | Keyword::Super | Keyword::SelfValue | Keyword::SelfType
                    )
            }
            Kind::Punct(PATH_SEP) => matches!(self.kind_at(1), Kind::Ident(_)),
            Kind::Punct(b'<') => true,
            Kind::Punct(b'$') => self.context.template && matches!(self.kind_at(1), Kind::Ident(_)),
            _ => false,
        }
    }

    /// Reads a path. In types, generic arguments follow a segment at once; in expressions only after `::`.
    pub(crate) fn read_path(&mut self, kind: PathKind, in_type: bool) -> ReadPath {
        let path = self.path(kind);
        let segments_from = self.pending_segments.len();
        let types_from = self.pending_types.len();
        let mut arguments = ListRange::default();
        let root = self.path_root();
        let mut end = self.before();
        if root != PathRoot::Plain {
            // `crate`, `Self` and their like stand alone, or a separator follows.
            if in_type && root == PathRoot::SelfType {
                arguments = self.maybe_arguments(in_type, types_from);
            }
            if root != PathRoot::Global && !self.eat(PATH_SEP) {
                return self.finish_path(path, root, segments_from, end, arguments);
            }
        }
        loop {
            match self.kind() {
                Kind::Ident(keyword) if keyword.is_name() || keyword == Keyword::SelfType => {
                    let token = self.token();
                    end = token.end;
                    let name = self.name();
                    self.pending_segments.push(Segment { name, start: token.start });
                }
                Kind::Punct(b'<') if !in_type => {
                    // `::<T>` after the last segment.
                    arguments = self.maybe_arguments(true, types_from);
                }
                Kind::Punct(b'$')
                    if self.context.template && matches!(self.kind_at(1), Kind::Ident(_)) =>
                {
                    // A segment that is only known where the macro is used.
                    self.at += 2;
                    self.path_mut(path).root = PathRoot::MetaVariable;
                    end = self.before();
                }
                _ => break,
            }
            if in_type {
                arguments = self.maybe_arguments(in_type, types_from);
            }
            let more = self.is(PATH_SEP)
                && (matches!(self.kind_at(1), Kind::Ident(_))
                    || self.is_at(1, b'<')
                    || (self.context.template
                        && self.is_at(1, b'$')
                        && matches!(self.kind_at(2), Kind::Ident(_)))
                    || (in_type && matches!(self.kind_at(1), Kind::Open(b'('))));
            if !more {
                break;
            }
            self.bump();
            if in_type && !matches!(self.kind(), Kind::Ident(_) | Kind::Punct(b'$')) {
                arguments = self.maybe_arguments(in_type, types_from);
                if !self.eat(PATH_SEP) {
                    break;
                }
            }
        }
        let root = if self.facts.paths[path.index()].root == PathRoot::MetaVariable {
            PathRoot::MetaVariable
        } else {
            root
        };
        self.finish_path(path, root, segments_from, end, arguments)
    }

    fn finish_path(
        &mut self,
        path: PathId,
        root: PathRoot,
        segments_from: usize,
        end: u32,
        arguments: ListRange,
    ) -> ReadPath {
        let count = self.pending_segments.len() - segments_from;
        let first = self.pending_segments.get(segments_from).map(|segment| segment.name);
        let single = first.filter(|_| count == 1 && root == PathRoot::Plain);
        let is_last = path.index() + 1 == self.facts.paths.len();
        let dropped = if root == PathRoot::Plain {
            // Below a type parameter there is nothing that a file could name.
            first.is_none_or(|name| self.is_generic(name))
                || single.is_some_and(|name| self.is_primitive(name))
        } else {
            false
        };
        if dropped && is_last {
            self.facts.paths.pop();
            self.pending_segments.truncate(segments_from);
            return ReadPath { path: None, arguments };
        }
        let segments = self.segment_list(segments_from);
        let entry = self.path_mut(path);
        entry.root = if dropped { PathRoot::MetaVariable } else { root };
        entry.segments = segments;
        entry.span = Span::new(entry.span.start, end.max(entry.span.start));
        ReadPath { path: (!dropped).then_some(path), arguments }
    }

    fn is_primitive(&self, name: Symbol) -> bool {
        let name = self.facts.symbols.get(name);
        name.len() <= 5 && super::primitive::NAMES.contains(&name)
    }

    /// The root of a path, taken with the separator of a global one only.
    fn path_root(&mut self) -> PathRoot {
        match self.kind() {
            Kind::Punct(PATH_SEP) => {
                self.bump();
                PathRoot::Global
            }
            Kind::Punct(b'<') => {
                let ty = self.deeper(None, |p| Some(p.qualified()));
                let ty = ty.unwrap_or_else(|| self.ty(Type::Other));
                PathRoot::Qualified(ty)
            }
            Kind::Punct(b'$') => {
                self.at += 2;
                if self.tokens[self.at - 1].kind == Kind::Ident(Keyword::Crate) {
                    PathRoot::DollarCrate
                } else {
                    PathRoot::MetaVariable
                }
            }
            Kind::Ident(Keyword::Crate) => {
                self.bump();
                PathRoot::Crate
            }
            Kind::Ident(Keyword::SelfType) => {
                self.bump();
                PathRoot::SelfType
            }
            Kind::Ident(Keyword::Super) => {
                self.bump();
                self.supers(1)
            }
            Kind::Ident(Keyword::SelfValue) => {
                self.bump();
                if self.is(PATH_SEP) && self.keyword_at(1) == Keyword::Super {
                    self.at += 2;
                    return self.supers(1);
                }
                PathRoot::SelfModule
            }
            _ => PathRoot::Plain,
        }
    }

    /// Further `::super`s.
    pub(crate) fn supers(&mut self, first: u8) -> PathRoot {
        let mut count = first;
        while self.is(PATH_SEP) && self.keyword_at(1) == Keyword::Super {
            self.at += 2;
            count = count.saturating_add(1);
        }
        PathRoot::Super(count)
    }

    /// `<T>` or `<T as Trait>`, up to and with `>`.
    fn qualified(&mut self) -> TypeId {
        self.bump();
        let ty = self.read_type(true);
        if self.eat_keyword(Keyword::As) && self.is_path_start() {
            self.read_path(PathKind::ImplTrait, true);
        }
        self.eat(b'>');
        ty
    }

    /// Generic arguments, if any: `<…>`, or `(…) -> T` in types.
    fn maybe_arguments(&mut self, in_type: bool, types_from: usize) -> ListRange {
        if self.is(b'<') {
            return self.deeper(ListRange::default(), |p| p.angle_arguments(types_from));
        }
        if in_type && self.is_open(b'(') {
            self.within(Self::type_sequence);
            if self.eat(ARROW) {
                let ty = self.read_type(false);
                self.pending_types.push(ty);
            }
            return self.type_list(types_from);
        }
        ListRange::default()
    }

    /// `<…>` behind a method's name.
    pub(crate) fn turbofish(&mut self) {
        let from = self.pending_types.len();
        self.deeper(ListRange::default(), |p| p.angle_arguments(from));
    }

    fn angle_arguments(&mut self, types_from: usize) -> ListRange {
        self.bump();
        while !self.is_end() && !self.is(b'>') {
            let before = self.at;
            match self.kind() {
                Kind::Lifetime
                | Kind::Number
                | Kind::Str
                | Kind::Char
                | Kind::Punct(b',' | b'-')
                | Kind::Ident(Keyword::True | Keyword::False) => self.bump(),
                Kind::Open(b'{') => {
                    self.aside(Self::read_block);
                }
                // `Item = T`, `Item: Bound`, `Item<'a> = T`.
                Kind::Ident(keyword)
                    if keyword.is_name() && (self.is_at(1, b'=') || self.is_at(1, b':')) =>
                {
                    self.bump();
                    if self.eat(b'=') {
                        self.argument();
                    } else {
                        self.bump();
                        self.read_bounds();
                    }
                }
                _ => {
                    let (path, types) = (self.facts.paths.len(), self.facts.types.len());
                    let pending = self.pending_types.len();
                    self.argument();
                    if matches!(self.kind(), Kind::Punct(b'=' | b':')) {
                        // `Item<'a> = T`: the name was no type, nor is what was read around it (`&Item: T`).
                        self.pending_types.truncate(pending);
                        for ty in &mut self.facts.types[types..] {
                            if matches!(ty, Type::Path { path: of, .. } if of.index() == path) {
                                *ty = Type::Other;
                            }
                        }
                        self.no_path(path);
                        if self.eat(b'=') {
                            self.argument();
                        } else {
                            self.bump();
                            self.read_bounds();
                        }
                    }
                }
            }
            if self.at == before {
                // Whatever this is, it is no generic argument: `a < b` read as one.
                break;
            }
        }
        self.eat(b'>');
        self.type_list(types_from)
    }

    /// What was read as the path with this number is none.
    fn no_path(&mut self, index: usize) {
        if index + 1 == self.facts.paths.len() {
            self.facts.paths.pop();
        } else if let Some(path) = self.facts.paths.get_mut(index) {
            path.root = PathRoot::MetaVariable;
        }
    }

    fn argument(&mut self) {
        if self.is_open(b'{') {
            self.aside(Self::read_block);
            return;
        }
        let ty = self.read_type(true);
        self.pending_types.push(ty);
    }

    /// Types between delimiters, separated by commas.
    pub(crate) fn type_sequence(&mut self) {
        while !self.is_end() {
            let before = self.at;
            if self.eat(b',') {
                continue;
            }
            let ty = self.read_type(true);
            self.pending_types.push(ty);
            if self.at == before {
                self.skip();
            }
        }
    }
}
