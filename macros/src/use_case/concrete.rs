//! Paths that lead into adapters, where an out-port should stand.

use proc_macro2::{TokenStream, TokenTree};

use crate::faults::Faults;

/// Reports each path in some tokens that leads through a module or a crate of adapters. Macros see
/// tokens: a name that a `use` brought into scope is for the linter.
pub(super) fn report(tokens: TokenStream, faults: &mut Faults) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => report(group.stream(), faults),
            TokenTree::Ident(name)
                if is_of_adapters(&name.to_string()) && leads_on(&tokens, at) =>
            {
                faults.add(
                    name,
                    &format!("a use case names an adapter: its path leads through `{name}`"),
                    "declare an out-port for what is needed of it, and take any type that implements \
                     the port",
                );
            }
            _ => {}
        }
    }
}

/// Whether a module or crate of this name holds adapters.
fn is_of_adapters(name: &str) -> bool {
    let mut words = name.split('_');
    words.any(|word| matches!(word, "adapter" | "adapters"))
}

fn leads_on(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(TokenTree::Punct(next)) if next.as_char() == ':')
        && matches!(tokens.get(at + 2), Some(TokenTree::Punct(next)) if next.as_char() == ':')
}
