//! Tokens of SQL, a statement at a time; comments, bodies of functions and data of `COPY` are left out.

use super::Dialect;
use super::names::keyword;
use crate::place::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, perhaps with the holes of `format!`.
    Word,
    /// A name in quotes.
    Quoted,
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// `$1`, `?`, `:name`, `@name`.
    Parameter,
    /// `$$ … $$`.
    Body,
    /// Anything else, by its first byte.
    Symbol(u8),
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// The word in capitals if it is one that matters here, else empty.
    pub(super) keyword: &'static str,
}

/// Reads a text statement by statement.
pub(super) struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
    /// Nothing but space stands between here and the start of the line.
    fresh: bool,
    /// The tokens of the statement, its semicolon left out.
    pub(super) tokens: Vec<Token>,
}

/// A hole is at most so long: what is longer is no argument of `format!`.
const LONGEST_HOLE: usize = 120;

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, bytes: text.as_bytes(), at, dialect, fresh: true, tokens: Vec::new() }
    }

    /// Reads the next statement into [`Self::tokens`]; false at the end of the text.
    pub(super) fn next_statement(&mut self) -> bool {
        self.tokens.clear();
        let start = self.at;
        // How many `BEGIN` and `CASE` of a body without quotes are open.
        let mut open = 0_u32;
        while self.at < self.bytes.len() {
            let Some(token) = self.next() else { continue };
            if token.kind != Kind::Symbol(b';') {
                open = self.bodies(token, open);
                self.tokens.push(token);
            } else if open == 0 {
                self.skip_copied_data();
                return true;
            }
        }
        self.at > start
    }

    /// Follows `BEGIN … END` in triggers and procedures, within which semicolons end nothing.
    fn bodies(&self, token: Token, open: u32) -> u32 {
        let has_body = self.tokens.first().is_some_and(|first| first.keyword == "CREATE")
            && self
                .tokens
                .iter()
                .take(8)
                .any(|t| matches!(t.keyword, "TRIGGER" | "PROCEDURE" | "FUNCTION" | "EVENT"));
        if !has_body {
            return 0;
        }
        let after_end = self.tokens.last().is_some_and(|last| last.keyword == "END");
        match token.keyword {
            "BEGIN" => open + 1,
            "CASE" if open > 0 && !after_end => open + 1,
            "END" => open.saturating_sub(1),
            // `END IF` and its like close what was not counted.
            "IF" | "LOOP" | "WHILE" | "REPEAT" if after_end => open + 1,
            _ => open,
        }
    }

    /// The rows behind `COPY t FROM stdin;`.
    fn skip_copied_data(&mut self) {
        let is_copy = self.tokens.first().is_some_and(|first| first.keyword == "COPY");
        let from_input = self
            .tokens
            .iter()
            .any(|token| self.text[token.span.range()].eq_ignore_ascii_case("stdin"));
        if is_copy && from_input {
            let rest = &self.text[self.at..];
            self.at += rest.find("\n\\.").map_or(rest.len(), |end| end + 3);
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// One token; none for space and comments.
    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let byte = self.peek(0);
        let kind = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
                self.fresh |= byte == b'\n';
                self.at += 1;
                return None;
            }
            b'-' if self.peek(1) == b'-' => return self.skip_line(),
            b'#' if self.dialect == Dialect::Mysql => return self.skip_line(),
            // Commands of `psql` stand alone on their lines.
            b'\\' if self.fresh => return self.skip_line(),
            b'/' if self.peek(1) == b'*' => {
                self.skip_comment();
                return None;
            }
            b'\'' => self.quoted(b'\'', self.dialect == Dialect::Mysql, Kind::Text),
            b'"' if self.dialect == Dialect::Mysql => self.quoted(b'"', true, Kind::Text),
            b'"' | b'`' => self.quoted(byte, false, Kind::Quoted),
            b'$' => self.dollar(),
            b'?' => {
                self.take_while(1, |b| b.is_ascii_digit());
                Kind::Parameter
            }
            b':' | b'@'
                if is_word_start(self.peek(1))
                    && self.bytes.get(start.wrapping_sub(1)) != Some(&b':') =>
            {
                self.take_while(1, is_word);
                Kind::Parameter
            }
            b'0'..=b'9' => {
                self.take_while(1, |b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
                Kind::Number
            }
            _ if is_word_start(byte) || self.hole(self.at).is_some() => self.word(),
            _ => {
                self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
                Kind::Symbol(byte)
            }
        };
        self.fresh = kind == Kind::Symbol(b';');
        let span = Span::new(start as u32, self.at as u32);
        let keyword = if kind == Kind::Word { keyword(&self.text[span.range()]) } else { "" };
        Some(Token { kind, span, keyword })
    }

    fn take_while(&mut self, skip: usize, wanted: impl Fn(u8) -> bool) {
        self.at += skip;
        while self.bytes.get(self.at).is_some_and(|byte| wanted(*byte)) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) -> Option<Token> {
        self.take_while(1, |byte| byte != b'\n');
        None
    }

    /// A comment, which may hold comments.
    fn skip_comment(&mut self) {
        let mut open = 0_u32;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    open += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    open -= 1;
                    self.at += 2;
                    if open == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// What stands in quotes, which are doubled within; it ends with the text at the latest.
    fn quoted(&mut self, quote: u8, escapes: bool, kind: Kind) -> Kind {
        // `E'…'` has escapes in every dialect; the `E` was read as a word of its own.
        let word = self.tokens.last().filter(|token| token.span.end as usize == self.at);
        let prefixed =
            word.is_some_and(|word| self.text[word.span.range()].eq_ignore_ascii_case("e"));
        let escapes = escapes || (quote == b'\'' && prefixed);
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            self.at += 1;
            if escapes && byte == b'\\' {
                self.at += 1;
            } else if byte == quote {
                if self.peek(0) != quote {
                    break;
                }
                self.at += 1;
            }
        }
        self.at = self.at.min(self.bytes.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        kind
    }

    /// `$1`, `$name` and `$tag$ … $tag$`.
    fn dollar(&mut self) -> Kind {
        let start = self.at;
        self.take_while(1, is_word);
        if self.peek(0) != b'$' || self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit) {
            return Kind::Parameter;
        }
        self.at += 1;
        let tag = &self.text[start..self.at];
        self.at = self.text[self.at..]
            .find(tag)
            .map_or(self.bytes.len(), |end| self.at + end + tag.len());
        Kind::Body
    }

    /// A word; holes of `format!` are part of it, as in `{schema}_events`.
    fn word(&mut self) -> Kind {
        while self.at < self.bytes.len() {
            if let Some(end) = self.hole(self.at) {
                self.at = end;
            } else if is_word(self.peek(0)) {
                self.at += 1;
            } else {
                break;
            }
        }
        Kind::Word
    }

    /// The end of a hole that begins at `at`.
    fn hole(&self, at: usize) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'{') {
            return None;
        }
        let window = &self.bytes[at..self.bytes.len().min(at + LONGEST_HOLE)];
        let end = window.iter().position(|byte| matches!(byte, b'}' | b'\n' | b',' | b'\''))?;
        (window[end] == b'}').then(|| {
            let end = at + end + 1;
            if window.get(1) == Some(&b'{') && self.bytes.get(end) == Some(&b'}') {
                end + 1
            } else {
                end
            }
        })
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit()
}
