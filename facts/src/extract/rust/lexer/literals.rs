//! Literals as tokens: strings of all kinds, characters, numbers, and lifetimes, which begin as characters do.

use super::keyword::Keyword;
use super::token::Kind;
use super::{Lexer, is_ident_continue, is_ident_start};
use crate::place::Span;

impl Lexer<'_> {
    /// Raw strings and identifiers, byte and C strings: what begins with `r`, `b` or `c` and is no plain name.
    pub(super) fn literal_prefix(&mut self, start: usize) -> bool {
        let (a, b, c) = (self.peek(0), self.peek(1), self.peek(2));
        match (a, b, c) {
            (b'r', b'"', _) | (b'r', b'#', b'"' | b'#') => self.raw(1, start),
            (b'r', b'#', c) if is_ident_start(c) => {
                self.at += 2;
                self.word();
                self.push(Kind::Ident(Keyword::None), start + 2);
                true
            }
            (b'b' | b'c', b'r', b'"' | b'#') => self.raw(2, start),
            (b'b' | b'c', b'"', _) => {
                self.at += 2;
                self.quoted(b'"', start);
                self.literal(Kind::Str, start);
                true
            }
            (b'b', b'\'', _) => {
                self.at += 2;
                self.quoted(b'\'', start);
                self.literal(Kind::Char, start);
                true
            }
            _ => false,
        }
    }

    /// A raw string whose `#`s begin at `prefix`; false if there is none after all.
    fn raw(&mut self, prefix: usize, start: usize) -> bool {
        let mut hashes = 0;
        while self.peek(prefix + hashes) == b'#' {
            hashes += 1;
        }
        if self.peek(prefix + hashes) != b'"' {
            return false;
        }
        self.at += prefix + hashes + 1;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(quote) = rest.iter().position(|b| *b == b'"') else {
                self.at = self.bytes.len();
                self.out.broken.push(Span::new(start as u32, start as u32 + 1));
                break;
            };
            self.at += quote + 1;
            let closing = self.bytes[self.at..].iter().take(hashes).filter(|b| **b == b'#').count();
            if closing == hashes {
                self.at += hashes;
                break;
            }
        }
        self.literal(Kind::Str, start);
        true
    }

    /// A quoted literal ends here, but for a suffix.
    pub(super) fn literal(&mut self, kind: Kind, start: usize) {
        if is_ident_start(self.peek(0)) {
            self.word();
        }
        self.push(kind, start);
    }

    /// The rest of a literal up to an unescaped `end`.
    pub(super) fn quoted(&mut self, end: u8, start: usize) {
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'\\' => self.at += 2,
                byte if byte == end => {
                    self.at += 1;
                    return;
                }
                // A character that runs over the line is a quote out of place.
                b'\n' if end == b'\'' => return,
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
        self.out.broken.push(Span::new(start as u32, start as u32 + 1));
    }

    /// A lifetime or a character.
    pub(super) fn quote(&mut self, start: usize) {
        let next = self.peek(1);
        if is_ident_start(next) {
            let mut end = self.at + 1;
            while end < self.bytes.len() && is_ident_continue(self.bytes[end]) {
                end += 1;
            }
            let one_character = self.text[self.at + 1..].chars().next().map_or(0, char::len_utf8);
            let is_character =
                self.bytes.get(end) == Some(&b'\'') && end - self.at - 1 == one_character;
            if !is_character {
                self.at = end;
                if &self.bytes[start + 1..end] == b"r"
                    && self.peek(0) == b'#'
                    && is_ident_start(self.peek(1))
                {
                    // `'r#name`.
                    self.at += 1;
                    self.word();
                }
                self.push(Kind::Lifetime, start);
                return;
            }
            self.at = end + 1;
            self.literal(Kind::Char, start);
            return;
        }
        self.at += 1;
        if next == b'\'' && self.peek(1) != b'\'' {
            // `''`: an empty character.
            self.at += 1;
        } else {
            self.at += usize::from(next == b'\'');
            self.quoted(b'\'', start);
        }
        self.literal(Kind::Char, start);
    }

    /// A number of any kind.
    pub(super) fn number(&mut self, start: usize) {
        let radix = self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'o' | b'b');
        self.word();
        if !radix {
            // `1.` and `1.5`, but neither `1..2` nor `1.foo()`; after a field's dot `x.0.1` is two fields.
            let after_dot = self.out.tokens.last().is_some_and(|t| t.kind == Kind::Punct(b'.'));
            if self.peek(0) == b'.'
                && !after_dot
                && self.peek(1) != b'.'
                && !is_ident_start(self.peek(1))
            {
                self.at += 1;
                self.word();
            }
            if matches!(self.peek(0), b'+' | b'-') && is_exponent(&self.bytes[start..self.at]) {
                self.at += 1;
                self.word();
            }
        }
        self.push(Kind::Number, start);
    }
}

/// Whether a number that ends in `e` waits for its exponent: `1e` does, `1usize` and `0xe` do not.
fn is_exponent(number: &[u8]) -> bool {
    number.split_last().is_some_and(|(last, digits)| {
        matches!(last, b'e' | b'E') && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'_' | b'.'))
    })
}
