//! `#[derive(DomainEvent)]`: the name, the version and the shape of a message that others rely on.

mod shape;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Field, LitInt, LitStr, Token};

use crate::faults::Faults;
use crate::options;
use crate::types;

/// What `#[event(..)]` says.
#[derive(Default)]
struct Said {
    name: Option<LitStr>,
    version: Option<LitInt>,
}

/// The constants `NAME`, `VERSION` and `SHAPE`.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let said = read(&input.attrs, &mut faults);
    check(&input, &said, &mut faults);
    let (parameters, own, condition) = input.generics.split_for_impl();
    let (ident, vis) = (&input.ident, &input.vis);
    let name = said.name.map_or_else(|| quote!(""), |name| quote!(#name));
    let version = said.version.map_or_else(|| quote!(0), |version| quote!(#version));
    let shape = shape::hash(&input);
    let errors = faults.into_tokens();
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #parameters #ident #own #condition {
            #[doc = " The name under which the event is published."]
            #vis const NAME: &'static str = #name;
            #[doc = " The version of its shape."]
            #vis const VERSION: u32 = #version;
            #[doc = " A hash of its fields: if it changes, so should the version."]
            #vis const SHAPE: u64 = #shape;
        }
        #errors
    }
}

fn read(attributes: &[Attribute], faults: &mut Faults) -> Said {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|found| found.path().is_ident("event")) {
        let read = attribute.parse_args_with(|input: ParseStream<'_>| {
            options::each(input, |name| {
                input.parse::<Token![=]>()?;
                if name == "name" {
                    said.name = Some(input.parse()?);
                } else if name == "version" {
                    said.version = Some(input.parse()?);
                } else {
                    return Err(syn::Error::new(
                        name.span(),
                        format!(
                            "`{name}` is nothing that an event says\nhelp: there are `name = \"..\"` \
                             and `version = 1`"
                        ),
                    ));
                }
                Ok(())
            })
        });
        if let Err(error) = read {
            faults.push(error);
        }
    }
    said
}

fn check(input: &DeriveInput, said: &Said, faults: &mut Faults) {
    let ident = &input.ident;
    match &said.name {
        None => faults.add(
            ident,
            &format!("`{ident}` does not say the name under which it is published"),
            "write `#[event(name = \"order.placed\", version = 1)]`; the name stays when the type is \
             renamed",
        ),
        Some(name) if name.value().trim().is_empty() => {
            faults.add(name, "the name of an event is empty", "write what happened: `order.placed`");
        }
        Some(_) => {}
    }
    match &said.version {
        None => faults.add(
            ident,
            &format!("`{ident}` has no version, so consumers cannot tell its shapes apart"),
            "write `version = 1`, and count up when fields change their meaning or go",
        ),
        Some(version) => {
            if !version.base10_parse::<u32>().is_ok_and(|number| number > 0) {
                faults.add(
                    version,
                    "the version of an event is a whole number from 1",
                    "write `version = 1`",
                );
            }
        }
    }
    for lifetime in input.generics.lifetimes() {
        borrowed(lifetime, faults);
    }
    let fields: Vec<&Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(data) => {
            faults.add_at(
                data.union_token.span(),
                "an event is no union: nobody could read it",
                "make it a struct or an enum",
            );
            Vec::new()
        }
    };
    if input.generics.lifetimes().next().is_none() {
        for field in fields.into_iter().filter(|field| types::borrows(&field.ty)) {
            borrowed(&field.ty, faults);
        }
    }
}

fn borrowed(at: impl quote::ToTokens, faults: &mut Faults) {
    faults.add(
        at,
        "an event borrows, but it outlives what it tells of",
        "use a type that owns its value, such as `String` for `&str`",
    );
}
