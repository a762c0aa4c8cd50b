//! The way through a file: what is entered under which conditions, and which variables hold there.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, Pat, Type, Visibility};

use super::Expected;
use super::expressions::{attributes, leading_attributes};

impl<'ast> Visit<'ast> for Expected {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let (start, end) = (
            self.start(attribute.pound_token.span),
            self.end(attribute.bracket_token.span.close()),
        );
        self.attributes.push((start, end));
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.value("Value", path);
    }

    fn visit_token_stream(&mut self, _: &'ast TokenStream) {}

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.path("Macro", None, &mac.path);
        let span = mac.delimiter.span();
        let (start, end) = (self.end(span.open()), self.start(span.close()));
        self.blind(start, end);
    }

    fn visit_visibility(&mut self, vis: &'ast Visibility) {
        if let Visibility::Restricted(restricted) = vis
            && restricted.in_token.is_some()
        {
            self.path("Visibility", None, &restricted.path);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        self.any_item(item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        self.part_of_impl(item);
    }

    fn visit_trait_item(&mut self, item: &'ast syn::TraitItem) {
        self.part_of_trait(item);
    }

    fn visit_foreign_item(&mut self, item: &'ast syn::ForeignItem) {
        self.foreign_item(item);
    }

    fn visit_type(&mut self, ty: &'ast Type) {
        match ty {
            Type::Path(path) => self.path("Type", path.qself.as_ref(), &path.path),
            Type::Verbatim(tokens) => {
                let (start, end) = (self.start(tokens.span()), self.end(tokens.span()));
                self.blind(start, end);
            }
            // A trait object without `dyn` begins as any type does.
            Type::TraitObject(object) if object.dyn_token.is_none() => {
                let mut bounds = object.bounds.iter();
                match bounds.next() {
                    Some(syn::TypeParamBound::Trait(first))
                        if first.paren_token.is_none() && first.maybe.is_none() =>
                    {
                        self.path("Type", None, &first.path);
                    }
                    Some(other) => self.visit_type_param_bound(other),
                    None => {}
                }
                bounds.for_each(|b| self.visit_type_param_bound(b));
            }
            _ => visit::visit_type(self, ty),
        }
    }

    fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
        self.path("Bound", None, &bound.path);
    }

    fn visit_type_param_bound(&mut self, bound: &'ast syn::TypeParamBound) {
        if let syn::TypeParamBound::Verbatim(tokens) = bound {
            let (start, end) = (self.start(tokens.span()), self.end(tokens.span()));
            self.blind(start, end);
        }
        visit::visit_type_param_bound(self, bound);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.locals(|r| visit::visit_block(r, block));
    }

    fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
        match stmt {
            syn::Stmt::Local(local) => self.under(&local.attrs, |r| r.visit_local(local)),
            syn::Stmt::Macro(mac) => self.under(&mac.attrs, |r| visit::visit_stmt_macro(r, mac)),
            syn::Stmt::Expr(expr, _) => {
                let attributes = leading_attributes(expr);
                self.seen = attributes.as_ptr() as usize;
                self.under(attributes, |r| r.inside(expr));
            }
            syn::Stmt::Item(item) => self.visit_item(item),
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        local.attrs.iter().for_each(|a| self.visit_attribute(a));
        if let Pat::Type(typed) = &local.pat {
            self.visit_type(&typed.ty);
        }
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        match &local.pat {
            Pat::Type(typed) => self.visit_pat(&typed.pat),
            pat => self.visit_pat(pat),
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        // Those of a statement's leftmost expression were seen before.
        let given = attributes(expr);
        let given = if given.as_ptr() as usize == self.seen { &[] } else { given };
        self.under(given, |r| r.inside(expr));
    }

    fn visit_field_value(&mut self, value: &'ast syn::FieldValue) {
        self.under(&value.attrs, |r| visit::visit_field_value(r, value));
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.under(&arm.attrs, |r| r.locals(|r| visit::visit_arm(r, arm)));
    }

    fn visit_pat(&mut self, pat: &'ast Pat) {
        match pat {
            Pat::Ident(ident) => {
                let first_upper = self.name(&ident.ident).0.starts_with(char::is_uppercase);
                let plain =
                    ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none();
                if first_upper && plain {
                    let path = syn::Path::from(ident.ident.clone());
                    self.path("PatternName", None, &path);
                } else {
                    self.locals.push(self.name(&ident.ident).0);
                }
                if let Some((_, pat)) = &ident.subpat {
                    self.visit_pat(pat);
                }
            }
            Pat::Range(_) | Pat::Path(_) => {
                let outer = std::mem::replace(&mut self.in_pattern, true);
                visit::visit_pat(self, pat);
                self.in_pattern = outer;
            }
            Pat::Struct(given) => {
                self.path("Literal", given.qself.as_ref(), &given.path);
                given.fields.iter().for_each(|f| self.visit_field_pat(f));
            }
            Pat::TupleStruct(given) => {
                self.path("Pattern", given.qself.as_ref(), &given.path);
                given.elems.iter().for_each(|p| self.visit_pat(p));
            }
            Pat::Verbatim(tokens) => {
                // `box x`: its names are variables.
                self.names_within(tokens);
                let (start, end) = (self.start(tokens.span()), self.end(tokens.span()));
                self.blind(start, end);
            }
            _ => visit::visit_pat(self, pat),
        }
    }

    fn visit_field_pat(&mut self, field: &'ast syn::FieldPat) {
        field.attrs.iter().for_each(|a| self.visit_attribute(a));
        if field.colon_token.is_none()
            && let Pat::Ident(ident) = &*field.pat
        {
            self.locals.push(self.name(&ident.ident).0);
        } else {
            self.visit_pat(&field.pat);
        }
    }
}
