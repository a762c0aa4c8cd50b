//! A text as macros by example see it: tokens, with `$crate` as one of them.

use std::ops::Range;

use crate::extract::rust::lexer::Tokens;
use crate::extract::rust::lexer::keyword::Keyword;
use crate::extract::rust::lexer::token::{COMPARE, Kind, Token};

/// The tokens of a text, closed by one of kind `End`.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    /// Tokens from this offset on stand in no file, so they are matched and not copied.
    pub(super) written: u32,
}

impl<'t> Source<'t> {
    /// None if delimiters do not match: then there is no telling what an argument is.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut read = Tokens::default();
        read.read(text, 0);
        if !read.broken.is_empty() {
            return None;
        }
        let mut tokens = read.tokens;
        include_raw_prefixes(text, &mut tokens);
        if text.contains('$') {
            tokens = join_dollar_crate(tokens);
        }
        Some(Self { text, tokens, written: text.len() as u32 })
    }

    /// Reads a text to which [`documented`] added something, with an attribute for each doc comment.
    pub(super) fn read_documented(text: &'t str) -> Option<Self> {
        let mut source = Self::read(text)?;
        source.written = (text.len() - ATTRIBUTE.len()) as u32;
        source.tokens = attributes_for_docs(text, &source.tokens, source.written);
        Some(source)
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
            // No delimiter belongs to it, so its place is never asked for.
            places.push(0);
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

/// What a doc comment is to a pattern.
const ATTRIBUTE: &str = "\n#[doc = \"\"]";

/// The text with the tokens at its end that stand for each doc comment in it. None if there can be none.
pub(super) fn documented(text: &str) -> Option<String> {
    let may_be = text.contains("///") || text.contains("/**");
    may_be.then(|| format!("{text}{ATTRIBUTE}"))
}

/// Copies the tokens at the end to where doc comments are.
fn attributes_for_docs(text: &str, tokens: &[Token], written: u32) -> Vec<Token> {
    let count = tokens.iter().take_while(|token| token.start < written).count();
    let (own, attribute) = tokens.split_at(count);
    let (attribute, end) = attribute.split_at(attribute.len() - 1);
    let mut with_docs = Vec::with_capacity(tokens.len());
    let mut places = Vec::with_capacity(own.len());
    let mut last = 0;
    for token in own.iter().chain(end) {
        let gap = &text[last..token.start.min(written) as usize];
        for _ in 0..count_docs(gap) {
            let moved = with_docs.len() as u32;
            with_docs.extend(attribute.iter().map(|token| Token {
                pair: (token.pair + moved).wrapping_sub(count as u32),
                ..*token
            }));
        }
        last = token.end as usize;
        places.push(with_docs.len() as u32);
        with_docs.push(*token);
    }
    for (place, token) in places.iter().zip(own) {
        if matches!(token.kind, Kind::Open(_) | Kind::Close(_)) {
            with_docs[*place as usize].pair = places[token.pair as usize];
        }
    }
    with_docs
}

/// How many doc comments, of those that stand before what they document, there are among comments.
fn count_docs(mut gap: &str) -> usize {
    let mut docs = 0;
    while let Some(start) = gap.find('/') {
        gap = &gap[start..];
        let length = if gap.starts_with("//") {
            docs += usize::from(gap.starts_with("///") && !gap.starts_with("////"));
            gap.find('\n').unwrap_or(gap.len())
        } else {
            let long =
                gap.starts_with("/**") && !gap.starts_with("/***") && !gap.starts_with("/**/");
            docs += usize::from(long);
            block_comment(gap)
        };
        gap = &gap[length..];
    }
    docs
}

/// The length of a comment, with those inside.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_u32;
    let mut at = 0;
    loop {
        match text.as_bytes().get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => depth -= 1,
            Some(_) => {
                at += 1;
                continue;
            }
            None => return text.len(),
        }
        at += 2;
    }
}
