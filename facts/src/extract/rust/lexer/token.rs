//! A token of a Rust file.

use super::keyword::Keyword;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Ident(Keyword),
    /// `'a`.
    Lifetime,
    /// A string of any kind; the text includes quotes and prefix.
    Str,
    /// A character or byte.
    Char,
    /// A number.
    Number,
    /// A sign; several where they are always one: see the constants below.
    Punct(u8),
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// The end of the text.
    End,
}

/// `::`.
pub(crate) const PATH_SEP: u8 = 1;
/// `->`.
pub(crate) const ARROW: u8 = 2;
/// `=>`.
pub(crate) const FAT_ARROW: u8 = 3;
/// `==`, `!=` or `<=`.
pub(crate) const COMPARE: u8 = 4;
/// `..`, `..=` or `...`.
pub(crate) const RANGE: u8 = 5;

/// A token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// For a delimiter the index of the one that it belongs to; its own for a bracket without one.
    pub(crate) pair: u32,
    /// Whether a word with which an item may begin stands directly behind this opening delimiter,
    /// other delimiters left out.
    pub(crate) may_hold_items: bool,
}

impl Token {
    pub(crate) const fn new(kind: Kind, start: u32, end: u32) -> Self {
        Self { kind, start, end, pair: 0, may_hold_items: false }
    }
}
