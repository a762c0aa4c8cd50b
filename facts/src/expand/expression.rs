//! Where an expression or a statement ends.
//!
//! Nothing but `,`, `;` and `=>` may follow one in a pattern of a macro, so it is enough to pass over the
//! places where these signs stand for something else: generic arguments, types and closures.

use super::source::Source;
use crate::extract::rust::keyword::Keyword;
use crate::extract::rust::lexer::{ARROW, FAT_ARROW, Kind, PATH_SEP};

impl Source<'_> {
    pub(super) fn expression(&self, start: usize) -> Option<usize> {
        let mut at = start;
        // Whether an operand comes next, so that `|` begins a closure and `<` a type.
        let mut operand = true;
        loop {
            (at, operand) = match self.kind(at) {
                Kind::End | Kind::Close(_) | Kind::Punct(b',' | b';' | FAT_ARROW) => break,
                Kind::Punct(b'|') if operand => (self.closure_head(at)?, true),
                Kind::Punct(b'#') if self.opens(at + 1, b'[') => (self.after_group(at + 1), true),
                Kind::Punct(PATH_SEP) if self.is(at + 1, b'<') => (self.angles(at + 1)?, false),
                Kind::Punct(b'<') if operand => (self.angles(at)?, false),
                Kind::Punct(b'?') => (at + 1, false),
                Kind::Punct(_) => (at + self.glued(at), true),
                Kind::Ident(Keyword::As) => (self.type_without_bounds(at + 1)?, false),
                Kind::Ident(Keyword::For) if self.is(at + 1, b'<') => (self.angles(at + 1)?, true),
                Kind::Ident(keyword) => (at + 1, operand_follows(keyword)),
                Kind::Lifetime => (at + 1, true),
                _ => (self.after_tree(at), false),
            };
        }
        (at > start).then_some(at)
    }

    /// The end of `|a, b| -> T`.
    fn closure_head(&self, at: usize) -> Option<usize> {
        let mut at = at + 1;
        while !self.is(at, b'|') {
            if self.is_end(at) || self.is(at, b';') {
                return None;
            }
            at = self.after_tree(at);
        }
        if self.is(at + 1, ARROW) { self.type_without_bounds(at + 2) } else { Some(at + 1) }
    }

    /// A statement without its semicolon, unless it is an item.
    pub(super) fn statement(&self, start: usize) -> Option<usize> {
        let at = self.after_attributes(start);
        if self.is_word(at, Keyword::Let) {
            let at = self.pattern(at + 1, true)?;
            let at = if self.is(at, b':') { self.type_with_bounds(at + 1)? } else { at };
            return if self.is(at, b'=') { self.expression(at + 1) } else { Some(at) };
        }
        if self.begins_item(at) { self.item(start) } else { self.expression(start) }
    }
}

/// Whether an operand may follow the keyword, rather than an operator.
fn operand_follows(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Async
            | Keyword::Become
            | Keyword::Break
            | Keyword::Const
            | Keyword::Else
            | Keyword::For
            | Keyword::If
            | Keyword::In
            | Keyword::Let
            | Keyword::Loop
            | Keyword::Match
            | Keyword::Move
            | Keyword::Mut
            | Keyword::Ref
            | Keyword::Return
            | Keyword::Static
            | Keyword::Unsafe
            | Keyword::While
            | Keyword::Yield
    )
}
