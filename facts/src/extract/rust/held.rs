//! Variables in patterns that hold one thing: `State(pool): State<PgPool>`, `if let Some(user) = find()`,
//! `let (client, connection) = connect()`.

use super::facts::{Expr, LocalId, Type, TypeId};
use super::lexer::keyword::Keyword;
use super::lexer::token::Kind;
use super::parser::Parser;

impl Parser<'_> {
    /// The variable of a pattern `Name(variable)` that was just read, if it brought this one since `from`.
    pub(super) fn held_name(&self, from: usize) -> Option<LocalId> {
        let close = self.at.checked_sub(1)?;
        let mut open = close.checked_sub(2)?;
        if self.tokens[close].kind != Kind::Close(b')') || self.facts.locals.len() != from + 1 {
            return None;
        }
        // `mut` or `ref` before the name.
        if matches!(self.tokens[open].kind, Kind::Ident(_)) {
            open = open.checked_sub(1)?;
        }
        let before = self.tokens[open.checked_sub(1)?].kind;
        // In `Some(Command::Run(run))` the variable is held by what stands inside.
        let closed = self.tokens[close].pair as usize == open;
        let named = closed && matches!(before, Kind::Ident(_));
        named.then_some(LocalId(from as u32))
    }

    /// The same for `Some(variable)` and `Ok(variable)`.
    pub(super) fn held_content(&self, from: usize) -> Option<LocalId> {
        let held = self.held_name(from)?;
        let open = self.tokens[self.at - 1].pair as usize;
        let name = self.text_of(self.tokens[open.checked_sub(1)?]);
        matches!(name, "Some" | "Ok").then_some(held)
    }

    /// Whether the body of an arm that begins here is a variable, or a block that ends with it: `client`, `{ log(); client }`.
    pub(super) fn is_given(&self, local: LocalId) -> bool {
        let Some(first) = self.tokens.get(self.at) else { return false };
        let is_local = |at: usize| {
            let name = self.facts.symbols.get(self.facts.locals[local.index()].name);
            self.tokens.get(at).is_some_and(|token| {
                matches!(token.kind, Kind::Ident(_)) && self.text_of(*token) == name
            })
        };
        if first.kind != Kind::Open(b'{') {
            let ends = self.at + 1 == self.end || self.is_at(1, b',');
            return ends && is_local(self.at);
        }
        // What stands before the last variable ends a statement, or begins the block.
        let close = first.pair as usize;
        let before = close.checked_sub(2).and_then(|at| self.tokens.get(at));
        let alone = before.is_some_and(|before| {
            matches!(before.kind, Kind::Punct(b';') | Kind::Open(b'{') | Kind::Close(b'}'))
        });
        alone && is_local(close - 1)
    }

    /// Gives a variable the one type that a wrapper's type holds.
    pub(super) fn declare_held(&mut self, held: Option<LocalId>, ty: TypeId) {
        let Some(held) = held else { return };
        if let Some(Type::Path { arguments, .. }) = self.facts.types.get(ty.index())
            && arguments.len == 1
        {
            let inner = self.facts.type_lists[arguments.start as usize];
            self.declare(Some(held), Some(inner), None);
        }
    }

    /// Gives a variable what is in a value, as `?` does.
    pub(super) fn declare_content(&mut self, held: Option<LocalId>, value: Option<Expr>) {
        if let (Some(held), Some(value)) = (held, value) {
            let content = self.derived(value, Expr::Try);
            self.declare(Some(held), None, Some(content));
        }
    }

    /// The names that stand alone in a tuple pattern which begins at a token, with their positions; `from` is
    /// the first variable that it brings.
    pub(super) fn parts_of_tuple(&self, opens: usize, from: usize) -> Vec<(LocalId, u8)> {
        let mut parts = Vec::new();
        let Some(open) = self.tokens.get(opens).filter(|open| open.kind == Kind::Open(b'(')) else {
            return parts;
        };
        let close = open.pair as usize;
        let (mut at, mut position) = (opens + 1, 0_u8);
        while at < close {
            let begin = at;
            while at < close && self.tokens[at].kind != Kind::Punct(b',') {
                let inner = matches!(self.tokens[at].kind, Kind::Open(_));
                at = if inner { self.tokens[at].pair as usize + 1 } else { at + 1 };
            }
            let name = match &self.tokens[begin..at.min(close)] {
                [name] => Some(*name),
                [first, name] if first.kind == Kind::Ident(Keyword::Mut) => Some(*name),
                _ => None,
            };
            let locals = (from as u32..).map(LocalId).zip(&self.facts.locals[from..]);
            parts.extend(name.and_then(|name| {
                let text = self.text_of(name);
                let mut named = locals.filter(|(_, l)| self.facts.symbols.get(l.name) == text);
                named.next().map(|(local, _)| (local, position))
            }));
            at += 1;
            position = position.saturating_add(1);
        }
        parts
    }

    /// Gives the variables of a tuple pattern their parts of a type or value.
    pub(super) fn declare_parts(
        &mut self,
        parts: &[(LocalId, u8)],
        ty: Option<TypeId>,
        value: Option<Expr>,
    ) {
        for (local, position) in parts {
            let ty = match ty.and_then(|ty| self.facts.types.get(ty.index())) {
                Some(Type::Tuple(types)) => {
                    self.facts.type_lists[types.range()].get(usize::from(*position)).copied()
                }
                _ => None,
            };
            let value = value.map(|value| self.derived(value, |id| Expr::Part(id, *position)));
            self.declare(Some(*local), ty, value);
        }
    }
}
