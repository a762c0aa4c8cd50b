//! The request and the response of a port: an enum each, with a variant a method.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, parse_quote};

use super::super::forward;
use super::super::parse::Port;
use super::{associated, carriage, carried, named, variant};
use crate::types;

/// Both enums.
pub(super) fn expand(port: &Port) -> TokenStream {
    let (request, response) = (request(port), response(port));
    quote!(#request #response)
}

/// The generics of the messages: those of the port, and its associated types.
pub(super) fn generics(port: &Port) -> Generics {
    let mut generics = forward::plain_generics(port);
    let more = forward::associated_parameters(port);
    generics.params.extend(more.into_iter().map(syn::GenericParam::Type));
    for parameter in generics.type_params_mut() {
        parameter.colon_token.get_or_insert_with(Default::default);
        if !port.options.local {
            parameter.bounds.push(parse_quote!(::std::marker::Send));
        }
        parameter.bounds.push(parse_quote!('static));
    }
    generics
}

/// A variant that is never there, so that each parameter is used.
fn marker(port: &Port) -> Option<TokenStream> {
    let generics = generics(port);
    let mut types = generics.type_params().map(|parameter| &parameter.ident).peekable();
    types.peek()?;
    Some(quote! {
        #[doc(hidden)]
        __Parameters(
            ::std::convert::Infallible,
            #(::std::marker::PhantomData<fn(*const #types)>),*
        ),
    })
}

/// The pattern of that variant, and what is done with it.
pub(super) fn never(port: &Port) -> Option<TokenStream> {
    marker(port).map(|_| quote!(Self::__Parameters(never, ..) => match *never {},))
}

/// The same where the message is there by value.
pub(super) fn never_of(port: &Port, message: &Ident) -> Option<TokenStream> {
    marker(port).map(|_| quote!(#message::__Parameters(never, ..) => match never {},))
}

fn request(port: &Port) -> TokenStream {
    let (name, vis, label) = (named(port, "Request"), &port.item.vis, port.label());
    let generics = generics(port);
    let (parameters, own, condition) = generics.split_for_impl();
    let associated = associated(port);
    let variants = carried(port).map(|method| {
        let (conditions, variant) = (&method.conditions, variant(method));
        let doc = format!(" A call of [`{label}::{}`].", method.name());
        let fields = method.arguments.iter().map(|argument| {
            let (field, owned) = (&argument.name, carriage(argument).ty);
            let owned = types::without_self(owned, &associated);
            let doc = format!(" The argument `{field}`.");
            quote!(#[doc = #doc] #field: #owned)
        });
        let fields = (!method.arguments.is_empty()).then(|| quote!({ #(#fields),* }));
        quote!(#(#conditions)* #[doc = #doc] #variant #fields,)
    });
    let names = carried(port).map(|method| {
        let (conditions, variant) = (&method.conditions, variant(method));
        let name = method.name().to_string();
        quote!(#(#conditions)* Self::#variant { .. } => #name,)
    });
    let (marker, never) = (marker(port), never(port));
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(
        " A call of [`{label}`] as a request. `Clone`, so that a layer can repeat it; `Debug` shows \
         the method and no argument."
    );
    let debug = debug(port, &name);
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #[derive(::std::clone::Clone)]
        #vis enum #name #generics #condition {
            #(#variants)*
            #marker
        }

        #(#conditions)*
        impl #parameters #name #own #condition {
            #[doc = " The name of the method, for layers that treat methods differently."]
            #vis fn method(&self) -> &'static str {
                match self {
                    #(#names)*
                    #never
                }
            }
        }

        #debug
    }
}

fn response(port: &Port) -> TokenStream {
    let (name, vis, label) = (named(port, "Response"), &port.item.vis, port.label());
    let generics = generics(port);
    let (parameters, own, condition) = generics.split_for_impl();
    let associated = associated(port);
    let variants = carried(port).map(|method| {
        let (conditions, variant) = (&method.conditions, variant(method));
        let ok = method.result.as_ref().and_then(|result| result.ok.as_ref());
        let ok = types::without_self(quote!(#ok), &associated);
        let doc = format!(" The answer of [`{label}::{}`].", method.name());
        quote!(#(#conditions)* #[doc = #doc] #variant(#ok),)
    });
    let names = carried(port).map(|method| {
        let (conditions, variant) = (&method.conditions, variant(method));
        let name = method.name().to_string();
        quote!(#(#conditions)* Self::#variant { .. } => #name,)
    });
    let (marker, never) = (marker(port), never(port));
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(" The answer of an adapter of [`{label}`]. `Debug` shows the method only.");
    let debug = debug(port, &name);
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #vis enum #name #generics #condition {
            #(#variants)*
            #marker
        }

        #(#conditions)*
        impl #parameters #name #own #condition {
            #[doc = " The name of the method that this is the answer of."]
            #vis fn method(&self) -> &'static str {
                match self {
                    #(#names)*
                    #never
                }
            }
        }

        #debug
    }
}

/// By hand: arguments need not be `Debug`, and what they hold does not belong into logs.
fn debug(port: &Port, name: &Ident) -> TokenStream {
    let generics = generics(port);
    let (parameters, own, condition) = generics.split_for_impl();
    let conditions = crate::method::conditions(&port.item.attrs);
    quote! {
        #(#conditions)*
        impl #parameters ::std::fmt::Debug for #name #own #condition {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::write!(f, "{}::{}", ::std::stringify!(#name), self.method())
            }
        }
    }
}
