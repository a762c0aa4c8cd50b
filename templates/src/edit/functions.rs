//! Inside functions: fields of struct literals, statements, arms.

use syn::visit::Visit;
use syn::{
    Arm, Block, Expr, ExprMatch, ExprStruct, FieldValue, FnArg, ImplItemFn, ItemFn, ItemImpl, Pat,
    ReturnType, Signature, Stmt, Type,
};

use super::source::{Source, indented, tokens};
use super::{Edited, Missing, Step, serving, types};

/// A field of the literals of a struct.
pub(super) fn init(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted = step.text.trim().trim_end_matches(',');
    let field: FieldValue =
        syn::parse_str(wanted).map_err(|error| format!("the pack has no field: {error}"))?;
    let function = function(&source, step.within())?;
    let mut literals =
        Literals { name: step.name(), owner: function.owner.clone(), found: Vec::new() };
    literals.visit_block(function.block);
    let [literal] = literals.found.as_slice() else {
        let (within, name, count) = (step.within(), step.name(), literals.found.len());
        return Err(format!("`{within}` makes `{name} {{ .. }}` {count} times, not once"));
    };
    if literal.fields.iter().any(|there| there.member == field.member) {
        return Ok(Edited::Already);
    }
    if let Some(dots) = &literal.dot2_token {
        let at = source.token(dots.spans[0]).start;
        return source.with(at, &format!("{wanted}, "));
    }
    types::insert(&source, &literal.fields, literal.brace_token.span, &[wanted.to_owned()])
}

/// Statements before the first literal of a struct, or before the last expression.
pub(super) fn statement(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted: Block = syn::parse_str(&format!("{{{}}}", step.text))
        .map_err(|error| format!("the pack has no statement: {error}"))?;
    let function = function(&source, step.within())?;
    if wanted.stmts.is_empty() || has(&source, &function, &step.text) {
        return Ok(Edited::Already);
    }
    let statements = &function.block.stmts;
    let place = match &step.name {
        Some(name) if name == "axum::serve" => {
            let found = serving::statement(&function);
            Some(found.ok_or_else(|| format!("`{}` does not call `{name}`", step.within()))?)
        }
        Some(name) => {
            let makes = |statement: &&Stmt| {
                let mut literals =
                    Literals { name, owner: function.owner.clone(), found: Vec::new() };
                literals.visit_stmt(statement);
                !literals.found.is_empty()
            };
            let found = statements.iter().find(makes);
            Some(found.ok_or_else(|| format!("`{}` makes no `{name} {{ .. }}`", step.within()))?)
        }
        None => statements.last().filter(|last| matches!(last, Stmt::Expr(_, None))),
    };
    if let Some(statement) = place {
        let at = source.range(statement).start;
        let indent = source.indent(at);
        let lines = indented(&step.text, indent);
        return source.with(at, &format!("{}\n{indent}", lines.trim_start()));
    }
    let close = source.token(function.block.brace_token.span.close()).start;
    let indent = source.indent(close);
    let lines = indented(&step.text, &format!("{indent}    "));
    if source.begins_line(close) {
        source.with(source.line_start(close), &format!("{lines}\n"))
    } else {
        source.with(close, &format!("\n{lines}\n{indent}"))
    }
}

/// Whether the tokens of a text stand in a function as a whole.
pub(super) fn has(source: &Source<'_>, function: &Function<'_>, text: &str) -> bool {
    let body = tokens(&source.text[source.range(function.block)]);
    body.zip(tokens(text)).is_some_and(|(body, wanted)| body.contains(&wanted))
}

/// Whether a function returns a `Result`.
pub(crate) fn is_fallible(signature: &Signature) -> bool {
    let ReturnType::Type(_, output) = &signature.output else { return false };
    let Type::Path(path) = output.as_ref() else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Result")
}

/// The types of the parameters of a function, by their names.
pub(super) fn parameters(source: &Source<'_>, signature: &Signature) -> Vec<(String, String)> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => match typed.pat.as_ref() {
            Pat::Ident(name) => Some((name.ident.to_string(), typed.ty.as_ref())),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    typed.map(|(name, ty)| (name, source.text[source.range(ty)].to_owned())).collect()
}

/// An arm of the `match` over an enum.
pub(super) fn arm(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted = step.text.trim();
    syn::parse_str::<Arm>(wanted).map_err(|e| format!("the pack has no arm: {e}"))?;
    let pattern = wanted.split("=>").next().and_then(tokens);
    let function = function(&source, step.within())?;
    let mut matches = Matches { name: step.name(), found: Vec::new() };
    matches.visit_block(function.block);
    let [found] = matches.found.as_slice() else {
        let (within, name, count) = (step.within(), step.name(), matches.found.len());
        return Err(format!("`{within}` has {count} `match`es over `{name}`, not one"));
    };
    if found.arms.iter().any(|there| tokens(&source.text[source.range(&there.pat)]) == pattern) {
        return Ok(Edited::Already);
    }
    let wildcard = found.arms.iter().find(|arm| matches!(arm.pat, Pat::Wild(_) | Pat::Ident(_)));
    let close = source.token(found.brace_token.span.close()).start;
    let at = wildcard.map_or(close, |arm| source.range(arm).start);
    let first = found.arms.first().map_or(at, |arm| source.range(arm).start);
    let indent = source.indent(first);
    let comma = match (wildcard, found.arms.last()) {
        (None, Some(last)) if last.comma.is_none() && !is_block(&last.body) => ",",
        _ => "",
    };
    let lines = indented(wanted, indent);
    if let (",", Some(last)) = (comma, found.arms.last()) {
        return source.with(source.range(last).end, &format!(",\n{lines}"));
    }
    if source.begins_line(at) {
        return source.with(source.line_start(at), &format!("{lines}\n"));
    }
    source.with(at, &format!("{wanted} "))
}

fn is_block(expr: &Expr) -> bool {
    matches!(expr, Expr::Block(_) | Expr::If(_) | Expr::Match(_) | Expr::Loop(_) | Expr::ForLoop(_))
}

/// A function and, for a method, the type that it belongs to.
pub(super) struct Function<'a> {
    pub(super) block: &'a Block,
    owner: Option<String>,
}

/// The function `name` or `Type::name` of a file.
pub(super) fn function<'a>(source: &'a Source<'_>, name: &str) -> Result<Function<'a>, Missing> {
    let (owner, last) = match name.rsplit_once("::") {
        Some((owner, last)) => (Some(owner), last),
        None => (None, name),
    };
    let mut functions = Functions { owner, name: last, current: None, found: Vec::new() };
    functions.visit_file(&source.file);
    let mut found = functions.found;
    match (found.pop(), found.len()) {
        (Some(function), 0) => Ok(function),
        (None, _) => Err(format!("there is no function `{name}`")),
        (Some(_), more) => Err(format!("there are {} functions `{name}`", more + 1)),
    }
}

struct Functions<'a, 'n> {
    owner: Option<&'n str>,
    name: &'n str,
    current: Option<String>,
    found: Vec<Function<'a>>,
}

impl<'a> Visit<'a> for Functions<'a, '_> {
    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        let syn::Type::Path(path) = item.self_ty.as_ref() else { return };
        let last = path.path.segments.last().map(|segment| segment.ident.to_string());
        let before = std::mem::replace(&mut self.current, last);
        syn::visit::visit_item_impl(self, item);
        self.current = before;
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        let owned = self.owner.is_none_or(|owner| self.current.as_deref() == Some(owner));
        if owned && item.sig.ident == self.name {
            self.found.push(Function { block: &item.block, owner: self.current.clone() });
        }
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        if self.owner.is_none() && item.sig.ident == self.name {
            self.found.push(Function { block: &item.block, owner: None });
        }
    }
}

/// Literals of a struct, `Self { .. }` in its own methods among them.
struct Literals<'a, 'n> {
    name: &'n str,
    owner: Option<String>,
    found: Vec<&'a ExprStruct>,
}

impl<'a> Visit<'a> for Literals<'a, '_> {
    fn visit_expr_struct(&mut self, literal: &'a ExprStruct) {
        let last = literal.path.segments.last().map(|segment| segment.ident.to_string());
        let is_self = last.as_deref() == Some("Self") && self.owner.as_deref() == Some(self.name);
        if last.as_deref() == Some(self.name) || is_self {
            self.found.push(literal);
        }
        syn::visit::visit_expr_struct(self, literal);
    }
}

/// `match`es with an arm for a variant of an enum.
struct Matches<'a, 'n> {
    name: &'n str,
    found: Vec<&'a ExprMatch>,
}

impl<'a> Visit<'a> for Matches<'a, '_> {
    fn visit_expr_match(&mut self, expr: &'a ExprMatch) {
        struct Names<'n>(&'n str, bool);
        impl Visit<'_> for Names<'_> {
            fn visit_path_segment(&mut self, segment: &syn::PathSegment) {
                self.1 |= segment.ident == self.0;
            }
        }
        let mut names = Names(self.name, false);
        expr.arms.iter().for_each(|arm| names.visit_pat(&arm.pat));
        if names.1 {
            self.found.push(expr);
        }
        syn::visit::visit_expr_match(self, expr);
    }
}
