//! `#[port]`: a trait at the edge of the application.

mod declaration;
mod dynamic;
mod forward;
mod mock;
mod options;
mod parse;
#[cfg(test)]
mod tests;
mod tower;
mod trace;
mod validate;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemTrait;

use crate::faults::Faults;
use parse::Port;

/// Expands a trait to the port. If something is wrong with it, what can be made of it is still there,
/// so that nothing else fails because of it.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let written: ItemTrait = match syn::parse2(item.clone()) {
        Ok(written) => written,
        Err(error) => {
            if is_trait(item) {
                faults.push(error);
            } else {
                faults.add_at(
                    proc_macro2::Span::call_site(),
                    "`#[port]` goes on a trait",
                    "on a type that implements one, write `#[derive(Adapter)]`",
                );
            }
            let errors = faults.into_tokens();
            return quote!(#item #errors);
        }
    };
    let options = options::read(arguments, &mut faults);
    let mut port = Port::new(options, written, &mut faults);
    validate::check(&mut port, &mut faults);
    let parts = [
        declaration::expand(&port),
        forward::expand(&port),
        dynamic::expand(&port),
        trace::expand(&port),
        tower::expand(&port),
        mock::expand(&port),
        faults.into_tokens(),
    ];
    quote!(#(#parts)*)
}

/// Whether the tokens are a trait, though perhaps not one that can be read.
fn is_trait(item: &TokenStream) -> bool {
    item.clone().into_iter().any(|token| token.to_string() == "trait")
}
