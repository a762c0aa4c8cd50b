//! Expressions, and the attributes that stand on them.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr};

use super::Expected;

impl Expected {
    /// An expression whose conditions are known.
    pub(super) fn inside(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                path.attrs.iter().for_each(|a| self.visit_attribute(a));
                self.value("Value", path);
            }
            Expr::Call(call) => {
                call.attrs.iter().for_each(|a| self.visit_attribute(a));
                match &*call.func {
                    Expr::Path(path) => self.value("Call", path),
                    other => self.visit_expr(other),
                }
                call.args.iter().for_each(|e| self.visit_expr(e));
            }
            Expr::Struct(literal) => {
                literal.attrs.iter().for_each(|a| self.visit_attribute(a));
                self.path("Literal", literal.qself.as_ref(), &literal.path);
                literal.fields.iter().for_each(|f| self.visit_field_value(f));
                literal.rest.iter().for_each(|e| self.visit_expr(e));
            }
            Expr::MethodCall(call) => {
                let (name, at) = self.name(&call.method);
                self.record(
                    at,
                    &format!("method {name} by {} {}", Self::owner(self.owner), self.conditions()),
                );
                visit::visit_expr_method_call(self, call);
            }
            Expr::Closure(closure) => self.locals(|r| {
                closure.attrs.iter().for_each(|a| r.visit_attribute(a));
                closure.inputs.iter().for_each(|p| r.visit_pat(p));
                r.visit_return_type(&closure.output);
                r.visit_expr(&closure.body);
            }),
            Expr::If(e) => {
                e.attrs.iter().for_each(|a| self.visit_attribute(a));
                self.locals(|r| {
                    r.visit_expr(&e.cond);
                    r.visit_block(&e.then_branch);
                });
                e.else_branch.iter().for_each(|(_, e)| self.visit_expr(e));
            }
            Expr::While(e) => self.locals(|r| visit::visit_expr_while(r, e)),
            Expr::ForLoop(e) => self.locals(|r| {
                e.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_expr(&e.expr);
                r.visit_pat(&e.pat);
                r.visit_block(&e.body);
            }),
            Expr::Let(e) => {
                self.visit_expr(&e.expr);
                self.visit_pat(&e.pat);
            }
            Expr::Verbatim(tokens) => {
                if !tokens.is_empty() {
                    let (start, end) = (self.start(tokens.span()), self.end(tokens.span()));
                    self.blind(start, end);
                }
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    pub(super) fn names_within(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                proc_macro2::TokenTree::Ident(ident) => {
                    let name = self.name(&ident).0;
                    self.locals.extend((!name.starts_with(char::is_uppercase)).then_some(name));
                }
                proc_macro2::TokenTree::Group(group) => self.names_within(&group.stream()),
                _ => {}
            }
        }
    }
}

/// The attributes of a statement, which syn puts on the leftmost expression.
pub(super) fn leading_attributes(expr: &Expr) -> &[Attribute] {
    match expr {
        Expr::Assign(e) if e.attrs.is_empty() => leading_attributes(&e.left),
        Expr::Binary(e) if e.attrs.is_empty() => leading_attributes(&e.left),
        Expr::Cast(e) if e.attrs.is_empty() => leading_attributes(&e.expr),
        _ => attributes(expr),
    }
}

pub(super) fn attributes(expr: &Expr) -> &[Attribute] {
    macro_rules! of {
        ($($variant:ident)*) => {
            match expr {
                $(Expr::$variant(e) => &e.attrs,)*
                _ => &[],
            }
        };
    }
    of!(Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop Group If Index
        Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat Return Struct Try
        TryBlock Tuple Unary Unsafe While Yield)
}
