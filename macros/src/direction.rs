//! Which way a port points.

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token};

/// The way of a call between the world and the application.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The world calls the application.
    In,
    /// The application calls the world.
    Out,
}

impl Direction {
    /// As it is written.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// Reads `= in` or `= out`.
    pub(crate) fn parse_value(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![=]>()?;
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => Err(syn::Error::new(
                word.span(),
                "a direction is `in` or `out`\nhelp: `in` if the world calls the application through \
                 it, `out` if the application calls the world",
            )),
        }
    }

    /// The other one.
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::In => Self::Out,
            Self::Out => Self::In,
        }
    }

    /// As a type of the standard library, by which the macros tell each other: a list of this length.
    pub(crate) fn length(self) -> TokenStream {
        let length = match self {
            Self::In => 0,
            Self::Out => 1,
        };
        Literal::usize_unsuffixed(length).to_token_stream()
    }
}
