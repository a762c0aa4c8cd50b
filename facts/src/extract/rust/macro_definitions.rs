//! Definitions of macros: their transcribers are read as code in which `$` may stand anywhere.

use super::attributes::Attributes;
use super::facts::{ItemIndex, ItemKind, ScopeKind, Visibility};
use super::lexer::token::{FAT_ARROW, Kind};
use super::parser::Parser;
use crate::place::Span;

impl Parser<'_> {
    pub(super) fn macro_rules(&mut self, attributes: &Attributes) {
        self.at += 2;
        let name = self.item_name();
        let token = self.token();
        let rules = if matches!(token.kind, Kind::Open(_)) {
            let close = self.token_at((token.pair as usize).min(self.end));
            Span::new(token.end, close.start.max(token.end))
        } else {
            Span::new(token.start, token.start)
        };
        let kind = ItemKind::MacroRules { exported: attributes.macro_export, rules };
        let item = self.begin(attributes, Visibility::Inherited, kind, name);
        if matches!(self.kind(), Kind::Open(_)) {
            self.deeper((), |p| p.within(|p| p.rules(item)));
        }
        self.eat(b';');
        self.close(item);
    }

    /// `(matcher) => { transcriber };` in any number.
    fn rules(&mut self, item: ItemIndex) {
        while !self.is_end() {
            let before = self.at;
            if matches!(self.kind(), Kind::Open(_)) {
                self.skip();
            }
            if self.eat(FAT_ARROW) && matches!(self.kind(), Kind::Open(_)) {
                self.transcriber(item);
            }
            if !self.eat(b';') && self.at == before {
                self.skip();
            }
        }
    }

    fn transcriber(&mut self, item: ItemIndex) {
        let outer = self.context;
        let locals = self.locals.len();
        let generics = self.generics.len();
        self.context.scope = self.scope(ScopeKind::MacroBody, Some(item));
        self.context.item = Some(item);
        self.context.parent = Some(item);
        self.context.template = true;
        self.context.locals_from = locals as u32;
        self.context.generics_from = generics as u32;
        self.statements_inside();
        self.locals.truncate(locals);
        self.generics.truncate(generics);
        self.context = outer;
    }

    /// `macro name(args) { body }` or `macro name { rules }`.
    pub(super) fn macro_definition(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::MacroDefinition, name);
        if self.is_open(b'(') {
            self.skip();
            if self.is_open(b'{') {
                self.transcriber(item);
            }
        } else if self.is_open(b'{') {
            self.deeper((), |p| p.within(|p| p.rules(item)));
        }
        self.close(item);
    }

    /// A macro's variable or repetition in a transcriber, which is taken.
    pub(crate) fn meta(&mut self) {
        self.bump();
        match self.kind() {
            Kind::Open(_) => {
                self.statements_inside();
                self.repetition_end();
            }
            Kind::Ident(_) => {
                self.bump();
                // `$name:kind` stands in the matcher of a nested macro.
                if self.is(b':')
                    && matches!(self.kind_at(1), Kind::Ident(_))
                    && !self.is_at(2, b'<')
                    && self.is_fragment()
                {
                    self.at += 2;
                }
            }
            _ => {}
        }
    }

    fn is_fragment(&self) -> bool {
        let text = self.text_of(self.token_at(self.at + 1));
        matches!(
            text,
            "ident"
                | "expr"
                | "ty"
                | "tt"
                | "pat"
                | "path"
                | "item"
                | "block"
                | "stmt"
                | "literal"
                | "lifetime"
                | "meta"
                | "vis"
        )
    }

    /// The separator and operator behind a repetition.
    pub(crate) fn repetition_end(&mut self) {
        let operator = |kind: Kind| matches!(kind, Kind::Punct(b'*' | b'+' | b'?'));
        if operator(self.kind()) {
            self.bump();
        } else if operator(self.kind_at(1)) {
            self.at += 2;
        }
    }
}
