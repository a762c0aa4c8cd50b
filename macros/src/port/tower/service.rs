//! An adapter as a service of tower.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{TypeParam, parse_quote};

use super::super::forward;
use super::super::parse::Port;
use super::{associated, carriage, carried, error, messages, named, variant};
use crate::types;

/// `PortService<T>`.
pub(super) fn expand(port: &Port) -> TokenStream {
    let (service, request, response) =
        (named(port, "Service"), named(port, "Request"), named(port, "Response"));
    let (name, vis, label) = (port.name(), &port.item.vis, port.label());
    let arguments = forward::type_arguments(port);
    let associated = associated(port);
    let error = types::without_self(quote::ToTokens::to_token_stream(&error(port)), &associated);
    let mut generics = messages::generics(port);
    let bindings = bindings(port);
    let adapter: TypeParam = parse_quote!(__Adapter: #name #bindings + 'static);
    let own = {
        let generics = messages::generics(port);
        let (_, own, _) = generics.split_for_impl();
        quote!(#own)
    };
    generics.params.push(syn::GenericParam::Type(adapter));
    let (parameters, _, condition) = generics.split_for_impl();
    let arms = carried(port).map(|method| {
        let (conditions, variant, original) = (&method.conditions, variant(method), method.name());
        let fields: Vec<&Ident> = method.names().collect();
        let fields = (!fields.is_empty()).then(|| quote!({ #(#fields),* }));
        let lent = method.arguments.iter().map(|argument| carriage(argument).lend);
        quote! {
            #(#conditions)*
            #request::#variant #fields => ::std::result::Result::map(
                <__Adapter as #name #arguments>::#original(&*adapter, #(#lent),*).await,
                #response::#variant,
            ),
        }
    });
    let never = messages::never_of(port, &request);
    let pointer = if port.options.local { quote!(::std::rc::Rc) } else { quote!(::std::sync::Arc) };
    let send = (!port.options.local).then(|| quote!(+ ::std::marker::Send));
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(" An adapter of [`{label}`] as a service of tower, to put layers around it.");
    let made = format!(" Makes a service of an adapter of [`{label}`].");
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #[derive(::std::fmt::Debug)]
        #vis struct #service<__Adapter>(#pointer<__Adapter>);

        #(#conditions)*
        impl<__Adapter> #service<__Adapter> {
            #[doc = #made]
            #vis fn new(adapter: __Adapter) -> Self {
                Self(#pointer::new(adapter))
            }
        }

        // By hand, because a derived one would ask the adapter for `Clone`.
        #(#conditions)*
        impl<__Adapter> ::std::clone::Clone for #service<__Adapter> {
            fn clone(&self) -> Self {
                Self(::std::clone::Clone::clone(&self.0))
            }
        }

        #(#conditions)*
        #[allow(deprecated)]
        impl #parameters ::tower::Service<#request #own> for #service<__Adapter> #condition {
            type Response = #response #own;
            type Error = #error;
            type Future = ::std::pin::Pin<::std::boxed::Box<
                dyn ::std::future::Future<
                    Output = ::std::result::Result<Self::Response, Self::Error>
                > #send
            >>;

            fn poll_ready(
                &mut self,
                _: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<::std::result::Result<(), Self::Error>> {
                ::std::task::Poll::Ready(::std::result::Result::Ok(()))
            }

            fn call(&mut self, request: #request #own) -> Self::Future {
                let adapter = ::std::clone::Clone::clone(&self.0);
                ::std::boxed::Box::pin(async move {
                    match request {
                        #(#arms)*
                        #never
                    }
                })
            }
        }
    }
}

/// `<K, Item = Item>`: the port with its associated types as parameters of the same name.
fn bindings(port: &Port) -> TokenStream {
    let associated = associated(port);
    let given: Vec<&Ident> = port
        .item
        .generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            syn::GenericParam::Type(parameter) => Some(&parameter.ident),
            syn::GenericParam::Const(parameter) => Some(&parameter.ident),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    if given.is_empty() && associated.is_empty() {
        return TokenStream::new();
    }
    quote!(<#(#given,)* #(#associated = #associated),*>)
}
