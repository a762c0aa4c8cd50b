//! The shape of an event as one number, so that a change of it can be noticed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields};

/// FNV-1a with 64 bits over the text of the shape: `field:type;` for each field, `Variant{..}` for each
/// variant of an enum, each after its serde attributes, which change what is written. The order of
/// named fields does not count, since no consumer may rely on it.
pub(super) fn hash(input: &DeriveInput) -> u64 {
    let mut text = serde(&input.attrs);
    match &input.data {
        Data::Struct(data) => text.push_str(&fields(&data.fields)),
        Data::Enum(data) => {
            let mut variants: Vec<String> = data
                .variants
                .iter()
                .map(|variant| {
                    let (attributes, fields) = (serde(&variant.attrs), fields(&variant.fields));
                    format!("{attributes}{}{{{fields}}}", variant.ident)
                })
                .collect();
            variants.sort();
            text.push_str(&variants.concat());
        }
        Data::Union(_) => {}
    }
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn fields(fields: &Fields) -> String {
    let mut all: Vec<String> = fields
        .iter()
        .map(|field| {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let attributes = serde(&field.attrs);
            format!("{attributes}{name}:{};", plain(field.ty.to_token_stream()))
        })
        .collect();
    if matches!(fields, Fields::Named(_)) {
        all.sort();
    }
    all.concat()
}

fn serde(attributes: &[Attribute]) -> String {
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    own.map(|attribute| plain(attribute.to_token_stream())).collect()
}

/// Tokens as text that does not depend on how the compiler spaces them.
fn plain(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                text.push_str(&plain(group.stream()));
                text.push_str(close);
            }
            TokenTree::Ident(name) => {
                // Two words stay two words.
                if text.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
                    text.push(' ');
                }
                text.push_str(&name.to_string());
            }
            other => text.push_str(&other.to_string()),
        }
    }
    text
}
