//! Where a type or a path ends. What stands in angle brackets is passed over, so nothing here calls itself.

use super::source::Source;
use crate::extract::rust::lexer::keyword::Keyword;
use crate::extract::rust::lexer::token::{ARROW, Kind, PATH_SEP};

impl Source<'_> {
    /// A type as an argument: `dyn A + B` is one.
    pub(super) fn type_with_bounds(&self, at: usize) -> Option<usize> {
        self.type_end(at, true)
    }

    /// A type behind `as` or `->`, where a `+` is none of its signs.
    pub(super) fn type_without_bounds(&self, at: usize) -> Option<usize> {
        self.type_end(at, false)
    }

    fn type_end(&self, mut at: usize, bounds: bool) -> Option<usize> {
        loop {
            at = self.after_type_prefixes(at);
            at = match self.kind(at) {
                Kind::Lifetime | Kind::Punct(b'!') | Kind::Ident(Keyword::Underscore) => at + 1,
                Kind::Open(b'(' | b'[') => self.after_group(at),
                Kind::Ident(Keyword::Fn) if self.opens(at + 1, b'(') => self.after_group(at + 1),
                // What an opaque type captures.
                Kind::Ident(Keyword::Use) if self.is(at + 1, b'<') => self.angles(at + 1)?,
                Kind::Punct(b'<') => {
                    let end = self.angles(at)?;
                    if !self.is(end, PATH_SEP) {
                        return None;
                    }
                    self.path(end)?
                }
                _ => self.after_macro(self.path(at)?),
            };
            if self.has_output(at) {
                at += 1;
            } else if bounds && self.is(at, b'+') && self.glued(at) == 1 {
                at += 1;
                if self.is_end(at) || self.is(at, b',') {
                    return Some(at);
                }
            } else {
                return Some(at);
            }
        }
    }

    /// `&'a mut`, `*const`, `dyn`, `for<'a>`, `unsafe extern "C"` and what else comes before a type or a bound.
    fn after_type_prefixes(&self, mut at: usize) -> usize {
        loop {
            at = match self.kind(at) {
                Kind::Punct(b'&') => {
                    let at = at + 1;
                    let at = at + usize::from(self.kind(at) == Kind::Lifetime);
                    at + usize::from(self.is_word(at, Keyword::Mut))
                }
                Kind::Punct(b'*') => {
                    at + 1
                        + usize::from(matches!(
                            self.keyword(at + 1),
                            Some(Keyword::Const | Keyword::Mut)
                        ))
                }
                Kind::Ident(Keyword::For) if self.is(at + 1, b'<') => match self.angles(at + 1) {
                    Some(end) => end,
                    None => return at,
                },
                Kind::Ident(Keyword::Extern) => {
                    at + 1 + usize::from(self.kind(at + 1) == Kind::Str)
                }
                Kind::Punct(b'?' | b'~')
                | Kind::Ident(Keyword::Impl | Keyword::Unsafe | Keyword::Const) => at + 1,
                // Both may be names as well.
                Kind::Ident(Keyword::Dyn | Keyword::Async) if self.begins_bound(at + 1) => at + 1,
                _ => return at,
            };
        }
    }

    fn begins_bound(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            Kind::Ident(_) | Kind::Lifetime | Kind::Open(b'(') | Kind::Punct(b'?' | b'~' | b'<')
        ) || (self.is(at, PATH_SEP) && !self.is(at + 1, b'<'))
    }

    /// Whether `->` follows parentheses, as in `Fn(A) -> B`.
    fn has_output(&self, at: usize) -> bool {
        self.is(at, ARROW) && at > 0 && self.kind(at - 1) == Kind::Close(b')')
    }

    /// A path as in a type, and the output if it is one of a function.
    pub(super) fn path_with_output(&self, at: usize) -> Option<usize> {
        let end = self.path(at)?;
        if self.has_output(end) { self.type_without_bounds(end + 1) } else { Some(end) }
    }

    /// A path as in a type: arguments may follow each name with or without `::`.
    fn path(&self, at: usize) -> Option<usize> {
        let mut at = at + usize::from(self.is(at, PATH_SEP));
        loop {
            let may_be_name = |keyword: Keyword| {
                keyword.is_name()
                    || matches!(
                        keyword,
                        Keyword::Crate | Keyword::SelfType | Keyword::SelfValue | Keyword::Super
                    )
            };
            if !self.keyword(at).is_some_and(may_be_name) {
                return None;
            }
            at += 1;
            let arguments = at + usize::from(self.is(at, PATH_SEP));
            if self.is(arguments, b'<') {
                at = self.angles(arguments)?;
            } else if self.opens(arguments, b'(') {
                at = self.after_group(arguments);
            }
            if !self.is(at, PATH_SEP) || self.keyword(at + 1).is_none() {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The end of the arguments if the path before is that of a macro.
    fn after_macro(&self, at: usize) -> usize {
        match self.kind(at + 1) {
            Kind::Open(_) if self.is(at, b'!') => self.after_group(at + 1),
            _ => at,
        }
    }

    /// The end of what stands in the angle brackets that open there.
    pub(super) fn angles(&self, mut at: usize) -> Option<usize> {
        let mut depth = 0_u32;
        loop {
            match self.kind(at) {
                Kind::Punct(b'<') => depth += 1,
                Kind::Punct(b'>') => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                Kind::Punct(b';') | Kind::End | Kind::Close(_) => return None,
                _ => {}
            }
            at = self.after_tree(at);
        }
    }
}
