//! Tokens of a Rust file: what the compiler's lexer would give, with matching delimiters paired.
//!
//! It never fails: what is unfinished ends with the text, what does not match is
//! paired as well as it can be and reported.

mod eight;
pub(crate) mod keyword;
mod literals;
pub(crate) mod notes;
pub(crate) mod token;

use eight::EIGHT;
use keyword::Keyword;
use notes::Note;
use token::{ARROW, COMPARE, FAT_ARROW, Kind, PATH_SEP, RANGE, Token};

use crate::place::Span;

/// The tokens of a text, in buffers that can be used again.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the tokens are what the rest is about")]
pub(crate) struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) notes: Vec<(Note, Span)>,
    /// Delimiters without a partner, and what is unfinished.
    pub(crate) broken: Vec<Span>,
    open: Vec<u32>,
}

impl Tokens {
    /// Reads `text` from `start` on, whatever was there before. A file begins behind its [`prologue`];
    /// a part of one has none, and `#!` in it is the beginning of an attribute.
    pub(crate) fn read(&mut self, text: &str, start: usize) {
        self.tokens.clear();
        self.notes.clear();
        self.broken.clear();
        self.open.clear();
        let mut lexer = Lexer { text, bytes: text.as_bytes(), at: start, out: self };
        lexer.run();
        let end = text.len() as u32;
        while let Some(open) = self.open.pop() {
            self.unmatched(open, self.tokens.len() as u32);
        }
        self.tokens.push(Token::new(Kind::End, end, end));
    }

    /// An opener without a partner. A brace ends at `end`; a bracket is read as one around nothing, so
    /// that a forgotten `)` does not swallow the rest of the file.
    fn unmatched(&mut self, open: u32, end: u32) {
        let token = &mut self.tokens[open as usize];
        token.pair = if token.kind == Kind::Open(b'{') { end } else { open };
        self.broken.push(Span::new(token.start, token.end));
        // What stood behind it stands behind the delimiter around it.
        if token.may_hold_items {
            self.note_item();
        }
    }

    /// Notes that an item may begin behind the innermost delimiter.
    fn note_item(&mut self) {
        if let Some(open) = self.open.last() {
            self.tokens[*open as usize].may_hold_items = true;
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    out: &'t mut Tokens,
}

const fn is_ident_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

const fn is_ident_continue(byte: u8) -> bool {
    is_ident_start(byte) || byte.is_ascii_digit()
}

/// Signs beyond ASCII that Rust takes for spaces.
const fn is_space(sign: char) -> bool {
    matches!(sign, '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

impl Lexer<'_> {
    #[inline]
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    #[inline]
    fn push(&mut self, kind: Kind, start: usize) {
        self.out.tokens.push(Token::new(kind, start as u32, self.at as u32));
    }

    fn line_end(&mut self) {
        // A search in a string looks at several bytes at a time, which one in bytes does not.
        let rest = &self.text[self.at..];
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let start = self.at;
            let byte = self.bytes[start];
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' | 0x0b | 0x0c => self.space(),
                b'/' if self.peek(1) == b'/' => {
                    self.line_end();
                    self.comment(start);
                }
                b'/' if self.peek(1) == b'*' => {
                    self.block_comment();
                    self.comment(start);
                }
                b'"' => {
                    self.at += 1;
                    self.quoted(b'"', start);
                    self.literal(Kind::Str, start);
                }
                b'\'' => self.quote(start),
                b'0'..=b'9' => self.number(start),
                b'r' | b'b' | b'c' if self.literal_prefix(start) => {}
                _ if is_ident_start(byte) => self.ident(start),
                b'(' | b'[' | b'{' => {
                    self.at += 1;
                    self.out.open.push(self.out.tokens.len() as u32);
                    self.push(Kind::Open(byte), start);
                }
                b')' | b']' | b'}' => self.close(byte, start),
                _ => self.punct(byte, start),
            }
        }
    }

    /// Goes over the space here; a line most often begins with a run of it.
    fn space(&mut self) {
        self.at += 1;
        while let Some(next) = eight::read(self.bytes, self.at) {
            let spaces = eight::spaces(next);
            self.at += spaces;
            if spaces < EIGHT {
                break;
            }
        }
    }

    /// Goes over what may stand in an identifier.
    fn word(&mut self) {
        while let Some(next) = eight::read(self.bytes, self.at) {
            let length = eight::word(next);
            self.at += length;
            if length < EIGHT {
                return;
            }
        }
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| !is_ident_continue(*b)).unwrap_or(rest.len());
    }

    fn close(&mut self, byte: u8, start: usize) {
        self.at += 1;
        let wanted = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        let matches =
            |out: &Tokens, index: u32| out.tokens[index as usize].kind == Kind::Open(wanted);
        let index = self.out.tokens.len() as u32;
        // The nearest opener that fits; those above it have no partner. Looking back is
        // limited, so that a text of nothing but wrong closers is read in linear time.
        let depth = self.out.open.len();
        let found = self.out.open.iter().rev().take(64).position(|open| matches(self.out, *open));
        let Some(above) = found else {
            self.out.broken.push(Span::new(start as u32, self.at as u32));
            return;
        };
        if above > 0 {
            for unmatched in self.out.open.split_off(depth - above) {
                self.out.unmatched(unmatched, index);
            }
        }
        let open = self.out.open.pop().unwrap_or(0);
        self.out.tokens[open as usize].pair = index;
        self.push(Kind::Close(byte), start);
        self.out.tokens[index as usize].pair = open;
    }

    fn punct(&mut self, byte: u8, start: usize) {
        let next = self.peek(1);
        let (glued, length) = match (byte, next) {
            (b':', b':') => (PATH_SEP, 2),
            (b'-', b'>') => (ARROW, 2),
            (b'=', b'>') => (FAT_ARROW, 2),
            (b'=' | b'!' | b'<', b'=') => (COMPARE, 2),
            (b'.', b'.') if matches!(self.peek(2), b'.' | b'=') => (RANGE, 3),
            (b'.', b'.') => (RANGE, 2),
            _ => (byte, 1),
        };
        self.at += length;
        self.push(Kind::Punct(glued), start);
    }

    fn ident(&mut self, start: usize) {
        // Most are short and ASCII, so that one look tells where they end and which keyword they are.
        if let Some(next) = eight::read(self.bytes, start) {
            let length = eight::word(next);
            if length < EIGHT && !eight::has_more_than_ascii(next, length) {
                self.at += length;
                let keyword = keyword::of_packed(eight::start(next, length));
                self.word_of(keyword, start);
                return;
            }
        }
        self.long_ident(start);
    }

    fn long_ident(&mut self, start: usize) {
        self.word();
        // Signs beyond ASCII that are no letters end up in names, which hides nothing, but for spaces.
        if !self.bytes[start..self.at].is_ascii() {
            let name = &self.text[start..self.at];
            if let Some(space) = name.find(is_space) {
                self.at = start + space;
                let length = name[space..].chars().next().map_or(0, char::len_utf8);
                if space > 0 {
                    self.push(Kind::Ident(Keyword::None), start);
                }
                self.at += length;
                return;
            }
        }
        self.word_of(keyword::of(&self.bytes[start..self.at]), start);
    }

    fn word_of(&mut self, keyword: Keyword, start: usize) {
        if keyword.may_begin_item() {
            self.out.note_item();
        }
        self.push(Kind::Ident(keyword), start);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_u32;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.out.broken.push(Span::new(start as u32, start as u32 + 2));
    }

    /// Looks at the comment that began at `start` and ends here.
    fn comment(&mut self, start: usize) {
        self.at = self.at.min(self.bytes.len());
        let text = &self.bytes[start..self.at];
        let span = Span::new(start as u32, self.at as u32);
        let at_head = self.out.tokens.len() < 3 && start < 4096;
        notes::read(text, at_head, |note| self.out.notes.push((note, span)));
    }
}

/// Where the code of a file begins: behind the byte order mark, the `#!` line, and the frontmatter of a
/// cargo script.
pub(crate) fn prologue(text: &str) -> usize {
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |line| at + line);
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[at..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        at = line_end(at);
    }
    let trimmed = text[at..].trim_start();
    if let Some(front) = trimmed.strip_prefix("---")
        && let Some(end) = front.find("\n---")
    {
        at = line_end(text.len() - front.len() + end + 4);
    }
    at
}
