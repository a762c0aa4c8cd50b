//! What a file says according to syn, with a scope tracking of its own.

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Generics, Item, Meta, Pat, Token, Type, UseTree, Visibility};

/// One fact, comparable between both sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Record {
    /// Offset in the text.
    pub(crate) at: u32,
    /// Everything else; the first word is its kind.
    pub(crate) what: String,
}

/// The records of a file.
#[derive(Default)]
pub(crate) struct Expected {
    pub(crate) records: Vec<Record>,
    /// Ranges of which syn says nothing.
    blind: Vec<(u32, u32)>,
    /// Ranges of attributes, of which only derives are compared.
    attributes: Vec<(u32, u32)>,
    base: u32,
    /// The text that syn parses.
    text: String,
    locals: Vec<String>,
    locals_from: usize,
    generics: Vec<String>,
    generics_from: usize,
    owner: Option<u32>,
    parent: Option<u32>,
    cfg: Vec<String>,
    associated: bool,
    in_pattern: bool,
    /// Address of the attributes of the statement that is being read.
    seen: usize,
}

impl Expected {
    /// Reads a text; none if syn does not.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let file = syn::parse_file(text).ok()?;
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let base = bom + file.shebang.as_ref().map_or(0, String::len);
        let mut all = Self { text: text[base..].to_owned(), base: base as u32, ..Self::default() };
        all.under(&file.attrs, |r| file.items.iter().for_each(|item| r.visit_item(item)));
        file.attrs.iter().for_each(|a| all.visit_attribute(a));
        all.blind = merged(std::mem::take(&mut all.blind));
        all.attributes = merged(std::mem::take(&mut all.attributes));
        let mut records = std::mem::take(&mut all.records);
        records.retain(|record| !all.is_blind(record));
        all.records = records;
        Some(all)
    }

    /// Whether syn says nothing of this place.
    pub(crate) fn is_blind(&self, record: &Record) -> bool {
        let holds = |ranges: &[(u32, u32)]| {
            let after = ranges.partition_point(|range| range.0 <= record.at);
            after > 0 && record.at < ranges[after - 1].1
        };
        holds(&self.blind) || (holds(&self.attributes) && !record.what.starts_with("path Derive"))
    }

    fn start(&self, span: Span) -> u32 {
        let range = span.byte_range();
        let raw = self.text.get(range.start..range.start + 2) == Some("r#");
        self.base + range.start as u32 + if raw { 2 } else { 0 }
    }

    fn end(&self, span: Span) -> u32 {
        self.base + span.byte_range().end as u32
    }

    fn name(&self, ident: &Ident) -> (String, u32) {
        let text = ident.to_string();
        let start = self.start(ident.span());
        text.strip_prefix("r#").map_or((text.clone(), start), |plain| (plain.to_owned(), start))
    }

    fn blind(&mut self, start: u32, end: u32) {
        if start < end {
            self.blind.push((start, end));
        }
    }

    fn record(&mut self, at: u32, what: &str) {
        self.records.push(Record { at, what: what.trim_end().to_owned() });
    }

    fn conditions(&self) -> String {
        self.cfg.join(" & ")
    }

    fn owner(item: Option<u32>) -> String {
        item.map_or("file".to_owned(), |at| at.to_string())
    }

    /// Reads with `read` under the conditions among `attributes`.
    fn under(&mut self, attributes: &[Attribute], read: impl FnOnce(&mut Self)) {
        let outer = self.cfg.len();
        for attribute in attributes {
            if let Meta::List(list) = &attribute.meta {
                if list.path.is_ident("cfg") {
                    self.cfg.push(plain(&list.tokens));
                } else if list.path.is_ident("cfg_attr") {
                    self.conditional(&list.tokens);
                }
            }
        }
        read(self);
        self.cfg.truncate(outer);
    }

    fn conditional(&mut self, tokens: &TokenStream) {
        let parse = syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(metas) = syn::parse::Parser::parse2(parse, tokens.clone()) else { return };
        let mut metas = metas.iter();
        let Some(predicate) = metas.next() else { return };
        for meta in metas {
            if let Meta::List(list) = meta
                && list.path.is_ident("cfg")
            {
                let predicate = plain_text(&predicate.span().source_text().unwrap_or_default());
                self.cfg.push(format!("any(not({predicate}),{})", plain(&list.tokens)));
            }
        }
    }

    /// Records an item and reads its inside with `read`, unless it is none of its owners.
    fn item(&mut self, given: &Given<'_>, read: impl FnOnce(&mut Self)) {
        self.under(given.attrs, |r| {
            let what = format!(
                "item {} {} in {} {}{} end {} {}",
                given.kind,
                given.name.0,
                Self::owner(r.parent),
                r.visibility(given.vis),
                given.flags,
                r.end(given.span),
                r.conditions()
            );
            r.record(given.name.1, &what);
            let outer =
                (r.owner, r.parent, r.locals_from, r.generics_from, r.generics.len(), r.associated);
            let locals = r.locals.len();
            let at = Some(given.name.1);
            if given.owns != Owns::Nothing {
                r.parent = at;
                r.owner = if given.owns == Owns::Module { None } else { at };
                r.derives(given.attrs, at);
                r.locals_from = locals;
                if !given.associated {
                    r.generics_from = r.generics.len();
                }
            }
            r.associated = false;
            if let Some(vis) = given.vis {
                let inside = std::mem::replace(&mut r.owner, at);
                r.visit_visibility(vis);
                r.owner = inside;
            }
            read(r);
            r.locals.truncate(locals);
            r.generics.truncate(outer.4);
            (r.owner, r.parent, r.locals_from, r.generics_from, _, r.associated) = outer;
        });
        given.attrs.iter().for_each(|a| self.visit_attribute(a));
    }

    fn derives(&mut self, attributes: &[Attribute], item: Option<u32>) {
        let outer = std::mem::replace(&mut self.owner, item);
        for attribute in attributes {
            self.derive(&attribute.meta);
        }
        self.owner = outer;
    }

    fn derive(&mut self, meta: &Meta) {
        let Meta::List(list) = meta else { return };
        if list.path.is_ident("derive") {
            let parse = syn::punctuated::Punctuated::<syn::Path, Token![,]>::parse_terminated;
            let paths = syn::parse::Parser::parse2(parse, list.tokens.clone());
            paths.into_iter().flatten().for_each(|path| self.path("Derive", None, &path));
        } else if list.path.is_ident("cfg_attr") {
            let parse = syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(metas) = syn::parse::Parser::parse2(parse, list.tokens.clone()) else { return };
            let mut metas = metas.iter();
            let Some(predicate) = metas.next() else { return };
            self.cfg.push(plain_text(&predicate.span().source_text().unwrap_or_default()));
            metas.for_each(|meta| self.derive(meta));
            self.cfg.pop();
        }
    }

    fn visibility(&self, vis: Option<&Visibility>) -> String {
        match vis {
            Some(Visibility::Public(_)) => "pub".to_owned(),
            Some(Visibility::Restricted(restricted)) => {
                let path = self.written(None, &restricted.path).0;
                format!("pub({path})")
            }
            _ => String::new(),
        }
    }

    /// Brings type and const parameters into scope and reads their bounds.
    fn generics(&mut self, generics: &Generics) {
        for parameter in &generics.params {
            match parameter {
                syn::GenericParam::Type(t) => self.generics.push(self.name(&t.ident).0),
                syn::GenericParam::Const(c) => self.generics.push(self.name(&c.ident).0),
                syn::GenericParam::Lifetime(_) => {}
            }
        }
        visit::visit_generics(self, generics);
    }

    /// A path as text, with where it starts and ends.
    fn written(&self, qself: Option<&syn::QSelf>, path: &syn::Path) -> (String, u32, u32) {
        let names: Vec<_> = path.segments.iter().map(|segment| self.name(&segment.ident)).collect();
        let last = path.segments.last().map_or(0, |segment| self.end(segment.ident.span()));
        let mut parts: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        if let Some(qself) = qself {
            parts.drain(..qself.position);
            return (format!("<>::{}", parts.join("::")), self.start(qself.lt_token.span), last);
        }
        if parts.len() > 1 && parts[0] == "self" && parts[1] == "super" {
            parts.remove(0);
        }
        let first = names.first().map_or(0, |(_, at)| *at);
        match &path.leading_colon {
            Some(colons) => (format!("::{}", parts.join("::")), self.start(colons.spans[0]), last),
            None => (parts.join("::"), first, last),
        }
    }

    fn path(&mut self, kind: &str, qself: Option<&syn::QSelf>, path: &syn::Path) {
        let (text, start, end) = self.written(qself, path);
        let single = path.segments.len() == 1 && path.leading_colon.is_none() && qself.is_none();
        let first = path.segments.first().map(|s| self.name(&s.ident).0).unwrap_or_default();
        let generic = path.leading_colon.is_none()
            && qself.is_none()
            && self.generics[self.generics_from..].contains(&first);
        let built_in = single && PRIMITIVE.contains(&first.as_str());
        if !generic && !built_in {
            let what = format!(
                "path {kind} {text} to {end} by {} {}",
                Self::owner(self.owner),
                self.conditions()
            );
            self.record(start, &what);
        }
        if let Some(qself) = qself {
            self.visit_type(&qself.ty);
            if qself.position > 0 {
                let segments = path.segments.iter().take(qself.position).cloned().collect();
                let of_trait = syn::Path { leading_colon: path.leading_colon, segments };
                self.path_without_arguments("ImplTrait", &of_trait);
            }
        }
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    /// A path whose arguments are read elsewhere.
    fn path_without_arguments(&mut self, kind: &str, path: &syn::Path) {
        let mut bare = path.clone();
        for segment in &mut bare.segments {
            segment.arguments = syn::PathArguments::None;
        }
        self.path(kind, None, &bare);
    }

    fn value(&mut self, kind: &str, given: &syn::ExprPath) {
        if given.qself.is_none()
            && let Some(ident) = given.path.get_ident()
        {
            let name = self.name(ident).0;
            if ident == "self" || self.locals[self.locals_from..].contains(&name) {
                return;
            }
        }
        self.path(
            if self.in_pattern { "Pattern" } else { kind },
            given.qself.as_ref(),
            &given.path,
        );
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>, item: &syn::ItemUse) {
        let at = self.start(tree.span());
        self.use_part(tree, prefix, item, at);
    }

    fn use_part(&mut self, tree: &UseTree, prefix: &mut Vec<String>, item: &syn::ItemUse, at: u32) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(self.name(&path.ident).0);
                self.use_part(&path.tree, prefix, item, at);
                prefix.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, item);
                }
            }
            UseTree::Glob(_) => self.leaf(prefix, "*", false, item, at),
            UseTree::Name(name) => {
                let name = self.name(&name.ident).0;
                self.use_leaf(prefix, &name, None, item, at);
            }
            UseTree::Rename(rename) => {
                let (name, to) = (self.name(&rename.ident).0, self.name(&rename.rename).0);
                self.use_leaf(prefix, &name, Some(to), item, at);
            }
        }
    }

    fn use_leaf(
        &mut self,
        prefix: &mut Vec<String>,
        name: &str,
        to: Option<String>,
        item: &syn::ItemUse,
        at: u32,
    ) {
        if name == "self" && !prefix.is_empty() {
            let to = to.unwrap_or_else(|| prefix.last().cloned().unwrap_or_default());
            self.leaf(prefix, &to, true, item, at);
            return;
        }
        prefix.push(name.to_owned());
        self.leaf(prefix, &to.unwrap_or_else(|| name.to_owned()), false, item, at);
        prefix.pop();
    }

    fn leaf(&mut self, prefix: &[String], name: &str, types: bool, item: &syn::ItemUse, at: u32) {
        let at = if prefix.len() == 1 || self.start(item.tree.span()) == at {
            item.leading_colon.as_ref().map_or(at, |colons| self.start(colons.spans[0]).min(at))
        } else {
            at
        };
        let global = if item.leading_colon.is_some() { "::" } else { "" };
        let mut parts = prefix;
        if parts.len() > 1 && parts[0] == "self" && parts[1] == "super" {
            parts = &parts[1..];
        }
        let what = format!(
            "use {global}{} as {name}{} {} {}",
            parts.join("::"),
            if types { " types" } else { "" },
            self.visibility(Some(&item.vis)),
            self.conditions()
        );
        self.record(at, &what);
    }

    fn function(&mut self, sig: &syn::Signature, block: Option<&syn::Block>) {
        self.generics(&sig.generics);
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => self.visit_receiver(receiver),
                syn::FnArg::Typed(typed) => self.under(&typed.attrs, |r| r.visit_pat_type(typed)),
            }
        }
        self.visit_return_type(&sig.output);
        if let Some(block) = block {
            self.visit_block(block);
        }
    }

    fn function_item(
        &mut self,
        place: &FunctionPlace<'_>,
        sig: &syn::Signature,
        block: Option<&syn::Block>,
    ) {
        let has_self = matches!(sig.inputs.first(), Some(syn::FnArg::Receiver(_)));
        let kind = format!(
            "fn {}{}{}",
            if has_self { "self " } else { "" },
            sig.inputs.len() - usize::from(has_self),
            if matches!(sig.output, syn::ReturnType::Type(..)) { "->" } else { "" }
        );
        let flags = format!(
            "{}{}",
            if sig.asyncness.is_some() { " async" } else { "" },
            if matches!(sig.safety, syn::Safety::Unsafe(_)) { " unsafe" } else { "" }
        );
        let given = Given {
            vis: place.vis,
            flags: &flags,
            associated: place.associated,
            ..Given::new(place.attrs, kind, self.name(&sig.ident), place.span)
        };
        self.item(&given, |r| r.function(sig, block));
    }

    fn constant(
        &mut self,
        given: &Given<'_>,
        generics: Option<&Generics>,
        ty: &Type,
        value: Option<&Expr>,
    ) {
        self.item(given, |r| {
            if let Some(generics) = generics {
                r.generics(generics);
            }
            r.visit_type(ty);
            if let Some(value) = value {
                r.visit_expr(value);
            }
        });
    }

    fn fields(&mut self, fields: &syn::Fields) {
        for (index, field) in fields.iter().enumerate() {
            let name = match &field.ident {
                Some(ident) => self.name(ident),
                None => (index.to_string(), self.start(field.ty.span())),
            };
            let given = Given {
                vis: Some(&field.vis),
                owns: Owns::Nothing,
                ..Given::new(&field.attrs, "field".to_owned(), name, field.ty.span())
            };
            self.item(&given, |r| r.visit_type(&field.ty));
        }
    }

    fn locals(&mut self, read: impl FnOnce(&mut Self)) {
        let locals = self.locals.len();
        read(self);
        self.locals.truncate(locals);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owns {
    Nothing,
    Module,
    Everything,
}

/// What is to be recorded of an item.
struct Given<'g> {
    attrs: &'g [Attribute],
    vis: Option<&'g Visibility>,
    kind: String,
    name: (String, u32),
    flags: &'g str,
    span: Span,
    owns: Owns,
    associated: bool,
}

impl<'g> Given<'g> {
    fn new(attrs: &'g [Attribute], kind: String, name: (String, u32), span: Span) -> Self {
        Self {
            attrs,
            vis: None,
            kind,
            name,
            flags: "",
            span,
            owns: Owns::Everything,
            associated: false,
        }
    }
}

struct FunctionPlace<'g> {
    attrs: &'g [Attribute],
    vis: Option<&'g Visibility>,
    associated: bool,
    span: Span,
}

const PRIMITIVE: &[&str] = &[
    "bool", "char", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

/// Ranges in order, those that overlap as one.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Tokens without spaces, as the other side writes predicates.
fn plain(tokens: &TokenStream) -> String {
    plain_text(&tokens.to_string())
}

fn plain_text(text: &str) -> String {
    let text = text.replace(char::is_whitespace, "").replace(",)", ")");
    match text.as_str() {
        "true" => "all()".to_owned(),
        "false" => "any()".to_owned(),
        _ => text.strip_suffix(',').map_or(text.clone(), str::to_owned),
    }
}

/// The attributes of a statement, which syn puts on the leftmost expression.
fn leading_attributes(expr: &Expr) -> &[Attribute] {
    match expr {
        Expr::Assign(e) if e.attrs.is_empty() => leading_attributes(&e.left),
        Expr::Binary(e) if e.attrs.is_empty() => leading_attributes(&e.left),
        Expr::Cast(e) if e.attrs.is_empty() => leading_attributes(&e.expr),
        _ => attributes(expr),
    }
}

fn attributes(expr: &Expr) -> &[Attribute] {
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

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of item")]
    fn visit_item(&mut self, item: &'ast Item) {
        let span = item.span();
        let associated = false;
        match item {
            Item::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated, span };
                self.function_item(&place, &f.sig, Some(&f.block));
            }
            Item::Const(c) => {
                let name = if c.ident == "_" {
                    (String::new(), self.start(c.ident.span()))
                } else {
                    self.name(&c.ident)
                };
                let given = Given {
                    vis: Some(&c.vis),
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, Some(&c.expr));
            }
            Item::Static(s) => {
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, "static true".to_owned(), name, span)
                };
                self.constant(&given, None, &s.ty, Some(&s.expr));
            }
            Item::Struct(s) => {
                let kind = match &s.fields {
                    syn::Fields::Named(_) => "Struct",
                    syn::Fields::Unnamed(_) => "TupleStruct",
                    syn::Fields::Unit => "UnitStruct",
                };
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, kind.to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&s.generics);
                    r.fields(&s.fields);
                });
            }
            Item::Union(u) => {
                let name = self.name(&u.ident);
                let given = Given {
                    vis: Some(&u.vis),
                    ..Given::new(&u.attrs, "Union".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&u.generics);
                    r.fields(&syn::Fields::Named(u.fields.clone()));
                });
            }
            Item::Enum(e) => self.enumeration(e),
            Item::Mod(m) => {
                let kind = format!("mod inline={}", m.content.is_some());
                let name = self.name(&m.ident);
                let given = Given {
                    vis: Some(&m.vis),
                    owns: Owns::Module,
                    ..Given::new(&m.attrs, kind, name, span)
                };
                self.item(&given, |r| {
                    for item in m.content.iter().flat_map(|(_, items)| items) {
                        r.visit_item(item);
                    }
                });
            }
            Item::Use(u) => self.under(&u.attrs, |r| {
                u.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_visibility(&u.vis);
                r.use_tree(&u.tree, &mut Vec::new(), u);
            }),
            Item::ExternCrate(e) => self.under(&e.attrs, |r| {
                e.attrs.iter().for_each(|a| r.visit_attribute(a));
                let macro_use = e.attrs.iter().any(|a| a.path().is_ident("macro_use"));
                let (name, at) = r.name(&e.ident);
                let (path, plain) =
                    if name == "self" { ("", name.clone()) } else { (name.as_str(), name.clone()) };
                let to = e.rename.as_ref().map_or(plain, |(_, to)| r.name(to).0);
                let what = format!(
                    "use {path} as {to} crate{} {} {}",
                    if macro_use { " macro_use" } else { "" },
                    r.visibility(Some(&e.vis)),
                    r.conditions()
                );
                r.record(at, &what);
            }),
            Item::Impl(i) => self.implementation(i),
            Item::Trait(t) => {
                let name = self.name(&t.ident);
                let flags = if t.unsafety.is_some() { " unsafe" } else { "" };
                let given = Given {
                    vis: Some(&t.vis),
                    flags,
                    ..Given::new(&t.attrs, "Trait".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&t.generics);
                    t.supertraits.iter().for_each(|b| r.visit_type_param_bound(b));
                    r.associated = true;
                    t.items.iter().for_each(|i| r.visit_trait_item(i));
                });
            }
            Item::TraitAlias(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "TraitAlias".to_owned(), name, span)
                };
                self.item(&given, |r| {
                    r.generics(&t.generics);
                    t.bounds.iter().for_each(|b| r.visit_type_param_bound(b));
                });
            }
            Item::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "type true".to_owned(), name, span)
                };
                self.constant(&given, Some(&t.generics), &t.ty, None);
            }
            Item::Macro(m) => match &m.ident {
                Some(ident) if m.mac.path.is_ident("macro_rules") => {
                    let exported = m.attrs.iter().any(|a| a.path().is_ident("macro_export"));
                    let name = self.name(ident);
                    let kind = format!("macro_rules exported={exported}");
                    self.item(&Given::new(&m.attrs, kind, name, span), |r| {
                        let span = m.mac.delimiter.span();
                        let (start, end) = (r.start(span.open()), r.end(span.close()));
                        r.blind(start, end);
                    });
                }
                _ => self.under(&m.attrs, |r| {
                    m.attrs.iter().for_each(|a| r.visit_attribute(a));
                    r.visit_macro(&m.mac);
                }),
            },
            Item::ForeignMod(f) => {
                let at = self.start(f.brace_token.span.open());
                let flags = if f.unsafety.is_some() { " unsafe" } else { "" };
                let given = Given {
                    flags,
                    owns: Owns::Nothing,
                    ..Given::new(&f.attrs, "ForeignBlock".to_owned(), (String::new(), at), span)
                };
                self.item(&given, |r| f.items.iter().for_each(|i| r.visit_foreign_item(i)));
            }
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let span = item.span();
        let associated = true;
        match item {
            syn::ImplItem::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated, span };
                self.function_item(&place, &f.sig, Some(&f.block));
            }
            syn::ImplItem::Const(c) => {
                let name = if c.ident == "_" {
                    (String::new(), self.start(c.ident.span()))
                } else {
                    self.name(&c.ident)
                };
                let given = Given {
                    vis: Some(&c.vis),
                    associated,
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, Some(&c.expr));
            }
            syn::ImplItem::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    associated,
                    ..Given::new(&t.attrs, "type true".to_owned(), name, span)
                };
                self.constant(&given, Some(&t.generics), &t.ty, None);
            }
            syn::ImplItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    fn visit_trait_item(&mut self, item: &'ast syn::TraitItem) {
        let span = item.span();
        let associated = true;
        match item {
            syn::TraitItem::Fn(f) => {
                let place = FunctionPlace { attrs: &f.attrs, vis: None, associated, span };
                self.function_item(&place, &f.sig, f.default.as_ref());
            }
            syn::TraitItem::Const(c) => {
                let name = self.name(&c.ident);
                let given = Given {
                    associated,
                    ..Given::new(&c.attrs, "const true".to_owned(), name, span)
                };
                self.constant(&given, Some(&c.generics), &c.ty, c.default.as_ref().map(|(_, e)| e));
            }
            syn::TraitItem::Type(t) => {
                let name = self.name(&t.ident);
                let kind = format!("type {}", t.default.is_some());
                self.item(&Given { associated, ..Given::new(&t.attrs, kind, name, span) }, |r| {
                    r.generics(&t.generics);
                    t.bounds.iter().for_each(|b| r.visit_type_param_bound(b));
                    if let Some((_, ty)) = &t.default {
                        r.visit_type(ty);
                    }
                });
            }
            syn::TraitItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
    }

    fn visit_foreign_item(&mut self, item: &'ast syn::ForeignItem) {
        let span = item.span();
        match item {
            syn::ForeignItem::Fn(f) => {
                let place =
                    FunctionPlace { attrs: &f.attrs, vis: Some(&f.vis), associated: false, span };
                self.function_item(&place, &f.sig, None);
            }
            syn::ForeignItem::Static(s) => {
                let name = self.name(&s.ident);
                let given = Given {
                    vis: Some(&s.vis),
                    ..Given::new(&s.attrs, "static true".to_owned(), name, span)
                };
                self.constant(&given, None, &s.ty, None);
            }
            syn::ForeignItem::Type(t) => {
                let name = self.name(&t.ident);
                let given = Given {
                    vis: Some(&t.vis),
                    ..Given::new(&t.attrs, "type false".to_owned(), name, span)
                };
                self.item(&given, |_| {});
            }
            syn::ForeignItem::Macro(m) => self.under(&m.attrs, |r| {
                m.attrs.iter().for_each(|a| r.visit_attribute(a));
                r.visit_macro(&m.mac);
            }),
            other => {
                let (start, end) = (self.start(other.span()), self.end(other.span()));
                self.blind(start, end);
            }
        }
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

impl Expected {
    fn enumeration(&mut self, e: &syn::ItemEnum) {
        let name = self.name(&e.ident);
        let given =
            Given { vis: Some(&e.vis), ..Given::new(&e.attrs, "Enum".to_owned(), name, e.span()) };
        self.item(&given, |r| {
            r.generics(&e.generics);
            let owner = r.owner;
            for variant in &e.variants {
                let shape = match &variant.fields {
                    syn::Fields::Named(_) => "Named",
                    syn::Fields::Unnamed(_) => "Tuple",
                    syn::Fields::Unit => "Unit",
                };
                let name = r.name(&variant.ident);
                let at = name.1;
                let given = Given {
                    owns: Owns::Nothing,
                    ..Given::new(&variant.attrs, format!("{shape} variant"), name, variant.span())
                };
                r.item(&given, |r| {
                    r.parent = Some(at);
                    r.owner = owner;
                    r.fields(&variant.fields);
                    if let Some((_, value)) = &variant.discriminant {
                        r.visit_expr(value);
                    }
                });
            }
        });
    }

    fn implementation(&mut self, i: &syn::ItemImpl) {
        let negative = i.modifiers.polarity.is_some();
        let kind = format!("impl trait={} negative={negative}", i.trait_.is_some());
        let name = (String::new(), self.start(i.impl_token.span));
        let flags = if i.unsafety.is_some() { " unsafe" } else { "" };
        self.item(&Given { flags, ..Given::new(&i.attrs, kind, name, i.span()) }, |r| {
            r.generics(&i.generics);
            if let Some((path, _)) = &i.trait_ {
                r.path("ImplTrait", None, path);
            }
            match &*i.self_ty {
                Type::Path(path) => r.path("ImplType", path.qself.as_ref(), &path.path),
                other => r.visit_type(other),
            }
            r.associated = true;
            i.items.iter().for_each(|i| r.visit_impl_item(i));
        });
    }

    fn names_within(&mut self, tokens: &TokenStream) {
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

    /// An expression whose conditions are known.
    fn inside(&mut self, expr: &Expr) {
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
}
