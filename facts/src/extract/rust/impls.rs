//! `impl` blocks and traits.

use super::attributes::Attributes;
use super::facts::{
    Impl, ItemFlags, ItemKind, PathId, PathKind, ScopeKind, Type, TypeId, Visibility,
};
use super::lexer::keyword::Keyword;
use super::lexer::token::Kind;
use super::parser::Parser;
use crate::place::Span;

impl Parser<'_> {
    pub(super) fn implementation(&mut self, attributes: &Attributes, flags: ItemFlags) {
        let keyword = self.token();
        self.bump();
        let name = (self.symbol(""), Span::new(keyword.start, keyword.end));
        let index = self.facts.impls.len() as u32;
        self.facts.impls.push(Impl { of_trait: None, negative: false, self_type: TypeId(0) });
        let item = self.begin(attributes, Visibility::Inherited, ItemKind::Impl { index }, name);
        self.item_mut(item).flags.insert(flags);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Impl);
        if self.is(b'<') && self.begins_generics() {
            self.read_generics(self.context.scope);
        }
        while self.eat_keyword(Keyword::Const) || self.eat_keyword(Keyword::Async) {}
        let negative = self.eat(b'!');
        let mut self_type = self.read_type(true);
        let mut of_trait = None;
        if self.eat_keyword(Keyword::For) {
            of_trait = self.impl_trait(self_type);
            self_type = self.read_type(true);
        }
        if let Some(Type::Path { path, .. }) = self.facts.types.get(self_type.index()) {
            let path = *path;
            self.path_mut(path).kind = PathKind::ImplType;
        }
        self.facts.impls[index as usize] = Impl { of_trait, negative, self_type };
        self.read_where();
        if self.is_open(b'{') {
            self.deeper((), |p| p.within(|p| p.read_body(Some(item))));
        }
        self.close(item);
    }

    /// Whether `<` here begins parameters, and not a type such as `<T as Trait>::X`.
    fn begins_generics(&self) -> bool {
        match self.kind_at(1) {
            Kind::Punct(b'>' | b'#') | Kind::Ident(Keyword::Const) => true,
            Kind::Punct(b'$') => self.context.template,
            Kind::Lifetime | Kind::Ident(_) => {
                matches!(self.kind_at(2), Kind::Punct(b'>' | b',' | b':' | b'='))
            }
            _ => false,
        }
    }

    /// What was read as a type before `for` is the trait.
    fn impl_trait(&mut self, ty: TypeId) -> Option<PathId> {
        let Some(Type::Path { path, .. }) = self.facts.types.get(ty.index()) else {
            return None;
        };
        let path = *path;
        self.path_mut(path).kind = PathKind::ImplTrait;
        Some(path)
    }

    pub(super) fn trait_item(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        flags: ItemFlags,
    ) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::Trait, name);
        self.item_mut(item).flags.insert(flags);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Trait);
        self.read_generics(self.context.scope);
        if self.eat(b':') {
            self.read_bounds();
        }
        self.read_where();
        if self.eat(b'=') {
            self.item_mut(item).kind = ItemKind::TraitAlias;
            self.read_bounds();
            self.read_where();
            self.eat(b';');
        } else if self.is_open(b'{') {
            self.deeper((), |p| p.within(|p| p.read_body(Some(item))));
        }
        self.close(item);
    }
}
