//! `#[derive(Adapter)]`: the type says which ports it implements, and the compiler looks whether it does.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, DeriveInput, Ident, Path, Token, WherePredicate, parse_quote};

use crate::assertion;
use crate::direction::Direction;
use crate::faults::Faults;
use crate::options;

/// What `#[adapter(..)]` says on a type.
#[derive(Default)]
struct Said {
    ports: Vec<Path>,
    direction: Option<Direction>,
    bounds: Vec<WherePredicate>,
    local: bool,
}

/// The assertions for a type.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut said = Said::default();
    let mut is_said = false;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("adapter")) {
        is_said = true;
        said.read(attribute, &mut faults);
    }
    check(&input.ident, &said, is_said, &mut faults);
    let mut generics = input.generics.clone();
    if !said.bounds.is_empty() {
        generics.make_where_clause().predicates.extend(said.bounds.iter().cloned());
    }
    let this = {
        let (name, (_, own, _)) = (&input.ident, input.generics.split_for_impl());
        quote!(#name #own)
    };
    // An adapter of a port is shared because the port says so; twice would be two messages.
    let shared = (!said.local && said.ports.is_empty()).then(|| {
        let mut generics = generics.clone();
        for parameter in generics.type_params_mut() {
            parameter.bounds.push(parse_quote!(::std::marker::Send));
            parameter.bounds.push(parse_quote!(::std::marker::Sync));
        }
        assertion::shared(&this, &generics)
    });
    let implements = said.ports.iter().map(|port| assertion::implements(&this, &generics, port));
    let points = said.direction.into_iter().flat_map(|direction| {
        let generics = &generics;
        said.ports.iter().map(move |port| assertion::points(generics, port, direction))
    });
    let errors = faults.into_tokens();
    quote!(#shared #(#implements)* #(#points)* #errors)
}

fn check(name: &Ident, said: &Said, is_said: bool, faults: &mut Faults) {
    if !is_said {
        faults.add(
            name,
            &format!("`{name}` does not say which port it is an adapter for"),
            "write `#[adapter(implements(Port), direction = out)]` below the derive, or \
             `#[adapter(direction = in)]` if it calls the application",
        );
    } else if said.ports.is_empty() && said.direction != Some(Direction::In) {
        faults.add(
            name,
            &format!("`{name}` is an adapter, but implements no port"),
            "add `implements(Port)`, or `direction = in` if it calls the application",
        );
    }
    for (at, port) in said.ports.iter().enumerate() {
        let text = port.to_token_stream().to_string();
        if said.ports[..at].iter().any(|other| other.to_token_stream().to_string() == text) {
            faults.add(port, "this port is named twice", "remove one of them");
        }
    }
}

impl Said {
    fn read(&mut self, attribute: &Attribute, faults: &mut Faults) {
        let read = attribute.parse_args_with(|input: ParseStream<'_>| {
            options::each(input, |name| self.take(&name, input, faults))
        });
        if let Err(error) = read {
            faults.push(error);
        }
    }

    fn take(
        &mut self,
        name: &Ident,
        input: ParseStream<'_>,
        faults: &mut Faults,
    ) -> syn::Result<()> {
        match name.to_string().as_str() {
            "implements" => {
                let ports;
                syn::parenthesized!(ports in input);
                self.ports.extend(Punctuated::<Path, Token![,]>::parse_terminated(&ports)?);
            }
            "direction" => self.direction = Some(Direction::parse_value(input)?),
            "bounds" => {
                let bounds;
                syn::parenthesized!(bounds in input);
                let bounds = Punctuated::<WherePredicate, Token![,]>::parse_terminated(&bounds)?;
                self.bounds.extend(bounds);
            }
            "local" => self.local = true,
            _ => {
                faults.add(
                    name,
                    &format!("`{name}` is nothing that a type says of an adapter"),
                    "there are `implements(Port)`, `direction = in` or `out`, `bounds(T: Bound)` and \
                     `local`",
                );
                options::skip(input)?;
            }
        }
        Ok(())
    }
}
