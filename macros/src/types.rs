//! What macros can know of a type from its tokens: lifetimes, results, futures and borrows.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    GenericArgument, Lifetime, Path, PathArguments, Type, TypeParamBound, TypePath, parse_quote,
};

/// The parts of a `Result`, as far as its tokens show them.
#[derive(Clone)]
pub(crate) struct ResultType {
    /// What there is in the good case; not there in an alias without arguments.
    pub(crate) ok: Option<Type>,
    /// The error; not there in an alias that fixes it.
    pub(crate) error: Option<Type>,
}

/// Reads a type whose name is `Result`, or ends with it as those of aliases do.
pub(crate) fn as_result(ty: &Type) -> Option<ResultType> {
    let last = as_path(ty)?.path.segments.last()?;
    if !last.ident.to_string().ends_with("Result") {
        return None;
    }
    let mut types = type_arguments(&last.arguments);
    let (ok, error) = (types.next().cloned(), types.next().cloned());
    Some(ResultType { ok, error })
}

/// The output of `impl Future<Output = T>`, with or without `Send`; other bounds say more than an
/// `async fn` does, so such a type is left alone.
pub(crate) fn as_future(ty: &Type) -> Option<Type> {
    let Type::ImplTrait(opaque) = ty else {
        return None;
    };
    let mut output = None;
    for bound in &opaque.bounds {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound.path.segments.last()?;
        match (last.ident.to_string().as_str(), &last.arguments) {
            ("Future", PathArguments::AngleBracketed(arguments)) => {
                output = arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::AssocType(found) if found.ident == "Output" => {
                        Some(found.ty.clone())
                    }
                    _ => None,
                });
            }
            ("Send", PathArguments::None) => {}
            _ => return None,
        }
    }
    output
}

/// A type as a path, with the parentheses around it taken off.
pub(crate) fn as_path(ty: &Type) -> Option<&TypePath> {
    let mut ty = ty;
    loop {
        match ty {
            Type::Path(path) => return Some(path),
            Type::Paren(inner) => ty = &inner.elem,
            Type::Group(inner) => ty = &inner.elem,
            _ => return None,
        }
    }
}

pub(crate) fn type_arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(found) => Some(&found.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Replaces each lifetime that is left out or `'_` by what `name` gives. Types of functions have an
/// elision of their own and stay as they are.
pub(crate) fn name_lifetimes(ty: &mut Type, name: &mut dyn FnMut() -> Lifetime) {
    match ty {
        Type::Reference(found) => {
            if found.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_") {
                found.lifetime = Some(name());
            }
            name_lifetimes(&mut found.elem, name);
        }
        Type::Slice(found) => name_lifetimes(&mut found.elem, name),
        Type::Array(found) => name_lifetimes(&mut found.elem, name),
        Type::Paren(found) => name_lifetimes(&mut found.elem, name),
        Type::Group(found) => name_lifetimes(&mut found.elem, name),
        Type::Ptr(found) => name_lifetimes(&mut found.elem, name),
        Type::Tuple(found) => found.elems.iter_mut().for_each(|elem| name_lifetimes(elem, name)),
        Type::Path(found) => {
            if let Some(qself) = &mut found.qself {
                name_lifetimes(&mut qself.ty, name);
            }
            name_in_path(&mut found.path, name);
        }
        Type::TraitObject(found) => name_in_bounds(found.bounds.iter_mut(), name),
        Type::ImplTrait(found) => name_in_bounds(found.bounds.iter_mut(), name),
        _ => {}
    }
}

fn name_in_path(path: &mut Path, name: &mut dyn FnMut() -> Lifetime) {
    for segment in &mut path.segments {
        let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else {
            continue;
        };
        for argument in &mut arguments.args {
            match argument {
                GenericArgument::Lifetime(lifetime) if lifetime.ident == "_" => *lifetime = name(),
                GenericArgument::Type(ty) => name_lifetimes(ty, name),
                GenericArgument::AssocType(found) => name_lifetimes(&mut found.ty, name),
                _ => {}
            }
        }
    }
}

fn name_in_bounds<'a>(
    bounds: impl Iterator<Item = &'a mut TypeParamBound>,
    name: &mut dyn FnMut() -> Lifetime,
) {
    for bound in bounds {
        match bound {
            TypeParamBound::Trait(found) => name_in_path(&mut found.path, name),
            TypeParamBound::Lifetime(lifetime) if lifetime.ident == "_" => *lifetime = name(),
            _ => {}
        }
    }
}

/// Whether a type borrows anything that may end: a reference or a lifetime other than `'static`.
pub(crate) fn borrows(ty: &Type) -> bool {
    borrow_in(ty.to_token_stream())
}

fn borrow_in(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if borrow_in(group.stream()) => return true,
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let named = matches!(
                    tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\''
                );
                if !named {
                    return true;
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let name = tokens.next();
                if name.is_none_or(|name| name.to_string() != "static") {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether a type has `impl Trait` somewhere.
pub(crate) fn is_opaque(ty: &Type) -> bool {
    has_word(ty.to_token_stream(), "impl")
}

fn has_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_word(group.stream(), word),
        TokenTree::Ident(name) => name == word,
        _ => false,
    })
}

/// Whether the tokens name `Self` itself, and not one of its associated types.
pub(crate) fn names_self(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if names_self(group.stream()) => return true,
            TokenTree::Ident(name) if name == "Self" => {
                let next = tokens.peek();
                if next.is_none_or(|next| next.to_string() != ":") {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// The same tokens with `Self::Name` replaced by `Name` for each of the given names, for places in
/// which associated types are parameters.
pub(crate) fn without_self(tokens: TokenStream, names: &[&syn::Ident]) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = TokenStream::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let own = match (token, tokens.get(at + 3)) {
            (TokenTree::Ident(first), Some(TokenTree::Ident(name))) => {
                first == "Self" && names.contains(&name)
            }
            _ => false,
        };
        at += if own { 3 } else { 1 };
        match token {
            _ if own => {}
            TokenTree::Group(group) => {
                let inner = without_self(group.stream(), names);
                let mut same = proc_macro2::Group::new(group.delimiter(), inner);
                same.set_span(group.span());
                same.to_tokens(&mut replaced);
            }
            other => other.to_tokens(&mut replaced),
        }
    }
    replaced
}

/// What a function without `->` returns.
pub(crate) fn unit() -> Type {
    parse_quote!(())
}

#[cfg(test)]
mod tests {
    use super::{Type, as_future, as_result, borrows, names_self};
    use quote::ToTokens;

    fn ty(text: &str) -> Type {
        syn::parse_str(text).expect("a type")
    }

    #[test]
    fn a_result_is_known_by_its_name() {
        let parts = |text: &str| {
            let found = as_result(&ty(text))?;
            Some((found.ok.is_some(), found.error.is_some()))
        };
        assert_eq!(parts("Result<u8, Lost>"), Some((true, true)));
        assert_eq!(parts("std::io::Result<u8>"), Some((true, false)));
        assert_eq!(parts("(RepoResult)"), Some((false, false)));
        assert_eq!(parts("Option<Result<u8, Lost>>"), None);
    }

    #[test]
    fn a_future_is_what_an_async_fn_returns() {
        let output = |text: &str| as_future(&ty(text)).map(|ty| ty.to_token_stream().to_string());
        assert_eq!(output("impl Future<Output = u8> + Send").as_deref(), Some("u8"));
        assert_eq!(output("impl std::future::Future<Output = ()>").as_deref(), Some("()"));
        assert_eq!(output("impl Future<Output = u8> + 'static"), None, "it says more");
        assert_eq!(output("impl Iterator<Item = u8>"), None);
    }

    #[test]
    fn a_borrow_is_anything_that_may_end() {
        for borrowed in ["&str", "Vec<&'a str>", "Cow<'_, str>", "Option<(u8, [&u8; 2])>"] {
            assert!(borrows(&ty(borrowed)), "{borrowed}");
        }
        for owned in ["String", "&'static str", "Cow<'static, str>", "Vec<[u8; 2]>"] {
            assert!(!borrows(&ty(owned)), "{owned}");
        }
    }

    #[test]
    fn an_associated_type_is_not_self() {
        assert!(!names_self(ty("Vec<Self::Item>").to_token_stream()));
        assert!(names_self(ty("Vec<(Self, u8)>").to_token_stream()));
    }
}
