//! What stands in the parentheses of `#[adapter(..)]` on an `impl`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitInt, Path, Token};

use crate::direction::Direction;
use crate::faults::Faults;
use crate::options;

/// How often a method runs that may run twice, if nothing else is said.
const ATTEMPTS: u32 = 3;

/// The options of the implementation of a port.
#[derive(Default)]
pub(super) struct Options {
    pub(super) direction: Option<Direction>,
    pub(super) trace: bool,
    pub(super) retry: Option<Retry>,
}

/// How failed calls are repeated.
pub(super) struct Retry {
    /// Where it was asked for.
    pub(super) at: Span,
    /// How often a call is made in all.
    pub(super) attempts: u32,
    /// An async function that is awaited before the next attempt, with the number of those that failed.
    pub(super) pause: Option<Path>,
    /// A function of the error that says whether another attempt is worth it.
    pub(super) when: Option<Path>,
}

/// Reads the options; those that cannot be read are reported and left out.
pub(super) fn read(tokens: TokenStream, faults: &mut Faults) -> Options {
    let mut said = Options::default();
    let mut retry = Retry { at: Span::call_site(), attempts: ATTEMPTS, pause: None, when: None };
    let mut is_retried = false;
    let mut details: Vec<Ident> = Vec::new();
    let parser = |input: ParseStream<'_>| {
        options::each(input, |name| {
            match name.to_string().as_str() {
                "direction" => said.direction = Some(Direction::parse_value(input)?),
                "trace" => said.trace = true,
                "retry" => {
                    retry.at = name.span();
                    is_retried = true;
                    idempotent(input)?;
                }
                "attempts" => retry.attempts = attempts(input)?,
                "pause" => retry.pause = Some(path(input)?),
                "when" => retry.when = Some(path(input)?),
                _ => {
                    faults.add(
                        &name,
                        &format!("`{name}` is no option of the `impl` of an adapter"),
                        "there are `trace`, `direction = in` or `out`, and `retry = idempotent` with \
                         `attempts = 3`, `pause = path`, `when = path`",
                    );
                    options::skip(input)?;
                }
            }
            if matches!(name.to_string().as_str(), "attempts" | "pause" | "when") {
                details.push(name);
            }
            Ok(())
        })
    };
    if let Err(error) = parser.parse2(tokens) {
        faults.push(error);
    }
    if is_retried {
        said.retry = Some(retry);
    } else {
        for name in details {
            faults.add(
                &name,
                &format!("`{name}` says how to retry, but nothing is retried"),
                "add `retry = idempotent`",
            );
        }
    }
    said
}

fn idempotent(input: ParseStream<'_>) -> syn::Result<()> {
    let message = "only what is idempotent may run twice\nhelp: write `retry = idempotent`, and \
                   `#[idempotent]` on each method for which that is true";
    if !input.peek(Token![=]) {
        return Err(input.error(message));
    }
    input.parse::<Token![=]>()?;
    let word = input.call(Ident::parse_any)?;
    if word == "idempotent" { Ok(()) } else { Err(syn::Error::new(word.span(), message)) }
}

fn attempts(input: ParseStream<'_>) -> syn::Result<u32> {
    input.parse::<Token![=]>()?;
    let number: LitInt = input.parse()?;
    match number.base10_parse::<u32>() {
        Ok(attempts) if attempts >= 2 => Ok(attempts),
        _ => Err(syn::Error::new(
            number.span(),
            "a call that is retried is made twice at least\nhelp: write `attempts = 2` or more",
        )),
    }
}

fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    input.parse()
}
