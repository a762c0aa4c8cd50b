//! Where a router is handed to a server: `axum::serve(listener, ROUTER)`, `….serve(ROUTER.into_make_service())`.

use syn::visit::Visit;
use syn::{Block, Expr, ExprCall, ExprMethodCall, Item, Stmt};

use super::router::calls;

/// A router that is handed to a server.
pub(super) struct Server<'a> {
    /// The call of `axum::serve`, if that is what serves.
    pub(super) axum: Option<&'a ExprCall>,
    /// The router, with what is called on it.
    pub(super) router: &'a Expr,
    /// What is called on the server.
    pub(super) behind: Vec<&'a ExprMethodCall>,
}

/// The servers of a function, without those of functions in it.
pub(super) fn in_block(block: &Block) -> Vec<Server<'_>> {
    let mut servers = Servers(Vec::new());
    servers.visit_block(block);
    servers.0
}

/// Whether a statement calls `axum::serve`.
pub(super) fn is_serving(statement: &Stmt) -> bool {
    let mut servers = Servers(Vec::new());
    servers.visit_stmt(statement);
    servers.0.iter().any(|server| server.axum.is_some())
}

struct Servers<'a>(Vec<Server<'a>>);

impl<'a> Visit<'a> for Servers<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let behind = calls(expr);
        let root = behind.first().map_or(expr, |call| &call.receiver);
        if let Expr::Call(call) = root
            && let Some(is_axum) = serving(call)
        {
            let axum = is_axum.then_some(call);
            self.0.push(Server { axum, router: &call.args[1], behind });
            return;
        }
        if let Expr::MethodCall(call) = expr
            && call.method == "serve"
            && let Some(router) = call.args.first().filter(|router| is_made_a_service(router))
        {
            self.0.push(Server { axum: None, router, behind: Vec::new() });
        }
        syn::visit::visit_expr(self, expr);
    }

    fn visit_item(&mut self, _: &'a Item) {}
}

/// Whether a call is one of a function `serve` with a listener and a router, and whether that is axum's, imported or not.
fn serving(call: &ExprCall) -> Option<bool> {
    let Expr::Path(path) = call.func.as_ref() else { return None };
    let mut segments = path.path.segments.iter().rev();
    let is_serve = segments.next().is_some_and(|segment| segment.ident == "serve");
    let is_axum = segments.next().is_none_or(|segment| segment.ident == "axum");
    (is_serve && call.args.len() == 2).then_some(is_axum)
}

fn is_made_a_service(router: &Expr) -> bool {
    calls(router).iter().any(|call| call.method.to_string().starts_with("into_make_service"))
}
