//! What stands around a place in a file: its expressions, and the function that holds it.

use syn::visit::Visit;
use syn::{Block, Expr, ExprMethodCall, ImplItemFn, ItemFn, ItemMod, Local, Pat, Signature};

use crate::edit::source::Source;

/// What holds a place.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The expressions with the place in them, from the outermost of the function to the innermost.
    pub(super) exprs: Vec<&'a Expr>,
    /// The function, if `?` at the place leaves it: neither a closure nor a block stands between.
    pub(super) leaves: Option<&'a Signature>,
    /// The body of the function.
    pub(super) body: Option<&'a Block>,
    /// Whether an inner module holds it, so that the imports of the file do not count.
    pub(super) is_inner: bool,
}

impl<'a> Around<'a> {
    /// What stands around the byte `at`.
    pub(super) fn of(source: &'a Source<'_>, at: usize) -> Self {
        let mut search = Search { source, at, found: Self::default() };
        search.visit_file(&source.file);
        search.found
    }

    /// The calls of methods on what the expression at `index` gives, one on the other; `?` and `.await` between
    /// them only if `through`.
    pub(super) fn calls_on(&self, index: usize, through: bool) -> Vec<&'a ExprMethodCall> {
        let mut calls = Vec::new();
        let mut inner = self.exprs[index];
        for outer in self.exprs[..index].iter().rev() {
            match outer {
                Expr::MethodCall(call) if std::ptr::eq(call.receiver.as_ref(), inner) => {
                    calls.push(call);
                }
                Expr::Try(outer) if through && std::ptr::eq(outer.expr.as_ref(), inner) => {}
                Expr::Await(outer) if through && std::ptr::eq(outer.base.as_ref(), inner) => {}
                _ => break,
            }
            inner = outer;
        }
        calls
    }

    /// What the variable `name` is made with, as it was last declared in the function before `at`.
    pub(super) fn variable(
        &self,
        source: &Source<'_>,
        name: &syn::Ident,
        at: usize,
    ) -> Option<&'a Expr> {
        struct Locals<'a>(Vec<&'a Local>);
        impl<'a> Visit<'a> for Locals<'a> {
            fn visit_local(&mut self, local: &'a Local) {
                self.0.push(local);
                syn::visit::visit_local(self, local);
            }
        }
        let mut locals = Locals(Vec::new());
        locals.visit_block(self.body?);
        let is_called = |pat: &Pat| match pat {
            Pat::Ident(pat) => pat.ident == *name,
            Pat::Type(pat) => matches!(pat.pat.as_ref(), Pat::Ident(pat) if pat.ident == *name),
            _ => false,
        };
        let mut before = locals.0.into_iter().filter(|local| source.range(*local).end <= at);
        let last = before.rfind(|local| is_called(&local.pat))?;
        last.init.as_ref().map(|init| init.expr.as_ref())
    }
}

struct Search<'a, 't> {
    source: &'a Source<'t>,
    at: usize,
    found: Around<'a>,
}

impl<'a> Search<'a, '_> {
    fn function(&mut self, signature: &'a Signature, body: &'a Block) {
        if self.source.range(body).contains(&self.at) {
            self.found.exprs.clear();
            self.found.leaves = Some(signature);
            self.found.body = Some(body);
        }
    }
}

impl<'a> Visit<'a> for Search<'a, '_> {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        self.found.is_inner |= self.source.range(item).contains(&self.at);
        syn::visit::visit_item_mod(self, item);
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.function(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.function(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if !self.source.range(expr).contains(&self.at) {
            return;
        }
        if matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::TryBlock(_)) {
            self.found.leaves = None;
        }
        self.found.exprs.push(expr);
        syn::visit::visit_expr(self, expr);
    }
}
