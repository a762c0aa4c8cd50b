//! Which router a file serves, followed back from where it is served to the chain of calls that builds it.

use std::ops::Range;

use syn::visit::Visit;
use syn::{Block, Expr, ExprPath, File, ImplItemFn, ItemFn, ItemImpl, ItemMod, Local, Pat, Stmt};

use super::router::{Chain, calls, gives_a_router, is_new_router, is_test};
use super::servers;
use super::source::Source;

/// Steps after which somebody goes in circles.
const MOST_STEPS: usize = 16;

/// Where a router comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A chain of calls in this function, `Type::name` for one of a type.
    Chain(String),
    /// What a function gives, at this path in the text.
    Call(Range<usize>),
}

/// The routers that a text serves.
pub(crate) fn served(text: &str) -> Vec<Origin> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let code = Code::of(&source.file);
    let functions = code.functions.iter();
    functions.filter_map(|function| Some(code.served(function)?.origin(&source))).collect()
}

/// The router that the function `name` of a text gives.
pub(crate) fn given(text: &str, name: &str) -> Option<Origin> {
    let source = Source::parse(text).ok()?;
    let code = Code::of(&source.file);
    let function = code.named(name)?;
    Some(code.given(function, 0)?.origin(&source))
}

/// The chain in the function `name` that is served, or that it gives.
pub(super) fn chain<'a>(file: &'a File, name: &str) -> Option<Chain<'a>> {
    let code = Code::of(file);
    let function = code.named(name)?;
    match code.served(function).or_else(|| code.given(function, 0))? {
        Found::Chain(chain) if chain.function == function.name => Some(chain),
        _ => None,
    }
}

enum Found<'a> {
    Chain(Chain<'a>),
    Call(&'a ExprPath),
}

impl Found<'_> {
    fn origin(&self, source: &Source<'_>) -> Origin {
        match self {
            Self::Chain(chain) => Origin::Chain(chain.function.clone()),
            Self::Call(path) => Origin::Call(source.range(*path)),
        }
    }
}

/// The functions of a file.
#[derive(Default)]
struct Code<'a> {
    owner: Option<String>,
    functions: Vec<Function<'a>>,
}

struct Function<'a> {
    /// `Type::name`, or the name alone.
    name: String,
    owner: Option<String>,
    block: &'a Block,
}

impl<'a> Code<'a> {
    fn of(file: &'a File) -> Self {
        let mut code = Self::default();
        code.visit_file(file);
        code
    }

    fn named(&self, name: &str) -> Option<&Function<'a>> {
        self.functions.iter().find(|function| function.name == name)
    }

    /// The router that a function begins to serve.
    fn served(&self, function: &Function<'a>) -> Option<Found<'a>> {
        let mut servers = servers::in_block(function.block).into_iter();
        servers.find_map(|server| self.follow(server.router, function, 0))
    }

    /// The router that a function gives back.
    fn given(&self, function: &Function<'a>, steps: usize) -> Option<Found<'a>> {
        match function.block.stmts.last()? {
            Stmt::Expr(Expr::Return(last), _) => self.follow(last.expr.as_ref()?, function, steps),
            Stmt::Expr(last, None) => self.follow(last, function, steps),
            _ => None,
        }
    }

    fn follow(&self, expr: &'a Expr, function: &Function<'a>, steps: usize) -> Option<Found<'a>> {
        if steps > MOST_STEPS {
            return None;
        }
        let steps = steps + 1;
        match expr {
            Expr::Paren(inner) => self.follow(&inner.expr, function, steps),
            Expr::Reference(inner) => self.follow(&inner.expr, function, steps),
            Expr::Try(inner) => self.follow(&inner.expr, function, steps),
            Expr::Await(inner) => self.follow(&inner.base, function, steps),
            Expr::Field(field) => {
                let syn::Member::Named(name) = &field.member else { return None };
                let (value, maker) = self.field(name, function.owner.as_deref())?;
                self.follow(value, maker, steps)
            }
            Expr::Path(path) => {
                let init = variable(function.block, path.path.get_ident()?, expr)?;
                self.follow(init, function, steps)
            }
            Expr::Call(call) if is_new_router(expr) || is_wrapper(&call.func) => {
                if is_new_router(expr) {
                    return Some(Found::Chain(Chain::new(&function.name, expr, Vec::new())));
                }
                self.follow(call.args.first()?, function, steps)
            }
            Expr::Call(call) => {
                let Expr::Path(path) = call.func.as_ref() else { return None };
                let Some(own) = self.own(path, function) else { return Some(Found::Call(path)) };
                self.given(own, steps)
            }
            Expr::MethodCall(_) => self.follow_calls(expr, function, steps),
            _ => None,
        }
    }

    /// A chain that begins with a new router, or puts something on or around one from elsewhere.
    fn follow_calls(
        &self,
        expr: &'a Expr,
        function: &Function<'a>,
        steps: usize,
    ) -> Option<Found<'a>> {
        let calls = calls(expr);
        let root: &'a Expr = &calls.first()?.receiver;
        let is_self = matches!(root, Expr::Path(path) if path.path.is_ident("self"));
        if is_self {
            let name = calls[0].method.to_string();
            let method = function.owner.as_ref().map(|owner| format!("{owner}::{name}"));
            return self.given(self.named(&method?)?, steps);
        }
        let giving = calls.iter().take_while(|call| gives_a_router(call));
        let changes = giving.filter(|call| call.method != "with_state").count() > 0;
        if is_new_router(root) || changes {
            return Some(Found::Chain(Chain::new(&function.name, root, calls)));
        }
        self.follow(root, function, steps)
    }

    /// A function of this file.
    fn own(&self, path: &ExprPath, function: &Function<'a>) -> Option<&Function<'a>> {
        let names: Vec<String> =
            path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match names.as_slice() {
            [name] => self.named(name),
            [owner, name] if owner == "Self" => {
                self.named(&format!("{}::{name}", function.owner.as_deref()?))
            }
            [owner, name] => self.named(&format!("{owner}::{name}")),
            _ => None,
        }
    }

    /// What a function of the type gives to a field of it.
    fn field(&self, name: &syn::Ident, owner: Option<&str>) -> Option<(&'a Expr, &Function<'a>)> {
        struct Fields<'a, 'n>(&'n syn::Ident, Option<&'a Expr>);
        impl<'a> Visit<'a> for Fields<'a, '_> {
            fn visit_field_value(&mut self, field: &'a syn::FieldValue) {
                if matches!(&field.member, syn::Member::Named(member) if member == self.0) {
                    self.1 = Some(&field.expr);
                }
                syn::visit::visit_field_value(self, field);
            }
        }
        let own = self.functions.iter().filter(|function| function.owner.as_deref() == owner);
        own.into_iter().find_map(|function| {
            let mut fields = Fields(name, None);
            fields.visit_block(function.block);
            Some((fields.1?, function))
        })
    }
}

impl<'a> Visit<'a> for Code<'a> {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        if !is_test(item) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        let owner = match item.self_ty.as_ref() {
            syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let before = std::mem::replace(&mut self.owner, owner);
        syn::visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        let owner = self.owner.clone();
        let name = owner.iter().cloned().chain([item.sig.ident.to_string()]).collect::<Vec<_>>();
        self.functions.push(Function { name: name.join("::"), owner, block: &item.block });
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        let name = item.sig.ident.to_string();
        self.functions.push(Function { name, owner: None, block: &item.block });
        syn::visit::visit_item_fn(self, item);
    }
}

/// What only hands on its argument: `Ok(router)`.
fn is_wrapper(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.is_ident("Ok") || path.path.is_ident("Some"))
}

/// What a variable has where it is used: its declaration, or a later assignment that stands under no condition.
fn variable<'a>(block: &'a Block, name: &syn::Ident, user: &Expr) -> Option<&'a Expr> {
    struct Locals<'a>(Vec<(&'a Pat, &'a Expr)>);
    impl<'a> Visit<'a> for Locals<'a> {
        fn visit_local(&mut self, local: &'a Local) {
            if let Some(init) = &local.init {
                self.0.push((&local.pat, &init.expr));
            }
            syn::visit::visit_local(self, local);
        }
    }
    use syn::spanned::Spanned;
    let start = |expr: &Expr| expr.span().byte_range().start;
    let user = start(user);
    let mut locals = Locals(Vec::new());
    locals.visit_block(block);
    let declared = locals.0.into_iter().filter(|(pat, _)| binds(pat, name)).map(|(_, init)| init);
    let assigned = block.stmts.iter().filter_map(|statement| match statement {
        Stmt::Expr(Expr::Assign(assign), _) => match assign.left.as_ref() {
            Expr::Path(path) if path.path.is_ident(name) => Some(assign.right.as_ref()),
            _ => None,
        },
        _ => None,
    });
    let before = declared.chain(assigned).filter(|init| init.span().byte_range().end <= user);
    before.max_by_key(|init| start(init))
}

fn binds(pat: &Pat, name: &syn::Ident) -> bool {
    match pat {
        Pat::Ident(pat) => pat.ident == *name,
        Pat::Type(pat) => binds(&pat.pat, name),
        // `let (router, api) = ….split_for_parts()`
        Pat::Tuple(pat) => pat.elems.first().is_some_and(|first| binds(first, name)),
        _ => false,
    }
}
