//! What the signatures of a port name, as another crate has to import it.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;
use syn::{File, Generics, Item, TraitItemFn, UseTree};

/// Paths of the names in the parameters of a trait and in the signatures of methods.
pub(super) fn imports(
    file: &File,
    generics: &Generics,
    methods: &[&TraitItemFn],
    own: &str,
    module: &str,
) -> BTreeSet<String> {
    let known = known(file, own, module);
    let mut names = Names::default();
    names.visit_generics(generics);
    for method in methods {
        names.visit_trait_item_fn(method);
    }
    names.0.iter().filter_map(|name| known.get(name).cloned()).collect()
}

/// What a file imports of the names in a piece of its text, with the paths that it uses.
pub(super) fn written(file: &File, piece: &str) -> BTreeSet<String> {
    let mut imported = BTreeMap::new();
    for item in &file.items {
        if let Item::Use(item) = item {
            import(&item.tree, &[], "", &mut imported);
        }
    }
    let words = piece.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter_map(|word| imported.get(word).cloned()).collect()
}

/// What the names of a file mean: what it declares and what it imports.
fn known(file: &File, own: &str, module: &str) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for item in &file.items {
        let name = match item {
            Item::Struct(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Mod(item) => &item.ident,
            Item::Use(item) => {
                import(&item.tree, &[], own, &mut known);
                continue;
            }
            _ => continue,
        };
        known.insert(name.to_string(), format!("{module}::{name}"));
    }
    known
}

fn import(tree: &UseTree, before: &[String], module: &str, known: &mut BTreeMap<String, String>) {
    let with = |name: &syn::Ident| {
        let mut path = before.to_vec();
        path.push(name.to_string());
        path
    };
    match tree {
        UseTree::Path(path) => import(&path.tree, &with(&path.ident), module, known),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| import(tree, before, module, known));
        }
        UseTree::Name(name) if name.ident == "self" => {
            if let Some(last) = before.last() {
                known.insert(last.clone(), outside(before, module));
            }
        }
        UseTree::Name(name) => {
            known.insert(name.ident.to_string(), outside(&with(&name.ident), module));
        }
        UseTree::Rename(rename) => {
            let path = outside(&with(&rename.ident), module);
            known.insert(rename.rename.to_string(), format!("{path} as {}", rename.rename));
        }
        UseTree::Glob(_) => {}
    }
}

/// A path as another crate writes it; as it is written, where there is no module.
fn outside(path: &[String], module: &str) -> String {
    if module.is_empty() {
        return path.join("::");
    }
    let mut parents: Vec<&str> = module.split("::").collect();
    let mut rest = path;
    match path.first().map(String::as_str) {
        Some("crate") => {
            parents.truncate(1);
            rest = &path[1..];
        }
        Some("self") => rest = &path[1..],
        Some("super") => {
            while rest.first().is_some_and(|part| part == "super") {
                parents.pop();
                rest = &rest[1..];
            }
        }
        _ => parents.clear(),
    }
    parents.into_iter().chain(rest.iter().map(String::as_str)).collect::<Vec<_>>().join("::")
}

/// The first segments of all paths in types.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'a> Visit<'a> for Names {
    fn visit_path(&mut self, path: &'a syn::Path) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first()) {
            self.0.insert(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}
