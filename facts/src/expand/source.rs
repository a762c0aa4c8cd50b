//! A text as macros by example see it: tokens, with `$crate` as one of them.

use std::ops::Range;

use crate::extract::rust::keyword::Keyword;
use crate::extract::rust::lexer::{COMPARE, Kind, Token, Tokens};

/// The tokens of a text, closed by one of kind `End`.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
}

impl<'t> Source<'t> {
    /// None if delimiters do not match: then there is no telling what an argument is.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut read = Tokens::default();
        read.read(text);
        if !read.broken.is_empty() {
            return None;
        }
        let mut tokens = read.tokens;
        include_raw_prefixes(text, &mut tokens);
        if text.contains('$') {
            tokens = join_dollar_crate(tokens);
        }
        Some(Self { text, tokens })
    }

    /// The token there; the end for what lies beyond it.
    pub(super) fn token(&self, at: usize) -> Token {
        self.tokens[at.min(self.tokens.len() - 1)]
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.token(at).kind
    }

    pub(super) fn is(&self, at: usize, sign: u8) -> bool {
        self.kind(at) == Kind::Punct(sign)
    }

    pub(super) fn opens(&self, at: usize, delimiter: u8) -> bool {
        self.kind(at) == Kind::Open(delimiter)
    }

    pub(super) fn keyword(&self, at: usize) -> Option<Keyword> {
        match self.kind(at) {
            Kind::Ident(keyword) => Some(keyword),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, at: usize, keyword: Keyword) -> bool {
        self.keyword(at) == Some(keyword)
    }

    /// Whether nothing more stands in the group or the text.
    pub(super) fn is_end(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::End | Kind::Close(_))
    }

    /// The tokens between the delimiter that opens there and its partner.
    pub(super) fn inside(&self, open: usize) -> Range<usize> {
        open + 1..self.token(open).pair as usize
    }

    pub(super) fn after_group(&self, open: usize) -> usize {
        self.token(open).pair as usize + 1
    }

    /// The token, or the whole group that it opens.
    pub(super) fn after_tree(&self, at: usize) -> usize {
        match self.kind(at) {
            Kind::Open(_) => self.after_group(at),
            _ => at + 1,
        }
    }

    /// The text of a run of tokens, with what stands between them.
    pub(super) fn slice(&self, tokens: Range<usize>) -> &'t str {
        if tokens.is_empty() {
            return "";
        }
        let (start, end) = (self.token(tokens.start).start, self.token(tokens.end - 1).end);
        &self.text[start as usize..end as usize]
    }

    /// A name without the mark of a raw one, which makes no difference to a variable.
    pub(super) fn name(&self, at: usize) -> &'t str {
        let name = self.slice(at..at + 1);
        name.strip_prefix("r#").unwrap_or(name)
    }

    /// How many tokens of the lexer the compiler's one token is that begins there, as `>>=` is three.
    pub(super) fn glued(&self, at: usize) -> usize {
        let sign = |ahead: usize| match self.kind(at + ahead) {
            Kind::Punct(sign)
                if ahead == 0 || self.token(at + ahead).start == self.token(at + ahead - 1).end =>
            {
                sign
            }
            _ => 0,
        };
        match (sign(0), sign(1)) {
            (b'>', b'>') if sign(2) == b'=' => 3,
            (b'<', COMPARE) if self.slice(at..at + 2) == "<<=" => 2,
            (b'>', b'>' | b'=')
            | (b'<', b'<')
            | (b'&', b'&' | b'=')
            | (b'|', b'|' | b'=')
            | (b'+' | b'-' | b'*' | b'/' | b'%' | b'^', b'=') => 2,
            _ => 1,
        }
    }
}

/// The lexer leaves the `r#` of a raw identifier out; a copy needs it.
fn include_raw_prefixes(text: &str, tokens: &mut [Token]) {
    let mut last = 0;
    for token in tokens {
        if matches!(token.kind, Kind::Ident(_))
            && token.start >= last + 2
            && text[..token.start as usize].ends_with("r#")
        {
            token.start -= 2;
        }
        last = token.end;
    }
}

/// `$crate` is one name to the compiler, wherever it stands.
fn join_dollar_crate(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut places = Vec::with_capacity(tokens.len());
    // Of `$$crate` the second sign is not the name's.
    let mut after_dollar = false;
    for token in tokens {
        if token.kind == Kind::Ident(Keyword::Crate)
            && after_dollar
            && let Some(dollar) = joined.last_mut()
        {
            places.push(joined_index(&places));
            *dollar = Token { start: dollar.start, ..token };
            after_dollar = false;
            continue;
        }
        after_dollar = token.kind == Kind::Punct(b'$') && !after_dollar;
        places.push(joined.len() as u32);
        joined.push(token);
    }
    for token in &mut joined {
        if matches!(token.kind, Kind::Open(_) | Kind::Close(_)) {
            token.pair = places[token.pair as usize];
        }
    }
    joined
}

fn joined_index(places: &[u32]) -> u32 {
    places.last().copied().unwrap_or(0)
}
