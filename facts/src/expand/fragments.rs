//! The kinds of fragments: where one may begin, and where it ends.

use super::source::Source;
use crate::extract::rust::lexer::keyword::Keyword;
use crate::extract::rust::lexer::token::{Kind, PATH_SEP, RANGE};

/// What a variable of a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fragment {
    Block,
    Expr,
    Ident,
    Item,
    Lifetime,
    Literal,
    Meta,
    Pat,
    /// A pattern without alternatives.
    PatParam,
    Path,
    Stmt,
    Tt,
    Ty,
    Vis,
}

impl Fragment {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "block" => Self::Block,
            // They differ in `_` and `const { … }`; of these `expr` takes what was meant.
            "expr" | "expr_2021" => Self::Expr,
            "ident" => Self::Ident,
            "item" => Self::Item,
            "lifetime" => Self::Lifetime,
            "literal" => Self::Literal,
            "meta" => Self::Meta,
            "pat" => Self::Pat,
            "pat_param" => Self::PatParam,
            "path" => Self::Path,
            "stmt" => Self::Stmt,
            "tt" => Self::Tt,
            "ty" => Self::Ty,
            "vis" => Self::Vis,
            _ => return None,
        })
    }
}

impl Source<'_> {
    /// Whether the compiler would try to read such a fragment there; having begun it does not go back.
    pub(super) fn may_begin(&self, fragment: Fragment, at: usize) -> bool {
        let kind = self.kind(at);
        if self.is_end(at) {
            return false;
        }
        match fragment {
            Fragment::Tt | Fragment::Item | Fragment::Stmt => true,
            Fragment::Block => kind == Kind::Open(b'{'),
            Fragment::Ident => {
                matches!(kind, Kind::Ident(keyword) if keyword != Keyword::Underscore)
            }
            Fragment::Lifetime => kind == Kind::Lifetime,
            Fragment::Literal => self.begins_literal(at),
            Fragment::Meta | Fragment::Path => {
                matches!(kind, Kind::Ident(_) | Kind::Punct(PATH_SEP))
            }
            Fragment::Vis => {
                matches!(kind, Kind::Ident(_) | Kind::Punct(b',')) || self.begins_type(at)
            }
            Fragment::Ty => self.begins_type(at),
            Fragment::Pat => kind == Kind::Punct(b'|') || self.begins_pattern(at),
            Fragment::PatParam => self.begins_pattern(at),
            Fragment::Expr => self.begins_expression(at),
        }
    }

    /// The end of the fragment that begins there, if it is one.
    pub(super) fn fragment(&self, fragment: Fragment, at: usize) -> Option<usize> {
        let end = match fragment {
            Fragment::Vis => return Some(self.visibility(at)),
            Fragment::Block => self.after_group(at),
            Fragment::Ident | Fragment::Lifetime => at + 1,
            Fragment::Literal => at + 1 + usize::from(self.is(at, b'-')),
            Fragment::Tt => match self.kind(at) {
                Kind::Open(_) => self.after_group(at),
                _ => at + self.glued(at),
            },
            Fragment::Meta => self.meta(at)?,
            Fragment::Path => self.path_with_output(at)?,
            Fragment::Ty => self.type_with_bounds(at)?,
            Fragment::Pat => self.pattern(at, true)?,
            Fragment::PatParam => self.pattern(at, false)?,
            Fragment::Expr => self.expression(at)?,
            Fragment::Stmt => self.statement(at)?,
            Fragment::Item => self.item(at)?,
        };
        (end > at).then_some(end)
    }

    fn begins_literal(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Str | Kind::Char | Kind::Number => true,
            Kind::Ident(keyword) => matches!(keyword, Keyword::True | Keyword::False),
            Kind::Punct(b'-') => {
                self.glued(at) == 1
                    && matches!(self.kind(at + 1), Kind::Number | Kind::Str | Kind::Char)
            }
            _ => false,
        }
    }

    fn begins_type(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Ident(keyword) => {
                keyword.is_name()
                    || matches!(
                        keyword,
                        Keyword::Crate
                            | Keyword::SelfType
                            | Keyword::SelfValue
                            | Keyword::Super
                            | Keyword::Underscore
                            | Keyword::For
                            | Keyword::Impl
                            | Keyword::Fn
                            | Keyword::Unsafe
                            | Keyword::Extern
                    )
            }
            Kind::Open(b'(' | b'[')
            | Kind::Lifetime
            | Kind::Punct(b'!' | b'?' | b'<' | PATH_SEP) => true,
            Kind::Punct(b'*' | b'&') => !self.assigns(at),
            _ => false,
        }
    }

    fn begins_pattern(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Ident(_)
            | Kind::Str
            | Kind::Char
            | Kind::Number
            | Kind::Open(b'(' | b'[')
            | Kind::Punct(b'<' | RANGE | PATH_SEP) => true,
            Kind::Punct(b'-' | b'&') => !self.assigns(at),
            _ => false,
        }
    }

    fn begins_expression(&self, at: usize) -> bool {
        match self.kind(at) {
            // Before the edition of 2024 `_` and `const` began none; macros with an arm
            // for one of them were written to that, so only a whole `const { … }` is taken.
            Kind::Ident(Keyword::Const) => self.opens(at + 1, b'{'),
            Kind::Ident(keyword) => !matches!(
                keyword,
                Keyword::As
                    | Keyword::Else
                    | Keyword::Enum
                    | Keyword::Extern
                    | Keyword::Fn
                    | Keyword::Impl
                    | Keyword::In
                    | Keyword::Let
                    | Keyword::Mod
                    | Keyword::Mut
                    | Keyword::Pub
                    | Keyword::Ref
                    | Keyword::Struct
                    | Keyword::Trait
                    | Keyword::Type
                    | Keyword::Underscore
                    | Keyword::Use
                    | Keyword::Where
            ),
            Kind::Str
            | Kind::Char
            | Kind::Number
            | Kind::Lifetime
            | Kind::Open(_)
            | Kind::Punct(b'!' | b'#' | b'<' | RANGE | PATH_SEP) => true,
            Kind::Punct(b'-' | b'*' | b'&' | b'|') => !self.assigns(at),
            _ => false,
        }
    }

    /// Whether the sign is half of one like `*=`.
    fn assigns(&self, at: usize) -> bool {
        self.glued(at) == 2 && self.is(at + 1, b'=')
    }

    /// `pub`, `pub(crate)` and so on, or nothing.
    pub(super) fn visibility(&self, at: usize) -> usize {
        if !self.is_word(at, Keyword::Pub) {
            return at;
        }
        // `pub (A, B)` is a public field of a tuple.
        let limited = self.opens(at + 1, b'(')
            && match self.keyword(at + 2) {
                Some(Keyword::Crate | Keyword::SelfValue | Keyword::Super) => {
                    self.kind(at + 3) == Kind::Close(b')')
                }
                Some(Keyword::In) => true,
                _ => false,
            };
        if limited { self.after_group(at + 1) } else { at + 1 }
    }

    /// What stands in an attribute.
    fn meta(&self, at: usize) -> Option<usize> {
        if self.is_word(at, Keyword::Unsafe) && self.opens(at + 1, b'(') {
            return Some(self.after_group(at + 1));
        }
        let end = self.plain_path(at)?;
        match self.kind(end) {
            Kind::Open(_) => Some(self.after_group(end)),
            Kind::Punct(b'=') => self.expression(end + 1),
            _ => Some(end),
        }
    }

    /// Names with `::` between them.
    pub(super) fn plain_path(&self, at: usize) -> Option<usize> {
        let mut at = at + usize::from(self.is(at, PATH_SEP));
        loop {
            self.keyword(at)?;
            at += 1;
            if !self.is(at, PATH_SEP) || self.keyword(at + 1).is_none() {
                return Some(at);
            }
            at += 1;
        }
    }

    /// As with an expression, operands and what leads from one to the next take turns.
    pub(super) fn pattern(&self, start: usize, alternatives: bool) -> Option<usize> {
        let mut at = start;
        let mut operand = true;
        loop {
            (at, operand) = match self.kind(at) {
                Kind::Ident(Keyword::If | Keyword::In) => break,
                Kind::Ident(Keyword::Mut | Keyword::Ref | Keyword::Box | Keyword::Const)
                    if operand =>
                {
                    (at + 1, true)
                }
                Kind::Punct(b'&' | b'-') if operand => (at + 1, true),
                Kind::Punct(b'<') if operand => (self.angles(at)?, false),
                Kind::Ident(_) | Kind::Str | Kind::Char | Kind::Number | Kind::Open(_)
                    if operand =>
                {
                    (self.after_tree(at), false)
                }
                Kind::Punct(b'|') if alternatives => (at + 1, true),
                Kind::Punct(PATH_SEP) if self.is(at + 1, b'<') => (self.angles(at + 1)?, false),
                Kind::Punct(PATH_SEP | RANGE) => (at + 1, true),
                Kind::Punct(b'@') if !operand => (at + 1, true),
                Kind::Punct(b'!') if matches!(self.kind(at + 1), Kind::Open(_)) => {
                    (self.after_group(at + 1), false)
                }
                // The fields of what was named.
                Kind::Open(b'(' | b'{') => (self.after_group(at), false),
                _ => break,
            };
        }
        (at > start).then_some(at)
    }
}
