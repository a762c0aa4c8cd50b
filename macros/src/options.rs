//! Options of an attribute, separated by commas: `name`, `name = value` or `name(..)`.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token};

/// Reads options one after the other: `take` reads what belongs to a name.
pub(crate) fn each(
    input: ParseStream<'_>,
    mut take: impl FnMut(Ident) -> syn::Result<()>,
) -> syn::Result<()> {
    while !input.is_empty() {
        take(input.call(Ident::parse_any)?)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// Passes over what belongs to an unknown option, so that the next one is read.
pub(crate) fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
