//! Which errors take those of a library by `?`.

use std::collections::BTreeSet;

use syn::{
    Fields, File, GenericArgument, Item, ItemEnum, ItemImpl, Path, PathArguments, ReturnType, Type,
};

use crate::edit::imports::imported;
use crate::edit::source::Source;

/// Errors that take every error.
const TAKE_ALL: [&str; 4] =
    ["anyhow::Error", "eyre::Report", "color_eyre::Report", "color_eyre::eyre::Report"];
/// Aliases of `Result` with such an error.
const RESULTS: [&str; 5] = [
    "anyhow::Result",
    "eyre::Result",
    "color_eyre::Result",
    "color_eyre::eyre::Result",
    "reqwest::Result",
];

/// The types of a text that are made from the error `error` (`reqwest::Error`) by `From`: by hand, or by a variant
/// with `#[from]`.
pub fn made_from(text: &str, error: &str) -> BTreeSet<String> {
    if !may_name(text, error) || !(text.contains("#[from]") || text.contains("From<")) {
        return BTreeSet::new();
    }
    let Ok(source) = Source::parse(text) else { return BTreeSet::new() };
    let there = imported(&source.file);
    let is_error = |ty: &Type| full(&there, ty).as_deref() == Some(error);
    let items = source.file.items.iter();
    items.filter_map(|item| made(item, &is_error)).collect()
}

/// Whether a text may name an error: by its path, or by an import of it or of its crate under another name. To look
/// for this costs a hundredth of a parse.
fn may_name(text: &str, error: &str) -> bool {
    let name = error.split("::").next().unwrap_or(error);
    text.match_indices(name).any(|(at, _)| {
        let behind = text[at + name.len()..].trim_start();
        text[at..].starts_with(error) || behind.starts_with("::{") || behind.starts_with("as ")
    })
}

fn made(item: &Item, is_error: &dyn Fn(&Type) -> bool) -> Option<String> {
    match item {
        Item::Enum(item) => takes(item, is_error).then(|| item.ident.to_string()),
        Item::Impl(item) => {
            let Type::Path(own) = item.self_ty.as_ref() else { return None };
            let own = own.path.segments.last()?.ident.to_string();
            from(item).is_some_and(is_error).then_some(own)
        }
        _ => None,
    }
}

fn takes(item: &ItemEnum, is_error: &dyn Fn(&Type) -> bool) -> bool {
    let fields = item.variants.iter().flat_map(|variant| match &variant.fields {
        Fields::Named(fields) => fields.named.iter().collect::<Vec<_>>(),
        Fields::Unnamed(fields) => fields.unnamed.iter().collect(),
        Fields::Unit => Vec::new(),
    });
    let mut made = fields.filter(|field| field.attrs.iter().any(|a| a.path().is_ident("from")));
    made.any(|field| is_error(&field.ty))
}

/// The type that an `impl From<…>` takes.
fn from(item: &ItemImpl) -> Option<&Type> {
    let (path, _) = item.trait_.as_ref()?;
    let last = path.segments.last().filter(|last| last.ident == "From")?;
    arguments(&last.arguments).next()
}

/// Whether `?` on an error of `reqwest` is possible in a function that returns `output`: `made` are the types of
/// the whole tree that are made from it.
pub(super) fn are_taken(file: &File, output: &ReturnType, made: &BTreeSet<String>) -> bool {
    let there = imported(file);
    let ReturnType::Type(_, ty) = output else { return false };
    let Some(path) = full(&there, ty) else { return false };
    let Type::Path(ty) = ty.as_ref() else { return false };
    let Some(last) = ty.path.segments.last().filter(|last| last.ident == "Result") else {
        return false;
    };
    match arguments(&last.arguments).nth(1) {
        Some(error) => takes_all(&there, error, made),
        None => RESULTS.contains(&path.as_str()),
    }
}

fn takes_all(there: &BTreeSet<String>, error: &Type, made: &BTreeSet<String>) -> bool {
    let Type::Path(ty) = error else { return false };
    let Some(last) = ty.path.segments.last() else { return false };
    if last.ident == "Box" {
        let mut inner = arguments(&last.arguments);
        return inner.any(|ty| match ty {
            Type::TraitObject(object) => object.bounds.iter().any(|bound| match bound {
                syn::TypeParamBound::Trait(bound) => {
                    bound.path.segments.last().is_some_and(|last| last.ident == "Error")
                }
                _ => false,
            }),
            _ => false,
        });
    }
    let path = full(there, error).unwrap_or_default();
    let is_of_all = TAKE_ALL.contains(&path.as_str()) || path == "reqwest::Error";
    is_of_all || made.contains(&last.ident.to_string())
}

/// The path of a type with the import of its first name put in, without arguments.
fn full(there: &BTreeSet<String>, ty: &Type) -> Option<String> {
    let Type::Path(ty) = ty else { return None };
    let written = plain(&ty.path);
    let (first, rest) = written.split_once("::").unwrap_or((&written, ""));
    let import = there.iter().find_map(|path| match path.split_once(" as ") {
        Some((path, name)) => (name == first).then_some(path),
        None => (path.rsplit("::").next() == Some(first)).then_some(path.as_str()),
    });
    Some(match (import, rest) {
        (None, _) => written,
        (Some(import), "") => import.to_owned(),
        (Some(import), rest) => format!("{import}::{rest}"),
    })
}

fn plain(path: &Path) -> String {
    let names = path.segments.iter().map(|segment| segment.ident.to_string());
    names.collect::<Vec<_>>().join("::")
}

fn arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter()),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
