//! `#[adapter]` on `impl Port for T`: marks it, and puts spans and repetition around its methods.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, ImplItem, ImplItemFn, Item, Path, parse_quote};

use super::options::{self, Options};
use super::retry;
use crate::assertion;
use crate::faults::Faults;
use crate::instrument::Instrumented;
use crate::method::Method;

/// The `impl` with what the options add, and the assertion that the port points the right way.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let mut written = match syn::parse2(item.clone()) {
        Ok(Item::Impl(written)) => written,
        Ok(_) => {
            faults.add_at(
                Span::call_site(),
                "`#[adapter]` goes on the `impl` of a port",
                "on the type, write `#[derive(Adapter)]` above it",
            );
            let errors = faults.into_tokens();
            return quote!(#item #errors);
        }
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let options = options::read(arguments, &mut faults);
    let Some(port) = written.trait_.as_ref().map(|(port, _)| port.clone()) else {
        faults.add(
            &written.self_ty,
            "an adapter is the implementation of a port, and this `impl` names none",
            "write `impl Port for` before the type; methods of its own need no mark",
        );
        let errors = faults.into_tokens();
        return quote!(#item #errors);
    };
    let mut repeated = 0;
    for member in &mut written.items {
        if let ImplItem::Fn(function) = member {
            let idempotent = take_idempotent(&mut function.attrs);
            let method = Method::new(&function.sig, &function.attrs, true);
            if let Some(retry) = options.retry.as_ref().filter(|_| idempotent) {
                repeated += 1;
                retry::add(function, &method, retry, &mut faults);
            }
            if options.trace {
                trace(function, &method, &port, &options);
            }
        }
    }
    if let Some(retry) = options.retry.as_ref().filter(|_| repeated == 0) {
        faults.add_at(
            retry.at,
            "nothing is retried, because no method says that it may run twice",
            "write `#[idempotent]` on the methods for which that is true",
        );
    }
    let points =
        options.direction.map(|direction| assertion::points(&written.generics, &port, direction));
    let errors = faults.into_tokens();
    quote!(#written #points #errors)
}

/// Takes `#[idempotent]` off a method and says whether it was there.
fn take_idempotent(attributes: &mut Vec<Attribute>) -> bool {
    let before = attributes.len();
    attributes.retain(|attribute| {
        attribute.path().segments.last().is_none_or(|last| last.ident != "idempotent")
    });
    attributes.len() < before
}

/// Puts the body of a method into a span.
fn trace(function: &mut ImplItemFn, method: &Method, port: &Path, options: &Options) {
    let name = port.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let span = match options.direction {
        Some(crate::direction::Direction::In) => "adapter.in",
        _ => "adapter.out",
    };
    let instrumented = Instrumented {
        span,
        port: name.trim_start_matches("r#"),
        method: method.name(),
        adapter: quote!(::std::any::type_name::<Self>()),
        output: &method.output,
        fallible: method.result.is_some(),
    };
    let body = &function.block;
    function.block = if function.sig.asyncness.is_some() {
        let inside = instrumented.future(&quote!(async move #body));
        parse_quote!({ { #inside }.await })
    } else if method.is_async {
        let inside = instrumented.future(&quote!(#body));
        parse_quote!({ #inside })
    } else {
        let inside = instrumented.value(&quote!((move || #body)()));
        parse_quote!({ #inside })
    };
}
