//! What is handed to `axum::serve`, and what stands behind and before it.

use serde::Serialize;
use syn::visit::Visit;
use syn::{
    Block, Expr, ExprCall, ExprLit, ExprMethodCall, File, ImplItemFn, ItemFn, Lit, Signature,
};

use super::functions::{self, Function};
use super::router::{calls, is_test, shape};
use super::servers;
use super::source::{Source, indented, tokens};
use super::{Edited, Missing, Step};

/// A function that serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Served {
    /// Its name.
    pub function: String,
    /// Whether it returns a `Result`.
    pub is_fallible: bool,
    /// Whether requests that run are finished before it ends.
    pub is_graceful: bool,
    /// The types of its parameters by their names.
    pub parameters: Vec<(String, String)>,
}

/// The functions of a text that call `axum::serve`.
pub(crate) fn functions(text: &str) -> Vec<Served> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let served = Serves::of(&source.file).0.into_iter().map(|serve| Served {
        function: serve.signature.ident.to_string(),
        is_fallible: functions::is_fallible(serve.signature),
        is_graceful: serve.calls.iter().any(|call| call.method == GRACEFUL),
        parameters: functions::parameters(&source, serve.signature),
    });
    served.collect()
}

const GRACEFUL: &str = "with_graceful_shutdown";

/// Calls on what is served: outside of all that is there or, if `name` is `innermost`, inside of the layers
/// that are around all routes.
pub(super) fn serve(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let found = Serves::of(&source.file);
    let serve = found.one(step.within())?;
    let served = serve.router;
    let wanted = wanted(&step.text)?;
    let there: Vec<_> = calls(served).iter().map(|call| shape(call)).collect();
    if wanted.iter().all(|call| there.contains(call)) {
        return Ok(Edited::Already);
    }
    let chain = calls(served);
    let root = chain.first().map_or(served, |call| &call.receiver);
    if !matches!(root, Expr::Path(_) | Expr::Call(_) | Expr::Field(_)) {
        return Err("what is handed to `axum::serve` is no router by name".to_owned());
    }
    let is_outside = |call: &&&ExprMethodCall| {
        let name = call.method.to_string();
        name.starts_with("into_make_service") || (step.name() == "innermost" && name == "layer")
    };
    let outside = chain.iter().rev().take_while(is_outside).count();
    let at = match chain[..chain.len() - outside].last() {
        Some(call) => source.token(call.paren_token.span.close()).end,
        None => source.range(root).end,
    };
    let dot = chain.first().map(|call| source.token(call.dot_token.spans[0]).start);
    let lines = match dot.filter(|dot| source.begins_line(*dot)) {
        Some(dot) => format!("\n{}", indented(&step.text, source.indent(dot))),
        None => step.text.trim().lines().map(str::trim).collect(),
    };
    source.with(at, &lines)
}

/// A call directly behind `axum::serve(..)`.
pub(super) fn served(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let found = Serves::of(&source.file);
    let serve = found.one(step.within())?;
    let wanted = wanted(&step.text)?;
    let there: Vec<_> = serve.calls.iter().map(|call| shape(call)).collect();
    if wanted.iter().all(|call| there.contains(call)) {
        return Ok(Edited::Already);
    }
    source.with(source.range(serve.call).end, step.text.trim())
}

/// Statements at the beginning of a function.
pub(super) fn begin(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let function = functions::function(&source, step.within())?;
    if functions::has(&source, &function, &step.text) {
        return Ok(Edited::Already);
    }
    let open = source.token(function.block.brace_token.span.open()).end;
    let indent = match function.block.stmts.first() {
        Some(first) => source.indent(source.range(first).start).to_owned(),
        None => format!("{}    ", source.indent(open)),
    };
    source.with(open, &format!("\n{}", indented(&step.text, &indent)))
}

/// Where the statement stands that serves, in the block of its function.
pub(super) fn statement<'a>(function: &Function<'a>) -> Option<&'a syn::Stmt> {
    function.block.stmts.iter().find(|statement| servers::is_serving(statement))
}

/// Takes a route away whose answer is always the same, so that another one can take its place.
pub(super) fn unroute(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let mut routes = Routes { path: step.name(), found: Vec::new() };
    routes.visit_file(&source.file);
    let [route] = routes.found.as_slice() else {
        return match routes.found.len() {
            0 => Ok(Edited::Already),
            count => Err(format!("the route `{}` is there {count} times", step.name())),
        };
    };
    if !asks_nothing(&source, route) {
        return Err(format!("`{}` asks something already", step.name()));
    }
    let start = source.range(route.receiver.as_ref()).end;
    let end = source.token(route.paren_token.span.close()).end;
    source.with_all(&[(start..end, String::new())])
}

/// Whether a route stands in a text once, and its handler asks nothing.
pub(crate) fn is_constant(text: &str, path: &str) -> bool {
    let Ok(source) = Source::parse(text) else { return false };
    let mut routes = Routes { path, found: Vec::new() };
    routes.visit_file(&source.file);
    matches!(routes.found.as_slice(), [route] if asks_nothing(&source, route))
}

/// Whether the handler of a route is a closure that waits for nothing.
fn asks_nothing(source: &Source<'_>, route: &ExprMethodCall) -> bool {
    let handler = route.args.last().map(|handler| &source.text[source.range(handler)]);
    let words = handler.and_then(tokens).unwrap_or_default();
    words.contains('|') && !words.split(' ').any(|word| word == "await")
}

/// The calls of a pack's text, to be compared.
fn wanted(text: &str) -> Result<Vec<Option<String>>, Missing> {
    let wanted: Expr = syn::parse_str(&format!("receiver{}", text.trim()))
        .map_err(|error| format!("the pack has no call: {error}"))?;
    Ok(calls(&wanted).iter().map(|call| shape(call)).collect())
}

/// A call of `axum::serve`, and what is called on what it gives.
struct Serve<'a> {
    signature: &'a Signature,
    call: &'a ExprCall,
    router: &'a Expr,
    calls: Vec<&'a ExprMethodCall>,
}

#[derive(Default)]
struct Serves<'a>(Vec<Serve<'a>>);

impl<'a> Serves<'a> {
    fn of(file: &'a File) -> Self {
        let mut found = Self::default();
        found.visit_file(file);
        found
    }

    /// The only call in a function.
    fn one(&self, function: &str) -> Result<&Serve<'a>, Missing> {
        let mut found = self.0.iter().filter(|serve| serve.signature.ident == function);
        match (found.next(), found.count()) {
            (Some(serve), 0) => Ok(serve),
            (_, more) => {
                let count = if more == 0 { 0 } else { more + 1 };
                Err(format!("`axum::serve` is called in `{function}` {count} times, not once"))
            }
        }
    }

    fn add(&mut self, signature: &'a Signature, block: &'a Block) {
        self.0.extend(servers::in_block(block).into_iter().filter_map(|server| {
            let (router, calls) = (server.router, server.behind);
            Some(Serve { signature, call: server.axum?, router, calls })
        }));
    }
}

impl<'a> Visit<'a> for Serves<'a> {
    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test(item) {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

/// Calls of `route` with a path.
struct Routes<'a, 'n> {
    path: &'n str,
    found: Vec<&'a ExprMethodCall>,
}

impl<'a> Visit<'a> for Routes<'a, '_> {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        if let (true, Some(Expr::Lit(ExprLit { lit: Lit::Str(path), .. }))) =
            (call.method == "route" && call.args.len() == 2, call.args.first())
            && path.value() == self.path
        {
            self.found.push(call);
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}
