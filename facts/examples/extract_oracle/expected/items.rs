//! What is recorded of an item, whatever its kind: its name, who sees it, what stands in it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Generics, Meta, Token, Type, Visibility};

use super::{Expected, plain_text};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owns {
    Nothing,
    Module,
    Everything,
}

/// What is to be recorded of an item.
pub(super) struct Given<'g> {
    pub(super) attrs: &'g [Attribute],
    pub(super) vis: Option<&'g Visibility>,
    pub(super) kind: String,
    pub(super) name: (String, u32),
    pub(super) flags: &'g str,
    pub(super) span: Span,
    pub(super) owns: Owns,
    pub(super) associated: bool,
}

impl<'g> Given<'g> {
    pub(super) fn new(
        attrs: &'g [Attribute],
        kind: String,
        name: (String, u32),
        span: Span,
    ) -> Self {
        Self {
            attrs,
            vis: None,
            kind,
            name,
            flags: "",
            span,
            owns: Owns::Everything,
            associated: false,
        }
    }
}

pub(super) struct FunctionPlace<'g> {
    pub(super) attrs: &'g [Attribute],
    pub(super) vis: Option<&'g Visibility>,
    pub(super) associated: bool,
    pub(super) span: Span,
}

impl Expected {
    /// Records an item and reads its inside with `read`, unless it is none of its owners.
    pub(super) fn item(&mut self, given: &Given<'_>, read: impl FnOnce(&mut Self)) {
        self.under(given.attrs, |r| {
            let what = format!(
                "item {} {} in {} {}{} end {} {}",
                given.kind,
                given.name.0,
                Self::owner(r.parent),
                r.visibility(given.vis),
                given.flags,
                r.end(given.span),
                r.conditions()
            );
            r.record(given.name.1, &what);
            let outer =
                (r.owner, r.parent, r.locals_from, r.generics_from, r.generics.len(), r.associated);
            let locals = r.locals.len();
            let at = Some(given.name.1);
            if given.owns != Owns::Nothing {
                r.parent = at;
                r.owner = if given.owns == Owns::Module { None } else { at };
                r.derives(given.attrs, at);
                r.locals_from = locals;
                if !given.associated {
                    r.generics_from = r.generics.len();
                }
            }
            r.associated = false;
            if let Some(vis) = given.vis {
                let inside = std::mem::replace(&mut r.owner, at);
                r.visit_visibility(vis);
                r.owner = inside;
            }
            read(r);
            r.locals.truncate(locals);
            r.generics.truncate(outer.4);
            (r.owner, r.parent, r.locals_from, r.generics_from, _, r.associated) = outer;
        });
        given.attrs.iter().for_each(|a| self.visit_attribute(a));
    }

    pub(super) fn derives(&mut self, attributes: &[Attribute], item: Option<u32>) {
        let outer = std::mem::replace(&mut self.owner, item);
        for attribute in attributes {
            self.derive(&attribute.meta);
        }
        self.owner = outer;
    }

    pub(super) fn derive(&mut self, meta: &Meta) {
        let Meta::List(list) = meta else { return };
        if list.path.is_ident("derive") {
            let parse = syn::punctuated::Punctuated::<syn::Path, Token![,]>::parse_terminated;
            let paths = syn::parse::Parser::parse2(parse, list.tokens.clone());
            paths.into_iter().flatten().for_each(|path| self.path("Derive", None, &path));
        } else if list.path.is_ident("cfg_attr") {
            let parse = syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(metas) = syn::parse::Parser::parse2(parse, list.tokens.clone()) else { return };
            let mut metas = metas.iter();
            let Some(predicate) = metas.next() else { return };
            self.cfg.push(plain_text(&predicate.span().source_text().unwrap_or_default()));
            metas.for_each(|meta| self.derive(meta));
            self.cfg.pop();
        }
    }

    pub(super) fn visibility(&self, vis: Option<&Visibility>) -> String {
        match vis {
            Some(Visibility::Public(_)) => "pub".to_owned(),
            Some(Visibility::Restricted(restricted)) => {
                let path = self.written(None, &restricted.path).0;
                format!("pub({path})")
            }
            _ => String::new(),
        }
    }

    /// Brings type and const parameters into scope and reads their bounds.
    pub(super) fn generics(&mut self, generics: &Generics) {
        for parameter in &generics.params {
            match parameter {
                syn::GenericParam::Type(t) => self.generics.push(self.name(&t.ident).0),
                syn::GenericParam::Const(c) => self.generics.push(self.name(&c.ident).0),
                syn::GenericParam::Lifetime(_) => {}
            }
        }
        visit::visit_generics(self, generics);
    }

    pub(super) fn function(&mut self, sig: &syn::Signature, block: Option<&syn::Block>) {
        self.generics(&sig.generics);
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => self.visit_receiver(receiver),
                syn::FnArg::Typed(typed) => self.under(&typed.attrs, |r| r.visit_pat_type(typed)),
            }
        }
        self.visit_return_type(&sig.output);
        if let Some(block) = block {
            self.visit_block(block);
        }
    }

    pub(super) fn function_item(
        &mut self,
        place: &FunctionPlace<'_>,
        sig: &syn::Signature,
        block: Option<&syn::Block>,
    ) {
        let has_self = matches!(sig.inputs.first(), Some(syn::FnArg::Receiver(_)));
        let kind = format!(
            "fn {}{}{}",
            if has_self { "self " } else { "" },
            sig.inputs.len() - usize::from(has_self),
            if matches!(sig.output, syn::ReturnType::Type(..)) { "->" } else { "" }
        );
        let flags = format!(
            "{}{}",
            if sig.asyncness.is_some() { " async" } else { "" },
            if matches!(sig.safety, syn::Safety::Unsafe(_)) { " unsafe" } else { "" }
        );
        let given = Given {
            vis: place.vis,
            flags: &flags,
            associated: place.associated,
            ..Given::new(place.attrs, kind, self.name(&sig.ident), place.span)
        };
        self.item(&given, |r| r.function(sig, block));
    }

    pub(super) fn constant(
        &mut self,
        given: &Given<'_>,
        generics: Option<&Generics>,
        ty: &Type,
        value: Option<&Expr>,
    ) {
        self.item(given, |r| {
            if let Some(generics) = generics {
                r.generics(generics);
            }
            r.visit_type(ty);
            if let Some(value) = value {
                r.visit_expr(value);
            }
        });
    }

    pub(super) fn fields(&mut self, fields: &syn::Fields) {
        for (index, field) in fields.iter().enumerate() {
            let name = match &field.ident {
                Some(ident) => self.name(ident),
                None => (index.to_string(), self.start(field.ty.span())),
            };
            let given = Given {
                vis: Some(&field.vis),
                owns: Owns::Nothing,
                ..Given::new(&field.attrs, "field".to_owned(), name, field.ty.span())
            };
            self.item(&given, |r| r.visit_type(&field.ty));
        }
    }

    pub(super) fn enumeration(&mut self, e: &syn::ItemEnum) {
        let name = self.name(&e.ident);
        let given =
            Given { vis: Some(&e.vis), ..Given::new(&e.attrs, "Enum".to_owned(), name, e.span()) };
        self.item(&given, |r| {
            r.generics(&e.generics);
            let owner = r.owner;
            for variant in &e.variants {
                let shape = match &variant.fields {
                    syn::Fields::Named(_) => "Named",
                    syn::Fields::Unnamed(_) => "Tuple",
                    syn::Fields::Unit => "Unit",
                };
                let name = r.name(&variant.ident);
                let at = name.1;
                let given = Given {
                    owns: Owns::Nothing,
                    ..Given::new(&variant.attrs, format!("{shape} variant"), name, variant.span())
                };
                r.item(&given, |r| {
                    r.parent = Some(at);
                    r.owner = owner;
                    r.fields(&variant.fields);
                    if let Some((_, value)) = &variant.discriminant {
                        r.visit_expr(value);
                    }
                });
            }
        });
    }

    pub(super) fn implementation(&mut self, i: &syn::ItemImpl) {
        let negative = i.modifiers.polarity.is_some();
        let kind = format!("impl trait={} negative={negative}", i.trait_.is_some());
        let name = (String::new(), self.start(i.impl_token.span));
        let flags = if i.unsafety.is_some() { " unsafe" } else { "" };
        self.item(&Given { flags, ..Given::new(&i.attrs, kind, name, i.span()) }, |r| {
            r.generics(&i.generics);
            if let Some((path, _)) = &i.trait_ {
                r.path("ImplTrait", None, path);
            }
            match &*i.self_ty {
                Type::Path(path) => r.path("ImplType", path.qself.as_ref(), &path.path),
                other => r.visit_type(other),
            }
            r.associated = true;
            i.items.iter().for_each(|i| r.visit_impl_item(i));
        });
    }
}
