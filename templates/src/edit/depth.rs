//! How deep a tree of some tokens may become, found without recursion.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// How deep brackets may be nested: as deep as the linter reads.
const MOST_BRACKETS: usize = 128;
/// How many tokens that may nest each other may stand in each other, over all brackets: `!!!x`, `a = b = c`,
/// `else if`. A parser takes up to four kilobytes of its stack for each, and the main thread has eight megabytes.
const MOST_TOKENS: usize = 2_000;
/// For how many tokens one counts that may nest types: for those it takes most.
const OF_TYPES: usize = 8;

/// The tokens within one bracket.
struct Open {
    rest: Peekable<IntoIter>,
    is_block: bool,
    /// Tokens since the last that ends what nests.
    nesting: usize,
}

/// Whether a tree of these tokens may be too deep for a parser that recurses.
pub(super) fn is_too_deep(tokens: TokenStream) -> bool {
    let open = |tokens: TokenStream, is_block| Open {
        rest: tokens.into_iter().peekable(),
        is_block,
        nesting: 0,
    };
    let mut all = vec![open(tokens, false)];
    let mut nesting = 0;
    while let Some(inner) = all.last_mut() {
        let Some(token) = inner.rest.next() else {
            nesting -= inner.nesting;
            let was_block = inner.is_block;
            all.pop();
            if let Some(outer) = all.last_mut().filter(|_| was_block)
                && !outer.rest.peek().is_some_and(continues)
            {
                nesting -= std::mem::take(&mut outer.nesting);
            }
            continue;
        };
        match &token {
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => {
                nesting -= std::mem::take(&mut inner.nesting);
            }
            TokenTree::Literal(_) => {}
            TokenTree::Punct(punct) if matches!(punct.as_char(), '<' | '>' | '&' | '*') => {
                inner.nesting += OF_TYPES;
                nesting += OF_TYPES;
            }
            _ => {
                inner.nesting += 1;
                nesting += 1;
            }
        }
        if let TokenTree::Group(group) = token {
            let is_block = group.delimiter() == Delimiter::Brace;
            all.push(open(group.stream(), is_block));
        }
        if all.len() > MOST_BRACKETS || nesting > MOST_TOKENS {
            return true;
        }
    }
    false
}

/// Whether a token continues what a block before it begins.
fn continues(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => word == "else",
        TokenTree::Punct(punct) => !matches!(punct.as_char(), '#' | ';' | ','),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_deep;

    fn is_refused(text: &str) -> bool {
        is_too_deep(text.parse().expect("tokens"))
    }

    #[test]
    fn what_nests_is_counted() {
        let nested = |open: &str, close: &str, times: usize| {
            format!("fn f() {{ {}1{} }}", open.repeat(times), close.repeat(times))
        };
        for (open, close) in [("(", ")"), ("{ if x ", "}"), ("f(|x| [", "])")] {
            assert!(!is_refused(&nested(open, close, 30)), "{open}");
            assert!(is_refused(&nested(open, close, 300)), "{open}");
        }
        for (open, close) in [
            ("!", ""),
            ("x = ", ""),
            ("return ", ""),
            ("if x {} else ", "{}"),
            ("", ".a"),
            ("", "[0]"),
        ] {
            assert!(!is_refused(&nested(open, close, 200)), "{open}");
            assert!(is_refused(&nested(open, close, 5_000)), "{open}");
        }
    }

    #[test]
    fn what_stands_side_by_side_is_not() {
        for part in [
            "fn f() { a.b(); } ",
            "x(!!a, -b); ",
            "const A: u8 = !1; ",
            "#[a] impl A { const B: u8 = 1; } ",
        ] {
            assert!(!is_refused(&part.repeat(5_000)), "{part}");
        }
        assert!(!is_refused(&format!("const A: [u8; 9000] = [{}];", "-1, ".repeat(9_000))));
    }
}
