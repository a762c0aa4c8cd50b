//! What stands in an attribute: paths among its arguments, also in strings, and conditions.

use super::attributes::string_value;
use super::facts::{PathKind, PathRoot, Predicate, Segment};
use super::lexer::token::Kind;
use super::parser::Parser;
use crate::place::Span;

impl<'t> Parser<'t> {
    /// Paths among an attribute's arguments: those of several segments, and strings that are paths.
    pub(super) fn attribute_arguments(&mut self) {
        while !self.is_end() {
            match self.kind() {
                Kind::Open(_) => {
                    self.deeper((), |p| p.within(Self::attribute_arguments));
                }
                Kind::Str => {
                    self.path_in_string();
                    self.bump();
                }
                _ if self.is_path_start() && !self.is(b'<') && !self.is(b'$') => {
                    let start = self.facts.paths.len();
                    let read = self.read_path(PathKind::AttributeArgument, false);
                    let several = read.path.is_some_and(|path| {
                        let path = &self.facts.paths[path.index()];
                        path.segments.len > 1
                            || (path.root != PathRoot::Plain && path.segments.len > 0)
                    });
                    if !several && self.facts.paths.len() == start + 1 {
                        self.facts.paths.pop();
                    }
                }
                _ => self.bump(),
            }
        }
    }

    /// `"crate::a::b"` in an attribute, as serde and others have it.
    fn path_in_string(&mut self) {
        let token = self.token();
        let text: &'t str = string_value(self.text_of(token));
        let is_path = text.contains("::")
            && text.split("::").all(|part| {
                !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                    && !part.as_bytes()[0].is_ascii_digit()
            });
        if !is_path {
            return;
        }
        let path = self.path(PathKind::AttributeString);
        let from = self.pending_segments.len();
        let mut start = token.end - 1 - text.len() as u32;
        let span = Span::new(start, start + text.len() as u32);
        let mut root = PathRoot::Plain;
        for (index, part) in text.split("::").enumerate() {
            match part {
                "crate" if index == 0 => root = PathRoot::Crate,
                "self" if index == 0 => root = PathRoot::SelfModule,
                "Self" if index == 0 => root = PathRoot::SelfType,
                "super" => {
                    root = match root {
                        PathRoot::Super(count) => PathRoot::Super(count.saturating_add(1)),
                        _ => PathRoot::Super(1),
                    };
                }
                _ => {
                    let name = self.symbol(part);
                    self.pending_segments.push(Segment { name, start });
                }
            }
            start += part.len() as u32 + 2;
        }
        let segments = self.segment_list(from);
        let entry = self.path_mut(path);
        entry.root = root;
        entry.segments = segments;
        entry.span = span;
    }

    pub(super) fn predicate_argument(&mut self) -> Predicate {
        if self.is_open(b'(') { self.within(Self::predicate) } else { Predicate::Unknown }
    }

    /// A predicate of `cfg`.
    pub(crate) fn predicate(&mut self) -> Predicate {
        self.deeper(Predicate::Unknown, Self::predicate_inside)
    }

    fn predicate_inside(&mut self) -> Predicate {
        let token = self.token();
        if !matches!(token.kind, Kind::Ident(_)) {
            self.skip();
            return Predicate::Unknown;
        }
        let name = self.text_of(token);
        self.bump();
        match (name, self.kind()) {
            ("true", _) => Predicate::All(Vec::new()),
            ("false", _) => Predicate::Any(Vec::new()),
            ("all", Kind::Open(_)) => Predicate::All(self.within(Self::predicates)),
            ("any", Kind::Open(_)) => Predicate::Any(self.within(Self::predicates)),
            ("not", Kind::Open(_)) => {
                let inner = self.within(Self::predicate);
                if inner == Predicate::Unknown { inner } else { Predicate::Not(Box::new(inner)) }
            }
            (_, Kind::Open(_)) => {
                self.skip();
                Predicate::Unknown
            }
            (_, Kind::Punct(b'=')) => {
                self.bump();
                let value = self.token();
                self.bump();
                if value.kind == Kind::Str {
                    Predicate::Equals(name.into(), string_value(self.text_of(value)).into())
                } else {
                    Predicate::Unknown
                }
            }
            _ => Predicate::Flag(name.into()),
        }
    }

    fn predicates(&mut self) -> Vec<Predicate> {
        let mut found = Vec::new();
        while !self.is_end() {
            found.push(self.predicate());
            self.until_comma();
            self.eat(b',');
        }
        found
    }
}
