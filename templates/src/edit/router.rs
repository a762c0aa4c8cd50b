//! Calls at the end of the chain that builds a router of axum.

use syn::visit::Visit;
use syn::{Expr, ExprMethodCall, ImplItemFn, ItemFn};

use super::source::{Source, tokens};
use super::{Edited, Missing, Step, served};

/// Methods of a router that give a router.
const GIVE_A_ROUTER: [&str; 13] = [
    "fallback",
    "fallback_service",
    "layer",
    "merge",
    "method_not_allowed_fallback",
    "nest",
    "nest_service",
    "reset_fallback",
    "route",
    "route_layer",
    "route_service",
    "routes",
    "with_state",
];

/// The functions of a text that build a router, the outermost of each once.
pub(crate) fn functions(text: &str) -> Vec<String> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let mut chains = Chains::default();
    chains.visit_file(&source.file);
    let mut names: Vec<String> = chains.found.into_iter().map(|chain| chain.function).collect();
    names.dedup();
    names
}

/// Calls behind those of the router that is served, or of `Router::new()`: outside of the layers and the state that
/// are there.
pub(super) fn route(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let mut chains = Chains { within: step.within.as_deref(), ..Chains::default() };
    chains.visit_file(&source.file);
    let served = step.within.as_deref().and_then(|name| served::chain(&source.file, name));
    let place = step.within.as_deref().map_or_else(String::new, |f| format!(" in `{f}`"));
    let wanted = format!("receiver{}", step.text.trim());
    let wanted: Expr =
        syn::parse_str(&wanted).map_err(|error| format!("the pack has no call: {error}"))?;
    let wanted = calls(&wanted).iter().map(|call| shape(call)).collect::<Vec<_>>();
    let there = |chain: &Chain<'_>| wanted.iter().all(|call| chain.shapes().contains(call));
    if chains.found.iter().chain(&served).any(there) {
        return Ok(Edited::Already);
    }
    let chain = match (&served, chains.found.as_slice()) {
        (Some(served), _) => served,
        (None, []) => return Err(format!("no `Router::new()` stands{place}")),
        (None, [chain]) => chain,
        // In one function, what was built first usually goes into what is built last.
        (None, [.., last]) if step.within.is_some() => last,
        (None, several) => {
            let count = several.len();
            return Err(format!("`Router::new()` stands{place} {count} times"));
        }
    };
    let last = chain.calls.iter().take_while(|call| gives_a_router(call)).last();
    let at = match last {
        Some(call) => source.token(call.paren_token.span.close()).end,
        None => source.range(chain.root).end,
    };
    let call = step.text.trim();
    let dot = chain.calls.first().map(|call| source.token(call.dot_token.spans[0]).start);
    let piece = match dot {
        Some(dot) if source.begins_line(dot) => format!("\n{}{call}", source.indent(dot)),
        Some(_) => call.to_owned(),
        None => format!("\n{}    {call}", source.indent(at)),
    };
    source.with(at, &piece)
}

/// Whether a method of a router gives a router.
pub(super) fn gives_a_router(call: &ExprMethodCall) -> bool {
    GIVE_A_ROUTER.contains(&call.method.to_string().as_str())
}

/// A chain of calls and what it starts with.
pub(super) struct Chain<'a> {
    /// The function that it stands in.
    pub(super) function: String,
    root: &'a Expr,
    calls: Vec<&'a ExprMethodCall>,
}

impl<'a> Chain<'a> {
    /// The calls on `root`, which stand in `function`.
    pub(super) fn new(function: &str, root: &'a Expr, calls: Vec<&'a ExprMethodCall>) -> Self {
        Self { function: function.to_owned(), root, calls }
    }

    fn shapes(&self) -> Vec<Option<String>> {
        self.calls.iter().map(|call| shape(call)).collect()
    }
}

/// A call without what it is called on, to be compared.
pub(super) fn shape(call: &ExprMethodCall) -> Option<String> {
    let source = call.args.iter().map(|argument| {
        // What stands in the span of an argument is its text.
        syn::spanned::Spanned::span(argument).source_text().unwrap_or_default()
    });
    tokens(&format!("{} ({})", call.method, source.collect::<Vec<_>>().join(",")))
}

/// The calls of an expression, the innermost first.
pub(super) fn calls(expr: &Expr) -> Vec<&ExprMethodCall> {
    let mut calls = Vec::new();
    let mut expr = expr;
    while let Expr::MethodCall(call) = expr {
        calls.push(call);
        expr = &call.receiver;
    }
    calls.reverse();
    calls
}

#[derive(Default)]
struct Chains<'a> {
    within: Option<&'a str>,
    inside: bool,
    function: String,
    found: Vec<Chain<'a>>,
}

impl Chains<'_> {
    fn enter(&mut self, name: &syn::Ident, visit: impl FnOnce(&mut Self)) {
        let before = self.inside;
        self.inside |=
            self.within.is_none_or(|within| name == within.rsplit("::").next().unwrap_or(within));
        let outer = std::mem::replace(&mut self.function, name.to_string());
        visit(self);
        self.function = outer;
        self.inside = before;
    }
}

impl<'a> Visit<'a> for Chains<'a> {
    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.enter(&item.sig.ident, |this| syn::visit::visit_item_fn(this, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.enter(&item.sig.ident, |this| syn::visit::visit_impl_item_fn(this, item));
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test(item) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let calls = calls(expr);
        let root = calls.first().map_or(expr, |call| &call.receiver);
        if self.inside && is_new_router(root) {
            self.found.push(Chain { function: self.function.clone(), root, calls });
            // Routers among the arguments are parts of this one.
            return;
        }
        syn::visit::visit_expr(self, expr);
    }
}

/// Whether a module is there for tests alone.
pub(super) fn is_test(item: &syn::ItemMod) -> bool {
    item.attrs.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "test")
    })
}

/// `Router::new()`, with or without a path before and types behind it.
pub(super) fn is_new_router(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Expr::Path(path) = call.func.as_ref() else { return false };
    let mut segments = path.path.segments.iter().rev();
    let (method, of) = (segments.next(), segments.next());
    let makes = ["new", "default", "with_openapi"];
    method.is_some_and(|method| makes.iter().any(|name| method.ident == name))
        && of.is_some_and(|of| of.ident == "Router" || of.ident == "OpenApiRouter")
}
