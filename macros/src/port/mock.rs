//! The option `mock`: a mock of mockall, where the tests of other crates can see it too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, GenericParam, Generics, Lifetime, LifetimeParam, Type, parse_quote};

use super::forward;
use super::parse::Port;
use crate::faults::Faults;
use crate::method::Method;
use crate::types;

/// Reports what mockall cannot stand in for.
pub(super) fn check(port: &mut Port, faults: &mut Faults) {
    for lifetime in port.item.generics.lifetimes() {
        faults.add(
            lifetime,
            "`mock` needs a port without lifetimes: a mock keeps what it is told to expect",
            "move the lifetime to the methods, or remove `mock`",
        );
    }
    for constant in port.constants() {
        faults.add(
            &constant.ident,
            "`mock` needs a port without constants: nothing says which one a mock has",
            "make it a method, or remove `mock`",
        );
    }
    for found in port.types().filter(|found| !found.generics.params.is_empty()) {
        faults.add(
            &found.ident,
            "`mock` needs associated types without parameters",
            "move the parameters to the port, or remove `mock`",
        );
    }
}

/// `mockall::mock!` with the methods in the form in which they were written. Methods with a body keep
/// it: what they call is what is expected.
pub(crate) fn expand(port: &Port) -> TokenStream {
    let unfit = port.item.generics.lifetimes().next().is_some()
        || port.constants().next().is_some()
        || port.types().any(|found| !found.generics.params.is_empty());
    if port.options.mock.is_none() || unfit {
        return TokenStream::new();
    }
    let (name, vis, label) = (port.name(), &port.item.vis, port.label());
    let arguments = forward::type_arguments(port);
    let generics = generics(port);
    let (parameters, own, condition) = generics.split_for_impl();
    let associated: Vec<_> = port.types().map(|found| &found.ident).collect();
    let methods = port.methods.iter().filter(|method| !method.has_default).map(|method| {
        let head = types::without_self(head(method), &associated);
        quote!(#head;)
    });
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(" A mock of [`{label}`].");
    quote! {
        // Not `cfg(test)` alone: the tests of a crate that uses this one would not see it.
        #(#conditions)*
        #[cfg(any(test, feature = "test-support"))]
        ::mockall::mock! {
            #[doc = #doc]
            #vis #name #generics #condition {}

            impl #parameters #name #arguments for #name #own #condition {
                #(type #associated = #associated;)*
                #(#methods)*
            }
        }
    }
}

/// A signature as mockall reads it: async as it was written, and with names for the lifetimes that
/// stand inside of types. It gives those of plain references names of its own.
fn head(method: &Method) -> TokenStream {
    let mut signature = method.signature.clone();
    let output = &method.output;
    if method.is_async {
        signature.asyncness = Some(parse_quote!(async));
        signature.output = parse_quote!(-> #output);
    }
    let mut fresh: Vec<Lifetime> = Vec::new();
    let mut name = || {
        let lifetime = Lifetime::new(&format!("'__{}", fresh.len()), method.name().span());
        fresh.push(lifetime.clone());
        lifetime
    };
    let typed = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    for (typed, argument) in typed.zip(method.names()) {
        *typed.pat = parse_quote!(#argument);
        match &mut *typed.ty {
            Type::Reference(reference) => types::name_lifetimes(&mut reference.elem, &mut name),
            other => types::name_lifetimes(other, &mut name),
        }
    }
    for (at, lifetime) in fresh.into_iter().enumerate() {
        let parameter = GenericParam::Lifetime(LifetimeParam::new(lifetime));
        signature.generics.params.insert(at, parameter);
    }
    let conditions = &method.conditions;
    quote!(#(#conditions)* #signature)
}

/// The generics of the port and its associated types, which have to live as long as the mock does.
fn generics(port: &Port) -> Generics {
    let mut generics = forward::plain_generics(port);
    let associated = forward::associated_parameters(port);
    generics.params.extend(associated.into_iter().map(syn::GenericParam::Type));
    for parameter in generics.type_params_mut() {
        parameter.colon_token.get_or_insert_with(Default::default);
        if !port.options.local {
            parameter.bounds.push(parse_quote!(::std::marker::Send));
            parameter.bounds.push(parse_quote!(::std::marker::Sync));
        }
        parameter.bounds.push(parse_quote!('static));
    }
    generics
}
