//! Where an item ends.

use super::source::Source;
use crate::extract::rust::lexer::keyword::Keyword;
use crate::extract::rust::lexer::token::Kind;

impl Source<'_> {
    /// An item with its attributes, up to its closing brace or semicolon.
    pub(super) fn item(&self, at: usize) -> Option<usize> {
        let at = self.after_attributes(at);
        if let Some(end) = self.item_macro(at) {
            return Some(end);
        }
        let mut at = self.visibility(at);
        if let Some(end) = self.item_macro(at) {
            return Some(end);
        }
        // Words may come before the one that says what it is: `default unsafe extern "C" fn`.
        loop {
            let keyword = self.keyword(at)?;
            match keyword {
                Keyword::Fn
                | Keyword::Struct
                | Keyword::Enum
                | Keyword::Trait
                | Keyword::Impl
                | Keyword::Mod
                | Keyword::Macro => return self.after_body(at),
                Keyword::Union if self.keyword(at + 1).is_some() => return self.after_body(at),
                Keyword::Use | Keyword::Type | Keyword::Static => return self.after_semicolon(at),
                Keyword::Const if !self.continues_after_const(at + 1) => {
                    return self.after_semicolon(at);
                }
                Keyword::Extern if self.is_word(at + 1, Keyword::Crate) => {
                    return self.after_semicolon(at);
                }
                Keyword::Extern => {
                    at += usize::from(self.kind(at + 1) == Kind::Str);
                    if self.opens(at + 1, b'{') {
                        return Some(self.after_group(at + 1));
                    }
                }
                Keyword::Const
                | Keyword::Unsafe
                | Keyword::Async
                | Keyword::Gen
                | Keyword::Safe
                | Keyword::Auto
                | Keyword::Default => {}
                _ => return None,
            }
            at += 1;
        }
    }

    pub(super) fn after_attributes(&self, mut at: usize) -> usize {
        while self.is(at, b'#') && self.opens(at + 1, b'[') {
            at = self.after_group(at + 1);
        }
        at
    }

    /// Whether a statement that begins there is an item rather than an expression.
    pub(super) fn begins_item(&self, at: usize) -> bool {
        let Some(keyword) = self.keyword(at) else {
            return false;
        };
        let declares = |at| {
            matches!(
                self.keyword(at),
                Some(
                    Keyword::Fn
                        | Keyword::Unsafe
                        | Keyword::Extern
                        | Keyword::Trait
                        | Keyword::Impl
                        | Keyword::Async
                        | Keyword::Mod
                )
            )
        };
        match keyword {
            Keyword::Pub
            | Keyword::Fn
            | Keyword::Struct
            | Keyword::Enum
            | Keyword::Trait
            | Keyword::Impl
            | Keyword::Mod
            | Keyword::Use
            | Keyword::Type
            | Keyword::Extern => true,
            Keyword::MacroRules => self.is(at + 1, b'!'),
            // `static` and `const` may begin a closure, and `const` a block.
            Keyword::Static | Keyword::Const => {
                self.keyword(at + 1).is_some_and(|keyword| keyword != Keyword::Move)
                    && (declares(at + 2) || !self.is_word(at + 1, Keyword::Async))
            }
            Keyword::Unsafe | Keyword::Async | Keyword::Auto | Keyword::Default | Keyword::Safe => {
                declares(at + 1)
            }
            Keyword::Union | Keyword::Macro => self.keyword(at + 1).is_some(),
            _ => false,
        }
    }

    fn continues_after_const(&self, at: usize) -> bool {
        matches!(
            self.keyword(at),
            Some(
                Keyword::Fn
                    | Keyword::Unsafe
                    | Keyword::Async
                    | Keyword::Extern
                    | Keyword::Trait
                    | Keyword::Impl
                    | Keyword::Gen
            )
        ) && !matches!(self.kind(at + 1), Kind::Punct(b':'))
    }

    /// `path! { … }`, or `path!(…);`.
    fn item_macro(&self, at: usize) -> Option<usize> {
        let at = self.plain_path(at)?;
        if !self.is(at, b'!') {
            return None;
        }
        // The name of what `macro_rules!` defines.
        let at = at + 1 + usize::from(self.keyword(at + 1).is_some());
        let Kind::Open(delimiter) = self.kind(at) else {
            return None;
        };
        let end = self.after_group(at);
        Some(end + usize::from(delimiter != b'{' && self.is(end, b';')))
    }

    /// Up to the first braces that are no generic argument, or a semicolon.
    fn after_body(&self, mut at: usize) -> Option<usize> {
        let mut depth = 0_u32;
        loop {
            match self.kind(at) {
                Kind::Open(b'{') if depth == 0 => return Some(self.after_group(at)),
                Kind::Punct(b';') if depth == 0 => return Some(at + 1),
                Kind::Punct(b'<') => depth += 1,
                Kind::Punct(b'>') => depth = depth.saturating_sub(1),
                Kind::End | Kind::Close(_) => return None,
                _ => {}
            }
            at = self.after_tree(at);
        }
    }

    fn after_semicolon(&self, mut at: usize) -> Option<usize> {
        while !self.is(at, b';') {
            if self.is_end(at) {
                return None;
            }
            at = self.after_tree(at);
        }
        Some(at + 1)
    }
}
