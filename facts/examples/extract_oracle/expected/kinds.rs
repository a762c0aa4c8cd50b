//! Items, and parts of `impl` blocks, traits and foreign blocks, kind by kind.

use syn::Item;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::Expected;
use super::items::{FunctionPlace, Given, Owns};

impl Expected {
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of item")]
    pub(super) fn any_item(&mut self, item: &Item) {
        let span = item.span();
        let associated = false;
        match item {
            Item::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated, span };
                self.function_item(&place, &f.sig, Some(&f.block));
            }
            Item::Const(c) => {
                let name = if c.ident == "_" {
                    (String::new(), self.start(c.ident.span()))
                } else {
                    self.name(&c.ident)
                };
                let given = Given {
                    vis: Some(&c.vis),
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, Some(&c.expr));
            }
            Item::Static(s) => {
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, "static true".to_owned(), name, span)
                };
                self.constant(&given, None, &s.ty, Some(&s.expr));
            }
            Item::Struct(s) => {
                let kind = match &s.fields {
                    syn::Fields::Named(_) => "Struct",
                    syn::Fields::Unnamed(_) => "TupleStruct",
                    syn::Fields::Unit => "UnitStruct",
                };
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, kind.to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&s.generics);
                    r.fields(&s.fields);
                });
            }
            Item::Union(u) => {
                let name = self.name(&u.ident);
                let given = Given {
                    vis: Some(&u.vis),
                    ..Given::new(&u.attrs, "Union".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&u.generics);
                    r.fields(&syn::Fields::Named(u.fields.clone()));
                });
            }
            Item::Enum(e) => self.enumeration(e),
            Item::Mod(m) => {
                let kind = format!("mod inline={}", m.content.is_some());
                let name = self.name(&m.ident);
                let given = Given {
                    vis: Some(&m.vis),
                    owns: Owns::Module,
                    ..Given::new(&m.attrs, kind, name, span)
                };
                self.item(&given, |r| {
                    for item in m.content.iter().flat_map(|(_, items)| items) {
                        r.visit_item(item);
                    }
                });
            }
            Item::Use(u) => self.under(&u.attrs, |r| {
                u.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_visibility(&u.vis);
                r.use_tree(&u.tree, &mut Vec::new(), u);
            }),
            Item::ExternCrate(e) => self.under(&e.attrs, |r| {
                e.attrs.iter().for_each(|a| r.visit_attribute(a));
                let macro_use = e.attrs.iter().any(|a| a.path().is_ident("macro_use"));
                let (name, at) = r.name(&e.ident);
                let (path, plain) =
                    if name == "self" { ("", name.clone()) } else { (name.as_str(), name.clone()) };
                let to = e.rename.as_ref().map_or(plain, |(_, to)| r.name(to).0);
                let what = format!(
                    "use {path} as {to} crate{} {} {}",
                    if macro_use { " macro_use" } else { "" },
                    r.visibility(Some(&e.vis)),
                    r.conditions()
                );
                r.record(at, &what);
            }),
            Item::Impl(i) => self.implementation(i),
            Item::Trait(t) => {
                let name = self.name(&t.ident);
                let flags = if t.unsafety.is_some() { " unsafe" } else { "" };
                let given = Given {
                    vis: Some(&t.vis),
                    flags,
                    ..Given::new(&t.attrs, "Trait".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&t.generics);
                    t.supertraits.iter().for_each(|b| r.visit_type_param_bound(b));
                    r.associated = true;
                    t.items.iter().for_each(|i| r.visit_trait_item(i));
                });
            }
            Item::TraitAlias(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "TraitAlias".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&t.generics);
                    t.bounds.iter().for_each(|b| r.visit_type_param_bound(b));
                });
            }
            Item::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "type true".to_owned(), name, span)
                };
                self.constant(&given, Some(&t.generics), &t.ty, None);
            }
            Item::Macro(m) => match &m.ident {
                Some(ident) if m.mac.path.is_ident("macro_rules") => {
                    let exported = m.attrs.iter().any(|a| a.path().is_ident("macro_export"));
                    let name = self.name(ident);
                    let kind = format!("macro_rules exported={exported}");
                    self.item(&Given::new(&m.attrs, kind, name, span), |r| {
                        let span = m.mac.delimiter.span();
                        let (start, end) = (r.start(span.open()), r.end(span.close()));
                        r.blind(start, end);
                    });
                }
                _ => self.under(&m.attrs, |r| {
                    m.attrs.iter().for_each(|a| r.visit_attribute(a));
                    r.visit_macro(&m.mac);
                }),
            },
            Item::ForeignMod(f) => {
                let at = self.start(f.brace_token.span.open());
                let flags = if f.unsafety.is_some() { " unsafe" } else { "" };
                let given = Given {
                    flags,
                    owns: Owns::Nothing,
                    ..Given::new(&f.attrs, "ForeignBlock".to_owned(), (String::new(), at), span)
                };
                self.item(&given, |r| f.items.iter().for_each(|i| r.visit_foreign_item(i)));
            }
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    pub(super) fn part_of_impl(&mut self, item: &syn::ImplItem) {
        let span = item.span();
        let associated = true;
        match item {
            syn::ImplItem::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated, span };
                self.function_item(&place, &f.sig, Some(&f.block));
            }
            syn::ImplItem::Const(c) => {
                let name = if c.ident == "_" {
                    (String::new(), self.start(c.ident.span()))
                } else {
                    self.name(&c.ident)
                };
                let given = Given {
                    vis: Some(&c.vis),
                    associated,
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, Some(&c.expr));
            }
            syn::ImplItem::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    associated,
                    ..Given::new(&t.attrs, "type true".to_owned(), name, span)
                };
                self.constant(&given, Some(&t.generics), &t.ty, None);
            }
            syn::ImplItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    pub(super) fn part_of_trait(&mut self, item: &syn::TraitItem) {
        let span = item.span();
        let associated = true;
        match item {
            syn::TraitItem::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: None, associated, span };
                self.function_item(&place, &f.sig, f.default.as_ref());
            }
            syn::TraitItem::Const(c) => {
                let name = self.name(&c.ident);
                let given = Given {
                    associated,
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, c.default.as_ref().map(|(_, e)| e));
            }
            syn::TraitItem::Type(t) => {
                let name = self.name(&t.ident);
                let kind = format!("type {}", t.default.is_some());
                self.item(&Given { associated, ..Given::new(&t.attrs, kind, name, span) }, |r| {
                    r.generics(&t.generics);
                    t.bounds.iter().for_each(|b| r.visit_type_param_bound(b));
                    if let Some((_, ty)) = &t.default {
                        r.visit_type(ty);
                    }
                });
            }
            syn::TraitItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    pub(super) fn foreign_item(&mut self, item: &syn::ForeignItem) {
        let span = item.span();
        match item {
            syn::ForeignItem::Fn(f) => {
                let place =
                    FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated: false, span };
                self.function_item(&place, &f.sig, None);
            }
            syn::ForeignItem::Static(s) => {
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, "static true".to_owned(), name, span)
                };
                self.constant(&given, None, &s.ty, None);
            }
            syn::ForeignItem::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "type false".to_owned(), name, span)
                };
                self.item(&given, |_| {});
            }
            syn::ForeignItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }
}
