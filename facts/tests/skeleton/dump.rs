//! The facts of a file as text that a person can check against the file.

use std::fmt::Write;

use portcullis_facts::extract::rust::facts::{
    CfgId, Expr, ExprId, ItemFlags, ItemIndex, ListRange, PathId, PathRoot, RustFacts, Segment,
    Type, TypeId, Visibility,
};
use portcullis_facts::extract::rust::facts::{ItemKind, Predicate};
use portcullis_facts::place::Span;

struct Dump<'f> {
    text: &'f str,
    facts: &'f RustFacts,
    out: String,
}

/// Everything that `facts` say of `text`, one entry a line.
pub(crate) fn dump(text: &str, facts: &RustFacts) -> String {
    let mut dump = Dump { text, facts, out: String::new() };
    dump.scopes();
    dump.items();
    dump.uses();
    dump.paths();
    dump.calls();
    dump.rest();
    dump.out
}

impl Dump<'_> {
    fn line(&mut self, what: &str) {
        let _ = writeln!(self.out, "{}", what.trim_end());
    }

    fn scopes(&mut self) {
        for (i, scope) in self.facts.scopes.iter().enumerate() {
            let generics = self.names(&self.facts.segments[scope.generics.range()], ", ");
            let generics = if generics.is_empty() { generics } else { format!(" <{generics}>") };
            let (owner, cfg) = (self.owner(scope.item), self.cfg(scope.cfg));
            self.line(&format!(
                "scope {i} {:?} in {} of {owner}{generics}{cfg}",
                scope.kind, scope.parent.0
            ));
        }
    }

    fn items(&mut self) {
        for (i, item) in self.facts.items.iter().enumerate() {
            let kind = match &item.kind {
                ItemKind::Function { signature } => self.signature(*signature as usize),
                ItemKind::Field { ty } => format!("Field {}", self.ty(*ty)),
                ItemKind::TypeAlias { ty } => format!("TypeAlias {}", self.maybe_ty(*ty)),
                ItemKind::Const { ty } => format!("Const {}", self.maybe_ty(*ty)),
                ItemKind::Static { ty } => format!("Static {}", self.maybe_ty(*ty)),
                ItemKind::Impl { index } => {
                    let entry = &self.facts.impls[*index as usize];
                    let of_trait = entry
                        .of_trait
                        .map_or(String::new(), |path| format!("{} for ", self.path(path)));
                    format!(
                        "Impl {}{of_trait}{}",
                        if entry.negative { "!" } else { "" },
                        self.ty(entry.self_type)
                    )
                }
                ItemKind::MacroRules { exported, rules } => {
                    format!("MacroRules exported={exported} `{}`", self.short(*rules))
                }
                other => format!("{other:?}"),
            };
            let visibility = match item.visibility {
                Visibility::Inherited => String::new(),
                Visibility::In(path) => format!(" in {}", self.path(path)),
                other => format!(" {other:?}"),
            };
            let (name, owner, cfg) =
                (self.facts.symbols.get(item.name), self.owner(item.parent), self.cfg(item.cfg));
            let body = item.body.map_or(String::new(), |body| format!(" opens {}", body.0));
            let flags = flags(item.flags);
            let line = format!(
                "item {i} `{name}` {kind}{visibility} in {}/{owner}{body}{flags}{cfg} `{}`",
                item.scope.0,
                self.short(item.span)
            );
            self.line(&line);
        }
    }

    fn signature(&self, index: usize) -> String {
        let signature = &self.facts.signatures[index];
        let mut parts: Vec<String> = Vec::new();
        parts.extend(signature.has_self.then(|| "self".to_owned()));
        for parameter in &self.facts.parameters[signature.parameters.range()] {
            let name = parameter
                .local
                .map_or("_", |l| self.facts.symbols.get(self.facts.locals[l.index()].name));
            parts.push(format!("{name}: {}", self.ty(parameter.ty)));
        }
        let result = signature.result.map_or(String::new(), |ty| format!(" -> {}", self.ty(ty)));
        format!("Function ({}){result}", parts.join(", "))
    }

    fn uses(&mut self) {
        for leaf in &self.facts.uses {
            let path = self.segments(leaf.root, leaf.segments);
            let name = leaf.name.map_or("_", |name| self.facts.symbols.get(name));
            let marks = [
                (leaf.glob, " glob"),
                (leaf.only_types, " only_types"),
                (leaf.extern_crate, " extern_crate"),
                (leaf.macro_use, " macro_use"),
            ];
            let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            let (cfg, owner) = (self.cfg(leaf.cfg), self.owner(leaf.item));
            let line = format!(
                "use {path} as {name}{marks} {:?} in {}/{owner}{cfg} `{}`",
                leaf.visibility,
                leaf.scope.0,
                self.short(leaf.span)
            );
            self.line(&line);
        }
    }

    fn paths(&mut self) {
        for (i, path) in self.facts.paths.iter().enumerate() {
            let text = self.path(PathId(i as u32));
            let (owner, cfg) = (self.owner(path.item), self.cfg(path.cfg));
            let in_macro = if path.in_macro { " in_macro" } else { "" };
            self.line(&format!(
                "path {i} {:?} {text} in {}/{owner}{in_macro}{cfg} `{}`",
                path.kind,
                path.scope.0,
                self.short(path.span)
            ));
        }
    }

    fn calls(&mut self) {
        for local in &self.facts.locals {
            if local.ty.is_some() || local.value.is_some() {
                let ty = local.ty.map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
                let value =
                    local.value.map_or(String::new(), |value| format!(" = {}", self.expr(value)));
                self.line(&format!("local {}{ty}{value}", self.facts.symbols.get(local.name)));
            }
        }
        for call in &self.facts.method_calls {
            let (owner, cfg) = (self.owner(call.item), self.cfg(call.cfg));
            let name = self.facts.symbols.get(call.name);
            self.line(&format!(
                "call {}.{name}() in {}/{owner}{cfg}",
                self.expr(call.receiver),
                call.scope.0
            ));
        }
        for call in &self.facts.macro_calls {
            let (path, arguments) = (self.path(call.path), self.short(call.arguments));
            self.line(&format!(
                "macro {path}! {:?} read as {:?} `{arguments}`",
                call.position, call.reading
            ));
        }
    }

    fn rest(&mut self) {
        for attribute in &self.facts.attributes {
            let (path, owner) = (self.path(attribute.path), self.owner(attribute.item));
            let arguments = attribute
                .arguments
                .map_or(String::new(), |span| format!(" `{}`", self.short(span)));
            self.line(&format!("attribute {path} on {owner}{arguments}"));
        }
        for include in &self.facts.includes {
            let cfg = self.cfg(include.cfg);
            self.line(&format!(
                "include {:?} items={} in {}{cfg}",
                include.path, include.items, include.scope.0
            ));
        }
        for directive in &self.facts.directives {
            self.line(&format!(
                "directive `{}` for `{}`",
                directive.text,
                self.short(directive.target)
            ));
        }
        if self.facts.generated {
            self.line("generated");
        }
        for problem in &self.facts.problems {
            self.line(&format!(
                "problem {:?} {} `{}`",
                problem.kind,
                problem.message,
                self.short(problem.span)
            ));
        }
    }

    fn short(&self, span: Span) -> String {
        let text = self.text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= 48 {
            return text;
        }
        let head: String = text.chars().take(30).collect();
        let tail: String =
            text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
        format!("{head} … {tail}")
    }

    fn owner(&self, item: Option<ItemIndex>) -> String {
        item.map_or("-".to_owned(), |item| {
            format!("{}:{}", item.0, self.facts.symbols.get(self.facts.items[item.index()].name))
        })
    }

    fn names(&self, segments: &[Segment], separator: &str) -> String {
        segments.iter().map(|s| self.facts.symbols.get(s.name)).collect::<Vec<_>>().join(separator)
    }

    fn path(&self, path: PathId) -> String {
        let path = &self.facts.paths[path.index()];
        self.segments(path.root, path.segments)
    }

    fn segments(&self, root: PathRoot, segments: ListRange) -> String {
        let names = self.names(&self.facts.segments[segments.range()], "::");
        let root = match root {
            PathRoot::Plain => return names,
            PathRoot::Global => return format!("::{names}"),
            PathRoot::Crate => "crate".to_owned(),
            PathRoot::SelfModule => "self".to_owned(),
            PathRoot::Super(count) => vec!["super"; count.into()].join("::"),
            PathRoot::DollarCrate => "$crate".to_owned(),
            PathRoot::SelfType => "Self".to_owned(),
            PathRoot::Qualified(ty) => format!("<{}>", self.ty(ty)),
            PathRoot::MetaVariable => "$".to_owned(),
        };
        if names.is_empty() { root } else { format!("{root}::{names}") }
    }

    fn maybe_ty(&self, ty: Option<TypeId>) -> String {
        ty.map_or("without type".to_owned(), |ty| self.ty(ty))
    }

    fn ty(&self, ty: TypeId) -> String {
        let list = |range: ListRange, by: &str| {
            let parts: Vec<_> =
                self.facts.type_lists[range.range()].iter().map(|ty| self.ty(*ty)).collect();
            parts.join(by)
        };
        match self.facts.types[ty.index()] {
            Type::Path { path, arguments } if arguments.len == 0 => self.path(path),
            Type::Path { path, arguments } => {
                format!("{}<{}>", self.path(path), list(arguments, ", "))
            }
            Type::Reference(inner) => format!("&{}", self.ty(inner)),
            Type::Tuple(members) => format!("({})", list(members, ", ")),
            Type::Slice(inner) => format!("[{}]", self.ty(inner)),
            Type::Dyn(bounds) => format!("dyn {}", list(bounds, " + ")),
            Type::Impl(bounds) => format!("impl {}", list(bounds, " + ")),
            Type::Function(parts) => format!("fn({})", list(parts, ", ")),
            Type::Other => "?".to_owned(),
        }
    }

    fn expr(&self, expr: ExprId) -> String {
        match self.facts.exprs[expr.index()] {
            Expr::Local(local) => {
                self.facts.symbols.get(self.facts.locals[local.index()].name).to_owned()
            }
            Expr::SelfValue => "self".to_owned(),
            Expr::Path(path) => self.path(path),
            Expr::Call(callee) => format!("{}()", self.expr(callee)),
            Expr::Literal(path) => format!("{}{{}}", self.path(path)),
            Expr::Method(call) => {
                let call = &self.facts.method_calls[call as usize];
                format!("{}.{}()", self.expr(call.receiver), self.facts.symbols.get(call.name))
            }
            Expr::Field(of, name) => format!("{}.{}", self.expr(of), self.facts.symbols.get(name)),
            Expr::Await(of) => format!("{}.await", self.expr(of)),
            Expr::Try(of) => format!("{}?", self.expr(of)),
            Expr::Cast(ty) => format!("(as {})", self.ty(ty)),
            Expr::Index(of) => format!("{}[]", self.expr(of)),
            Expr::Each(of) => format!("each {}", self.expr(of)),
            Expr::Part(of, position) => format!("{}.{position}", self.expr(of)),
            Expr::Content(path, position) => format!("{}.{position}", self.path(path)),
            Expr::Unknown => "?".to_owned(),
        }
    }

    fn cfg(&self, mut id: CfgId) -> String {
        let mut parts = Vec::new();
        while id.0 != 0 {
            let node = &self.facts.cfgs[id.index()];
            parts.push(predicate(&node.predicate));
            id = node.parent;
        }
        parts.reverse();
        if parts.is_empty() { String::new() } else { format!(" if {}", parts.join(" & ")) }
    }
}

fn predicate(given: &Predicate) -> String {
    let list = |list: &[Predicate]| list.iter().map(predicate).collect::<Vec<_>>().join(", ");
    match given {
        Predicate::True => "true".to_owned(),
        Predicate::All(parts) => format!("all({})", list(parts)),
        Predicate::Any(parts) => format!("any({})", list(parts)),
        Predicate::Not(part) => format!("not({})", predicate(part)),
        Predicate::Flag(name) => name.to_string(),
        Predicate::Equals(name, value) => format!("{name}={value}"),
        Predicate::Unknown => "unknown".to_owned(),
    }
}

fn flags(flags: ItemFlags) -> String {
    let names = [
        (ItemFlags::TEST, " test"),
        (ItemFlags::ASYNC, " async"),
        (ItemFlags::IN_MACRO, " in_macro"),
        (ItemFlags::MACRO_USE, " macro_use"),
        (ItemFlags::DOC_PORT, " port"),
        (ItemFlags::HAS_BODY, " body"),
        (ItemFlags::UNSAFE, " unsafe"),
        (ItemFlags::GENERATED, " generated"),
        (ItemFlags::EXPORTED_SYMBOL, " exported"),
    ];
    names.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, name)| *name).collect()
}
