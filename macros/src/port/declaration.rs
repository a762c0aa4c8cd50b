//! The trait itself: futures that are `Send`, what adapters must be, and the message for types that
//! are none.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ReturnType, Token, TraitItem, TypeParamBound, parse_quote};

use super::parse::Port;
use crate::direction::Direction;

/// The trait, with a hidden member that says its direction.
pub(crate) fn expand(port: &Port) -> TokenStream {
    let mut item = port.item.clone();
    require(port, &mut item.supertraits);
    if !item.supertraits.is_empty() {
        item.colon_token.get_or_insert_with(Default::default);
    }
    let mut methods = port.methods.iter();
    for member in &mut item.items {
        let TraitItem::Fn(function) = member else {
            continue;
        };
        let Some(method) = methods.next().filter(|method| method.is_async) else {
            continue;
        };
        let returned = method.returned(port.options.sends());
        let is_plain = function.sig.asyncness.take().is_none();
        // The tokens were made here and are a type, so reading them cannot fail.
        function.sig.output = syn::parse2::<ReturnType>(returned).unwrap_or(ReturnType::Default);
        if let Some(body) = function.default.as_mut().filter(|_| !is_plain) {
            *body = parse_quote!({ async move #body });
        }
    }
    let message = (!explains_itself(port)).then(|| message(port));
    item.items.extend(direction(port));
    quote!(#message #item)
}

/// Adds `Send`, `Sync` and `'static`, as far as they are not there and not opted out of.
fn require(port: &Port, bounds: &mut syn::punctuated::Punctuated<TypeParamBound, Token![+]>) {
    let has = |bounds: &syn::punctuated::Punctuated<TypeParamBound, Token![+]>, name: &str| {
        bounds.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                bound.path.segments.last().is_some_and(|last| last.ident == name)
            }
            TypeParamBound::Lifetime(lifetime) => lifetime.ident == name,
            _ => false,
        })
    };
    if !port.options.local {
        if !has(bounds, "Send") {
            bounds.push(parse_quote!(::std::marker::Send));
        }
        if !has(bounds, "Sync") {
            bounds.push(parse_quote!(::std::marker::Sync));
        }
    }
    if !port.options.borrowed && !has(bounds, "static") {
        bounds.push(parse_quote!('static));
    }
}

/// Whether the user wrote a message of their own.
fn explains_itself(port: &Port) -> bool {
    port.item.attrs.iter().any(|attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "on_unimplemented")
    })
}

fn message(port: &Port) -> TokenStream {
    let name = port.label();
    let (message, label, note) = match port.options.direction {
        Some(Direction::In) => (
            format!("`{{Self}}` does not implement the in-port `{name}`"),
            "this type is no use case of the port",
            format!(
                "write `#[use_case(port = {name})]` on the `impl` of a use case that has the \
                 methods of the port"
            ),
        ),
        _ => (
            format!("`{{Self}}` is not an adapter for the out-port `{name}`"),
            "this type does not implement the port",
            format!(
                "write `impl {name} for {{Self}}` where the adapters are, or run `portcullis add \
                 adapter {name}`"
            ),
        ),
    };
    quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)])
}

/// A function that nobody calls: its type says the direction to a macro that knows the port by a path
/// only. Nothing beside the trait would be as easy to find from there.
fn direction(port: &Port) -> Option<TraitItem> {
    let length = port.options.direction?.length();
    Some(parse_quote! {
        #[doc(hidden)]
        fn __port_direction() -> [(); #length]
        where
            Self: ::std::marker::Sized,
        {
            [(); #length]
        }
    })
}
