//! Structs, unions, enums, with their fields and variants.

use std::sync::LazyLock;

use super::attributes::Attributes;
use super::expressions::Surroundings;
use super::facts::{ItemKind, ScopeKind, Symbol, TypeId, VariantShape, Visibility};
use super::lexer::token::Kind;
use super::parser::Parser;
use crate::place::Span;

impl Parser<'_> {
    pub(super) fn structure(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        kind: ItemKind,
    ) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, kind, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Type);
        self.read_generics(self.context.scope);
        self.read_where();
        match self.kind() {
            Kind::Open(b'{') => self.within(Self::named_fields),
            Kind::Open(b'(') => {
                self.item_mut(item).kind = ItemKind::TupleStruct;
                self.within(Self::tuple_fields);
                self.read_where();
                self.eat(b';');
            }
            _ => {
                self.item_mut(item).kind = ItemKind::UnitStruct;
                self.eat(b';');
            }
        }
        self.close(item);
    }

    fn named_fields(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            let visibility = self.visibility();
            if matches!(self.kind(), Kind::Ident(_)) && self.is_at(1, b':') {
                let name = self.item_name();
                self.bump();
                self.field(&attributes, visibility, name);
                if self.eat(b'=') {
                    self.skip_expression(Surroundings::default());
                }
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    fn tuple_fields(&mut self) {
        let mut index = 0;
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            let visibility = self.visibility();
            if !self.is_end() && !self.is(b',') {
                let token = self.token();
                let name = self.number_symbol(index);
                self.field(&attributes, visibility, (name, Span::new(token.start, token.start)));
                index += 1;
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    /// The name of a field by position.
    fn number_symbol(&mut self, number: usize) -> Symbol {
        static NUMBERS: LazyLock<Vec<String>> =
            LazyLock::new(|| (0..1024).map(|n: u32| n.to_string()).collect());
        // What lies behind a thousand fields shares the name of the last.
        self.symbol(&NUMBERS[number.min(NUMBERS.len() - 1)])
    }

    fn field(&mut self, attributes: &Attributes, visibility: Visibility, name: (Symbol, Span)) {
        let item = self.begin(attributes, visibility, ItemKind::Field { ty: TypeId(0) }, name);
        let ty = self.read_type(true);
        self.item_mut(item).kind = ItemKind::Field { ty };
        self.close(item);
    }

    pub(super) fn enumeration(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::Enum, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Type);
        self.read_generics(self.context.scope);
        self.read_where();
        if self.is_open(b'{') {
            self.within(Self::variants);
        }
        self.close(item);
    }

    fn variants(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            self.visibility();
            if self.is_name() {
                let name = self.item_name();
                let kind = ItemKind::Variant { shape: VariantShape::Unit };
                let item = self.begin(&attributes, Visibility::Inherited, kind, name);
                self.context.parent = Some(item);
                match self.kind() {
                    Kind::Open(b'{') => {
                        self.item_mut(item).kind = ItemKind::Variant { shape: VariantShape::Named };
                        self.within(Self::named_fields);
                    }
                    Kind::Open(b'(') => {
                        self.item_mut(item).kind = ItemKind::Variant { shape: VariantShape::Tuple };
                        self.within(Self::tuple_fields);
                    }
                    _ => {}
                }
                if self.eat(b'=') {
                    self.skip_expression(Surroundings::default());
                }
                self.close(item);
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }
}
