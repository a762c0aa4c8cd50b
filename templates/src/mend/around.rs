//! What stands around places in a file: their expressions, and the functions that hold them.

use std::ops::Range;

use syn::visit::Visit;
use syn::{Block, Expr, ExprMethodCall, ImplItemFn, ItemFn, ItemMod, Local, Pat, Signature};

use crate::edit::source::Source;

/// What holds a place.
#[derive(Clone, Default)]
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
    /// What stands around each of these bytes, which are sorted; the file is gone through once for all.
    pub(super) fn all(source: &'a Source<'_>, places: &[usize]) -> Vec<Self> {
        let found = vec![Self::default(); places.len()];
        let mut search = Search { source, places, within: 0..places.len(), found };
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
        let mut called = locals.0.into_iter().filter(|local| is_called(&local.pat));
        let last = called.rfind(|local| source.range(*local).end <= at)?;
        last.init.as_ref().map(|init| init.expr.as_ref())
    }
}

struct Search<'a, 't, 'p> {
    source: &'a Source<'t>,
    places: &'p [usize],
    /// Those of the places that stand in what is being looked at.
    within: Range<usize>,
    found: Vec<Around<'a>>,
}

impl<'a> Search<'a, '_, '_> {
    /// Goes into a part of the tree, if some of the places stand in it.
    fn enter(
        &mut self,
        part: &impl syn::spanned::Spanned,
        note: impl Fn(&mut Around<'a>),
        visit: impl FnOnce(&mut Self),
    ) {
        let range = self.source.range(part);
        let first = self.within.start;
        let places = &self.places[self.within.clone()];
        let inner = first + places.partition_point(|at| *at < range.start)
            ..first + places.partition_point(|at| *at < range.end);
        if inner.is_empty() {
            return;
        }
        self.found[inner.clone()].iter_mut().for_each(note);
        let outer = std::mem::replace(&mut self.within, inner);
        visit(self);
        self.within = outer;
    }

    fn function(&mut self, signature: &'a Signature, body: &'a Block) {
        let note = |found: &mut Around<'a>| {
            found.exprs.clear();
            found.leaves = Some(signature);
            found.body = Some(body);
        };
        self.enter(body, note, |search| search.visit_block(body));
    }
}

impl<'a> Visit<'a> for Search<'a, '_, '_> {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        let note = |found: &mut Around<'a>| found.is_inner = true;
        self.enter(item, note, |search| syn::visit::visit_item_mod(search, item));
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_left = matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::TryBlock(_));
        let note = |found: &mut Around<'a>| {
            if is_left {
                found.leaves = None;
            }
            found.exprs.push(expr);
        };
        self.enter(expr, note, |search| syn::visit::visit_expr(search, expr));
    }
}
