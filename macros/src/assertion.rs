//! Questions to the compiler that have to be answered with yes, and cost nothing at run time.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, Path};

use crate::direction::Direction;

/// That a type implements a port. If it does not, the port's own message is shown where the port is
/// named.
pub(crate) fn implements(this: &TokenStream, generics: &Generics, port: &Path) -> TokenStream {
    let (parameters, condition) = (parameters(generics), &generics.where_clause);
    let place = place(port);
    // A function inside of another one does not see its parameters, so it has the same again.
    let bound = quote_spanned! {place=>
        fn implements<#(#parameters,)* __Adapter: #port>() #condition {}
    };
    let given = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    let call = quote_spanned!(place=> implements::<#(#given,)* #this>());
    quote! {
        const _: () = {
            #[allow(dead_code, clippy::extra_unused_type_parameters, clippy::extra_unused_lifetimes)]
            fn check<#(#parameters),*>() #condition {
                #bound
                #call
            }
        };
    }
}

/// That a type can be shared between threads.
pub(crate) fn shared(this: &TokenStream, generics: &Generics) -> TokenStream {
    let (parameters, condition) = (parameters(generics), &generics.where_clause);
    quote! {
        const _: () = {
            fn is_shared<__Adapter: ::std::marker::Send + ::std::marker::Sync>() {}
            #[allow(dead_code, clippy::extra_unused_type_parameters, clippy::extra_unused_lifetimes)]
            fn check<#(#parameters),*>() #condition {
                is_shared::<#this>()
            }
        };
    }
}

/// That a port points the way that is said. `#[port]` puts the direction into the type of a hidden
/// member, and here is a trait that has only the right one.
pub(crate) fn points(generics: &Generics, port: &Path, said: Direction) -> TokenStream {
    let (parameters, condition) = (parameters(generics), &generics.where_clause);
    let name = port.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let (word, other, length) = (said.word(), said.opposite().word(), said.length());
    let message = format!("`{name}` is an {other}-port, but `direction = {word}` is said here");
    let note = "an adapter of an out-port has `direction = out`; `direction = in` is for what calls the \
                application, and for what stands before a use case";
    let place = place(port);
    let ask = quote_spanned!(place=> points(<__Adapter as #port>::__port_direction));
    quote! {
        const _: () = {
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "this port points the other way",
                note = #note
            )]
            trait Points {}
            impl Points for [(); #length] {}
            fn points<__Direction: Points>(_: fn() -> __Direction) {}
            #[allow(dead_code, clippy::extra_unused_type_parameters, clippy::extra_unused_lifetimes)]
            fn check<#(#parameters,)* __Adapter: #port>() #condition {
                #ask
            }
        };
    }
}

/// The place of a port in the text, in the context of the macro.
fn place(port: &Path) -> Span {
    port.span().resolved_at(Span::call_site())
}

/// Parameters as a function has them.
fn parameters(generics: &Generics) -> Vec<GenericParam> {
    let mut parameters: Vec<GenericParam> = generics.params.iter().cloned().collect();
    for parameter in &mut parameters {
        match parameter {
            GenericParam::Type(parameter) => parameter.default = None,
            GenericParam::Const(parameter) => parameter.default = None,
            GenericParam::Lifetime(_) => {}
        }
    }
    parameters
}
