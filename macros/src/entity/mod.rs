//! `#[derive(Entity)]`: two entities are the same if they have the same identity.

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Index, Member, Type, parse_quote};

use crate::faults::Faults;

/// `PartialEq`, `Eq` and `Hash` by the field that is marked `#[id]`.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let Data::Struct(data) = &input.data else {
        faults.add(
            &input.ident,
            "only a struct can have a field that is its identity",
            "make a struct with the identity and an enum for the state",
        );
        return faults.into_tokens();
    };
    let mut id: Option<(Member, Type)> = None;
    for (at, field) in data.fields.iter().enumerate() {
        let Some(mark) = field.attrs.iter().find(|attribute| attribute.path().is_ident("id"))
        else {
            continue;
        };
        if id.is_some() {
            faults.add(
                mark,
                "an entity has one identity",
                "make a value object of the fields that are the identity together",
            );
            continue;
        }
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(at)),
        };
        id = Some((member, field.ty.clone()));
    }
    if id.is_none() {
        faults.add(
            &input.ident,
            &format!("`{}` has no identity", input.ident),
            "write `#[id]` on the field that says which one it is; without one it is a value object",
        );
    }
    let expansion = id.map(|(member, ty)| by_id(&input, &member, &ty));
    let errors = faults.into_tokens();
    quote!(#expansion #errors)
}

fn by_id(input: &DeriveInput, member: &Member, ty: &Type) -> TokenStream {
    let name = &input.ident;
    // A condition on a type without parameters says nothing new, so it is left to the bodies.
    let with = |bound: TokenStream| {
        let mut generics = input.generics.clone();
        if generics.type_params().next().is_some() {
            generics.make_where_clause().predicates.push(parse_quote!(#ty: #bound));
        }
        generics
    };
    let equal = with(quote!(::std::cmp::PartialEq));
    let total = with(quote!(::std::cmp::Eq));
    let hash = with(quote!(::std::hash::Hash));
    let (parameters, own, equal) = equal.split_for_impl();
    let (_, _, total) = total.split_for_impl();
    let (_, _, hash) = hash.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters ::std::cmp::PartialEq for #name #own #equal {
            fn eq(&self, other: &Self) -> bool {
                <#ty as ::std::cmp::PartialEq>::eq(&self.#member, &other.#member)
            }
        }

        #[automatically_derived]
        impl #parameters ::std::cmp::Eq for #name #own #total {}

        #[automatically_derived]
        impl #parameters ::std::hash::Hash for #name #own #hash {
            fn hash<__H: ::std::hash::Hasher>(&self, state: &mut __H) {
                <#ty as ::std::hash::Hash>::hash(&self.#member, state);
            }
        }
    }
}
