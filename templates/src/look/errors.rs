//! How an error of a port says that the other side did not do its part, where its code makes that plain.

use serde::Serialize;
use syn::{Fields, FnArg, ImplItem, Item, ItemEnum, ReturnType, Type};

use crate::edit::source::Source;

/// An error that can be made of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Making {
    /// An expression that makes it of an error `refusal`.
    pub made: String,
    /// A pattern of the errors that are made so; none if all are.
    pub pattern: Option<String>,
    /// The types that both name.
    pub types: Vec<String>,
}

/// How an error of the type `name` is made of another error; `text` gives the file that declares a type.
///
/// There is a way if it is a box of any error, has a function that takes any error, or is an enum with a variant that
/// holds such an error.
pub fn making(name: &str, text: &dyn Fn(&str) -> Option<String>) -> Option<Making> {
    if let Some(whole) = whole(name, text) {
        return Some(whole);
    }
    let declared = text(name)?;
    let source = Source::parse(&declared).ok()?;
    let item = source.file.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some(item),
        _ => None,
    })?;
    variant(&source, item, text)
}

/// How an error is made that is nothing but another error.
fn whole(name: &str, text: &dyn Fn(&str) -> Option<String>) -> Option<Making> {
    if is_any(name) {
        let made = "refusal.into()".to_owned();
        return Some(Making { made, pattern: None, types: Vec::new() });
    }
    let declared = text(name)?;
    let function = maker(&Source::parse(&declared).ok()?, name)?;
    let made = format!("{name}::{function}(refusal)");
    Some(Making { made, pattern: None, types: vec![name.to_owned()] })
}

/// The variant of an enum that says so.
fn variant(
    source: &Source<'_>,
    item: &ItemEnum,
    text: &dyn Fn(&str) -> Option<String>,
) -> Option<Making> {
    let name = &item.ident;
    item.variants.iter().find_map(|variant| {
        let path = format!("{name}::{}", variant.ident);
        let is_called = ["Unavailable", "Unreachable"].iter().any(|called| variant.ident == called);
        match &variant.fields {
            Fields::Unit if is_called => Some(Making {
                made: path.clone(),
                pattern: Some(path),
                types: vec![name.to_string()],
            }),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let held = source.text[source.range(&fields.unnamed[0].ty)].to_owned();
                let (made, mut types) = match whole(&held, text) {
                    Some(whole) => (whole.made, whole.types),
                    None if is_called && held == "String" => {
                        ("refusal.to_string()".to_owned(), Vec::new())
                    }
                    None => return None,
                };
                types.push(name.to_string());
                let (made, pattern) = (format!("{path}({made})"), Some(format!("{path}(_)")));
                Some(Making { made, pattern, types })
            }
            _ => None,
        }
    })
}

/// Whether a type holds any error.
fn is_any(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let boxed = plain.strip_prefix("Box<dyn").and_then(|rest| rest.strip_suffix('>'));
    plain == "anyhow::Error" || boxed.is_some_and(names_error)
}

/// Whether one of several bounds is the trait of all errors.
fn names_error(bounds: &str) -> bool {
    bounds.split('+').any(|bound| bound.trim().rsplit("::").next() == Some("Error"))
}

/// The function of a type that makes it of any error.
fn maker(source: &Source<'_>, name: &str) -> Option<String> {
    source.file.items.iter().find_map(|item| {
        let Item::Impl(item) = item else { return None };
        let is_own = matches!(item.self_ty.as_ref(), Type::Path(path) if path.path.is_ident(name));
        if item.trait_.is_some() || !is_own {
            return None;
        }
        item.items.iter().find_map(|part| {
            let ImplItem::Fn(function) = part else { return None };
            let output = match &function.sig.output {
                ReturnType::Type(_, output) => &source.text[source.range(output.as_ref())],
                ReturnType::Default => return None,
            };
            let inputs: Vec<&FnArg> = function.sig.inputs.iter().collect();
            let [FnArg::Typed(only)] = inputs.as_slice() else { return None };
            let takes = &source.text[source.range(only.ty.as_ref())];
            let takes_any = takes.strip_prefix("impl ").is_some_and(|bounds| {
                let into = bounds.strip_prefix("Into<").and_then(|rest| rest.strip_suffix('>'));
                into.map_or_else(|| names_error(bounds), is_any)
            });
            ((output == "Self" || output == name) && takes_any)
                .then(|| function.sig.ident.to_string())
        })
    })
}
