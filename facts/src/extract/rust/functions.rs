//! Functions: signature and body.

use super::attributes::Attributes;
use super::facts::{ItemFlags, ItemKind, ListRange, Parameter, ScopeKind, Signature, Visibility};
use super::lexer::keyword::Keyword;
use super::lexer::token::{ARROW, Kind, PATH_SEP, RANGE};
use super::parser::Parser;

impl Parser<'_> {
    pub(super) fn function(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        mut flags: ItemFlags,
    ) {
        self.bump();
        let name = self.item_name();
        let signature = self.facts.signatures.len() as u32;
        self.facts.signatures.push(Signature {
            parameters: ListRange::default(),
            has_self: false,
            result: None,
        });
        let associated = self.is_associated();
        if let Some(given) = attributes.proc_macro {
            let symbol = given.unwrap_or(name.0);
            let item =
                self.begin(attributes, Visibility::Public, ItemKind::ProcMacro, (symbol, name.1));
            self.close(item);
        }
        let item = self.begin(attributes, visibility, ItemKind::Function { signature }, name);
        if !associated {
            self.context.generics_from = self.generics.len() as u32;
        }
        self.open(item, ScopeKind::Function);
        let locals = self.locals.len();
        self.read_generics(self.context.scope);
        self.parameters(signature);
        if self.eat(ARROW) {
            let result = self.read_type(true);
            self.facts.signatures[signature as usize].result = Some(result);
        }
        self.read_where();
        if self.is_open(b'{') {
            flags.insert(ItemFlags::HAS_BODY);
            self.body(item, attributes.flags, Self::read_block);
        } else {
            self.eat(b';');
        }
        self.locals.truncate(locals);
        self.item_mut(item).flags.insert(flags);
        self.close(item);
    }

    fn parameters(&mut self, signature: u32) {
        if !self.is_open(b'(') {
            return;
        }
        let mut list: Vec<Parameter> = Vec::new();
        let has_self = self.within(|p| {
            let mut has_self = false;
            while !p.is_end() {
                let before = p.at;
                let outer = p.context.cfg;
                p.conditional_attributes();
                if p.is_self_parameter() {
                    has_self = true;
                    while !p.is_end() && !p.is(b',') && !p.is(b':') {
                        p.bump();
                    }
                    if p.eat(b':') {
                        p.read_type(true);
                    }
                } else if p.eat(RANGE) {
                    // A C function's variable arguments.
                } else {
                    let from = p.facts.locals.len();
                    let local = p.read_pattern(false);
                    let held = p.held_name(from);
                    if p.eat(b':') && !p.eat(RANGE) {
                        let ty = p.read_type(true);
                        p.declare(local, Some(ty), None);
                        p.declare_held(held, ty);
                        list.push(Parameter { local, ty });
                    }
                }
                p.context.cfg = outer;
                if !p.eat(b',') && p.at == before {
                    p.skip();
                }
            }
            has_self
        });
        let start = self.facts.parameters.len() as u32;
        let len = list.len().min(usize::from(u16::MAX)) as u16;
        self.facts.parameters.extend(list);
        let entry = &mut self.facts.signatures[signature as usize];
        entry.parameters = ListRange { start, len };
        entry.has_self = has_self;
    }

    /// `self`, `mut self`, `&self`, `&'a mut self`.
    fn is_self_parameter(&self) -> bool {
        for ahead in 0..8 {
            match self.kind_at(ahead) {
                Kind::Punct(b'&' | b'*')
                | Kind::Lifetime
                | Kind::Ident(Keyword::Mut | Keyword::Const) => {}
                Kind::Ident(Keyword::SelfValue) => return !self.is_at(ahead + 1, PATH_SEP),
                _ => return false,
            }
        }
        false
    }
}
