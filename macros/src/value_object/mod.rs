//! `#[derive(ValueObject)]`: a value that is valid, because there is no other way to make one.

mod serde;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::parse::ParseStream;
use syn::{Attribute, Data, DeriveInput, Field, Ident, Index, Member, Token, Type, Visibility};

use crate::faults::Faults;
use crate::options;

/// What `#[value_object(..)]` says.
#[derive(Default)]
struct Said {
    error: Option<Type>,
    serde: bool,
}

/// A field: how it is reached, what it is called as an argument, and its type.
struct Part {
    member: Member,
    name: Ident,
    ty: Type,
}

/// A struct that is a value object.
struct Value {
    parts: Vec<Part>,
    error: Type,
    input: DeriveInput,
}

/// `TryFrom` by way of `validate`, the way back, and serde if it is asked for.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let said = read(&input.attrs, &mut faults);
    let Data::Struct(data) = &input.data else {
        faults.add(
            &input.ident,
            "only a struct can keep its value to itself",
            "every variant of an enum is public; wrap it in a struct",
        );
        return faults.into_tokens();
    };
    if data.fields.is_empty() {
        faults.add(&input.ident, "a value object has a value", "give it a private field");
    }
    for field in &data.fields {
        check_private(field, &mut faults);
    }
    if said.error.is_none() {
        faults.add(
            &input.ident,
            &format!("`{}` does not say what it answers to values that are not valid", input.ident),
            "write `#[value_object(error = ..)]` with the error that `validate` returns",
        );
    }
    let parts = data.fields.iter().enumerate().map(|(at, field)| Part::new(at, field)).collect();
    let bare = bare_parameter(&input, data.fields.iter());
    if let Some(ty) = bare {
        faults.add(
            ty,
            "a value of a parameter alone cannot be converted: the parameter could be the value object",
            "name the type, or put the parameter into another type, such as `Vec<T>`",
        );
    }
    let value = match said.error {
        Some(error) if !data.fields.is_empty() && bare.is_none() => Value { parts, error, input },
        _ => return faults.into_tokens(),
    };
    let (making, back) = (value.making(), value.back());
    let serde = said.serde.then(|| value.serde());
    let errors = faults.into_tokens();
    quote!(#making #back #serde #errors)
}

fn read(attributes: &[Attribute], faults: &mut Faults) -> Said {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|found| found.path().is_ident("value_object")) {
        let read = attribute.parse_args_with(|input: ParseStream<'_>| {
            options::each(input, |name| {
                if name == "error" {
                    input.parse::<Token![=]>()?;
                    said.error = Some(input.parse()?);
                } else if name == "serde" {
                    said.serde = true;
                } else {
                    return Err(syn::Error::new(
                        name.span(),
                        format!(
                            "`{name}` is no option of a value object\nhelp: there are `error = Type` \
                             and `serde`"
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

fn check_private(field: &Field, faults: &mut Faults) {
    if !matches!(field.vis, Visibility::Inherited) {
        faults.add(
            &field.vis,
            "a field that others see can be set to a value that is not valid",
            "make it private; `AsRef` and a method of yours give access to it",
        );
    }
}

/// The field whose type is a parameter and nothing else, in a struct with one field.
fn bare_parameter<'a>(
    input: &DeriveInput,
    mut fields: impl Iterator<Item = &'a Field>,
) -> Option<&'a Type> {
    let field = fields.next()?;
    let text = field.ty.to_token_stream().to_string();
    let is_parameter = input.generics.type_params().any(|parameter| parameter.ident == text);
    (is_parameter && fields.next().is_none()).then_some(&field.ty)
}

impl Part {
    fn new(at: usize, field: &Field) -> Self {
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(at)),
        };
        let name = field.ident.clone().unwrap_or_else(|| format_ident!("value{at}"));
        Self { member, name, ty: field.ty.clone() }
    }
}

impl Value {
    /// What is converted: the type of the field, or a tuple of several.
    fn source(&self) -> TokenStream {
        let types = self.parts.iter().map(|part| &part.ty);
        if let [part] = self.parts.as_slice() {
            part.ty.to_token_stream()
        } else {
            quote!((#(#types),*))
        }
    }

    /// The pattern, and the expression, of what is converted.
    fn names(&self) -> TokenStream {
        let names: Vec<&Ident> = self.parts.iter().map(|part| &part.name).collect();
        if let [name] = names.as_slice() { quote!(#name) } else { quote!((#(#names),*)) }
    }

    /// `TryFrom`, which asks `validate`. If there is none, a trait is found in its place whose method
    /// cannot be called, and which says what to write.
    fn making(&self) -> TokenStream {
        let (name, error) = (&self.input.ident, &self.error);
        let (parameters, own, condition) = self.input.generics.split_for_impl();
        let (source, names) = (self.source(), self.names());
        let types: Vec<&Type> = self.parts.iter().map(|part| &part.ty).collect();
        let arguments: Vec<&Ident> = self.parts.iter().map(|part| &part.name).collect();
        let members = self.parts.iter().map(|part| {
            let (member, name) = (&part.member, &part.name);
            quote!(#member: #name)
        });
        let message = format!("`{name}` has no `validate`");
        let note = format!("write `impl {name} {{ {} }}`", self.signature());
        let place = name.span().resolved_at(proc_macro2::Span::call_site());
        let call = quote::quote_spanned!(place=> <#name #own>::validate(#(&#arguments),*));
        quote! {
            const _: () = {
                #[diagnostic::on_unimplemented(
                    message = #message,
                    label = "nothing says which values are valid",
                    note = #note
                )]
                trait Validated {}

                #[allow(dead_code, clippy::ptr_arg, clippy::trivially_copy_pass_by_ref)]
                trait Fallback #parameters: ::std::marker::Sized #condition {
                    fn validate(#(_: &#types),*) -> ::std::result::Result<(), #error>
                    where
                        Self: Validated;
                }

                impl #parameters Fallback #own for #name #own #condition {
                    fn validate(#(_: &#types),*) -> ::std::result::Result<(), #error> {
                        ::std::unreachable!()
                    }
                }

                #[automatically_derived]
                impl #parameters ::std::convert::TryFrom<#source> for #name #own #condition {
                    type Error = #error;

                    fn try_from(#names: #source) -> ::std::result::Result<Self, Self::Error> {
                        #call?;
                        ::std::result::Result::Ok(Self { #(#members),* })
                    }
                }
            };
        }
    }

    /// The signature of `validate` as a person would write it.
    fn signature(&self) -> String {
        let arguments: Vec<String> = self
            .parts
            .iter()
            .map(|part| {
                let ty = part.ty.to_token_stream().to_string().replace(' ', "");
                let ty = if ty == "String" { "str" } else { &ty };
                let name =
                    if self.parts.len() == 1 { "value".to_owned() } else { part.name.to_string() };
                format!("{name}: &{ty}")
            })
            .collect();
        let error = self.error.to_token_stream().to_string().replace(' ', "");
        format!("fn validate({}) -> Result<(), {error}>", arguments.join(", "))
    }

    /// `From`, to what it was made of, and `AsRef` to a single field.
    fn back(&self) -> TokenStream {
        let name = &self.input.ident;
        let (parameters, own, condition) = self.input.generics.split_for_impl();
        let source = self.source();
        let members: Vec<&Member> = self.parts.iter().map(|part| &part.member).collect();
        let (back, as_ref) = match members.as_slice() {
            [member] => (
                quote!(value.#member),
                Some(quote! {
                    #[automatically_derived]
                    impl #parameters ::std::convert::AsRef<#source> for #name #own #condition {
                        fn as_ref(&self) -> &#source {
                            &self.#member
                        }
                    }
                }),
            ),
            members => (quote!((#(value.#members),*)), None),
        };
        quote! {
            #[automatically_derived]
            impl #parameters ::std::convert::From<#name #own> for #source #condition {
                fn from(value: #name #own) -> Self {
                    #back
                }
            }
            #as_ref
        }
    }
}
