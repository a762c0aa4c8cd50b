//! The option `dyn`: a twin of the port that can be a trait object, and a type that is a port again.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Generics, Ident, Lifetime, LifetimeParam, ReceiverKind, Type, TypeParam, parse_quote};

use super::forward;
use super::parse::Port;
use crate::faults::Faults;
use crate::method::{Method, Receiver};
use crate::types;

/// Reports what a trait object cannot have.
pub(super) fn check(port: &mut Port, faults: &mut Faults) {
    for lifetime in port.item.generics.lifetimes() {
        faults.add(
            lifetime,
            "`dyn` needs a port without lifetimes: a shared adapter outlives what it is lent",
            "move the lifetime to the methods, or remove `dyn`",
        );
    }
    for constant in port.constants() {
        faults.add(
            &constant.ident,
            "`dyn` needs a port without constants: a trait object has none",
            "make it a method, or remove `dyn`",
        );
    }
    for found in port.types().filter(|found| !found.generics.params.is_empty()) {
        faults.add(
            &found.ident,
            "`dyn` needs associated types without parameters: a trait object has to name them",
            "move the parameters to the port, or remove `dyn`",
        );
    }
    for method in port.methods.iter_mut().filter(|method| method.sound && !falls_back(method)) {
        let name = method.name();
        let (at, problem) = if method.needs_sized {
            let condition = &method.signature.generics.where_clause;
            (condition.to_token_stream(), "is there for sized adapters only")
        } else if method.receiver == Receiver::None {
            (name.to_token_stream(), "has no `&self`")
        } else if method.has_type_parameters() {
            let generics = &method.signature.generics;
            let at = if generics.params.is_empty() { quote!(#name) } else { quote!(#generics) };
            (at, "is generic")
        } else if is_opaque(method) {
            (method.signature.output.to_token_stream(), "returns a type that it does not name")
        } else {
            continue;
        };
        faults.add(
            at,
            &format!("`{name}` {problem}, which `dyn` cannot offer"),
            "give it a default body and `where Self: Sized`, change its signature, or remove `dyn`",
        );
        method.sound_for_dyn = false;
    }
}

fn fits(method: &Method) -> bool {
    method.sound && method.sound_for_dyn
}

/// Whether the twin can do without the method: the default body is used then.
fn falls_back(method: &Method) -> bool {
    method.needs_sized && method.has_default
}

fn is_opaque(method: &Method) -> bool {
    types::is_opaque(&method.output)
}

/// The hidden trait, its implementation for every adapter, and `AnyPort`.
pub(crate) fn expand(port: &Port) -> TokenStream {
    let unfit = port.item.generics.lifetimes().next().is_some()
        || port.constants().next().is_some()
        || port.types().any(|found| !found.generics.params.is_empty())
        || port.methods.iter().any(|method| !falls_back(method) && is_opaque(method));
    if port.options.dynamic.is_none() || unfit {
        return TokenStream::new();
    }
    let (twin, object, any) = (twin(port), object(port), any(port));
    quote!(#twin #object #any)
}

fn twin_name(port: &Port) -> Ident {
    format_ident!("Dyn{}", port.label(), span = port.name().span())
}

fn any_name(port: &Port) -> Ident {
    format_ident!("Any{}", port.label(), span = port.name().span())
}

/// The methods that the twin has.
fn carried(port: &Port) -> impl Iterator<Item = &Method> {
    port.methods.iter().filter(|method| fits(method) && !falls_back(method))
}

/// The trait without `async fn`. Its methods have names of their own, because both traits are
/// implemented by every adapter and a call by name would be ambiguous.
fn twin(port: &Port) -> TokenStream {
    let (name, twin, vis) = (port.label(), twin_name(port), &port.item.vis);
    let generics = owning_generics(port, Vec::new());
    let condition = &generics.where_clause;
    let bounds = (!port.options.local).then(|| quote!(+ ::std::marker::Send + ::std::marker::Sync));
    let types = port.types().map(|found| {
        let (name, bounds) = (&found.ident, &found.bounds);
        let bounds = (!bounds.is_empty()).then(|| quote!(: #bounds));
        quote!(type #name #bounds;)
    });
    let methods = carried(port).map(|method| {
        let head = boxed_head(port, method);
        quote!(#head;)
    });
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(" The dyn-compatible twin of [`{name}`]; every adapter implements it.");
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[doc = #doc]
        #vis trait #twin #generics: 'static #bounds #condition {
            #(#types)*
            #(#methods)*
        }
    }
}

/// Each adapter is the twin, too.
fn object(port: &Port) -> TokenStream {
    let (name, twin, arguments) = (port.name(), twin_name(port), forward::type_arguments(port));
    let adapter: Ident = parse_quote!(__Adapter);
    let mut generics = owning_generics(port, Vec::new());
    let parameter: TypeParam = parse_quote!(#adapter: #name #arguments + 'static);
    generics.params.push(syn::GenericParam::Type(parameter));
    let (parameters, _, condition) = generics.split_for_impl();
    let target = quote!(<#adapter as #name #arguments>);
    let types = port.types().map(|found| {
        let name = &found.ident;
        quote!(type #name = #target::#name;)
    });
    let methods = carried(port).map(|method| {
        let (head, original, names) = (boxed_head(port, method), method.name(), method.names());
        let call = quote!(#target::#original(self, #(#names),*));
        let body = if method.is_async { quote!(::std::boxed::Box::pin(#call)) } else { call };
        quote!(#head { #body })
    });
    let conditions = crate::method::conditions(&port.item.attrs);
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(deprecated)]
        impl #parameters #twin #arguments for #adapter #condition {
            #(#types)*
            #(#methods)*
        }
    }
}

/// The type that holds any adapter and is one itself.
fn any(port: &Port) -> TokenStream {
    let (name, twin, any, vis) = (port.name(), twin_name(port), any_name(port), &port.item.vis);
    let label = port.label();
    let arguments = forward::type_arguments(port);
    let generics = owning_generics(port, forward::associated_parameters(port));
    let (parameters, own, condition) = generics.split_for_impl();
    let associated: Vec<&Ident> = port.types().map(|found| &found.ident).collect();
    let given: Vec<&Ident> = port.item.generics.params.iter().filter_map(parameter_name).collect();
    let bindings = quote!(<#(#given,)* #(#associated = #associated),*>);
    let bindings = if given.is_empty() && associated.is_empty() { quote!() } else { bindings };
    let pointer = if port.options.local { quote!(::std::rc::Rc) } else { quote!(::std::sync::Arc) };
    let methods = carried(port).map(|method| {
        let head = method.head(port.options.sends());
        let twin_method = twin_method(method);
        let names = method.names();
        let call = quote!(#twin::#twin_method(&*self.0, #(#names),*));
        // The block makes the future one of this method's own lifetimes; the box that comes out of
        // the call is of a lifetime that the signature does not name.
        let body = if method.is_async { quote!(async move { #call.await }) } else { call };
        quote!(#head { #body })
    });
    let stubs = port.methods.iter().filter(|method| !fits(method)).map(|method| {
        let (head, body) = (method.head(port.options.sends()), forward::unsound(method));
        quote!(#head { #body })
    });
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(" Any adapter of [`{label}`], chosen when the program runs.");
    let made = format!(" Holds an adapter of [`{label}`].");
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #vis struct #any #generics (#pointer<dyn #twin #bindings>) #condition;

        #(#conditions)*
        impl #parameters #any #own #condition {
            #[doc = #made]
            #vis fn new(
                adapter: impl #name #bindings + 'static,
            ) -> Self {
                Self(#pointer::new(adapter))
            }
        }

        // By hand, because a derived one would ask the parameters for `Clone`.
        #(#conditions)*
        impl #parameters ::std::clone::Clone for #any #own #condition {
            fn clone(&self) -> Self {
                Self(::std::clone::Clone::clone(&self.0))
            }
        }

        #(#conditions)*
        impl #parameters ::std::fmt::Debug for #any #own #condition {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(::std::stringify!(#any))
            }
        }

        #(#conditions)*
        #[allow(deprecated)]
        impl #parameters #name #arguments for #any #own #condition {
            #(type #associated = #associated;)*
            #(#methods)*
            #(#stubs)*
        }
    }
}

/// The generics of the port and more, all of them `'static`, since a trait object names them.
fn owning_generics(port: &Port, more: Vec<TypeParam>) -> Generics {
    let mut generics = forward::plain_generics(port);
    generics.params.extend(more.into_iter().map(syn::GenericParam::Type));
    for parameter in generics.type_params_mut() {
        parameter.colon_token.get_or_insert_with(Default::default);
        parameter.bounds.push(parse_quote!('static));
    }
    generics
}

fn parameter_name(parameter: &syn::GenericParam) -> Option<&Ident> {
    match parameter {
        syn::GenericParam::Type(parameter) => Some(&parameter.ident),
        syn::GenericParam::Const(parameter) => Some(&parameter.ident),
        syn::GenericParam::Lifetime(_) => None,
    }
}

fn twin_method(method: &Method) -> Ident {
    let name = method.name().to_string();
    format_ident!("__dyn_{}", name.trim_start_matches("r#"), span = method.name().span())
}

/// The signature of a method of the twin: futures are boxed, and live no longer than anything that
/// the call borrows.
fn boxed_head(port: &Port, method: &Method) -> TokenStream {
    let twin_method = twin_method(method);
    let conditions = &method.conditions;
    if !method.is_async {
        let (inputs, output) = (method.inputs(), &method.signature.output);
        let generics = &method.signature.generics;
        let condition = &generics.where_clause;
        return quote!(#(#conditions)* fn #twin_method #generics(#inputs) #output #condition);
    }
    let mut fresh: Vec<Lifetime> = Vec::new();
    let mut name = || {
        let lifetime = Lifetime::new(&format!("'__{}", fresh.len()), method.name().span());
        fresh.push(lifetime.clone());
        lifetime
    };
    let receiver = match method.signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, Some(lifetime), _)) if lifetime.ident != "_" => {
            lifetime.clone()
        }
        _ => name(),
    };
    let arguments: Vec<TokenStream> = method
        .arguments
        .iter()
        .map(|argument| {
            let (mut ty, argument) = (argument.ty.clone(), &argument.name);
            types::name_lifetimes(&mut ty, &mut name);
            quote!(#argument: #ty)
        })
        .collect();
    let mut output: Type = method.output.clone();
    types::name_lifetimes(&mut output, &mut || receiver.clone());
    let mut generics = method.signature.generics.clone();
    let call: Lifetime = parse_quote!('__call);
    fresh.push(call.clone());
    for lifetime in fresh {
        generics.params.push(syn::GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
    let outlives: Vec<Lifetime> = generics
        .lifetimes()
        .map(|found| found.lifetime.clone())
        .filter(|lifetime| *lifetime != call)
        .collect();
    let clause = generics.make_where_clause();
    for lifetime in outlives {
        clause.predicates.push(parse_quote!(#lifetime: #call));
    }
    let send = (!port.options.local).then(|| quote!(+ ::std::marker::Send));
    let condition = &generics.where_clause;
    quote! {
        #(#conditions)*
        fn #twin_method #generics(&#receiver self, #(#arguments),*) -> ::std::pin::Pin<
            ::std::boxed::Box<
                dyn ::std::future::Future<Output = #output> + #call #send
            >
        > #condition
    }
}
