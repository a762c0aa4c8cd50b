//! Which way a port points.

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;

/// The way of a call between the world and the application.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The world calls the application.
    In,
    /// The application calls the world.
    Out,
}

impl Direction {
    /// As a type of the standard library, by which the macros tell each other: a list of this length.
    pub(crate) fn length(self) -> TokenStream {
        let length = match self {
            Self::In => 0,
            Self::Out => 1,
        };
        Literal::usize_unsuffixed(length).to_token_stream()
    }
}
