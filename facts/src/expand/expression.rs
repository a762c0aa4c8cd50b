//! Where an expression or a statement ends.
//!
//! What it means is of no interest, so there is no precedence: operands and operators take turns, and it
//! ends where neither can come. Generic arguments, types and closures hold signs that are none of these.

use super::source::Source;
use crate::extract::rust::lexer::keyword::Keyword;
use crate::extract::rust::lexer::token::{ARROW, COMPARE, Kind, PATH_SEP, RANGE};

impl Source<'_> {
    pub(super) fn expression(&self, start: usize) -> Option<usize> {
        let mut at = start;
        // Whether an operand comes next, so that `|` begins a closure and `<` a type.
        let mut operand = true;
        loop {
            let (end, next) = if operand { self.operand(at)? } else { self.operator(at)? };
            if end == at {
                return (at > start).then_some(at);
            }
            (at, operand) = (end, next);
        }
    }

    /// The end of a part of an operand, which is where it begins if none comes, as behind `return`; and
    /// whether there is more to come.
    fn operand(&self, at: usize) -> Option<(usize, bool)> {
        let step = match self.kind(at) {
            Kind::Punct(b'|') => (self.closure_head(at)?, true),
            Kind::Punct(b'#') if self.opens(at + 1, b'[') => (self.after_group(at + 1), true),
            Kind::Punct(b'<') => (self.angles(at)?, false),
            Kind::Punct(b'-' | b'!' | b'*' | b'&' | RANGE | PATH_SEP) => (at + 1, true),
            // The label of a loop.
            Kind::Lifetime => (at + 1 + usize::from(self.is(at + 1, b':')), true),
            Kind::Ident(Keyword::Raw) if self.is_word(at + 1, Keyword::Const) => (at + 2, true),
            Kind::Ident(Keyword::Raw) if self.is_word(at + 1, Keyword::Mut) => (at + 2, true),
            Kind::Ident(Keyword::For) if self.is(at + 1, b'<') => (self.angles(at + 1)?, true),
            Kind::Ident(Keyword::For) => {
                let at = self.pattern(at + 1, true)?;
                (at + usize::from(self.is_word(at, Keyword::In)), true)
            }
            Kind::Ident(Keyword::Let) => {
                let at = self.pattern(at + 1, true)?;
                (at + usize::from(self.is(at, b'=')), true)
            }
            Kind::Ident(keyword) => (at + 1, operand_follows(keyword)),
            Kind::Str | Kind::Char | Kind::Number => (at + 1, false),
            Kind::Open(_) => (self.after_group(at), false),
            Kind::Punct(_) | Kind::Close(_) | Kind::End => return Some((at, false)),
        };
        Some(step)
    }

    /// The end of what goes on an operand or leads to the next, which is where it begins if the
    /// expression is over; and whether an operand comes next.
    fn operator(&self, at: usize) -> Option<(usize, bool)> {
        let step = match self.kind(at) {
            Kind::Ident(Keyword::As) => (self.type_without_bounds(at + 1)?, false),
            Kind::Punct(PATH_SEP) if self.is(at + 1, b'<') => (self.angles(at + 1)?, false),
            Kind::Punct(b'!') if matches!(self.kind(at + 1), Kind::Open(_)) => {
                (self.after_group(at + 1), false)
            }
            Kind::Punct(b'?') => (at + 1, false),
            Kind::Ident(Keyword::Else) | Kind::Punct(b'.' | PATH_SEP | COMPARE | RANGE) => {
                (at + 1, true)
            }
            Kind::Punct(
                b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|' | b'<' | b'>' | b'=',
            ) => (at + self.glued(at), true),
            Kind::Open(_) => (self.after_group(at), false),
            _ => return Some((at, false)),
        };
        Some(step)
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
            | Keyword::If
            | Keyword::Loop
            | Keyword::Match
            | Keyword::Move
            | Keyword::Mut
            | Keyword::Return
            | Keyword::Static
            | Keyword::Unsafe
            | Keyword::While
            | Keyword::Yield
    )
}
