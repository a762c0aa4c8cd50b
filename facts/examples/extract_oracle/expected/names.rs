//! Paths and imports.

use syn::UseTree;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::Expected;

const PRIMITIVE: &[&str] = &[
    "bool", "char", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

impl Expected {
    /// A path as text, with where it starts and ends.
    pub(super) fn written(
        &self,
        qself: Option<&syn::QSelf>,
        path: &syn::Path,
    ) -> (String, u32, u32) {
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

    pub(super) fn path(&mut self, kind: &str, qself: Option<&syn::QSelf>, path: &syn::Path) {
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
    pub(super) fn path_without_arguments(&mut self, kind: &str, path: &syn::Path) {
        let mut bare = path.clone();
        for segment in &mut bare.segments {
            segment.arguments = syn::PathArguments::None;
        }
        self.path(kind, None, &bare);
    }

    pub(super) fn value(&mut self, kind: &str, given: &syn::ExprPath) {
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

    pub(super) fn use_tree(
        &mut self,
        tree: &UseTree,
        prefix: &mut Vec<String>,
        item: &syn::ItemUse,
    ) {
        let at = self.start(tree.span());
        self.use_part(tree, prefix, item, at);
    }

    pub(super) fn use_part(
        &mut self,
        tree: &UseTree,
        prefix: &mut Vec<String>,
        item: &syn::ItemUse,
        at: u32,
    ) {
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

    pub(super) fn use_leaf(
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

    pub(super) fn leaf(
        &mut self,
        prefix: &[String],
        name: &str,
        types: bool,
        item: &syn::ItemUse,
        at: u32,
    ) {
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
}
