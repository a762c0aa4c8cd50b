//! What is wrong with an item: collected, so that one compilation shows all of it.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// Errors in the order in which they were found.
#[derive(Default)]
pub(crate) struct Faults(Option<Error>);

impl Faults {
    /// Adds an error at the tokens it is about, with what to do next.
    pub(crate) fn add(&mut self, at: impl ToTokens, message: &str, help: &str) {
        self.push(Error::new_spanned(at, with_help(message, help)));
    }

    /// Adds an error at a place that has no tokens of its own.
    pub(crate) fn add_at(&mut self, at: Span, message: &str, help: &str) {
        self.push(Error::new(at, with_help(message, help)));
    }

    /// Adds what a parser said.
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// The errors as the compiler reads them; nothing if there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.map(|error| error.to_compile_error()).unwrap_or_default()
    }
}

/// The form of every message: what is wrong, and below it what to do.
fn with_help(message: &str, help: &str) -> String {
    format!("{message}\nhelp: {help}")
}
