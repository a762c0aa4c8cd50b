//! `#[derive(Wiring)]`: the place where ports meet their adapters, without a container.

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Index, Member, Path, Token, Type};

use crate::assertion;
use crate::faults::Faults;

/// `Port` or `Port as name`.
struct Bound {
    port: Path,
    accessor: Ident,
}

impl Parse for Bound {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let port: Path = input.parse()?;
        let accessor = if input.parse::<Option<Token![as]>>()?.is_some() {
            input.parse()?
        } else {
            let last = port.segments.last().map(|last| last.ident.clone());
            let last = last.unwrap_or_else(|| format_ident!("port"));
            function(&last)
        };
        Ok(Self { port, accessor })
    }
}

/// A field with a port that it is bound to.
struct Binding {
    bound: Bound,
    field: Member,
    ty: Type,
}

/// The accessors of a struct, and the assertion that each field implements its ports.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let Data::Struct(data) = &input.data else {
        faults.add(
            &input.ident,
            "only a struct can wire ports to adapters",
            "make a struct with a field for each adapter",
        );
        return faults.into_tokens();
    };
    let bindings = bindings(&data.fields, &mut faults);
    if bindings.is_empty() {
        faults.add(
            &input.ident,
            &format!("`{}` binds no port", input.ident),
            "write `#[binds(Port)]` on the fields that hold adapters",
        );
    }
    check_twice(&bindings, &mut faults);
    check_required(&input.attrs, &bindings, &mut faults);
    let (name, vis) = (&input.ident, &input.vis);
    let (parameters, own, condition) = input.generics.split_for_impl();
    let accessors = unique(&bindings).map(|Binding { bound, field, ty }| {
        let (accessor, port) = (&bound.accessor, bound.port.to_token_stream().to_string());
        let doc = format!(" The adapter that is bound to `{}`.", port.replace(' ', ""));
        quote! {
            #[doc = #doc]
            #vis fn #accessor(&self) -> &#ty {
                &self.#field
            }
        }
    });
    let assertions = bindings.iter().map(|Binding { bound, ty, .. }| {
        assertion::implements(&ty.to_token_stream(), &input.generics, &bound.port)
    });
    let errors = faults.into_tokens();
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #parameters #name #own #condition {
            #(#accessors)*
        }
        #(#assertions)*
        #errors
    }
}

fn bindings(fields: &Fields, faults: &mut Faults) -> Vec<Binding> {
    let mut found = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        for attribute in field.attrs.iter().filter(|found| found.path().is_ident("binds")) {
            let ports = attribute.parse_args_with(Punctuated::<Bound, Token![,]>::parse_terminated);
            match ports {
                Ok(ports) if ports.is_empty() => {
                    faults.add(attribute, "no port is bound here", "write `#[binds(Port)]`");
                }
                Ok(ports) => found.extend(ports.into_iter().map(|bound| Binding {
                    bound,
                    field: match &field.ident {
                        Some(name) => Member::Named(name.clone()),
                        None => Member::Unnamed(Index::from(at)),
                    },
                    ty: field.ty.clone(),
                })),
                Err(error) => faults.push(error),
            }
        }
    }
    found
}

fn text(port: &Path) -> String {
    port.to_token_stream().to_string()
}

fn check_twice(bindings: &[Binding], faults: &mut Faults) {
    for (at, binding) in bindings.iter().enumerate() {
        let (port, accessor) = (&binding.bound.port, &binding.bound.accessor);
        let before = &bindings[..at];
        if before.iter().any(|other| text(&other.bound.port) == text(port)) {
            faults.add(
                port,
                &format!("the port `{}` is bound twice", text(port).replace(' ', "")),
                "remove one of the two; the other one would never be called",
            );
        } else if before.iter().any(|other| other.bound.accessor == *accessor) {
            faults.add(
                port,
                &format!("two ports would be called `{accessor}` here"),
                "give one of them another name with `#[binds(Port as name)]`",
            );
        }
    }
}

/// The bindings with names that are not taken yet, so that a second one is one message and not two.
fn unique(bindings: &[Binding]) -> impl Iterator<Item = &Binding> {
    bindings.iter().enumerate().filter_map(|(at, binding)| {
        let taken = |other: &Binding| other.bound.accessor == binding.bound.accessor;
        (!bindings[..at].iter().any(taken)).then_some(binding)
    })
}

/// `#[wiring(requires(A, B))]`: each of them is bound.
fn check_required(attributes: &[Attribute], bindings: &[Binding], faults: &mut Faults) {
    for attribute in attributes.iter().filter(|found| found.path().is_ident("wiring")) {
        let required = attribute.parse_args_with(|input: ParseStream<'_>| {
            let name: Ident = input.parse()?;
            if name != "requires" {
                return Err(syn::Error::new(
                    name.span(),
                    "a wiring says what it requires and nothing else\nhelp: write \
                     `#[wiring(requires(Port, ..))]`",
                ));
            }
            let ports;
            syn::parenthesized!(ports in input);
            Punctuated::<Path, Token![,]>::parse_terminated(&ports)
        });
        match required {
            Ok(required) => {
                for port in required {
                    let last =
                        |path: &Path| path.segments.last().map(|s| s.to_token_stream().to_string());
                    if !bindings.iter().any(|binding| last(&binding.bound.port) == last(&port)) {
                        faults.add(
                            &port,
                            &format!("the port `{}` has no adapter", text(&port).replace(' ', "")),
                            "write `#[binds(..)]` with it on the field of its adapter",
                        );
                    }
                }
            }
            Err(error) => faults.push(error),
        }
    }
}

/// The name of a port as that of a function.
fn function(port: &Ident) -> Ident {
    let snake = snake(&port.to_string());
    match syn::parse_str::<Ident>(&snake) {
        Ok(_) => Ident::new(&snake, port.span()),
        // A port named `Match` is asked for with `match`, which needs an underscore.
        Err(_) => format_ident!("{snake}_", span = port.span()),
    }
}

/// `OrderRepository` as `order_repository`, `HTTPClient` as `http_client`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.trim_start_matches("r#").chars().collect();
    let mut snake = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small = at > 0 && !letters[at - 1].is_uppercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = letter.is_uppercase() && at > 0 && (after_small || before_small);
        if begins && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
