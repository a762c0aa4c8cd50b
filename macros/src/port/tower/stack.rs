//! Any stack of layers as a port.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{TypeParam, WherePredicate, parse_quote};

use super::super::forward;
use super::super::parse::Port;
use super::{associated, carriage, error, fits, messages, named, stays, variant};
use crate::instrument::local;
use crate::method::Method;

/// `PortStack<S>`.
pub(super) fn expand(port: &Port) -> TokenStream {
    let stack = named(port, "Stack");
    let (name, vis, label) = (port.name(), &port.item.vis, port.label());
    let arguments = forward::type_arguments(port);
    let associated = associated(port);
    let mut generics = messages::generics(port);
    let service: TypeParam = parse_quote!(__Service);
    generics.params.push(syn::GenericParam::Type(service));
    for predicate in requirements(port) {
        generics.make_where_clause().predicates.push(predicate);
    }
    let own = quote!(<__Service #(, #associated)*>);
    for bound in port.supertraits() {
        let predicate: WherePredicate = parse_quote!(#stack #own: #bound);
        generics.make_where_clause().predicates.push(predicate);
    }
    let (parameters, _, condition) = generics.split_for_impl();
    let methods = port.methods.iter().filter(|method| !fits(method) || !stays(method));
    let methods = methods.map(|method| {
        let head = method.head(port.options.sends());
        let body = if fits(method) { body(port, method) } else { forward::unsound(method) };
        quote!(#head { #body })
    });
    // The associated types are only known from the messages of the service, so the stack has to
    // name them itself.
    let marker = quote!(#(, ::std::marker::PhantomData<fn() -> #associated>)*);
    let markers = associated.iter().map(|_| quote!(, ::std::marker::PhantomData));
    let cloned = associated.iter().map(|_| quote!(, ::std::marker::PhantomData));
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(
        " A stack of tower layers as an adapter of [`{label}`]. It panics if a layer answers a \
         request with the response of another method."
    );
    let made = format!(" Makes an adapter of [`{label}`] of a stack of tower layers.");
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #vis struct #stack #own(__Service #marker);

        #(#conditions)*
        impl #own #stack #own {
            #[doc = #made]
            #vis fn new(service: __Service) -> Self {
                Self(service #(#markers)*)
            }
        }

        #(#conditions)*
        impl<__Service: ::std::clone::Clone #(, #associated)*> ::std::clone::Clone for #stack #own {
            fn clone(&self) -> Self {
                Self(::std::clone::Clone::clone(&self.0) #(#cloned)*)
            }
        }

        #(#conditions)*
        impl #own ::std::fmt::Debug for #stack #own {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(::std::stringify!(#stack))
            }
        }

        #(#conditions)*
        #[allow(deprecated)]
        impl #parameters #name #arguments for #stack #own #condition {
            #(type #associated = #associated;)*
            #(#methods)*
        }
    }
}

/// What a service has to be, so that it is an adapter.
fn requirements(port: &Port) -> Vec<WherePredicate> {
    let (request, response) = (named(port, "Request"), named(port, "Response"));
    let messages = messages::generics(port);
    let (_, own, _) = messages.split_for_impl();
    let associated = associated(port);
    let error =
        crate::types::without_self(quote::ToTokens::to_token_stream(&error(port)), &associated);
    let service = quote!(::tower::Service<#request #own, Response = #response #own>);
    let projected = quote!(<__Service as ::tower::Service<#request #own>>);
    if port.options.local {
        return vec![
            parse_quote!(__Service: #service + ::std::clone::Clone + 'static),
            parse_quote!(#projected::Error: ::std::convert::Into<#error>),
        ];
    }
    vec![
        parse_quote! {
            __Service: #service
                + ::std::clone::Clone + ::std::marker::Send + ::std::marker::Sync + 'static
        },
        parse_quote!(#projected::Future: ::std::marker::Send),
        parse_quote!(#projected::Error: ::std::convert::Into<#error> + ::std::marker::Send),
    ]
}

fn body(port: &Port, method: &Method) -> TokenStream {
    let (request, response) = (named(port, "Request"), named(port, "Response"));
    let (service, message, answer) = (local("service"), local("request"), local("answer"));
    let variant = variant(method);
    let fields = method.arguments.iter().map(|argument| {
        let (name, take): (&Ident, _) = (&argument.name, carriage(argument).take);
        quote!(#name: #take)
    });
    let fields = (!method.arguments.is_empty()).then(|| quote!({ #(#fields),* }));
    let strange = format!("a layer answered `{}` with the response of `{{}}`", method.name());
    // The request is made before the future, which therefore holds no borrow of an argument.
    quote! {
        let mut #service = ::std::clone::Clone::clone(&self.0);
        let #message = #request::#variant #fields;
        async move {
            ::std::future::poll_fn(|context| ::tower::Service::poll_ready(&mut #service, context))
                .await
                .map_err(::std::convert::Into::into)?;
            let #answer = ::tower::Service::call(&mut #service, #message).await;
            match #answer.map_err(::std::convert::Into::into)? {
                #response::#variant(#answer) => ::std::result::Result::Ok(#answer),
                #[allow(unreachable_patterns)]
                #answer => ::std::panic!(#strange, #answer.method()),
            }
        }
    }
}
