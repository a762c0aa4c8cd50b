//! The option `trace`: a decorator that puts each call into a span.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, parse_quote};

use super::forward;
use super::parse::Port;
use crate::direction::Direction;
use crate::instrument::Instrumented;
use crate::method::Receiver;

/// `TracedPort<T>`.
pub(crate) fn expand(port: &Port) -> TokenStream {
    if port.options.trace.is_none() {
        return TokenStream::new();
    }
    let (label, vis) = (port.label(), &port.item.vis);
    let traced = format_ident!("Traced{label}", span = port.name().span());
    let adapter: Ident = parse_quote!(__Adapter);
    let generics = forward::adapter_generics(port, &adapter, None);
    let span = match port.options.direction {
        Some(Direction::In) => "port.in",
        _ => "port.out",
    };
    let this = parse_quote!(#traced<#adapter>);
    let implementation = forward::implementation(
        port,
        &generics,
        &this,
        &parse_quote!(#adapter),
        &|method, call| {
            let instrumented = Instrumented {
                span,
                port: &label,
                method: method.name(),
                adapter: quote!(::std::any::type_name::<#adapter>()),
                output: &method.output,
                fallible: method.result.is_some(),
            };
            let is_static = method.receiver == Receiver::None;
            let target = if is_static { quote!() } else { quote!(&self.0,) };
            let call = call(&target);
            if method.is_async { instrumented.future(&call) } else { instrumented.value(&call) }
        },
    );
    let conditions = crate::method::conditions(&port.item.attrs);
    let doc = format!(
        " An adapter of [`{label}`] whose calls are spans of `tracing`, with the port, the method, \
         the adapter and the error."
    );
    let made = format!(" Traces the calls to an adapter of [`{label}`].");
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #[derive(::std::clone::Clone, ::std::fmt::Debug)]
        #vis struct #traced<__Adapter>(__Adapter);

        #(#conditions)*
        impl<__Adapter> #traced<__Adapter> {
            #[doc = #made]
            #vis fn new(adapter: __Adapter) -> Self {
                Self(adapter)
            }

            #[doc = " The adapter, without the tracing."]
            #vis fn into_inner(self) -> __Adapter {
                self.0
            }
        }

        #implementation
    }
}
