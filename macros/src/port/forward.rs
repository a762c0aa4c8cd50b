//! Implementations that pass every call on: for pointers to adapters, and for decorators.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Ident, Type, TypeParam, WherePredicate, parse_quote};

use super::parse::Port;
use crate::method::{Method, Receiver};
use crate::types;

/// `impl Port for Arc<T>`, `Box<T>` and `&T`; for `Rc<T>` too if adapters stay in one thread.
pub(crate) fn expand(port: &Port) -> TokenStream {
    let adapter: Ident = parse_quote!(__Adapter);
    let lifetime = if port.options.borrowed { quote!('__shared) } else { quote!('static) };
    let mut pointers: Vec<(TokenStream, Type)> = vec![
        (quote!(), parse_quote!(::std::sync::Arc<#adapter>)),
        (quote!(), parse_quote!(::std::boxed::Box<#adapter>)),
        (quote!(#lifetime), parse_quote!(&#lifetime #adapter)),
    ];
    if port.options.local {
        pointers.push((quote!(), parse_quote!(::std::rc::Rc<#adapter>)));
    }
    // Unsized adapters (`dyn Port`, where that exists) are forwarded to as well, unless a method
    // is there for sized ones only.
    let sized = port.methods.iter().any(|method| method.needs_sized);
    let unsized_too = (!sized).then(|| quote!(+ ?::std::marker::Sized));
    let implementations = pointers.iter().map(|(lifetime, pointer)| {
        let mut generics = adapter_generics(port, &adapter, unsized_too.as_ref());
        if lifetime.to_string() == "'__shared" {
            generics.params.insert(0, parse_quote!('__shared));
        }
        let target = |method: &Method| {
            if method.receiver == Receiver::None { quote!() } else { quote!(&**self,) }
        };
        implementation(port, &generics, pointer, &parse_quote!(#adapter), &|method, call| {
            let target = target(method);
            call(&target)
        })
    });
    quote!(#(#implementations)*)
}

/// The generics of the port without defaults, and one more for the adapter.
pub(crate) fn adapter_generics(
    port: &Port,
    adapter: &Ident,
    more: Option<&TokenStream>,
) -> Generics {
    let mut generics = plain_generics(port);
    let (name, arguments) = (port.name(), type_arguments(port));
    let parameter: TypeParam = parse_quote!(#adapter: #name #arguments #more);
    generics.params.push(syn::GenericParam::Type(parameter));
    generics
}

/// The generics of the port as an `impl` has them.
pub(crate) fn plain_generics(port: &Port) -> Generics {
    let mut generics = port.item.generics.clone();
    for parameter in &mut generics.params {
        match parameter {
            syn::GenericParam::Type(parameter) => {
                parameter.default = None;
            }
            syn::GenericParam::Const(parameter) => {
                parameter.default = None;
            }
            syn::GenericParam::Lifetime(_) => {}
        }
    }
    generics
}

/// `<K, V>` as the port is named with.
pub(crate) fn type_arguments(port: &Port) -> TokenStream {
    let (_, arguments, _) = port.item.generics.split_for_impl();
    quote!(#arguments)
}

/// Makes a body from a function that makes the call: it is given what stands before the arguments.
pub(crate) type Wrap<'a> = &'a dyn Fn(&Method, &dyn Fn(&TokenStream) -> TokenStream) -> TokenStream;

/// `impl Port for This`, where `target` is the adapter that has the answers.
pub(crate) fn implementation(
    port: &Port,
    generics: &Generics,
    this: &Type,
    target: &Type,
    wrap: Wrap<'_>,
) -> TokenStream {
    let (name, arguments) = (port.name(), type_arguments(port));
    let target = quote!(<#target as #name #arguments>);
    let methods = port.methods.iter().map(|method| {
        let call = |receiver: &TokenStream| {
            let (called, names) = (method.called(), method.names());
            quote!(#target::#called(#receiver #(#names),*))
        };
        let body = if method.sound { wrap(method, &call) } else { unsound(method) };
        let head = method.head(port.options.sends());
        quote!(#head { #body })
    });
    let mut generics = generics.clone();
    for bound in port.supertraits() {
        let predicate: WherePredicate = parse_quote!(#this: #bound);
        generics.make_where_clause().predicates.push(predicate);
    }
    let (types, constants) = (associated_types(port, &target), associated_constants(port, &target));
    let (parameters, _, condition) = generics.split_for_impl();
    let conditions = crate::method::conditions(&port.item.attrs);
    quote! {
        #(#conditions)*
        #[allow(deprecated, single_use_lifetimes)]
        impl #parameters #name #arguments for #this #condition {
            #types
            #constants
            #(#methods)*
        }
    }
}

/// The body of a method about which an error was reported; it never runs.
pub(crate) fn unsound(method: &Method) -> TokenStream {
    let names = method.names();
    let body = quote!({ let _ = (#(&#names,)*); ::std::unreachable!() });
    if method.is_async { quote!(async move #body) } else { body }
}

fn associated_types(port: &Port, target: &TokenStream) -> TokenStream {
    let types = port.types().map(|found| {
        let conditions = crate::method::conditions(&found.attrs);
        let (name, generics) = (&found.ident, &found.generics);
        let (_, arguments, condition) = generics.split_for_impl();
        quote!(#(#conditions)* type #name #generics = #target::#name #arguments #condition;)
    });
    quote!(#(#types)*)
}

fn associated_constants(port: &Port, target: &TokenStream) -> TokenStream {
    let constants = port.constants().map(|found| {
        let conditions = crate::method::conditions(&found.attrs);
        let (name, ty) = (&found.ident, &found.ty);
        quote!(#(#conditions)* const #name: #ty = #target::#name;)
    });
    quote!(#(#constants)*)
}

/// The associated types of a port as type parameters, for types that are no adapters themselves.
pub(crate) fn associated_parameters(port: &Port) -> Vec<TypeParam> {
    let names: Vec<&Ident> = port.types().map(|found| &found.ident).collect();
    port.types()
        .map(|found| {
            let name = &found.ident;
            let bounds = &found.bounds;
            let bounds = types::without_self(quote!(#bounds), &names);
            if bounds.is_empty() { parse_quote!(#name) } else { parse_quote!(#name: #bounds) }
        })
        .collect()
}
