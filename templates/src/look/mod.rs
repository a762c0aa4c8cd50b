//! Looks at code that is there, so that what is added is written as its owner writes.

mod calls;
mod errors;
mod generics;
mod names;
mod serving;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use syn::{
    Attribute, Item, ItemTrait, TraitItem, TraitItemFn, TypeParamBound, UseTree, Visibility,
};

pub use calls::{Call, Way};
pub use errors::{Making, making};
pub use generics::Generics;
pub use serving::{Main, Served, Settings, is_constant, main, serves, settings};

use crate::edit::imports::{imported, rank};
pub use crate::edit::served::Origin;
use crate::edit::source::Source;
use crate::edit::{router, served};

/// The functions of a text that build a router of axum.
pub fn routers(text: &str) -> Vec<String> {
    router::functions(text)
}

/// Where the routers that a text serves come from.
pub fn served(text: &str) -> Vec<Origin> {
    served::served(text)
}

/// Where the router that a function of a text gives comes from.
pub fn given(text: &str, function: &str) -> Option<Origin> {
    served::given(text, function)
}

/// How a file names what the path means: by its last name, where that is imported or may be; else by the path.
pub fn named(text: &str, path: &str) -> String {
    let last = path.rsplit("::").next().unwrap_or(path);
    let Ok(source) = Source::parse(text) else { return path.to_owned() };
    let imports = imported(&source.file);
    let means = |import: &String| match import.split_once(" as ") {
        Some((_, name)) => name == last,
        None => import.rsplit("::").next() == Some(last),
    };
    let is_declared = source.file.items.iter().any(|item| match item {
        Item::Fn(item) => item.sig.ident == last,
        Item::Mod(item) => item.ident == last,
        _ => false,
    });
    let is_other = imports.iter().any(|import| means(import) && import != path);
    let root = path.split("::").next().unwrap_or(path);
    let is_near = imports.iter().any(|import| import.split("::").next() == Some(root));
    if is_declared || is_other || !is_near { path.to_owned() } else { last.to_owned() }
}

/// How the traits of a file are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Style {
    /// The attributes of the last one, without its documentation: `#[async_trait]`.
    pub attributes: String,
    /// What it asks of those who implement it, with the colon: `: Send + Sync`.
    pub supertraits: String,
    /// What these two need to be imported, as the file does it.
    pub imports: Vec<String>,
}

/// How the last trait of a text is written.
pub fn style(text: &str) -> Option<Style> {
    let source = Source::parse(text).ok()?;
    let last = source.file.items.iter().rev().find_map(|item| match item {
        Item::Trait(item) => Some(item),
        _ => None,
    })?;
    let bounds = last.supertraits.iter().map(|bound| source.text[source.range(bound)].to_owned());
    let bounds = bounds.collect::<Vec<_>>().join(" + ");
    let supertraits = if bounds.is_empty() { bounds } else { format!(": {bounds}") };
    let attributes = attributes(&source, &last.attrs);
    let names = format!("{attributes} {supertraits}");
    let imports = names::written(&source.file, &names);
    Some(Style { attributes, supertraits, imports: grouped(&imports) })
}

/// The attributes of the last type that derives `derive`, without its documentation.
pub fn derives(text: &str, derive: &str) -> Option<String> {
    let source = Source::parse(text).ok()?;
    source.file.items.iter().rev().find_map(|item| {
        let attrs = match item {
            Item::Struct(item) => &item.attrs,
            Item::Enum(item) => &item.attrs,
            _ => return None,
        };
        let derived = attrs.iter().find(|attribute| {
            let text = &source.text[source.range(*attribute)];
            attribute.path().is_ident("derive")
                && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == derive)
        })?;
        Some(source.text[source.range(derived)].to_owned())
    })
}

fn attributes(source: &Source<'_>, attributes: &[Attribute]) -> String {
    let shown = attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    let shown = shown.map(|attribute| source.text[source.range(attribute)].to_owned());
    shown.collect::<Vec<_>>().join("\n")
}

/// A port as an adapter has to write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Port {
    /// The name of the trait.
    pub name: String,
    /// Its name without what says that it is a trait: `OrderRepository` of `OrderRepositoryInterface`.
    pub stem: String,
    /// Its path, as code of another crate names it.
    pub path: String,
    /// What its implementation has to carry: `#[async_trait]`, or nothing.
    pub attributes: String,
    /// Its parameters.
    pub generics: Generics,
    /// Its methods without a body.
    pub methods: Vec<Method>,
    /// Whether one of these takes more than `self`.
    pub takes_arguments: bool,
    /// What code of another crate has to import for its signatures: the standard library, crates, this crate.
    pub imports: Vec<Vec<String>>,
    /// What an adapter has to derive, because the port asks for it: `Clone`.
    pub derives: Vec<String>,
    /// All its methods, those with a body too.
    pub every: Vec<Method>,
    /// The paths that code of another crate has to import for all signatures.
    pub every_path: BTreeSet<String>,
}

/// Traits that a type without fields can derive.
const DERIVED: [&str; 8] =
    ["Clone", "Copy", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// A method that an adapter has to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// Its signature as it is written in the port; `async fn` where that gives a future without a name.
    pub signature: String,
    /// What it takes and gives; none where an argument has no name.
    pub call: Option<Call>,
}

/// Whether a text declares its module `name` for all to see.
pub fn is_public(text: &str, name: &str) -> bool {
    let Ok(source) = Source::parse(text) else { return false };
    source.file.items.iter().any(|item| match item {
        Item::Mod(item) => item.ident == name && matches!(item.vis, Visibility::Public(_)),
        _ => false,
    })
}

/// Whether a text hands on what is in its module `name`, so that others need not name that module.
pub fn hands_on(text: &str, name: &str) -> bool {
    let Ok(source) = Source::parse(text) else { return false };
    source.file.items.iter().any(|item| match item {
        Item::Use(item) if !matches!(item.vis, Visibility::Inherited) => match &item.tree {
            UseTree::Path(path) if path.ident == "self" => {
                matches!(path.tree.as_ref(), UseTree::Path(path) if path.ident == name)
            }
            UseTree::Path(path) => path.ident == name,
            _ => false,
        },
        _ => false,
    })
}

/// The trait `name` of the module `own` (`shop_core::ports::out`), which stands in `text`; others name what
/// the module declares by way of `module` (`shop_core::ports`).
///
/// None where it is not there, or has associated types or constants, so that what stands for these cannot be known.
pub fn port(text: &str, name: &str, own: &str, module: &str) -> Option<Port> {
    let source = Source::parse(text).ok()?;
    let item = source.file.items.iter().find_map(|item| match item {
        Item::Trait(item) if item.ident == name => Some(item),
        _ => None,
    })?;
    let is_open = |part: &TraitItem| matches!(part, TraitItem::Type(_) | TraitItem::Const(_));
    if item.items.iter().any(is_open) {
        return None;
    }
    let functions = item.items.iter().filter_map(|part| match part {
        TraitItem::Fn(function) => Some(function),
        _ => None,
    });
    let method = |function: &TraitItemFn| Method {
        name: function.sig.ident.to_string(),
        signature: source.text[source.range(&function.sig)].to_owned(),
        call: calls::call(&source, &function.sig),
    };
    let required = functions.clone().filter(|function| function.default.is_none());
    let imported = |functions: Vec<&TraitItemFn>| {
        let mut imports = names::imports(&source.file, &item.generics, &functions, own, module);
        imports.insert(format!("{module}::{name}"));
        // A method that can be written as `async` needs not name the future.
        let names_future = |function: &&TraitItemFn| {
            let call = calls::call(&source, &function.sig);
            call.is_none_or(|call| {
                matches!(call.way, Way::Future | Way::Boxed) && call.awaited.is_none()
            })
        };
        if !functions.iter().any(names_future) {
            imports.retain(|path| !path.ends_with("::future::Future"));
        }
        imports
    };
    Some(Port {
        name: name.to_owned(),
        stem: stem(name).to_owned(),
        path: format!("{module}::{name}"),
        attributes: carried(&source, item),
        generics: generics::generics(&source, item),
        takes_arguments: required.clone().any(|function| function.sig.inputs.len() > 1),
        imports: ranked(imported(required.clone().collect())),
        derives: derived(item),
        methods: required.map(method).collect(),
        every_path: imported(functions.clone().collect()),
        every: functions.map(method).collect(),
    })
}

fn stem(name: &str) -> &str {
    let endings = ["Interface", "Port", "Trait"];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// What a port asks for that can be derived.
fn derived(item: &ItemTrait) -> Vec<String> {
    let bounds = item.supertraits.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let names = bounds.map(|segment| segment.ident.to_string());
    names.filter(|name| DERIVED.contains(&name.as_str())).collect()
}

/// Paths as imports are written: those of one module together.
pub fn grouped(paths: &BTreeSet<String>) -> Vec<String> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        groups.entry(module).or_default().push(name);
    }
    let lines = groups.into_iter().map(|(module, names)| match (module, names.as_slice()) {
        ("", names) => names.join(", "),
        (module, [one]) => format!("{module}::{one}"),
        (module, several) => format!("{module}::{{{}}}", several.join(", ")),
    });
    lines.collect()
}

/// Paths as imports are written, in the order in which their groups stand.
fn ranked(paths: BTreeSet<String>) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<u8, BTreeSet<String>> = BTreeMap::new();
    for path in paths {
        groups.entry(rank(&path)).or_default().insert(path);
    }
    groups.values().map(grouped).collect()
}

/// Attributes that change what the methods are, so that the implementation needs them too.
fn carried(source: &Source<'_>, item: &ItemTrait) -> String {
    let changes = item.attrs.iter().filter(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "async_trait")
    });
    let texts = changes.map(|attribute| {
        let text = &source.text[source.range(attribute)];
        // The path is written out, so that no import is needed.
        if attribute.path().get_ident().is_none() {
            return text.to_owned();
        }
        let import = names::written(&source.file, "async_trait").pop_first();
        let path = import.as_deref().unwrap_or("async_trait::async_trait");
        text.replacen("async_trait", path, 1)
    });
    texts.collect::<Vec<_>>().join("\n")
}
