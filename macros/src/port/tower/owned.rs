//! How a request carries what a call only lends.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Lifetime, Type};

use crate::types::{as_path, borrows, type_arguments};

/// How a request carries an argument: the type that owns it, and how to get there and back.
pub(super) struct Owned {
    pub(super) ty: TokenStream,
    /// From the argument to what is carried.
    pub(super) take: TokenStream,
    /// From what is carried to the argument.
    pub(super) lend: TokenStream,
}

/// Finds the owning form of an argument. `None` if it holds a borrow that cannot be carried.
pub(super) fn owned(ty: &Type, name: &TokenStream) -> Option<Owned> {
    if let Type::Reference(reference) = ty {
        if is_static(reference.lifetime.as_ref()) {
            return Some(Owned { ty: quote!(#ty), take: name.clone(), lend: name.clone() });
        }
        let (carried, take) = owned_target(reference, name)?;
        return Some(Owned { ty: carried, take, lend: quote!(&#name) });
    }
    if let Some(inner) = inside_option(ty) {
        let (carried, take) = owned_target(inner, &quote!(value))?;
        let lend = if is_unsized(&inner.elem) {
            quote!(::std::option::Option::as_deref(&#name))
        } else {
            quote!(::std::option::Option::as_ref(&#name))
        };
        return Some(Owned {
            ty: quote!(::std::option::Option<#carried>),
            take: quote!(::std::option::Option::map(#name, |value| #take)),
            lend,
        });
    }
    if borrows(ty) || matches!(ty, Type::ImplTrait(_)) {
        return None;
    }
    Some(Owned { ty: quote!(#ty), take: name.clone(), lend: name.clone() })
}

fn is_static(lifetime: Option<&Lifetime>) -> bool {
    lifetime.is_some_and(|lifetime| lifetime.ident == "static")
}

/// The reference in `Option<&T>`.
fn inside_option(ty: &Type) -> Option<&syn::TypeReference> {
    let last = as_path(ty)?.path.segments.last()?;
    match type_arguments(&last.arguments).next()? {
        Type::Reference(found) if last.ident == "Option" && !is_static(found.lifetime.as_ref()) => {
            Some(found)
        }
        _ => None,
    }
}

/// Types without a size that the standard library can own, and what owns them.
fn owner(ty: &Type) -> Option<TokenStream> {
    if let Type::Slice(slice) = ty {
        let elem = &slice.elem;
        return Some(quote!(::std::vec::Vec<#elem>));
    }
    let last = as_path(ty)?.path.segments.last()?;
    Some(match last.ident.to_string().as_str() {
        "str" => quote!(::std::string::String),
        "Path" => quote!(::std::path::PathBuf),
        "OsStr" => quote!(::std::ffi::OsString),
        "CStr" => quote!(::std::ffi::CString),
        _ => return None,
    })
}

fn is_unsized(ty: &Type) -> bool {
    owner(ty).is_some()
}

fn owned_target(
    reference: &syn::TypeReference,
    name: &TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    let target: &Type = &reference.elem;
    let opaque = matches!(target, Type::TraitObject(_) | Type::ImplTrait(_));
    if reference.mutability.is_some() || opaque || borrows(target) {
        return None;
    }
    let owned = match owner(target) {
        Some(owner) => (owner, quote!(::std::borrow::ToOwned::to_owned(#name))),
        None => (quote!(#target), quote!(<#target as ::std::clone::Clone>::clone(#name))),
    };
    Some(owned)
}
