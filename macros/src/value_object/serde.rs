//! serde for value objects: what is read goes through `validate`, too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Member, parse_quote};

use super::Value;

impl Value {
    /// `Serialize` and `Deserialize`, as the field or the tuple of fields; as a map if they have names
    /// and there are several.
    pub(super) fn serde(&self) -> TokenStream {
        let name = &self.input.ident;
        let (_, own, _) = self.input.generics.split_for_impl();
        let named = self.parts.iter().all(|part| matches!(part.member, Member::Named(_)));
        let is_map = named && self.parts.len() > 1;
        let members: Vec<&Member> = self.parts.iter().map(|part| &part.member).collect();
        let types: Vec<_> = self.parts.iter().map(|part| &part.ty).collect();
        let generics = &self.input.generics;
        let condition = &generics.where_clause;
        let (shapes, read, raw, write) = if is_map {
            let mut lent = generics.clone();
            lent.params.insert(0, parse_quote!('__value));
            let text = name.to_string();
            (
                quote! {
                    #[derive(::serde::Deserialize)]
                    #[serde(crate = "::serde", rename = #text)]
                    struct Read #generics #condition { #(#members: #types),* }

                    #[derive(::serde::Serialize)]
                    #[serde(crate = "::serde", rename = #text)]
                    struct Written #lent #condition { #(#members: &'__value #types),* }
                },
                quote!(Read #own),
                quote!((#(raw.#members),*)),
                quote!(&Written { #(#members: &self.#members),* }),
            )
        } else {
            let write = match members.as_slice() {
                [member] => quote!(&self.#member),
                members => quote!(&(#(&self.#members),*)),
            };
            (quote!(), self.source(), quote!(raw), write)
        };
        let mut reading = generics.clone();
        reading.params.insert(0, parse_quote!('de));
        let clause = reading.make_where_clause();
        for ty in &types {
            clause.predicates.push(parse_quote!(#ty: ::serde::Deserialize<'de>));
        }
        let mut writing = generics.clone();
        let clause = writing.make_where_clause();
        for ty in &types {
            clause.predicates.push(parse_quote!(#ty: ::serde::Serialize));
        }
        let (read_parameters, _, read_condition) = reading.split_for_impl();
        let (write_parameters, _, write_condition) = writing.split_for_impl();
        quote! {
            const _: () = {
                #shapes

                #[automatically_derived]
                impl #read_parameters ::serde::Deserialize<'de> for #name #own #read_condition {
                    fn deserialize<__D>(reader: __D) -> ::std::result::Result<Self, __D::Error>
                    where
                        __D: ::serde::Deserializer<'de>,
                    {
                        let raw = <#read as ::serde::Deserialize>::deserialize(reader)?;
                        <Self as ::std::convert::TryFrom<_>>::try_from(#raw)
                            .map_err(::serde::de::Error::custom)
                    }
                }

                #[automatically_derived]
                impl #write_parameters ::serde::Serialize for #name #own #write_condition {
                    fn serialize<__S>(&self, writer: __S) -> ::std::result::Result<__S::Ok, __S::Error>
                    where
                        __S: ::serde::Serializer,
                    {
                        ::serde::Serialize::serialize(#write, writer)
                    }
                }
            };
        }
    }
}
