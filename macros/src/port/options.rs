//! What stands in the parentheses of `#[port(..)]`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, Path, Token, Type};

use crate::direction::Direction;
use crate::faults::Faults;
use crate::options::skip;

/// The words that an option can be, for messages.
const KNOWN: &str = "`in` or `out`; `dyn`, `mock`, `trace`, `tower`; `local`, `borrowed`, \
                     `infallible`, `allow(path)`";

/// The options of a port. What asks for code keeps the place where it was asked for.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) direction: Option<Direction>,
    pub(crate) dynamic: Option<Span>,
    pub(crate) mock: Option<Span>,
    pub(crate) trace: Option<Span>,
    pub(crate) tower: Option<Span>,
    /// The error of a tower service, where no signature shows it.
    pub(crate) tower_error: Option<Type>,
    /// Futures need not be `Send`, nor the adapters `Send + Sync`.
    pub(crate) local: bool,
    /// Adapters may hold borrows: the port is not `'static`.
    pub(crate) borrowed: bool,
    /// Methods of an out-port need not return a `Result`.
    pub(crate) infallible: bool,
    /// Paths that may stand in signatures though they name a technology.
    pub(crate) allowed: Vec<Path>,
}

/// Reads the options; those that cannot be read are reported and left out.
pub(crate) fn read(tokens: TokenStream, faults: &mut Faults) -> Options {
    let mut options = Options::default();
    let parser = |input: ParseStream<'_>| {
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            let name = input.call(Ident::parse_any)?;
            if seen.contains(&name) {
                faults.add(&name, &format!("`{name}` stands here twice"), "remove one of them");
            }
            options.take(&name, input, faults)?;
            if !input.is_empty() && !input.peek(Token![,]) {
                let message = format!("`{name}` is an option without a value here");
                faults.add(&name, &message, &format!("write `{name}` alone"));
                skip(input)?;
            }
            seen.push(name);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        faults.push(error);
    }
    if options.direction.is_none() {
        faults.add_at(
            Span::call_site(),
            "the port does not say which way it points",
            "write `#[port(in)]` if the world calls the application through it, `#[port(out)]` if \
             the application calls the world",
        );
    }
    options
}

impl Options {
    fn take(
        &mut self,
        name: &Ident,
        input: ParseStream<'_>,
        faults: &mut Faults,
    ) -> syn::Result<()> {
        match name.to_string().as_str() {
            "in" => self.point(Direction::In, name, faults),
            "out" => self.point(Direction::Out, name, faults),
            "dyn" => self.dynamic = Some(name.span()),
            "mock" => self.mock = Some(name.span()),
            "trace" => self.trace = Some(name.span()),
            "tower" => {
                self.tower = Some(name.span());
                if input.peek(syn::token::Paren) {
                    self.tower_error = Some(tower_error(input)?);
                }
            }
            "local" => self.local = true,
            "borrowed" => self.borrowed = true,
            "infallible" => self.infallible = true,
            "allow" => {
                let paths;
                syn::parenthesized!(paths in input);
                let paths = Punctuated::<Path, Token![,]>::parse_terminated(&paths)?;
                self.allowed.extend(paths);
            }
            _ => {
                let message = format!("`{name}` is no option of a port");
                faults.add(name, &message, &format!("there are {KNOWN}"));
                skip(input)?;
            }
        }
        Ok(())
    }

    fn point(&mut self, direction: Direction, name: &Ident, faults: &mut Faults) {
        if self.direction.is_some_and(|other| other != direction) {
            faults.add(
                name,
                "a port points one way, `in` or `out`",
                "cut the trait in two: what the world calls, and what the application calls",
            );
        }
        self.direction = Some(direction);
    }

    /// Whether futures are `Send`.
    pub(crate) fn sends(&self) -> bool {
        !self.local
    }
}

/// Reads `(error = Type)`.
fn tower_error(input: ParseStream<'_>) -> syn::Result<Type> {
    let inner;
    syn::parenthesized!(inner in input);
    let name: Ident = inner.parse()?;
    if name != "error" {
        return Err(syn::Error::new(
            name.span(),
            "`tower` takes the error of the service and nothing else\nhelp: write \
             `tower(error = RepoError)`",
        ));
    }
    inner.parse::<Token![=]>()?;
    inner.parse()
}
