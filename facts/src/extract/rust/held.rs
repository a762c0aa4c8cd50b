//! Variables in patterns that hold one thing: `State(pool): State<PgPool>`, `if let Some(user) = find()`.

use super::facts::{Expr, LocalId, Type, TypeId};
use super::lexer::Kind;
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
        let named = self.tokens[open].kind == Kind::Open(b'(') && matches!(before, Kind::Ident(_));
        named.then_some(LocalId(from as u32))
    }

    /// The same for `Some(variable)` and `Ok(variable)`.
    pub(super) fn held_content(&self, from: usize) -> Option<LocalId> {
        let held = self.held_name(from)?;
        let open = self.tokens[self.at - 1].pair as usize;
        let name = self.text_of(self.tokens[open.checked_sub(1)?]);
        matches!(name, "Some" | "Ok").then_some(held)
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
}
